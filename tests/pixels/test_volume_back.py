"""Values out of the instances, and back into them: nothing changes but what was changed."""

from __future__ import annotations

import copy
import itertools

import numpy as np
import pydicom
import pytest
from made_series import CANARY, enhanced, plane, put, series, slice_, tilted, write
from pydicom.uid import RLELossless

from dcmteach.errors import DcmteachError
from dcmteach.pixels import volume

sitk = pytest.importorskip("SimpleITK")


def changed(made, where, value):
    """The image with some voxels changed; `where` indexes (slice, row, column)."""
    values = sitk.GetArrayFromImage(made.image)
    values[where] = value
    return like(made, values)


def like(made, values):
    image = sitk.GetImageFromArray(values)
    image.CopyInformation(made.image)
    return image


def elements(ds) -> dict:
    return {element.tag: element for element in ds}


# --- values ---------------------------------------------------------------------------------------


def test_whole_values_are_int16_and_rescaled():
    made = volume(series(3))
    assert made.image.GetPixelID() == sitk.sitkInt16
    assert np.array_equal(sitk.GetArrayFromImage(made.image)[1], plane(1) - 1000)


@pytest.mark.parametrize(
    ("dtype", "stored", "slope", "intercept", "kind"),
    [
        (np.uint16, 12, 1, -1024, sitk.sitkInt16),
        (np.int16, 16, 1, 0, sitk.sitkInt16),
        (np.uint8, 8, 2, -3, sitk.sitkInt16),
        (np.uint16, 16, 0.5, 0, sitk.sitkFloat32),
        (np.uint16, 16, 1, 40000, sitk.sitkFloat32),
        (np.int32, 32, 1, 0, sitk.sitkInt16),
    ],
)
def test_each_type_of_value_comes_and_goes(dtype, stored, slope, intercept, kind):
    slices = series(3, RescaleSlope=slope, RescaleIntercept=intercept)
    for number, ds in enumerate(slices):
        put(ds, (plane(number) % 200).astype(dtype), stored=stored)
    made = volume(slices)
    assert made.image.GetPixelID() == kind
    values = sitk.GetArrayFromImage(made.image)
    assert np.array_equal(values[2], (plane(2) % 200).astype(float) * slope + intercept)
    new = made.with_image(changed(made, (1, 2, 3), 7 * slope + intercept)).datasets()
    expected = (plane(1) % 200).astype(dtype)
    expected[2, 3] = 7
    assert new[1].PixelData[: expected.nbytes] == expected.tobytes()
    assert [new[n].PixelData == slices[n].PixelData for n in range(3)] == [True, False, True]


def test_each_slice_of_a_pet_has_its_own_slope():
    slices = series(3, Modality="PT", RescaleIntercept=0)
    for number, ds in enumerate(slices):
        ds.RescaleSlope = str(0.25 * (number + 1) + 0.013)
    made = volume(slices)
    assert made.image.GetPixelID() == sitk.sitkFloat32
    values = sitk.GetArrayFromImage(made.image)
    for number, ds in enumerate(slices):
        assert np.allclose(values[number], plane(number) * float(ds.RescaleSlope), rtol=1e-6)
    back = made.datasets()
    assert all(a.PixelData == b.PixelData for a, b in zip(back, slices, strict=True))
    new = made.datasets(changed(made, (2, 0, 0), 50.0))
    assert np.frombuffer(new[2].PixelData, "<i2")[0] == round(50 / (0.75 + 0.013))


def test_values_of_16_bits_without_a_sign_are_exact_in_float():
    slices = series(2)
    for ds in slices:
        ds.RescaleIntercept = 0
        put(ds, np.full((5, 4), 65535, dtype=np.uint16))
    made = volume(slices)
    assert made.image.GetPixelID() == sitk.sitkFloat32
    assert made.image[0, 0, 0] == 65535
    assert [ds.PixelData for ds in made.datasets()] == [ds.PixelData for ds in slices]


def test_floating_point_pixels_come_and_go():
    slices = series(3)
    for number, ds in enumerate(slices):
        del ds.PixelData, ds.PixelRepresentation, ds.HighBit, ds.BitsStored
        ds.BitsAllocated, ds.RescaleIntercept = 32, 0
        ds.FloatPixelData = (plane(number) / 7).astype("<f4").tobytes()
    made = volume(slices)
    assert made.image[1, 2, 1] == pytest.approx(plane(1)[2, 1] / 7)
    new = made.datasets(changed(made, (1, 0, 0), 0.125))
    assert np.frombuffer(new[1].FloatPixelData, "<f4")[0] == 0.125
    assert new[1].FloatPixelData[4:] == slices[1].FloatPixelData[4:]


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2", "1.2.840.10008.1.2.2"])
def test_other_byte_orders_come_and_go(tmp_path, syntax):
    slices = series(3)
    for number, ds in enumerate(slices):
        big = syntax.endswith(".2.2")
        ds.file_meta.TransferSyntaxUID = pydicom.uid.UID(syntax)
        ds.PixelData = plane(number).astype(">i2" if big else "<i2").tobytes()
        ds.save_as(
            tmp_path / f"{number}.dcm",
            implicit_vr=not big,
            little_endian=not big,
            enforce_file_format=True,
        )
    made = volume(tmp_path)
    assert np.array_equal(sitk.GetArrayFromImage(made.image)[2], plane(2) - 1000)
    new = made.datasets(changed(made, (0, 0, 1), -990))
    expected = plane(0)
    expected[0, 1] = 10
    order = ">i2" if syntax.endswith(".2.2") else "<i2"
    assert new[0].PixelData == expected.astype(order).tobytes()


