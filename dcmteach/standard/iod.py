"""The Type of an attribute in a SOP class, at any depth: PS3.3 as data.

An IOD is a list of modules; a module is a list of attributes with Types; a sequence holds a list of
attributes again. Where several modules of an IOD hold the same attribute, the strictest Type counts
(PS3.3 C.1.2.3)::

    1  >  1C  >  2  >  2C  >  3

The order puts 1C above 2 although neither includes the other: an attribute that is 1C here and 2
there must be present (by the 2) and must have a value if the condition holds (by the 1C). The
condition is prose and cannot be checked, so the answer is the one that lets nobody empty the value.
"""

from __future__ import annotations

from collections.abc import Container
from functools import cache, lru_cache
from typing import NamedTuple

from dcmteach.errors import PathError
from dcmteach.standard import _types, names
from dcmteach.standard._tables import read_table
from dcmteach.standard.path import parse as parse_path

__all__ = ["EDITION", "STRICTEST_FIRST", "Path", "knows", "name_of", "type_of"]

EDITION: str
"""The edition of PS3.3 the Types are from."""

STRICTEST_FIRST = ("1", "1C", "2", "2C", "3")
"""The Types in the order in which they prevail."""

Path = str | int | tuple[int | str, ...]
"""A path (item numbers do not matter), a tag, or the tags and keywords from the outside in."""

_SHARED, _PER_FRAME = 0x52009229, 0x52009230
_RANK = {code: rank for rank, code in enumerate(STRICTEST_FIRST)}


class _Rule(NamedTuple):
    """One module's word on an attribute: its Type, if the data set holds any of the evidence."""

    type: str
    evidence: tuple[int, ...]


class _Ruling(NamedTuple):
    """All modules' words: the Type whatever the data set holds, and stricter ones that depend."""

    certain: str
    conditional: tuple[_Rule, ...]


def __getattr__(name: str) -> str:
    if name == "EDITION":
        return read_table("types").about["edition"]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def knows(sop_class_uid: str) -> bool:
    """Tell whether the Types of this SOP class are known here."""
    return sop_class_uid in _types.index().iod_of


def name_of(sop_class_uid: str) -> str | None:
    """Return the name of a SOP class's IOD, e.g. ``"CT image"``, or None if it is unknown here."""
    name = _types.index().iod_of.get(sop_class_uid)
    return None if name is None else _types.spell(name)


def type_of(path: Path, sop_class_uid: str, ds: Container[int] | None = None) -> str | None:
    """Return the Type of an attribute: the strictest over the modules that apply.

    Parameters
    ----------
    path : str, int or tuple
        The path (item numbers do not matter), a tag, or the tags and keywords from the outside in.
        Two numbers below 0x10000 are one tag, (group, element).
    sop_class_uid : str
        Which SOP class the data set belongs to.
    ds : pydicom.Dataset or other container of tags, optional
        The whole data set (never an item of a sequence), to tell which modules apply. Mandatory
        ones always do; user-optional and conditional ones if the data set holds another attribute
        that they require (Type 1 or 2) and no mandatory module does, or, for an attribute inside a
        sequence, that sequence. Without `ds` every module of the IOD counts.

    Returns
    -------
    str or None
        ``"1"``, ``"1C"``, ``"2"``, ``"2C"`` or ``"3"``. ``"3"`` also when only modules that do not
        apply hold the attribute: nothing requires it. None if the SOP class is unknown or its IOD
        does not hold the attribute (private attributes are in no IOD).

    Notes
    -----
    A functional group (a sequence right inside the shared or the per-frame groups) is answered as
    1C or 2C: which of the two places holds it, and whether it is used at all, is for each file to
    choose (PS3.3 C.7.6.16.1). File Meta Information has its Types from PS3.10 7.1, whatever the SOP
    class.

    Raises
    ------
    PathError
        If a text is not written as a path.
    """
    tags = _tags(path)
    if tags is None:
        return None
    if tags[0] >> 16 == 0x0002:
        return _types.meta_types().get(tags[0]) if len(tags) == 1 else None
    ruling = _ruling(tags, sop_class_uid)
    if ruling is None:
        return None
    if ds is None:
        return ruling.conditional[0].type if ruling.conditional else ruling.certain
    for rule in ruling.conditional:
        for tag in rule.evidence:
            if tag in ds:
                return rule.type
    return ruling.certain


