"""How the state of the text reviewer looks; the state itself is in its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.widgets import markup
from dcmteach.widgets.paged import indented
from dcmteach.widgets.text_review_boxes import DECISIONS, ReviewBox
from dcmteach.widgets.text_review_page import KINDS

if TYPE_CHECKING:
    from dcmteach.widgets.text_review_confirm import Confirming
    from dcmteach.widgets.text_review_model import TextReviewModel
    from dcmteach.widgets.text_review_sheet import Tile

__all__ = [
    "alt",
    "box",
    "line",
    "notes",
    "pictures",
    "said",
    "sheet",
    "status",
    "tile_name",
    "whole",
]

_SIGNS = {"open": "?", "redact": "x", "leave": "-"}  # every fixed-width font has them
_BADGES = {"open": "warn", "redact": "bad", "leave": "good"}
_LEGEND = (
    "Dashed: to decide, covered until somebody leaves it. Unbroken: redact. Dotted: leave. "
    "The selected box has a double line."
)


def tile_name(model: Confirming, tile: Tile) -> str:
    """Write how a frame is called, counted from 1 as the sliders count."""
    return model.sheet.name(tile, model.pictures[tile.picture].size.frames)


def line(model: TextReviewModel, number: int) -> str:
    """Write a box as one line of a list in a fixed-width font; such lists show no HTML."""
    one = model.boxes.boxes[number]
    sure = "drawn" if one.drawn else f"{one.confidence:.0%}"
    text = markup.cut(one.text, 40) or ("(drawn)" if one.drawn else "(no letters)")
    decision = f"{_SIGNS[one.decision]} {DECISIONS[one.decision]}"
    where = "" if one.in_picture else f" in {markup.cut(one.place, 20)}"
    return indented(
        f"{number + 1:>3} {decision:<12} {KINDS[one.judgement]:<22} {sure:>5}  {text}{where}"
    )


def status(model: TextReviewModel) -> str:
    """Write how far the review is, in one line."""
    boxes, count = model.boxes, len(model.boxes.boxes)
    at = f"Picture {model.number + 1} of {len(model.pictures)}: " * (len(model.pictures) > 1)
    if not boxes.was_read and not count:
        here = "nobody looked for text in it"
    elif not count:
        here = "no text was found; look yourself"
    else:
        decided = count - boxes.open
        here = f"{decided} of {count} boxes decided"
    confirmed = sum(model.is_confirmed(number) for number in range(model.sheet.pages))
    pages = f"{confirmed} of {model.sheet.pages} page{'s' * (model.sheet.pages != 1)} confirmed"
    flags = f", {len(model.sheet.flagged)} flagged" if model.sheet.flagged else ""
    series = ""
    if len(model.pictures) > 1:
        unread = f", {model.to_read} pictures to read" if model.to_read else ""
        series = f"; in all, {model.open} box{'es' * (model.open != 1)} to decide{unread}"
    made = f"{at}{here}{series}; contact sheet: {pages}{flags}."
    return made[0].upper() + made[1:]


def notes(model: TextReviewModel) -> str:
    """Write what was left out of the review."""
    return markup.note("warn", markup.escape(" ".join(model.notes))) if model.notes else ""


def pictures(model: TextReviewModel) -> str:
    """Write the picture: with its boxes, as it will be, or both."""
    number, frame, size = model.number, model.frame, model.picture.size
    at = f", frame {frame + 1} of {size.frames}" if size.frames > 1 else ""
    there = [n + 1 for n, b in enumerate(model.boxes.boxes) if b.shown_in(frame)]
    drawn = f"{len(there)} box{'es' * (len(there) != 1)} drawn in it"
    parts = []
    for after, title, told in (
        (False, "With boxes", drawn),
        (True, "As it will be", "what is not left is covered"),
    ):
        if model.shown != ("after" if after else "boxes") and model.shown != "both":
            continue
        png, why = model.seen(after=after)
        words = f"Picture {number + 1}{at}, {size.columns} by {size.rows} pixels: {told}."
        shown = markup.note("warn", markup.escape(why))
        if png:
            name = "dt-seen" if after else "dt-seen dt-draw"
            shown = (
                f'<div class="dt-canvas"><img class="{name}" draggable="false" '
                f'src="data:image/png;base64,{png}" alt="{markup.escape(words)}"></div>'
            )
        caption = f"{size.columns} × {size.rows}{at}"
        parts.append(
            f'<div class="dt-picture"><div class="dt-title">{title}</div>'
            f"{shown}<div>{caption}</div></div>"
        )
    wide = "" if model.shown == "both" else " dt-wide"
    problem = model.boxes.problem
    told = markup.note("warn", markup.escape(f"Not read: {problem}")) if problem else ""
    legend = f"<p>{_LEGEND}</p>" if there and model.shown != "after" else ""
    return f'{told}<div class="dt-pictures{wide}">{"".join(parts)}</div>{legend}'


def box(model: TextReviewModel) -> str:
    """Write what is known of the selected box."""
    boxes = model.boxes
    if boxes.selected < 0:
        return ""
    one = boxes.current
    total = model.picture.size.frames
    text = f"<code>{markup.escape(markup.cut(one.text, 200))}</code>" if one.text else ""
    return markup.title(f"Box {boxes.selected + 1}") + markup.facts(
        (
            ("Decision", markup.badge(_BADGES[one.decision], DECISIONS[one.decision])),
            ("Text", text or ("<em>drawn, not read</em>" if one.drawn else "<em>none</em>")),
            ("Kind", markup.escape(KINDS[one.judgement])),
            ("Confidence", "" if one.drawn else f"{one.confidence:.0%}"),
            ("Frames", _frames(one, total) if total > 1 else ""),
            ("In", "" if one.in_picture else f"<code>{markup.escape(one.place)}</code>"),
            ("Where", f"row {one.row}, column {one.column}, {one.height} × {one.width} pixels"),
        )
    )


def sheet(model: Confirming) -> str:
    """Write the current page of the contact sheet."""
    sheet = model.sheet
    tiles = []
    for tile in sheet.on(sheet.page):
        png, why = model.thumb(*tile)
        name = tile_name(model, tile)
        flagged = tile in sheet.flagged
        told = f"{name}, as it will be{': flagged' if flagged else ''}"
        shown = markup.note("warn", markup.escape(why))
        if png:
            shown = f'<img src="data:image/png;base64,{png}" alt="{markup.escape(told)}">'
        mark = f" {markup.badge('bad', 'flagged')}" if flagged else ""
        here = ' aria-current="true"' if tile == sheet.selected else ""
        covered = len(model.of(tile.picture).covered)
        state = f"{covered} covered" if model.of(tile.picture).was_read else "not read"
        tiles.append(
            f'<div class="dt-tile"{here}>{shown}'
            f"<div>{markup.escape(name.capitalize())}: {state}{mark}</div></div>"
        )
    return (
        f"<p>{page_status(model)} Pictures as they will be: is there any text?</p>"
        f'<div class="dt-sheet">{"".join(tiles)}</div>'
    )


def page_status(model: Confirming) -> str:
    """Write whether the current page of the contact sheet is confirmed, and by whom."""
    sheet, number = model.sheet, model.sheet.page
    done = sheet.confirmed.get(number)
    if done is None:
        mark = markup.badge("warn", "to confirm")
    elif model.is_confirmed(number):
        mark = markup.badge("good", f"confirmed by {done.who}, {done.when}")
    else:
        mark = markup.badge("warn", "changed since it was confirmed: look again")
    return f"<strong>Page {number + 1} of {sheet.pages}</strong> {mark}"


def said(model: TextReviewModel) -> str:
    """Write what the last action did."""
    if not model.said:
        return ""
    return markup.note("bad" if model.refused else "info", markup.escape(model.said))


def whole(model: TextReviewModel, *, most: int = 30) -> str:
    """Write the state without controls."""
    boxes = model.boxes
    rows = [
        (
            str(number + 1),
            markup.badge(_BADGES[one.decision], DECISIONS[one.decision]),
            f"<code>{markup.escape(markup.cut(one.text, 60))}</code>"
            if one.text
            else "<em>drawn</em>",
            markup.escape(KINDS[one.judgement]),
            "" if one.drawn else f"{one.confidence:.0%}",
            f"{one.row}, {one.column}, {one.height} × {one.width}",
        )
        for number, one in enumerate(boxes.boxes[:most])
    ]
    heads = ("Box", "Decision", "Text", "Kind", "Confidence", "Row, column, size")
    listed = markup.table(heads, rows, here=boxes.selected) if rows else ""
    listed = markup.scroll(listed, "Boxes") if rows else ""
    more = f"<p>… and {len(boxes.boxes) - most} more.</p>" if len(boxes.boxes) > most else ""
    top = f"<p><strong>{status(model)}</strong></p>{notes(model)}"
    return f"{top}{pictures(model)}{listed}{more}{said(model)}"


def alt(model: TextReviewModel) -> str:
    """Say the state in two or three sentences, without the text of a box."""
    size, boxes = model.picture.size, model.boxes
    text = f"A review of text burned into pictures. {status(model)}"
    if boxes.selected >= 0:
        one = boxes.current
        text += f" Box {boxes.selected + 1} is selected: {KINDS[one.judgement]}, "
        text += f"{DECISIONS[one.decision]}."
    return f"{text} The picture has {size.columns} by {size.rows} pixels."


def _frames(one: ReviewBox, total: int) -> str:
    if len(one.frames) == total:
        return f"all {total}"
    runs: list[list[int]] = []
    for number in one.frames:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a + 1}" if a == b else f"{a + 1} to {b + 1}" for a, b in runs)
