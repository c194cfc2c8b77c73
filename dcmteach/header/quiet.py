"""Silence around pydicom: its warnings quote values, and a value may be a name."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["quiet"]


@contextmanager
def quiet() -> Iterator[None]:
    """Keep pydicom from warning or logging while it decodes.

    Its messages repeat the value they complain about (``Invalid value for VR DA: '…'``), so a
    warning could carry an identifier into a log. What matters of them is said by dcmteach in
    its own words; what the reader's own code does with pydicom still warns as usual.
    """
    logger = logging.getLogger("pydicom")
    was_disabled = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = was_disabled
