"""What verification gathers from its own reading of a file is all that pydicom's shows, or more."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from patients import INSTANCE, STUDY, SYNTAXES, as_bytes, element, given, item, nested
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from replaced import FILES, TEST_FILES

from dcmteach.errors import ReadError
from dcmteach.header import read
from dcmteach.synth import sample_names, sample_path
from dcmteach.verify import Seeds, reread
from dcmteach.verify.given import whole


def words(seeds: Seeds) -> set[str]:
    return {needle.text for needle in seeds.words.needles}


def _name(path: Path) -> str:
    return str(path.relative_to(TEST_FILES))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_in_the_files_of_pydicom_nothing_is_overlooked(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ds = read(path)
        except ReadError:
            pytest.skip("no DICOM file that can be read whole")
        theirs, file = Seeds.of(ds), reread(path)
    if not whole(file, ds._dict):
        pytest.skip("not read to its end: then both readers count")
    ours = Seeds.of(file)
    assert words(theirs) <= words(ours)
    assert theirs.uids <= ours.uids


@pytest.mark.parametrize("name", sample_names())
def test_in_the_samples_both_readers_find_the_same(name: str) -> None:
    path = sample_path(name)
    theirs, ours = Seeds.of(path), Seeds.of(reread(path))
    assert (words(ours), ours.uids) == (words(theirs), theirs.uids)
    assert ours.encodings == theirs.encodings


PLACES = {
    "in an item": nested("RequestAttributesSequence", PatientName="Zwaardvis^Odile"),
    "three levels down": nested(
        "ContentSequence", "ContentSequence", "ContentSequence", PersonName="Zwaardvis^Odile"
    ),
    "in a private element": element(0x00091001, "PN", "Zwaardvis^Odile"),
    "in a private sequence": element(
        0x00091004, "SQ", Sequence([item(PatientName="Zwaardvis^Odile")])
    ),
    "as bytes": element(0x00100010, "OB", b"Zwaardvis^Odile "),
    "as unknown": element(0x00101001, "UN", b"Zwaardvis^Odile "),
}


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("place", PLACES)
def test_a_name_is_gathered_wherever_it_stands(place: str, syntax: str) -> None:
    ds = given()
    ds.file_meta.TransferSyntaxUID = SYNTAXES[syntax]
    PLACES[place](ds)
    data = as_bytes(ds)
    if "private element" in place and syntax == "implicit little endian":
        pytest.skip("nobody can know that this is a name")
    seeds = Seeds.of(reread(data))
    assert {"zwaardvis", "odile"} <= words(seeds)
    assert {STUDY, INSTANCE} <= seeds.uids


def test_a_private_name_is_known_by_its_creator_in_implicit_files() -> None:
    ds = given()
    ds.file_meta.TransferSyntaxUID = SYNTAXES["implicit little endian"]
    ds.add_new(0x00190010, "LO", "PHILIPS-MR/LAST")
    ds.add_new(0x00191001, "UI", "2.25.770011223344")
    theirs, ours = Seeds.of(as_bytes(ds)), Seeds.of(reread(as_bytes(ds)))
    assert words(theirs) <= words(ours)
    assert theirs.uids <= ours.uids
    assert "2.25.770011223344" in ours.uids


def test_a_file_that_was_not_read_to_its_end_is_not_whole() -> None:
    data = as_bytes(given())
    ds = Dataset()
    ds.PatientName = "Skovlund"
    assert whole(reread(data), ds._dict)
    assert not whole(reread(data + b"\7\7\7"), ds._dict)
    assert not whole(reread(data[:-3]), ds._dict)
    ds.add_new(0x00091001, "PN", "Skovlund")
    assert not whole(reread(data), ds._dict)
