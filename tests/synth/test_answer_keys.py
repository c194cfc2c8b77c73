import json
import re
from pathlib import Path

import pytest
from pydicom import dcmread

from dcmteach.standard.path import parse
from dcmteach.synth import answer_key, sample, sample_folder

SMALL = ("ct_thorax", "ecg", "mr_head", "us_cine")
LOOKS_LIKE = {
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    "phone": re.compile(r"\+?\d[\d\s()-]{8,}\d(?![\d.])"),
    "person": re.compile(r"\b[^\W\d_][\w]+\^[^\W\d_]\w+(?:\^\w+)*"),
}


def value_at(ds, path):
    """All that stands at a path, as one text."""
    in_meta, steps = parse(path)
    here = ds.file_meta if in_meta else ds
    for step in steps[:-1]:
        here = here[step.element].value[step.item]
    value = here[steps[-1].element].value
    if isinstance(value, bytes):
        return value.decode("utf-8", "ignore") + "\n" + value.decode("latin-1")
    return str(value)


def every_text(ds):
    """Every value, at any depth, read independently of the room's own walk."""
    for element in [*ds.file_meta, *ds.iterall()]:
        if element.VR == "SQ" or element.keyword in {"PixelData", "WaveformData"}:
            continue
        values = element.value if element.VM > 1 else [element.value]
        for value in values:
            yield element, value.decode("latin-1") if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize("name", SMALL)
def test_every_canary_stands_at_each_of_its_paths(name):
    ds, key = sample(name), answer_key(name)
    assert key["sample"] == name
    for canary in key["canaries"]:
        assert canary["paths"], canary["kind"]
        for path in canary["paths"]:
            assert canary["value"] in value_at(ds, path), path


@pytest.mark.parametrize("name", SMALL)
def test_no_canary_stands_anywhere_else(name):
    ds, key = sample(name), answer_key(name)
    for canary in key["canaries"]:
        if canary["kind"] in {"age", "time"}:
            continue
        leaves = {path.split(".")[-1].split("[")[0] for path in canary["paths"]}
        for element, text in every_text(ds):
            if canary["kind"] in {"date", "uid"}:
                found = canary["value"] == text
            else:
                found = canary["value"] in text
            if found:
                own = element.keyword or f"({element.tag.group:04X},{element.tag.element:04X})"
                assert own in leaves


@pytest.mark.parametrize("name", SMALL)
def test_whatever_looks_like_a_person_a_telephone_number_or_an_e_mail_is_a_canary(name):
    values = [canary["value"] for canary in answer_key(name)["canaries"]]
    seen = 0
    for element, text in every_text(sample(name)):
        if element.VR == "UI":
            continue
        for pattern in LOOKS_LIKE.values():
            for hit in pattern.findall(text):
                assert any(value in hit or hit in value for value in values), hit
                seen += 1
    assert seen >= 3


@pytest.mark.parametrize("name", SMALL)
def test_every_person_name_date_and_instance_uid_is_a_canary(name):
    values = {canary["value"] for canary in answer_key(name)["canaries"]}
    for element, text in every_text(sample(name)):
        telling = element.VR in {"PN", "DA", "DT", "TM"} or text.startswith("2.25.")
        if telling and element.keyword != "ImplementationClassUID":
            assert text in values, element.keyword


@pytest.mark.parametrize("name", SMALL)
def test_contact_data_comes_from_ranges_kept_free_for_fiction(name):
    for canary in answer_key(name)["canaries"]:
        if canary["kind"] == "e-mail":
            assert canary["value"].endswith("@example.org")
        if canary["kind"] == "phone":
            assert re.fullmatch(r"\+1-202-555-01\d\d", canary["value"])


def test_the_chest_ct_hides_the_name_in_technical_private_and_nested_elements():
    places = {
        path
        for canary in answer_key("ct_thorax")["canaries"]
        if canary["kind"] == "patient name"
        for path in canary["paths"]
    }
    assert {"PatientName", "WindowCenterWidthExplanation", "ImageComments", "(00E1,1042)"} < places
    assert any(path.count("[") == 3 for path in places)


def test_names_have_letters_beyond_ascii_in_latin_1_and_in_utf_8():
    assert sample("ct_thorax").SpecificCharacterSet == "ISO_IR 100"
    assert sample("mr_head").SpecificCharacterSet == "ISO_IR 192"
    assert not str(sample("ct_thorax").PatientName).isascii()
    assert any(ord(letter) > 255 for letter in str(sample("mr_head").PatientName))


def test_the_text_in_the_ultrasound_stands_where_the_key_says_in_every_frame():
    pytest.importorskip("numpy")
    frames = sample("us_cine").pixel_array
    lines = answer_key("us_cine")["burned_in"]
    assert lines[0]["text"] == "ASKENAGEL, IGNATIUS"
    for line in lines:
        left, top, right, bottom = line["box"]
        part = frames[:, top:bottom, left:right]
        assert part.shape[1:] == (bottom - top, right - left)
        assert (part.max(axis=(1, 2)) == 230).all()
        assert (part == part[0]).all()


def test_the_cohort_has_an_answer_key_for_each_file_and_for_its_folders(drawn):
    key = json.loads(drawn.with_suffix(".json").read_text(encoding="utf-8"))
    found = {path.relative_to(drawn).as_posix() for path in drawn.rglob("*.dcm")}
    assert set(key["files"]) == found
    assert len(found) == 30
    for path, canaries in key["files"].items():
        ds = dcmread(drawn / path)
        for canary in canaries:
            assert all(canary["value"] in value_at(ds, place) for place in canary["paths"])
    for name in key["names"]:
        assert name["value"].casefold() in name["path"].casefold()
        assert Path(drawn / name["path"]).is_dir()
    assert {name["kind"] for name in key["names"]} == {"patient name", "patient id", "birth date"}


def test_one_patient_keeps_the_same_numbers_over_all_visits(drawn):
    numbers = {}
    for path in drawn.rglob("*.dcm"):
        ds = dcmread(path, stop_before_pixels=True)
        own = (ds.PatientBirthDate, str(ds.PatientName), ds.OtherPatientIDsSequence[0].PatientID)
        numbers.setdefault(ds.PatientID, set()).add(own)
    assert len(numbers) == 4
    assert all(len(own) == 1 for own in numbers.values())


def test_files_of_one_study_agree_on_what_belongs_to_the_study(drawn):
    studies = {}
    for path in drawn.rglob("*.dcm"):
        ds = dcmread(path, stop_before_pixels=True)
        own = (ds.StudyDate, ds.StudyTime, ds.AccessionNumber, ds.StudyID, ds.PatientAge)
        studies.setdefault((ds.PatientID, ds.StudyInstanceUID), set()).add(own)
    assert len(studies) == 8
    assert all(len(own) == 1 for own in studies.values())


def test_no_instance_occurs_twice(drawn):
    files = list(drawn.rglob("*.dcm"))
    assert len({dcmread(path).SOPInstanceUID for path in files}) == len(files)


def test_a_folder_that_there_is_not_is_said():
    with pytest.raises(ValueError, match=r"no folder of samples named 'cohorts'\. Did you"):
        sample_folder("cohorts")
