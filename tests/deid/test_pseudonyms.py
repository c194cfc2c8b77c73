"""Pseudonyms for a cohort."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcmteach.deid.people import ALPHABET, pseudonym
from dcmteach.deid.pseudonyms import Pseudonyms, check_pseudonym
from dcmteach.deid.secrets import Secrets
from dcmteach.errors import DcmteachError

KEY = Secrets(bytes(range(32)))
OTHER = Secrets(bytes(range(1, 33)))


def test_the_same_key_and_person_give_the_same_pseudonym_and_another_key_another():
    assert Pseudonyms(KEY).of("a") == Pseudonyms(KEY).of("a") == pseudonym(KEY, "a")
    assert Pseudonyms(KEY).of("a") != Pseudonyms(OTHER).of("a")


@given(
    st.text(min_size=1),
    st.integers(6, 16),
    st.sampled_from([ALPHABET, "ABCDEF0123456789", "ZYXWVUTSRQPONMLKJIHGFEDCBA"]),
)
def test_alphabet_and_length_are_kept(person, length, alphabet):
    made = Pseudonyms(KEY, length=length, alphabet=alphabet, prefix="X-").of(person)
    assert made.startswith("X-")
    assert len(made) == length + 2
    assert set(made[2:]) <= set(alphabet)
    assert made[2].isalpha()


def test_numbers_are_digits_and_do_not_begin_with_nought():
    made = {Pseudonyms(KEY, form="number", length=8).of(str(n)) for n in range(300)}
    assert all(text.isdigit() and len(text) == 8 and text[0] != "0" for text in made)
    assert len(made) == 300


def test_by_order_they_are_numbered_on_from_what_is_known():
    names = Pseudonyms(KEY, by_order=True)
    assert [names.of(person) for person in "caba"] == ["P001", "P002", "P003", "P002"]
    later = Pseudonyms(KEY, by_order=True, known=names.given)
    assert [later.of(person) for person in "dab"] == ["P004", "P002", "P003"]


def test_by_order_with_a_prefix():
    names = Pseudonyms(KEY, by_order=True, prefix="SUB-", known={"x": "SUB-0041", "y": "OLD7"})
    assert names.of("new") == "SUB-042"


def test_what_is_known_wins_over_the_key():
    assert Pseudonyms(KEY, known={"a": "Case_7"}).of("a") == "Case_7"


def test_two_people_never_get_one_pseudonym():
    taken = Pseudonyms(KEY).of("a")
    with pytest.raises(DcmteachError, match=r"Two people would share the pseudonym") as told:
        Pseudonyms(KEY, known={"b": taken.lower()}).of("a")
    assert "length=14" in str(told.value)
    with pytest.raises(DcmteachError, match="Two people"):
        Pseudonyms(KEY, known={"a": "ONE", "b": "one"})


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ({"form": "words"}, "form must be 'letters' or 'number' (got 'words')"),
        ({"length": 5}, "length must be 6 to 16 characters (got 5)"),
        ({"length": 17}, "got 17"),
        ({"prefix": "müller-"}, "prefix must be capital letters"),
        ({"prefix": "X" * 60}, "64 characters"),
        ({"alphabet": "ABCABCABCABC"}, "alphabet must be at least ten different"),
        ({"alphabet": "0123456789"}, "form='number'"),
        ({"alphabet": "ABC"}, "got 3 characters"),
        ({"alphabet": "abcdefghijkl"}, "capital letters"),
    ],
)
def test_a_choice_that_cannot_be_is_told(choice, says):
    with pytest.raises(DcmteachError) as told:
        Pseudonyms(KEY, **choice)
    assert says in str(told.value)


@pytest.mark.parametrize("text", ["", "Orešnik", "a b", "../x", "-a", "x" * 65, "a\n"])
def test_a_pseudonym_from_elsewhere_must_name_a_folder_and_is_not_repeated(text):
    with pytest.raises(DcmteachError) as told:
        check_pseudonym(text)
    assert "1 to 64 letters" in str(told.value)
    assert "Ore" not in str(told.value)


def test_ten_thousand_people_have_ten_thousand_pseudonyms():
    names = Pseudonyms(KEY)
    assert len({names.of(str(n)) for n in range(10_000)}) == 10_000


def test_a_key_is_not_shown():
    assert repr(Pseudonyms(KEY)) == "<Pseudonyms: 0 given>"
