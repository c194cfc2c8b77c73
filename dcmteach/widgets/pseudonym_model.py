"""The state of the pseudonym lab: writings of names, two keys, no key, and an attacker."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dcmteach.deid.persons import Persons
from dcmteach.deid.pseudonyms import Pseudonyms
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.subjects import Subject, name_keys
from dcmteach.errors import DcmteachError
from dcmteach.verify.dictionary import dictionary_attack
from dcmteach.verify.dictionary_found import Recovered
from dcmteach.widgets import pseudonym_html as page
from dcmteach.widgets.paged import one_of

__all__ = ["COLUMNS", "MOST", "LabModel", "LabRow"]

COLUMNS = {"none": "without a key", "A": "with key A", "B": "with key B"}
"""The columns of pseudonyms."""

MOST = 20
"""How many writings are looked at."""

_LENGTH = 10  # characters of a pseudonym


@dataclass(frozen=True, slots=True)
class LabRow:
    """One writing of a name.

    Parameters
    ----------
    line : int
        Its number, from 1.
    written : str
        As somebody typed it.
    person : int
        Whom it means here: the number of a person, from 1.
    pseudonyms : dict of str to str
        By column.
    """

    line: int
    written: str = field(repr=False)
    person: int
    pseudonyms: dict[str, str]


class LabModel:
    """Writings of names and what becomes of them with a key, with another, and without one.

    Parameters
    ----------
    writings : iterable of str
        The names at the start.
    keys : dict of str to Secrets
        The keys ``"A"`` and ``"B"``; only their fingerprints are ever shown.
    candidates : sequence of str
        What the attacker tries.

    Attributes
    ----------
    text : str
        The writings, one on each line.
    rows : tuple of LabRow
        What becomes of each.
    attacks : dict of str to Recovered
        What attacks brought, by column.
    said : str
        What the last action did.
    """

    def __init__(
        self, writings: Iterable[str], keys: dict[str, Secrets], candidates: Sequence[str]
    ) -> None:
        self.keys = keys
        self.candidates = candidates
        self.attacks: dict[str, Recovered] = {}
        self.said = ""
        self.write("\n".join(writings))

    # --- what the person does -------------------------------------------------------------

    def write(self, text: str) -> None:
        """Take other writings, one on each line."""
        self.text = text
        self.attacks.clear()
        self.said = ""
        self._make()

    def change_letter(self) -> None:
        """Add the first writing once more, with one letter changed."""
        if not self.rows:
            self.said = "There is no name to change. Write one first."
            return
        first = self.rows[0].written
        known = {row.written for row in self.rows}
        for place, letter in enumerate(first):
            changed = first[:place] + _next(letter) + first[place + 1 :]
            if place and letter.isalpha() and changed not in known:
                self.write(f"{self.text.rstrip()}\n{changed}")
                self.said = (
                    f"The last line is line 1 with one letter changed: {letter} is "
                    f"{_next(letter)} now. Its pseudonyms have nothing in common with those of "
                    "line 1."
                )
                return
        self.said = "Every letter of line 1 was changed already."

    def new_key(self, name: str) -> None:
        """Make a fresh key and forget the one before.

        Parameters
        ----------
        name : str
            ``"A"`` or ``"B"``.

        Raises
        ------
        DcmteachError
            If it is neither.
        """
        if name not in self.keys:
            raise DcmteachError(f"The key must be A or B (got {name!r}).")
        before = self.keys[name].fingerprint
        self.keys[name] = Secrets.random()
        self.attacks.pop(name, None)
        self._make()
        self.said = (
            f"Key {name} is new: its fingerprint was {before} and is "
            f"{self.keys[name].fingerprint}. Every pseudonym made with it is another; nobody can "
            "make the old ones again."
        )

    def attack(self, column: str) -> Recovered | None:
        """Hash every candidate and look whose pseudonym in a column comes out.

        Parameters
        ----------
        column : str
            ``"none"``, ``"A"`` or ``"B"``.

        Returns
        -------
        Recovered or None
            The names that came back; None if there is no pseudonym to attack.

        Raises
        ------
        DcmteachError
            If there is no such column.
        """
        one_of("column", column, COLUMNS)
        if not self.rows:
            self.said = "There is no pseudonym to attack. Write a name first."
            return None
        made = dictionary_attack((row.pseudonyms[column] for row in self.rows), self.candidates)
        self.attacks[column] = made
        self.said = page.told(made, column)
        return made

    # --- what is shown --------------------------------------------------------------------

    def recovered(self, column: str) -> dict[str, str]:
        """Return the names that an attack on a column brought back, by pseudonym."""
        found = self.attacks.get(column)
        return {} if found is None else {row.pseudonym: row.candidate for row in found}

    def fingerprints(self) -> str:
        """Return what may be shown of the keys, in one line."""
        return ", ".join(f"key {name}: {key.fingerprint}" for name, key in self.keys.items())

    def table_html(self) -> str:
        """Return the writings and their pseudonyms as HTML."""
        return page.listed(self)

    def why_html(self) -> str:
        """Return which writings fall together, and why, as HTML."""
        return page.why(self)

    def said_html(self) -> str:
        """Return what the last action did as HTML."""
        return page.said(self)

    def render(self) -> str:
        """Return the state as HTML."""
        return page.whole(self)

    def alt(self) -> str:
        """Return the state in two or three sentences."""
        return page.alt(self)

    # --- how ------------------------------------------------------------------------------

    def _make(self) -> None:
        lines = [line.strip() for line in self.text.splitlines()]
        written = [line for line in lines if any(name_keys(line).values())][:MOST]
        self.left_out = sum(bool(line) for line in lines) - len(written)
        people = Persons([Subject(line) for line in written], by="name").people
        whose = {s.name: number for number, person in enumerate(people) for s in person.subjects}
        handed = {name: Pseudonyms(key, length=_LENGTH) for name, key in self.keys.items()}
        self.rows = tuple(
            LabRow(
                line,
                text,
                whose[text] + 1,
                {
                    "none": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_LENGTH],
                    **{name: given.of(people[whose[text]].key) for name, given in handed.items()},
                },
            )
            for line, text in enumerate(written, 1)
        )


def _next(letter: str) -> str:
    """Give another letter of the same case."""
    other = "e" if letter.casefold() != "e" else "a"
    return other.upper() if letter.isupper() else other
