"""An attack: whose photograph belongs to which scan?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.render_portrait import Portrait

__all__ = ["FaceMatches", "match_faces"]

_FEW = 3  # faces, at least, tell how well any face explains a photograph
_REACH = 4  # pixels of 2 mm: how far a nose may lie from where the mean face has it


@dataclass(frozen=True, eq=False)
class FaceMatches:
    """How well portraits from scans were matched to photographs.

    Parameters
    ----------
    scores : ndarray of float64, shape (probes, gallery)
        How much better a face explains a photograph than other faces do; higher is more alike.
    truth : tuple of int
        For each probe the photograph of the same person, 0-based.
    """

    scores: NDArray[Any]
    truth: tuple[int, ...]

    @property
    def ranks(self) -> tuple[int, ...]:
        """Places at which the right photographs come, one for each probe; 1 is the first."""
        return tuple(
            int((row >= row[right]).sum())
            for row, right in zip(self.scores, self.truth, strict=True)
        )

    @property
    def best(self) -> tuple[int, ...]:
        """For each probe, the photograph that is most like it, 0-based."""
        return tuple(int(row.argmax()) for row in self.scores)

    @property
    def rank_1(self) -> float:
        """The share of probes whose right photograph comes first, from 0 to 1."""
        return sum(rank == 1 for rank in self.ranks) / len(self.ranks)

    @property
    def chance(self) -> float:
        """The share that guessing would find, from 0 to 1."""
        return 1 / len(self.scores[0])

    def describe(self) -> str:
        """Say in a sentence how many were found."""
        found = sum(rank == 1 for rank in self.ranks)
        return (
            f"{found} of {len(self.ranks)} scans were matched to the right photograph out of "
            f"{self.scores.shape[1]} ({self.rank_1:.0%}; guessing finds {self.chance:.0%})."
        )

    def __str__(self) -> str:
        return self.describe()

    def __repr__(self) -> str:
        return f"<FaceMatches: {self.describe()}>"


def match_faces(
    probes: Sequence[Portrait],
    gallery: Sequence[Portrait],
    *,
    truth: Sequence[int] | None = None,
    guides: Sequence[Portrait] | None = None,
) -> FaceMatches:
    """Match portraits that were rendered from scans to photographs.

    For each photograph the pose is searched for with the mean face. Then each scan's face is
    turned to that pose, and the light is chosen with which it explains the lines of the
    photograph best. Of the photographs nothing is used but their pixels and the size of those.
    The skull, the ears and the outline are left out: on photographs hair hides them.

    Parameters
    ----------
    probes : sequence of Portrait
        From scans, seen from in front (``view="front"``); their depth is used.
    gallery : sequence of Portrait
        The photographs, turned by up to 25 degrees, in any light.
    truth : sequence of int, optional
        For each probe the photograph of the same person, 0-based; by default the one at the
        same place.
    guides : sequence of Portrait, optional
        Whole faces of anybody, from which the mean face is made; by default the probes. Needed
        if the faces of the probes were removed: an attacker has faces of other people.

    Returns
    -------
    FaceMatches
        Scores, ranks, and the share found.

    Raises
    ------
    DcmteachError
        If there are too few portraits, or ``truth`` does not fit them.
    """
    import numpy as np

    from dcmteach.pixels.face_match_fit import (
        explained,
        find_pose,
        mean_shape,
        photograph,
        shape_of,
    )

    right = _right(len(probes), len(gallery), truth)
    shapes = [shape_of(probe) for probe in probes]
    common = mean_shape(shapes if guides is None else [shape_of(one) for one in guides])
    scores = np.zeros((len(shapes), len(gallery)))
    for column, one in enumerate(gallery):
        photo = photograph(one)
        pose, place = find_pose(common, photo)
        windows = photo.around(place, _REACH)
        for row, shape in enumerate(shapes):
            scores[row, column] = explained(shape, windows, pose).max()
    for axis in (0, 1):
        if scores.shape[axis] >= _FEW or axis == 1:
            scores = scores - scores.mean(axis=axis, keepdims=True)
            scores = scores / np.maximum(scores.std(axis=axis, keepdims=True), 1e-9)
    return FaceMatches(scores, right)


def _right(probes: int, gallery: int, truth: Sequence[int] | None) -> tuple[int, ...]:
    if not probes or gallery < 2:
        raise DcmteachError(
            "Matching faces needs at least one portrait from a scan and two photographs (got "
            f"{probes} and {gallery}). Render more with render_face()."
        )
    right = tuple(range(probes)) if truth is None else tuple(int(one) for one in truth)
    if len(right) != probes or not all(0 <= one < gallery for one in right):
        raise DcmteachError(
            f"truth must name one of the {gallery} photographs, 0-based, for each of the {probes} "
            "portraits. Give as many photographs as portraits, or say which belong together."
        )
    return right
