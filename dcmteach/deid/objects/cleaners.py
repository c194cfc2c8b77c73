"""Carry out the steps planned here, and clean the bytes of elements nobody else understands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydicom.dataset import Dataset
from pydicom.tag import BaseTag

from dcmteach.deid import uids
from dcmteach.deid.objects import csa, overlays
from dcmteach.deid.objects.cutter import Cutter
from dcmteach.deid.objects.private import tidy
from dcmteach.deid.objects.protocol import clean_protocol, is_protocol
from dcmteach.deid.objects.streams import clean_segments, clean_table
from dcmteach.deid.objects.values import bytes_at, number_at
from dcmteach.header.identity import Identity
from dcmteach.header.items import decode

if TYPE_CHECKING:
    from dcmteach.deid.apply_work import Work
    from dcmteach.deid.secrets import Secrets
    from dcmteach.deid.step import Step

__all__ = ["CLEANERS", "clean_bytes"]


def clean_bytes(data: bytes, cutter: Cutter) -> bytes | None:
    """Clean bytes of a kind that is known: a Siemens CSA header, a Siemens protocol.

    Parameters
    ----------
    data : bytes
        The value of an element.
    cutter : Cutter
        What cuts identifiers out of the values inside.

    Returns
    -------
    bytes or None
        None if nobody here knows the kind, or it cannot be cleaned with certainty.
    """
    if csa.is_csa(data):
        return csa.clean(data, cutter)
    text = data.rstrip(b"\0").decode("latin_1")
    if is_protocol("", text):
        cleaned = clean_protocol(text, cutter)
        return cleaned.encode("latin_1", "replace") if cleaned else None
    return None


@lru_cache(maxsize=32)
def _remembered(
    data: bytes, identity: Identity, secrets: Secrets, options: tuple[str, ...]
) -> bytes | None:
    """Clean bytes once: all files of a series have the same protocol."""
    return clean_bytes(
        data, Cutter(identity, uid=lambda uid: uids.remap(secrets, uid), options=options)
    )


def _bytes(work: Work, dataset: Dataset, tag: int, step: Step) -> bool:
    data = work.text(dataset, tag)
    if not isinstance(data, bytes):
        return not data
    cleaned = _remembered(data, work.identity, work.secrets, work.recipe.options)
    if cleaned is None:
        dataset._dict.pop(BaseTag(tag), None)
        tidy(dataset, tag)
        return False
    work.put_bytes(dataset, tag, dataset._dict[BaseTag(tag)].VR or "UN", cleaned)
    return True


def _overlay_bits(work: Work, dataset: Dataset, tag: int, step: Step) -> bool:
    bits = sorted(set(overlays.embedded(work.source).values()))
    data = bytes_at(work.source, tag) or decode(work.source, tag).value  # read if deferred
    little = work.source.original_encoding[1] is not False
    allocated = number_at(work.source, 0x00280100)
    if not isinstance(data, bytes) or not bits or allocated not in {8, 16, 32}:
        return False
    cleaned = overlays.clear_bits(data, bits, allocated, little_endian=little)
    work.put_bytes(dataset, tag, work.vr(dataset, tag), cleaned)
    return True


def _points(work: Work, dataset: Dataset, tag: int, step: Step) -> bool:
    element = decode(dataset, tag)
    values = element.value if element.VM > 1 else []
    if len(values) < 2:
        return False
    points = len(values) // 2
    element.value = list(values[:2]) * points
    return True


CLEANERS: Mapping[str, Callable[[Work, Dataset, int, Step], bool]] = MappingProxyType(
    {
        "bytes": _bytes,
        "overlay bits": _overlay_bits,
        "points": _points,
        "segments": clean_segments,
        "frame table": clean_table,
    }
)
"""Who cleans what, by the name a step's value begins with; see :mod:`dcmteach.deid.strategies`."""
