"""Tesseract: lines that may be text are cut out, packed on one page, and read in one go."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.engines.base import EngineMissing, Word
from dcmteach.pixels.engines.mosaic import Piece, mosaic
from dcmteach.pixels.engines.noise import is_noise
from dcmteach.pixels.engines.union import united
from dcmteach.pixels.lines import candidate_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Tesseract", "program"]

_NO_PROGRAM = (
    "The engine tesseract needs the program tesseract, which is not installed. Debian, Ubuntu: "
    "apt install tesseract-ocr; conda: conda install -c conda-forge tesseract; or use "
    "engine='rapidocr'."
)
_NO_PACKAGE = (
    "The engine tesseract needs the package pytesseract, which is not installed. Run: "
    "pip install 'dcmteach[ocr]'."
)
_SETTINGS: dict[str, Any] = {
    "language": "eng",
    "mode": 11,
    "confidence": 0.5,
    "sure": 0.75,
    "sure of long": 0.7,
}
_LONG = 8  # letters and digits
_SHORT = 3
_NARROWEST = 0.28  # of a letter, in its heights


@lru_cache(maxsize=1)
def program() -> str | None:
    """Return where Tesseract is, or None."""
    try:
        import pytesseract
    except ImportError:
        return None
    return shutil.which(str(pytesseract.pytesseract.tesseract_cmd))


class Tesseract:
    """Tesseract on a mosaic of the lines that may be text.

    Raises
    ------
    EngineMissing
        If the program or `pytesseract` is not installed.
    """

    name = "tesseract"

    def __init__(self, **settings: Any) -> None:
        try:
            import pytesseract  # noqa: F401
        except ImportError:
            raise EngineMissing(_NO_PACKAGE) from None
        if program() is None:
            raise EngineMissing(_NO_PROGRAM)
        self._settings = {**_SETTINGS, **settings}

    @cached_property
    def version(self) -> str:
        """The version of the program."""
        import pytesseract

        return str(pytesseract.get_tesseract_version())

    @property
    def settings(self) -> Mapping[str, Any]:
        """What it runs with."""
        return {**self._settings, "view": "mosaic of lines, local contrast"}

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
        lines = candidate_lines(frame)
        if not lines:
            return []
        page, pieces = mosaic(frame, lines)
        best: dict[int, Word] = {}
        certain = False
        for piece, words in self._read(page, pieces):
            word = self._judged(piece, words, frame.shape)
            key = id(piece.line)
            if word and (key not in best or best[key].confidence < word.confidence):
                best[key] = word
                certain = certain or self._is_certain(word)
        if not certain:  # patterns are read with little confidence; text never all of it
            return []
        return united([best[id(line)] for line in lines if id(line) in best])

    def _read(
        self, page: NDArray[Any], pieces: list[Piece]
    ) -> Iterator[tuple[Piece, list[tuple[str, float]]]]:
        import pytesseract
        from PIL import Image

        read = pytesseract.image_to_data(
            Image.fromarray(page),
            lang=self._settings["language"],
            config=f"--psm {self._settings['mode']} --dpi 200",
            output_type=pytesseract.Output.DICT,
        )
        by_piece: dict[int, list[tuple[str, float]]] = defaultdict(list)
        fields = (read[part] for part in ("top", "left", "height", "width", "text", "conf"))
        for top, left, height, width, text, sure in zip(*fields, strict=True):
            if not text.strip() or float(sure) < 0:
                continue
            row, column = top + height / 2, left + width / 2
            for index, piece in enumerate(pieces):
                inside = 0 <= row - piece.row < piece.height
                if inside and 0 <= column - piece.column < piece.width:
                    by_piece[index].append((text, float(sure) / 100))
                    break
        for index, words in by_piece.items():
            yield pieces[index], words

    def _judged(
        self, piece: Piece, words: list[tuple[str, float]], shape: tuple[int, ...]
    ) -> Word | None:
        """Make one word of those of a cutting, unless it is noise."""
        text = " ".join(word for word, _ in words)
        letters = [(sum(map(str.isalnum, word)), sure) for word, sure in words]
        count = sum(number for number, _ in letters)
        if not count:
            return None
        sure = sum(number * sure for number, sure in letters) / count
        if count < 2 or sure < (self._settings["confidence"] if count > _SHORT else 0.85):
            return None
        along = max(piece.line.box.height, piece.line.box.width)
        if len(text) * _NARROWEST * piece.line.letter > along:
            return None
        if is_noise(text, sure, piece.line.box, shape):
            return None
        return Word(piece.line.box, text, round(sure, 3))

    def _is_certain(self, word: Word) -> bool:
        count = sum(map(str.isalnum, word.text))
        if count <= _SHORT:
            return False
        needed = self._settings["sure of long" if count >= _LONG else "sure"]
        return bool(word.confidence >= needed)
