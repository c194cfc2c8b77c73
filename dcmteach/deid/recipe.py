"""What shall be done to headers: a profile, its options, and rules of one's own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from os import PathLike
from pathlib import Path

from dcmteach.deid.recipe_rule import Rule
from dcmteach.errors import DcmteachError
from dcmteach.standard import profile

__all__ = ["PROFILES", "Recipe", "Rule", "recipe_names"]

PROFILES = ("basic", "none")
"""``"basic"``: PS3.15 Table E.1-1; ``"none"``: the recipe's own rules alone."""


@dataclass(frozen=True)
class Recipe:
    """What shall be done to headers.

    Parameters
    ----------
    profile : str, optional
        One of :data:`PROFILES`.
    options : tuple of str, optional
        Options of the profile, from :data:`dcmteach.standard.profile.OPTIONS`.
    rules : tuple of Rule, optional
        They come before the profile. Of several that match, the most exact one counts (path, then
        element, then private creator, then VR), of equally exact ones the last.
    times : str, optional
        Whether shifting dates leaves times of day alone (``"keep"``) or moves them as well
        (``"shift"``).
    name, title : str, optional
        How it is called and what it is for, for records and tables.
    pseudonym_prefix : str, optional
        Letters before every pseudonym.
    whole_sequences : bool, optional
        Where a rule or the profile removes or clears a Type 1 or 1C element inside a Type 3
        sequence, remove that sequence as a whole, as Med-I does.
    """

    profile: str = "basic"
    options: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    times: str = "keep"
    name: str = ""
    title: str = field(default="", compare=False)
    pseudonym_prefix: str = ""
    whole_sequences: bool = False

    def __post_init__(self) -> None:
        if self.profile not in PROFILES:
            raise DcmteachError(
                f"profile must be one of {', '.join(PROFILES)} (got {self.profile!r})."
            )
        chosen = profile.check_options(self.options)
        if chosen and self.profile == "none":
            raise DcmteachError(
                "Options change rows of the basic profile (PS3.15 Table E.1-1), and this recipe "
                "has the profile 'none'. Use profile 'basic', or leave the options out."
            )
        if self.times not in {"keep", "shift"}:
            raise DcmteachError(f"times must be 'keep' or 'shift' (got {self.times!r}).")
        ordered = tuple(option for option in profile.OPTIONS if option in chosen)
        object.__setattr__(self, "options", ordered)
        object.__setattr__(self, "rules", tuple(self.rules))

    @classmethod
    def load(cls, source: str | PathLike[str]) -> Recipe:
        """Load a named recipe, or one from a TOML file.

        Parameters
        ----------
        source : str or path-like
            A name from :func:`recipe_names`, also with options: ``"basic+retain-uids"``; or the
            path of a file.

        Raises
        ------
        DcmteachError
            If there is no such recipe, or its file has mistakes: one line of the message each.
        """
        from dcmteach.deid.recipe_file import parse_recipe

        text = str(source)
        names = recipe_names()
        base, *options = text.split("+")
        if isinstance(source, str) and base in names:
            found = files("dcmteach.deid") / "recipes" / f"{base}.toml"
            made = parse_recipe(found.read_text(encoding="utf-8"), origin=base, name=text)
            return made.with_options(*options)
        where = Path(source)
        try:
            content = where.read_text(encoding="utf-8")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise DcmteachError(
                f"There is no recipe {text!r}. The named ones are: {', '.join(names)}. "
                "Give one of them, or the path of a TOML file."
            ) from None
        except UnicodeDecodeError:
            raise DcmteachError(
                f"The recipe {where.name!r} is not text in UTF-8, as TOML must be. "
                "Save it again in that encoding."
            ) from None
        return parse_recipe(content, origin=where.name, name=where.stem)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the recipe to a TOML file that does not exist yet, with comments.

        Raises
        ------
        DcmteachError
            If there is a file of that name already.
        """
        where = Path(path)
        try:
            with where.open("x", encoding="utf-8") as file:
                file.write(self.to_toml())
        except FileExistsError:
            raise DcmteachError(
                f"{where.name!r} exists already, and a recipe is not overwritten. "
                "Give another name, or delete it yourself."
            ) from None
        return where

    def to_toml(self) -> str:
        """Write the recipe as TOML with comments; :meth:`load` reads it back."""
        from dcmteach.deid.recipe_file import write_recipe

        return write_recipe(self)

    def with_options(self, *options: str) -> Recipe:
        """Return this recipe with further options."""
        return replace(self, options=(*self.options, *options))

    def with_rules(self, *rules: Rule) -> Recipe:
        """Return this recipe with further rules; they come after its own."""
        return replace(self, rules=(*self.rules, *rules))

    def with_replacements(self, **values: str) -> Recipe:
        """Return this recipe with given values for some elements, by keyword."""
        return self.with_rules(
            *(Rule("replace", value, keyword=keyword) for keyword, value in values.items())
        )

    @property
    def dates(self) -> str:
        """What becomes of dates: ``"removed"``, ``"kept"``, ``"shifted"`` or ``"randomised"``."""
        if "retain-full-dates" in self.options:
            return "kept"
        if "retain-modified-dates" in self.options:
            return "shifted"
        if self.profile == "basic":
            return "removed"
        strategies = {rule.strategy for rule in self.rules if rule.concerns_dates()}
        for strategy, word in (("randomise", "randomised"), ("shift", "shifted")):
            if strategy in strategies:
                return word
        return "removed" if strategies & {"clear", "remove", "replace"} else "kept"

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that are the same for the same recipe."""
        plain = [
            self.profile,
            list(self.options),
            [rule.as_dict() for rule in self.rules],
            self.times,
            self.pseudonym_prefix,
            self.whole_sequences,
        ]
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def describe(self) -> str:
        """Say in plain text exactly what the recipe does."""
        from dcmteach.deid.recipe_text import describe_recipe

        return describe_recipe(self)

    def __str__(self) -> str:
        return self.describe()


def recipe_names() -> tuple[str, ...]:
    """Return the names of the recipes that come with dcmteach."""
    folder = files("dcmteach.deid") / "recipes"
    found: Iterable[str] = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name[:-5] for name in found if name.endswith(".toml")))
