"""One rule of a recipe: which elements it is about, and what is done to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from dcmteach.deid.recipe_private import is_moving, parted, place_of, refuse_block
from dcmteach.deid.step import STRATEGIES
from dcmteach.edit.values import problems
from dcmteach.errors import DcmteachError, PathError
from dcmteach.header.contents import BINARY, NUMBERS, TEXT
from dcmteach.header.dictionary import lookup
from dcmteach.standard.names import fold, tag_of

__all__ = ["MATCHERS", "VRS", "Rule"]

MATCHERS = ("path", "keyword", "tag", "creator", "vr")
"""What a rule may match by, the most exact first (a tag is as exact as a keyword)."""

VRS = frozenset({*TEXT, *BINARY, *NUMBERS, "SQ"})
"""The VRs of PS3.5 6.2."""

_STEP = re.compile(r"([^.\[\]]+?)(?:\[(\d+|\*)?\])?(?:\.|$)")
_RANK = {"path": 3, "keyword": 2, "tag": 2, "private": 2, "creator": 1, "vr": 0}
_DATED = {"shift": {"DA", "DT", "TM"}, "remap": {"UI"}}


@dataclass(frozen=True)
class Rule:
    """Which elements, and what is done to them.

    Parameters
    ----------
    strategy : str
        One of :data:`dcmteach.deid.step.STRATEGIES`.
    value : str, optional
        For ``"replace"``: the new value; ``{pseudonym}`` and ``{dummy}`` in it are filled in. A
        made-up value if None.
    keyword, tag, creator, vr, path : str, optional
        Exactly one of them, or a creator with a tag. A keyword or tag matches at any depth; a
        creator all elements of its blocks, ``"*"`` all private elements; a creator with a tag
        (``"ELSCINT1"`` and ``"(01F1,xx4B)"``) that private element in whichever block the creator
        has reserved (PS3.5 7.8.1), at any depth; a path only there
        (``RequestAttributesSequence.ScheduledProcedureStepID`` in every item,
        ``RequestAttributesSequence[0]…`` in that one).

    Raises
    ------
    DcmteachError
        If a part of it is wrong, or it names a private element by the block it happens to be in;
        the message says which.
    """

    strategy: str
    value: str | None = None
    keyword: str = ""
    tag: str = ""
    creator: str = ""
    vr: str = ""
    path: str = ""

    def __post_init__(self) -> None:
        given = [name for name in MATCHERS if getattr(self, name)]
        if len(given) != 1 and given != ["tag", "creator"]:
            raise DcmteachError(
                f"A rule matches by exactly one of {', '.join(MATCHERS)} "
                f"(got {', '.join(given) or 'none of them'}); private elements by creator and tag."
            )
        if self.strategy not in STRATEGIES:
            raise DcmteachError(
                f"{self.strategy!r} is not a strategy. Choose from: {', '.join(STRATEGIES)}."
            )
        if self.value is not None and self.strategy != "replace":
            raise DcmteachError(
                f"Only 'replace' takes a value, and this rule's strategy is {self.strategy!r}. "
                "Leave the value out, or use 'replace'."
            )
        if self.vr and self.vr not in VRS:
            raise DcmteachError(f"{self.vr!r} is not a VR of PS3.5 6.2. Write, e.g., 'PN' or 'DA'.")
        allowed = _DATED.get(self.strategy)
        if self.vr and allowed and self.vr not in allowed:
            raise DcmteachError(
                f"{self.strategy!r} is for {', '.join(sorted(allowed))} only (got {self.vr!r})."
            )
        try:
            tags = self.tags
        except PathError as error:
            raise DcmteachError(str(error)) from None
        if self.matcher != "private":
            refuse_block(self.target, tags)
        if self.in_file_meta or (tags and tags[0] >> 16 == 0x0002):
            raise DcmteachError(
                "File meta information is always written anew, from what is known (PS3.10 7.1): no "
                f"rule can be about it (got {self.target!r}). Leave this rule out."
            )
        if self.value is not None and "{" not in self.value:
            vr = self.vr or (lookup(tags[-1], self.creator).vr if tags else "UN")
            _check(self.value, vr, self.keyword or None)

    @classmethod
    def on(cls, target: str, strategy: str, value: str | None = None) -> Rule:
        """Make a rule and see by itself what `target` is.

        Parameters
        ----------
        target : str
            A keyword, a tag, a path, ``"vr:DA"``, ``"creator:SIEMENS CSA HEADER"``, or one private
            element: ``"private:ELSCINT1:(01F1,xx4B)"``.
        strategy : str
            What is done.
        value : str, optional
            For ``"replace"``.
        """
        kind, _, rest = target.partition(":")
        if kind.lower() == "vr" and rest:
            return cls(strategy, value, vr=rest.strip())
        if kind.lower() in {"creator", "private"} and rest:
            creator, tag = parted(rest, whole=kind.lower() == "creator")
            return cls(strategy, value, creator=creator, tag=tag)
        if "[" in target or "." in target:
            return cls(strategy, value, path=target)
        if target[:1].isdigit() or target.startswith("("):
            return cls(strategy, value, tag=target)
        return cls(strategy, value, keyword=target)

    @property
    def matcher(self) -> str:
        """Which of :data:`MATCHERS` it goes by; ``"private"`` for a creator with a tag."""
        if self.creator and self.tag:
            return "private"
        return next(name for name in MATCHERS if getattr(self, name))

    @property
    def target(self) -> str:
        """What it matches, as written."""
        if self.matcher == "private":
            return f"{self.creator}:{self.tag}"
        return str(getattr(self, self.matcher))

    @property
    def rank(self) -> int:
        """How exact it is: the higher one counts."""
        return _RANK[self.matcher]

    @cached_property
    def tags(self) -> tuple[int, ...]:
        """The tags it matches: one for a keyword or tag, those on the way for a path.

        For a private element, its tag in the first block there is.
        """
        if self.creator and self.tag:
            group, element = place_of(self.creator, self.tag)
            return (group << 16 | 0x1000 | element,)
        if self.keyword or self.tag:
            if self.keyword and not self.keyword[:1].isalpha():
                raise PathError(f"{self.keyword!r} is not a keyword. Write, e.g., PatientName.")
            if is_moving(self.tag):
                place_of("", self.tag)
            return (fold(tag_of(self.keyword or self.tag)),)
        return tuple(fold(tag_of(name)) for name, _ in self._steps())

    @cached_property
    def items(self) -> tuple[int | None, ...]:
        """The items a path names on its way; None where any will do."""
        found = [None if item in ("", "*") else int(item) for _, item in self._steps()]
        return tuple(found[:-1])

    @property
    def in_file_meta(self) -> bool:
        """Whether a path begins with ``file_meta.``."""
        return self.path.startswith("file_meta.")

    def _steps(self) -> list[tuple[str, str]]:
        text = self.path.removeprefix("file_meta.")
        found: list[tuple[str, str]] = []
        position = 0
        while position < len(text):
            match = _STEP.match(text, position)
            if not match:
                raise PathError(
                    f"{self.path!r} is not a path. Write keywords or tags joined by dots: "
                    "RequestAttributesSequence.ScheduledProcedureStepID."
                )
            found.append((match[1], match[2] or ""))
            position = match.end()
        return found

    def matches(self, tags: tuple[int, ...], vr: str, creator: str) -> bool:
        """Tell whether it is about an element, whatever items lie on the way.

        Parameters
        ----------
        tags : tuple of int
            The tags from the outside in.
        vr, creator : str
            Its VR and private creator.
        """
        if self.vr:
            return vr == self.vr
        if self.creator and (not tags[-1] & 0x10000 or self.creator.strip() not in {"*", creator}):
            return False
        if self.creator and self.tag:  # whichever block it is in, but never what reserves it
            return tags[-1] & 0xF000 != 0 and tags[-1] & 0xFFFF00FF == self.tags[0] & 0xFFFF00FF
        if self.creator:
            return True
        if self.path:
            return tuple(map(fold, tags)) == self.tags
        return fold(tags[-1]) == self.tags[0]

    def concerns_dates(self) -> bool:
        """Whether it is about dates or times."""
        if self.vr:
            return self.vr in {"DA", "DT", "TM"}
        name = self.keyword or self.path.rpartition(".")[2]
        return bool(re.search(r"Date|Time$", name)) and "BirthDate" not in name

    def as_dict(self) -> dict[str, str]:
        """Give its parts that are set, for files and records."""
        given = (name for name in MATCHERS if getattr(self, name))
        found = {name: str(getattr(self, name)) for name in given}
        found["strategy"] = self.strategy
        if self.value is not None:
            found["value"] = self.value
        return found


def _check(value: str, vr: str, keyword: str | None) -> None:
    """Refuse a new value that no element of this VR can hold."""
    if vr == "SQ":
        raise DcmteachError(
            "A sequence cannot be replaced by a text. Use a rule for the elements inside it, "
            "'clear' or 'remove'."
        )
    if vr not in TEXT and vr not in NUMBERS:  # unknown, or one of several
        return
    if vr in NUMBERS and vr != "AT":
        try:
            (float if vr in {"FL", "FD"} else int)(value)
        except ValueError:
            raise DcmteachError(f"{value!r} is not a number, and {vr} holds numbers.") from None
    wrong = problems(vr, value, charset="ISO_IR 192", keyword=keyword) if vr in TEXT else []
    if wrong:
        raise DcmteachError(wrong[0])
