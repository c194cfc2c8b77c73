"""Two other ways to take a face out, made here from their published descriptions."""

from __future__ import annotations

from typing import Any

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray

__all__ = ["pydeface_mask", "quickshear_mask"]

_BUFFER = 10.0  # mm, as published


def quickshear_mask(image: Any, brain: Any) -> Any:
    """Cut along one plane in front of the brain (Schimke, Kuehler, Hale 2011).

    The brain is seen from the side; of its convex hull, the edge from the foremost corner
    downwards is moved away from the brain by a buffer, and all in front of it goes. Ours works
    in millimetres of the patient, so that the order of the array does not matter.
    """
    z, y, x = np.nonzero(sitk.GetArrayViewFromImage(brain))
    axes = _axes(image)
    points = np.stack([x, y, z], axis=1) @ axes.T + np.array(image.GetOrigin())
    flat = np.unique(np.round(points[:, 1:]), axis=0)
    hull = _hull(flat)
    front = int(np.argmin(hull[:, 0]))
    one = hull[front]
    other = min((hull[front - 1], hull[(front + 1) % len(hull)]), key=lambda corner: corner[1])
    along = (other - one) / np.linalg.norm(other - one)
    out = np.array([along[1], -along[0]])
    if (flat.mean(axis=0) - one) @ out > 0:
        out = -out
    k, j, i = np.indices(sitk.GetArrayViewFromImage(image).shape, sparse=True)
    place = [
        axes[row, 0] * i + axes[row, 1] * j + axes[row, 2] * k + image.GetOrigin()[row]
        for row in (1, 2)
    ]
    beyond = out[0] * (place[0] - one[0]) + out[1] * (place[1] - one[1]) > _BUFFER
    return _like(beyond, image)


def pydeface_mask(image: Any, modality: str | None, folder: Any) -> Any:
    """Lay pydeface's average head over a volume, and cut what its face mask says."""
    from dcmteach.pixels.deface_align import align
    from dcmteach.pixels.deface_work import working_head
    from dcmteach.pixels.template import face_template

    template = face_template(folder / "mean_reg2mean.nii.gz")
    found = align(working_head(image, modality), template)
    keep = sitk.Cast(sitk.ReadImage(str(folder / "facemask.nii.gz")), sitk.sitkFloat32)
    laid = sitk.Resample(keep, image, found.transform.GetInverse(), sitk.sitkLinear, 1.0)
    return sitk.Cast(laid < 0.5, sitk.sitkUInt8)


def _axes(image: Any) -> NDArray[Any]:
    return np.asarray(np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing()))


def _like(values: NDArray[Any], image: Any) -> Any:
    made = sitk.GetImageFromArray(values.astype(np.uint8))
    made.CopyInformation(image)
    return made


def _hull(points: NDArray[Any]) -> NDArray[Any]:
    """Return the convex hull of points in a plane, corner by corner (monotone chain)."""
    ordered = points[np.lexsort((points[:, 1], points[:, 0]))]

    def half(some: NDArray[Any]) -> list[NDArray[Any]]:
        chain: list[NDArray[Any]] = []
        for point in some:
            while len(chain) > 1 and _left(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return np.array(half(ordered) + half(ordered[::-1]))


def _left(one: NDArray[Any], two: NDArray[Any], three: NDArray[Any]) -> float:
    first, second = two - one, three - one
    return float(first[0] * second[1] - first[1] * second[0])
