"""What is done to one element, how its action code was settled, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.deid.plan_text import operation
from dcmteach.deid.rules import Place, by_type, decide
from dcmteach.header.show import plain
from dcmteach.standard import iod, profile
from dcmteach.standard.path import format_tag
from dcmteach.widgets import markup
from dcmteach.widgets.plan_html import badge

if TYPE_CHECKING:
    from dcmteach.deid import Plan, Step
    from dcmteach.widgets.plan_rows import PlanRow

__all__ = ["why"]

_TYPES = (("3", "Type 3, or not required"), ("2", "Type 2"), ("1", "Type 1"))
_SOURCES = {
    "profile": "the profile, PS3.15 Table E.1-1",
    "option": "an option of the profile",
    "rule": "a rule beyond the table",
    "evidence": "what stands in its value",
    "object": "what is known of this kind of object",
    "mark": "the marks of a de-identified file",
    "file": "the frame of the file",
}


def why(
    row: PlanRow,
    type_: str | None,
    values: tuple[str, str | None],
    plan: Plan,
    before: PlanRow | None,
) -> str:
    """Return the panel that explains one element of a plan as HTML.

    Parameters
    ----------
    row : PlanRow
        The element, and what is done to it.
    type_ : str or None
        Its Type here.
    values : tuple of str
        Its whole value as it is, and as it would become; None if that is not to be shown.
    plan : Plan
        The plan as it stands.
    before : PlanRow or None
        What was done to it before the last switch, if that was another thing.
    """
    tag = f" {format_tag(row.tag)}" if row.tags else ""
    head = markup.title(f"{row.name}{tag}")
    if plan.refused:
        return head + _facts(row, type_, values, plan)
    done = f"<p>{badge(row.done)} {markup.escape(_told(row))} {_because(row, type_, plan)}</p>"
    if before is not None:
        was = _told(before)
        done += markup.note("warn", f"Changed by the last switch. Before: {markup.escape(was)}")
    return head + done + _settled(row, type_, plan) + _facts(row, type_, values, plan)


def _told(row: PlanRow) -> str:
    if row.under is not None:
        return f"It lies in {row.under.path}, which decides: {operation(row.under)}."
    if row.step is None:
        return "It stays as it is."
    text = operation(row.step, show_values=True)
    return f"{text[:1].upper()}{text[1:]}."


def _because(row: PlanRow, type_: str | None, plan: Plan) -> str:
    step = row.under or row.step
    reason = step.reason if step else _reason_to_keep(row, type_, plan)
    return f"{markup.escape(reason[:1].upper() + reason[1:])}." if reason else ""


def _reason_to_keep(row: PlanRow, type_: str | None, plan: Plan) -> str:
    """Say why there is no step for it; plans list only what is not kept."""
    if row.path.startswith("file_meta."):
        return "it says how the file is written, and no application or person"
    found = decide(plan.recipe, Place(row.tags, row.vr, row.private_creator, type_, "own"))
    if found.strategy == "keep" and found.reason:
        return found.reason
    if row.tag >> 16 == 0x7FE0:
        return "plans do not look into pictures: what is burned in, and faces, need other eyes"
    if row.vr == "SQ":
        return "what lies in it is decided element by element"
    searched = "nothing of this patient was found in its value"
    if plan.recipe.profile == "none":
        return f"no rule of the recipe is about it, and {searched}"
    return f"PS3.15 Table E.1-1 does not ask for more, and {searched}"


def _settled(row: PlanRow, type_: str | None, plan: Plan) -> str:
    """Show how the code in the table becomes one letter: by the options, then by the Type."""
    listed = profile.row(row.tag) if row.tags else None
    basic = plan.recipe.profile == "basic"
    if listed is None or not basic or not row.present or row.under is not None:
        return ""
    code = profile.action(row.tag, options=plan.recipe.options) or listed.basic
    options = [
        f"{option} ({'on' if option in plan.recipe.options else 'off'}): <strong>{letter}</strong>"
        for option, letter in listed.options.items()
    ]
    heads = ["Table E.1-1", "Options that change it"]
    cells = [_code(listed.basic), "<br>".join(options) or "none"]
    kind = (type_ or "3")[0]
    if len({by_type(code, number) for number, _ in _TYPES}) > 1:
        heads += [f"{words}: here" if number == kind else words for number, words in _TYPES]
        cells += [
            f"<strong>{by_type(code, number)}</strong>" if number == kind else by_type(code, number)
            for number, _ in _TYPES
        ]
    by_table = row.step is None or row.step.source in {"profile", "option"}
    heads.append("Hence" if by_table else "By the table alone")
    cells.append(_code((by_table and row.code) or by_type(code, type_)))
    return markup.table(heads, [cells], caption="How the action code was settled")


def _code(code: str) -> str:
    meaning = profile.ACTIONS.get(code, "")
    return f"<strong>{markup.escape(code)}</strong> {markup.escape(meaning)}"


def _facts(row: PlanRow, type_: str | None, values: tuple[str, str | None], plan: Plan) -> str:
    kind = iod.name_of(plan.sop_class) if plan.sop_class else None
    here = f"{type_} in {kind}" if type_ and kind else type_ or f"none in {kind or 'this file'}"
    step: Step | None = row.under or row.step
    now, then = (_value(value) for value in values)
    return markup.facts(
        (
            ("Path", f"<code>{markup.escape(row.path)}</code>"),
            ("Value now", now if row.present else "not there"),
            ("Value then", then and f"{then} (tried out with a key that is thrown away)"),
            ("VR", markup.escape(row.vr)),
            ("Type", markup.escape(here) if row.tags else ""),
            ("Decided by", markup.escape(plain(_SOURCES.get(step.source, ""))) if step else ""),
            ("Private creator", markup.escape(row.private_creator)),
        )
    )


def _value(value: str | None) -> str:
    if value is None:
        return ""
    return f"<code>{markup.escape(markup.cut(value, 400))}</code>" if value else "<em>empty</em>"
