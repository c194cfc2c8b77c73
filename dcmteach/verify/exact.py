"""The exact look: each value decoded in every way, each find judged by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dcmteach.header.fold import fold
from dcmteach.header.needles import Needle, stands
from dcmteach.header.quiet import quiet
from dcmteach.verify.leak import Leak
from dcmteach.verify.masking import mask
from dcmteach.verify.parts import Part, Reread
from dcmteach.verify.readings import Reading, of_bytes, readings, region_of
from dcmteach.verify.seeds import UID, Seeds, is_well_known
from dcmteach.verify.words import DATE, WORD

__all__ = ["Exact"]

_UID = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")
_NUMBER = re.compile(r"[+-]?0*([0-9]+)(?:\.0*)?")
_FRACTION = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_NUMBERED = frozenset(["patient ID", "accession number", "study ID"])
_CONTEXT = 4  # so many printable characters beside a short word in bytes make it text
_FREE = 6
_SHORT_UID = 10
_ENOUGH = 2000  # finds in one file; what leaks so often is not looked at further


class _Hit(NamedTuple):
    start: int
    end: int
    kind: str
    reason: str


class Exact:
    """Judges one file.

    Parameters
    ----------
    seeds : Seeds
        What to look for.
    """

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds

    def look(self, file: Reread) -> tuple[list[Leak], list[Leak]]:
        """Look at every value of a file, and at what is in no element.

        Returns
        -------
        certain, possible : list of Leak
            One per place and kind.
        """
        with quiet():
            return self._look(file)

    def _look(self, file: Reread) -> tuple[list[Leak], list[Leak]]:
        certain: list[Leak] = []
        possible: list[Leak] = []
        for kind, start, end in file.gaps:
            for leak in self._in(
                of_bytes(file.data[start:end], start, self.seeds.encodings),
                f"byte {start}",
                kind,
                file,
            ):
                (possible if leak.reason else certain).append(leak)
        for part in file.parts:
            if part.vr and part.end > part.start:
                for leak in self._in_part(file, part):
                    (possible if leak.reason else certain).append(leak)
                if len(certain) > _ENOUGH:
                    break
        return certain, possible

    def may_stand_in(self, text: str) -> bool:
        """Tell, much quicker, whether a look at a text is worth while: False is certain."""
        folded, words = fold(text), self.seeds.words
        return (
            any(word in folded for word in words.patterns)
            or any(word in folded for word in words.short)
            or any(date in folded for date in words.dates)
            or next(self._uids(folded, "text"), None) is not None
        )

    def in_text(self, text: str, place: str, region: str) -> list[Leak]:
        """Look at a text that is in no file, such as a file's name."""
        return list(self._in([Reading(text, "text", -1)], place, region, None))

    def in_bytes(self, data: bytes, place: str = "", region: str = "") -> list[Leak]:
        """Look at bytes that are in no file, or of which nobody says what they are."""
        with quiet():
            return list(self._in(of_bytes(data, -1, self.seeds.encodings), place, region, None))

    def _in_part(self, file: Reread, part: Part) -> Iterator[Leak]:
        yield from self._in(
            readings(file, part, self.seeds.encodings),
            file.path(part),
            region_of(file, part),
            file,
        )

    def _in(
        self, ways: Iterator[Reading] | list[Reading], place: str, region: str, file: Reread | None
    ) -> Iterator[Leak]:
        found: dict[str, Leak] = {}
        for reading in ways:
            folded = reading.folded
            hits = [*self._words(folded, reading), *self._uids(folded, reading.nature)]
            for hit in hits:
                known = found.get(hit.kind)
                if known is not None and (not known.reason or hit.reason):
                    continue
                spans = [(one.start, one.end) for one in hits]
                offset = None if reading.start < 0 else reading.start
                if file is not None and offset is not None and place.startswith("byte "):
                    offset = _offset(file, reading.start, folded[hit.start : hit.end])
                    place = f"byte {offset}"
                found[hit.kind] = Leak(
                    place, region, hit.kind, offset, mask(folded, spans, hit.start), hit.reason
                )
        yield from found.values()

    def _words(self, folded: str, reading: Reading) -> Iterator[_Hit]:
        taken: list[tuple[int, int]] = []
        for needle in self.seeds.words.needles:
            start = folded.find(needle.text)
            while start >= 0:
                end = start + len(needle.text)
                # A name found whole is not found again in its parts.
                if not any(a <= start and end <= b for a, b in taken):
                    reason = self._judge(needle, folded, start, end, reading)
                    if reason is not None:
                        yield _Hit(start, end, needle.kind, reason)
                        if not reason:
                            taken.append((start, end))
                start = folded.find(needle.text, end)

    def _judge(
        self, needle: Needle, folded: str, start: int, end: int, reading: Reading
    ) -> str | None:
        """Say why a find is merely possible: "" if it is certain, None if it is none at all."""
        if needle.where != "anywhere" and not stands(needle.where, folded, start, end):
            # Only in a DT may a time follow a date at once.
            timed = reading.nature == "date" and needle.kind in {"birth date", DATE}
            if not timed or folded[:start].strip():
                return _within(needle, folded, start, end, reading.nature)
        length = end - start
        nature = reading.nature
        wide = not needle.text.isascii()
        if nature == "number":
            whole = _whole(folded, start, end)
            if not whole or length < 3:
                return _within(needle, folded, start, end, nature)
            return "" if length >= _FREE else "a short number equal to another number"
        if nature == "UID":
            uid = _around(_UID, folded, start, end)
            if length < _FREE or is_well_known(uid) or needle.kind == DATE:
                return None
            return ""
        if nature == "encoded":
            return "read from what may be base64" if length >= _FREE or wide else None
        if reading.misread and length < _FREE and needle.kind.endswith("name"):
            return "a short word in a character set that nobody announces"
        if nature == "bytes":
            if length < 4 and not wide:
                return None
            if length < _FREE and not wide and not _in_text(folded, start, end):
                return "a short word among bytes that are no text"
            return ""
        if nature == "date" and needle.kind == "birth date" and self.seeds.dates_kept:
            return "dates are kept, and this one may be another day's"
        if nature == "date" and needle.kind not in {"birth date", DATE} and needle.text.isdigit():
            return "a number equal to a part of a date" if length >= 4 else None
        if nature == "code" and length < 4:
            return "a short word equal to a code"
        if needle.text.isdigit() and needle.kind != WORD:
            if _around(_UID, folded, start, end):
                if needle.kind == DATE:  # then it is the UID that counts
                    return None
                return "" if length >= _FREE else "a number inside a UID"
            if needle.kind in {"study ID", "accession number"} and length < 5:
                return "" if _whole(folded, start, end) else "a short number in a text"
        return ""

    def _uids(self, folded: str, nature: str) -> Iterator[_Hit]:
        if not self.seeds.uids:
            return
        for match in _UID.finditer(folded):
            uid = match[0]
            while uid:
                if uid in self.seeds.uids:
                    end = match.start() + len(uid)
                    certain = nature == "UID" or len(uid) > _SHORT_UID
                    reason = "" if certain else "a short UID, perhaps a version number"
                    yield _Hit(match.start(), end, UID, reason)
                    break
                uid = uid.rpartition(".")[0]


