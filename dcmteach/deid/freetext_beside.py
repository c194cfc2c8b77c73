"""What goes together with something cut: initials, titles, particles, labels."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from dcmteach.deid.freetext_hits import Hit
from dcmteach.deid.freetext_view import View
from dcmteach.deid.freetext_wanted import Owner
from dcmteach.deid.freetext_words import words

__all__ = ["beside"]

_CLOSE = re.compile(r"[ \t.,_^'’&-]{0,3}|[ \t]*[,;][ \t]*")
_LABEL = re.compile(r"[ \t.:#=/_(-]{0,6}")
_COLON = re.compile(r"[ \t.]*[:#=][ \t#:]*")


def beside(view: View, gone: bytearray, hits: Sequence[Hit], owners: Sequence[Owner]) -> None:
    """Mark what stands beside a cut and belongs to it.

    Parameters
    ----------
    view : View
        The text.
    gone : bytearray
        One per character of the text as written; changed.
    hits : sequence of Hit
        The identifiers found.
    owners : sequence of Owner
        Whose they are.
    """
    folded = view.folded
    spans = view.words
    owner_of: list[Owner | None] = [None] * len(spans)
    cut = [all(gone[slice(*view.written(start, end))]) for start, end in spans]
    ends = [end for _, end in spans]
    for hit in hits:
        index = bisect_right(ends, hit.start)
        while index < len(spans) and spans[index][0] < hit.end:
            start, end = spans[index]
            _glued(view, gone, hit, start, end, owners[hit.owner])
            cut[index] = all(gone[slice(*view.written(start, end))])
            if cut[index] or hit.whole:
                owner_of[index] = owner_of[index] or owners[hit.owner]
            index += 1
    changed = True
    while changed:
        changed = False
        for index, (start, end) in enumerate(spans):
            if cut[index]:
                continue
            word = folded[start:end]
            after = index + 1 < len(spans) and cut[index + 1]
            before = index > 0 and cut[index - 1]
            gap_after = folded[end : spans[index + 1][0]] if after else "\n"
            gap_before = folded[spans[index - 1][1] : start] if before else "\n"
            owner = _goes(view, word, (start, end), owner_of, index, gap_before, gap_after)
            if owner is None:
                continue
            first, last = view.written(start, end)
            gone[first:last] = b"\1" * (last - first)
            cut[index] = changed = True
            owner_of[index] = owner if owner.kind else None


_LABELLED = Owner("", frozenset(), frozenset())


def _goes(
    view: View,
    word: str,
    span: tuple[int, int],
    owner_of: Sequence[Owner | None],
    index: int,
    gap_before: str,
    gap_after: str,
) -> Owner | None:
    """Tell with whom an uncut word goes; None if it stays."""
    close_after = bool(_CLOSE.fullmatch(gap_after))
    close_before = bool(_CLOSE.fullmatch(gap_before))
    dotted = view.folded[span[1] : span[1] + 1] == "."
    right = owner_of[index + 1] if close_after else None
    left = owner_of[index - 1] if close_before else None
    for owner in (right, left):
        if owner is not None and _companion(view, word, span, owner, dotted=dotted):
            return owner
    named = right is not None and right.kind == "name"
    if named and (word in words("title") or (word in words("particle") and left is not None)):
        return right
    if left is not None and left.kind == "name":
        if word in words("suffix") or ("^" in gap_before and word in words("title")):
            return left
        if word == "s" and gap_before in {"'", "’", "`"}:
            return left
    if word in words("label") and _LABEL.fullmatch(gap_after):
        return _LABELLED
    if word in words("weak") and (
        _COLON.fullmatch(gap_after)
        or (_LABEL.fullmatch(gap_after) and owner_of[index + 1] is None and _labelled(view, index))
    ):
        return _LABELLED
    return None


def _labelled(view: View, index: int) -> bool:
    """Tell whether the word after this one is itself a label."""
    if index + 1 >= len(view.words):
        return False
    word = view.folded[slice(*view.words[index + 1])]
    return word in words("label") or word in words("weak")


def _companion(view: View, word: str, span: tuple[int, int], owner: Owner, *, dotted: bool) -> bool:
    """Tell whether a word beside a part of an identifier is another part of it."""
    if word in owner.companions:
        return True
    if owner.kind != "name":
        return False
    if len(word) == 1:
        return dotted or word in owner.initials
    shown = view.text[slice(*view.written(*span))]
    return len(word) <= 3 and shown.isupper() and set(word) <= owner.initials


def _glued(view: View, gone: bytearray, hit: Hit, start: int, end: int, owner: Owner) -> None:
    """Mark a whole word if besides a name it holds nothing but other parts, initials or an s."""
    if hit.start < start or hit.end > end or owner.kind != "name":
        return
    rest = view.folded[start : hit.start], view.folded[hit.end : end]
    if not any(rest):
        return
    if all(_is_part(piece, owner) for piece in rest[:1]) and (
        _is_part(rest[1], owner) or rest[1] in {"s", "es"}
    ):
        first, last = view.written(start, end)
        gone[first:last] = b"\1" * (last - first)


def _is_part(piece: str, owner: Owner) -> bool:
    if not piece or piece in owner.companions:
        return True
    return len(piece) <= 2 and set(piece) <= owner.initials
