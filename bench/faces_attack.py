"""An attack: whose photograph belongs to which scan, before and after the face is taken out?"""

from __future__ import annotations

import sys
from typing import Any

from bench.faces_work import shared

__all__ = ["attack"]

_SPACING = 2.0  # mm
_SIZE = 160


def attack(seeds: range) -> dict[str, float]:
    """Match scans of people to photographs of all of them.

    The attacker knows whole faces of these people, which is more than a real one has: from them
    the mean face is made when those of the scans are gone.

    Parameters
    ----------
    seeds : range
        Of the people. A photograph is a render of the face without noise, from a side, in light
        from the left; a scan is a noisy T1 volume.

    Returns
    -------
    dict of str to float
        ``rank_1_before`` and ``rank_1_after``: the share whose own photograph comes first;
        ``chance``: the share that guessing finds.
    """
    from dcmteach.pixels import match_faces

    people = list(shared(_person, seeds))
    photographs, before, after = (list(some) for some in zip(*people, strict=True))
    whole = match_faces(before, photographs)
    cut = [(number, one) for number, one in enumerate(after) if one is not None]
    left = match_faces(
        [one for _, one in cut],
        photographs,
        truth=[number for number, _ in cut],
        guides=before,
    )
    return {
        "rank_1_before": whole.rank_1,
        "rank_1_after": left.rank_1,
        "chance": whole.chance,
        "attacked": float(len(cut)),
    }


def _person(seed: int) -> tuple[Any, Any, Any]:
    """Take a photograph of somebody, and portraits of the scan before and after."""
    from dcmteach.pixels import FaceDoubtful, NoFace, deface, render_face, surface_threshold, volume
    from dcmteach.synth.head import head

    still = head(seed, modality="T1", spacing=_SPACING, noise=0.0, bias=0.0)
    photograph = render_face(still.image, view=(4.0, 2.0), light="left", size=_SIZE)
    scan = volume(head(seed, modality="T1", spacing=_SPACING, turn=(6, 0, -5)).image, modality="MR")
    level = surface_threshold(scan)
    whole = render_face(scan, threshold=level, size=_SIZE)
    try:
        done = deface(scan)
    except (FaceDoubtful, NoFace) as error:
        print(f"attack {seed}: {error}", file=sys.stderr)
        return photograph, whole, None
    return photograph, whole, render_face(done.volume, threshold=level, size=_SIZE)
