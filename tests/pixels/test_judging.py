"""What stands in a picture is judged by the header of before, and by its form."""

from __future__ import annotations

import pytest

from dcmteach.header import Identity
from dcmteach.pixels.fuzzy import nearest
from dcmteach.pixels.judging import judge

WHO = Identity(
    [("patient name", "Müller^Anna Maria"), ("patient ID", "QX-71-5501"),
     ("birth date", "19560312")]
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["MULLER, ANNA", "Anna Maria M.", "MUE11ER", "Mu1ler", "12.03.1956", "QX715501", "QX 71 55O1"],
)
def test_the_patient_is_known_in_any_order_and_misread(text):
    assert judge([text], WHO) == "identifier"


@pytest.mark.parametrize(
    "text",
    ["2:56:22 PM", "18:01", "09-MAR-", "JAN-2010", "17.0S.136S", "K4618364", "2014", "Name: X"],
)
def test_dates_times_and_numbers_count_as_such_even_when_torn(text):
    assert judge([text], WHO) == "date"


@pytest.mark.parametrize(
    "text",
    ["L", "R", "100 mm", "kVp 120", "WL 40 WW 400", "TIS<0.4 MI=0.8 AO=100%", "FOV 24.5 cm",
     "Im: 129 Se: 3", "11cm", "1.5T", "512 x 512"],
)  # fmt: skip
def test_marks_and_settings_of_the_machine_are_technical(text):
    assert judge([text], WHO) == "technical"


@pytest.mark.parametrize("text", ["Adult Echo", "LYMPH NODE", "Decubitus"])
def test_other_words_are_unknown(text):
    assert judge([text], WHO) == "unknown"


def test_the_gravest_reading_counts():
    assert judge(["100 mm", "MULLER"], WHO) == "identifier"


def test_slips_are_counted_wherever_the_word_stands():
    assert nearest("mueller", "drmuellerx", 1) == 0
    assert nearest("mueller", "drmuelerx", 1) == 1
    assert nearest("mueller", "nothing", 1) == 2
