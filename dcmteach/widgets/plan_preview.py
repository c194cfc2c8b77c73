"""What the values of a data set would become, tried out with a key that is thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.deid import Secrets, apply
from dcmteach.errors import DcmteachError
from dcmteach.header.entry import entries
from dcmteach.header.value import shown

if TYPE_CHECKING:
    from pydicom import Dataset

    from dcmteach.deid import Plan

__all__ = ["Preview"]


class Preview:
    """Try plans out on one data set, which is not changed.

    Parameters
    ----------
    ds : Dataset
        The data set.
    """

    def __init__(self, ds: Dataset) -> None:
        self._ds = ds
        self._secrets = Secrets.random()
        self._plan: Plan | None = None
        self._values: dict[str, str] = {}

    def value(self, plan: Plan, path: str) -> str | None:
        """Return the value an element would have after a plan.

        Parameters
        ----------
        plan : Plan
            A plan for this data set.
        path : str
            The element.

        Returns
        -------
        str or None
            As the header shows it; None if the element would not be there, or if the plan cannot
            be applied.
        """
        if self._plan is not plan:
            self._plan, self._values = plan, self._tried(plan)
        return self._values.get(path)

    def _tried(self, plan: Plan) -> dict[str, str]:
        try:
            made = apply(self._ds, plan, self._secrets)
        except DcmteachError:
            return {}
        return {entry.path: entry.text or shown(entry) for entry in entries(made)}
