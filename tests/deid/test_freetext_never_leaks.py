"""Whatever a text is made of, nothing of the patient is left; cleaning twice changes nothing."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dcmteach.deid.freetext import clean
from dcmteach.deid.freetext_join import without
from dcmteach.deid.freetext_view import View
from dcmteach.header.fold import fold
from dcmteach.header.identity import Identity
from dcmteach.header.translit import variants

FAMILY = [
    *("Müller", "Joergensen", "Jørgensen", "Þórbald", "O'Brien", "van der Berg", "Wąsik-Żołędź"),
    *("Иванов", "Παπαδόπουλος", "山田", "García Lorca", "Le", "Long", "Head", "Škvorně", "Hælde"),
    *("Ng", "Straßmann", "Øster", "Aaberg", "McDonald", "김", "Đoković", "İpek"),
]
GIVEN = ["Jörg", "Anna-Maria", "Þóra", "Łucja", "Пётр", "太郎", "Li", "May", "Örjan", "D'Arcy", "J"]
WORDS = [
    *("knee", "left", "CT", "thorax", "2mm", "T1", "patient", "seen by", "Dr.", "with", "5.0"),
    *("x", "(", ")", ",", "\n", "-", "_", "/", ":", "iv", "'s", "ID", "\u00ad", "é", "Mr", "."),
]
NUMBERS = ["H-1234567", "0012345", "ABC123", "9876543210", "12.34.56"]


def spellings(name: str) -> list[str]:
    decomposed = unicodedata.normalize("NFD", name)
    return sorted({name, name.upper(), name.lower(), name.title(), decomposed, *variants(name)})


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(FAMILY), st.sampled_from(GIVEN), st.sampled_from(NUMBERS), st.data()
)  # fmt: skip
def test_nothing_of_the_patient_is_left(
    family: str, given_name: str, number: str, data: st.DataObject
) -> None:
    who = Identity(
        [("patient name", f"{family}^{given_name}"), ("patient ID", number)],
        further=[("date", "20190516")],
    )
    identifying = [number, number.lower(), number.replace("-", " "), "16.05.2019", "2019-05-16"]
    atoms = st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(spellings(family)),
        st.sampled_from(spellings(given_name)),
        st.sampled_from([*identifying, "J."]),
    )
    joints = st.sampled_from([" ", " ", " ", ", ", "_", "^", "-", ""])
    pieces = data.draw(st.lists(st.tuples(atoms, joints), max_size=8))
    text = "".join(atom + joint for atom, joint in pieces)
    left = clean(text, who)
    if left is None:
        return
    assert who.found_in(left) == ()
    assert clean(left, who) == left
    assert len(left) <= len(text)
    assert len(left.encode()) <= len(text.encode())
    assert not re.search(r"0516|05-16|16\.05|1605", left)  # a year may stay
    words = set(re.findall(r"[^\W_]+", fold(left)))
    parts = [part for name in (family, given_name) for part in re.findall(r"[^\W_]+", name)]
    named = {fold(part) for part in parts if len(part) > 1} - {"van", "der"}
    assert not words & named


@settings(max_examples=400, deadline=None)
@given(
    st.text(alphabet="ab1 .,;:()[]\"'_-/\\\r\n^|+<>", max_size=30).flatmap(
        lambda text: st.tuples(
            st.just(text), st.lists(st.booleans(), min_size=len(text), max_size=len(text))
        )
    )
)
def test_tidying_loses_no_word_and_adds_no_letter(case: tuple[str, list[bool]]) -> None:
    text, marks = case
    left = without(text, bytearray(marks))
    assert len(left) <= len(text)
    kept = [letter for letter, gone in zip(text, marks, strict=True) if not gone]
    assert [c for c in left if c.isalnum()] == [c for c in kept if c.isalnum()]
    if not any(marks):
        assert left == text


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_a_folded_text_is_found_again_as_written(text: str) -> None:
    view = View(text)
    for start, end in view.words:
        first, last = view.written(start, end)
        assert 0 <= first < last <= len(text)
        assert view.folded[start:end] in View(text[first:last]).folded
    assert len(view.squeezed_at()) == len(view.squeezed)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "Z"]), max_size=40))
def test_any_text_at_all_is_cleaned_without_an_error(text: str) -> None:
    who = Identity([("patient name", "Müller^Jörg"), ("birth date", "19511223")])
    left = clean(text, who)
    assert left is None or clean(left, who) == left


def test_spellings_of_names_in_other_letters() -> None:
    assert {"muller", "mueller"} <= variants("Müller")
    assert {"muller", "mueller"} <= variants("Mueller")
    assert {"jorgensen", "joergensen"} <= variants("Jørgensen")
    assert {"thorsson", "torsson"} <= variants("Þórsson")
    assert {"ivanov", "iwanow", "иванов"} <= variants("Иванов")
    assert {"petr", "pyotr", "pjotr"} <= variants("Пётр")
    assert {"shcherbakov", "schtscherbakow"} <= variants("Щербаков")
    assert "papadopoulos" in variants("Παπαδόπουλος")
    assert {"djokovic", "dokovic"} <= variants("Đoković")
    assert "ra" not in variants("Rae")  # two letters that stand in every text
    assert len(variants("Aaoeaeueaaoeaeueaaoeaeue")) <= 32
