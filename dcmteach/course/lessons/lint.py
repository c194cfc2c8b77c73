"""The rules a lesson keeps; each finding names the file, the cell, the rule and the fix."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from dcmteach.course.lessons.source import ROLES, Cell, Lesson

__all__ = ["MAX_LINES", "findings", "registered_exercises"]

MAX_LINES = 15
CALLOUTS = ("note", "tip", "important", "warning", "discussion", "law")
PASSED_ON = (
    "hide-input",
    "remove-input",
    "hide-output",
    "remove-output",
    "scroll-output",
    "book-only",
    "notebook-only",
)
_METADATA = {"slug", "says", "alt", "hex", "slide", "kind", "title"}
_SLIDES = ("slide", "subslide", "fragment", "skip", "notes", "-")
_NOTES = ("Expected answers", "Misconceptions", "Timing")
_HEX = re.compile(r"0x[0-9A-Fa-f]{4,8}\b|\([0-9A-Fa-f]{4}, ?[0-9A-Fa-f]{4}\)")
_WITH_SLUG = ("exercise", "starter", "wrong", "solution")


def registered_exercises() -> dict[str, Any]:
    """Every exercise that has a checker, by slug (from ``dcmteach.course``)."""
    from dcmteach.course.exercise import all_exercises

    return {exercise.slug: exercise for exercise in all_exercises()}


def findings(lesson: Lesson, *, registered: Mapping[str, Any], root: Path) -> list[str]:
    """Everything in *lesson* that breaks a rule, one sentence or two each."""
    found = [
        f"{lesson.file}, {cell.describe()}: {text}"
        for cell in lesson.cells
        for rule in _CELL_RULES
        for text in rule(cell)
    ]
    found += [
        f"{lesson.file}: {text}"
        for text in (
            *_whole(lesson),
            *_notes(lesson),
            *_exercises(lesson, registered),
            *_quiz(lesson, root),
        )
    ]
    return found


def _tags(cell: Cell) -> Iterator[str]:
    known: Collection[str] = (*ROLES, *PASSED_ON)
    for tag in cell.tags:
        if tag not in known:
            yield f"tag {tag!r} is unknown. Use one of {', '.join(known)}."
    roles = [tag for tag in cell.tags if tag in ROLES]
    if len(roles) > 1:
        yield f"a cell has one role (got {', '.join(roles)}). Split the cell."
    for key in cell.metadata:
        if key not in _METADATA:
            yield f"metadata {key!r} is unknown. Use one of {', '.join(sorted(_METADATA))}."
    slide = cell.metadata.get("slide", "-")
    if slide not in _SLIDES:
        yield f"slide={slide!r} is unknown. Use one of {', '.join(_SLIDES)}."
    if cell.role in _WITH_SLUG and not cell.slug:
        yield f'a cell tagged {cell.role} names its exercise. Add slug="…".'
    if cell.role in ("wrong", "raises") and not str(cell.metadata.get("says", "")).strip():
        yield f'a cell tagged {cell.role} says what the message must contain. Add says="…".'
    if cell.role == "callout" and cell.metadata.get("kind") not in CALLOUTS:
        yield f'a call-out has a kind. Add kind="…", one of {", ".join(CALLOUTS)}.'
    if cell.role == "callout" and not cell.metadata.get("title"):
        yield 'a call-out has a title. Add title="…".'


def _code(cell: Cell) -> Iterator[str]:
    if cell.kind != "code":
        return
    lines = cell.source.count("\n") + 1
    if lines > MAX_LINES:
        yield (
            f"a code cell has at most {MAX_LINES} lines (got {lines}). "
            "Split it, or move the cleverness into the library."
        )
    if not cell.metadata.get("hex") and (match := _HEX.search(cell.source)):
        yield (
            f"keywords rather than hexadecimal tags (got {match[0]!r}). Write ds.PatientID, "
            "or add hex=true where the hexadecimal is the point."
        )
    try:
        tree = ast.parse(re.sub(r"^\s*[%!].*$", "pass", cell.source, flags=re.M))
    except SyntaxError as error:
        yield f"it does not parse as Python ({error.msg}, line {error.lineno}). Mend the line."
        return
    other = False
    for statement in tree.body:
        is_import = isinstance(statement, ast.Import | ast.ImportFrom)
        if is_import and other:
            yield f"imports stand on top of a cell (line {statement.lineno}). Move it up."
        other = other or not is_import
    if cell.role in ("starter", "wrong", "solution") and not _ends_with_check(tree, cell.slug):
        yield f'the last line is the check. End the cell with check("{cell.slug}", …).'
    if cell.role == "starter" and not any(
        isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(tree)
    ):
        yield "a starter leaves a gap for the learner. Put ... where the answer goes."


def _ends_with_check(tree: ast.Module, slug: str) -> bool:
    last = tree.body[-1] if tree.body else None
    return (
        isinstance(last, ast.Expr)
        and isinstance(last.value, ast.Call)
        and ast.unparse(last.value.func).split(".")[-1] == "check"
        and bool(last.value.args)
        and isinstance(last.value.args[0], ast.Constant)
        and last.value.args[0].value == slug
    )


def _text(cell: Cell) -> Iterator[str]:
    if cell.kind != "markdown":
        return
    body = re.sub(r"^(```+|~~~+)[\s\S]*?^\1", "", cell.source, flags=re.M)
    if re.search(r"^(:::|```+\{|~~~+\{)", cell.source, re.M):
        yield (
            "directives do not show in JupyterLab. Use a call-out cell, "
            'tags=["callout"], or plain Markdown.'
        )
    if re.search(r"\{[a-z:]+\}`", body):
        yield (
            "roles do not show in JupyterLab. Write the word alone (terms of the glossary link "
            "themselves), [@key] for a citation, (NN-slug.ipynb) for a lesson."
        )
    if re.search(r"^# ", body, re.M):
        yield "the title is made from the front matter. Start headings at ##."
    if re.search(r"!\[\s*\]\(", body):
        yield "a picture needs words for those who cannot see it. Write ![what it shows](…)."
    if cell.role == "exercise" and re.match(r"#+ ", body.lstrip()):
        yield "the exercise's title is the registered one. Begin with the task itself."
    if not cell.source.strip():
        yield "it is empty. Remove it."


_CELL_RULES: tuple[Callable[[Cell], Iterator[str]], ...] = (_tags, _code, _text)


def _whole(lesson: Lesson) -> Iterator[str]:
    level = 1
    for cell in lesson.cells:
        if cell.kind != "markdown" or cell.role == "instructor":
            continue
        body = re.sub(r"^(```+|~~~+)[\s\S]*?^\1", "", cell.source, flags=re.M)
        for marks in re.findall(r"^(#+) ", body, re.M):
            if len(marks) > level + 1:
                yield (
                    f"cell {cell.number}: a heading of level {len(marks)} follows one of level "
                    f"{level}. Go down one level at a time."
                )
            level = len(marks)
    if not any(cell.role == "callout" for cell in lesson.cells):
        yield 'a lesson has at least one call-out. Add a cell with tags=["callout"].'


def _notes(lesson: Lesson) -> Iterator[str]:
    notes = "\n".join(c.source for c in lesson.cells if c.role == "instructor")
    for heading in _NOTES:
        section = re.search(rf"^### {heading}\s*\n([\s\S]*?)(?=^### |\Z)", notes, re.M)
        if not section or len(section[1].split()) < 10:
            yield (
                f"the instructor notes need a section `### {heading}` of at least ten words. "
                'Add it to a markdown cell with tags=["instructor"].'
            )


def _exercises(lesson: Lesson, registered: Mapping[str, Any]) -> Iterator[str]:
    slugs = lesson.exercise_slugs()
    if len(slugs) < 2:
        yield f"a lesson has at least two exercises (got {len(slugs)}). Add one."
    for cell in lesson.cells:
        if cell.role in _WITH_SLUG and cell.slug and cell.slug not in slugs:
            yield f'{cell.describe()} belongs to no exercise cell. Mend slug="{cell.slug}".'
    for slug in slugs:
        for role, kind, least, most in (
            ("exercise", "markdown", 1, 1),
            ("starter", "code", 1, 1),
            ("wrong", "code", 2, 99),
            ("solution", "code", 1, 1),
        ):
            count = len(lesson.of(slug, role, kind=kind))
            if not least <= count <= most:
                wanted = f"{least}" if least == most else f"at least {least}"
                yield f"exercise {slug!r} needs {wanted} {role} cell(s) (got {count})."
        order = [c.role for c in lesson.cells if c.slug == slug]
        if order != sorted(order, key=_WITH_SLUG.index):
            yield f"exercise {slug!r}: keep the order {', '.join(_WITH_SLUG)}."
        if slug not in registered:
            yield (
                f"exercise {slug!r} has no checker. Register it with "
                f'@exercise("{slug}", lesson="{lesson.slug}", …) in dcmteach/course/exercises/.'
            )
        elif registered[slug].lesson != lesson.slug:
            yield f"exercise {slug!r} is registered for lesson {registered[slug].lesson!r}."
        elif not registered[slug].hints:
            yield f"exercise {slug!r} has no hints. Add hints=(…) to its @exercise."
    for slug, exercise in registered.items():
        if exercise.lesson == lesson.slug and slug not in slugs:
            yield f"exercise {slug!r} is registered but not in the lesson. Add its cells."


def _quiz(lesson: Lesson, root: Path) -> Iterator[str]:
    quizzes = [cell for cell in lesson.cells if cell.role == "quiz"]
    if len(quizzes) != 1:
        yield f'a lesson has one quiz cell, tags=["quiz"] (got {len(quizzes)}).'
        return
    match = re.search(r"\bquiz\(\s*['\"]([^'\"]+)['\"]", quizzes[0].source)
    if not match:
        yield f'the quiz cell shows the quiz. Write quiz("{lesson.slug}").'
    elif not (root / "dcmteach/course/quizzes" / f"{match[1]}.json").is_file():
        yield f"quiz {match[1]!r} has no file. Add dcmteach/course/quizzes/{match[1]}.json."
