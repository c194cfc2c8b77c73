"""The learner's notebook: no solutions, no wrong answers, no instructor notes, no outputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dcmteach.course.lessons.markdown import Bibliography, bullets, front_sentences, slide_type
from dcmteach.course.lessons.source import Cell, Lesson, cell_id

__all__ = ["notebook", "notebook_text"]

ICONS = {
    "note": "📝 Note",
    "tip": "💡 Tip",
    "important": "❗ Important",
    "warning": "⚠️ Warning",
    "discussion": "💬 Discuss",
    "law": "⚖️ Law",
}
"""How a call-out names its kind, in words beside the sign."""


def notebook_text(
    lesson: Lesson, *, registered: Mapping[str, Any], bibliography: Bibliography
) -> str:
    """The learner's notebook as the text of an ``.ipynb`` file."""
    data = notebook(lesson, registered=registered, bibliography=bibliography)
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def notebook(
    lesson: Lesson, *, registered: Mapping[str, Any], bibliography: Bibliography
) -> dict[str, Any]:
    """The learner's notebook as nbformat 4.5 data.

    Cell ids depend on the lesson, the exercise and the cell's own text alone: inserting a cell
    changes no other cell's id.
    """
    cells: list[dict[str, Any]] = []
    used: dict[str, int] = {}

    def add(
        kind: str,
        source: str,
        *,
        role: str = "",
        slug: str = "",
        slide: str | None = None,
        tags: tuple[str, ...] = (),
    ) -> None:
        made = cell_id(lesson.slug, role, slug, *([] if role in _FIXED else [source]))
        used[made] = used.get(made, 0) + 1
        name = made if used[made] == 1 else f"{made}-{used[made]}"
        metadata: dict[str, Any] = {
            "slideshow": {"slide_type": slide_type(source, given=slide, role=role)}
        }
        if tags:
            metadata["tags"] = list(tags)
        cell: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": metadata}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append(cell | {"source": source.splitlines(keepends=True)})

    add("markdown", _front(lesson), role="front", slide="slide")
    for cell in lesson.shown():
        if cell.role == "solution" or "book-only" in cell.tags:
            continue
        source = cell.source
        if cell.kind == "markdown":
            source = bibliography.in_notebook(source)
        if cell.role == "exercise":
            source = f"### Exercise: {registered[cell.slug].title}\n\n{source}"
        elif cell.role == "callout":
            source = _callout(cell, source)
        add(
            cell.kind,
            source,
            role=cell.role,
            slug=cell.slug,
            slide=cell.metadata.get("slide"),
            tags=("raises-exception",) if cell.role == "raises" else (),
        )
        if cell.role == "starter":
            add("code", _pointers(cell.slug), role="pointers", slug=cell.slug, slide="skip")
    points = f"## Key points\n\n{bibliography.in_notebook(bullets(lesson.key_points))}"
    add("markdown", points, role="key-points", slide="slide")
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "rise": {"theme": "white"},  # slides: one of the themes that fetch no fonts
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


_FIXED = ("front", "exercise", "starter", "pointers", "key-points", "quiz")


def _front(lesson: Lesson) -> str:
    return "\n\n".join(
        [
            f"# {lesson.number} · {lesson.title}",
            f"*{front_sentences(lesson)}*",
            f"**Questions**\n\n{bullets(lesson.questions)}",
            f"**Objectives**\n\n{bullets(lesson.objectives)}",
        ]
    )


def _callout(cell: Cell, source: str) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in source.splitlines())
    return f"> **{ICONS[cell.metadata['kind']]}: {cell.metadata['title']}**\n>\n{quoted}"


def _pointers(slug: str) -> str:
    return (
        "from dcmteach import hint, solution\n\n"
        "# Stuck? Remove the # in front of a line and run the cell.\n"
        f'# hint("{slug}")\n'
        f'# solution("{slug}")'
    )
