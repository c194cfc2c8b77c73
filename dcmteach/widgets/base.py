"""What all widgets have in common: a model, a view made when first shown, and a snapshot."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, Protocol

from dcmteach.widgets.snapshot import Snapshot

__all__ = ["INSTALL", "Model", "Widget"]

INSTALL = (
    "The live widget needs ipywidgets: pip install 'dcmteach[widgets]', then restart the kernel."
)
"""What to do where ipywidgets is missing."""


class Model(Protocol):
    """The state of a widget, without any user interface."""

    def render(self) -> str:
        """Return the state as HTML, header values escaped."""
        ...

    def alt(self) -> str:
        """Return the state in one or two sentences of plain text."""
        ...


class Widget(ABC):
    """Something to look at in a notebook; nothing is shown until the notebook asks for it."""

    model: Model

    _view: Any = None

    @abstractmethod
    def _build(self) -> Any:
        """Make the view out of stock ipywidgets."""

    @property
    def view(self) -> Any:
        """The live ipywidgets view of this widget, one for all places where it is shown.

        Raises
        ------
        ImportError
            If ipywidgets is not installed; the message says how to install it.
        """
        if self._view is None:
            try:
                import ipywidgets  # noqa: F401
            except ImportError as error:
                raise ImportError(INSTALL) from error
            self._view = self._build()
        return self._view

    def snapshot(self) -> Snapshot:
        """Return a still picture of the widget as it stands now.

        Returns
        -------
        Snapshot
            HTML that needs no kernel, no script and no network, with its alternative text.
        """
        return Snapshot(self.model.render(), self.model.alt())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Offer the live view and the snapshot; whoever displays it takes the best it can show."""
        still = self.snapshot()
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        try:
            live = self.view._repr_mimebundle_() or {}
        except ImportError:
            still = replace(still, caption=INSTALL)
            live = {}
        bundle["text/html"] = still._repr_html_()
        return bundle | {mime: data for mime, data in live.items() if mime != "text/plain"}

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: show it as the last line of a cell in JupyterLab>"
