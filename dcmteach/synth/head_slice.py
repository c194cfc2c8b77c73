"""What the artificial head looks like: one axial T1-weighted slice above the eyes."""

from __future__ import annotations

import numpy as np

from dcmteach.synth.shapes import Array, Plane, reduce_by, smooth, texture
from dcmteach.synth.stream import Stream

__all__ = ["FIELD", "draw_head"]

FIELD = 230.0
"""Width of the field of view in mm."""

SCALP, SKULL, FLUID, GREY, WHITE, DIPLOE = 800.0, 55.0, 120.0, 385.0, 600.0, 430.0


def draw_head(size: int, *, seed: int, level: float = 0.0, fineness: int = 4) -> Array:
    """Draw the slice.

    Parameters
    ----------
    size : int
        Rows, and columns.
    seed : int
        Which patient: changes the folds of the brain and the noise.
    level : float
        Height of the slice in mm above the thalamus.
    fineness : int
        How many times finer than ``size`` the anatomy is drawn before it is averaged down.

    Returns
    -------
    ndarray of float64, shape (size, size)
        Signal in arbitrary units from 0; nose at the top, the patient's right on the left.
    """
    plane = Plane(size * fineness, FIELD)
    shrink = float(np.sqrt(1 - min(abs(level) / 80, 0.7) ** 2))
    image = plane.full(0.0)
    _add_skull(plane, image, shrink)
    _add_brain(plane, image, shrink, seed, round(level))
    _add_core(plane, image, shrink)
    image = reduce_by(smooth(image, passes=fineness // 2), fineness)
    small = Plane(size, FIELD)
    coil = 1.0 + 0.16 * small.radius(0, 0, 100, 110) ** 2 - 0.05 * small.x / 100
    grain = Stream(seed, "noise", round(level * 8))
    real = image * coil * 0.9 + 13.0 * grain.noise(size, size)
    return np.asarray(np.hypot(real, 13.0 * grain.noise(size, size)))


def _add_skull(plane: Plane, image: Array, shrink: float) -> None:
    outline = plane.radius(0, 4, 78 * shrink, 98 * shrink, power=2.15)
    ripple = texture(Stream("scalp"), plane.size, cells=9)
    image[outline < 1.0] = 300
    image[outline < 0.985] = (SCALP + 60 * ripple)[outline < 0.985]
    image[outline < 0.935 + 0.008 * ripple] = SKULL
    marrow = np.abs(outline - 0.905 - 0.004 * ripple) < 0.011 + 0.006 * ripple
    image[marrow & (outline < 0.94)] = DIPLOE
    image[outline < 0.878] = FLUID
    for side in (-1, 1):
        temporalis = plane.ellipse(side * 71 * shrink, -8, 4.6, 28, angle=side * 5)
        image[temporalis & (outline > 0.93) & (outline < 0.985)] = 330
        sinus = plane.ellipse(side * 9, -87 * shrink, 6.5, 2.6, angle=side * 8)
        image[sinus] = 18


def _add_brain(plane: Plane, image: Array, shrink: float, seed: int, level: int) -> None:
    base = Stream(seed, "folds", level // 6)
    own = Stream(seed, "side", level // 6)
    half = texture(base, plane.size, cells=24) + 0.4 * texture(base, plane.size, cells=40)
    folds = np.where(plane.x < 0, half, half[:, ::-1]) + 0.45 * texture(own, plane.size, cells=22)
    edge = 6.5 * texture(own, plane.size, cells=12) / 100
    brain = plane.radius(0, 4, 66 * shrink, 85 * shrink, power=2.15) + 0.35 * edge
    depth = np.clip((1.0 - brain) / 0.34, 0.0, 1.0)  # 0 on the surface, 1 where folds end
    ridge = np.abs(folds)
    sulcus = ridge < 0.15 * (1 - depth) ** 0.6
    ribbon = ridge < 0.24 + 0.34 * (1 - depth)
    inside = brain < 1.0
    image[inside] = WHITE
    shell = inside & ((brain > 0.955) | (ribbon & (depth < 0.97)))
    image[shell] = GREY
    image[inside & sulcus & (depth < 0.92)] = FLUID
    gap = np.abs(plane.x + 0.7 * np.sin(plane.y / 9)) - 0.9
    front = plane.y < (-28 + 4) * shrink
    back = plane.y > (44 + 4) * shrink
    image[inside & (gap < 2.9) & (front | back)] = GREY
    image[inside & (gap < 0.4) & (front | back)] = FLUID
    for side in (-1, 1):  # the fold between temporal and frontal lobe, and the insula behind it
        fissure = (
            plane.bar(side * 64, 9, side * 53, 1, 1.9, 1.3)
            | plane.bar(side * 53, 1, side * 42, -4, 1.3, 1.0)
        )  # fmt: skip
        insula = (
            plane.bar(side * 36, -19, side * 42, -5, 0.9, 1.2)
            | plane.bar(side * 42, -5, side * 39, 14, 1.2, 0.8)
        )  # fmt: skip
        cover = (
            plane.bar(side * 64, 9, side * 53, 1, 4.8, 4.2)
            | plane.bar(side * 53, 1, side * 42, -4, 4.2, 4.0)
            | plane.bar(side * 36, -19, side * 42, -5, 3.3, 4.0)
            | plane.bar(side * 42, -5, side * 39, 14, 4.0, 3.2)
        )  # fmt: skip
        image[cover & inside] = GREY
        image[(fissure | insula) & inside] = FLUID


def _add_core(plane: Plane, image: Array, shrink: float) -> None:
    middle = plane.ellipse(0, 2, 35 * shrink, 37 * shrink)
    image[middle] = WHITE
    for side in (-1, 1):
        image[plane.ellipse(side * 28, -2, 5.4, 14.5, angle=side * 13)] = 452  # putamen
        image[plane.ellipse(side * 22.2, 2, 3.6, 9.4, angle=side * 17)] = 505  # pallidum
        image[plane.ellipse(side * 13.5, -18, 5.2, 8.0, angle=side * -18)] = 440  # caudate
        image[plane.ellipse(side * 10.5, 12, 8.2, 13.0, angle=side * -20)] = 470  # thalamus
        horn = plane.bar(side * 2.4, -13, side * 11.0, -29, 2.3, 3.0)
        image[horn] = FLUID
        trigone = plane.bar(side * 18, 28, side * 25, 44, 3.2, 4.3)
        image[trigone] = FLUID
        image[plane.ellipse(side * 19.5, 33, 2.0, 4.0, angle=side * 24)] = 470  # choroid plexus
    image[plane.bar(0, 0, 0, 20, 1.7, 2.0)] = FLUID  # third ventricle
    image[plane.bar(-1.1, -24, -1.1, -9, 0.7, 0.7) | plane.bar(1.1, -24, 1.1, -9, 0.7, 0.7)] = 540
    image[plane.bar(-12, -34.5, 12, -34.5, 3.0, 3.0)] = 655  # corpus callosum, front
    image[plane.bar(-15, 35, 15, 35, 3.6, 3.6)] = 645  # and back
    image[plane.ellipse(0, 26, 3.0, 2.6)] = 520  # pineal region
