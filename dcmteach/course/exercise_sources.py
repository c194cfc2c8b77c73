"""Where exercises come from: the checks beside this file, the texts from the lesson sources."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from importlib.resources import files

__all__ = ["load_all", "text_of"]


@cache
def load_all() -> None:
    """Import every ``lesson_NN.py``, once; each registers its exercises."""
    folder = files("dcmteach.course.exercises")
    for name in sorted(entry.name for entry in folder.iterdir()):
        if name.startswith("lesson_") and name.endswith(".py"):
            import_module(f"dcmteach.course.exercises.{name[:-3]}")


@cache
def _sources() -> dict[str, dict[str, str]]:
    data = files("dcmteach.course").joinpath("data", "exercises.json")
    return dict(json.loads(data.read_text(encoding="utf-8"))) if data.is_file() else {}


def text_of(slug: str, part: str) -> str:
    """Give a text of an exercise as the lesson's source has it.

    Parameters
    ----------
    slug : str
        The exercise.
    part : {"prompt", "starter", "solution"}
        Which text.

    Returns
    -------
    str
        Empty if the sources know nothing of it.
    """
    return _sources().get(slug, {}).get(part, "")
