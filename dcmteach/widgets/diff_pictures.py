"""Two pictures beside each other, decoded frame by frame when somebody looks at them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from dcmteach.deid.apply_copy import copy_of
from dcmteach.header.quiet import quiet
from dcmteach.widgets.diff_frames import CannotDecode, Frame, decoded, frames_of, holder
from dcmteach.widgets.diff_png import encoded

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["Look", "Pictures", "Side"]

_SHAPE = (
    "Rows",
    "Columns",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "PlanarConfiguration",
    "BitsAllocated",
    "BitsStored",
    "PixelRepresentation",
    "NumberOfFrames",
)
_REMEMBERED = 8  # decoded frames
_NUMPY = "Pictures need NumPy: pip install 'dcmteach[widgets]', then restart the kernel."


class Side(NamedTuple):
    """One of the pictures.

    Parameters
    ----------
    png : str
        The picture as PNG in base64; empty if there is none.
    alt : str
        What it shows, or why it is missing.
    caption : str
        What stands below it.
    """

    png: str
    alt: str
    caption: str = ""


class Look(NamedTuple):
    """Both pictures of one frame, and where they differ.

    Parameters
    ----------
    before, after : Side
        The pictures.
    differs : Side or None
        White where they differ; None if they do not, or cannot be compared.
    kind, said : str
        A kind of the style sheet, and one sentence on how much differs.
    """

    before: Side
    after: Side
    differs: Side | None
    kind: str
    said: str


class Pictures:
    """The pictures of two data sets. Nothing is decoded before it is looked at.

    Parameters
    ----------
    before, after : Dataset
        The data sets. Their values are shared, and they are never changed.
    """

    def __init__(self, before: Dataset, after: Dataset) -> None:
        self._sides = (copy_of(before), copy_of(after))
        self._held = tuple(holder(ds) for ds in self._sides)
        self.there = any(self._held)
        self._frames: dict[tuple[int, int], Frame | CannotDecode | None] = {}

    @cached_property
    def frames(self) -> int:
        """How many frames there are to walk through; 0 without a picture."""
        held = zip(self._sides, self._held, strict=True)
        return max((frames_of(ds) for ds, there in held if there), default=0)

    @cached_property
    def same(self) -> bool:
        """Whether the pixel data, and what describes them, are the same byte for byte."""
        first, second = self._sides
        if self._held[0] != self._held[1] or not self.there:
            return False
        with quiet():
            if any(first.get(word) != second.get(word) for word in _SHAPE):
                return False
            return bool(first[self._held[0]].value == second[self._held[1]].value)

    @property
    def grey(self) -> bool:
        """Whether a window of grey values applies."""
        frame = self._any()
        return frame is not None and frame.grey

    @property
    def span(self) -> tuple[float, float]:
        """The least and the greatest grey value, in the unit of the modality (CT: HU)."""
        frame = self._any()
        return frame.span if frame else (0.0, 1.0)

    @property
    def window(self) -> tuple[float, float]:
        """The centre and width that the file before asks for, or that show all its values."""
        frame = self._any()
        return frame.window if frame else (0.5, 1.0)

    def told(self, frame: int) -> str:
        """Say in one sentence what there is to see, without decoding anything."""
        count = f"frame {frame + 1} of {self.frames}" if self.frames > 1 else "one frame"
        if not all(self._held):
            which = "before" if self._held[0] else "after"
            return f"Only the data set {which} has a picture ({count})."
        what = "the same, byte for byte" if self.same else "different"
        return f"Their pictures, {count}, side by side: the pixel data are {what}."

    def look(self, number: int, window: tuple[float, float] | None, *, largest: int) -> Look:
        """Return both pictures of one frame.

        Parameters
        ----------
        number : int
            The frame, from 0 on.
        window : tuple of float or None
            Centre and width, the same for both; None for :attr:`window`.
        largest : int
            Pixels: bigger pictures are thinned out.

        Returns
        -------
        Look
            With words where a picture is missing or cannot be decoded.
        """
        try:
            import numpy  # noqa: F401
        except ImportError:
            nothing = Side("", _NUMPY)
            return Look(nothing, nothing, None, *self._compared(None, None)[1:])
        first, second = self._frame(0, number), self._frame(1, number)
        chosen = window or self.window
        before = self._side(first, "before", number, chosen, largest)
        after = self._side(second, "after", number, chosen, largest)
        mask, kind, said = self._compared(first, second)
        differs = None
        if mask is not None:
            shown = encoded(_thinned(mask, largest) * 255, largest)
            differs = Side(shown, f"White where they differ. {said}", "White where they differ")
        return Look(before, after, differs, kind, said)

    def _any(self) -> Frame | None:
        """The first frame of the data set before, or else of the one after."""
        try:
            import numpy  # noqa: F401
        except ImportError:
            return None
        for side in (0, 1):
            frame = self._frame(side, 0)
            if isinstance(frame, Frame):
                return frame
        return None

    def _frame(self, side: int, number: int) -> Frame | CannotDecode | None:
        ds, held = self._sides[side], self._held[side]
        if not held or number >= frames_of(ds):
            return None
        key = (side, number)
        if key not in self._frames:
            for old in [key for key in self._frames if key[1]][: -_REMEMBERED + 1]:
                del self._frames[old]  # the first frames stay: they give the window
            self._frames[key] = decoded(ds, number)
        return self._frames[key]

    def _side(
        self,
        frame: Frame | CannotDecode | None,
        which: str,
        number: int,
        window: tuple[float, float],
        largest: int,
    ) -> Side:
        if frame is None:
            return Side("", f"The data set {which} has no such picture.")
        if isinstance(frame, CannotDecode):
            return Side("", frame.why)
        rows, columns = frame.values.shape[:2]
        at = f", frame {number + 1} of {self.frames}" if self.frames > 1 else ""
        alt = f"The picture {which}{at}: {columns} by {rows} pixels"
        caption = f"{columns} × {rows}{at}"
        if frame.grey:
            centre, width = window
            caption += f", window {centre:g} / {width:g}"
        return Side(encoded(frame.shaded(window), largest), f"{alt}.", caption)

    def _compared(self, first: Any, second: Any) -> tuple[Any, str, str]:
        """Compare two frames: where they differ, a kind of the style sheet, and a sentence."""
        if self.same:
            return None, "good", "The pixel data are the same, byte for byte."
        if not all(self._held):
            return None, "warn", "Only one of the two has a picture."
        if not isinstance(first, Frame) or not isinstance(second, Frame):
            return None, "warn", "The pixel data differ; they cannot be compared pixel by pixel."
        old, new = first.values, second.values
        if old.shape != new.shape:
            return None, "warn", "The pixel data differ: the pictures have not the same size."
        mask = old != new
        if mask.ndim == 3:
            mask = mask.any(axis=2)
        count = int(mask.sum())
        if not count:
            return (
                None,
                "info",
                "This frame is the same, pixel by pixel; the encoding differs, "
                + ("or other frames do." if self.frames > 1 else "not the picture."),
            )
        rows, columns = mask.any(axis=1).nonzero()[0], mask.any(axis=0).nonzero()[0]
        said = (
            f"{count} of {mask.size} pixels differ, in columns {columns[0] + 1} to "
            f"{columns[-1] + 1} and rows {rows[0] + 1} to {rows[-1] + 1}."
        )
        return mask, "warn", said


def _thinned(mask: Any, largest: int) -> Any:
    """Make a mask smaller so that no single pixel is lost."""
    import numpy as np

    step = max(1, -(-max(mask.shape) // largest))
    rows, columns = (-(-size // step) for size in mask.shape)
    padded = np.zeros((rows * step, columns * step), dtype=bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    return padded.reshape(rows, step, columns, step).any(axis=(1, 3))
