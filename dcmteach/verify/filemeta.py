"""Whether the file meta information is there, and true (PS3.10 7.1)."""

from __future__ import annotations

from collections.abc import Iterator

from pydicom.uid import UID

from dcmteach.header.dictionary import lookup
from dcmteach.verify.findings import Finding
from dcmteach.verify.parts import META, Reread

__all__ = ["meta_findings"]

_REQUIRED = (0x00020001, 0x00020002, 0x00020003, 0x00020010, 0x00020012)


def meta_findings(file: Reread) -> Iterator[Finding]:
    """Look at preamble and file meta information."""
    rule = "PS3.10 7.1"
    if not any(kind == "preamble" for kind, _, _ in file.gaps):
        yield Finding("", "file meta", "has no preamble and prefix", rule)
    held = {part.tag: part for part in file.parts if part.item == META}
    for tag in _REQUIRED:
        if tag not in held:
            path = file.prefix(META) + lookup(tag).step
            yield Finding(path, "file meta", "is missing, and must be there (Type 1)", rule)
    for mine, its in ((0x00020002, 0x00080016), (0x00020003, 0x00080018)):
        value = file.first(its)
        if mine in held and value is not None:
            repeated = file.value(held[mine])
            if repeated.rstrip(b" \0") != value.rstrip(b" \0"):
                message = f"differs from {lookup(its).keyword}, which it repeats"
                yield Finding(file.path(held[mine]), "file meta", message, rule)
    length = held.get(0x00020000)
    if length is not None and held:
        end = max(part.end for part in held.values())
        said = int.from_bytes(file.value(length), "little")
        if said != end - length.end:
            message = f"says {said} bytes, and {end - length.end} follow"
            yield Finding(file.path(length), "file meta", message, rule)
    if 0x00020010 in held:
        syntax = UID(file.value(held[0x00020010]).decode("latin_1").rstrip(" \0"))
        if not syntax.is_private and not syntax.is_transfer_syntax:
            message = "is no transfer syntax of the standard"
            yield Finding(file.path(held[0x00020010]), "file meta", message, "PS3.6 A")
        elif (
            file.pixels
            and not (syntax.is_private or syntax.is_deflated)
            and syntax.is_compressed != file.encapsulated
        ):
            message = "does not fit the pixel data, which it says are compressed or not"
            yield Finding(file.path(held[0x00020010]), "file meta", message, "PS3.5 A.4")
