"""Write a picture as PNG, which every page can show, with nothing but the standard library."""

from __future__ import annotations

import zlib
from base64 import b64encode
from struct import pack
from typing import Any

__all__ = ["encoded"]


def encoded(values: Any, largest: int) -> str:
    """Write an array as PNG in base64.

    Parameters
    ----------
    values : ndarray, shape (rows, columns) or (rows, columns, 3)
        Grey or RGB, 0 to 255.
    largest : int
        Pixels: of bigger pictures only every second, third … row and column is taken.

    Returns
    -------
    str
        The PNG.
    """
    import numpy as np

    step = max(1, -(-max(values.shape[:2]) // largest))
    values = np.ascontiguousarray(values[::step, ::step], dtype="uint8")
    rows, columns = values.shape[:2]
    lines = np.zeros((rows, 1 + values[0].size), dtype="uint8")  # each begins with its filter: none
    lines[:, 1:] = values.reshape(rows, -1)
    head = pack(">IIBBBBB", columns, rows, 8, 2 if values.ndim == 3 else 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b""))
    chunks = (
        pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)).decode("ascii")
