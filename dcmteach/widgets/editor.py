"""The element editor: edit a copy of a header under the rules of VR and Type."""

from __future__ import annotations

from typing import Any

from pydicom import Dataset

from dcmteach.widgets.base import Widget
from dcmteach.widgets.editor_model import EditorModel
from dcmteach.widgets.source import Source, as_dataset

__all__ = ["ElementEditor"]


class ElementEditor(Widget):
    """Edit elements of a copy; refusals show while you type, and every change can be undone.

    Parameters
    ----------
    source : Dataset, str or path
        A data set, or the path of a DICOM file. It is copied and never changed; saving never
        overwrites a file.
    select : str, optional
        The path of the element to edit first.
    save_as : str
        The file name proposed for saving.

    Raises
    ------
    DcmteachError
        If `source` is no data set, or `select` names no element.
    ReadError
        If the file cannot be read as DICOM.

    Examples
    --------
    In a notebook, as the last line of a cell::

        import dcmteach
        ds = dcmteach.sample("ct_thorax")
        dcmteach.ElementEditor(ds, select="PatientBirthDate")
    """

    model: EditorModel

    def __init__(
        self, source: Source, *, select: str | None = None, save_as: str = "edited.dcm"
    ) -> None:
        self.model = EditorModel(as_dataset(source, widget="ElementEditor"))
        self.save_as = save_as
        if select is not None:
            self.model.select(select)

    @property
    def ds(self) -> Dataset:
        """The edited copy."""
        return self.model.ds

    def _build(self) -> Any:
        from dcmteach.widgets.editor_view import EditorView

        return EditorView(self.model, save_as=self.save_as).box
