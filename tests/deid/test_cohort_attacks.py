"""What could go wrong with a cohort: mappings that lie, names that tell, files that come and go."""

from __future__ import annotations

import csv
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.uid import generate_uid

from dcmteach.deid import cohort_run
from dcmteach.deid.cohort import pseudonymise
from dcmteach.deid.cohort_publish import CohortLeakError
from dcmteach.deid.decisions import Decisions
from dcmteach.deid.mapping_file import MappingFile
from dcmteach.deid.output import Output
from dcmteach.deid.people import normal_text
from dcmteach.deid.secrets import Secrets
from dcmteach.errors import DcmteachError, SaveError
from dcmteach.synth import sample

KEY = Secrets(bytes(range(32)))
MARTEN, ZBYNKA = "Zwirnsænd^Mårten", "Ďáblíżołędź^Zbyňka"


def put(folder, name, number="", *, file=1, issuer="", **changes):
    """Write one file about a person."""
    ds = sample("mr_head")
    ds.SpecificCharacterSet = "ISO_IR 192"
    for keyword in ("OtherPatientIDsSequence", "OtherPatientNames", "IssuerOfPatientID"):
        if keyword in ds:
            del ds[keyword]
    ds.PatientName, ds.PatientID, ds.PatientBirthDate, ds.PatientSex = name, number, "", ""
    if issuer:
        ds.IssuerOfPatientID = issuer
    ds.PatientComments = ds.ProtocolName = ""
    ds.StudyInstanceUID = generate_uid(entropy_srcs=["study", name, number, issuer])
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid(
        entropy_srcs=[name, number, issuer, str(file)]
    )
    for keyword, value in changes.items():
        setattr(ds, keyword, value)
    folder.mkdir(parents=True, exist_ok=True)
    ds.save_as(folder / f"{file}.dcm", enforce_file_format=True)
    return folder


def write_mapping(path, *rows, head="pseudonym,name,patient_id"):
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    path.chmod(0o600)
    return path


def given(out):
    return {path.name for path in out.iterdir() if path.is_dir()}


def kinds(report):
    return {(one.kind, one.decision) for one in report.conflicts}


@pytest.mark.parametrize("pseudonym", ["Zwirnsaend", "SUB-MARTEN", "zwirnsand7", "X-N3582663"])
def test_a_pseudonym_of_a_mapping_that_tells_is_refused(tmp_path, pseudonym):
    put(tmp_path / "in", MARTEN, "N3582663")
    old = write_mapping(tmp_path / "old.csv", f"{pseudonym},{MARTEN},N3582663")
    with pytest.raises(DcmteachError, match="hold the name or ID of the person") as told:
        pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY, reuse_mapping=old)
    assert pseudonym not in str(told.value)
    assert not (tmp_path / "out").exists()


def test_a_number_of_a_subject_in_a_mapping_tells_nothing(tmp_path):
    put(tmp_path / "in", MARTEN, "07")
    old = write_mapping(tmp_path / "old.csv", f"SUB-07,{MARTEN},07")
    report = pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY, reuse_mapping=old)
    assert [row.pseudonym for row in report] == ["SUB-07"]


def test_a_prefix_that_is_somebodys_name_is_refused(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    with pytest.raises(DcmteachError, match="The prefix of the pseudonyms is a name"):
        pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY, prefix="MARTEN-")


def test_the_mapping_has_the_name_under_another_id(tmp_path):
    put(tmp_path / "in", MARTEN, "2222222")
    old = write_mapping(tmp_path / "old.csv", f"AB2345,{MARTEN},1111111")
    settings = {"secrets": KEY, "reuse_mapping": old}
    by_id = pseudonymise(tmp_path / "in", tmp_path / "a", person="id", **settings)
    assert by_id[0].pseudonym != "AB2345"
    assert kinds(by_id) == {("two IDs, one name", "kept apart")}
    by_name = pseudonymise(tmp_path / "in", tmp_path / "b", person="name", **settings)
    assert by_name[0].pseudonym == "AB2345"
    assert kinds(by_name) == {("two IDs, one name", "one person")}


