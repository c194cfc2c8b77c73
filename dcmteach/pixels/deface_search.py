"""Where a head lies, roughly: many poses tried, those kept that explain most of the template."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Likeness", "Pose", "search"]

_BINS = 16
_PITCHES, _TURNS = (-24, -12, 0, 12, 24), (-16, 0, 16)  # degrees
_BACK, _UP = (-24, 0, 24), (-40, -20, 0, 20, 40)  # mm
_STEPS = np.array([7, 7, 7, 8, 8, 8, 0.08, 0.08, 0.08])
_PICKS = 4
_LEAST_SHARE = 0.3  # of the template within the field of view

Pose = Any
"""ndarray, shape (9,): pitch, turn, roll in degrees; where the centre goes, in mm; sizes."""


class Likeness:
    """Normalised mutual information of a template and a volume in a pose.

    Parameters
    ----------
    template : ndarray of float32
        The brightness of the template at some points.
    points : ndarray, shape (n, 3)
        These points, in mm.
    image, inside : SimpleITK.Image
        The volume along DICOM's axes, and where it reaches.
    itk : module
        SimpleITK.
    """

    def __init__(
        self, template: NDArray[Any], points: NDArray[Any], image: Any, inside: Any, itk: Any
    ) -> None:
        self.points = points
        self.template = _binned(template)
        values = itk.GetArrayFromImage(image)
        self.values = _binned(values)
        self.values[itk.GetArrayFromImage(inside) == 0] = -1
        self.origin = np.array(image.GetOrigin())
        self.step = np.array(image.GetSpacing())
        self.size = np.array(values.shape[::-1])

    def __call__(self, matrix: NDArray[Any], shift: NDArray[Any], every: int = 1) -> float:
        """Return the likeness, from 0 (nothing in common) to 1, points beyond the volume apart."""
        where = self.points[::every] @ matrix.T
        where += shift - self.origin
        where /= self.step
        index = np.rint(where).astype(np.intp)
        within = ((index >= 0) & (index < self.size)).all(axis=1)
        index = index[within]
        theirs = self.values[index[:, 2], index[:, 1], index[:, 0]]
        ours = self.template[::every][within][theirs >= 0]
        theirs = theirs[theirs >= 0]
        if len(theirs) < _LEAST_SHARE * len(where):
            return 0.0
        table = np.bincount(ours * _BINS + theirs, minlength=_BINS**2).reshape(_BINS, _BINS)
        both = _entropy(table.ravel())
        return float((_entropy(table.sum(0)) + _entropy(table.sum(1))) / both - 1) if both else 0.0


def _binned(values: NDArray[Any]) -> NDArray[np.intp]:
    low, high = float(values.min()), float(values.max())
    scaled = (values - low) * (_BINS / max(high - low, 1e-6))
    return np.clip(scaled, 0, _BINS - 1).astype(np.intp)


def _entropy(counts: NDArray[Any]) -> float:
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log(share)).sum())


def placed(pose: Pose, centre: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the matrix and the shift of a pose: ``x`` goes to ``matrix @ x + shift``."""
    pitch, turn, roll = np.radians(pose[:3])
    about_x = np.array([
        [1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)],
    ])  # fmt: skip
    about_z = np.array([
        [np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1],
    ])  # fmt: skip
    about_y = np.array([
        [np.cos(roll), 0, np.sin(roll)], [0, 1, 0], [-np.sin(roll), 0, np.cos(roll)],
    ])  # fmt: skip
    matrix = about_x @ about_z @ about_y * pose[6:9]
    return matrix, pose[3:6] - matrix @ centre


def search(
    likeness: Likeness, centre: NDArray[Any], start: NDArray[Any], *, about: float = 0.0
) -> list[tuple[float, Pose]]:
    """Try poses around a start, and improve the best of them.

    Parameters
    ----------
    likeness : Likeness
        What is to be large.
    centre : ndarray, shape (3,)
        The centre of the template's cranium, in mm.
    start : ndarray, shape (3,)
        About where it lies in the volume.
    about : float
        Which way the head faces, in degrees: 180 to the back.

    Returns
    -------
    list of (float, ndarray)
        Likeness and pose, the best first.
    """
    tried = []
    for pitch, turn, back, up in product(_PITCHES, _TURNS, _BACK, _UP):
        pose = np.array([pitch, about + turn, 0, *start, 1, 1, 1], float)
        pose[4] += back
        pose[5] += up
        tried.append((likeness(*placed(pose, centre), every=3), pose))
    tried.sort(key=lambda one: -one[0])
    picks: list[Pose] = []
    for _, pose in tried:
        if all(np.abs(pose[:6] - other[:6]).sum() > 25 for other in picks):
            picks.append(pose)
        if len(picks) == _PICKS:
            break
    better = sorted((_improve(likeness, centre, pose, 2, 2) for pose in picks), key=_first)
    best = [_improve(likeness, centre, pose, 4, 1, _STEPS / 2) for _, pose in better[:2]]
    return sorted(best, key=_first) + better[2:]


def _first(one: tuple[float, Pose]) -> float:
    return -one[0]


def _improve(
    likeness: Likeness, centre: NDArray[Any], pose: Pose, rounds: int, every: int,
    steps: NDArray[Any] = _STEPS,
) -> tuple[float, Pose]:  # fmt: skip
    """Move along each of the nine in turn, while it helps, by steps that are halved."""
    best = likeness(*placed(pose, centre), every=every)
    for _ in range(rounds):
        for number in (*range(9), *range(9)):
            for sign in (1, -1):
                other = pose.copy()
                other[number] += sign * steps[number]
                value = likeness(*placed(other, centre), every=every)
                if value > best and other[6:9].min() > 0.7 and other[6:9].max() < 1.4:
                    best, pose = value, other
                    break
        steps = steps / 2
    return best, pose
