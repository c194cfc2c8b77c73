"""What came of taking a face out: the volume, where it was changed, and what is known of that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    from dcmteach.pixels.volume import Volume

__all__ = ["DefaceReport", "Defaced", "FaceDoubtful", "NoFace"]

_DONE = {
    "remove": "replaced by air",
    "blur": "blurred (which is no way to de-identify)",
    "shell": "replaced by an average, artificial face",
}


class FaceDoubtful(DcmteachError):
    """It is not certain enough where the face is: nothing was changed."""


class NoFace(DcmteachError):
    """There is no face to take out: nothing was changed."""


@dataclass(frozen=True)
class DefaceReport:
    """What was taken out of a head.

    Parameters
    ----------
    parts : Mapping of str to float
        For ``face``, ``nose``, ``eyes``, ``mouth`` and ``ears``, the share that was changed, from
        0 to 1, by where the template has them; parts beyond the field of view are left out.
    brain_touched, brain_voxels : int
        Voxels of the brain that were changed, and that there are, by
        :func:`dcmteach.pixels.brain_estimate`, which knows nothing of the cut, without eyeballs
        and ears; of a brain that is whole it may count up to one in a thousand, where the estimate
        goes too far. Both are 0 where
        no brain was found, or another than where the template has it: then nothing is known.
    confidence : float
        How sure it is that the template lies where the head is, from 0 to 1.
    method : str
        ``"remove"``, ``"blur"`` or ``"shell"``.
    seconds : float
        How long it took.
    template : str
        The template's name.
    changed : int
        Voxels that were changed.
    margin : float
        How much further than usual was cut, in mm.
    kept : tuple of str
        Parts that were to be kept.
    """

    parts: Mapping[str, float]
    brain_touched: int
    brain_voxels: int
    confidence: float
    method: str
    seconds: float
    template: str = "dcmteach"
    changed: int = 0
    margin: float = 0.0
    kept: tuple[str, ...] = ()

    def describe(self) -> str:
        """Return what happened, in a few sentences without identifiers."""
        shares = ", ".join(f"{name} {share:.0%}" for name, share in self.parts.items())
        kept = f" Kept: {', '.join(self.kept)}." if self.kept else ""
        brain = (
            f"Of {self.brain_voxels:,} voxels of the brain, {self.brain_touched:,} were touched."
            if self.brain_voxels
            else "The brain was not told well enough to count what was touched of it."
        )
        return (
            f"{self.changed:,} voxels {_DONE[self.method]}: {shares or 'no part in view'}.{kept} "
            f"{brain} Confidence {self.confidence:.2f}; {self.seconds:.1f} s."
        )

    def to_json(self) -> str:
        """Return all of it as JSON."""
        return json.dumps(asdict(self), indent=1)

    def __str__(self) -> str:
        return self.describe()


@dataclass(frozen=True)
class Defaced:
    """A volume whose face was taken out.

    Parameters
    ----------
    volume : Volume
        After; its way back to DICOM is that of the original.
    mask : SimpleITK.Image
        1 where voxels were changed, on the same grid.
    report : DefaceReport
        What is known of it.
    before : Volume
        The original, for :meth:`picture`.
    """

    volume: Volume
    mask: Any = field(repr=False)
    report: DefaceReport
    before: Volume = field(repr=False)

    def picture(self, path: str | PathLike[str]) -> Path:
        """Write a PNG: the head from the front and two sides, and a slice, before and after.

        The upper row **shows the face**: keep it where the originals are kept.
        """
        from dcmteach.pixels.deface_picture import draw

        return draw(self, Path(path))
