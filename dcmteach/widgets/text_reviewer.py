"""The text reviewer: a person decides what is covered, and confirms that no text is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError
from dcmteach.pixels.text_result import ImageText
from dcmteach.widgets.base import Widget
from dcmteach.widgets.text_review_model import TextReviewModel
from dcmteach.widgets.text_review_pictures import Picture, Sources, pictures_of
from dcmteach.widgets.text_review_saved import entries_for, entries_of, save_decisions

if TYPE_CHECKING:
    from dcmteach.pixels.engines.base import Engine

__all__ = ["TextReviewer"]


class TextReviewer(Widget):
    """Decide about text burned into pictures, box by box; then confirm that none is left.

    It shows what was read in the pictures, to whoever holds them; clear the output of its cell
    before you give the notebook away.

    Parameters
    ----------
    source : Dataset, path, or iterable of these
        A data set, a file, a folder of files, or a list of data sets and files. None is changed.
    found : ImageText, sequence or mapping of these, or path, optional
        What ``dcmteach.find_text`` found: of the one picture, of each in their order, or by their
        numbers from 0 on; or what ``dcmteach find-text --json`` wrote. A picture of which nothing
        is known is read when it is first looked at.
    decisions : path or list, optional
        What was decided earlier: the file it was saved in, or ``decisions`` of then.
    reviewer : str, optional
        The name of whoever looks, for the record.
    engine : str or Engine or None, optional
        What reads pictures, as for ``find_text``; with None nothing does, and boxes are drawn.
    per_page : int, optional
        How many frames stand on a page of the contact sheet.

    Raises
    ------
    DcmteachError
        If there is no picture in `source`, or `found` or `decisions` are not about it.
    ReadError
        If a file cannot be read as DICOM.

    Examples
    --------
    In a notebook, as the last line of a cell::

        import dcmteach
        heart = dcmteach.sample("us_cine")
        dcmteach.TextReviewer(heart, dcmteach.find_text(heart), reviewer="A. Reader")
    """

    model: TextReviewModel

    def __init__(
        self,
        source: Sources,
        found: Any = None,
        decisions: str | PathLike[str] | Sequence[Mapping[str, Any]] | None = None,
        reviewer: str = "",
        *,
        engine: str | Engine | None = "auto",
        per_page: int = 12,
    ) -> None:
        if not isinstance(per_page, int) or per_page < 1:
            raise DcmteachError(f"per_page must be a whole number from 1 on (got {per_page!r}).")
        pictures, notes = pictures_of(source)
        self.model = TextReviewModel(
            pictures,
            _frames_of(found, pictures),
            engine=engine,
            notes=notes,
            reviewer=reviewer.strip(),
            per_page=per_page,
        )
        if decisions is not None:
            for number, entry in entries_for(entries_of(decisions), pictures).items():
                self.model.restore(number, entry)

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """What is decided so far, one entry per picture, as ``redact`` takes it."""
        return self.model.decisions()

    @property
    def finished(self) -> bool:
        """Whether every box is decided, every page confirmed as it is now, and nothing flagged."""
        return self.model.finished

    def read_all(self) -> int:
        """Look for text in all pictures now, and not only when each is first looked at.

        Returns
        -------
        int
            How many were read; those of which something was known already are not read again.
        """
        return self.model.read_all()

    def boxes(self, number: int = 0) -> list[Any]:
        """Return what is to be covered in a picture, for ``dcmteach.redact``.

        Parameters
        ----------
        number : int, optional
            The picture, 0-based.

        Returns
        -------
        list of Box
            Also what is not decided yet: only what somebody said to leave is left.
        """
        page = self.model.read(number)
        return [one for box in page.covered for one in box.to_redact(page.size)]

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the decisions to a file of mode 0600: they hold what was read.

        Parameters
        ----------
        path : str or path
            Where to; outside of the output. ``dcmteach redact --boxes`` takes it.

        Raises
        ------
        SaveError
            If it cannot be written.
        """
        return save_decisions(self.model, path)

    def record(self) -> list[dict[str, Any]]:
        """Return who decided and confirmed what, and when (UTC), without a text of a box.

        Returns
        -------
        list of dict
            Plain data, in the order in which it happened; pictures, frames, rows and columns are
            counted from 0, boxes and pages from 1, as they are shown.
        """
        return self.model.record.plain()

    def save_record(self, path: str | PathLike[str]) -> Path:
        """Write the record as JSON Lines, mode 0600.

        Parameters
        ----------
        path : str or path
            Where to.

        Raises
        ------
        SaveError
            If it cannot be written.
        """
        return self.model.record.save(path)

    def _build(self) -> Any:
        from dcmteach.widgets.text_review_view import TextReviewView

        return TextReviewView(self.model).box


def _frames_of(found: object, pictures: Sequence[Picture]) -> dict[int, Any]:
    """Return the frames with text, by the number of the picture."""
    if found is None:
        return {}
    if isinstance(found, ImageText):
        found = [found]
    if isinstance(found, Mapping) and "frames" not in found:
        made = dict(found)
    elif isinstance(found, Iterable) and not isinstance(found, str | PathLike | Mapping):
        given = list(found)
        if not all(isinstance(one, ImageText) for one in given):
            return _frames(entries_for(entries_of(given), pictures))
        if len(given) != len(pictures):
            raise DcmteachError(
                f"TextReviewer needs what was found in each of {len(pictures)} "
                f"picture{'s' * (len(pictures) != 1)} (got {len(given)}). "
                "Give one result of find_text for each, in their order."
            )
        made = dict(enumerate(given))
    else:
        return _frames(entries_for(entries_of(found), pictures))
    for number, one in made.items():
        if number not in range(len(pictures)) or not isinstance(one, ImageText):
            raise DcmteachError(
                "found maps the number of a picture, from 0 on, to what find_text returned. "
                "Write, for example, found={0: dcmteach.find_text(ds)}."
            )
    return {number: one.frames for number, one in made.items()}


def _frames(entries: Mapping[int, Mapping[str, Any]]) -> dict[int, Any]:
    return {number: entry["frames"] for number, entry in entries.items()}
