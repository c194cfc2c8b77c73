"""Several opinions made into one verdict."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from dcmteach.header.evidence import Finding
from dcmteach.header.ruling import PROFILE, VALUE, Opinion

__all__ = ["Combined", "combine"]


class Combined(NamedTuple):
    """The verdict, one sentence of reason, the opinions, and whether they contradict each other."""

    verdict: str
    reason: str
    sources: tuple[Opinion, ...]
    disagree: bool


@lru_cache(maxsize=16384)
def combine(opinions: tuple[Opinion, ...], findings: tuple[Finding, ...]) -> Combined:
    """Combine the sources of one element; :func:`~dcmteach.header.classify` has the rule.

    Parameters
    ----------
    opinions : tuple of Opinion
        What the written authorities say.
    findings : tuple of Finding
        What was seen in the value.

    Returns
    -------
    Combined
        Remembered: most elements of most files are alike.
    """
    sources = opinions
    decisive = tuple(finding for finding in findings if finding.decisive)
    if findings:
        sources = (*opinions, _value_opinion(decisive or findings))
    said = {opinion.verdict for opinion in sources}
    disagree = {"safe", "unsafe"} <= said
    if decisive:
        verdict = "unsafe"
    elif disagree:
        verdict = "depends"
    else:
        verdict = next(word for word in ("unsafe", "depends", "safe") if word in said)
    return Combined(verdict, _reason(verdict, sources, bool(decisive), disagree), sources, disagree)


def _value_opinion(findings: tuple[Finding, ...]) -> Opinion:
    verdicts = {finding.verdict for finding in findings}
    verdict = next(word for word in ("unsafe", "depends", "safe") if word in verdicts)
    told = [finding.why for finding in findings if finding.verdict == verdict]
    return Opinion(VALUE, verdict, _join(told[:3]))


def _reason(verdict: str, sources: tuple[Opinion, ...], decisive: bool, disagree: bool) -> str:
    if decisive:
        text = sources[-1].why
        if disagree:
            safe = next(opinion for opinion in sources if opinion.verdict == "safe")
            text += f"; {safe.why}, but that judges the attribute, not what was typed into it"
    elif disagree:
        text = "the sources disagree: " + "; ".join(opinion.why for opinion in sources)
    else:
        told = [opinion for opinion in sources if opinion.verdict == verdict]
        text = "; ".join(opinion.why for opinion in told)
        if verdict == "depends" and sources[0].source == PROFILE and sources[0] not in told:
            text = f"{sources[0].why}, but {text}"
    return f"{text[0].upper()}{text[1:]}."


def _join(clauses: list[str]) -> str:
    if len(clauses) == 1:
        return clauses[0]
    return ", ".join(clauses[:-1]) + ", and " + clauses[-1]
