"""Whether a file keeps the rules of DICOM: Types at every depth, VRs, VMs, UIDs, file meta."""

from __future__ import annotations

from collections.abc import Iterator

from dcmteach.edit.types import TYPE_CLAUSES
from dcmteach.header.contents import TEXT
from dcmteach.header.dictionary import lookup
from dcmteach.standard import iod
from dcmteach.standard.path import format_tag
from dcmteach.verify.charsets import terms_of
from dcmteach.verify.filemeta import meta_findings
from dcmteach.verify.findings import Finding, Findings
from dcmteach.verify.parts import META, ROOT, Part, Reread
from dcmteach.verify.required import must_have
from dcmteach.verify.values import Wrong, wrong_with
from dcmteach.verify.written import AnyFile, written

__all__ = ["conformance"]

_CHARSET, _SYNTAX = 0x00080005, 0x00020010
_CHECKED_VRS = frozenset({"", "OB", "OW", "OF", "OD", "OL", "OV", "UN"})


def conformance(ds: AnyFile, *, compared_to: AnyFile | None = None) -> Findings:
    """Look whether a file keeps the rules that can be checked without reading prose.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset, path, bytes or Reread
        The file; a data set is looked at as it would be written.
    compared_to : the same, optional
        The input it was made from. Then only what differs is looked at, and only errors that the
        input did not have are told; this is several times faster.

    Returns
    -------
    Findings
        Missing and empty elements by their Type, at every depth (PS3.5 7.4; conditions cannot be
        checked, so 1C and 2C count where they are present); values that break their VR or VM
        (PS3.5 6.2, PS3.6); text its character set cannot hold; UIDs (PS3.5 9.1); file meta
        information (PS3.10 7.1); bytes that are no elements.

    Raises
    ------
    ReadError
        If a file cannot be read.
    """
    after = written(ds)
    if compared_to is None:
        return Findings(tuple(_everything(after)))
    before = written(compared_to)
    return Findings(tuple(_differences(before, after)), compared=True)


def sop_class(file: Reread) -> str:
    """Give the SOP class a file says it is of; empty if it says none."""
    value = file.first(0x00080016) or file.first(0x00020002, META) or b""
    return value.decode("latin_1").strip(" \0")


def _everything(file: Reread) -> Iterator[Finding]:
    uid = sop_class(file)
    yield from _structure(file)
    yield from meta_findings(file)
    items = _tags_by_item(file)
    for number, tags in enumerate(items):
        if number != META:
            yield from _missing(file, uid, number, tags)
    terms: dict[int, tuple[str, ...]] = {}
    for part in file.parts:
        yield from _empty(file, uid, part)
        yield from _value(file, part, _terms(file, part.item, terms))


def _differences(before: Reread, after: Reread) -> Iterator[Finding]:
    uid = sop_class(after)
    whole = [*_structure(after), *meta_findings(after)]
    if whole:
        old = {(f.path, f.aspect) for f in (*_structure(before), *meta_findings(before))}
        yield from (found for found in whole if (found.path, found.aspect) not in old)
    twins = _twins(before, after)
    was = before.index
    same: set[tuple[int, int]] = set()  # sequences that did not change, with all they hold
    now: set[tuple[int, int]] = set()
    until = -1
    recoded = before.first(_CHARSET) != after.first(_CHARSET)
    alike = before.first(_SYNTAX, META) == after.first(_SYNTAX, META)
    terms: dict[int, tuple[str, ...]] = {}
    old_data, new_data = before.data, after.data
    for part in after.parts:
        tag, vr, start, end, item = part
        if start < until:
            continue
        key = (twins[item], tag)
        twin = was.get(key)
        if twin is not None:
            now.add(key)
            if (
                twin[1] == vr
                and not recoded
                and (
                    (tag >> 16 == 0x7FE0 and item == ROOT)  # whatever the pixels are
                    or old_data[twin[2] : twin[3]] == new_data[start:end]
                )
            ):
                if alike and not vr:
                    same.add(key)
                    until = end
                continue
        if twin is None or not _is_empty(before, twin):
            yield from _empty(after, uid, part)
        if vr:
            yield from _new_value(before, twin, after, part, _terms(after, item, terms))
    yield from _gone(before, after, uid, {twin: n for n, twin in enumerate(twins)}, now, same)
    new_items = [n for n, twin in enumerate(twins) if twin < 0 and n > ROOT]
    tags = _tags_by_item(after) if new_items else []
    for number in new_items:
        yield from _missing(after, uid, number, tags[number])


