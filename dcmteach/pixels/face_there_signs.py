"""Signs of a face in the surface of a head, each measured in a frame fixed to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.relief_detail import detail
from dcmteach.pixels.relief_frame import Frame, depth_map
from dcmteach.pixels.render_rays import steepness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.render_surface import Surface

__all__ = ["Signs", "measure"]

_PIXEL = 2.0  # mm
_ROWS, _COLUMNS = 100, 60
_ABOVE = 0.5  # of the map is above the bridge of the nose


@dataclass(frozen=True)
class Signs:
    """What was measured where a face should be.

    Parameters
    ----------
    likeness, height : float
        As in the frame.
    nose : float
        How far the nose stands before the cheeks, in mm; NaN if it cannot be seen.
    torn : float
        The share of the place of the face where the surface jumps.
    missing : float
        The share of it, within the field of view, behind which there is nothing.
    step : float
        How far the face lies behind the forehead, in mm.
    sharp : float
        How sharp the skin of the face is, as a share of that of the forehead.
    seen : float
        The share of the place of the face that the field of view holds.
    """

    likeness: float
    height: float
    nose: float
    torn: float
    missing: float
    step: float
    sharp: float
    seen: float


def measure(surface: Surface, frame: Frame) -> Signs:
    """Measure the signs.

    Parameters
    ----------
    surface : Surface
        The head.
    frame : Frame
        Where its face should be.
    """
    import numpy as np

    depth = depth_map(surface, frame.eye, frame.middle, (_ROWS, _COLUMNS), _PIXEL, (_ABOVE, 0.5))
    down = ((np.arange(_ROWS) + 0.5 - _ABOVE * _ROWS) * _PIXEL)[:, None] + np.zeros(_COLUMNS)
    left = ((np.arange(_COLUMNS) + 0.5 - _COLUMNS / 2) * _PIXEL)[None, :] + np.zeros((_ROWS, 1))
    level = _middle(depth[(np.abs(left) < 40) & (np.abs(down) < 40)])
    places = (
        frame.middle
        + left[..., None] * frame.eye.right
        - down[..., None] * frame.eye.up
        + np.where(np.isfinite(depth), depth, level)[..., None] * frame.eye.back
    )
    held = ((places >= surface.bounds[0] + 1) & (places <= surface.bounds[1] - 1)).all(axis=-1)
    there = np.isfinite(depth) & held
    face = (np.abs(left) <= 42) & (down >= -16) & (down <= 70) & held
    fine = detail(depth, _PIXEL)
    nose = there & (np.abs(left) <= 9) & (down >= 8) & (down <= 54)
    cheeks = there & (np.abs(left) >= 20) & (np.abs(left) <= 40) & (down >= 8) & (down <= 54)
    forehead = there & (np.abs(left) <= 36) & (down >= -70) & (down <= -26)
    skin = there & face & np.isfinite(fine)
    rows = [r for r in range(_ROWS) if nose[r].sum() > 4 and cheeks[r].sum() > 8]
    stands = [float(depth[r][nose[r]].max() - np.median(depth[r][cheeks[r]])) for r in rows]
    return Signs(
        likeness=frame.likeness,
        height=frame.height,
        nose=float(np.percentile(stands, 80)) if len(stands) > 3 else float("nan"),
        torn=float(np.mean(np.isnan(fine[face & there]))) if (face & there).any() else 1.0,
        missing=float(np.mean(~np.isfinite(depth[face]))) if face.any() else 1.0,
        step=_middle(depth[forehead]) - _middle(depth[face & there & (down > -10)]),
        sharp=_middle(steepness(surface, places[skin & (np.abs(down - 25) < 35)]))
        / max(_middle(steepness(surface, places[forehead])), 1e-6),
        seen=float(face.sum()) / ((84 / _PIXEL) * (86 / _PIXEL)),
    )


def _middle(values: NDArray[Any]) -> float:
    import numpy as np

    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")
