"""The bytes of an export and its traces, before anything is written."""

from __future__ import annotations

from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.pixels.export_encode import jpeg_bytes, png_bytes
from dcmteach.pixels.export_shade import Window, shade, shown
from dcmteach.pixels.export_text import text_trace
from dcmteach.pixels.export_traces import (
    NONE,
    Trace,
    face_trace,
    header_traces,
    name_trace,
    nifti_traces,
)
from dcmteach.pixels.volume_need import is_image, simple_itk
from dcmteach.pixels.volume_nifti import is_nifti
from dcmteach.pixels.volume_object import Volume
from dcmteach.pixels.volume_slices import frame_items

if TYPE_CHECKING:
    from dcmteach.pixels.volume import Source

__all__ = ["Made", "picture_made", "volume_made"]


class Made(NamedTuple):
    """What is to be written.

    Parameters
    ----------
    data : bytes
        The whole file.
    traces : list of Trace
        What stays behind, and what does not.
    sources : tuple of pathlib.Path
        The files it was made of.
    """

    data: bytes
    traces: list[Trace]
    sources: tuple[Path, ...]


def volume_made(
    source: Source, out: Path, *, series: int | None, tilt: str, face: bool, engine: str | None
) -> Made:
    """Make a NIfTI file; see :func:`dcmteach.pixels.export`."""
    from dcmteach.pixels.volume import volume
    from dcmteach.pixels.volume_nifti_out import nifti_bytes

    given = volume(source, series=series, tilt=tilt)
    data = nifti_bytes(given, name=out.name)
    traces = _source_traces(given)
    traces += [
        Trace("text fields", NONE, "descrip, aux_file, intent_name and db_name are empty."),
        name_trace(out, given.instances, given.files),
        face_trace(given, given.instances, look=face),
        text_trace(partial(_slices, given), given.instances, engine=engine),
    ]
    return Made(data, traces, given.files)


def picture_made(
    source: Source,
    out: Path,
    form: str,
    *,
    frame: int | None,
    window: Window | None,
    series: int | None,
    tilt: str,
    engine: str | None,
) -> Made:
    """Make a picture; see :func:`dcmteach.pixels.export`."""
    one = _one_image(source)
    if one is not None:
        pixels = shown(one, frame or 0, window=window)
        datasets: tuple[Dataset, ...] = (one,)
        name = getattr(one, "filename", None)
        sources: tuple[Path, ...] = (
            (Path(name),) if isinstance(name, str | PathLike) and str(name) else ()
        )
        traces = list(header_traces(datasets))
    else:
        from dcmteach.pixels.volume import volume

        given = volume(source, series=series, tilt=tilt)
        pixels = _slice(given, frame, window=window)
        datasets, sources = given.instances, given.files
        traces = _source_traces(given)
    data = png_bytes(pixels) if form == "PNG" else jpeg_bytes(pixels)
    traces += [
        Trace("metadata", NONE, f"No text, no time and no Exif is written into the {form}."),
        name_trace(out, datasets, sources),
        face_trace(None, datasets, look=False),
        text_trace(lambda: pixels[None], datasets, engine=engine),
    ]
    return Made(data, traces, sources)


def _source_traces(given: Volume) -> list[Trace]:
    if given.instances:
        return list(header_traces(given.instances))
    return list(nifti_traces(given.nifti)) if given.nifti is not None else []


def _one_image(source: Any) -> Dataset | None:
    """The data set, if the source is a single one: any picture then, not slices of a volume."""
    if isinstance(source, Dataset):
        return source
    if isinstance(source, str | PathLike):
        path = Path(source)
        if path.is_dir() or is_nifti(path):
            return None
        from dcmteach.header import read

        return read(path)
    if isinstance(source, Volume) or is_image(source):
        return None
    listed = list(source) if isinstance(source, list | tuple) else []
    return _one_image(listed[0]) if len(listed) == 1 else None


def _slice(given: Volume, number: int | None, *, window: Window | None) -> NDArray[np.uint8]:
    values, slices = _upright(given)
    if number is None:
        number = len(values) // 2
    if not 0 <= number < len(values):
        raise DcmteachError(
            f"There is no slice {number}: this volume has {len(values)}, counted from 0."
        )
    with quiet():
        one = slices[number] if slices else None
        items = [] if one is None else list(frame_items(one.dataset, one.frame))
        return shade(values[number], items, window=window)


def _slices(given: Volume) -> NDArray[np.uint8]:
    count = len(_upright(given)[0])
    return np.stack([_slice(given, number, window=None) for number in range(count)])


def _upright(given: Volume) -> tuple[NDArray[Any], Any]:
    """The values as they are looked at: DICOM's planes as they lie, others as axial ones."""
    sitk = simple_itk()
    if given.slices:
        return sitk.GetArrayViewFromImage(given.image), given.slices
    return sitk.GetArrayFromImage(sitk.DICOMOrient(given.image, "LPS")), ()
