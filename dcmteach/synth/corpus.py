"""A large folder of artificial patients to measure with: files and places of every kind."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydicom.dataset import FileDataset

from dcmteach.errors import DcmteachError
from dcmteach.synth.build import key_text
from dcmteach.synth.cache import keep
from dcmteach.synth.corpus_dicomdir import make_dicomdir
from dcmteach.synth.corpus_people import WHO, Who, invent_who
from dcmteach.synth.corpus_shot import Plant, Shot
from dcmteach.synth.corpus_study import Sizes, one_patient
from dcmteach.synth.elements import to_bytes
from dcmteach.synth.person import plain_letters

__all__ = ["build_corpus", "corpus_folder", "corpus_key"]

_SMALL = Sizes(ct=32, mr=32, pet=16, dose=16, frames=3, capture=(24, 32))
_LARGE_FROM = 300


def corpus_folder(files: int = 600) -> Path:
    """Return the corpus, drawing it into the cache first if need be.

    Parameters
    ----------
    files : int, optional
        How many files, a multiple of 3 from 48 on. From 300 on, pictures have their usual size
        (600 files: 250 MiB); below, they are tiny. There is a DICOMDIR besides.

    Returns
    -------
    pathlib.Path
        A folder of folders, whose names tell who the patients are. Copy it before changing it.

    Raises
    ------
    DcmteachError
        If the number will not do, or the cache cannot be written.
    """
    if files % WHO or files < 48:
        raise DcmteachError(
            "The corpus has three patients: files must be a multiple of 3 from 48 on "
            f"(got {files})."
        )
    return keep(f"corpus-{files}", lambda folder: build_corpus(folder, files)) / "corpus"


def corpus_key(folder: Path) -> dict[str, Any]:
    """Return the answer key of a corpus.

    Parameters
    ----------
    folder : pathlib.Path
        What `corpus_folder` returned.

    Returns
    -------
    dict
        ``files``: by path in the folder, a dict of ``number`` (its Instance Number, the same in no
        other file), ``patient``, ``kind``, ``plants`` (lists of place, kind, value, path),
        ``references`` (lists of path and UID) and ``pixels`` (SHA-256 of the pixel bytes);
        ``names``: plants in the names of folders and files; ``tokens``: for each patient, lists of
        kind and text of what must not show; ``uids``: all that must not stay.
    """
    key: dict[str, Any] = json.loads(folder.with_suffix(".json").read_text(encoding="utf-8"))
    return key


def build_corpus(folder: Path, files: int) -> None:
    """Write the corpus, and its answer key beside it.

    Parameters
    ----------
    folder : pathlib.Path
        Gets ``corpus/`` and ``corpus.json``.
    files : int
        How many files.
    """
    top = folder / "corpus"
    sizes = Sizes() if files >= _LARGE_FROM else _SMALL
    share = files // WHO
    key: dict[str, Any] = {"sample": "corpus", "files": {}, "names": [], "tokens": []}
    uids: set[str] = set()
    listed: list[tuple[str, FileDataset]] = []
    for number in range(WHO):
        who = invent_who(number)
        place, names = _folder_name(who)
        tokens = dict.fromkeys(tuple(token) for token in who.tokens())
        for kind, shot, ds in one_patient(who, 1 + number * share, share, sizes):
            name = _file_name(who, kind, shot)
            path = f"{place}/{kind.replace(' ', '')}/{name}"
            if who.person.number in name:
                names.append(Plant("file name", "patient id", who.person.number, path))
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            (top / path).write_bytes(to_bytes(ds))
            key["files"][path], found, further = _entry(kind, shot, ds)
            uids |= found
            tokens.update(dict.fromkeys(further))
            listed.append((path, _stripped(ds)))
        key["names"] += [list(name) for name in names]
        key["tokens"].append([list(token) for token in tokens])
    plants = make_dicomdir(top / "DICOMDIR", listed)
    key["dicomdir"] = [list(plant) for plant in plants]
    key["uids"] = sorted(uids)
    (folder / "corpus.json").write_text(key_text(key), encoding="utf-8", newline="\n")


_LOOKED_FOR = {
    "accession number", "ae title", "date", "device serial number", "other patient id",
    "request id", "station name",
}  # fmt: skip
_SHOWS = _LOOKED_FOR | {
    "address", "birth date", "e-mail", "institution", "patient id", "patient name", "phone",
    "physician name",
}  # fmt: skip
"""Kinds that can be told from chance wherever they stand."""
_UNSEEN = ("ZMPH", "Ward 4, bed 12")
"""Values that cannot, and that nobody looks for."""


def _entry(
    kind: str, shot: Shot, ds: FileDataset
) -> tuple[dict[str, Any], set[str], list[tuple[str, str]]]:
    canaries = shot.canaries.key(ds)
    special = {plant.path for plant in shot.plants}
    plants = [
        Plant(f"header: {_bare(path)}", canary["kind"], canary["value"], path)
        for canary in canaries
        if canary["kind"] in _SHOWS and canary["value"] not in _UNSEEN
        for path in canary["paths"]
        if path not in special
    ]
    pixels = ds.get("PixelData")
    entry = {
        "number": shot.visit.instance,
        "patient": shot.who.number,
        "kind": kind,
        "plants": [list(plant) for plant in (*plants, *shot.plants)],
        "references": [list(reference) for reference in shot.references],
        "pixels": "" if pixels is None else hashlib.sha256(pixels).hexdigest(),
    }
    uids = {canary["value"] for canary in canaries if canary["kind"] == "uid"}
    uids |= {uid for _, uid in shot.references}
    further = [(c["kind"], c["value"][:8] if c["kind"] == "date" else c["value"])
               for c in canaries if c["kind"] in _LOOKED_FOR]  # fmt: skip
    return entry, uids, further


def _bare(path: str) -> str:
    return ".".join(part.partition("[")[0] for part in path.split("."))


def _stripped(ds: FileDataset) -> FileDataset:
    """Leave out what a directory has no use for, so that it does not fill the memory."""
    for tag in (0x7FE00010, 0x30060039, 0x54000100):
        if tag in ds:
            del ds[tag]
    return ds


def _folder_name(who: Who) -> tuple[str, list[Plant]]:
    person = who.person
    family, given = plain_letters(person.family), plain_letters(person.given)
    name = (
        f"{family.upper()}_{given.upper()}",
        f"{person.number} {family}",
        f"{given} {family} {person.birth_date}",
    )[who.number]
    return name, [Plant("folder name", "patient name", family, name)]


def _file_name(who: Who, kind: str, shot: Shot) -> str:
    number = shot.visit.instance
    if kind in {"MR", "DOC"}:
        return f"{who.person.number}_{number:04d}.dcm"
    return f"IM{number:06d}" if kind == "PT" else f"IM{number:06d}.dcm"
