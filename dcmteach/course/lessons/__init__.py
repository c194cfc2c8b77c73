"""One source per lesson, and everything derived from it.

A lesson is one file, ``lessons/NN-slug.py``, in jupytext's *percent* format. It opens with its
front matter, a YAML comment block::

    # ---
    # dcmteach:
    #   title: What is inside a DICOM file
    #   minutes: {teaching: 25, exercises: 15}
    #   questions:
    #     - What is a data element made of?
    #   objectives:
    #     - Read a file and name the parts of an element.
    #   key_points:
    #     - An element is a tag, a VR, a length and a value.
    # ---

Then come the cells. A plain ``# %% [markdown]`` or ``# %%`` cell is shown everywhere; the other
kinds carry a tag:

``# %% [markdown] tags=["callout"] kind="warning" title="…"``
    A call-out; the kind is note, tip, important, warning, discussion or law.
``# %% [markdown] tags=["exercise"] slug="my-slug"``
    An exercise begins: its prompt. The title and the hints are those registered with
    ``@exercise("my-slug", …)`` in ``dcmteach/course/exercises/lesson_NN.py``.
``# %% tags=["starter"] slug="my-slug"``
    What the learner starts from: each answer is ``...``, the last line is
    ``check("my-slug", answer)``.
``# %% tags=["wrong"] slug="my-slug" says="…"``
    A whole wrong answer, ending with the same check, and a piece of the message it must get. Two or
    more per exercise, each with a message of its own.
``# %% [markdown] tags=["solution"] slug="my-slug"``
    Words about the solution (optional, before its code).
``# %% tags=["solution"] slug="my-slug"``
    The solution, ending with the same check.
``# %% tags=["quiz"]``
    ``quiz("NN-slug")``, once per lesson.
``# %% tags=["raises"] says="…"``
    Fails on purpose; ``says`` is a piece of ``NameOfTheError: its message``.
``# %% [markdown] tags=["instructor"]``
    For the instructor guide: headings ``### Expected answers``, ``### Misconceptions`` and
    ``### Timing``, ten words or more under each.

Further metadata: ``alt="…"`` (a code cell that draws a picture must say what it shows),
``hex=true`` (a cell where the hexadecimal tag is the point),
``slide="slide|subslide|fragment|skip|notes|-"`` (by default a ``##`` heading and an exercise begin
a slide), and the tags ``hide-input``, ``remove-input``, ``hide-output``, ``remove-output``,
``scroll-output``, ``book-only`` and ``notebook-only``.

Headings start at ``##``. Another lesson is linked as ``[Lesson 3](03-safe-or-unsafe.ipynb)``, a
source of the bibliography is cited as ``[@ps3.15]``; terms of the glossary link themselves at their
first use. Directives and roles of MyST do not show in JupyterLab, so sources have none.

Nothing later in a lesson may need what an exercise defines: a learner may have skipped it. Wrong
answers run in a copy of the lesson's state as the starter left it; its imports are there.

Derived and committed, and compared by ``check``: ``notebooks/NN-slug.ipynb``,
``book/lessons/NN-slug.md``, ``book/instructors/NN-slug.md``, ``book/instructors/timings.md`` and
``dcmteach/course/data/exercises.json``. The commands::

    python -m dcmteach.course.lessons build [LESSON…]   write them
    python -m dcmteach.course.lessons check [LESSON…]   fail if one of them differs or a rule broke
    python -m dcmteach.course.lessons prove [LESSON…]   run all: notebook, starters, wrong answers,
                                                        solutions, errors shown on purpose

This package is for maintainers: it needs ``dcmteach[book]`` and a checkout of the project.
"""

from __future__ import annotations

from dcmteach.course.lessons.source import Cell, Lesson, LessonError, read_lesson, read_lessons

__all__ = ["Cell", "Lesson", "LessonError", "read_lesson", "read_lessons"]
