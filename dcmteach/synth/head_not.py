"""Volumes that hold no face: a chest, a brain alone, vessels alone, a head already defaced."""

from __future__ import annotations

from typing import Any

import numpy as np

from dcmteach.errors import DcmteachError
from dcmteach.synth.head_noise import grain, hills
from dcmteach.synth.head_paint import CONTRASTS, TISSUES
from dcmteach.synth.head_solids import Capsule, Points
from dcmteach.synth.head_surface import Surface
from dcmteach.synth.stream import Stream
from dcmteach.synth.thorax import FIELD, draw_thorax

__all__ = ["CHEST_SPACING", "KINDS", "draw_chest", "draw_vessels", "strip"]

KINDS = ("chest", "skull-stripped", "vessels", "defaced", "defaced-ragged")

CHEST_SPACING = (3.0, 3.0, 6.0)
"""Of a chest's voxels, in mm."""


def draw_chest(seed: int) -> Any:
    """Draw a CT of a chest in thick slices: lungs, heart, ribs, spine.

    Returns
    -------
    ndarray of float32, shape (slices, rows, columns)
        HU; voxels of `CHEST_SPACING`.
    """
    size = round(FIELD / CHEST_SPACING[0])
    levels = [-90 + number * CHEST_SPACING[2] for number in range(30)]
    planes = [
        draw_thorax(size, seed=seed, level=level, fineness=1, thinnest=1.0) for level in levels
    ]
    return np.stack(planes).astype(np.float32)


def draw_vessels(points: Points, seed: int) -> Any:
    """Draw an angiogram from which all but the vessels has been taken.

    Returns
    -------
    ndarray of float32
        Signal from 0, of the shape of the points.
    """
    stream = Stream("head", seed, "vessels")
    tree = Surface(points, reach=2.0)
    for side in (1, -1):
        neck, siphon = (side * 27.0, -6.0, -120.0), (side * 13.0, -18.0, 2.0)
        tree.add(Capsule(neck, (side * 26.0, -4.0, -40.0), 3.0, 2.8))
        tree.add(Capsule((side * 26.0, -4.0, -40.0), (side * 24.0, 0.0, -10.0), 2.8, 2.6))
        tree.add(Capsule((side * 24.0, 0.0, -10.0), siphon, 2.6, 2.4))
        tree.add(Capsule((side * 14.0, 16.0, -110.0), (side * 9.0, 8.0, -26.0), 2.0, 1.9))
        tree.add(Capsule((side * 9.0, 8.0, -26.0), (0.0, -6.0, -14.0), 1.9, 1.8))
        for stop in (
            (side * 58.0, -10.0, 30.0),
            (side * 4.0, -50.0, 30.0),
            (side * 20.0, 40.0, 12.0),
        ):
            _branch(tree, stream, siphon, stop, 2.6, 0)
    tree.add(Capsule((0.0, -6.0, -14.0), (0.0, -12.0, 4.0), 1.8))
    share = np.clip(np.float32(0.5) - tree.distance * np.float32(1 / points.voxel), 0, 1)
    noise = np.abs(grain(stream, points.shape)) * np.float32(2)
    return share * np.float32(900) + noise * (share > 0)


def _branch(
    tree: Surface, stream: Stream, start: tuple[float, float, float],
    stop: tuple[float, float, float], radius: float, depth: int,
) -> None:  # fmt: skip
    tree.add(Capsule(start, stop, radius, radius * 0.8))
    if depth > 3:
        return
    ahead = [b - a for a, b in zip(start, stop, strict=True)]
    for _ in range(2):
        x, y, z = (
            place + 0.55 * step + stream.uniform(-16, 16)
            for place, step in zip(stop, ahead, strict=True)
        )
        far = max(1.0, ((x / 64) ** 2 + ((y + 4) / 82) ** 2 + ((z - 40) / 74) ** 2) ** 0.5)
        _branch(tree, stream, stop, (x / far, (y + 4) / far - 4, (z - 40) / far + 40),
                max(radius * 0.8, 1.2), depth + 1)  # fmt: skip


def strip(kind: str, image: Any, parts: dict[str, Any], modality: str, seed: int) -> Any:
    """Take the face away from a head, or all but the brain.

    Parameters
    ----------
    kind : str
        ``"skull-stripped"``, ``"defaced"`` (along a plane) or ``"defaced-ragged"`` (where a mask
        of the face, grown and roughened, lay).
    image : ndarray, shape (slices, rows, columns)
        Axial.
    parts : dict of str to ndarray of bool
        Its masks.
    modality : str
        Says what stands for nothing.
    seed : int
        How ragged.
    """
    nothing = CONTRASTS[modality][TISSUES.index("air")]
    if kind == "skull-stripped":
        return np.where(parts["brain"], image, np.float32(nothing))
    rows = np.arange(image.shape[1], dtype=np.float32)[:, None]
    levels = np.arange(image.shape[0], dtype=np.float32)[:, None, None]
    z, y = np.nonzero(parts["face"].any(axis=2))
    top, low = z.max(), z.min()
    front, back = y.min(), y.max()
    if kind == "defaced":
        # from the brow down and back, as a tool does that cuts along a plane
        behind = front + (back - front) * (np.float32(0.62) + (top - levels) / (top - low) * 0.9)
        gone = (rows < behind) & (levels < top + 2)
    elif kind == "defaced-ragged":
        rough = hills(Stream("head", seed, "ragged"), image.shape, 5.0)
        rough = rough + hills(Stream("head", seed, "more ragged"), image.shape, 2.0) * 0.6
        behind = back + 1 + 3.5 * rough
        gone = (rows < behind) & (levels < top - 1 + 3 * rough)
    else:
        raise DcmteachError(f"There is no {kind!r}, only: {', '.join(KINDS)}.")
    near = parts["brain"]
    return np.where(gone & ~near, np.float32(nothing), image)
