"""One stack of slices in a worker: made a volume, looked at, and its face taken out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydicom.dataset import Dataset

from dcmteach.deid.output_part import NO_ROOM, explained
from dcmteach.deid.sources import Item
from dcmteach.deid.sources_read import bytes_of
from dcmteach.deid.sources_zip import ArchiveError
from dcmteach.deid.worker_settings import Done, Settings
from dcmteach.errors import DcmteachError, ReadError
from dcmteach.header.read import read_open

if TYPE_CHECKING:
    from dcmteach.pixels.volume import Volume

__all__ = ["CLEAR", "COVERED", "HELD", "THERE", "FaceTask", "treat_stack"]

CLEAR, HELD, COVERED, THERE = "clear", "held", "covered", "there already"
"""What a stack came to: it shows no face, it is held back, its face is covered, or an earlier run
has written all of it."""

_BLURRED = "blurred"  # by somebody before us: what is left of the face may be recognised
_CUT = "defaced"  # by somebody before us; or only a part of a face lies in the field of view
_SURE_OF_CUT = 0.75
_SURE = 0.5  # of has_face; what is less sure is not known
_BRAIN = 0.002  # the share of the brain that may be touched before a cut is taken for a wrong one


class FaceTask(NamedTuple):
    """One stack to be looked at.

    Parameters
    ----------
    item : Item
        Its first file; its number is that of the stack.
    items : tuple of Item
        One file for each slice.
    remove : bool
        Whether its face is taken out.
    patches : str
        The file in which what changes in each file is kept; empty where nothing is.
    mask : str
        The file in which its mask is kept for others; empty if no other needs it.
    masks : tuple of str
        Masks of other stacks in the same frame of reference: they tell where the face is.
    known : tuple of (str, str)
        For each file, the output of an earlier run and its digest; empty if not all are known.
    """

    item: Item
    items: tuple[Item, ...]
    remove: bool
    patches: str = ""
    mask: str = ""
    masks: tuple[str, ...] = ()
    known: tuple[tuple[str, str], ...] = ()


class _NoRoomError(Exception):
    """Why what a run needs to remember cannot be written."""


def treat_stack(task: FaceTask, settings: Settings) -> Done:
    """Look at one stack.

    Parameters
    ----------
    task : FaceTask
        The stack.
    settings : Settings
        How.

    Returns
    -------
    Done
        Its `extra` has the ``"verdict"``, a ``"reason"``, a ``"record"`` for the audit, and, where
        the face was taken out, where in the file of patches that of each slice lies.
    """
    if task.known and _all_there(task, settings):
        return _said(task, THERE)
    from dcmteach.pixels.face_thread import one_itk_thread

    try:
        with one_itk_thread():
            return _look(task)
    except DcmteachError as error:  # its sentences name nobody
        return _said(task, HELD, f"no volume can be made of its series: {plain(error)}")
    except _NoRoomError as error:
        return Done(task.item.number, NO_ROOM, str(error))


def _look(task: FaceTask) -> Done:
    from dcmteach.pixels.deface_report import NoFace
    from dcmteach.pixels.face_there import has_face
    from dcmteach.pixels.volume import volume

    try:
        slices = [_read(item) for item in task.items]
    except (ReadError, ArchiveError, OSError):
        return _said(task, HELD, "a file of its series cannot be read, so its face cannot be found")
    made = volume(slices)
    if task.remove:
        try:
            return _remove(task, made, slices)
        except NoFace:
            pass
    face = has_face(made)
    record: dict[str, Any] = {"confidence": round(float(face.confidence), 3)}
    why = plain(face.reason)
    if face.present:
        reason = f"a face can be made of its series: {why}; faces='remove' takes it out"
        return _said(task, HELD, reason, record)
    unsure = face.confidence < (_SURE_OF_CUT if face.kind == _CUT else _SURE)
    if unsure or face.kind == _BLURRED:
        return _said(task, HELD, f"nobody can tell whether it shows a face: {why}", record)
    return _said(task, CLEAR, why, record)


def _remove(task: FaceTask, before: Volume, slices: Sequence[Dataset]) -> Done:
    from dcmteach.pixels.deface import deface
    from dcmteach.pixels.deface_report import NoFace
    from dcmteach.pixels.face_mask import cover, load_mask, save_mask
    from dcmteach.pixels.face_there import has_face
    from dcmteach.pixels.render_surface import surface

    record: dict[str, Any]
    try:
        covered = cover(before, [load_mask(path) for path in task.masks]) if task.masks else None
        if covered is not None:
            after, mask = covered
            record = {"method": "the mask of another series in the same frame of reference"}
        else:
            made = deface(before, method="remove")
            after, mask, record = made.volume, made.mask, _record(made.report)
    except NoFace:
        raise
    except DcmteachError as error:
        return _said(task, HELD, f"its face could not be removed with certainty: {plain(error)}")
    if record.get("brain_touched", 0) > _BRAIN * max(record.get("brain_voxels", 0), 1):
        return _said(task, HELD, "taking its face out would take brain with it", record)
    # By the value that parted air from skin before: without the face, another one may be found.
    record["threshold"] = float(f"{surface(before).threshold:.6g}")
    left = has_face(surface(after, threshold=record["threshold"]))
    if left.present:
        reason = f"a face is still seen after the removal: {plain(left.reason)}"
        return _said(task, HELD, reason, record)
    try:
        changed = _patches(task, before, after, mask, slices)
        if task.mask:
            save_mask(mask, task.mask)
    except OSError as error:
        raise _NoRoomError(explained(error)) from None
    return _said(task, COVERED, "", record, changed)


def _patches(
    task: FaceTask, before: Volume, after: Volume, mask: Any, slices: Sequence[Dataset]
) -> dict[int, tuple[int, int]]:
    """Write what changes in each file; say where in the file of patches it lies."""
    from dcmteach.pixels.face_patch import make_patch, masks_of

    numbers = {
        str(ds.SOPInstanceUID): item.number for ds, item in zip(slices, task.items, strict=True)
    }
    found: dict[int, tuple[int, int]] = {}
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(task.patches, flags, 0o600), "wb") as file:
        made = before.datasets(after.image, mask=mask)
        for old, new, part in zip(before.instances, made, masks_of(before, mask), strict=True):
            data = make_patch(old, new, part)
            found[numbers[str(old.SOPInstanceUID)]] = (file.tell(), len(data))
            file.write(data)
    return found


def _record(report: Any) -> dict[str, Any]:
    return {
        "method": report.method,
        "removed": {name: round(100 * float(share), 1) for name, share in report.parts.items()},
        "brain_touched": int(report.brain_touched),
        "brain_voxels": int(report.brain_voxels),
        "confidence": round(float(report.confidence), 3),
    }


def _read(item: Item) -> Dataset:
    data = bytes_of(item)
    return read_open(BytesIO(data), "this file", len(data), defer_pixels=False)


def _all_there(task: FaceTask, settings: Settings) -> bool:
    if settings.dry:
        return False
    folder = Path(settings.published or settings.destination)
    try:
        for name, digest in task.known:
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    return False
    except OSError:
        return False
    return True


def _said(
    task: FaceTask,
    verdict: str,
    reason: str = "",
    record: dict[str, Any] | None = None,
    patches: dict[int, tuple[int, int]] | None = None,
) -> Done:
    extra = {"verdict": verdict, "reason": reason, "record": record or {}, "patches": patches or {}}
    return Done(task.item.number, "looked at", extra=extra)


def plain(told: object) -> str:
    """Put a sentence into another one."""
    text = " ".join(str(told).split()).rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
