"""Artificial patients: data sets that look real, of people who do not exist, with an answer key.

Reading a ready-made sample needs pydicom alone; making one needs NumPy.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

# The function has the name of its module: bound here once and for all, and light to load.
from dcmteach.synth.head import Head, head, head_series, not_a_head

if TYPE_CHECKING:
    from dcmteach.synth.cache import sample_folder
    from dcmteach.synth.ready import answer_key, sample, sample_names, sample_path

__all__ = [
    "Head",
    "answer_key",
    "head",
    "head_series",
    "not_a_head",
    "sample",
    "sample_folder",
    "sample_names",
    "sample_path",
]

_HOME_OF = {"sample_folder": "dcmteach.synth.cache"}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module 'dcmteach.synth' has no attribute {name!r}")
    home = importlib.import_module(_HOME_OF.get(name, "dcmteach.synth.ready"))
    value = getattr(home, name)
    globals()[name] = value
    return value
