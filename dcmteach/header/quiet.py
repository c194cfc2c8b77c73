"""Silence around pydicom: its warnings quote values, and a value may be a name."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["quiet"]

_inside = threading.local()


@contextmanager
def quiet() -> Iterator[None]:
    """Keep pydicom from warning or logging while it decodes.

    Its messages repeat the value they complain about (``Invalid value for VR DA: '…'``), so a
    warning could carry an identifier into a log. What matters of them is said by dcmteach in
    its own words; what the reader's own code does with pydicom still warns as usual.
    """
    if getattr(_inside, "quiet", False):  # a decoder inside a walk: quiet already
        yield
        return
    logger = logging.getLogger("pydicom")
    was_disabled = logger.disabled
    logger.disabled = True
    _inside.quiet = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        _inside.quiet = False
        logger.disabled = was_disabled
