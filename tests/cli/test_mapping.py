"""`dcmteach mapping`: who a pseudonym is, and a person who withdraws consent."""

from __future__ import annotations

import io
import json
import os
import sys
from importlib.resources import files

import jsonschema
import pytest

MAPPING = (
    "pseudonym,name,patient_id,issuer\n"
    "AB2345,Orešnik^Živa,12 34,HOSPITAL\n"
    "AB2345,Živa Orešnik,,\n"
    "CD2345,'=SUM(1)^Jan,77,\n"
)


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "mapping.csv"
    path.write_text(MAPPING, encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def out(tmp_path):
    """An output with two files and a row of the first person."""
    for name in ("AB2345/a/1.dcm", "AB2345/a/2.dcm", "CD2345/a/1.dcm"):
        path = tmp_path / "out" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "out" / "demographics.csv").write_text(
        "pseudonym,Age\nAB2345,60\nAB2345,61\nCD2345,3\n", encoding="utf-8"
    )
    return tmp_path / "out"


def parsed(text):
    schema = json.loads((files("dcmteach.cli") / "schemas/mapping.json").read_text("utf-8"))
    document = json.loads(text)
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


def test_lookup_shows_who_a_pseudonym_is(run, mapping):
    ended = run("mapping", "lookup", "ab2345", "--mapping", mapping)
    assert ended.returncode == 0
    assert ended.stdout.splitlines() == [
        "AB2345  Orešnik^Živa  12 34 (HOSPITAL)",
        "AB2345  Živa Orešnik",
    ]
    assert mapping.read_text("utf-8") == MAPPING


def test_lookup_writes_json_in_its_form(run, mapping):
    document = parsed(run("mapping", "lookup", "CD2345", "--mapping", mapping, "--json").stdout)
    assert [entry["name"] for entry in document["entries"]] == ["=SUM(1)^Jan"]


def test_an_unknown_pseudonym_is_said_without_anybodys_name(run, mapping):
    ended = run("mapping", "lookup", "ZZ9999", "--mapping", mapping)
    assert ended.returncode == 2
    assert "There is no pseudonym 'ZZ9999' in this mapping of 2 people" in ended.stderr
    assert "Ore" not in ended.stderr


@pytest.mark.parametrize("who", ["AB2345", "Orešnik, Živa", "OREŠNIK^ŽIVA", "12 34"])
def test_forget_removes_the_entry_and_lists_what_to_delete(run, mapping, out, who):
    ended = run("mapping", "forget", who, "--mapping", mapping, "--output", out)
    assert ended.returncode == 0
    assert ended.stdout.splitlines() == [
        str(out / "AB2345" / "a" / "1.dcm"),
        str(out / "AB2345" / "a" / "2.dcm"),
        f"{out / 'demographics.csv'}: row 2",
        f"{out / 'demographics.csv'}: row 3",
    ]
    assert "2 files, 2 in tables" in ended.stderr
    assert "take the person's files out of the source" in ended.stderr
    assert "Ore" not in mapping.read_text("utf-8")
    assert "CD2345" in mapping.read_text("utf-8")
    assert (out / "AB2345" / "a" / "1.dcm").exists()
    if os.name == "posix":
        assert mapping.stat().st_mode & 0o777 == 0o600


def test_forget_reads_the_name_from_stdin(run, mapping, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("Orešnik, Živa\nsomething else\n"))
    ended = run("mapping", "forget", "-", "--mapping", mapping, "--json")
    document = parsed(ended.stdout)
    assert document == {
        "schema": "dcmteach mapping 1", "forgotten": "AB2345", "files": [], "rows": [],
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["", "\n", "   \n"])
def test_nothing_on_stdin_forgets_nobody(run, mapping, monkeypatch, typed):
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    ended = run("mapping", "forget", "-", "--mapping", mapping)
    assert ended.returncode == 2
    assert "There is no name, ID or pseudonym" in ended.stderr
    assert mapping.read_text("utf-8") == MAPPING


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("forget", "Nobody, Known"), "means nobody in the mapping"),
        (("forget", "AB2345", "--output", "nowhere"), "There is no output folder 'nowhere'"),
        (("forget", "AB2345", "--output", "mapping.csv"), "There is no output folder"),
        (("remember", "AB2345"), "invalid choice: 'remember'"),
        (("lookup",), "required: WHO"),
        (("lookup", ""), "There is no name, ID or pseudonym"),
    ],
)
def test_bad_input_is_told_and_the_mapping_stays(run, mapping, arguments, says):
    ended = run("mapping", *arguments, "--mapping", mapping)
    assert ended.returncode == 2
    assert says in ended.stderr
    assert "Nobody, Known" not in ended.stderr
    assert mapping.read_text("utf-8") == MAPPING


def test_a_mapping_must_be_given_and_be_one(run, mapping, tmp_path):
    assert "required: --mapping" in run("mapping", "lookup", "AB2345").stderr
    missing = run("mapping", "lookup", "AB2345", "--mapping", "none.csv")
    assert missing.returncode == 2
    assert "cannot be read" in missing.stderr
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    (tmp_path / "other.csv").chmod(0o600)
    assert "is no mapping" in run("mapping", "lookup", "X", "--mapping", "other.csv").stderr
    assert "cannot be read" in run("mapping", "lookup", "X", "--mapping", tmp_path).stderr


def test_forgetting_writes_through_a_link_and_leaves_the_link(run, mapping, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(mapping)
    assert run("mapping", "forget", "CD2345", "--mapping", link).returncode == 0
    assert link.is_symlink()
    assert "CD2345" not in mapping.read_text("utf-8")


def test_the_help_explains_withdrawn_consent(run):
    shown = run("mapping", "--help").stdout
    assert "consent that is withdrawn" in shown
    assert "read from stdin" in shown
