"""The raw data of a PET/MR study: sorted into groups, cleaned or refused by name."""

from __future__ import annotations

import random
from pathlib import Path

import pydicom
import pytest

from dcmteach.deid import study_raw
from dcmteach.deid.batch import deidentify
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.study import GROUPS, classify_study
from dcmteach.deid.study_interfile import parse
from dcmteach.deid.study_raw import copy_searched
from dcmteach.errors import ReadError
from dcmteach.header.identity import Identity
from dcmteach.synth import sample
from dcmteach.verify import Seeds

HEADER = """!INTERFILE :=
!imaging modality := PT
%comment := scanned for Dr Winterbourne
!originating system := 2008
patient name := Oakenshaw, Tirion
patient ID := QX-71-5501
patient sex := F
patient DOB := 1961:03:07
%study date (yyyy:mm:dd) := 2019:05:16
!study time (hh:mm:ss) := 10:11:12
institution := St Wilbrord Hospital
%study UID := 1.2.826.0.1.3680043.10.1234.1.0
!name of data file := C:\\scans\\Oakenshaw_sino.s
!number format := signed integer
!number of bytes per pixel := 2
matrix size [1] := 344
matrix size [3] := 837
%data type := sinogram of Oakenshaw
patient orientation := HFS
scale factor (mm/pixel) [1] := 2.0445
"""


@pytest.fixture
def raw(tmp_path: Path, make) -> Path:
    """Lay out a study as a scanner does."""
    folder = tmp_path / "raw"
    folder.mkdir()

    def put(name: str, number: int, **changes: object) -> None:
        make(number, **changes).save_as(folder / name)

    put("lm.dcm", 0, ImageType=["ORIGINAL", "PRIMARY", "PET_LISTMODE"], Modality="PT")
    (folder / "lm.bf").write_bytes(bytes(range(256)) * 64)
    put("norm.dcm", 3, ImageType=["ORIGINAL", "PRIMARY", "PET_NORM"], Modality="PT")
    (folder / "norm.bf").write_bytes(b"\1\2\3" * 999)
    kind = ["ORIGINAL", "PRIMARY", "PET_EM_SINO"]
    put("sino.dcm", 6, ImageType=kind, Modality="PT", IssuerOfPatientID="")
    put("w.dcm", 9, Modality="MR", SeriesDescription="Head_MRAC_PET_15min_in_W")
    put("u.dcm", 12, Modality="MR", SeriesDescription="Head_MRAC_PET_UTE")
    put("m.dcm", 15, Modality="MR", SeriesDescription="Head_MRAC_PET_UMAP")
    put("t1.dcm", 18, Modality="MR", SeriesDescription="t1_mprage_sag")
    put("ct.dcm", 21)
    tail = folder / "tail.dcm"
    put("tail.dcm", 24, ImageType=["ORIGINAL", "PRIMARY", "PET_LISTMODE"], Modality="PT")
    (folder / "events.ptd").write_bytes(bytes(range(255, -1, -1)) * 50 + tail.read_bytes())
    tail.unlink()
    (folder / "sino.hdr").write_text(HEADER)
    (folder / "Oakenshaw_sino.s").write_bytes(b"\0\1" * 5000)
    (folder / "notes.txt").write_text("Oakenshaw moved at minute 4")
    return folder


def test_every_file_has_its_group(raw):
    study = classify_study(raw)
    found = {group: sorted(path.name for path in files) for group, files in study.items()}
    assert found == {
        "list-mode": ["events.ptd", "lm.bf", "lm.dcm"],
        "norm": ["norm.bf", "norm.dcm"],
        "sinogram": ["Oakenshaw_sino.s", "sino.dcm", "sino.hdr"],
        "mu-map": ["m.dcm"],
        "mu-map water": ["w.dcm"],
        "ute": ["u.dcm"],
        "mr": ["t1.dcm"],
        "ct": ["ct.dcm"],
        "left over": ["notes.txt"],
    }
    assert set(study) <= set(GROUPS)
    assert "list-mode" in str(study)
    assert "<table>" in study._repr_html_()


def test_a_study_goes_through_as_a_source(raw, tmp_path, key):
    report = deidentify(classify_study(raw), tmp_path / "out", secrets=key, pixels="accept")
    left = {Path(row.source).name: (row.status, row.reason) for row in report}
    assert left["notes.txt"][0] == "other file"
    assert set(left) == {"notes.txt"}
    assert report.written == 13
    groups = {name.split("/")[1] for name in report.outputs}
    assert {"list-mode", "norm", "sinogram", "mu-map", "mu-map-water", "ute"} <= groups


def test_raw_data_lie_beside_their_header_unchanged(raw, tmp_path, key):
    out = tmp_path / "out"
    report = deidentify([raw / "lm.dcm", raw / "lm.bf"], out, secrets=key, pixels="accept")
    header, data = sorted(report.outputs, key=lambda name: name.endswith(".bf"))
    assert data == header.removesuffix(".dcm") + ".bf"
    assert (out / data).read_bytes() == (raw / "lm.bf").read_bytes()


