"""Show what would be done to one file, element by element, and why. Nothing is written.

--json writes the plan as one JSON document (schemas/plan.json). The exit code is 1 if the file
would be refused.
"""

from __future__ import annotations

import argparse

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.cli.recipe_args import add_recipe_arguments, recipe_from

__all__ = ["HELP", "configure", "run"]

HELP = "show what a recipe would do to a file, and why"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("file", metavar="FILE", help="a DICOM file")
    add_recipe_arguments(parser)
    parser.add_argument("--diff", action="store_true", help="show also what would differ")
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """Plan, and show the plan."""
    from dcmteach.deid.apply import apply
    from dcmteach.deid.plan import plan
    from dcmteach.deid.secrets import Secrets
    from dcmteach.header import diff, read

    recipe = recipe_from(args)
    ds = read(args.file, defer_pixels=True)
    planned = plan(ds, recipe, unknown_sop=args.unknown_sop)
    if args.json:
        terminal.show_json(
            {
                "schema": "dcmteach plan 1",
                "file": terminal.file_name(args.file),
                "recipe": {"name": recipe.name or "own", "digest": recipe.digest},
                "sop_class": planned.sop_class,
                "refused": planned.refused,
                "steps": [
                    {
                        key: record[key]
                        for key in ("path", "tag", "action", "strategy", "reason", "source")
                    }
                    for record in planned.to_records()
                ],
            }
        )
    else:
        terminal.show(planned)
    if planned.refused:
        terminal.message(f"{terminal.file_name(args.file)} would be refused: {planned.refused}")
        return Exit.BAD_NEWS
    if args.diff and not args.json:
        terminal.show()
        terminal.show(diff(ds, apply(ds, planned, Secrets.random())))
    return Exit.DONE
