"""What is no DICOM file: told by its first bytes and by its ending."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import PurePath

from dcmteach.header.magic import what_is

__all__ = ["block_list", "not_dicom"]


@cache
def block_list() -> frozenset[str]:
    """Return the endings of files that people leave beside images: ``".pdf"``, ``".xlsx"`` …"""
    text = (files("dcmteach.deid") / "data" / "block_list.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(f".{word}" for line in lines for word in line.split())


def not_dicom(start: bytes, name: str) -> str | None:
    """Tell what a file is, if it is known to be something other than DICOM.

    Parameters
    ----------
    start : bytes
        Its first 512 bytes.
    name : str
        Its name.

    Returns
    -------
    str or None
        What it is; None if it is DICOM, or may be (without a preamble, PS3.10 7.1).
    """
    if start[128:132] == b"DICM":
        return None
    known = what_is(start)
    if known is not None:
        return known[0]
    path = PurePath(name.lower())
    if path.suffix in block_list():
        return f"a {path.suffix[1:]} file"
    if path.name in block_list() or f".{path.name.lstrip('.')}" in block_list():
        return "a file of the operating system"
    return None
