from __future__ import annotations

import struct
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any

import pydicom
import pytest
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from dcmteach import ReadError
from dcmteach.header import read
from dcmteach.header.items import decode, items_of
from dcmteach.header.items_lean import lean_items
from dcmteach.header.quiet import quiet

from .conftest import bundled


def _pairs(ours: Dataset, theirs: Dataset) -> Iterator[tuple[Dataset, Dataset]]:
    """Decode every sequence of two copies, one by us and one by pydicom; give their items."""
    for tag in list(ours._dict):
        element = ours._dict[tag]
        if element.VR != "SQ" and not (element.VR is None and theirs[tag].VR == "SQ"):
            continue
        mine, other = decode(ours, int(tag)), theirs[tag]
        assert mine.VR == other.VR == "SQ"
        assert getattr(mine.value, "is_undefined_length", None) == getattr(
            other.value, "is_undefined_length", None
        )
        assert {**mine.__dict__, "_value": None} == {**other.__dict__, "_value": None}
        assert len(mine.value) == len(other.value)
        for one, two in zip(mine.value, other.value, strict=True):
            assert _shape(one) == _shape(two)
            yield one, two
            yield from _pairs(one, two)


def _shape(ds: Dataset) -> dict[str, Any]:
    kept = dict(ds.__dict__)
    kept["_dict"] = [
        (tag, type(tag), tuple(element))
        if isinstance(element, RawDataElement)
        else (tag, type(tag), element.VR)
        for tag, element in ds._dict.items()
    ]
    return kept


@pytest.mark.parametrize("chunk", range(4))
def test_items_are_those_that_pydicom_reads_to_the_last_attribute(chunk: int) -> None:
    items = 0
    for path in bundled()[chunk::4]:
        try:
            ours, theirs = read(path), read(path)
        except ReadError:
            continue
        with quiet():
            items += len(list(_pairs(ours, theirs)))
    assert items > 20


def _read(ds: Dataset, *, implicit: bool) -> Dataset:
    buffer = BytesIO()
    pydicom.dcmwrite(buffer, ds, implicit_vr=implicit, little_endian=True)
    buffer.seek(0)
    return pydicom.dcmread(buffer, force=True)


def _nested() -> Dataset:
    inner = Dataset()
    inner.ReferencedSOPInstanceUID = "1.2.3"
    inner.PatientName = ""
    outer = Dataset()
    outer.ReferencedImageSequence = [inner, deepcopy(inner)]
    outer.PixelRepresentation = 1
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.RequestAttributesSequence = [outer]
    ds.PixelRepresentation = 0
    return ds


@pytest.mark.parametrize("implicit", [True, False])
def test_nested_items_know_the_character_set_and_the_signs_around_them(*, implicit: bool) -> None:
    ours, theirs = (_read(_nested(), implicit=implicit) for _ in range(2))
    found = list(_pairs(ours, theirs))
    assert len(found) == 3
    assert found[1][0]._pixel_rep == 1
    assert found[1][0]._read_charset == ["UTF8"]


def _item(content: bytes, *, length: int | None = None) -> bytes:
    size = len(content) if length is None else length
    return struct.pack("<HHL", 0xFFFE, 0xE000, size) + content


_PLAIN = struct.pack("<HH2sH", 0x0008, 0x1155, b"UI", 4) + b"1.2\0"


@pytest.mark.parametrize(
    "value",
    [
        _item(_PLAIN)[:-1],
        _item(_PLAIN, length=11),
        _item(_PLAIN, length=0xFFFFFFFF) + struct.pack("<HHL", 0xFFFE, 0xE00D, 0),
        _item(b""),
        _item(_PLAIN) + b"\0\0\0\0",
        _item(struct.pack("<HH2sH", 0x0008, 0x1155, b"zz", 4) + b"1.2\0"),
        _item(struct.pack("<HH2sH", 0x0008, 0x0005, b"CS", 10) + b"ISO_IR 100"),
        _item(struct.pack("<HH2sHL", 0x0008, 0x1140, b"SQ", 0, 0xFFFFFFFF)),
    ],
    ids=["cut", "short", "open", "empty", "rest", "odd VR", "charset", "open inside"],
)
def test_what_is_not_quite_plain_is_left_to_pydicom(value: bytes) -> None:
    found = lean_items(value, implicit=False, little=True, encoding=["ascii"], offset=0)
    assert found is None


def test_a_plain_item_is_read_in_either_byte_order() -> None:
    little = lean_items(_item(_PLAIN), implicit=False, little=True, encoding="ascii", offset=0)
    big = lean_items(
        struct.pack(">HHLHH2sH", 0xFFFE, 0xE000, 12, 0x0008, 0x1155, b"UI", 4) + b"1.2\0",
        implicit=False, little=False, encoding="ascii", offset=0,
    )  # fmt: skip
    assert little is not None
    assert big is not None
    assert little[0].ReferencedSOPInstanceUID == big[0].ReferencedSOPInstanceUID == "1.2"


def test_two_items_share_nothing_that_can_be_changed() -> None:
    found = lean_items(_item(_PLAIN) * 2, implicit=False, little=True, encoding="ascii", offset=0)
    assert found is not None
    one, two = found
    one.PatientName = "Other"
    one._pixel_array_opts["use_pdh"] = True
    one._private_blocks[0x9, "X"] = None  # type: ignore[assignment]
    assert "PatientName" not in two
    assert two._pixel_array_opts == {"use_pdh": False}
    assert two._private_blocks == {}


def test_items_of_a_decoded_sequence_are_its_own() -> None:
    ds = Dataset()
    item = Dataset()
    ds.add(DataElement(0x00081140, "SQ", Sequence([item])))
    inside = items_of(ds, 0x00081140)
    assert inside is not None
    assert inside[0][0] is item
    assert inside[1] is False
