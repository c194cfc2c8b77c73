"""A defaced volume written where it came from: as a series with new UIDs, or as NIfTI."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydicom.dataset import Dataset
from pydicom.uid import generate_uid

from dcmteach.edit import save
from dcmteach.errors import SaveError
from dcmteach.header.quiet import quiet
from dcmteach.pixels.redact_marks import mark_derived, mark_faceless

if TYPE_CHECKING:
    from dcmteach.pixels.deface_report import Defaced

__all__ = ["claims_no_face", "save_defaced"]

_NEEDED = frozenset({"eyes", "nose", "mouth"})
_HOW = {
    "remove": "Recognizable visual features removed: voxels of the face set to the value of air "
    "under a mask, all others unchanged",
    "shell": "Recognizable visual features removed: the face replaced by an average, artificial "
    "one under a mask, all other voxels unchanged",
    "blur": "The face blurred under a mask, all other voxels unchanged; it may still be recognized",
}


def claims_no_face(made: Defaced) -> bool:
    """Tell whether what was done is enough to say that nobody can be recognised (PS3.15 E.3.2).

    Parameters
    ----------
    made : Defaced
        What was done.

    Returns
    -------
    bool
        False for a blur, for a cut that was made narrower, or that kept eyes, nose or mouth.
    """
    report = made.report
    return report.method != "blur" and report.margin >= 0 and not _NEEDED & set(report.kept)


def save_defaced(made: Defaced, out: Path) -> int:
    """Write a defaced volume, whole or not at all.

    Parameters
    ----------
    made : Defaced
        What :func:`dcmteach.pixels.deface` gave.
    out : Path
        A name ending in .nii or .nii.gz; or, for a volume of DICOM, a folder that is not there.

    Returns
    -------
    int
        How many files were written.

    Raises
    ------
    SaveError
        If the volume does not come from DICOM and `out` is no name of a NIfTI file, if it is there
        already, or it cannot be written.

    Notes
    -----
    All instances get new SOP Instance UIDs, and one new Series Instance UID: those whose pixels
    changed are other images (PS3.3 C.7.6.1.1.2), and one series must not mix both. Study and
    frame of reference stay, and so does all else of the header. Recognizable Visual Features
    (0028,0302) says NO, with the method's code, where :func:`claims_no_face`; else what it said
    before is taken out, for it was said of another image.
    """
    if out.name.lower().endswith((".nii", ".nii.gz")):
        made.volume.save(out)
        return 1
    if not made.volume.instances:
        raise SaveError(
            "What was read is NIfTI, so it is written as NIfTI: give a name ending in .nii or "
            f".nii.gz (got {out.name!r}). Nothing was written."
        )
    if os.path.lexists(out):
        raise SaveError(f"{out.name!r} exists already. Give the name of a new folder. Nothing was "
                        "written.")  # fmt: skip
    names = _names(made.volume.instances)
    part = out.with_name(f".{uuid.uuid4().hex}.part")
    try:
        part.mkdir(parents=False)
        for name, ds in zip(names, _marked(made), strict=True):
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            save(ds, part / name)
        part.rename(out)
    except OSError as error:
        raise SaveError(
            f"{out.name!r} could not be written ({error.strerror or type(error).__name__}). "
            "Nothing was written."
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return len(names)


def _marked(made: Defaced) -> list[Dataset]:
    series = generate_uid(prefix=None)
    claims = claims_no_face(made)
    written = []
    instances = made.volume.instances
    for old, ds in zip(instances, made.volume.datasets(mask=made.mask), strict=True):
        if _pixels(old) is not _pixels(ds) and _pixels(old) != _pixels(ds):
            mark_derived(ds, _HOW[made.report.method], uid=None, notes=[])
        with quiet():
            if ds.SOPInstanceUID == old.SOPInstanceUID:
                ds.SOPInstanceUID = generate_uid(prefix=None)
                if getattr(ds, "file_meta", None) is not None:
                    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
            ds.SeriesInstanceUID = series
            if "RecognizableVisualFeatures" in ds:
                del ds.RecognizableVisualFeatures
        if claims:
            mark_faceless(ds)
        written.append(ds)
    return written


def _pixels(ds: Dataset) -> object:
    for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData"):
        if keyword in ds:
            return ds[keyword].value
    return None


def _names(instances: Sequence[Dataset]) -> list[Path]:
    """Name the files as they were named, below the folder that holds them all."""
    paths = [Path(str(getattr(ds, "filename", "") or "")) for ds in instances]
    if any(not path.name for path in paths):
        return [Path(f"{number:04d}.dcm") for number in range(1, len(paths) + 1)]
    root = Path(os.path.commonpath([path.absolute().parent for path in paths]))
    return [path.absolute().relative_to(root) for path in paths]
