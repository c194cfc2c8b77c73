"""Places where some devices are known to write text, as rules in a TOML file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from os import PathLike
from pathlib import Path

from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.header.fold import fold
from dcmteach.header.quiet import quiet
from dcmteach.pixels.redact_boxes import Box

__all__ = ["RegionRule", "Regions", "known_regions", "read_regions"]

_TEXTS = {
    "manufacturer": "Manufacturer",
    "model": "ManufacturerModelName",
    "modality": "Modality",
}
_SIZES = {"rows": "Rows", "columns": "Columns"}


@dataclass(frozen=True)
class RegionRule:
    """Where devices of one kind write text.

    Parameters
    ----------
    name : str
        What the rule is called in records.
    manufacturer, model, modality : str
        What must stand in Manufacturer (0008,0070), Manufacturer's Model Name (0008,1090) and
        Modality (0008,0060); ``*`` and ``?`` stand for any letters and any one letter; capitals
        do not count. Empty: any.
    rows, columns : int or None
        The size of the image it holds for; None is any.
    places : tuple of (str, int) or tuple of int
        Edges, each with the number of rows or columns from there (``("top", 34)``), and boxes
        (row, column, height, width), of which negative rows and columns count from the end.
    """

    name: str
    places: tuple[tuple[str, int] | tuple[int, int, int, int], ...]
    manufacturer: str = ""
    model: str = ""
    modality: str = ""
    rows: int | None = None
    columns: int | None = None

    def holds_for(self, ds: Dataset) -> bool:
        """Whether a data set is of this kind."""
        return all(
            _matches(getattr(self, field), _text(ds, keyword)) for field, keyword in _TEXTS.items()
        ) and all(
            getattr(self, field) in {None, _size(ds, keyword)} for field, keyword in _SIZES.items()
        )

    def boxes(self, rows: int, columns: int) -> list[Box]:
        """Give the places as boxes in an image of some size; what lies outside is left out."""
        found = []
        for place in self.places:
            box = _edge(place, rows, columns) if len(place) == 2 else _box(place, rows, columns)
            if box is not None:
                found.append(box)
        return found


class Regions:
    """Rules, in their order; every rule that holds counts.

    Parameters
    ----------
    rules : sequence of RegionRule
        The rules.
    """

    def __init__(self, rules: Sequence[RegionRule]) -> None:
        self.rules = tuple(rules)

    def matching(self, ds: Dataset) -> list[RegionRule]:
        """Return the rules that hold for a data set."""
        with quiet():
            return [rule for rule in self.rules if rule.holds_for(ds)]

    def boxes_for(self, ds: Dataset) -> list[Box]:
        """Return the boxes to cover in a data set, for all its frames; none if no rule holds.

        Raises
        ------
        DcmteachError
            If a rule holds and the data set does not say how large its image is.
        """
        rules = self.matching(ds)
        if not rules:
            return []
        rows, columns = _size(ds, "Rows"), _size(ds, "Columns")
        if not rows or not columns:
            raise DcmteachError("Rows or Columns is missing: no place in this image can be told.")
        return [box for rule in rules for box in rule.boxes(rows, columns)]


def known_regions(ds: Dataset, path: str | PathLike[str] | None = None) -> list[Box]:
    """Find the places where the device that made an image is known to write text.

    Such places are covered *besides* what reading the pixels finds, never instead: a rule knows
    nothing of a new software version, nor of a name typed into the picture.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; not changed.
    path : str or path-like, optional
        A file of rules of your own; without it, those that come with dcmteach, which know only its
        own artificial devices.

    Returns
    -------
    list of Box
        For all frames; empty if no rule holds.

    Raises
    ------
    DcmteachError
        If the file has mistakes; each is told with its line.

    Examples
    --------
    A file holds one table for each kind of device; what it does not name may be anything::

        [[region]]
        name = "banner of the scanner in room 2"
        manufacturer = "Echolot"          # * and ? stand for any letters
        model = "Sonde*"
        modality = "US"
        rows = 240
        columns = 320
        top = 34                          # rows from the upper edge; likewise bottom, left, right
        boxes = [[-16, 0, 16, 120]]       # row, column, height, width; negative: from the end
    """
    return (read_regions(path) if path is not None else _default()).boxes_for(ds)


def read_regions(path: str | PathLike[str]) -> Regions:
    """Read rules from a TOML file, as :func:`known_regions` describes it.

    Raises
    ------
    DcmteachError
        If it has mistakes, all at once.
    DcmteachError
        If it cannot be read.
    """
    from dcmteach.pixels.regions_file import parse_regions

    name = Path(path).name
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise DcmteachError(
            f"The regions {name!r} were not read: {error.strerror or 'it cannot be opened'}. "
            "Give a TOML file with one [[region]] for each place."
        ) from None
    except UnicodeDecodeError:
        raise DcmteachError(
            f"The regions {name!r} are not written in UTF-8. Save the file in that encoding."
        ) from None
    return Regions(parse_regions(text, origin=name))


@cache
def _default() -> Regions:
    from dcmteach.pixels.regions_file import parse_regions

    file = resources.files("dcmteach.pixels") / "data" / "regions.toml"
    return Regions(parse_regions(file.read_text(encoding="utf-8"), origin="regions.toml"))


def _matches(pattern: str, text: str) -> bool:
    import fnmatch

    if not pattern:
        return True
    # Only * and ? are special: a bracket in a model's name is a bracket.
    escaped = fold(pattern).replace("[", "[[]")
    return fnmatch.fnmatchcase(fold(text), escaped)


def _text(ds: Dataset, keyword: str) -> str:
    try:
        return str(ds.get(keyword) or "").strip()
    except (TypeError, ValueError):
        return ""


def _size(ds: Dataset, keyword: str) -> int | None:
    try:
        return int(ds.get(keyword) or 0) or None
    except (TypeError, ValueError):
        return None


def _edge(place: tuple[object, ...], rows: int, columns: int) -> Box | None:
    edge, count = str(place[0]), int(str(place[1]))
    tall, wide = min(count, rows), min(count, columns)
    return {
        "top": Box(0, 0, tall, columns),
        "bottom": Box(rows - tall, 0, tall, columns),
        "left": Box(0, 0, rows, wide),
        "right": Box(0, columns - wide, rows, wide),
    }[edge]


def _box(place: tuple[object, ...], rows: int, columns: int) -> Box | None:
    row, column, height, width = (int(str(number)) for number in place)
    top, left = row + rows * (row < 0), column + columns * (column < 0)
    bottom, right = min(top + height, rows), min(left + width, columns)
    top, left = max(top, 0), max(left, 0)
    if bottom <= top or right <= left:
        return None
    return Box(top, left, bottom - top, right - left)
