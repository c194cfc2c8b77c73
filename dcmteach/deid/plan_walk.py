"""Go over a data set once: decide by place, collect who it is about, note what must be searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset

from dcmteach.deid.plan_nodes import Node, Root
from dcmteach.deid.plan_search import text_of
from dcmteach.deid.rules import Decision, fallback
from dcmteach.deid.step import ITEMS, Step
from dcmteach.header.contents import encodings_of
from dcmteach.header.items import creator_of, items_of

__all__ = ["Kept", "Walk"]

_ITEM = b"\xfe\xff\x00\xe0"


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
    root : Root
        The decisions by place.
    skipped : frozenset of int
        Tags at the top that others see to.
    """

    __slots__ = ("_lifted", "_skipped", "kept", "named", "spared", "steps")

    def __init__(self, root: Root, skipped: frozenset[int]) -> None:
        self._skipped = skipped
        self._lifted = False
        self.steps: list[Step] = []
        self.kept: list[Kept] = []
        self.named: set[tuple[str, str]] = set()
        self.spared: set[str] = set()

    def level(
        self, dataset: Dataset, parent: Node, path: str, items: tuple[int, ...], gone: bool
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
        elements = dataset._dict
        children = parent.children
        nested = bool(path)
        codecs: Sequence[str] | None = None

        def encodings() -> Sequence[str]:
            nonlocal codecs
            if codecs is None:
                codecs = encodings_of(dataset)
            return codecs

        reserved: list[tuple[int, Step]] = []
        used: set[int] = set()
        for key, element in elements.items():
            tag = int(key)
            if not nested and tag in self._skipped:
                continue
            vr: str | None = element.VR
            creator = self._creator(dataset, tag) if tag & 0x10000 else ""
            node = children.get((tag, vr, creator))
            if node is None:
                node = parent.child(tag, vr, creator)
            decision = node.decision
            if node.indexed:
                decision = _indexed(node, items)
            if node.kind:
                self._note(node, element, encodings, decision.strategy == "keep" and not gone)
            keeps = decision.strategy == "keep"
            if node.sequence or (vr in ("UN", "OB") and _may_hold_items(element)):
                if self._sequence(dataset, tag, node, decision, path, items, gone):
                    if keeps and creator and not gone:
                        used.add(tag >> 8 & 0xFF)
                    continue
                if not gone and decision.value == ITEMS:
                    decision = _unreadable(node)
                    keeps = False
            if gone:
                continue
            if keeps:
                if creator and tag & 0xFFFF >= 0x1000:
                    used.add(tag >> 8 & 0xFF)
                if node.searched or decision is not node.decision:
                    self.kept.append(Kept(node, element, encodings, path, items))
                continue
            if node.lifts:
                self._lifted = True
            step = self._step(node, decision, path, items)
            if creator and 0x10 <= tag & 0xFFFF <= 0xFF:
                reserved.append((tag, step))
            else:
                self.steps.append(step)
        # A reservation stays as long as something in its block does (PS3.5 7.8.1).
        self.steps.extend(step for tag, step in reserved if tag & 0xFF not in used)

    def _sequence(
        self,
        dataset: Dataset,
        tag: int,
        node: Node,
        decision: Decision,
        path: str,
        items: tuple[int, ...],
        gone: bool,
    ) -> bool:
        """Go into a sequence; False if it turns out to be none."""
        inside = items_of(dataset, tag)
        if inside is None:
            return False
        stays = decision.strategy == "keep" or decision.value == ITEMS
        before, kept_before = len(self.steps), len(self.kept)
        outer, self._lifted = self._lifted, False
        if not gone and decision.strategy != "keep":
            self.steps.append(self._step(node, decision, path, items))
        name = f"{path}{node.step_name}"
        for index, item in enumerate(inside[0]):
            self.level(item, node, f"{name}[{index}].", (*items, index), gone or not stays)
        if self._lifted and not gone:
            del self.steps[before:]
            del self.kept[kept_before:]
            self.steps.append(self._step(node, _LIFTED, path, items))
        self._lifted = outer
        return True

    def _step(self, node: Node, decision: Decision, path: str, items: tuple[int, ...]) -> Step:
        if decision is node.decision and node.step is not None:
            if not path:
                return node.step
            return node.step._replace(path=path + node.step_name, items=items)
        return Step(path + node.step_name, node.tags, *decision[:5], items)

    def _creator(self, dataset: Dataset, tag: int) -> str:
        if 0x10 <= tag & 0xFFFF <= 0xFF:
            return creator_of(dataset, (tag & 0xFFFF0000) | (tag & 0xFF) << 8)
        return creator_of(dataset, tag)

    def _note(
        self,
        node: Node,
        element: DataElement | RawDataElement,
        encodings: Callable[[], Sequence[str]],
        spared: bool,
    ) -> None:
        text: Any = text_of(element, node.vr, encodings)
        if isinstance(text, bytes):
            return
        for value in text.split("\\"):
            if value.strip():
                if spared:
                    self.spared.add(value)
                else:
                    self.named.add((node.kind, value))


_LIFTED = Decision(
    "X",
    "remove",
    None,
    "a Type 1C element in it must go, and a Type 3 sequence goes with it as a whole",
    "rule",
)


def _indexed(node: Node, items: tuple[int, ...]) -> Decision:
    for wanted, decision in reversed(node.indexed):
        if all(want is None or want == have for want, have in zip(wanted, items, strict=True)):
            return decision
    return node.decision


def _unreadable(node: Node) -> Decision:
    strategy = fallback(node.type)
    strategy = "remove" if strategy == "replace" else strategy
    return Decision(
        "X", strategy, None, "it should be a sequence and cannot be read as one", "file"
    )


def _may_hold_items(element: DataElement | RawDataElement) -> bool:
    value = element.value
    return isinstance(value, bytes) and value[:4] == _ITEM and int(element.tag) != 0x7FE00010
