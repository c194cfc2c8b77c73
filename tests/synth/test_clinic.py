"""A research group's folder: the same bytes every time, and a key for everything in it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from pydicom import dcmread

from dcmteach.synth import answer_key, sample_folder
from dcmteach.synth.clinic import build_clinic


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    """The clinic's folder, drawn into a cache of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DCMTEACH_HOME", str(tmp_path_factory.mktemp("home")))
        yield sample_folder("clinic"), answer_key("clinic")


def data_of(folder: Path, place: str) -> bytes:
    """The bytes of a file, or of a member of an archive of archives."""
    first, *members = place.split("!")
    data = (folder / first).read_bytes()
    for member in members:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read(member)
    return data


def test_two_drawings_are_the_same_byte_by_byte(clinic, tmp_path):
    folder, key = clinic
    build_clinic(tmp_path)
    again = {p.relative_to(tmp_path / "clinic"): p for p in (tmp_path / "clinic").rglob("*")}
    first = {p.relative_to(folder): p for p in folder.rglob("*")}
    assert again.keys() == first.keys()
    for name, path in first.items():
        assert path.is_dir() or path.read_bytes() == again[name].read_bytes()
    assert json.loads((tmp_path / "clinic.json").read_text(encoding="utf-8")) == key
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 5_000_000


def test_every_image_is_in_the_key_with_all_that_identifies(clinic):
    folder, key = clinic
    numbers = {person["id"]: person for person in key["people"]}
    assert len(key["files"]) == sum(person["files"] for person in key["people"]) == 32
    nested = [place for place in key["files"] if place.count("!") == 2]
    assert len(nested) == 2
    for place, canaries in key["files"].items():
        ds = dcmread(io.BytesIO(data_of(folder, place)))
        person = numbers[ds.PatientID]
        assert str(ds.PatientName) == person["name"]
        assert place.startswith(person["folder"])
        kinds = {canary["kind"] for canary in canaries}
        assert {"patient name", "patient id", "birth date", "phone"} <= kinds
        assert all(canary["paths"] for canary in canaries)


def test_the_names_are_in_four_scripts_and_in_as_many_character_sets(clinic):
    folder, key = clinic
    sets = {
        tuple(str(dcmread(io.BytesIO(data_of(folder, place))).get("SpecificCharacterSet")).split())
        for place in key["files"]
    }
    assert len(sets) >= 6
    text = "".join(person["name"] for person in key["people"])
    for low, high in (("À", "ſ"), ("α", "ω"), ("а", "я"), ("一", "鿿"), ("ぁ", "ん"), ("가", "힣")):
        assert any(low <= letter <= high for letter in text)


def test_names_hide_in_csa_headers_and_in_private_elements(clinic):
    _, key = clinic
    paths = {
        path
        for canaries in key["files"].values()
        for canary in canaries
        if "name" in canary["kind"]
        for path in canary["paths"]
    }
    assert {"(0029,1110)", "(0029,1120)", "(0099,1001)", "(0099,1002)"} <= paths
    assert {"PatientComments", "ImageComments", "ProtocolName", "StudyDescription"} & paths


def test_the_table_is_as_people_type_tables(clinic):
    folder, key = clinic
    data = (folder / key["table"]["path"]).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    told = key["table"]["rows"]
    assert [row[0] for row in rows[1:]] == [row["name"] for row in told]
    assert sum(row["doubtful"] for row in told) == 1
    assert sum(row["person"] is None for row in told) == 1
    assert len({row["person"] for row in told} - {None}) == len(key["people"]) - 2
    cells = [cell for row in rows for cell in row]
    assert "=1+1" in cells
    assert any("\n" in cell for cell in cells)
    assert all(any(c["value"] in cell for cell in cells) for c in key["table"]["canaries"])


def test_what_is_no_image_is_listed(clinic):
    folder, key = clinic
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    images = {place.partition("!")[0] for place in key["files"]}
    assert found - images == set(key["others"])
    assert {Path(name).suffix for name in key["others"]} >= {".pdf", ".xlsx", ".csv", ".txt"}
    for name in key["names"]:
        assert name["value"] in name["path"]
        assert (folder / name["path"]).exists()


def test_the_stray_workbook_is_one(clinic):
    openpyxl = pytest.importorskip("openpyxl")
    folder, _ = clinic
    sheet = openpyxl.load_workbook(folder / "scores.xlsx").active
    assert [cell.value for cell in next(sheet.rows)] == ["who", "score"]
