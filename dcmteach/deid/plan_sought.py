"""What is looked for in the values that would stay."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from dcmteach.header.fold import fold
from dcmteach.header.needles import needles_of, tells

__all__ = ["Sought", "sorted_out", "spelled_in_bytes"]

Pairs = tuple[tuple[str, str], ...]


class Sought(NamedTuple):
    """What is looked for.

    Parameters
    ----------
    named : tuple of (str, str)
        Kind and value of each identifier, as :class:`~dcmteach.header.identity.Identity` takes
        them.
    further : tuple of (str, str)
        Its `further`: dates and order numbers.
    encodings : tuple of str
        Python codecs of the file's text.
    dates, uids : bool
        Whether the study's own dates, and UIDs, are looked for in texts as well.
    """

    named: Pairs
    further: Pairs
    encodings: tuple[str, ...]
    dates: bool
    uids: bool


def sorted_out(
    named: Iterable[tuple[str, str]],
    *,
    spared: Container[str],
    makers: Sequence[str],
    options: Container[str],
) -> tuple[Pairs, Pairs]:
    """Tell what is looked for everywhere from what is only cut from free text.

    Parameters
    ----------
    named : iterable of (str, str)
        Kind and value of all that identifies.
    spared : container of str
        Values that the recipe keeps in their place.
    makers : sequence of str
        Manufacturer and model, which the profile keeps: no machine's own name.
    options : container of str
        Those of the profile.

    Returns
    -------
    named, further : tuple of (str, str)
        As :class:`Sought` takes them.
    """
    wanted: list[tuple[str, str]] = []
    further: list[tuple[str, str]] = []
    made = "\0".join(map(fold, makers))
    dropped = "device" if "retain-device-identity" in options else ""
    for kind, value in sorted(named):
        if kind == "date" or (kind == "order number" and not tells(value)):
            further.append((kind, value))
        elif kind == "device":
            own = not any(needle.text in made for needle in needles_of(kind, value))
            if own and kind != dropped and value not in spared:
                wanted.append((kind, value))
        elif value not in spared:
            wanted.append((kind, value))
    return tuple(wanted), tuple(further)


def spelled_in_bytes(sought: Sought) -> tuple[bytes, ...]:
    """Give one word of each identifier, as it may stand in long bytes; without it, it is not there.

    Parameters
    ----------
    sought : Sought
        What is looked for.

    Returns
    -------
    tuple of bytes
        In lower case, in every encoding of the file, UTF-8 and UTF-16.
    """
    words: set[str] = set()
    for kind, value in sought.named:
        if kind == "birth date":
            words.add(value.replace(".", "").strip())
            continue
        words.update(needle.text for needle in needles_of(kind, value))
        words.update(part.lower() for part in re.findall(r"\w+", value) if not part.isascii())
    found: set[bytes] = set()
    # What is shorter turns up in any long row of numbers.
    for word in sorted((word for word in words if len(word) >= 4), key=len):
        if word.isascii():
            spelled = {word.encode("ascii"), word.encode("utf-16-le")[:-1]}
        else:
            spelled = _in_codecs(word, sought.encodings)
        found.update(one for one in spelled if not any(shorter in one for shorter in found))
    return tuple(sorted(found))


def _in_codecs(word: str, encodings: Sequence[str]) -> set[bytes]:
    found: set[bytes] = set()
    for codec in dict.fromkeys([*encodings, "utf-8", "latin_1", "utf-16-le", "utf-16-be"]):
        for spelling in {word, word.capitalize(), word.upper()}:
            try:
                found.add(spelling.encode(codec).lower())
            except (LookupError, UnicodeError):
                continue
    return found
