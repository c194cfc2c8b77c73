"""Slices that belong together: each stack is made a volume of its own and looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dcmteach.deid.faces_facts import Facts
from dcmteach.deid.faces_kinds import SLICES

__all__ = ["FEWEST", "THINNEST", "Stack", "stacks_of"]

FEWEST = 6
"""Slices of which a face could be made."""
THINNEST = 30.0
"""How far they must reach for that, in mm."""

_STORAGE = "1.2.840.10008.5.1.4.1.1."
_SEVERAL_FRAMES = frozenset(
    _STORAGE + end
    for end in ("2.1", "2.2", "4.1", "4.3", "4.4", "128.1", "130", "13.1.1", "13.1.2")
)
_PET = frozenset(_STORAGE + end for end in ("128", "128.1", "130"))
_CT = frozenset(_STORAGE + end for end in ("2", "2.1", "2.2"))
_SIDEWAYS = 0.5  # of a plane's normal along the patient's left: from there a slice shows a profile
_NEAR = 0.01  # mm: two slices nearer than this lie in one place


@dataclass(frozen=True)
class Stack:
    """Slices of one series, parallel and of one size.

    Parameters
    ----------
    facts : tuple of Facts
        One for each SOP Instance UID.
    copies : tuple of Facts
        Files that bear the UID of another one here, and the same place.
    phase : int
        Where several slices lie in each place (times, echoes), which of them these are.
    extent : float
        How far it reaches across its slices, in mm; 0 if nobody can tell.
    """

    facts: tuple[Facts, ...]
    copies: tuple[Facts, ...] = ()
    phase: int = 0
    extent: float = 0.0

    @property
    def first(self) -> Facts:
        """The file that speaks for all."""
        return self.facts[0]

    @property
    def all(self) -> tuple[Facts, ...]:
        """All of its files."""
        return self.facts + self.copies

    @property
    def several_frames(self) -> bool:
        """Whether one file holds all of it."""
        return self.first.sop_class in _SEVERAL_FRAMES or self.first.frames > 1

    @property
    def projects(self) -> bool:
        """Whether it is a scout of a CT: a radiograph, no slice."""
        return self.first.kind.scout and self.first.sop_class in _CT

    @property
    def thin(self) -> bool:
        """Whether it is too little to make a face of."""
        if self.projects:
            return True
        if self.several_frames:
            return False
        unplaced = any(one.place is None for one in self.facts)
        return len(self.facts) < FEWEST or (not unplaced and self.extent < THINNEST)

    @property
    def sideways(self) -> bool:
        """Whether a slice of it shows a profile, or nobody can tell which way it lies."""
        return len(self.first.plane) != 6 or abs(self.first.normal[0]) >= _SIDEWAYS

    @property
    def pet(self) -> bool:
        """Whether it is a PET, whose CT may tell where the face is."""
        return self.first.sop_class in _PET

    @property
    def ct(self) -> bool:
        """Whether it is a CT."""
        return self.first.sop_class in _CT

    @property
    def pile(self) -> tuple[object, ...]:
        """The same for stacks that may be pieces of one."""
        one = self.first
        return (one.study, one.frame, one.sop_class, one.rows, one.columns, one.plane)


def stacks_of(facts: Iterable[Facts]) -> list[Stack]:
    """Group slices.

    Parameters
    ----------
    facts : iterable of Facts
        Of all files; what are no slices is passed over.

    Returns
    -------
    list of Stack
        In the order of their first files.
    """
    groups: dict[tuple[object, ...], list[Facts]] = defaultdict(list)
    for one in facts:
        if one.kind.name != SLICES:
            continue
        alone = one.uid if one.sop_class in _SEVERAL_FRAMES or one.frames > 1 else ""
        key = (
            one.item.group, one.series, one.sop_class, one.rows, one.columns, one.plane, one.frame,
            one.kind.scout, alone,
        )  # fmt: skip
        groups[key].append(one)
    made = [stack for group in groups.values() for stack in _stacks(group)]
    return sorted(made, key=lambda stack: stack.first.item.number)


def _stacks(group: list[Facts]) -> list[Stack]:
    chosen: dict[str, Facts] = {}
    single: list[Facts] = []
    copies: list[Facts] = []
    for one in group:
        known = chosen.setdefault(one.uid, one)
        if known is one:
            single.append(one)
        elif known.place == one.place and known.frames == one.frames:
            copies.append(one)
        else:
            single.append(one)  # the same name for two slices: no volume will come of it
    phases, extent = _phases(single)
    made = []
    for number, phase in enumerate(phases):
        uids = {one.uid for one in phase}
        also = tuple(one for one in copies if one.uid in uids)
        made.append(Stack(tuple(phase), also, number, extent))
    return made


def _phases(facts: list[Facts]) -> tuple[list[list[Facts]], float]:
    """Part slices that lie in one place each, if there are as many in every place."""
    placed: list[tuple[float, Facts]] = []
    for one in facts:
        if one.place is None:
            return [facts], 0.0
        along = sum(a * b for a, b in zip(one.place, one.normal, strict=True))
        placed.append((along, one))
    placed.sort(key=lambda pair: (pair[0], pair[1].item.number))
    places: list[list[Facts]] = []
    last = None
    for along, one in placed:
        if last is None or along - last > _NEAR:
            places.append([])
        last = along
        places[-1].append(one)
    thick = max((one.thickness for one in facts), default=0.0)
    extent = placed[-1][0] - placed[0][0] + thick
    count = len(places[0])
    if count == 1 or any(len(place) != count for place in places):
        return [facts], extent
    for place in places:
        place.sort(key=lambda one: (*one.order, one.item.number))
    return [[place[phase] for place in places] for phase in range(count)], extent
