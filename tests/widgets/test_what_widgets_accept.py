from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset, FileDataset
from pydicom.data.data_manager import DATA_ROOT
from pydicom.filewriter import dcmwrite

from dcmteach import ElementEditor, HeaderBrowser, TagSorter
from dcmteach.errors import DcmteachError, ReadError
from dcmteach.header import read, table
from dcmteach.widgets.sorter_cards import _NO_CARDS as BINARY

WIDGETS = [HeaderBrowser, TagSorter, ElementEditor]


@pytest.mark.parametrize("widget", WIDGETS)
def test_a_data_set_of_any_kind_can_be_shown(widget: Any, ct: FileDataset) -> None:
    assert widget(ct).snapshot().html


@pytest.mark.parametrize("widget", WIDGETS)
def test_a_path_is_read(widget: Any, ct: FileDataset, tmp_path: Path) -> None:
    file = tmp_path / "ct.dcm"
    dcmwrite(file, ct)
    assert widget(file).snapshot().alt == widget(str(file)).snapshot().alt


@pytest.mark.parametrize("widget", WIDGETS)
def test_anything_else_is_refused_with_the_next_step(widget: Any) -> None:
    name = widget.__name__
    with pytest.raises(DcmteachError, match=re.escape("(got an int)")) as refused:
        widget(42)
    assert isinstance(refused.value, ValueError)
    assert str(refused.value).endswith(f"Read a file first: {name}(dcmteach.read('image.dcm')).")
    with pytest.raises(DcmteachError, match=re.escape("(got a list)")):
        widget([1, 2])


@pytest.mark.parametrize("widget", WIDGETS)
def test_a_file_that_is_no_dicom_is_refused_by_the_reader(widget: Any, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("hello")
    with pytest.raises(ReadError):
        widget(file)


def test_an_empty_data_set_is_shown_as_such() -> None:
    assert "holds no element" in HeaderBrowser(Dataset()).snapshot().html
    assert "holds no element" in ElementEditor(Dataset()).snapshot().html
    assert HeaderBrowser(Dataset()).view is not None
    assert ElementEditor(Dataset()).view is not None


def test_an_empty_data_set_has_nothing_to_sort() -> None:
    with pytest.raises(DcmteachError, match="no tag to sort"):
        TagSorter(Dataset())


@pytest.mark.parametrize("widget", WIDGETS)
def test_nothing_is_displayed_or_built_by_making_a_widget(
    widget: Any, ct: FileDataset, capsys: pytest.CaptureFixture[str]
) -> None:
    made = widget(ct)
    assert made._view is None
    assert capsys.readouterr().out == ""


def test_every_readable_file_that_comes_with_pydicom_can_be_shown() -> None:
    shown = 0
    for file in sorted(Path(DATA_ROOT, "test_files").rglob("*.dcm")):
        try:
            ds = read(file)
        except ReadError:
            continue
        assert HeaderBrowser(ds).snapshot().alt
        assert ElementEditor(ds).snapshot().alt
        try:
            game = TagSorter(ds)
        except DcmteachError:  # nothing to sort in it
            assert all(not row.value or row.vr in BINARY for row in table(ds))
        else:
            game.model.answer("depends")
            assert game.snapshot().alt
        shown += 1
    assert shown > 10
