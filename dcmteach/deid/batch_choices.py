"""The choices of a run, looked at before anything is done."""

from __future__ import annotations

import os
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any

from dcmteach.deid.secrets import Secrets
from dcmteach.errors import DcmteachError

__all__ = ["check_choices", "fingerprint", "key_of", "target_of"]

AnyPath = str | PathLike[str]


def key_of(secrets: Secrets | None, key_file: AnyPath | None) -> tuple[Secrets, bool]:
    """Give the key of a run, and whether anybody keeps it."""
    if secrets is not None and key_file is not None:
        raise DcmteachError("Give secrets or key_file, not both: there is one key for a run.")
    if secrets is not None:
        return secrets, True
    if key_file is not None:
        return Secrets.from_file(key_file), True
    return Secrets.random(), False


def target_of(destination: AnyPath | None) -> Path:
    """Give the output folder, or say that there must be one."""
    if destination is None or not os.fspath(destination):  # empty would be the current folder
        raise DcmteachError(
            "There is no destination. Give the folder to write into, or dry_run=True."
        )
    return Path(destination)


def fingerprint(secrets: Secrets, words: Iterable[str]) -> str:
    """Tell one choice of words from another, without telling the words; empty if there are none."""
    listed = sorted(words)
    return secrets.digest("words to look for", *listed).hex()[:16] if listed else ""


def check_choices(choices: dict[str, Any], jobs: int) -> None:
    """Refuse a choice that is none."""
    allowed = {
        "pixels": ("hold", "accept", "redact"),
        "faces": ("accept", "hold", "remove"),
        "unknown_sop": ("refuse", "strictest"),
    }
    for name, words in allowed.items():
        if choices[name] not in words:
            *first, last = [repr(word) for word in words]
            told = f"{', '.join(first)} or {last}" if first else last
            raise DcmteachError(f"{name} must be {told} (got {choices[name]!r}).")
    if jobs < 1:
        raise DcmteachError(f"jobs must be 1 or more (got {jobs}).")
