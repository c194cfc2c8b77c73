"""What a run came to: how many files, and each that was not written with its reason."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["Outcome", "Report"]

_PROMISED = (
    "This recipe applies no profile, so that only what it promises itself was verified: that what "
    "it found to name patient or study shows nowhere; of UIDs, dates and devices it promises "
    "nothing."
)

_FINE = frozenset({"written", "there already", "planned", "other file"})
_ORDER = (
    "written",
    "there already",
    "planned",
    "refused",
    "held back",
    "withdrawn",
    "no room",
    "other file",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A file that was not written.

    Parameters
    ----------
    number : int
        Its number in the audit record, 0-based.
    source : str
        The file as it was given; it may hold identifiers.
    status : str
        ``"refused"``, ``"held back"``, ``"withdrawn"``, ``"no room"`` or ``"other file"``.
    reason : str
        Why; no value of the file stands in it.
    """

    number: int
    source: str
    status: str
    reason: str


class Report(Rows[Outcome]):
    """What a run came to. Its rows are the files that were not written, with their reasons.

    Attributes
    ----------
    counts : mapping of str to int
        Files by status.
    outputs : tuple of str
        What was written or there already, below the destination; of a dry run, what would be.
    numbers : tuple of int
        For each of `outputs`, the number of the file it was made from, as its ``number``.
    seconds : float
        How long it took.
    plans : tuple of dict
        The distinct plans of a dry run: ``item``, the first such file, ``steps``, ``files``.
    stopped : str
        Why the run ended before its last file; empty if it did not.
    verified : bool
        Whether every file written was read again and searched.
    text : mapping of str to int
        With ``pixels="redact"``: in how many files pixels were ``"read"``, in how many something
        was ``"covered"``, how many ``"places"``, how many files were left ``"doubtful"``.
    faces : mapping of str to int
        Unless ``faces="accept"``: how many files were looked at or cannot show a face and are
        ``"clear"``, of how many the face was ``"removed"``, how many were ``"held"`` for theirs,
        and how many ``"withdrawn"`` because it was still seen.
    profile : str
        The recipe's profile: ``"basic"``; or ``"none"``, and then only what the recipe promises
        itself was verified.
    roots : tuple of str
        What was given as the source: files are shown by their paths below it. `to_records` gives
        the whole paths.
    made_anew : int
        Outputs that were no longer what an earlier run had recorded, and were made anew.
    """

    columns = (
        Column("source", "File", "value", 60),
        Column("status", "Outcome", "mark", 12),
        Column("reason", "Because", width=110),
    )
    fields = ("number", "source", "status", "reason")

    def __init__(
        self,
        rows: tuple[Outcome, ...],
        *,
        counts: Mapping[str, int],
        outputs: tuple[str, ...] = (),
        numbers: tuple[int, ...] = (),
        seconds: float = 0.0,
        verified: bool = True,
        stopped: str = "",
        plans: tuple[dict[str, Any], ...] = (),
        profile: str = "basic",
        roots: tuple[str, ...] = (),
        made_anew: int = 0,
        text: Mapping[str, int] = MappingProxyType({}),
        faces: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        super().__init__(rows)
        self.counts = MappingProxyType(dict(counts))
        self.outputs = outputs
        self.numbers = numbers
        self.seconds = seconds
        self.verified = verified
        self.stopped = stopped
        self.plans = plans
        self.profile = profile
        self.roots = roots
        self.made_anew = made_anew
        self.text = MappingProxyType(dict(text))
        self.faces = MappingProxyType(dict(faces))

    @property
    def written(self) -> int:
        """How many files were written, or are there already from an earlier run."""
        return self.counts.get("written", 0) + self.counts.get("there already", 0)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """What could not be de-identified, or not be read."""
        return self._of("refused")

    @property
    def held_back(self) -> tuple[Outcome, ...]:
        """What somebody must look at first: for text in the pixels, or for a face."""
        return self._of("held back")

    @property
    def withdrawn(self) -> tuple[Outcome, ...]:
        """What was made and failed verification, and so is not there."""
        return self._of("withdrawn")

    @property
    def other_files(self) -> tuple[Outcome, ...]:
        """What is no DICOM file and was left out."""
        return self._of("other file")

    @property
    def complete(self) -> bool:
        """Whether every DICOM file was written."""
        return not self.stopped and all(row.status in _FINE for row in self)

    @property
    def exit_status(self) -> int:
        """0 if complete, 1 if something was left out, 2 if the output could not be written."""
        if self.stopped:
            return 2
        return 0 if self.complete else 1

    def _of(self, status: str) -> tuple[Outcome, ...]:
        return tuple(row for row in self if row.status == status)

    @property
    def caption(self) -> str:
        """How many files, by status."""
        told = [f"{self.counts[status]} {status}" for status in _ORDER if self.counts.get(status)]
        return f"De-identification: {', '.join(told) or 'no files'}"

    @property
    def note(self) -> str:
        """How long it took; what was not looked at."""
        parts = [f"{self.seconds:.1f} s."]
        if self.stopped:
            parts.insert(0, f"It ended early: {self.stopped}.")
        if self.made_anew:
            parts.append(f"Made anew, being no longer whole: {self.made_anew}.")
        if self.text:
            parts.append(self._read)
        if self.faces:
            parts.append(self._looked)
        if not self.verified:
            parts.append("Nothing was verified, as you asked.")
        elif self.profile == "none":
            parts.append(_PROMISED)
        return " ".join(parts)

    @property
    def _read(self) -> str:
        """What was done to text in pixels."""
        said = self.text
        return (
            f"Pixels were read in {_files(said['read'])}; text was covered in {said['covered']} of "
            f"them ({said['places']} places), and {said['doubtful']} held back as doubtful."
        )

    @property
    def _looked(self) -> str:
        """What was done about faces."""
        said = self.faces
        gone = f", {said['withdrawn']} withdrawn" if said["withdrawn"] else ""
        return (
            f"Faces: removed from {_files(said['removed'])}, none in {said['clear']}, "
            f"{said['held']} held back{gone}."
        )

    @property
    def _promised(self) -> str:
        return _PROMISED if self.verified and self.profile == "none" else ""

    def cell(self, row: Outcome, key: str) -> str:
        """Write one field of a row as it is shown: a file by its path below the source."""
        return self._below(row.source) if key == "source" else super().cell(row, key)

    def _below(self, source: str) -> str:
        for root in self.roots:
            folder, name = f"{root.rstrip(os.sep)}{os.sep}", root.rpartition(os.sep)[2]
            if source.startswith(folder):
                rest = source.removeprefix(folder)
                # Of several roots two may hold files of the same name.
                return rest if len(self.roots) == 1 else f"{name}{os.sep}{rest}"
            if source == root or source.startswith(f"{root}!"):
                return name + source.removeprefix(root)
        return source

    def summary(self) -> dict[str, Any]:
        """Give counts and reasons as plain data, without the names of files."""
        reasons: dict[str, int] = {}
        for row in self:
            key = f"{row.status}: {row.reason}"
            reasons[key] = reasons.get(key, 0) + 1
        return {
            "files": dict(self.counts),
            "reasons": dict(sorted(reasons.items())),
            "complete": self.complete,
            "stopped": self.stopped,
            "verified": self.verified,
            **({"made_anew": self.made_anew} if self.made_anew else {}),
            **({"text": dict(self.text)} if self.text else {}),
            **({"faces": dict(self.faces)} if self.faces else {}),
            **({"limits": self._promised} if self._promised else {}),
            "seconds": round(self.seconds, 3),
        }


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"
