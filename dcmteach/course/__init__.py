"""Exercises, hints, quizzes, progress and the doctor: the course around the library.

Several functions bear the name of the module they come from. In this package the name is the
function; the modules are reached as ``from dcmteach.course.quiz import …``.
"""

from __future__ import annotations

from dcmteach.course.doctor import Report, doctor
from dcmteach.course.exercise import Exercise, UnknownExercise, check, exercise, hint, solution
from dcmteach.course.exercises import NotAttempted, NotYet
from dcmteach.course.outcome import Outcome
from dcmteach.course.progress_view import Progress, exercises, progress
from dcmteach.course.quiz import Quiz, QuizError, quiz, quiz_from

__all__ = [
    "Exercise",
    "NotAttempted",
    "NotYet",
    "Outcome",
    "Progress",
    "Quiz",
    "QuizError",
    "Report",
    "UnknownExercise",
    "check",
    "doctor",
    "exercise",
    "exercises",
    "hint",
    "progress",
    "quiz",
    "quiz_from",
    "solution",
]
