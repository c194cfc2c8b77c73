"""volume(): what is no volume is refused with a sentence that says what to do."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from made_series import CORONAL, enhanced, one, placed, put, series, slice_, tilted, write
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from dcmteach.errors import DcmteachError, ReadError
from dcmteach.pixels import volume

sitk = pytest.importorskip("SimpleITK")


def refused(source, **how) -> str:
    with pytest.raises(DcmteachError) as caught:
        volume(source, **how)
    text = str(caught.value)
    assert "Quasten" not in text
    assert "4711" not in text
    assert text.endswith(".")
    return text


def test_a_missing_slice_is_told_with_its_place():
    slices = series(8)
    del slices[3]
    text = refused(slices)
    assert "There is a gap: from slice 3 to slice 4, of 7, it is 5.00 mm" in text
    assert "2.50 mm are the rule; about 1 slice is missing" in text
    assert "Get the whole series from its source" in text


def test_uneven_distances_are_refused():
    slices = series(6)
    for number, ds in enumerate(slices):
        ds.ImagePositionPatient = [0, 0, 2.5 * number + (0.6 if number > 2 else 0)]
    assert "do not lie evenly: their distances go from 2.50 to 3.10 mm" in refused(slices)


def test_a_tilted_gantry_is_refused_with_its_angle():
    text = refused(tilted(15))
    assert "sheared by 15.0°: the gantry was tilted" in text
    assert "tilt='shear'" in text


def test_tilt_has_two_ways():
    assert '"refuse" or "shear" (got \'resample\')' in refused(series(), tilt="resample")


def test_slices_shifted_sideways_are_refused():
    slices = series(6)
    slices[2].ImagePositionPatient = [-6, -20, 35]
    assert "shifted sideways against one another by up to 4.0 mm" in refused(slices)


def test_the_same_image_twice_is_refused():
    assert "1 image is there twice (the same SOP Instance UID)" in refused([*series(), slice_(2)])


@pytest.mark.parametrize(
    ("keyword", "first", "second"),
    [("EchoNumbers", 1, 2), ("TemporalPositionIdentifier", 1, 2), ("AcquisitionNumber", 4, 5)],
)
def test_two_scans_in_one_series_are_told_by_what_differs(keyword, first, second):
    both = series(3, **{keyword: first}) + series(3, **{keyword: second})
    for number, ds in enumerate(both):
        ds.SOPInstanceUID = f"1.2.3.{number}"
    text = refused(both)
    assert f"3 slices lie where another one lies already; they differ in {keyword}" in text
    assert f"Give the images with one {keyword} only." in text


def test_scans_that_nothing_tells_apart_are_refused_too():
    both = series(3) + series(3)
    for number, ds in enumerate(both):
        ds.SOPInstanceUID = f"1.2.3.{number}"
    assert "their headers do not tell them apart" in refused(both)


def test_the_frames_of_two_times_in_an_enhanced_image_are_told_by_what_differs():
    ds = enhanced(order=(0, 1, 0, 1))
    for frame in ds.PerFrameFunctionalGroupsSequence[2:]:
        frame.FrameContentSequence[0].TemporalPositionIndex = 2
    assert "they differ in TemporalPositionIndex" in refused(ds)


def test_several_series_are_counted():
    text = refused(series(3) + series(2, SeriesInstanceUID="1.2.9", SeriesNumber=7, Modality="MR"))
    assert "There are 2 series here (series 3, CT: 3 images; series 7, MR: 2 images)" in text
    assert "Give the images of one of them, or its number as series." in text


def test_one_of_several_series_is_taken_by_its_number():
    both = series(3) + series(2, SeriesInstanceUID="1.2.9", SeriesNumber=7, Modality="MR")
    assert (volume(both, series=3).modality, volume(both, series=7).size[2]) == ("CT", 2)
    text = refused(both, series=5)
    assert "no series of number 5 here (SeriesNumber; there are: 3, 7)" in text


def test_localisers_among_the_slices_are_named():
    scout = placed(CORONAL, 1)[0]
    scout.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER"]
    text = refused([*series(5), scout])
    assert "1 of 6 images are localisers" in text
    assert "Leave them out." in text


def test_several_directions_are_counted():
    text = refused(series(5) + placed(CORONAL, 2))
    assert "of 2 directions (ImageOrientationPatient; 5, 2 images)" in text


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"PixelSpacing": [0.5, 0.5]}, "2 pixel spacings (PixelSpacing"),
        ({"FrameOfReferenceUID": "1.2.7"}, "2 frames of reference (FrameOfReferenceUID"),
    ],
)
def test_what_differs_between_slices_is_named(changes, what):
    assert what in refused([*series(3), slice_(3, **changes)])


def test_several_sizes_are_counted():
    other = slice_(3)
    put(other, np.zeros((7, 7), dtype=np.int16))
    assert "2 sizes (Rows and Columns; 3, 1 images)" in refused([*series(3), other])


def test_one_slice_is_no_volume():
    assert "one slice only, and a volume needs two" in refused(slice_())
    assert "one slice only" in refused(get_testdata_file("CT_small.dcm", download=False))


def test_nothing_is_no_volume(tmp_path):
    assert "There are no images here" in refused([])
    assert "The folder holds no files" in refused(tmp_path)
    assert "cannot be made of a int" in refused(7)


@pytest.mark.parametrize(
    "keyword", ["ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"]
)
def test_missing_geometry_is_named(keyword):
    slices = series()
    del slices[1][keyword]
    text = refused(slices)
    assert f"{keyword} is missing" in text
    assert "PS3.3 C.7.6.2" in text


def test_a_picture_is_told_from_a_slice():
    slices = series(3, Modality="CR")
    del slices[0].ImagePositionPatient
    assert "Images of modality CR seldom have it: they are pictures, not slices." in refused(slices)


def test_an_orientation_that_is_none_is_refused():
    assert "not two directions at a right angle" in refused(
        series(3, ImageOrientationPatient=[1, 0, 0, 0.5, 0.5, 0])
    )


def test_files_that_are_no_images_are_counted(tmp_path):
    folder = write(series(3), tmp_path / "s")
    (folder / "notes.txt").write_text("not an image")
    (folder / ".hidden").write_text("never mind")
    (folder / "DICOMDIR").write_text("never mind")
    report = Dataset()
    report.update({key: value for key, value in slice_().items() if key.group < 0x28})
    report.file_meta = slice_().file_meta
    report.save_as(folder / "report.dcm", enforce_file_format=True)
    text = refused(folder)
    assert "holds 2 of 5 files that are no DICOM images" in text
    assert "1 × .txt" in text
    assert "1 × DICOM without an image" in text
    assert "notes" not in text


def test_a_truncated_file_is_named_as_such(tmp_path):
    folder = write(series(3), tmp_path / "s")
    cut = min(folder.iterdir())
    cut.write_bytes(cut.read_bytes()[:-10])
    with pytest.raises(ReadError, match="is truncated"):
        volume(folder)


def test_a_mosaic_is_named():
    text = refused(series(3, ImageType=["ORIGINAL", "PRIMARY", "M", "MOSAIC"]))
    assert "This is a Siemens mosaic" in text
    assert "Convert it to enhanced MR, or to NIfTI" in text


def test_colours_are_refused():
    path = get_testdata_file("examples_rgb_color.dcm", download=False)
    assert "made of grey values, and a picture here is in RGB" in refused(path)


def test_frames_without_a_place_are_refused():
    ds = slice_()
    ds.NumberOfFrames = 3
    put(ds, np.zeros((3, 5, 4), dtype=np.int16))
    assert "3 frames has no functional groups" in refused(ds)


def test_a_table_instead_of_a_slope_is_refused():
    table = one(LUTDescriptor=[2, 0, 16], LUTData=[1, 2], ModalityLUTType="US")
    assert "Modality LUT Sequence" in refused(series(3, ModalityLUTSequence=Sequence([table])))


def test_a_slope_of_nought_is_refused():
    assert "no number a value can be rescaled with" in refused(series(3, RescaleSlope=0))


@pytest.mark.parametrize("spacing", [[0, 0.5], [0.5, -1]])
def test_a_spacing_of_nought_is_refused(spacing):
    assert "PixelSpacing must be two distances above 0 mm" in refused(
        series(3, PixelSpacing=spacing)
    )


def test_without_pixels_there_is_no_slice():
    slices = series(3)
    del slices[1].PixelData
    assert "a data set without an image here" in refused(slices)


def test_too_few_bytes_are_no_slice():
    slices = series(3)
    slices[1].PixelData = slices[1].PixelData[:-4]
    assert "the image is not whole" in refused(slices)


def test_an_image_of_two_axes_is_no_volume():
    assert "this image has 2 axes" in refused(sitk.Image(4, 4, sitk.sitkInt16))
    assert "3 values" in refused(sitk.Image([4, 4, 4], sitk.sitkVectorUInt8, 3))
    assert "one slice only" in refused(sitk.Image(4, 4, 1, sitk.sitkInt16))


def test_without_simpleitk_the_way_to_get_it_is_told():
    code = (
        "import sys; sys.modules['SimpleITK'] = None\n"
        "from dcmteach.pixels import volume\n"
        "try: volume(sys.argv[1])\n"
        "except ValueError as error: print(error)"
    )
    path = get_testdata_file("rtdose.dcm", download=False)
    ended = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )
    assert ended.stdout == (
        'Volumes need SimpleITK, which is not installed. Run: pip install "dcmteach[deface]".\n'
    )


def test_the_room_loads_nothing_heavy_for_it():
    code = (
        "import sys, dcmteach.pixels\n"
        "dcmteach.pixels.volume; dcmteach.pixels.export\n"
        "print(sorted({'numpy', 'SimpleITK', 'matplotlib'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
