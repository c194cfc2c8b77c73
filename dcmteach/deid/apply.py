"""Do what a plan says to a data set, and nothing else."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from pydicom.dataset import Dataset

from dcmteach.deid.apply_copy import copy_of
from dcmteach.deid.apply_work import Work
from dcmteach.deid.plan import Plan
from dcmteach.deid.roster import Who
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.step import PREAMBLE
from dcmteach.deid.strategies import HANDLERS
from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet

__all__ = ["apply"]


def apply(ds: Dataset, plan: Plan, secrets: Secrets, *, who: Who | None = None) -> Dataset:
    """Make the de-identified data set.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set the plan was made for; it is not changed.
    plan : Plan
        What shall be done.
    secrets : Secrets
        The key behind new UIDs, pseudonyms, shifts and made-up values: the same key makes the
        same ones.
    who : Roster or Keyed, optional
        Who is who in a cohort; without it the data set itself says whom it is about.

    Returns
    -------
    pydicom.dataset.Dataset
        A data set of its own. Values that stay are shared as bytes and never decoded, pixels
        among them; byte order and transfer syntax are those of `ds`.

    Raises
    ------
    DcmteachError
        If the plan is refused.
    """
    if plan.refused:
        raise DcmteachError(
            f"This plan is refused: {plan.refused}. Nothing was made; leave this file out."
        )
    gone = {
        step.tags[0]
        for step in plan.steps
        if len(step.tags) == 1 and step.strategy in {"remove", "clear"} and step.tags[0] >> 16 != 2
    }
    with quiet():
        result = copy_of(ds, without=gone)
        work = Work(ds, result, plan, secrets, who=who)
        held: MutableMapping[Any, Any] = result._dict
        last = []
        for step in plan.steps:
            tags, strategy = step.tags, step.strategy
            if strategy == "keep" or step.path == PREAMBLE:
                continue
            if tags[0] >> 16 == 2:  # it repeats what the data set says in the end
                last.append(step)
            elif len(tags) > 1:
                HANDLERS[strategy](work, work.container(step), tags[-1], step)
            elif strategy == "remove":  # mostly it was not even copied
                held.pop(tags[0], None)
            else:
                HANDLERS[strategy](work, result, tags[0], step)
        for step in last:
            HANDLERS[step.strategy](work, result.file_meta, step.tags[-1], step)
    return result
