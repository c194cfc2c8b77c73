"""Put together what is left of a text when pieces of it are cut out."""

from __future__ import annotations

import re

__all__ = ["without"]

_TAIL = re.compile(r"[\W_]*$")
_HEAD = re.compile(r"^[\W_]*")
_LINES = re.compile(r"[\r\n\f]+[ \t]*")
_OPENERS = {"(": ")", "[": "]", "{": "}", "<": ">", '"': '"', "'": "'", "«": "»", "“": "”"}
_STOPS = ".!?"
_KEPT_AFTER = "%°+)]}"


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
    index = gone.find(1)
    if index < 0:
        return text
    kept = text[:index]
    signs = ""  # what stood between two cuts, and is no word
    while index < len(text):
        index = _end_of_cut(text, gone, index)
        following = gone.find(1, index)
        end = following if following >= 0 else len(text)
        piece = signs + text[index:end]
        if any(map(str.isalnum, piece)):
            kept, signs = _joined(kept, piece), ""
        else:
            signs = piece
        index = end
    return _joined(kept, signs) if signs or not text[-1:].isalnum() or gone[-1] else kept


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
    return any(between.count(a) != between.count(b) for a, b in _OPENERS.items() if a != b)


def _joined(left: str, right: str) -> str:
    tail = _TAIL.search(left)
    head = _HEAD.search(right)
    assert tail is not None
    assert head is not None
    before, after = tail[0], head[0]
    left, right = left[: tail.start()], right[head.end() :]
    before, after = _kept_signs(before, after, left, right)
    if not left and not right:
        return ""
    if not left:
        return _opening(before + after) + right
    if not right:
        return left + _closing(before + after)
    return left + _seam(before, after) + right


def _kept_signs(before: str, after: str, left: str, right: str) -> tuple[str, str]:
    """Drop brackets and quotes that held nothing but what was cut."""
    stripped = before.rstrip(" \t:;,=#-_/^&|")
    opened = stripped[-1:]
    if opened in _OPENERS and opened:
        rest = after.lstrip(" \t:;,=#-_/^&|")
        if rest.startswith(_OPENERS[opened]):
            return stripped[:-1], rest[1:]
    return before, after


def _opening(signs: str) -> str:
    """What stays of the signs before the first word: an opening bracket, a sign of a number."""
    kept = [s for s in signs if s in "([{<\"'«“"]
    return "".join(kept[-1:])


def _closing(signs: str) -> str:
    """What stays of the signs after the last word: a stop, a closing bracket."""
    lines = signs.rstrip(" \t")
    kept = "".join(s for s in lines if s in ")]}>»”%°")
    stop = next((s for s in lines if s in _STOPS), "")
    return kept + stop


def _seam(before: str, after: str) -> str:
    """The signs between two words that were not neighbours before."""
    both = before + after
    if lines := _LINES.search(both):
        stop = next((s for s in before if s in _STOPS), "")
        closing = "".join(s for s in before if s in ")]}")
        return closing + stop + lines[0]
    if "\\" in both:
        return "\\"
    opening = next((s for s in reversed(both) if s in "([{"), "")
    closing = next((s for s in both if s in ")]}"), "")
    if opening and closing:
        order = both.index(closing) < both.rindex(opening)
        if order:
            return f"{closing} {opening}" if len(both) > 1 else f"{closing}{opening}"
        opening = closing = ""
    if opening:
        return f" {opening}"
    if closing:
        return f"{closing} "
    for sign in both:
        if sign in ".!?;":
            return f"{sign} "
    if "," in both:
        return ", "
    signs = [s for s in both if not s.isspace()]
    if signs and not any(s.isspace() for s in both):
        return signs[0]  # t1_Smith_tra
    if ":" in before and before.strip() == ":":
        return ": " if not after.strip() else " "
    if "/" in both or "|" in both or ";" in both:
        return " " + next(s for s in both if s in "/|;") + " "
    return " "
