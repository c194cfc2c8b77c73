"""What DICOM says: tables as data files, and pure look-ups.

Rooms above ask here what PS3.15 does with an attribute (:mod:`~dcmteach.standard.profile`), which
Type it has in a SOP class (:mod:`~dcmteach.standard.iod`), whether a private attribute is on the
safe list (:mod:`~dcmteach.standard.private`), how a method is coded
(:mod:`~dcmteach.standard.methods`) and what the Med-I radiologists thought of it
(:mod:`~dcmteach.standard.med_i`).

Each module is imported when it is first named, and each table is read once, at its first question.
"""

from __future__ import annotations

import importlib
from types import ModuleType

__all__ = ["iod", "med_i", "methods", "names", "path", "private", "profile"]


def __getattr__(name: str) -> ModuleType:
    """Import a module of this room when it is first named."""
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