# --- nothing changed ------------------------------------------------------------------------------


def test_where_nothing_changed_every_element_is_as_it_was(tmp_path):
    folder = write(series(5), tmp_path / "s")
    made = volume(folder)
    for back, ds in zip(made.datasets(), made.instances, strict=True):
        assert elements(back) == elements(pydicom.dcmread(ds.filename))
        assert back is not ds


def test_the_input_is_never_changed(tmp_path):
    folder = write(series(4), tmp_path / "s")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    slices = series(4)
    kept = copy.deepcopy(slices)
    for made in (volume(folder), volume(slices)):
        new = made.datasets(changed(made, 2, 0), derivation="tried")
        new[0].PatientName = "Someone^Else"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [elements(ds) for ds in slices] == [elements(ds) for ds in kept]


def test_pixels_stay_in_the_files_until_they_are_used(tmp_path):
    slices = series(2)
    for ds in slices:
        put(ds, np.ones((256, 256), dtype=np.int16))
    made = volume(write(slices, tmp_path / "s"))
    made.datasets()
    assert all(ds._dict[0x7FE00010].value is None for ds in made.instances)


# --- something changed ----------------------------------------------------------------------------


def test_only_the_voxels_that_changed_are_written_anew():
    made = volume(series(4))
    new = made.with_image(changed(made, (2, slice(1, 3), 2), -1000)).datasets()
    expected = plane(2)
    expected[1:3, 2] = 0
    assert new[2].PixelData == expected.tobytes()
    for number in (0, 1, 3):
        assert new[number].PixelData == plane(number).tobytes()


def test_outside_the_mask_nothing_changes():
    made = volume(series(3))
    mask = sitk.Image(made.size, sitk.sitkUInt8)
    mask.CopyInformation(made.image)
    mask[1, 1, 1] = 1
    new = made.datasets(made.image * 0 + 5, mask=mask)
    expected = plane(1)
    expected[1, 1] = 1005
    assert [ds.PixelData for ds in new] == [
        plane(0).tobytes(),
        expected.tobytes(),
        plane(2).tobytes(),
    ]


def test_a_value_that_cannot_be_stored_becomes_the_nearest_that_can():
    slices = series(2)
    for number, ds in enumerate(slices):
        put(ds, plane(number).astype(np.uint16), stored=12)
    made = volume(slices)
    image = changed(made, (0, 0, slice(0, 2)), [-3000, 30000])
    assert np.frombuffer(made.datasets(image)[0].PixelData, "<u2")[:2].tolist() == [0, 4095]


def test_values_between_two_that_can_be_stored_are_rounded():
    made = volume(series(2))
    values = sitk.GetArrayFromImage(made.image).astype(np.float64)
    values[0, 0, :3] = [-999.4, -998.6, np.nan]
    new = made.datasets(like(made, values))
    assert np.frombuffer(new[0].PixelData, "<i2")[:3].tolist() == [1, 1, 1000]


@pytest.mark.parametrize("signed", [False, True])
def test_an_overlay_in_the_bits_above_stays(signed):
    slices = series(2, RescaleIntercept=0)
    for number, ds in enumerate(slices):
        values = plane(number).astype(np.uint16)
        values[::2] |= 0x1000  # the bit above 12
        put(ds, values.view(np.int16) if signed else values, stored=12)
    made = volume(slices)
    assert np.array_equal(sitk.GetArrayFromImage(made.image)[1], plane(1))
    new = made.datasets(changed(made, (1, slice(0, 2), 0), [-5 if signed else 5, 6]))
    words = np.frombuffer(new[1].PixelData, "<u2").reshape(5, 4)
    assert words[0, 0] == (0x1FFB if signed else 0x1005)
    assert words[1, 0] == 6
    again = volume([new[0], new[1]]).image
    assert (again[0, 0, 1], again[0, 1, 1]) == (-5 if signed else 5, 6)


