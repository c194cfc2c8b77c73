"""What may be written to: said in the words of the command line, before any work is done."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from dcmteach.cli.terminal import file_name
from dcmteach.errors import SaveError

__all__ = ["check_free", "write_whole", "write_whole_folder"]


def check_free(out: Path, *, overwrite: bool, source: Path | None = None) -> None:
    """Refuse an output that is there already, unless it may be replaced.

    Parameters
    ----------
    out : Path
        Where to write.
    overwrite : bool
        Whether a file that is there may be replaced.
    source : Path, optional
        The input; never the output, whatever else is allowed.

    Raises
    ------
    SaveError
        If the output is the input, or is there already. :func:`dcmteach.save` looks again.
    """
    if source is not None and out.exists() and out.samefile(source):
        raise SaveError(
            f"{file_name(out)} is the input, and an input file is never changed. "
            "Give --out another name."
        )
    if not overwrite and os.path.lexists(out):
        raise SaveError(
            f"{file_name(out)} exists already. Choose another name, or add --overwrite to "
            "replace it. Nothing was written."
        )


def write_whole(data: bytes, out: Path) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    data : bytes
        What it is to hold.
    out : Path
        Where; it is replaced if it is there.

    Raises
    ------
    SaveError
        If it cannot be written.
    """
    part = out.with_name(f".{uuid.uuid4().hex}.part")
    try:
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(out, error) from None


def write_whole_folder(source: Path, out: Path) -> None:
    """Copy a folder whole or not at all.

    Parameters
    ----------
    source : Path
        A folder.
    out : Path
        The copy; it is not there yet.

    Raises
    ------
    SaveError
        If it cannot be written.
    """
    part = out.with_name(f".{uuid.uuid4().hex}.part")
    try:
        part.mkdir()  # without its parents: a mistyped folder is an error
        shutil.copytree(source, part, dirs_exist_ok=True)
        part.rename(out)
    except OSError as error:
        raise _unwritable(out, error) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _unwritable(out: Path, error: OSError) -> SaveError:
    return SaveError(
        f"{file_name(out)} could not be written ({error.strerror or type(error).__name__}). Choose "
        "a folder that is there and may be written to. Nothing was written."
    )
