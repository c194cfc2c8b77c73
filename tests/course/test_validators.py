"""What exercise authors check types and names with says what it received, and what was meant."""

from __future__ import annotations

from collections.abc import Mapping

import pydicom
import pytest

from dcmteach.course.exercises import (
    NotAttempted,
    NotYet,
    expect_dataset,
    expect_names,
    expect_number,
    expect_type,
    same_text,
)


def test_the_right_type_passes_unchanged():
    assert expect_type("CT", str, "the modality") == "CT"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (3, "you gave an `int`"),
        (b"CT", "you gave a `bytes`"),
        (len, "the function `len` itself, without calling it"),
        (str, "the class `str` itself"),
        ([], "you gave a `list`"),
    ],
)
def test_another_type_is_named(answer, told):
    with pytest.raises(NotYet) as caught:
        expect_type(answer, str, "the modality", hint="Use `str()`")
    assert str(caught.value).startswith("This asks for the modality (`str`);")
    assert told in str(caught.value)
    assert str(caught.value).endswith("Use `str()`.")


def test_none_means_that_nothing_was_kept():
    with pytest.raises(NotAttempted, match="nothing was put into it"):
        expect_type(None, str, "the modality")


@pytest.mark.parametrize("answer", [7, 7.0, pydicom.valuerep.IS("7")])
def test_whole_numbers_pass_in_every_form(answer):
    assert expect_number(answer, "a number") == 7


@pytest.mark.parametrize("answer", [True, "7", 7.5])
def test_what_is_no_whole_number_is_refused(answer):
    with pytest.raises(NotYet, match="This asks for a number"):
        expect_number(answer, "a number")


@pytest.mark.parametrize("answer", [["a", "b"], ("a", "b"), {"a", "b"}, ["b", "a", "a"]])
def test_names_come_in_any_order_and_collection(answer):
    assert expect_names(answer, "the letters", known="abc") == {"a", "b"}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("ab", "texts in a list"),
        (["a", "x"], "`x` is none of the names to choose from"),
        ([1], "each as text"),
        (5, "you gave an `int`"),
    ],
)
def test_what_are_no_names_is_refused(answer, told):
    with pytest.raises(NotYet, match=told):
        expect_names(answer, "the letters", known="abc")


def test_one_text_instead_of_a_list_is_not_repeated_to_the_screen():
    with pytest.raises(NotYet) as caught:
        expect_names("Grey^Jane", "the names")
    assert "Grey" not in str(caught.value)


def test_a_data_set_is_asked_for_as_such():
    ds = pydicom.Dataset()
    assert expect_dataset(ds, "the edited data set") is ds
    with pytest.raises(NotYet, match="Hand over the data set itself"):
        expect_dataset("x", "the edited data set")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Grey^Jane", "grey^JANE ", True),
        ("a  b", "a b", True),
        ("é", "e\u0301", True),
        ("é", "e", False),
        ("Grey", "Gray", False),
    ],
)
def test_texts_are_compared_as_a_reader_would(one, other, same):
    assert same_text(one, other) is same


def test_a_dictionary_is_called_what_learners_know_it_as():
    with pytest.raises(NotYet) as caught:
        expect_type([1], Mapping, "a dictionary with one word for each element")
    assert "(`dict`); you gave" in str(caught.value)
    assert "Mapping" not in str(caught.value)


def test_texts_are_counted_and_each_is_one_of_a_few():
    from dcmteach.course.exercises import expect_texts

    assert expect_texts(["a", "b", "a"], 3, ("a", "b"), each="a or b") == ("a", "b", "a")
    for wrong in ("aba", ["a"]):
        with pytest.raises(NotYet, match="Give a list of three texts, from the top"):
            expect_texts(wrong, 3, ("a", "b"), each="a or b", order="from the top")
    with pytest.raises(NotYet, match="a or b"):
        expect_texts(["a", "b", "c"], 3, ("a", "b"), each="a or b")
    with pytest.raises(NotAttempted):
        expect_texts(None, 3, ("a", "b"), each="a or b")
