"""What is measured, and against which target."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

import pydicom

from bench.deid import deid
from bench.faces import faces
from bench.inputs import header_of_300, many_files
from bench.matching import matching
from bench.measure import Figure, fresh, in_turn, median_of
from bench.text import text
from bench.tree import tree
from dcmteach.header import classify, read, table
from dcmteach.standard import iod, profile

__all__ = ["CASES"]


def header(quick: bool) -> list[Figure]:
    """Table and classify a header of 300 elements, against pydicom reading and walking it."""
    data = header_of_300()

    def walked() -> None:
        for element in data.read().iterall():
            str(element.value)

    repeats = 3 if quick else 31
    # Each round takes two that have been read and not decoded yet; one round is not measured.
    waiting = [data.read() for _ in range(2 * (repeats + 1))]

    def made() -> None:
        ds = waiting.pop()
        table(ds)
        classify(ds)

    def used() -> None:
        _use(waiting.pop())

    def read_and_used() -> None:
        _use(data.read())

    walk, lazy, whole, full = map(median_of, in_turn(repeats, walked, made, used, read_and_used))
    return [
        Figure("header.pydicom_ms", walk * 1e3, "ms", "pydicom reads 300 elements and walks them"),
        Figure("header.dcmteach_ms", whole * 1e3, "ms", "table + classify, every field looked at"),
        Figure("header.ratio", whole / walk, "×", "the second to the first", at_most=2),
        Figure("header.ratio_made", lazy / walk, "×", "table + classify made, no field looked at"),
        Figure("header.ratio_read", full / walk, "×", "with reading on both sides"),
    ]


def _use(ds: pydicom.Dataset) -> None:
    """Make table and classification, and look at every field: what is made late is made too."""
    for row in table(ds):
        _ = (row.path, row.name, row.vr, row.value, row.length, row.type, row.action, row.verdict)
    for verdict in classify(ds):
        _ = (verdict.path, verdict.verdict, verdict.reason, verdict.sources)


def files(quick: bool) -> list[Figure]:
    """Read and classify many files, against pydicom reading them."""
    count = 24 if quick else 600
    with tempfile.TemporaryDirectory() as folder:
        paths = many_files(Path(folder), count)

        def read_alone() -> None:
            for path in paths:
                pydicom.dcmread(path)

        def read_and_judge() -> None:
            for path in paths:
                classify(read(path))

        bare, ours = map(median_of, in_turn(1 if quick else 3, read_alone, read_and_judge))
    return [
        Figure("files.count", count, "files", "made from the samples, on one core"),
        Figure("files.pydicom_per_s", count / bare, "files/s", "pydicom.dcmread alone, undecoded"),
        Figure("files.classify_per_s", count / ours, "files/s", "read + classify", at_least=100),
        Figure("files.ratio", ours / bare, "×", "read + classify to pydicom.dcmread alone"),
    ]


def imports(quick: bool) -> list[Figure]:
    """Import the package, against importing pydicom."""
    program = "import time; t = time.process_time(); import {}; print(time.process_time() - t)"
    ours, theirs = map(
        median_of, fresh(3 if quick else 25, program.format("dcmteach"), program.format("pydicom"))
    )
    return [
        Figure("import.dcmteach_ms", ours * 1e3, "ms", "import dcmteach", at_most=50),
        Figure("import.pydicom_ms", theirs * 1e3, "ms", "import pydicom"),
        Figure("import.ratio", ours / theirs, "×", "dcmteach to pydicom", at_most=0.1),
    ]


def tables(quick: bool) -> list[Figure]:
    """Load the standard's tables and look things up in them."""
    timed = "import time; t = time.process_time(); {}; print(time.process_time() - t)"
    ct = "1.2.840.10008.5.1.4.1.1.2"
    loads = fresh(
        3 if quick else 15,
        "from dcmteach.standard import profile; " + timed.format("profile.action('PatientName')"),
        "from dcmteach.standard import iod; " + timed.format(f"iod.type_of('PatientName', '{ct}')"),
    )
    header = header_of_300().read()
    tags = [int(element.tag) for element in header]
    keywords = [element.keyword for element in header if element.keyword]

    def actions() -> None:
        for tag in tags:
            profile.action(tag, options=("retain-uids",))

    def types() -> None:
        for keyword in keywords:
            iod.type_of(keyword, ct)

    def types_here() -> None:
        for keyword in keywords:
            iod.type_of(keyword, ct, header)

    action, type_, type_here = map(median, in_turn(3 if quick else 31, actions, types, types_here))
    return [
        Figure("tables.profile_load_ms", median(loads[0]) * 1e3, "ms", "first look-up", at_most=20),
        Figure("tables.iod_load_ms", median(loads[1]) * 1e3, "ms", "first look-up", at_most=20),
        Figure("tables.action_us", action / len(tags) * 1e6, "µs", "profile.action"),
        Figure("tables.type_us", type_ / len(keywords) * 1e6, "µs", "iod.type_of"),
        Figure(
            "tables.type_here_us", type_here / len(keywords) * 1e6, "µs", "iod.type_of, with ds"
        ),
    ]


CASES: Mapping[str, Callable[[bool], list[Figure]]] = {
    "header": header,
    "files": files,
    "imports": imports,
    "tables": tables,
    "deid": deid,
    "matching": matching,
    "tree": tree,
    "text": text,
    "faces": faces,
}
"""The cases by name; each takes whether to be quick."""
