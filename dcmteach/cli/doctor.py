"""Check that what the course needs is here: Python, packages, kernel, OCR engine, permissions.

What is missing is shown with its remedy, and the exit code is 1. --json writes the same as one JSON
document (schemas/doctor.json).
"""

from __future__ import annotations

import argparse

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit

__all__ = ["HELP", "configure", "run"]

HELP = "check that what the course needs is here"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """Show the findings; bad news if something is missing."""
    from dcmteach.course import doctor

    report = doctor()
    if args.json:
        terminal.show_json(
            {"schema": "dcmteach doctor 1", "ok": report.ok, "findings": report.to_records()}
        )
    else:
        terminal.show(report)
    return Exit.DONE if report.ok else Exit.BAD_NEWS
