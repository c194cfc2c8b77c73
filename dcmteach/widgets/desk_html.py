"""How the state of the desk looks; the state itself is in its model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dcmteach.header.show import plain
from dcmteach.widgets import markup
from dcmteach.widgets.desk_choices import PATHS, PERSONS, PIXELS

if TYPE_CHECKING:
    from dcmteach.deid.cohort_report import CohortReport
    from dcmteach.widgets.desk_model import DeskModel

__all__ = ["about", "alt", "report", "said", "whole"]

_MOST = 200  # rows of a table in a page
_KINDS = {"complete": "good", "held back": "bad", "no row": "warn", "no files": "none"}


def about() -> str:
    """Write what the desk is for, in the order in which it is used."""
    return markup.title("Make a cohort pseudonymous") + (
        "<p>Choose images, a table of demographics, or both; a key; and a folder to write into. "
        "<strong>Look</strong> writes nothing and shows who is who. <strong>Start</strong> writes "
        "the output, searches all of it for every name, and leaves nothing there if one is found. "
        "Your files are never changed. Keep key and mapping apart from the output.</p>"
    )


def said(model: DeskModel) -> str:
    """Write a problem, or what was done."""
    if model.problem:
        text = "<br>".join(markup.escape(line) for line in model.problem.splitlines())
        return markup.note("bad", text)
    return markup.note("good", markup.escape(model.said)) if model.said else ""


def report(model: DeskModel) -> str:
    """Write what the last look or run came to."""
    made = model.report
    if made is None:
        return ""
    title = "What would be done" if made.dry_run else "What was done"
    return (
        markup.title(title)
        + markup.note("good" if made.complete else "warn", markup.escape(_summary(made)))
        + _people(made)
        + _conflicts(made)
        + _columns(made)
        + _files(model, made)
        + _where(model, made)
    )


def whole(model: DeskModel) -> str:
    """Write the state without controls."""
    choices = model.choices
    letters, words = choices.max_character_distance, choices.max_word_distance
    told = [(field, _code(getattr(choices, name))) for name, field in PATHS.items()]
    told += [
        ("A person is", markup.escape(PERSONS[choices.person])),
        ("Pixels", markup.escape(PIXELS[choices.pixels])),
        ("Greatest distances", f"{letters:.0%} of the letters, {words:.0%} of the words"),
        ("Keep", _code(choices.keep)),
        ("Remove", _code(choices.remove)),
    ]
    status = f"<p><strong>{markup.escape(model.status())}</strong></p>"
    review = "" if model.reviewer is None else model.reviewer.render()
    return f"{about()}{markup.facts(told)}{status}{said(model)}{report(model)}{review}"


def alt(model: DeskModel) -> str:
    """Say the state in two or three sentences, without a name."""
    text = f"A desk for making a cohort pseudonymous. {model.status()}"
    if model.problem:
        text += " Something must be mended first."
    if model.report is not None:
        text += f" {plain(_summary(model.report))}"
    if model.reviewer is not None:
        text += f" Doubtful matches: {model.reviewer.status()}."
    return text


def _summary(made: CohortReport) -> str:
    return f"{made.caption}. {made.note}"


def _people(made: CohortReport) -> str:
    rows = [
        (
            _code(row.pseudonym),
            str(row.files),
            str(row.rows),
            markup.badge(_KINDS.get(row.status, "info"), row.status),
            markup.escape(row.because),
        )
        for row in made
    ]
    heads = ("Pseudonym", "Files", "Rows", "Outcome", "Because")
    return _cut_table(heads, rows, "The people")


def _conflicts(made: CohortReport) -> str:
    rows = [
        (
            markup.escape(one.kind),
            str(one.people),
            markup.badge("bad" if one.decision == "held back" else "warn", one.decision),
            markup.escape(one.because),
        )
        for one in made.conflicts
    ]
    heads = ("What", "People", "Decision", "Because")
    return _cut_table(heads, rows, "Names and IDs that do not fit together")


def _columns(made: CohortReport) -> str:
    if made.table is None:
        return ""
    records = made.table.to_records()
    if not records:
        return ""
    heads = [key.replace("_", " ").capitalize() for key in records[0]]
    rows = [
        ["" if value is None else markup.escape(value) for value in record.values()]
        for record in records
    ]
    return _cut_table(heads, rows, "The columns of the table")


def _files(model: DeskModel, made: CohortReport) -> str:
    if made.files is None:
        return ""
    records = made.files.to_records()
    top = f"{model.choices.path('source')}{os.sep}"
    rows = [
        [
            markup.escape(str(record["source"]).removeprefix(top)),
            markup.badge("warn", str(record["status"])),
            markup.escape(record["reason"]),
        ]
        for record in records
    ]
    return _cut_table(("File", "Outcome", "Because"), rows, "Files that were left out")


def _where(model: DeskModel, made: CohortReport) -> str:
    if made.dry_run:
        return ""
    text = f"<p>The output is in {_code(model.choices.output)}."
    if model.choices.mapping:
        text += (
            f" Who is behind a pseudonym stands in {_code(model.choices.mapping)}: keep it safe."
        )
    command = _code(model.choices.command())
    return f"{text}</p><p>The same from the command line: {command}</p>"


def _cut_table(heads: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    if not rows:
        return ""
    more = f", the first {_MOST} of {len(rows)}" if len(rows) > _MOST else ""
    return markup.scroll(markup.table(heads, rows[:_MOST], caption=f"{caption}{more}"), caption)


def _code(text: str) -> str:
    return f"<code>{markup.escape(text)}</code>" if text else ""
