"""Bytes are read in every way in which they may hold a name, however large they are."""

from __future__ import annotations

import random

import pytest

from dcmteach.header.fold import fold
from dcmteach.header.identity import Identity
from dcmteach.header.readings import _fold_latin

NAMES = {
    "Latin-1": ("Wispelrønne", "latin_1"),
    "UTF-8": ("Wispelrønne", "utf-8"),
    "UTF-16": ("Wispelrønne", "utf-16-le"),
    "UTF-8 Japanese": ("山田", "utf-8"),
    "UTF-16 Japanese": ("山田", "utf-16-le"),
    "UTF-16 Greek": ("Παπαδοπούλου", "utf-16-le"),
    "Shift JIS": ("山田", "shift_jis"),
}


@pytest.mark.parametrize("size", [100, 4_095, 60_000])
@pytest.mark.parametrize("shift", [0, 1])
@pytest.mark.parametrize(("name", "codec"), NAMES.values(), ids=NAMES)
def test_a_name_in_noise_is_found(name, codec, shift, size):
    known = Identity([("patient name", name)], encodings=["shift_jis"])
    noise = random.Random(size).randbytes(size).replace(b"\x1b", b"\x00")
    value = noise[: size // 2 + shift] + b"\0\0" + name.upper().encode(codec) + b"\0\0" + noise
    assert known.found_in(value) == ("patient name",)


def test_noise_alone_names_nobody():
    known = Identity([("patient name", name) for name, _ in NAMES.values()])
    assert known.found_in(random.Random(1).randbytes(100_000)) == ()


def test_quick_folding_of_latin_bytes_equals_folding_letter_by_letter():
    for code in range(256):
        if code not in {0xA8, 0xAF, 0xB4, 0xB8, 0xB5, *range(0xBC, 0xBF)}:  # signs, no letters
            letter = chr(code)
            assert _fold_latin(letter.encode("latin_1")) == fold(letter), hex(code)
