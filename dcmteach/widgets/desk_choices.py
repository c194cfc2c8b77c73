"""What a person at the desk chooses, and the same for the library and the command line."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

__all__ = ["PATHS", "PERSONS", "PIXELS", "Choices"]

PATHS = {
    "source": "Images",
    "demographics": "Table",
    "key_file": "Key",
    "output": "Output",
    "mapping": "Mapping",
    "decisions": "Decisions",
}
"""The places a person names, and what they are called."""

PERSONS = {
    "auto": "the name if there is a table, else the patient ID",
    "name": "the name, however written",
    "id": "the patient ID",
}
"""What makes a person."""

PIXELS = {
    "hold": "hold back images with text to be feared in them",
    "accept": "accept images as they are",
}
"""What is done where text is to be feared in the pixels."""


@dataclass
class Choices:
    """All choices, as they stand in the fields.

    Parameters
    ----------
    source, demographics, key_file, output, mapping, decisions : str
        Paths; empty where there is none. A ``~`` at the start is the home folder.
    person : str
        A key of :data:`PERSONS`.
    by_order : bool
        Number the people.
    prefix, folder_pattern : str
        As for ``dcmteach.pseudonymise``.
    max_character_distance, max_word_distance : float
        As for ``dcmteach.match_names``.
    keep, remove : str
        Keywords and headings, with commas between them.
    pixels : str
        A key of :data:`PIXELS`.
    """

    source: str = ""
    demographics: str = ""
    key_file: str = ""
    output: str = ""
    mapping: str = ""
    decisions: str = ""
    person: str = "auto"
    by_order: bool = False
    prefix: str = ""
    folder_pattern: str = ""
    max_character_distance: float = 0.2
    max_word_distance: float = 0.2
    keep: str = ""
    remove: str = ""
    pixels: str = "hold"

    def path(self, name: str) -> Path | None:
        """Return one of the places; None where nothing is written."""
        text = str(getattr(self, name)).strip()
        return Path(text).expanduser() if text else None

    @property
    def has_key(self) -> bool:
        """Whether the key file is there."""
        key = self.path("key_file")
        return key is not None and key.exists()

    def arguments(self, *, dry_run: bool) -> dict[str, Any]:
        """Return what ``dcmteach.pseudonymise`` is called with, decisions and progress aside."""
        key = self.path("key_file")
        return {
            "source": self.path("source"),
            "destination": None if dry_run else self.path("output"),
            "demographics": self.path("demographics"),
            "key_file": None if dry_run and not self.has_key else key,
            "mapping": self.path("mapping"),
            "person": None if self.person == "auto" else self.person,
            "by_order": self.by_order,
            "prefix": self.prefix.strip(),
            "folder_pattern": self.folder_pattern.strip() or None,
            "max_character_distance": self.max_character_distance,
            "max_word_distance": self.max_word_distance,
            "keep": _listed(self.keep),
            "remove": _listed(self.remove),
            "pixels": self.pixels,
            "dry_run": dry_run,
        }

    def missing(self, *, dry_run: bool) -> str:
        """Return what must be chosen before it can begin, in one sentence; empty if nothing."""
        wanted = []
        if self.path("source") is None and self.path("demographics") is None:
            wanted.append("a folder or zip of images, a table, or both")
        if not dry_run:
            if self.path("key_file") is None:
                wanted.append("a key file (or make a new one)")
            if self.path("output") is None:
                wanted.append("a folder for the output")
        return f"Choose {' and '.join(wanted)} first." if wanted else ""

    def command(self) -> str:
        """Return the command line that does the same."""
        words = ["dcmteach", "pseudonymise"]
        words += [str(p) for p in (self.path("source"), self.path("output")) if p is not None]
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in {"source", "output"} or value == field.default:
                continue
            flag = f"--{field.name.replace('_', '-')}"
            if field.name in {"keep", "remove"}:
                for one in _listed(value):
                    words += [flag, one]
            elif value is True:
                words.append(flag)
            elif field.name in PATHS:
                words += [flag, str(self.path(field.name))]
            else:
                words += [flag, str(value).strip()]
        return shlex.join(words)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
