"""Where in a text the identifiers of one file stand, and whether they can be cut there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dcmteach.deid.freetext_view import View
from dcmteach.deid.freetext_wanted import Owner, Wanted

__all__ = ["Hit", "hits_of", "may_hold"]

_WIDE = re.compile(r"[\W_]{4}")  # more than stands between the digits of one number
_FREE = 6  # from this many letters on, a name counts in the middle of a word
_SHORT = 4  # below this many, only as a whole word
_SPLIT = 5  # from this many on, a name counts though something stands between its letters
_BREAKS = frozenset("-\r\n\u2010\u2011")


class Hit(NamedTuple):
    """Something found, in the folded text."""

    start: int
    end: int
    owner: int
    whole: bool  # it stands by itself, so that it can be cut


def may_hold(view: View, wanted: Sequence[Wanted]) -> list[Wanted]:
    """Give what may stand in a text; what is not among it does not."""
    squeezed = view.squeezed
    return [one for one in wanted if one.text in squeezed]


def hits_of(view: View, wanted: Sequence[Wanted], owners: Sequence[Owner]) -> list[Hit]:
    """Find identifiers in a text.

    Parameters
    ----------
    view : View
        The text.
    wanted : sequence of Wanted
        What to look for.
    owners : sequence of Owner
        The identifiers that the wanted spellings belong to.

    Returns
    -------
    list of Hit
        Those that can be cut, and those that are there but cannot be cut cleanly: glued into a
        longer word, or written with something between their letters. What is there by chance
        (a short name inside a longer word) is none.
    """
    candidates = may_hold(view, wanted)
    if not candidates:
        return []
    at = view.squeezed_at()
    found = []
    for one in candidates:
        kind = owners[one.owner].kind
        start = view.squeezed.find(one.text)
        while start >= 0:
            hit = _judged(view, one, kind, at, start)
            if hit is not None:
                found.append(hit)
            start = view.squeezed.find(one.text, start + 1)
    return found


def _judged(view: View, one: Wanted, kind: str, at: list[int], first: int) -> Hit | None:
    length = len(one.text)
    start, end = at[first], at[first + length - 1] + 1
    folded = view.folded
    gaps = set(_gaps(at, first, length)) if end - start > length else set()
    strict_left = start == 0 or not folded[start - 1].isalnum()
    strict_right = end == len(folded) or not folded[end].isalnum()
    if one.capitals:
        shown = view.text[slice(*view.written(start, end))]
        good = strict_left and strict_right and not gaps and shown.isupper()
        return Hit(start, end, one.owner, True) if good else None
    long = length >= (_SHORT if kind == "name" else _SPLIT)
    left = strict_left or (long and _turns(view, start))
    right = strict_right or (long and _turns(view, end))
    if kind == "device" and (gaps - one.joints or (gaps and length < _SPLIT)):
        return None
    if gaps - one.joints:
        return _split(view, one, start, end, len(gaps), strict_left, strict_right)
    if kind == "number" and gaps and (length < _SPLIT or _WIDE.search(folded, start, end)):
        return None
    if left and right:
        return Hit(start, end, one.owner, True)
    if kind == "device":
        return None  # a longer word is another machine's, or none's
    if kind == "name":
        if any(map(_has_no_spaces, one.text)):
            return Hit(start, end, one.owner, True)
        counts = length >= _FREE or (length >= _SHORT and (left or right))
    else:
        counts = length >= _FREE and not gaps
    return Hit(start, end, one.owner, False) if counts else None


def _split(
    view: View, one: Wanted, start: int, end: int, gaps: int, left: bool, right: bool
) -> Hit | None:
    """Judge a name with something between its letters: a line break, a hyphen, spaces."""
    length = len(one.text)
    between = {letter for letter in view.folded[start:end] if not letter.isalnum()}
    broken = between <= _BREAKS | {" "} and bool(between & _BREAKS)
    spaced = gaps == length - 1  # S m i t h
    hidden = any(unicodedata.category(letter) == "Cc" for letter in between - set("\r\n\t\f"))
    if left and right:
        counts = length >= _SPLIT or (spaced and length > 2) or (hidden and length >= _SHORT)
    else:
        counts = broken and (left or right) and length >= _FREE
    return Hit(start, end, one.owner, False) if counts else None


def _gaps(at: list[int], first: int, length: int) -> Iterator[int]:
    for count in range(1, length):
        if at[first + count] - at[first + count - 1] > 1:
            yield count


def _turns(view: View, index: int) -> bool:
    """Tell whether a word ends at an index, by a capital after a small letter or by a digit."""
    before, after = view.folded[index - 1], view.folded[index]
    if before.isdigit() != after.isdigit():
        return True
    earlier = view.text[view.written(index - 1, index)[0]]
    later = view.text[view.written(index, index + 1)[0]]
    return earlier.islower() and later.isupper()


def _has_no_spaces(letter: str) -> bool:
    """Tell whether a letter is of a script that writes names without spaces around them."""
    return "\u2e80" <= letter <= "\ud7ff"
