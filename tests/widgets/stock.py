"""What every widget keeps to."""

from __future__ import annotations

from typing import Any

import ipywidgets


def check_stock(view: Any) -> None:
    """Fail if anything is no widget of ipywidgets, or a control has no label or tooltip."""
    waiting = [view]
    while waiting:
        widget = waiting.pop()
        waiting += getattr(widget, "children", ())
        assert type(widget).__module__.startswith("ipywidgets.")
        if not isinstance(widget, ipywidgets.HTML | ipywidgets.Box):
            assert widget.description
            assert widget.tooltip
