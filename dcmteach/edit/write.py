"""Put a checked value into an element, or refuse what no file could hold."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pydicom.charset import convert_encodings
from pydicom.config import IGNORE
from pydicom.dataelem import DataElement, RawDataElement, empty_value_for_VR
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filereader import read_dataset
from pydicom.filewriter import write_data_element
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag

from dcmteach.edit.change import Swap
from dcmteach.edit.charset import problem_with_charset, problem_with_text
from dcmteach.edit.compare import first_difference
from dcmteach.edit.problem import Problem
from dcmteach.edit.target import Target
from dcmteach.header.path import walk
from dcmteach.header.quiet import quiet

__all__ = ["attach", "encode_again", "make_element", "swap"]


def make_element(target: Target, vr: str, stored: list[object]) -> DataElement | Problem:
    """Make the element, and try whether it can be written.

    Parameters
    ----------
    target : Target
        Where it will stand.
    vr : str
        Its VR.
    stored : list
        Its values; empty for an element without value.

    Returns
    -------
    DataElement or Problem
        The problem is that pydicom could not write such an element into any file.
    """
    value: Any = stored
    if not stored:
        value = empty_value_for_VR(vr)
    elif len(stored) == 1 and vr != "SQ":
        value = stored[0]
    try:
        with quiet():
            if vr == "SQ":
                value = Sequence(stored)  # type: ignore[arg-type]
            element = DataElement(BaseTag(target.tag), vr, value, validation_mode=IGNORE)
            read_again = _trial(element, target)
            same = first_difference(_alone(element), read_again) is None
    except Exception:  # pydicom raises many kinds; all mean that there are no such bytes
        return Problem(f"cannot be written as {vr} at all", value, encodable=False)
    if vr != read_again.get_item(element.tag).VR:
        return Problem(
            f"must fit into 65534 bytes, the longest {vr} an explicit VR can announce",
            value,
            rule="PS3.5 7.1.2",
            encodable=False,
        )
    if not same:
        return Problem(f"would not be the same {vr} when it is read again", value, encodable=False)
    return element


def _trial(element: DataElement, target: Target) -> Dataset:
    """Write an element with an explicit VR, and read it again."""
    buffer = DicomBytesIO()
    buffer.is_little_endian, buffer.is_implicit_VR = True, False
    charset = target.charset
    names = charset if charset is None or isinstance(charset, str) else list(charset)
    encodings = convert_encodings(names or "ISO_IR 6")
    write_data_element(buffer, element, encodings)
    written = buffer.getvalue()
    return read_dataset(BytesIO(written), False, True, len(written), parent_encoding=encodings)


def _alone(element: DataElement) -> Dataset:
    ds = Dataset()
    ds[element.tag] = element
    return ds


def attach(target: Target) -> tuple[Target, list[Swap]]:
    """Turn sequences on the way that are stored as UN into sequences, and remember that."""
    ways = [(dataset, tag, _raw(dataset, tag)) for dataset, tag in target.ways()]
    attached = target.attach()
    return attached, [
        Swap(dataset, tag, before, _raw(dataset, tag))
        for dataset, tag, before in ways
        if _raw(dataset, tag) is not before
    ]


def swap(dataset: Dataset, tag: int, after: DataElement | None) -> Swap:
    """Put an element (or its absence) in its place, and remember what was there."""
    done = Swap(dataset, tag, _raw(dataset, tag), after)
    done.put(after)
    return done


def _raw(dataset: Dataset, tag: int) -> DataElement | RawDataElement | None:
    return dataset._dict.get(BaseTag(tag))


def encode_again(root: Dataset, charset: list[object]) -> Problem | None:
    """Decode all text, so that it can be written in another character set; say what cannot.

    Parameters
    ----------
    root : pydicom.dataset.Dataset
        The data set (or item) whose SpecificCharacterSet is about to change.
    charset : list of str
        The character set to be; empty for ASCII.
    """
    if problem_with_charset(charset):
        return None  # which is said already
    names = [str(term) for term in charset]
    for path, element, parents in walk(root):
        if any("SpecificCharacterSet" in parent.dataset for parent in parents):
            continue
        if path.startswith("file_meta.") or element.VR not in {
            "LO",
            "LT",
            "PN",
            "SH",
            "ST",
            "UC",
            "UT",
        }:
            continue
        values = element.value if element.VM > 1 else [element.value]
        for value in values:
            if value and problem_with_text(str(value), element.VR, names or None):
                return Problem(
                    f"cannot change: {path} holds characters that the new one does not have",
                    "\\".join(names),
                    advice="Choose 'ISO_IR 192' (UTF-8), or overwrite that element first.",
                    rule="PS3.3 C.12.1.1.2",
                    encodable=False,
                    clearing=False,
                )
    return None
