"""Recipes as TOML files: read with a message per wrong line, written with comments."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from dcmteach.deid.recipe import PROFILES, Recipe
from dcmteach.deid.recipe_rule import MATCHERS, Rule
from dcmteach.deid.recipe_text import DATES, OPTION_MEANINGS
from dcmteach.deid.step import STRATEGIES
from dcmteach.errors import DcmteachError
from dcmteach.standard import profile

__all__ = ["RecipeError", "parse_recipe", "write_recipe"]

_KEYS: dict[str, type[Any]] = {
    "title": str,
    "profile": str,
    "options": list,
    "times": str,
    "pseudonym_prefix": str,
    "whole_sequences": bool,
    "rule": list,
}
_RULE_KEYS = (*MATCHERS, "strategy", "value")
_KIND = {str: "text in quotes", list: "a list in brackets", bool: "true or false"}
_HEADER = re.compile(r"^\s*\[\[\s*rule\s*\]\]")


class RecipeError(DcmteachError):
    """A recipe file has mistakes.

    Parameters
    ----------
    origin : str
        The file's name.
    problems : list of (int, str)
        The 1-based line and what is wrong there; line 0 where it is the whole file.
    """

    def __init__(self, origin: str, problems: list[tuple[int, str]]) -> None:
        self.problems = sorted(problems)
        count = len(problems)
        head = f"The recipe {origin!r} has {count} mistake{'' if count == 1 else 's'}:"
        lines = [f"  line {line}: {text}" if line else f"  {text}" for line, text in self.problems]
        super().__init__("\n".join([head, *lines]))


def parse_recipe(text: str, *, origin: str, name: str = "") -> Recipe:
    """Read a recipe from TOML.

    Parameters
    ----------
    text : str
        What the file holds.
    origin : str
        Its name, for messages.
    name : str, optional
        The recipe's name.

    Raises
    ------
    RecipeError
        If it is no TOML, or holds what no recipe can; all mistakes at once.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        what = re.sub(r" \(at line.*\)", "", str(error))
        problem = f'this is not TOML: {what}. Keys look like profile = "basic".'
        raise RecipeError(origin, [(int(match[1]) if match else 0, problem)]) from None
    lines = text.splitlines()
    problems = list(_of_keys(data, lines))
    rules: list[Rule] = []
    entries = data.get("rule", [])
    starts = [number for number, line in enumerate(lines, 1) if _HEADER.match(line)]
    if isinstance(entries, list):
        for index, entry in enumerate(entries):
            start = starts[index] if index < len(starts) else 0
            end = starts[index + 1] if index + 1 < len(starts) else len(lines) + 1
            made = _rule(entry, lines, start, end, problems)
            if made is not None:
                rules.append(made)
    if problems:
        raise RecipeError(origin, problems)
    fields = {key: value for key, value in data.items() if key != "rule"}
    fields["options"] = tuple(fields.get("options", ()))
    return Recipe(name=name, rules=tuple(rules), **fields)


def _of_keys(data: dict[str, Any], lines: list[str]) -> Iterator[tuple[int, str]]:
    for key, value in data.items():
        line = _line_of(key, lines, 0, len(lines) + 1)
        kind = _KEYS.get(key)
        if kind is None:
            hint = _near(key, _KEYS)
            yield line, f"{key!r} is not a key of a recipe.{hint} Keys: {', '.join(_KEYS)}."
        elif not isinstance(value, kind):
            yield line, f"{key} must be {_KIND[kind]} (got {value!r})."
        elif key == "profile" and value not in PROFILES:
            yield line, f"profile must be one of {', '.join(PROFILES)} (got {value!r})."
        elif key == "times" and value not in {"keep", "shift"}:
            yield line, f"times must be 'keep' or 'shift' (got {value!r})."
        elif key == "pseudonym_prefix" and not re.fullmatch(r"[A-Z0-9_-]{0,20}", value):
            allowed = "at most 20 capital letters, digits, '-' and '_'"
            yield line, f"pseudonym_prefix must be {allowed} (got {value!r})."
        elif key == "options":
            yield from _of_options(value, data.get("profile", "basic"), line, lines)


def _of_options(
    options: list[Any], profile_name: object, line: int, lines: list[str]
) -> Iterator[tuple[int, str]]:
    for option in options:
        where = next((n for n, text in enumerate(lines, 1) if f'"{option}"' in text), line)
        if option not in profile.OPTIONS:
            hint = _near(str(option), profile.OPTIONS)
            known = ", ".join(profile.OPTIONS)
            yield where, f"{option!r} is not an option of PS3.15 Table E.1-1.{hint} Known: {known}."
    if {"retain-full-dates", "retain-modified-dates"} <= set(map(str, options)):
        yield line, "retain-full-dates and retain-modified-dates exclude each other. Choose one."
    if options and profile_name == "none":
        yield line, 'options need profile = "basic": they change rows of its table.'