def test_values_in_the_upper_bits_come_and_go():
    slices = series(2, RescaleIntercept=0)
    for number, ds in enumerate(slices):
        put(ds, (plane(number).astype(np.uint16) << 4) | 3, stored=12)
        ds.HighBit = 15
    made = volume(slices)
    assert np.array_equal(sitk.GetArrayFromImage(made.image)[1], plane(1))
    new = made.datasets(changed(made, (0, 0, 0), 9))
    assert np.frombuffer(new[0].PixelData, "<u2")[0] == (9 << 4) | 3


def test_a_negative_value_goes_into_12_signed_bits():
    slices = series(2, RescaleIntercept=0)
    for number, ds in enumerate(slices):
        put(ds, plane(number), stored=12)
    made = volume(slices)
    new = made.datasets(changed(made, (0, 0, 0), -1000))
    assert np.frombuffer(new[0].PixelData, "<i2")[0] == -1000
    assert volume(new).image[0, 0, 0] == -1000


def test_what_was_compressed_without_loss_is_so_again():
    slices = series(3)
    for ds in slices:
        ds.compress(RLELossless)
    made = volume(slices)
    assert np.array_equal(sitk.GetArrayFromImage(made.image)[2], plane(2) - 1000)
    new = made.datasets(changed(made, (1, 0, 0), 77))
    assert all(ds.file_meta.TransferSyntaxUID == RLELossless for ds in new)
    assert [new[n].PixelData == slices[n].PixelData for n in range(3)] == [True, False, True]
    expected = plane(1)
    expected[0, 0] = 1077
    assert np.array_equal(new[1].pixel_array, expected)


def test_the_frames_of_an_enhanced_image_go_back_where_they_were():
    ds = enhanced(order=(2, 0, 3, 1))
    made = volume(ds)
    (new,) = made.datasets(changed(made, (3, 0, 0), -500))
    frames = np.frombuffer(new.PixelData, "<i2").reshape(4, 5, 4)
    assert [int(frame[0, 0]) for frame in frames] == [200, 0, 500, 100]
    assert np.count_nonzero(frames != np.frombuffer(ds.PixelData, "<i2").reshape(4, 5, 4)) == 1


def test_a_sheared_volume_goes_back_exactly():
    slices = tilted(20)
    made = volume(slices, tilt="shear")
    new = made.datasets(changed(made, (3, 1, 1), -1000))
    assert [a.PixelData == b.PixelData for a, b in zip(new, slices, strict=True)] == [
        *(True, True, True),
        False,
    ]
    assert np.frombuffer(new[3].PixelData, "<i2").reshape(5, 4)[1, 1] == 0


def test_the_header_stays_unless_a_derivation_is_told():
    made = volume(series(3))
    image = changed(made, 1, -1000)
    silent, told = made.datasets(image), made.datasets(image, derivation="face removed")
    assert silent[1].SOPInstanceUID == made.instances[1].SOPInstanceUID
    assert silent[1].ImageType[0] == "ORIGINAL"
    assert told[1].ImageType[0] == "DERIVED"
    assert told[1].DerivationDescription == "face removed"
    assert told[1].SOPInstanceUID != made.instances[1].SOPInstanceUID
    assert told[1].file_meta.MediaStorageSOPInstanceUID == told[1].SOPInstanceUID
    assert told[0].SOPInstanceUID == made.instances[0].SOPInstanceUID


def test_changes_in_place_count_too():
    made = volume(series(2))
    made.image[0, 0, 0] = 5
    assert np.frombuffer(made.datasets()[0].PixelData, "<i2")[0] == 1005


def test_changes_add_up_over_several_images():
    made = volume(series(2))
    once = made.with_image(changed(made, (0, 0, 0), 1))
    twice = once.with_image(changed(once, (1, 0, 0), 2))
    first, second = (np.frombuffer(ds.PixelData, "<i2")[0] for ds in twice.datasets())
    assert (first, second) == (1001, 1002)


# --- refusals -------------------------------------------------------------------------------------


def test_an_image_on_another_grid_is_refused():
    made = volume(series(3))
    other = sitk.Image(made.image)
    other.SetOrigin((0, 0, 0))
    smaller = made.image[:, :, :2]
    for image in (other, smaller):
        for do in (made.with_image, made.datasets, lambda i: made.datasets(mask=i)):
            with pytest.raises(DcmteachError, match="lies on another grid than the volume"):
                do(image)


def test_a_volume_without_instances_has_no_way_back():
    made = volume(volume(series(3)).image)
    with pytest.raises(DcmteachError, match="there are no instances to write it back into"):
        made.datasets()


def test_no_sentence_of_the_way_back_names_the_patient():
    slices = series(3)
    del slices[1].BitsAllocated
    with pytest.raises(DcmteachError) as caught:
        volume(slices)
    assert CANARY not in str(caught.value)


def test_every_instance_comes_back_once():
    made = volume(list(itertools.chain(series(2), [slice_(2), slice_(3)])))
    assert len(made.datasets()) == len(made.instances) == 4
