"""The tag sorter: the game of safe, unsafe and depends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dcmteach.standard.path import AnyPath
from dcmteach.widgets.base import Widget
from dcmteach.widgets.sorter_model import SorterModel
from dcmteach.widgets.source import Source, as_dataset

__all__ = ["TagSorter"]


class TagSorter(Widget):
    """Sort tags into safe, unsafe and depends; each answer is discussed at once.

    Parameters
    ----------
    source : Dataset, str or path
        A data set, or the path of a DICOM file. It is only read.
    n : int
        How many tags to sort, at most.
    seed : int
        Which tags are drawn: the same seed gives the same game on any machine.
    tags : iterable of paths, optional
        Your own choice of tags, in this order, instead of a draw.

    Raises
    ------
    DcmteachError
        If `source` is no data set, holds nothing to sort, or lacks one of `tags`.
    ReadError
        If the file cannot be read as DICOM.

    Examples
    --------
    In a notebook, as the last line of a cell::

        import dcmteach
        ds = dcmteach.sample("ct_thorax")
        dcmteach.TagSorter(ds, tags=["PatientName", "StudyDate", "KVP"])
    """

    model: SorterModel

    def __init__(
        self,
        source: Source,
        *,
        n: int = 12,
        seed: int = 0,
        tags: Iterable[AnyPath] | None = None,
    ) -> None:
        ds = as_dataset(source, widget="TagSorter")
        self.model = SorterModel(ds, n=n, seed=seed, tags=tags)

    @property
    def score(self) -> float:
        """One point for each right answer so far, half a point for a defensible one."""
        return self.model.score

    def _build(self) -> Any:
        from dcmteach.widgets.sorter_view import SorterView

        return SorterView(self.model).box
