"""Learn to anonymise medical images by doing it.

Everything public can be reached from here (``dcmteach.classify``, ``dcmteach.HeaderBrowser`` …); each
name is loaded when it is first used, so that ``import dcmteach`` itself loads nothing heavy.
"""

from __future__ import annotations

import importlib

_HOMES = {
    "dcmteach.errors": ["DcmteachError", "EditRefused", "PathError", "ReadError", "SaveError"],
    "dcmteach.header": [
        "classify",
        "diff",
        "identity",
        "read",
        "search",
        "survey",
        "table",
        "tree",
    ],
    "dcmteach.edit": ["Editor", "add", "clear", "remove", "replace", "save"],
    "dcmteach.synth": ["sample", "sample_folder", "sample_names"],
    "dcmteach.course": [
        "check",
        "doctor",
        "exercise",
        "exercises",
        "hint",
        "progress",
        "quiz",
        "solution",
    ],
    "dcmteach.widgets": ["ElementEditor", "HeaderBrowser", "TagSorter"],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    """Load a public name from its room, once."""
    if name == "__version__":
        from importlib.metadata import version

        value: object = version("dcmteach")
    elif name in _HOME_OF:
        value = getattr(importlib.import_module(_HOME_OF[name]), name)
    elif name in {"cli", "course", "edit", "errors", "header", "standard", "synth", "widgets"}:
        value = importlib.import_module(f"dcmteach.{name}")
    else:
        raise AttributeError(f"module 'dcmteach' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
