"""The picture that rendering gives: pixels, depths, and words for whoever does not see it."""

from __future__ import annotations

import base64
import html
import struct
import zlib
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Portrait"]


@dataclass(frozen=True, eq=False)
class Portrait:
    """A picture of the surface of a scanned body.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (rows, columns)
        The picture, in grey.
    depth : ndarray of float32, shape (rows, columns)
        How far the surface lies before (positive) or behind a plane through the middle of the
        frame, in mm; NaN where nothing is seen.
    threshold : float
        The value of the volume that parts air from tissue.
    view : tuple of float
        Azimuth and elevation of the eye in degrees: (0, 0) is in front, (90, 0) at the
        patient's left.
    mm_per_pixel : float
        The side of a pixel.
    alt : str
        What the picture shows, for whoever does not see it.
    light : tuple of float
        Azimuth and elevation of the light in degrees, as seen from the eye.
    """

    pixels: NDArray[Any]
    depth: NDArray[Any]
    threshold: float
    view: tuple[float, float]
    mm_per_pixel: float
    alt: str
    light: tuple[float, float] = (0.0, 0.0)

    @property
    def png(self) -> bytes:
        """The picture as a PNG."""
        rows, columns = self.pixels.shape
        lines = b"".join(b"\0" + row.tobytes() for row in self.pixels)
        head = struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in parts
        )

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the picture as a PNG.

        Parameters
        ----------
        path : str or path-like
            Where to.
        overwrite : bool, optional
            Replace what is there.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        DcmteachError
            If the name does not end in .png, or the file exists.
        """
        target = Path(path)
        if target.suffix.lower() != ".png":
            raise DcmteachError(
                f"A portrait is written as PNG (got a name that ends in {target.suffix!r}). "
                "Give a name that ends in .png."
            )
        if target.exists() and not overwrite:
            raise DcmteachError(
                "There is a file of this name already. Give another name, or overwrite=True."
            )
        beside = target.with_name(f".{target.name}.part")
        beside.write_bytes(self.png)
        beside.replace(target)
        return target

    def _repr_png_(self) -> bytes:
        return self.png

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png).decode("ascii")
        rows, columns = self.pixels.shape
        return (
            f'<img src="data:image/png;base64,{data}" width="{columns}" height="{rows}" '
            f'alt="{html.escape(self.alt, quote=True)}">'
        )

    def __repr__(self) -> str:
        rows, columns = self.pixels.shape
        return f"<Portrait: {rows} rows, {columns} columns; {self.alt}>"
