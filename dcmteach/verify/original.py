"""What an input holds that its output must not: read without changing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from os import PathLike

from pydicom import dcmread
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from dcmteach.errors import DcmteachError, ReadError
from dcmteach.header.dictionary import lookup
from dcmteach.header.items import items_of
from dcmteach.header.quiet import quiet
from dcmteach.header.read import read

__all__ = ["DEVICES", "MAKERS", "as_dataset", "names_a_kind", "original"]

# UIDs that name a kind of thing, not a thing: all files of a kind share them.
_KIND = re.compile(
    r"SOPClass|TransferSyntax|CodingScheme|ContextUID|ContextGroup|MappingResource"
    r"|ImplementationClass|TemplateUID|CreatorVersionUID|InformationCreatorUID|ColorPalette"
)
_UID = re.compile(rb"[0-9]+(?:\.[0-9]+){2,}")
_DICOMDIR = "1.2.840.10008.1.3.10"
MAKERS = (0x00080070, 0x00081090)
"""Manufacturer and model, which the profile keeps."""

DEVICES = (0x00181000, 0x00081010, 0x00020016, 0x00020017, 0x00020018, 0x00080055)
"""Serial number, station, and applications by their titles."""


def names_a_kind(tag: int) -> bool:
    """Tell whether a UID of this attribute names a class, a syntax or a scheme, no instance."""
    return bool(_KIND.search(lookup(tag).keyword))


def as_dataset(source: object) -> Dataset:
    """Give a data set, from itself, from a path or from bytes.

    Raises
    ------
    ReadError
        If a file cannot be read.
    DcmteachError
        If this is none of these.
    """
    if isinstance(source, Dataset):
        return source
    if isinstance(source, bytes):
        with quiet():
            return dcmread(BytesIO(source), force=True)
    if isinstance(source, str | PathLike):
        try:
            return read(source, defer_pixels=True)
        except ReadError:
            directory = _directory(source)
            if directory is None:
                raise
            return directory
    raise DcmteachError(
        f"An input to verify against is a data set, a path or bytes (got {type(source).__name__})."
    )


def _directory(path: str | PathLike[str]) -> Dataset | None:
    """Read a DICOMDIR, which is an input as well."""
    try:
        with quiet():
            ds = dcmread(path)
    except Exception:  # pydicom raises many kinds on a damaged file; read() has said it already
        return None
    return ds if ds.file_meta.get("MediaStorageSOPClassUID") == _DICOMDIR else None


def original(before: object) -> tuple[Dataset, set[str], tuple[str, ...], tuple[str, ...]]:
    """Read the input.

    Parameters
    ----------
    before : pydicom.dataset.Dataset, path or bytes
        The input.

    Returns
    -------
    ds : pydicom.dataset.Dataset
        The data set; elements stay as they are.
    uids : set of str
        All UIDs in it that name a thing, at any depth, in private and unknown elements too.
    makers : tuple of str
        Manufacturer and model.
    devices : tuple of str
        Serial numbers, names of stations and of applications.
    """
    ds = as_dataset(before)
    uids: set[str] = set()
    meta = getattr(ds, "file_meta", None)
    kinds: set[str] = set()
    for dataset in (ds,) if meta is None else (meta, ds):
        for tag, value in _uids(dataset):
            (kinds if names_a_kind(tag) else uids).update(value)
    uids -= kinds
    return ds, uids, _texts((ds,), MAKERS), _texts((ds, meta), DEVICES)


def _texts(datasets: Iterable[Dataset | None], tags: Iterable[int]) -> tuple[str, ...]:
    """Give the values of text elements at the top, without decoding them in place."""
    found: dict[str, None] = {}
    for ds in datasets:
        for tag in tags:
            element = None if ds is None else ds._dict.get(BaseTag(tag))
            value = None if element is None else element.value
            text = value.decode("latin_1") if isinstance(value, bytes) else str(value or "")
            found.update((one.strip(" \0"), None) for one in text.split("\\"))
    return tuple(value for value in found if value)


def _uids(dataset: Dataset) -> Iterator[tuple[int, list[str]]]:
    for key, element in dataset._dict.items():
        tag = int(key)
        vr = element.VR
        if vr is None or vr == "UN":
            known = lookup(tag).vr
            vr = known if known != "UN" else "UN"
        if vr == "UI":
            yield tag, _split(element.value)
        elif vr in {"SQ", "UN", "OB"} and tag != 0x7FE00010:
            inside = items_of(dataset, tag) if BaseTag(tag) in dataset._dict else None
            if inside is not None:
                for item in inside[0]:
                    yield from _uids(item)
            elif isinstance(element, RawDataElement) and element.value:
                yield tag, [uid.decode() for uid in _UID.findall(element.value) if len(uid) > 10]


def _split(value: object) -> list[str]:
    if isinstance(value, bytes):
        value = value.decode("latin_1")
    several = value.split("\\") if isinstance(value, str) else value or ()
    parts = [str(one) for one in several]  # type: ignore[attr-defined]
    return [uid for part in parts if (uid := part.strip(" \0"))]
