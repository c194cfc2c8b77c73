"""What stands where a face was: air, a blur, or a face that is nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dcmteach.pixels.deface_work import like

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.deface_cut import Cut
    from dcmteach.pixels.deface_work import Head

__all__ = ["METHODS", "filled"]

METHODS = ("remove", "blur", "shell")

_SEED = 20  # of the noise: the same volume gives the same result
_POOL = 40_000  # voxels looked at
_BLUR = 5.0  # mm
_AIR_HU = (-1100.0, -900.0)
_SOFT_HU = (-20.0, 90.0)


def filled(head: Head, cut: Cut, mask: Any, method: str) -> Any:
    """Change a volume within a mask.

    Parameters
    ----------
    head : Head
        The volume.
    cut : Cut
        Where things lie in it.
    mask : SimpleITK.Image
        1 where it is changed, on the grid of the volume.
    method : str
        ``"remove"`` puts values there that the air around this head has, noise and all;
        ``"blur"`` smooths; ``"shell"`` puts the average, artificial face of the template there.

    Returns
    -------
    SimpleITK.Image
        On the same grid, of the same type.
    """
    itk = head.itk
    values = itk.GetArrayFromImage(head.image)
    changed = itk.GetArrayViewFromImage(mask) > 0
    if not changed.any():
        return itk.Image(head.image)
    box = tuple(slice(int(axis.min()), int(axis.max()) + 1) for axis in np.nonzero(changed))
    inner = changed[box]
    if method == "blur":
        new = _blurred(head, box)[inner]
    else:
        chance = np.random.default_rng(_SEED)
        new = chance.choice(_air(head, values), int(inner.sum()))
        if method == "shell":
            solid = _template_head(head, cut, box)[inner]
            new[solid] = _tissue(head, cut, values, chance, inner.shape)[inner][solid]
    if np.issubdtype(values.dtype, np.integer):
        new = np.clip(np.rint(new), np.iinfo(values.dtype).min, np.iinfo(values.dtype).max)
    values[box][inner] = new.astype(values.dtype)
    return like(values, head.image)


def _at(head: Head, where: Any, values: NDArray[Any]) -> NDArray[Any]:
    """Return values of the volume at some of the voxels of a coarse mask."""
    z, y, x = np.nonzero(head.itk.GetArrayViewFromImage(where))
    chance = np.random.default_rng(_SEED)
    if len(z) > _POOL:
        some = chance.choice(len(z), _POOL, replace=False)
        z, y, x = z[some], y[some], x[some]
    points = np.stack([x, y, z], axis=1) + chance.uniform(-0.5, 0.5, (len(z), 3))
    points = points * np.array(where.GetSpacing()) + np.array(where.GetOrigin())
    axes = np.array(head.image.GetDirection()).reshape(3, 3) * np.array(head.image.GetSpacing())
    index = np.rint(
        (points - np.array(head.image.GetOrigin())) @ np.linalg.inv(axes).T
    ).astype(np.intp)  # fmt: skip
    within = ((index >= 0) & (index < np.array(head.image.GetSize()))).all(axis=1)
    x, y, z = index[within].T
    return np.asarray(values[z, y, x])


def _air(head: Head, values: NDArray[Any]) -> NDArray[Any]:
    """Return values that air has around this head."""
    itk = head.itk
    away = itk.SignedMaurerDistanceMap(head.mask, False, False, True)
    pool = _at(head, itk.And(itk.And(away > 9.0, away < 60.0), head.inside), values)
    if head.ct:
        pool = pool[(pool >= _AIR_HU[0]) & (pool <= _AIR_HU[1])]
        return pool if pool.size > 50 else np.array([-1000], values.dtype)
    if pool.size > 50:
        return np.asarray(pool[pool <= np.percentile(pool, 95)])
    return np.array([np.percentile(values.ravel()[::37], 1)], values.dtype)


def _blurred(head: Head, box: tuple[slice, ...]) -> NDArray[Any]:
    itk = head.itk
    reach = [int(np.ceil(3 * _BLUR / step)) for step in head.image.GetSpacing()]
    size = head.image.GetSize()
    start = [max(0, part.start - more) for part, more in zip(box[::-1], reach, strict=True)]
    end = [min(n, part.stop + more) for part, more, n in zip(box[::-1], reach, size, strict=True)]
    around = itk.RegionOfInterest(
        head.image, [b - a for a, b in zip(start, end, strict=True)], start
    )
    around = itk.Cast(around, itk.sitkFloat32)
    if min(around.GetSize()) >= 4:
        around = itk.SmoothingRecursiveGaussian(around, _BLUR)
    soft = itk.GetArrayFromImage(around)
    return np.asarray(soft[tuple(
        slice(part.start - first, part.stop - first)
        for part, first in zip(box, start[::-1], strict=True)
    )])  # fmt: skip


def _template_head(head: Head, cut: Cut, box: tuple[slice, ...]) -> NDArray[np.bool_]:
    """Tell where the average head has tissue, in a box of the volume."""
    itk = head.itk
    size = [part.stop - part.start for part in box[::-1]]
    part = itk.RegionOfInterest(head.image, size, [one.start for one in box[::-1]])
    share = itk.Resample(cut.maps["head"], part, itk.Transform(), itk.sitkLinear, 0.0)
    return np.asarray(itk.GetArrayFromImage(share) > 0.5)


def _tissue(
    head: Head, cut: Cut, values: NDArray[Any], chance: np.random.Generator,
    shape: tuple[int, ...],
) -> NDArray[Any]:  # fmt: skip
    """Make soft tissue like that under the skin elsewhere in this volume, with a texture."""
    itk = head.itk
    grid = cut.depth
    inner = itk.Resample(head.mask, grid, itk.Transform(), itk.sitkNearestNeighbor, 0)
    depth = itk.SignedMaurerDistanceMap(inner, True, False, True)
    where = itk.And(itk.And(depth > 3.0, depth < 20.0), grid < -3.0)
    where = itk.And(where, itk.BinaryDilate(cut.brain, [3] * 3) == 0)
    pool = _at(head, where, values).astype(np.float32)
    low, high = _SOFT_HU if head.ct else (head.skin, np.inf)
    pool = pool[(pool > low) & (pool < high)]
    if pool.size < 50:
        pool = np.array([20.0, 40.0, 60.0]) if head.ct else np.array([np.percentile(values, 90)])
    low, middle, high = np.percentile(pool, [30, 50, 70])
    rough = like(chance.standard_normal(shape).astype(np.float32), _box_image(itk, shape, head))
    if min(shape) >= 4:
        rough = itk.SmoothingRecursiveGaussian(rough, 2.5)
    grain = itk.GetArrayFromImage(rough)
    grain *= (high - low) / 2 / max(float(grain.std()), 1e-6)
    return np.asarray(middle + grain)


def _box_image(itk: Any, shape: tuple[int, ...], head: Head) -> Any:
    made = itk.Image(list(shape[::-1]), itk.sitkUInt8)
    made.SetSpacing(head.image.GetSpacing())
    return made
