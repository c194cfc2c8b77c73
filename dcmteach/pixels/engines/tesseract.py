"""Tesseract: lines that may be text are cut out, packed on one page, and read in one go."""

from __future__ import annotations

import shutil
from functools import lru_cache

__all__ = ["program"]


@lru_cache(maxsize=1)
def program() -> str | None:
    """Return where Tesseract is, or None."""
    try:
        import pytesseract
    except ImportError:
        return None
    return shutil.which(pytesseract.pytesseract.tesseract_cmd)
