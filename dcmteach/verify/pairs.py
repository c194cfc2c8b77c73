"""Which output was made from which input, told by what de-identification leaves alone."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from dcmteach.verify.conformance import sop_class
from dcmteach.verify.parts import Reread

__all__ = ["Fingerprint", "fingerprints", "pair_up"]

Fingerprint = tuple[str, ...]

_IMAGE_TYPE = 0x00080008
# What the profile keeps in images of all kinds: number, size, geometry, slices, doses, plans.
_KEPT = (
    *(0x00200013, 0x00280010, 0x00280011, 0x00280008, 0x00200032, 0x00200037, 0x00181149),
    *(0x00201041, 0x00280030, 0x00180050, 0x00180081, 0x00080008, 0x3004000E, 0x300A0070),
)


def fingerprints(file: Reread) -> tuple[Fingerprint, ...]:
    """Give what two files that were one have in common, the most telling first.

    Parameters
    ----------
    file : Reread
        An input or an output.

    Returns
    -------
    tuple of tuple of str
        By pixels and kept elements; by kept elements alone; by those that stay where text in
        pixels was covered. None if it is no DICOM file.
    """
    if not file.parts:
        return ()
    named = [(tag, (file.first(tag) or b"").strip(b" \0").decode("latin_1")) for tag in _KEPT]
    kept = [sop_class(file), *(value for _, value in named)]
    found: list[Fingerprint] = []
    if file.pixels is not None:
        digest = blake2b(file.value(file.pixels), digest_size=16).hexdigest()
        found += [(digest, *kept), (digest,)]
    found.append(tuple(kept))
    if file.pixels is not None:  # redacted ones have other pixels, and say DERIVED
        found.append(("redacted", *(value for tag, value in named if tag != _IMAGE_TYPE)))
    return tuple(found)


def pair_up(
    before: Iterable[tuple[str, tuple[Fingerprint, ...]]],
    after: Iterable[tuple[str, tuple[Fingerprint, ...]]],
) -> dict[str, str]:
    """Say from which input each output was made.

    Parameters
    ----------
    before, after : iterable of (str, fingerprints)
        Names of files, with their fingerprints.

    Returns
    -------
    dict of str to str
        The input of each output, where no other one fits as well.
    """
    inputs, outputs = dict(before), dict(after)
    found: dict[str, str] = {}
    while True:
        wanted = _by_fingerprint(inputs, set(found.values()))
        offered = _by_fingerprint(outputs, set(found))
        fresh = {
            names[0]: wanted[mark][0]
            for mark, names in offered.items()
            if len(names) == 1 and len(wanted.get(mark, ())) == 1 and names[0] not in found
        }
        taken: set[str] = set()
        for name, source in fresh.items():
            if source not in taken:
                found[name] = source
                taken.add(source)
        if not taken:
            return found


def _by_fingerprint(
    files: dict[str, tuple[Fingerprint, ...]], done: set[str]
) -> dict[Fingerprint, list[str]]:
    index: dict[Fingerprint, list[str]] = {}
    for name, marks in files.items():
        if name not in done:
            for mark in marks:
                index.setdefault(mark, []).append(name)
    return index
