"""Read a value at the top of a data set without decoding the element for good."""

from __future__ import annotations

from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from dcmteach.deid.plan_search import text_of
from dcmteach.header.contents import encodings_of
from dcmteach.header.dictionary import lookup

__all__ = ["bytes_at", "number_at", "text_at"]


def text_at(ds: Dataset, tag: int) -> str:
    """Read an element as text; empty if it is missing or no text.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set or item.
    tag : int
        The element's tag.
    """
    element = ds._dict.get(BaseTag(tag))
    if element is None:
        return ""
    vr = element.VR
    if vr is None or vr == "UN":
        vr = lookup(tag).vr
    if " " in vr:
        vr = "US"
    text = text_of(element, vr, lambda: encodings_of(ds))
    return text if isinstance(text, str) else ""


def bytes_at(ds: Dataset, tag: int) -> bytes:
    """Read an element's value as bytes; empty if it is missing or no bytes."""
    element = ds._dict.get(BaseTag(tag))
    value = None if element is None else element.value
    return bytes(value) if isinstance(value, bytes | bytearray) else b""


def number_at(ds: Dataset, tag: int, missing: int = 0) -> int:
    """Read an element's first value as a whole number.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set or item.
    tag : int
        The element's tag.
    missing : int, optional
        What to return if it is missing or no number.
    """
    text = text_at(ds, tag).partition("\\")[0].strip()
    return int(text) if text.lstrip("+-").isdigit() else missing
