"""No alarm without a reason: clean files, coincidences, and words that name nobody."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import pytest
from patients import INSTANCE, anonymous, as_bytes, element, given, output, setting
from pydicom.dataset import Dataset
from replaced import FILES, TEST_FILES, replaced

from dcmteach.errors import DcmteachError, ReadError
from dcmteach.synth import sample_names, sample_path
from dcmteach.verify import Reread, Scanner, Seeds, leaks, reread, verify

# Files whose names are words of the trade, and stand where the profile lets them stand.
TRUE_ALARMS = {
    "examples_palette.dcm": {"ProcessingFunction"},  # PatientName is OB, this is OB_GENERAL
    "reportsi.dcm": {"ContentSequence"},  # persons are called Last Name, First Name, Enter text
    "reportsi_with_empty_number_tags.dcm": {"ContentSequence"},
}


def _name(path: Path) -> str:
    return str(path.relative_to(TEST_FILES))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_file_of_pydicom_without_what_the_profile_lists_raises_none(path: Path) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = replaced(path)
        seeds = Seeds.of(path)
    except ReadError:
        pytest.skip("no DICOM file that can be read whole")
    except Exception:
        pytest.skip("pydicom cannot write this file")
    found = leaks(seeds, data)
    expected = TRUE_ALARMS.get(path.name, set())
    if path.name.startswith("DICOMDIR") and len(found):
        expected = {"DirectoryRecordSequence"}  # the patient's ID is a folder's name in it
    assert {leak.place.partition("[")[0] for leak in found} == expected
    if not expected and not found.possible:
        assert not Scanner(seeds).suspects(reread(data)), "the quick pass was not enough"


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_against_another_patients_identity_raises_none(name: str) -> None:
    data = sample_path(name).read_bytes()
    # One hospital, one staff, and given names that more than one person has.
    shared = {"institution", "address", "another person's name", "patient name"}
    for other in sample_names():
        if other[:2] != name[:2]:
            assert set(leaks(sample_path(other), data).kinds) <= shared


def named(name: str, **elements: object) -> Dataset:
    ds = given()
    ds.PatientName = name
    for keyword, value in elements.items():
        setattr(ds, keyword, value)
    return ds


def test_a_short_name_counts_as_a_whole_word_of_a_text_only() -> None:
    before = named("Ko^An")
    assert [leak.place for leak in leaks(before, output(setting(ImageComments="Mrs Ko")))] == [
        "ImageComments"
    ]
    assert len(leaks(before, output(setting(ImageComments="Kodak canon")))) == 0
    assert len(leaks(before, output(element(0x00091001, "UN", b"\0Ko\0\x07An\0")))) == 0


def test_a_short_name_equal_to_a_code_is_possible() -> None:
    found = leaks(named("Ct^Mo"), output(setting(ImageComments="")))
    assert len(found) == 0
    assert [leak.place for leak in found.possible] == ["Modality"]
    assert "1 place is merely possible" in str(found)


def test_a_short_word_among_bytes_is_possible() -> None:
    found = leaks(named("Beck^Xu"), output(element(0x00091001, "OB", b"\xf1\x02beck\x90\x01")))
    assert len(found) == 0
    assert [leak.reason for leak in found.possible] == ["a short word among bytes that are no text"]


def test_a_short_number_equal_to_another_number_is_possible() -> None:
    found = leaks(named("Oak", PatientID="1250"), output(setting(ExposureTime="1250")))
    assert len(found) == 0
    assert [leak.place for leak in found.possible] == ["ExposureTime"]


@pytest.mark.parametrize("value", ["0.4711", "4711.5", "-4711.25", "147110"])
def test_digits_inside_a_number_are_nothing(value: str) -> None:
    found = leaks(given(), output(setting(RescaleIntercept=value)))
    assert (len(found), found.possible) == (0, ())


def test_a_number_inside_a_new_uid_is_nothing() -> None:
    out = output(setting(SeriesInstanceUID="2.25.47114711.4711"))
    assert len(leaks(given(), out)) == 0


def test_well_known_uids_are_not_looked_for() -> None:
    assert len(leaks(given(), as_bytes(anonymous()))) == 0


def test_a_maker_that_is_also_the_institution_may_stay() -> None:
    before = named("Oak", InstitutionName="ACME Imaging", Manufacturer="ACME Imaging")
    assert len(leaks(before, output(setting(Manufacturer="ACME Imaging")))) == 0


def test_what_options_retain_is_not_looked_for() -> None:
    def change(ds: Dataset) -> None:
        ds.SOPInstanceUID = INSTANCE
        ds.InstitutionName = "Rosenvold Klinik"

    out = output(change)
    kinds = {leak.kind for leak in leaks(given(), out)}
    assert kinds == {"original UID", "institution"}
    both = ["retain-uids", "retain-institution-identity"]
    assert len(leaks(given(), out, retained=both)) == 0


def test_dates_that_are_kept_may_be_the_birth_date() -> None:
    out = output(setting(StudyDate="19660420"))
    assert [leak.kind for leak in leaks(given(), out)] == ["birth date"]
    found = leaks(given(), out, retained=["retain-full-dates"])
    assert (len(found), len(found.possible)) == (0, 1)


def test_what_the_recipe_writes_on_purpose_is_allowed() -> None:
    out = output(setting(PatientName="Skovlund^Annelise"))
    assert len(leaks(given(), out)) == 1
    assert len(leaks(given(), out, allowed=["Skovlund^Annelise"])) == 0


def test_an_input_that_names_nobody_is_told() -> None:
    assert str(leaks([], output(lambda ds: None))).startswith("Leaks: nothing to look for")


def test_a_word_of_one_letter_is_refused() -> None:
    with pytest.raises(DcmteachError, match=r"needs two characters or more \(got 1\)"):
        leaks(given(), output(lambda ds: None), words=["x"])


def test_one_output_is_verified_in_one_go() -> None:
    before, after = as_bytes(given()), as_bytes(anonymous())
    found = verify(before, after, name="P7Q2XK/1.dcm")
    assert found.passed
    assert found.summary() == {"passed": True, "leaks": [], "possible": 0, "findings": []}
    found = verify(before, after, name="Skovlund/1.dcm")
    assert not found.passed
    assert found.summary()["leaks"] == [{"place": "folder 1 of its path", "kind": "patient name"}]


def test_the_quick_pass_takes_a_time_in_proportion_to_the_bytes() -> None:
    scanner = Scanner(Seeds.of(given()))

    def seconds(size: int) -> float:
        file = reread(output(element(0x00091001, "OB", bytes(range(1, 251)) * (size // 250))))
        times = []
        for _ in range(5):
            start = time.process_time()
            assert not scanner.suspects(file)
            times.append(time.process_time() - start)
        return min(times)

    assert seconds(4_000_000) < 16 * max(seconds(500_000), 1e-4)


def test_a_file_whose_pixels_are_large_costs_no_more() -> None:
    scanner = Scanner(Seeds.of(given()))
    small, large = (
        reread(output(setting(PixelData=bytes(32 * side * side), Rows=4 * side, Columns=4 * side)))
        for side in (1, 1000)
    )
    times = {id(file): min(timed(scanner, file) for _ in range(7)) for file in (small, large)}
    assert times[id(large)] < 5 * times[id(small)] + 1e-4


def timed(scanner: Scanner, file: Reread) -> float:
    start = time.process_time()
    assert not scanner.suspects(file)
    return time.process_time() - start
