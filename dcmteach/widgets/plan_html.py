"""How the state of the plan explorer looks; the state itself is in its model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dcmteach.deid import Recipe, recipe_names
from dcmteach.deid.recipe_text import OPTION_MEANINGS
from dcmteach.standard import profile
from dcmteach.standard.path import format_tag
from dcmteach.widgets import markup
from dcmteach.widgets.paged import indented

if TYPE_CHECKING:
    from dcmteach.widgets.plan_model import PlanModel
    from dcmteach.widgets.plan_rows import PlanRow

__all__ = ["badge", "base_of", "line", "moves", "said", "switched", "whole", "with_options"]

_INDENT = "\u00a0\u00a0"
_KINDS = {"keep": "none", "remove": "bad", "refused": "bad", "clear": "warn"}


def badge(done: str) -> str:
    """Write what is done to an element as a coloured mark."""
    return markup.badge(_KINDS.get(done, "info"), done)


def line(row: PlanRow, type_: str | None) -> str:
    """Write an element as one line of a list in a fixed-width font; such lists show no HTML.

    Parameters
    ----------
    row : PlanRow
        The element, and what is done to it.
    type_ : str or None
        Its Type here.
    """
    place = "  " * row.depth + (format_tag(row.tag) if row.tags else "-")
    place = f"{place} {row.vr} {markup.cut(row.name, 34)}"
    return indented(f"{row.done:<10}{row.code:<2}{type_ or '-':<3}{place:<52} {row.value}")


def base_of(recipe: Recipe) -> str:
    """Return the name of the named recipe that this one is, its options aside; else its own."""
    base = recipe.name.partition("+")[0]
    if base in recipe_names() and replace(Recipe.load(base), options=recipe.options) == replace(
        recipe, name=base
    ):
        return base
    return recipe.name or "own recipe"


def with_options(recipe: Recipe, options: Collection[str]) -> Recipe:
    """Return a recipe with exactly these options, named as ``Recipe.load`` would name it."""
    made = replace(recipe, options=tuple(options))
    base = base_of(recipe)
    if base not in recipe_names():
        return made
    return replace(made, name="+".join((base, *made.options)))


def switched(option: str, *, on: bool) -> str:
    """Say that an option was switched, and what it does."""
    meaning = f": {OPTION_MEANINGS[option]}" if on else ""
    return f"{option} is {'on' if on else 'off'}{meaning}."


def moves(rows: Sequence[PlanRow], old: Mapping[str, PlanRow], changed: Collection[str]) -> str:
    """Say what became of the elements that changed, most frequent first; empty if none did."""
    counts: Counter[str] = Counter()
    for row in rows:
        if row.path in changed:
            was = old.get(row.path)
            if was is None:
                told = f"now {row.done}"
            elif was.done != row.done:
                told = f"{was.done} → {row.done}"
            else:
                marks = row.step is not None and row.step.source == "mark"
                told = "marks of what was done" if marks else f"{row.done} in another way"
            counts[told] += 1
    return ": " + ", ".join(f"{n} {told}" for told, n in counts.most_common()) if counts else ""


def said(model: PlanModel) -> str:
    """Return what the last switch did, and a refusal, as HTML."""
    text = markup.note("info", markup.escape(model.said)) if model.said else ""
    if model.plan.refused:
        refused = f"<strong>This file is refused, and nothing is done to it:</strong> {{}}.{text}"
        return markup.note("bad", refused.format(markup.escape(model.plan.refused)))
    if not model.switchable:
        text += markup.note(
            "info",
            "This recipe goes by its own rules alone, so there is no option to switch.",
        )
    return text


def whole(model: PlanModel, lines: int) -> str:
    """Return the controls, `lines` rows of the list and the why-panel as HTML."""
    window, here = model.around(lines)
    cells = [_cells(row, model) for row in window]
    more = f"; {len(window)} of them here" if len(window) < len(model.visible) else ""
    field = '{}<span class="dt-field">{}</span>'.format
    chosen = set(model.recipe.options)
    options = "".join(
        field("", f"{'☒' if option in chosen else '☐'}\u00a0{markup.escape(option)}")
        for option in profile.OPTIONS
    )
    controls = (
        field("Recipe", markup.escape(model.chosen))
        + field("Search", markup.escape(model.query) or "&nbsp;")
        + field("Show", markup.escape(model.SHOW[model.show]))
    )
    heads = ("Done", "Code", "Type", "Element", "Name", "Value now")
    listed = markup.table(heads, cells, caption=model.status() + more, here=here)
    summary = f"<p>{markup.escape(model.summary())}</p>" if not model.plan.refused else ""
    return f"<p>{controls}</p><p>{options}</p>{said(model)}{summary}{listed}{model.why()}"


def _cells(row: PlanRow, model: PlanModel) -> tuple[str, ...]:
    place = _INDENT * row.depth + (format_tag(row.tag) if row.tags else "–")
    mark = markup.badge("warn", "changed") + " " if row.path in model.switched else ""
    return (
        mark + badge(row.done),
        markup.escape(row.code),
        markup.escape(model.type_of(row) or "–"),
        f'<code class="dt-place">{markup.escape(place)}</code>',
        markup.escape(row.name),
        markup.escape(markup.cut(row.value, 32)),
    )
