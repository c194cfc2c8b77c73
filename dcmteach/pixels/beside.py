"""The pictures beside a picture: overlay planes and icons, which may hold text as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydicom.dataset import Dataset

from dcmteach.header.quiet import quiet
from dcmteach.pixels.frames import Frames, has_pixels

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["pictures_beside"]

_ICON = 0x00880200
_UNCOMPRESSED = "1.2.840.10008.1.2.1"
_PIXELS = 0x7FE00010


def pictures_beside(ds: Dataset) -> Iterator[tuple[str, list[NDArray[Any]]]]:
    """Decode the overlays and icons of a data set.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        It is not changed.

    Yields
    ------
    place : str
        The path of the element that holds it.
    planes : list of ndarray, shape (rows, columns)
        Its frames.

    Raises
    ------
    CannotDecode
        If an icon cannot be decoded.
    """
    for group in range(0x6000, 0x60FF, 2):
        if (group << 16 | 0x3000) in ds or (group << 16 | 0x0102) in ds:
            planes = _overlay(ds, group)
            if planes:
                yield f"({group:04X},3000)", planes
    yield from _icons(ds, ds, "")


def _icons(ds: Dataset, top: Dataset, path: str) -> Iterator[tuple[str, list[NDArray[Any]]]]:
    """Go down the sequences: references to other pictures carry icons, too (PS3.3 F.7)."""
    with quiet():
        sequences = [element for element in ds if element.VR == "SQ"]
    for element in sequences:
        name = element.keyword or str(element.tag)
        for index, item in enumerate(element.value or ()):
            where = f"{path}{name}[{index}]"
            if int(element.tag) == _ICON and has_pixels(item):
                yield where, list(Frames(item, syntax=_syntax(item, top)))
            yield from _icons(item, top, f"{where}.")


def _syntax(item: Dataset, top: Dataset) -> str:
    """An icon may be compressed as the picture is, or not at all (PS3.3 C.7.6.1.1.6)."""
    meta = getattr(top, "file_meta", None)
    own = str(getattr(meta, "TransferSyntaxUID", _UNCOMPRESSED))
    data = item.get_item(_PIXELS)
    encapsulated = bytes((data.value if data is not None else b"")[:4]) == b"\xfe\xff\x00\xe0"
    return own if encapsulated or own == "1.2.840.10008.1.2.2" else _UNCOMPRESSED


def _overlay(ds: Dataset, group: int) -> list[NDArray[Any]]:
    """Unpack the planes of an overlay, set bits as white (PS3.3 C.9.2)."""
    import numpy as np

    def number(element: int, otherwise: int) -> int:
        with quiet():
            found = ds.get(group << 16 | element)
        try:
            return int(found.value)
        except (AttributeError, TypeError, ValueError):
            return otherwise

    rows, columns = number(0x0010, 0), number(0x0011, 0)
    count = max(1, number(0x0015, 1))
    if rows <= 0 or columns <= 0:
        return []
    if (group << 16 | 0x3000) in ds:
        with quiet():
            data = bytes(ds[group << 16 | 0x3000].value or b"")
        bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8), bitorder="little")
    else:
        bits = _embedded(ds, number(0x0102, 0))
    count = min(count, bits.size // (rows * columns))
    planes = bits[: count * rows * columns].reshape(count, rows, columns) * np.uint8(255)
    return [plane for plane in planes if plane.any()]


def _embedded(ds: Dataset, position: int) -> NDArray[Any]:
    """Return one bit of every pixel: an overlay of the old kind lies there (PS3.5 2004 8.1.1)."""
    import numpy as np

    allocated, stored = int(ds.get("BitsAllocated") or 8), int(ds.get("BitsStored") or 8)
    native = not ds.file_meta.TransferSyntaxUID.is_encapsulated if "file_meta" in vars(ds) else True
    high = int(ds.get("HighBit") or stored - 1)
    if _PIXELS not in ds or not native or high - stored < position <= high:
        return np.zeros(0, dtype=np.uint8)
    order = "<" if getattr(ds, "original_encoding", (None, True))[1] is not False else ">"
    data = bytes(ds[_PIXELS].value or b"")
    size = max(1, allocated // 8)
    values = np.frombuffer(data[: len(data) // size * size], dtype=f"{order}u{size}")
    return ((values >> position) & 1).astype(np.uint8)
