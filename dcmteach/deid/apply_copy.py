"""A data set that can be changed without changing the one it was made from."""

from __future__ import annotations

from collections.abc import Container
from typing import TypeVar, cast

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence

__all__ = ["copy_of"]

D = TypeVar("D", bound=Dataset)


def copy_of(ds: D, *, without: Container[int] = ()) -> D:
    """Copy a data set's structure: values that nobody decoded are shared, as bytes.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set; it is not changed.
    without : container of int, optional
        Tags at its top to leave out.

    Returns
    -------
    pydicom.dataset.Dataset
        With a preamble of zeros, where a file has one, and file meta information of its own.
    """
    result = _shell(ds, without)
    attributes = result.__dict__
    meta = attributes.get("file_meta")
    attributes["file_meta"] = FileMetaDataset() if meta is None else _shell(meta, (0x00020000,))
    first = next(iter(result._dict.values()), None)
    if type(first) is RawDataElement and first.is_implicit_VR != attributes["_read_implicit"]:
        # The transfer syntax says otherwise than the bytes: then the writer must encode anew.
        attributes["_read_implicit"] = first.is_implicit_VR
    if "preamble" in attributes:
        attributes["preamble"] = b"\x00" * 128
    return result


def _shell(ds: D, without: Container[int] = ()) -> D:
    result = ds.__class__.__new__(ds.__class__)
    attributes = result.__dict__
    attributes.update(ds.__dict__)
    attributes["_private_blocks"] = {}
    attributes["_pixel_array"] = None
    attributes["_pixel_id"] = {}
    attributes["_dict"] = {
        tag: element if type(element) is RawDataElement else _element(cast(DataElement, element))
        for tag, element in ds._dict.items()
        if not without or int(tag) not in without
    }
    return result


def _element(element: DataElement) -> DataElement:
    copied = DataElement.__new__(DataElement)
    copied.__dict__.update(element.__dict__)
    value = element.value
    if element.VR == "SQ":
        sequence = Sequence([_shell(item) for item in value or ()])
        sequence.is_undefined_length = getattr(value, "is_undefined_length", False)
        copied.__dict__["_value"] = sequence
    elif isinstance(value, list):
        copied.__dict__["_value"] = value.copy()
    return copied
