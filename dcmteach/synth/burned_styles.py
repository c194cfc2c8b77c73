"""The styles in which text gets burned into images, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dcmteach.synth.burned_board import Board
from dcmteach.synth.burned_echoes import (
    cine_standing,
    one_frame,
    palette,
    rgb_ultrasound,
    rough_jpeg,
    same_grey,
    ybr_ultrasound,
)
from dcmteach.synth.burned_pages import dark_on_white, large_type, table, tilted, white_on_black
from dcmteach.synth.burned_scans import (
    low_contrast,
    monochrome1,
    near_air,
    noisy,
    outlined,
    over_anatomy,
    plate,
    signed_ct,
    small_type,
    turned_90,
    turned_270,
)
from dcmteach.synth.burned_words import Writer
from dcmteach.synth.stream import Stream

__all__ = ["MODALITY", "STYLES", "Style"]

Style = Callable[[Stream, Writer], tuple[Board, str]]
"""Draws one picture and writes on it; returns it, and the way to write its pixels."""

STYLES: Mapping[str, Style] = {
    style.__name__.replace("_", "-"): style
    for style in (
        white_on_black, dark_on_white, low_contrast, near_air, over_anatomy, turned_90, turned_270,
        monochrome1, palette, rgb_ultrasound, ybr_ultrasound, signed_ct, small_type, large_type,
        outlined, table, cine_standing, one_frame, plate,
        tilted, noisy, rough_jpeg, same_grey,
    )
}  # fmt: skip
"""The styles by name."""

MODALITY: Mapping[str, str] = {
    "near-air": "CT", "over-anatomy": "CT", "signed-ct": "CT", "small-type": "MR",
    "palette": "US", "rgb-ultrasound": "US", "ybr-ultrasound": "US", "cine-standing": "US",
    "one-frame": "US", "rough-jpeg": "US", "same-grey": "US", "tilted": "OT",
    "white-on-black": "OT", "dark-on-white": "OT", "table": "OT",
}  # fmt: skip
"""The modality of each style; CR where none is given."""
