"""Raw data beside or before a header: which file goes with which, and what its bytes hold."""

from __future__ import annotations

import hashlib
import mmap
from functools import lru_cache
from pathlib import Path
from typing import IO

from dcmteach.deid.study_interfile import is_interfile, parse
from dcmteach.deid.study_search import RawSearch
from dcmteach.verify import Seeds

__all__ = ["HEADERS", "RAW", "copy_searched", "header_of", "raw_kind", "tail_start"]

HEADERS = frozenset({".hdr", ".mhdr", ".h33", ".i33"})
"""Endings of Interfile headers."""

_DATA = frozenset({".bf", ".v", ".s", ".n", ".a", ".i", ".l", ".img", ".sino", ".raw"})
RAW = HEADERS | _DATA | {".ptd"}
"""Endings of files that may be raw data."""

_BLOCK, _OVERLAP = 8 << 20, 512
_TAIL = 64 << 20  # bytes from the end in which the DICOM part of a .ptd begins


def raw_kind(path: Path) -> str | None:
    """Tell what a file that may be raw data is.

    Parameters
    ----------
    path : Path
        A file with one of the endings in :data:`RAW`.

    Returns
    -------
    str or None
        ``"interfile"``, ``"data"`` (a header beside it says whose it is), ``"tail"`` (raw data
        with a DICOM part at its end), or None: none of these.
    """
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        start = file.read(512)
    if start[128:132] == b"DICM":
        return None
    if suffix in HEADERS:
        return "interfile" if is_interfile(start) else None
    if suffix == ".ptd":
        return "tail"
    return "data" if header_of(path) is not None else None


def header_of(path: Path) -> Path | None:
    """Find the header of a file of raw data, in its folder.

    Parameters
    ----------
    path : Path
        The data.

    Returns
    -------
    Path or None
        A DICOM file of the same name for ``.bf``; else the Interfile header that names it.
    """
    stem = path.with_suffix("")
    if path.suffix.lower() == ".bf":
        for ending in (".dcm", ".DCM", ".ima", ".IMA", ""):
            found = stem.with_name(stem.name + ending)
            if found.is_file() and found != path:
                return found
        return None
    folder = path.parent
    return _named_by(folder, folder.stat().st_mtime_ns).get(path.name.lower())


@lru_cache(maxsize=64)
def _named_by(folder: Path, changed: int) -> dict[str, Path]:
    """The data files that the Interfile headers in a folder name, in lower case."""
    found: dict[str, Path] = {}
    for header in sorted(folder.iterdir()):
        if header.suffix.lower() in HEADERS and header.is_file():
            data = header.read_bytes()
            if is_interfile(data[:64]):
                found.setdefault(parse(data).data_file.lower(), header)
    return found


def tail_start(path: Path) -> int | None:
    """Find where the DICOM part at the end of a file begins: its preamble (PS3.10 7.1).

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    int or None
        The byte, 0-based; None if there is none.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size < 132:
            return None
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            place = data.rfind(b"DICM", max(0, size - _TAIL))
            while place >= 128:
                # Group 2 follows, in explicit VR little endian.
                if data[place + 4 : place + 6] == b"\x02\x00":
                    return place - 128
                place = data.rfind(b"DICM", max(0, size - _TAIL), place)
    return None


def copy_searched(
    path: Path, target: IO[bytes] | None, seeds: Seeds, *, stop: int | None = None
) -> tuple[str, int, str]:
    """Copy raw data while looking for identifiers in it.

    Parameters
    ----------
    path : Path
        The data.
    target : file, optional
        Where to; without, it is only searched.
    seeds : Seeds
        What must not be there. Words under five bytes are not looked for.
    stop : int, optional
        The byte to stop before.

    Returns
    -------
    digest : str
        SHA-256 of what was copied.
    size : int
        How many bytes.
    found : str
        ``"an identifier"`` or ``"an original UID"`` if there is one; then it stopped there.
    """
    search = RawSearch(seeds)
    digest, size, last = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        while True:
            wanted = _BLOCK if stop is None else min(_BLOCK, stop - size)
            block = file.read(wanted) if wanted else b""
            if not block:
                return digest.hexdigest(), size, ""
            seen = last + block
            found = search.found_in(seen)
            if found:
                return "", size, found
            last = seen[-_OVERLAP:]
            digest.update(block)
            size += len(block)
            if target is not None:
                target.write(block)
