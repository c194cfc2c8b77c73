"""The corpus is the same every time, names its patients where its key says, and is judged well."""

from __future__ import annotations

import json
import shutil

import pytest
from pydicom import dcmread

from dcmteach.errors import DcmteachError
from dcmteach.synth.corpus import build_corpus, corpus_folder, corpus_key
from dcmteach.synth.corpus_scan import Tokens
from dcmteach.synth.corpus_score import score_corpus
from dcmteach.synth.corpus_study import shares


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    build_corpus(folder, 60)
    return folder / "corpus"


@pytest.fixture(scope="module")
def key(corpus):
    return corpus_key(corpus)


def test_a_mere_copy_shows_the_patients_in_every_place_of_the_key(corpus):
    score = score_corpus(corpus, corpus)
    assert set(score.shown) == score.planted
    assert score.files_with_uids == score.outputs == 61
    assert score.right == score.references
    assert score.missing == score.pixels_changed == []
    assert all(days == {0} for days in score.moved.values())


def test_patients_are_planted_in_far_more_than_45_kinds_of_places(key):
    special = {
        plant[0]
        for entry in key["files"].values()
        for plant in entry["plants"]
        if not plant[0].startswith("header: ")
    }
    assert len(special) >= 70


def test_there_is_every_kind_of_file_for_each_of_three_patients(key):
    kinds = {(entry["patient"], entry["kind"]) for entry in key["files"].values()}
    assert kinds == {(patient, kind) for patient in range(3) for kind in shares(20)}


def test_instance_numbers_tell_files_apart(corpus, key):
    numbers = [entry["number"] for entry in key["files"].values()]
    assert sorted(numbers) == list(range(1, 61))
    for path, entry in key["files"].items():
        assert int(dcmread(corpus / path).InstanceNumber) == entry["number"]


def test_several_transfer_syntaxes_are_there(corpus, key):
    names = {dcmread(corpus / path).file_meta.TransferSyntaxUID.name for path in key["files"]}
    assert {
        "Explicit VR Little Endian",
        "Implicit VR Little Endian",
        "Explicit VR Big Endian",
        "Deflated Explicit VR Little Endian",
    } < names
    assert len(names) >= 5


def test_it_is_drawn_the_same_twice(corpus, tmp_path):
    build_corpus(tmp_path, 60)
    first = {p.relative_to(corpus): p.read_bytes() for p in corpus.rglob("*") if p.is_file()}
    again = tmp_path / "corpus"
    assert {p.relative_to(again): p.read_bytes() for p in again.rglob("*") if p.is_file()} == first
    assert corpus_key(again) == corpus_key(corpus)


def test_the_directory_lists_every_file_at_its_offset(corpus, key):
    ds = dcmread(corpus / "DICOMDIR")
    records = ds.DirectoryRecordSequence
    offsets = {record.seq_item_tell for record in records}
    kinds = [record.DirectoryRecordType for record in records]
    assert kinds.count("PATIENT") == 3
    assert len([kind for kind in kinds if kind not in {"PATIENT", "STUDY", "SERIES"}]) == 60
    for record in records:
        for keyword in (
            "OffsetOfTheNextDirectoryRecord",
            "OffsetOfReferencedLowerLevelDirectoryEntity",
        ):
            assert record[keyword].value in {0, *offsets}


def test_a_wrong_reference_is_noticed(corpus, key, tmp_path):
    output = shutil.copytree(corpus, tmp_path / "out")
    path = next(path for path, entry in key["files"].items() if entry["kind"] == "RTDOSE")
    ds = dcmread(output / path)
    ds.ReferencedStructureSetSequence[0].ReferencedSOPInstanceUID = "2.25.1"
    ds.save_as(output / path)
    assert score_corpus(corpus, output).wrong == 1


def test_changed_pixels_and_missing_files_are_noticed(corpus, key, tmp_path):
    output = shutil.copytree(corpus, tmp_path / "out")
    first, second = [path for path, entry in key["files"].items() if entry["kind"] == "CT"][:2]
    ds = dcmread(output / first)
    ds.PixelData = ds.PixelData[:-2] + b"\7\7"
    ds.save_as(output / first)
    (output / second).unlink()
    score = score_corpus(corpus, output)
    assert score.pixels_changed == [first]
    assert score.missing == [second]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16-le", "utf-16-be"])
def test_names_are_found_in_raw_bytes_of_any_encoding_and_case(encoding):
    tokens = Tokens([("patient name", "Mossgåpföte")])
    for text in ("Mossgåpföte", "MOSSGÅPFÖTE", "mossgapfote"):
        assert tokens.in_bytes(b"\0\x01" + text.encode(encoding)) == {"patient name"}


def test_japanese_names_are_found_as_files_write_them():
    tokens = Tokens([("patient name", "雲雀")])
    assert tokens.in_bytes(b"x^" + "雲雀".encode("iso2022_jp")) == {"patient name"}


def test_a_date_inside_a_longer_number_does_not_count():
    tokens = Tokens([("birth date", "19580807")])
    assert tokens.in_text("born 19580807") == {"birth date"}
    assert not tokens.in_text("2.25.3195808071")


@pytest.mark.parametrize("files", [0, 45, 61])
def test_a_number_of_files_that_will_not_do_is_refused(files):
    with pytest.raises(DcmteachError, match="a multiple of 3 from 48 on"):
        corpus_folder(files)


def test_the_key_is_plain_json(corpus):
    text = corpus.with_suffix(".json").read_text(encoding="utf-8")
    assert json.loads(text)["sample"] == "corpus"
