"""How the state of the match reviewer looks; the state itself is in its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.header.show import plain
from dcmteach.widgets import markup
from dcmteach.widgets.reviewer_letters import differences

if TYPE_CHECKING:
    from dcmteach.deid.matching_result import Candidate, Match
    from dcmteach.widgets.reviewer_model import ReviewerModel

__all__ = ["alt", "answers", "case", "line", "said", "whole"]

_HEADS = ("", "In the images", "In the table", "What differs", "Characters", "Words")
_ABOUT = (
    "Distances: the share of letters, and of words, that differ; 0 is the same. "
    "Letters that the other has not are bold and underlined."
)


def line(model: ReviewerModel, number: int) -> str:
    """Write a case as one line of a list."""
    match = model.cases[number]
    name = markup.cut(match.written, 40)
    return f"{_sign(model, number)} {model.row_of(match)}: {name}: {_outcome(model, number)}"


def answers(match: Match) -> list[str]:
    """Write what the button for each candidate says."""
    return [
        f"It is {number}: {markup.cut(one.name, 32)}"
        for number, one in enumerate(match.candidates, 1)
    ]


def case(model: ReviewerModel) -> str:
    """Write the current case: the name, why it is doubtful, and the candidates side by side."""
    match = model.case
    if match is None:
        return markup.note("good", markup.escape(model.status()))
    place = f"{model.current + 1} of {len(model.cases)}: {model.row_of(match)} of the table"
    told = markup.facts(
        (
            ("The table writes", f"<code>{markup.escape(match.written)}</code>"),
            ("Why not certain", markup.escape(match.why)),
            ("Decided", _decision(model, model.current)),
        )
    )
    rows = [
        _row(model, number, match.written, one) for number, one in enumerate(match.candidates, 1)
    ]
    chosen = model.choice(model.current)
    listed = markup.table(
        _HEADS, rows, caption="Whom the row may be about, the nearest first", here=(chosen or 0) - 1
    )
    return f"{markup.title(place)}{told}{listed}<p>{_ABOUT}</p>"


def said(model: ReviewerModel) -> str:
    """Write what the last action did."""
    if not model.said:
        return ""
    return markup.note("bad" if model.refused else "info", markup.escape(model.said))


def whole(model: ReviewerModel) -> str:
    """Write the state without controls."""
    status = f"<p><strong>{markup.escape(model.status())}</strong></p>"
    rows = [
        (
            markup.escape(model.row_of(match).removeprefix("row ")),
            f"<code>{markup.escape(match.written)}</code>",
            markup.badge(*_badge(model, number)),
            markup.escape(match.why),
        )
        for number, match in enumerate(model.cases)
    ]
    heads = ("Row", "The table writes", "Decided", "Why not certain")
    listed = markup.table(heads, rows, here=model.current) if rows else ""
    return f"{status}{listed}{case(model)}{said(model)}"


def alt(model: ReviewerModel) -> str:
    """Say the state in two or three sentences."""
    text = f"A review of doubtful matches between a table and images: {model.status()}"
    text = text.rstrip(".") + "."
    match = model.case
    if match is None:
        return text
    many = f"{len(match.candidates)} candidate{'s' * (len(match.candidates) != 1)}"
    return (
        f"{text} On the table: {model.row_of(match)}, {plain(match.written)}, with {many}, "
        f"{_outcome(model, model.current)}. Why not certain: {match.why}."
    )


def _row(model: ReviewerModel, number: int, written: str, one: Candidate) -> tuple[str, ...]:
    differ = differences(written, one.name)
    other = model.taken(one)
    taken = (
        ""
        if other is None
        else f"<br>{markup.badge('warn', f'{model.row_of(other)} fits this person')}"
    )
    return (
        str(number),
        f"<code>{differ.name_html}</code>{taken}",
        f"<code>{differ.written_html}</code>",
        markup.escape(differ.text),
        _number(one.character_distance),
        _number(one.word_distance),
    )


def _number(distance: float | None) -> str:
    return "–" if distance is None else f"{distance:.2f}"


def _outcome(model: ReviewerModel, number: int) -> str:
    if not model.decided(number):
        return "put off" if number in model.skipped else "open"
    choice = model.choice(number)
    if choice is None:
        return "decided earlier"
    return f"candidate {choice}" if choice else "nobody"


def _sign(model: ReviewerModel, number: int) -> str:
    if not model.decided(number):
        return "·"
    return "✗" if model.choice(number) == 0 else "✓"


def _badge(model: ReviewerModel, number: int) -> tuple[str, str]:
    kind = {"·": "none", "✗": "bad", "✓": "good"}[_sign(model, number)]
    return kind, _outcome(model, number)


def _decision(model: ReviewerModel, number: int) -> str:
    return markup.badge(*_badge(model, number)) if model.decided(number) else ""
