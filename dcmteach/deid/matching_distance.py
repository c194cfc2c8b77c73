"""How far apart two writings of a name are: in their letters, and in their words."""

from __future__ import annotations

from dataclasses import dataclass

from dcmteach.deid.matching_letters import another_ending, letters_apart
from dcmteach.deid.matching_names import Name, Word
from dcmteach.deid.matching_pairs import (
    Pair,
    alike_words,
    equal_words,
    joined_words,
    paired_initials,
)

__all__ = ["Distance", "distance"]

_RESPELLED = 0.1  # equal without accents, with umlauts typed as two letters, in other letters
_SWAPPED = 0.6  # family and given name have changed places
_INITIAL = 0.4  # an initial instead of the name
_PARTICLE = 0.25  # "von" on one side alone
_UNMARKED = 0.5  # "Jr" on the side of the person alone
_MARKED = 2.0  # "Jr" on the side of the row alone: nobody adds it by mistake
_LONG = 5  # letters a word needs to be known though no word agrees
_SHORT = 3  # in words so short, another letter is another name


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a row's name is from a person's.

    Parameters
    ----------
    character : float
        Letters that differ, of all letters of the words that were paired: 0 to 1.
    word : float
        Words that have no partner, of all words of both names: 0 to 1.
    slips : float
        All differences as a number of slips of the pen: what assignments are compared by.
    agreeing : int
        Whole words that are equal.
    paired : tuple of Word
        All words of the two that have a partner.
    differing : tuple of (Word, Word)
        Paired words that are alike, not equal: the row's and the person's.
    marks : str
        Where junior, senior, II … stands: ``"both"``, ``"row"``, ``"person"`` or nowhere.
    doubt : str
        Why this pair alone is no certain match, or empty.
    """

    character: float
    word: float
    slips: float
    agreeing: int
    paired: tuple[Word, ...] = ()
    differing: tuple[tuple[Word, Word], ...] = ()
    marks: str = ""
    doubt: str = ""


def distance(row: Name, person: Name) -> Distance | None:
    """Measure how far a row's name is from a person's.

    Parameters
    ----------
    row, person : Name
        As :mod:`~dcmteach.deid.matching_names` reads them.

    Returns
    -------
    Distance or None
        None if no word of one is like a word of the other, or one is junior and one senior.

    Notes
    -----
    Words are paired so that as many as possible are alike (at most a third of the letters
    differs), then so that the fewest letters differ; their order does not count. A word also
    pairs with the two or more that it runs together (*Annamaria*, *Anna-Maria*), and with its
    initial. Then ::

        character distance = differing letters / letters of the longer word, summed over pairs
        word-set distance  = 1 − 2 · pairs / (words of the row + words of the person)
    """
    if row.generation and person.generation and row.generation != person.generation:
        return None
    if row.words == person.words and not row.initials and not person.initials:
        paired: list[Pair] = [(w, w, 0) for w in row.words]
        left: list[Word] = []
        right: list[Word] = []
        joined = 0
        edits, letters = 0, sum(len(word.forms[0]) for word in row.words)
    else:
        paired, left, right = equal_words(row.words, person.words)
        joined = 0
        if left and right:
            joined, letters_joined = joined_words(left, right, row, person)
        else:
            letters_joined = 0
        alike = alike_words(left, right) if left and right else []
        for mine, theirs, _ in alike:
            left.remove(mine)
            right.remove(theirs)
        paired += alike
        edits = letters = 0
        for mine, theirs, apart in paired:
            edits += apart
            letters += letters_apart(mine, theirs)[1]
        letters += letters_joined
    mine_initials, their_initials, initials = paired_initials(row, person, left, right)
    whole = len(paired) + joined
    if not whole:
        return None
    alone = len(left) + len(right) + mine_initials + their_initials
    together = whole + initials
    slips = edits + alone + _INITIAL * initials
    slips += _RESPELLED * sum(1 for a, b, apart in paired if not apart and a.native != b.native)
    slips += _PARTICLE * len(row.particles ^ person.particles) * (not joined)
    slips += _roles(paired)
    doubt = ""
    marks = "row" if row.generation else "person" if person.generation else ""
    if row.generation == person.generation:
        marks = marks and "both"
    else:
        slips += _MARKED if row.generation else _UNMARKED
        doubt = "generation"
    differing = tuple((a, b) for a, b, apart in paired if apart)
    if any(letters_apart(a, b)[1] <= _SHORT for a, b in differing):
        doubt = "short"
    if any(another_ending(a, b) for a, b in differing):
        doubt = "ending"
    complete = whole == 1 and not alone and not initials and not differing and not joined
    if any(apart > 1 for _, _, apart in paired):
        doubt = "loose"
    shortest = min((letters_apart(a, b)[1] for a, b in differing), default=0)
    if len(differing) == whole > 1 and (shortest < _LONG or slips > edits + _PARTICLE):
        doubt = "loose"
    if edits and alone:
        doubt = "both"
    if whole < 2 and not complete:
        doubt = "thin"
    return Distance(
        edits / letters if letters else 0.0,
        alone / (alone + 2 * together),
        slips,
        whole - len(differing),
        tuple(word for mine, theirs, _ in paired for word in (mine, theirs)),
        differing,
        marks,
        doubt,
    )


def _roles(paired: list[Pair]) -> float:
    """Count family and given name that have changed places, where both sides tell them apart."""
    there = back = False
    for mine, theirs, _ in paired:
        if mine.family is None or theirs.family is None or mine.family == theirs.family:
            continue
        there, back = there or mine.family, back or theirs.family
    return _SWAPPED if there and back else _SWAPPED / 2 if there or back else 0.0
