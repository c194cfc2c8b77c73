"""The value at which air ends and tissue begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dcmteach.pixels.render_volume import head_image
from dcmteach.pixels.volume_need import simple_itk

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["AIR_HU", "air_and_threshold", "other_levels", "surface_threshold"]

AIR_HU = -700.0
"""Air in a CT lies below, in Hounsfield units; lungs, foam and hair lie around it."""

_SKIN_HU = -300.0  # between air and fat: hair and foam stay outside
_SHARE = 0.3  # of the way from air to tissue, elsewhere: skin is darker than what lies below
_BRIGHT = 0.45  # of what is not air, at least, is tissue as bright as the first guess
_FEW = 1000  # values that say nothing
_NOISE = 5.0  # standard deviations of the air, at least


def surface_threshold(volume: Any) -> float:
    """Find the value that parts air from tissue.

    Parameters
    ----------
    volume : Volume or SimpleITK.Image
        The scan.

    Returns
    -------
    float
        In the unit of the volume. For CT a number of Hounsfield units between air and fat; for
        everything else a value above the noise of the air, found in the histogram.

    Raises
    ------
    DcmteachError
        If SimpleITK is not installed, or this is no volume of three dimensions.
    """
    image, modality = head_image(volume)
    factors = [max(1, int(n // 96)) for n in image.GetSize()]
    values = simple_itk().GetArrayViewFromImage(image)[:: factors[2], :: factors[1], :: factors[0]]
    return air_and_threshold(values.astype("float32").ravel(), modality)[1]


def other_levels(volume: Any, level: float) -> tuple[float, ...]:
    """Find other values that may part air from tissue, if one has misled.

    Parameters
    ----------
    volume : Volume or SimpleITK.Image
        The scan.
    level : float
        The value that was found first.

    Returns
    -------
    tuple of float
        One below and one above, where there is one; none for CT in Hounsfield units.
    """
    import numpy as np

    image, modality = head_image(volume)
    factors = [max(1, int(n // 96)) for n in image.GetSize()]
    view = simple_itk().GetArrayViewFromImage(image)[:: factors[2], :: factors[1], :: factors[0]]
    values = view.astype("float32").ravel()
    if modality in (None, "CT") and _hounsfield(values):
        return ()
    found = []
    top = float(np.percentile(values, 99.5))
    for part in (values[values < level], np.minimum(values[values > level], top)):
        if part.size < _FEW or float(np.ptp(part)) <= 0:
            continue
        low = float(part.min())
        parted = _otsu(np.sqrt(part - low)) ** 2 + low
        air, tissue = (
            float(np.median(some)) for some in (part[part <= parted], part[part > parted])
        )
        found.append(air + _SHARE * (tissue - air))
    return tuple(found)


def air_and_threshold(
    values: NDArray[Any], modality: str | None, *, at: float | None = None
) -> tuple[float, float]:
    """Find what air is, and where tissue begins.

    Parameters
    ----------
    values : ndarray of float32, shape (voxels,)
        Of the volume, in any order.
    modality : str or None
        CT, MR, PT, if it is known.
    at : float, optional
        Where tissue begins, if somebody said so.

    Returns
    -------
    air, threshold : float
        In the unit of the volume.
    """
    import numpy as np

    some = values[:: max(1, values.size // 400_000)]
    if not some.size:
        return 0.0, 1.0
    if modality == "CT" or (modality is None and _hounsfield(some)):
        return -1000.0, _SKIN_HU if at is None else max(at, -999.0)
    top = float(np.percentile(some, 99.5))
    low = float(some.min())
    if top <= low:
        return low, low + 1.0
    kept = np.minimum(some, top)
    first = _otsu(np.sqrt(kept - low)) ** 2 + low
    lower = kept[kept <= first]
    second = _otsu(np.sqrt(lower - low)) ** 2 + low
    if float(np.mean(kept > first)) < _BRIGHT * float(np.mean(kept > second)):
        first = second  # what is above is one bright organ, such as the brain in PET
        kept = np.minimum(kept, float(np.percentile(lower, 99.5)))
    below, above = kept[kept <= first], kept[kept > first]
    air = float(np.median(below)) if below.size else low
    tissue = float(np.median(above)) if above.size else top
    spread = 1.4826 * float(np.median(np.abs(below - air))) if below.size else 0.0
    level = max(air + _SHARE * (tissue - air), air + _NOISE * spread)
    level = min(level, air + 0.6 * (tissue - air))
    if at is not None:
        return min(air, at - 1e-6 * max(1.0, abs(at))), at
    return air, max(level, air + 1e-6 * max(1.0, top - low))


def _hounsfield(some: NDArray[Any]) -> bool:
    """Tell whether these look like Hounsfield units: much air at -1000, water near 0."""
    import numpy as np

    air = float(np.mean((some < -850) & (some > -1150)))
    soft = float(np.mean((some > -200) & (some < 200)))
    return float(some.min()) <= -850 and air + float(np.mean(some <= -1150)) > 0.02 and soft > 0.02


def _otsu(values: NDArray[Any]) -> float:
    """Give the value that parts a histogram best in two (Otsu 1979)."""
    import numpy as np

    counts, edges = np.histogram(values, bins=256)
    middles = (edges[:-1] + edges[1:]) / 2
    weight = np.cumsum(counts) / counts.sum()
    mean = np.cumsum(counts * middles) / counts.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (mean[-1] * weight - mean) ** 2 / (weight * (1 - weight))
    between[~np.isfinite(between)] = 0
    return float(middles[int(np.argmax(between))])
