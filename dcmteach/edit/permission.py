"""The answer to whether an operation is allowed on an element, with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from dcmteach.errors import EditRefused

__all__ = ["Permission"]


@dataclass(frozen=True)
class Permission:
    """Whether an operation is allowed on an element, and why.

    Parameters
    ----------
    allowed : bool
        Also what ``bool(permission)`` says.
    reason : str
        In full sentences.
    rule : str
        The clause; empty where no rule stands against it.
    alternatives : tuple of str
        What may be done instead.
    forceable : bool
        Whether ``force=True`` overrides the refusal.
    """

    allowed: bool
    reason: str
    rule: str = ""
    alternatives: tuple[str, ...] = ()
    forceable: bool = True

    def __bool__(self) -> bool:
        return self.allowed

    def refuse(self, path: str) -> EditRefused:
        """Make the error that says this."""
        message = " ".join((self.reason, *self.alternatives))
        return EditRefused(message, path=path, rule=self.rule, alternatives=self.alternatives)