def _gone(
    before: Reread,
    after: Reread,
    uid: str,
    here: dict[int, int],
    now: set[tuple[int, int]],
    same: set[tuple[int, int]],
) -> Iterator[Finding]:
    """What was there, must be there, and is not."""
    until = -1
    for tag, _, start, end, item in before.parts:
        if start < until:
            continue
        key = (item, tag)
        if key in same:
            until = end
        if key in now or tag & 0x10000 or item == META or item not in here:
            continue
        kind = iod.type_of((*after.above(here[item]), tag), uid, after.tags) if uid else None
        if kind in {"1", "2"}:
            yield _absent(after, here[item], tag, kind)


def _twins(before: Reread, after: Reread) -> list[int]:
    """For each item of a file the one at the same place in the other; -1 where there is none."""
    there = {place: number for number, place in enumerate(before.items) if number > ROOT}
    twins = [META, ROOT]
    for above, tag, index in after.items[2:]:
        twins.append(there.get((twins[above], tag, index), -1))
    return twins


def _new_value(
    before: Reread, twin: Part | None, after: Reread, part: Part, terms: tuple[str, ...]
) -> Iterator[Finding]:
    if part.item == ROOT and part.tag >> 16 == 0x7FE0:
        return
    found = wrong_with(part.tag, part.vr, after.value(part), terms)
    if not found:
        return
    known: set[str] = set()
    if twin is not None and twin.vr:
        old = wrong_with(twin.tag, twin.vr, before.value(twin), terms_of(before, twin.item))
        known = {aspect for aspect, _, _ in old}
    for wrong in found:
        if wrong[0] not in known:
            yield _wrong(after, part, wrong)


def _tags_by_item(file: Reread) -> list[set[int]]:
    items: list[set[int]] = [set() for _ in file.items]
    for part in file.parts:
        items[part.item].add(part.tag)
    return items


def _terms(file: Reread, item: int, known: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    if item not in known:
        known[item] = terms_of(file, item)
    return known[item]


def _missing(file: Reread, uid: str, item: int, tags: set[int]) -> Iterator[Finding]:
    above = file.above(item)
    if not uid or any(tag & 0x10000 for tag in above):
        return
    for tag, kind in must_have(uid, above, file.tags):
        if tag not in tags:
            yield _absent(file, item, tag, kind)


def _absent(file: Reread, item: int, tag: int, kind: str) -> Finding:
    what = "must be there" if kind == "2" else "must be there with a value"
    path = file.prefix(item) + lookup(tag).step
    return Finding(path, "Type", f"is missing, and {what} (Type {kind})", TYPE_CLAUSES[kind])


def _empty(file: Reread, uid: str, part: Part) -> Iterator[Finding]:
    if not _is_empty(file, part):
        return
    kind = iod.type_of(file.steps(part), uid, file.tags) if uid or part.item == META else None
    if kind in {"1", "1C"}:
        what = "has no value" if part.vr else "has no item"
        message = f"{what}, and must have one (Type {kind})"
        yield Finding(file.path(part), "Type", message, TYPE_CLAUSES[kind])


def _is_empty(file: Reread, part: Part) -> bool:
    if part.start == part.end:
        return True
    return part.vr in TEXT and not file.value(part).strip(b" \0")


def _value(file: Reread, part: Part, terms: tuple[str, ...]) -> Iterator[Finding]:
    if not part.vr or (part.item == ROOT and part.tag >> 16 == 0x7FE0):
        return
    if part.vr in _CHECKED_VRS and part.end - part.start > 1 << 16:
        return
    for wrong in wrong_with(part.tag, part.vr, file.value(part), terms):
        yield _wrong(file, part, wrong)


def _wrong(file: Reread, part: Part, wrong: Wrong) -> Finding:
    aspect, words, rule = wrong
    return Finding(file.path(part), aspect, words, rule)


def _structure(file: Reread) -> Iterator[Finding]:
    if file.problem:
        yield Finding("", "structure", file.problem, "PS3.5 7.1")
    for kind, start, end in file.gaps:
        if kind == "trailing":
            message = f"{end - start} bytes after byte {start} are no element"
            yield Finding("", "structure", message, "PS3.5 7.1")
    last, item = -1, -1
    previous: dict[int, int] = {}
    for part in file.parts:
        if part.item != item:
            previous[item] = last
            item, last = part.item, previous.get(part.item, -1)
        if part.tag <= last:
            message = f"follows {format_tag(last)}, and tags must ascend"
            yield Finding(file.path(part), "structure", message, "PS3.5 7.1")
        last = part.tag
