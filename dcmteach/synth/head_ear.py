"""The ear of the artificial head: helix, antihelix, concha, lobe and tragus."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.head_shape import HeadShape
from dcmteach.synth.head_solids import Capsule, Ellipsoid, Field, Place, blend_min
from dcmteach.synth.head_surface import Surface

__all__ = ["Ear"]


class Ear:
    """The left ear as one solid; the right one is its mirror image.

    Parameters
    ----------
    shape : HeadShape
        Whose.
    """

    def __init__(self, shape: HeadShape) -> None:
        self.size = shape.ear_size / 62
        self.centre = (shape.width * 0.90 + 5.0, 13.0 * self.size, 3.0)
        # the sine and cosine of a small angle, by sums and products alone
        turn = shape.ear_angle * 0.017453293
        sin = turn - turn**3 / 6 + turn**5 / 120
        cos = 1 - turn**2 / 2 + turn**4 / 24
        up = np.array([0.10, 0.19, 1.0])
        back = np.array([sin, cos, -0.19 * cos])
        up = up / np.sqrt((up * up).sum())
        back = back - up * (back * up).sum()
        back = back / np.sqrt((back * back).sum())
        self._axes = np.stack([back, up, np.cross(back, up)]).astype(np.float32)

    @property
    def box(self) -> tuple[Place, Place]:
        """The lowest and the highest corner."""
        (cx, cy, cz), r = self.centre, self.size
        return (cx - 16 * r, cy - 22 * r, cz - 34 * r), (cx + 18 * r, cy + 24 * r, cz + 36 * r)

    def distance(self, x: Field, y: Field, z: Field) -> Field:
        """Return the distance from the surface in mm, negative inside."""
        places = [line - np.float32(c) for line, c in zip((x, y, z), self.centre, strict=True)]
        back, up, out = (
            sum(axis[i] * places[i] for i in range(3)) / np.float32(self.size)
            for axis in self._axes
        )  # fmt: skip
        out = -out if self._axes[2, 0] < 0 else out
        # an egg: narrower towards the lobe
        wide = np.float32(16.5) + np.clip(up, -30, 30) * np.float32(0.16)
        u, v = back / wide, up / np.float32(29.5)
        ring = np.sqrt(u * u + v * v) + np.float32(1e-6)
        cup = np.float32(3.4) * ring * ring - np.float32(4.0)
        apart = (ring - np.float32(0.93)) * np.float32(19)
        rim = np.sqrt(apart * apart + (out - cup - 1.0) ** 2) - np.float32(2.8)
        gap = np.maximum(np.maximum(np.float32(-0.55) - u, 0) * 14 * (v < 0.35), 0)
        rim = rim + gap  # the helix starts above the canal
        apart = (ring - np.float32(0.60)) * np.float32(18)
        fold = np.sqrt(apart * apart + (out - cup - 1.4) ** 2) - np.float32(2.3)
        fold = fold + np.maximum(np.float32(0.05) - u, 0) * 16
        plate = np.maximum(np.abs(out - cup) - np.float32(2.1), (ring - np.float32(0.95)) * 16)
        whole = blend_min(blend_min(plate, rim, 2.0), fold, 2.0)
        lobe = Ellipsoid((-4.0, -25.0, 0.2), (7.5, 9.0, 3.4)).distance(back, up, out)
        whole = blend_min(whole, lobe, 4.0)
        return np.asarray(whole * np.float32(self.size))

    def add_to(self, skin: Surface) -> None:
        """Add both ears, with the stalks that hold them and the canals that lead inwards."""
        cx, cy, cz = self.centre
        r = self.size
        skin.add(Ellipsoid((cx - 10, cy - 7, cz - 3), (8, 10, 18)), 6, both=True)
        skin.add(self, 2.5, both=True)
        skin.cut(Ellipsoid((cx + 2.0, cy - 4 * r, cz - 4 * r), (6.5, 7.6 * r, 10.5 * r)), 2.0,
                 both=True)  # fmt: skip
        tragus = Ellipsoid((cx - 3.5, cy - 12.0 * r, cz - 4 * r), (4.2, 4.6, 6.0))
        skin.add(tragus, 3, both=True)
        skin.cut(
            Capsule((cx - 4, cy - 8, cz - 4), (cx - 8, cy - 9, cz - 3), 3.4, 3.0), 2, both=True
        )
