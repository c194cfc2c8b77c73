"""Whether text can be written in a data set's Specific Character Set (PS3.3 C.12.1.1.2)."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from pydicom.charset import convert_encodings, decode_bytes, encode_string, python_encoding

from dcmteach.edit.problem import Problem
from dcmteach.edit.strings import name_character
from dcmteach.header.quiet import quiet

__all__ = ["TEXT_VRS", "Charset", "problem_with_charset", "problem_with_text"]

Charset = str | Sequence[str] | None
"""The value of SpecificCharacterSet; None is the default repertoire, ASCII."""

TEXT_VRS = frozenset({"LO", "LT", "PN", "SH", "ST", "UC", "UT"})
"""The VRs whose characters SpecificCharacterSet governs (PS3.5 6.1.2.2)."""

_DELIMITERS = {ord(character) for character in "\n\r\t\f\\"}
_UTF8 = "ISO_IR 192"


def _terms(charset: Charset) -> list[str]:
    if charset is None or charset == "":
        return ["ISO_IR 6"]
    return [charset] if isinstance(charset, str) else [str(term) for term in charset]


def _survives(text: str, encodings: Sequence[str]) -> bool:
    """Whether text is the same after encoding and decoding."""
    if text.isascii() and "shift_jis" not in encodings:
        return True
    if encodings[0] == "iso8859" and any("\x80" <= character <= "\xff" for character in text):
        # The default repertoire is ASCII; pydicom writes Latin-1 in it, which others misread.
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            encoded = encode_string(text, encodings)
            return decode_bytes(encoded, encodings, _DELIMITERS) == text
        except (UnicodeError, ValueError, LookupError, UserWarning):
            return False


def problem_with_text(text: str, vr: str, charset: Charset) -> Problem | None:
    """Say which character of a text cannot be written in this character set.

    Parameters
    ----------
    text : str
        One value.
    vr : str
        Its VR; all but :data:`TEXT_VRS` are ASCII whatever the character set.
    charset : str, sequence of str or None
        The value of SpecificCharacterSet.

    Returns
    -------
    Problem or None
        Never one that can be forced: such text cannot be encoded.
    """
    if vr not in TEXT_VRS:
        if text.isascii():
            return None
        bad = next(character for character in text if not character.isascii())
        return Problem(
            f"must be {vr}, in ASCII characters whatever the character set, but holds "
            f"{name_character(bad)}",
            text,
            advice="Write it without that character.",
            rule="PS3.5 6.1.2.2",
            encodable=False,
        )
    with quiet():
        encodings = convert_encodings(_terms(charset))
    parts = text.replace("=", "^").split("^") if vr == "PN" else [text]
    if all(_survives(part, encodings) for part in parts):
        return None
    bad = next((c for c in text if not _survives(c, encodings)), text[0])
    here = "\\".join(_terms(charset))
    return Problem(
        f"must be written in the data set's character set {here}, "
        f"which has no {name_character(bad)}",
        text,
        advice=f"Set SpecificCharacterSet to {_UTF8!r} (UTF-8) first, or spell it in that set.",
        rule="PS3.3 C.12.1.1.2",
        encodable=False,
    )


def problem_with_charset(value: Sequence[object]) -> Problem | None:
    """Say which term of a SpecificCharacterSet is none of the standard's defined terms."""
    for term in value:
        if term and str(term) not in python_encoding:
            return Problem(
                "must be a character set that the standard defines",
                term,
                correction=_UTF8,
                rule="PS3.3 C.12.1.1.2",
                encodable=False,
            )
    return None
