"""How a tool fared on the corpus, judged against its answer key."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydicom import dcmread
from pydicom.dataset import Dataset

from dcmteach.synth.corpus import corpus_key
from dcmteach.synth.corpus_scan import Tokens

__all__ = ["CorpusScore", "score_corpus"]

_UID = re.compile(rb"(?<![0-9.])2\.25\.[0-9]{20,39}(?![0-9])")
_STEP = re.compile(r"(\w+)\[(\d+)\]")
_DATES = ("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate", "AcquisitionDateTime")
_TRACER = "RadiopharmaceuticalInformationSequence[0].RadiopharmaceuticalStartDateTime"
_OWN = ("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID", "SOPInstanceUID")


@dataclass(slots=True)
class CorpusScore:
    """What was found in an output.

    Parameters
    ----------
    planted : set of str
        The kinds of places in which the corpus names its patients.
    shown : dict of str to str
        Kinds of places where a patient still shows, each with one file and path.
    files_with_uids : int
        Outputs in which an original UID stands.
    right, wrong, absent : int
        References to what they should refer to, to something else, and gone.
    moved : dict of int to set of int
        By how many days each patient's dates moved: one number if the intervals were kept.
    pixels_changed : list of str
        Inputs whose pixels are others now; compressed ones count by what they are decoded to.
    redacted : list of str
        Inputs whose pixels are others because text was covered in them, as their outputs say
        (DERIVED, and the code 113101); these are not among `pixels_changed`.
    missing : list of str
        Inputs without an output.
    pairs : list of (str, pathlib.Path)
        Which output was made of which input.
    outputs : int
        How many files were written.
    """

    planted: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)
    files_with_uids: int = 0
    right: int = 0
    wrong: int = 0
    absent: int = 0
    moved: dict[int, set[int]] = field(default_factory=dict)
    pixels_changed: list[str] = field(default_factory=list)
    redacted: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    pairs: list[tuple[str, Path]] = field(default_factory=list)
    outputs: int = 0

    @property
    def references(self) -> int:
        """How many references there are in the files that were written."""
        return self.right + self.wrong + self.absent

    def __str__(self) -> str:
        lines = [
            f"{self.outputs} files written; {len(self.missing)} inputs not",
            f"a patient shows in {len(self.shown)} of {len(self.planted)} kinds of places",
            *(f"  {place}: {where}" for place, where in sorted(self.shown.items())),
            f"{self.files_with_uids} files with an original UID",
            f"{self.right} of {self.references} references right, {self.absent} gone",
            f"{len(self.pixels_changed)} files with other pixels",
            f"{len(self.redacted)} files with text in pixels covered",
        ]
        return "\n".join(lines)


def score_corpus(source: Path, output: Path, *, kept: frozenset[str] = frozenset()) -> CorpusScore:
    """Judge what a tool made of the corpus.

    Parameters
    ----------
    source : pathlib.Path
        The corpus; its answer key lies beside it.
    output : pathlib.Path
        The folder that the tool wrote. Its files are told by their Instance Number.
    kept : frozenset of str, optional
        Kinds of identifiers that were kept on purpose, e.g. ``{"date"}``.

    Returns
    -------
    CorpusScore
    """
    return _Judge(source, kept).judge(output)


class _Judge:
    def __init__(self, source: Path, kept: frozenset[str]) -> None:
        self.source = source
        self.key = corpus_key(source)
        self.files: dict[str, dict[str, Any]] = self.key["files"]
        self.by_number = {entry["number"]: path for path, entry in self.files.items()}
        sought = [[tuple(t) for t in tokens if t[0] not in kept] for tokens in self.key["tokens"]]
        self.tokens = [Tokens(tokens) for tokens in sought]
        self.everyone = Tokens(token for tokens in sought for token in tokens)
        self.originals = {uid.encode() for uid in self.key["uids"]}
        self.new: dict[str, str] = {}
        self.score = CorpusScore()
        plants = [plant for entry in self.files.values() for plant in entry["plants"]]
        plants += self.key["names"] + self.key["dicomdir"]
        self.score.planted = {plant[0] for plant in plants if plant[1] not in kept}

    def judge(self, output: Path) -> CorpusScore:
        score = self.score
        made: list[tuple[str, Dataset]] = []
        for path in sorted(path for path in output.rglob("*") if path.is_file()):
            score.outputs += 1
            data = path.read_bytes()
            self._names(path.relative_to(output))
            score.files_with_uids += any(uid in self.originals for uid in _UID.findall(data))
            ds = _read(data)
            number = _number(ds)
            if ds is None or number not in self.by_number:
                for where, _ in self.everyone.in_file(data):
                    is_index = path.name.upper().startswith("DICOMDIR")
                    score.shown.setdefault("DICOMDIR" if is_index else f"another: {where}", where)
                continue
            name = self.by_number[number]
            score.pairs.append((name, path))
            self._shown(name, data)
            pixels = ds._dict.get(0x7FE00010)  # type: ignore[call-overload]
            expected = self.files[name]["pixels"]
            if expected and (
                pixels is None
                or (_digest(ds.PixelData) != expected and not self._looks_the_same(name, ds))
            ):
                changed = score.redacted if _says_redacted(ds) else score.pixels_changed
                changed.append(name)
            del ds[0x7FE00010:]
            made.append((name, ds))
        score.missing = sorted(set(self.files) - {name for name, _ in made})
        for name, ds in made:
            self._learn(name, ds)
        for name, ds in made:
            self._references(name, ds)
        return score

    def _looks_the_same(self, name: str, ds: Dataset) -> bool:
        """Whether a compressed picture, less a comment in its stream, is decoded to the same."""
        if not ds.file_meta.TransferSyntaxUID.is_compressed:
            return False
        try:
            before = dcmread(self.source / name).pixel_array
            return bool((before == ds.pixel_array).all())
        except Exception:  # whatever a decoder raises on what a tool left of it
            return False

    def _names(self, path: Path) -> None:
        for number, part in enumerate(reversed(path.parts)):
            if self.everyone.in_text(part):
                place = "folder name" if number else "file name"
                self.score.shown.setdefault(place, f"part {number} of a path")

    def _shown(self, name: str, data: bytes) -> None:
        entry = self.files[name]
        planted: dict[str, list[str]] = {}
        for place, _, _, path in entry["plants"]:
            planted.setdefault(path, []).append(place)
        for where, _ in self.tokens[entry["patient"]].in_file(data):
            for place in planted.get(where, [f"another: {where}"]):
                self.score.shown.setdefault(place, f"{name}: {where}")
        for place, kind, value, path in entry["plants"]:
            if kind == "picture" and bytes.fromhex(value) in data:
                self.score.shown.setdefault(place, f"{name}: {path}")

    def _learn(self, name: str, ds: Dataset) -> None:
        """Note what each file's own UIDs became, and by how much its dates moved."""
        before = dcmread(self.source / name, stop_before_pixels=True)
        for keyword in _OWN:
            old, new = str(before.get(keyword) or ""), str(ds.get(keyword) or "")
            if old and new and self.new.setdefault(old, new) != new:
                self.score.wrong += 1
        moved = self.score.moved.setdefault(self.files[name]["patient"], set())
        for path in (*_DATES, _TRACER):
            pair = [str(_at(one, path) or "")[:8] for one in (before, ds)]
            if all(pair):
                old_day, new_day = (date.fromisoformat(day) for day in pair)
                moved.add((new_day - old_day).days)

    def _references(self, name: str, ds: Dataset) -> None:
        for path, uid in self.files[name]["references"]:
            value = str(_at(ds, path) or "")
            if not value:
                self.score.absent += 1
            elif self.new.setdefault(uid, value) == value:
                self.score.right += 1
            else:
                self.score.wrong += 1


def _read(data: bytes) -> Dataset | None:
    try:
        return dcmread(io.BytesIO(data))
    except Exception:  # whatever a tool writes; it is looked at as bytes then
        return None


def _says_redacted(ds: Dataset) -> bool:
    codes = ds.get("DeidentificationMethodCodeSequence") or []
    kind = ds.get("ImageType") or [""]
    return kind[0] == "DERIVED" and any(item.get("CodeValue") == "113101" for item in codes)


def _number(ds: Dataset | None) -> int:
    try:
        return int(ds.get("InstanceNumber") or 0) if ds is not None else 0
    except (TypeError, ValueError):
        return 0


def _digest(pixels: bytes) -> str:
    return hashlib.sha256(pixels).hexdigest()


def _at(ds: Dataset, path: str) -> Any:
    """Return the value at a path, or None."""
    *around, last = path.split(".")
    for step in around:
        found = _STEP.fullmatch(step)
        assert found is not None
        sequence = ds.get(found[1])
        if not sequence or len(sequence) <= int(found[2]):
            return None
        ds = sequence[int(found[2])]
    return ds.get(last)
