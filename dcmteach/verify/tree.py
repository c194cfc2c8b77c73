"""The whole output at once: every file and every name in it, for every name of a cohort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from os import PathLike

from dcmteach.verify.tree_result import TreeLeaks
from dcmteach.verify.tree_scanner import TreeScanner

__all__ = ["scan_tree"]


def scan_tree(
    folder: str | PathLike[str],
    names: Iterable[str],
    *,
    words: Iterable[str] = (),
    own: Mapping[str, Iterable[str]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> TreeLeaks:
    """Look for every name of a cohort in everything below a folder.

    Parameters
    ----------
    folder : str or path-like
        The output. What is in it is read only.
    names : iterable of str
        The names: PN values in all their representations (``"Yamadori^Kazue=山鳥^数恵"``), or as a
        table writes them (``"Müller, Anna"``).
    words : iterable of str, optional
        Further words that must not be there: patient IDs, addresses.
    own : mapping of str to iterable of str, optional
        For folders or files below the folder (``"P7Q2XK"``, ``"demographics.csv"``): the names of
        which a single part is certain there, while otherwise it is merely possible.
    progress : callable, optional
        Called after each file with the number of files done and of all.

    Returns
    -------
    TreeLeaks
        The places, with masked excerpts; ``.possible`` lists apart what may be a coincidence,
        ``.unsearched`` what could not be searched.

    Raises
    ------
    PathError
        If there is no such folder.
    DcmteachError
        If a further word has but one character.

    Notes
    -----
    PS3.15 E.1.1 asks that nothing that identifies remains in any attribute; this looks at the
    bytes, whatever the attributes are called. One pass over the folded bytes finds every word
    of every name in every character set (``dcmteach.verify.tree_patterns``), in a time in
    proportion to their length, whatever the number of names. Each find is then decoded with
    what stands around it. A family name with a given name beside it, in either order, is
    certain; one part alone is merely possible, since it may be another's name, a place or a
    maker. Native pixels are left out (names burned in are for the eye); in compressed ones only
    whole names in Latin letters count, behind the headers of the picture. Text in base64 is not
    decoded: :func:`dcmteach.verify.leaks` does that for each file.

    A name given with its accents is found without them, and typed as two letters (*Müller*:
    *Muller*, *Mueller*). The other way round has a limit: of a name given in plain letters, one
    word must stand in plain letters, or in Latin-1 with one letter for one. *Zwirnsaend Marten*
    finds *Zwirnsaend Mårten*, not *Zwirnsænd Mårten* in UTF-8. Give the writing with accents too,
    if there may be one.
    """
    return TreeScanner(names, words=words, own=own).scan(folder, progress=progress)
