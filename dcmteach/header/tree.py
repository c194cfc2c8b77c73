"""A header as a tree: sequences open into items, items into elements."""

from __future__ import annotations

from pydicom.dataset import Dataset

from dcmteach.header.entry import Entry, entries
from dcmteach.header.show import markup, plain, shorten
from dcmteach.header.value import shown
from dcmteach.standard.path import FILE_META, format_tag

__all__ = ["Tree", "tree"]

_LINE = 110
_STYLE = """<style>
.dcmteach-tree,.dcmteach-tree ul{list-style:none;margin:0;padding-left:1.3em}
.dcmteach-tree{font-family:monospace;font-size:.9em;color:inherit;overflow-wrap:anywhere}
.dcmteach-tree summary{cursor:pointer}
.dcmteach-tree summary:focus-visible{outline:2px solid currentColor}
</style>"""


class _Node:
    """A line of the tree and the lines below it."""

    __slots__ = ("below", "label")

    def __init__(self, label: str) -> None:
        self.label = label
        self.below: list[_Node] = []


class Tree:
    """A header as a tree, as text or as HTML that folds; by mouse and by keyboard.

    Parameters
    ----------
    found : list of Entry
        The elements.
    """

    def __init__(self, found: list[Entry]) -> None:
        self.entries = found
        self._top = _grow(found)

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return f"<Tree: {len(self)} elements>"

    def __str__(self) -> str:
        lines: list[str] = []
        for node in self._top:
            lines.append(node.label)
            _draw(node.below, "", lines)
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        inside = "".join(_html(node, is_open=True) for node in self._top)
        return f'{_STYLE}<ul class="dcmteach-tree" aria-label="Header as a tree">{inside}</ul>'

    def to_records(self) -> list[dict[str, object]]:
        """Give the elements as dictionaries, each with the path of the sequence it lies in."""
        return [
            {
                "path": entry.path,
                "parent": entry.parent.path if entry.parent else None,
                "depth": entry.depth,
                "tag": format_tag(entry.tag),
                "name": entry.name,
                "vr": entry.vr,
                "value": shown(entry),
            }
            for entry in self.entries
        ]


def tree(ds: Dataset) -> Tree:
    """Show a data set as a tree.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set; it is not changed.

    Returns
    -------
    Tree
        Text in a terminal, folding HTML in a notebook.
    """
    return Tree(entries(ds))


def _grow(found: list[Entry]) -> list[_Node]:
    meta, data = _Node("File meta information"), _Node("Data set")
    nodes: dict[Entry, _Node] = {}
    items: dict[str, _Node] = {}
    for entry in found:
        node = nodes[entry] = _Node(_label(entry))
        parent = entry.parent
        if parent is None:
            (meta if entry.path.startswith(FILE_META + ".") else data).below.append(node)
            continue
        place = entry.path[: entry.path.rindex("].") + 1]
        if place not in items:
            number = place[place.rindex("[") + 1 : -1]
            items[place] = _Node(f"Item {number}")
            nodes[parent].below.append(items[place])
        items[place].below.append(node)
    return [node for node in (meta, data) if node.below]


def _label(entry: Entry) -> str:
    value = shown(entry)
    label = f"{format_tag(entry.tag)} {entry.vr} {entry.name}"
    return plain(f"{label}: {value}" if value else label)


def _draw(nodes: list[_Node], indent: str, lines: list[str]) -> None:
    for position, node in enumerate(nodes):
        last = position == len(nodes) - 1
        lines.append(shorten(f"{indent}{'└─ ' if last else '├─ '}{node.label}", _LINE))
        _draw(node.below, indent + ("   " if last else "│  "), lines)


def _html(node: _Node, *, is_open: bool = False) -> str:
    label = markup(node.label)
    if not node.below:
        return f"<li>{label}</li>"
    inside = "".join(_html(below) for below in node.below)
    state = " open" if is_open else ""
    return f"<li><details{state}><summary>{label}</summary><ul>{inside}</ul></details></li>"
