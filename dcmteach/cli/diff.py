"""Show which elements differ between two files: removed, added, changed.

--json writes the same as one JSON document (schemas/diff.json). The exit code is 0 whether they
differ or not.
"""

from __future__ import annotations

import argparse

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit

__all__ = ["HELP", "configure", "run"]

HELP = "show what differs between two headers"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("before", metavar="A", help="a DICOM file, such as the original")
    parser.add_argument("after", metavar="B", help="a DICOM file, such as the edited one")
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """Compare the two headers."""
    from dcmteach.header import diff, read

    before, after = (read(file, defer_pixels=True) for file in (args.before, args.after))
    found = diff(before, after)
    if args.json:
        terminal.show_json(
            {
                "schema": "dcmteach diff 1",
                "before": terminal.file_name(args.before),
                "after": terminal.file_name(args.after),
                "preamble_differs": found.preamble_differs,
                "differences": found.to_records(),
            }
        )
    else:
        terminal.show(found)
    return Exit.DONE
