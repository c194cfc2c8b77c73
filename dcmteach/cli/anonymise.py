"""Anonymise files, folders and zip archives: the basic profile, and three values of your own.

There is no way back: the key is made for this run and thrown away. What cannot be anonymised with
certainty is not written: it is named on stderr, and the exit code is 1. --display-only shows what
is sensitive and writes nothing.

For options, keys and records there is dcmteach deidentify.
"""

from __future__ import annotations

import argparse

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.cli.pixel_args import add_pixel_arguments

__all__ = ["HELP", "configure", "run"]

HELP = "anonymise files and folders, without a way back"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", help="a file, a folder or a zip archive"
    )
    parser.add_argument("--out", metavar="DIR", help="the folder to write into")
    parser.add_argument("--patient", metavar="NAME", default="Anonymous", help="the patient's name")
    parser.add_argument(
        "--physician", metavar="NAME", default="Anonymous", help="the referring physician's name"
    )
    parser.add_argument(
        "--birth-date", metavar="YYYYMMDD", default="19000101", help="the patient's birth date"
    )
    add_pixel_arguments(parser)
    parser.add_argument("--display-only", action="store_true", help="only show what is sensitive")


def run(args: argparse.Namespace) -> int:
    """Anonymise, or show what is sensitive."""
    from dcmteach.cli.deidentify import tell
    from dcmteach.deid.batch_report import Report
    from dcmteach.deid.simple import anonymise
    from dcmteach.errors import DcmteachError

    if args.out is None and not args.display_only:
        raise DcmteachError("--out is missing. Give the folder to write into, or --display-only.")
    found = anonymise(
        args.paths,
        args.out,
        args.patient,
        args.physician,
        args.birth_date,
        display_only=args.display_only,
        pixels=args.pixels,
        text_engine=args.text_engine,
        regions=args.regions,
        faces=args.faces,
    )
    if isinstance(found, Report):
        tell(found)
        terminal.show(f"{found.caption}. {found.note}")
        return found.exit_status
    for name, reason in found.unread:
        terminal.message(f"{terminal.file_name(name)}: {reason}")
    terminal.show(found)
    return Exit.UNUSABLE if found.unread else Exit.DONE
