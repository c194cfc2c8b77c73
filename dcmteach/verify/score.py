"""The profile, row by row, for any file, whoever wrote it: met, missed, or cannot be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dcmteach.header.contents import TEXT
from dcmteach.header.dictionary import lookup
from dcmteach.header.rows import Rows
from dcmteach.header.ruling import effective
from dcmteach.header.show import Column
from dcmteach.standard import iod, private, profile
from dcmteach.verify.conformance import sop_class
from dcmteach.verify.marks import marks
from dcmteach.verify.parts import META, Part, Reread
from dcmteach.verify.seeds import is_well_known
from dcmteach.verify.written import AnyFile, written

__all__ = ["CANNOT_TELL", "MET", "MISSED", "Rule", "Score", "against_profile"]

MET, MISSED, CANNOT_TELL = "met", "missed", "cannot be told"
_WEIGHT = {MET: 0, CANNOT_TELL: 1, MISSED: 2}
_SIGN = {MET: "✓ met", MISSED: "✗ missed", CANNOT_TELL: "? cannot be told"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the profile, as this file keeps it.

    Parameters
    ----------
    path : str
        The element, or the first of several for which the row was not met; ``"private"`` for the
        row of all private attributes.
    keyword : str
        The row's keyword; empty for rows that stand for many attributes.
    action : str
        What the row asks for in this file: the code settled by Type and options.
    result : str
        ``"met"``, ``"missed"`` or ``"cannot be told"``.
    reason : str
        A sentence; no value stands in it.
    places : int
        How many elements of the file the row covers.
    """

    path: str
    keyword: str
    action: str
    result: str
    reason: str
    places: int


class Score(Rows[Rule]):
    """A file against the profile.

    Parameters
    ----------
    rows : tuple of Rule
        Each row of Table E.1-1 that the file has an element for, and what the profile wants the
        file to say of itself.
    options : tuple of str
        The options it was held against.
    """

    columns = (
        Column("path", "Element", width=60),
        Column("action", "Asked for", width=10),
        Column("result", "Result", "mark", 18),
        Column("reason", "Why", "value", 90),
        Column("places", "Places", "number", 6),
    )
    fields = ("path", "keyword", "action", "result", "reason", "places")

    def __init__(self, rows: tuple[Rule, ...], options: tuple[str, ...]) -> None:
        super().__init__(rows)
        self.options = options

    @property
    def summary(self) -> dict[str, int]:
        """How many rows were met, missed, and cannot be told."""
        return {word: sum(row.result == word for row in self) for word in _WEIGHT}

    @property
    def missed(self) -> tuple[Rule, ...]:
        """The rows that were missed."""
        return tuple(row for row in self if row.result == MISSED)

    @property
    def caption(self) -> str:
        """The profile, its options and the summary."""
        counts = ", ".join(f"{number} {word}" for word, number in self.summary.items())
        with_options = f" with {', '.join(self.options)}" if self.options else ""
        return f"PS3.15 Basic Profile ({profile.EDITION}){with_options}: {counts}"

    @property
    def note(self) -> str:
        """What this cannot tell."""
        if not self.summary[CANNOT_TELL]:
            return ""
        return (
            "What cannot be told from the output alone can often be told beside its input: "
            "against_profile(after, compared_to=before)."
        )

    def cell(self, row: Rule, key: str) -> str:
        """Write one field of a row as it is shown."""
        return _SIGN[row.result] if key == "result" else super().cell(row, key)

    def to_records(self) -> list[dict[str, Any]]:
        """Give the rows as dictionaries of plain values."""
        return [{name: getattr(row, name) for name in self.fields} for row in self]


def against_profile(
    ds: AnyFile, *, options: Iterable[str] = (), compared_to: AnyFile | None = None
) -> Score:
    """Hold a file against the Basic Profile, whoever wrote it.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset, path, bytes or Reread
        The file.
    options : iterable of str, optional
        Options of the profile it was de-identified with.
    compared_to : the same, optional
        Its input: then it can be told whether a value was changed.

    Returns
    -------
    Score
        One row per row of Table E.1-1 that covers an element of the file, at any depth.

    Raises
    ------
    ReadError
        If a file cannot be read.
    DcmteachError
        If there is no such option.
    """
    chosen = profile.check_options(options)
    file = written(ds)
    before = _values(written(compared_to)) if compared_to is not None else None
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    judge = _Judge(file, chosen, before)
    for part in file.parts:
        if part.item == META and part.tag not in {0x00020003}:
            continue
        row = profile.row(part.tag)
        if row is not None:
            found.setdefault(row.tag, []).append(judge.judge(part))
    rows = [_row(tag, judged) for tag, judged in found.items()]
    rows += [Rule(*mark, 1) for mark in marks(file, chosen)]
    return Score(tuple(rows), tuple(option for option in profile.OPTIONS if option in chosen))


