"""The part of a run that is about faces: before its files are treated, and once they are made."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor

from dcmteach.deid.batch_run import run
from dcmteach.deid.faces import Faces
from dcmteach.deid.faces_gate import Gate
from dcmteach.deid.faces_order import Order
from dcmteach.deid.sources import AnySource, Item, items_of_source
from dcmteach.deid.worker_settings import Done, Settings

__all__ = ["FacePass"]


class FacePass:
    """What a run does about faces.

    Parameters
    ----------
    source : path, iterable of paths, or mapping
        The source of the run.
    settings : Settings
        Of the run.
    known : callable
        Gives of a file what an earlier run made of it.

    Notes
    -----
    What must be remembered between looking and writing, bits of masks and the values that take
    the place of a face, lies compressed in the hidden folder of parts, or, in a dry run, in a
    temporary folder that only this user may enter. It goes with the run.
    """

    def __init__(
        self,
        source: AnySource,
        settings: Settings,
        known: Callable[[Item], tuple[str, str] | None],
    ) -> None:
        self.source = source
        self.settings = settings
        self._own = "" if settings.parts else tempfile.mkdtemp(prefix="dcmteach-")
        self._faces = Faces(
            remove=settings.faces == "remove",
            folder=settings.parts or self._own,
            run=settings.run,
            known=known,
        )
        self._gate = Gate(self._faces, settings)

    @property
    def stopped(self) -> str:
        """Why nothing more can be done; empty if it can."""
        return self._faces.stopped

    def look(
        self,
        *,
        jobs: int,
        executor: Executor | None,
        earlier: Callable[[Item], str],
        progress: Callable[[str], None] | None,
    ) -> None:
        """Look at everything, before any file is treated.

        Parameters
        ----------
        jobs, executor
            As for :func:`~dcmteach.deid.batch_run.run`.
        earlier : callable
            Gives of a file whether an earlier run had found a face in it.
        progress : callable or None
            Told of each stack.
        """
        self._faces.look(
            items_of_source(self.source),
            lambda tasks: run(tasks, self.settings, jobs=jobs, executor=executor, alone=True),
            earlier=earlier,
            progress=progress,
        )

    def order(self, item: Item) -> Order | None:
        """Say what is to become of a file."""
        return self._faces.order(item)

    def take(self, done: Done, item: Item) -> Iterator[tuple[Done, Item]]:
        """Give what may be published, now that a file was made."""
        return self._gate.take(done, item)

    def close(self) -> None:
        """Remove what had to be remembered."""
        if self._own:
            shutil.rmtree(self._own, ignore_errors=True)
