"""Steps for values that would have stayed, had nothing been found in them."""

from __future__ import annotations

from collections.abc import Sequence

from pydicom.dataelem import RawDataElement

from dcmteach.deid.plan_search import NUMBERS, Search, remember, text_of
from dcmteach.deid.plan_terms import MAKERS, other_terms, own_terms
from dcmteach.deid.plan_walk import Kept
from dcmteach.deid.rules import fallback
from dcmteach.deid.rules_reasons import of_evidence
from dcmteach.deid.step import DUMMY, Step

__all__ = ["found_steps"]

_TEXT = frozenset({"LO", "LT", "SH", "ST", "UC", "UT"})
_DAYS = frozenset({"DA", "DT"})
_LONGEST = 256  # bytes of a value that is remembered
_LETTER = {"remove": "X", "clear": "Z", "replace": "D"}


def found_steps(kept: Sequence[Kept], search: Search) -> tuple[list[Step], set[str]]:
    """Search all values that would stay.

    Parameters
    ----------
    kept : sequence of Kept
        The elements.
    search : Search
        What names this patient and study.

    Returns
    -------
    steps : list of Step
        One for each element in which something was found.
    terms : set of str
        Terms of the standard, and makers, in which something was found by chance: they stay.
    """
    steps: list[Step] = []
    terms: set[str] = set()
    texts: list[str] = []
    asked: list[Kept] = []
    words: list[bytes] = []
    numbers: list[bytes] = []
    for one in kept:
        element = one.element
        vr, tag = one.node.vr, one.node.tag
        raw = element.value if type(element) is RawDataElement else b"?"
        # What is searched by rules of its own says nothing of the same bytes elsewhere.
        clean = None
        private_day = bool(tag & 0x10000) and vr in _DAYS
        if vr in NUMBERS and not private_day:
            clean = search.clean_numbers
        elif vr in _TEXT and tag not in MAKERS:
            clean = search.clean_words
        if not raw or (clean is not None and raw in clean):
            continue
        value = text_of(element, vr, one.encodings)
        if clean is not None and raw != b"?" and len(raw) <= _LONGEST and raw.isascii():
            (numbers if vr in NUMBERS else words).append(raw)
        if private_day and not isinstance(value, bytes):
            days = [part.strip()[:8] for part in value.split("\\")]
            if dated := search.in_texts(days):
                steps.append(_step(one, sorted(set().union(*dated.values()))))
        elif isinstance(value, bytes):
            found_here = search.in_bytes(value)
            if found_here:
                steps.append(_step(one, found_here))
        elif vr in NUMBERS or vr == "UI":
            kind = (
                search.in_uid(value, own=bool(tag & 0x10000))
                if vr == "UI"
                else search.in_number(value)
            )
            if kind:
                steps.append(_step(one, (kind,)))
        else:
            if value:
                texts.append(value)
                asked.append(one)
    found = search.in_texts(texts) if texts else {}
    for index, kinds in found.items():
        node = asked[index].node
        if node.tag in MAKERS and "institution" in kinds:
            kinds.discard("institution")
            terms.add(texts[index])
        elif node.vr == "CS":
            terms.update(term for term in own_terms(texts[index]) if search.in_texts([term]))
            rest = other_terms(texts[index])
            kinds = search.in_texts([rest]).get(0, set()) if rest else set()
        if kinds:
            steps.append(_step(asked[index], sorted(kinds), several="\\" in texts[index]))
    if not steps:
        remember(search.clean_words, words)
        remember(search.clean_numbers, numbers)
    return steps, terms


def _step(one: Kept, kinds: Sequence[str], *, several: bool = False) -> Step:
    node = one.node
    otherwise = fallback(node.type)
    if node.vr in _TEXT:
        action, strategy, value = "C", "clean", f"text or {otherwise}"
    elif node.vr == "UI":
        action, strategy, value = "U", "remap", ""
    elif node.vr == "CS" and several:
        action, strategy, value = "C", "clean", f"terms or {otherwise}"
    elif node.vr in NUMBERS or node.vr in {"CS", "AE", "UR"}:
        action, strategy = _LETTER[otherwise], otherwise
        value = DUMMY if otherwise == "replace" else ""
    else:
        action, strategy, value = "C", "clean", f"bytes or {otherwise}"
    return Step(
        one.path + node.step_name,
        node.tags,
        action,
        strategy,
        value or None,
        of_evidence(kinds),
        "evidence",
        one.items,
    )