@lru_cache(maxsize=65536)
def _tags(path: Path) -> tuple[int, ...] | None:
    """The tags from the outside in, or None if one of them is in no data dictionary we have."""
    if isinstance(path, int):
        return (path,)
    if isinstance(path, tuple):
        steps: tuple[int | str, ...] = path
        if len(path) == 2 and all(isinstance(part, int) and part <= 0xFFFF for part in path):
            return (int(path[0]) << 16 | int(path[1]),)
    elif path[:1].isdigit():
        steps = (path,)
    else:
        in_file_meta, parsed = parse_path(path)
        steps = tuple(step.element for step in parsed)
        if in_file_meta:
            steps = steps[:1]
    try:
        return tuple(names.tag_of(step) for step in steps) or None
    except PathError:
        return None


@lru_cache(maxsize=65536)
def _ruling(tags: tuple[int, ...], sop_class_uid: str) -> _Ruling | None:
    """What the modules of a SOP class's IOD say about an attribute."""
    modules = _modules(sop_class_uid)
    if modules is None:
        return None
    shift = tags[0] - names.fold(tags[0])
    path = tuple(map(names.fold, tags))
    certain, conditional = "", []
    for module in modules:
        kind = _type_in(module.node, path)
        if kind is None:
            continue
        if module.mandatory:
            certain = min(certain or kind, kind, key=_RANK.__getitem__)
            continue
        evidence = [tag for tag in module.evidence if tag != path[0]]
        if len(path) > 1 and path[0] not in _held_by_mandatory(sop_class_uid):
            evidence.append(path[0])
        # The modules of overlay 6002 are looked for in group 6002.
        shifted = (tag + shift if tag >> 16 == path[0] >> 16 else tag for tag in evidence)
        conditional.append(_Rule(kind, tuple(shifted)))
    if not certain and not conditional:
        return None
    certain = certain or "3"
    conditional = [rule for rule in conditional if _RANK[rule.type] < _RANK[certain]]
    return _Ruling(certain, tuple(sorted(conditional, key=lambda rule: _RANK[rule.type])))


def _type_in(node: int, path: tuple[int, ...]) -> str | None:
    """The Type at a path below a list of attributes."""
    kind: str | None = None
    for tag in path:
        if node < 0:
            return None
        found = _types.node(node).get(tag)
        if found is None:
            return None
        kind, node = found
    if len(path) == 2 and path[0] in (_SHARED, _PER_FRAME) and kind in ("1", "2"):
        return kind + "C"
    return kind


class _Module(NamedTuple):
    """A module as one IOD uses it; `evidence` are the tags that show that it is used."""

    node: int
    mandatory: bool
    evidence: tuple[int, ...]


@cache
def _modules(sop_class_uid: str) -> tuple[_Module, ...] | None:
    """The modules of a SOP class's IOD."""
    index = _types.index()
    name = index.iod_of.get(sop_class_uid)
    if name is None:
        return None
    used = [entry.split(":") for entry in index.modules_of[name].split(" ")]
    required = {
        tag
        for module, usage in used
        if usage == "M"
        for tag, (kind, _) in _types.node(index.node_of[module]).items()
        if kind in ("1", "2")
    }
    modules = []
    for module, usage in used:
        node = index.node_of[module]
        evidence: tuple[int, ...] = ()
        if usage != "M":
            own = (tag for tag, (kind, _) in _types.node(node).items() if kind in ("1", "2"))
            evidence = tuple(tag for tag in own if tag not in required)
        modules.append(_Module(node, usage == "M", evidence))
    return tuple(modules)


@cache
def _held_by_mandatory(sop_class_uid: str) -> frozenset[int]:
    """The attributes, of any Type, that a mandatory module of the IOD holds at top level."""
    modules = _modules(sop_class_uid) or ()
    return frozenset(
        tag for module in modules if module.mandatory for tag in _types.node(module.node)
    )
