"""What was chosen about text in pixels, settled before a run begins."""

from __future__ import annotations

import hashlib
import json
from os import PathLike
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    from dcmteach.pixels.regions import Regions

__all__ = ["choose_pixels"]


def choose_pixels(
    pixels: str, text_engine: str, regions: str | PathLike[str] | None
) -> tuple[dict[str, Any], Regions | None]:
    """Look whether text can be read here, where it is to be covered.

    Parameters
    ----------
    pixels : str
        ``"hold"``, ``"accept"`` or ``"redact"``.
    text_engine : str
        One of :data:`dcmteach.pixels.ENGINES`; looked at only with ``"redact"``.
    regions : path or None
        A file of known places.

    Returns
    -------
    choices : dict
        For the record, and to tell whether an earlier run did the same: engines with version and
        settings, a digest of the known places. Empty but for ``"redact"``.
    regions : Regions or None
        The file's rules.

    Raises
    ------
    EngineMissing
        If the engine, or what it needs, is not installed.
    RegionsError
        If the file has mistakes.
    DcmteachError
        If there is no such engine, or regions are given for nothing.
    """
    if pixels != "redact":
        if regions is not None:
            raise DcmteachError("regions are covered with pixels='redact' only. Add it, or leave "
                                "regions out.")  # fmt: skip
        return {}, None
    from dcmteach.pixels import EngineMissing, engine, read_regions
    from dcmteach.pixels.second import second_engine

    try:
        reader = engine(text_engine)
        again = second_engine(reader)
    except EngineMissing as error:
        raise EngineMissing(
            f"{error} Nothing was written; `dcmteach doctor` shows what is here."
        ) from None
    rules = None if regions is None else read_regions(regions)
    told = "those of dcmteach" if rules is None else _digest(rules)
    choices = {
        "text_engine": [
            {"name": one.name, "version": one.version, "settings": dict(one.settings)}
            for one in (reader, again)
        ],
        "regions": told,
    }
    plain: dict[str, Any] = json.loads(json.dumps(choices))  # as it comes back from a record
    return plain, rules


def _digest(rules: Regions) -> str:
    return hashlib.sha256(repr(rules.rules).encode()).hexdigest()[:16]
