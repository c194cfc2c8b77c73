"""Decisions in a file, as ``dcmteach redact --boxes`` takes them, and back again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dcmteach.deid.private_files import write_private
from dcmteach.errors import DcmteachError
from dcmteach.widgets.text_review_model import TextReviewModel
from dcmteach.widgets.text_review_pictures import Picture

__all__ = ["entries_for", "entries_of", "save_decisions"]


def save_decisions(model: TextReviewModel, path: str | os.PathLike[str]) -> Path:
    """Write the decisions, whole or not at all, of mode 0600: they hold what was read.

    Raises
    ------
    SaveError
        If they cannot be written.
    """
    made = write_private(
        Path(path),
        json.dumps(model.decisions(), ensure_ascii=False, indent=1) + "\n",
        what="file of decisions",
        advice="Name a folder that exists and that you may write to.",
    )
    model.record.note("decisions saved", model.reviewer, pictures=len(model.decisions()))
    return made


def entries_of(source: object) -> list[Mapping[str, Any]]:
    """Return the entries of a file, or of plain data, that tell of boxes.

    Parameters
    ----------
    source : path, mapping or iterable of mapping
        As ``dcmteach find-text --json`` writes it, or :func:`save_decisions`.

    Raises
    ------
    DcmteachError
        If it cannot be read, or tells of no boxes. Nothing of it is quoted.
    """
    name = "What was given as decisions"
    data: Any = source
    if isinstance(source, str | os.PathLike):
        name = repr(Path(source).name)
        try:
            data = json.loads(Path(source).read_text(encoding="utf-8"))
        except OSError as error:
            raise DcmteachError(
                f"The decisions {name} cannot be read: {error.strerror}. "
                "Give the file that TextReviewer saved."
            ) from None
        except ValueError:
            data = None
    entries = [data] if isinstance(data, Mapping) else data
    good = isinstance(entries, Iterable) and not isinstance(entries, str | bytes)
    entries = list(entries) if good else [None]
    if not all(isinstance(one, Mapping) and "frames" in one for one in entries):
        raise DcmteachError(
            f"{name} tells of no boxes. Give the file that TextReviewer saved, or what "
            "dcmteach find-text --json wrote."
        )
    return entries


def entries_for(
    entries: Sequence[Mapping[str, Any]], pictures: Sequence[Picture]
) -> dict[int, Mapping[str, Any]]:
    """Find the picture that each entry tells of, by the name of its file.

    Returns
    -------
    dict of int to mapping
        By the number of the picture, 0-based. One entry for one picture is its, whatever its name.

    Raises
    ------
    DcmteachError
        If none tells of a picture here.
    """
    if len(entries) == len(pictures) == 1:
        return {0: entries[0]}
    found: dict[int, Mapping[str, Any]] = {}
    for entry in entries:
        told = entry.get("file")
        ends = [n for n, p in enumerate(pictures) if _ends_alike(told, p.file)]
        exact = [n for n in ends if pictures[n].file == told]
        if len(exact or ends) == 1:
            found[(exact or ends)[0]] = entry
    if entries and not found:
        raise DcmteachError(
            "These decisions tell of other pictures: no file has the name of one of these. "
            "Give the pictures that were reviewed then."
        )
    return found


def _ends_alike(told: object, file: str) -> bool:
    """Tell whether two names are the same, or one is the end of the other."""
    if not isinstance(told, str):
        return False
    one, other = Path(told).parts, Path(file).parts
    count = min(len(one), len(other))
    return count > 0 and one[-count:] == other[-count:]
