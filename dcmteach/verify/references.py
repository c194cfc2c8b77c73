"""Whether every UID of a set of files became one new UID, the same wherever it stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column
from dcmteach.verify.original import names_a_kind
from dcmteach.verify.parts import Reread
from dcmteach.verify.seeds import is_well_known
from dcmteach.verify.written import AnyFile, written

__all__ = ["Broken", "References", "references"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A UID that did not become what it should.

    Parameters
    ----------
    file : int
        Which pair of files, 0-based, in the order in which they were given.
    path : str
        The element's canonical path.
    what : str
        What is wrong, in a sentence; the UIDs are not shown.
    """

    file: int
    path: str
    what: str


class References(Rows[Broken]):
    """The references that are broken. Empty means: every one is right.

    Parameters
    ----------
    rows : tuple of Broken
        What is wrong.
    total, right, removed : int
        How many UIDs the inputs have that name a thing, wherever they stand; how many stand in the
        outputs as they should; how many went with the element they stood in.
    mapping : dict of str to str
        The new UID of each old one.
    """

    columns = (
        Column("path", "Element", width=70),
        Column("file", "File", "number", 6),
        Column("what", "What is wrong", "value", 80),
    )

    def __init__(
        self, rows: tuple[Broken, ...], *, total: int, removed: int, mapping: dict[str, str]
    ) -> None:
        super().__init__(rows)
        self.total = total
        self.removed = removed
        self.right = total - removed - len(rows)
        self.mapping = mapping

    @property
    def caption(self) -> str:
        """How many there are, and how many are right."""
        gone = f", {self.removed} removed" if self.removed else ""
        return (
            f"References: {self.right} of {self.total} right{gone}, "
            f"{len(self)} broken, {len(self.mapping)} different UIDs"
        )

    def __repr__(self) -> str:  # without the mapping, which is the key
        return f"<{self.caption}>"

    def to_records(self) -> list[dict[str, Any]]:
        """Give the broken ones as dictionaries of plain values."""
        return [{"file": row.file, "path": row.path, "what": row.what} for row in self]


def references(pairs: Iterable[tuple[AnyFile, AnyFile]], *, kept: bool = False) -> References:
    """Look whether UIDs were replaced consistently over many files.

    Parameters
    ----------
    pairs : iterable of (input, output)
        Each file before and after; both as path, bytes, data set or taken apart already.
    kept : bool, optional
        Whether UIDs may stay as they are (``retain-uids``).

    Returns
    -------
    References
        A UID is broken if it became another one than elsewhere, if two became the same, if it did
        not change at all, or if there is none where one was.

    Raises
    ------
    ReadError
        If a file cannot be read.

    Notes
    -----
    Elements are compared by their paths, so that items must not have changed places. Well-known
    UIDs and those of kinds (SOP classes, syntaxes, schemes) have to stay as they are.
    """
    mapping: dict[str, str] = {}
    origin: dict[str, str] = {}
    broken: list[Broken] = []
    total = removed = 0
    for number, (one, other) in enumerate(pairs):
        before, after = written(one), written(other)
        now = dict(_uids(after))
        for path, olds in _uids(before):
            news = now.get(path)
            if news is None:
                gone = sum(not _stays(old) for old in olds)
                total += gone
                # An element that went away altogether refers to nothing.
                removed += gone
                continue
            if len(news) != len(olds):
                total += len(olds)
                broken += [Broken(number, path, "has another number of UIDs than before")] * len(
                    olds
                )
                continue
            for old, new in zip(olds, news, strict=True):
                if not old:
                    continue
                if _stays(old):
                    if old != new:
                        total += 1
                        broken.append(Broken(number, path, "was well-known, and was changed"))
                    continue
                total += 1
                wrong = _wrong(old, new, mapping, origin, kept=kept)
                if wrong:
                    broken.append(Broken(number, path, wrong))
    return References(tuple(broken), total=total, removed=removed, mapping=mapping)


def _wrong(
    old: str, new: str, mapping: dict[str, str], origin: dict[str, str], *, kept: bool
) -> str:
    if not new:
        return "has no UID any more"
    if old == new:
        return "" if kept else "is the original UID"
    if mapping.setdefault(old, new) != new:
        return "became another UID than the same one elsewhere"
    if origin.setdefault(new, old) != old:
        return "became the same UID as another one"
    return ""


def _stays(uid: str) -> bool:
    return not uid or is_well_known(uid)


def _uids(file: Reread) -> Iterator[tuple[str, list[str]]]:
    for part in file.parts:
        if part.vr == "UI" and not names_a_kind(part.tag):
            text = file.value(part).decode("latin_1")
            yield file.path(part), [uid.strip(" \0") for uid in text.split("\\")]
