"""Whatever pydicom brings along as a file: every element has an answer, and never an exception."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError

from dcmteach.standard import iod, profile

FOLDER = Path(pydicom.__file__).parent / "data" / "test_files"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.dcm"))


def walk(ds: Dataset, above: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    for element in ds:
        path = (*above, int(element.tag))
        yield path
        if element.VR == "SQ":
            for item in element.value:
                yield from walk(item, path)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", FILES)
def test_every_element_of_every_readable_file_has_an_answer(name):
    try:
        ds = pydicom.dcmread(FOLDER / name)
        paths = list(walk(ds))
    except (InvalidDicomError, NotImplementedError, AttributeError, ValueError, EOFError, OSError):
        pytest.skip("pydicom does not read this one")
    uid = str(ds.get("SOPClassUID", ""))
    rank = iod.STRICTEST_FIRST.index
    for path in paths:
        loose, strict = iod.type_of(path, uid, ds), iod.type_of(path, uid)
        assert (loose is None) == (strict is None)
        if loose and strict:
            assert rank(loose) >= rank(strict)
        action = profile.action(path[-1])
        assert action is None or action in profile.ACTIONS
        if path[-1] >> 16 & 1:
            assert strict is None
            assert action == "X"


@pytest.mark.filterwarnings("ignore")
def test_a_valid_ct_lacks_no_type_1_element_of_its_mandatory_modules():
    ds = pydicom.dcmread(FOLDER / "CT_small.dcm")
    for element in ds:
        kind = iod.type_of(element.tag, ds.SOPClassUID, ds)
        if kind == "1" and element.VR != "SQ":
            assert str(element.value) != "", element.keyword
