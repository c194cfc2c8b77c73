"""Read the Types of attributes from highdicom's package data (PS3.3 as JSON), for the tables."""

from __future__ import annotations

import importlib.util
import json
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["TypeTree", "read", "sections"]


class TypeTree:
    """Collects lists of attributes, each distinct one once, as numbered lines."""

    def __init__(self, tag_of: Mapping[str, str]) -> None:
        self.tag_of = tag_of
        self.nodes: dict[str, int] = {}

    def add_module(self, attributes: Iterable[Mapping[str, Any]]) -> int:
        """Add a module as highdicom lists it (keyword, type, path); return its line number."""
        tree: dict[str, Any] = {}
        for attribute in attributes:
            level = tree
            for step in attribute["path"]:
                level = level.setdefault(step, [None, {}])[1]
            level.setdefault(attribute["keyword"], [None, {}])[0] = attribute["type"]
        content = tree.get("ContentSequence")
        if content and content[1] and "ContentSequence" not in content[1]:
            # The Document Relationship Macro includes itself (PS3.3 C.17.3); highdicom stops there.
            for keyword in {"ObservationDateTime", "ObservationUID"} & set(tree):
                content[1][keyword] = [tree[keyword][0], {}]
            content[1]["ContentSequence"] = [content[0], "^"]
        return self._add(tree)

    def _add(self, tree: Mapping[str, Any]) -> int:
        entries = []
        for keyword, (kind, inside) in tree.items():
            if kind not in ("1", "1C", "2", "2C", "3"):
                raise ValueError(f"{keyword} has the Type {kind!r}, which is none.")
            child = inside if inside == "^" else self._add(inside) if inside else None
            tag = self.tag_of[keyword].replace("x", "0")
            entries.append(f"{tag}:{kind}" if child is None else f"{tag}:{kind}>{child}")
        return self.nodes.setdefault(" ".join(sorted(entries)), len(self.nodes))


def sections(
    sops: Mapping[str, str],
    iods: Mapping[str, list[Mapping[str, str]]],
    modules: Mapping[str, list[Mapping[str, Any]]],
    tag_of: Mapping[str, str],
) -> dict[str, list[str]]:
    """Return all Types, as lines: SOP classes, IODs, modules, lists of attributes."""
    tree = TypeTree(tag_of)
    used = {name: iods[name] for name in sorted(set(sops.values()))}
    wanted = sorted({entry["key"] for entries in used.values() for entry in entries})
    node_of = {name: tree.add_module(modules[name]) for name in wanted if modules.get(name)}
    for name in sorted(set(wanted) - set(node_of)):
        print(f"no attributes are known of the module {name}", file=sys.stderr)
    return {
        "sop": [f"{uid} {name}" for uid, name in sorted(sops.items())],
        "iod": [
            " ".join([name, *(f"{e['key']}:{e['usage']}" for e in entries if e["key"] in node_of)])
            for name, entries in used.items()
        ],
        "module": [f"{name} {node}" for name, node in node_of.items()],
        "node": list(tree.nodes),
    }


def read(source: str) -> tuple[str, list[Any]]:
    """Return highdicom's version and its three maps: SOP class → IOD → modules → attributes.

    Its package data is read as files; highdicom itself is never imported.
    """
    wanted = ("sop_class_iod_map", "iod_module_map", "module_attribute_map")
    if source == "installed":
        from importlib.metadata import version

        spec = importlib.util.find_spec("highdicom")
        if spec is None or spec.origin is None:
            raise SystemExit("highdicom is not installed: pip install 'dcmteach[maintain]'")
        folder = Path(spec.origin).parent / "_standard"
        return version("highdicom"), [
            json.loads((folder / f"{n}.json").read_text()) for n in wanted
        ]
    with zipfile.ZipFile(source) as wheel:
        maps = [json.loads(wheel.read(f"highdicom/_standard/{name}.json")) for name in wanted]
    return Path(source).name.split("-")[1], maps
