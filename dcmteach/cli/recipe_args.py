"""The arguments that say what is done to headers, shared by the commands that do it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dcmteach.deid.recipe import Recipe

__all__ = ["add_recipe_arguments", "recipe_from"]


class _Rule(argparse.Action):
    """Collect ``(target, strategy, value)`` in the order of the command line."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        strategy = str(self.const)
        target, equals, value = str(values).partition("=")
        if strategy == "replace" and not equals:
            parser.error(f"--set needs K=VALUE (got {values!r}); to empty an element, use --clear")
        if strategy != "replace" and equals:
            parser.error(f"{option_string} takes the element alone, without a value")
        namespace.rules.append((target.strip(), strategy, value if equals else None))


def add_recipe_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --profile, --recipe, --option, --set and the like."""
    parser.set_defaults(rules=[])
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--profile",
        metavar="NAME",
        default="basic",
        help="a recipe that comes with dcmteach: basic, med_i_stage1, med_i_stage2 (default basic)",
    )
    which.add_argument("--recipe", metavar="FILE", help="a recipe of your own, as a TOML file")
    parser.add_argument(
        "--option",
        metavar="NAME",
        action="append",
        default=[],
        help="an option of the profile, such as retain-uids; may be repeated",
    )
    for flag, strategy, form, text in (
        ("--set", "replace", "K=VALUE", "overwrite an element with this value"),
        ("--keep", "keep", "K", "leave an element as it is"),
        ("--clear", "clear", "K", "empty an element"),
        ("--remove", "remove", "K", "take an element out"),
        ("--clean", "clean", "K", "cut out what identifies, keep the rest"),
    ):
        parser.add_argument(
            flag, action=_Rule, const=strategy, metavar=form, help=text, dest="rules"
        )
    parser.add_argument(
        "--unknown-sop",
        choices=("refuse", "strictest"),
        default="refuse",
        help="files of an unknown kind: refuse them (default), or remove all that may be removed",
    )


def recipe_from(args: argparse.Namespace) -> Recipe:
    """Make the recipe that the arguments describe.

    Raises
    ------
    DcmteachError
        If there is no such recipe, or it has mistakes.
    """
    from pathlib import Path

    from dcmteach.deid.recipe import Recipe, Rule, recipe_names
    from dcmteach.errors import DcmteachError

    if args.recipe is not None:
        recipe = Recipe.load(Path(args.recipe))
    elif args.profile.split("+")[0] in recipe_names():
        recipe = Recipe.load(args.profile)
    else:
        raise DcmteachError(
            f"There is no profile {args.profile!r}. Choose from {', '.join(recipe_names())}; for a "
            "file of your own, use --recipe FILE."
        )
    rules = [Rule.on(target, strategy, value) for target, strategy, value in args.rules]
    return recipe.with_options(*args.option).with_rules(*rules)
