"""Rendered faces, before and after, seen from the same place; each is rendered once."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.render_surface import Surface

__all__ = ["TURNS", "Portraits", "seen_from"]

TURNS = (-90, 90)
"""How far the head can be turned, in degrees: from one profile to the other."""

_STEP = 2.0  # mm: coarse, so that a head can be turned without waiting
_SIZE = 184  # pixels: two are rendered within 0.3 s
_LIFT = 5.0  # degrees that the eye stands above
_REMEMBERED = 64  # pictures
_THREE_QUARTER = 60  # degrees: from here on it is a profile
_BESIDE = 10  # degrees: up to here it is the front


class Portraits:
    """The rendered faces of one head.

    Parameters
    ----------
    volume : Volume
        The head before.
    """

    def __init__(self, volume: Any) -> None:
        self._volume = volume
        self._step = max(_STEP, min(volume.spacing))
        self._before: Surface | None = None
        self._seen: OrderedDict[tuple[object, int], NDArray[Any]] = OrderedDict()

    @property
    def before(self) -> Surface:
        """The surface before, found when it is first asked for."""
        if self._before is None:
            from dcmteach.pixels.render_surface import surface

            self._before = surface(self._volume, step=self._step)
        return self._before

    def after(self, volume: Any) -> Surface:
        """Return the surface of what came of it, in the frame of the one before.

        Parameters
        ----------
        volume : Volume
            The head after.
        """
        from dcmteach.pixels.render_surface import surface

        made = surface(volume, threshold=self.before.threshold, step=self._step)
        vars(made)["box"] = self.before.box  # one frame, or the two would not fit together
        return made

    def look(self, key: object, surface: Surface, turn: int) -> NDArray[Any]:
        """Return a picture of a surface.

        Parameters
        ----------
        key : hashable
            What the surface is remembered by.
        surface : Surface
            What to look at.
        turn : int
            Degrees: 0 is the front, 90 the patient's left.

        Returns
        -------
        ndarray of uint8, shape (rows, columns)
            Not to be changed.
        """
        from dcmteach.pixels.render import render_face

        at = (key, turn)
        known = self._seen.get(at)
        if known is None:
            known = render_face(surface, view=(turn, _LIFT), size=_SIZE).pixels
            self._seen[at] = known
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
        return known


def seen_from(turn: int) -> str:
    """Say in words from where a face is seen."""
    side = "left" if turn > 0 else "right"
    if abs(turn) <= _BESIDE:
        return "from the front"
    if abs(turn) <= _THREE_QUARTER:
        return f"from the front and the patient's {side}"
    return f"from the patient's {side}"
