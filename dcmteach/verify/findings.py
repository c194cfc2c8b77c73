"""What is wrong with a file: a row each, saying where, what, and by which clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["Finding", "Findings"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Parameters
    ----------
    path : str
        The element's canonical path; empty if it is about the file.
    aspect : str
        ``"Type"``, ``"VR"``, ``"VM"``, ``"UID"``, ``"character set"``, ``"file meta"`` or
        ``"structure"``.
    message : str
        A sentence; no value stands in it.
    rule : str
        The clause of the standard.
    """

    path: str
    aspect: str
    message: str
    rule: str


class Findings(Rows[Finding]):
    """What is wrong with a file. Empty means: nothing that can be seen here.

    Parameters
    ----------
    rows : sequence of Finding
        In the order of the file.
    compared : bool, optional
        Whether only what the input did not have is listed.
    """

    columns = (
        Column("path", "Element", width=60),
        Column("aspect", "About", width=14),
        Column("message", "What is wrong", "value", 90),
        Column("rule", "Rule", width=26),
    )

    def __init__(self, rows: tuple[Finding, ...], *, compared: bool = False) -> None:
        super().__init__(rows)
        self.compared = compared

    @property
    def caption(self) -> str:
        """How many there are."""
        new = " that the input did not have" if self.compared else ""
        number = len(self)
        if not number:
            return f"Conformance: no error{new}"
        return f"Conformance: {number} error{'' if number == 1 else 's'}{new}"

    def to_records(self) -> list[dict[str, Any]]:
        """Give the rows as dictionaries of plain values."""
        return [
            {"path": f.path, "aspect": f.aspect, "message": f.message, "rule": f.rule} for f in self
        ]
