"""Whether what the page shows can be read, and whether a screen reader can name it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["check_contrast", "check_names"]

_HERE = Path(__file__).parent


def check_contrast(page: Any) -> None:
    """Fail if any text in a widget has a contrast below 4.5 (WCAG 2.2, 1.4.3)."""
    found = page.evaluate((_HERE / "contrast.js").read_text())
    assert len(found) > 10
    assert [entry for entry in found if entry[0] < 4.5] == []


def check_names(page: Any) -> None:
    """Fail if a control has neither a label nor a text of its own."""
    assert page.evaluate((_HERE / "nameless.js").read_text()) == []
