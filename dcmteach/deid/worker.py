"""One file, from its bytes to a verified file beside its destination; and a few in a row."""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

from pydicom.dataset import Dataset

from dcmteach.deid.apply import apply
from dcmteach.deid.faces_order import Faced, follow, told_derived, untouched_elsewhere
from dcmteach.deid.faces_series import FaceTask, treat_stack
from dcmteach.deid.marks import text_at
from dcmteach.deid.names import output_name
from dcmteach.deid.objects.burned import held_back, pixels_note
from dcmteach.deid.output_encode import encoded
from dcmteach.deid.output_part import NO_ROOM, explained, sync, write_part
from dcmteach.deid.pixels_step import Cleaned, clean_pixels
from dcmteach.deid.plan import Plan, plan
from dcmteach.deid.recipe_own import own_value
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources_kind import not_dicom
from dcmteach.deid.sources_read import bytes_of
from dcmteach.deid.sources_zip import ArchiveError
from dcmteach.deid.study_raw import RAW, raw_kind
from dcmteach.deid.uids import remap
from dcmteach.deid.worker_plans import plan_digest, plan_steps
from dcmteach.deid.worker_raw import treat_raw
from dcmteach.deid.worker_seeds import seeds_for
from dcmteach.deid.worker_settings import Done, Settings, Task, unpack
from dcmteach.deid.worker_words import NAME, counts, digest_of, plain, withdrawn
from dcmteach.errors import DcmteachError, ReadError
from dcmteach.header.identity import Identity
from dcmteach.header.read import read_open
from dcmteach.verify import Seeds, reread, verify

__all__ = ["run_tasks", "treat"]

_PATIENT_ID = 0x00100020
_RAW_FACE = (
    "it is raw data, or a header of it: nobody can tell whether an image made of it shows a face; "
    "faces='accept' writes it"
)
_WAITING = 8  # files that the disk is asked for at once
_DEFLATED = "1.2.840.10008.1.2.1.99"
_NOBODY = Identity(())


def run_tasks(packed: bytes, tasks: Sequence[Task | FaceTask]) -> list[Done]:
    """Treat a few files; what a worker process is given.

    Parameters
    ----------
    packed : bytes
        The settings, as :func:`~dcmteach.deid.worker_settings.pack` gives them.
    tasks : sequence of Task or FaceTask
        The files; or stacks of slices, to be looked at.

    Returns
    -------
    list of Done
        One each, in their order; the parts they name are synced to the disk.
    """
    settings = unpack(packed)
    done: list[Done] = []
    # The disk is waited for while the next files are treated; several waits end together.
    with ThreadPoolExecutor(_WAITING, thread_name_prefix="dcmteach-sync") as disk:
        synced: list[Future[None] | None] = []
        for task in tasks:
            one = treat(task, settings)
            done.append(one)
            synced.append(disk.submit(sync, one.part) if one.part else None)
        for position, future in enumerate(synced):
            error = None if future is None else future.exception()
            if error is not None:
                one = done[position]
                Path(one.part).unlink(missing_ok=True)
                reason = explained(error) if isinstance(error, OSError) else type(error).__name__
                done[position] = Done(one.number, NO_ROOM, reason, size=one.size)
    return done


def treat(task: Task | FaceTask, settings: Settings) -> Done:
    """Treat one file; whatever is wrong with it is said in what is returned.

    Parameters
    ----------
    task : Task or FaceTask
        The file; or a stack of slices whose face is looked for.
    settings : Settings
        How.
    """
    item = task.item
    if item.problem:
        return Done(item.number, "refused", item.problem)
    try:
        if isinstance(task, FaceTask):
            return treat_stack(task, settings)
        if task.name and _is_there(settings, task):
            return Done(item.number, "there already", name=task.name, digest=task.digest)
        path = Path(item.path)
        if not item.members and path.suffix.lower() in RAW:
            kind = raw_kind(path)
            if kind is not None and settings.faces != "accept":
                return Done(item.number, "held back", _RAW_FACE, size=path.stat().st_size)
            if kind is not None:
                return treat_raw(item, kind, settings)
        return _treat(task, settings)
    except ArchiveError as error:
        return Done(item.number, "refused", str(error))
    except MemoryError:
        return Done(item.number, "refused", "it does not fit into the memory of this computer")
    except Exception as error:  # one bad file never ends the run; its values are never quoted
        return Done(item.number, "refused", _fault(error))


