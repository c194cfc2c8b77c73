"""A lesson's source, read into front matter and cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dcmteach.errors import DcmteachError

__all__ = [
    "Cell",
    "Lesson",
    "LessonError",
    "find_root",
    "lesson_paths",
    "read_lesson",
    "read_lessons",
]

ROLES = ("exercise", "starter", "wrong", "solution", "quiz", "raises", "callout", "instructor")
"""The tags that give a cell its role; a cell has at most one."""


class LessonError(DcmteachError):
    """A lesson's source, or something derived from it, breaks a rule of the format."""


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson.

    Parameters
    ----------
    number : int
        Position in the source, from 1, the front matter not counted.
    kind : str
        ``"markdown"`` or ``"code"``.
    source : str
        The text of the cell, without its header.
    metadata : mapping
        What the cell's header says besides the tags (``slug``, ``says``, ``alt`` …).
    tags : sequence of str
        The cell's tags.
    """

    number: int
    kind: str
    source: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    tags: Sequence[str] = ()

    @property
    def role(self) -> str:
        """The tag that says what the cell is for, or ``""`` for plain text and plain code."""
        return next((tag for tag in self.tags if tag in ROLES), "")

    @property
    def slug(self) -> str:
        """The exercise the cell belongs to, or ``""``."""
        return str(self.metadata.get("slug", ""))

    def describe(self) -> str:
        """Name the cell for a person looking for it: number, role, slug, first line."""
        first = next((line for line in self.source.splitlines() if line.strip()), "(empty)")
        words = " ".join(part for part in (self.role, self.kind) if part)
        return f"cell {self.number} ({words}{' ' + self.slug if self.slug else ''}: {first[:50]!r})"


@dataclass(frozen=True)
class Lesson:
    """A lesson: front matter and cells.

    Parameters
    ----------
    slug : str
        The file's name without its suffix, ``"NN-words"``.
    title : str
        Shown as the page's heading.
    teaching, exercises : int
        Minutes for an instructor to plan with.
    questions, objectives, key_points : tuple of str
        Sentences, in Markdown.
    cells : tuple of Cell
        In the order of the source.
    """

    slug: str
    title: str
    teaching: int
    exercises: int
    questions: tuple[str, ...]
    objectives: tuple[str, ...]
    key_points: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def number(self) -> int:
        """The lesson's number, from 0 (its place in the course)."""
        return int(self.slug.split("-")[0])

    @property
    def file(self) -> str:
        """The source's path in the repository."""
        return f"lessons/{self.slug}.py"

    def exercise_slugs(self) -> list[str]:
        """Slugs of the exercises, in order of appearance."""
        return list(dict.fromkeys(c.slug for c in self.cells if c.role == "exercise"))

    def of(self, slug: str, role: str, *, kind: str | None = None) -> list[Cell]:
        """Cells of one exercise with one role, optionally only of one kind."""
        return [
            cell
            for cell in self.cells
            if cell.slug == slug and cell.role == role and kind in (None, cell.kind)
        ]

    def shown(self) -> Iterator[Cell]:
        """Cells that learners may see in some form: all but wrong answers and instructor notes."""
        return (cell for cell in self.cells if cell.role not in ("wrong", "instructor"))


