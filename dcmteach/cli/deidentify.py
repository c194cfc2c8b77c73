"""De-identify files, folders and zip archives into a folder of their own.

What is done to headers is said by --profile or --recipe, --option, --set, --keep, --clear, --remove
and --clean; K is a keyword (PatientName), a tag, a path into sequences, vr:DA, creator:NAME, or one
private element in whichever block its creator has: private:NAME:(01F1,xx4B).
Outputs are named by pseudonym, study, series and instance. Each is read again and searched for what
identifies its input; what fails is withdrawn.

Without --key-file a key is made for this run and thrown away: there is no way back, and two runs
differ. With one (dcmteach key new FILE) two runs write the same bytes, and a run that was
interrupted goes on where it stopped when it is started again.

--pixels redact reads the pixels of every image (dcmteach doctor tells whether there is an engine
for it), covers the text in them, and reads them again with another engine. Technical marks stay
where both readers are sure of them. An image in which what may be text is left, or that cannot be
decoded, is held back.

--faces remove makes a volume of each series of slices (CT, MR, PET), looks for a face, and takes it
out before the header is cleaned; no voxel elsewhere is changed. What is written is looked at again.
Photographs, secondary captures, renderings and series of which no volume can be made are held back,
and so are localisers from the side, models and outlines of the body where other images of the study
show a face. It needs SimpleITK: pip install "dcmteach[deface]".

Files that cannot be de-identified with certainty are not written. They are named on stderr with the
reason, the others are written all the same, and the exit code is 1. --dry-run writes nothing and
shows what would be done; --json writes the outcome as one JSON document (schemas/deidentify.json).
"""

from __future__ import annotations

import argparse
import importlib
from typing import TYPE_CHECKING, Any

from dcmteach.cli import terminal
from dcmteach.cli.pixel_args import add_pixel_arguments
from dcmteach.cli.recipe_args import add_recipe_arguments, recipe_from
from dcmteach.cli.words import spoken

if TYPE_CHECKING:
    from contextlib import ExitStack

    from dcmteach.deid.batch_report import Report
    from dcmteach.deid.recipe import Recipe

__all__ = ["HELP", "bar", "cluster", "configure", "run", "tell"]

HELP = "de-identify files, folders and archives by a recipe"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("source", metavar="SRC", help="a file, a folder or a zip archive")
    parser.add_argument(
        "destination", metavar="OUT", nargs="?", help="the folder to write into, outside of SRC"
    )
    add_recipe_arguments(parser)
    add_pixel_arguments(parser)
    parser.add_argument("--key-file", metavar="F", help="the key; keep it, and keep it apart")
    parser.add_argument("--audit", metavar="FILE", help="write the record there, as JSON Lines")
    parser.add_argument("--uid-mapping", metavar="FILE", help="write old and new UIDs, as CSV")
    parser.add_argument("--patid-mapping", metavar="FILE", help="write old and new IDs, as CSV")
    parser.add_argument("--no-verify", action="store_true", help="do not look at what was written")
    parser.add_argument("--jobs", metavar="N", type=int, default=1, help="how many processes")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler: tcp://HOST:PORT")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, show what would be")
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """De-identify, and tell what came of it."""
    from contextlib import ExitStack

    from dcmteach.deid.batch import deidentify
    from dcmteach.deid.recipe_idle import idle_rules
    from dcmteach.errors import DcmteachError

    if args.destination is None and not args.dry_run:
        raise DcmteachError("OUT is missing. Give the folder to write into, or --dry-run.")
    recipe = recipe_from(args)
    for told in idle_rules(recipe):
        terminal.message(told)
    with ExitStack() as stack:
        executor = cluster(args.scheduler, stack) if args.scheduler else None
        report = deidentify(
            args.source,
            args.destination,
            recipe,
            key_file=args.key_file,
            pixels=args.pixels,
            text_engine=args.text_engine,
            regions=args.regions,
            faces=args.faces,
            unknown_sop=args.unknown_sop,
            executor=executor,
            jobs=args.jobs,
            verify=not args.no_verify,
            audit=args.audit,
            uid_mapping=args.uid_mapping,
            patid_mapping=args.patid_mapping,
            progress=bar(args.source, stack),
            dry_run=args.dry_run,
        )
    tell(report)
    if args.json:
        terminal.show_json(_document(report, recipe, dry_run=args.dry_run))
    elif args.dry_run:
        show_plans(report, recipe, args)
    if not args.json:
        terminal.show(f"{report.caption}. {report.note}")
    return report.exit_status


