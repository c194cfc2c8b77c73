"""Many outputs against many inputs: folders, whoever filled them and in whatever order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column
from dcmteach.verify.conformance import conformance
from dcmteach.verify.findings import Findings
from dcmteach.verify.leak import Leaks
from dcmteach.verify.leaks import leaks_in_path
from dcmteach.verify.pairs import fingerprints, pair_up
from dcmteach.verify.references import References, references
from dcmteach.verify.reread import reread
from dcmteach.verify.scanner import Scanner
from dcmteach.verify.seeds import Seeds

__all__ = ["Verified", "Verifieds", "verify_folder"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found out about one output.

    Parameters
    ----------
    file : str
        Its path, as it was given.
    leaks : Leaks
        What of any of the inputs shows in it.
    findings : Findings or None
        New errors of conformance; None if it could not be told from which input it was made.
    """

    file: str
    leaks: Leaks
    findings: Findings | None

    @property
    def passed(self) -> bool:
        """Whether nothing shows and there is no new error."""
        return not len(self.leaks) and not (self.findings is not None and len(self.findings))


class Verifieds(Rows[Verified]):
    """The outputs, each with what was found.

    Parameters
    ----------
    rows : sequence of Verified
        One per output.
    references : References
        The UIDs over all pairs of files.
    sources : int
        How many inputs there were.
    """

    columns = (
        Column("file", "File", width=70),
        Column("leaks", "Leaks", "number", 6),
        Column("possible", "Possible", "number", 8),
        Column("findings", "New errors", "number", 12),
    )

    def __init__(self, rows: Sequence[Verified], references: References, *, sources: int) -> None:
        super().__init__(rows)
        self.references = references
        self.sources = sources

    @property
    def passed(self) -> bool:
        """Whether every output is clean, and every reference right."""
        return all(row.passed for row in self) and not len(self.references)

    @property
    def caption(self) -> str:
        """How many outputs are clean."""
        clean = sum(row.passed for row in self)
        return (
            f"Verified: {clean} of {len(self)} files clean against {self.sources} inputs; "
            f"{self.references.caption}"
        )

    @property
    def note(self) -> str:
        """What could not be compared."""
        alone = sum(row.findings is None for row in self)
        if not alone:
            return ""
        return (
            f"{alone} of the files could not be told from others like them, so that only leaks "
            "were looked for in them. Verify one file against its own input for the rest."
        )

    def record(self, row: Verified, key: str) -> Any:
        """Give one field of a row as a plain value."""
        if key == "leaks":
            return len(row.leaks)
        if key == "possible":
            return len(row.leaks.possible)
        if key == "findings":
            return None if row.findings is None else len(row.findings)
        return row.file

    def cell(self, row: Verified, key: str) -> str:
        """Write one field of a row as it is shown."""
        value = self.record(row, key)
        return "not compared" if value is None else str(value)

    def to_records(self) -> list[dict[str, Any]]:
        """Give every output with its leaks and findings, as plain values."""
        return [
            {
                "file": row.file,
                "passed": row.passed,
                "leaks": row.leaks.to_records(),
                "findings": None if row.findings is None else row.findings.to_records(),
            }
            for row in self
        ]


def verify_folder(
    outputs: Mapping[Path, str],
    inputs: Iterable[Path],
    *,
    words: Iterable[str] = (),
    retained: Iterable[str] = (),
    report: Callable[[Path, str], None] | None = None,
) -> Verifieds:
    """Verify every output against all inputs together.

    Parameters
    ----------
    outputs : mapping of Path to str
        Each file, with its path below the folder somebody chose: names are looked at as well.
    inputs : iterable of Path
        The files they were made from; the order does not matter.
    words : iterable of str, optional
        Further words that must not show: one of fewer than six characters where it is a whole
        word, a longer one anywhere.
    retained : iterable of str, optional
        Options of the profile; see :func:`dcmteach.verify.leaks`.
    report : callable, optional
        Called with the path of each file that cannot be read, and the reason.

    Returns
    -------
    Verifieds

    Raises
    ------
    DcmteachError
        If no input can be read: nothing could be found then.
    """
    retained = tuple(retained)
    report = report or _ignore
    seeds: list[Seeds] = []
    known = {}
    for path in inputs:
        try:
            seeds.append(Seeds.of(path, words=words, retained=retained))
            known[str(path)] = fingerprints(reread(path))
        except DcmteachError as error:
            report(path, str(error))
    if not seeds:
        raise DcmteachError(
            "None of the inputs can be read, so there is nothing to look for. Give --against the "
            "files as they were before."
        )
    scanner = Scanner(Seeds.of(seeds, retained=retained))
    made = {}
    scanned: dict[Path, Leaks] = {}
    for path, name in outputs.items():
        try:
            file = reread(path)
        except DcmteachError as error:
            report(path, str(error))
            continue
        made[str(path)] = fingerprints(file)
        scanned[path] = scanner.scan(file) + leaks_in_path(name, scanner.seeds)
    source_of = pair_up(known.items(), made.items())
    rows = [
        Verified(
            str(path),
            found,
            conformance(path, compared_to=source_of[str(path)])
            if str(path) in source_of
            else None
            if made[str(path)]
            else Findings((), compared=True),
        )
        for path, found in scanned.items()
    ]
    pairs = ((source, path) for path, source in source_of.items())
    uids = references(pairs, kept="retain-uids" in retained)
    return Verifieds(rows, uids, sources=len(seeds))


def _ignore(path: Path, reason: str) -> None:
    """Say nothing."""
