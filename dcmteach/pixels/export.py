"""Export: a volume to NIfTI, a picture to PNG or JPEG; and what that leaves behind, and not."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from dcmteach.errors import DcmteachError, SaveError

if TYPE_CHECKING:
    from dcmteach.pixels.export_report import Exported
    from dcmteach.pixels.volume import Source

__all__ = ["export"]

_FORMS = {".nii": "NIfTI", ".nii.gz": "NIfTI", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


def export(
    source: Source,
    out: str | PathLike[str],
    *,
    frame: int | None = None,
    window: tuple[float, float] | None = None,
    face: bool = True,
    text: str | None = None,
    series: int | None = None,
    tilt: str = "refuse",
    overwrite: bool = False,
) -> Exported:
    """Write a volume as NIfTI, or a frame as PNG or JPEG, and report what still identifies.

    Parameters
    ----------
    source : path, data set, iterable of them, SimpleITK.Image or Volume
        What :func:`~dcmteach.pixels.volume` takes; for a picture also any DICOM image.
    out : str or path-like
        Ending in .nii, .nii.gz, .png, .jpg or .jpeg. You name it: no name is made of anything
        that stands in the source.
    frame : int, optional
        For a picture: which frame, 0-based; of a volume which slice, from its first one. Without
        it, the first frame of an image and the middle slice of a volume.
    window : (float, float), optional
        For a picture: centre and width; without it, as the header says.
    face : bool, optional
        For a volume: whether to look for a face.
    text : str, optional
        The engine that reads text in the pixels: ``"auto"``, ``"rapidocr"``, ``"tesseract"``,
        ``"both"``; without it, nobody looks.
    series : int, optional
        Of several series: the number of the one to take.
    tilt : {"refuse", "shear"}, optional
        As for :func:`~dcmteach.pixels.volume`.
    overwrite : bool, optional
        Replace another file that is there; never one that was read.

    Returns
    -------
    Exported
        The file's path, and a table of traces: gone, none, still there, not looked at.

    Raises
    ------
    DcmteachError
        If there is no such volume or frame, or it cannot be decoded.
    SaveError
        If the file cannot be written; then nothing is.

    Notes
    -----
    NIfTI keeps the values, rescaled, and where they lie; its text fields (descrip, aux_file,
    intent_name, db_name) are empty and it has no extension, whatever the source held. PNG and
    JPEG hold 8 bits of grey or colour as a viewer shows them, and no metadata at all.

    Examples
    --------
    >>> import tempfile
    >>> from dcmteach import export, sample
    >>> made = export(sample("ct_thorax"), tempfile.mkdtemp() + "/slice.png")
    >>> [trace.what for trace in made if trace.state == "gone"]
    ['header']
    """
    destination = Path(out)
    form = _form(destination)
    if form == "NIfTI":
        if frame is not None or window is not None:
            raise DcmteachError(
                "frame and window are for a picture (.png, .jpg); NIfTI holds the whole volume."
            )
        from dcmteach.pixels.export_make import volume_made

        data, traces, sources = volume_made(
            source, destination, series=series, tilt=tilt, face=face, engine=text
        )
    else:
        from dcmteach.pixels.export_make import picture_made

        data, traces, sources = picture_made(
            source,
            destination,
            form,
            frame=frame,
            window=window,
            series=series,
            tilt=tilt,
            engine=text,
        )
    from dcmteach.edit.saving import save_bytes
    from dcmteach.pixels.export_report import Exported

    save_bytes(data, destination, sources=sources, overwrite=overwrite)
    return Exported(traces, path=destination, form=form)


def _form(out: Path) -> str:
    name = out.name.lower()
    form = next((form for end, form in _FORMS.items() if name.endswith(end)), None)
    if form is None or name in _FORMS:
        raise SaveError(
            "The name of the output must end in .nii, .nii.gz, .png, .jpg or .jpeg, with something "
            "before it. Nothing was written."
        )
    return form
