"""How far apart two writings of a name are: in their letters, and in their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations
from typing import Any

from dcmteach.deid.matching_names import Name, Word, script_of
from dcmteach.errors import DcmteachError

__all__ = ["ALIKE", "Distance", "distance", "extract", "letters_apart"]

ALIKE = 1 / 3
"""Two words are alike if at most so great a part of the longer one's letters differs."""

_RESPELLED = 0.1  # equal without accents, with umlauts typed as two letters, in other letters
_SWAPPED = 0.6  # family and given name have changed places
_INITIAL = 0.4  # an initial instead of the name
_PARTICLE = 0.25  # "von" on one side alone
_UNMARKED = 0.5  # "Jr" on the side of the person alone
_MARKED = 2.0  # "Jr" on the side of the row alone: nobody adds it by mistake
_LONG = 5  # letters a word needs to be known though no word agrees
_SHORT = 3  # in words so short, another letter is another name
_MANY = 5  # words left to be paired one by one

Pair = tuple[Word, Word, int]


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


@lru_cache(maxsize=1)
def _osa() -> Any:
    try:
        from rapidfuzz.distance import OSA
    except ModuleNotFoundError:
        raise DcmteachError(
            "Matching names needs rapidfuzz, which is not installed. Run: "
            "pip install 'dcmteach[cohort]'."
        ) from None
    return OSA


def extract(text: str, texts: Sequence[str], most: int) -> list[str]:
    """Find the texts that differ from one in at most so many letters."""
    osa = _osa()
    from rapidfuzz import process

    hits = process.extract(text, texts, scorer=osa.distance, score_cutoff=most, limit=None)
    return [hit[0] for hit in hits]


def letters_apart(one: Word, other: Word) -> tuple[int, int]:
    """Count the letters in which two words differ, in the two spellings that are nearest.

    Returns
    -------
    tuple of int
        Optimal string alignment distance (a letter missing, added, another, or two neighbours
        that changed places: 1 each), and the letters of the longer spelling.
    """
    mine, theirs = one.forms, other.forms
    script = script_of(mine[0])
    if script and script == script_of(theirs[0]):
        # A syllable or ideograph is one letter, not the several it takes in Latin.
        return _apart(mine[:1], theirs[:1])
    return _apart(mine, theirs)


@lru_cache(maxsize=1 << 17)
def _apart(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[int, int]:
    osa = _osa().distance
    best = (1 << 30, 1)
    for a in one:
        for b in other:
            if a == b:
                return 0, len(a)
            length = max(len(a), len(b))
            edits = osa(a, b)
            if edits * best[1] < best[0] * length:
                best = edits, length
    return best


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
        paired, left, right = _equal_words(row.words, person.words)
        joined = 0
        if left and right:
            joined, letters_joined = _join(left, right, row, person)
        else:
            letters_joined = 0
        alike = _alike(left, right) if left and right else []
        for mine, theirs, _ in alike:
            left.remove(mine)
            right.remove(theirs)
        paired += alike
        edits = letters = 0
        for mine, theirs, apart in paired:
            edits += apart
            letters += letters_apart(mine, theirs)[1]
        letters += letters_joined
    mine_initials, their_initials, initials = _initials(row, person, left, right)
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


def _equal_words(
    row: tuple[Word, ...], person: tuple[Word, ...]
) -> tuple[list[Pair], list[Word], list[Word]]:
    """Pair words that are equal in some spelling; those written the same come first."""
    paired: list[Pair] = []
    left, right = list(row), list(person)
    for same in (True, False):
        for mine in tuple(left):
            for theirs in right:
                if (
                    mine.native == theirs.native
                    if same
                    else not set(mine.forms).isdisjoint(theirs.forms)
                ):
                    paired.append((mine, theirs, 0))
                    left.remove(mine)
                    right.remove(theirs)
                    break
    return paired, left, right


def _alike(left: list[Word], right: list[Word]) -> list[Pair]:
    """Pair what is left so that most words are alike and fewest letters differ."""
    found = []
    for i, mine in enumerate(left):
        for k, theirs in enumerate(right):
            edits, length = letters_apart(mine, theirs)
            if edits <= ALIKE * length:
                found.append((edits, i, k))
    if not found:
        return []
    if len(found) == 1 or min(len(left), len(right)) > _MANY:
        found.sort()
        rows: set[int] = set()
        columns: set[int] = set()
        best = []
        for edits, i, k in found:
            if i not in rows and k not in columns:
                rows.add(i)
                columns.add(k)
                best.append((edits, i, k))
        return [(left[i], right[k], edits) for edits, i, k in best]
    costs = {(i, k): edits for edits, i, k in found}
    least: tuple[tuple[int, int], list[tuple[int, int]]] = ((0, 0), [])
    turned = len(left) > len(right)
    few, many = (len(right), len(left)) if turned else (len(left), len(right))
    for chosen in permutations(range(many), few):
        pairs = [(b, a) if turned else (a, b) for a, b in enumerate(chosen)]
        good = [pair for pair in pairs if pair in costs]
        score = (-len(good), sum(costs[pair] for pair in good))
        if score < least[0]:
            least = score, good
    return [(left[i], right[k], costs[i, k]) for i, k in least[1]]


def _join(left: list[Word], right: list[Word], row: Name, person: Name) -> tuple[int, int]:
    """Pair a word with those it runs together; return pairs (by words apart) and letters."""
    total = letters = 0
    for few, many, particles in (
        (left, right, person.particles),
        (right, left, row.particles),
    ):
        for word in tuple(few):
            parts = _parts(word, many, particles)
            if parts:
                few.remove(word)
                for part in parts:
                    many.remove(part)
                total += len(parts)
                letters += len(word.forms[0])
    return total, letters


def _parts(word: Word, many: list[Word], particles: frozenset[str]) -> tuple[Word, ...]:
    longest = max(map(len, word.forms))
    for number in range(min(3, len(many)), 0, -1):
        for chosen in combinations(many, number):
            length = sum(len(part.forms[0]) for part in chosen)
            if length > longest or (number == 1 and not particles):
                continue
            for ordered in permutations(chosen):
                for before in ("", *particles, *map("".join, permutations(particles, 2))):
                    if number == 1 and not before:
                        continue
                    if before + "".join(part.forms[0] for part in ordered) in word.forms:
                        return chosen
    return ()


def _initials(row: Name, person: Name, left: list[Word], right: list[Word]) -> tuple[int, int, int]:
    """Pair initials; return how many of each side have no partner, and the pairs."""
    if not row.initials and not person.initials:
        return 0, 0, 0
    mine, theirs = list(row.initials), list(person.initials)
    pairs = 0
    for letter in tuple(mine):
        if letter in theirs:
            mine.remove(letter)
            theirs.remove(letter)
            pairs += 1
    for letters, words in ((mine, right), (theirs, left)):
        for letter in tuple(letters):
            for word in words:
                if any(form.startswith(letter) for form in (word.native, *word.forms)):
                    letters.remove(letter)
                    words.remove(word)
                    pairs += 1
                    break
    return len(mine), len(theirs), pairs


def _roles(paired: list[Pair]) -> float:
    """Count family and given name that have changed places, where both sides tell them apart."""
    there = back = False
    for mine, theirs, _ in paired:
        if mine.family is None or theirs.family is None or mine.family == theirs.family:
            continue
        there, back = there or mine.family, back or theirs.family
    return _SWAPPED if there and back else _SWAPPED / 2 if there or back else 0.0
