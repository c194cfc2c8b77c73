"""Dates that move, or are drawn anew."""

from __future__ import annotations

from pydicom.dataset import Dataset

from dcmteach.deid import dates
from dcmteach.deid.apply_work import Work
from dcmteach.errors import PathError
from dcmteach.header.dictionary import lookup
from dcmteach.standard.names import tag_of

__all__ = ["randomise_date", "shift_date"]


def shift_date(work: Work, dataset: Dataset, tag: int) -> bool:
    """Move a date, or a time if times move, by this patient's shift; False if it is none."""
    text, vr = work.text(dataset, tag), work.vr(dataset, tag)
    if not isinstance(text, str):
        return False
    time = _time_beside(work, dataset, tag) if work.seconds and vr == "DA" else None
    new = dates.shifted(vr, text, work.days, seconds=work.seconds, time=time)
    if new is not None:
        work.put_text(dataset, tag, new, vr=vr)
    return new is not None


def _time_beside(work: Work, dataset: Dataset, tag: int) -> str | None:
    """The time that belongs to a date, by its keyword: the date follows it over midnight."""
    keyword = lookup(tag).keyword
    if not keyword.endswith("Date"):
        return None
    try:
        time = tag_of(f"{keyword[:-4]}Time")
    except PathError:
        return None
    # Times come after their dates, so this one has not moved yet.
    text = work.text(dataset, time)
    return text if isinstance(text, str) and text else None


def randomise_date(work: Work, dataset: Dataset, tag: int) -> bool:
    """Draw a date or time anew; False if it is none."""
    text, vr = work.text(dataset, tag), work.vr(dataset, tag)
    new = dates.randomised(work.secrets, work.person, vr, text) if isinstance(text, str) else None
    if new is not None:
        work.put_text(dataset, tag, new, vr=vr)
    return new is not None