def test_the_mapping_has_the_id_under_another_name(tmp_path):
    put(tmp_path / "in", "Ångkvist^Mårten", "1111111")
    old = write_mapping(tmp_path / "m.csv", f"AB2345,{MARTEN},1111111")
    by_id = pseudonymise(
        tmp_path / "in", tmp_path / "a", person="id", secrets=KEY, reuse_mapping=old
    )
    assert by_id[0].pseudonym == "AB2345"
    assert kinds(by_id) == {("one ID, two names", "one person")}
    by_name = pseudonymise(tmp_path / "in", tmp_path / "b", person="name", secrets=KEY, mapping=old)
    assert by_name[0].pseudonym != "AB2345"
    assert kinds(by_name) == {("one ID, two names", "kept apart")}
    assert len(MappingFile.read(old).pseudonyms) == 2


def test_two_people_with_one_id_go_by_their_names_and_into_one_mapping(tmp_path):
    put(tmp_path / "in" / "a", MARTEN, "1111111")
    put(tmp_path / "in" / "b", ZBYNKA, "1111111", file=2)
    mapping = tmp_path / "m.csv"
    settings = {"secrets": KEY, "mapping": mapping, "person": "name"}
    report = pseudonymise(tmp_path / "in", tmp_path / "out", **settings)
    assert len(given(tmp_path / "out")) == 2
    assert kinds(report) == {("one ID, two names", "kept apart")}
    again = pseudonymise(tmp_path / "in", tmp_path / "out", **settings)
    assert {row.pseudonym for row in again} == given(tmp_path / "out")


def test_a_table_tells_no_issuer_and_its_mapping_is_known_again_by_name_and_id(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(f"Name,Patient ID,Age\n{MARTEN.replace('^', ' ')},7700123,60\n", "utf-8")
    mapping = tmp_path / "m.csv"
    pseudonymise(None, tmp_path / "a", demographics=table, secrets=KEY, mapping=mapping)
    [first] = MappingFile.read(mapping).pseudonyms
    put(tmp_path / "in", MARTEN, "7700123", issuer="HOSPITAL")
    put(tmp_path / "in", MARTEN, "7700124", issuer="HOSPITAL", file=2)
    report = pseudonymise(
        tmp_path / "in", tmp_path / "b", secrets=KEY, mapping=mapping, person="id"
    )
    assert first in {row.pseudonym for row in report}
    assert len({row.pseudonym for row in report}) == 2


def test_one_id_of_two_issuers_is_two_people(tmp_path):
    put(tmp_path / "in" / "a", MARTEN, "1111111", issuer="EAST")
    put(tmp_path / "in" / "b", ZBYNKA, "1111111", issuer="WEST", file=2)
    report = pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY, person="id")
    assert len(given(tmp_path / "out")) == len(report) == 2


def test_numbers_in_order_are_never_given_twice_into_one_output(tmp_path):
    put(tmp_path / "a", MARTEN, "1")
    put(tmp_path / "b", ZBYNKA, "2")
    out, mapping = tmp_path / "out", tmp_path / "m.csv"
    pseudonymise(tmp_path / "a", out, secrets=KEY, by_order=True, mapping=mapping)
    before = {path: path.read_bytes() for path in out.rglob("*.dcm")}
    with pytest.raises(DcmteachError, match="Give that run's mapping with --reuse-mapping"):
        pseudonymise(tmp_path / "b", out, secrets=KEY, by_order=True)
    assert {path: path.read_bytes() for path in out.rglob("*.dcm")} == before
    pseudonymise(tmp_path / "b", out, secrets=KEY, by_order=True, mapping=mapping)
    assert given(out) == {"P001", "P002"}


def test_a_mapping_that_somebody_else_changes_meanwhile_is_not_written_over(tmp_path, monkeypatch):
    put(tmp_path / "in", MARTEN, "1")
    mapping = write_mapping(tmp_path / "m.csv", f"AB2345,{ZBYNKA},2")
    real = cohort_run.look_through

    def meanwhile(*arguments, **options):
        write_mapping(mapping, f"AB2345,{ZBYNKA},2", "CD2345,Ångkvist^Börje,3")
        return real(*arguments, **options)

    monkeypatch.setattr(cohort_run, "look_through", meanwhile)
    with pytest.raises(SaveError, match=r"The mapping 'm\.csv' was changed while this run"):
        pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY, mapping=mapping)
    assert "CD2345" in mapping.read_text("utf-8")
    assert not (tmp_path / "out").exists()


