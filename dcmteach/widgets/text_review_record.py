"""Who decided and confirmed what, and when: a record without a word of what was read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import Any

from dcmteach.deid.private_files import write_private

__all__ = ["Record", "now"]


def now() -> str:
    """Return the time in UTC, to the second, as ISO 8601 writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Record:
    """What happened in a review, in its order.

    Attributes
    ----------
    entries : list of dict
        ``what``, ``who`` and ``when``, and numbers that say where; never a text of a box.
    """

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def note(self, what: str, who: str, **where: Any) -> None:
        """Add what was done, by whom, and where."""
        self.entries.append({"what": what, "who": who, "when": now(), **where})

    def plain(self) -> list[dict[str, Any]]:
        """Return a copy of all entries as plain data."""
        copied: list[dict[str, Any]] = json.loads(json.dumps(self.entries))
        return copied

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the entries as JSON Lines, mode 0600.

        Raises
        ------
        SaveError
            If they cannot be written.
        """
        lines = (json.dumps(entry, ensure_ascii=False) for entry in self.entries)
        return write_private(
            Path(path),
            "".join(f"{line}\n" for line in lines),
            what="record of a review",
            advice="Name a folder that exists and that you may write to.",
        )
