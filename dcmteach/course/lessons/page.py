"""The book's page of a lesson, and its page in the instructor guide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from dcmteach.course.lessons.markdown import (
    Bibliography,
    Glossary,
    bullets,
    front_sentences,
    link_lessons,
)
from dcmteach.course.lessons.notebook import ICONS
from dcmteach.course.lessons.source import Cell, Lesson

__all__ = ["instructor_page", "lesson_page", "timings"]

_HEADER = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---
"""
_CLASSES = {"discussion": "tip", "law": "important"}


def lesson_page(
    lesson: Lesson,
    *,
    registered: Mapping[str, Any],
    bibliography: Bibliography,
    glossary: Glossary,
) -> str:
    """The lesson as a MyST text notebook: executed by the book, solutions folded away."""
    words = glossary.fresh()

    def prose(text: str) -> str:
        return words.link(bibliography.in_book(link_lessons(text)))

    parts = [_HEADER + f"\n({lesson.slug})=\n# {lesson.number} · {lesson.title}"]
    parts.append(_made_from(lesson))
    parts.append(_front(lesson, prose))
    parts.append(_code_cell("%xmode Minimal", tags=["remove-cell"]))
    for cell in lesson.shown():
        if "notebook-only" in cell.tags:
            continue
        if cell.role == "exercise":
            parts.append(_exercise(lesson, cell, registered[cell.slug], prose))
        elif cell.role in ("starter", "solution"):
            continue
        elif cell.role == "callout":
            parts.append(_callout(cell, prose))
        elif cell.role == "quiz":
            parts.append(f"(quiz-{lesson.slug})=\n" + _cell(cell))
        else:
            parts.append(prose(cell.source) if cell.kind == "markdown" else _cell(cell))
    points = prose(bullets(lesson.key_points))
    parts.append(
        f"## Key points\n\n:::{{admonition}} What to take away\n:class: tip\n{points}\n:::"
    )
    return "\n\n".join(parts) + "\n"


def _made_from(lesson: Lesson) -> str:
    return (
        f"% Made from {lesson.file} by `python -m dcmteach.course.lessons build`. "
        "Change the source, not this page."
    )


def _front(lesson: Lesson, prose: Any) -> str:
    notes = f"[instructor notes](../instructors/{lesson.slug}.md)"
    file = f"{{download}}`the notebook <../../notebooks/{lesson.slug}.ipynb>`"
    return "\n".join(
        [
            "::::{admonition} Overview",
            ":class: dcmteach-overview",
            f"{front_sentences(lesson)} · [quiz](#quiz-{lesson.slug}) · {file} · {notes}",
            "",
            "**Questions**",
            "",
            prose(bullets(lesson.questions)),
            "",
            "**Objectives**",
            "",
            prose(bullets(lesson.objectives)),
            "::::",
        ]
    )


def _exercise(lesson: Lesson, prompt: Cell, exercise: Any, prose: Any) -> str:
    slug = prompt.slug
    parts = [
        f"```{{exercise-start}} {exercise.title}\n:label: {slug}\n```",
        prose(prompt.source),
        *(_cell(cell) for cell in lesson.of(slug, "starter")),
        "```{exercise-end}\n```",
    ]
    for number, hint in enumerate(exercise.hints, 1):
        parts.append(f":::{{dropdown}} Hint {number} of {len(exercise.hints)}\n{hint}\n:::")
    parts.append(f"```{{solution-start}} {slug}\n:label: {slug}-solution\n:class: dropdown\n```")
    for cell in lesson.of(slug, "solution"):
        parts.append(prose(cell.source) if cell.kind == "markdown" else _cell(cell))
    parts.append("```{solution-end}\n```")
    return "\n\n".join(parts)


def _callout(cell: Cell, prose: Any) -> str:
    kind = cell.metadata["kind"]
    word = ICONS[kind].split(maxsplit=1)[1]  # the theme brings a sign of its own
    title = f"{word}: {cell.metadata['title']}"
    name = _CLASSES.get(kind, kind)
    return f"::::{{admonition}} {title}\n:class: {name}\n{prose(cell.source)}\n::::"


def _cell(cell: Cell) -> str:
    tags = [tag for tag in cell.tags if tag.startswith(("hide-", "remove-", "scroll-"))]
    if cell.role == "raises":
        tags.append("raises-exception")
    return _code_cell(cell.source, tags=tags, alt=cell.metadata.get("alt"))


def _code_cell(source: str, *, tags: Iterable[str] = (), alt: object = None) -> str:
    options = []
    if tags := list(tags):
        options.append(f"tags: {json.dumps(tags)}")
    if alt:
        options.append("mystnb:\n  image:\n    alt: " + json.dumps(str(alt), ensure_ascii=False))
    block = "---\n" + "\n".join(options) + "\n---\n" if options else ""
    return f"```{{code-cell}} ipython3\n{block}{source}\n```"


def instructor_page(
    lesson: Lesson, *, registered: Mapping[str, Any], bibliography: Bibliography
) -> str:
    """The instructor's page of a lesson: notes, exercises, and what wrong answers are told."""
    parts = [
        f"(instructor-{lesson.slug})=\n# Notes on {lesson.number} · {lesson.title}",
        _made_from(lesson),
        f"{front_sentences(lesson)} · [the lesson](../lessons/{lesson.slug}.md)",
    ]
    for cell in lesson.cells:
        if cell.role == "instructor":
            parts.append(_promote(bibliography.in_book(_up(link_lessons(cell.source)))))
    parts.append("## Wrong answers the checker knows")
    for slug in lesson.exercise_slugs():
        parts.append(f"### {registered[slug].title} (`{slug}`)")
        parts += [_wrong(cell) for cell in lesson.of(slug, "wrong")]
    return "\n\n".join(parts) + "\n"


def _up(text: str) -> str:
    return re.sub(r"\]\((\d\d-[a-z0-9-]+\.md)\)", r"](../lessons/\1)", text)


def _promote(text: str) -> str:
    return "\n".join(line[1:] if line.startswith("###") else line for line in text.splitlines())


def _wrong(cell: Cell) -> str:
    return f"```python\n{cell.source}\n```\n\nis told: *… {cell.metadata['says']} …*"


def timings(lessons: Iterable[Lesson]) -> str:
    """The table of minutes for the instructor guide, summed."""
    rows = [
        "| Lesson | Teaching (min) | Exercises (min) | Together (min) | Exercises |",
        "|---|--:|--:|--:|--:|",
    ]
    sums = [0, 0, 0, 0]
    for lesson in lessons:
        count = len(lesson.exercise_slugs())
        row = (lesson.teaching, lesson.exercises, lesson.teaching + lesson.exercises, count)
        sums = [total + value for total, value in zip(sums, row, strict=True)]
        name = f"[{lesson.number} · {lesson.title}](../lessons/{lesson.slug}.md)"
        rows.append(f"| {name} | {' | '.join(map(str, row))} |")
    bold = " | ".join(f"**{total}**" for total in sums)
    return "\n".join([*rows, f"| **The whole course** | {bold} |"]) + "\n"
