"""Which new UID and which new patient ID stand for which old ones: for the owner's eyes alone."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from dcmteach.deid.private_files import csv_text, write_private
from dcmteach.deid.tables_cells import guarded
from dcmteach.errors import SaveError

__all__ = ["Mapping"]


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
                self.pairs[guarded(old)] = guarded(new)

    def save(self) -> None:
        """Write the file anew, whole or not at all.

        Raises
        ------
        SaveError
            If it cannot be written.
        """
        write_private(
            self.path,
            csv_text([("id_old", "id_new"), *sorted(self.pairs.items())]),
            what="mapping",
            advice="The images are whole; run again with the same key to get the mapping.",
        )

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
