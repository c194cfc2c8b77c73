"""The reader of this room and pydicom's find the same elements; each byte is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from patients import SYNTAXES, anonymous, as_bytes
from replaced import FILES, TEST_FILES

from dcmteach.errors import ReadError
from dcmteach.header import read
from dcmteach.header.entry import entries
from dcmteach.verify import reread


def _name(path: Path) -> str:
    return str(path.relative_to(TEST_FILES))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_both_readers_find_the_same_elements(path: Path) -> None:
    try:
        ds = read(path)
    except ReadError:
        pytest.skip("no DICOM file that can be read whole")
    found = reread(path)
    assert not found.problem
    assert sorted(map(found.path, found.parts)) == sorted(entry.path for entry in entries(ds))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_file_stops_it(path: Path) -> None:
    data = path.read_bytes()
    for cut in (0, 1, 131, 140, len(data) // 2, len(data) - 3):
        reread(data[:cut])


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_each_byte_is_in_a_value_a_head_or_a_gap(syntax: str) -> None:
    found = reread(as_bytes(anonymous(SYNTAXES[syntax])))
    assert not found.problem
    position = 132
    for part in found.parts:
        assert 0 <= part.start - position <= 12
        position = part.end
    gap = sum(end - start for kind, start, end in found.gaps if kind != "preamble")
    assert len(found.data) - position <= gap + 1


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"could not be read: No such file"):
        reread(tmp_path / "none.dcm")


def test_pixels_and_their_kind_are_told() -> None:
    native = reread(as_bytes(anonymous()))
    assert native.pixels is not None
    assert not native.encapsulated
    squeezed = reread(next(path for path in FILES if path.name == "JPEG2000.dcm"))
    assert squeezed.encapsulated
