"""Scans of heads for practising on, each learner's own, and photographs of people in town."""

from __future__ import annotations

from functools import cache
from itertools import permutations
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from dcmteach.course.practice import learner_number
from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    from dcmteach.pixels import Portrait
    from dcmteach.synth.practice_heads import PracticeHead

__all__ = ["own_nifti", "own_nifti_key", "own_releases", "own_releases_key"]
__all__ += ["own_scan", "own_scan_key", "photographs"]

_KINDS = {
    "draw-the-face": "stored otherwise",
    "who-is-it": "unknown",
    "one-piece": "on a table",
    "hold-the-brain": "leaning",
    "which-release": "unknown",
}
_STOCK = 24  # scans of each kind
_TRIED = {
    "hold-the-brain": tuple(number for number in range(_STOCK) if number != 8),
}
"""Those of which the exercise's way works; for others it would have to be another."""


def own_scan(slug: str, *, learner: int | None = None) -> Any:
    """Make the scan of an exercise, another one for each learner.

    Parameters
    ----------
    slug : str
        The exercise, one of lesson 15.
    learner : int, optional
        Whose; by default `~dcmteach.course.practice.learner_number`.

    Returns
    -------
    SimpleITK.Image
        An artificial head, always the same for the same learner.

    Raises
    ------
    DcmteachError
        If that exercise has no scan, or SimpleITK is not installed.
    """
    from dcmteach.pixels.volume_need import simple_itk

    sitk = simple_itk()
    return sitk.Image(own_scan_key(slug, learner=learner).image)


def own_scan_key(slug: str, *, learner: int | None = None) -> PracticeHead:
    """Return what is where in `own_scan`: for the checks."""
    from dcmteach.synth.practice_heads import practice_head

    if slug not in _KINDS:
        raise DcmteachError(
            f"No scan belongs to an exercise {slug!r}. Choose one of: {', '.join(_KINDS)}."
        )
    number = learner_number() if learner is None else learner
    stock = _TRIED.get(slug, range(_STOCK))
    return practice_head(_KINDS[slug], stock[number % len(stock)])


@cache
def photographs() -> tuple[Portrait, ...]:
    """Take a photograph of everybody in town: in daylight from one side, from the front.

    Returns
    -------
    tuple of Portrait
        Of people who do not exist; the place of each is the person's number.
    """
    from dcmteach.pixels import render_face
    from dcmteach.synth.practice_heads import TOWN, townsman

    people = (townsman(number, noise=0.0, bias=0.0) for number in range(TOWN))
    return tuple(render_face(one.image, view=(4.0, 2.0), light="left", size=160) for one in people)


def own_nifti(*, learner: int | None = None) -> Path:
    """Write the file of the exercise about NIfTI, another one for each learner.

    Returns
    -------
    pathlib.Path
        ``anonymous.nii.gz`` in a new folder for what is thrown away.
    """
    path = Path(mkdtemp(prefix="dcmteach-")) / "anonymous.nii.gz"
    path.write_bytes(_careless(learner)[0])
    return path


def own_nifti_key(*, learner: int | None = None) -> dict[str, str]:
    """Return what of a patient stands in `own_nifti`: for the check."""
    return dict(_careless(learner)[1])


def _careless(learner: int | None) -> tuple[bytes, dict[str, str]]:
    from dcmteach.synth.practice_nifti import careless_nifti

    return careless_nifti((learner_number() if learner is None else learner) % _STOCK)


def own_releases(*, learner: int | None = None) -> dict[str, Any]:
    """Make four releases of the scan of one person, each treated in another way.

    Returns
    -------
    dict of str to SimpleITK.Image
        ``"A"`` to ``"D"``, in an order of the learner's own.
    """
    from dcmteach.pixels import deface

    scan = own_scan("which-release", learner=learner)
    made = {"peel": _peeled(scan), "noise": _noisy(scan)}
    for how, margin in (("remove", 0.0), ("deeper", 4.0)):
        made[how] = deface(scan, margin=margin).volume.image
    return {letter: made[how] for letter, how in own_releases_key(learner=learner).items()}


def own_releases_key(*, learner: int | None = None) -> dict[str, str]:
    """Return how each of `own_releases` was treated: for the check."""
    number = learner_number() if learner is None else learner
    orders = list(permutations(("peel", "remove", "noise", "deeper")))
    return dict(zip("ABCD", orders[number % _STOCK % len(orders)], strict=True))


def _noisy(scan: Any) -> Any:
    """Change every voxel a little."""
    from dcmteach.pixels.volume_need import simple_itk

    sitk = simple_itk()
    return sitk.Cast(sitk.AdditiveGaussianNoise(scan, 40.0, 0.0, 15), scan.GetPixelID())


def _peeled(scan: Any) -> Any:
    """Take off the outermost layer of voxels, as some programs do."""
    from dcmteach.pixels import surface_threshold
    from dcmteach.pixels.volume_need import simple_itk

    sitk = simple_itk()

    inside = sitk.BinaryFillhole(scan > surface_threshold(scan))
    return sitk.Mask(scan, sitk.BinaryErode(inside, [1, 1, 1]))
