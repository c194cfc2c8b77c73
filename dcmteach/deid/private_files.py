"""Files for their owner's eyes alone: whole or not there, and of mode 0600."""

from __future__ import annotations

import csv
import io
import os
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path

from dcmteach.errors import SaveError

__all__ = ["csv_text", "write_private"]


def write_private(path: Path, text: str, *, what: str, advice: str) -> Path:
    """Write a file anew, of mode 0600; what was there stays until the new one is whole.

    Parameters
    ----------
    path : Path
        Where to.
    text : str
        All of it.
    what : str
        What it is, for the error: ``"mapping"``.
    advice : str
        What to do where it cannot be written.

    Raises
    ------
    SaveError
        If it cannot be written.
    """
    path = path.resolve()  # a link is followed: what was looked at is where it leads
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                if hasattr(os, "fchmod"):
                    os.fchmod(file.fileno(), 0o600)
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise SaveError(
            f"The {what} {path.name!r} could not be written: {error.strerror}. {advice}"
        ) from None
    return path


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV (RFC 4180), lines ended by a line feed."""
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue()
