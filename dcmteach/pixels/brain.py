"""Where the brain is, told from one volume alone, without any template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dcmteach.pixels.volume import Source, volume

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dcmteach.pixels.deface_work import Head

__all__ = ["brain_estimate"]

GRID = 3.0  # mm
_SKULL, _SOFT = 150.0, (-20.0, 120.0)  # HU
_SMALLEST = 2e5  # mm³ of brain, its rind apart
_LEAST_DEPTH = 25.0  # mm from the skin to the middle of a head
_BRIGHTEST, _BRIGHTEST_PET = 1.6, 9.0  # of the level in the middle: what may still be brain
_PEELS = (2, 3, 4, 5)  # voxels
_REACH = 98.0  # mm from the middle of a brain, some of it peeled, to its furthest point
_UPPER = 150.0  # mm from the top of a head: the middle of the brain is not further down
_CORE = 0.6  # of the largest ball that fits into a head: surely within the brain
_HEART = 15.0  # mm around the middle
_SKIN, _UNDER_SKIN = 5.0, 16.0  # mm below the surface: surely no brain, and where it may begin
_PARTS = 5  # of the largest pieces of soft tissue, how many are looked at


def brain_estimate(source: Source) -> Any:
    """Estimate where the brain lies, so that what happens to it can be counted.

    In a CT it is the soft tissue that bone surrounds. Otherwise it is what a flood from the
    middle of the head reaches before it meets the flood from the skin: they meet on the skull,
    which is dark in MR and in PET. Fluid around the brain counts as brain; where neither skull
    nor fluid parts it from other tissue, some of that does, too.

    Parameters
    ----------
    source : Volume, SimpleITK.Image, or what :func:`dcmteach.volume` reads
        A head, in any orientation.

    Returns
    -------
    SimpleITK.Image
        1 in the brain, on the grid of the volume; all 0 if no brain is found.

    Raises
    ------
    DcmteachError
        If SimpleITK is missing, or this is no volume.
    """
    from dcmteach.pixels.deface_work import working_head

    made = volume(source)
    return spread(brain_of(working_head(made.image, made.modality)), made.image)


def spread(mask: Any, image: Any) -> Any:
    """Bring a coarse mask to the grid of an image."""
    from dcmteach.pixels.volume_need import simple_itk

    itk = simple_itk()
    share = itk.Resample(
        itk.Cast(mask, itk.sitkFloat32), image, itk.Transform(), itk.sitkLinear, 0.0,
        itk.sitkFloat32,
    )  # fmt: skip
    return itk.BinaryThreshold(share, 0.5, 2.0)


def brain_of(head: Head) -> Any:
    """Estimate the brain on a grid of 3 mm along DICOM's axes."""
    from dcmteach.pixels.deface_work import on_grid

    itk = head.itk
    grid = on_grid(itk.SmoothingRecursiveGaussian(head.fine, 1.2), GRID, head.floor)
    return _in_skull(itk, grid) if head.ct else _flooded(itk, grid, head)


def _in_skull(itk: Any, grid: Any) -> Any:
    """Return the piece of soft tissue with most bone around it."""
    soft = itk.BinaryThreshold(grid, *_SOFT)
    cores = itk.RelabelComponent(itk.ConnectedComponent(itk.BinaryErode(soft, [2] * 3)))
    bone = itk.GetArrayFromImage(grid) > _SKULL
    best, chosen = 0.15, None
    for label in range(1, _PARTS + 1):
        core = cores == label
        inner = itk.GetArrayViewFromImage(core) > 0
        if inner.sum() * GRID**3 < _SMALLEST:
            break
        shell = (itk.GetArrayFromImage(itk.BinaryDilate(core, [4] * 3)) > 0) & ~inner
        share = bone[shell].mean()
        if share > best:
            best, chosen = share, core
    if chosen is None:
        return itk.Cast(grid, itk.sitkUInt8) * 0
    brain = itk.And(itk.BinaryDilate(chosen, [2] * 3), soft)
    return itk.BinaryFillhole(itk.BinaryMorphologicalClosing(brain, [2] * 3))


