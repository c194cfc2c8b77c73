"""Whether anything of the input shows in the output: ``leaks(before, after)``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from os import PathLike
from pathlib import PurePath

from dcmteach.verify.exact import Exact
from dcmteach.verify.leak import Leak, Leaks
from dcmteach.verify.scanner import Scanner
from dcmteach.verify.seeds import Seeds
from dcmteach.verify.written import AnyFile, written

__all__ = ["leaks", "leaks_in_path"]


def leaks(
    before: object,
    after: AnyFile,
    *,
    words: Iterable[str] = (),
    retained: Iterable[str] = (),
    allowed: Iterable[str] = (),
) -> Leaks:
    """Look for the input's identifiers in what was written.

    Parameters
    ----------
    before : pydicom.dataset.Dataset, path, bytes, Identity, Seeds, or a list of these
        The input: its names, identifiers, birth date, institution and addresses are looked for in
        all spellings :class:`dcmteach.header.Identity` knows, and all its UIDs but the well-known.
    after : path, bytes or pydicom.dataset.Dataset
        The output. The name of the file counts as well; a data set is looked at as it would be
        written.
    words : iterable of str, optional
        Further words that must not be there: one of fewer than six characters where it is a whole
        word (``"Ana"`` is not found in *analysis*), a longer one anywhere, also within a word.
    retained : iterable of str, optional
        Options of the profile that keep what would be looked for (``"retain-uids"``,
        ``"retain-institution-identity"``, ``"retain-full-dates"``).
    allowed : iterable of str, optional
        Values written or kept on purpose.

    Returns
    -------
    Leaks
        The places, with masked excerpts. ``.possible`` lists apart what may be a coincidence.

    Raises
    ------
    ReadError
        If a file cannot be read.

    Notes
    -----
    Everything is looked at: preamble, file meta information, elements at every depth, private
    bytes, documents (streams of a PDF inflated), overlays, icons, segments of a JPEG, what trails.
    Only native pixels are not: names burned into a picture are for the eye.
    """
    seeds = before
    if not isinstance(before, Seeds) or words or retained or allowed:
        seeds = Seeds.of(before, words=words, retained=retained, allowed=allowed)
    assert isinstance(seeds, Seeds)
    found = Scanner(seeds).scan(written(after))
    if isinstance(after, str | PathLike):
        found = found + leaks_in_path(PurePath(after).name, seeds)
    return found


def leaks_in_path(path: str | PathLike[str], before: object) -> Leaks:
    """Look for the input's identifiers in the names of folders and of a file.

    Parameters
    ----------
    path : str or path-like
        The path below the folder that somebody chose: each of its parts is looked at.
    before : Seeds, Identity, pydicom.dataset.Dataset, path or bytes
        The input.

    Returns
    -------
    Leaks
        Whose places name the part by its number, since its name is the leak.
    """
    seeds = before if isinstance(before, Seeds) else Seeds.of(before)
    exact = Exact(seeds)
    found: list[Leak] = []
    parts = [part for part in PurePath(os.fspath(path)).parts if part not in {"/", ".", ".."}]
    if not exact.may_stand_in("\n".join(parts)):
        return Leaks((), seeds)
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        place = "the file's name" if last else f"folder {number} of its path"
        found += exact.in_text(part, place, "name of the file" if last else "name of a folder")
    certain = [leak for leak in found if not leak.reason]
    return Leaks(certain, seeds, [leak for leak in found if leak.reason])
