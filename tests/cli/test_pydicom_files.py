"""Every file that travels with pydicom: shown, judged and edited, or refused in one sentence."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

import jsonschema
import pydicom
import pytest

from dcmteach.cli import main

DATA = Path(pydicom.__file__).parent / "data"
FILES = sorted(
    path.relative_to(DATA).as_posix()
    for path in DATA.rglob("*")
    if path.is_file() and not {"__pycache__", "__init__.py"} & set(path.parts)
)
# What none of the commands can read, and a word of the reason.
REFUSED = {
    "DICOMDIR": "is a DICOMDIR: an index of the files on a disc",
    "rtplan_truncated.dcm": "is truncated: BeamSequence (300A,00B0)",
    "MR_truncated.dcm": "is truncated: PixelData (7FE0,0010)",
    "no_meta.dcm": "is not a DICOM file: 'DICM' does not stand at byte 128",
    "zipMR.gz": "is compressed with gzip",
    "crayons.icc": "is not a DICOM file",
    ".dump": "is a text file",
    ".json": "is a text file (JSON, by its look)",
    ".txt": "is a text file",
    ".md": "is a text file",
    ".py": "is a text file",
    "README": "is a text file",
}
# A data set that does not say what it is cannot be saved as a file that must (PS3.10 7.1).
UNSAVABLE = {"empty_charset_LEI.dcm", "meta_missing_tsyntax.dcm", "nested_priv_SQ.dcm"}


def reason_to_refuse(name: str) -> str | None:
    return next((why for part, why in REFUSED.items() if part in Path(name).name), None)


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    text = (files("dcmteach.cli") / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def test_the_collection_is_there():
    assert len(FILES) > 180
    assert sum(reason_to_refuse(name) is None for name in FILES) > 150


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_shown_judged_and_edited_or_refused_in_one_sentence(name, capsys, tmp_path):
    path, why = DATA / name, reason_to_refuse(name)
    counts = set()
    for command in ("inspect", "classify"):
        code = main([command, str(path), "--json"])
        shown = capsys.readouterr()
        if why is not None:
            assert code == 2
            assert why in shown.err
            assert len(shown.err.splitlines()) == 1
        else:
            assert (code, shown.err) == (0, "")
            document = json.loads(shown.out)
            validator(command).validate(document)
            part = document if command == "inspect" else document["files"][0]
            counts.add(len(part["elements"]))
    assert len(counts) == (1 if why is None else 0), "inspect and classify count differently"

    known = why is None and any(
        element["path"] == "PatientID" for element in part["elements"]
    )  # of the last document
    operation = ["--set", "PatientID=ANON"] if known else ["--add", "PatientComments=ANON"]
    before = path.read_bytes()
    code = main(["edit", str(path), *operation, "--out", str(tmp_path / "new.dcm")])
    shown = capsys.readouterr()
    assert path.read_bytes() == before
    if why is not None or path.name in UNSAVABLE:
        assert code == 2
        assert len(shown.err.splitlines()) == 1
        assert "fault" not in shown.err
        assert list(tmp_path.iterdir()) == []
    else:
        assert code == 0, shown.err
        saved = pydicom.dcmread(tmp_path / "new.dcm")
        assert "ANON" in (saved.get("PatientID"), saved.get("PatientComments"))


def test_a_whole_folder_of_them_is_judged_in_one_run(installed):
    folder = DATA / "test_files"
    ended = installed("classify", folder, "--json")
    assert ended.returncode == 2  # the DICOMDIRs and texts among them were not read, and it says so
    document = json.loads(ended.stdout)
    validator("classify").validate(document)
    assert len(document["files"]) > 120
    assert {Path(entry["file"]).name for entry in document["unread"]} >= {"DICOMDIR", "zipMR.gz"}
    assert len(ended.stderr.splitlines()) == len(document["unread"])
    assert "Traceback" not in ended.stderr
    assert "fault" not in ended.stderr
