"""How a word stands in the text around it: beside another of its name, alone, or in noise."""

from __future__ import annotations

import re

from dcmteach.header.needles import stands
from dcmteach.verify.masking import mask
from dcmteach.verify.tree_window import Window
from dcmteach.verify.tree_words import is_wide, ordinary

__all__ = ["BYTES", "PIXELS", "TEXT", "beside", "printable", "shown", "sure", "where"]

TEXT, BYTES, PIXELS = "text", "bytes", "pixels"
"""What a place holds: text; bytes that may hold some; compressed pixels, which are noise."""

_FREE, _SHORT, _SURE = 6, 4, 8
_REACH = 40
_FAR = 24
_WORDS_BETWEEN = 2
_WORDS = re.compile(r"[^\W_]+")


def where(word: str) -> str:
    """Say what must adjoin a word, as :func:`dcmteach.header.needles.stands` takes it."""
    if is_wide(word) or len(word) >= _FREE:
        return "anywhere"
    return "edge" if len(word) >= _SHORT else "word"


def beside(window: Window, others: tuple[str, ...], nature: str) -> list[tuple[int, int]] | None:
    """Find another part of the same name near enough to make it whole."""
    text, start, end = window.text, window.start, window.end
    left, right = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    for other in others:
        at = left.rfind(other)
        if at >= 0:
            at += start - len(left)
            if joined(text, (at, at + len(other)), (start, end), nature):
                return [(at, at + len(other)), (start, end)]
        at = right.find(other)
        if at >= 0:
            at += end
            if joined(text, (start, end), (at, at + len(other)), nature):
                return [(start, end), (at, at + len(other))]
    return None


def joined(text: str, first: tuple[int, int], second: tuple[int, int], nature: str) -> bool:
    """Tell whether two words stand together as a name does."""
    between = text[first[1] : second[0]]
    words = (text[slice(*first)], text[slice(*second)])
    letters = sum(3 * len(word) if is_wide(word) else len(word) for word in words)
    wide = all(map(is_wide, words))
    if nature == PIXELS and (len(between) > 3 or letters < _SURE):
        return False
    if not between:
        if wide:
            return True
        short = min(map(len, words)) < _SHORT
        return letters >= _FREE and stands("word" if short else "edge", text, first[0], second[1])
    stand = [stands(where(words[n]), text, *span) for n, span in enumerate((first, second))]
    inside = _WORDS.findall(between)
    if not inside:
        return all(stand) and len(between) <= _REACH
    if len(inside) > _WORDS_BETWEEN or len(between) > _FAR or nature == PIXELS:
        return False
    whole = all(is_wide(text[slice(*s)]) or stands("word", text, *s) for s in (first, second))
    telling = all(
        (is_wide(word) and len(word) > 1) or (len(word) >= _SHORT and word not in ordinary())
        for word in words
    )
    return whole and telling


def sure(word: str, size: int) -> bool:
    """Whether a word is long enough never to turn up by chance: some 40 bits of it."""
    return size >= _FREE if is_wide(word) else len(word) >= _SURE


def printable(window: Window) -> bool:
    """Whether what adjoins a find among bytes looks like text as well, or is but padding."""
    text = window.text
    sides = (text[max(0, window.start - 8) : window.start][::-1], text[window.end : window.end + 8])
    if all(not side or side[0] == "\0" for side in sides):
        return True
    if is_wide(window.word):  # noise read two bytes a letter is full of such letters
        return all(side.partition("\0")[0].isprintable() and "\ufffd" not in side for side in sides)
    run = 0
    for side in sides:
        for letter in side:
            if not (letter.isprintable() and letter.isascii()):
                break
            run += 1
    return run >= _FREE


def shown(window: Window) -> str:
    """Mask a find and what is around it."""
    return mask(window.text, [(window.start, window.end)], window.start)
