"""Take the face out of a scan of a head."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.pixels.deface_report import Defaced, DefaceReport, FaceDoubtful, NoFace
from dcmteach.pixels.template import PARTS
from dcmteach.pixels.volume import Source, volume

__all__ = ["DefaceReport", "Defaced", "FaceDoubtful", "NoFace", "deface"]

_METHODS = ("remove", "blur", "shell")
_LEAST = 0.5
"""The confidence below which nothing is changed."""
_SURE = 0.75
"""The confidence from which it is believed that there is no face; below, what may be one goes."""


def deface(
    source: Source,
    *,
    method: str = "remove",
    margin: float = 0.0,
    keep: Collection[str] = (),
    template: object = None,
    threshold: float = _LEAST,
) -> Defaced:
    """Take the face out of a scan of a head, and leave its brain alone.

    An average head is laid over the volume by an affine map, found by mutual information, so that
    CT, MR and PET, pitched, turned and cut heads do. What the average has as its face is cut out,
    from the air in front to behind eyes, nose and teeth, so that no relief is left to recognise;
    the ears, too. The cut is held off the brain, which is told from this volume alone.

    Parameters
    ----------
    source : Volume, SimpleITK.Image, or what :func:`dcmteach.volume` reads
        A head; it is not changed.
    method : {"remove", "blur", "shell"}, optional
        Put there what air looks like in this volume; or blur, which is for comparison only and
        **no way to de-identify**; or an average, artificial face, so that later software still
        finds a head.
    margin : float, optional
        How much further to cut, in mm; less, if negative. Never nearer to the brain.
    keep : collection of str, optional
        Parts not to take: ``"ears"``, ``"eyes"``, ``"nose"``, ``"mouth"``.
    template : object, optional
        Another average head: see :func:`dcmteach.pixels.face_template`.
    threshold : float, optional
        The confidence below which it refuses, from 0 to 1.

    Returns
    -------
    Defaced
        The new volume, the mask of what was changed, and a report.

    Raises
    ------
    NoFace
        If :func:`dcmteach.pixels.has_face` finds none and is sure of that; it says why.
    FaceDoubtful
        If it is not certain enough where the face is.
    DcmteachError
        If this is no volume, or an argument is wrong.
    """
    _check(method, margin, keep, threshold)
    start = time.perf_counter()
    before = volume(source)
    from dcmteach.pixels.brain import spread
    from dcmteach.pixels.deface_cut import cut, removed, without_organs
    from dcmteach.pixels.deface_doubt import brain_told, confidence
    from dcmteach.pixels.deface_fill import filled
    from dcmteach.pixels.deface_known import Known, known
    from dcmteach.pixels.template import face_template

    average = face_template(template)
    seen = known(before, average, sure=_SURE)
    if not isinstance(seen, Known):
        raise NoFace(f"There is no face to take out: {_plain(seen.reason)}.")
    head, found, brain = seen.head, seen.found, seen.brain
    made = cut(head, average, found, brain, margin=float(margin), keep=frozenset(keep))
    sure, why = confidence(head, found, made)
    if sure < threshold:
        raise FaceDoubtful(
            f"It is not certain where the face is ({why}; confidence {sure:.2f}, and at least "
            f"{threshold:g} is needed). Nothing was changed. Look at the volume with "
            "render_face, or give a template nearer to it."
        )
    mask = made.mask(before.image)
    after = before.with_image(filled(head, made, mask, method))
    itk, touched, voxels = head.itk, 0, 0
    if brain_told(head, made):  # of a broken estimate, nothing is claimed
        told = without_organs(itk, brain, made.maps)
        touched, voxels = _counted(mask, spread(told, before.image))
    report = DefaceReport(
        parts=removed(made, mask, head),
        brain_touched=touched,
        brain_voxels=voxels,
        confidence=round(sure, 3),
        method=method,
        seconds=round(time.perf_counter() - start, 2),
        template=average.name,
        changed=_counted(mask, mask)[0],
        margin=float(margin),
        kept=tuple(sorted(set(keep))),
    )
    return Defaced(after, mask, report, before)


def _check(method: str, margin: float, keep: Collection[str], threshold: float) -> None:
    if method not in _METHODS:
        raise DcmteachError(f"method must be one of {', '.join(_METHODS)} (got {method!r}).")
    if not -20 <= margin <= 20:
        raise DcmteachError(f"margin must be from -20 to 20 mm (got {margin!r}).")
    if isinstance(keep, str):
        raise DcmteachError(f'keep takes several names: write keep=("{keep}",).')
    unknown = sorted(set(keep) - set(PARTS) | set(keep) & {"face"})
    if unknown:
        raise DcmteachError(
            f"keep names parts of a face: {', '.join(PARTS[1:])} "
            f"(got {', '.join(map(repr, unknown))})."
        )
    if not 0 <= threshold <= 1:
        raise DcmteachError(f"threshold must be from 0 to 1 (got {threshold!r}).")


def _plain(reason: str) -> str:
    return (reason[:1].lower() + reason[1:]).rstrip(".")


def _counted(mask: Any, brain: Any) -> tuple[int, int]:
    """Count the voxels of a brain that lie in a mask, and those that there are."""
    from dcmteach.pixels.volume_need import simple_itk

    itk = simple_itk()
    there = itk.GetArrayViewFromImage(brain) > 0
    return int((there & (itk.GetArrayViewFromImage(mask) > 0)).sum()), int(there.sum())
