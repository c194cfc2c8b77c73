"""Scans of heads for practising on, each learner's own, and photographs of people in town."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from dcmteach.course.practice import learner_number
from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    from dcmteach.pixels import Portrait
    from dcmteach.synth.practice_heads import PracticeHead

__all__ = ["own_scan", "own_scan_key", "photographs"]

_KINDS = {
    "draw-the-face": "stored otherwise",
    "who-is-it": "unknown",
    "one-piece": "on a table",
    "hold-the-brain": "nodding",
    "which-release": "unknown",
}
_STOCK = 24  # scans of each kind, tried


def own_scan(slug: str, *, learner: int | None = None) -> Any:
    """Make the scan of an exercise, another one for each learner.

    Parameters
    ----------
    slug : str
        The exercise, one of lesson 15.
    learner : int, optional
        Whose; by default `~dcmteach.course.practice.learner_number`.

    Returns
    -------
    SimpleITK.Image
        An artificial head, always the same for the same learner.

    Raises
    ------
    DcmteachError
        If that exercise has no scan, or SimpleITK is not installed.
    """
    import SimpleITK as sitk

    return sitk.Image(own_scan_key(slug, learner=learner).image)


def own_scan_key(slug: str, *, learner: int | None = None) -> PracticeHead:
    """Return what is where in `own_scan`: for the checks."""
    from dcmteach.synth.practice_heads import practice_head

    if slug not in _KINDS:
        raise DcmteachError(
            f"No scan belongs to an exercise {slug!r}. Choose one of: {', '.join(_KINDS)}."
        )
    number = learner_number() if learner is None else learner
    return practice_head(_KINDS[slug], number % _STOCK)


@cache
def photographs() -> tuple[Portrait, ...]:
    """Take a photograph of everybody in town: in daylight from one side, from the front.

    Returns
    -------
    tuple of Portrait
        Of people who do not exist; the place of each is the person's number.
    """
    from dcmteach.pixels import render_face
    from dcmteach.synth.practice_heads import TOWN, townsman

    people = (townsman(number, noise=0.0, bias=0.0) for number in range(TOWN))
    return tuple(render_face(one.image, view=(4.0, 2.0), light="left", size=160) for one in people)
