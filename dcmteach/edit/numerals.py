"""Numbers, as text or as bytes: DS, IS, US … SV, FL, FD, AT, OB … OW, UN (PS3.5 6.2)."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from pydicom.tag import Tag
from pydicom.valuerep import format_number_as_ds

from dcmteach.edit.problem import Problem, an

__all__ = ["CHECKS", "RANGES"]

RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "IS": (-(2**31), 2**31 - 1),
        "SL": (-(2**31), 2**31 - 1),
        "SS": (-(2**15), 2**15 - 1),
        "SV": (-(2**63), 2**63 - 1),
        "UL": (0, 2**32 - 1),
        "US": (0, 2**16 - 1),
        "UV": (0, 2**64 - 1),
    }
)
"""The smallest and the largest integer of each VR that holds one."""

_DS = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_IS = re.compile(r"[+-]?\d+", re.ASCII)
_WORD: Mapping[str, int] = {"OB": 1, "UN": 1, "OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8}

Checked = tuple[object, Problem | None]


def decimal_string(value: object) -> Checked:
    """Check one DS: a number in at most 16 characters."""
    if isinstance(value, bool):
        return value, Problem("must be a DS, a number written as text", value)
    original = getattr(value, "original_string", None)
    text = _as_text(original if isinstance(original, str) else value)
    if _DS.fullmatch(text) and not math.isfinite(float(text)):
        return value, Problem(
            "must be a DS that is a finite number", value, advice="Write a smaller number."
        )
    if _DS.fullmatch(text) and len(text) <= 16:
        return text, None
    if _DS.fullmatch(text):
        return value, Problem(
            "must be a DS of at most 16 characters", value, correction=_shorter(text)
        )
    comma = text.replace(",", ".")
    fixed = comma if text.count(",") == 1 and "." not in text and _DS.fullmatch(comma) else None
    return value, Problem(
        "must be a DS: digits with + - . E only",
        value,
        correction=fixed if fixed is None or len(fixed) <= 16 else None,
        advice="Write a number with a decimal point and no unit.",
    )


def integer_string(value: object) -> Checked:
    """Check one IS: an integer of 32 bits in at most 12 characters."""
    original = getattr(value, "original_string", None)
    text = "" if isinstance(value, bool) else _as_text(original or value)
    low, high = RANGES["IS"]
    if _IS.fullmatch(text) and len(text) <= 12:
        if low <= int(text) <= high:
            return text, None
        return value, Problem(
            f"must be an IS from {low} to {high}", value, advice="Write a number in that range."
        )
    correction = None
    if re.fullmatch(r"[+-]?\d+\.0*", text, re.ASCII):
        correction = text.partition(".")[0]
    elif re.fullmatch(r"[+-]?\d{1,3}([ ,']\d{3})+", text, re.ASCII):
        correction = re.sub("[ ,']", "", text)
    if correction is not None and not (len(correction) <= 12 and low <= int(correction) <= high):
        correction = None
    return value, Problem(
        "must be an IS, an integer of at most 12 characters",
        value,
        correction=correction,
        advice="Write digits with an optional sign and no unit.",
    )


def _binary_integer(vr: str) -> Callable[[object], Checked]:
    low, high = RANGES[vr]

    def integer(value: object) -> Checked:
        if isinstance(value, int) and not isinstance(value, bool):
            if low <= value <= high:
                return int(value), None
        elif isinstance(value, str) and _IS.fullmatch(value) and low <= int(value) <= high:
            return int(value), None
        return value, Problem(
            f"must be {an(vr)}, an integer from {low} to {high}",
            value,
            advice="Write a number in that range.",
            encodable=False,
        )

    return integer


def _binary_float(vr: str) -> Callable[[object], Checked]:
    width = "<f" if vr == "FL" else "<d"

    def floating(value: object) -> Checked:
        number: float | None = None
        if isinstance(value, str) and _DS.fullmatch(value.strip()):
            number = float(value)
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            number = _float(value)
        if number is None or not math.isfinite(number):
            return value, Problem(
                f"must be {an(vr)}, a finite number", value, encodable=isinstance(value, float)
            )
        try:
            # Kept as it will be read again: an FL has 24 bits of precision.
            return float(struct.unpack(width, struct.pack(width, number))[0]), None
        except OverflowError:
            return value, Problem(
                f"must be {an(vr)} that 32 bits can hold",
                value,
                advice="Write a number below 3.4e38.",
                encodable=False,
            )

    return floating


def tag(value: object) -> Checked:
    """Check one AT: a tag."""
    try:
        if isinstance(value, bool):
            raise TypeError("not a tag")
        return Tag(value), None  # type: ignore[arg-type]
    except (ValueError, TypeError, OverflowError):
        return value, Problem(
            "must be an AT, the tag of an element",
            value,
            advice="Write a tag such as (0x0010, 0x0010), or a keyword.",
            encodable=False,
        )


def _bytes(vr: str) -> Callable[[object], Checked]:
    word = _WORD[vr]

    def string_of_bytes(value: object) -> Checked:
        if not isinstance(value, bytes | bytearray):
            return value, Problem(
                f"must be {an(vr)}, a string of bytes",
                value,
                advice="Write bytes, such as b'\\x00\\x01'.",
                encodable=False,
            )
        if len(value) % word:
            return value, Problem(
                f"must be {an(vr)} whose length is a multiple of {word} bytes",
                bytes(value),
                advice="Add the missing bytes.",
                encodable=False,
            )
        # A value has an even length; OB and UN are padded with one zero byte (PS3.5 6.2).
        return bytes(value) + b"\x00" * (len(value) % 2), None

    return string_of_bytes


CHECKS: Mapping[str, Callable[[object], Checked]] = MappingProxyType(
    {
        "AT": tag,
        "DS": decimal_string,
        "IS": integer_string,
        "FL": _binary_float("FL"),
        "FD": _binary_float("FD"),
        **{vr: _binary_integer(vr) for vr in RANGES if vr != "IS"},
        **{vr: _bytes(vr) for vr in _WORD},
    }
)
"""The check of each VR of this module: value in, value to store and problem out."""


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value.strip(" ")
    if isinstance(value, int):
        return str(int(value))
    return str(value) if isinstance(value, float | Decimal) else ""


def _float(value: float | Decimal) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def _shorter(text: str) -> str | None:
    try:
        return format_number_as_ds(float(text)).strip()
    except ValueError:
        return None
