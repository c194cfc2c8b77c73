"""Siemens CSA headers are read, searched and written back as they were."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError, PathError, ReadError
from dcmteach.header import csa
from dcmteach.header.csa_layout import lay_out, put_in
from dcmteach.synth.csa import Tag, make_csa

TAGS = [
    Tag("EchoLinePosition", "IS", ["64"]),
    Tag("B_value", "IS", ["1000"]),
    Tag("DiffusionGradientDirection", "FD", ["0.57735027", "-0.57735027", "0.57735027"]),
    Tag("MosaicRefAcqTimes", "FD", [str(number * 62.5) for number in range(9)]),
    Tag("PatientOrientation", "LO", []),
    Tag("Comment", "LT", ["Zoë was here"]),
]

NAMES = st.text(
    st.characters(codec="ascii", min_codepoint=33, max_codepoint=126), min_size=1, max_size=40
)
VALUES = st.lists(
    st.text(st.characters(codec="latin-1", exclude_characters="\0"), max_size=20), max_size=9
)
MANY = st.lists(
    st.tuples(NAMES, st.sampled_from(["IS", "FD", "LO", "UN", "LT"]), VALUES),
    min_size=1,
    max_size=8,
).map(lambda made: [Tag(*parts) for parts in made])


@pytest.fixture(params=[1, 2], ids=["older", "SV10"])
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_tags_are_read_with_their_values(version: int) -> None:
    found = csa(make_csa(TAGS, version=version))
    assert found.version == version
    assert [tag.name for tag in found] == [tag.name for tag in TAGS]
    assert found.get("B_value").values == ("1000",)
    assert found.get("DiffusionGradientDirection").values == (
        "0.57735027",
        "-0.57735027",
        "0.57735027",
    )
    assert len(found.get("MosaicRefAcqTimes").values) == 9
    assert found.get("PatientOrientation").values == ()
    assert found.get("Comment").value == "Zoë was here"
    assert found.get("no such tag") is None


def test_a_header_is_written_as_it_was_read(version: int) -> None:
    data = make_csa(TAGS, version=version, garbage=b"left over") + b"\0" * 6
    assert csa(data).to_bytes() == data


def test_it_is_searched_whatever_the_case_and_the_diacritics(version: int) -> None:
    found = csa(make_csa(TAGS, version=version))
    assert [tag.name for tag in found.search("ZOE")] == ["Comment"]
    assert [tag.name for tag in found.search("b_value")] == ["B_value"]
    assert found.search("nothing of the kind") == []


def test_a_shorter_value_moves_nothing_and_a_longer_one_sets_the_lengths(version: int) -> None:
    data = make_csa(TAGS, version=version)
    header = csa(data)
    shorter = header.with_items({(5, 0): b"Zoe"})
    assert len(shorter.to_bytes()) == len(data)
    assert shorter.get("Comment").value == "Zoe"
    longer = header.with_items({(1, 0): b"1" * 33, (5, 0): b"was here before"})
    assert longer.get("B_value").value == "1" * 33
    assert longer.get("Comment").value == "was here before"
    assert longer.get("MosaicRefAcqTimes") == header.get("MosaicRefAcqTimes")
    assert longer.get("DiffusionGradientDirection") == header.get("DiffusionGradientDirection")


def test_all_numbers_that_repeat_a_length_are_set_anew() -> None:
    data = make_csa([Tag("A", "LO", ["abc"])])
    layout = lay_out(data)
    changed = put_in(data, layout, {(0, 0): b"abcdefgh"})
    start = layout.fields[0].items[0].offset
    assert struct.unpack_from("<4i", changed, start) == (8, 8, 77, 8)


def test_older_headers_that_count_from_the_second_tag_are_read_too() -> None:
    tags = [Tag("A", "LO", []), Tag("B", "LO", ["abc"])]
    found = csa(make_csa(tags, version=1, counted_from=1))
    assert found.layout.reference == 6
    assert found.get("B").value == "abc"
    assert found.with_items({(1, 0): b"abcdefghi"}).get("B").value == "abcdefghi"


def test_an_item_counted_below_nothing_ends_the_items_of_its_tag() -> None:
    data = bytearray(make_csa([Tag("A", "LO", ["x"]), Tag("B", "LO", ["y"])], version=1))
    first, last = lay_out(bytes(data)).fields
    second = first.items[1].offset
    struct.pack_into("<i", data, second, 0)
    cut = bytes(data[: second + 16] + data[last.offset :])
    assert [tag.value for tag in csa(cut)] == ["x", "y"]
    assert csa(cut).to_bytes() == cut


def test_a_data_set_gives_its_two_headers() -> None:
    ds = Dataset()
    block = ds.private_block(0x0029, "SIEMENS MEDCOM HEADER", create=True)
    block.add_new(0x10, "OB", b"no CSA header")
    block = ds.private_block(0x0029, "SIEMENS CSA HEADER", create=True)
    block.add_new(0x10, "OB", make_csa(TAGS))
    block.add_new(0x20, "UN", make_csa(TAGS[:2], version=1))
    assert len(csa(ds)) == len(TAGS)
    assert len(csa(ds, kind="series")) == 2
    assert len(csa(block[0x10])) == len(TAGS)


def test_it_shows_as_a_table_with_untrusted_text_escaped() -> None:
    found = csa(make_csa([Tag("Comment", "LT", ["<b>\x1b[31m"])]))
    assert "<b>" not in found._repr_html_()
    assert "\x1b" not in str(found)
    assert "CSA header (SV10): 1 tag" in str(found)
    assert found.to_records()[0]["value"] == "<b>\x1b[31m"


def test_what_is_missing_is_told_with_the_next_step() -> None:
    with pytest.raises(PathError, match=r"no CSA image header: no element \(0029,xx10\)"):
        csa(Dataset())
    with pytest.raises(PathError, match="kind must be 'image' or 'series' \\(got 'both'\\)"):
        csa(Dataset(), kind="both")
    with pytest.raises(ReadError, match="this value is none"):
        csa(DataElement(0x00291010, "LO", "text"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "too short"),
        (b"SV10" + b"\0" * 100, "begins neither"),
        (b"Doe^Jane, born 1970-03-01", "begins neither"),
        (make_csa(TAGS)[:50], "ends within tag 0"),
        (make_csa(TAGS)[:110], "ends within an item of tag 0"),
    ],
)
def test_what_is_no_csa_header_is_refused_without_its_value(data: bytes, why: str) -> None:
    with pytest.raises(ReadError, match=why) as caught:
        csa(data)
    assert "Jane" not in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(MANY, st.sampled_from([1, 2]))
def test_any_header_is_read_back(tags: list[Tag], version: int) -> None:
    data = make_csa(tags, version=version)
    found = csa(data)
    assert found.to_bytes() == data
    for tag, wanted in zip(found, tags, strict=True):
        assert tag.name == wanted.name
        kept = [str(value) for value in wanted.values]
        assert [value.rstrip() for value in kept][: len(tag.values)] == list(tag.values)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 255), st.sampled_from([1, 2]))
@example(b"SV10\4\3\2\1" + struct.pack("<2I", 4000, 77), 0, 0, 2)
@example(b"", 8, 255, 2)
def test_damaged_headers_are_read_or_refused(data: bytes, at: int, byte: int, version: int) -> None:
    damaged = bytearray(make_csa(TAGS, version=version))
    damaged[at] = byte
    for value in (data, b"SV10\4\3\2\1" + data, bytes(damaged), bytes(damaged[: at + 1])):
        try:
            found = csa(value)
        except DcmteachError:
            continue
        assert found.to_bytes() == value
