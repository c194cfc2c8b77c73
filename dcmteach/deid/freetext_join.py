"""Put together what is left of a text when pieces of it are cut out."""

from __future__ import annotations

import re

__all__ = ["without"]

_LINES = re.compile(r"[\r\n\f]+")
_INDENT = re.compile(r"[ \t]*$")
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", '"': '"', "'": "'", "«": "»", "“": "”"}
_OPENERS = frozenset(_PAIRS) - {"'"}  # oftener an apostrophe
_CLOSERS = frozenset(_PAIRS.values()) - {"'"}
_STOPS = ".!?"
_EMPTY = re.compile(  # a pair of brackets or quotes with nothing in it
    "|".join(
        rf"{re.escape(opening)}[\s:;,=#_/^&|.-]*{re.escape(closing)}"
        for opening, closing in _PAIRS.items()
    )
)


def without(text: str, gone: bytearray) -> str:
    """Leave out the marked characters and tidy up where they stood.

    Parameters
    ----------
    text : str
        As written.
    gone : bytearray
        One per character: 1 where it is cut.

    Returns
    -------
    str
        Never longer than ``text``. What stands away from the cuts is not touched.
    """
    if 1 not in gone:
        return text
    pieces = _pieces(text, gone)
    if not pieces:
        return ""
    kept = [index for index, letter in enumerate(text) if letter.isalnum() and not gone[index]]
    first_cut = gone.find(1, 0, kept[0]) >= 0
    last_cut = gone.find(1, kept[-1]) >= 0
    joined: list[str] = []
    signs = ""  # what stood after the piece before
    for number, piece in enumerate(pieces):
        start, end = _core(piece)
        if number:
            joined.append(_seam(signs, piece[:start]))
        elif first_cut:
            joined.append(_opening(piece[:start]))
        else:
            joined.append(piece[:start])
        joined.append(piece[start:end])
        signs = piece[end:]
    joined.append(_closing(signs) if last_cut else signs)
    return "".join(joined)


def _pieces(text: str, gone: bytearray) -> list[str]:
    """Give what is left between the cuts; what is no word goes with the piece before it."""
    pieces: list[str] = []
    signs = ""
    index = 0
    while index < len(text):
        start = gone.find(1, index)
        if start < 0:
            start = len(text)
        piece = text[index:start]
        if any(map(str.isalnum, piece)):
            pieces.append(signs + piece)
            signs = ""
        elif pieces:
            pieces[-1] += piece
        else:
            signs += piece
        index = _end_of_cut(text, gone, start) if start < len(text) else start
    return pieces


def _core(piece: str) -> tuple[int, int]:
    """Say where the first word of a piece begins and the last one ends."""
    start, end = 0, len(piece)
    while not piece[start].isalnum():
        start += 1
    while not piece[end - 1].isalnum():
        end -= 1
    return start, end


def _end_of_cut(text: str, gone: bytearray, start: int) -> int:
    """Go past a cut, and past cuts that follow with nothing to read between them."""
    end = start
    while True:
        while end < len(text) and gone[end]:
            end += 1
        following = gone.find(1, end)
        between = text[end:following] if following >= 0 else "x"
        if any(letter.isalnum() or letter in "\r\n\f\\" for letter in between):
            return end
        if _unbalanced(between):
            return end
        end = following


def _unbalanced(between: str) -> bool:
    return any(between.count(a) != between.count(b) for a, b in _PAIRS.items() if a != b)


def _opening(signs: str) -> str:
    """What stays of the signs before the first word: an opening bracket."""
    return "".join(sign for sign in _EMPTY.sub("", signs) if sign in _OPENERS)[-1:]


def _closing(signs: str) -> str:
    """What stays of the signs after the last word: a closing bracket, a stop, line ends."""
    signs = _EMPTY.sub("", signs)
    stop = next((sign for sign in signs if sign in _STOPS), "")
    return "".join(sign for sign in signs if sign in _CLOSERS)[:1] + stop


def _seam(before: str, after: str) -> str:
    """The signs between two words that were not neighbours before."""
    both = _EMPTY.sub("", before + after)
    stop = next((sign for sign in both if sign in _STOPS), "")
    if lines := _LINES.search(before + after):
        indent = _INDENT.search(after)
        kept = indent[0] if indent and _LINES.search(after) else ""
        return "".join(sign for sign in before if sign in _CLOSERS)[:1] + stop + lines[0] + kept
    if ">" in before and "<" in after:  # between two tags
        return before + after
    if "\\" in both:
        return "\\"
    closing = next((sign for sign in both if sign in _CLOSERS), "")
    opening = next((sign for sign in both if sign in _OPENERS and sign not in _CLOSERS), "")
    if opening and closing and both.index(opening) < both.index(closing):
        opening = closing = ""  # a pair, with nothing but signs in it
    if opening or closing:
        return f"{closing}{stop} {opening}"
    if stop:
        return f"{stop} "
    for sign in ";,":
        if sign in both:
            return f"{sign} "
    spaced = any(map(str.isspace, both))
    sign = next((sign for sign in both if sign in "_/|^+&"), "") or both.strip()[:1]
    if sign and not spaced:
        return sign  # t1_Smith_tra
    if (sign and sign in "/|") or (sign == ":" and before.strip() == ":"):
        return f" {sign} " if sign != ":" else ": "
    return " "
