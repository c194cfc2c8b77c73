"""What kind of body a surface encloses: a head, a trunk, a brain, or only thin things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.relief_frame import Frame, look, refined
from dcmteach.pixels.render_shapes import grown, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.render_surface import Surface

__all__ = ["Body", "body", "elsewhere"]

_THIN = 5.0  # mm: what vanishes when so much is taken off all around is thin
_CROWN = 0.4  # of the widest section: a crown that just touches the border is still one
_FRONT = 150.0  # mm²: so much of a head at the front wall of the field of view is cut off
_LONG, _NARROW = 150.0, 200.0  # mm: a section so long and so narrow is one of a head, not a neck
_TOP = 40.0  # mm below the upper end that are looked at for it
_TOUCH = 0.04  # of the widest section: less is a touch of the border by chance


@dataclass(frozen=True)
class Body:
    """Measures of what was scanned.

    Parameters
    ----------
    thick : float
        The share of it that is no thin structure.
    wide, tall : float
        Its size in mm, from side to side and from head to feet.
    free : bool
        Whether it ends within the field of view on all sides.
    crown : bool
        Whether it ends within the field of view above.
    cut_front : bool
        Whether the field of view cuts off what is foremost.
    long : float
        Its size in mm from front to back.
    head_above : bool
        Whether its upper end, if the field of view cuts it, is as long and narrow as a head.
    """

    thick: float
    wide: float
    tall: float
    free: bool
    crown: bool
    cut_front: bool
    long: float
    head_above: bool


def body(surface: Surface) -> Body:
    """Measure what a surface encloses."""
    solid = surface.field > 0.5
    times = max(1, round(_THIN / surface.step))
    core = grown(shrunk(solid, times), times)
    low, high = surface.box
    most = max(1.0, float(solid.sum(axis=(1, 2)).max()))
    touched, areas = [], []
    for axis, others in enumerate(((0, 1), (0, 2), (1, 2))):
        along = solid.sum(axis=others)
        for end in (0, 1):
            wall = (surface.bounds[end][axis] - surface.origin[axis]) / surface.step
            inner = round(wall) + (1 - 2 * end) * 2
            at = min(max(inner, 0), along.size - 1)
            touched.append(float(along[at]) / most)
            nearest = min(max(round(wall) + (1 - 2 * end), 0), along.size - 1)
            areas.append(float(along[nearest]) * surface.step**2)
    return Body(
        thick=float((core & solid).sum()) / max(1.0, float(solid.sum())),
        wide=float(high[0] - low[0]),
        tall=float(high[2] - low[2]),
        free=max(touched) <= _TOUCH,
        crown=touched[5] <= _CROWN,
        cut_front=areas[2] > _FRONT,
        long=float(high[1] - low[1]),
        head_above=touched[5] > _CROWN and _like_head(solid, surface.step),
    )


def _like_head(solid: NDArray[Any], step: float) -> bool:
    """Tell whether a section near the upper end is that of a head."""
    import numpy as np

    filled = np.flatnonzero(solid.any(axis=(1, 2)))
    for at in filled[-max(1, round(_TOP / step)) :]:
        deep, wide = (np.flatnonzero(solid[at].any(axis=axis)) for axis in (1, 0))
        if np.ptp(deep) * step >= _LONG and np.ptp(wide) * step <= _NARROW:
            return True
    return False


def elsewhere(surface: Surface) -> Frame | None:
    """Look for a face in the directions that a wrong orientation would turn it to."""
    best: Frame | None = None
    for turn, lift in (
        (90.0, 0.0),
        (-90.0, 0.0),
        (180.0, 0.0),
        (0.0, 89.0),
        (0.0, -89.0),
        (0.0, 0.0),
    ):
        found = look(surface, turn, lift, (0.0, 90.0, 180.0, 270.0))
        if best is None or found.likeness > best.likeness:
            best = found
    return refined(surface, best) if best is not None and best.likeness > 0 else best
