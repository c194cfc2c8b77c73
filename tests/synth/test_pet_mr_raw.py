"""The raw PET/MR study: every canary where its key says, and the groups there are."""

import io
import re

import pytest
from pydicom import dcmread

from dcmteach.deid import classify_study
from dcmteach.synth import answer_key, sample_folder
from tests.synth.test_answer_keys import every_text, value_at


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DCMTEACH_HOME", str(tmp_path_factory.mktemp("home")))
        yield sample_folder("pet_mr_raw"), answer_key("pet_mr_raw")


def dataset(path):
    """Read a DICOM file, or the DICOM part at the end of one."""
    data = path.read_bytes()
    start = data.rfind(b"DICM\x02\x00")
    return dcmread(io.BytesIO(data[start - 128 :])) if start >= 128 else None


def test_every_file_has_an_entry_and_a_group(study):
    folder, key = study
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(key["files"]) == found
    assert sorted(path for files in key["groups"].values() for path in files) == sorted(found)


def test_the_groups_are_those_that_the_library_finds(study):
    folder, key = study
    groups = classify_study(folder)
    names = {
        group: sorted(path.relative_to(folder).as_posix() for path in files)
        for group, files in groups.items()
    }
    assert names == {group: sorted(files) for group, files in key["groups"].items()}


def test_every_canary_stands_where_the_key_says(study):
    folder, key = study
    seen = 0
    for path, canaries in key["files"].items():
        ds = dataset(folder / path)
        data = (folder / path).read_bytes()
        for canary in canaries:
            for place in canary["paths"]:
                kind, _, number = place.partition(" ")
                if kind == "line":
                    assert canary["value"] in data.decode().splitlines()[int(number) - 1]
                elif kind == "byte":
                    assert data[int(number) :].startswith(canary["value"].encode("utf-16-le"))
                else:
                    assert canary["value"] in value_at(ds, place), (path, place)
                seen += 1
    assert seen > 200
    for name in key["names"]:
        assert name["value"] in name["path"]


def test_whatever_looks_like_a_person_is_a_canary(study):
    folder, key = study
    values = {canary["value"] for canaries in key["files"].values() for canary in canaries}
    for path in folder.rglob("*.dcm"):
        for element, text in every_text(dcmread(path)):
            if element.VR == "PN" or re.fullmatch(r"\S+@\S+", text):
                assert text in values


def test_numbers_without_a_remark_hold_no_canary(study):
    folder, key = study
    values = {c["value"] for canaries in key["files"].values() for c in canaries}
    words = [value for value in values if len(value) > 4]
    for path in folder.rglob("*.bf"):
        if path.name != "PHYSIO-03.bf":
            data = path.read_bytes()
            assert not any(word.encode() in data for word in words)