def _flooded(itk: Any, grid: Any, head: Head) -> Any:
    """Return what a flood from within takes before it meets the one from the skin."""
    import numpy as np

    from dcmteach.pixels.deface_work import like

    values = itk.GetArrayFromImage(grid)
    solid = itk.BinaryMorphologicalOpening(grid > head.skin, [1] * 3)
    solid = itk.BinaryMorphologicalClosing(solid, [4] * 3)
    body = itk.BinaryFillhole(itk.RelabelComponent(itk.ConnectedComponent(solid)) == 1)
    depth = itk.GetArrayFromImage(itk.SignedMaurerDistanceMap(
        body, insideIsPositive=True, squaredDistance=False, useImageSpacing=True
    ))  # fmt: skip
    nothing = itk.Cast(grid, itk.sitkUInt8) * 0
    if depth.max() < _LEAST_DEPTH:
        return nothing
    away, deepest = _middle(depth)
    core = away < _CORE * deepest
    bright = core & (values > head.skin)
    if not bright.any():
        return nothing
    level = float(np.median(values[bright]))
    most = _BRIGHTEST_PET if head.pet else _BRIGHTEST
    tissue = ((values > 0.55 * level) & (values < most * level)) | core
    markers = _markers(itk, like(tissue.astype(np.uint8), grid), away, depth)
    if markers is None:
        return nothing
    flood = like(-np.minimum(values, level), grid)
    parted = itk.MorphologicalWatershedFromMarkers(
        flood, like(markers, grid), markWatershedLine=False, fullyConnected=False
    )
    brain = itk.And(parted == 1, grid > 0.4 * level)
    brain = itk.BinaryMorphologicalOpening(brain, [2] * 3)
    brain = itk.RelabelComponent(itk.ConnectedComponent(brain)) == 1
    if itk.GetArrayViewFromImage(brain).sum() * GRID**3 < _SMALLEST:
        return nothing
    return itk.BinaryFillhole(itk.BinaryMorphologicalClosing(brain, [2] * 3))


def _middle(depth: NDArray[Any]) -> tuple[NDArray[Any], float]:
    """Return how far all is from the middle of the brain, in mm, and how deep that lies.

    The largest ball that fits into a head lies in its brain, as wide as the head is: six tenths
    of it are brain and the fluid within, whatever the contrast and however the head is turned.
    """
    import numpy as np

    top = np.nonzero((depth > 0).any(axis=(1, 2)))[0].max(initial=0)
    upper = depth.copy()
    upper[: max(int(top - _UPPER / GRID), 0)] = 0.0
    deepest = float(upper.max())
    centre = np.argwhere(upper >= 0.97 * deepest).mean(axis=0)
    z, y, x = ((np.arange(size) - at) ** 2 for size, at in zip(depth.shape, centre, strict=True))
    return np.sqrt(z[:, None, None] + y[:, None] + x) * GRID, deepest


def _markers(
    itk: Any, tissue: Any, away: NDArray[Any], depth: NDArray[Any]
) -> NDArray[np.uint8] | None:
    """Mark what is brain for sure (1) and what is not (2); None if there is no brain.

    What is left of the tissue is peeled until its piece in the middle is no longer than a brain:
    before that, muscles of the neck hang on it. Dark furrows may part a brain into several
    pieces: the ball in the middle, which is in the tissue, holds them together.
    """
    import numpy as np

    middle, outer = None, np.zeros(depth.shape, bool)
    for peel in _PEELS:
        pieces = itk.GetArrayFromImage(itk.ConnectedComponent(itk.BinaryErode(tissue, [peel] * 3)))
        there = pieces[(away < _HEART) & (pieces > 0)]
        if not there.size:
            break
        middle = pieces == np.bincount(there).argmax()
        if away[middle].max() < _REACH:
            others = pieces[(pieces > 0) & ~middle & (away > _REACH)]
            outer = np.isin(pieces, np.unique(others))
            break
    if middle is None:
        return None
    marks = np.zeros(depth.shape, np.uint8)
    marks[outer] = 2
    marks[middle & (depth > _UNDER_SKIN)] = 1
    marks[depth < _SKIN] = 2
    return marks
