"""A cohort of invented people, a table about them full of mistakes, and the answer key."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from dcmteach.synth.names_people import Named, invent, near, plain, romanise
from dcmteach.synth.names_slips import mistyped, written

__all__ = ["NamesCohort", "names_cohort"]

_NEAR = (  # share of all people who get somebody with nearly the same name
    ("one letter", 0.02),
    ("sibling", 0.02),
    ("junior", 0.01),
    ("swapped", 0.005),
    ("one more name", 0.005),
    ("namesake", 0.005),
)
_SLIPS = 0.25  # rows with mistakes
_NO_ROW = 0.07  # people without a row
_NO_IMAGES = 0.10  # rows about others, as a share of the people
_MISTYPED = 0.01  # people whose family name is mistyped in the images
_TWICE = 0.01  # people with two rows
_MORE = ("Alma", "Bruno", "Cora", "Dario", "Edda", "Fabio", "Greta", "Hugo", "Ida", "Kuno")


@dataclass(frozen=True, slots=True, repr=False)
class NamesCohort:
    """People, rows, and which is which.

    Parameters
    ----------
    people : tuple of str
        PN values.
    rows : tuple of str
        Names as a table writes them, in no order.
    answers : tuple of int or None
        The person of each row; None if it is about somebody without images, or if nobody could
        tell by the name (two people bear the same one): a link there is a false one.
    kinds : tuple of tuple of str
        What was done to each row, e.g. ``("typo", "title")``; ``"stranger"`` for somebody
        without images, ``"namesake"`` where nobody could tell, ``"second row"``.
    relations : tuple of str
        For each person, in what way somebody else's name is near (``"one letter"``, ``"sibling"``
        …), or empty.
    """

    people: tuple[str, ...]
    rows: tuple[str, ...]
    answers: tuple[int | None, ...]
    kinds: tuple[tuple[str, ...], ...]
    relations: tuple[str, ...] = field(default=())

    def score(self, links: dict[int, int]) -> tuple[float, float, int]:
        """Judge links against the answer key.

        Parameters
        ----------
        links : dict of int to int
            The person of each linked row.

        Returns
        -------
        precision : float
            Right links of all links; 1 if there are none.
        recall : float
            Right links of all people who have one row and whom their name tells. Of those who have
            two, none need be linked: which one counts is for a human to say.
        false : int
            Links that are wrong, or that nobody could have known.
        """
        right = {person for row, person in links.items() if self.answers[row] == person}
        false = sum(1 for row, person in links.items() if self.answers[row] != person)
        rows = Counter(self.answers)
        wanted = {person for person, number in rows.items() if person is not None and number == 1}
        return (
            1 - false / len(links) if links else 1.0,
            len(right & wanted) / len(wanted) if wanted else 1.0,
            false,
        )


def names_cohort(people: int = 1000, *, seed: int = 0) -> NamesCohort:
    """Make a cohort.

    Parameters
    ----------
    people : int, optional
        How many people have images.
    seed : int, optional
        The same seed gives the same cohort.

    Returns
    -------
    NamesCohort
        In four scripts and more: Latin with diacritics (58 %), Cyrillic, Greek, Japanese,
        Korean and Chinese.

    Notes
    -----
    It is meant to be hard. About one person in eight has a near-namesake: a name that differs
    in one letter, a sibling, a father with the same name, a name the other way round, a name
    with one more, or just the same name. A quarter of the rows has mistakes besides being written
    in other ways (order, case, comma, titles, no accents, umlauts typed as two letters, other
    alphabet, native script). One person in fourteen has no row, one row in ten is about
    somebody without images, two in five of them siblings, sons or of a name a letter apart
    (*Anna*, *Anne*) of those who have; one person in a hundred has two rows, and in the images
    one in a hundred is mistyped.

    Two things are left out, since no one could tell by the name: a mistake never turns a name
    into exactly somebody else's; and if somebody's row is missing, the table holds no one whose
    rare name is one letter, or one more name, apart.
    """
    draw = random.Random(f"names cohort {seed}")  # a generator of examples, not of secrets
    everyone, relations = _people(draw, people)
    without = {at for at in range(people) if not relations[at] and draw.random() < _NO_ROW}
    ways: Counter[tuple[str, ...]] = Counter()
    for person in everyone:
        ways.update(_ways(person))
    made: list[tuple[str, int | None, tuple[str, ...]]] = []
    for at, person in enumerate(everyone):
        if at in without:
            continue
        text, done = _row(draw, person, ways, relations[at])
        if relations[at] == "swapped":
            alone = "," in text
        else:
            alone = _tells(text, person, ways) and _alone(text, person, ways)
        made.append((text, at if alone else None, done if alone else (*done, "namesake")))
        if alone and draw.random() < _TWICE:
            text, done = _row(draw, person, ways, relations[at])
            if _tells(text, person, ways):
                made.append((text, at, (*done, "second row")))
    made = _settled_pairs(made, relations)
    for at in range(round(people * _NO_IMAGES)):
        person = _stranger(draw, everyone, sorted(without), at)
        text, done = _row(draw, person, ways, "")
        if "missing generation" not in done and _is_told(text, person, everyone, without, ways):
            made.append((text, None, (*done, "stranger")))
    draw.shuffle(made)
    rows, answers, kinds = zip(*made, strict=True)
    shown = [
        mistyped(draw, person) if draw.random() < _MISTYPED and _alone("", person, ways) else person
        for person in everyone
    ]
    return NamesCohort(tuple(person.pn for person in shown), rows, answers, kinds, tuple(relations))


def _settled_pairs(
    made: list[tuple[str, int | None, tuple[str, ...]]], relations: list[str]
) -> list[tuple[str, int | None, tuple[str, ...]]]:
    """Of two people whose names are each other's the other way round, both rows need a comma."""
    told = Counter(at // 2 for _, at, _ in made if at is not None and relations[at] == "swapped")
    return [
        (text, None, (*done, "namesake"))
        if at is not None and relations[at] == "swapped" and told[at // 2] < 2
        else (text, at, done)
        for text, at, done in made
    ]


def _stranger(draw: random.Random, everyone: list[Named], without: list[int], number: int) -> Named:
    """Invent somebody without images; two in five are nearly somebody who has some."""
    relative = everyone[draw.randrange(len(everyone))]
    if number % 10 < 2 and without:  # the hardest: whoever it is mistaken for has no row
        relative = everyone[draw.choice(without)]
    kind = ("other given name", "sibling", "other given name", "junior")[number % 10 % 4]
    other = near(draw, relative, kind) if number % 10 < 4 else None
    return other or invent(draw)


def _is_told(
    text: str,
    person: Named,
    everyone: list[Named],
    without: set[int],
    ways: Counter[tuple[str, ...]],
) -> bool:
    """Tell whether a stranger is not, but for a name more or less, somebody without a row."""
    own = _ways(person)
    return not any(ways[way] for way in (*own, plain(text), plain(text, typed=True))) and not any(
        set(mine) <= set(theirs) or set(theirs) <= set(mine)
        for at in without
        for theirs in _ways(everyone[at])
        for mine in own
    )


def _people(draw: random.Random, number: int) -> tuple[list[Named], list[str]]:
    everyone: list[Named] = []
    relations: list[str] = []
    for kind, share in _NEAR:
        wanted = len(everyone) + 2 * max(1, round(number * share))
        while len(everyone) < min(wanted, number - 1):
            person = invent(draw)
            other = near(draw, person, kind)
            if other is None:
                continue
            if kind == "swapped":
                person = Named("western", other.given, other.family)
            everyone += [person, other]
            relations += [kind, kind]
    while len(everyone) < number:
        everyone.append(invent(draw))
        relations.append("")
    return everyone, relations


def _ways(person: Named) -> set[tuple[str, ...]]:
    """Give the words of a person's name in every script and spelling."""
    texts = [f"{person.particle} {person.family} {person.given} {person.middle} {person.suffix}"]
    if person.culture in {"cyrillic", "greek"}:
        texts += [romanise(texts[0], scheme) for scheme in (0, 1)]
    for pair in (person.native, person.sound):
        texts += [" ".join(pair), "".join(pair), "".join(pair[::-1])] if pair else []
    return {plain(text, typed=typed) for text in texts for typed in (False, True)}


def _tells(text: str, person: Named, ways: Counter[tuple[str, ...]]) -> bool:
    """Tell whether a row is not exactly somebody else's name."""
    own = _ways(person)
    return all(ways[words] == (words in own) for words in (plain(text), plain(text, typed=True)))


def _alone(text: str, person: Named, ways: Counter[tuple[str, ...]]) -> bool:
    """Tell whether nobody else bears a person's name in the script of a row."""
    eastern = any("\u3040" <= letter <= "\ud7a3" for letter in text)
    return all(
        ways[way] == 1
        for way in _ways(person)
        if eastern == any("\u3040" <= letter <= "\ud7a3" for word in way for letter in word)
    )


def _row(
    draw: random.Random, person: Named, ways: Counter[tuple[str, ...]], relation: str
) -> tuple[str, tuple[str, ...]]:
    slips = draw.random() < _SLIPS
    text = ""
    done: tuple[str, ...] = ()
    for _ in range(8):
        text, done = written(draw, person, slips=slips, more=_MORE)
        if relation == "swapped" and "swapped" in done:
            continue
        if relation == "swapped" or _tells(text, person, ways):
            break
    return text, done
