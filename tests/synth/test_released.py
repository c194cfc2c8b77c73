"""The released table of a lesson: without names, always the same, with one woman to be found."""

from __future__ import annotations

import re

from dcmteach.synth.released import released_table


def test_the_table_is_the_same_every_time_and_ordered_by_pseudonym():
    table = released_table()
    assert table == released_table()
    assert len(table) == 240
    pseudonyms = [row["pseudonym"] for row in table]
    assert pseudonyms == sorted(set(pseudonyms))


def test_every_cell_is_text_of_its_form():
    for row in released_table():
        assert list(row) == ["pseudonym", "Sex", "Age", "Scanned", "Score", "Finding"]
        assert row["Sex"] in {"F", "M"}
        assert 26 <= int(row["Age"]) <= 91
        assert re.fullmatch(r"202[01]-\d\d-\d\d", row["Scanned"])
        assert 0 < int(row["Score"]) < 40


def test_one_woman_of_ninety_was_scanned_in_august_and_others_nearly_fit():
    rows = released_table()
    august = [row for row in rows if row["Scanned"].startswith("2021-08")]
    assert [r["Finding"] for r in august if (r["Sex"], r["Age"]) == ("F", "90")] == ["small stroke"]
    assert any((r["Sex"], r["Age"]) == ("M", "90") for r in august)
    assert any((r["Sex"], r["Age"]) == ("F", "91") for r in rows)


def test_a_small_table_still_has_the_old_people():
    assert sum(int(row["Age"]) >= 88 for row in released_table(8)) == 8
