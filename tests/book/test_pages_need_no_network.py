"""The pages can be read from disk on a train: they load nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.book.markup import read

pytestmark = pytest.mark.book

_LOADING = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "form": "action",
}
_REMOTE = re.compile(r"^(https?:)?//", re.I)
# Networks that deliver scripts and fonts, and the ways in which scripts ask for more.
_DELIVERED = re.compile(
    r"unpkg\.com|jsdelivr|cdnjs|googleapis|gstatic|polyfill\.io|mathjax@|require\.min\.js"
    r"|(?:fetch|import|importScripts)\(\s*[\"']https?://",
    re.I,
)
_IN_STYLE = re.compile(
    r"@import\s+(?:url\()?[\"']?(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//", re.I
)


def _pages(built: Path) -> list[Path]:
    """Every page; the theme leaves templates among the static files."""
    return [path for path in sorted(built.rglob("*.html")) if "_static" not in path.parts]


def test_no_tag_loads_from_elsewhere(built: Path) -> None:
    for path in _pages(built):
        for tag, attributes in read(path.read_text(encoding="utf-8")).tags:
            address = attributes.get(_LOADING.get(tag, "")) or ""
            assert not _REMOTE.match(address), f"{path.relative_to(built)}: <{tag}> {address}"


def test_no_style_loads_from_elsewhere(built: Path) -> None:
    for path in sorted([*built.rglob("*.css"), *built.rglob("*.html")]):
        found = _IN_STYLE.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{path.relative_to(built)}: {found and found[0]}"


def test_no_script_asks_for_more(built: Path) -> None:
    for path in sorted([*built.rglob("*.js"), *built.rglob("*.html")]):
        found = _DELIVERED.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{path.relative_to(built)}: {found and found[0]}"


def test_what_pages_refer_to_is_there(built: Path) -> None:
    for path in _pages(built):
        for tag, attributes in read(path.read_text(encoding="utf-8")).tags:
            address = (attributes.get(_LOADING.get(tag, "")) or "").split("?")[0].split("#")[0]
            if tag in ("script", "link", "img") and address and not address.startswith("data:"):
                assert (path.parent / address).exists(), f"{path.relative_to(built)}: {address}"


def test_links_between_pages_lead_somewhere(built: Path) -> None:
    for path in _pages(built):
        for attributes in read(path.read_text(encoding="utf-8")).every("a"):
            address = (attributes.get("href") or "").split("?")[0]
            target, _, anchor = address.partition("#")
            if not address or ":" in target:
                continue
            there = (path.parent / target) if target else path
            assert there.is_file(), f"{path.relative_to(built)}: {address}"
            if anchor and there.suffix == ".html":
                assert f'id="{anchor}"' in there.read_text(encoding="utf-8"), (
                    f"{path.relative_to(built)}: {address}"
                )


def test_no_path_of_the_machine_that_built_it_is_on_a_page(built: Path) -> None:
    root = str(Path(__file__).resolve().parents[2])
    for path in _pages(built):
        text = path.read_text(encoding="utf-8")
        assert root not in text, path.relative_to(built)
        assert "site-packages" not in text, path.relative_to(built)
