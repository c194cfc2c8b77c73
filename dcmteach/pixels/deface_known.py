"""What was found out about a head last: the next margin or method need not search anew."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dcmteach.pixels.deface_align import Alignment
    from dcmteach.pixels.deface_work import Head
    from dcmteach.pixels.face_there import FaceThere
    from dcmteach.pixels.template import FaceTemplate
    from dcmteach.pixels.volume import Volume

__all__ = ["Known", "known"]

_MOST = 20_000_000  # voxels: of a larger volume nothing is kept in memory


class Known(NamedTuple):
    """All that depends on a head and on a template, and on no choice.

    Parameters
    ----------
    there : FaceThere
        Whether there is a face.
    head : Head
        The volume at three sizes.
    found : Alignment
        Where the template lies.
    brain : SimpleITK.Image
        The estimate of the brain.
    template : FaceTemplate
        The average head; held here, so that no other takes its identity.
    """

    there: FaceThere
    head: Head
    found: Alignment
    brain: Any
    template: FaceTemplate


_lock = Lock()
_last: dict[Hashable, Known] = {}
"""At most one entry, of the volume that was looked at last."""


def known(volume: Volume, template: FaceTemplate, *, sure: float) -> Known | FaceThere:
    """Look at a head, or remember what was seen of it.

    Parameters
    ----------
    volume : Volume
        The scan.
    template : FaceTemplate
        The average head.
    sure : float
        The confidence from which a scan without a face is looked at no further.

    Returns
    -------
    Known or FaceThere
        The latter if there is surely no face.
    """
    key = _key(volume, template)
    with _lock:
        if key in _last:
            return _last[key]
    seen = _look(volume, template, sure)
    if isinstance(seen, Known) and volume.image.GetNumberOfPixels() <= _MOST:
        with _lock:
            _last.clear()
            _last[key] = seen
    return seen


def _look(volume: Volume, template: FaceTemplate, sure: float) -> Known | FaceThere:
    from dcmteach.pixels.brain import brain_of
    from dcmteach.pixels.deface_align import align
    from dcmteach.pixels.deface_work import working_head
    from dcmteach.pixels.face_there import has_face

    there = has_face(volume)
    if not there.present and there.confidence >= sure:
        return there
    head = working_head(volume.image, volume.modality)
    return Known(there, head, align(head, template), brain_of(head), template)


def _key(volume: Volume, template: FaceTemplate) -> Hashable:
    from dcmteach.pixels.volume_need import simple_itk

    itk, image = simple_itk(), volume.image
    place = (image.GetSize(), image.GetOrigin(), image.GetSpacing(), image.GetDirection())
    return (itk.Hash(image), image.GetPixelID(), place, volume.modality, id(template))
