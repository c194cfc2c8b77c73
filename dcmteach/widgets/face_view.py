"""The face viewer out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import ipywidgets as w

from dcmteach.widgets import face_html as page
from dcmteach.widgets import markup, parts
from dcmteach.widgets.face_model import FaceModel
from dcmteach.widgets.face_outcome import GIVEN, MARGINS, METHODS, PARTS
from dcmteach.widgets.face_planes import PLANES
from dcmteach.widgets.face_portraits import TURNS

__all__ = ["FaceView"]

_TURN = 10  # degrees of one step
_COLUMNS = "repeat(auto-fill, minmax(min(21em, 100%), 24em))"  # two, or one on a telephone


class FaceView:
    """The controls over a :class:`FaceModel`.

    Defacing is done in a thread of its own: one can go on looking, and what is chosen meanwhile
    is done next.

    Parameters
    ----------
    model : FaceModel
        What is shown and changed.

    Attributes
    ----------
    thread : threading.Thread or None
        The work that is going on, or was last.
    """

    def __init__(self, model: FaceModel) -> None:
        self.model = model
        self.thread: threading.Thread | None = None
        self._lock = threading.RLock()
        self._working = False
        self.status, self.legend, self.report = parts.panel(), parts.panel(), parts.panel()
        methods = {GIVEN: "as it was given", **METHODS} if model.given else METHODS
        self.method = parts.choice(
            "Method", methods, value=model.choices.method, tooltip="What becomes of the face"
        )
        self.margin = w.FloatSlider(
            description="Margin in mm",
            tooltip="How much further than usual is cut; less, if negative",
            min=MARGINS[0],
            max=MARGINS[1],
            step=0.5,
            value=model.choices.margin,
            readout_format=".1f",
            style={"description_width": "initial"},
            layout=w.Layout(width="22em", max_width="100%"),
        )
        self.keep = {
            part: parts.tick(f"Keep the {part}", tooltip=f"Leave the {part} as they are")
            for part in PARTS
        }
        for part, tick in self.keep.items():
            tick.value = part in model.choices.keep
        self.wipe = self._slider(
            "Before, in %",
            0,
            100,
            model.wipe,
            "So much of each width shows it before: 0 none, 100 all",
        )
        self.wipe.step = 5
        self.wipe.layout = w.Layout(width="22em", max_width="100%")
        self.outline = parts.tick("Outline", tooltip="Of what was changed")
        self.outline.value = model.outline
        self.pictures = {name: parts.panel() for name in (*PLANES, "face")}
        self.slices = {
            name: self._slider(
                f"{plane.name} slice", 1, model.planes.slices(name), model.at[name] + 1,
                f"Slices {plane.ends}",
            )
            for name, plane in PLANES.items()
        }  # fmt: skip
        self.turn = self._slider(
            "Turn", *TURNS, model.turn, "Degrees: 0 is the front, 90 the patient's left"
        )
        self.turn.step = _TURN
        cards = [
            w.VBox([self.pictures[name], control])
            for name, control in {"face": self.turn, **self.slices}.items()
        ]
        cards = w.GridBox(cards, layout=w.Layout(grid_template_columns=_COLUMNS, grid_gap="0 1em"))
        self.box = parts.box(
            [
                self.status,
                parts.row(self.method, self.margin),
                parts.row(*self.keep.values()),
                parts.row(self.wipe, self.outline),
                cards,
                self.legend,
                self.report,
            ]
        )
        self._observe()
        self._refresh()
        self._begin()

    def _slider(self, label: str, low: int, high: int, value: int, tooltip: str) -> Any:
        made = parts.slider(label, low, max(low + 1, high), value=value, tooltip=tooltip)
        made.layout = w.Layout(width="auto")
        made.disabled = high <= low
        return made

    def _observe(self) -> None:
        self.method.observe(lambda change: self._choose(method=change["new"]), "value")
        self.margin.observe(lambda change: self._choose(margin=change["new"]), "value")
        for tick in self.keep.values():
            tick.observe(lambda _: self._choose(keep=self._kept()), "value")
        self.wipe.observe(self._wiped, "value")
        self.outline.observe(self._outlined, "value")
        self.turn.observe(self._turned, "value")
        for name, slider in self.slices.items():
            slider.observe(partial(self._sliced, name), "value")

    # --- what the person does -------------------------------------------------------------

    def _kept(self) -> tuple[str, ...]:
        return tuple(part for part, tick in self.keep.items() if tick.value)

    def _choose(self, **changes: Any) -> None:
        if "method" in changes:
            changes |= {"margin": self.margin.value, "keep": self._kept()}
        self.model.choose(**changes)
        self._refresh()
        self._begin()

    def _sliced(self, name: str, change: Any) -> None:
        self.model.turn_to(name, change["new"] - 1)
        self._look(name)

    def _turned(self, change: Any) -> None:
        self.model.look_from(change["new"])
        self._look("face")

    def _wiped(self, change: Any) -> None:
        self.model.wipe_to(change["new"])
        self._look(*self.pictures)

    def _outlined(self, change: Any) -> None:
        self.model.outline = change["new"]
        self._look(*PLANES)

    # --- the work -------------------------------------------------------------------------

    def _begin(self) -> None:
        """Deface in a thread, unless one is at it already: that one goes on with what is new."""
        with self._lock:
            if self._working or not self.model.pending:
                return
            self._working = True
            self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        while True:
            self.model.work()
            with self._lock:
                self._refresh()
                if not self.model.pending:
                    self._working = False
                    return

    # --- what is shown --------------------------------------------------------------------

    def _look(self, *names: str) -> None:
        model = self.model
        with self._lock:
            for name in names:
                self.pictures[name].value = (
                    model.face_html() if name == "face" else model.plane_html(name)
                )

    def _refresh(self) -> None:
        with self._lock:
            model = self.model
            asis = model.choices.method == GIVEN
            for control in (self.margin, *self.keep.values()):
                control.disabled = asis
            self.wipe.disabled = self.outline.disabled = model.shown is None
            status = markup.escape(model.status())
            self.status.value = f'<strong role="status">{status}</strong>'
            self._look(*self.pictures)
            self.legend.value = page.legend(model)
            html = model.report_html()
            refused = model.outcome is not None and model.outcome.problem
            self.report.value = f'<div role="alert">{html}</div>' if refused else html
