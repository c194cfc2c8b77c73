"""Reading our own Markdown: code blocks, links, headings."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<code>.*?)^ *```$", re.M | re.S)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)\)")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Give the code blocks of one language, without their indentation."""
    return [
        re.sub(f"^{match['indent']}", "", match["code"], flags=re.M)
        for match in _FENCE.finditer(text(name))
        if match["language"] == language
    ]


def links(name: str) -> list[str]:
    """Give the targets of all links and images outside code blocks."""
    return [match["target"] for match in _LINK.finditer(_FENCE.sub("", text(name)))]


def images(name: str) -> list[tuple[str, str]]:
    """Give alt text and target of every image."""
    return [(match["alt"], match["target"]) for match in _IMAGE.finditer(text(name))]
