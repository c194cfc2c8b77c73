"""`allowed` says beforehand what the operations will accept."""

from __future__ import annotations

import copy

import pytest
from pydicom.dataset import FileDataset

from dcmteach.edit import Editor, allowed
from dcmteach.errors import EditRefused
from dcmteach.header.path import walk


@pytest.mark.parametrize(
    ("path", "kind", "may"),
    [
        ("SOPInstanceUID", "1", {"overwrite"}),
        ("PatientName", "2", {"overwrite", "clear"}),
        ("PatientWeight", "3", {"overwrite", "clear", "remove"}),
        ("OtherPatientIDsSequence[0].PatientID", "1", {"overwrite"}),
        ("PixelData", "1C", {"overwrite"}),
        ("file_meta.TransferSyntaxUID", "1", set()),
        ("(0009,1001)", None, {"overwrite", "clear", "remove"}),
        ("PatientComments", "3", set()),
    ],
)
def test_the_type_decides_what_is_allowed(
    ct: FileDataset, path: str, kind: str | None, may: set[str]
) -> None:
    answer = allowed(ct, path)
    assert answer.type == kind
    assert {word for word in ("overwrite", "clear", "remove") if answer[word]} == may


def test_what_is_told_is_what_happens(ct: FileDataset) -> None:
    editor = Editor(ct)
    for path, _, _ in list(walk(ct)):
        for name, operation in (("clear", editor.clear), ("remove", editor.remove)):
            if editor.allowed(path)[name]:
                operation(path)
                editor.undo()
            else:
                with pytest.raises(EditRefused):
                    operation(path)
    assert editor.dataset == ct


def test_asking_changes_nothing(ct: FileDataset) -> None:
    before = copy.deepcopy(ct)
    for path, _, _ in list(walk(ct)):
        allowed(ct, path)
    assert ct == before


def test_the_answer_reads_well_in_a_terminal_and_in_a_notebook(ct: FileDataset) -> None:
    answer = allowed(ct, "PatientName")
    assert str(answer).splitlines()[0] == "PatientName (VR PN, VM 1, Type 2)"
    assert "remove     no   PatientName cannot be removed: it is Type 2" in str(answer)
    assert '<th scope="row">remove</th><td class="mark">✗ no</td>' in answer._repr_html_()
    assert [record["operation"] for record in answer.to_records()] == [
        "clear",
        "overwrite",
        "remove",
    ]
    with pytest.raises(KeyError):
        answer["eat"]
