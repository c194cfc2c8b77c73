"""Painting a volume, tissue over tissue, with edges as soft as the voxels are large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dcmteach.synth.head_solids import Field, Points, Solid, Window

__all__ = ["CONTRASTS", "TISSUES", "Painter"]

TISSUES = (
    "air", "skin", "fat", "muscle", "bone", "marrow", "tooth", "fluid", "grey", "white", "vitreous",
    "lens", "mucosa", "nerve", "vessel",
)  # fmt: skip

CONTRASTS: Mapping[str, tuple[float, ...]] = {
    "CT": (-1000, 20, -95, 55, 1050, 380, 2300, 8, 37, 29, 12, 85, 35, 32, 55),
    "T1": (0, 520, 800, 330, 45, 560, 25, 125, 400, 610, 110, 260, 350, 560, 90),
    "T2": (0, 330, 520, 190, 40, 380, 25, 1100, 470, 340, 1050, 300, 620, 360, 60),
    "PET": (0, 700, 350, 1100, 500, 900, 300, 900, 15500, 5200, 700, 900, 1700, 4200, 2100),
}
"""For each kind of image the value of each of `TISSUES`: HU, signal, or Bq/ml."""

_SHARP = {"skin": 0.6}
"""Edges are as soft as voxels are large, divided by this or by 0.7: what a scanner blurs."""


class Painter:
    """A volume that is painted layer by layer.

    Parameters
    ----------
    points : Points
        Its voxels.
    modality : str
        One of `CONTRASTS`.
    """

    def __init__(self, points: Points, modality: str) -> None:
        self.points = points
        self._values = dict(zip(TISSUES, CONTRASTS[modality], strict=True))
        self.image: Field = np.full(points.shape, self._values["air"], dtype=np.float32)
        self.labels: NDArray[np.uint8] = np.zeros(points.shape, dtype=np.uint8)

    def paint(
        self, tissue: str, distance: Field, window: Window | None = None, *, value: Any = None
    ) -> None:
        """Paint a tissue wherever its distance is negative, and in part where it is near 0.

        Parameters
        ----------
        tissue : str
            One of `TISSUES`.
        distance : ndarray of float32
            In mm, of the whole volume or of the window.
        window : tuple of slice, optional
            The part of the volume to paint.
        value : float or ndarray, optional
            Instead of the tissue's own.
        """
        part = window if window is not None else (slice(None),) * 3
        share = np.clip(
            np.float32(0.5) - distance * np.float32(_SHARP.get(tissue, 0.7) / self.points.voxel),
            0,
            1,
        )
        image = self.image[part]
        image += share * (
            np.float32(self._values[tissue]) - image if value is None else value - image
        )
        self.labels[part][distance < 0] = TISSUES.index(tissue)

    def solid(
        self, tissue: str, solid: Solid, *, both: bool = False, within: Field | None = None
    ) -> None:
        """Paint a solid; ``both``: its mirror image, too; ``within``: where that is negative."""
        low, high = solid.box
        for side in (1, -1) if both else (1,):
            ends = (side * low[0], side * high[0])
            part = self.points.window(
                (min(ends) - 2, low[1] - 2, low[2] - 2), (max(ends) + 2, high[1] + 2, high[2] + 2)
            )
            if part is None:
                continue
            x, y, z = self.points.x[part], self.points.y[part], self.points.z[part]
            distance = solid.distance(x if side > 0 else -x, y, z)
            if within is not None:
                distance = np.maximum(distance, within[part])
            self.paint(tissue, distance, part)
