"""Which row of a table is about which person, told by names alone and never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dcmteach.deid.matching_candidates import apart, near_people
from dcmteach.deid.matching_names import names_of_person, names_of_row
from dcmteach.deid.matching_numbers import Numbers
from dcmteach.deid.matching_result import WHY, Candidate, Match, Matches
from dcmteach.deid.matching_settle import settle
from dcmteach.errors import DcmteachError

__all__ = ["Candidate", "Match", "Matches", "match_names"]


def match_names(
    rows: Sequence[str],
    people: Sequence[str | Sequence[str]],
    *,
    max_character_distance: float = 0.2,
    max_word_distance: float = 0.2,
    confirmed: Mapping[int, int | None] | None = None,
    row_ids: Sequence[str] | None = None,
    people_ids: Sequence[str] | None = None,
) -> Matches:
    """Tell which row of a table is about which person.

    Parameters
    ----------
    rows : sequence of str
        The names as a table writes them: ``"Müller, Anna"``, ``"Dr. Anna Mueller"``,
        ``"山鳥 数恵"``. Each row is about one person, each person has one row.
    people : sequence of str or of sequence of str
        The PN values of each person: one with all its representations (PS3.5 6.2.1), or several.
    max_character_distance : float, optional
        The greatest share of differing letters, 0 to 1: 0.2 lets one letter in five differ.
    max_word_distance : float, optional
        The greatest share of words without a partner, 0 to 1: 0.2 lets one word be missing of
        three (1 − 2 · 2 / 5), none of two (1 − 2 · 1 / 3 = 0.33).
    confirmed : mapping of int to int or None, optional
        What a human has settled: the person of a row, or None if there is none. It is obeyed.
    row_ids, people_ids : sequence of str, optional
        Numbers beside the names, both or neither. A number that agrees settles what names leave
        open; a number that differs makes a match doubtful.

    Returns
    -------
    Matches
        One :class:`Match` for each row: linked, doubtful with the candidates and the reason, or
        unmatched.

    Raises
    ------
    DcmteachError
        If a threshold is not from 0 to 1, if ``confirmed`` names a row or person that is not
        there, or if rapidfuzz is not installed.

    Notes
    -----
    Words are paired by likeness, whatever their order
    (``dcmteach.deid.matching_distance``). Then ::

        character distance = differing letters / letters of the longer word, summed over pairs
        word-set distance  = 1 − 2 · pairs / (words of the row + words of the person)

    Within both thresholds a pair is possible. Names that agree and have no rival are linked;
    for all others the assignment with the most links and, of these, the fewest slips of the pen
    is found (Hungarian method). A link stands only if every other way costs at least one slip
    more where the name agrees, two where it does not; else it is reported, not made. So are two
    differing words that others of the cohort bear (*Anna* and *Anne*), another ending (*Kazuo*
    and *Kazue*), a name as near to two people, a generation on one side alone (*Jr*), and names
    of which a single word agrees.
    """
    for name, value in (
        ("max_character_distance", max_character_distance),
        ("max_word_distance", max_word_distance),
    ):
        if not 0 <= value <= 1:
            raise DcmteachError(
                f"{name} must be a number from 0 to 1 (got {value}). Write {name}=0.2."
            )
    settled = dict(confirmed or {})
    _check(settled, len(rows), len(people))
    numbers = Numbers.beside(len(rows), len(people), row_ids, people_ids)
    taken = {person for person in settled.values() if person is not None}
    row_names = [() if row in settled else names_of_row(text) for row, text in enumerate(rows)]
    values = [(value,) if isinstance(value, str) else tuple(value) for value in people]
    person_names = [
        ()
        if person in taken
        else tuple(dict.fromkeys(name for value in written for name in names_of_person(value)))
        for person, written in enumerate(values)
    ]
    near = near_people(
        row_names,
        person_names,
        max_character_distance=max_character_distance,
        max_word_distance=max_word_distance,
    )
    for row, person in numbers.pairs():
        if row not in settled and person not in taken:
            near.setdefault(row, {}).setdefault(person, apart(row_names[row], person_names[person]))
    decided = settle(near, row_names, person_names, numbers)
    shown = [written[0] if written else "" for written in values]
    made = []
    for row, text in enumerate(rows):
        if row in settled:
            choice = settled[row]
            chosen = None if choice is None else Candidate(choice, shown[choice])
            made.append(Match(row, text, "confirmed", chosen, (), WHY["confirmed"]))
            continue
        candidates = tuple(
            Candidate(person, shown[person], pair.character, pair.word, pair.slips)
            for person, pair in sorted(
                near.get(row, {}).items(), key=lambda item: (item[1].slips, item[0])
            )
        )
        if row in decided.links:
            chosen = next(c for c in candidates if c.person == decided.links[row])
            made.append(Match(row, text, "linked", chosen, candidates, ""))
        elif row in decided.doubts:
            why = WHY[decided.doubts[row]]
            made.append(Match(row, text, "doubtful", None, candidates, why))
        else:
            made.append(Match(row, text, "unmatched", None, (), ""))
    return Matches(made, shown)


def _check(settled: Mapping[int, int | None], rows: int, people: int) -> None:
    for row, person in settled.items():
        if not 0 <= row < rows or (person is not None and not 0 <= person < people):
            raise DcmteachError(
                f"confirmed must map rows 0 to {rows - 1} to people 0 to {people - 1} or None "
                f"(got {row}: {person}). Take both numbers from the matches shown."
            )
