"""The diff viewer: a data set before and after, header and picture side by side."""

from __future__ import annotations

import os
from typing import Any

from pydicom import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.widgets.base import Widget
from dcmteach.widgets.diff_model import DiffModel
from dcmteach.widgets.source import Source, as_dataset

__all__ = ["DiffViewer"]


class DiffViewer(Widget):
    """Compare two data sets: what was changed, added and removed, and their pictures.

    Parameters
    ----------
    before, after : Dataset, str or path
        Two data sets, or paths of DICOM files: for example one as it was and as it was
        de-identified. Neither is changed.
    changed_only : bool
        Whether to leave out what is the same in both at the start.
    search : str
        What to look for at the start.
    show : {"everything", "changed", "added", "removed", "same"}
        Which elements to list at the start.
    select : str, optional
        The path of the element to compare at the start; the first one otherwise.

    Raises
    ------
    DcmteachError
        If one of them is no data set, an option is unknown, or `select` names no element.
    ReadError
        If a file cannot be read as DICOM.

    Examples
    --------
    In a notebook, as the last line of a cell::

        import dcmteach
        from dcmteach.deid import Secrets
        ds = dcmteach.sample("ct_thorax")
        after = dcmteach.apply(ds, dcmteach.plan(ds), Secrets.random())
        dcmteach.DiffViewer(ds, after)
    """

    model: DiffModel

    def __init__(
        self,
        before: Source,
        after: Source,
        *,
        changed_only: bool = True,
        search: str = "",
        show: str = "everything",
        select: str | None = None,
    ) -> None:
        self.model = DiffModel(_one("before", before), _one("after", after))
        self.model.only_changed(changed_only)
        self.model.search(search)
        self.model.filter(show)
        if select is not None:
            self.model.select(select)

    def _build(self) -> Any:
        from dcmteach.widgets.diff_view import DiffView

        return DiffView(self.model).box


def _one(side: str, source: object) -> Dataset:
    if not isinstance(source, Dataset | str | os.PathLike):
        article = "an" if type(source).__name__[0].lower() in "aeiou" else "a"
        raise DcmteachError(
            "DiffViewer compares two DICOM data sets, or the paths of two DICOM files "
            f"(got {article} {type(source).__name__} as {side}). Read both first: "
            "DiffViewer(dcmteach.read('before.dcm'), dcmteach.read('after.dcm'))."
        )
    return as_dataset(source, widget="DiffViewer")
