"""One run at a time in an output folder; what a killed run left there holds nobody up."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from pathlib import Path
from typing import IO

from dcmteach.errors import SaveError

__all__ = ["WHOLE", "FolderLock"]

WHOLE = "whole"
"""The folder among the parts where a cohort lies until all of it was searched."""

_ATTEMPTS = 100
_held: set[Path] = set()  # locks of the system tell processes apart, not threads of one
_mutex = threading.Lock()


class FolderLock:
    """The hidden folder of parts, held by one run.

    The system gives the lock back when the process ends, however it ends: a lock file that a
    killed run left is no lock.

    Parameters
    ----------
    parts : Path
        The folder of parts, in the output folder. It is made when the lock is taken, and goes when
        it is given back.
    """

    def __init__(self, parts: Path) -> None:
        self.parts = parts
        self._file: IO[bytes] | None = None
        self._key: Path | None = None

    def take(self) -> None:
        """Take the lock, and remove the parts that an interrupted run left.

        Raises
        ------
        SaveError
            If another run has it.
        OSError
            If nothing can be written there.
        """
        key = self.parts.resolve()
        with _mutex:
            # Before the file is opened: to close it again would give the other's lock back.
            if key in _held:
                raise self._busy()
            _held.add(key)
        self._key = key
        try:
            self._file = self._opened()
            self._empty()
        except BaseException:
            self._let_go()
            raise

    def give_back(self) -> None:
        """Remove the folder of parts and give the lock back."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._empty()
            if os.name == "posix":  # as long as it is locked, so that nobody else's goes
                self._remove()
        self._let_go()

    def _opened(self) -> IO[bytes]:
        path = self.parts / "lock"
        for _ in range(_ATTEMPTS):
            try:
                self.parts.mkdir(parents=True, exist_ok=True)
                file = path.open("ab")
            except (FileNotFoundError, FileExistsError):
                if os.path.lexists(self.parts) and not self.parts.is_dir():
                    raise
                continue  # the run before us has just tidied up
            try:
                if not _locked(file):
                    raise self._busy()
                if _is_still(file, path):
                    return file
            except BaseException:
                file.close()
                raise
            file.close()  # locked, but it has been removed in between
        raise self._busy()

    def _empty(self) -> None:
        for left in list(self.parts.glob("*.part")):
            left.unlink(missing_ok=True)
        shutil.rmtree(self.parts / WHOLE, ignore_errors=True)

    def _remove(self) -> None:
        with contextlib.suppress(OSError):  # another run may be there already
            (self.parts / "lock").unlink()
            self.parts.rmdir()

    def _let_go(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
            if os.name != "posix":  # an open file cannot be removed there
                self._remove()
        if self._key is not None:
            with _mutex:
                _held.discard(self._key)
            self._key = None

    def _busy(self) -> SaveError:
        return SaveError(
            f"Another run is writing into {self.parts.parent.name!r}. Wait for its end, or give "
            "another folder."
        )


def _is_still(file: IO[bytes], path: Path) -> bool:
    """Whether the file that is locked is the one that others will find."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _locked(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ModuleNotFoundError:
        return _locked_there(file)
    try:
        # A record lock: it ends with this process, whatever its workers still do.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system that knows no locks
        return True
    return True


def _locked_there(file: IO[bytes]) -> bool:
    """Lock a file on Windows."""
    import msvcrt

    try:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
