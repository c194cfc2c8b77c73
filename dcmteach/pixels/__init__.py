"""What pixels tell of a patient, text and faces: found, judged, and taken out."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

# These have the names of their modules: bound here once and for all, and light to load.
from dcmteach.pixels.blur import blur
from dcmteach.pixels.crop import Cropped, crop
from dcmteach.pixels.deface import deface
from dcmteach.pixels.export import export
from dcmteach.pixels.redact import Redaction, redact, redaction
from dcmteach.pixels.volume import Volume, volume

if TYPE_CHECKING:
    from dcmteach.pixels.brain import brain_estimate
    from dcmteach.pixels.deface_report import Defaced, DefaceReport, FaceDoubtful, NoFace
    from dcmteach.pixels.engines import Engine, EngineMissing, available, engine
    from dcmteach.pixels.export_report import Exported
    from dcmteach.pixels.face_match import FaceMatches, match_faces
    from dcmteach.pixels.face_there import FaceThere, has_face
    from dcmteach.pixels.frames import CannotDecode, Frames
    from dcmteach.pixels.redact_boxes import read_boxes
    from dcmteach.pixels.regions import known_regions, read_regions
    from dcmteach.pixels.relief import Relief, facial_relief, relief_correlation
    from dcmteach.pixels.render import render_face
    from dcmteach.pixels.render_portrait import Portrait
    from dcmteach.pixels.render_surface import Surface, surface
    from dcmteach.pixels.render_threshold import surface_threshold
    from dcmteach.pixels.template import FaceTemplate, face_template
    from dcmteach.pixels.text import find_text
    from dcmteach.pixels.text_result import FrameText, ImageText, TextBox
    from dcmteach.pixels.views import Box

_HOMES = {
    "dcmteach.pixels.brain": ["brain_estimate"],
    "dcmteach.pixels.deface_report": ["DefaceReport", "Defaced", "FaceDoubtful", "NoFace"],
    "dcmteach.pixels.engines": ["Engine", "EngineMissing", "available", "engine"],
    "dcmteach.pixels.export_report": ["Exported"],
    "dcmteach.pixels.face_match": ["FaceMatches", "match_faces"],
    "dcmteach.pixels.face_there": ["FaceThere", "has_face"],
    "dcmteach.pixels.frames": ["CannotDecode", "Frames"],
    "dcmteach.pixels.redact_boxes": ["read_boxes"],
    "dcmteach.pixels.regions": ["known_regions", "read_regions"],
    "dcmteach.pixels.relief": ["Relief", "facial_relief", "relief_correlation"],
    "dcmteach.pixels.render": ["render_face"],
    "dcmteach.pixels.render_portrait": ["Portrait"],
    "dcmteach.pixels.render_surface": ["Surface", "surface"],
    "dcmteach.pixels.render_threshold": ["surface_threshold"],
    "dcmteach.pixels.template": ["FaceTemplate", "face_template"],
    "dcmteach.pixels.text": ["find_text"],
    "dcmteach.pixels.text_result": ["FrameText", "ImageText", "TextBox"],
    "dcmteach.pixels.views": ["Box"],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Box",
    "CannotDecode",
    "Cropped",
    "DefaceReport",
    "Defaced",
    "Engine",
    "EngineMissing",
    "Exported",
    "FaceDoubtful",
    "FaceMatches",
    "FaceTemplate",
    "FaceThere",
    "FrameText",
    "Frames",
    "ImageText",
    "NoFace",
    "Portrait",
    "Redaction",
    "Relief",
    "Surface",
    "TextBox",
    "Volume",
    "available",
    "blur",
    "brain_estimate",
    "crop",
    "deface",
    "engine",
    "export",
    "face_template",
    "facial_relief",
    "find_text",
    "has_face",
    "known_regions",
    "match_faces",
    "read_boxes",
    "read_regions",
    "redact",
    "redaction",
    "relief_correlation",
    "render_face",
    "surface",
    "surface_threshold",
    "volume",
]


def __getattr__(name: str) -> object:
    """Load a name from its module, once."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'dcmteach.pixels' has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
