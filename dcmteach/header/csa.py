"""Siemens CSA headers: a header within the header, in private elements of Siemens MR and PET/MR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from dcmteach.errors import PathError, ReadError
from dcmteach.header.csa_layout import Layout, lay_out, put_in
from dcmteach.header.fold import fold
from dcmteach.header.items import creator_of
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["CREATOR", "Csa", "CsaTag", "csa"]

CREATOR = "SIEMENS CSA HEADER"
"""Who reserves the block the two headers lie in, group 0029 (PS3.5 7.8.1)."""

_OFFSETS = {"image": 0x10, "series": 0x20}


@dataclass(frozen=True, slots=True)
class CsaTag:
    """One tag of a CSA header.

    Parameters
    ----------
    name : str
        Such as ``"B_value"`` or ``"MrPhoenixProtocol"``.
    vm : int
        How many values it should have; 0 for any number.
    vr : str
        A VR of DICOM; the values are text all the same.
    syngodt : int
        Siemens' own number of the data type.
    values : tuple of str
        What it holds, without trailing empty values; text is read as UTF-8 if it is that,
        otherwise as Latin-1.
    """

    name: str
    vm: int
    vr: str
    syngodt: int
    values: tuple[str, ...]

    @property
    def value(self) -> str:
        r"""The values in one text, with ``\`` between."""
        return "\\".join(self.values)


class Csa(Rows[CsaTag]):
    """A CSA header: its tags, in their order.

    Parameters
    ----------
    data : bytes
        The value of the element.
    layout : Layout, optional
        Where its parts lie, if that is known already.

    Raises
    ------
    ReadError
        If it cannot be read as a CSA header.
    """

    columns = (
        Column("name", "Tag", "value", 40),
        Column("vr", "VR"),
        Column("vm", "VM", "number"),
        Column("value", "Value", "value", 70),
    )

    def __init__(self, data: bytes, layout: Layout | None = None) -> None:
        self._data = bytes(data)
        self._layout = lay_out(self._data) if layout is None else layout
        super().__init__([self._tag(number) for number in range(len(self._layout.fields))])

    @property
    def version(self) -> int:
        """2 for a header that begins with ``SV10``, 1 for an older one."""
        return self._layout.version

    @property
    def caption(self) -> str:
        """Which kind it is, and how many tags it has."""
        kind = "SV10" if self.version == 2 else "older kind"
        return f"CSA header ({kind}): {len(self)} tag{'' if len(self) == 1 else 's'}"

    @property
    def layout(self) -> Layout:
        """Where its parts lie in the bytes."""
        return self._layout

    def get(self, name: str) -> CsaTag | None:
        """Return the first tag of a name, or None."""
        return next((tag for tag in self if tag.name == name), None)

    def search(self, text: str) -> list[CsaTag]:
        """Return the tags in whose name or values a text stands, whatever its case.

        Parameters
        ----------
        text : str
            What to look for; diacritics do not count.
        """
        wanted = fold(text)
        return [tag for tag in self if wanted in fold(f"{tag.name}\n{tag.value}")]

    def item(self, tag: int, item: int) -> bytes:
        """Return the value of one item up to its first zero byte, by 0-based numbers."""
        found = self._layout.fields[tag].items[item]
        return self._data[found.start : found.stop].partition(b"\0")[0]

    def with_items(self, new: Mapping[tuple[int, int], bytes]) -> Csa:
        """Return the header with other values in some items; see :func:`put_in`."""
        return Csa(put_in(self._data, self._layout, new))

    def to_bytes(self) -> bytes:
        """Write the header as the value of an element: what was read, byte by byte."""
        return self._data

    def _tag(self, number: int) -> CsaTag:
        field = self._layout.fields[number]
        counted = len(field.items) if field.vm == 0 else min(field.vm, len(field.items))
        values = [_text(self.item(number, index)) for index in range(counted)]
        while values and not values[-1]:
            values.pop()
        return CsaTag(field.name, field.vm, field.vr, field.syngodt, tuple(values))


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8").rstrip()
    except UnicodeDecodeError:
        return value.decode("latin_1").rstrip()


def csa(source: Dataset | DataElement | bytes, *, kind: str = "image") -> Csa:
    """Read a Siemens CSA header.

    Parameters
    ----------
    source : pydicom.dataset.Dataset, pydicom.dataelem.DataElement or bytes
        A data set that has one, the element itself, or its value.
    kind : str, optional
        Which of a data set's two: ``"image"``, (0029,xx10), or ``"series"``, (0029,xx20).

    Returns
    -------
    Csa
        Its tags; shows as a table.

    Raises
    ------
    PathError
        If the data set has none of this kind, or `kind` is another word.
    ReadError
        If it cannot be read.
    """
    data: object = source
    if isinstance(source, Dataset):
        data = _value(source, kind)
    elif isinstance(source, DataElement):
        data = source.value
    if not isinstance(data, bytes):
        raise ReadError(
            "A CSA header is bytes, and this value is none (VR OB or UN is wanted). "
            "Give the element (0029,xx10) or (0029,xx20) of the block 'SIEMENS CSA HEADER'."
        )
    return Csa(data)


def _value(ds: Dataset, kind: str) -> object:
    if kind not in _OFFSETS:
        raise PathError(f"kind must be 'image' or 'series' (got {kind!r}).")
    for tag in ds._dict:
        number = int(tag)
        if (
            number >> 16 == 0x0029
            and number & 0xFF == _OFFSETS[kind]
            and creator_of(ds, number) == CREATOR
        ):
            return ds._dict[BaseTag(number)].value
    raise PathError(
        f"This data set has no CSA {kind} header: no element (0029,xx{_OFFSETS[kind]:02X}) in a "
        f"block reserved by {CREATOR!r}. Only Siemens MR and PET/MR files have one."
    )
