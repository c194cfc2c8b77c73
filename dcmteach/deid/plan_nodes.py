"""Decisions remembered by place: one tree per recipe, SOP class and set of attributes."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dcmteach.deid.rules import Decision, Place, decide, from_rule
from dcmteach.deid.step import ITEMS, Step
from dcmteach.header.dictionary import lookup
from dcmteach.header.entry import Entry
from dcmteach.header.identity import identity_of
from dcmteach.standard import iod

if TYPE_CHECKING:
    from dcmteach.deid.plan_walk import Walk
    from dcmteach.deid.recipe import Recipe

__all__ = ["Node", "Root", "root_for"]

# Samples of pictures and curves: no text stands in numbers like these but by chance.
_SAMPLES = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010, 0x54001010})
_SEARCHED = frozenset(
    {"LO", "LT", "SH", "ST", "UC", "UR", "UT", "CS", "AE", "PN", "UN", "OB", "OW", "DS", "IS"}
    | {"AS", "UI"}
)
_SEARCHED_PRIVATE = _SEARCHED | {"DA", "DT"}


class Indexed(NamedTuple):
    """A decision that counts in some items only; None stands for every item."""

    items: tuple[int | None, ...]
    decision: Decision


class Root:
    """What the nodes of one tree share.

    Parameters
    ----------
    recipe : Recipe
        What shall be done.
    sop_class : str
        Its Types count; empty if they are not known.
    present : container of int
        The tags at the top of the data set.
    """

    __slots__ = ("file_meta", "present", "recipe", "sop_class", "top")

    def __init__(self, recipe: Recipe, sop_class: str, present: Container[int]) -> None:
        self.recipe = recipe
        self.sop_class = sop_class
        self.present = present
        self.top = Node.__new__(Node)
        self.top.start(self)


_MOST_ROOTS = 64
_ROOTS: dict[tuple[str, str, frozenset[int]], Root] = {}


def root_for(recipe: Recipe, sop_class: str, present: frozenset[int]) -> Root:
    """Return the tree for data sets that hold the same attributes, made when first asked for."""
    key = (recipe.digest, sop_class, present)
    found = _ROOTS.get(key)
    if found is None:
        if len(_ROOTS) >= _MOST_ROOTS:
            _ROOTS.clear()
        found = _ROOTS[key] = Root(recipe, sop_class, present)
    return found


class Node:
    """An element's place, and what was decided about it.

    Parameters
    ----------
    parent : Node
        The sequence around it, or the top.
    tag : int
        Its tag.
    vr : str or None
        Its VR as the file gives it.
    creator : str
        Its private creator; for a creator, itself.
    """

    __slots__ = (
        "children",
        "creator",
        "decision",
        "indexed",
        "keeps",
        "kind",
        "lifts",
        "mode",
        "noted",
        "root",
        "searched",
        "seen",
        "sequence",
        "simple",
        "step",
        "step_name",
        "tag",
        "tags",
        "type",
        "vr",
    )

    children: dict[tuple[int, str | None, str], Node]
    creator: str
    decision: Decision
    indexed: tuple[Indexed, ...]
    keeps: bool
    kind: str
    lifts: bool
    mode: str
    noted: dict[bytes, tuple[tuple[str, str], ...]]
    root: Root
    searched: bool
    seen: dict[tuple[bytes, str | None], Walk]
    sequence: bool
    simple: bool
    step: Step | None
    step_name: str
    tag: int
    tags: tuple[int, ...]
    type: str | None
    vr: str

    def start(self, root: Root) -> None:
        """Make this node the top of a tree."""
        self.root = root
        self.children = {}
        self.tags = ()
        self.mode = "own"
        self.type = None

    def __init__(self, parent: Node, tag: int, vr: str | None, creator: str) -> None:
        root = self.root = parent.root
        self.children = {}
        self.seen = {}
        self.noted = {}
        self.tag = tag
        self.tags = (*parent.tags, tag)
        self.creator = creator
        term = lookup(tag, "" if 0x10 <= tag & 0xFFFF <= 0xFF else creator)
        self.vr = settled = _settled(vr, term.vr)
        self.step_name = term.step
        self.sequence = settled == "SQ"
        self.type = iod.type_of(self.tags, root.sop_class, root.present) if root.sop_class else None
        place = Place(self.tags, settled, creator, self.type, parent.mode)
        decision = decide(root.recipe, place)
        self.indexed = tuple(
            Indexed(rule.items, from_rule(rule, root.recipe, place))
            for rule in root.recipe.rules
            if rule.path
            and any(item is not None for item in rule.items)
            and rule.matches(self.tags, settled, creator)
        )
        self._set(decision)
        self.kind = _kind(term.keyword, settled) if tag >> 16 != 0x0002 else ""
        self.lifts = (
            root.recipe.whole_sequences
            and len(self.tags) > 1
            and self.type in {"1", "1C"}
            and parent.type == "3"
            and not self.keeps
            and decision.strategy in {"remove", "clear"}
        )
        # Nothing but the decision counts: most elements are such.
        self.simple = not (
            self.indexed
            or self.kind
            or self.sequence
            or self.lifts
            or tag & 0x10000
            or vr in {"UN", "OB"}
            or decision.source == "choice"
            or decision.value == ITEMS
        )

    def _set(self, decision: Decision) -> None:
        self.decision = decision
        self.keeps = decision.strategy == "keep"
        self.mode = decision.inside
        searched = _SEARCHED_PRIVATE if self.tag & 0x10000 else _SEARCHED
        self.searched = self.keeps and self.vr in searched and self.tag not in _SAMPLES
        self.step = None
        if not self.keeps or decision.source == "choice":  # what a rule keeps unsafe is told
            decision = decision._replace(source="rule") if self.keeps else decision
            self.step = Step(self.step_name, self.tags, *decision[:5])

    def child(self, tag: int, vr: str | None, creator: str) -> Node:
        """Return the node of an element in this sequence, made when first asked for."""
        key = (tag, vr, creator)
        found = self.children.get(key)
        if found is None:
            found = self.children[key] = Node(self, tag, vr, creator)
        return found


def _settled(vr: str | None, known: str) -> str:
    if vr is None or vr == "UN":
        vr = known or "UN"
    if " " in vr:
        return "OW" if "OW" in vr else "US"
    return vr


@lru_cache(maxsize=4096)
def _kind(keyword: str, vr: str) -> str:
    """Which kind of identifier an element's values are; empty for none."""
    entry = Entry("", (0,), 0, vr, 0, keyword, "", "", None)
    entry.text = "20010203"  # good as a name, a number and a date
    named = identity_of([entry]).values
    return named[0][0] if named else ""
