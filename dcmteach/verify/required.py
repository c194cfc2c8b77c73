"""Which attributes an IOD asks for at one place: looked up once per SOP class and place."""

from __future__ import annotations

from functools import cache, lru_cache

from dcmteach.standard import _types, iod, names

__all__ = ["candidates", "must_have"]


@cache
def _modules(sop_class_uid: str) -> tuple[int, ...]:
    index = _types.index()
    name = index.iod_of.get(sop_class_uid)
    if name is None:
        return ()
    entries = index.modules_of[name].split(" ")
    return tuple(index.node_of[entry.partition(":")[0]] for entry in entries)


@lru_cache(maxsize=4096)
def candidates(sop_class_uid: str, above: tuple[int, ...]) -> tuple[int, ...]:
    """Give the tags that some module asks for, as Type 1 or 2, at one place.

    Parameters
    ----------
    sop_class_uid : str
        The SOP class.
    above : tuple of int
        The sequences around the place, from the outside in.
    """
    found: set[int] = set()
    for module in _modules(sop_class_uid):
        node = module
        for tag in map(names.fold, above):
            node = _types.node(node).get(tag, ("", -1))[1]
            if node < 0:
                break
        else:
            found |= {tag for tag, (kind, _) in _types.node(node).items() if kind in {"1", "2"}}
    # Overlays repeat: (6000,xxxx) in the IOD stands for each group that is used.
    return tuple(sorted(tag for tag in found if tag >> 16 not in {0x5000, 0x6000}))


def must_have(
    sop_class_uid: str, above: tuple[int, ...], present: frozenset[int]
) -> tuple[tuple[int, str], ...]:
    """Give what must be there at one place, with its Type.

    Parameters
    ----------
    sop_class_uid : str
        The SOP class.
    above : tuple of int
        The sequences around the place.
    present : frozenset of int
        The tags at the top of the data set, which tell the modules that apply.

    Returns
    -------
    tuple of (int, str)
        Tags of Type 1 and 2.
    """
    found = []
    for tag in candidates(sop_class_uid, above):
        kind = iod.type_of((*above, tag), sop_class_uid, present)
        if kind in {"1", "2"}:
            found.append((tag, kind))
    return tuple(found)
