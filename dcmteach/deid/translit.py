"""One word in the letters other people would type it in; the tables lie with the header's words."""

from __future__ import annotations

from dcmteach.header.translit import is_foreign, romanised, variants

__all__ = ["is_foreign", "romanised", "variants"]
