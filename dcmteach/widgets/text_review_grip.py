"""What a hand takes hold of: the edges of a box, and the pixels between two points."""

from __future__ import annotations

from dcmteach.widgets.text_review_boxes import ReviewBox, Size

__all__ = ["between", "edges_at"]

_REACH = 4  # pixels of the picture around an edge that count as the edge


def between(one: tuple[float, float], other: tuple[float, float], size: Size) -> dict[str, int]:
    """Return the whole pixels of a picture between two points, as a box."""
    most = (size.rows, size.columns)
    low = [min(max(0, round(min(a, b))), m - 1) for a, b, m in zip(one, other, most, strict=True)]
    high = [min(max(0, round(max(a, b))), m) for a, b, m in zip(one, other, most, strict=True)]
    height, width = (max(1, h - k) for h, k in zip(high, low, strict=True))
    return {"row": low[0], "column": low[1], "height": height, "width": width}


def edges_at(box: ReviewBox, at: tuple[float, float]) -> tuple[bool, bool, bool, bool] | None:
    """Tell which edges of a box a point takes hold of: top, left, bottom, right.

    In the middle it takes hold of none, and the box is moved. None if the point is away from it.
    """
    reach = [min(_REACH, side / 4) for side in (box.height, box.width)]
    down, across = at[0] - box.row, at[1] - box.column
    if not (-_REACH <= down <= box.height + _REACH and -_REACH <= across <= box.width + _REACH):
        return None
    return (
        down < reach[0],
        across < reach[1],
        down > box.height - reach[0],
        across > box.width - reach[1],
    )
