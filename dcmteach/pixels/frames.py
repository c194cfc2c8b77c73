"""Any picture frame by frame, in grey, as whoever looks at it sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydicom.dataset import Dataset
from pydicom.tag import BaseTag
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.pixels.colours import LUMA, colour_plane

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CannotDecode", "Frames", "has_pixels", "number_of_frames"]

_HOLDERS = (0x7FE00010, 0x7FE00008, 0x7FE00009)  # PixelData and its two kinds of real numbers
_SHAPE = (
    "Rows",
    "Columns",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "PlanarConfiguration",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
    "NumberOfFrames",
    *(f"{colour}PaletteColorLookupTableDescriptor" for colour in ("Red", "Green", "Blue")),
    *(f"{colour}PaletteColorLookupTableData" for colour in ("Red", "Green", "Blue")),
    *(f"Segmented{colour}PaletteColorLookupTableData" for colour in ("Red", "Green", "Blue")),
)
_PLUGIN = {  # by part of the name of the transfer syntax
    "JPEG 2000": "pylibjpeg pylibjpeg-openjpeg",
    "High-Throughput": "pylibjpeg pylibjpeg-openjpeg",
    "JPEG": "pylibjpeg pylibjpeg-libjpeg",
}


class CannotDecode(DcmteachError):
    """The pixels of a picture cannot be decoded, so nobody can say what they show."""


def has_pixels(ds: Dataset) -> bool:
    """Tell whether a data set holds a picture."""
    return any(BaseTag(tag) in ds._dict for tag in _HOLDERS)


def number_of_frames(ds: Dataset) -> int:
    """Return how many frames a data set says it has, at least one."""
    try:
        with quiet():
            return max(1, int(ds.get("NumberOfFrames") or 1))
    except (TypeError, ValueError):
        return 1


class Frames:
    """The frames of a picture, decoded one at a time and only when asked for.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set with pixel data. It is not changed.
    syntax : str, optional
        Transfer Syntax UID where the data set has none of its own: that of an icon.

    Raises
    ------
    CannotDecode
        If it has no pixel data, here; if they cannot be decoded, when a frame is asked for.
    """

    def __init__(self, ds: Dataset, *, syntax: str | None = None) -> None:
        if not has_pixels(ds):
            raise CannotDecode("This data set has no pixel data, so there is no picture in it.")
        self._ds = _lean(ds, syntax)
        self._count = number_of_frames(ds)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[NDArray[Any]]:
        return (self[number] for number in range(self._count))

    def __getitem__(self, number: int) -> NDArray[Any]:
        """Decode a frame.

        Parameters
        ----------
        number : int
            The frame, 0-based.

        Returns
        -------
        ndarray of uint8, uint16 or float32, shape (rows, columns)
            Grey; brighter is greater, whatever the photometric interpretation.

        Raises
        ------
        CannotDecode
            With the transfer syntax and the plug-in that would decode it.
        """
        if not 0 <= number < self._count:
            raise IndexError(f"There are {self._count} frames, from 0; there is no {number}.")
        return self._grey(self._decoded(number))

    def stored(self, number: int) -> NDArray[Any]:
        """Decode a frame, and leave its values as they are.

        Parameters
        ----------
        number : int
            The frame, 0-based.

        Returns
        -------
        ndarray, shape (rows, columns) or (rows, columns, samples)
            Stored values without the bits around them; indices of a palette; colours as RGB.

        Raises
        ------
        CannotDecode
            As indexing does.
        """
        return self._stored(self._decoded(number))

    def planes(self, number: int) -> list[NDArray[Any]]:
        """Decode a frame in as many greys as it takes to see all that its colours show.

        Parameters
        ----------
        number : int
            The frame, 0-based.

        Returns
        -------
        list of ndarray, shape (rows, columns)
            The frame as indexing gives it; and, where colours of like brightness adjoin, what
            tells them apart.
        """
        values = self._decoded(number)
        colours = values if values.ndim == 3 else self._coloured(values)
        grey = self._grey(values)
        if colours is None:
            return [grey]
        apart = colour_plane(colours)
        return [grey] if apart is None else [grey, apart]

    def _coloured(self, values: NDArray[Any]) -> NDArray[Any] | None:
        from pydicom.pixels.processing import apply_color_lut

        if str(self._ds.get("PhotometricInterpretation", "")) != "PALETTE COLOR":
            return None
        try:
            with quiet():
                return apply_color_lut(values, self._ds)
        except Exception:  # as in grey
            return None

    def _decoded(self, number: int) -> NDArray[Any]:
        try:
            import numpy as np  # noqa: F401
            from pydicom.pixels.utils import pixel_array
        except ImportError:
            raise DcmteachError(
                "Looking at pixels needs NumPy, which is not installed. Run: "
                "pip install 'dcmteach[ocr]'."
            ) from None
        try:
            with quiet():
                values: NDArray[Any] = pixel_array(self._ds, index=number)
        except Exception as error:  # pydicom and its decoders raise many kinds
            raise CannotDecode(_why(self._ds, number, error)) from None
        return values

    def _grey(self, values: NDArray[Any]) -> NDArray[Any]:
        import numpy as np
        from pydicom.pixels.processing import apply_color_lut

        kind = str(self._ds.get("PhotometricInterpretation", ""))
        if kind == "PALETTE COLOR":
            try:
                with quiet():
                    values = apply_color_lut(values, self._ds)
            except Exception:  # a table that is missing or too short: the indices are all there is
                return _unsigned(values)
        if values.ndim == 3:  # pydicom gives RGB for YBR, too; alpha, if any, is left out
            grey = values[..., :3].astype(np.float32) @ np.array(LUMA, dtype=np.float32)
            exact = values.dtype in (np.uint8, np.uint16)  # float32 does not hold more bits
            return grey.round().astype(values.dtype) if exact else grey
        values = _unsigned(self._stored(values))
        if kind == "MONOCHROME1":
            values = (values.max() + values.min() - values).astype(values.dtype)
        return values

    def _stored(self, values: NDArray[Any]) -> NDArray[Any]:
        """Keep of each pixel the bits it is stored in: what lies above may be an overlay."""
        stored = int(self._ds.get("BitsStored") or 0)
        if values.dtype.kind not in "ui" or not 0 < stored < values.dtype.itemsize * 8:
            return values
        low = max(0, int(self._ds.get("HighBit", stored - 1)) - stored + 1)
        if low == 0 and values.min() >= -(1 << stored - 1) and values.max() < 1 << stored:
            return values
        shifted = (values.view(f"u{values.dtype.itemsize}") >> low) & ((1 << stored) - 1)
        if values.dtype.kind == "i":
            sign = 1 << stored - 1
            return ((shifted.astype("i8") ^ sign) - sign).astype(values.dtype)
        return shifted


def _unsigned(values: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    if values.dtype.kind == "f":
        return np.nan_to_num(values.astype(np.float32))
    if values.dtype in (np.uint8, np.uint16):
        return values
    if values.dtype.kind == "b":
        return values.astype(np.uint8)
    least, greatest = int(values.min()), int(values.max())
    if greatest - least < 1 << 16:
        return (values.astype(np.int64) - least).astype(np.uint16)
    return values.astype(np.float32)


def _lean(ds: Dataset, syntax: str | None) -> Dataset:
    """Return a data set of our own with nothing but the picture: pydicom decodes elements in it."""
    from pydicom.dataset import FileMetaDataset

    lean = Dataset()
    with quiet():
        for keyword in _SHAPE:
            if keyword in ds:
                lean[keyword] = ds[keyword]
        for tag in _HOLDERS:
            if BaseTag(tag) in ds._dict:
                lean[tag] = ds[tag]
                break
    found = syntax or getattr(getattr(ds, "file_meta", None), "TransferSyntaxUID", None)
    if found is None:
        implicit, little = ds.original_encoding
        explicit = ExplicitVRBigEndian if little is False else ExplicitVRLittleEndian
        found = ImplicitVRLittleEndian if implicit else explicit
    lean.file_meta = FileMetaDataset()
    lean.file_meta.TransferSyntaxUID = UID(found)
    if "SamplesPerPixel" not in lean:
        lean.SamplesPerPixel = 1
    if "PixelRepresentation" not in lean:
        lean.PixelRepresentation = 0
    return lean


def _why(ds: Dataset, number: int, error: Exception) -> str:
    """Say why a frame cannot be decoded; never with the text of the error: it may quote values."""
    name = UID(ds.file_meta.TransferSyntaxUID).name
    start = f"Frame {number} cannot be decoded (transfer syntax {name})"
    if isinstance(error, RuntimeError) and "missing dependencies" in str(error):
        needed = next((p for key, p in _PLUGIN.items() if key in name), "pylibjpeg[all]")
        return f"{start}: the plug-in for it is not installed. Run: pip install {needed}."
    return (
        f"{start}: its pixel data, or the elements that describe them, are damaged. Look at Rows, "
        "Columns, Bits Allocated and the length of Pixel Data; ask the sender for the file again."
    )
