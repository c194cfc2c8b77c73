"""What has been found so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dcmteach.verify.tree_judge import WORD, Find
from dcmteach.verify.tree_result import TreeLeak, TreeLeaks, Unsearched
from dcmteach.verify.tree_spans import Place

__all__ = ["BAR", "Found"]

BAR = "███"


class Found:
    """What has been found so far."""

    def __init__(self) -> None:
        self.leaks: dict[tuple[str, str, int | None, bool], TreeLeak] = {}
        self.unsearched: list[tuple[str, str]] = []
        self.size = self.searched = self.names = 0

    def add(self, file: str, place: Place, find: Find, offset: int | None, number: int) -> int:
        """Keep one leak per place and person, a certain one rather than a possible one."""
        person = find.person if find.kind == WORD or find.person < number else None
        key = (file, place.name, person, find.kind == WORD)
        known = self.leaks.get(key)
        if known is not None and (not known.reason or find.reason):
            return 0
        self.leaks[key] = TreeLeak(
            file, place.name, place.region, find.kind, person, offset, find.excerpt, find.reason
        )
        return known is None

    def result(self, shown: Mapping[str, str], files: int, names: int) -> TreeLeaks:
        """Give all of it, paths masked; what is certain is not possible besides."""

        def path(file: str) -> str:
            return shown.get(file, BAR)

        leaks = [replace(leak, file=path(leak.file)) for leak in self.leaks.values()]
        return TreeLeaks(
            [leak for leak in leaks if not leak.reason],
            possible=[leak for leak in leaks if leak.reason],
            unsearched=[Unsearched(path(file), reason) for file, reason in self.unsearched],
            files=files,
            size=self.size,
            searched=self.searched,
            names=names,
        )
