"""The relief tells how much of a face is left."""

from __future__ import annotations

import numpy as np
import SimpleITK as sitk
from made_faces import changed, image, skin, without_face

from dcmteach.pixels import facial_relief, relief_correlation
from dcmteach.synth.head import head


def test_a_face_is_like_itself() -> None:
    assert relief_correlation(skin(), skin()) > 0.999


def test_the_nose_stands_out_in_the_middle() -> None:
    relief = facial_relief(skin())
    row, column = divmod(int(np.nanargmax(np.where(relief.steep, np.nan, relief.relief))), 64)
    assert relief.relief.shape == (80, 64)
    assert 24 <= column <= 40
    assert 25 <= row <= 60


def test_a_cut_face_leaves_little_relief() -> None:
    made = head(11, modality="CT", spacing=3.0)
    assert abs(relief_correlation(made.image, without_face(made.image, made.parts))) < 0.45


def test_nothing_left_is_flat() -> None:
    empty = changed(image(), np.full(image().GetSize()[::-1], -1000, dtype=np.int16))
    assert relief_correlation(skin(), empty) == 0


def test_a_blurred_face_is_still_there() -> None:
    soft = sitk.SmoothingRecursiveGaussian(sitk.Cast(image(), sitk.sitkFloat32), 4.0)
    assert relief_correlation(skin(), soft) > 0.7


def test_an_ovoid_has_no_relief_of_a_face() -> None:
    low, high = skin().box
    ball = sitk.GaussianSource(
        sitk.sitkFloat32,
        image().GetSize(),
        [float(v) for v in (high - low) / 3],
        [float(v) for v in (high + low) / 2],
        1000,
        image().GetOrigin(),
        image().GetSpacing(),
        image().GetDirection(),
    )
    assert abs(relief_correlation(skin(), ball)) < 0.35


def test_a_turned_head_has_the_same_relief_in_its_own_frame() -> None:
    one, two = (facial_relief(skin(13, "CT", turn)) for turn in ((0, 0, 0), (15, 0, 0)))
    assert relief_correlation(one, two) > 0.75