def _row(tag: str, judged: list[tuple[str, str, str, str]]) -> Rule:
    """Make one row of all the places it covers: the worst of them speaks."""
    path, action, result, reason = max(judged, key=lambda one: _WEIGHT[one[2]])
    if tag == "private":
        keyword, path = "", path if len(judged) == 1 else f"{path} and other private elements"
    else:
        keyword = lookup(int(tag.replace("x", "0"), 16)).keyword
    return Rule(path, keyword, action, result, reason, len(judged))


def _values(file: Reread) -> dict[str, bytes]:
    return {file.path(part): file.value(part).rstrip(b" \0") for part in file.parts}


class _Judge:
    """Judges the elements of one file."""

    def __init__(
        self, file: Reread, options: frozenset[str], before: dict[str, bytes] | None
    ) -> None:
        self.file = file
        self.options = options
        self.before = before
        self.sop_class = sop_class(file)
        self._creators: dict[tuple[int, int], str] = {}

    def judge(self, part: Part) -> tuple[str, str, str, str]:
        """Give path, action, result and reason for one element."""
        file = self.file
        path = file.path(part)
        action = profile.action(part.tag, options=self.options) or "K"
        kind = iod.type_of(file.steps(part), self.sop_class, file.tags) if self.sop_class else None
        code = effective(action, kind)
        empty = part.start == part.end or (part.vr in TEXT and not file.value(part).strip(b" \0"))
        if part.tag & 0x10000:
            result, reason = self._private(part)
        elif code == "X":
            result, reason = self._removed(part, kind, empty=empty)
        elif code == "K":
            result, reason = MET, "it may stay"
        elif empty:
            missed = code == "D" and kind in {"1", "1C"}
            result = MISSED if missed else MET
            reason = (
                f"it is empty, and must have a value (Type {kind})" if missed else "it is empty"
            )
        elif not part.vr:
            result, reason = MET, "its items are judged one element at a time"
        else:
            result, reason = self._changed(part, path, code)
        return path, code, result, reason

    def _removed(self, part: Part, kind: str | None, *, empty: bool) -> tuple[str, str]:
        if kind in {"1", "2", "1C", "2C"}:
            if empty:
                return MET, f"it cannot go (Type {kind}), and it is empty"
            return self._changed(part, self.file.path(part), "D")
        if empty:
            return MISSED, "it should not be there, though it is empty"
        return MISSED, "it should not be there"

    def _private(self, part: Part) -> tuple[str, str]:
        if "retain-safe-private" not in self.options:
            return MISSED, "private elements should not be there"
        if part.tag & 0xFFFF < 0x100:
            creator = self.file.value(part).decode("latin_1").strip(" \0")
        else:
            holder = part.tag & 0xFFFF0000 | part.tag >> 8 & 0xFF
            creator = (self.file.first(holder, part.item) or b"").decode("latin_1").strip(" \0")
        if private.is_safe(part.tag, creator):
            return MET, "it is on the list of safe private elements (PS3.15 E.3.10)"
        if creator.upper() == "SIEMENS CSA HEADER":
            return CANNOT_TELL, "it is a CSA header: read whether what it holds is clean"
        return MISSED, "it is not on the list of safe private elements (PS3.15 E.3.10)"

    def _changed(self, part: Part, path: str, code: str) -> tuple[str, str]:
        value = self.file.value(part).rstrip(b" \0")
        if code == "U":
            uids = value.decode("latin_1").split("\\")
            if all(is_well_known(uid.strip(" \0")) for uid in uids):
                return MET, "its UID is well-known and names no instance"
        if self.before is not None:
            old = self.before.get(path)
            if old is None:
                return MET, "its input has no such element"
            if old == value:
                if code == "C":
                    return CANNOT_TELL, "it is as in its input: whether that is clean, read it"
                return MISSED, "its value is that of its input"
            return MET, "its value is another than in its input"
        said = {
            "U": "whether this UID is new cannot be seen in the file alone",
            "C": "whether it is clean cannot be seen without its input",
            "Z": "whether its value is made up cannot be seen in the file alone",
        }
        return CANNOT_TELL, said.get(code, said["Z"])
