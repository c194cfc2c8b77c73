"""Text burned into pixels: found, judged, and taken out."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

# These have the names of their modules: bound here once and for all, and light to load.
from dcmteach.pixels.blur import blur
from dcmteach.pixels.crop import Cropped, crop
from dcmteach.pixels.export import export
from dcmteach.pixels.redact import Redaction, redact, redaction
from dcmteach.pixels.volume import Volume, volume

if TYPE_CHECKING:
    from dcmteach.pixels.engines import Engine, EngineMissing, available, engine
    from dcmteach.pixels.export_report import Exported
    from dcmteach.pixels.frames import CannotDecode, Frames
    from dcmteach.pixels.redact_boxes import read_boxes
    from dcmteach.pixels.regions import known_regions, read_regions
    from dcmteach.pixels.text import find_text
    from dcmteach.pixels.text_result import FrameText, ImageText, TextBox
    from dcmteach.pixels.views import Box

_HOMES = {
    "dcmteach.pixels.engines": ["Engine", "EngineMissing", "available", "engine"],
    "dcmteach.pixels.export_report": ["Exported"],
    "dcmteach.pixels.frames": ["CannotDecode", "Frames"],
    "dcmteach.pixels.redact_boxes": ["read_boxes"],
    "dcmteach.pixels.regions": ["known_regions", "read_regions"],
    "dcmteach.pixels.text": ["find_text"],
    "dcmteach.pixels.text_result": ["FrameText", "ImageText", "TextBox"],
    "dcmteach.pixels.views": ["Box"],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Box",
    "CannotDecode",
    "Cropped",
    "Engine",
    "EngineMissing",
    "Exported",
    "FrameText",
    "Frames",
    "ImageText",
    "Redaction",
    "TextBox",
    "Volume",
    "available",
    "blur",
    "crop",
    "engine",
    "export",
    "find_text",
    "known_regions",
    "read_boxes",
    "read_regions",
    "redact",
    "redaction",
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
