"""Find identifiers in a file: one quick pass over its bytes, and an exact one where that finds."""

from __future__ import annotations

import re

from dcmteach.header.fold import fold
from dcmteach.header.quiet import quiet
from dcmteach.verify.charsets import codecs_of
from dcmteach.verify.compiled import compiled
from dcmteach.verify.exact import Exact
from dcmteach.verify.folding import folded_bytes
from dcmteach.verify.leak import Leaks
from dcmteach.verify.parts import ROOT, Reread
from dcmteach.verify.readings import NUMBERS, TEXTS, decodings
from dcmteach.verify.reread import Source, reread
from dcmteach.verify.samples import WAVEFORM, end_of_pixels, end_of_waveform, is_native
from dcmteach.verify.seeds import Seeds, is_well_known
from dcmteach.verify.streams import decoded_runs, document_text, stream_headers

__all__ = ["Scanner"]

_GAP = b"\x01"  # what is put between two values: no letter, no digit
_FEW = 16
_ROOT = 12
_UID = re.compile(rb"[0-9]+(?:\.[0-9]+){2,}")
_DOCUMENT = 0x00420011


class Scanner:
    """Looks through files for the same identifiers.

    Parameters
    ----------
    seeds : Seeds
        What to look for.

    Notes
    -----
    The quick pass folds all bytes but pixels and samples once and asks for each word whether it is
    in them, which takes a time in proportion to their length. Only if one is, each element is
    decoded in every character set and looked at by the rules of :class:`dcmteach.header.Identity`.
    """

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        self._words = compiled(seeds.words, seeds.encodings)
        self._uids = frozenset(uid.encode() for uid in seeds.uids)
        self._roots = tuple({uid[:_ROOT] for uid in self._uids})

    def scan(self, source: Source | Reread) -> Leaks:
        """Look through one file.

        Parameters
        ----------
        source : str, path-like, bytes or Reread
            The file as it was written.

        Returns
        -------
        Leaks
            What stands in it; empty if nothing does.
        """
        file = source if isinstance(source, Reread) else reread(source)
        if not self.suspects(file):
            return Leaks((), self.seeds)
        certain, possible = Exact(self.seeds).look(file)
        return Leaks(certain, self.seeds, possible)

    def suspects(self, file: Reread) -> bool:
        """Tell whether anything may stand in a file: False is certain, True is not."""
        texts, numbers, uids, rest = _sorted_out(file)
        text = _GAP.join(texts)
        if self._in_uids(uids) or self._in_numbers(numbers):
            return True
        if not text.isascii() or b"\x1b" in text:
            decoded = _decoded(texts, [*codecs_of(file, ROOT), *self.seeds.encodings])
            rest.append(decoded)
            text += _GAP + decoded
        whole = _GAP.join([text, *rest])
        if self._holds(whole) or self._holds_uid(whole):
            return True
        if self._words.short and self._holds_short(text):
            return True
        encoded = decoded_runs(whole)
        return bool(encoded) and self._holds(encoded)

    def _holds(self, data: bytes) -> bool:
        for form in folded_bytes(data, self.seeds.encodings):
            for pattern in self._words.patterns:
                if pattern in form:
                    return True
            for year in self._words.years:
                for match in year.finditer(form):
                    around = form[max(0, match.start() - 20) : match.end() + 20]
                    if any(date in around for date in self._words.dates):
                        return True
        return False

    def _holds_short(self, text: bytes) -> bool:
        forms = folded_bytes(text, self.seeds.encodings)
        return any(self._words.short.search(form) for form in forms) if self._words.short else False

    def _holds_uid(self, data: bytes) -> bool:
        if len(self._roots) > _FEW:
            return any(self._original(match[0]) for match in _UID.finditer(data))
        for root in self._roots:
            position = data.find(root)
            while position >= 0:
                match = _UID.match(data, position)
                if match and self._original(match[0]):
                    return True
                position = data.find(root, position + 1)
        return False

    def _original(self, uid: bytes) -> bool:
        """Whether this is an original UID, or begins with one."""
        while uid and uid not in self._uids:
            uid = uid.rpartition(b".")[0]
        return bool(uid)

    def _in_uids(self, values: list[bytes]) -> bool:
        found = {uid.strip(b" \0") for value in values for uid in value.split(b"\\")}
        if not self._uids.isdisjoint(found):
            return True
        long = [digits for digits in self._words.digits if len(digits) >= 6]
        return any(
            digits in uid
            for uid in found
            for digits in long
            if not is_well_known(uid.decode("latin_1"))
        )

    def _in_numbers(self, values: list[bytes]) -> bool:
        if not self._words.digits or not values:
            return False
        joined = b"\\".join(values)
        if not any(digits in joined for digits in self._words.digits):
            return False
        found = {one.strip(b" \0") for one in joined.split(b"\\")}
        # 0123456 and +123456.0 are 123456 as well.
        found |= {_bare(one) for one in found}
        return not found.isdisjoint({*self._words.digits, *map(_bare, self._words.digits)})


def _bare(number: bytes) -> bytes:
    whole, _, fraction = number.partition(b".")
    return number if fraction.strip(b"0") else whole.lstrip(b"+-0")


def _sorted_out(file: Reread) -> tuple[list[bytes], list[bytes], list[bytes], list[bytes]]:
    """Text, numbers as text, UIDs, and the rest; without native pixels and samples of waves."""
    data = file.data
    texts: list[bytes] = []
    numbers: list[bytes] = []
    uids: list[bytes] = []
    rest = [data[start:end] for _, start, end in file.gaps]
    pixels = file.pixels
    for part in file.parts:
        tag, vr, start, end, item = part
        if vr in TEXTS:
            texts.append(data[start:end])
        elif vr in NUMBERS:
            numbers.append(data[start:end])
        elif vr == "UI":
            uids.append(data[start:end])
        elif not vr or start == end:
            continue
        elif item == ROOT and tag >> 16 == 0x7FE0 and is_native(file, part):
            rest.append(data[end_of_pixels(file, part) : end])
        elif part is pixels or part == pixels:
            rest += [data[a:b] for a, b in stream_headers(data, start, end)]
        elif tag == WAVEFORM:
            rest.append(data[end_of_waveform(file, part) : end])
        else:
            rest.append(data[start:end])
            if tag == _DOCUMENT:
                rest.append(document_text(data[start:end]))
    return texts, numbers, uids, rest


def _decoded(texts: list[bytes], codecs: list[str]) -> bytes:
    """Text beyond ASCII as it is meant, folded, in UTF-8."""
    found = []
    with quiet():
        for value in texts:
            if not value.isascii() or b"\x1b" in value:
                found += [fold(text) for text, _ in decodings(value, codecs)]
    return "\x01".join(found).encode("utf-8", "replace")
