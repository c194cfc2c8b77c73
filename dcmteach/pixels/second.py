"""Who reads a second time: the other engine where there is one, else the same one set otherwise."""

from __future__ import annotations

import os
from functools import lru_cache

from dcmteach.pixels.engines.base import Engine, available, engine

__all__ = ["second_engine"]

_RAPID = {"radius": 32, "least side": 960}
_TESSERACT = {"mode": 6}  # one block of lines, instead of sparse text


def second_engine(first: Engine) -> Engine:
    """Return an engine that overlooks other things than the first.

    Parameters
    ----------
    first : Engine
        What read at first.

    Returns
    -------
    Engine
        RapidOCR for Tesseract and the other way round, where both are installed. Otherwise, and
        where the first was both of them, one of them with other settings.
    """
    return _second(first.name, available(), os.getpid())


@lru_cache(maxsize=8)
def _second(name: str, there: tuple[str, ...], process: int) -> Engine:
    others = [other for other in there if name not in {other, "both"}]
    if others:
        return engine(others[0])
    if "rapidocr" in there:
        from dcmteach.pixels.engines.rapid import Rapid

        return Rapid(**_RAPID)
    from dcmteach.pixels.engines.tesseract import Tesseract

    return Tesseract(**_TESSERACT)
