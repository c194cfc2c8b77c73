"""Decisions about doubtful matches."""

import os
import stat

import pytest

from dcmteach.deid.decisions import Decisions
from dcmteach.errors import DcmteachError

ROWS = ("Orešnik, Živa", "Anna Berg", "Jan Novak")
PEOPLE = (("OREŠNIK^ŽIVA", "=山田^太郎"), ("Berg^Anna^^Dr.",), ("Novák^Jan",))


def test_they_are_applied_whatever_the_order_and_writing():
    decisions = Decisions()
    decisions.confirm("živa orešnik", "Orešnik^Živa")
    decisions.reject("Berg, Anna")
    decisions.confirm("Jan Novak", "Novák^Jan")
    assert decisions.confirmed(ROWS, PEOPLE) == {0: 0, 1: None, 2: 2}
    assert decisions.confirmed(ROWS[::-1], PEOPLE[::-1]) == {2: 2, 1: None, 0: 0}


def test_what_is_not_here_or_not_one_persons_is_left_out():
    decisions = Decisions({"Nobody Known": "A^B", "Anna Berg": "Gone^Person"})
    assert decisions.confirmed(ROWS, PEOPLE) == {}
    twins = (*PEOPLE, ("Berg^Anna",))
    assert Decisions({"Anna Berg": "Berg^Anna"}).confirmed(ROWS, twins) == {}


def test_they_can_be_taken_back():
    decisions = Decisions()
    decisions.reject("Anna Berg")
    decisions.undo("Anna Berg")
    decisions.undo("Anna Berg")
    assert len(decisions) == 0


def test_they_are_saved_for_their_owner_alone_and_read_back(tmp_path):
    decisions = Decisions({"Anna Berg": "Berg^Anna", "Živa": None})
    path = decisions.save(tmp_path / "decisions.json")
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Decisions.read(path).pairs == decisions.pairs


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": "dcmteach decisions 1", "pairs": {"Berg": 3}}', "{"]
)
def test_what_holds_no_decisions_is_refused_unquoted(tmp_path, text):
    path = tmp_path / "d.json"
    path.write_text(text)
    with pytest.raises(DcmteachError, match=r"'d\.json' holds no decisions") as told:
        Decisions.read(path)
    assert "Berg" not in str(told.value)


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(DcmteachError, match=r"'d\.json' cannot be read: No such file"):
        Decisions.read(tmp_path / "d.json")


def test_nobody_is_shown():
    assert repr(Decisions({"Anna": None})) == "<Decisions: 1>"
