"""Decode compressed pixels, a frame at a time, as they are stored (PS3.5 A.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import UID

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.pixels.redact_layout import Layout, syntax_of

__all__ = ["decoded_layout", "frames_of", "is_lossy"]

_LOSSLESS = frozenset(
    {
        "1.2.840.10008.1.2.5",  # RLE Lossless
        "1.2.840.10008.1.2.4.57",
        "1.2.840.10008.1.2.4.70",  # JPEG Lossless
        "1.2.840.10008.1.2.4.80",  # JPEG-LS Lossless
        "1.2.840.10008.1.2.4.90",  # JPEG 2000 Lossless
        "1.2.840.10008.1.2.4.201",
        "1.2.840.10008.1.2.4.202",  # High-Throughput JPEG 2000 Lossless
    }
)
# Decoders give every pixel its own colour (PS3.3 C.7.6.3.1.2).
_WHOLE = {"YBR_FULL_422": "YBR_FULL", "YBR_RCT": "RGB", "YBR_ICT": "RGB"}


def is_lossy(syntax: str) -> bool:
    """Whether a compression may have changed the pixels."""
    return UID(syntax).is_compressed and syntax not in _LOSSLESS


def frames_of(
    ds: Dataset, layout: Layout, frames: Sequence[int] | range
) -> Iterator[tuple[NDArray[Any], dict[str, Any]]]:
    """Decode frames one at a time.

    Yields
    ------
    ndarray of shape (rows, columns, samples), dict
        In colour, lossy pixels come as RGB; lossless ones as they were compressed. The dictionary
        says how.

    Raises
    ------
    DcmteachError
        If they cannot be decoded here.
    """
    syntax = UID(syntax_of(ds))
    try:
        decoder = get_decoder(syntax)
    except NotImplementedError:
        raise DcmteachError(
            f"Pixels in {syntax.name} cannot be decoded here: pydicom has no decoder for this "
            "transfer syntax. Convert the file to Explicit VR Little Endian with another tool."
        ) from None
    if not decoder.is_available:
        missing = "; ".join(decoder.missing_dependencies)
        raise DcmteachError(
            f"Pixels in {syntax.name} cannot be decoded: a plug-in is missing ({missing}). "
            "Install it, or convert the file to Explicit VR Little Endian with another tool."
        )
    raw = layout.samples == 1 or not is_lossy(str(syntax))
    with quiet():
        try:
            made = decoder.iter_array(ds, indices=list(frames), raw=raw, correct_unused_bits=False)
            for array, properties in made:
                shaped = array.reshape(layout.rows, layout.columns, layout.samples)
                yield shaped if shaped.flags.writeable else shaped.copy(), dict(properties)
        except DcmteachError:
            raise
        except Exception as error:  # plug-ins raise what they like, with values in it
            raise DcmteachError(
                f"The pixels ({syntax.name}) could not be decoded ({type(error).__name__}): the "
                "image is damaged, or no plug-in can read it. Get the file again from its source."
            ) from None


def decoded_layout(layout: Layout, array: NDArray[Any], properties: dict[str, Any]) -> Layout:
    """Tell how decoded pixels lie."""
    allocated = array.dtype.itemsize * 8
    photometric = str(properties.get("photometric_interpretation", layout.photometric))
    return replace(
        layout,
        allocated=allocated,
        signed=array.dtype.kind == "i",
        planar=0,
        photometric=_WHOLE.get(photometric, photometric),
        paired=False,
        little=True,
        swapped=False,
        native=True,
    )