def tell(report: Report) -> None:
    """Name each file that was left out, with its reason, on stderr."""
    for row in report:
        reason = spoken(row.reason)
        terminal.message(f"{terminal.file_name(row.source)}: {row.status}: {reason}")
    if report.stopped:
        terminal.message(
            f"the run ended early: {report.stopped}. What was written until then is whole. "
            "Make room or choose another folder, and run again to go on."
        )


def show_plans(report: Report, recipe: Recipe, args: argparse.Namespace) -> None:
    """Show each distinct plan of a dry run, on the first file it is for, and what would differ."""
    from dcmteach.deid.batch_preview import preview
    from dcmteach.deid.secrets import Secrets

    key = None if args.key_file is None else Secrets.from_file(args.key_file)
    for planned in report.plans:
        item = planned["item"]
        made = preview(item, recipe, key or Secrets.random(), unknown_sop=args.unknown_sop)
        more = planned["files"] - 1
        also = f", and {more} more file{'s' * (more > 1)} of this plan" if more else ""
        terminal.show(f"{terminal.file_name(item.shown)}{also}")
        terminal.show()
        terminal.show(made.plan)
        terminal.show()
        terminal.show(made.diff)
        terminal.show()


def bar(source: str, stack: ExitStack) -> Any:
    """Give the progress bar's callback; None where stderr is no terminal."""
    import sys

    if not sys.stderr.isatty():
        return None
    from dcmteach.cli.progress import Bar
    from dcmteach.deid.sources import items_of_source

    return stack.enter_context(Bar(sum(1 for _ in items_of_source(source))))


def cluster(address: str, stack: ExitStack) -> Any:
    """Connect to a Dask scheduler, and give the executor that works there."""
    from dcmteach.errors import DcmteachError

    try:
        connect: Any = importlib.import_module("distributed").Client
    except ModuleNotFoundError:
        raise DcmteachError(
            "--scheduler needs Dask, which is not installed: pip install 'dcmteach[scale]'. "
            "--jobs N works without it."
        ) from None
    try:
        client = stack.enter_context(connect(address, timeout=10))
    except (OSError, ValueError) as error:
        raise DcmteachError(
            f"No Dask scheduler answers at {address!r} ({type(error).__name__}). Start one with "
            "`dask scheduler`, and give its address: tcp://HOST:8786."
        ) from None
    return client.get_executor(pure=False)


def _document(report: Report, recipe: Recipe, *, dry_run: bool) -> dict[str, object]:
    return {
        "schema": "dcmteach deidentify 1",
        "dry_run": dry_run,
        "recipe": {"name": recipe.name or "own", "digest": recipe.digest},
        "counts": dict(report.counts),
        "complete": report.complete,
        "stopped": report.stopped,
        "verified": report.verified,
        "seconds": round(report.seconds, 3),
        "text": dict(report.text) or None,
        "faces": dict(report.faces) or None,
        "outputs": list(report.outputs),
        "left_out": [
            {**record, "source": terminal.file_name(record["source"])}
            for record in report.to_records()
        ],
        "plans": [
            {
                "source": terminal.file_name(planned["item"].shown),
                "files": planned["files"],
                "steps": list(planned["steps"]),
            }
            for planned in report.plans
        ],
    }
