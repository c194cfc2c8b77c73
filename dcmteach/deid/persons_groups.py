"""Sayings that mean one person, put together; by name, and by ID."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dcmteach.deid.people import normal_text
from dcmteach.deid.subjects import REPRESENTATIONS, Subject, name_keys

__all__ = ["Group", "groups_by_name", "groups_by_number"]


@dataclass
class Group:
    """What files say of one person.

    Parameters
    ----------
    by : str
        ``"name"`` or ``"id"``: what put it together.
    key : str
        What pseudonyms are made of.
    subjects : list of Subject
        The sayings.
    writings : dict of str to str
        By representation, the key of the name.
    ambiguous : bool
        Whether the name may mean either of two people.
    """

    by: str
    key: str
    subjects: list[Subject] = field(default_factory=list)
    writings: dict[str, str] = field(default_factory=dict)
    ambiguous: bool = False

    @property
    def numbers(self) -> set[str]:
        """The different IDs with their issuers, normalised."""
        return {_number(subject) for subject in self.subjects} - {""}

    @property
    def names(self) -> set[str]:
        """The different names; two writings that share a representation are one."""
        found: list[dict[str, str]] = []
        for subject in self.subjects:
            keys = name_keys(subject.name)
            fitting = [other for other in found if _fits(keys, other)]
            if keys and not fitting:
                found.append(dict(keys))
            elif fitting:
                fitting[0].update(keys)
        return {_key_of(keys) for keys in found}

    @property
    def contradicts(self) -> str:
        """What differs that cannot differ within one person; empty if nothing does."""
        if len({s.birth_date for s in self.subjects if s.birth_date}) > 1:
            return "birth date"
        if len({s.sex.upper() for s in self.subjects if s.sex.upper() in {"F", "M"}}) > 1:
            return "sex"
        return ""


def groups_by_number(subjects: Sequence[Subject]) -> list[Group]:
    """Put together what has one Patient ID of one issuer; without an ID, one name.

    Parameters
    ----------
    subjects : sequence of Subject
        In the order of the cohort.
    """
    groups: dict[str, Group] = {}
    nameless = [s for s in subjects if not _number(s)]
    by_name = {s: group.key for group in _by_name(nameless) for s in group.subjects}
    for subject in subjects:
        key = by_name.get(subject, subject.person)
        groups.setdefault(key, Group("id", key)).subjects.append(subject)
    return list(groups.values())


def groups_by_name(subjects: Sequence[Subject]) -> list[Group]:
    """Put together what has one name, in any of its representations; without a name, one ID.

    Parameters
    ----------
    subjects : sequence of Subject
        In the order of the cohort.
    """
    order = {subject: number for number, subject in enumerate(subjects)}
    groups = _by_name(subjects)
    for group in groups:
        group.subjects.sort(key=order.__getitem__)
    return sorted(groups, key=lambda group: order[group.subjects[0]])


def _by_name(subjects: Sequence[Subject]) -> list[Group]:
    groups: list[Group] = []
    index: dict[tuple[str, str], list[Group]] = {}
    others: dict[str, Group] = {}
    keyed = [(name_keys(subject.name), subject) for subject in subjects]
    keyed.sort(key=lambda pair: -len(pair[0]))  # the fullest writings first: others may join them
    for keys, subject in keyed:
        if not keys:
            others.setdefault(subject.person, Group("name", subject.person)).subjects.append(
                subject
            )
            continue
        near = {id(g): g for pair in keys.items() for g in index.get(pair, ())}
        fitting = [group for group in near.values() if _fits(keys, group.writings)]
        sure = [group for group in fitting if not group.ambiguous]
        if len(sure) > 1:
            group = next((g for g in fitting if g.ambiguous and g.writings == keys), None)
            group = group or Group("name", "", ambiguous=True)
        else:
            group = sure[0] if sure else Group("name", "")
        if not group.subjects:
            groups.append(group)
        group.subjects.append(subject)
        for pair in keys.items():
            if group.writings.setdefault(*pair) == pair[1]:
                known = index.setdefault(pair, [])
                if not any(group is other for other in known):
                    known.append(group)
    for group in groups:
        group.key = f"name\x1f{_key_of(group.writings)}"
        if group.ambiguous:
            group.key += "\x1f?"
    _part_equal(groups)
    return [*groups, *others.values()]


def _part_equal(groups: list[Group]) -> None:
    """Two people whose names differ in one script only: that script goes into their keys."""
    count = Counter(group.key for group in groups)
    for group in groups:
        if count[group.key] > 1:
            group.key = "\x1f".join(
                ["name", *(group.writings.get(name, "") for name in REPRESENTATIONS)]
            )


def _fits(keys: dict[str, str], writings: dict[str, str]) -> bool:
    shared = keys.keys() & writings.keys()
    return bool(shared) and all(keys[name] == writings[name] for name in shared)


def _key_of(writings: dict[str, str]) -> str:
    return next((writings[name] for name in REPRESENTATIONS if name in writings), "")


def _number(subject: Subject) -> str:
    number = normal_text(subject.number)
    return "\x1f".join((normal_text(subject.issuer), number)) if number else ""
