"""The exercise of lesson 10 about what the simple door leaves to its caller."""

from __future__ import annotations

from dcmteach.course.exercises import NotYet, exercise, expect_texts

__all__ = ["check_door"]

LESSON = "10-verify"

_WHO = ("the call", "you", "nobody")
_RIGHT = ("the call", "the call", "you", "you", "you", "nobody")


@exercise(
    "door-or-you",
    lesson=LESSON,
    title="What does the simple door leave to you?",
    hints=(
        "The call does to headers what the plan of the basic profile does, and verifies it.",
        "Of what can a call know nothing: of elements, of pictures, or of your intentions?",
        "The call sees to two of the six, and one cannot be done any more.",
    ),
)
def check_door(who: object) -> str:
    """Check who has to see to six matters when a folder goes through the simple door."""
    each = f"Each has to be one of the three answers: {', '.join(_WHO)}."
    given = expect_texts(who, len(_RIGHT), _WHO, each=each)
    name, uids, letters, values, table, later = given
    if letters != "you":
        raise NotYet(
            "The call does not look into pictures. It holds some of them back; and what does "
            "somebody say who accepts them all the same?"
        )
    if values != "you":
        raise NotYet(
            "Somebody gave a name that tells who it is, and the call wrote what it was told. Whom "
            "could it have asked?"
        )
    if table != "you":
        raise NotYet("What stands in that table, and who decides to save the notebook with it?")
    if later != "nobody":
        raise NotYet(
            "Pseudonyms are made from a key. What became of this run's key? It was thrown away, "
            "and that was the purpose."
        )
    if name != "the call" or uids != "the call":
        raise NotYet(
            "You trust the call less than it deserves: every element is planned, "
            "searched and verified, the file meta information among them."
        )
    return (
        "The call answers for the header. For what you say, accept and keep, you do; and to join "
        "files later there has to be a key."
    )
