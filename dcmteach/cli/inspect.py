"""Show every element of one file's header: tag, VR, value, Type, the standard's action, verdict.

--find shows only the elements whose value, keyword, name, tag or private creator holds a text; byte
values are read as text as well. --json writes the same as one JSON document (schemas/inspect.json).
"""

from __future__ import annotations

import argparse

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit

__all__ = ["HELP", "configure", "run"]

HELP = "show the header of a file"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("file", metavar="FILE", help="a DICOM file")
    parser.add_argument("--find", metavar="TEXT", help="only the elements that hold this text")
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """Show the header, or what was found in it."""
    from dcmteach.header import read, search, table

    ds = read(args.file, defer_pixels=True)
    found = table(ds) if args.find is None else search(ds, args.find)
    if args.json:
        terminal.show_json(
            {
                "schema": "dcmteach inspect 1",
                "file": terminal.file_name(args.file),
                "find": args.find,
                "elements" if args.find is None else "matches": found.to_records(),
            }
        )
    elif len(found):
        terminal.show(found)
    else:
        terminal.show(
            f"nothing found for {args.find!r}: try a shorter part of the word, a keyword "
            "(PatientName) or a tag (0010,0010); without --find, every element is shown"
        )
    return Exit.DONE
