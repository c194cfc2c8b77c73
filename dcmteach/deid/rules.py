"""What a recipe decides about an element from its place alone, whatever its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dcmteach.deid import rules_reasons as reasons
from dcmteach.deid.rules_default import default_code
from dcmteach.deid.step import DUMMY, ITEMS, PSEUDONYM
from dcmteach.header.dictionary import lookup
from dcmteach.header.ruling import effective
from dcmteach.standard import private, profile

if TYPE_CHECKING:
    from dcmteach.deid.recipe import Recipe
    from dcmteach.deid.recipe_rule import Rule

__all__ = ["KEEP", "LIFTED", "Decision", "Place", "by_type", "decide", "fallback", "from_rule"]

_TEXT = frozenset({"LO", "LT", "SH", "ST", "UC", "UT"})
_CLOCK = frozenset({"DA", "DT", "TM"})
_REQUIRED = frozenset({"1", "1C"})
_PRESENT = frozenset({"2", "2C"})
_PSEUDONYMOUS = frozenset({0x00100010, 0x00100020})
# Sequences whose items say who or where, not what: a made-up item in place of each.
_WHO = frozenset(
    {
        0x00080082,  # InstitutionCodeSequence
        0x00081072,  # OperatorIdentificationSequence
        0x00401101,  # PersonIdentificationCodeSequence
        0x0040A073,  # VerifyingObserverSequence
    }
)


class Place(NamedTuple):
    """Where an element stands.

    Parameters
    ----------
    tags : tuple of int
        The tags from the outside in.
    vr, creator : str
        Its VR, and the private creator of its block (for a creator, itself).
    type : str or None
        Its Type in the SOP class.
    mode : str
        How the sequence around it is treated: ``"own"`` (each element by its own row),
        ``"shape"`` (its structure stays, texts are made up) or ``"dummy"`` (all values are made
        up).
    """

    tags: tuple[int, ...]
    vr: str
    creator: str
    type: str | None
    mode: str

    @property
    def tag(self) -> int:
        """The element's own tag."""
        return self.tags[-1]


class Decision(NamedTuple):
    """What becomes of an element; the first five fields are those of a step.

    Parameters
    ----------
    action, strategy, value, reason, source
        As in :class:`~dcmteach.deid.step.Step`.
    inside : str
        For a sequence that stays, the `mode` of its items.
    """

    action: str
    strategy: str
    value: Any
    reason: str
    source: str
    inside: str = "own"


KEEP = Decision("", "keep", None, "", "profile")
LIFTED = Decision(
    "X",
    "remove",
    None,
    "a Type 1C element in it must go, and a Type 3 sequence goes with it as a whole",
    "rule",
)


def decide(recipe: Recipe, place: Place) -> Decision:
    """Decide about an element.

    Parameters
    ----------
    recipe : Recipe
        What shall be done.
    place : Place
        Where the element stands.

    Returns
    -------
    Decision
        Of the recipe's rules without item numbers, the profile with its options, and our own
        rules for what the table does not list, the first one that speaks.
    """
    best: Rule | None = None
    for rule in recipe.rules:
        if any(item is not None for item in rule.items):
            continue
        matched = rule.matches(place.tags, place.vr, place.creator)
        if matched and (best is None or rule.rank >= best.rank):
            best = rule
    if best is not None:
        return from_rule(best, recipe, place)
    if place.tag & 0xFFFF == 0:
        return Decision("X", "remove", None, reasons.GROUP_LENGTH, "file")
    if recipe.profile == "none":
        return KEEP
    return _by_profile(recipe, place)


def from_rule(rule: Rule, recipe: Recipe, place: Place) -> Decision:
    """Turn a recipe's rule into a decision that fits the element's VR."""
    strategy, value = rule.strategy, rule.value
    reason = reasons.of_rule(rule)
    vr = place.vr
    if strategy == "keep" and _of_unsafe(place):
        if vr in {"DA", "DT"} and recipe.dates == "shifted":
            return Decision("C", "shift", "remove", f"{reason}; {reasons.SHIFTED}", "rule")
        return Decision("K", "keep", None, f"{reason}; {reasons.CHOSEN}", "choice")
    if strategy == "replace" and vr == "SQ":
        return Decision("D", "clean", ITEMS, reason, "rule", "dummy")
    if strategy == "replace":
        return Decision("D", "replace", DUMMY if value is None else value, reason, "rule")
    if strategy == "clean":
        return Decision("C", *_cleaning(place, recipe), reason, "rule")
    if (strategy == "shift" and vr not in _CLOCK) or (strategy == "remap" and vr != "UI"):
        return KEEP
    if strategy == "randomise" and vr == "SQ":
        return Decision("D", "clean", ITEMS, reason, "rule", "dummy")
    code = {"remove": "X", "clear": "Z", "remap": "U", "keep": "K", "randomise": "D"}
    otherwise = fallback(place.type) if strategy in {"shift", "randomise"} else None
    return Decision(code.get(strategy, "C"), strategy, otherwise, reason, "rule")


