"""What pydicom's dictionaries say about a tag, remembered per tag."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pydicom import datadict
from pydicom._dicom_dict import DicomDictionary

from dcmteach.standard.path import format_tag

__all__ = ["Term", "lookup"]


class Term(NamedTuple):
    """What the data dictionary knows of a tag.

    Parameters
    ----------
    keyword : str
        ``"PatientName"``; empty for what has none.
    name : str
        ``"Patient's Name"``; for private elements pydicom knows, in brackets.
    vr : str
        The VR, perhaps ambiguous (``"US or SS"``); ``"UN"`` if unknown.
    step : str
        How a path names the element: the keyword, or ``(gggg,eeee)``.
    """

    keyword: str
    name: str
    vr: str
    step: str


@lru_cache(maxsize=16384)
def lookup(tag: int, private_creator: str = "") -> Term:
    """Look a tag up.

    Parameters
    ----------
    tag : int
        The tag as one number.
    private_creator : str, optional
        The creator of its block, for a private tag.

    Returns
    -------
    Term
        Never fails: an unknown element has a name that says so.
    """
    if tag >> 16 & 1:
        return _private(tag, private_creator)
    known = DicomDictionary.get(tag)
    if known is not None:
        keyword = known[4]
        step = keyword if keyword[:1].isupper() else format_tag(tag)  # dBdt is no path
        return Term(keyword, known[2] or keyword, known[0], step)
    try:
        vr, _, name, _, _ = datadict.get_entry(tag)  # repeating groups: 50xx, 60xx
        return Term("", name, vr, format_tag(tag))
    except KeyError:
        if tag & 0xFFFF == 0:
            return Term("", "Group Length", "UL", format_tag(tag))
        return Term("", "Unknown element", "UN", format_tag(tag))


def _private(tag: int, private_creator: str) -> Term:
    if 0x10 <= tag & 0xFFFF <= 0xFF:
        return Term("", "Private Creator", "LO", format_tag(tag))
    if tag & 0xFFFF == 0:
        return Term("", "Group Length", "UL", format_tag(tag))
    if private_creator:
        try:
            vr, _, name, _ = datadict.get_private_entry(tag, private_creator)
            return Term("", f"[{name}]", vr, format_tag(tag))
        except KeyError:
            pass
    return Term("", "Private element", "UN", format_tag(tag))