def _within(needle: Needle, text: str, start: int, end: int, nature: str) -> str | None:
    """Say what makes a number possible that is a part of something longer; None if nothing does."""
    if needle.kind not in _NUMBERED or not needle.text.isdigit() or end - start < _FREE:
        return None
    if nature == "number":
        value = text[:start].rpartition("\\")[2] + text[start:].partition("\\")[0]
        number = _NUMBER.fullmatch(value.strip(" \0"))
        same = number is not None and number[1] == needle.text.lstrip("0")
        return "the same number but for its zeros" if same else None
    if nature not in {"text", "code"} or _around(_FRACTION, text, start, end):
        return None
    return "a number within a longer one or a word"


def _whole(text: str, start: int, end: int) -> bool:
    """Whether this is a value of its own."""
    before, after = text[:start].rpartition("\\")[2], text[end:].partition("\\")[0]
    return not before.strip(" \0") and not after.strip(" \0")


def _around(pattern: re.Pattern[str], text: str, start: int, end: int) -> str:
    """The UID that a place lies in, or nothing."""
    for match in pattern.finditer(text, max(0, start - 64), end + 64):
        if match.start() <= start and end <= match.end():
            return match[0]
    return ""


def _in_text(text: str, start: int, end: int) -> bool:
    """Whether a short word among bytes stands alone between zeros, or among further text."""
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    alone = (not before or before[-1] == "\0") and (not after or after[0] == "\0")
    run = 0
    for side in (before[::-1], after):
        for one in side:
            if not (one.isascii() and one.isprintable()):
                break
            run += 1
    return alone or run >= _CONTEXT


def _offset(file: Reread, start: int, word: str) -> int:
    """The byte at which a word stands; of what it is found in, where it cannot be told."""
    found = file.data[start : start + (1 << 16)].lower().find(word.encode("utf-8", "replace"))
    return start if found < 0 else start + found