def _of_unsafe(place: Place) -> bool:
    """Whether it is a private element (no reservation) that PS3.15 E.3.10 does not list."""
    private_one = place.tag & 0x10000 and place.tag & 0xF000
    return bool(private_one) and not private.is_safe(place.tag, place.creator)


def _by_profile(recipe: Recipe, place: Place) -> Decision:
    tag, type_ = place.tag, place.type
    code: str | None
    if tag >> 16 & 1:
        if "retain-safe-private" in recipe.options and private.is_safe(tag, place.creator):
            if place.vr in {"DA", "DT"} and recipe.dates == "shifted":
                return Decision("C", "shift", "remove", reasons.SAFE_DATE, "option")
            return Decision("K", "keep", None, reasons.SAFE_PRIVATE, "option")
        return Decision("X", "remove", None, reasons.PRIVATE, "profile")
    row = profile.row(tag)
    code = None if row is None else profile.action(tag, options=recipe.options)
    if code is None:
        code, why = default_code(recipe, place.tags, place.vr, place.mode, lookup(tag))
        if code is None:
            return KEEP
        settled = by_type(code, type_)
        return _decision(settled, recipe, place, reasons.of_default(why, settled, type_), "rule")
    settled = by_type(code, type_)
    assert row is not None
    source = "profile" if code == row.basic else "option"
    if place.mode == "dummy" and settled == "K":
        settled = by_type("X/Z/D", type_)
    reason = reasons.of_row(code, settled, type_, row, recipe.options)
    return _decision(settled, recipe, place, reason, source)


def by_type(code: str, type_: str | None) -> str:
    """Settle an action code by the Type, so that the data set stays valid.

    Parameters
    ----------
    code : str
        An action code of the table.
    type_ : str or None
        The Type; conditional ones count as required, for the element is there.

    Returns
    -------
    str
        D, Z, X, K, C or U. Where the table says only X or Z and the Type asks for more, what the
        Type asks for.
    """
    settled = effective(code, type_)
    if settled == "X" and type_ in _PRESENT:
        return "Z"
    if settled in {"X", "Z"} and type_ in _REQUIRED:
        return "D"
    return settled


def fallback(type_: str | None) -> str:
    """Name the strategy for a value that cannot be cleaned."""
    if type_ in _REQUIRED:
        return "replace"
    return "clear" if type_ in _PRESENT else "remove"


def _decision(code: str, recipe: Recipe, place: Place, reason: str, source: str) -> Decision:
    vr = place.vr
    if code == "K":
        return Decision("K", "keep", None, reason, source)
    if place.tag in _PSEUDONYMOUS and code in {"Z", "D"}:
        return Decision("D", "replace", PSEUDONYM, reasons.PSEUDONYM, source)
    if code == "X":
        return Decision("X", "remove", None, reason, source)
    if code == "Z":
        return Decision("Z", "clear", None, reason, source)
    if vr == "SQ":
        inside = "own" if code in {"C", "U"} else "dummy" if place.tag in _WHO else "shape"
        if place.mode == "dummy":
            inside = "dummy"
        return Decision(code, "clean", ITEMS, reason, source, inside)
    if vr == "UI":
        return Decision("U", "remap", None, reason, source)
    if code == "C":
        return Decision("C", *_cleaning(place, recipe), reason, source)
    return Decision("D", "replace", DUMMY, reason, source)


def _cleaning(place: Place, recipe: Recipe) -> tuple[str, Any]:
    vr = place.vr
    if vr in {"DA", "DT"} or (vr == "TM" and recipe.times == "shift"):
        return "shift", fallback(place.type)
    if vr == "TM":
        return "keep", None
    if vr == "SQ":
        return "clean", ITEMS
    if vr == "UI":
        return "remap", None
    otherwise = fallback(place.type)
    if vr in _TEXT:
        return "clean", f"text or {otherwise}"
    if vr == "PN":
        return "replace", DUMMY
    return "clean", f"bytes or {otherwise}" if vr in {"OB", "UN", "OW"} else f"word or {otherwise}"
