"""The exit codes, in one table; the help, the README and the tests read it here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

__all__ = ["EXIT_CODES", "Exit"]


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    BAD_NEWS = 1
    UNUSABLE = 2
    INTERRUPTED = 130


EXIT_CODES: Mapping[int, str] = {
    Exit.DONE: "The command did its work, whatever it showed.",
    Exit.BAD_NEWS: "The command did its work and has bad news: a refused edit, a failed check.",
    Exit.UNUSABLE: "Wrong usage, an input that cannot be read, an output that cannot be written.",
    Exit.INTERRUPTED: "Interrupted by Ctrl-C.",
}
"""What each exit code means, in one sentence."""
