"""Which word of one name is which of another: equal, alike, run together, or an initial."""

from __future__ import annotations

from itertools import combinations, permutations

from dcmteach.deid.matching_letters import letters_apart
from dcmteach.deid.matching_names import Name, Word

__all__ = ["ALIKE", "Pair", "alike_words", "equal_words", "joined_words", "paired_initials"]

ALIKE = 1 / 3
"""Two words are alike if at most so great a part of the longer one's letters differs."""

_MANY = 5  # words left to be paired one by one

Pair = tuple[Word, Word, int]
"""A word of the row, one of the person, and the letters in which they differ."""


def equal_words(
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


def alike_words(left: list[Word], right: list[Word]) -> list[Pair]:
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


def joined_words(left: list[Word], right: list[Word], row: Name, person: Name) -> tuple[int, int]:
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


def paired_initials(
    row: Name, person: Name, left: list[Word], right: list[Word]
) -> tuple[int, int, int]:
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
