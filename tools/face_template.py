"""Make the average head that ``dcmteach.deface`` finds faces with.

Run ``python tools/face_template.py`` after a change to ``dcmteach.synth.head``; it takes about a
minute, and gives the same file each time. Twenty artificial heads that no test and no benchmark
uses are drawn without noise and averaged, with the masks of their parts; what is cut away with a
face is drawn here, by hand, into the average (:func:`cut`).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray

from dcmteach.pixels.template import PARTS, FaceTemplate
from dcmteach.synth.head import head

OUT = Path(__file__).parents[1] / "dcmteach" / "pixels" / "data" / "face_template.npz"
SEEDS = range(9000, 9020)
SPACING = 4.0
LOW, HIGH = (-96.0, -140.0, -116.0), (96.0, 120.0, 140.0)  # mm
RAMP = 32.0  # mm over which the cut rises from 0 to 1

BACK = -50.0
"""How far back the cut goes, in mm: behind the eyes, the nose's hollows and the teeth."""
CROWN, BELOW = 50.0, -110.0
"""Where it ends above the brow, and below the chin, in mm up."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    made = average(SEEDS).save(args.out)
    print(f"{made.name}: {made.stat().st_size / 1024:.0f} KiB")


def average(seeds: range) -> FaceTemplate:
    """Average heads, each upright and where it was drawn."""
    size = [round((high - low) / SPACING) + 1 for low, high in zip(LOW, HIGH, strict=True)]
    grid = sitk.Image(size, sitk.sitkFloat32)
    grid.SetOrigin(LOW)
    grid.SetSpacing([SPACING] * 3)
    image = np.zeros(size[::-1])
    maps: dict[str, NDArray[Any]] = {
        name: np.zeros(size[::-1]) for name in (*PARTS, "brain", "head")
    }
    for seed in seeds:
        made = head(seed, modality="T1", spacing=2.0, noise=0.0, bias=0.0)
        image += sampled(made.image, grid)
        for name, values in maps.items():
            values += sampled(made.parts[name], grid)
    count = len(seeds)
    means: Mapping[str, NDArray[Any]] = {
        name: (values / count).astype(np.float32) for name, values in maps.items()
    }
    return FaceTemplate(
        (image / count).astype(np.float32), {**means, "cut": cut(size)}, LOW, SPACING, "dcmteach"
    )


def sampled(image: Any, grid: Any) -> NDArray[Any]:
    """Return the mean of an image within each voxel of a coarser grid."""
    soft = sitk.SmoothingRecursiveGaussian(sitk.Cast(image, sitk.sitkFloat32), SPACING * 0.35)
    soft = sitk.Resample(soft, grid, sitk.Transform(), sitk.sitkLinear, 0.0, sitk.sitkFloat32, True)
    return np.clip(np.asarray(sitk.GetArrayFromImage(soft), float), 0, None)


def cut(size: list[int]) -> NDArray[Any]:
    """Draw what is taken away: all that lies in front of three planes.

    One stands upright behind eyes and teeth, one lies above the brow, one below the
    chin. What of the brain lies in front of them is held apart when a head is cut.
    """
    _, y, z = np.meshgrid(
        *(low + SPACING * np.arange(count) for low, count in zip(LOW, size, strict=True)),
        indexing="ij",
    )
    forehead = CROWN - z
    inside = np.minimum.reduce([BACK - y, forehead, z - BELOW])
    ramp: NDArray[Any] = np.clip(0.5 + inside / RAMP, 0, 1).astype(np.float32)
    return np.ascontiguousarray(ramp.T)


if __name__ == "__main__":
    main()
