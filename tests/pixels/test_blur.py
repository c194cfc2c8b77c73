"""Blurring changes the box alone, and hides nothing from whoever can guess."""

from __future__ import annotations

import numpy as np
import pytest
from made_images import image, inside, noise

from dcmteach.errors import DcmteachError
from dcmteach.pixels.blur import blur


def test_only_the_box_is_blurred_and_its_mean_stays():
    pixels = noise((40, 40), 0, 250)
    ds = image(pixels, 40, 40)
    made = blur(ds, [(8, 8, 24, 24)], sigma=2).pixel_array
    outside = ~inside((40, 40), 8, 8, 24, 24)
    assert (made[outside] == pixels[outside]).all()
    assert abs(float(made[~outside].mean()) - float(pixels[~outside].mean())) < 5
    assert made[~outside].std() < 0.4 * pixels[~outside].std()


def test_a_point_becomes_a_gaussian():
    pixels = np.zeros((41, 41), "i2")
    pixels[20, 20] = 30000
    ds = image(pixels, 41, 41, BitsAllocated=16, PixelRepresentation=1)
    made = blur(ds, [(0, 0, 41, 41)], sigma=3).pixel_array.astype(float)
    rows, columns = np.mgrid[-20:21, -20:21]
    ideal = 30000 * np.exp(-(rows**2 + columns**2) / 18) / (2 * np.pi * 9)
    assert np.abs(made - ideal).max() < 1


def test_a_blurred_word_is_told_from_others_by_blurring_them():
    words = [noise((10, 60), 0, 2) * np.uint8(255 - shade) for shade in range(3)]
    words[1] = np.roll(words[0], 5, axis=1)
    words[2] = np.flipud(words[0])
    blurred = [blur(image(word, 10, 60), [(0, 0, 10, 60)], sigma=4).pixel_array for word in words]
    shown = blurred[1]
    distances = [np.abs(other.astype(int) - shown).sum() for other in blurred]
    assert int(np.argmin(distances)) == 1
    assert sorted(distances)[1] > 0


def test_the_header_claims_no_clean_image():
    made = blur(
        image(noise((8, 8), 0, 250), 8, 8, BurnedInAnnotation="YES"), [(0, 0, 4, 4)], sigma=1
    )
    assert made.BurnedInAnnotation == "YES"
    assert "DeidentificationMethodCodeSequence" not in made
    assert made.ImageType[0] == "DERIVED"


def test_what_is_no_brightness_and_no_width_is_refused():
    palette = image(noise((8, 8), 0, 250), 8, 8, PhotometricInterpretation="PALETTE COLOR")
    with pytest.raises(DcmteachError, match="no brightness that could be blurred"):
        blur(palette, [(0, 0, 4, 4)], sigma=1)
    with pytest.raises(DcmteachError, match="sigma must be above 0"):
        blur(image(noise((8, 8), 0, 250), 8, 8), [(0, 0, 4, 4)], sigma=0)
