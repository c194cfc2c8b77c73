"""Write a data set to a new file: whole or not at all, and never onto its source (PS3.10 7)."""

from __future__ import annotations

import copy
import errno
import os
import re
import uuid
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from pydicom.dataset import Dataset
from pydicom.filereader import dcmread
from pydicom.filewriter import correct_ambiguous_vr, dcmwrite

from dcmteach.edit.compare import first_difference
from dcmteach.edit.meta import make_meta
from dcmteach.errors import SaveError
from dcmteach.header.dictionary import lookup
from dcmteach.header.quiet import quiet
from dcmteach.standard.path import format_tag

__all__ = ["save", "save_bytes"]

_NOTHING = "Nothing was written."
_WHY = {
    errno.ENOSPC: "the disk is full. Free some space, or choose another disk",
    errno.EDQUOT: "your quota on this disk is used up. Free some space, or choose another disk",
    errno.EACCES: "the folder may not be written to. Choose one of your own",
    errno.EPERM: "the folder may not be written to. Choose one of your own",
    errno.EROFS: "the disk is read-only. Choose another one",
    errno.ENAMETOOLONG: "the name is too long. Choose a shorter one",
    errno.EFBIG: "the file would be larger than this disk allows. Choose another disk",
}


def save(ds: Dataset, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
    """Write a data set to a file, as DICOM Part 10.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set; it is not changed. Its transfer syntax is kept.
    path : str or path-like
        Where to; the folder must exist. Never the file the data set was read from, under
        whatever name.
    overwrite : bool, optional
        Replace another file that is there.

    Returns
    -------
    pathlib.Path
        The file that was written.

    Raises
    ------
    SaveError
        If anything is in the way. Then nothing is written, and what was there is untouched.

    Notes
    -----
    The file meta information is made to agree with the data set, and the preamble is wiped
    (PS3.10 7.1). The file is written under a temporary name beside its destination, synced,
    read back and compared element by element, and only then renamed: whatever happens, the
    destination holds a whole file or is as it was. If the computer itself stops halfway, a
    file whose name ends in ``.part`` may stay behind.
    """
    destination = Path(path)
    source = getattr(ds, "filename", None)
    read_from = [Path(source)] if isinstance(source, str | PathLike) and str(source) else []
    _check_destination(read_from, destination, overwrite=overwrite)
    with quiet():
        meta = make_meta(ds)
        whole = copy.deepcopy(ds)
    whole.file_meta = meta
    whole.preamble = b"\x00" * 128
    part = destination.with_name(f".{uuid.uuid4().hex}.part")
    try:
        _write(whole, part)
        _read_back(whole, part)
        _publish(part, destination, overwrite=overwrite)
    except OSError as error:
        raise SaveError(_explain(error, destination)) from None
    finally:
        part.unlink(missing_ok=True)
    return destination


def save_bytes(
    data: bytes, path: str | PathLike[str], *, sources: Iterable[Path] = (), overwrite: bool = False
) -> Path:
    """Write bytes to a file as :func:`save` writes a data set: whole, or not at all.

    Parameters
    ----------
    data : bytes
        What the file is to hold.
    path : str or path-like
        Where to; the folder must exist.
    sources : iterable of pathlib.Path, optional
        The files it was made of: never written onto, under whatever name.
    overwrite : bool, optional
        Replace another file that is there.

    Returns
    -------
    pathlib.Path
        The file that was written.

    Raises
    ------
    SaveError
        If anything is in the way. Then nothing is written, and what was there is untouched.
    """
    destination = Path(path)
    _check_destination(sources, destination, overwrite=overwrite)
    part = destination.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _publish(part, destination, overwrite=overwrite)
    except OSError as error:
        raise SaveError(_explain(error, destination)) from None
    finally:
        part.unlink(missing_ok=True)
    return destination


def _check_destination(sources: Iterable[Path], destination: Path, *, overwrite: bool) -> None:
    name = destination.name
    if any(_is_same(source, destination) for source in sources):
        raise SaveError(
            f"{name!r} is the file this data set was read from, and an input file is never "
            "changed. Save under another name."
        )
    if destination.is_dir():
        raise SaveError(f"{name!r} is a folder. Give the name of a file in it. {_NOTHING}")
    if not destination.parent.is_dir():
        raise SaveError(
            f"There is no folder {str(destination.parent)!r} to save {name!r} in. Make it first, "
            f"or choose another. {_NOTHING}"
        )
    if not overwrite and os.path.lexists(destination):
        raise _is_there(destination)


def _is_there(destination: Path) -> SaveError:
    return SaveError(
        f"{destination.name!r} is there already. Choose another name, or pass overwrite=True "
        f"to replace it. {_NOTHING}"
    )


def _is_same(source: Path, destination: Path) -> bool:
    """Whether two paths lead to one file: by links, relative paths or another case."""
    try:
        return source.samefile(destination)
    except OSError:
        # One of them does not exist (any more): compare what they would be.
        return source.resolve() == destination.resolve()


def _write(whole: Dataset, part: Path) -> None:
    syntax = whole.file_meta.TransferSyntaxUID
    implicit, little = whole.original_encoding
    if not syntax.is_private:
        implicit = little = None
    with part.open("xb") as file:
        try:
            with quiet():
                if not syntax.is_implicit_VR:
                    _give_vrs(whole)
                dcmwrite(
                    file,
                    whole,
                    implicit_vr=implicit,
                    little_endian=little,
                    enforce_file_format=True,
                )
        except OSError as error:
            if error.errno is not None:
                raise
            raise _unwritable(error) from None
        except Exception as error:  # pydicom raises many kinds, and their text quotes values
            raise _unwritable(error) from None
        file.flush()
        os.fsync(file.fileno())


def _give_vrs(whole: Dataset) -> None:
    """Decode what was read as implicit although its transfer syntax says explicit."""
    if any(element.VR is None for element in whole._dict.values()):
        for _ in whole.iterall():
            pass
        correct_ambiguous_vr(whole, bool(whole.original_encoding[1]))


def _unwritable(error: Exception) -> SaveError:
    found = re.search(r"\(([0-9A-Fa-f]{4}), ?([0-9A-Fa-f]{4})\)", str(error))
    if not found:
        return SaveError(
            f"pydicom cannot encode this data set ({type(error).__name__}). {_NOTHING}"
        )
    tag = int(found[1] + found[2], 16)
    keyword = lookup(tag).keyword
    label = f"{keyword} {format_tag(tag)}" if keyword else format_tag(tag)
    return SaveError(
        f"{label} has a value that cannot be written under its VR (PS3.5 6.2, "
        f"{type(error).__name__}). Overwrite or remove that element first. {_NOTHING}"
    )


def _read_back(whole: Dataset, part: Path) -> None:
    try:
        with quiet():
            written = dcmread(part)
            different = first_difference(whole.file_meta, written.file_meta, prefix="file_meta.")
            different = different or first_difference(whole, written)
    except OSError:
        raise
    except Exception as error:  # whatever it is, the file is not one to keep
        raise SaveError(
            f"What was written cannot be read back ({type(error).__name__}). {_NOTHING}"
        ) from None
    if different is not None:
        raise SaveError(
            f"Read back, {different} is not what it was meant to be: its value does not suit its "
            "VR, or the data set's character set (PS3.5 6.2). Overwrite or remove that element "
            f"first. {_NOTHING}"
        )


def _publish(part: Path, destination: Path, *, overwrite: bool) -> None:
    if not overwrite and os.path.lexists(destination):
        raise _is_there(destination)
    os.replace(part, destination)  # noqa: PTH105
    if os.name == "posix":
        folder = os.open(destination.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        except OSError:  # not every file system can; the file itself is synced
            pass
        finally:
            os.close(folder)


def _explain(error: OSError, destination: Path) -> str:
    why = _WHY.get(error.errno or 0) or f"{error.strerror or type(error).__name__}. Check the disk"
    return f"{destination.name!r} could not be written: {why}. {_NOTHING}"
