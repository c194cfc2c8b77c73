"""Three planes through a volume, laid in the patient's own directions whatever the scanner's."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PLANES", "SIDE", "Plane", "Planes"]

SIDE = 256
"""Pixels along a side of every picture: all have one scale, and a millimetre is square."""


class Plane(NamedTuple):
    """A plane, by the axes of DICOM's patient: 0 to the left, 1 to the back, 2 to the head.

    Parameters
    ----------
    name : str
        What it is called.
    across, down, through : int
        The axis that runs to the right of the picture, the one that runs along its height, and the
        one that its slider follows.
    turned : bool
        Whether the axis along the height runs upwards.
    letters : tuple of str
        What stands at the left, right, top and bottom of the picture.
    ends : str
        Where the slider begins and ends.
    mirrored : bool
        Whether a wipe shows the head before at the right, so that what faces left is shown after.
    """

    name: str
    across: int
    down: int
    through: int
    turned: bool
    letters: tuple[str, str, str, str]
    ends: str
    mirrored: bool = False


PLANES = {
    "axial": Plane("Axial", 0, 1, 2, False, ("R", "L", "A", "P"), "from the feet to the head"),
    "coronal": Plane("Coronal", 0, 2, 1, True, ("R", "L", "H", "F"), "from the front to the back"),
    "sagittal": Plane("Sagittal", 1, 2, 0, True, ("A", "P", "H", "F"), "from right to left", True),
}
"""The planes; the patient is seen as radiologists do: from the feet, from the front, from the
left."""


class Planes:
    """Slices of images that lie in one place, all cut with the same knife.

    Parameters
    ----------
    image : SimpleITK.Image
        What says where everything lies, in mm. Its own axes may be turned and tilted.
    """

    def __init__(self, image: Any) -> None:
        ends = product(*((0.0, n - 1.0) for n in image.GetSize()))
        corners = [image.TransformContinuousIndexToPhysicalPoint(end) for end in ends]
        self.low = [float(min(corner[axis] for corner in corners)) for axis in range(3)]
        self.high = [float(max(corner[axis] for corner in corners)) for axis in range(3)]
        extent = [high - low for low, high in zip(self.low, self.high, strict=True)]
        self.pixel = max(*extent, 1.0) / (SIDE - 1)  # mm
        self.step = [_step(image, axis) for axis in range(3)]
        self.count = [
            max(1, math.floor(size / step + 1e-6) + 1)
            for size, step in zip(extent, self.step, strict=True)
        ]

    def slices(self, name: str) -> int:
        """Return how many slices a plane's slider walks through."""
        return self.count[PLANES[name].through]

    def place(self, name: str, number: int) -> float:
        """Return where a slice, counted from 0, lies: mm along the patient's axis (LPS)."""
        axis = PLANES[name].through
        return float(self.low[axis] + number * self.step[axis])

    def cut(self, image: Any, name: str, number: int, *, outside: float = 0.0) -> NDArray[Any]:
        """Return one slice of an image, wherever its own voxels lie.

        Parameters
        ----------
        image : SimpleITK.Image
            The image, or another one in the same place.
        name : str
            A key of :data:`PLANES`.
        number : int
            The slice, from 0 on.
        outside : float, optional
            The value where the image ends.

        Returns
        -------
        ndarray, shape (SIDE, SIDE)
            Values between voxels are linear ones.
        """
        from dcmteach.pixels.volume_need import simple_itk

        itk = simple_itk()
        plane = PLANES[name]
        origin = [(low + high) / 2 for low, high in zip(self.low, self.high, strict=True)]
        half = self.pixel * (SIDE - 1) / 2
        origin[plane.across] -= half
        origin[plane.down] += half if plane.turned else -half
        origin[plane.through] = self.place(name, number)
        columns = [[0.0, 0.0, 0.0] for _ in range(3)]
        columns[0][plane.across] = 1.0
        columns[1][plane.down] = -1.0 if plane.turned else 1.0
        columns[2][plane.through] = 1.0
        direction = [columns[column][row] for row in range(3) for column in range(3)]
        cut = itk.Resample(
            image,
            [SIDE, SIDE, 1],
            itk.Transform(),
            itk.sitkLinear,
            origin,
            [self.pixel] * 3,
            direction,
            float(outside),
        )
        made: NDArray[Any] = itk.GetArrayFromImage(cut)[0]
        return made


def _step(image: Any, axis: int) -> float:
    """Return the spacing, in mm, of the image's own axis that runs most along the patient's."""
    along = [abs(part) for part in image.GetDirection()[3 * axis : 3 * axis + 3]]
    return float(image.GetSpacing()[along.index(max(along))])