def test_the_tables_of_a_run_that_ended_meanwhile_are_added_to(tmp_path, monkeypatch):
    out, table = tmp_path / "out", tmp_path / "t.csv"
    put(tmp_path / "in", MARTEN, "1")
    table.write_text("Name,Age\nMarten Zwirnsaend,60\nBörje Ångkvist,20\n", "utf-8")
    real = cohort_run.look_through
    other = put(tmp_path / "other", "Ångkvist^Börje", "3")

    def meanwhile(*arguments, **options):
        monkeypatch.setattr(cohort_run, "look_through", real)
        pseudonymise(other, out, demographics=table, secrets=KEY)
        return real(*arguments, **options)

    monkeypatch.setattr(cohort_run, "look_through", meanwhile)
    pseudonymise(tmp_path / "in", out, demographics=table, secrets=KEY)
    with (out / "demographics.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(row[1] for row in csv.reader(file)) == ["20", "60", "Age"]


def test_a_file_that_appears_during_the_run_is_refused_and_told(tmp_path, monkeypatch):
    put(tmp_path / "in", MARTEN, "1")
    real = cohort_run.look_through

    def and_then(*arguments, **options):
        found = real(*arguments, **options)
        put(tmp_path / "in", ZBYNKA, "2", file=2)  # somebody new
        put(tmp_path / "in", MARTEN, "1", file=3)  # another file of somebody known
        return found

    monkeypatch.setattr(cohort_run, "look_through", and_then)
    report = pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY)
    assert report.files.counts == {"written": 2, "refused": 1}
    assert "its patient was not in the cohort when the run began" in report.files.refused[0].reason
    assert report.exit_status == 1
    assert len(given(tmp_path / "out")) == 1


def test_the_same_file_twice_is_written_once(tmp_path):
    put(tmp_path / "in" / "a", MARTEN, "1")
    put(tmp_path / "in" / "copy", MARTEN, "1")
    report = pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY)
    assert report.complete
    assert len(list((tmp_path / "out").rglob("*.dcm"))) == 1


def test_links_to_folders_are_told_and_links_to_files_are_files(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    put(tmp_path / "elsewhere", ZBYNKA, "2")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "file.dcm").symlink_to(tmp_path / "elsewhere" / "1.dcm")
    (tmp_path / "in" / "nowhere").symlink_to(tmp_path / "nothing")
    report = pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY)
    assert report.files.counts == {"written": 2, "refused": 2}
    assert len(report) == 2


def test_a_mapping_behind_a_link_in_the_output_is_not_put_there(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    (tmp_path / "out").mkdir()
    kept = tmp_path / "kept.csv"
    (tmp_path / "out" / "m.csv").symlink_to(kept)
    pseudonymise(
        tmp_path / "in", tmp_path / "out2", secrets=KEY, mapping=tmp_path / "out" / "m.csv"
    )
    assert (tmp_path / "out" / "m.csv").is_symlink()
    assert "Zwirns" in kept.read_text("utf-8")


@pytest.mark.parametrize("what", ["mapping", "reuse_mapping", "key_file", "demographics", "audit"])
def test_nothing_that_names_people_may_lie_in_the_output(tmp_path, what):
    put(tmp_path / "in", MARTEN, "1")
    out = tmp_path / "out"
    out.mkdir()
    (out / "x.csv").write_text("Name,Age\nA,1\n")
    settings = {"secrets": None if what == "key_file" else KEY, what: out / "x.csv"}
    with pytest.raises(DcmteachError) as told:
        pseudonymise(tmp_path / "in", out, **settings)
    assert "lie in the output folder" in str(told.value) or what == "key_file"


def test_an_earlier_mapping_and_decisions_may_lie_beside_the_images(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    old = write_mapping(tmp_path / "in" / "old.csv", f"AB2345,{MARTEN},1")
    report = pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY, reuse_mapping=old)
    assert [row.pseudonym for row in report] == ["AB2345"]
    assert given(tmp_path / "out") == {"AB2345"}


@pytest.mark.parametrize("name", ["X", "X^Y", "李", "李^明", "Li^", "^Å", "Ъ", "王^^^^"])
def test_names_of_one_character_neither_stop_a_run_nor_stay(tmp_path, name):
    put(tmp_path / "in" / "a", name, "1")
    put(tmp_path / "in" / "b", MARTEN, "2", file=2)
    table = tmp_path / "t.csv"
    table.write_text(f"Name,Age\n{name.replace('^', ' ')},44\nMarten Zwirnsaend,60\n", "utf-8")
    report = pseudonymise(tmp_path / "in", tmp_path / "out", demographics=table, secrets=KEY)
    assert report.files.counts["written"] == 2
    for path in (tmp_path / "out").rglob("*.dcm"):
        assert dcmread(path).PatientName == path.relative_to(tmp_path / "out").parts[0]
    head = (tmp_path / "out" / "demographics.csv").read_text("utf-8").splitlines()[0]
    assert head == "pseudonym,Age"


def test_without_name_and_id_each_study_is_a_person(tmp_path):
    put(tmp_path / "in", "", "", file=1, StudyInstanceUID="2.25.1")
    put(tmp_path / "in", "", "", file=2, StudyInstanceUID="2.25.1", SOPInstanceUID="2.25.12")
    put(tmp_path / "in", "", "", file=3, StudyInstanceUID="2.25.2", SOPInstanceUID="2.25.13")
    for by in ("id", "name"):
        mapping = tmp_path / f"{by}.csv"
        report = pseudonymise(
            tmp_path / "in", tmp_path / by, secrets=KEY, person=by, mapping=mapping
        )
        assert len(report) == len(given(tmp_path / by)) == 2
        assert report.complete
        assert len(MappingFile.read(mapping).pseudonyms) == 2


def test_a_patient_id_that_is_a_date_does_not_withdraw_the_run(tmp_path):
    ds = sample("mr_head")
    put(tmp_path / "in", MARTEN, ds.StudyDate)
    report = pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY)
    assert len(report) == 1
    assert report.files.counts.get("written", 0) + len(report.files.withdrawn) == 1


