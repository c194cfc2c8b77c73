"""Table E.1-1: rows, codes, options, and the rows that stand for many attributes."""

from __future__ import annotations

import pytest

from dcmteach.errors import DcmteachError, PathError
from dcmteach.standard import profile


def test_the_table_has_656_rows_of_edition_2026c():
    rows = list(profile.rows())
    assert len(rows) == 656
    assert len({row.tag for row in rows}) == 656
    assert profile.EDITION == "2026c"


def test_every_code_is_explained_and_every_explanation_used():
    rows = list(profile.rows())
    used = {row.basic for row in rows} | {c for row in rows for c in row.options.values()}
    assert used == set(profile.ACTIONS)


@pytest.mark.parametrize(
    "spelling",
    ["PatientName", 0x00100010, (0x0010, 0x0010), "00100010", "(0010,0010)", "0x00100010"],
)
def test_a_tag_is_found_however_it_is_written(spelling):
    assert profile.action(spelling) == "Z"
    assert profile.row(spelling).keyword == "PatientName"


@pytest.mark.parametrize(
    ("keyword", "code"),
    [
        ("PatientBirthDate", "Z"),
        ("PatientAge", "X"),
        ("SOPInstanceUID", "U"),
        ("InstitutionName", "X/Z/D"),
        ("SeriesDate", "X/D"),
        ("AcquisitionDate", "X/Z"),
        ("ContentDate", "Z/D"),
        ("SourceImageSequence", "X/Z/U*"),
        ("DeviceSerialNumber", "X/Z/D"),
        ("ContentCreatorName", "Z/D"),
        ("Rows", None),
        ("PixelData", None),
    ],
)
def test_known_attributes_have_the_codes_of_the_standard(keyword, code):
    assert profile.action(keyword) == code


@pytest.mark.parametrize("group", [0x5000, 0x5002, 0x501E, 0x50FE])
def test_the_curve_row_covers_every_element_of_every_even_curve_group(group):
    assert profile.action((group, 0x3000)) == "X"
    assert profile.action((group, 0x0010)) == "X"
    assert profile.row((group, 0x0010)).tag == "50xxxxxx"


def test_overlay_rows_cover_all_repeats_but_only_their_own_elements():
    for group in (0x6000, 0x6002, 0x601E):
        assert profile.action((group, 0x3000)) == "X"
        assert profile.action((group, 0x4000)) == "X"
        assert profile.action((group, 0x0010)) is None
    assert profile.action("60xx3000", options=["clean-graphics"]) == "C"


@pytest.mark.parametrize("tag", [0x00090010, (0x01F1, 0x1026), (0x5001, 0x3000), (0x6001, 0x3000)])
def test_the_private_row_covers_every_odd_group_even_beside_repeating_groups(tag):
    assert profile.row(tag).tag == "private"
    assert profile.action(tag) == "X"
    assert profile.action(tag, options=["retain-safe-private"]) == "C"


def test_an_option_stands_in_place_of_the_basic_code():
    assert profile.action("PatientAge", options=["retain-patient-characteristics"]) == "K"
    assert profile.action("SOPInstanceUID", options=("retain-uids",)) == "K"
    assert profile.action("StudyDate", options={"retain-modified-dates"}) == "C"
    assert profile.action("PatientName", options=profile.OPTIONS[:5]) == "Z"
    assert profile.action("Rows", options=["retain-uids"]) is None


def test_cleaning_wins_over_keeping():
    options = ["retain-device-identity", "retain-modified-dates"]
    assert profile.action("DateOfLastCalibration", options=options[:1]) == "K"
    assert profile.action("DateOfLastCalibration", options=options) == "C"


def test_an_unknown_option_is_refused_with_the_ten():
    with pytest.raises(DcmteachError, match="'retain-dates' is not an option") as caught:
        profile.action("PatientName", options=["retain-dates"])
    for option in profile.OPTIONS:
        assert option in str(caught.value)
    with pytest.raises(DcmteachError, match="not an option"):
        profile.action("Rows", options=["retain-dates"])


def test_full_and_modified_dates_exclude_each_other():
    with pytest.raises(DcmteachError, match=r"exclude each other \(PS3\.15 E\.3\.6\)"):
        profile.action("StudyDate", options=["retain-full-dates", "retain-modified-dates"])


def test_a_single_option_may_be_given_as_text():
    assert profile.check_options("retain-uids") == {"retain-uids"}


def test_a_misspelt_keyword_is_an_error_and_not_silently_kept():
    with pytest.raises(PathError, match="'PatientNmae' is neither a tag nor a keyword"):
        profile.action("PatientNmae")


def test_rows_tell_retired_from_current_and_have_their_options_in_order():
    row = profile.row("StudyDate")
    assert not row.retired
    assert row.in_std_comp_iod
    assert dict(row.options) == {"retain-full-dates": "K", "retain-modified-dates": "C"}
    assert profile.row("AcquisitionComments").retired
    with pytest.raises(TypeError):
        row.options["retain-uids"] = "K"


def test_a_module_attribute_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="EDITIONS"):
        profile.EDITIONS  # noqa: B018