def test_raw_data_with_the_name_in_them_are_refused(raw, tmp_path, key):
    (raw / "lm.bf").write_bytes(bytes(9000) + "Oakenshaw".encode("utf-16-le") + bytes(99))
    report = deidentify(raw / "lm.bf", tmp_path / "out", secrets=key)
    assert "an identifier of the patient's stands in its raw data" in report.refused[0].reason
    assert not (tmp_path / "out").exists()


def test_raw_data_whose_header_is_refused_are_refused_with_it(raw, tmp_path, key):
    ds = pydicom.dcmread(raw / "lm.dcm")
    ds.SOPClassUID = "1.3.12.2.1107.5.9.1"
    ds.save_as(raw / "lm.dcm")
    report = deidentify(raw / "lm.bf", tmp_path / "out", secrets=key)
    assert report.refused[0].reason.startswith("its header, the DICOM file beside it, is refused")


def test_raw_data_without_a_header_are_refused(tmp_path, key):
    (tmp_path / "alone.bf").write_bytes(bytes(range(1, 200)) * 9)
    (tmp_path / "alone.ptd").write_bytes(bytes(range(1, 200)) * 9)
    report = deidentify(
        [tmp_path / "alone.bf", tmp_path / "alone.ptd"], tmp_path / "out", secrets=key
    )
    assert len(report.refused) == 2
    assert "no DICOM part at its end" in report.refused[1].reason


def test_the_dicom_part_at_the_end_is_de_identified_and_the_events_stay(raw, tmp_path, key):
    out = tmp_path / "out"
    report = deidentify(raw / "events.ptd", out, secrets=key, pixels="accept")
    (name,) = report.outputs
    assert name.endswith(".ptd")
    data = (out / name).read_bytes()
    events = bytes(range(255, -1, -1)) * 50
    assert data.startswith(events)
    assert b"Oakenshaw" not in data
    (tmp_path / "tail.dcm").write_bytes(data[len(events) :])
    assert pydicom.dcmread(tmp_path / "tail.dcm").PatientIdentityRemoved == "YES"


def test_an_interfile_header_is_cleaned_line_by_line(raw, tmp_path, key):
    (raw / "Oakenshaw_sino.s").rename(raw / "kept.s")
    (raw / "sino.hdr").write_text(HEADER.replace("C:\\scans\\Oakenshaw_sino.s", "kept.s"))
    out = tmp_path / "out"
    header = deidentify([raw / "sino.hdr", raw / "sino.dcm"], out, secrets=key, pixels="accept")
    name = next(name for name in header.outputs if name.endswith(".hdr"))
    text = (out / name).read_text()
    lowered = text.lower()
    for word in ("oakenshaw", "tirion", "winterbourne", "5501", "1961", "2019", "wilbrord", "1234"):
        assert word not in lowered
    assert "matrix size [1] := 344\n" in text
    assert "scale factor (mm/pixel) [1] := 2.0445\n" in text
    assert "patient orientation := HFS\n" in text
    assert "!number format := signed integer\n" in text
    pseudonym = next(n for n in header.outputs if n.endswith(".dcm")).split("/")[0]
    assert f"patient name := {pseudonym}\n" in text
    assert name.startswith(f"{pseudonym}/sinogram/")
    assert f"!name of data file := {Path(name).stem}.s\n" in text


def test_the_data_file_goes_with_its_header(raw, tmp_path, key):
    (raw / "Oakenshaw_sino.s").rename(raw / "sino.s")
    (raw / "sino.hdr").write_text(HEADER.replace("C:\\scans\\Oakenshaw_sino.s", "sino.s"))
    out = tmp_path / "out"
    report = deidentify([raw / "sino.hdr", raw / "sino.s"], out, secrets=key)
    one, two = report.outputs
    assert Path(one).stem == Path(two).stem
    assert (out / two).read_bytes() == b"\0\1" * 5000


def test_a_header_without_its_data_is_refused(raw, tmp_path, key):
    (raw / "Oakenshaw_sino.s").unlink()
    report = deidentify(raw / "sino.hdr", tmp_path / "out", secrets=key)
    assert "its data file is not beside it" in report.refused[0].reason


def test_dates_in_a_header_follow_the_recipe(key):
    header = parse(HEADER.encode())
    kept = header.cleaned(Recipe.load("basic+retain-full-dates"), key, "x.s")
    assert "%study date (yyyy:mm:dd) := 2019:05:16\n" in kept
    shifted = header.cleaned(Recipe.load("basic+retain-modified-dates"), key, "x.s")
    assert "2019:05:16" not in shifted
    assert "%study date (yyyy:mm:dd) := 20" in shifted


def test_a_study_that_is_no_folder_is_said(tmp_path):
    with pytest.raises(ReadError, match="There is no folder 'nothing'"):
        classify_study(tmp_path / "nothing")


NAME = "Mossgåhüpfer"


