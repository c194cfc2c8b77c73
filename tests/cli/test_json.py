"""`--json`: JSON alone on stdout, in the form that its schema documents."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pydicom
import pytest
from pydicom.data import get_testdata_file

SCHEMAS = files("dcmteach.cli") / "schemas"
NAMES = (
    "inspect",
    "classify",
    "diff",
    "plan",
    "deidentify",
    "doctor",
    "verify",
    "find-text",
    "export",
    "face",
    "deface",
    "pseudonymise",
    "mapping",
)


def schema(name: str) -> dict[str, object]:
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def parsed(text: str, name: str) -> dict[str, object]:
    document = json.loads(text)
    jsonschema.Draft202012Validator(schema(name)).validate(document)
    return document


def objects(node: object) -> list[dict[str, object]]:
    if isinstance(node, dict):
        here = [node] if node.get("type") == "object" else []
        return here + [found for value in node.values() for found in objects(value)]
    if isinstance(node, list):
        return [found for value in node for found in objects(value)]
    return []


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_and_allows_nothing_that_it_does_not_describe(name):
    document = schema(name)
    jsonschema.Draft202012Validator.check_schema(document)
    for one in objects(document):
        assert one["additionalProperties"] is False
        assert one["description"]
        for key, field in one["properties"].items():
            assert "description" in field or "$ref" in field, f"{name}: {key} is not described"


def test_there_is_a_schema_for_each_command_that_writes_json_and_no_other():
    assert sorted(entry.name for entry in SCHEMAS.iterdir()) == sorted(f"{n}.json" for n in NAMES)


@pytest.mark.parametrize("name", ["CT_small.dcm", "nested_priv_SQ.dcm", "MR_small.dcm"])
def test_inspect_gives_every_element(run, name):
    path = get_testdata_file(name, download=False)
    ended = run("inspect", path, "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    document = parsed(ended.stdout, "inspect")
    assert document["find"] is None
    ds = pydicom.dcmread(path)
    assert len(document["elements"]) == len(ds.file_meta) + sum(1 for _ in ds.iterall())


def test_inspect_find_gives_the_matches(run, ct):
    ended = run("inspect", ct, "--find", "physician", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    document = parsed(ended.stdout, "inspect")
    assert document["find"] == "physician"
    assert "elements" not in document
    assert any(match["keyword"] == "ReferringPhysicianName" for match in document["matches"])


def test_finding_nothing_is_an_empty_list_and_no_error(run, ct):
    ended = run("inspect", ct, "--find", "there is no such text", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert parsed(ended.stdout, "inspect")["matches"] == []


def test_classify_of_one_file_has_no_survey(run, ct):
    ended = run("classify", ct, "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    document = parsed(ended.stdout, "classify")
    assert document["survey"] is None
    assert document["unread"] == []
    (file,) = document["files"]
    verdicts = {element["path"]: element["verdict"] for element in file["elements"]}
    assert verdicts["PatientName"] == "unsafe"


def test_classify_of_a_folder_names_what_it_could_not_read_and_judges_the_rest(run, ct, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a.dcm", "b.dcm"):
        (folder / name).write_bytes(ct.read_bytes())
    (folder / "notes.txt").write_text("not an image")
    ended = run("classify", folder, "missing.dcm", "--json")
    assert ended.returncode == 2
    document = parsed(ended.stdout, "classify")
    assert [file["file"] for file in document["files"]] == [
        str(folder / "a.dcm"),
        str(folder / "b.dcm"),
    ]
    assert document["survey"]
    assert [entry["file"] for entry in document["unread"]] == [
        str(folder / "notes.txt"),
        "missing.dcm",
    ]
    assert all(line.startswith("dcmteach: ") for line in ended.stderr.splitlines())


def test_diff_gives_the_differences(run, ct):
    assert run("edit", ct, "--set", "PatientName=A^B", "--out", "new.dcm").returncode == 0
    ended = run("diff", ct, "new.dcm", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    document = parsed(ended.stdout, "diff")
    changes = {entry["path"]: entry["change"] for entry in document["differences"]}
    assert changes["PatientName"] == "changed"


def test_a_file_does_not_differ_from_itself(run, ct):
    ended = run("diff", ct, ct, "--json")
    assert ended.returncode == 0
    assert parsed(ended.stdout, "diff")["differences"] == []


def test_doctor_gives_its_findings(run):
    ended = run("doctor", "--json")
    document = parsed(ended.stdout, "doctor")
    assert ended.returncode == (0 if document["ok"] else 1)
    assert ended.stderr == ""
    assert {finding["check"] for finding in document["findings"]} >= {"Python", "pydicom"}


@pytest.mark.parametrize("command", ["inspect", "classify"])
def test_a_file_that_cannot_be_read_leaves_stdout_to_json(run, tmp_path, command):
    (tmp_path / "empty.dcm").touch()
    ended = run(command, "empty.dcm", "--json")
    assert ended.returncode == 2
    assert "is empty (0 bytes)" in ended.stderr
    if command == "classify":
        assert parsed(ended.stdout, "classify")["files"] == []
    else:
        assert ended.stdout == ""
