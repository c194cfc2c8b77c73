"""The helpers of this folder can be imported by its tests."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_spec = importlib.util.spec_from_file_location(
    "documents", Path(__file__).with_name("documents.py")
)
assert _spec is not None
assert _spec.loader is not None
documents = importlib.util.module_from_spec(_spec)
sys.modules["documents"] = documents
_spec.loader.exec_module(documents)
