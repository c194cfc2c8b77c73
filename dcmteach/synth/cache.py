"""Larger artificial data: drawn once into the user's cache, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from dcmteach.errors import DcmteachError
from dcmteach.synth.ready import FOLDERS, unknown

__all__ = ["cache_folder", "cached_sample", "is_whole", "sample_folder", "write_manifest"]

GENERATION = 3
"""Raised whenever what is drawn changes, so that an old cache is not taken for the new."""

_MANIFEST = "manifest.json"


def cache_folder() -> Path:
    """Return where drawn data is kept: ``~/.dcmteach/cache``.

    The environment variable ``DCMTEACH_HOME`` names another place than ``~/.dcmteach``. The folder
    may be deleted at any time; what is missing is drawn again.
    """
    home = os.environ.get("DCMTEACH_HOME")
    return (Path(home) if home else Path.home() / ".dcmteach") / "cache"


def sample_folder(name: str = "cohort") -> Path:
    """Return a folder of artificial patients, drawing it first if need be.

    Parameters
    ----------
    name : str
        ``"cohort"``: four patients with two or three series each of small CT and MR images. As in
        a real export, the names of folders and files tell who the patients are.
        ``"clinic"``: eight patients as a research group has them, one of them in archives, with a
        table of demographics and other files between the images.
        ``"head"``: CT, T1 and T2 of one person's head, a folder each, in slices of 2 mm.
        ``"pet_mr_raw"``: the raw data of one PET/MR examination, DICOM and other files.

    Returns
    -------
    pathlib.Path
        A folder of folders. It is kept for the next call: copy it before changing anything.

    Raises
    ------
    DcmteachError
        If there is no folder of that name, NumPy is missing, or the cache cannot be written.
    """
    if name not in FOLDERS:
        raise DcmteachError(unknown(name, FOLDERS, "folder of samples"))
    draw = {
        "clinic": _draw_clinic,
        "cohort": _draw_cohort,
        "head": _draw_head,
        "pet_mr_raw": _draw_raw,
    }
    return keep(name, draw[name]) / name


def cached_sample(name: str) -> Path:
    """Return the file of a sample that is too large to travel, drawing it first if need be.

    Parameters
    ----------
    name : str
        A name in `dcmteach.synth.build.LARGE`.

    Raises
    ------
    DcmteachError
        If NumPy is missing, or the cache cannot be written.
    """

    def draw(folder: Path) -> None:
        from dcmteach.synth.build import build_sample

        build_sample(name, folder)

    return keep(name, draw) / f"{name}.dcm"


def _draw_clinic(folder: Path) -> None:
    from dcmteach.synth.clinic import build_clinic

    build_clinic(folder)


def _draw_cohort(folder: Path) -> None:
    from dcmteach.synth.cohort import build_cohort

    build_cohort(folder)


def _draw_head(folder: Path) -> None:
    from dcmteach.synth.head_series import build_head

    build_head(folder)


def _draw_raw(folder: Path) -> None:
    from dcmteach.synth.pet_mr_raw import build_pet_mr_raw

    build_pet_mr_raw(folder)


def keep(name: str, draw: Callable[[Path], None]) -> Path:
    """Return a folder of the cache, drawing it first if it is missing or damaged.

    Parameters
    ----------
    name : str
        What it is called.
    draw : callable
        Gets an empty folder to draw into.

    Raises
    ------
    DcmteachError
        If NumPy is missing, or the cache cannot be written.
    """
    home = cache_folder()
    target = home / f"{name}-{GENERATION}"
    if is_whole(target):
        return target
    try:
        home.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=home))
    except OSError as error:
        raise DcmteachError(
            f"The cache {home} cannot be written ({error.strerror}). "
            "Set the environment variable DCMTEACH_HOME to a folder that can."
        ) from error
    try:
        draw(work)
        write_manifest(work)
        if target.exists() and not is_whole(target):
            target.rename(work / "broken")
        try:
            work.rename(target)
        except OSError:
            if not is_whole(target):  # nobody else finished it meanwhile
                raise
        shutil.rmtree(target / "broken", ignore_errors=True)
    except ModuleNotFoundError as error:
        raise DcmteachError(
            f"Drawing {name!r} takes {error.name}, which is not installed. "
            f"Install it with: python -m pip install {error.name}"
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def write_manifest(folder: Path) -> None:
    """Write the SHA-256 of every file of a folder into its ``manifest.json``."""
    sums = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    text = json.dumps(sums, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def is_whole(folder: Path) -> bool:
    """Return whether a folder holds every file of its manifest, unchanged."""
    try:
        sums = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return all(
            hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
            for path, digest in sums.items()
        )
    except (OSError, ValueError):
        return False
