"""Who is who in a run: what each file says of its person, that person, and the pseudonym."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydicom.dataset import Dataset

from dcmteach.deid.people import person_of, pseudonym
from dcmteach.deid.persons import Persons
from dcmteach.deid.pseudonyms import Pseudonyms
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.subjects import Subject, subject_of
from dcmteach.errors import DcmteachError

__all__ = ["Keyed", "Roster", "Who"]

_PERSON = "pseudonym\x1f"  # a person is the pseudonym: a mapping reused keeps dates together


@dataclass(frozen=True)
class Keyed:
    """Everybody for themselves: the person is what the file says, the pseudonym the key's.

    Parameters
    ----------
    secrets : Secrets
        The key.
    prefix : str, optional
        Put before every pseudonym.
    """

    secrets: Secrets
    prefix: str = ""

    def person_of(self, ds: Dataset) -> str:
        """Tell which person a data set is about."""
        return person_of(ds)

    def pseudonym(self, person: str) -> str:
        """Give that person's pseudonym."""
        return pseudonym(self.secrets, person, prefix=self.prefix)

    def held(self, ds: Dataset) -> str | None:
        """Say why a data set must wait for somebody; nobody's does."""
        return None

    def recipe_for(self, ds: Dataset, recipe: Recipe) -> Recipe:
        """Add nothing to a recipe: nothing is told of this person elsewhere."""
        return recipe


@dataclass(frozen=True)
class Roster:
    """Who is who, settled for the whole cohort before the first file is written.

    Parameters
    ----------
    pseudonyms : mapping of Subject to str
        The pseudonym of the person that each saying means.
    waiting : mapping of Subject to str, optional
        Sayings of which nobody can tell whom they mean, with the reason.
    values : mapping of str to mapping of str to str, optional
        By pseudonym, values for elements by keyword: sex and age told elsewhere.
    """

    pseudonyms: Mapping[Subject, str]
    waiting: Mapping[Subject, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        persons: Persons,
        pseudonyms: Pseudonyms,
        *,
        keys: Mapping[str, str] | None = None,
        values: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Roster:
        """Settle who is who.

        Parameters
        ----------
        persons : Persons
            The people of the cohort; those held back get no pseudonym.
        pseudonyms : Pseudonyms
            Hands them out, in the order of the cohort.
        keys : mapping of str to str, optional
            Other keys for some people: that of their row in a table, or in a mapping.
        values : mapping of str to mapping of str to str, optional
            By key, values for elements by keyword.
        """
        keys, values = keys or {}, values or {}
        told: dict[str, Mapping[str, str]] = {}
        given: dict[Subject, str] = {}
        waiting: dict[Subject, str] = {}
        for person in persons.people:
            if person.held:
                waiting.update(dict.fromkeys(person.subjects, person.held))
            else:
                text = pseudonyms.of(keys.get(person.key, person.key))
                given.update(dict.fromkeys(person.subjects, text))
                if person.key in values:
                    told[text] = values[person.key]
        return cls(given, waiting, told)

    def person_of(self, ds: Dataset) -> str:
        """Tell which person a data set is about; shifts of dates follow from it.

        Raises
        ------
        DcmteachError
            If the file was not there, or another, when the cohort was looked through.
        """
        found = self.pseudonyms.get(subject_of(ds))
        if found is None:
            raise DcmteachError(
                "its patient was not in the cohort when the run began: the file is new or was "
                "changed since. Run again"
            )
        return _PERSON + found

    def pseudonym(self, person: str) -> str:
        """Give that person's pseudonym."""
        return person.removeprefix(_PERSON)

    def held(self, ds: Dataset) -> str | None:
        """Say why a data set must wait for somebody to decide whose it is; None if it need not."""
        return self.waiting.get(subject_of(ds))

    def fingerprint(self, secrets: Secrets) -> str:
        """Tell one roster from another; nobody without the key can tell who is in it."""
        told: tuple[Mapping[Any, Any], ...] = (self.pseudonyms, self.waiting, self.values)
        parts = [
            json.dumps([kind, *one], default=dict, sort_keys=True)
            for kind, mapping in enumerate(told)
            for one in mapping.items()
        ]
        return secrets.digest("roster", *sorted(parts)).hex()[:16]

    def recipe_for(self, ds: Dataset, recipe: Recipe) -> Recipe:
        """Add to a recipe what is told of this person elsewhere."""
        text = self.pseudonyms.get(subject_of(ds))
        if text is None or text not in self.values:
            return recipe
        return recipe.with_replacements(**self.values[text])

    def __repr__(self) -> str:
        return f"<Roster: {len(set(self.pseudonyms.values()))} people>"


Who = Keyed | Roster
"""What tells people apart and names them."""
