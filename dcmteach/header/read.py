"""Read a DICOM file, or say in one sentence why it cannot be read."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import BinaryIO

from pydicom.dataelem import RawDataElement
from pydicom.dataset import FileDataset
from pydicom.filereader import read_partial
from pydicom.tag import BaseTag

from dcmteach.errors import ReadError
from dcmteach.header.dictionary import lookup
from dcmteach.header.magic import what_is
from dcmteach.header.quiet import quiet
from dcmteach.standard.path import format_tag

__all__ = ["read", "read_open"]

_DICOMDIR = "1.2.840.10008.1.3.10"  # Media Storage Directory Storage (PS3.3 F)
_DEFLATED = "1.2.840.10008.1.2.1.99"
_UNDEFINED = 0xFFFFFFFF
_DEFER = 65536


class _Progress:
    """Where reading has come to: the last element begun, for telling where a file ends early."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.tag: int | None = None
        self.count = 0

    def __call__(self, tag: BaseTag, vr: str | None, length: int) -> bool:
        self.tag = int(tag)
        self.count += 1
        return False


def read(path: str | PathLike[str], *, defer_pixels: bool = False) -> FileDataset:
    """Read a DICOM file.

    Parameters
    ----------
    path : str or path-like
        One DICOM file, with or without preamble (PS3.10 7.1).
    defer_pixels : bool, optional
        Leave values above 64 KiB in the file until they are used; the file must then stay
        where it is. For going over many headers.

    Returns
    -------
    pydicom.dataset.FileDataset
        The data set; its elements are decoded when they are used.

    Raises
    ------
    ReadError
        If there is no such file, or it is empty, a folder, a DICOMDIR, no DICOM file, or
        ends before its last element does.
    """
    where = Path(path)
    name = where.name or str(where)
    if where.is_dir():
        raise ReadError(
            f"{name!r} is a folder, and read() takes one DICOM file. "
            "Give the path of a file in it, or give the folder to survey()."
        )
    if where.exists() and not where.is_file():  # opening a pipe would wait for ever
        raise ReadError(f"{name!r} is a device, not a file. Give the path of a DICOM file.")
    try:
        with where.open("rb") as file:
            return read_open(file, name, where.stat().st_size, defer_pixels=defer_pixels)
    except FileNotFoundError:
        raise ReadError(
            f"There is no file {name!r} in {str(where.parent)!r}. "
            "Check the spelling and the folder."
        ) from None
    except PermissionError:
        raise ReadError(
            f"{name!r} may not be read: the operating system refuses access. "
            "Ask for the right to read it, or copy it to a folder of your own."
        ) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(f"{name!r} could not be read: {reason}. Check the disk.") from None


def read_open(file: BinaryIO, name: str, size: int, *, defer_pixels: bool) -> FileDataset:
    """Read from an open file, as :func:`read` does from a path.

    Parameters
    ----------
    file : binary file
        At its beginning, and seekable.
    name : str
        What to call it in an error.
    size : int
        Its length in bytes.
    defer_pixels : bool
        As for :func:`read`.

    Returns
    -------
    pydicom.dataset.FileDataset

    Raises
    ------
    ReadError
        As :func:`read`.
    """
    if size == 0:
        raise ReadError(f"{name!r} is empty (0 bytes). Fetch the file again from its source.")
    start = file.read(512)
    file.seek(0)
    has_preamble = start[128:132] == b"DICM"
    if not has_preamble:
        kind = what_is(start)
        if kind:
            raise ReadError(f"{name!r} is {kind[0]}, not a DICOM file. {kind[1]}")
    progress = _Progress(file)
    try:
        with quiet():
            ds = read_partial(
                file, progress, defer_size=_DEFER if defer_pixels else None, force=True
            )
            _check_kind(ds, name)
            if defer_pixels and _deflated(ds):  # nothing can be left in the file: inflate it all
                file.seek(0)
                ds = read_partial(file, progress, force=True)
            if not has_preamble and not _plausible(ds):
                raise _not_dicom(name)
            _check_whole(ds, name, size, progress)
    except ReadError:
        raise
    except Exception:  # pydicom raises many kinds on a damaged file; all mean the same here
        if not has_preamble:
            raise _not_dicom(name) from None
        raise _ends_in(name, progress.tag, size) from None
    return ds


def _check_kind(ds: FileDataset, name: str) -> None:
    if str(ds.file_meta.get("MediaStorageSOPClassUID", "")) == _DICOMDIR:
        raise ReadError(
            f"{name!r} is a DICOMDIR: an index of the files on a disc, not one of them "
            "(PS3.3 F). Give one of the image files that lie beside it or in its folders."
        )


def _check_whole(ds: FileDataset, name: str, size: int, progress: _Progress) -> None:
    """Refuse a file that stops inside an element (PS3.5 7.1: the length field says how long)."""
    end = 0
    for place in (ds.file_meta, ds):
        for element in place.values():
            if not isinstance(element, RawDataElement):
                end = size  # read to its delimiter
                continue
            if element.length == _UNDEFINED:
                end = size
                continue
            if element.value is not None:
                missing = element.length - len(element.value)
            else:
                missing = element.value_tell + element.length - size
            if missing > 0:
                raise _ends_early(name, int(element.tag), element.length, missing, size)
            end = element.value_tell + element.length
    if progress.tag is not None and progress.tag not in ds:
        raise _ends_in(name, progress.tag, size)
    if progress.count == 0:
        raise ReadError(
            f"{name!r} ends after its file meta information, at byte {size}: there is no data "
            "set in it (PS3.10 7.1). The file is truncated; fetch it again from its source."
        )
    if not _deflated(ds) and 0 < size - end < 8:
        raise ReadError(
            f"{name!r} ends in the middle of an element's tag and length: {size - end} bytes are "
            f"left after byte {end}, and 8 are needed (PS3.5 7.1). The file is truncated; "
            "fetch it again from its source."
        )


def _deflated(ds: FileDataset) -> bool:
    return str(ds.file_meta.get("TransferSyntaxUID", "")) == _DEFLATED


def _plausible(ds: FileDataset) -> bool:
    """Whether bytes without a preamble came out as a data set rather than as noise."""
    tags = [int(tag) for place in (ds.file_meta, ds) for tag in place.keys()]  # noqa: SIM118
    known = sum(1 for tag in tags if lookup(tag).vr != "UN" or tag >> 16 & 1)
    return (
        len(tags) >= 2
        and tags == sorted(tags)
        and any(tag >> 16 in {2, 8, 0x10} for tag in tags)
        and known >= 0.9 * len(tags)
    )


def _label(tag: int) -> str:
    keyword = lookup(tag).keyword
    return f"{keyword} {format_tag(tag)}" if keyword else format_tag(tag)


def _not_dicom(name: str) -> ReadError:
    return ReadError(
        f"{name!r} is not a DICOM file: 'DICM' does not stand at byte 128 (PS3.10 7.1), and "
        "read without it the bytes make no data set. Give a DICOM file."
    )


def _ends_early(name: str, tag: int, length: int, missing: int, size: int) -> ReadError:
    return ReadError(
        f"{name!r} is truncated: {_label(tag)} should hold {length} bytes, and the last "
        f"{missing} of them are missing (the file ends at byte {size}). "
        "Fetch the file again from its source."
    )


def _ends_in(name: str, tag: int | None, size: int) -> ReadError:
    place = f"in {_label(tag)}" if tag is not None else "in its file meta information"
    return ReadError(
        f"{name!r} is truncated or damaged {place}: what its length fields announce does not "
        f"fit into the file's {size} bytes. Fetch the file again from its source."
    )
