"""Tesseract: lines that may be text are cut out, packed on one page, and read in one go."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from dcmteach.pixels.engines.base import EngineMissing, Word
from dcmteach.pixels.engines.block import beside
from dcmteach.pixels.engines.mosaic import Piece, mosaic
from dcmteach.pixels.engines.noise import is_noise
from dcmteach.pixels.engines.union import united
from dcmteach.pixels.faint import evened
from dcmteach.pixels.lines import Line, candidate_lines

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
_SURE = 0.85  # of a word that short, and of the only one if it is turned
_SURE_OF_LARGE = 0.9  # of the only word, if it is large
_LARGE = 0.1  # height of a letter, in the shorter side of the frame
_AGAIN = 12  # lines read a second time
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
        faint = evened(frame)
        words = self._view(frame)
        return words if faint is None else united([*words, *self._view(faint)])

    def _view(self, frame: NDArray[Any]) -> list[Word]:
        lines = dict(enumerate(candidate_lines(frame)))
        if not lines:
            return []
        best: dict[int, Word] = {}
        doubtful = self._take(frame, lines, best)
        if doubtful:  # a neighbour on the page may have spoilt them
            again = {which: lines[which] for which in islice(sorted(doubtful), _AGAIN)}
            doubtful |= self._take(frame, again, best, apart=True)
        if not any(self._is_certain(best[n], lines[n], frame.shape) for n in best):
            return []  # patterns are read with little confidence; text never all of it
        left = {id(lines[which]): which for which in doubtful if which not in best}
        for line in beside((lines[n] for n in left.values()), [lines[n] for n in best]):
            best[left[id(line)]] = doubtful[left[id(line)]]
        return united([best[which] for which in sorted(best)])

    def _take(
        self,
        frame: NDArray[Any],
        lines: Mapping[int, Line],
        best: dict[int, Word],
        *,
        apart: bool = False,
    ) -> dict[int, Word]:
        """Read lines, add what they say to the best readings, and return the doubtful ones."""
        number = {id(line): which for which, line in lines.items()}
        doubtful: dict[int, Word] = {}
        for piece, words in self._read(*mosaic(frame, list(lines.values()), apart=apart)):
            word = self._word(piece, words)
            if word is None:
                continue
            which = number[id(piece.line)]
            chosen = best if self._is_credible(word, piece, frame.shape) else doubtful
            if which not in chosen or chosen[which].confidence < word.confidence:
                chosen[which] = word
        return {which: word for which, word in doubtful.items() if which not in best}

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

    def _word(self, piece: Piece, words: list[tuple[str, float]]) -> Word | None:
        """Make one word of those of a cutting, if there are two letters in it."""
        letters = [(sum(map(str.isalnum, word)), sure) for word, sure in words]
        count = sum(number for number, _ in letters)
        if count < 2:
            return None
        sure = sum(number * sure for number, sure in letters) / count
        return Word(piece.line.box, " ".join(word for word, _ in words), round(sure, 3))

    def _is_credible(self, word: Word, piece: Piece, shape: tuple[int, ...]) -> bool:
        count = sum(map(str.isalnum, word.text))
        if word.confidence < (self._settings["confidence"] if count > _SHORT else _SURE):
            return False
        along = max(word.box.height, word.box.width)
        if len(word.text) * _NARROWEST * piece.line.letter > along:
            return False
        return not is_noise(word.text, word.confidence, word.box, shape)

    def _is_certain(self, word: Word, line: Line, shape: tuple[int, ...]) -> bool:
        """Tell whether a word alone says that there is text in the frame."""
        count = sum(map(str.isalnum, word.text))
        if count <= _SHORT:
            return False
        needed = self._settings["sure of long" if count >= _LONG else "sure"]
        if not line.upright:
            needed = max(needed, _SURE)
        if line.letter > _LARGE * min(shape):
            needed = max(needed, _SURE_OF_LARGE)
        return bool(word.confidence >= needed)
