"""The lists a learner sees: all exercises, and how far they have come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dcmteach.course.exercise import all_exercises
from dcmteach.course.outcome_table import Listing
from dcmteach.course.progress import Entry, forget, load, progress_path, shown

__all__ = ["Progress", "exercises", "progress"]

_SYMBOL = {"not attempted": "○", "not yet": "△", "correct": "✓"}


class Progress(Listing):
    """One row per exercise, with what is known of it, and a line per lesson."""

    def __init__(self) -> None:
        done = load()
        rows = _rows(done)
        summary = "; ".join(f"{lesson}: {text}" for lesson, text in _by_lesson(rows).items())
        place = shown(progress_path())
        kept = f"Kept in `{place}` and nowhere else; `progress().forget()` deletes it."
        super().__init__("Your progress", rows, note=f"{summary}.\n{kept}" if summary else kept)

    def by_lesson(self) -> dict[str, str]:
        """Say for each lesson how many of its exercises are solved, e.g. ``"2 of 3 correct"``."""
        return _by_lesson(self.rows)

    def forget(self) -> Progress:
        """Delete the progress file and give the now empty progress."""
        forget()
        return Progress()


def progress() -> Progress:
    """Show what you have done so far.

    It is kept in one local file, by slug: outcome, tries, hints, date. No answer is kept, and
    nothing is ever sent anywhere.

    Returns
    -------
    Progress
        Shows as a table; ``.forget()`` deletes the file.
    """
    return Progress()


def exercises(lesson: str | None = None) -> Listing:
    """List the exercises, by lesson.

    Parameters
    ----------
    lesson : str, optional
        Only those of lessons whose name starts so, e.g. ``"02"``.

    Returns
    -------
    Listing
        Rows with lesson, exercise (its slug), title and outcome so far.
    """
    rows: list[Mapping[str, object]] = [
        {key: row[key] for key in ("lesson", "exercise", "title", "outcome")}
        for row in _rows(load())
        if lesson is None or str(row["lesson"]).startswith(lesson)
    ]
    return Listing("Exercises", rows, note='Open one with `exercise("its-slug")`.')


def _rows(done: Mapping[str, Entry]) -> list[Mapping[str, object]]:
    nothing = Entry(outcome="not attempted", tries=0, hints=0, date="")
    rows: list[Mapping[str, object]] = []
    for one in all_exercises():
        entry = done.get(one.slug, nothing)
        rows.append(
            {
                "lesson": one.lesson,
                "exercise": one.slug,
                "title": one.title,
                "outcome": f"{_SYMBOL[entry['outcome']]} {entry['outcome']}",
                "tries": entry["tries"],
                "hints": entry["hints"],
                "date": entry["date"],
            }
        )
    return rows


def _by_lesson(
    rows: Iterable[Mapping[str, object]],
) -> dict[str, str]:
    outcomes: dict[str, list[str]] = {}
    for row in rows:
        outcomes.setdefault(str(row["lesson"]), []).append(str(row["outcome"]))
    return {
        lesson: f"{sum('correct' in one for one in found)} of {len(found)} correct"
        for lesson, found in outcomes.items()
    }
