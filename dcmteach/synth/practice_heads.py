"""Artificial heads for practising on: stored otherwise, on a table, leaning back, from a town."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.synth.head import Head, head

__all__ = ["KINDS", "TOWN", "PracticeHead", "practice_head", "townsman"]

TOWN = 8
"""People in town, of each of whom there is a photograph."""
_SPACING = 3.0  # mm
_PEOPLE = 1500  # the seed of the first of them
_PLASTIC, _PAD = 60, -650  # HU


@dataclass(frozen=True)
class PracticeHead:
    """A scan for an exercise.

    Parameters
    ----------
    image : SimpleITK.Image
        What the learner is given.
    head : Head
        The head in it, with masks of its parts in the same grid: the key.
    number : int
        Whose it is, from 0: a number in town for ``"unknown"``.
    """

    image: Any = field(repr=False)
    head: Head = field(repr=False)
    number: int


def townsman(number: int, *, modality: str = "T1", spacing: float = _SPACING, **how: Any) -> Head:
    """Make the head of somebody in town.

    Parameters
    ----------
    number : int
        Who: 0 to `TOWN` - 1 have been photographed; others live elsewhere.
    modality, spacing, **how
        As for `head`.
    """
    return head(_PEOPLE + number, modality=modality, spacing=spacing, **how)


@cache
def practice_head(kind: str, number: int) -> PracticeHead:
    """Make the scan of an exercise.

    Parameters
    ----------
    kind : str
        ``"stored otherwise"``: a CT with slices from left to right. ``"on a table"``: a CT with a
        head rest. ``"unknown"``: somebody in town, slightly turned. ``"leaning"``: a T1 of a
        head that leans back.
    number : int
        Which one; always the same for the same number.

    Raises
    ------
    DcmteachError
        If there is no such kind, or NumPy or SimpleITK is missing.
    """
    if kind not in KINDS:
        raise DcmteachError(f"No head of kind {kind!r}. Choose one of: {', '.join(KINDS)}.")
    made: PracticeHead = KINDS[kind](number)
    return made


def _stored_otherwise(number: int) -> PracticeHead:
    made = townsman(100 + number, modality="CT", orientation="sagittal")
    return PracticeHead(made.image, made, number)


def _unknown(number: int) -> PracticeHead:
    who = number * 7 % TOWN
    turn = (number % 5 * 3.0 - 6.0, number % 3 * 2.0 - 2.0, number % 7 * 3.0 - 9.0)
    made = townsman(who, turn=turn)
    return PracticeHead(made.image, made, who)


def _leaning(number: int) -> PracticeHead:
    made = townsman(200 + number, turn=(14.0 + number % 5, number % 3 * 3.0 - 3.0, 0.0))
    return PracticeHead(made.image, made, number)


def _on_a_table(number: int) -> PracticeHead:
    import numpy as np

    from dcmteach.pixels.volume_need import simple_itk

    sitk = simple_itk()
    made = townsman(300 + number, modality="CT")
    room = [0, 24, 0]
    wide = sitk.ConstantPad(made.image, room, room, -1000)
    parts = {name: sitk.ConstantPad(mask, room, room, 0) for name, mask in made.parts.items()}
    values = sitk.GetArrayFromImage(wide)
    inside = sitk.GetArrayFromImage(parts["head"]) > 0
    _, rows, columns = np.indices(values.shape, dtype=np.float32) * np.float32(_SPACING)
    last = np.flatnonzero(inside.any(axis=(0, 2)))[-1] * _SPACING
    across = columns - columns.max() / 2
    below = rows - (last + 9.0 + number % 4 * 3.0) + across**2 / 300.0  # a trough
    shell = (below > 0) & (below < 7.5) & (abs(across) < 96)
    foam = (below >= 7.5) & (below < 21) & (abs(across) < 96)
    values[shell & ~inside] = _PLASTIC
    values[foam & ~inside] = _PAD
    image = sitk.GetImageFromArray(values)
    image.CopyInformation(wide)
    return PracticeHead(image, Head(image, parts, made.seed, made.modality, made.shape), number)


KINDS = {
    "stored otherwise": _stored_otherwise,
    "unknown": _unknown,
    "leaning": _leaning,
    "on a table": _on_a_table,
}
"""The kinds of practice heads, and what makes them."""
