"""What a scan of a whole output found: where, of whom by number, and around what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["TreeLeak", "TreeLeaks", "Unsearched"]


@dataclass(frozen=True, slots=True)
class TreeLeak:
    """A name, or a given word, that stands in the output.

    Parameters
    ----------
    file : str
        The path below the folder, with slashes; a name that stands in it is a bar.
    place : str
        The element's canonical path; ``"line 3"`` of a text; ``"byte 812"`` of other files;
        ``"the file's name"`` or ``"the folder's name"``. What lies in an archive is
        told by its number there: ``"member 3: line 1"``.
    region : str
        As in :class:`dcmteach.verify.Leak`; or ``"text"``, ``"file"``, ``"archive"``,
        ``"document"``, ``"name of the file"``, ``"name of a folder"``.
    kind : str
        ``"name"`` (family and given name together), ``"part of a name"`` or ``"given word"``.
    person : int or None
        The 0-based index of the name, or of the given word, in what was asked for. Of several
        people with the same name, the first.
    offset : int or None
        The byte of what was searched at which it begins (of a deflated or packed file, after
        inflating it).
    excerpt : str
        What stands around it, masked: letters as x, digits as 9, the find as a bar.
    reason : str
        Why it is merely possible; empty for a certain one.
    """

    file: str
    place: str
    region: str
    kind: str
    person: int | None
    offset: int | None
    excerpt: str
    reason: str = ""


class Unsearched(NamedTuple):
    """A file that could not be searched, or not all of it.

    Parameters
    ----------
    file : str
        Its path below the folder.
    reason : str
        Why.
    """

    file: str
    reason: str


class TreeLeaks(Rows[TreeLeak]):
    """The names that stand in an output. Empty means: none does in what could be searched.

    Parameters
    ----------
    rows : sequence of TreeLeak
        The certain ones.
    possible : sequence of TreeLeak, optional
        What may be a coincidence.
    unsearched : sequence of Unsearched, optional
        What could not be searched.
    files : int, optional
        How many files there are.
    size : int, optional
        Their bytes.
    searched : int, optional
        The bytes searched: without native pixels, packed ones inflated.
    names : int, optional
        How many names were looked for.

    Attributes
    ----------
    possible : tuple of TreeLeak
        Single parts of names, and finds among bytes that are no text. They count for nothing,
        but somebody may look.
    unsearched : tuple of Unsearched
        What could not be searched, or not all of it.
    """

    columns = (
        Column("file", "File", width=50),
        Column("place", "Where", width=40),
        Column("region", "In", width=22),
        Column("kind", "What", width=16),
        Column("person", "Name no.", "number", 8),
        Column("excerpt", "Around it, masked", "value", 40),
    )
    fields = ("file", "place", "region", "kind", "person", "offset", "excerpt", "certain", "reason")

    def __init__(
        self,
        rows: Sequence[TreeLeak],
        *,
        possible: Sequence[TreeLeak] = (),
        unsearched: Sequence[Unsearched] = (),
        files: int = 0,
        size: int = 0,
        searched: int = 0,
        names: int = 0,
    ) -> None:
        super().__init__(tuple(rows))
        self.possible = tuple(possible)
        self.unsearched = tuple(unsearched)
        self.files = files
        self.size = size
        self.searched = searched
        self.names = names

    @property
    def certain(self) -> tuple[TreeLeak, ...]:
        """The certain ones; the same as the rows."""
        return tuple(self)

    @property
    def passed(self) -> bool:
        """Whether all could be searched and no name was found."""
        return not len(self) and not self.unsearched

    @property
    def caption(self) -> str:
        """How many there are, in how many files."""
        files = f"{self.files:,} file{'' if self.files == 1 else 's'}"
        what = f"{self.names:,} name{'' if self.names == 1 else 's'} looked for in {files}"
        if not self.names:
            return f"Names in the output: nothing to look for in {files}"
        if not len(self):
            return f"Names in the output: none ({what})"
        inside = len({row.file for row in self})
        places = f"{len(self)} place{'' if len(self) == 1 else 's'}"
        return (
            f"Names in the output: {places} in {inside} file{'' if inside == 1 else 's'} ({what})"
        )

    @property
    def note(self) -> str:
        """What is merely possible, and what could not be searched."""
        said = []
        if self.possible:
            said.append(f"{len(self.possible)} more may be coincidences: see .possible.")
        if self.unsearched:
            number = len(self.unsearched)
            said.append(
                f"{number} file{'' if number == 1 else 's'} could not be searched, or not "
                "wholly: see .unsearched."
            )
        return " ".join(said)

    def to_records(self) -> list[dict[str, Any]]:
        """Give the certain ones and then the possible ones as dictionaries of plain values."""
        return [
            {
                name: not row.reason if name == "certain" else getattr(row, name)
                for name in self.fields
            }
            for row in (*self, *self.possible)
        ]
