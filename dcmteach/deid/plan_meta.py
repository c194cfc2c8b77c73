"""The file's own frame: File Meta Information, preamble, and what it is a file of."""

from __future__ import annotations

from pydicom.dataset import Dataset
from pydicom.uid import UID

from dcmteach.deid.marks import text_at
from dcmteach.deid.step import PREAMBLE, Step
from dcmteach.edit.meta import IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME
from dcmteach.header.dictionary import lookup

__all__ = ["frame_steps"]

_VERSION, _CLASS, _INSTANCE, _SYNTAX = 0x00020001, 0x00020002, 0x00020003, 0x00020010
_WRITER, _WRITER_NAME = 0x00020012, 0x00020013
_ABOUT = "file meta information is written from what is known (PS3.10 7.1)"


def frame_steps(ds: Dataset, sop_class: str, *, remaps: bool) -> list[Step]:
    """Plan what becomes of the File Meta Information and the preamble.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set.
    sop_class : str
        Its SOP class.
    remaps : bool
        Whether its SOP Instance UID changes.

    Returns
    -------
    list of Step
        The transfer syntax stays; what names applications, hosts and private information goes
        (PS3.15 E.1.1); the preamble is wiped if anything stands in it.
    """
    steps: list[Step] = []
    if any(getattr(ds, "preamble", None) or b""):
        reason = "the 128 bytes before the file may hold anything (PS3.10 7.1)"
        steps.append(Step(PREAMBLE, (), "", "clear", None, reason, "file"))
    meta: Dataset = getattr(ds, "file_meta", None) or Dataset()
    held = set(map(int, meta._dict))
    wanted = {
        _VERSION: b"\x00\x01",
        _CLASS: sop_class,
        _SYNTAX: text_at(meta, _SYNTAX),
        _WRITER: IMPLEMENTATION_CLASS_UID,
        _WRITER_NAME: IMPLEMENTATION_VERSION_NAME,
    }
    wanted[_SYNTAX] = wanted[_SYNTAX] or _syntax(ds)
    for tag, value in wanted.items():
        if tag in held and (isinstance(value, bytes) or text_at(meta, tag) == value):
            continue
        steps.append(_step(tag, "replace", value))
    if remaps:
        steps.append(_step(_INSTANCE, "remap", None, "U"))
    elif _INSTANCE not in held:
        steps.append(_step(_INSTANCE, "replace", "{SOPInstanceUID}"))
    for tag in held:
        if tag not in wanted and tag not in (_INSTANCE, 0x00020000):
            steps.append(_step(tag, "remove", None, "X"))
    return steps


def _step(tag: int, strategy: str, value: object, action: str = "") -> Step:
    path = f"file_meta.{lookup(tag).step}"
    return Step(path, (tag,), action, strategy, value, _ABOUT, "file")


def _syntax(ds: Dataset) -> str:
    implicit, little = ds.original_encoding
    if implicit:
        return UID("1.2.840.10008.1.2")
    return UID("1.2.840.10008.1.2.2" if little is False else "1.2.840.10008.1.2.1")
