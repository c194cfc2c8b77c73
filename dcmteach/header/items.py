"""The elements of one data set: decoded, their private creators, and the items inside them."""

from __future__ import annotations

from io import BytesIO

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.filereader import read_sequence
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag

from dcmteach.errors import ReadError
from dcmteach.header.dictionary import lookup
from dcmteach.header.items_lean import lean_items
from dcmteach.header.quiet import quiet

__all__ = ["DEEPEST", "check_depth", "creator_of", "decode", "items_of"]

DEEPEST = 200
"""Sequences within sequences beyond which a file is refused: real ones have fewer than ten."""

_ITEM = b"\xfe\xff\x00\xe0"
_END = b"\xfe\xff\xdd\xe0"
_UNDEFINED = 0xFFFFFFFF
_CREATOR_VRS = (None, "LO")  # pydicom makes LO of UN, which is better kept
_PIXEL_REPRESENTATION = BaseTag(0x00280103)


def decode(dataset: Dataset, tag: int) -> DataElement:
    """Decode one element, whatever its value holds.

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        The data set or item that has the element.
    tag : int
        Its tag.

    Returns
    -------
    pydicom.dataelem.DataElement
        The element; where its bytes cannot be decoded under its VR, with VR UN and the bytes.
    """
    raw = dataset._dict[BaseTag(tag)]
    if not isinstance(raw, RawDataElement):
        return raw
    if raw.VR == "SQ" or raw.VR is None:
        sequence = _sequence(dataset, raw)
        if sequence is not None:
            return sequence
    try:
        with quiet():
            return dataset[tag]
    except Exception:  # pydicom raises many kinds on a bad value; all mean the same here
        element = DataElement(BaseTag(tag), "UN", raw.value or b"", already_converted=True)
        element.VR = "UN"  # pydicom puts the dictionary's VR in its place otherwise
        return element


def creator_of(dataset: Dataset, tag: int) -> str:
    """Name the private creator that reserved an element's block (PS3.5 7.8.1).

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        The data set or item that has the element.
    tag : int
        Its tag.

    Returns
    -------
    str
        The creator; empty for public elements, creators themselves, and orphans.
    """
    if not tag >> 16 & 1 or tag & 0xFFFF < 0x1000:
        return ""
    creator = BaseTag((tag & 0xFFFF0000) | (tag >> 8 & 0xFF))
    element = dataset._dict.get(creator)
    if element is None:
        return ""
    if isinstance(element, RawDataElement) and element.VR in _CREATOR_VRS:
        data = element.value
        if data and data.isascii() and b"\\" not in data and b"\x1b" not in data:
            return data.decode("ascii").strip(" \0")
    value = decode(dataset, creator).value
    if isinstance(value, bytes):
        value = value.decode("latin_1")
    return str(value or "").strip(" \0")


def _sequence(dataset: Dataset, raw: RawDataElement) -> DataElement | None:
    """Decode a sequence as pydicom does, but faster; None for what only pydicom can."""
    tag = int(raw.tag)
    if not raw.value or raw.length == _UNDEFINED or tag & 0x10000:
        return None
    if raw.VR is None and lookup(tag).vr != "SQ":
        return None
    encoding = dataset.original_character_set or dataset._character_set or "iso8859"
    items = lean_items(
        raw.value,
        implicit=raw.is_implicit_VR,
        little=raw.is_little_endian,
        encoding=[encoding] if isinstance(encoding, str) else encoding,
        offset=raw.value_tell,
    )
    if items is None:
        return None
    value = Sequence(items)
    value.is_undefined_length = False
    element = DataElement(raw.tag, "SQ", value, raw.value_tell, already_converted=True)
    dataset._dict[raw.tag] = element
    held = dataset._dict
    if (
        "_pixel_rep" in dataset.__dict__
        or _PIXEL_REPRESENTATION in held
        or any(_PIXEL_REPRESENTATION in item._dict for item in items)
    ):
        dataset._set_pixel_representation(element)
    return element


def items_of(dataset: Dataset, tag: int) -> tuple[list[Dataset], bool] | None:
    """List the items of an element, if it has any.

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        The data set or item that has the element.
    tag : int
        Its tag.

    Returns
    -------
    items : list of pydicom.dataset.Dataset
        The items of the sequence; copies if they had to be parsed out of a UN value.
    detached : bool
        Whether they are such copies.

    Notes
    -----
    None, in place of both, if the element is no sequence. A UN value is taken for one if it
    parses, to its last byte, as items in Implicit VR Little Endian (PS3.5 6.2.2) or in the
    encoding of the data set around it.
    """
    element = dataset._dict[BaseTag(tag)]
    vr = element.VR
    if vr == "SQ" or vr is None:
        decoded = decode(dataset, tag)
        if decoded.VR == "SQ":
            return list(decoded.value or ()), False
        value = decoded.value
    elif vr == "UN":
        value = element.value
        if not isinstance(value, bytes):
            decoded = decode(dataset, tag)
            if decoded.VR == "SQ":
                return list(decoded.value or ()), False
    else:
        return None
    if not isinstance(value, bytes) or value[:4] != _ITEM:
        if isinstance(element, RawDataElement) and not tag >> 16 & 1:
            decoded = decode(dataset, tag)  # pydicom knows this tag as a sequence
            if decoded.VR == "SQ":
                return list(decoded.value or ()), False
        return None
    items = _parse_items(value, dataset)
    return None if items is None else (items, True)


def check_depth(depth: int) -> None:
    """Refuse a data set whose sequences never seem to end.

    Parameters
    ----------
    depth : int
        How many sequences the items about to be entered lie in.

    Raises
    ------
    ReadError
        If there are more than :data:`DEEPEST`.
    """
    if depth > DEEPEST:
        raise ReadError(
            f"This data set holds sequences within sequences more than {DEEPEST} deep, as no real "
            "file does: it is damaged, or made to break readers. Fetch it again from its source."
        )


def _parse_items(value: bytes, dataset: Dataset) -> list[Dataset] | None:
    if not _framed(value):
        return None
    encoding = dataset.original_character_set or "iso8859"
    for implicit in (True, False):
        try:
            with quiet():
                buffer = BytesIO(value)
                sequence = read_sequence(buffer, implicit, True, len(value), encoding)
        except Exception:  # not a sequence after all, in this encoding
            continue
        if buffer.tell() == len(value) and all(_sound(item) for item in sequence):
            return list(sequence)
    return None


def _framed(value: bytes) -> bool:
    """Whether the items' length fields add up to the whole value (PS3.5 7.5)."""
    position = 0
    while position < len(value):
        head = value[position : position + 8]
        if len(head) < 8:
            return False
        length = int.from_bytes(head[4:], "little")
        if head[:4] == _END and position + 8 == len(value):
            return True
        if head[:4] != _ITEM:
            return False
        if length == 0xFFFFFFFF:  # its end is a delimiter somewhere: left to the parser
            return True
        position += 8 + length
    return position == len(value)


def _sound(item: Dataset) -> bool:
    tags = [int(tag) for tag in item._dict]
    return tags == sorted(tags) and all(
        not isinstance(element, RawDataElement)
        or (
            (element.value is None or element.length in {len(element.value), 0xFFFFFFFF})
            and (element.VR is None or element.VR.isalpha())
            and (element.tag.is_private or lookup(int(element.tag)).vr != "UN")
        )
        for element in item._dict.values()
    )
