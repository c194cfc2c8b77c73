"""The errors dcmteach raises, each naming the thing, the rule, the value and the next step."""

from __future__ import annotations

import os
from collections.abc import Sequence

__all__ = ["DcmteachError", "EditRefused", "PathError", "ReadError", "SaveError"]


class DcmteachError(ValueError):
    """Whatever dcmteach refuses; catch this one to catch them all.

    In a notebook it shows its message alone: what to do next stands there, not in our code. With
    ``DCMTEACH_TRACEBACK=1`` in the environment the whole way there is shown.
    """

    def _render_traceback_(self) -> list[str]:
        if os.environ.get("DCMTEACH_TRACEBACK") == "1":
            import traceback  # slow to load, and seldom asked for

            return traceback.format_exception(self)
        return [f"{type(self).__name__}: {self}"]


class ReadError(DcmteachError):
    """A file could not be read as DICOM."""


class PathError(DcmteachError):
    """A path names no element, or is not written as a path."""


class SaveError(DcmteachError):
    """A data set was not written; nothing was left behind."""


class EditRefused(DcmteachError):
    """An edit would break the data set.

    Parameters
    ----------
    message : str
        What was refused, in full sentences.
    path : str
        The element, as a canonical path.
    rule : str
        The rule that forbids it, with its clause, e.g. ``"Type 1 (PS3.5 7.4.1)"``.
    alternatives : sequence of str
        What may be done instead, one per entry.
    """

    def __init__(
        self, message: str, *, path: str, rule: str, alternatives: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.path = path
        self.rule = rule
        self.alternatives = tuple(alternatives)
