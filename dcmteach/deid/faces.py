"""Faces in a run: all headers first, then each stack of slices, then an order for every file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from dcmteach.deid.faces_company import Company
from dcmteach.deid.faces_facts import Facts, look_at_headers
from dcmteach.deid.faces_kinds import CLEAR as NEVER
from dcmteach.deid.faces_kinds import HELD as ALWAYS
from dcmteach.deid.faces_kinds import SLICES
from dcmteach.deid.faces_order import Order
from dcmteach.deid.faces_series import CLEAR, COVERED, HELD, THERE, FaceTask
from dcmteach.deid.faces_stacks import THINNEST, Stack, stacks_of
from dcmteach.deid.output_part import NO_ROOM
from dcmteach.deid.sources import Item
from dcmteach.deid.worker_settings import Done

__all__ = ["LOOKED", "Faces"]

LOOKED = "looked at"
"""What `progress` is told when a stack was looked at; no file is done with that."""

_THERE = "an earlier run wrote it, and it has changed since then: run again"
_SAID = (
    "Recognizable Visual Features (0028,0302) says YES, and no face is found in it: look at it, "
    "then faces='accept' writes it"
)
_PIECES = "a few slices, beside which others lie that are in another series"

Run = Callable[[Iterable[FaceTask]], Iterator[Done]]


class Faces:
    """What is to become of every file for its face's sake.

    Parameters
    ----------
    remove : bool
        Whether faces are taken out; else files with one are held back.
    folder : str
        Where bits of masks lie until the run ends; nothing in it is a picture.
    run : str
        Tells runs apart.
    known : callable
        Gives of a file what an earlier run made of it: name and digest, or None.
    """

    def __init__(
        self,
        *,
        remove: bool,
        folder: str,
        run: str,
        known: Callable[[Item], tuple[str, str] | None],
    ) -> None:
        self.remove = remove
        self.folder = folder
        self.run = run
        self.known = known
        self.stopped = ""
        self.series = 0
        self._orders: dict[int, Order] = {}
        self._sizes: dict[int, int] = {}
        self._uids: dict[int, str] = {}
        self._open: set[str] = set()

    def order(self, item: Item) -> Order | None:
        """Say what becomes of a file; None if nobody knows."""
        return self._orders.get(item.number)

    def size(self, stack: int) -> int:
        """Say how many files are published together."""
        return self._sizes[stack]

    def look(
        self,
        items: Iterable[Item],
        run: Run,
        *,
        earlier: Callable[[Item], str] = lambda item: "",
        progress: Callable[[str], None] | None = None,
    ) -> None:
        """Look at everything.

        Parameters
        ----------
        items : iterable of Item
            All files of the source.
        run : callable
            Has stacks looked at, and gives what came of them, in their order.
        earlier : callable, optional
            Gives ``"covered"`` or ``"clear"`` for a file that an earlier run wrote.
        progress : callable, optional
            Called with :data:`LOOKED` for each stack.
        """
        facts = list(look_at_headers(items))
        stacks = stacks_of(facts)
        company = Company()
        self._uids = {one.item.number: one.uid for stack in stacks for one in stack.all}
        for one in facts:
            if one.kind.name == ALWAYS:
                self._put((one,), Order(held=one.kind.reason, note="held back"))
            elif one.kind.name == NEVER:
                self._put((one,), Order())
        thick = [stack for stack in stacks if not stack.thin]
        self.series = len(thick)
        verdicts: dict[Stack, Done] = {}
        self._open = {
            stack.first.study
            for stack in thick
            if any(self.known(one.item) is None for one in stack.all)
        }
        for wave in _waves(thick):
            tasks = [self._task(stack, verdicts, thick) for stack in wave]
            for stack, done in zip(wave, run(tasks), strict=False):
                if done.status == NO_ROOM:
                    self.stopped = done.reason
                    return
                verdicts[stack] = done
                self._settle(stack, done, company, earlier)
                if progress is not None:
                    progress(LOOKED)
        self._thin([stack for stack in stacks if stack.thin], company)
        for one in facts:
            if one.kind.name not in {SLICES, ALWAYS, NEVER}:
                held = company.reason(one, one.kind.reason, unless_told=one.kind.name == "company")
                self._put((one,), Order(held=held))

    def _task(self, stack: Stack, verdicts: dict[Stack, Done], thick: Sequence[Stack]) -> FaceTask:
        """Say how a stack is looked at: by itself, or with the masks of those before it."""
        number = stack.first.item.number
        # Others of the study may need this one's mask: all are done again, or none.
        known = [] if stack.first.study in self._open else [self.known(s.item) for s in stack.all]
        leaders = [
            self._mask(other)
            for other in thick
            if other in verdicts
            and _verdict(verdicts[other]) == COVERED
            and (_same_place(stack, other) or (stack.pet and _ct_of(stack, other)))
        ]
        return FaceTask(
            stack.first.item,
            tuple(one.item for one in stack.facts),
            self.remove,
            patches=str(Path(self.folder, f"{self.run}-{number}-faces.part"))
            if self.remove
            else "",
            mask=self._mask(stack) if self.remove else "",
            masks=tuple(leaders) if self.remove else (),
            known=tuple(pair for pair in known if pair),
        )

    def _patches(self, number: int) -> str:
        return str(Path(self.folder, f"{self.run}-{number}-faces.part"))

    def _mask(self, stack: Stack) -> str:
        return str(Path(self.folder, f"{self.run}-{stack.first.item.number}-mask.part"))

    def _settle(
        self, stack: Stack, done: Done, company: Company, earlier: Callable[[Item], str]
    ) -> None:
        """Give an order to each file of a stack that was looked at."""
        verdict, record = _verdict(done), done.extra.get("record", {})
        reason = done.extra.get("reason", "") or f"looking for its face failed ({done.reason})"
        said = any(one.visual == "YES" for one in stack.all)
        if verdict == THERE:
            self._put(stack.all, Order(held=_THERE, note="held back"))
            found = {earlier(one.item) for one in stack.all}
            (company.clear if found == {"clear"} else company.face)(stack.first)
        elif verdict == CLEAR and not said:
            note = f"looked at, no face: {reason}"
            self._put(stack.all, Order(note=note, claim=self.remove, record=record))
            company.clear(stack.first)
        elif verdict == COVERED:
            number = stack.first.item.number
            patches = self._patches(number)
            places = done.extra["patches"]
            by_uid = {self._uids[file]: place for file, place in places.items()}
            for one in stack.all:
                order = Order("", "", True, patches, by_uid[one.uid], record, number)
                self._orders[one.item.number] = order
            self._sizes[number] = len(stack.all)
            company.face(stack.first)
        else:
            held = _SAID if verdict == CLEAR else reason
            self._put(stack.all, Order(held=held, note="held back", record=record))
            company.face(stack.first)

    def _thin(self, stacks: Sequence[Stack], company: Company) -> None:
        """Decide about what is too little for a volume: a profile, or a piece of a stack."""
        piles: dict[tuple[object, ...], float] = defaultdict(float)
        for stack in stacks:
            if not stack.projects:
                piles[stack.pile] += max(stack.extent, stack.first.thickness)
        for stack in stacks:
            what = ""
            if stack.sideways:
                what = "a localiser or a single slice from the side"
            elif not stack.projects and piles[stack.pile] >= THINNEST:
                what = _PIECES if piles[stack.pile] > stack.extent else ""
            held = company.reason(stack.first, what, unless_told=True) if what else ""
            note = "held back" if held else "too few slices to make a face of"
            self._put(stack.all, Order(held=held, note=note))

    def _put(self, facts: Iterable[Facts], order: Order) -> None:
        for one in facts:
            held = order.held or (_SAID if one.visual == "YES" and not order.claim else "")
            self._orders[one.item.number] = order._replace(held=held) if held else order


def _waves(stacks: Sequence[Stack]) -> Iterator[list[Stack]]:
    """Part stacks so that those whose mask others need come first."""
    yield [stack for stack in stacks if not stack.pet and stack.phase == 0]
    yield [stack for stack in stacks if (stack.phase > 0) != stack.pet]
    yield [stack for stack in stacks if stack.pet and stack.phase > 0]


def _verdict(done: Done) -> str:
    return str(done.extra.get("verdict", HELD)) if done.status == LOOKED else HELD


def _same_place(stack: Stack, other: Stack) -> bool:
    """Whether another stack holds the first slices in the very places of this one."""
    return (
        stack.phase > 0
        and other.phase == 0
        and other.first.series == stack.first.series
        and other.first.plane == stack.first.plane
        and other.first.item.group == stack.first.item.group
        and other.first.place == stack.first.place
    )


def _ct_of(stack: Stack, other: Stack) -> bool:
    """Whether another stack is the CT that was made with this PET."""
    return (
        other.ct
        and bool(stack.first.frame)
        and other.first.frame == stack.first.frame
        and other.first.study == stack.first.study
    )
