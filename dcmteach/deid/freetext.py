"""Cut what identifies out of free text, and keep the rest."""

from __future__ import annotations

from dcmteach.header.identity import Identity

__all__ = ["clean"]


def clean(text: str, identity: Identity, *, dates: str = "all") -> str | None:
    """Cut identifiers out of a text; None if it cannot be done with certainty."""
    return None if identity.found_in(text) else text
