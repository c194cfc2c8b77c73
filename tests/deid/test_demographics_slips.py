"""In remarks, names are mistyped as well."""

import pytest

from dcmteach.deid.demographics_names import CohortNames
from dcmteach.deid.demographics_slips import Slips

NAMES = ("Вязалистов Мирогост", "Bramblewørth, Jorin", "Zwirnsaend Marten")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Мирогост Вязолистов phoned twice", "phoned twice"),
        ("Mr Zwirnsend came late", "came late"),
        ("Jorin Bramblewoth, left early", "left early"),
        ("seen with Marten Zwrinsaend", "seen with"),
    ],
)
def test_a_name_with_a_slip_beside_a_name_or_title_is_cut(text, left):
    cleaned = CohortNames(NAMES).clean(text)
    assert cleaned is not None
    assert " ".join(cleaned.replace(",", " ").split()).removeprefix("Mr ") == left


@pytest.mark.parametrize(
    "text", ["Brambleworts grow there", "Zwirnsend", "from Merten to Jarin", "12", ""]
)
def test_alone_such_a_word_may_be_a_place_and_stays(text):
    assert Slips(NAMES).found_in(text) == ()


def test_the_time_goes_with_the_text_not_with_the_names():
    slips = Slips(f"Familie{chr(97 + n % 26)}{chr(97 + n // 26)}xq Given" for n in range(600))
    assert slips.found_in("Given Familiaaaxq was here " * 200)
