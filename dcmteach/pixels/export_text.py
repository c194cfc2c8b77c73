"""Whether text stands in the pixels of an export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from dcmteach.errors import DcmteachError
from dcmteach.header.identity import Identity, identity
from dcmteach.header.quiet import quiet
from dcmteach.pixels.export_traces import NONE, STILL, UNSEEN, Trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["text_trace"]


def text_trace(
    pictures: Callable[[], NDArray[Any]], datasets: Sequence[Dataset], *, engine: str | None
) -> Trace:
    """Tell whether text stands in the pixels.

    Parameters
    ----------
    pictures : callable
        Gives what was exported, as it is shown: ndarray of uint8, shape (frames, rows, columns)
        or (frames, rows, columns, 3).
    datasets : sequence of Dataset
        Where it came from, for what their headers say.
    engine : str or None
        What reads; None if nobody asked.
    """
    with quiet():
        said = {str(ds.get("BurnedInAnnotation") or "").strip().upper() for ds in datasets}
    if engine is None:
        if "YES" in said:
            return Trace("text", STILL, "The header says so (Burned In Annotation).")
        return Trace("text", UNSEEN, "Nobody asked for the text in the pixels to be read.")
    from dcmteach.pixels.text import find_text

    try:
        found = find_text(_picture(pictures()), engine, identity=_known(datasets))
    except DcmteachError as error:
        return Trace("text", UNSEEN, str(error))
    if not len(found):
        return Trace("text", NONE, f"{found.engine} reads none.")
    worst = "what identifies" if found.judgement == "identifying" else "text, but no identifier,"
    return Trace(
        "text",
        STILL,
        f"{found.engine} reads {worst} in the pixels. redact() covers it in the DICOM files: do "
        "that first.",
    )


def _known(datasets: Sequence[Dataset]) -> Identity:
    with quiet():
        return identity(datasets[0]) if datasets else Identity(())


def _picture(pixels: NDArray[Any]) -> Dataset:
    """A data set with nothing but what is shown."""
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.NumberOfFrames, made.Rows, made.Columns = pixels.shape[:3]
    made.SamplesPerPixel = 3 if pixels.ndim == 4 else 1
    made.PhotometricInterpretation = "RGB" if pixels.ndim == 4 else "MONOCHROME2"
    if pixels.ndim == 4:
        made.PlanarConfiguration = 0
    made.BitsAllocated = made.BitsStored = 8
    made.HighBit, made.PixelRepresentation = 7, 0
    data = pixels.tobytes()
    made.PixelData = data + b"\0" * (len(data) % 2)
    return made
