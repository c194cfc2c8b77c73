"""What a worker says of a file: digests, counts and reasons, without a value of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from dcmteach.deid.plan import Plan

__all__ = ["NAME", "counts", "digest_of", "plain", "withdrawn"]

NAME = "this file"
"""What a file is called in messages: its own name may hold identifiers."""


def digest_of(pieces: Sequence[bytes]) -> str:
    """Give the SHA-256 of a file in pieces."""
    made = hashlib.sha256()
    for piece in pieces:
        made.update(piece)
    return made.hexdigest()


def counts(planned: Plan) -> dict[str, int]:
    """Count the steps of a plan by strategy."""
    found: dict[str, int] = {}
    for step in planned.steps:
        found[step.strategy] = found.get(step.strategy, 0) + 1
    return dict(sorted(found.items()))


def withdrawn(summary: dict[str, object]) -> str:
    """Say why a file is withdrawn, from what verification found."""
    leaks = summary["leaks"]
    findings = summary["findings"]
    assert isinstance(leaks, list)
    assert isinstance(findings, list)
    if leaks:
        first = leaks[0]
        more = f" and {len(leaks) - 1} more" if len(leaks) > 1 else ""
        return f"verification found {first['kind']} in {first['place']}{more}"
    first = findings[0]
    more = f" and {len(findings) - 1} more" if len(findings) > 1 else ""
    where = first["path"] or "the file"
    return f"verification found an error of conformance in {where} ({first['rule']}){more}"


def plain(message: str) -> str:
    """A message of the library about a file that must not be named."""
    return message.replace(f"{NAME!r}", NAME).replace("\n", " ")
