"""Find the text in the pixels of a data set, and judge it."""

from __future__ import annotations

from collections import defaultdict
from os import PathLike
from typing import TYPE_CHECKING, Any

from pydicom.dataset import Dataset

from dcmteach.header.identity import Identity
from dcmteach.header.identity import identity as identity_of
from dcmteach.header.read import read
from dcmteach.pixels.beside import pictures_beside
from dcmteach.pixels.engines.base import Engine, Word
from dcmteach.pixels.engines.base import engine as engine_named
from dcmteach.pixels.frames import CannotDecode, Frames, has_pixels
from dcmteach.pixels.judging import judge
from dcmteach.pixels.moving_text import read_frames
from dcmteach.pixels.text_result import IMAGE, FrameText, ImageText, TextBox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["find_text"]


def find_text(
    ds_or_path: Dataset | str | PathLike[str],
    engine: str | Engine = "auto",
    *,
    identity: Identity | None = None,
) -> ImageText:
    """Find the text burned into a picture, its overlays and its icon.

    Parameters
    ----------
    ds_or_path : pydicom.dataset.Dataset or path-like
        A data set with pixel data, or the path of its file. It is not changed.
    engine : str or Engine, optional
        ``"auto"`` (rapidocr where it is installed, otherwise tesseract), ``"rapidocr"``,
        ``"tesseract"``, ``"both"``, or one that :func:`dcmteach.pixels.engine` returned.
    identity : Identity, optional
        What names the patient. Without it, what the header of this data set says: give the one
        of before, if the header is cleaned already.

    Returns
    -------
    ImageText
        With the boxes of each frame, rows and columns counted from 0, and ``judgement``:
        ``"clean"``, ``"text"`` or ``"identifying"``.

    Raises
    ------
    EngineMissing
        If the engine is not installed.
    CannotDecode
        If there is no picture, or it cannot be decoded. That is never taken for *no text*.
    ReadError
        If the path is no DICOM file.
    """
    ds = ds_or_path if isinstance(ds_or_path, Dataset) else read(ds_or_path)
    reader = engine_named(engine) if isinstance(engine, str) else engine
    known = identity_of(ds) if identity is None else identity
    found: list[FrameText] = []
    looked_at = 0
    beside = list(pictures_beside(ds))
    if has_pixels(ds):
        frames = Frames(ds)
        looked_at = len(frames)
        found += _judged(read_frames(frames, reader), known, IMAGE)
    elif not beside:
        raise CannotDecode(
            "This data set has no pixel data, no overlay and no icon: there is no picture in it to "
            "look for text in."
        )
    for place, planes in beside:
        words = {number: reader.read(plane) for number, plane in enumerate(planes)}
        found += _judged(words, known, place)
    return ImageText(
        found,
        engine=reader.name,
        version=reader.version,
        settings=reader.settings,
        frames_looked_at=looked_at,
    )


def _judged(words: Mapping[int, Sequence[Word]], identity: Identity, place: str) -> list[FrameText]:
    judged: dict[Any, str] = {}
    frames: dict[int, list[TextBox]] = defaultdict(list)
    for number, found in sorted(words.items()):
        for word in sorted(found, key=lambda word: (word.box.row, word.box.column)):
            texts = (word.text, *word.also)
            if texts not in judged:
                judged[texts] = judge(texts, identity)
            frames[number].append(_box(word, judged[texts]))
    return [FrameText(number, tuple(boxes), place) for number, boxes in frames.items()]


def _box(word: Word, judgement: str) -> TextBox:
    row, column, height, width = (int(part) for part in word.box)
    return TextBox(row, column, height, width, word.text, float(word.confidence), judgement)
