"""What somebody decided about doubtful matches, kept apart from the output and used again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from dcmteach.deid.private_files import write_private
from dcmteach.deid.subjects import name_key, name_keys
from dcmteach.errors import DcmteachError

__all__ = ["Decisions"]

_SCHEMA = "dcmteach decisions 1"


class Decisions:
    """Which name of a table belongs to which patient, as somebody decided it.

    Names are compared as ``dcmteach.deid.subjects.name_key`` brings them into form, so that
    a decision outlives another order of the rows.

    Parameters
    ----------
    pairs : dict of str to (str or None), optional
        Name in the table, and Patient's Name; None for nobody.
    """

    def __init__(self, pairs: dict[str, str | None] | None = None) -> None:
        self.pairs: dict[str, str | None] = dict(pairs or {})

    def confirm(self, row: str, person: str) -> None:
        """Note that a name of the table is this patient's."""
        self.pairs[row] = person

    def reject(self, row: str) -> None:
        """Note that a name of the table is nobody's in the cohort."""
        self.pairs[row] = None

    def undo(self, row: str) -> None:
        """Take a decision back."""
        self.pairs.pop(row, None)

    def confirmed(
        self, rows: Sequence[str], people: Sequence[Sequence[str]]
    ) -> dict[int, int | None]:
        """Apply the decisions to a table and a cohort.

        Parameters
        ----------
        rows : sequence of str
            The names of the table.
        people : sequence of sequences of str
            The Patient's Names of each person.

        Returns
        -------
        dict of int to (int or None)
            By the number of the row (0-based), that of the person. Decisions about names that are
            not here, or that are two people's, are left out.
        """
        places: dict[str, set[int]] = {}
        for number, names in enumerate(people):
            for name in names:
                for key in name_keys(name).values():
                    places.setdefault(key, set()).add(number)
        decided = {name_key(row): person for row, person in self.pairs.items()}
        found: dict[int, int | None] = {}
        for number, row in enumerate(rows):
            key = name_key(row)
            if key not in decided:
                continue
            person = decided[key]
            if person is None:
                found[number] = None
                continue
            sets = [places.get(k, set()) for k in name_keys(person).values()]
            meant = set.intersection(*sets) if sets else set()
            if len(meant) == 1:
                found[number] = next(iter(meant))
        return found

    @classmethod
    def read(cls, path: str | PathLike[str]) -> Decisions:
        """Read decisions from a file.

        Raises
        ------
        DcmteachError
            If it cannot be read, or holds something else. Nothing of it is quoted.
        """
        where = Path(path)
        try:
            data = json.loads(where.read_text(encoding="utf-8"))
        except OSError as error:
            raise DcmteachError(
                f"The decisions {where.name!r} cannot be read: {error.strerror}. "
                "Give the file that MatchReviewer saved."
            ) from None
        except ValueError:
            data = None
        if not isinstance(data, dict) or data.get("schema") != _SCHEMA:
            data = {}
        pairs = data.get("pairs")
        if not isinstance(pairs, dict) or not all(
            v is None or isinstance(v, str) for v in pairs.values()
        ):
            raise DcmteachError(
                f"{where.name!r} holds no decisions. Give the file that MatchReviewer saved."
            )
        return cls(pairs)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the decisions, whole or not at all, of mode 0600: they hold names.

        Raises
        ------
        SaveError
            If they cannot be written.
        """
        text = json.dumps({"schema": _SCHEMA, "pairs": self.pairs}, ensure_ascii=False, indent=1)
        return write_private(
            Path(path),
            text + "\n",
            what="file of decisions",
            advice="Name a folder that exists and that you may write to.",
        )

    def __len__(self) -> int:
        return len(self.pairs)

    def __repr__(self) -> str:
        return f"<Decisions: {len(self)}>"
