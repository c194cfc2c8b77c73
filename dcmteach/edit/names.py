"""Person names: PN (PS3.5 6.2.1), and the ways people write them instead."""

from __future__ import annotations

import re

from pydicom.valuerep import PersonName

from dcmteach.edit.problem import Problem
from dcmteach.edit.strings import control_character, name_character

__all__ = ["advise", "person_name"]

_RULE = "PS3.5 6.2.1"
_PARTICLES = frozenset({"van", "von", "de", "der", "den", "da", "di", "la", "le", "du"})


def person_name(value: object) -> tuple[object, Problem | None]:
    """Check one PN: up to three groups of 64 characters, of up to five components each."""
    if isinstance(value, PersonName):
        value = str(value)
    if not isinstance(value, str):
        return value, Problem(
            "must be a PN, which is text",
            value,
            advice="Write a name in quotes, as 'Family^Given'.",
            rule=_RULE,
            encodable=False,
        )
    kept = value.rstrip(" ")
    bad = control_character(kept)
    one_line = " ".join(kept.split())
    if bad is not None:
        return value, Problem(
            f"must be a PN without control characters, but holds {name_character(bad)}",
            value,
            correction=one_line if control_character(one_line) is None else None,
            rule=_RULE,
        )
    groups = kept.split("=")
    if len(groups) > 3:
        return value, Problem(
            "must be a PN of at most 3 groups (alphabetic=ideographic=phonetic)",
            value,
            advice="Write '=' only between those groups.",
            rule=_RULE,
        )
    for group in groups:
        if len(group) > 64:
            return value, Problem(
                "must be a PN of at most 64 characters per group",
                value,
                advice="Write a shorter name: 64 characters or fewer between the '=' signs.",
                rule=_RULE,
            )
        if group.count("^") > 4:
            return value, Problem(
                "must be a PN of at most 5 components (Family^Given^Middle^Prefix^Suffix)",
                value,
                advice="Write at most four '^' in each group.",
                rule=_RULE,
            )
    return kept, None


def advise(value: str) -> str | None:
    """Say how a name should be written, where the standard allows it but means another name.

    Parameters
    ----------
    value : str
        One PN that :func:`person_name` accepts.

    Returns
    -------
    str or None
        A sentence; None where the name has components already.
    """
    group = value.partition("=")[0]
    if "^" in group:
        return None
    words = group.split()
    if re.fullmatch(r"[^,]+,[^,]+", group):
        family, given = (part.strip() for part in group.split(","))
    elif len(words) > 1:
        cut = next((n for n, word in enumerate(words) if n and word.lower() in _PARTICLES), -1)
        family, given = " ".join(words[cut:]), " ".join(words[:cut])
    else:
        return None
    return (
        f"{group!r} is stored as one long family name: DICOM puts '^' between family and given "
        f"name, so {f'{family}^{given}'!r} may be meant (PS3.5 6.2.1)."
    )
