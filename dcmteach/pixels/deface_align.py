"""Lay the template over a head: an affine map from its mm to those of the volume."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dcmteach.pixels.deface_search import Likeness, Pose, placed, search

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.deface_work import Head
    from dcmteach.pixels.template import FaceTemplate

__all__ = ["Alignment", "align"]

_RIM = 12.0  # mm of air around the template's head that count too
_ALIKE = 0.105  # below that, a head that faces backwards may be what is there
_FROM_TOP = 60.0  # mm from the top of a head to the centre of its cranium


@dataclass(frozen=True)
class Alignment:
    """Where the template lies in a volume.

    Parameters
    ----------
    transform : SimpleITK.AffineTransform
        From mm of the template to mm of the volume.
    likeness : float
        Normalised mutual information there.
    sizes : tuple of float
        How much larger the head is than the template, in the three directions of the template.
    angles : tuple of float
        Pitch, turn and roll, in degrees.
    seen : float
        Which share of the template's head lies within the field of view.
    backwards : float
        The likeness of a head that faces the other way; 0 if that was not tried, since this one
        is like enough.
    """

    transform: Any
    likeness: float
    sizes: tuple[float, ...]
    angles: tuple[float, ...]
    seen: float
    backwards: float = 0.0


def align(head: Head, template: FaceTemplate) -> Alignment:
    """Find the affine map of a template to a head.

    Parameters
    ----------
    head : Head
        The volume at three sizes.
    template : FaceTemplate
        The average head.
    """
    itk = head.itk
    reach, coarse_points, coarse_values = _sampled(itk, template)
    likeness = Likeness(coarse_values, coarse_points, head.coarse, head.inside, itk)
    centre = _centre(template.as_image(template.maps["head"]), itk, 0.5)
    start = _centre(head.mask, itk, 0)
    poses = search(likeness, centre, start)
    tried = [_refined(head, template, reach, pose, centre) for _, pose in poses[:1]]
    finals = [(likeness(*_parts(transform)), transform) for transform in tried]
    value, transform = max(finals, key=lambda one: one[0])
    matrix, _ = _parts(transform)
    left, stretch, right = np.linalg.svd(matrix)
    turned = left @ right
    sizes = tuple(float(one) for one in np.linalg.norm(matrix, axis=0))
    angles = (
        float(np.degrees(np.arctan2(turned[2, 1], turned[2, 2]))),
        float(np.degrees(np.arctan2(turned[1, 0], turned[0, 0]))),
        float(np.degrees(np.arcsin(np.clip(-turned[2, 0], -1, 1)))),
    )
    if stretch.min() <= 0:
        value = 0.0
    other = 0.0
    if value < _ALIKE:
        other = search(likeness, centre, start, about=180.0)[0][0]
    return Alignment(transform, value, sizes, angles, _seen(head, template, transform), other)


def _sampled(itk: Any, template: FaceTemplate) -> tuple[Any, NDArray[Any], NDArray[Any]]:
    head = template.as_image((template.maps["head"] > 0.5).astype(np.uint8))
    steps = round(_RIM / template.spacing)
    reach = itk.BinaryDilate(head, [steps] * 3)
    z, y, x = np.nonzero(itk.GetArrayViewFromImage(reach)[::2, ::2, ::2])
    points = np.stack([x, y, z], axis=1) * (2 * template.spacing) + np.array(template.origin)
    soft = itk.SmoothingRecursiveGaussian(template.as_image(template.image), 4.0)
    return reach, points, itk.GetArrayFromImage(soft)[::2, ::2, ::2][z, y, x]


def _centre(mask: Any, itk: Any, threshold: float) -> NDArray[Any]:
    """Return about the middle of a cranium: so far below the top, and centred."""
    values = itk.GetArrayViewFromImage(mask) > threshold
    z, y, x = np.nonzero(values)
    if not len(z):
        return np.array(mask.TransformContinuousIndexToPhysicalPoint(
            [size / 2 for size in mask.GetSize()]
        ))  # fmt: skip
    step, origin = np.array(mask.GetSpacing()), np.array(mask.GetOrigin())
    counts = np.bincount(z)
    top = np.nonzero(counts * step[0] * step[1] > 1500)[0].max(initial=int(z.min()))
    upper = z > top - 2 * _FROM_TOP / step[2]
    middle = [np.median(x[upper]), np.median(y[upper]), top - _FROM_TOP / step[2]]
    return np.asarray(origin + np.array(middle) * step)


def _refined(
    head: Head, template: FaceTemplate, reach: Any, pose: Pose, centre: NDArray[Any]
) -> Any:
    """Let all twelve numbers of the affine map find the best place."""
    itk = head.itk
    matrix, shift = placed(pose, centre)
    transform = itk.AffineTransform(3)
    transform.SetCenter(centre.tolist())
    transform.SetMatrix(matrix.ravel().tolist())
    transform.SetTranslation((matrix @ centre + shift - centre).tolist())
    method = itk.ImageRegistrationMethod()
    method.SetMetricAsMattesMutualInformation(32)
    method.SetMetricFixedMask(reach)
    method.SetInterpolator(itk.sitkLinear)
    method.SetInitialTransform(transform, inPlace=True)
    method.SetOptimizerAsRegularStepGradientDescent(2.0, 0.05, 60, 0.6)
    method.SetOptimizerScalesFromPhysicalShift()
    fixed = template.as_image(template.image)
    try:
        method.Execute(itk.Cast(fixed, itk.sitkFloat32), head.middle)
    except RuntimeError:  # too little of the template lies within the volume
        return itk.AffineTransform(matrix.ravel().tolist(), shift.tolist())
    return transform


def _parts(transform: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    matrix = np.array(transform.GetMatrix()).reshape(3, 3)
    centre = np.array(transform.GetCenter())
    return matrix, np.array(transform.GetTranslation()) + centre - matrix @ centre


def _seen(head: Head, template: FaceTemplate, transform: Any) -> float:
    z, y, x = np.nonzero(template.maps["head"][::2, ::2, ::2] > 0.5)
    points = np.stack([x, y, z], axis=1) * (2 * template.spacing) + np.array(template.origin)
    matrix, shift = _parts(transform)
    inside = head.itk.GetArrayViewFromImage(head.inside)
    where = (
        points @ matrix.T + shift - np.array(head.inside.GetOrigin())
    ) / head.inside.GetSpacing()
    index = np.rint(where).astype(np.intp)
    within = ((index >= 0) & (index < np.array(head.inside.GetSize()))).all(axis=1)
    index = index[within]
    return float(inside[index[:, 2], index[:, 1], index[:, 0]].sum() / max(len(points), 1))
