"""Every element of a data set with what a plan does to it, also what the plan adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dcmteach.deid.step import ITEMS, PREAMBLE, Step, cleaner_of
from dcmteach.header.dictionary import lookup
from dcmteach.header.entry import Entry
from dcmteach.header.value import shown
from dcmteach.widgets.paged import place

if TYPE_CHECKING:
    from dcmteach.deid import Plan

__all__ = ["PlanRow", "rows_of"]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One element, and what is done to it.

    Parameters
    ----------
    path, vr, name, value, private_creator : str
        As the header shows them; the value shortened.
    tags : tuple of int
        The tags from the outside in.
    present : bool
        Whether the data set has the element; otherwise the plan adds it.
    step : Step or None
        What is done; None if it is kept.
    under : Step or None
        The step for a sequence around it that decides its fate.
    refused : bool
        Whether the plan is refused, so that nothing is done and nothing written.
    """

    path: str
    tags: tuple[int, ...]
    vr: str
    name: str
    value: str
    private_creator: str
    present: bool
    step: Step | None
    under: Step | None
    refused: bool = False

    @property
    def done(self) -> str:
        """What is done: a strategy of recipes, ``"add"``, ``"keep"``, or ``"refused"``."""
        if self.refused:
            return "refused"
        if self.under is not None:
            return self.under.strategy
        if self.step is None:
            return "keep"
        return self.step.strategy if self.present else "add"

    @property
    def code(self) -> str:
        """The action code of PS3.15 after its Type has settled it; empty where none speaks."""
        step = self.under or self.step
        return step.action if step else ""

    @property
    def tag(self) -> int:
        """The element's own tag."""
        return self.tags[-1] if self.tags else 0

    @property
    def depth(self) -> int:
        """How many sequences it lies in."""
        return max(0, len(self.tags) - 1)

    def same_as(self, other: PlanRow | None) -> bool:
        """Tell whether the same is done to it in another plan."""
        return other is not None and _what(self) == _what(other)


def _what(row: PlanRow) -> tuple[object, ...]:
    step = row.step
    return (row.done, row.code, row.under is None, step and step.value)


def rows_of(found: list[Entry], plan: Plan) -> list[PlanRow]:
    """Put a plan beside the elements it was made for.

    Parameters
    ----------
    found : list of Entry
        The elements of the data set.
    plan : Plan
        What will be done to it.

    Returns
    -------
    list of PlanRow
        In the order of the file, with what the plan adds in its place.
    """
    steps = {step.path: step for step in plan.steps}
    deciding = {path: step for path, step in steps.items() if _decides(step)}
    keyed = []
    present = set()
    for entry in found:
        present.add(entry.path)
        under = _above(entry, deciding) if deciding and entry.parent is not None else None
        row = PlanRow(
            entry.path,
            tuple(entry.steps),
            entry.vr,
            entry.name or "Unknown",
            shown(entry),
            entry.private_creator,
            True,
            None if under else steps.get(entry.path),
            under,
            plan.refused is not None,
        )
        keyed.append((place(entry.path, entry.steps), row))
    for path, step in steps.items():
        if path == PREAMBLE:
            row = PlanRow(path, (), "", "Preamble", "(128 bytes)", "", True, step, None)
            keyed.append(((), row))
        elif path not in present and not _lies_in(path, deciding):
            term = lookup(step.tag)
            name, vr = term.name or "Unknown", term.vr
            row = PlanRow(path, step.tags, vr, name, "", "", False, step, None)
            keyed.append((place(path, step.tags), row))
    return [row for _, row in sorted(keyed, key=lambda pair: pair[0])]


def _decides(step: Step) -> bool:
    """Whether a step for a sequence says what becomes of all that lies in it."""
    if step.strategy == "clean":
        return cleaner_of(step.value)[0] != ITEMS
    return step.strategy != "keep"


def _above(entry: Entry, deciding: dict[str, Step]) -> Step | None:
    found, around = None, entry.parent
    while around is not None:
        found = deciding.get(around.path, found)
        around = around.parent
    return found


def _lies_in(path: str, deciding: dict[str, Step]) -> bool:
    while "[" in path:
        path = path[: path.rindex("[")]
        if path in deciding:
            return True
    return False