def test_rows_of_people_who_are_held_back_or_without_files_stay_out(tmp_path):
    put(tmp_path / "in" / "a", MARTEN, "1")
    put(tmp_path / "in" / "b", ZBYNKA, "2", file=2, BurnedInAnnotation="YES")
    put(tmp_path / "in" / "c", "Ångkvist^Börje", "3", file=3, PatientBirthDate="19500101")
    put(tmp_path / "in" / "c", "Ångkvist^Börje", "4", file=4, PatientBirthDate="19710101")
    table = tmp_path / "t.csv"
    table.write_text(
        "Name,Age\nMarten Zwirnsaend,60\nZbynka Dablizoledz,66\nBörje Ångkvist,20\n", "utf-8"
    )
    out, mapping = tmp_path / "out", tmp_path / "m.csv"
    settings = {"demographics": table, "secrets": KEY, "mapping": mapping}
    report = pseudonymise(tmp_path / "in", out, **settings)
    assert sorted(row.status for row in report) == ["complete", "held back", "no files"]
    with (out / "demographics.csv").open(encoding="utf-8", newline="") as file:
        assert [row[1] for row in csv.reader(file)] == ["Age", "60"]
    assert (out / "missing.csv").read_text("utf-8").splitlines() == ["pseudonym,because"]
    report = pseudonymise(tmp_path / "in", out, pixels="accept", **settings)
    with (out / "demographics.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(row[1] for row in csv.reader(file)) == ["60", "66", "Age"]


def test_a_name_in_a_file_that_was_there_before_withdraws_and_says_so(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    out = tmp_path / "out"
    out.mkdir()
    (out / "letter.txt").write_text("Dear Marten Zwirnsaend", "utf-8")
    with pytest.raises(CohortLeakError) as told:
        pseudonymise(tmp_path / "in", out, secrets=KEY)
    assert "letter.txt" in str(told.value)
    assert "(it was there before this run)" in str(told.value)
    assert told.value.sources == ()
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


def test_the_record_decides_about_skipping_by_who_is_who(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    out, audit = tmp_path / "out", tmp_path / "record.jsonl"
    pseudonymise(tmp_path / "in", out, secrets=KEY, audit=audit)
    again = pseudonymise(tmp_path / "in", out, secrets=KEY, audit=audit)
    assert dict(again.files.counts) == {"there already": 1}
    put(tmp_path / "in", ZBYNKA, "2", file=2)
    more = pseudonymise(tmp_path / "in", out, secrets=KEY, audit=audit)
    assert dict(more.files.counts) == {"there already": 1, "written": 1}
    records = [json.loads(line) for line in audit.read_text("ascii").splitlines()]
    assert len({r["roster"] for r in records if r["record"] == "run"}) == 2
    assert "wirns" not in audit.read_text("ascii")


def test_an_output_that_somebody_spoiled_is_not_taken_for_done(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    out, audit = tmp_path / "out", tmp_path / "record.jsonl"
    pseudonymise(tmp_path / "in", out, secrets=KEY, audit=audit)
    [path] = out.rglob("*.dcm")
    whole = path.read_bytes()
    path.unlink()
    again = pseudonymise(tmp_path / "in", out, secrets=KEY, audit=audit)
    assert dict(again.files.counts) == {"written": 1}
    assert path.read_bytes() == whole


def test_what_a_killed_cohort_run_left_is_removed_by_any_other_run(tmp_path):
    from dcmteach.deid.batch import deidentify

    put(tmp_path / "in", MARTEN, "1")
    left = tmp_path / "out" / ".dcmteach-unfinished" / "whole" / "X" / "1.dcm"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"Zwirnsaend")
    deidentify(tmp_path / "in", tmp_path / "out", secrets=KEY)
    assert not (tmp_path / "out" / ".dcmteach-unfinished").exists()


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
def test_what_cannot_be_read_is_listed_and_the_others_go_on(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    (tmp_path / "in" / "broken.dcm").write_bytes(b"\0" * 128 + b"DICM" + b"\1" * 40)
    (tmp_path / "in" / "bomb.zip").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    os.mkfifo(tmp_path / "in" / "pipe")
    report = pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY)
    assert report.files.counts["written"] == 1
    assert {Path(row.source).name for row in report.files.refused} == {
        "broken.dcm", "bomb.zip", "pipe",
    }  # fmt: skip


def test_a_patient_id_written_in_another_width_is_found_in_the_mapping(tmp_path):
    put(tmp_path / "in", MARTEN, "Ｎ1234567")
    assert normal_text("Ｎ1234567") == normal_text("n1234567")
    old = write_mapping(tmp_path / "old.csv", f"AB2345,{MARTEN},N1234567")
    report = pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY, reuse_mapping=old)
    assert [row.pseudonym for row in report] == ["AB2345"]


@pytest.mark.parametrize("typed", ["Marten Zwirnsaend", "Zwirnsend, Marten"])
def test_images_first_and_the_table_later_do_not_give_one_person_two_folders(tmp_path, typed):
    put(tmp_path / "in", MARTEN, "1")
    table, mapping, out = tmp_path / "t.csv", tmp_path / "m.csv", tmp_path / "out"
    table.write_text(f'Name,Age\n"{typed}",60\n', "utf-8")
    pseudonymise(tmp_path / "in", out, secrets=KEY, mapping=mapping)
    before = given(out)
    with pytest.raises(DcmteachError, match="1 people are in the output under another pseudonym"):
        pseudonymise(tmp_path / "in", out, demographics=table, secrets=KEY)
    report = pseudonymise(
        tmp_path / "in", out, demographics=table, secrets=KEY, reuse_mapping=mapping
    )
    assert given(out) == before == {row.pseudonym for row in report}
    assert report.complete


def test_going_by_name_after_going_by_id_is_noticed(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    out = tmp_path / "out"
    pseudonymise(tmp_path / "in", out, secrets=KEY, person="name")
    with pytest.raises(DcmteachError, match="the same --person"):
        pseudonymise(tmp_path / "in", out, secrets=KEY, person="id")
    assert len(given(out)) == 1


def test_a_table_of_thousands_alone_is_settled_in_a_moment(tmp_path):
    table = tmp_path / "t.csv"
    letters = "bcdfghjklm"
    names = ["".join(letters[int(d)] + "a" for d in f"{n:04d}").title() for n in range(3000)]
    rows = "".join(f"{name} Oda,{n % 90}\n" for n, name in enumerate(names))
    table.write_text("Name,Age\n" + rows, "utf-8")
    began = time.perf_counter()
    report = pseudonymise(None, None, demographics=table, secrets=KEY, dry_run=True)
    assert len(report) == 3000
    assert time.perf_counter() - began < 60


def test_a_table_with_ids_alone_is_matched_by_id(tmp_path):
    put(tmp_path / "in", MARTEN, "7712345")
    put(tmp_path / "in", ZBYNKA, "7712346", file=2)
    table = tmp_path / "t.csv"
    table.write_text("Patient ID,Age\n7712345,60\n7712346,61\n9912346,62\n", "utf-8")
    out = tmp_path / "out"
    report = pseudonymise(tmp_path / "in", out, demographics=table, secrets=KEY)
    assert [row.status for row in report] == ["complete"] * 2
    assert report.complete
    with (out / "demographics.csv").open(encoding="utf-8", newline="") as file:
        rows = {row[1]: row[0] for row in csv.reader(file)}
    assert sorted(rows) == ["60", "61", "Age"]
    alone = pseudonymise(None, tmp_path / "alone", demographics=table, secrets=KEY)
    assert given(out) < {row.pseudonym for row in alone}
    assert "771234" not in (out / "demographics.csv").read_text("utf-8")


def test_two_writings_of_one_person_in_the_table_are_both_kept_once_decided(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    table, out = tmp_path / "t.csv", tmp_path / "out"
    table.write_text('Name,Age\nMarten Zwirnsaend,60\n"Zwirnsænd, Mårten",61\n', "utf-8")
    settings = {"demographics": table, "secrets": KEY}
    assert pseudonymise(tmp_path / "in", tmp_path / "first", **settings).doubtful == 2
    decisions = Decisions({"Marten Zwirnsaend": MARTEN, "Zwirnsænd, Mårten": MARTEN})
    report = pseudonymise(tmp_path / "in", out, decisions=decisions, **settings)
    assert report.complete
    with (out / "demographics.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(row[1] for row in csv.reader(file)) == ["60", "61", "Age"]


def test_a_former_name_in_another_patients_file_is_found(tmp_path):
    put(tmp_path / "in", MARTEN, "1", PatientBirthName="Äpplegren^Märta")
    put(tmp_path / "in", ZBYNKA, "2", file=2, StudyDescription="see Äpplegren Märta")
    with pytest.raises(CohortLeakError) as told:
        pseudonymise(tmp_path / "in", tmp_path / "out", secrets=KEY)
    [(made, source)] = told.value.sources
    assert made.endswith(".dcm")
    assert Path(source).name == "2.dcm"
    assert "pplegren" not in str(told.value)


def test_a_table_alone_is_not_written_into_the_source_by_mistake(tmp_path):
    put(tmp_path / "in", MARTEN, "1")
    table = tmp_path / "t.csv"
    table.write_text("Name,Age\nMarten Zwirnsaend,60\n", "utf-8")
    with pytest.raises(DcmteachError, match="If it is the source, give the output as well"):
        pseudonymise(None, tmp_path / "in", demographics=table, secrets=KEY)
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["1.dcm"]


def test_an_executor_of_ones_own_writes_the_same_bytes(tmp_path):
    for number, name in enumerate((MARTEN, ZBYNKA)):
        put(tmp_path / "in", name, str(number), file=number)
    pseudonymise(tmp_path / "in", tmp_path / "one", secrets=KEY)
    with ThreadPoolExecutor(2) as executor:
        pseudonymise(tmp_path / "in", tmp_path / "two", secrets=KEY, executor=executor)
    one, two = (
        {p.relative_to(out): p.read_bytes() for p in out.rglob("*.dcm")}
        for out in (tmp_path / "one", tmp_path / "two")
    )
    assert len(one) == 2
    assert one == two


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_run_interrupted_while_it_is_published_takes_everything_back(
    tmp_path, monkeypatch, after
):
    out = tmp_path / "out"
    pseudonymise(put(tmp_path / "first", "Ångkvist^Börje", "9"), out, secrets=KEY)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    for number, name in enumerate((MARTEN, ZBYNKA, MARTEN)):
        put(tmp_path / "in", name, name[:2], file=number)
    real, calls = Output.publish, []

    def publish(self, done, **options):
        if self.folder == out:
            calls.append(done)
            if len(calls) > after:
                raise KeyboardInterrupt
        return real(self, done, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Output, "publish", publish)
        with pytest.raises(KeyboardInterrupt):
            pseudonymise(tmp_path / "in", out, secrets=KEY)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert len(given(out)) == 1
    assert pseudonymise(tmp_path / "in", out, secrets=KEY).complete
    assert len(given(out)) == 3
