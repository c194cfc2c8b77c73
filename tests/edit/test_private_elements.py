"""Private elements belong to whoever reserved their block (PS3.5 7.8.1)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom.dataset import FileDataset

from dcmteach.edit import Editor, add, remove, replace
from dcmteach.errors import EditRefused
from dcmteach.header import read


def test_adding_a_private_element_asks_whose_it_is(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match=r"its block belongs to nobody yet. Say whose it is"):
        add(ct, (0x0015, 0x1001), "x", vr="LO")


def test_adding_a_private_element_reserves_its_block(ct: FileDataset, tmp_path: Path) -> None:
    editor = Editor(ct)
    editor.add("(0015,1001)", "secret", vr="LO", private_creator="MY LAB")
    block = editor.dataset.private_block(0x0015, "MY LAB")
    assert block[0x01].value == "secret"
    again = read(editor.save(tmp_path / "out.dcm"))
    assert again.private_block(0x0015, "MY LAB")[0x01].value == "secret"
    editor.undo()
    assert (0x0015, 0x0010) not in editor.dataset
    assert (0x0015, 0x1001) not in editor.dataset


def test_a_second_element_joins_the_block(ct: FileDataset) -> None:
    add(ct, "(0015,1001)", "one", vr="LO", private_creator="MY LAB")
    add(ct, "(0015,1002)", "two", vr="LO", private_creator="MY LAB")
    add(ct, "(0015,1003)", "three", vr="LO")
    assert [element.value for element in ct.group_dataset(0x0015)] == [
        "MY LAB",
        "one",
        "two",
        "three",
    ]


def test_the_block_of_another_creator_is_refused_and_a_free_one_is_named(ct: FileDataset) -> None:
    with pytest.raises(EditRefused) as refused:
        add(ct, "(0009,10F0)", "x", vr="LO", private_creator="MY LAB")
    assert "belongs to another private creator ((0009,0010))" in str(refused.value)
    assert "Use a block of your own, such as (0009,11F0)." in str(refused.value)


def test_a_creator_is_not_added_by_itself(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="where private creators stand"):
        add(ct, "(0015,0010)", "MY LAB", vr="LO")


def test_a_creator_of_elements_is_neither_removed_nor_renamed(ct: FileDataset) -> None:
    with pytest.raises(EditRefused, match="names the private creator of"):
        remove(ct, "(0009,0010)")
    with pytest.raises(EditRefused, match="Remove those elements first"):
        replace(ct, "(0009,0010)", "MY LAB")


def test_a_creator_of_nothing_is_removed(ct: FileDataset) -> None:
    for tag in [tag for tag in ct.group_dataset(0x0009) if tag.tag.element > 0xFF]:
        remove(ct, int(tag.tag))
    remove(ct, "(0009,0010)")
    assert not len(ct.group_dataset(0x0009))


def test_a_private_element_is_overwritten_under_its_own_vr(ct: FileDataset) -> None:
    assert ct[0x0009, 0x1001].VR == "LO"
    replace(ct, "(0009,1001)", "OTHER")
    assert ct[0x0009, 0x1001].value == "OTHER"
    with pytest.raises(EditRefused, match="at most 64 characters"):
        replace(ct, "(0009,1001)", "x" * 65)
