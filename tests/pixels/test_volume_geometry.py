"""volume(): every voxel lies where the header says, whatever the order of the files."""

from __future__ import annotations

import random

import numpy as np
import pytest
from made_series import (
    AXIAL,
    COLUMNS,
    CORONAL,
    OBLIQUE,
    ROWS,
    SAGITTAL,
    enhanced,
    placed,
    plane,
    series,
    slice_,
    tilted,
    write,
)
from pydicom.data import get_testdata_file

from dcmteach.pixels import Volume, volume

sitk = pytest.importorskip("SimpleITK")


def place_of(ds, row: int, column: int) -> np.ndarray:
    """Where a pixel lies, by the equation of PS3.3 C.7.6.2.1.1."""
    along_row, along_column = np.split(np.array(ds.ImageOrientationPatient, dtype=float), 2)
    between_rows, between_columns = (float(number) for number in ds.PixelSpacing)
    start = np.array(ds.ImagePositionPatient, dtype=float)
    return start + along_row * between_columns * column + along_column * between_rows * row


@pytest.mark.parametrize("orientation", [AXIAL, SAGITTAL, CORONAL, OBLIQUE, (-1, 0, 0, 0, 1, 0)])
def test_every_voxel_lies_where_the_header_says(orientation):
    slices = placed(orientation)
    made = volume(slices)
    for number, ds in enumerate(slices):
        for row, column in ((0, 0), (ROWS - 1, 0), (2, COLUMNS - 1)):
            here = place_of(ds, row, column)
            index = made.image.TransformPhysicalPointToIndex(here.tolist())
            exact = made.image.TransformIndexToPhysicalPoint(index)
            assert np.allclose(exact, here, atol=1e-6)
            assert made.image[index] == plane(number)[row, column] - 1000


@pytest.mark.parametrize("orientation", [AXIAL, SAGITTAL, OBLIQUE])
def test_the_axes_are_right_handed_and_of_length_one(orientation):
    direction = np.array(volume(placed(orientation)).image.GetDirection()).reshape(3, 3)
    assert np.allclose(direction.T @ direction, np.eye(3), atol=1e-9)
    assert np.linalg.det(direction) == pytest.approx(1)


def test_the_order_of_the_files_and_their_numbers_do_not_matter(tmp_path):
    slices = series(6)
    for number, ds in enumerate(slices):
        ds.InstanceNumber = 6 - number
    expected = sitk.GetArrayFromImage(volume(slices).image)
    random.Random(1).shuffle(slices)
    for source in (slices, write(slices, tmp_path / "s"), sorted((tmp_path / "s").iterdir())):
        made = volume(source)
        assert np.array_equal(sitk.GetArrayFromImage(made.image), expected)
        assert [ds.InstanceNumber for ds in made.instances] == [6, 5, 4, 3, 2, 1]


def test_size_and_spacing_are_told_along_x_y_z():
    made = volume(series(3))
    assert made.size == (COLUMNS, ROWS, 3)
    assert made.spacing == (0.75, 0.5, 2.5)
    assert made.modality == "CT"
    assert not made.sheared
    assert made.upright() is made


def test_positions_with_one_digit_are_even_enough():
    slices = series(40)
    for number, ds in enumerate(slices):
        ds.ImagePositionPatient = [-10.0, -20.0, round(30 + 0.625 * number, 1)]
    assert volume(slices).spacing[2] == pytest.approx(0.625, abs=0.003)


def test_cosines_with_four_digits_are_a_right_angle():
    turned = [0.9063, 0.4226, 0, -0.4226, 0.9063, 0]
    direction = np.array(volume(placed(tuple(turned))).image.GetDirection()).reshape(3, 3)
    assert np.allclose(direction.T @ direction, np.eye(3), atol=1e-12)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
def test_an_enhanced_image_is_sorted_by_its_functional_groups(order):
    made = volume(enhanced(order=order))
    whole = volume(series(4))
    assert np.array_equal(sitk.GetArrayFromImage(made.image), sitk.GetArrayFromImage(whole.image))
    assert made.spacing == whole.spacing
    assert made.image.GetOrigin() == whole.image.GetOrigin()
    assert len(made.instances) == 1


@pytest.mark.parametrize("name", ["rtdose.dcm", "rtdose_rle.dcm", "rtdose_expb.dcm"])
def test_the_planes_of_an_rt_dose_lie_by_their_offsets(name):
    from pydicom import dcmread

    ds = dcmread(get_testdata_file(name, download=False))
    made = volume(ds)
    offsets = [float(number) for number in ds.GridFrameOffsetVector]
    assert made.size[2] == len(offsets)
    assert made.spacing[2] == pytest.approx(abs(offsets[1] - offsets[0]))
    values = sitk.GetArrayFromImage(made.image)
    stored = ds.pixel_array * float(ds.DoseGridScaling)
    assert np.allclose(values, stored if offsets[1] > 0 else stored[::-1], rtol=1e-6)


def test_with_tilt_shear_every_voxel_lies_where_the_header_says():
    slices = tilted(15)
    made = volume(slices, tilt="shear")
    assert made.sheared
    for number, ds in enumerate(slices):
        here = place_of(ds, 3, 2)
        assert made.image.TransformPhysicalPointToIndex(here.tolist()) == (2, 3, number)
        assert np.allclose(made.image.TransformIndexToPhysicalPoint((2, 3, number)), here)


def test_upright_straightens_a_sheared_volume_in_place():
    angle = 15.0
    slices = tilted(angle, 12)
    made = volume(slices, tilt="shear")
    straight = made.upright()
    assert not straight.sheared
    assert straight.instances == ()
    assert straight.spacing[2] == pytest.approx(2.5 * np.cos(np.radians(angle)))
    here = place_of(slices[6], 2, 1)
    index = straight.image.TransformPhysicalPointToContinuousIndex(here.tolist())
    assert index[2] == pytest.approx(6, abs=1e-6)
    assert straight.image[round(index[0]), round(index[1]), 6] == pytest.approx(
        made.image[1, 2, 6], abs=10
    )


def test_a_small_tilt_within_half_a_pixel_is_no_shear():
    assert not volume(tilted(0.5)).sheared


def test_a_volume_and_an_image_in_memory_are_taken_as_they_are():
    made = volume(series(3))
    assert volume(made) is made
    again = volume(made.image, modality="MR")
    assert (again.modality, again.instances, again.size) == ("MR", (), made.size)


def test_what_it_shows_names_nobody():
    made = volume(series(3))
    for text in (repr(made), made.describe()):
        assert "Quasten" not in text
        assert "4711" not in text
    assert repr(made) == (
        "<Volume: CT, 4 × 5 × 3 voxels of 0.75 × 0.5 × 2.5 mm, from 3 DICOM instances, "
        "16-bit signed integer>"
    )


def test_two_slices_are_enough():
    assert isinstance(volume([slice_(0), slice_(1)]), Volume)
