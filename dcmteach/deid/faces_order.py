"""What is to become of one file, for its face's sake; and doing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydicom.dataset import Dataset

from dcmteach.deid.apply_copy import copy_of
from dcmteach.deid.pixels_step import restore_uid
from dcmteach.deid.plan import Plan
from dcmteach.deid.step import Step
from dcmteach.errors import DcmteachError

__all__ = ["COVERED_NOTE", "Faced", "Order", "follow", "told_derived", "untouched_elsewhere"]

UNLOOKED = (
    "it could not be grouped with its series before, so nobody has looked whether it shows a face"
)
"""Why a file is held back that nobody had given an order for."""

COVERED_NOTE = "face removed"
"""What the record says of a file from which a face was taken, before it is looked at again."""

_DERIVATION = 0x00082111
_HOW = (
    "Recognizable visual features removed: voxels of the face set to the value of air under a "
    "mask, all others unchanged"
)


class Order(NamedTuple):
    """What is to become of one file.

    Parameters
    ----------
    held : str
        Why it must not be written; empty if it may.
    note : str
        What is known of its face, for the record.
    claim : bool
        Whether it may say that it shows no recognizable features (PS3.15 E.3.2).
    patches : str
        The file in which lies what changes in its pixels; empty if nothing does.
    place : tuple of int
        Where in that file: offset and length.
    record : dict
        For the audit, as numbers: what was removed.
    stack : int
        Tells stacks apart whose files are published together; -1 for none.
    """

    held: str = ""
    note: str = "cannot show a face"
    claim: bool = False
    patches: str = ""
    place: tuple[int, int] = (0, 0)
    record: dict[str, Any] = {}  # noqa: RUF012 - never changed
    stack: int = -1

    @property
    def covers(self) -> bool:
        """Whether pixels are changed."""
        return bool(self.patches)


@dataclass(frozen=True)
class Faced:
    """One file after its order was followed.

    Parameters
    ----------
    dataset : pydicom.dataset.Dataset
        To go on with; the one given, where nothing was changed.
    held : str
        Why it must not be written; empty if it may.
    note : str
        For the record.
    record : dict
        The same as numbers; empty if nobody looked.
    patch : bytes
        What was to be changed in its pixels.
    changed : bool
        Whether any of them was.
    """

    dataset: Dataset
    held: str = ""
    note: str = "not checked"
    record: dict[str, Any] = field(default_factory=dict)
    patch: bytes = b""
    changed: bool = False


def follow(ds: Dataset, order: Order | None) -> Faced:
    """Do to one file what was found out about its series.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The file as it came; it is not changed.
    order : Order or None
        What to do; None if nobody knows.

    Returns
    -------
    Faced
    """
    if order is None:
        return Faced(ds, UNLOOKED, "held back", {"verdict": "held"})
    if order.held:
        return Faced(ds, order.held, "held back", {"verdict": "held", **order.record})
    if not order.claim:
        verdict = {"verdict": "clear", **order.record} if order.record else {"verdict": "clear"}
        return Faced(ds, "", order.note, verdict)
    from dcmteach.pixels.redact_marks import mark_derived, mark_faceless

    if not order.covers:
        result = copy_of(ds)
        mark_faceless(result)
        return Faced(result, "", order.note, {"verdict": "clear", **order.record})
    from dcmteach.pixels.face_patch import apply_patch

    try:
        patch = _patch(order)
        result = apply_patch(ds, patch)
    except (DcmteachError, OSError) as error:
        why = str(error).rstrip(".") if isinstance(error, DcmteachError) else "run again"
        return Faced(ds, f"its face could not be removed: {why}", "held back", {"verdict": "held"})
    changed = result is not ds
    if changed:
        mark_derived(result, _HOW, uid=None, notes=[])
        restore_uid(result, ds)
    else:
        result = copy_of(ds)
    mark_faceless(result)
    record = {"verdict": "covered", **order.record}
    return Faced(result, "", COVERED_NOTE, record, patch, changed)


def told_derived(planned: Plan, faced: Faced) -> Plan:
    """Let a plan keep the sentence that tells how the pixels came about, and nothing before it.

    Parameters
    ----------
    planned : Plan
        The plan for `faced`'s data set.
    faced : Faced
        What was done to its pixels.

    Returns
    -------
    Plan
        With Derivation Description (0008,2111) set, where it would go only because it might name
        somebody: ours names nobody. What a rule of the recipe says of it stays.
    """
    if not faced.changed or planned.refused:
        return planned
    reason = "whoever gets the file must be able to tell that pixels were changed (PS3.15 E.3.2)"
    ours = Step("DerivationDescription", (_DERIVATION,), "", "replace", _HOW, reason, "mark")
    steps = tuple(
        ours
        if step.tags == (_DERIVATION,) and step.strategy != "clean" and step.source != "rule"
        else step
        for step in planned.steps
    )
    return Plan(
        steps,
        recipe=planned.recipe,
        sop_class=planned.sop_class,
        identity=planned.identity,
        allowed=planned.allowed,
        idle=planned.idle,
    )


def untouched_elsewhere(before: Dataset, written: Dataset, faced: Faced) -> bool:
    """Tell whether a written file differs from its input only where its face was.

    Parameters
    ----------
    before, written : pydicom.dataset.Dataset
        The file as it came, and as it was read again.
    faced : Faced
        What was done.
    """
    from dcmteach.pixels.face_patch import only_there

    try:
        return only_there(before, written, faced.patch)
    except DcmteachError:
        return False


def _patch(order: Order) -> bytes:
    offset, length = order.place
    with open(order.patches, "rb") as file:  # noqa: PTH123 - a str, for speed
        file.seek(offset)
        return file.read(length)
