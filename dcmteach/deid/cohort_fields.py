"""Further elements and columns to keep or remove, by the word the user gives for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pydicom.datadict import tag_for_keyword

from dcmteach.deid.demographics import Demographics
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.recipe_rule import Rule
from dcmteach.errors import DcmteachError

__all__ = ["Fields", "fields_of"]


class Fields(NamedTuple):
    """What to keep and remove.

    Parameters
    ----------
    recipe : Recipe
        The recipe, with a rule for each element.
    kept, removed : tuple of str
        Headings of columns.
    """

    recipe: Recipe
    kept: tuple[str, ...]
    removed: tuple[str, ...]


def fields_of(
    recipe: Recipe, table: Demographics | None, keep: Iterable[str], remove: Iterable[str]
) -> Fields:
    """Tell elements from columns.

    Parameters
    ----------
    recipe : Recipe
        The recipe.
    table : Demographics or None
        The table.
    keep, remove : iterable of str
        Keywords of elements, headings of columns; a word that is both means both.

    Raises
    ------
    DcmteachError
        If a word is neither, or is to be kept and removed.
    """
    kept, removed = tuple(keep), tuple(remove)
    for word in kept:
        if word.casefold() in {other.casefold() for other in removed}:
            raise DcmteachError(f"{word!r} is to be kept and to be removed. Choose one.")
    columns = 0 if table is None else len(table.table.columns)
    found: dict[str, list[str]] = {"keep": [], "remove": []}
    rules = []
    for strategy, words in (("keep", kept), ("remove", removed)):
        for word in words:
            column = table is not None and table.columns_of(word)
            element = tag_for_keyword(word) is not None
            if not column and not element:
                raise DcmteachError(_neither(word, columns))
            if column:
                found[strategy].append(word)
            if element:
                rules.append(Rule(strategy, keyword=word))
    return Fields(
        recipe.with_rules(*rules) if rules else recipe,
        tuple(found["keep"]),
        tuple(found["remove"]),
    )


def _neither(word: str, columns: int) -> str:
    """Say so without the headings: a table without any begins with somebody's row."""
    known = f", which has {columns}" if columns else ""
    return (
        f"{word!r} is neither the keyword of an element, such as PatientAge, nor the heading of a "
        f"column of the table{known}. Check the spelling."
    )
