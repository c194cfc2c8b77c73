from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file

from dcmteach import ReadError, classify
from dcmteach.header import read, table, walk

BUNDLED = (
    "CT_small.dcm",
    "MR_small_bigendian.dcm",
    "MR_small_implicit.dcm",
    "JPEG2000.dcm",
    "image_dfl.dcm",
    "rtplan.dcm",
    "test-SR.dcm",
    "nested_priv_SQ.dcm",
    "UN_sequence.dcm",
    "no_meta_group_length.dcm",
    "ExplVR_BigEndNoMeta.dcm",
)


def test_missing_pixel_data_are_counted(saved: Path) -> None:
    whole = saved.read_bytes()
    saved.write_bytes(whole[:-3])
    with pytest.raises(ReadError) as caught:
        read(saved)
    assert str(caught.value) == (
        "'one.dcm' is truncated: PixelData (7FE0,0010) should hold 4 bytes, and the last 3 of "
        f"them are missing (the file ends at byte {len(whole) - 3}). "
        "Fetch the file again from its source."
    )


def test_missing_pixel_data_are_counted_when_they_are_left_in_the_file(tmp_path: Path) -> None:
    whole = Path(get_testdata_file("examples_overlay.dcm", download=False)).read_bytes()
    (tmp_path / "cut.dcm").write_bytes(whole[:-100])
    with pytest.raises(ReadError, match="the last 100 of them are missing"):
        read(tmp_path / "cut.dcm", defer_pixels=True)


def test_a_file_that_ends_in_an_element_head_says_so(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes() + b"\xe0\x7f\x11")
    with pytest.raises(ReadError, match=r"3 bytes are left after byte .*, and 8 are needed"):
        read(saved)


def test_a_file_that_ends_after_its_file_meta_says_so(saved: Path) -> None:
    whole = saved.read_bytes()
    length = 132 + 12 + int.from_bytes(whole[140:144], "little")
    saved.write_bytes(whole[:length])
    with pytest.raises(ReadError, match="ends after its file meta information"):
        read(saved)


def test_encapsulated_pixel_data_without_their_end_are_refused(tmp_path: Path) -> None:
    whole = Path(get_testdata_file("JPEG2000.dcm", download=False)).read_bytes()
    (tmp_path / "cut.dcm").write_bytes(whole[:-20])
    with pytest.raises(ReadError, match=r"truncated or damaged in PixelData \(7FE0,0010\)"):
        read(tmp_path / "cut.dcm")


@pytest.mark.parametrize("name", BUNDLED)
def test_a_file_cut_anywhere_is_refused_or_read_up_to_a_whole_element(
    name: str, tmp_path: Path
) -> None:
    whole = Path(get_testdata_file(name, download=False)).read_bytes()
    path = tmp_path / "cut.dcm"
    step = max(1, len(whole) // 60)
    refused = 0
    for length in [*range(1, len(whole), step), len(whole) - 1, len(whole) - 2]:
        path.write_bytes(whole[:length])
        try:
            ds = read(path)
        except ReadError:
            refused += 1
        else:
            table(ds).to_records()
    assert refused > min(30, len(whole) // 20)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(position=st.integers(132, 9000), noise=st.binary(min_size=1, max_size=6))
def test_a_damaged_file_is_refused_or_read_and_never_breaks_anything_above(
    tmp_path: Path, position: int, noise: bytes
) -> None:
    whole = bytearray(Path(get_testdata_file("CT_small.dcm", download=False)).read_bytes())
    whole[position : position + len(noise)] = noise
    path = tmp_path / "damaged.dcm"
    path.write_bytes(whole)
    try:
        ds = read(path)
    except ReadError:
        return
    assert len(classify(ds)) == len(table(ds))


@pytest.mark.parametrize("undefined", [True, False])
@pytest.mark.parametrize("depth", [30, 250, 3000])
def test_endless_sequences_are_refused_by_whoever_enters_them(
    tmp_path: Path, depth: int, undefined: bool
) -> None:
    meta = b"\2\0\x10\0UI\x14\x001.2.840.10008.1.2.1\0"
    head = b"\x08\0\x15\x11SQ\0\0"  # Referenced Series Sequence
    item = b"\xfe\xff\0\xe0"
    body = b""
    for _ in range(depth):
        if undefined:
            ends = b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"
            body = head + b"\xff" * 4 + item + b"\xff" * 4 + body + ends
        else:
            inner = item + len(body).to_bytes(4, "little") + body
            body = head + len(inner).to_bytes(4, "little") + inner
    path = tmp_path / "deep.dcm"
    path.write_bytes(bytes(128) + b"DICM" + meta + body)
    if depth == 30:
        assert len(classify(read(path))) == 31
        return
    with pytest.raises(ReadError, match=r"truncated or damaged|more than 200 deep"):
        classify(read(path))
    with pytest.raises(ReadError, match=r"truncated or damaged|more than 200 deep"):
        list(walk(read(path)))
