"""What somebody else's validator says of a file: ``dciodvfy`` of Debian's dicom3tools."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from pydicom import dcmread
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian

__all__ = ["can_validate", "errors_of", "new_errors"]

_PROGRAM = "dciodvfy"
_VARIES = re.compile(r"\[\d+\]|\(\d+ dec\)|= <[^>]*>|\b\d+\b")


def can_validate() -> bool:
    """Tell whether the validator is installed."""
    return shutil.which(_PROGRAM) is not None


def errors_of(path: Path) -> set[str]:
    """Return the kinds of errors in a file, without what differs from file to file.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    set of str
        Lines of the validator, with numbers and values taken out.
    """
    ds = dcmread(path, force=True, stop_before_pixels=True)
    if ds.file_meta.get("TransferSyntaxUID") != DeflatedExplicitVRLittleEndian:
        return _told(path)
    with TemporaryDirectory() as folder:  # the validator cannot inflate, and reads noise
        ds = dcmread(path)
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        plain = Path(folder) / "inflated.dcm"
        ds.save_as(plain)
        return _told(plain)


def _told(path: Path) -> set[str]:
    ended = subprocess.run([_PROGRAM, str(path)], capture_output=True, check=False)
    lines = (ended.stdout + ended.stderr).decode("latin-1").splitlines()
    return {_VARIES.sub("#", line) for line in lines if line.startswith("Error")}


def new_errors(pairs: Iterable[tuple[Path, Path]]) -> dict[str, str]:
    """Compare outputs with their inputs.

    Parameters
    ----------
    pairs : iterable of (pathlib.Path, pathlib.Path)
        Each input with its output.

    Returns
    -------
    dict of str to str
        Each kind of error that an output has and its input has not, with the first input.
    """
    found: dict[str, str] = {}
    for before, after in pairs:
        for error in errors_of(after) - errors_of(before):
            found.setdefault(error, before.name)
    return found
