"""The output folder: locked while a run writes there, and never half a file under its name."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from dcmteach.deid.output_lock import FolderLock
from dcmteach.deid.output_part import NO_ROOM, explained, sync_folder
from dcmteach.deid.worker_settings import Done
from dcmteach.errors import SaveError

__all__ = ["MADE_ANEW", "Output", "check_places"]

_WORK = ".dcmteach-unfinished"
_SYNC_AFTER = 256
_TAKEN = (
    "its place is taken by a file with the same SOP Instance UID and other content (from this "
    "source, written by another recipe or version, or cut short since): move that file away or "
    "choose another output folder; with the key and the record of the run that wrote it, what "
    "is no longer whole is made anew"
)

MADE_ANEW = "what an earlier run had written was no longer whole: it was made anew"
"""What is said of an output that replaces its own remains."""


class Output:
    """The folder that files are published in.

    Parameters
    ----------
    folder : Path
        Where to; it is made if need be. While the run lasts it holds a hidden folder of parts,
        which goes with it; what an interrupted run left there is removed by the next.

    Raises
    ------
    SaveError
        On entering: if it cannot be made or written to, or another run is writing there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.parts = self.folder / _WORK
        self._lock = FolderLock(self.parts)
        self._made: set[str] = set()
        self._touched: set[str] = set()
        self._since = 0

    def __enter__(self) -> Output:
        try:
            self._lock.take()
        except (FileExistsError, NotADirectoryError):
            raise SaveError(
                f"{self.folder.name!r} is a file. Give a folder to write into. Nothing was written."
            ) from None
        except OSError as error:
            raise SaveError(
                f"Nothing can be written into {self.folder.name!r}: {explained(error)}. "
                "Choose another folder. Nothing was written."
            ) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.sync()
        self._lock.give_back()
        with contextlib.suppress(OSError):  # only if it is empty
            self.folder.rmdir()

    def publish(self, done: Done, *, known: tuple[str, str] | None = None) -> Done:
        """Give a part its name, unless something else has it.

        Parameters
        ----------
        done : Done
            A file whose part is whole, synced and verified.
        known : tuple of str, optional
            Name and SHA-256 under which the record has the same input's output already: what
            stands there now is no longer that, and is replaced by it.

        Returns
        -------
        Done
            The same, with a reason if it replaced what was no longer whole; or
            ``"there already"``, if the very same file is there; or ``"refused"``.
        """
        if not done.part:
            return done
        target = self.folder / done.name
        parent = os.fspath(target.parent)
        try:
            if parent not in self._made:
                self._make(target.parent)
            if os.path.lexists(target):
                met = self._met(done, target, ours=known == (done.name, done.digest))
                if met.part == "":
                    return met
                done = met
            os.replace(done.part, target)  # noqa: PTH105 - for speed
        except OSError as error:
            Path(done.part).unlink(missing_ok=True)
            return done._replace(status=NO_ROOM, reason=explained(error), part="", name="")
        self._touched.add(parent)
        self._since += 1
        if self._since >= _SYNC_AFTER:
            self.sync()
        return done._replace(part="")

    def sync(self) -> None:
        """Wait until the names of what was published are on the disk."""
        for folder in sorted(self._touched):
            sync_folder(folder)
        self._touched.clear()
        self._since = 0

    def _make(self, parent: Path) -> None:
        missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
        parent.mkdir(parents=True, exist_ok=True)
        self._touched.update(os.fspath(folder.parent) for folder in missing)
        self._made.add(os.fspath(parent))

    def _met(self, done: Done, target: Path, *, ours: bool) -> Done:
        """Say what becomes of a part whose place is taken: it keeps its part if it goes there."""
        usual = target.is_file() and not target.is_symlink()
        same = usual and _digest(target) == (done.digest or _digest(Path(done.part)))
        if usual and ours and not same:
            return done._replace(reason=MADE_ANEW)
        Path(done.part).unlink(missing_ok=True)
        if same:
            return done._replace(status="there already", part="")
        return done._replace(status="refused", reason=_TAKEN, part="", name="")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_places(
    roots: Iterable[Path], destination: Path | None, *, private: Iterable[Path | None] = ()
) -> None:
    """Refuse places that must not be written to, before anything is.

    Parameters
    ----------
    roots : iterable of Path
        What was given as the source.
    destination : Path or None
        The output folder.
    private : iterable of Path or None
        Audit, mappings, the key: they go neither into the output nor into the source.

    Raises
    ------
    SaveError
        If the output lies in the source or the source in the output, a private file in either,
        or two private files in one.
    """
    sources = [root.resolve() for root in roots]
    out = None if destination is None else destination.resolve()
    if out is not None:
        for source in sources:
            if out == source or source in out.parents:
                raise SaveError(
                    f"The output folder {out.name!r} lies in the source, which is never changed. "
                    "Give a folder outside of it. Nothing was written."
                )
            if out in source.parents:
                raise SaveError(
                    f"The source {source.name!r} lies in the output folder {out.name!r}: what is "
                    "de-identified must stand apart from what is not. Give another folder. "
                    "Nothing was written."
                )
    taken: set[Path] = set()
    for path in private:
        if path is None:
            continue
        here = path.resolve()
        if here in taken:
            raise SaveError(
                f"{path.name!r} was given for two things at once: key, record and mappings are "
                "a file each. Give each its own name. Nothing was written."
            )
        taken.add(here)
        if out is not None and (here == out or out in here.parents):
            raise SaveError(
                f"{path.name!r} would lie in the output folder, which is given away, and keys, "
                "mappings and records must not be. Give a place outside of it. Nothing was written."
            )
        for source in sources:
            if here == source or source in here.parents:
                raise SaveError(
                    f"{path.name!r} would lie in the source, which is never changed. "
                    "Give a place outside of it. Nothing was written."
                )
