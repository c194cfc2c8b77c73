"""Hold images back in whose pixels a name may stand: nothing here looks at pixels."""

from __future__ import annotations

import re

from pydicom.dataset import Dataset

from dcmteach.deid.objects.values import text_at
from dcmteach.errors import DcmteachError

__all__ = ["PIXELS", "has_pixels", "held_back", "pixels_note"]

PIXELS = ("hold", "accept", "redact")
"""What may be done with images in whose pixels text may be burned in."""

_PIXEL_DATA = (0x7FE00010, 0x7FE00008, 0x7FE00009, 0x00287FE0)
_BURNED_IN, _IMAGE_TYPE = 0x00280301, 0x00080008
_SOP_CLASS, _MODALITY, _CONVERSION = 0x00080016, 0x00080060, 0x00080064
_SAMPLES, _PHOTOMETRIC = 0x00280002, 0x00280004

_STORAGE = "1.2.840.10008.5.1.4.1.1."
# Classes of images that usually bear text, by the beginning of their UID (PS3.4 B.5).
_CLASSES = (
    (f"{_STORAGE}3", "ultrasound"),
    (f"{_STORAGE}6", "ultrasound"),
    (f"{_STORAGE}7", "secondary capture"),
    (f"{_STORAGE}77.1.5.4", ""),  # optical coherence tomography: no camera, no screen
    (f"{_STORAGE}77.1", "endoscopy, microscopy or photography"),
    ("1.2.840.10008.5.1.1.29", "hardcopy"),
    ("1.2.840.10008.5.1.1.30", "hardcopy"),
)
_MODALITIES = {
    "US": "ultrasound",
    "IVUS": "ultrasound",
    "BDUS": "ultrasound",
    "DD": "ultrasound",
    "EC": "ultrasound",
    "ES": "endoscopy",
    "XC": "photography",
    "DMS": "photography",
    "GM": "microscopy",
    "SC": "secondary capture",
    "OT": "an image of no modality",
    "HC": "hardcopy",
    "FS": "photography",
    "BMD": "bone densitometry",
    "DOC": "document",
    "SMR": "document",
    "DG": "photography",
    "TG": "photography",
}
# How a secondary capture was made (PS3.3 C.8.6.1); a class of its own need not be it.
_CONVERTED = {
    "DV": "digitised video",
    "DI": "digital interface",
    "DF": "digitised film",
    "WSD": "work station",
    "SD": "scanned document",
    "SI": "scanned image",
    "DRW": "drawing",
}
_SCREEN = re.compile(
    r"SCREEN|SAVE|CAPTURE|SNAPSHOT|PRINT|HARDCOPY|DOSE|PROTOCOL|REPORT|SUMMARY|TEXT\b|FILM"
    r"|OVERLAY|PASTED|FIGURE|PLOT|\bTABLE|CHART|RESULT|BURN"
)
_SYNTAX = 0x00020010
_VIDEO = re.compile(
    r"1\.2\.840\.10008\.1\.2\.4\.10[0-8](?:\.1)?"
)  # MPEG2, MPEG-4, HEVC (PS3.5 A.4)
# Where colour can come from nowhere but a screen (PS3.3 C.7.6.3.1.2).
_GREY = frozenset({"CT", "MR", "CR", "DX", "MG", "PX", "IO", "XA", "RF", "PT", "NM", "RTIMAGE"})


def held_back(ds: Dataset, pixels: str = "hold") -> str | None:
    """Say why an image must not be written before somebody has looked at its pixels.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set as it came; it is not changed, and its pixels are not touched.
    pixels : str, optional
        ``"hold"``, the rule below; ``"accept"``, the caller answers for the pixels; ``"redact"``,
        the text will be found and covered: see :mod:`dcmteach.deid.pixels_step`.

    Returns
    -------
    str or None
        The reason, without a full stop and without any value that names anybody; None if it may
        be written.

    Raises
    ------
    DcmteachError
        If `pixels` is another word.

    Notes
    -----
    Burned In Annotation (0028,0301) YES holds it, NO lets it pass. Where it is missing, empty or
    another word, the image is held if text is usual in its class: ultrasound, secondary capture,
    visible light, hardcopy; by Modality, Conversion Type or Image Type the same; and colour where
    a modality makes none.
    """
    if pixels not in PIXELS:
        raise DcmteachError(f"pixels must be 'hold', 'accept' or 'redact' (got {pixels!r}).")
    if pixels != "hold" or not has_pixels(ds):
        return None
    said = text_at(ds, _BURNED_IN).strip().upper()
    if said == "YES":
        return (
            "Burned In Annotation (0028,0301) says YES: text stands in its pixels; "
            "pixels='redact' covers it, pixels='accept' writes it all the same"
        )
    if said == "NO":
        return None
    usual = _usual(ds)
    if usual is None:
        return None
    missing = "says neither YES nor NO" if said else "is missing or empty"
    return (
        f"text in the pixels is usual here ({usual}) and Burned In Annotation (0028,0301) "
        f"{missing}; pixels='redact' covers its text, or look at it, then pixels='accept' writes it"
    )


def pixels_note(ds: Dataset, pixels: str = "hold") -> str:
    """Say what is known about text in the pixels of a file that was written, for the audit.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set as it came.
    pixels : str, optional
        What the caller chose.

    Returns
    -------
    str
        ``"no pixels"``, ``"not checked, accepted by the caller"`` where they would have been held,
        ``"not checked, said to bear no text"`` or ``"not checked"``.
    """
    if not has_pixels(ds):
        return "no pixels"
    if pixels != "hold" and held_back(ds) is not None:
        return "not checked, accepted by the caller"
    if text_at(ds, _BURNED_IN).strip().upper() == "NO":
        return "not checked, said to bear no text"
    return "not checked"


def has_pixels(ds: Dataset) -> bool:
    """Tell whether a data set holds a picture, of whatever kind of numbers."""
    held = ds._dict
    return any(tag in held for tag in _PIXEL_DATA)


def _usual(ds: Dataset) -> str | None:
    """Name what makes text in the pixels usual; None if nothing does."""
    sop_class = text_at(ds, _SOP_CLASS).strip()
    for beginning, name in _CLASSES:
        if sop_class == beginning or sop_class.startswith(f"{beginning}."):
            if name:
                return name
            break
    modality = text_at(ds, _MODALITY).strip().upper()
    if modality in _MODALITIES:
        return _MODALITIES[modality]
    conversion = text_at(ds, _CONVERSION).strip().upper()
    if conversion in _CONVERTED:
        return f"Conversion Type (0008,0064): {_CONVERTED[conversion]}"
    meta = getattr(ds, "file_meta", None)
    if meta is not None and _VIDEO.fullmatch(text_at(meta, _SYNTAX).strip()):
        return "video, which may carry sound as well"
    if _SCREEN.search(text_at(ds, _IMAGE_TYPE).upper()):
        return "Image Type (0008,0008) tells of a screen, a print or a report"
    if modality in _GREY and _in_colour(ds):
        return "a picture in colour, of a modality that makes none"
    return None


def _in_colour(ds: Dataset) -> bool:
    photometric = text_at(ds, _PHOTOMETRIC).strip().upper()
    return bool(photometric) and not photometric.startswith("MONOCHROME")
