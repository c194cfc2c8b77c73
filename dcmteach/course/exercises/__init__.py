"""The checks of the exercises, one module per lesson, and what their authors need.

Write ``lesson_NN.py`` beside this file::

    from dcmteach.course.exercises import NotYet, exercise, expect_type, same_text

    @exercise(
        "read-the-name",
        lesson="01-inside",
        title="Read the patient's name",
        hints=("A data set gives each element by its keyword.", "The keyword is `PatientName`."),
    )
    def check_name(name: object) -> str:
        text = expect_type(name, str, "the name as text", hint="`str()` turns it into one")
        if not same_text(text, "…"):
            raise NotYet("This is the name of somebody else: whose element did you read?")
        return "That is what this file calls its patient."

The parameters are named after the variables of the starter: the message about a forgotten ``...``
uses them. Whatever is raised besides `NotYet` and `NotAttempted` becomes "not yet", except when
``DCMTEACH_STRICT`` is set, as it is in the tests.
"""

from __future__ import annotations

from dcmteach.course.exercise import exercise
from dcmteach.course.exercise_expect import (
    expect_dataset,
    expect_names,
    expect_number,
    expect_sample,
    expect_texts,
    expect_type,
    same_text,
)
from dcmteach.course.outcome import NotAttempted, NotYet

__all__ = [
    "NotAttempted",
    "NotYet",
    "exercise",
    "expect_dataset",
    "expect_names",
    "expect_number",
    "expect_sample",
    "expect_texts",
    "expect_type",
    "same_text",
]
