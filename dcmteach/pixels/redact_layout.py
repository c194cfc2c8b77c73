"""How the pixels of a data set lie in its bytes (PS3.5 8, PS3.3 C.7.6.3)."""

from __future__ import annotations

from dataclasses import dataclass

from pydicom.dataset import Dataset
from pydicom.uid import UID

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet

__all__ = ["Layout", "layout_of", "syntax_of"]

_PIXELS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
_PAIRED = frozenset({"YBR_FULL_422", "YBR_PARTIAL_422"})
_NATIVE = frozenset(
    {
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2.1.99",
        "1.2.840.10008.1.2.2",
    }
)


@dataclass(frozen=True)
class Layout:
    """Where each stored value lies.

    Parameters
    ----------
    keyword : str
        The element: PixelData, FloatPixelData or DoubleFloatPixelData.
    rows, columns, frames, samples : int
        The size; `samples` per pixel.
    allocated, stored, high : int
        Bits Allocated, Bits Stored, High Bit.
    signed : bool
        Pixel Representation.
    planar : int
        Planar Configuration: 1 where each frame holds one colour after the other.
    photometric : str
        Photometric Interpretation of the bytes as they lie.
    paired : bool
        Two pixels side by side share their colour (4:2:2): four values for two pixels.
    little : bool
        The byte order.
    swapped : bool
        Bytes of 8-bit values lie in big-endian words of 16 bits.
    native : bool
        Whether the bytes lie so already; if not, they do once they are decompressed.
    """

    keyword: str
    rows: int
    columns: int
    frames: int
    samples: int
    allocated: int
    stored: int
    high: int
    signed: bool
    planar: int
    photometric: str
    paired: bool = False
    little: bool = True
    swapped: bool = False
    native: bool = True

    @property
    def is_float(self) -> bool:
        """Whether values are floating point numbers."""
        return self.keyword != "PixelData"

    @property
    def code(self) -> str:
        """The values as NumPy calls them, such as ``"<u2"``."""
        kind = "f" if self.is_float else "i" if self.signed else "u"
        return f"{'<' if self.little else '>'}{kind}{max(self.allocated, 8) // 8}"

    @property
    def frame_bits(self) -> int:
        """How many bits a frame takes."""
        pixels = self.rows * self.columns
        return pixels * self.allocated * (2 if self.paired else self.samples)

    @property
    def length(self) -> int:
        """How many bytes all frames take, without padding."""
        return (self.frame_bits * self.frames + 7) // 8


def syntax_of(ds: Dataset) -> str:
    """Return the transfer syntax of a data set; the plain ones by how it was read if unsaid."""
    meta = getattr(ds, "file_meta", None)
    with quiet():
        said = str(meta.get("TransferSyntaxUID") or "") if meta is not None else ""
    if said:
        return said
    implicit, little = ds.original_encoding
    if implicit:
        return "1.2.840.10008.1.2"
    return "1.2.840.10008.1.2.2" if little is False else "1.2.840.10008.1.2.1"


def layout_of(ds: Dataset) -> Layout:
    """Find out how the pixels lie.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set with an image.

    Raises
    ------
    DcmteachError
        If it holds no image, or its Image Pixel module does not say what is needed.
    """
    keywords = [keyword for keyword in _PIXELS if keyword in ds]
    if len(keywords) != 1:
        why = "holds pixels twice" if keywords else "holds no image (no Pixel Data)"
        raise DcmteachError(f"This data set {why}: there is nothing to change in it.")
    keyword = keywords[0]
    syntax = syntax_of(ds)
    native = syntax in _NATIVE
    little = UID(syntax).is_little_endian if native else True
    allocated = _number(ds, "BitsAllocated", _float_bits(keyword))
    stored = _number(ds, "BitsStored", allocated) if keyword == "PixelData" else allocated
    samples = _number(ds, "SamplesPerPixel", 1)
    photometric = str(ds.get("PhotometricInterpretation") or "").strip().upper()
    layout = Layout(
        keyword=keyword,
        rows=_number(ds, "Rows"),
        columns=_number(ds, "Columns"),
        frames=_number(ds, "NumberOfFrames", 1),
        samples=samples,
        allocated=allocated,
        stored=stored,
        high=_number(ds, "HighBit", stored - 1, least=0),
        signed=_number(ds, "PixelRepresentation", 0, least=0) == 1,
        planar=_number(ds, "PlanarConfiguration", 0, least=0) if samples > 1 else 0,
        photometric=photometric or ("MONOCHROME2" if samples == 1 else "RGB"),
        paired=native and photometric in _PAIRED and samples == 3,
        little=little,
        swapped=not little and allocated <= 8 and ds[keyword].VR == "OW",
        native=native,
    )
    _check(layout)
    return layout


def _float_bits(keyword: str) -> int | None:
    return {"FloatPixelData": 32, "DoubleFloatPixelData": 64}.get(keyword)


def _number(ds: Dataset, keyword: str, default: int | None = None, *, least: int = 1) -> int:
    with quiet():
        try:
            given = ds.get(keyword)
        except (ValueError, TypeError):
            given = "?"
    if given is None or given == "":
        if default is None:
            raise DcmteachError(f"{keyword} is missing, so nobody can tell how the pixels lie.")
        return default
    try:
        number = int(given)
    except (TypeError, ValueError):
        number = least - 1
    if number < least:
        raise DcmteachError(
            f"{keyword} is no number that could be, so nobody can tell how the pixels lie."
        )
    return number


def _check(layout: Layout) -> None:
    allowed = {32, 64} if layout.is_float else {1, 8, 16, 32, 64}
    if layout.allocated not in allowed:
        raise DcmteachError(
            f"BitsAllocated is {layout.allocated}; values of 1, 8, 16, 32 or 64 bits can be "
            "changed here (PS3.5 8.1.1)."
        )
    if layout.high >= layout.allocated or layout.high - layout.stored + 1 < 0:
        raise DcmteachError(
            f"BitsStored {layout.stored} and HighBit {layout.high} do not fit into "
            f"BitsAllocated {layout.allocated} (PS3.5 8.1.1)."
        )
    if layout.paired and (layout.columns % 2 or layout.allocated != 8 or layout.planar):
        raise DcmteachError(
            f"{layout.photometric} needs an even number of columns, 8 bits and Planar "
            "Configuration 0 (PS3.3 C.7.6.3.1.2)."
        )
    if layout.allocated == 1 and layout.samples != 1:
        raise DcmteachError("Pixels of 1 bit with several samples are not known to DICOM.")
