"""A still picture of a widget: what a page shows where no kernel runs."""

from __future__ import annotations

from dataclasses import dataclass

from dcmteach.widgets.markup import STYLE, escape

__all__ = ["Snapshot"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a widget shows at one moment, as plain HTML that needs no script and no network.

    Parameters
    ----------
    html : str
        The body of the picture. Header values in it are escaped already.
    alt : str
        The same in one or two sentences, for whoever does not see the picture.
    caption : str
        A line shown under the picture.
    """

    html: str
    alt: str
    caption: str = "A snapshot: in JupyterLab this widget is live."

    def _repr_html_(self) -> str:
        return (
            '<figure class="dcmteach-widget" role="group" tabindex="0" '
            f'aria-label="{escape(self.alt)}">'
            f"<style>{STYLE}</style>{self.html}"
            f"<figcaption>{escape(self.caption)}</figcaption></figure>"
        )

    def __str__(self) -> str:
        return self.alt
