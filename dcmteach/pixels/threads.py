"""One thread for each process that reads: several processes share the processors already."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["one_thread"]

_LIMIT = "OMP_THREAD_LIMIT"  # Tesseract's


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep engines from starting threads of their own as long as this lasts.

    RapidOCR's networks have one thread in any case; what is held here is OpenCV beside them, and
    Tesseract's program, unless the environment says how many it may have.
    """
    said = os.environ.get(_LIMIT)
    vision = sys.modules.get("cv2")
    threads = vision.getNumThreads() if vision is not None else 0
    os.environ.setdefault(_LIMIT, "1")
    if vision is not None and threads != 1:
        vision.setNumThreads(1)
    try:
        yield
    finally:
        if said is None:
            os.environ.pop(_LIMIT, None)
        if vision is not None and threads != 1:
            vision.setNumThreads(threads)
