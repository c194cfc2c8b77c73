"""A frame as something to look at: its contrast, its size, and numbered boxes drawn into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dcmteach.widgets.diff_frames import Frame
from dcmteach.widgets.text_review_boxes import ReviewBox

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CONTRASTS", "fitted", "shaded", "with_boxes"]

CONTRASTS = {
    "file": "as the file says",
    "all": "all grey values",
    "even": "even everywhere (faint text)",
}
"""How grey values can be shown, and the words for it."""

_INKS = {"open": (255, 214, 74), "redact": (255, 122, 150), "leave": (122, 230, 150)}
_DASHES = {"open": (8, 4), "redact": (1, 0), "leave": (2, 4)}  # pixels drawn, pixels left out
_BLACK = (0, 0, 0)
Corners = tuple[int, int, int, int]  # top, left, bottom, right
_LEAST = 480  # pixels: smaller pictures are enlarged


def shaded(frame: Frame, contrast: str, *, like: Frame | None = None) -> NDArray[Any]:
    """Return a frame as bytes to show.

    Parameters
    ----------
    frame : Frame
        As decoded.
    contrast : str
        A key of :data:`CONTRASTS`.
    like : Frame, optional
        The frame before it was covered: its greys are kept, for what is covered may have been
        the brightest of it.

    Returns
    -------
    ndarray of uint8, shape (rows, columns) or (rows, columns, 3)
        Colours stay as they are, but for ``"even"``.
    """
    from dcmteach.pixels.views import normalised

    if contrast == "even":
        values = frame.values
        grey = values if frame.grey else values[..., :3].mean(axis=2)
        view = normalised(grey)
        return 255 - view if frame.inverted else view
    told = like or frame
    low, high = told.span if contrast == "all" else (0.0, 0.0)
    window = ((low + high) / 2, max(high - low, 1.0)) if contrast == "all" else told.window
    made: NDArray[Any] = frame.shaded(window)
    return made


def fitted(values: NDArray[Any], largest: int, *, least: int = _LEAST) -> NDArray[Any]:
    """Bring a picture to a size to look at, by whole factors; nothing in it is passed over.

    Parameters
    ----------
    values : ndarray of uint8, shape (rows, columns) or (rows, columns, 3)
        The picture.
    largest : int
        Pixels: bigger ones are shrunk, each new pixel the mean of those it stands for.
    least : int, optional
        Pixels: smaller ones are enlarged.
    """
    import numpy as np

    longest = max(values.shape[:2])
    if longest > largest:
        step = -(-longest // largest)
        rows, columns = (-(-size // step) for size in values.shape[:2])
        padding = [(0, rows * step - values.shape[0]), (0, columns * step - values.shape[1])]
        padded = np.pad(values, padding + [(0, 0)] * (values.ndim - 2), mode="edge")
        blocks = padded.reshape(rows, step, columns, step, *values.shape[2:])
        shrunk: NDArray[Any] = blocks.mean(axis=(1, 3)).astype("uint8")
        return shrunk
    times = max(1, min(largest // longest, -(-least // longest)))
    return values.repeat(times, axis=0).repeat(times, axis=1)


def with_boxes(
    values: NDArray[Any],
    shape: tuple[int, int],
    boxes: Iterable[tuple[int, ReviewBox]],
    selected: int,
) -> NDArray[Any]:
    """Draw numbered boxes into a picture.

    What is decided shows in the line, too: dashed is open, unbroken is redacted, dotted is left;
    the selected box has a double line.

    Parameters
    ----------
    values : ndarray of uint8, shape (rows, columns) or (rows, columns, 3)
        The picture, as large as it is shown.
    shape : tuple of int
        Rows and columns of the frame itself.
    boxes : iterable of (int, ReviewBox)
        Their numbers, from 0 on, and they.
    selected : int
        The number of the selected one.

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 3)
        A new one.
    """
    import numpy as np

    made = np.array(values if values.ndim == 3 else np.stack([values] * 3, axis=2), dtype="uint8")
    places: list[tuple[int, Corners]] = []
    down, across = made.shape[0] / shape[0], made.shape[1] / shape[1]
    for number, box in sorted(boxes, key=lambda kept: kept[0] == selected):
        top, left = round(box.row * down), round(box.column * across)
        bottom = max(top + 2, round((box.row + box.height) * down))
        right = max(left + 2, round((box.column + box.width) * across))
        ink, dash = _INKS[box.decision], _DASHES[box.decision]
        _outline(made, (top - 3, left - 3, bottom + 3, right + 3), _BLACK, (1, 0), 3)
        _outline(made, (top - 2, left - 2, bottom + 2, right + 2), ink, dash, 2)
        if number == selected:
            _outline(made, (top - 6, left - 6, bottom + 6, right + 6), _BLACK, (1, 0), 3)
            _outline(made, (top - 5, left - 5, bottom + 5, right + 5), (255, 255, 255), (1, 0), 2)
        places.append((number, (top - 3, left - 3, bottom + 3, right + 3)))
    taken = [place for _, place in places]
    for number, place in places:
        taken.append(_tag(made, str(number + 1), place, taken))
    return made


def _outline(
    made: NDArray[Any],
    corners: Corners,
    ink: tuple[int, int, int],
    dash: tuple[int, int],
    thick: int,
) -> None:
    """Draw a rectangle inwards from its corners; what lies outside of the picture is left out."""
    import numpy as np

    top, left, bottom, right = corners
    period = dash[0] + dash[1]
    for step in range(thick):
        for line in (top + step, bottom - 1 - step):
            if 0 <= line < made.shape[0]:
                at = np.arange(max(0, left), max(0, min(right, made.shape[1])))
                made[line, at[(at - left) % period < dash[0]]] = ink
        for line in (left + step, right - 1 - step):
            if 0 <= line < made.shape[1]:
                at = np.arange(max(0, top), max(0, min(bottom, made.shape[0])))
                made[at[(at - top) % period < dash[0]], line] = ink


def _tag(made: NDArray[Any], text: str, box: Corners, taken: Sequence[Corners]) -> Corners:
    """Write a number on white paper beside a box, where nothing else is; return where."""
    from dcmteach.synth.glyphs import burn_text, text_size

    wide, high = (size + 4 for size in text_size(text, scale=2))
    rows, columns = made.shape[:2]
    if rows < high + 2 or columns < wide + 2:
        return (0, 0, 0, 0)
    top, left, bottom, right = box
    corners = (
        (bottom, left),
        (top - high, left),
        (bottom, right - wide),
        (top - high, right - wide),
    )
    tried = [*corners, (top, right), (top, left - wide), (bottom - high, right)]
    inside = [(r, c) for r, c in tried if 0 <= r <= rows - high and 0 <= c <= columns - wide]
    free = [(r, c) for r, c in inside if not _meets((r, c, r + high, c + wide), taken)]
    middle = (min(max(0, top), rows - high), min(max(0, left), columns - wide))
    row, column = (free or inside or [middle])[0]
    made[row : row + high, column : column + wide] = 255
    for channel in range(3):
        burn_text(made[..., channel], text, column + 2, row + 2, scale=2, level=0)
    return (row, column, row + high, column + wide)


def _meets(one: Corners, others: Sequence[Corners]) -> bool:
    return any(
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        for other in others
    )
