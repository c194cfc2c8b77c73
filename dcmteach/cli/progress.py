"""How far a long run has come: on stderr, and only where somebody watches."""

from __future__ import annotations

import importlib
import shutil
import sys
import time
from types import TracebackType
from typing import Any

__all__ = ["Bar"]

_EVERY = 0.2  # seconds
_WIDTH = 79


class Bar:
    """A progress bar with files per second and the time left; tqdm's, where that is installed.

    Parameters
    ----------
    total : int
        How many files there are.

    Notes
    -----
    It shows numbers and never a name. Where stderr is no terminal it shows nothing.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = 0
        self.left_out = 0
        self.looked = 0
        self._started = self._shown = time.monotonic()
        self._quiet = not sys.stderr.isatty()
        self._tqdm: Any = None if self._quiet else _tqdm(total)

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._tqdm is not None:
            self._tqdm.close()
        elif not self._quiet:
            print(f"\r{self._line():{_WIDTH}}", file=sys.stderr)

    def __call__(self, status: str) -> None:
        """Count one file; or a series whose face was looked for, which is not done with that."""
        if status == "looked at":
            self.looked += 1
        else:
            self.count += 1
        self.left_out += status in {"refused", "held back", "withdrawn", "no room"}
        if self._quiet:
            return
        if self._tqdm is not None:
            if status == "looked at":
                self._tqdm.set_postfix_str(f"{self.looked} series looked at for faces")
            else:
                self._tqdm.update(1)
            return
        now = time.monotonic()
        if now - self._shown >= _EVERY:
            self._shown = now
            print(f"\r{self._line():{_WIDTH}}", end="", file=sys.stderr, flush=True)

    def _line(self) -> str:
        seconds = time.monotonic() - self._started
        speed = self.count / seconds if seconds > 0 else 0.0
        left = (self.total - self.count) / speed if speed else 0.0
        tail = f", {self.left_out} left out" if self.left_out else ""
        if self.looked and not self.count:
            return f"{self.looked} series looked at for faces"[:_WIDTH]
        done = f"{self.count}/{self.total} files, {speed:.0f} files/s"
        return f"{done}, {left:.0f} s left{tail}"[:_WIDTH]


def _tqdm(total: int) -> Any:
    try:
        tqdm: Any = importlib.import_module("tqdm").tqdm
    except ModuleNotFoundError:
        return None
    tqdm.monitor_interval = 0  # no thread: worker processes are forked beside it
    # A terminal that does not tell its width would be taken for one of no width at all.
    wide = shutil.get_terminal_size((_WIDTH, 24)).columns
    return tqdm(total=total, unit=" files", file=sys.stderr, ncols=min(wide, _WIDTH), nrows=24)
