"""A small, sound lesson in a small checkout, for tests to spoil."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FRONT", "REGISTERED", "Registered", "checkout", "lesson_text"]

FRONT = """\
# ---
# dcmteach:
#   title: Try things
#   minutes: {teaching: 5, exercises: 4}
#   questions:
#     - "Does it work: really?"
#   objectives:
#     - Try.
#   key_points:
#     - It works, says [@somebody].
# ---
"""


@dataclass(frozen=True)
class Registered:
    """What the builder needs to know of a registered exercise."""

    slug: str
    title: str
    lesson: str = "07-try"
    hints: tuple[str, ...] = ("Count.", "Use +.")

    def without_hints(self) -> Registered:
        return dataclasses.replace(self, hints=())


REGISTERED = {
    slug: Registered(slug, title) for slug, title in (("one-more", "One more"), ("twice", "Twice"))
}


def _exercise(slug: str, prompt: str, name: str) -> str:
    cells = [
        f'# %% [markdown] tags=["exercise"] slug="{slug}"\n# {prompt}',
        f'# %% tags=["starter"] slug="{slug}"\n{name} = ...\ncheck("{slug}", {name})',
        f'# %% tags=["wrong"] slug="{slug}" says="two"\n{name} = 40\ncheck("{slug}", {name})',
        f'# %% tags=["wrong"] slug="{slug}" says="three"\n{name} = 39\ncheck("{slug}", {name})',
        f'# %% tags=["solution"] slug="{slug}"\n{name} = 42\ncheck("{slug}", {name})',
    ]
    return "\n\n".join(cells)


_CALLOUT = """\
# %% [markdown] tags=["callout"] kind="tip" title="Mind"
# See [lesson 8](08-next.ipynb)."""

_NOTES = """\
# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# It is forty-two in each of the two, and no other number.
#
# ### Misconceptions
#
# That thirty-nine and one make forty-two, which they do not.
#
# ### Timing
#
# Two minutes for each of the two, and one minute for the quiz."""


def lesson_text() -> str:
    """The source of a lesson that keeps every rule."""
    cells = [
        FRONT,
        '# %% [markdown] slide="slide"\n# ## Numbers\n#\n# Some text. A tag, and tags; a VR.',
        "# %%\nnumber = 41 + 1",
        _CALLOUT,
        _exercise("one-more", "Add one to 41.", "number"),
        _exercise("twice", "Double 21.", "double"),
        '# %% tags=["raises"] says="division by zero"\n1 / 0',
        '# %% tags=["quiz"]\nquiz("07-try")',
        _NOTES,
    ]
    return "\n\n".join(cells) + "\n"


def checkout(tmp_path: Path, text: str | None = None) -> Path:
    """A folder that looks like a checkout with one lesson, a glossary and a bibliography."""
    root = tmp_path / "checkout"
    for folder in ("lessons", "book", "dcmteach/course/quizzes"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "pyproject.toml").write_text("", encoding="utf-8")
    (root / "dcmteach/course/quizzes/07-try.json").write_text("{}", encoding="utf-8")
    (root / "book/glossary.md").write_text(
        "# Glossary\n\n```{glossary}\ntag\n  The number of an element.\n\nVR\n  Its kind.\n```\n",
        encoding="utf-8",
    )
    (root / "book/references.bib").write_text(
        "@misc{somebody,\n  author = {Somebody},\n  shorthand = {Somebody 2020},\n}\n",
        encoding="utf-8",
    )
    lesson = root / "lessons/07-try.py"
    lesson.write_text(lesson_text() if text is None else text, encoding="utf-8")
    return root
