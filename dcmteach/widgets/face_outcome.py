"""What is to be done to a face, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from dcmteach.errors import DcmteachError

__all__ = ["GIVEN", "MARGINS", "METHODS", "PARTS", "Choices", "Outcome", "compared", "defaced"]

METHODS = {"remove": "remove", "blur": "blur", "shell": "shell: an average face instead"}
"""What can be done, and the words for it."""

GIVEN = "given"
"""The method of what was given to the viewer as it is."""

PARTS = ("nose", "eyes", "mouth", "ears")
"""What can be kept, of a face."""

MARGINS = (-20.0, 20.0)
"""The least and the greatest margin, in mm; less than 0 takes less."""


_RELIEFS: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()  # by volume
_BROKEN = (
    "Defacing ended with an error ({}), so nothing was changed. Try another method, or look at "
    "the volume: does it show a head?"
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose.

    Parameters
    ----------
    method : str
        A key of :data:`METHODS`, or :data:`GIVEN`.
    margin : float
        Millimetres.
    keep : tuple of str
        Of :data:`PARTS`.
    """

    method: str = "remove"
    margin: float = 0.0
    keep: tuple[str, ...] = ()

    def checked(self) -> Choices:
        """Return them with the parts in their order.

        Raises
        ------
        DcmteachError
            If something cannot be chosen.
        """
        if self.method not in (*METHODS, GIVEN):
            known = ", ".join(METHODS)
            raise DcmteachError(f"method must be one of {known} (got {self.method!r}).")
        number = isinstance(self.margin, int | float) and not isinstance(self.margin, bool)
        least, most = MARGINS
        if not number or not least <= self.margin <= most:
            raise DcmteachError(
                f"margin must be a number of mm from {least:g} to {most:g} (got {self.margin!r})."
            )
        unknown = [part for part in self.keep if part not in PARTS]
        if unknown:
            raise DcmteachError(
                f"keep must be some of {', '.join(PARTS)} (got {self.keep!r}). "
                f"Write, for example, keep=({PARTS[-1]!r},)."
            )
        ordered = tuple(part for part in PARTS if part in self.keep)
        return Choices(self.method, float(self.margin), ordered)

    def told(self) -> str:
        """Say them in one line."""
        if self.method == GIVEN:
            return "as it was given"
        kept = f", {' and '.join(self.keep)} kept" if self.keep else ""
        margin = f"{self.margin:g}".replace("-", "−")
        return f"{self.method}, margin {margin} mm{kept}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Parameters
    ----------
    choices : Choices
        What had been chosen.
    volume : Volume or None
        The volume after; None if it was refused.
    mask : SimpleITK.Image or None
        Not 0 where voxels were changed.
    parts : mapping of str to float
        How much of each part of the face was changed, 0 to 1.
    method : str
        How it was changed: a key of :data:`METHODS`, or empty if nobody told.
    kept : tuple of str
        Parts that were to be kept.
    brain_touched, brain_voxels : int or None
        Voxels of the brain that were changed, and that there are.
    relief : float or None
        The correlation of the face's relief before and after: 1 is the same face.
    confidence : float or None
        How sure the library is of where the face is, 0 to 1.
    problem : str
        Why it was refused; empty if it was not.
    """

    choices: Choices
    volume: Any = None
    mask: Any = None
    parts: Mapping[str, float] = field(default_factory=dict)
    method: str = ""
    kept: tuple[str, ...] = ()
    brain_touched: int | None = None
    brain_voxels: int | None = None
    relief: float | None = None
    confidence: float | None = None
    problem: str = ""


def defaced(volume: Any, choices: Choices) -> Outcome:
    """Take the face from a volume as chosen; a refusal is an outcome, too."""
    from dcmteach.pixels.deface import deface

    return _outcome(
        choices,
        volume,
        lambda: deface(volume, method=choices.method, margin=choices.margin, keep=choices.keep),
    )


def compared(volume: Any, after: Any) -> Outcome:
    """Look at what somebody defaced already, here or elsewhere.

    Parameters
    ----------
    volume : Volume
        Before.
    after : Defaced or Volume
        After.

    Raises
    ------
    DcmteachError
        If the two do not lie in the same place.
    """
    from dcmteach.pixels.volume_need import simple_itk

    itk, choices = simple_itk(), Choices(GIVEN)
    before, other = volume.image, getattr(after, "volume", after).image
    if _grid(before) != _grid(other):
        raise DcmteachError(
            "FaceViewer compares two volumes of one place voxel by voxel, and these differ in "
            f"size, spacing, origin or direction ({_size(before)} and {_size(other)} voxels). "
            "Give the volume that was defaced, and what came of it."
        )
    if hasattr(after, "report"):
        return _outcome(choices, volume, lambda: after)
    kind = itk.sitkFloat32
    mask = itk.NotEqual(itk.Cast(before, kind), itk.Cast(other, kind))
    touched, voxels = _brain(volume, mask)
    relief = _relief(volume, after)
    return Outcome(choices, after, mask, brain_touched=touched, brain_voxels=voxels, relief=relief)


def _outcome(choices: Choices, volume: Any, deface: Callable[[], Any]) -> Outcome:
    try:
        made = deface()
    except DcmteachError as error:
        return Outcome(choices, problem=str(error))
    except Exception as error:  # a thread must not die of it, and its text may tell too much
        return Outcome(choices, problem=_BROKEN.format(type(error).__name__))
    report = made.report
    return Outcome(
        choices,
        made.volume,
        made.mask,
        dict(report.parts),
        report.method,
        tuple(report.kept),
        report.brain_touched,
        report.brain_voxels,
        _relief(volume, made.volume),
        report.confidence,
    )


def _brain(volume: Any, mask: Any) -> tuple[int | None, int | None]:
    """Count the voxels of the brain that a mask touches, and those there are."""
    from dcmteach.pixels.brain import brain_estimate
    from dcmteach.pixels.volume_need import simple_itk

    itk = simple_itk()
    try:
        brain = brain_estimate(volume)
    except DcmteachError:
        return None, None
    both = (itk.GetArrayViewFromImage(brain) != 0, itk.GetArrayViewFromImage(mask) != 0)
    return int((both[0] & both[1]).sum()), int(both[0].sum())


def _relief(before: Any, after: Any) -> float | None:
    """Compare what is left of the face's relief; None where there is nothing to compare."""
    from dcmteach.pixels.relief import facial_relief, relief_correlation

    try:
        if before not in _RELIEFS:  # finding the face takes longest, and is the same every time
            _RELIEFS[before] = facial_relief(before)
        return float(relief_correlation(_RELIEFS[before], after))
    except DcmteachError:
        return None


def _grid(image: Any) -> tuple[Any, ...]:
    parts = (image.GetSpacing(), image.GetOrigin(), image.GetDirection())
    return (image.GetSize(), *(tuple(round(x, 3) for x in part) for part in parts))


def _size(image: Any) -> str:
    return " × ".join(map(str, image.GetSize()))
