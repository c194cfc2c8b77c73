"""What an input names, gathered from its parts: a look of its own, beside the one that planned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from dcmteach.header.contents import fill_from_bytes
from dcmteach.header.dictionary import lookup
from dcmteach.header.entry import Entry
from dcmteach.header.identity import identity_of
from dcmteach.verify.charsets import codecs_of
from dcmteach.verify.encoding import PIXELS
from dcmteach.verify.original import DEVICES, MAKERS, names_a_kind
from dcmteach.verify.parts import META, ROOT, Part, Reread

__all__ = ["Given", "given", "whole"]

_UID = re.compile(rb"[0-9]+(?:\.[0-9]+){2,}")
_SHORT_UID = 10
_UIDS, _KINDS, _NAMES, _UNKNOWN, _BYTES = "UIDs", "kinds", "names", "unknown", "bytes"

Pair = tuple[str, str]


class Given(NamedTuple):
    """What an input names.

    Parameters
    ----------
    values : frozenset of (str, str)
        Kind and value, as :class:`dcmteach.header.Identity` has them.
    uids : set of str
        All UIDs that name a thing, at any depth, in private and unknown elements too.
    encodings : tuple of str
        The codecs of its text.
    makers, devices : tuple of str
        Manufacturer and model; serial numbers, names of stations and of applications.
    """

    values: frozenset[Pair]
    uids: set[str]
    encodings: tuple[str, ...]
    makers: tuple[str, ...]
    devices: tuple[str, ...]


def whole(file: Reread, tags: Iterable[int]) -> bool:
    """Tell whether a file was read to its end, and nothing of what another reader saw is missing.

    Parameters
    ----------
    file : Reread
        The file.
    tags : iterable of int
        The tags that the other one found at the top.
    """
    return (
        not file.problem
        and all(kind == "preamble" for kind, _, _ in file.gaps)
        and file.tags.issuperset(map(int, tags))
    )


def given(file: Reread, *, names: bool = True) -> Given:
    """Gather what an input names.

    Parameters
    ----------
    file : Reread
        The input.
    names : bool, optional
        Whether the values that name somebody are gathered; if not, there are none.
    """
    data, little = file.data, not file.big
    values: set[Pair] = set()
    uids: set[str] = set()
    kinds: set[str] = set()
    for part in file.parts:
        tag, vr, start, end, item = part
        role = _role(tag, vr)
        if role is None or start == end:
            continue
        value = data[start:end]
        if role is _UIDS or role is _KINDS:
            (uids if role is _UIDS else kinds).update(_split(value))
            continue
        if role is _UNKNOWN or role is _BYTES:
            if item != ROOT or tag not in PIXELS:
                uids.update(uid.decode() for uid in _UID.findall(value) if len(uid) > _SHORT_UID)
            if role is _BYTES:
                continue
            vr = _settled(file, part)
            role = _role(tag, vr)
            if role is _UIDS or role is _KINDS:
                (uids if role is _UIDS else kinds).update(_split(value))
        if role is _NAMES and names:
            plain = value.isascii() and b"\x1b" not in value
            values.update(_pairs(tag, vr, value, () if plain else codecs_of(file, item), little))
    return Given(
        frozenset(values),
        uids - kinds,
        codecs_of(file, ROOT),
        tuple(_texts(file, (ROOT,), MAKERS)),
        tuple(_texts(file, (ROOT, META), DEVICES)),
    )


@lru_cache(maxsize=16384)
def _role(tag: int, vr: str) -> str | None:
    """What an element is looked at for."""
    if not vr:
        return None
    if vr == "UI":
        return _KINDS if names_a_kind(tag) else _UIDS
    if vr == "UN":
        return _UNKNOWN
    probe = _entry(tag, vr)
    probe.text = "20010203"  # good as a name, a number and a date
    if identity_of([probe]).values:
        return _UNKNOWN if vr == "OB" else _NAMES
    return _BYTES if vr == "OB" else None


def _settled(file: Reread, part: Part) -> str:
    """The VR that the dictionaries give to what the file leaves open."""
    tag, creator = part.tag, b""
    if tag & 0x10000:
        creator = file.first(tag & 0xFFFF0000 | tag >> 8 & 0xFF, part.item) or b""
    known = lookup(tag, creator.decode("latin_1").strip(" \0")).vr
    if known != "UN":
        return "OW" if " " in known else known
    return "OB" if part.vr == "OB" else "OW"  # bytes, whatever they are


@lru_cache(maxsize=8192)  # the files of one patient say the same again and again
def _pairs(
    tag: int, vr: str, value: bytes, codecs: tuple[str, ...], little: bool
) -> tuple[Pair, ...]:
    """Kind and value of what one element names."""
    entry = _entry(tag, vr)
    fill_from_bytes(entry, value, little, codecs or ("ascii",))
    return identity_of([entry], encodings=codecs).values


def _entry(tag: int, vr: str) -> Entry:
    keyword, name, _, step = lookup(tag)
    return Entry(step, (tag,), tag, vr, 0, keyword, name, "", None)


def _split(value: bytes) -> list[str]:
    return [uid for one in value.decode("latin_1").split("\\") if (uid := one.strip(" \0"))]


def _texts(file: Reread, items: Iterable[int], tags: tuple[int, ...]) -> Iterator[str]:
    """Give the values of text elements, each once."""
    found: dict[str, None] = {}
    for item in items:
        for tag in tags:
            for one in (file.first(tag, item) or b"").decode("latin_1").split("\\"):
                found[one.strip(" \0")] = None
    return (value for value in found if value)
