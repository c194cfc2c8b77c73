"""A page's markup, read with the standard library alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Page", "read"]


@dataclass
class Page(HTMLParser):
    """Tags with their attributes, headings of the article, and the text people see."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    _silent: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        self._silent += tag in ("script", "style")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        """Leave what is not shown."""
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        """Note what is shown."""
        if not self._silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        """What is shown, as one text."""
        return "\n".join(self.words)

    def every(self, tag: str) -> list[dict[str, str | None]]:
        """Attributes of every tag of one name."""
        return [attributes for name, attributes in self.tags if name == tag]


def read(html: str) -> Page:
    """Read a page."""
    page = Page()
    page.feed(html)
    return page
