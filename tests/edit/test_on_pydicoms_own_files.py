"""Every file pydicom ships is edited and saved, or refused with a clear sentence."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest
from pydicom.uid import UID

from dcmteach.edit import Editor, save
from dcmteach.edit.compare import first_difference
from dcmteach.errors import DcmteachError, EditRefused, PathError, ReadError, SaveError
from dcmteach.header import read
from dcmteach.header.path import walk

TEST_FILES = Path(pydicom.__file__).parent / "data" / "test_files"
FILES = sorted(path for path in TEST_FILES.rglob("*") if path.is_file())

# What cannot be saved, and the sentence that says why.
REFUSED = {
    "empty_charset_LEI.dcm": "This data set has no SOPClassUID",
    "meta_missing_tsyntax.dcm": "This data set has no SOPClassUID",
    "nested_priv_SQ.dcm": "This data set has no SOPClassUID",
}


def _name(path: Path) -> str:
    return str(path.relative_to(TEST_FILES))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_file_is_saved_and_reads_back_equal(path: Path, tmp_path: Path) -> None:
    try:
        ds = read(path)
    except ReadError:
        return
    if path.name in REFUSED:
        with pytest.raises(SaveError, match=REFUSED[path.name]):
            save(ds, tmp_path / "out.dcm")
        assert list(tmp_path.iterdir()) == []
        return
    again = read(save(ds, tmp_path / "out.dcm"))
    assert first_difference(read(path), again) is None
    syntax = ds.file_meta.get("TransferSyntaxUID")
    if syntax and not UID(syntax).is_private:
        assert again.file_meta.TransferSyntaxUID == syntax


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_file_is_edited_all_over_and_undone(path: Path, tmp_path: Path) -> None:
    try:
        ds = read(path)
    except ReadError:
        return
    editor = Editor(ds)
    refusals = []
    for place in [place for place, _, _ in walk(ds)][:80]:
        for operation in (editor.clear, editor.remove):
            try:
                operation(place)
            except EditRefused as refused:
                refusals.append(refused)
            except PathError:
                pass  # its sequence went before it
    assert len(editor.describe()) + len(refusals) > 1
    assert all(refused.rule and str(refused).endswith((".", "?")) for refused in refusals)
    if path.name not in REFUSED:
        editor.save(tmp_path / "out.dcm")
    while editor.can_undo:
        editor.undo()
    assert first_difference(ds, editor.dataset) is None


def test_every_refusal_is_one_of_ours() -> None:
    assert issubclass(SaveError, DcmteachError)
    assert issubclass(EditRefused, DcmteachError)
