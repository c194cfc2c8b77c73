"""Files whose faces were removed: published together, once all of them were looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from pydicom.dataset import Dataset

from dcmteach.deid.faces import Faces
from dcmteach.deid.faces_order import COVERED_NOTE
from dcmteach.deid.faces_series import plain
from dcmteach.deid.sources import Item
from dcmteach.deid.worker_settings import Done, Settings
from dcmteach.errors import DcmteachError
from dcmteach.header.read import read_open

__all__ = ["Gate"]

_AGAIN = "and looked at again, no face"
_NOT_AGAIN = "and not looked at again"
_MADE = frozenset({"written", "there already"})


class Gate:
    """Holds files of a stack until all of it was made.

    Parameters
    ----------
    faces : Faces
        The orders.
    settings : Settings
        Of the run.
    """

    def __init__(self, faces: Faces, settings: Settings) -> None:
        self.faces = faces
        self.settings = settings
        self._waiting: dict[int, list[tuple[Done, Item]]] = defaultdict(list)

    def take(self, done: Done, item: Item) -> Iterator[tuple[Done, Item]]:
        """Take what became of one file; give what may be published now.

        Parameters
        ----------
        done : Done
            What the worker said.
        item : Item
            The file.

        Yields
        ------
        Done, Item
            The file itself, if it has no stack to wait for; or all of its stack, if this was the
            last of it. Where a face is still seen, or the stack is not whole any more, all that
            was written of it is withdrawn.
        """
        order = self.faces.order(item)
        if order is None or not order.covers or self.settings.dry:
            yield done, item
            return
        together = self._waiting[order.stack]
        together.append((done, item))
        if len(together) < self.faces.size(order.stack):
            return
        del self._waiting[order.stack]
        threshold = order.record.get("threshold")
        reason = ""
        if self.settings.verify:
            reason = self._reason([one for one, _ in together], threshold)
        for one, its in together:
            yield self._judged(one, reason), its

    def _judged(self, done: Done, reason: str) -> Done:
        if done.status != "written":
            return done
        note = f"{COVERED_NOTE}, {_AGAIN if self.settings.verify else _NOT_AGAIN}"
        if not reason:
            return done._replace(extra={**done.extra, "faces": note})
        Path(done.part).unlink(missing_ok=True)
        extra = {**done.extra, "faces": "withdrawn"}
        return done._replace(status="withdrawn", reason=reason, part="", name="", extra=extra)

    def _reason(self, together: Sequence[Done], threshold: float | None) -> str:
        """Look at what was written as a stranger would; say why it must not stay."""
        from dcmteach.pixels.face_there import has_face
        from dcmteach.pixels.face_thread import one_itk_thread
        from dcmteach.pixels.render_surface import surface
        from dcmteach.pixels.volume import volume

        made = {done.name: done for done in together if done.status in _MADE}
        if not made:
            return ""
        if any(done.status not in _MADE for done in together):
            return "another file of its series was not written, so its face cannot be looked for"
        try:
            slices = [self._read(done) for done in made.values()]
            with one_itk_thread():
                scan = volume(slices)
                seen = has_face(scan)
                if not seen.present:  # nor by what parted air from skin in the original
                    seen = has_face(surface(scan, threshold=threshold))
        except (DcmteachError, OSError, MemoryError) as error:
            why = plain(error) if isinstance(error, DcmteachError) else type(error).__name__
            return f"verification could not look for its face again: {why}"
        except Exception as error:  # as in a worker: one bad series never ends the run
            return f"verification could not look for its face again: {type(error).__name__}"
        if seen.present:
            return f"verification still finds a face in its series: {plain(seen.reason)}"
        return ""

    def _read(self, done: Done) -> Dataset:
        folder = self.settings.published or self.settings.destination
        data = Path(done.part or Path(folder, done.name)).read_bytes()
        return read_open(BytesIO(data), "this file", len(data), defer_pixels=False)
