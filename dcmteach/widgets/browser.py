"""The header browser: search and filter a header, and ask why an element is judged as it is."""

from __future__ import annotations

from typing import Any

from dcmteach.widgets.base import Widget
from dcmteach.widgets.browser_model import BrowserModel
from dcmteach.widgets.source import Source, as_dataset

__all__ = ["HeaderBrowser"]


class HeaderBrowser(Widget):
    """Browse a header: a list to search and filter, and beside each element the reason why.

    Parameters
    ----------
    source : Dataset, str or path
        A data set, or the path of a DICOM file. It is only read.
    search : str
        What to look for at the start.
    show : {"everything", "unsafe", "depends", "safe", "disagree"}
        Which elements to list at the start.
    arrange : {"tree", "table"}
        Indented under their sequences, or flat with whole paths.
    select : str, optional
        The path of the element to explain at the start; the first one otherwise.

    Raises
    ------
    DcmteachError
        If `source` is no data set, an option is unknown, or `select` names no element.
    ReadError
        If the file cannot be read as DICOM.

    Examples
    --------
    In a notebook, as the last line of a cell::

        import dcmteach
        ds = dcmteach.sample("ct_thorax")
        dcmteach.HeaderBrowser(ds)
    """

    model: BrowserModel

    def __init__(
        self,
        source: Source,
        *,
        search: str = "",
        show: str = "everything",
        arrange: str = "tree",
        select: str | None = None,
    ) -> None:
        self.model = BrowserModel(as_dataset(source, widget="HeaderBrowser"))
        self.model.search(search)
        self.model.filter(show)
        self.model.arrange(arrange)
        if select is not None:
            self.model.select(select)

    def _build(self) -> Any:
        from dcmteach.widgets.browser_view import BrowserView

        return BrowserView(self.model).box
