"""Whatever is typed, wherever: an edit is done, or refused in a sentence, and can be undone."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pydicom
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset

from dcmteach.edit import Editor
from dcmteach.errors import DcmteachError
from dcmteach.header import read

CT = Path(pydicom.__file__).parent / "data" / "test_files" / "CT_small.dcm"

PATHS = st.sampled_from(
    [
        "PatientName",
        "PatientNmae",
        "PatientName[0]",
        "PatientBirthDate",
        "PatientComments",
        "OtherPatientIDsSequence",
        "OtherPatientIDsSequence[0]",
        "OtherPatientIDsSequence[2]",
        "OtherPatientIDsSequence[1].PatientID",
        "OtherPatientIDsSequence[9].PatientID",
        "SpecificCharacterSet",
        "SOPInstanceUID",
        "SeriesNumber",
        "PixelSpacing",
        "Rows",
        "PixelData",
        "SmallestImagePixelValue",
        "FrameIncrementPointer",
        "file_meta.TransferSyntaxUID",
        "file_meta.SourceApplicationEntityTitle",
        "file_meta.PatientName",
        "(0009,0010)",
        "(0009,1001)",
        "(0011,1001)",
        "(0010,0000)",
        "(FFFE,E000)",
        "",
        "not a path",
        0x00100010,
        (0x0010, 0x0010),
    ]
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=80),
    st.binary(max_size=20),
    st.dates(),
    st.times(),
    st.lists(st.text(max_size=5), max_size=3),
    st.sampled_from(
        [
            "19421104",
            "1.2.3",
            "ISO_IR 192",
            "ISO_IR 6",
            "x" * 70_000,
            "\ud800",
            Dataset(),
            [Dataset()],
            {"a": 1},
            object(),
            datetime.datetime(2026, 1, 2, 3, 4, 5),
        ]
    ),
)
EDITS = st.tuples(
    st.sampled_from(["replace", "replace", "add", "add", "clear", "remove", "undo", "redo"]),
    PATHS,
    VALUES,
    st.booleans(),
    st.sampled_from([None, None, "LO", "US", "SQ", "UN", "XX"]),
    st.sampled_from([None, "MY LAB", "GEMS_IDEN_01", "x" * 70]),
)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(edits=st.lists(EDITS, max_size=12))
def test_any_edit_is_done_or_refused_and_can_be_undone(edits: list[Any]) -> None:
    original = read(CT)
    editor = Editor(original)
    for operation, path, value, force, vr, creator in edits:
        try:
            if operation == "replace":
                editor.replace(path, value, force=force)
            elif operation == "add":
                editor.add(path, value, vr=vr, private_creator=creator, force=force)
            elif operation in {"clear", "remove"}:
                getattr(editor, operation)(path, force=force)
            else:
                getattr(editor, operation)()
        except DcmteachError as refused:
            sentence = str(refused)
            if len(sentence) > 900 or not sentence.endswith((".", "?", "…).")):
                raise AssertionError(sentence) from None
    assert len(editor.describe()) == len(editor.history)
    while editor.can_undo:
        editor.undo()
    assert editor.dataset == original
    assert editor.dataset.file_meta == original.file_meta
