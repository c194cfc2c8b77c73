"""Write a data set as bytes: what nobody decoded is copied, which pydicom's writer does slower."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, MutableMapping
from io import BytesIO
from operator import itemgetter
from struct import Struct
from typing import Any

from pydicom.charset import convert_encodings
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import dcmwrite, write_data_element
from pydicom.uid import UID

from dcmteach.edit.meta import make_meta
from dcmteach.header.quiet import quiet

__all__ = ["encode", "encoded"]

_LONG = frozenset(["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"])
_TEXT = frozenset("AE AS CS DA DS DT IS LO LT PN SH ST TM UC UR UT".split())  # noqa: SIM905
_SHORT_HEAD = {True: Struct("<HH2sH"), False: Struct(">HH2sH")}
_LONG_HEAD = {True: Struct("<HH2sHL"), False: Struct(">HH2sHL")}
_PLAIN_HEAD = {True: Struct("<HHL"), False: Struct(">HHL")}
_UNDEFINED = 0xFFFFFFFF
_PADDING = {"CS": b" ", "UI": b"\0"}
_REPEATED = ((0x00080016, 0x00020002), (0x00080018, 0x00020003))  # by the meta information
_LARGE = 1 << 16  # bytes that are not worth copying
_DEFLATED = "1.2.840.10008.1.2.1.99"


_Place = tuple[Dataset, Any]
"""A data set, and the place of the one around it or None."""


class _OtherwiseError(Exception):
    """The bytes cannot simply be copied."""


def encode(ds: Dataset) -> bytes:
    """Write a data set in DICOM's file format (PS3.10 7).

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        With file meta information; values left raw are copied as they are, padded to even
        length (PS3.5 7.1.1). Group lengths are left out (PS3.5 7.2).

    Returns
    -------
    bytes
        A preamble of zeros, the prefix, the file meta information, the data set in the byte
        order and transfer syntax it was read in.

    Raises
    ------
    Exception
        Whatever pydicom raises on a value it cannot write.
    """
    return b"".join(encoded(ds))


def encoded(ds: Dataset) -> list[bytes]:
    """Write a data set as :func:`encode` does, in pieces: long values are not copied once more.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        With file meta information.

    Returns
    -------
    list of bytes
        What :func:`encode` returns, in pieces.
    """
    meta = getattr(ds, "file_meta", None)
    syntax = UID(str(meta.get("TransferSyntaxUID", ""))) if meta is not None else UID("")
    try:
        return _copied(ds, syntax)
    except _OtherwiseError:
        return [_rewritten(ds)]


def _copied(ds: Dataset, syntax: UID) -> list[bytes]:
    if not syntax or syntax.is_private:
        raise _OtherwiseError
    for tag, repeated in _REPEATED:
        if _uid(ds, tag) != _uid(ds.file_meta, repeated):  # the meta information is made anew
            raise _OtherwiseError
    little = syntax.is_little_endian
    body = _Writer(implicit=syntax.is_implicit_VR, little=little)
    body.dataset(ds, None)
    meta = _Writer(implicit=False, little=True)
    meta.dataset(ds.file_meta, None, without=0x00020000)
    header = b"".join(meta.parts)
    length = _SHORT_HEAD[True].pack(2, 0, b"UL", 4) + len(header).to_bytes(4, "little")
    parts = body.parts
    if syntax == _DEFLATED:
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        packed = b"".join([*(packer.compress(part) for part in parts), packer.flush()])
        parts = [packed, b"\0" * (len(packed) & 1)]
    return _pieces([b"\0" * 128, b"DICM", length, header, *parts])


def _pieces(parts: list[bytes]) -> list[bytes]:
    """Join the short ones."""
    pieces: list[bytes] = []
    since = 0
    for place, part in enumerate(parts):
        if len(part) >= _LARGE:
            pieces += [b"".join(parts[since:place]), part]
            since = place + 1
    return [*pieces, b"".join(parts[since:])]


def _rewritten(ds: Dataset) -> bytes:
    """Let pydicom decode and write everything."""
    buffer = BytesIO()
    with quiet():
        ds.file_meta = make_meta(ds)
        syntax = ds.file_meta.TransferSyntaxUID
        if syntax.is_private:
            implicit, little = ds.original_encoding
            dcmwrite(
                buffer, ds, implicit_vr=implicit, little_endian=little, enforce_file_format=True
            )
        else:
            if not syntax.is_implicit_VR:
                for _ in ds.iterall():  # give their VRs to what was read as implicit
                    pass
            dcmwrite(buffer, ds, enforce_file_format=True)
    return buffer.getvalue()


def _uid(ds: Dataset, tag: int) -> str:
    element = ds._dict.get(tag)  # type: ignore[call-overload]
    value = None if element is None else element.value
    text = value.decode("latin_1") if isinstance(value, bytes) else str(value or "")
    return text.strip(" \0")


class _Writer:
    """The bytes of a data set, part by part."""

    __slots__ = ("implicit", "little", "parts")

    def __init__(self, *, implicit: bool, little: bool) -> None:
        self.implicit = implicit
        self.little = little
        self.parts: list[bytes] = []

    def dataset(self, ds: Dataset, around: _Place | None, *, without: int = -1) -> None:
        held: MutableMapping[Any, DataElement | RawDataElement] = ds._dict
        implicit, little, parts = self.implicit, self.little, self.parts
        short, long = _SHORT_HEAD[little].pack, _LONG_HEAD[little].pack
        plain = _PLAIN_HEAD[little].pack
        tags = [*map(int, held)]  # comparing pydicom's own tags is slow
        pairs: Iterable[tuple[int, Any]] = zip(tags, held.values(), strict=True)
        if tags != sorted(tags):
            pairs = sorted(pairs, key=itemgetter(0))
        for tag, element in pairs:
            group, number = tag >> 16, tag & 0xFFFF
            if (number == 0 and group > 2) or tag == without:
                continue
            if type(element) is not RawDataElement:
                if element.VR == "SQ":
                    self._sequence(group, number, element, (ds, around))
                else:
                    self._decoded(group, number, element, (ds, around))
                continue
            _, vr, length, value, _, in_implicit, in_little, is_raw, _ = element
            if in_implicit != implicit or in_little != little:
                raise _OtherwiseError
            if value is None:
                if length:  # left in the file
                    raise _OtherwiseError
                value = b""
            if length == _UNDEFINED or is_raw is False:
                self._other(element, (ds, around))
                continue
            size = len(value)
            pad = size & 1
            if implicit:
                parts.append(plain(group, number, size + pad))
            elif vr is None:
                raise _OtherwiseError
            elif vr in _LONG:
                parts.append(long(group, number, vr.encode(), 0, size + pad))
            else:
                if size + pad > 0xFFFE:
                    raise _OtherwiseError
                parts.append(short(group, number, vr.encode(), size + pad))
            parts.append(value)
            if pad:
                parts.append(b" " if vr in _TEXT else b"\0")

    def _sequence(self, group: int, number: int, element: DataElement, place: _Place) -> None:
        before, self.parts = self.parts, []
        head = _PLAIN_HEAD[self.little].pack
        whole: list[bytes] = []
        for item in element.value or ():
            self.parts = []
            self.dataset(item, place)
            if getattr(item, "is_undefined_length_sequence_item", False):
                whole.append(head(0xFFFE, 0xE000, _UNDEFINED))
                whole += self.parts
                whole.append(head(0xFFFE, 0xE00D, 0))
            else:
                data = b"".join(self.parts)
                whole.append(head(0xFFFE, 0xE000, len(data)))
                whole.append(data)
        data = b"".join(whole)
        open_end = element.is_undefined_length
        length = _UNDEFINED if open_end else len(data)
        if self.implicit:
            before.append(head(group, number, length))
        else:
            before.append(_LONG_HEAD[self.little].pack(group, number, b"SQ", 0, length))
        before.append(data)
        if open_end:
            before.append(head(0xFFFE, 0xE0DD, 0))
        self.parts = before

    def _decoded(self, group: int, number: int, element: DataElement, place: _Place) -> None:
        """Write the few kinds of values that pydicom decodes as it reads."""
        vr, value = element.VR, element.value
        kind = type(value)
        if vr == "US" and kind is int and 0 <= value <= 0xFFFF:
            data = value.to_bytes(2, "little" if self.little else "big")
        elif vr in _PADDING and (kind is str or kind is UID) and value.isascii():
            data = value.encode("ascii")
            if len(data) & 1:
                data += _PADDING[vr]
        else:
            data = b""
        if not data or len(data) > 0xFFFE:
            self._other(element, place)
        elif self.implicit:
            self.parts += (_PLAIN_HEAD[self.little].pack(group, number, len(data)), data)
        else:
            head = _SHORT_HEAD[self.little].pack(group, number, vr.encode(), len(data))
            self.parts += (head, data)

    def _other(self, element: DataElement | RawDataElement, place: _Place) -> None:
        buffer = DicomBytesIO()
        buffer.is_little_endian, buffer.is_implicit_VR = self.little, self.implicit
        with quiet():
            write_data_element(buffer, element, convert_encodings(_charset(place)))
        self.parts.append(buffer.getvalue())


def _charset(place: _Place) -> Any:
    ds, around = place
    if 0x00080005 in ds._dict:
        return ds.get("SpecificCharacterSet") or "ISO_IR 6"
    return "ISO_IR 6" if around is None else _charset(around)
