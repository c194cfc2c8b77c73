"""The mouse on pictures: stock ipywidgets tell nothing of it, so the page writes it to a field.

The field is a stock one that nobody sees. Where a page runs no handlers of ours, everything is
still done with the number fields and the buttons.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import ipywidgets as w

__all__ = ["Mouse"]

# While a button is down a frame follows the mouse; when it goes up, where it went down and up is
# written as shares of the picture; of a click on the contact sheet, the place of what was clicked.
# The last few strokes stay in the field, numbered: the page sends only its latest value while the
# kernel is busy.
_LISTEN = """
const root = this.closest('.dcmteach-widget'), strokes = [];
let start = null, count = 0;
const at = (e, img) => {
  const r = img.getBoundingClientRect(), cut = v => Math.min(1, Math.max(0, v));
  return [cut((e.clientY - r.top) / r.height), cut((e.clientX - r.left) / r.width)];
};
root.addEventListener('pointerdown', e => {
  if (e.button || !e.target.matches('img.dt-draw')) return;
  e.preventDefault();
  const img = e.target, band = document.createElement('div');
  band.className = 'dt-band';
  img.parentElement.append(band);
  start = {img, band, from: at(e, img)};
});
root.ownerDocument.addEventListener('pointermove', e => {
  if (!start) return;
  const [r, c] = at(e, start.img), [t, l] = start.from, s = start.band.style;
  s.top = 100 * Math.min(r, t) + '%'; s.height = 100 * Math.abs(r - t) + '%';
  s.left = 100 * Math.min(c, l) + '%'; s.width = 100 * Math.abs(c - l) + '%';
});
const tell = stroke => {
  strokes.push([++count, ...stroke]);
  const input = root.querySelector('.dt-pointer input');
  input.value = JSON.stringify(strokes.slice(-8));
  for (const kind of ['input', 'change']) {
    input.dispatchEvent(new Event(kind, {bubbles: true}));
  }
};
root.ownerDocument.addEventListener('pointerup', e => {
  if (!start) return;
  const {img, band, from} = start;
  start = null;
  band.remove();
  tell([...from, ...at(e, img)]);
});
root.addEventListener('click', e => {
  const tile = e.target.closest('.dt-tile');
  if (tile) tell([[...tile.parentElement.children].indexOf(tile)]);
});
"""
_SCRIPT = " ".join(_LISTEN.split()).replace("&", "&amp;").replace('"', "&quot;")


class Mouse:
    """Strokes of the mouse on the picture.

    Parameters
    ----------
    stroke : callable
        Called with where the button went down and where up: (row, column), each as a share of the
        picture from its upper left, 0 to 1.
    pick : callable
        Called with the place of a picture that was clicked on the contact sheet, from 0 on.
    """

    def __init__(
        self,
        stroke: Callable[[tuple[float, float], tuple[float, float]], None],
        pick: Callable[[int], None],
    ) -> None:
        self._stroke, self._pick = stroke, pick
        self._last = 0
        self.field = w.Text(
            description="Mouse",
            continuous_update=False,
            tabbable=False,
            layout=w.Layout(display="none"),
        )
        self.field.add_class("dt-pointer")
        self.listener = w.HTML(
            f'<style onload="{_SCRIPT}">.dt-pointer{{}}</style>', layout=w.Layout(display="none")
        )
        self.field.observe(self._take, "value")

    def _take(self, change: Any) -> None:
        for stroke in _strokes(change["new"]):
            if stroke[0] > self._last:
                self._last = int(stroke[0])
                if len(stroke) == 2:
                    self._pick(int(stroke[1]))
                else:
                    self._stroke((stroke[1], stroke[2]), (stroke[3], stroke[4]))


def _strokes(text: str) -> list[list[float]]:
    """Return what a page wrote, if it is strokes; anything else is passed over."""
    try:
        told = json.loads(text)
    except ValueError:
        return []
    found = told if isinstance(told, list) else []
    return [stroke for stroke in found if isinstance(stroke, list) and _is_stroke(stroke)]


def _is_stroke(stroke: list[Any]) -> bool:
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in stroke)
    if len(stroke) not in (2, 5) or not numbers or not all(map(math.isfinite, stroke)):
        return False
    return stroke[1] >= 0 if len(stroke) == 2 else all(0 <= n <= 1 for n in stroke[1:])
