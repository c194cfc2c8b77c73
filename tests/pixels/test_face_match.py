"""Scans are matched to photographs by the faces in them, and no longer when these are gone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_faces import skin, without_face

from dcmteach.errors import DcmteachError
from dcmteach.pixels import match_faces, render_face
from dcmteach.synth.head import head

_SEEDS = range(31, 37)


def _photograph(seed: int) -> object:
    chance = np.random.default_rng(seed)
    turn, lift = chance.uniform(-12, 12), chance.uniform(-6, 6)
    light = (float(chance.uniform(-50, 50)), float(chance.uniform(0, 45)))
    taken = render_face(skin(seed), view=(turn, lift), light=light, size=128)
    noise = chance.normal(0, 6, taken.pixels.shape)
    return replace(
        taken,
        pixels=np.clip(taken.pixels + noise, 0, 255).astype(np.uint8),
        depth=np.full_like(taken.depth, np.nan),  # a photograph has none
    )


def test_scans_find_their_photographs_until_the_faces_are_gone() -> None:
    gallery = [_photograph(seed) for seed in _SEEDS]
    whole = [render_face(skin(seed), size=128) for seed in _SEEDS]
    found = match_faces(whole, gallery)  # type: ignore[arg-type]
    assert found.rank_1 >= 0.8
    assert found.scores.shape == (6, 6)
    assert found.chance == pytest.approx(1 / 6)
    assert "out of 6" in found.describe()
    cut = []
    for seed in _SEEDS:
        made = head(seed, modality="CT", spacing=3.0)
        cut.append(render_face(without_face(made.image, made.parts), size=128))
    after = match_faces(cut, gallery, guides=whole)  # type: ignore[arg-type]
    assert after.rank_1 <= 0.5
    assert after.rank_1 < found.rank_1


def test_the_right_photograph_may_stand_elsewhere() -> None:
    probes = [render_face(skin(seed), size=128) for seed in (31, 32)]
    found = match_faces(probes, [probes[1], probes[0]], truth=(1, 0))
    assert found.ranks == (1, 1)
    assert found.best == (1, 0)


def test_two_scans_are_matched_each_by_itself() -> None:
    gallery = [_photograph(seed) for seed in _SEEDS]
    two = [render_face(skin(seed), size=128) for seed in (31, 33)]
    alone = [match_faces([one], gallery, truth=(0,)).best[0] for one in two]  # type: ignore[arg-type]
    assert match_faces(two, gallery, truth=(0, 2)).best == tuple(alone)  # type: ignore[arg-type]


def test_too_few_portraits_are_refused() -> None:
    one = render_face(skin(), size=64)
    with pytest.raises(DcmteachError, match=r"two photographs \(got 1 and 1\)"):
        match_faces([one], [one])
    with pytest.raises(DcmteachError, match="truth must name one of the 2 photographs"):
        match_faces([one], [one, one], truth=(2,))
