"""RapidOCR: networks that find and read text, all inside its wheel, nothing downloaded."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.engines.base import EngineMissing, Word
from dcmteach.pixels.engines.noise import is_noise
from dcmteach.pixels.engines.union import united
from dcmteach.pixels.faint import evened
from dcmteach.pixels.lone import lone_letters
from dcmteach.pixels.views import Box, enlarged, normalised, turned

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Rapid"]

_INSTALL = (
    "The engine rapidocr is not installed. Run: pip install 'dcmteach[rapidocr]'; "
    "or use engine='tesseract'."
)
_MODELS = (
    "The engine rapidocr is installed without its models (PP-OCRv6, *_det_* and *_rec_*.onnx in "
    "its folder models), and dcmteach downloads nothing. Run: pip install --force-reinstall "
    "'rapidocr>=3.10'; or use engine='tesseract'."
)
_LOUD = "RapidOCR"
_SETTINGS: dict[str, Any] = {
    "threads": 1,
    "radius": 16,
    "least side": 736,
    "box threshold": 0.5,
    "confidence": 0.5,
    "enlarge below": 0,
}
_SURE = 0.9  # a mark that stands alone
_FIRM = 0.8  # a word: some text of a picture is read as surely as that
_MARKS = frozenset({*"LRAPHFSI", "LT", "RT", "AP", "PA"})
_SIDES = frozenset("LRAPHF")
_SURE_ALONE = 0.97  # of such a letter
_LONE = 6  # letters looked at
_TALL = 1.5  # from this ratio on, a box holds letters on their side
_END = 0.3  # of the height of letters: what a box is longer than the network says
_WITHIN = 0.9  # of a box: read already
_LARGEST = 1600  # pixels of the longer side of what the network looks at


class Rapid:
    """RapidOCR on a frame of locally normalised contrast.

    Raises
    ------
    EngineMissing
        If it, or a model in its wheel, is not there.
    """

    name = "rapidocr"

    def __init__(self, **settings: Any) -> None:
        self._settings = {**_SETTINGS, **settings}
        self._lock = threading.Lock()  # one call sets options that the next would inherit
        self._ocr = _start(self._settings)

    @property
    def version(self) -> str:
        """Its version."""
        try:
            return version("rapidocr")
        except PackageNotFoundError:  # pragma: no cover - found a moment ago
            return "unknown"

    @property
    def settings(self) -> Mapping[str, Any]:
        """What it runs with."""
        return {**self._settings, "models": "PP-OCRv6 small", "view": "local contrast"}

    def read(self, frame: NDArray[Any]) -> list[Word]:
        """Read a frame.

        Parameters
        ----------
        frame : ndarray, shape (rows, columns)
            Grey, any depth.

        Returns
        -------
        list of Word
            Without what is likely no text.
        """
        if min(frame.shape) < 8:
            return []
        factor = min(1.0, _LARGEST / max(frame.shape))
        words: list[Word] = []
        faint = evened(frame)
        radius = self._settings["radius"]
        for values, around in ((frame, radius), (faint, radius // 2)):
            if values is None:
                continue
            view = normalised(values, radius=around)
            if factor < 1:
                view = enlarged(view, factor)
            words = united([*words, *_credible(list(self._words(view, words)))])
            if words:
                words += self._marks(view, words)
        return [w._replace(box=_scaled(w.box, 1 / factor, frame.shape)) for w in words]

    def _words(self, view: NDArray[Any], known: Sequence[Word]) -> Iterator[Word]:
        """Read a view, but for what lies within words known from another one."""
        import numpy as np

        colour = np.ascontiguousarray(np.repeat(view[..., None], 3, axis=2))
        with self._lock, _silence():
            found = self._ocr(colour, use_det=True, use_cls=False, use_rec=False)
            if getattr(found, "boxes", None) is None:
                return
            for corners in found.boxes:
                box = _around(np.asarray(corners, dtype=np.float32), view.shape)
                if any(box.shared(word.box) >= _WITHIN * box.area for word in known):
                    continue
                word = self._read(view, box)
                if word is not None:
                    yield word

    def _read(self, view: NDArray[Any], box: Box) -> Word | None:
        piece = view[box.row : box.end_row, box.column : box.end_column]
        tall = box.height >= _TALL * box.width
        readings = [self._text(turned(piece, turn)) for turn in ((1, 3) if tall else (0,))]
        readings = [r for r in readings if not is_noise(*r, box, view.shape)]
        if not readings:
            return None
        text, confidence = max(readings, key=lambda reading: reading[1])
        if confidence < self._settings["confidence"]:
            return None
        return Word(_with_ends(box, view.shape), text, round(confidence, 3))

    def _marks(self, view: NDArray[Any], known: Sequence[Word]) -> Iterator[Word]:
        """Read single letters that the network which finds text passes over."""
        heights = sorted(min(word.box.height, word.box.width) for word in known)
        free = (
            box
            for box in lone_letters(view, heights[len(heights) // 2])
            if not any(box.shared(word.box) > 0.3 * box.area for word in known)
        )
        for box in islice(free, _LONE):
            piece = view[box.row : box.end_row, box.column : box.end_column]
            with self._lock, _silence():
                text, confidence = self._text(piece)
            if text in _SIDES and confidence >= _SURE_ALONE:
                yield Word(box, text, round(confidence, 3))

    def _text(self, piece: NDArray[Any]) -> tuple[str, float]:
        import numpy as np

        colour = np.ascontiguousarray(np.repeat(piece[..., None], 3, axis=2))
        result = self._ocr(colour, use_det=False, use_cls=False, use_rec=True)
        if not result.txts:
            return "", 0.0
        return str(result.txts[0]).strip(), float(result.scores[0])


def _credible(words: list[Word]) -> list[Word]:
    """Leave out all but sure marks where nothing longer was read for sure: patterns look so."""
    if any(w.confidence >= _FIRM and sum(map(str.isalnum, w.text)) > 2 for w in words):
        return words
    return [w for w in words if w.text.strip() in _MARKS and w.confidence >= _SURE]


def _with_ends(box: Box, shape: tuple[int, ...]) -> Box:
    """Lengthen a box at both ends: the network often cuts through the first letter or the last."""
    more = round(_END * min(box.height, box.width))
    if box.height >= _TALL * box.width:
        row = max(0, box.row - more)
        return box._replace(row=row, height=min(shape[0], box.end_row + more) - row)
    column = max(0, box.column - more)
    return box._replace(column=column, width=min(shape[1], box.end_column + more) - column)


def _around(corners: NDArray[Any], shape: tuple[int, ...]) -> Box:
    """Return the upright rectangle around four corners (x, y)."""
    left, top = (max(0, int(low)) for low in corners.min(axis=0))
    right, bottom = (int(-(-high // 1)) for high in corners.max(axis=0))
    return Box(top, left, max(0, min(shape[0], bottom) - top), max(0, min(shape[1], right) - left))


def _scaled(box: Box, factor: float, shape: tuple[int, ...]) -> Box:
    if factor == 1:
        return box
    row, column = int(box.row * factor), int(box.column * factor)
    end_row = min(shape[0], int(box.end_row * factor) + 1)
    end_column = min(shape[1], int(box.end_column * factor) + 1)
    return Box(row, column, end_row - row, end_column - column)


def _start(settings: Mapping[str, Any]) -> Any:
    """Load the networks from the wheel; nothing may be downloaded, nothing may be logged."""
    with _silence():
        try:
            import rapidocr
        except ImportError:
            raise EngineMissing(_INSTALL) from None
        folder = Path(rapidocr.__file__).parent / "models"
        models = {
            part: next(iter(sorted(folder.glob(f"*_{part}_small.onnx"))), None)
            for part in ("det", "rec")
        }
        if None in models.values():
            raise EngineMissing(_MODELS)
        try:
            return rapidocr.RapidOCR(
                params={
                    "Global.log_level": "critical",
                    "Global.use_cls": False,
                    "Global.text_score": 0.0,
                    "Global.max_side_len": 4000,
                    "Det.model_path": str(models["det"]),
                    "Rec.model_path": str(models["rec"]),
                    "Det.limit_side_len": settings["least side"],
                    "Det.box_thresh": settings["box threshold"],
                    "EngineConfig.onnxruntime.intra_op_num_threads": settings["threads"],
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                }
            )
        except ImportError:
            raise EngineMissing(_INSTALL) from None


@contextmanager
def _silence() -> Iterator[None]:
    """Keep its logger still: it may log what it reads, and that may be a name."""
    logger = logging.getLogger(_LOUD)
    was = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = was
