from __future__ import annotations

import logging
import warnings
from pathlib import Path

import pytest

from dcmteach import ReadError
from dcmteach.header import classify, diff, find, identity, read, search, survey, table, tree, walk
from dcmteach.header.entry import entries

from .conftest import bundled

FILES = bundled()
DICOM = [path for path in FILES if path.suffix not in {".json", ".md", ".txt", ".dump", ".icc"}]
# What is in that folder and is no whole DICOM file; no_meta.dcm lost its first byte.
REFUSED = {"MR_truncated.dcm", "rtplan_truncated.dcm", "no_meta.dcm", "zipMR.gz", "README"}


def test_the_collection_is_there() -> None:
    assert len(DICOM) > 180


@pytest.mark.parametrize("chunk", range(8))
def test_each_file_is_read_or_refused_and_all_verbs_work_on_it(
    chunk: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for path in DICOM[chunk::8]:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                ds = read(path)
            except ReadError:
                assert path.name in REFUSED or path.name.startswith("DICOMDIR")
                continue
            assert path.name not in REFUSED
            rows = table(ds)
            verdicts = classify(ds)
            assert len(rows) == len(verdicts) == len(tree(ds)) > 0
            for result in (rows, verdicts, tree(ds), search(ds, "a"), diff(ds, read(path))):
                assert str(result)
                assert result._repr_html_()
                assert isinstance(result.to_records(), list)
            assert not len(diff(ds, read(path, defer_pixels=True)))
            identity(ds).found_in(b"anything")
            paths = [found for found, _, _ in walk(ds)]
            assert paths == [row.path for row in rows]
            assert len(set(paths)) == len(paths)
            assert all(int(find(ds, row.path).tag) == row.tag for row in rows)
    assert not [record for record in caplog.records if record.name.startswith("pydicom")]


@pytest.mark.parametrize("chunk", range(4))
def test_values_read_from_bytes_are_those_pydicom_decodes(chunk: int) -> None:
    for path in DICOM[chunk::4]:
        try:
            ds = read(path)
        except ReadError:
            continue
        raw = entries(ds)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            list(walk(ds))  # decodes every element
        for before, after in zip(raw, entries(ds), strict=True):
            # A space before a backslash is padding to pydicom (PS3.5 6.2).
            assert before.text.replace(" \\", "\\") == after.text.replace(" \\", "\\"), before
            assert (before.path, before.vr, before.count) == (after.path, after.vr, after.count)
            assert before.data == after.data or before.vr not in {"OB", "UN"}


def test_the_patient_of_every_file_is_found_again_in_it() -> None:
    for path in DICOM:
        try:
            ds = read(path)
        except ReadError:
            continue
        for verdict in classify(ds):
            if verdict.keyword == "PatientName" and verdict.value not in {"", "anonymous"}:
                assert verdict.verdict == "unsafe"


def test_a_survey_of_the_whole_collection_lists_what_it_skipped() -> None:
    found = survey(FILES)
    assert found.files + len(found.skipped) == len(FILES)
    names = {Path(name).name for name, _ in found.skipped}
    assert {"MR_truncated.dcm", "zipMR.gz", "README.txt", "DICOMDIR"} <= names
