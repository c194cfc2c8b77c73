"""What the artificial thorax looks like: one axial slice through the heart, in Hounsfield units."""

from __future__ import annotations

import math

import numpy as np

from dcmteach.synth.shapes import Array, Mask, Plane, reduce_by, smooth, texture
from dcmteach.synth.stream import Stream

__all__ = ["FIELD", "draw_thorax"]

FIELD = 384.0
"""Width of the reconstructed field of view in mm."""

AIR, FAT, MUSCLE, LUNG, BONE, MARROW = -1000.0, -105.0, 52.0, -868.0, 620.0, 210.0


def draw_thorax(
    size: int, *, seed: int, level: float = 0.0, fineness: int = 4, thinnest: float = 0.0
) -> Array:
    """Draw the slice.

    Parameters
    ----------
    size : int
        Rows, and columns.
    seed : int
        Which patient: changes the build, the vessels and the noise.
    level : float
        Height of the slice in mm from the middle of the heart, up towards the head.
    fineness : int
        How many times finer than ``size`` the anatomy is drawn before it is averaged down.
    thinnest : float
        Radius in mm of the thinnest vessels of the lungs.

    Returns
    -------
    ndarray of float64, shape (size, size)
        Hounsfield units, anterior at the top, the patient's right on the left.
    """
    plane = Plane(size * fineness, FIELD)
    build = Stream(seed, "build")
    girth = build.uniform(0.96, 1.05)
    image = plane.full(AIR)
    _add_table(plane, image)
    _add_wall(plane, image, girth)
    lungs = _add_lungs(plane, image, girth, Stream(seed, "lungs", round(level)), thinnest)
    _add_ribs(plane, image, girth, level)
    _add_heart(plane, image, level)
    _add_spine(plane, image)
    image = reduce_by(smooth(image, passes=fineness // 2), fineness)
    grain = Stream(seed, "noise", round(level * 8))
    soft = smooth(grain.noise(size, size)) * 24.0 + grain.noise(size, size) * 5.0
    inside = reduce_by((_outline(plane, girth) < 1.0).astype(float), fineness)
    lung_share = reduce_by(lungs.astype(float), fineness)
    noisy = image + soft * (0.35 + 0.65 * inside) * (1 - 0.35 * lung_share)
    return np.asarray(np.clip(noisy, -1024, 3071))


def _outline(plane: Plane, girth: float) -> Array:
    """Return the body's outline: 1 on the skin."""
    return plane.radius(0, 4, 168 * girth, 112 * girth, power=2.35)


def _add_table(plane: Plane, image: Array) -> None:
    shell = plane.radius(0, -190, 330, 333)
    image[(shell > 0.976) & (shell < 1.0) & (plane.y > 106)] = -880
    rim = (np.abs(shell - 0.976) < 0.0032) | (np.abs(shell - 1.0) < 0.0032)
    image[rim & (plane.y > 104) & (np.abs(plane.x) < 178)] = -60


def _add_wall(plane: Plane, image: Array, girth: float) -> None:
    skin = _outline(plane, girth)
    hills = texture(Stream("fat", round(girth * 1000)), plane.size, cells=22)
    image[skin < 1.0] = 20
    image[skin < 0.985] = (FAT + 7 * hills)[skin < 0.985]
    wall = plane.radius(0, 8, 148 * girth, 98 * girth, power=2.3)
    image[wall < 1.0] = (MUSCLE + 5 * hills)[wall < 1.0]
    for side in (-1, 1):
        pectoral = plane.ellipse(side * 74 * girth, -89 * girth, 58, 13, angle=side * 17)
        image[pectoral & (skin < 0.96)] = MUSCLE + 6
        dorsal = plane.ellipse(side * 141 * girth, 30, 13, 46, angle=side * 14)
        image[dorsal & (skin < 0.97)] = MUSCLE + 4
        image[plane.ellipse(side * 128 * girth, 26, 3.2, 50, angle=side * 15)] = FAT
        image[plane.ellipse(side * 46, 88 * girth, 34, 16, angle=side * -9)] = MUSCLE + 8
        image[plane.ellipse(side * 46, 104 * girth, 40, 2.2, angle=side * -7)] = FAT
    image[plane.ellipse(0, 105 * girth, 5, 12)] = FAT


def _cavity(plane: Plane, girth: float) -> Mask:
    outer = plane.ellipse(0, 4, 130 * girth, 86 * girth, power=2.3)
    return np.asarray(outer)


def _add_lungs(plane: Plane, image: Array, girth: float, stream: Stream, thinnest: float) -> Mask:
    cavity = _cavity(plane, girth)
    middle = (
        plane.ellipse(14, -22, 60, 52, angle=24)
        | plane.ellipse(0, 30, 25, 62)
        | plane.ellipse(0, 78, 44, 36)
        | plane.ellipse(0, -74, 24, 22)
        | plane.ellipse(44, -42, 30, 30)
    )
    lungs = np.asarray(cavity & ~middle)
    image[cavity] = -88
    depth = (plane.y / 86 + 1) * 16
    hills = texture(stream, plane.size, cells=46) * 16 + texture(stream, plane.size, cells=14) * 9
    image[lungs] = (LUNG + depth + hills)[lungs]
    for side in (-1, 1):
        root = (side * 36.0, 12.0)
        for number in range(10):
            spread = -1.85 + 0.37 * (number + stream.uniform())
            start = spread if side > 0 else math.pi - spread
            radius = stream.uniform(2.1, 3.5)
            _branch(plane, image, lungs, stream, root, start, radius, 0, thinnest)
        for ring in ((side * 44.0, 4.0, 6.2), (side * 54.0, 24.0, 3.9)):
            x, y, r = ring
            image[plane.ellipse(x, y, r + 1.6, r + 1.1)] = 20
            image[plane.ellipse(x, y, r, r - 0.5)] = -985
        fissure = np.abs(plane.y - (14 + 0.34 * side * plane.x)) < 0.55
        image[lungs & fissure & (side * plane.x > 62)] += 190
    return lungs


def _branch(
    plane: Plane, image: Array, lungs: Mask, stream: Stream, start: tuple[float, float],
    angle: float, radius: float, depth: int, thinnest: float,
) -> None:  # fmt: skip
    length = stream.uniform(17, 29) * (0.86**depth)
    stop = (start[0] + length * math.cos(angle), start[1] + length * 0.8 * math.sin(angle))
    window = plane.window(*start, *stop, margin=radius)
    vessel = plane.bar(*start, *stop, radius, radius * 0.66)[window] & lungs[window]
    part = image[window]
    part[vessel] = np.maximum(part[vessel], 85 - 330 * (depth > 2) - 90 * depth)
    if depth < 5 and radius * 0.62 >= thinnest:
        for bend in (stream.uniform(0.16, 0.55), -stream.uniform(0.16, 0.62)):
            _branch(
                plane, image, lungs, stream, stop, angle + bend, radius * 0.62, depth + 1, thinnest
            )


def _add_ribs(plane: Plane, image: Array, girth: float, level: float) -> None:
    ring = plane.radius(0, 5, 139 * girth, 93.5 * girth, power=2.25)
    turn = np.degrees(np.arctan2(plane.y - 5, plane.x * 0.68))
    for centre, width in ((-152, 15), (-118, 10), (-63, 9), (-29, 14), (10, 13), (47, 12),
                          (133, 12), (170, 13)):  # fmt: skip
        apart = np.abs((turn - centre - level * 0.9 + 180) % 360 - 180) / width
        rib = np.hypot(apart, (ring - 1.0) / 0.042)
        image[rib < 1.0] = BONE
        image[rib < 0.62] = MARROW
    breast = plane.radius(0, -92 * girth, 19, 6.5, power=2.6)
    image[breast < 1.0] = 430
    image[breast < 0.72] = 130
    for side in (-1, 1):
        tip = plane.radius(side * 132 * girth, 52, 3.6, 24, angle=side * 24)
        image[tip < 1.0] = 540
        image[tip < 0.5] = 240


def _add_heart(plane: Plane, image: Array, level: float) -> None:
    shrink = 1 - min(abs(level) / 90, 0.6)
    s = math.sqrt(shrink)
    sac = plane.radius(17, -22, 57 * s, 47 * s, angle=24)
    image[sac < 1.0] = -82
    image[sac < 0.955] = 88
    image[plane.ellipse(42, -14, 27 * s, 21 * s, angle=34)] = 102  # wall of the left ventricle
    image[plane.ellipse(42, -14, 17.5 * s, 11.5 * s, angle=34)] = 262
    image[plane.ellipse(12, -46, 27 * s, 14 * s, angle=16)] = 236  # right ventricle
    image[plane.ellipse(-18, -22, 19 * s, 21 * s, angle=-12)] = 228  # right atrium
    image[plane.ellipse(4, 12, 25 * s, 12.5 * s, angle=4)] = 268  # left atrium
    image[plane.ellipse(-21, 10, 4.6, 7, angle=26)] = 262  # pulmonary veins
    image[plane.ellipse(31, 13, 7.2, 4.2, angle=14)] = 262
    image[plane.ellipse(10, -12, 6.8, 6.4)] = 276  # root of the aorta
    image[plane.bar(33, -28, 13, -31, 3.0, 2.2)] = 96  # septum
    image[plane.ellipse(25, -8, 2.6, 1.4, angle=40)] = 620  # a calcified coronary artery
    image[plane.ellipse(25, 43, 13.4, 13.0)] = 92  # wall of the descending aorta
    image[plane.ellipse(25, 43, 11.8, 11.4)] = 272
    image[plane.ellipse(35.3, 38, 1.2, 4.2, angle=-12)] = 710  # a plaque in its wall
    image[plane.ellipse(4, 33, 8.0, 5.2, angle=12)] = 46  # oesophagus
    image[plane.ellipse(3.2, 32.4, 2.6, 1.2, angle=12)] = -620
    image[plane.ellipse(-12, 48, 2.6, 2.6)] = 180  # azygos vein


def _add_spine(plane: Plane, image: Array) -> None:
    for side in (-1, 1):
        process = plane.bar(side * 14, 78, side * 43, 88, 6.2, 4.0)
        image[process] = 470
        image[plane.bar(side * 16, 79, side * 41, 87.4, 3.6, 2.0)] = 200
        image[plane.bar(side * 11, 66, side * 13, 84, 4.6, 4.0)] = 540
        joint = plane.radius(side * 49, 82, 9.5, 5.4, angle=side * 32)
        image[joint < 1.0] = 560
        image[joint < 0.6] = 220
    image[plane.bar(0, 88, 0, 114, 6.0, 3.2)] = 480
    image[plane.bar(0, 90, 0, 111, 3.4, 1.5)] = 210
    image[plane.bar(-12, 84, 0, 91, 3.2, 3.2) | plane.bar(12, 84, 0, 91, 3.2, 3.2)] = 520
    body = plane.radius(0, 56, 21, 17, power=2.5)
    bumps = texture(Stream("trabeculae"), plane.size, cells=90)
    image[body < 1.0] = 520
    image[body < 0.9] = (205 + 34 * bumps)[body < 0.9]
    image[plane.ellipse(0, 78, 10.4, 8.6)] = -20
    image[plane.ellipse(0, 78, 8.6, 7.0)] = 12
    image[plane.ellipse(0, 78, 5.4, 4.2)] = 44