@pytest.mark.parametrize("codec", ["utf-8", "latin_1", "utf-16-le", "utf-16-be", "iso8859_10"])
@pytest.mark.parametrize(
    "form", [NAME, NAME.upper(), NAME.lower(), "Mossgaahuepfer", "mossGahupfer"]
)
@pytest.mark.parametrize("charset", ["ISO_IR 100", "ISO_IR 192"])
def test_a_name_with_accents_is_found_in_raw_data_however_it_is_written(
    raw, tmp_path, key, codec, form, charset
):
    ds = pydicom.dcmread(raw / "lm.dcm")
    ds.SpecificCharacterSet, ds.PatientName = charset, f"{NAME}^Tirion"
    ds.save_as(raw / "lm.dcm")
    noise = random.Random(7).randbytes(3001)
    (raw / "lm.bf").write_bytes(noise + form.encode(codec) + noise)
    report = deidentify(raw / "lm.bf", tmp_path / "out", secrets=key)
    assert "an identifier of the patient's stands in its raw data" in report.refused[0].reason


@pytest.mark.parametrize("codec", ["utf-8", "latin_1", "utf-16-le"])
@pytest.mark.parametrize("before", [1, 2, 3, 7, 12])
def test_a_name_with_accents_across_two_blocks_is_found(tmp_path, codec, before):
    data = bytes(1) * (study_raw._BLOCK - before) + NAME.encode(codec) + bytes(999)
    (tmp_path / "data").write_bytes(data)
    seeds = Seeds.of(Identity([("patient name", f"{NAME}^Tirion")]))
    assert copy_searched(tmp_path / "data", None, seeds)[2] == "an identifier"


def test_dates_and_original_uids_in_raw_data_are_found_in_utf_16_as_well(tmp_path):
    ds = sample("ct_thorax")
    seeds = Seeds.of(ds)
    for text, found in (
        (ds.StudyInstanceUID, "an original UID"),
        (f"{ds.StudyDate[:4]}-{ds.StudyDate[4:6]}-{ds.StudyDate[6:]}", "an identifier"),
        (ds.PatientID, "an identifier"),
    ):
        for codec in ("ascii", "utf-16-le"):
            (tmp_path / "data").write_bytes(b"\7\3" * 99 + text.encode(codec) + b"\3\7" * 99)
            assert copy_searched(tmp_path / "data", None, seeds)[2] == found


def test_chance_writes_no_name_with_accents(tmp_path):
    seeds = Seeds.of(Identity([("patient name", "Aaiaoo^Maria"), ("patient ID", "QX715501")]))
    (tmp_path / "data").write_bytes(random.Random(3).randbytes(1 << 22))
    assert copy_searched(tmp_path / "data", None, seeds)[1:] == (1 << 22, "")


def pseudonyms(folder: Path) -> set[str]:
    return {name.relative_to(folder).parts[0] for name in folder.rglob("*") if name.is_file()}


@pytest.mark.parametrize("number", ["QX-71-5501", "  qx-71-5501 "])
def test_a_text_header_gets_the_pseudonym_of_the_dicom_files_beside_it(raw, tmp_path, key, number):
    ds = pydicom.dcmread(raw / "sino.dcm")
    ds.IssuerOfPatientID = "St Wilbrord"
    ds.save_as(raw / "sino.dcm")
    for other in raw.glob("*.dcm"):
        if other.name != "sino.dcm":
            other.unlink()
    (raw / "sino.hdr").write_text(HEADER.replace("QX-71-5501", number))
    out = tmp_path / "out"
    report = deidentify(raw, out, secrets=key, pixels="accept")
    assert {Path(name).suffix for name in report.outputs} >= {".hdr", ".s", ".dcm"}
    assert len(pseudonyms(out)) == 2  # the .ptd has no issuer
    (text,) = (path.read_text() for path in out.rglob("*.hdr"))
    (made,) = (pydicom.dcmread(path) for path in out.rglob("*.dcm"))
    assert f"patient ID := {made.PatientID}" in " ".join(text.split())


def test_a_text_header_without_a_number_is_known_by_its_name(raw, tmp_path, key):
    (raw / "sino.hdr").write_text(HEADER.replace("patient ID := QX-71-5501\n", ""))
    for other in raw.glob("*.dcm"):
        if other.name != "sino.dcm":
            other.unlink()
    files = [raw / "sino.hdr", raw / "sino.dcm"]
    deidentify(files, tmp_path / "out", secrets=key, pixels="accept")
    assert len(pseudonyms(tmp_path / "out")) == 1


def test_a_number_that_two_hospitals_gave_leaves_the_header_to_itself(raw, tmp_path, key):
    for name, issuer in (("sino.dcm", "St Wilbrord"), ("norm.dcm", "Harbour Clinic")):
        ds = pydicom.dcmread(raw / name)
        ds.IssuerOfPatientID = issuer
        ds.save_as(raw / name)
    files = [raw / "sino.hdr", raw / "sino.dcm", raw / "norm.dcm"]
    deidentify(files, tmp_path / "out", secrets=key, pixels="accept")
    assert len(pseudonyms(tmp_path / "out")) == 3
