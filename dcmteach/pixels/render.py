"""A portrait from a scan: the surface of the head, lit and seen from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError
from dcmteach.pixels.render_portrait import Portrait

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LIGHTS", "VIEWS", "Portrait", "render_face"]

VIEWS = {
    "front": (0.0, 0.0),
    "left": (90.0, 0.0),
    "right": (-90.0, 0.0),
    "three-quarter": (40.0, 5.0),
}
"""Azimuth and elevation of the views with a name, in degrees: left is the patient's left."""

LIGHTS = {
    "studio": (-35.0, 35.0),
    "front": (0.0, 10.0),
    "left": (65.0, 15.0),
    "right": (-65.0, 15.0),
    "above": (0.0, 65.0),
    "below": (0.0, -40.0),
}
"""Where the light comes from, in degrees as seen from the eye: left is the patient's left."""

_FRAME = 250.0  # mm shown, at least: a head with its neck
_TALL = 232.0  # mm from the crown to the chin and a little neck
_BACKGROUND = 34


def render_face(
    volume: Any,
    *,
    view: str | tuple[float, float] = "front",
    threshold: float | None = None,
    size: int = 256,
    light: str | tuple[float, float] = "studio",
) -> Portrait:
    """Show the face that a scan holds.

    Nothing but the volume is used: rays go from the eye to the first tissue they meet, and the
    surface there is lit. Directions are the patient's (PS3.3 C.7.6.2.1.1), however the slices
    are stored.

    Parameters
    ----------
    volume : Volume, SimpleITK.Image or Surface
        The scan. For many views of one scan, make its :func:`~dcmteach.pixels.surface` once.
    view : str or tuple of float, optional
        ``"front"``, ``"left"``, ``"right"`` (the patient's), ``"three-quarter"``, or azimuth and
        elevation in degrees: (0, 0) is in front, (90, 0) at the patient's left, (0, 90) above.
    threshold : float, optional
        The value that parts air from tissue; found by itself if it is not given.
    size : int, optional
        Rows and columns of the picture.
    light : str or tuple of float, optional
        ``"studio"``, ``"front"``, ``"left"``, ``"right"``, ``"above"``, ``"below"``, or azimuth
        and elevation in degrees as seen from the eye.

    Returns
    -------
    Portrait
        The picture, and how far away each point of it is.

    Raises
    ------
    DcmteachError
        If SimpleITK is not installed, this is no volume, or a view or a light is not known.
    """
    import numpy as np

    from dcmteach.pixels.render_rays import camera, cast, normals, shade
    from dcmteach.pixels.render_surface import surface

    azimuth, elevation = _angles(view, VIEWS, "view")
    lamp = _angles(light, LIGHTS, "light")
    if not 16 <= size <= 2048:
        raise DcmteachError(f"size must be 16 to 2048 pixels (got {size}).")
    skin = surface(volume, threshold=threshold)
    eye = camera(azimuth, elevation)
    middle, wide = _frame(skin)
    pixel = wide / size
    across = (np.arange(size) + 0.5) * pixel - wide / 2
    reach = 2 * float(np.linalg.norm(skin.box[1] - skin.box[0])) + 2 * wide
    starts = (
        (middle + eye.back * reach / 2)
        + across[None, :, None] * eye.right
        - across[:, None, None] * eye.up
    ).reshape(-1, 3)
    gone = cast(skin, starts, -eye.back, reach)
    pixels = np.full(size * size, _BACKGROUND, dtype=np.uint8)
    seen = np.flatnonzero(np.isfinite(gone))
    if seen.size:
        places = starts[seen] - gone[seen, None] * eye.back
        beam = camera(*lamp)
        toward = beam.back[0] * eye.right - beam.back[1] * eye.back + beam.back[2] * eye.up
        bright = shade(skin, places, normals(skin, places), toward, eye)
        pixels[seen] = np.rint(24 + 228 * bright).astype(np.uint8)
    return Portrait(
        pixels=pixels.reshape(size, size),
        depth=(reach / 2 - gone).reshape(size, size).astype(np.float32),
        threshold=skin.threshold,
        view=(azimuth, elevation),
        mm_per_pixel=pixel,
        alt=_alt(azimuth, elevation, seen.size / size**2),
        light=lamp,
    )


def _angles(
    given: str | tuple[float, float], known: dict[str, tuple[float, float]], what: str
) -> tuple[float, float]:
    if isinstance(given, str):
        if given in known:
            return known[given]
    elif len(given) == 2 and all(abs(float(one)) <= 360 for one in given):
        return float(given[0]), float(given[1])
    names = ", ".join(repr(name) for name in known)
    raise DcmteachError(
        f"{what} must be one of {names}, or azimuth and elevation in degrees (got {given!r})."
    )


def _frame(skin: Any) -> tuple[NDArray[Any], float]:
    """Give the middle of the picture and its width in mm: from the crown downwards."""
    import numpy as np

    low, high = skin.box
    tall = min(float(high[2] - low[2]), _TALL)
    wide = max(_FRAME, 1.06 * float(high[0] - low[0]), 1.06 * float(high[1] - low[1]))
    middle = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, high[2] - tall / 2])
    return middle, wide


def _alt(azimuth: float, elevation: float, share: float) -> str:
    name = next((name for name, angles in VIEWS.items() if angles == (azimuth, elevation)), "")
    words = {
        "front": "the front",
        "left": "the patient's left",
        "right": "the patient's right",
        "three-quarter": "the front and the patient's left",
    }
    where = words.get(name) or f"azimuth {azimuth:g}°, elevation {elevation:g}°"
    if not share:
        return f"Rendered from a scan, seen from {where}: nothing is there."
    return (
        f"The surface of what was scanned, rendered in grey and seen from {where}; "
        f"it fills {share:.0%} of the picture."
    )