def find_root(start: Path | None = None) -> Path:
    """Find the checkout: the nearest folder upwards that holds ``pyproject.toml`` and ``lessons``.

    Raises
    ------
    LessonError
        If there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "lessons").is_dir() and (folder / "pyproject.toml").is_file():
            return folder
    raise LessonError(
        "No folder here or above holds both pyproject.toml and lessons/. "
        "Run this command inside a checkout of the project."
    )


def lesson_paths(root: Path, names: Sequence[str] = ()) -> list[Path]:
    """Sources of the lessons, in order; *names* (slugs, numbers or file names) narrows them."""
    every = sorted((root / "lessons").glob("[0-9][0-9]-*.py"))
    if not names:
        return every
    chosen = []
    for name in names:
        wanted = Path(name).name.removesuffix(".py")
        found = [p for p in every if p.stem == wanted or p.stem.split("-")[0] == wanted.zfill(2)]
        if not found:
            known = ", ".join(p.stem for p in every)
            raise LessonError(f"There is no lesson {name!r}. The lessons are: {known}.")
        chosen += found
    return chosen


def read_lessons(root: Path, names: Sequence[str] = ()) -> list[Lesson]:
    """Read the lessons of a checkout, all or the named ones."""
    return [read_lesson(path) for path in lesson_paths(root, names)]


def read_lesson(path: Path) -> Lesson:
    """Read one lesson's source.

    Raises
    ------
    LessonError
        If the front matter is missing, is not YAML, or lacks an entry.
    """
    import jupytext

    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    # Blank lines below the front matter count as a cell for jupytext.
    cells = [cell for cell in notebook.cells if cell.source.strip() or cell.metadata]
    front: dict[str, Any] = {}
    if cells and cells[0].cell_type == "raw":
        front = _front_matter(cells.pop(0).source, path.name)
    where = f"lessons/{path.name}"
    for key, example in _REQUIRED.items():
        if not front.get(key):
            raise LessonError(
                f"{where}, front matter: `{key}` is missing. Add it under `dcmteach:` at the top, "
                f"for example `{key}: {example}`."
            )
    minutes = front["minutes"]
    if not isinstance(minutes, dict) or not all(
        isinstance(minutes.get(key), int) and minutes[key] > 0 for key in ("teaching", "exercises")
    ):
        raise LessonError(
            f"{where}, front matter: `minutes` needs two whole numbers above 0 (got {minutes!r}). "
            f"Write `minutes: {_REQUIRED['minutes']}`."
        )
    return Lesson(
        slug=path.stem,
        title=str(front["title"]),
        teaching=minutes["teaching"],
        exercises=minutes["exercises"],
        questions=_sentences(front, "questions", where),
        objectives=_sentences(front, "objectives", where),
        key_points=_sentences(front, "key_points", where),
        cells=tuple(_cell(number, cell) for number, cell in enumerate(cells, 1)),
    )


_REQUIRED = {
    "title": "What is inside a DICOM file",
    "minutes": "{teaching: 25, exercises: 15}",
    "questions": '["What is a data element made of?"]',
    "objectives": '["Read a file and name the parts of an element."]',
    "key_points": '["An element is a tag, a VR, a length and a value."]',
}


def _front_matter(text: str, name: str) -> dict[str, Any]:
    import yaml

    try:
        data = yaml.safe_load(text.strip().strip("-"))
    except yaml.YAMLError as error:
        reason = str(error).replace("\n", " ")
        raise LessonError(
            f"lessons/{name}, front matter: it is not YAML ({reason}). "
            "Put a sentence with a colon or a leading quote between quotation marks."
        ) from error
    front = data.get("dcmteach") if isinstance(data, dict) else None
    return front if isinstance(front, dict) else {}


def _sentences(front: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = front[key]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LessonError(
            f"{where}, front matter: `{key}` must be a list of sentences (got {value!r}). "
            f"Put each on a line of its own, begun with `- `, in quotation marks if it has a colon."
        )
    return tuple(" ".join(item.split()) for item in value)


def _cell(number: int, cell: Any) -> Cell:
    metadata = dict(cell.metadata)
    tags = metadata.pop("tags", [])
    for noted_by_jupytext in ("lines_to_next_cell", "lines_to_end_of_cell_marker"):
        metadata.pop(noted_by_jupytext, None)
    return Cell(number, cell.cell_type, cell.source.strip("\n"), metadata, tuple(tags))


def cell_id(*parts: object) -> str:
    """An identifier that stays the same as long as *parts* do (1 to 64 letters, digits, ``-_``)."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]
