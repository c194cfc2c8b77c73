"""Judge every element: safe, unsafe, or depends; with the reason, and who says so.

With one file, each of its elements is shown. With several, or a folder: one line per file, and then
for each attribute whether its value is the same or differs across patients and within one patient.
--json writes the verdicts on every file as one JSON document (schemas/classify.json).

A file that cannot be read is named on stderr, the others are judged all the same, and the exit code
is 2.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.cli.files import files_in
from dcmteach.cli.words import spoken

if TYPE_CHECKING:
    from dcmteach.header.classify import Verdicts

__all__ = ["HELP", "configure", "run"]

HELP = "judge the elements of files or folders: safe, unsafe, depends"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a DICOM file, or a folder")
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """Judge all files, and summarise when there are several."""
    from dcmteach.errors import ReadError
    from dcmteach.header import classify, read, survey

    unread: list[dict[str, str]] = []

    def report(name: str, reason: str) -> None:
        unread.append({"file": terminal.file_name(name), "reason": terminal.safe(reason)})
        terminal.message(reason if name in reason else f"{terminal.file_name(name)}: {reason}")

    files = list(files_in(args.paths, report=report))
    judged: list[Path] = []
    records: list[dict[str, object]] = []
    single = len(files) == 1
    for file in files:
        try:
            verdicts = classify(read(file, defer_pixels=True))
        except ReadError as error:
            report(str(file), str(error))
            continue
        judged.append(file)
        name = terminal.file_name(file)
        if args.json:
            records.append({"file": name, "elements": verdicts.to_records()})
        else:
            terminal.show(_whole(verdicts) if single else f"{name}  {_counts(verdicts)}")
    overview = survey(judged) if len(judged) > 1 else None
    if args.json:
        terminal.show_json(
            {
                "schema": "dcmteach classify 1",
                "files": records,
                "survey": None if overview is None else overview.to_records(),
                "unread": unread,
            }
        )
    elif overview is not None:
        terminal.show()
        terminal.show(overview)
    return Exit.UNUSABLE if unread else Exit.DONE


def _whole(verdicts: Verdicts) -> str:
    text = str(verdicts)
    return text.replace(verdicts.note, spoken(verdicts.note)) if verdicts.note else text


def _counts(verdicts: Verdicts) -> str:
    groups = verdicts.by_verdict()
    return "  ".join(
        f"{len(groups.get(verdict, ())):4d} {verdict}" for verdict in ("unsafe", "depends", "safe")
    )
