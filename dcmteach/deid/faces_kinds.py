"""Which objects can show a face: told by the header alone, no pixel is looked at here."""

from __future__ import annotations

import re
from typing import NamedTuple

from pydicom.dataset import Dataset

from dcmteach.deid.objects.values import text_at
from dcmteach.header.items import items_of

__all__ = ["Kind", "kind_of"]

_STORAGE = "1.2.840.10008.5.1.4.1.1."
_CLASS, _MODALITY, _TYPE = 0x00080016, 0x00080060, 0x00080008
_ROWS, _PART, _REGION, _MEANING = 0x00280010, 0x00180015, 0x00082218, 0x00080104
_DESCRIPTIONS = (0x0008103E, 0x00081030, 0x00181030, _PART)
_SAMPLES = 0x00280002
_ROIS, _NAME, _OBSERVED, _INTERPRETED = 0x30060020, 0x30060026, 0x30060080, 0x300600A4
_SEGMENTS, _LABEL, _CATEGORY, _PROPERTY = 0x00620002, 0x00620005, 0x00620003, 0x0062000F

SLICES = "slices"
"""Cross-sections, of which a volume can be made and looked at."""
HELD = "held"
"""Nobody here can tell whether it shows a face."""
COMPANY = "company"
"""It shows a face if other images of its study do."""
LIKELY = "likely"
"""As ``"company"``, but without others to tell it passes."""
CLEAR = "clear"
"""It cannot show a face that anybody would know."""

# SOP classes (PS3.4 B.5) by the end of their UID; the longest beginning decides.
_KINDS = {
    **dict.fromkeys(("2", "2.1", "2.2", "4", "4.1", "4.3", "4.4", "128", "128.1", "130"), SLICES),
    **dict.fromkeys(("13.1.1", "13.1.2"), SLICES),  # cone beams, of the jaws among them
    **dict.fromkeys(("1", "1.1", "12.1", "12.2", "12.3", "481.1"), "radiograph"),
    **dict.fromkeys(("1.2", "1.3", "13.1.3", "13.1.4", "13.1.5", "14"), CLEAR),
    **dict.fromkeys(("3", "3.1", "6.1", "6.2", "20", "4.2"), CLEAR),
    "7": "a secondary capture",
    **dict.fromkeys(("77.1.1", "77.1.4", "77.1.5.1", "77.1.5.2", "77.1.7"), "a photograph"),
    **dict.fromkeys(("77.1.2", "77.1.3", "77.1.5", "77.1.6", "77.1.8", "77.1.9"), CLEAR),
    **dict.fromkeys(("30", "66.8"), COMPANY),
    **dict.fromkeys(("66.5", "104.3", "104.4", "104.5"), "model"),
    **dict.fromkeys(("66.4", "66.7"), "segments"),
    "481.3": "contours",
    "481.2": LIKELY,
    "66": "raw data",
    **dict.fromkeys(("66.1", "66.2", "66.3", "66.6"), CLEAR),
}
_PRINTS = ("1.2.840.10008.5.1.1.29", "1.2.840.10008.5.1.1.30")
_MADE = re.compile(  # Image Type of pictures that were computed from a volume
    r"PROJECTION|RENDER|\bVRT?\b|\bSSD\b|SURFACE|SHADED|\bMIP\b|\bMI[NX]IP\b|MAX[_ ]?IP|MIN[_ ]?IP"
    r"|SCREEN|CAPTURE|SNAPSHOT|VXTL|SPLIT[_ ]?3D|\b3D[_ ](?:VIEW|EDITOR|IMAGE)"
)
_HEAD = re.compile(
    r"HEAD|SKULL|CRANI|FACE|FACIAL|ORBIT|SINUS|NASAL|NOSE|JAW|MANDIB|MAXILL|CEPHAL|BRAIN|CEREBR"
    r"|\bTMJ|\bEYE|\bEAR\b|NECK|CAROTID|SCH[AÄ]DEL|KOPF|HIRN|GESICHT|T[EÊ]TE|CR[AÂ]NE|CABEZA|TESTA"
)
_OUTLINE = re.compile(
    r"BODY|EXTERN|SKIN|OUTLINE|CONTOUR OF PATIENT|SURFACE|HEAD|FACE|HAUT|K[OÖ]RPER|PEAU|AIR\b"
    r"|\bBG\b|BACKGROUND|NOSE|\bLIPS?\b|\bEARS?\b|SCALP|SOFT TISSUE|FOREGROUND"
)
_HELD = "{} may show a face, and nobody here can tell; look at it, then faces='accept' writes it"


