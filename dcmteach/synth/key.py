"""The answer key of an artificial file: every identifier planted in it, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydicom.dataset import Dataset, FileDataset
from pydicom.valuerep import PersonName

from dcmteach.standard.path import FILE_META, format_tag

__all__ = ["Canaries", "texts_of"]

_WHOLE_VALUE = {"age", "date", "patient sex", "time", "uid"}


class Canaries:
    """Collects the identifiers while a data set is being built.

    Each is recorded under the literal text that stands in the file, so that one person's name has
    an entry per way of writing it.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self.burned_in: list[dict[str, Any]] = []

    def plant(self, kind: str, value: str) -> str:
        """Record an identifier, and return it as it is."""
        self._kinds.setdefault(value, kind)
        return value

    def burn(self, text: str, box: tuple[int, int, int, int]) -> None:
        """Record text drawn into the pixels.

        Parameters
        ----------
        text : str
            One line, as it is drawn.
        box : tuple of int
            First column, first row, and the column and row after the last, in pixels from 0.
        """
        self.burned_in.append({"text": text, "box": list(box)})

    def key(self, ds: FileDataset) -> list[dict[str, Any]]:
        """List the canaries with the paths at which they stand.

        Returns
        -------
        list of dict
            ``kind``, ``value``, and ``paths`` in file order.

        Raises
        ------
        AssertionError
            If one is nowhere in the data set.
        """
        places: dict[str, list[str]] = {value: [] for value in self._kinds}
        for path, texts in texts_of(ds):
            for value, kind in self._kinds.items():
                whole = kind in _WHOLE_VALUE
                if any(value == text if whole else value in text for text in texts):
                    places[value].append(path)
        missing = [kind for value, kind in self._kinds.items() if not places[value]]
        assert not missing, f"planted nowhere: {missing}"
        return [
            {"kind": kind, "value": value, "paths": places[value]}
            for value, kind in self._kinds.items()
        ]


def texts_of(ds: FileDataset) -> Iterator[tuple[str, list[str]]]:
    """Yield each element's path and its values as texts; bytes are read as UTF-8 and Latin-1."""
    yield from _walk(ds.file_meta, f"{FILE_META}.")
    yield from _walk(ds, "")


def _walk(ds: Dataset, prefix: str) -> Iterator[tuple[str, list[str]]]:
    for element in ds:
        path = prefix + (element.keyword or format_tag(element.tag))
        if element.VR == "SQ":
            for number, part in enumerate(element.value):
                yield from _walk(part, f"{path}[{number}].")
        elif element.keyword != "PixelData" and element.value is not None:
            yield path, list(_texts(element.value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, bytes):
        yield value.decode("utf-8", "ignore")
        yield value.decode("latin-1")
    elif isinstance(value, str | PersonName) or not hasattr(value, "__iter__"):
        yield str(value)
    else:
        for part in value:
            yield str(part)
