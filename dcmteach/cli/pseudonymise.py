"""Make a cohort pseudonymous: images, a table of demographics, or both.

With two paths the first is the source and the second the output; with one it is the output, and
--demographics is all there is to do. The output gets the images below pseudonyms,
demographics.csv with the rows of the people present, and missing.csv with those who had none. The
mapping goes where --mapping says, never into the output.

Names in the table are matched to those in the images: typing errors, swapped, missing and further
names are forgiven within --max-character-distance and --max-word-distance (0 to 1); what remains
doubtful is shown and never guessed. Decide it with MatchReviewer or dcmteach app, and give the
file of decisions with --decisions.

A person is who has one name, if there is a table, else who has one patient ID; --person says so
otherwise. --keep and --remove take keywords of elements and headings of columns. The recipe keeps
age, sex and dates; --profile basic keeps less.

Before anything is in the output, all of it is searched for every name of the cohort. If one is
found, the whole run is withdrawn, and the exit code is 2.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from dcmteach.cli import terminal
from dcmteach.cli.pixel_args import add_pixel_arguments

if TYPE_CHECKING:
    from dcmteach.deid.cohort_report import CohortReport
    from dcmteach.deid.recipe import Recipe

__all__ = ["HELP", "configure", "run"]

HELP = "make a cohort pseudonymous, with its table"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.usage = "dcmteach pseudonymise [SRC] OUT --key-file F [--demographics CSV] [options]"
    parser.add_argument(
        "paths", metavar="[SRC] OUT", nargs="+", help="a folder or zip archive; where to write"
    )
    parser.add_argument("--demographics", metavar="CSV", help="a table: CSV or .xlsx")
    parser.add_argument("--key-file", metavar="F", help="the key; make one: dcmteach key new F")
    parser.add_argument("--mapping", metavar="FILE", help="write or extend the mapping there")
    parser.add_argument("--reuse-mapping", metavar="FILE", help="a mapping of an earlier run")
    parser.add_argument("--person", choices=("name", "id"), help="what makes a person")
    parser.add_argument("--by-order", action="store_true", help="number the people: P001, P002")
    parser.add_argument("--prefix", default="", help="put before every pseudonym")
    parser.add_argument(
        "--folder-pattern",
        metavar="FORM",
        help="folders tell sex and age: '{label} {sex} {youngest}_{oldest}'",
    )
    for what in ("character", "word"):
        parser.add_argument(
            f"--max-{what}-distance",
            metavar="D",
            type=float,
            default=0.2,
            help=f"how far names may differ in {what}s (default 0.2)",
        )
    parser.add_argument("--decisions", metavar="FILE", help="what was decided about matches")
    for flag in ("keep", "remove"):
        parser.add_argument(
            f"--{flag}",
            metavar="KEYWORD",
            action="append",
            default=[],
            help=f"an element or a column to {flag}; may be repeated",
        )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--profile", metavar="NAME", default="cohort", help="a recipe by name (default cohort)"
    )
    which.add_argument("--recipe", metavar="FILE", help="a recipe of your own, as a TOML file")
    add_pixel_arguments(parser)
    parser.add_argument("--audit", metavar="FILE", help="write the record there, as JSON Lines")
    parser.add_argument("--jobs", metavar="N", type=int, default=1, help="how many processes")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler: tcp://HOST:PORT")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, show who is who")
    parser.add_argument("--json", action="store_true", help="write JSON to stdout, without names")


def run(args: argparse.Namespace) -> int:
    """Make the cohort pseudonymous, and tell what came of it."""
    from dcmteach.cli.deidentify import cluster
    from dcmteach.deid.cohort import pseudonymise

    source, destination = _places(args)
    with ExitStack() as stack:
        stack.enter_context(_naming_sources())
        report = pseudonymise(
            source,
            destination,
            demographics=args.demographics,
            key_file=args.key_file,
            mapping=args.mapping,
            reuse_mapping=args.reuse_mapping,
            person=args.person,
            by_order=args.by_order,
            prefix=args.prefix,
            folder_pattern=args.folder_pattern,
            max_character_distance=args.max_character_distance,
            max_word_distance=args.max_word_distance,
            decisions=args.decisions,
            keep=args.keep,
            remove=args.remove,
            recipe=_recipe(args),
            pixels=args.pixels,
            text_engine=args.text_engine,
            regions=args.regions,
            faces=args.faces,
            jobs=args.jobs,
            executor=cluster(args.scheduler, stack) if args.scheduler else None,
            audit=args.audit,
            progress=None if source is None else _bar(source, stack),
            dry_run=args.dry_run,
        )
    if report.files is not None:
        from dcmteach.cli.deidentify import tell

        tell(report.files)
    if args.json:
        terminal.show_json({"schema": "dcmteach pseudonymise 1", **_document(report)})
    else:
        _show(report)
    return report.exit_status


@contextmanager
def _naming_sources() -> Iterator[None]:
    """Name the files of the source that hold what had the run withdrawn: on stderr alone."""
    from dcmteach.deid.cohort_publish import CohortLeakError

    try:
        yield
    except CohortLeakError as error:
        for made, source in error.sources:
            terminal.message(f"{terminal.file_name(source)}: withdrawn: a name stands in {made}")
        raise


def _places(args: argparse.Namespace) -> tuple[str | None, str | None]:
    from dcmteach.errors import DcmteachError

    if len(args.paths) > 2:
        raise DcmteachError(
            f"There are {len(args.paths)} paths. Give the source and the output, or the output "
            "alone; put names with blanks between quotation marks."
        )
    if len(args.paths) == 2:
        return args.paths[0], args.paths[1]
    if args.dry_run and args.demographics is None:
        return args.paths[0], None
    if args.demographics is None:
        raise DcmteachError(
            "OUT is missing. Give the source and the folder to write into; with --demographics, "
            "the folder alone."
        )
    if args.dry_run and os.path.exists(args.paths[0]):  # noqa: PTH110 - a str
        return args.paths[0], None
    return None, args.paths[0]


def _recipe(args: argparse.Namespace) -> Recipe:
    from pathlib import Path

    from dcmteach.deid.recipe import Recipe

    return Recipe.load(args.profile if args.recipe is None else Path(args.recipe))


def _bar(source: str, stack: ExitStack) -> Any:
    from dcmteach.cli.deidentify import bar

    return bar(source, stack)


def _show(report: CohortReport) -> None:
    """Doubtful matches and the table's columns are for the eyes of whoever holds the table."""
    for match in report.matches or ():
        if match.result == "doubtful":
            near = "; ".join(
                f"{one.name} ({one.character_distance:.2f}, {one.word_distance:.2f})"
                for one in match.candidates[:3]
                if one.character_distance is not None and one.word_distance is not None
            )
            terminal.message(f"doubtful: {match.written!r} may be {near}: {match.why}")
    if len(report.conflicts):
        terminal.show(report.conflicts)
        terminal.show()
    if report.table is not None:
        terminal.show(report.table)
        terminal.show()
    terminal.show(report)


def _document(report: CohortReport) -> dict[str, object]:
    return {
        "dry_run": report.dry_run,
        **report.summary(),
        "persons": report.to_records(),
        "columns": [] if report.table is None else report.table.to_records(),
    }
