"""Whether what was written is what was meant: element by element, pixels included."""

from __future__ import annotations

from typing import Any

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

from dcmteach.header.dictionary import lookup
from dcmteach.header.items import decode, items_of

__all__ = ["first_difference"]


def first_difference(meant: Dataset, written: Dataset, *, prefix: str = "") -> str | None:
    """Return the path of the first element that differs, or None.

    Parameters
    ----------
    meant : pydicom.dataset.Dataset
        The data set that was written.
    written : pydicom.dataset.Dataset
        The data set as read again.
    prefix : str, optional
        The path of the item, for the answer.

    Notes
    -----
    Group Length elements do not count: they are retired and are not written (PS3.5 7.2).
    Nor does padding.
    """
    tags = {tag for tag in meant._dict if tag.element}
    for tag in sorted(tags | {tag for tag in written._dict if tag.element}):
        path = prefix + lookup(int(tag)).step
        if tag not in tags or tag not in written._dict:
            return path
        before, after = meant.get_item(tag), written.get_item(tag)
        if _same_bytes(before, after):
            continue
        found = _compare(meant, written, int(tag), path)
        if found is not None:
            return found
    return None


def _same_bytes(before: Any, after: Any) -> bool:
    return (
        isinstance(before, RawDataElement)
        and isinstance(after, RawDataElement)
        and before.VR == after.VR
        and before.is_little_endian == after.is_little_endian
        and before.value == after.value
    )


def _compare(meant: Dataset, written: Dataset, tag: int, path: str) -> str | None:
    before, after = decode(meant, tag), decode(written, tag)
    if "SQ" in {before.VR, after.VR}:
        # A private sequence comes back as UN from an implicit VR; its items are still the same.
        first, second = items_of(meant, tag), items_of(written, tag)
        if first is not None and second is not None:
            return _compare_items(first[0], second[0], path)
    if _plain(before.value) == _plain(after.value):
        return None
    return path


def _compare_items(first: list[Dataset], second: list[Dataset], path: str) -> str | None:
    if len(first) != len(second):
        return path
    for number, (one, other) in enumerate(zip(first, second, strict=True)):
        found = first_difference(one, other, prefix=f"{path}[{number}].")
        if found is not None:
            return found
    return None


def _plain(value: Any) -> Any:
    """Write a value so that equal ones compare equal: NaN with NaN, padded with unpadded."""
    if isinstance(value, bytes | bytearray):
        kept = bytes(value)
        return kept + b"\x00" * (len(kept) % 2) if kept else ""
    if value is None or (
        not isinstance(value, str) and hasattr(value, "__len__") and not len(value)
    ):
        return ""
    if isinstance(value, str | int):
        return str(value).rstrip(" \x00")
    if isinstance(value, float):
        return repr(value)
    if hasattr(value, "__iter__") and not hasattr(value, "original_string"):
        return [_plain(one) for one in value] or ""
    return str(value).rstrip(" \x00")
