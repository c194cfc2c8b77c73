"""Which new UID and which new patient ID stand for which old ones: for the owner's eyes alone."""

from __future__ import annotations

import csv
import os
import re
import uuid
from collections.abc import Iterable
from pathlib import Path

from dcmteach.errors import SaveError

__all__ = ["Mapping"]

# What a spreadsheet would take for a formula.
_FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.])")


class Mapping:
    """Pairs of old and new, as a CSV file with the columns ``id_old,id_new``.

    Parameters
    ----------
    path : Path
        The file, of mode 0600; pairs that are in it already stay.

    Raises
    ------
    SaveError
        If there is such a file and it is no mapping.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pairs: dict[str, str] = {}
        if os.path.lexists(path):
            self._read()

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Note pairs; an old ID without a value is none."""
        for old, new in pairs:
            if old:
                self.pairs[_safe(old)] = _safe(new)

    def save(self) -> None:
        """Write the file anew, whole or not at all.

        Raises
        ------
        SaveError
            If it cannot be written.
        """
        part = self.path.with_name(f".{uuid.uuid4().hex}.part")
        try:
            try:
                descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                    if hasattr(os, "fchmod"):
                        os.fchmod(file.fileno(), 0o600)
                    writer = csv.writer(file, lineterminator="\n")
                    writer.writerow(("id_old", "id_new"))
                    writer.writerows(sorted(self.pairs.items()))
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(self.path)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            raise SaveError(
                f"The mapping {self.path.name!r} could not be written: {error.strerror}. The "
                "images are whole; run again with the same key to get the mapping."
            ) from None

    def _read(self) -> None:
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
        except (OSError, UnicodeDecodeError, csv.Error):
            rows = []
        if not rows or rows[0] != ["id_old", "id_new"] or any(len(row) != 2 for row in rows):
            raise SaveError(
                f"{self.path.name!r} is there and is no mapping with the columns id_old,id_new. "
                "Give another name. Nothing was written."
            )
        self.pairs = dict(rows[1:])


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
