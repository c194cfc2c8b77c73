"""What would become of one file: its plan, and what would differ afterwards."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from dcmteach.deid.apply import apply
from dcmteach.deid.plan import Plan, plan
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import Item
from dcmteach.deid.sources_zip import ArchiveError, read_member
from dcmteach.errors import ReadError
from dcmteach.header.diff import Diff, diff
from dcmteach.header.read import read_open

__all__ = ["Preview", "preview"]


class Preview(NamedTuple):
    """What would become of one file.

    Parameters
    ----------
    plan : Plan
        What would be done.
    diff : Diff or None
        What would differ; None if the plan is refused. It shows the original values.
    """

    plan: Plan
    diff: Diff | None


def preview(
    item: Item, recipe: Recipe, secrets: Secrets, *, unknown_sop: str = "refuse"
) -> Preview:
    """Plan one file, and apply the plan without writing anything.

    Parameters
    ----------
    item : Item
        The file.
    recipe : Recipe
        What would be done.
    secrets : Secrets
        The key.
    unknown_sop : str, optional
        As :func:`~dcmteach.deid.plan.plan` takes it.

    Raises
    ------
    ReadError
        If the file cannot be read.
    """
    name = Path(item.members[-1] if item.members else item.path).name
    try:
        if item.members:
            data = read_member(item.path, item.members)
        else:
            data = Path(item.path).read_bytes()
    except ArchiveError as error:
        raise ReadError(f"{name!r} cannot be read: {error}.") from None
    except OSError as error:
        raise ReadError(
            f"{name!r} cannot be read: {error.strerror or type(error).__name__}. "
            "Check the spelling and the folder."
        ) from None
    ds = read_open(BytesIO(data), name, len(data), defer_pixels=False)
    planned = plan(ds, recipe, unknown_sop=unknown_sop)
    if planned.refused:
        return Preview(planned, None)
    return Preview(planned, diff(ds, apply(ds, planned, secrets)))
