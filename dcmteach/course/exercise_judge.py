"""How answers are judged: what is left open, what the check says, and what it did not expect."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable

from dcmteach.course.outcome import NotAttempted, NotYet, Outcome

__all__ = ["judge"]


def judge(
    slug: str,
    title: str,
    checker: Callable[..., str],
    answers: tuple[object, ...],
    *,
    strict: bool | None = None,
) -> Outcome:
    """Call a check and turn whatever happens into an outcome.

    Parameters
    ----------
    slug, title : str
        The exercise.
    checker : callable
        Its check.
    answers : tuple
        The learner's answers.
    strict : bool, optional
        Let unexpected exceptions through; by default as ``DCMTEACH_STRICT`` says.

    Returns
    -------
    Outcome
        An unexpected exception is "not yet", with the types received and never with a traceback.
    """
    if strict is None:
        strict = os.environ.get("DCMTEACH_STRICT", "") not in ("", "0")
    try:
        names = _names(slug, checker, answers)
        left = [f"`{name}`" for name, value in zip(names, answers, strict=True) if _open(value)]
        if left:
            raise NotAttempted(
                f"{' and '.join(left)} still {'holds' if len(left) == 1 else 'hold'} `...`: "
                "replace the three dots with your answer and run the cell again."
            )
        return Outcome(slug, "correct", checker(*answers), title)
    except NotAttempted as err:
        return Outcome(slug, "not attempted", str(err), title)
    except NotYet as err:
        return Outcome(slug, "not yet", str(err), title)
    except Exception:
        if strict:
            raise
        kinds = " and ".join(f"`{type(value).__name__}`" for value in answers)
        message = (
            f"This exercise cannot judge what it received: {kinds}. Look at your answer with "
            "`print()` and `type()`, and compare it with what the exercise asks for."
        )
        return Outcome(slug, "not yet", message, title)


def _names(slug: str, checker: Callable[..., str], answers: tuple[object, ...]) -> list[str]:
    """Name each answer after the check's parameters, or say how many are missing or too many."""
    parameters = list(inspect.signature(checker).parameters.values())
    if any(one.kind is one.VAR_POSITIONAL for one in parameters):
        fixed = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
        return [*fixed, *(f"answer {n + 1}" for n in range(len(fixed), len(answers)))][
            : len(answers)
        ]
    needed = [one.name for one in parameters if one.default is one.empty]
    asked = ", ".join(f"`{one.name}`" for one in parameters)
    plural = "answer" if len(parameters) == 1 else "answers"
    if len(answers) < len(needed):
        raise NotAttempted(
            f"This exercise takes {len(parameters)} {plural} ({asked}); you gave {len(answers)}. "
            f'Write them after the slug: `check("{slug}", …)`.'
        )
    if len(answers) > len(parameters):
        raise NotYet(
            f"This exercise takes {len(parameters)} {plural} ({asked}); you gave {len(answers)}."
        )
    return [one.name for one in parameters[: len(answers)]]


def _open(value: object, depth: int = 0) -> bool:
    """Tell whether ``...`` stands anywhere in an answer."""
    if value is ...:
        return True
    if depth > 5:
        return False
    if type(value) is dict:
        value = [*value.keys(), *value.values()]
    if type(value) in (list, tuple, set, frozenset):
        return any(_open(one, depth + 1) for one in value)  # type: ignore[attr-defined]
    return False