class Kind(NamedTuple):
    """What an object may show.

    Parameters
    ----------
    name : str
        ``"slices"``, ``"held"``, ``"company"``, ``"likely"`` or ``"clear"``.
    reason : str
        For ``"held"``: why. For ``"company"`` and ``"likely"``: what it is. No value stands in it.
    scout : bool
        Whether Image Type calls it a localiser.
    """

    name: str
    reason: str = ""
    scout: bool = False


def kind_of(ds: Dataset) -> Kind:
    """Tell what an object may show.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; its pixels are not needed.

    Returns
    -------
    Kind

    Notes
    -----
    Cross-sections (CT, MR, PET, cone beams) are looked at as volumes. Photographs, secondary
    captures, prints, and pictures computed from a volume (projections, renderings) are held: each
    may be a portrait. Radiographs pass unless their header speaks of the head, whose profile they
    show. Models, outlines (an RTSTRUCT's or a segmentation's body or skin), parametric maps and
    doses show the face of the images beside them. Ultrasound, mammography, microscopy and nuclear
    medicine but PET show none that could be known again.
    """
    if _ROWS not in ds._dict and not _listed(text_at(ds, _CLASS).strip()):
        return Kind(CLEAR)
    name = _listed(text_at(ds, _CLASS).strip())
    if name == SLICES:
        return _slices(ds)
    if name == "radiograph":
        return _radiograph(ds)
    if name == "contours":
        return _outlined(_contours(ds), "contours with the outline of the body")
    if name == "segments":
        return _outlined(_segments(ds), "a segmentation that may hold the outline of the body")
    if name == "model":
        return Kind(COMPANY, "a model of a surface")
    if name == COMPANY:
        return Kind(COMPANY, "a map of numbers over the images")
    if name == LIKELY:
        return Kind(LIKELY, "a dose, which may end at the skin")
    if name == "raw data":
        return Kind(HELD, _HELD.format("an image made from raw data"))
    if name == CLEAR:
        return Kind(CLEAR)
    return Kind(HELD, _HELD.format(name or "an image of a class that is not known here"))


def _listed(sop_class: str) -> str:
    if sop_class.startswith(_PRINTS):
        return "a print"
    if not sop_class.startswith(_STORAGE):
        return ""
    parts = sop_class.removeprefix(_STORAGE).split(".")
    for end in range(len(parts), 0, -1):
        found = _KINDS.get(".".join(parts[:end]))
        if found is not None:
            return found
    return ""


def _slices(ds: Dataset) -> Kind:
    told = text_at(ds, _TYPE).upper()
    if _MADE.search(told):
        return Kind(HELD, _HELD.format("a projection or rendering (Image Type)"))
    if text_at(ds, _SAMPLES).strip() not in {"", "1"}:
        return Kind(HELD, _HELD.format("a picture in colour among cross-sections"))
    return Kind(SLICES, scout="LOCALIZER" in told)


def _radiograph(ds: Dataset) -> Kind:
    texts = [text_at(ds, tag) for tag in _DESCRIPTIONS]
    texts += [text_at(item, _MEANING) for item in _items(ds, _REGION)]
    if text_at(ds, _MODALITY).strip().upper() in {"PX", "IO", "MG"}:
        return Kind(CLEAR)
    if any(_HEAD.search(text.upper()) for text in texts):
        return Kind(HELD, _HELD.format("a radiograph of the head"))
    return Kind(CLEAR)


def _outlined(labels: list[str], what: str) -> Kind:
    if labels and not any(_OUTLINE.search(label.upper()) for label in labels):
        return Kind(CLEAR)
    return Kind(COMPANY, what)


def _contours(ds: Dataset) -> list[str]:
    names = [text_at(item, _NAME) for item in _items(ds, _ROIS)]
    return names + [text_at(item, _INTERPRETED) for item in _items(ds, _OBSERVED)]


def _segments(ds: Dataset) -> list[str]:
    found: list[str] = []
    for item in _items(ds, _SEGMENTS):
        found.append(text_at(item, _LABEL))
        found += [text_at(one, _MEANING) for tag in (_CATEGORY, _PROPERTY)
                  for one in _items(item, tag)]  # fmt: skip
    return found


def _items(ds: Dataset, tag: int) -> list[Dataset]:
    if tag not in ds._dict:
        return []
    inside = items_of(ds, tag)
    return list(inside[0]) if inside else []
