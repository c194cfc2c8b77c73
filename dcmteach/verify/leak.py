"""What was found: where, of which kind, and around what; never the identifier itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column
from dcmteach.verify.seeds import Seeds

__all__ = ["Leak", "Leaks"]


@dataclass(frozen=True, slots=True)
class Leak:
    """An identifier of the input that stands in the output.

    Parameters
    ----------
    place : str
        The element's canonical path; ``"byte 12"`` where no element is; a part of a file's path.
    region : str
        ``"preamble"``, ``"file meta"``, ``"header"``, ``"private"``, ``"overlay"``, ``"icon"``,
        ``"directory"``, ``"encapsulated document"``, ``"pixel stream"``, ``"trailing"``,
        ``"unreadable"`` or ``"name of the file"``.
    kind : str
        One of :data:`dcmteach.header.identity.KINDS`, ``"date of the study"``,
        ``"order number"``, ``"device"``, ``"original UID"`` or ``"given word"``.
    offset : int or None
        The byte of the file at which the value, or what is in no element, begins; of a deflated
        file, after inflating it.
    excerpt : str
        What stands around it, masked: every letter is an x, every digit a 9, and what was found is
        a bar.
    reason : str
        Why it is merely possible; empty for a certain one.
    """

    place: str
    region: str
    kind: str
    offset: int | None
    excerpt: str
    reason: str = ""


class Leaks(Rows[Leak]):
    """The identifiers that stand in an output. Empty means: none of them does.

    Parameters
    ----------
    rows : sequence of Leak
        The certain ones.
    seeds : Seeds
        What was looked for.
    possible : sequence of Leak, optional
        What may be a coincidence.

    Attributes
    ----------
    possible : tuple of Leak
        What may be a coincidence: a word in code, a short number among numbers. It counts for
        nothing, but somebody may look.
    """

    columns = (
        Column("place", "Where", width=60),
        Column("region", "In", width=22),
        Column("kind", "What", width=22),
        Column("offset", "Byte", "number", 10),
        Column("excerpt", "Around it, masked", "value", 40),
    )
    fields = ("place", "region", "kind", "offset", "excerpt", "certain", "reason")

    def __init__(self, rows: Sequence[Leak], seeds: Seeds, possible: Sequence[Leak] = ()) -> None:
        super().__init__(tuple(rows))
        self.possible = tuple(possible)
        self._looked_for = bool(seeds)

    @property
    def certain(self) -> tuple[Leak, ...]:
        """The certain ones; the same as the rows."""
        return tuple(self)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which kinds of identifier were found, each once."""
        return tuple(dict.fromkeys(leak.kind for leak in self))

    @property
    def caption(self) -> str:
        """How many there are."""
        if not self._looked_for:
            return "Leaks: nothing to look for, since the input names nobody and has no UIDs"
        if not len(self):
            return "Leaks: none"
        return f"Leaks: {len(self)} place{'' if len(self) == 1 else 's'}"

    @property
    def note(self) -> str:
        """What is merely possible."""
        number = len(self.possible)
        if not number:
            return ""
        return (
            f"{number} place{' is' if number == 1 else 's are'} merely possible and not counted: "
            ".possible lists what may be a coincidence."
        )

    def to_records(self) -> list[dict[str, Any]]:
        """Give the certain ones and then the possible ones as dictionaries of plain values."""
        return [
            {
                "place": leak.place,
                "region": leak.region,
                "kind": leak.kind,
                "offset": leak.offset,
                "excerpt": leak.excerpt,
                "certain": not leak.reason,
                "reason": leak.reason,
            }
            for leak in (*self, *self.possible)
        ]

    def __add__(self, other: Leaks) -> Leaks:
        both = Leaks((*self, *other), Seeds(), (*self.possible, *other.possible))
        both._looked_for = self._looked_for or other._looked_for
        return both
