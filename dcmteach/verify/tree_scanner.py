"""One pass over files and folders for all names at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path

from dcmteach.errors import PathError
from dcmteach.header.quiet import quiet
from dcmteach.verify.tree_archives import members
from dcmteach.verify.tree_found import BAR, Found
from dcmteach.verify.tree_judge import Find, Judge
from dcmteach.verify.tree_names import Names
from dcmteach.verify.tree_patterns import patterns
from dcmteach.verify.tree_result import TreeLeaks
from dcmteach.verify.tree_search import Patterns, in_noise
from dcmteach.verify.tree_spans import Place, Searchable, searchables
from dcmteach.verify.tree_standing import TEXT

__all__ = ["TreeScanner"]

_NEAR = 64
_ENOUGH = 500  # finds in one file; what leaks so often is not looked at further


class TreeScanner:
    """Looks through folders and files for the same names.

    Parameters
    ----------
    names, words, own
        As :func:`scan_tree` takes them.
    engine : str, optional
        ``"ahocorasick_rs"`` or ``"re"``; by default the first of them that is there.
    """

    def __init__(
        self,
        names: Iterable[str],
        *,
        words: Iterable[str] = (),
        own: Mapping[str, Iterable[str]] | None = None,
        engine: str | None = None,
    ) -> None:
        every = list(names)
        self._number = len(every)
        owners = {prefix.strip("/"): frozenset(some) for prefix, some in (own or {}).items()}
        every += sorted({name for some in owners.values() for name in some}.difference(every))
        self._own = {
            prefix: frozenset(index for index, name in enumerate(every) if name in some)
            for prefix, some in owners.items()
        }
        self._names = Names(every, words)
        searched = self._names.anchors()
        for text in (*self._names.joined(), *(given.text for given in self._names.given)):
            searched.setdefault(text, set())
        self._patterns = Patterns(patterns(searched), engine)
        self._judge = Judge(self._names)

    def __repr__(self) -> str:
        return f"<TreeScanner: {self._names!r} by {len(self._patterns)} patterns>"

    def scan(
        self,
        folder: str | PathLike[str],
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> TreeLeaks:
        """Look through everything below a folder; see :func:`scan_tree`."""
        top = Path(folder)
        if not top.is_dir():
            raise PathError(
                "scan_tree() takes a folder, and there is none of the given name. Give the folder "
                "that was written."
            )
        found = Found()
        folders, files = _below(top)
        for relative in (*folders, *files):
            found.names += 1
            self._name(relative, relative in files, found)
        for done, relative in enumerate(files, 1):
            path = top / relative
            try:
                if path.is_symlink():
                    found.unsearched.append((relative, "a link to what lies elsewhere"))
                elif not path.is_file():
                    found.unsearched.append((relative, "no ordinary file"))
                else:
                    data = path.read_bytes()
                    found.size += len(data)
                    self._file(data, relative, found)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                found.unsearched.append((relative, f"it cannot be read: {reason}"))
            if progress:
                progress(done, len(files))
        shown = {relative: self._masked(relative) for relative in files}
        return found.result(shown, len(files), self._number)

    def scan_bytes(self, data: bytes, name: str = "") -> TreeLeaks:
        """Look through one file that is in memory.

        Parameters
        ----------
        data : bytes
            The file.
        name : str, optional
            Its path below the folder, with slashes; it is looked at as well.

        Returns
        -------
        TreeLeaks
        """
        found = Found()
        found.size = len(data)
        if name:
            self._name(name, True, found)
        self._file(data, name, found)
        return found.result({name: self._masked(name)}, 1, self._number)

    def _file(self, data: bytes, relative: str, found: Found) -> None:
        own = self._owners(relative)
        for member in members(data):
            if member.reason:
                found.unsearched.append((relative, member.reason))
            if member.within:
                name = member.within.encode("utf-8", "surrogateescape")
                inside = Searchable(name, "archive", TEXT, f"the name of {member.place}")
                self._search(inside, relative, own, found)
            if member.data is None:
                continue
            with quiet():
                for part in searchables(member.data, member.place):
                    self._search(part, relative, own, found)

    def _search(self, part: Searchable, file: str, own: frozenset[int], found: Found) -> None:
        data = part.data
        number = 0
        last: dict[tuple[int, str, int], tuple[int, str]] = {}
        for begin, stop, noise in part.spans():
            found.searched += stop - begin
            for start, end, meanings in self._patterns.candidates(data, begin, stop, noise=noise):
                place = part.place(start)
                if end - start < 4 and place.nature != TEXT and in_noise(data, start, end):
                    continue
                low, high = max(begin, place.low), min(stop, place.high)
                for find in self._judge.finds(
                    data, start, end, meanings, low=low, high=high, nature=place.nature, own=own
                ):
                    key = find.person, find.kind, place.low
                    known = last.get(key)
                    if known and start - known[0] < _NEAR and (find.reason or not known[1]):
                        continue  # the same once more: by its other word, or as UTF-16
                    last[key] = start, find.reason
                    name = part.name(place, start)
                    number += found.add(file, place._replace(name=name), find, start, self._number)
                    if number > _ENOUGH:
                        return

    def _name(self, relative: str, is_file: bool, found: Found) -> None:
        """Look at the last part of a path."""
        name = relative.rpartition("/")[2]
        region = "name of the file" if is_file else "name of a folder"
        what = "the file's name" if is_file else "the folder's name"
        place = Place(what, region, TEXT, 0, 1 << 30)
        own = self._owners(relative)
        for _, find in self._in_name(name, own):
            found.add(relative, place, find, None, self._number)

    def _in_name(self, name: str, own: frozenset[int]) -> Iterator[tuple[int, Find]]:
        data = name.encode("utf-8", "surrogateescape")
        for start, end, meanings in self._patterns.candidates(data, 0, len(data)):
            for find in self._judge.finds(
                data, start, end, meanings, low=0, high=len(data), nature=TEXT, own=own
            ):
                yield start, find

    def _owners(self, relative: str) -> frozenset[int]:
        found: frozenset[int] = frozenset()
        for prefix, people in self._own.items():
            if relative == prefix or relative.startswith(f"{prefix}/"):
                found |= people
        return found

    def _masked(self, relative: str) -> str:
        """A path as it may be shown: whatever names somebody in it is a bar."""
        own = self._owners(relative)
        return "/".join(
            BAR if next(self._in_name(part, own), None) else part for part in relative.split("/")
        )


def _below(top: Path) -> tuple[list[str], list[str]]:
    """List the folders and the files below one, with slashes, in order."""
    folders: list[str] = []
    files: list[str] = []
    for where, inner, names in os.walk(top):
        inner.sort()
        base = Path(where)
        for name in inner:
            path = base / name
            (files if path.is_symlink() else folders).append(path.relative_to(top).as_posix())
        files += [(base / name).relative_to(top).as_posix() for name in sorted(names)]
    return folders, files
