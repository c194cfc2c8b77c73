"""The search of a whole output for a thousand names, beside reading it and a plain alternation."""

from __future__ import annotations

import io
import random
import re
import tempfile
from pathlib import Path

from pydicom import dcmwrite
from pydicom.encaps import encapsulate
from pydicom.uid import JPEGBaseline8Bit

from bench.measure import Figure, in_turn, median_of
from dcmteach.deid.batch import deidentify
from dcmteach.synth import sample
from dcmteach.synth.corpus import corpus_folder
from dcmteach.synth.names_people import invent
from dcmteach.verify import TreeScanner

__all__ = ["tree"]

_SEED = 20140311
_PEOPLE = 1000
_PLANTED = "Skovlund^Annelise"


def tree(quick: bool) -> list[Figure]:
    """Search the corpus's output, a large table and noise for the names of 1,000 others."""
    names = _names()
    scanner = TreeScanner(names)
    repeats = 1 if quick else 5
    with tempfile.TemporaryDirectory() as work:
        out = Path(work) / "out"
        deidentify(corpus_folder(60 if quick else 600), out, "basic", verify=False)
        paths = sorted(path for path in out.rglob("*") if path.is_file())

        def read() -> None:
            for path in paths:
                path.read_bytes()

        def scan() -> None:
            scanner.scan(out)

        reading, scanning = map(median_of, in_turn(repeats, read, scan))
        found = scanner.scan(out)
        planted = _planted(out, paths)
    size = found.size / 1e6
    table = _table(1 << 20 if quick else 1 << 24)
    noise = _compressed(1 << 20 if quick else 1 << 24)
    slow = table[: 1 << 16 if quick else 1 << 19]
    words = sorted({word for name in names for word in re.findall(r"\w+", name.lower())}, key=len)
    plain = re.compile("|".join(map(re.escape, reversed(words))).encode())
    pure = TreeScanner(names, engine="re")

    def alternation() -> None:
        for _ in plain.finditer(slow.lower()):
            pass

    of_table, of_noise, of_plain, of_pure = map(
        median_of,
        in_turn(
            repeats,
            lambda: scanner.scan_bytes(table),
            lambda: scanner.scan_bytes(noise),
            alternation,
            lambda: pure.scan_bytes(slow),
        ),
    )
    rate = len(table) / 1e6 / of_table
    by_words = len(slow) / 1e6 / of_plain
    return [
        Figure("tree.size_mb", size, "MB", f"{found.files} files, {found.names} names"),
        Figure("tree.mb_per_s", size / scanning, "MB/s", "the whole output", at_least=100),
        Figure("tree.read_mb_per_s", size / reading, "MB/s", "reading it alone"),
        Figure("tree.ratio_read", scanning / reading, "×", "search to reading alone"),
        Figure("tree.table_mb_per_s", rate, "MB/s", "a large table, every byte", at_least=100),
        Figure(
            "tree.compressed_mb_per_s",
            len(noise) / 1e6 / of_noise,
            "MB/s",
            "compressed pixels, every byte",
            at_least=100,
        ),
        Figure("tree.re_mb_per_s", by_words, "MB/s", "a plain alternation of the words alone"),
        Figure("tree.ratio_re", rate / by_words, "×", "times that, in all character sets"),
        Figure("tree.pure_mb_per_s", len(slow) / 1e6 / of_pure, "MB/s", "ours without the engine"),
        Figure("tree.false_alarms", len(found), "places", "in others' output", at_most=0),
        Figure("tree.missed", planted, "files", "of those with a name planted", at_most=0),
    ]


def _names() -> list[str]:
    draw = random.Random(_SEED)
    found: dict[str, None] = {}
    while len(found) < _PEOPLE:
        found[invent(draw).pn] = None
    return list(found)


def _compressed(size: int) -> bytes:
    """A file whose pixels look like a JPEG to a reader, and like noise to a search."""
    ds = sample("ct_thorax")
    ds.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    noise = random.Random(_SEED).randbytes(size)
    ds.PixelData = encapsulate([b"\xff\xd8\xff\xda\0\x0c" + noise + b"\xff\xd9"])
    ds["PixelData"].is_undefined_length = True
    buffer = io.BytesIO()
    dcmwrite(buffer, ds)
    return buffer.getvalue()


def _table(size: int) -> bytes:
    draw = random.Random(_SEED)
    lines = [
        f"P{number:05d};{draw.choice('MF')};{draw.randint(18, 99)};CHEST;{draw.random():.6f};"
        "findings normal, no change since the last examination\n"
        for number in range(20_000)
    ]
    text = "".join(lines).encode()
    return (text * (size // len(text) + 1))[:size]


def _planted(out: Path, paths: list[Path]) -> int:
    """Put a name at the end of every tenth file, and count those in which it is not found."""
    marked = paths[::10]
    for path in marked:
        with path.open("ab") as file:
            file.write("Annelise Skovlund".encode("utf-16-le"))
    found = TreeScanner([_PLANTED]).scan(out)
    return len(marked) - len({leak.file for leak in found})
