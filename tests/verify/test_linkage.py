"""People of one release are found in another by what both left in, if it is theirs alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from patients import anonymous, as_bytes
from pydicom.uid import generate_uid

from dcmteach.errors import PathError
from dcmteach.verify import Links, linkage


def _release(folder: Path, **people: list[dict[str, Any]]) -> Path:
    """Write files: of each person, one for each set of elements."""
    number = 0
    for who, files in people.items():
        for elements in files:
            number += 1
            ds = anonymous()
            ds.PatientID = ds.PatientName = who
            ds.StudyInstanceUID, ds.SeriesInstanceUID = generate_uid(), generate_uid()
            ds.SOPInstanceUID, ds.FrameOfReferenceUID = generate_uid(), generate_uid()
            for keyword, value in elements.items():
                setattr(ds, keyword, value)
            path = folder / who / f"{number}.dcm"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_bytes(ds))
    return folder


def _linked(links: Links) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(row.a, row.b, row.strength, row.by) for row in links]


def _pixels(first: int) -> dict[str, Any]:
    return {"PixelData": bytes((first + n) % 251 for n in range(128)), "Rows": 8, "Columns": 8}


def test_different_people_are_not_linked(tmp_path: Path) -> None:
    a = _release(tmp_path / "a", A1=[{}], A2=[{}])
    b = _release(tmp_path / "b", B1=[{}], B2=[{}])
    links = linkage(a, b)
    assert not len(links)
    assert links.people == (2, 2)
    assert links.note == "Nothing that only one person of each has is in both."


@pytest.mark.parametrize(
    ("elements", "strength", "by"),
    [
        ({"StudyInstanceUID": "2.25.77"}, "certain", ("UIDs",)),
        ({"FrameOfReferenceUID": "2.25.78"}, "certain", ("UIDs",)),
        (_pixels(3), "certain", ("pixels",)),
        ({"AccessionNumber": "A8206"}, "certain", ("identifiers",)),
        ({"SeriesTime": "101532.25"}, "possible", ("times of day",)),
        ({"StudyDate": "20140311"}, "possible", ("dates",)),
        ({"DeviceSerialNumber": "31415"}, "possible", ("device serial numbers",)),
        (
            {"StudyDate": "20140311", "StudyTime": "101532"},
            "likely",
            ("dates with times", "times of day", "dates"),
        ),
    ],
)
def test_what_both_releases_left_in_links(
    tmp_path: Path, elements: dict[str, Any], strength: str, by: tuple[str, ...]
) -> None:
    a = _release(tmp_path / "a", A1=[elements], A2=[{}])
    b = _release(tmp_path / "b", B1=[{}], B2=[elements])
    assert _linked(linkage(a, b)) == [("A1", "B2", strength, by)]


def test_what_several_people_have_links_nobody(tmp_path: Path) -> None:
    same = {"StudyDate": "20140311", "DeviceSerialNumber": "31415"}
    a = _release(tmp_path / "a", A1=[same], A2=[same])
    b = _release(tmp_path / "b", B1=[same])
    assert not len(linkage(a, b))


def test_a_day_on_one_of_several_devices_links(tmp_path: Path) -> None:
    def on(day: str, device: str) -> dict[str, Any]:
        return {"StudyDate": day, "DeviceSerialNumber": device}

    a = _release(tmp_path / "a", A1=[on("20140311", "1")], A2=[on("20140311", "2")])
    b = _release(tmp_path / "b", B1=[on("20140311", "2")], B2=[on("20150101", "1")])
    found = {(row.a, row.b): row for row in linkage(a, b)}
    assert found["A2", "B1"].strength == "likely"
    assert "dates with the device" in found["A2", "B1"].by


def test_shifted_dates_keep_the_days_between_studies(tmp_path: Path) -> None:
    a = _release(tmp_path / "a", A1=[{"StudyDate": f"201403{d}"} for d in (11, 14, 29)], A2=[{}])
    b = _release(tmp_path / "b", B1=[{"StudyDate": f"201709{d}"} for d in ("02", "05", "20")])
    assert _linked(linkage(a, b)) == [("A1", "B1", "likely", ("days between studies",))]


def test_empty_pictures_and_well_known_uids_link_nobody(tmp_path: Path) -> None:
    blank = {"PixelData": bytes(128), "Rows": 8, "Columns": 8}
    known = {"FrameOfReferenceUID": "1.2.840.10008.1.4.1.1"}
    a = _release(tmp_path / "a", A1=[blank | known])
    b = _release(tmp_path / "b", B1=[blank | known])
    assert not len(linkage(a, b))


def test_the_result_says_what_gave_most_away(tmp_path: Path) -> None:
    a = _release(tmp_path / "a", A1=[_pixels(1)], A2=[_pixels(2)], A3=[{}])
    b = _release(tmp_path / "b", B1=[_pixels(2)], B2=[_pixels(1) | {"StationName": "CT1"}])
    links = linkage(a, b)
    assert (links.linked, links.kinds) == (2, {"pixels": 2})
    assert links.share == pytest.approx(2 / 3)
    assert links.caption == (
        "Linkage: 2 of 3 people of the first release found again among 2 of the second"
    )
    assert "Most tell-tale: pixels (2 of 2)" in str(links)
    assert links.to_records()[0]["by"] == ["pixels"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PathError, match="two folders of DICOM files"):
        linkage(tmp_path, tmp_path / "x")
