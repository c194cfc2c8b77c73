"""Text: AE, CS, LO, SH, UC, LT, ST, UT, UR, UI (PS3.5 6.2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from dcmteach.edit.problem import Problem, an

__all__ = ["CHECKS", "LENGTHS", "control_character", "name_character"]

LENGTHS: Mapping[str, int] = MappingProxyType(
    {
        "AE": 16,
        "CS": 16,
        "LO": 64,
        "LT": 10_240,
        "SH": 16,
        "ST": 1_024,
        "UC": 2**32 - 2,
        "UI": 64,
        "UR": 2**32 - 2,
        "UT": 2**32 - 2,
    }
)
"""The most characters one value of each VR may have."""

_PARAGRAPHS = frozenset({"LT", "ST", "UT"})
_FORMATTING = "\t\n\f\r"
_CS = re.compile(r"[A-Z0-9_ ]*", re.ASCII)
_UI = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*))*", re.ASCII)
_UR = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*", re.ASCII)

Checked = tuple[object, Problem | None]


def name_character(character: str) -> str:
    """Name a character so that an invisible one can be found: ``'ü' (U+00FC)``."""
    return f"{character!r} (U+{ord(character):04X})"


def control_character(text: str, *, paragraphs: bool = False) -> str | None:
    """Return the first control character that text may not hold (PS3.5 6.1.3)."""
    for character in text:
        if unicodedata.category(character) == "Cc" and not (
            paragraphs and character in _FORMATTING
        ):
            return character
    return None


def _not_text(vr: str, value: object) -> Problem | None:
    if isinstance(value, str):
        return None
    correction = str(value) if isinstance(value, int | float) else None
    return Problem(
        f"must be {an(vr)}, which is text",
        value,
        correction=correction,
        advice="Write text in quotes.",
        encodable=False,
    )


def _text(vr: str) -> Callable[[object], Checked]:
    most = LENGTHS[vr]
    paragraphs = vr in _PARAGRAPHS

    def text(value: object) -> Checked:
        if problem := _not_text(vr, value):
            return value, problem
        assert isinstance(value, str)
        kept = value.rstrip(" ") if vr != "AE" else value.strip(" ")
        bad = control_character(kept, paragraphs=paragraphs)
        if bad is not None:
            clean = re.sub(r"\s+", " ", kept)
            return value, Problem(
                f"must be {an(vr)} without control characters, but holds {name_character(bad)}",
                value,
                correction=clean if len(clean) <= most and not control_character(clean) else None,
                advice="Write it without that character.",
            )
        if len(kept) > most:
            return value, Problem(
                f"must be {an(vr)} of at most {most} characters",
                value,
                advice=_shorter(kept, most),
            )
        return kept, None

    return text


def _shorter(text: str, most: int) -> str:
    if most > 64:
        return f"Write {most} characters or fewer."
    # Not offered as a correction: cut off, two numbers may become one.
    return f"Write {most} characters or fewer (cut off, it would be {text[:most].rstrip(' ')!r})."


def application_entity(value: object) -> Checked:
    """Check one AE: at most 16 characters of ASCII, not spaces alone."""
    kept, problem = _text("AE")(value)
    if problem is None and isinstance(kept, str) and not kept.isascii():
        return value, Problem(
            "must be an AE, in ASCII letters only", value, advice="Write it without accents."
        )
    return kept, problem


def code_string(value: object) -> Checked:
    """Check one CS: at most 16 capital letters, digits, spaces and underscores."""
    if problem := _not_text("CS", value):
        return value, problem
    assert isinstance(value, str)
    kept = value.strip(" ")
    if _CS.fullmatch(kept) and len(kept) <= 16:
        return kept, None
    correction = re.sub(r"[-./]", "_", kept).upper()
    fits = _CS.fullmatch(correction) and len(correction) <= 16
    must = "must be a CS of at most 16 capital letters, digits, spaces and underscores"
    return value, Problem(
        must,
        value,
        correction=correction if fits else None,
        advice="Write a code, not a sentence.",
    )


def uid(value: object) -> Checked:
    """Check one UI: numbers joined by dots, at most 64 characters (PS3.5 9.1)."""
    if problem := _not_text("UI", value):
        return value, problem
    assert isinstance(value, str)
    kept = str(value).rstrip(" \x00")
    if _UI.fullmatch(kept) and len(kept) <= 64:
        return kept, None
    correction = ".".join(part.lstrip("0") or "0" for part in kept.strip(" .").split(".") if part)
    fits = _UI.fullmatch(correction) and len(correction) <= 64
    return value, Problem(
        "must be a UI: numbers without leading zeros, joined by dots, at most 64 characters",
        value,
        correction=correction if fits else None,
        advice="pydicom.uid.generate_uid() makes a new one.",
        rule="PS3.5 9.1",
    )


def locator(value: object) -> Checked:
    """Check one UR: the characters of a URI (RFC 3986)."""
    if problem := _not_text("UR", value):
        return value, problem
    assert isinstance(value, str)
    kept = value.rstrip(" ")
    if _UR.fullmatch(kept):
        return kept, None
    correction = kept.strip().replace(" ", "%20")
    return value, Problem(
        "must be a UR, a web address without spaces or accents",
        value,
        correction=correction if _UR.fullmatch(correction) else None,
        advice="Write other characters as %XX.",
    )


CHECKS: Mapping[str, Callable[[object], Checked]] = MappingProxyType(
    {
        "AE": application_entity,
        "CS": code_string,
        "UI": uid,
        "UR": locator,
        **{vr: _text(vr) for vr in ("LO", "LT", "SH", "ST", "UC", "UT")},
    }
)
"""The check of each VR of this module: value in, value to store and problem out."""
