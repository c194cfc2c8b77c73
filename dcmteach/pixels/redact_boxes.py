"""Boxes: rectangles of pixels, from whatever tells of them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from dcmteach.errors import DcmteachError

__all__ = ["Box", "boxes_from", "clipped", "read_boxes", "with_margin"]

_FIELDS = ("row", "column", "height", "width")
_DEEPEST = 5  # a file, its images, their frames, their boxes, their numbers


class Box(NamedTuple):
    """A rectangle of pixels.

    Parameters
    ----------
    row, column : int
        Its upper left pixel, 0-based.
    height, width : int
        How many rows and columns it covers.
    frame : int or None, optional
        The frame it lies in, 0-based; None is all frames.
    place : str, optional
        Empty for the picture itself; otherwise the path of the overlay or icon in whose own
        pixels it is counted.
    """

    row: int
    column: int
    height: int
    width: int
    frame: int | None = None
    place: str = ""


def boxes_from(source: Any) -> list[Box]:
    """Gather boxes.

    Parameters
    ----------
    source : object
        What `find_text` gives; anything with the fields of a :class:`Box`, or an iterable of such;
        tuples (row, column, height, width) with or without a frame; dictionaries; or the name of
        a JSON file as ``dcmteach find-text --json`` writes it for one image.

    Returns
    -------
    list of Box
        Numbers that are no whole pixels are rounded outwards.

    Raises
    ------
    DcmteachError
        If something is no box.
    """
    if isinstance(source, str | PathLike):
        return read_boxes(source)
    return list(_walk(source, None, "", 0))


def read_boxes(path: str | PathLike[str], *, image: str | None = None) -> list[Box]:
    """Read boxes from a JSON file.

    Parameters
    ----------
    path : str or path-like
        As ``dcmteach find-text --json`` writes it (one entry per image), or a list of boxes.
    image : str, optional
        The image whose boxes are wanted, by its name as it stands there; needed where the file
        tells of several.

    Raises
    ------
    DcmteachError
        If it cannot be read, tells of several images, or not of this one.
    """
    name = Path(path).name
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise DcmteachError(
            f"The boxes {name!r} were not read: {reason}. Give a file that "
            "dcmteach find-text --json wrote."
        ) from None
    except ValueError:
        raise DcmteachError(
            f"{name!r} is no JSON. Write boxes as dcmteach find-text --json does."
        ) from None
    if isinstance(data, Mapping):
        data = [data]
    if not isinstance(data, list):
        raise DcmteachError(
            f"{name!r} holds no list of boxes. Write them as dcmteach find-text --json does."
        )
    entries = [entry for entry in data if isinstance(entry, Mapping) and "frames" in entry]
    if not entries:
        return boxes_from(data)
    if image is not None:
        chosen = [entry for entry in entries if _same_file(entry.get("file"), image)]
    else:
        chosen = entries
    if len(chosen) != 1:
        what = "no image" if not chosen else f"{len(chosen)} images"
        raise DcmteachError(
            f"{name!r} tells of {what} that could be meant, and one is needed. "
            "Make it with dcmteach find-text --json from that one file."
        )
    return boxes_from(chosen)


def _same_file(written: object, wanted: str) -> bool:
    """One and the same name, or one the end of the other."""
    if not isinstance(written, str):
        return False
    one, other = Path(written).parts, Path(wanted).parts
    count = min(len(one), len(other))
    return count > 0 and one[-count:] == other[-count:]


def _walk(source: Any, frame: Any, place: str, depth: int) -> Iterator[Box]:
    """Go down to the boxes; a frame and a place hold for what lies below them."""
    if depth > _DEEPEST:
        raise _no_box()
    if all(_has(source, field) for field in _FIELDS):
        own = _get(source, "frame", frame), _get(source, "place", place)
        yield _box([_get(source, field, None) for field in _FIELDS], *own)
    elif _has(source, "frames"):
        yield from _walk(_get(source, "frames", ()), None, place, depth + 1)
    elif _has(source, "boxes"):
        lies = _get(source, "frame", frame), _get(source, "place", place)
        yield from _walk(_get(source, "boxes", ()), *lies, depth + 1)
    elif isinstance(source, Iterable) and not isinstance(source, str | bytes | Mapping):
        members = list(source)
        if members and all(map(_is_number, members[:4])):
            if len(members) not in {4, 5}:
                raise _no_box()
            yield _box(members[:4], members[4] if len(members) == 5 else frame, place)
        else:
            for member in members:
                yield from _walk(member, frame, place, depth + 1)
    else:
        raise _no_box()


def _has(source: Any, field: str) -> bool:
    return field in source if isinstance(source, Mapping) else hasattr(source, field)


def _get(source: Any, field: str, otherwise: Any) -> Any:
    if isinstance(source, Mapping):
        return source.get(field, otherwise)
    return getattr(source, field, otherwise)


def _is_number(value: object) -> bool:
    if isinstance(value, bool | str | bytes):
        return False
    try:
        return math.isfinite(float(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def _box(corners: list[Any], frame: Any, place: Any) -> Box:
    if not all(map(_is_number, corners)) or not (frame is None or _is_number(frame)):
        raise _no_box()
    row, column, height, width = (float(number) for number in corners)
    if height <= 0 or width <= 0:
        raise DcmteachError(
            f"A box must be at least one pixel high and wide (got {height:g} × {width:g})."
        )
    top, left = math.floor(row), math.floor(column)
    size = math.ceil(row + height) - top, math.ceil(column + width) - left
    where = "" if place in {None, "image"} else str(place)
    return Box(top, left, *size, None if frame is None else int(frame), where)


def _no_box() -> DcmteachError:
    return DcmteachError(
        "A box is a row, a column, a height and a width in pixels, 0-based, and a frame or None. "
        "Give tuples such as (4, 5, 20, 120), what find_text() returns, or the name of its JSON."
    )


def with_margin(box: Box, margin: int | None) -> Box:
    """Grow a box on all sides.

    Parameters
    ----------
    box : Box
        A box.
    margin : int or None
        By how many pixels; None is 15 % of its shorter side, at least 2: what a reader of text
        calls its box often cuts through the outermost strokes.
    """
    if margin is None:
        margin = max(2, math.ceil(0.15 * min(box.height, box.width)))
    elif margin < 0:
        raise DcmteachError(f"margin must be 0 or more pixels (got {margin}).")
    return box._replace(
        row=box.row - margin,
        column=box.column - margin,
        height=box.height + 2 * margin,
        width=box.width + 2 * margin,
    )


def clipped(box: Box, rows: int, columns: int, frames: int) -> Box:
    """Cut off what of a box lies outside the image.

    Parameters
    ----------
    box : Box
        A box.
    rows, columns, frames : int
        The size of the image.

    Raises
    ------
    DcmteachError
        If nothing is left, or there is no such frame: then the boxes are another image's.
    """
    top, left = max(box.row, 0), max(box.column, 0)
    bottom, right = min(box.row + box.height, rows), min(box.column + box.width, columns)
    if bottom <= top or right <= left:
        raise DcmteachError(
            f"A box at row {box.row}, column {box.column} ({box.height} × {box.width} pixels) lies "
            f"outside the image of {rows} × {columns}. Are these the boxes of this image?"
        )
    if box.frame is not None and not 0 <= box.frame < frames:
        raise DcmteachError(
            f"A box lies in frame {box.frame}, but the frames go from 0 to {frames - 1}. "
            "Count them from 0, or give None for all."
        )
    return box._replace(row=top, column=left, height=bottom - top, width=right - left)
