"""What stands against one edit: collected, then refused, or overridden by force and recorded."""

from __future__ import annotations

from collections.abc import Sequence

from dcmteach.edit.change import Change, Swap
from dcmteach.edit.permission import Permission
from dcmteach.edit.problem import Problem
from dcmteach.edit.rules import permit
from dcmteach.edit.target import Target
from dcmteach.errors import EditRefused

__all__ = ["Guard"]


class Guard:
    """What stands against an edit: collected, then refused or overridden."""

    def __init__(self, target: Target, *, force: bool) -> None:
        self.target = target
        self.force = force
        self.overridden: list[str] = []

    def permission(self, permission: Permission) -> None:
        """Refuse what is not allowed, unless it can be and is forced."""
        if permission:
            return
        if not (self.force and permission.forceable):
            raise permission.refuse(self.target.path)
        self.overridden.append(permission.rule)

    def problem(self, problem: Problem | None) -> None:
        """Refuse a value with a problem, unless it can be and is forced."""
        if problem is None:
            return
        if self.force and problem.encodable:
            self.overridden.append(problem.rule)
            return
        raise self.refusal(problem)

    def refusal(self, problem: Problem) -> EditRefused:
        """Make the error that tells a problem."""
        may_clear = self.target.present and bool(permit(self.target, "clear"))
        return EditRefused(
            problem.sentence(self.target.path, may_clear=may_clear),
            path=self.target.path,
            rule=problem.rule,
            alternatives=[problem.next_step(may_clear=may_clear)],
        )

    def change(
        self,
        operation: str,
        before: object,
        after: object,
        *swaps: Swap,
        notes: Sequence[str] = (),
    ) -> Change:
        """Record what was done."""
        overridden = tuple(dict.fromkeys(self.overridden))
        return Change(
            operation=operation,
            path=self.target.path,
            before=before,
            after=after,
            type=self.target.type,
            forced=bool(overridden),
            overridden=overridden,
            notes=tuple(notes),
            swaps=swaps,
        )
