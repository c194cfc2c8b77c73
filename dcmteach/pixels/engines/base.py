"""What an engine that reads text must offer, and how one is chosen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

from dcmteach.errors import DcmteachError
from dcmteach.pixels.views import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ENGINES", "Engine", "EngineMissing", "Word", "available", "engine"]

ENGINES = ("auto", "rapidocr", "tesseract", "both")
"""What can be asked for: ``"auto"`` is rapidocr where it is installed, otherwise tesseract."""


class EngineMissing(DcmteachError):
    """The engine asked for is not installed; never the same as *there is no text*."""


class Word(NamedTuple):
    """A piece of text that an engine read: a word, or words of one line.

    Parameters
    ----------
    box : Box
        Where it stands in the frame.
    text : str
        What it says.
    confidence : float
        How sure the engine is, 0 to 1.
    also : tuple of str
        What else was read there: by another engine, or in another turn.
    """

    box: Box
    text: str
    confidence: float
    also: tuple[str, ...] = ()

    def __repr__(self) -> str:  # the text may name a patient
        return f"<Word of {len(self.text)} characters at {tuple(self.box)}>"


@runtime_checkable
class Engine(Protocol):
    """Something that reads text.

    Attributes
    ----------
    name, version : str
        For the audit.
    settings : mapping of str
        What it was run with, plain values.
    """

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def version(self) -> str:
        """Its version."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """What it runs with."""
        ...

    def read(self, frame: NDArray[Any]) -> list[Word]:
        """Read a frame, ndarray of shape (rows, columns), any depth."""
        ...


def available() -> tuple[str, ...]:
    """Return the names of the engines that can be used here, the default first."""
    found = []
    if find_spec("rapidocr") and find_spec("onnxruntime"):
        found.append("rapidocr")
    if find_spec("pytesseract") and find_spec("PIL") and _tesseract_there():
        found.append("tesseract")
    return tuple(found)


def _tesseract_there() -> bool:
    from dcmteach.pixels.engines.tesseract import program

    return program() is not None


def engine(name: str = "auto") -> Engine:
    """Return an engine, made once per process.

    Parameters
    ----------
    name : str, optional
        One of :data:`ENGINES`.

    Returns
    -------
    Engine
        Ready to read.

    Raises
    ------
    EngineMissing
        If it, or what it needs, is not installed.
    DcmteachError
        If there is no engine of that name.
    """
    if name not in ENGINES:
        listed = ", ".join(repr(known) for known in ENGINES)
        raise DcmteachError(f"There is no engine {name!r}. Choose one of {listed}.")
    return _made(name, os.getpid())


@lru_cache(maxsize=8)
def _made(name: str, process: int) -> Engine:
    """Make an engine; after a fork again, for its threads stayed behind."""
    if name == "auto":
        there = available()
        if not there:
            raise EngineMissing(
                "No engine to read text in pixels is installed. Run: "
                "pip install 'dcmteach[rapidocr]', or install Tesseract (Debian: apt install "
                "tesseract-ocr; conda: conda install tesseract) and pip install 'dcmteach[ocr]'."
            )
        return engine(there[0])
    if name == "both":
        from dcmteach.pixels.engines.union import Union

        return Union((engine("rapidocr"), engine("tesseract")))
    if name == "rapidocr":
        from dcmteach.pixels.engines.rapid import Rapid

        return Rapid()
    from dcmteach.pixels.engines.tesseract import Tesseract

    return Tesseract()
