"""The files derived from the lessons: made, written, compared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dcmteach.course.lessons.lint import findings
from dcmteach.course.lessons.markdown import Bibliography, Glossary
from dcmteach.course.lessons.notebook import notebook_text
from dcmteach.course.lessons.page import instructor_page, lesson_page, timings
from dcmteach.course.lessons.source import Lesson, LessonError, lesson_paths, read_lesson

__all__ = ["EXERCISES", "build", "check", "derived_files", "exercises_text"]

EXERCISES = "dcmteach/course/data/exercises.json"
MEND = "Run `python -m dcmteach.course.lessons build`."


def exercises_text(
    lessons: Sequence[Lesson], *, registered: Mapping[str, Any], bibliography: Bibliography
) -> str:
    """Prompt, starter and solution of every exercise as JSON, for the wheel."""
    data = {
        slug: {
            "lesson": lesson.slug,
            "title": registered[slug].title,
            "prompt": bibliography.in_notebook(_joined(lesson, slug, "exercise", "markdown")),
            "starter": _joined(lesson, slug, "starter", "code"),
            "solution": _joined(lesson, slug, "solution", "code"),
        }
        for lesson in lessons
        for slug in lesson.exercise_slugs()
        if slug in registered
    }
    return json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _joined(lesson: Lesson, slug: str, role: str, kind: str) -> str:
    return "\n\n".join(cell.source for cell in lesson.of(slug, role, kind=kind))


def derived_files(
    root: Path, lessons: Sequence[Lesson], *, registered: Mapping[str, Any]
) -> dict[str, str]:
    """Every file derived from *lessons*, as path in the repository → text.

    The files that are about all lessons (exercises, timings) always cover every lesson that can be
    read, so that working on one lesson leaves the others' entries alone.
    """
    bibliography = Bibliography.read(root / "book/references.bib")
    glossary = Glossary.read(root / "book/glossary.md")
    files = {}
    for lesson in lessons:
        try:
            files[f"notebooks/{lesson.slug}.ipynb"] = notebook_text(
                lesson, registered=registered, bibliography=bibliography
            )
            files[f"book/lessons/{lesson.slug}.md"] = lesson_page(
                lesson, registered=registered, bibliography=bibliography, glossary=glossary
            )
            files[f"book/instructors/{lesson.slug}.md"] = instructor_page(
                lesson, registered=registered, bibliography=bibliography
            )
        except LessonError as error:
            raise LessonError(f"{lesson.file}: {error}") from error
    return files


def shared_files(
    root: Path, lessons: Sequence[Lesson], *, registered: Mapping[str, Any]
) -> dict[str, str]:
    """The derived files that are about all lessons together."""
    return {
        EXERCISES: exercises_text(
            lessons,
            registered=registered,
            bibliography=Bibliography.read(root / "book/references.bib"),
        ),
        "book/instructors/timings.md": timings(lessons),
    }


def check(root: Path, names: Sequence[str] = (), *, registered: Mapping[str, Any]) -> list[str]:
    """Findings about the lessons *names* (all, if none): broken rules, files that differ.

    Returns
    -------
    list of str
        One finding per entry; empty when all is in order.
    """
    found, _ = _survey(root, names, registered)
    return found


def build(
    root: Path, names: Sequence[str] = (), *, registered: Mapping[str, Any]
) -> tuple[list[str], list[str]]:
    """Write what is derived from the lessons *names* (all, if none).

    A lesson that breaks a rule is reported and nothing is derived from it.

    Returns
    -------
    tuple of (list of str, list of str)
        Paths written (those whose text changed), and findings.
    """
    found, differing = _survey(root, names, registered)
    for name, text in differing.items():
        target = root / name
        if text is None:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return list(differing), [line for line in found if not line.endswith(MEND)]


def _survey(
    root: Path, names: Sequence[str], registered: Mapping[str, Any]
) -> tuple[list[str], dict[str, str | None]]:
    found: list[str] = []
    wanted = {path.stem for path in lesson_paths(root, names)}
    readable, good = [], []
    for path in lesson_paths(root):
        try:
            lesson = read_lesson(path)
        except LessonError as error:
            if path.stem in wanted:
                found.append(str(error))
            continue
        readable.append(lesson)
        broken = findings(lesson, registered=registered, root=root)
        if path.stem in wanted:
            found += broken
        if not broken:
            good.append(lesson)
    chosen = [lesson for lesson in good if lesson.slug in wanted]
    files: dict[str, str | None] = {
        **derived_files(root, chosen, registered=registered),
        **shared_files(root, readable, registered=registered),
    }
    if not names:
        files |= dict.fromkeys(_orphans(root))
    differing = {path: text for path, text in files.items() if _text(root / path) != text}
    for name, text in differing.items():
        state = "is derived from no lesson" if text is None else "is missing"
        if text is not None and (root / name).exists():
            state = "differs from what its lesson gives"
        found.append(f"{name} {state}. {MEND}")
    return found, differing


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _orphans(root: Path) -> list[str]:
    slugs = {path.stem for path in lesson_paths(root)}
    return [
        path.relative_to(root).as_posix()
        for pattern in ("notebooks/*.ipynb", "book/lessons/*.md", "book/instructors/[0-9]*.md")
        for path in sorted(root.glob(pattern))
        if path.stem not in slugs
    ]
