"""Words that stand in names, or in DICOM, without being evidence of anybody."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from pydicom._dicom_dict import DicomDictionary

__all__ = ["common", "is_wide", "ordinary", "particles", "titles"]

_LETTERS = re.compile(r"[^\W\d_]+")


def is_wide(text: str) -> bool:
    """Tell whether a word is in a script in which two letters are as many as six: 山田, 김민수."""
    return any("\u2e80" <= letter <= "\ud7ff" for letter in text)


@cache
def common() -> frozenset[str]:
    """Words that are never looked for: they stand in names without naming anybody."""
    return _read("dcmteach.header", "common_words.txt")


@cache
def particles() -> frozenset[str]:
    """Words that stand in names beside what names somebody: van, de, al."""
    return _read("dcmteach.verify", "name_particles.txt")


@cache
def titles() -> frozenset[str]:
    """Titles, and what is written after a name: prof, jr."""
    return _read("dcmteach.verify", "name_titles.txt")


@cache
def ordinary() -> frozenset[str]:
    """Words that are no evidence by themselves: common ones, and those of DICOM's dictionary."""
    words = {*common(), *particles(), *titles()}
    for row in DicomDictionary.values():
        words.update(word for word in _LETTERS.findall(row[2].lower()) if len(word) > 1)
    return frozenset(words)


def _read(package: str, name: str) -> frozenset[str]:
    text = (files(package) / "data" / name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())
