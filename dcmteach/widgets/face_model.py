"""The state of the face viewer: a head before and after, and where one looks at it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dcmteach.widgets import face_html as page
from dcmteach.widgets.diff_png import encoded
from dcmteach.widgets.face_outcome import GIVEN, Choices, Outcome, defaced
from dcmteach.widgets.face_planes import PLANES, SIDE, Planes
from dcmteach.widgets.face_portraits import TURNS, Portraits
from dcmteach.widgets.face_wipe import grey, outlined, wiped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dcmteach.pixels.render_surface import Surface

__all__ = ["FaceModel"]

_START = {"axial": 0.5, "coronal": 0.25, "sagittal": 0.5}  # where the face is, if it is a head
_REMEMBERED = 4  # outcomes: each holds a volume
_CT = (-160.0, 240.0)  # HU: a window for soft tissue
_DARKEST, _BRIGHTEST = 1.0, 99.5  # percentiles shown as black and as white


class FaceModel:
    """A head before and after its face was taken, in three planes and as a portrait.

    Nothing is defaced before :meth:`work` is called; until it is done, what came of the choices
    before is shown, and one can look around in it.

    Parameters
    ----------
    volume : Volume
        The head. It is never changed.
    choices : Choices
        What to do.
    given : Outcome, optional
        What somebody did already.

    Attributes
    ----------
    choices : Choices
        What is chosen now.
    outcome : Outcome or None
        What came of the choices last worked on; None before that.
    at : dict of str to int
        The slice looked at in each plane, from 0 on.
    turn : int
        From where the portrait is seen, in degrees; 0 is the front, 90 the patient's left.
    wipe : int
        How much of each picture's width shows the head before, in per cent.
    outline : bool
        Whether the outline of what was changed is drawn.
    """

    def __init__(self, volume: Any, choices: Choices, given: Outcome | None = None) -> None:
        self.volume = volume
        self.choices = given.choices if given else choices.checked()
        self.outcome: Outcome | None = given
        self.given = given
        self.planes = Planes(volume.image)
        self.portraits = Portraits(volume)
        self.at = {name: int(self.planes.slices(name) * _START[name]) for name in PLANES}
        self.turn = 0
        self.wipe = 50
        self.outline = True
        self._known: OrderedDict[Choices, Outcome] = OrderedDict()
        self._surfaces: dict[Choices, Surface] = {}
        if given:
            self._keep(given)

    # --- what the person does -------------------------------------------------------------

    def choose(self, **changes: Any) -> None:
        """Choose another method, margin or parts to keep.

        Parameters
        ----------
        **changes
            Of :class:`Choices`, by name.

        Raises
        ------
        DcmteachError
            If something cannot be chosen.
        """
        if changes.get("method", self.choices.method) == GIVEN:
            chosen = Choices(GIVEN)
        else:
            chosen = replace(self.choices, **changes).checked()
        self.choices = chosen
        if chosen in self._known:
            self.outcome = self._known[chosen]

    def work(self) -> None:
        """Deface as chosen now; this takes seconds, and may be done in a thread of its own."""
        chosen = self.choices
        if chosen not in self._known:
            self._keep(defaced(self.volume, chosen))
        if chosen == self.choices:
            self.outcome = self._known[chosen]

    def finish(self) -> None:
        """Deface as chosen, if that is not done yet."""
        while self.pending:
            self.work()

    def turn_to(self, name: str, number: int) -> None:
        """Look at another slice of a plane; the first is 0."""
        self.at[name] = min(max(number, 0), self.planes.slices(name) - 1)

    def look_from(self, turn: int) -> None:
        """Look at the portrait from elsewhere, in degrees."""
        self.turn = min(max(turn, TURNS[0]), TURNS[1])

    def wipe_to(self, percent: int) -> None:
        """Show the head before in so much of each picture's width, in per cent."""
        self.wipe = min(max(percent, 0), 100)

    # --- what is shown --------------------------------------------------------------------

    @property
    def pending(self) -> bool:
        """Whether what is chosen has not been done yet."""
        return self.outcome is None or self.outcome.choices != self.choices

    @property
    def shown(self) -> Outcome | None:
        """The outcome to look at; None where there is none, or it was refused."""
        return self.outcome if self.outcome and self.outcome.volume is not None else None

    @cached_property
    def window(self) -> tuple[float, float]:
        """The values shown as black and as white, the same before and after."""
        import numpy as np

        from dcmteach.pixels.volume_need import simple_itk

        if self.volume.modality == "CT":
            return _CT
        values = simple_itk().GetArrayViewFromImage(self.volume.image)
        some = values[tuple(slice(None, None, max(1, n // 64)) for n in values.shape)]
        low, high = np.percentile(some, (_DARKEST, _BRIGHTEST))
        return float(low), float(max(high, low + 1e-6))

    def slice_png(self, name: str) -> str:
        """Return the slice of a plane as PNG in base64."""
        before = self._cut(self.volume, name)
        done = self.shown
        if done is None:
            return encoded(before, SIDE)
        sides, share = (before, self._cut(done.volume, name)), self.wipe
        if PLANES[name].mirrored:
            sides, share = sides[::-1], 100 - share
        picture = wiped(*sides, share)
        if self.outline and done.mask is not None:
            picture = outlined(picture, self.planes.cut(done.mask, name, self.at[name]))
        return encoded(picture, SIDE)

    def face_png(self) -> str:
        """Return the portrait as PNG in base64."""
        before = self.portraits.look(None, self.portraits.before, self.turn)
        done = self.shown
        if done is None:
            return encoded(before, SIDE)
        after = self.portraits.look(done.choices, self._surface(done), self.turn)
        return encoded(wiped(before, after, self.wipe), SIDE)

    def plane_html(self, name: str) -> str:
        """Return a plane as HTML."""
        return page.plane(self, name)

    def face_html(self) -> str:
        """Return the portrait as HTML."""
        return page.face(self)

    def status(self) -> str:
        """Return one line on what is shown, and whether something is being done."""
        return page.status(self)

    def report_html(self) -> str:
        """Return what was removed and what was touched, as HTML."""
        return page.report(self)

    def render(self) -> str:
        """Return the state as HTML."""
        self.finish()
        return page.whole(self)

    def alt(self) -> str:
        """Return the state in some sentences."""
        self.finish()
        return page.alt(self)

    # --- how ------------------------------------------------------------------------------

    def _cut(self, volume: Any, name: str) -> NDArray[Any]:
        low, _ = self.window
        values = self.planes.cut(volume.image, name, self.at[name], outside=low)
        return grey(values, self.window)

    def _surface(self, done: Outcome) -> Surface:
        if done.choices not in self._surfaces:
            self._surfaces[done.choices] = self.portraits.after(done.volume)
        return self._surfaces[done.choices]

    def _keep(self, outcome: Outcome) -> None:
        """Remember an outcome, with its portrait, and forget the oldest that was made here."""
        if outcome.volume is not None and outcome is not self.given:
            self.portraits.look(outcome.choices, self._surface(outcome), self.turn)
        self._known[outcome.choices] = outcome
        made = [choices for choices in self._known if choices.method != GIVEN]
        for choices in made[:-_REMEMBERED]:
            del self._known[choices]
            self._surfaces.pop(choices, None)