def _fault(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"


def _is_there(settings: Settings, task: Task) -> bool:
    if settings.dry:
        return False
    try:
        with Path(settings.published or settings.destination, task.name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == task.digest
    except OSError:
        return False


def _bytes_of(task: Task) -> bytes:
    return bytes_of(task.item)


def _treat(task: Task, settings: Settings) -> Done:
    item = task.item
    try:
        data = _bytes_of(task)
    except OSError as error:
        return Done(
            item.number, "refused", f"it cannot be read: {error.strerror or type(error).__name__}"
        )
    size = len(data)
    last = item.members[-1] if item.members else item.path
    other = not_dicom(data[:512], last)
    if other is not None:
        return Done(item.number, "other file", other, size=size)
    try:
        ds = read_open(BytesIO(data), NAME, size, defer_pixels=False)
    except ReadError as error:
        if "DICOMDIR" in str(error):
            reason = "a DICOMDIR, an index of the files beside it by their old names"
            return Done(item.number, "other file", reason, size=size)
        return Done(item.number, "refused", plain(str(error)), size=size)
    held = held_back(ds, settings.pixels)
    if held is not None:
        return Done(item.number, "held back", held, size=size)
    waiting = settings.who.held(ds)
    if waiting is not None:
        return Done(item.number, "held back", waiting, size=size)
    if settings.faces == "accept":
        faced = Faced(ds)
    else:
        faced = follow(ds, task.order)
        if faced.held:
            extra = {"faces": faced.note, "face": faced.record}
            return Done(item.number, "held back", faced.held, size=size, extra=extra)
    return _plan_and_write(task, settings, data, ds, faced)


def _plan_and_write(
    task: Task, settings: Settings, data: bytes, came: Dataset, faced: Faced
) -> Done:
    item, size, ds = task.item, len(data), faced.dataset
    recipe = settings.who.recipe_for(ds, settings.recipe)
    planned = plan(ds, recipe, unknown_sop=settings.unknown_sop)
    if planned.refused:
        return Done(item.number, "refused", planned.refused, size=size)
    own = own_value(planned)
    if own is not None:
        return Done(item.number, "held back", own, size=size)
    if settings.pixels != "redact":
        cleaned = Cleaned(ds, note=pixels_note(ds, settings.pixels))
        return _write(task, settings, data, came, cleaned, planned, faced)
    cleaned = clean_pixels(ds, planned, settings.text_engine, settings.regions)
    if cleaned.held:
        extra = {"pixels": cleaned.note, "text": cleaned.record}
        return Done(item.number, "held back", cleaned.held, size=size, extra=extra)
    if cleaned.dataset is not ds:
        planned = plan(cleaned.dataset, recipe, unknown_sop=settings.unknown_sop)
        if planned.refused:
            return Done(item.number, "refused", planned.refused, size=size)
    return _write(task, settings, data, came, cleaned, planned, faced)


def _write(
    task: Task,
    settings: Settings,
    data: bytes,
    came: Dataset,
    cleaned: Cleaned,
    planned: Plan,
    faced: Faced,
) -> Done:
    item, size, ds = task.item, len(data), cleaned.dataset
    secrets = settings.secrets
    planned = told_derived(planned, faced)
    try:
        result = apply(ds, planned, secrets, who=settings.who)
        name = output_name(ds, secrets, group=item.group, who=settings.who)
        made = encoded(result)
    except DcmteachError as error:
        return Done(item.number, "refused", plain(str(error)), size=size)
    digest = digest_of(made) if settings.record else ""
    plan_id = plan_digest(planned) if settings.record else ""
    extra = {
        "sop_class": planned.sop_class,
        "bytes": sum(map(len, made)),
        "actions": counts(planned),
        "pixels": cleaned.note,
        **({"text": cleaned.record} if cleaned.record else {}),
        "faces": faced.note,
        **({"face": faced.record} if faced.record else {}),
        "verification": None,
    }
    done = Done(item.number, "written", "", name, "", digest, size, extra, plan_id)
    if not settings.dry:
        part = os.path.join(settings.parts, f"{settings.run}-{item.number}.part")  # noqa: PTH118 - for speed
        try:
            write_part(part, made)
        except OSError as error:
            return Done(item.number, NO_ROOM, explained(error), size=size)
        done = done._replace(part=part)
    else:
        done = done._replace(status="planned")
    if settings.verify:
        before = reread(data)
        seeds = seeds_for(ds, planned, settings, before)
        written = Path(done.part).read_bytes() if done.part else b"".join(made)
        checked = verify(before, written, seeds=seeds, name=name)
        extra["verification"] = checked.summary()
        reason = "" if checked.passed else withdrawn(checked.summary())
        if not reason and faced.changed and not cleaned.record.get("covered"):
            again = read_open(BytesIO(written), NAME, len(written), defer_pixels=False)
            if not untouched_elsewhere(came, again, faced):
                reason = "verification found pixels changed outside of the face, or not within it"
        if reason:
            Path(done.part).unlink(missing_ok=True)
            return done._replace(status="withdrawn", reason=reason, part="", name="")
    if settings.mapping:
        done = done._replace(
            pairs=_pairs(ds, b"".join(made), secrets),
            patient=(text_at(ds, _PATIENT_ID).strip(), text_at(result, _PATIENT_ID).strip()),
        )
    return done._replace(steps=plan_steps(planned, plan_id, settings)) if settings.record else done


def _pairs(ds: Dataset, made: bytes, secrets: Secrets) -> tuple[tuple[str, str], ...]:
    """Old and new of the UIDs that the output holds."""
    found = ((uid, remap(secrets, uid)) for uid in sorted(Seeds.of(ds, identity=_NOBODY).uids))
    syntax = ds.file_meta.get("TransferSyntaxUID", "")
    return tuple(pair for pair in found if syntax == _DEFLATED or pair[1].encode() in made)
