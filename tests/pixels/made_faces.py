"""Heads for the tests of faces: made once, coarse, and what may be done to them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import SimpleITK as sitk

from dcmteach.pixels.render_surface import Surface, surface
from dcmteach.synth.head import head, not_a_head

STEP = 3.0
Turn = tuple[float, float, float]


@lru_cache(maxsize=16)
def image(
    seed: int = 11, modality: str = "CT", turn: tuple[float, float, float] = (0, 0, 0)
) -> Any:
    """Give a head."""
    return head(seed, modality=modality, spacing=STEP, turn=turn).image


@lru_cache(maxsize=16)
def skin(
    seed: int = 11, modality: str = "CT", turn: tuple[float, float, float] = (0, 0, 0)
) -> Surface:
    """Give the surface of a head."""
    return surface(image(seed, modality, turn))


@lru_cache(maxsize=8)
def other(kind: str) -> Any:
    """Give what is no head with a face."""
    return not_a_head(kind, 11, spacing=STEP)


def changed(before: Any, values: np.ndarray) -> Any:
    """Give an image with other values."""
    made = sitk.GetImageFromArray(values)
    made.CopyInformation(before)
    return made


def places(of: Any) -> np.ndarray:
    """Give where each voxel lies in mm, shape (z, y, x, 3)."""
    z, y, x = np.indices(of.GetSize()[::-1])
    steps = np.array(of.GetDirection()).reshape(3, 3) * np.array(of.GetSpacing())
    made: np.ndarray = np.stack([x, y, z], axis=-1) @ steps.T + np.array(of.GetOrigin())
    return made


def without_face(of: Any, parts: Any) -> Any:
    """Cut with a plane all that lies before the eyes and below the brows."""
    where, eyes = places(of), sitk.GetArrayFromImage(parts["eyes"]) > 0
    middle = where[eyes].mean(axis=0)
    gone = (where[..., 1] < middle[1]) & (where[..., 2] < middle[2] + 15)
    values = sitk.GetArrayFromImage(of)
    return changed(of, np.where(gone, -1000, values).astype(values.dtype))
