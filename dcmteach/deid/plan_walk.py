"""Go over a data set once: decide by place, collect who it is about, note what must be searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset

from dcmteach.deid.plan_blocks import block_of, first_of, may_hold_items
from dcmteach.deid.plan_nodes import Node
from dcmteach.deid.plan_note import identifiers_in
from dcmteach.deid.rules import LIFTED, Decision, fallback
from dcmteach.deid.step import ITEMS, Step
from dcmteach.header.contents import encodings_of
from dcmteach.header.items import creator_of, items_of

__all__ = ["Kept", "Walk"]

_OPAQUE = frozenset({"UN", "OB"})
_UNSEEN = "\x00unseen"
_CHARSET = 0x00080005
_LONGEST = 4096  # bytes of a sequence that is remembered
_REMEMBERED = 8  # sequences per place


class Kept(NamedTuple):
    """An element that stays unless its value speaks against it."""

    node: Node
    element: DataElement | RawDataElement
    encodings: Callable[[], Sequence[str]]
    path: str
    items: tuple[int, ...]


class Walk:
    """One pass over a data set.

    Parameters
    ----------
    skipped : frozenset of int, optional
        Tags at the top that others see to.

    Attributes
    ----------
    steps : list of Step
        What the place of an element alone decides.
    kept : list of Kept
        What would stay, and must be searched.
    named, spared : set
        Kind and value of each identifier; those the recipe keeps where they stand.
    """

    __slots__ = ("_lifted", "_skipped", "kept", "named", "spared", "steps")

    def __init__(self, skipped: frozenset[int] = frozenset()) -> None:
        self._skipped = skipped
        self._lifted = False
        self.steps: list[Step] = []
        self.kept: list[Kept] = []
        self.named: set[tuple[str, str]] = set()
        self.spared: set[tuple[str, str]] = set()

    def level(
        self, dataset: Dataset, parent: Node, path: str, items: tuple[int, ...], *, gone: bool
    ) -> None:
        """Go over one data set or item.

        Parameters
        ----------
        dataset : pydicom.dataset.Dataset
            It; it is not changed.
        parent : Node
            The sequence around it, or the top.
        path : str
            What stands before the names of its elements in their paths.
        items : tuple of int
            The items entered on the way.
        gone : bool
            Whether it goes as a whole: then only what identifies is noted.
        """
        children = parent.children
        codecs: Sequence[str] | None = None

        def encodings() -> Sequence[str]:
            nonlocal codecs
            if codecs is None:
                codecs = encodings_of(dataset)
            return codecs

        skipped = self._skipped if not path else ()
        creators: dict[int, str] = {}
        reserved: list[tuple[int, Step]] = []
        used: set[int] = set()
        for key, element in dataset._dict.items():
            tag = int(key)
            if tag in skipped:
                continue
            vr: str | None = element.VR
            block, creator = 0, ""
            if tag & 0x10000:
                block = block_of(tag)
                creator = creators.get(block, _UNSEEN)
                if creator is _UNSEEN:
                    creator = creators[block] = creator_of(dataset, first_of(block))
            node = children.get((tag, vr, creator))
            if node is None:
                node = parent.child(tag, vr, creator)
            if node.simple and not gone:
                if not node.keeps:
                    self.steps.append(self._step(node, node.decision, path, items))
                elif node.searched:
                    self.kept.append(Kept(node, element, encodings, path, items))
                continue
            decision = _indexed(node, items) if node.indexed else node.decision
            keeps = decision.strategy == "keep"
            choice = decision.source == "choice"
            if node.kind:
                # A private copy of a name gives no leave to keep the name elsewhere.
                self._note(node, element, encodings, spared=keeps and not gone and not choice)
            if choice and not gone:
                self.steps.append(self._step(node, decision, path, items))
            if node.sequence or (vr in _OPAQUE and may_hold_items(element)):
                if self._sequence(dataset, element, node, decision, path, items, gone=gone):
                    if keeps:
                        used.add(block)
                    continue
                if decision.value == ITEMS:
                    decision, keeps = _unreadable(node), False
            if gone:
                continue
            if keeps:
                if tag & 0xF000:
                    used.add(block)
                if node.searched or decision is not node.decision:
                    self.kept.append(Kept(node, element, encodings, path, items))
                continue
            if node.lifts:
                self._lifted = True
            step = self._step(node, decision, path, items)
            if block and not tag & 0xF000:
                reserved.append((block, step))
            else:
                self.steps.append(step)
        # A reservation stays as long as something in its block does (PS3.5 7.8.1).
        self.steps.extend(step for block, step in reserved if block not in used)

    def _sequence(
        self,
        dataset: Dataset,
        element: DataElement | RawDataElement,
        node: Node,
        decision: Decision,
        path: str,
        items: tuple[int, ...],
        *,
        gone: bool,
    ) -> bool:
        """Go into a sequence; False if it turns out to be none."""
        raw = element.value if type(element) is RawDataElement else None
        if path or not raw or len(raw) > _LONGEST:
            return self._enter(dataset, node, decision, path, items, gone=gone)
        # The files of a series repeat their sequences to the byte.
        charset = dataset._dict.get(_CHARSET)  # type: ignore[call-overload]
        key = (raw, None if charset is None else str(charset.value))
        seen = node.seen.get(key)
        if seen is None:
            walk = Walk()
            if not walk._enter(dataset, node, decision, path, items, gone=gone):
                return False
            if len(node.seen) >= _REMEMBERED:
                node.seen.clear()
            seen = node.seen[key] = walk
        self.steps += seen.steps
        self.kept += seen.kept
        self.named |= seen.named
        self.spared |= seen.spared
        return True

    def _enter(
        self,
        dataset: Dataset,
        node: Node,
        decision: Decision,
        path: str,
        items: tuple[int, ...],
        *,
        gone: bool,
    ) -> bool:
        inside = items_of(dataset, node.tag)
        if inside is None:
            return False
        stays = decision.strategy == "keep" or decision.value == ITEMS
        before, kept_before = len(self.steps), len(self.kept)
        outer, self._lifted = self._lifted, False
        if not gone and decision.strategy != "keep":
            self.steps.append(self._step(node, decision, path, items))
        name = f"{path}{node.step_name}"
        for index, item in enumerate(inside[0]):
            self.level(item, node, f"{name}[{index}].", (*items, index), gone=gone or not stays)
        if self._lifted and not gone:
            del self.steps[before:]
            del self.kept[kept_before:]
            self.steps.append(self._step(node, LIFTED, path, items))
        self._lifted = outer
        return True

    def _step(self, node: Node, decision: Decision, path: str, items: tuple[int, ...]) -> Step:
        if decision is node.decision and node.step is not None:
            if not path:
                return node.step
            return node.step._replace(path=path + node.step_name, items=items)
        return Step(path + node.step_name, node.tags, *decision[:5], items)

    def _note(
        self,
        node: Node,
        element: DataElement | RawDataElement,
        encodings: Callable[[], Sequence[str]],
        *,
        spared: bool,
    ) -> None:
        (self.spared if spared else self.named).update(identifiers_in(node, element, encodings))


def _indexed(node: Node, items: tuple[int, ...]) -> Decision:
    for one in reversed(node.indexed):
        if all(want is None or want == have for want, have in zip(one.items, items, strict=True)):
            found: Decision = one.decision
            return found
    return node.decision


def _unreadable(node: Node) -> Decision:
    strategy = fallback(node.type)
    strategy = "remove" if strategy == "replace" else strategy
    return Decision(
        "X", strategy, None, "it should be a sequence and cannot be read as one", "file"
    )
