"""Raw data of a study: cleaned headers, data that was searched, tails de-identified."""

from __future__ import annotations

import hashlib
import os
from io import BytesIO
from pathlib import Path
from typing import IO

from pydicom.dataset import Dataset

from dcmteach.deid.apply import apply
from dcmteach.deid.names import output_name, short
from dcmteach.deid.output_encode import encode
from dcmteach.deid.output_part import NO_ROOM, explained
from dcmteach.deid.plan import Plan, plan
from dcmteach.deid.recipe_own import own_value
from dcmteach.deid.sources import Item
from dcmteach.deid.study_interfile import Interfile, parse
from dcmteach.deid.study_people import people_beside
from dcmteach.deid.study_raw import copy_searched, header_of, tail_start
from dcmteach.deid.worker_seeds import seeds_for
from dcmteach.deid.worker_settings import Done, Settings
from dcmteach.errors import DcmteachError, ReadError
from dcmteach.header.read import read_open
from dcmteach.verify import Seeds, reread, verify

__all__ = ["treat_raw"]


def treat_raw(item: Item, kind: str, settings: Settings) -> Done:
    """Treat one file of raw data.

    Parameters
    ----------
    item : Item
        The file.
    kind : str
        As :func:`~dcmteach.deid.study_raw.raw_kind` tells it.
    settings : Settings
        How.
    """
    path = Path(item.path)
    if kind == "interfile":
        return _header(item, path, settings)
    if kind == "tail":
        return _tail(item, path, settings)
    return _data(item, path, settings)


def _header(item: Item, path: Path, settings: Settings) -> Done:
    data = path.read_bytes()
    header = parse(data, people=people_beside(path))
    if not header.data_file or not path.with_name(header.data_file).is_file():
        reason = "it is an Interfile header, and its data file is not beside it"
        return Done(item.number, "refused", reason, size=len(data))
    name = _interfile_name(header, item, settings, path.suffix)
    data_name = Path(name).stem + Path(header.data_file).suffix.lower()
    text = header.cleaned(settings.recipe, settings.secrets, data_name, who=settings.who)
    if text is None:
        reason = "its text header cannot be cleaned with certainty"
        return Done(item.number, "refused", reason, size=len(data))
    made = text.encode(header.encoding, "replace")
    done = Done(
        item.number, "written", "", name, "", hashlib.sha256(made).hexdigest(), len(data), _EXTRA
    )
    return _stored(done, settings, lambda file: _put(file, made))


def _data(item: Item, path: Path, settings: Settings) -> Done:
    beside = header_of(path)
    assert beside is not None
    size = path.stat().st_size
    if path.suffix.lower() == ".bf":
        data = beside.read_bytes()
        ds, planned, reason = _planned(data, settings)
        if reason or ds is None or planned is None:
            reason = f"its header, the DICOM file beside it, is refused: {reason}"
            return Done(item.number, "refused", reason, size=size)
        seeds = seeds_for(ds, planned, settings, reread(data))
        name = output_name(ds, settings.secrets, group=item.group, who=settings.who)
        name = name.removesuffix(".dcm") + ".bf"
    else:
        header = parse(beside.read_bytes(), people=people_beside(beside))
        seeds = Seeds.of(header.identity, words=settings.words)
        named = _interfile_name(header, item, settings, beside.suffix)
        name = named[: -len(beside.suffix)] + path.suffix.lower()
    done = Done(item.number, "written", "", name, "", "", size, _EXTRA)
    return _copied(done, path, seeds, settings)


def _tail(item: Item, path: Path, settings: Settings) -> Done:
    size = path.stat().st_size
    start = tail_start(path)
    if start is None:
        reason = "it is raw data, and no DICOM part at its end says whose"
        return Done(item.number, "refused", reason, size=size)
    with path.open("rb") as file:
        file.seek(start)
        data = file.read()
    ds, planned, reason = _planned(data, settings)
    if reason or ds is None or planned is None:
        return Done(item.number, "refused", f"the DICOM part at its end: {reason}", size=size)
    try:
        made = encode(apply(ds, planned, settings.secrets, who=settings.who))
    except DcmteachError as error:
        return Done(item.number, "refused", str(error), size=size)
    seeds = seeds_for(ds, planned, settings, reread(data))
    if settings.verify and not verify(data, made, seeds=seeds).passed:
        reason = "verification of the DICOM part at its end failed"
        return Done(item.number, "withdrawn", reason, size=size)
    name = output_name(ds, settings.secrets, group=item.group, who=settings.who)
    name = name.removesuffix(".dcm") + ".ptd"
    done = Done(item.number, "written", "", name, "", "", size, _EXTRA)
    return _copied(done, path, seeds, settings, stop=start, then=made)


def _planned(data: bytes, settings: Settings) -> tuple[Dataset | None, Plan | None, str]:
    try:
        ds = read_open(BytesIO(data), "this file", len(data), defer_pixels=False)
    except ReadError as error:
        return None, None, str(error).replace("'this file'", "this file")
    recipe = settings.who.recipe_for(ds, settings.recipe)
    planned = plan(ds, recipe, unknown_sop=settings.unknown_sop)
    return ds, planned, planned.refused or settings.who.held(ds) or own_value(planned) or ""


_EXTRA = {"verification": {"passed": True, "raw": "searched for identifiers"}}


def _interfile_name(header: Interfile, item: Item, settings: Settings, suffix: str) -> str:
    secrets, who = settings.secrets, settings.who
    person = who.pseudonym(who.person_of(header.patient))
    folder = "".join(c if c.isalnum() else "-" for c in (item.group or header.kind).lower())
    return f"{person}/{folder}/{short(secrets, 'header', header.text)}{suffix.lower()}"


def _put(file: IO[bytes] | None, data: bytes) -> tuple[str, str]:
    if file is not None:
        file.write(data)
    return hashlib.sha256(data).hexdigest(), ""


def _copied(
    done: Done,
    path: Path,
    seeds: Seeds,
    settings: Settings,
    *,
    stop: int | None = None,
    then: bytes = b"",
) -> Done:
    def work(file: IO[bytes] | None) -> tuple[str, str]:
        _, _, found = copy_searched(path, file, seeds, stop=stop)
        if not found and file is not None:
            file.write(then)
        return "", found

    return _stored(done, settings, work)


def _stored(done: Done, settings: Settings, work: object) -> Done:
    """Do the work into a part, or, in a dry run, into nothing."""
    assert callable(work)
    if settings.dry:
        found = work(None)[1]
        status = "planned"
        part = ""
    else:
        part = os.path.join(settings.parts, f"{settings.run}-{done.number}.part")  # noqa: PTH118 - for speed
        try:
            with open(part, "wb") as file:  # noqa: PTH123
                found = work(file)[1]
            status = "written"
        except OSError as error:
            Path(part).unlink(missing_ok=True)
            return Done(done.number, NO_ROOM, explained(error), size=done.size)
    if found:
        if part:
            Path(part).unlink(missing_ok=True)
        reason = f"{found} of the patient's stands in its raw data"
        return Done(done.number, "refused", reason, size=done.size)
    digest = done.digest
    if part and not digest:
        with open(part, "rb") as file:  # noqa: PTH123
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    return done._replace(status=status, part=part, digest=digest)