def _rule(
    entry: object, lines: list[str], start: int, end: int, problems: list[tuple[int, str]]
) -> Rule | None:
    if not isinstance(entry, dict):
        problems.append((start, 'a rule is a table: [[rule]], then keyword = "…", strategy = "…".'))
        return None
    before = len(problems)
    for key, value in entry.items():
        line = _line_of(key, lines, start, end)
        if key not in _RULE_KEYS:
            hint = _near(key, _RULE_KEYS)
            text = f"{key!r} is not a key of a rule.{hint} Keys: {', '.join(_RULE_KEYS)}."
            problems.append((line, text))
        elif not isinstance(value, str):
            problems.append((line, f"{key} must be text in quotes (got {value!r})."))
        elif key == "strategy" and value not in STRATEGIES:
            hint = _near(value, STRATEGIES)
            known = ", ".join(STRATEGIES)
            problems.append((line, f"{value!r} is not a strategy.{hint} Choose from: {known}."))
    if "strategy" not in entry:
        problems.append((start, f"this rule has no strategy. Add one of: {', '.join(STRATEGIES)}."))
    if len(problems) > before:
        problems += _of_target(entry, lines, start, end)
        return None
    try:
        return Rule(**entry)
    except DcmteachError as error:
        problems.append((_line_of(_wrong_key(entry), lines, start, end), str(error)))
        return None


def _of_target(
    entry: dict[str, Any], lines: list[str], start: int, end: int
) -> Iterator[tuple[int, str]]:
    """What is wrong with the target of a rule, whatever else is."""
    target = {name: entry[name] for name in MATCHERS if isinstance(entry.get(name), str)}
    if target:
        try:
            Rule("keep", **target)
        except DcmteachError as error:
            yield _line_of(next(iter(target)), lines, start, end), str(error)


def _wrong_key(entry: dict[str, Any]) -> str:
    """The key a rule's mistake is about: its value if it would do without, else its target."""
    matcher = next((name for name in MATCHERS if name in entry), "strategy")
    try:
        Rule(**{key: text for key, text in entry.items() if key != "value"})
    except DcmteachError:
        return matcher
    return "value"


def _line_of(key: str, lines: list[str], start: int, end: int) -> int:
    pattern = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*(=|\])")
    for number in range(max(start, 1), end):
        if number <= len(lines) and pattern.match(lines[number - 1]):
            return number
    return start


def _near(word: str, known: Any) -> str:
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {found[0]!r}?" if found else ""


def write_recipe(recipe: Recipe) -> str:
    """Write a recipe as TOML with comments; :func:`parse_recipe` reads it back."""
    lines = [
        "# A recipe of dcmteach: what shall be done to headers.",
        f"title = {_quoted(recipe.title)}",
        "",
        '# "basic": PS3.15 Table E.1-1; "none": only the rules below.',
        f"profile = {_quoted(recipe.profile)}",
        "",
        "# Options of the profile (PS3.15 E.3). Take the # away to choose one.",
        "options = [",
    ]
    for option in profile.OPTIONS:
        mark = "  " if option in recipe.options else "  # "
        lines.append(f'{mark}"{option}",  # {OPTION_MEANINGS[option]}')
    lines += [
        "]",
        "",
        f'# {DATES["shifted"]} Times of day: "keep" or "shift".',
        f"times = {_quoted(recipe.times)}",
        "",
        "# Letters before every pseudonym: capitals, digits, - and _.",
        f"pseudonym_prefix = {_quoted(recipe.pseudonym_prefix)}",
        "",
        "# Remove a Type 3 sequence as a whole where a Type 1 or 1C element in it must go.",
        f"whole_sequences = {'true' if recipe.whole_sequences else 'false'}",
        "",
        "# Rules come before the profile. One rule matches by path, keyword, tag, creator or vr;",
        '# private elements by creator = "ELSCINT1" and tag = "(01F1,xx4B)", for blocks move;',
        "# the most exact one counts, of equally exact ones the last. Strategies:",
    ]
    lines += [f"#   {name}: {meaning}" for name, meaning in STRATEGIES.items()]
    for rule in recipe.rules:
        lines += ["", "[[rule]]"]
        lines += [f"{key} = {_quoted(value)}" for key, value in rule.as_dict().items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Write text as a TOML basic string, which escapes as JSON does (but for DEL)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
