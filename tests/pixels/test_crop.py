"""A cropped image holds the pixels kept, and lies where they lay."""

from __future__ import annotations

import numpy as np
import pytest
from made_images import SYNTAXES, image, noise, written
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import UID

import dcmteach
from dcmteach.errors import DcmteachError
from dcmteach.pixels.crop import crop
from dcmteach.verify import conformance

RLE = "1.2.840.10008.1.2.5"


def _item(**elements: object) -> Dataset:
    item = Dataset()
    for keyword, value in elements.items():
        setattr(item, keyword, value)
    return item


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("allocated", [8, 16])
def test_the_pixels_kept_are_the_same_in_every_native_syntax(syntax, allocated):
    pixels = noise((3, 9, 11), 0, 250, f"u{allocated // 8}")
    ds = image(pixels, 9, 11, syntax=syntax, BitsAllocated=allocated, NumberOfFrames=3)
    made = written(crop(ds, rows=(2, 9), columns=(3, 8)).dataset, syntax)
    assert (made.Rows, made.Columns) == (7, 5)
    assert (made.pixel_array == pixels[:, 2:9, 3:8]).all()
    assert made.file_meta.TransferSyntaxUID == syntax


@pytest.mark.parametrize("planar", [0, 1])
def test_colour_is_cropped_in_both_planar_configurations(planar):
    pixels = noise((2, 6, 7, 3), 1, 255)
    stored = np.ascontiguousarray(np.moveaxis(pixels, -1, 1) if planar else pixels)
    ds = image(stored, 6, 7, SamplesPerPixel=3, NumberOfFrames=2, PlanarConfiguration=planar,
               PhotometricInterpretation="RGB")  # fmt: skip
    assert (crop(ds, rows=(1, 4)).dataset.pixel_array == pixels[:, 1:4]).all()


def test_one_bit_pixels_are_packed_anew():
    pixels = noise((3, 5, 7), 0, 2)
    packed = np.packbits(pixels.ravel(), bitorder="little").tobytes()
    ds = image(packed, 5, 7, BitsAllocated=1, NumberOfFrames=3)
    assert (crop(ds, columns=(1, 6)).dataset.pixel_array == pixels[:, :, 1:6]).all()


def test_half_colour_is_cropped_at_even_columns_only():
    pairs = noise((4, 5, 4), 1, 255)
    ds = image(pairs, 4, 10, SamplesPerPixel=3, PlanarConfiguration=0,
               PhotometricInterpretation="YBR_FULL_422")  # fmt: skip
    made = crop(ds, columns=(2, 8)).dataset
    assert made.Columns == 6
    assert made.PixelData == pairs[:, 1:4].tobytes()
    with pytest.raises(DcmteachError, match=r"even number \(got 1 and 8\)"):
        crop(ds, columns=(1, 8))


def test_losslessly_compressed_images_stay_compressed():
    pixels = noise((2, 12, 10), 1, 250)
    ds = image(pixels, 12, 10, NumberOfFrames=2)
    ds.compress(UID(RLE))
    made = written(crop(ds, rows=(3, 12), columns=(0, 7)).dataset, RLE)
    assert made.file_meta.TransferSyntaxUID == RLE
    assert (made.pixel_array == pixels[:, 3:, :7]).all()


def test_the_position_moves_along_the_orientation():
    ds = image(noise((8, 8), 0, 250), 8, 8, ImagePositionPatient=[-10, 20, 30],
               ImageOrientationPatient=[0, 1, 0, 0, 0, -1], PixelSpacing=[0.5, 0.25])  # fmt: skip
    made = crop(ds, rows=(2, 8), columns=(4, 8)).dataset
    # 4 columns of 0.25 mm along y, 2 rows of 0.5 mm against z
    assert [float(number) for number in made.ImagePositionPatient] == [-10, 21, 29]
    assert made.PixelSpacing == ds.PixelSpacing


def test_every_pixel_kept_lies_where_it_lay():
    cosines = np.array([0.8, 0.6, 0.0]), np.array([-0.36, 0.48, 0.8])
    ds = image(noise((8, 8), 0, 250), 8, 8, ImagePositionPatient=[-101.5, 20.25, 1 / 3],
               ImageOrientationPatient=[*cosines[0], *cosines[1]],
               PixelSpacing=[0.7, 0.3])  # fmt: skip
    made = crop(ds, rows=(3, 7), columns=(2, 8)).dataset

    def place(header: Dataset, row: int, column: int) -> np.ndarray:
        start = np.array([float(number) for number in header.ImagePositionPatient])
        return start + cosines[0] * 0.3 * column + cosines[1] * 0.7 * row

    assert np.allclose(place(made, 1, 4), place(ds, 4, 6), atol=1e-8)
    assert all(len(str(number)) <= 16 for number in made.ImagePositionPatient)


def test_enhanced_images_move_in_their_functional_groups():
    ds = image(noise((2, 8, 8), 0, 250), 8, 8, NumberOfFrames=2)
    ds.SharedFunctionalGroupsSequence = Sequence([
        _item(
            PixelMeasuresSequence=Sequence([_item(PixelSpacing=[2, 3])]),
            PlaneOrientationSequence=Sequence([_item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])]),
        )
    ])  # fmt: skip
    ds.PerFrameFunctionalGroupsSequence = Sequence([
        _item(PlanePositionSequence=Sequence([_item(ImagePositionPatient=[0, 0, z])]))
        for z in (5, 6)
    ])  # fmt: skip
    made = crop(ds, rows=(1, 8), columns=(2, 8)).dataset
    for frame, z in zip(made.PerFrameFunctionalGroupsSequence, (5, 6), strict=True):
        assert list(frame.PlanePositionSequence[0].ImagePositionPatient) == [6, 2, z]


def test_an_rt_image_moves_with_y_upwards():
    ds = image(noise((8, 8), 0, 250), 8, 8, RTImagePosition=[-40, 40],
               ImagePlanePixelSpacing=[2, 1])  # fmt: skip
    assert list(crop(ds, rows=(3, 8), columns=(5, 8)).dataset.RTImagePosition) == [-35, 34]


def test_a_position_without_its_direction_is_refused():
    ds = image(noise((8, 8), 0, 250), 8, 8, ImagePositionPatient=[0, 0, 0])
    with pytest.raises(DcmteachError, match="without ImageOrientationPatient or PixelSpacing"):
        crop(ds, rows=(1, 8))


def test_tiles_of_a_slide_are_refused():
    ds = image(noise((8, 8), 0, 250), 8, 8, TotalPixelMatrixColumns=800)
    with pytest.raises(DcmteachError, match="This image is tiled"):
        crop(ds, rows=(1, 8))


def test_ultrasound_regions_are_shifted_and_cut():
    ds = image(noise((80, 100), 0, 250), 80, 100)
    place = {"RegionLocationMinX0": 10, "RegionLocationMaxX1": 89}
    ds.SequenceOfUltrasoundRegions = Sequence([
        _item(**place, RegionLocationMinY0=20, RegionLocationMaxY1=70, ReferencePixelX0=40,
              ReferencePixelY0=0, TMLinePositionX0=7),
        _item(**place, RegionLocationMinY0=0, RegionLocationMaxY1=9),
    ])  # fmt: skip
    made, notes = crop(ds, rows=(25, 60), columns=(5, 100))
    [region] = made.SequenceOfUltrasoundRegions
    corners = [
        region[f"RegionLocation{name}"].value for name in ("MinX0", "MinY0", "MaxX1", "MaxY1")
    ]
    assert corners == [5, 0, 84, 34]
    # the reference pixel is counted from the region's corner, of which five rows are gone
    assert (region.ReferencePixelX0, region.ReferencePixelY0) == (40, -5)
    assert "TMLinePositionX0" not in region
    assert any("1 ultrasound regions lie outside" in note for note in notes)


def test_overlays_are_cut_to_the_image_and_told_from_its_corner():
    ds = image(noise((10, 10), 0, 250), 10, 10)
    block = noise((8, 8), 0, 2)
    ds.add_new(0x60000010, "US", 8)
    ds.add_new(0x60000011, "US", 8)
    ds.add_new(0x60000050, "SS", [2, 3])  # its first pixel lies in row 1, column 2
    ds.add_new(0x60000100, "US", 1)
    ds.add_new(0x60000102, "US", 0)
    ds.add_new(0x60003000, "OW", np.packbits(block.ravel(), bitorder="little").tobytes())
    made = crop(ds, rows=(4, 9), columns=(0, 6)).dataset
    assert (made[0x60000010].value, made[0x60000011].value) == (5, 4)
    assert list(made[0x60000050].value) == [1, 3]
    bits = np.unpackbits(np.frombuffer(made[0x60003000].value, "u1"), bitorder="little")
    assert (bits[:20].reshape(5, 4) == block[3:8, :4]).all()
    gone = crop(ds, rows=(0, 1))
    assert 0x60003000 not in gone.dataset
    assert any("lay outside" in note for note in gone.notes)


def test_shutters_are_shifted():
    ds = image(noise((20, 20), 0, 250), 20, 20, ShutterShape="RECTANGULAR",
               ShutterLeftVerticalEdge=3, ShutterRightVerticalEdge=18,
               ShutterUpperHorizontalEdge=4, ShutterLowerHorizontalEdge=17,
               CenterOfCircularShutter=[9, 10])  # fmt: skip
    made = crop(ds, rows=(2, 20), columns=(1, 20)).dataset
    assert (made.ShutterLeftVerticalEdge, made.ShutterRightVerticalEdge) == (2, 17)
    assert (made.ShutterUpperHorizontalEdge, made.ShutterLowerHorizontalEdge) == (2, 15)
    assert list(made.CenterOfCircularShutter) == [7, 9]


def test_what_may_count_from_the_old_corner_is_told():
    ds = image(noise((8, 8), 0, 250), 8, 8, FieldOfViewOrigin=[1, 1])
    notes = crop(ds, rows=(1, 8)).notes
    assert "These may still count pixels from the old corner: FieldOfViewOrigin." in notes
    assert "other files mean the pixels of the old image" in notes[-1]


@pytest.mark.parametrize("rows", [(0, 0), (5, 4), (-1, 4), (0, 9)])
def test_a_span_outside_the_image_is_refused(rows):
    ds = image(noise((8, 8), 0, 250), 8, 8)
    with pytest.raises(DcmteachError, match="rows must lie between 0 and 8"):
        crop(ds, rows=rows)


def test_the_header_tells_of_it_and_claims_a_clean_image_only_when_asked():
    ds = image(noise((8, 8), 0, 250), 8, 8, ImageType=["ORIGINAL", "PRIMARY"])
    made = crop(ds, rows=(1, 8)).dataset
    assert list(made.ImageType) == ["DERIVED", "PRIMARY"]
    assert made.DerivationDescription == "cropped to rows 1-7, columns 0-7 from 0 (dcmteach)"
    assert "BurnedInAnnotation" not in made
    assert "DeidentificationMethodCodeSequence" not in made
    clean = crop(ds, rows=(1, 8), all_text_removed=True).dataset
    assert clean.BurnedInAnnotation == "NO"
    assert clean.DeidentificationMethodCodeSequence[0].CodeValue == "113101"


@pytest.mark.parametrize("name", ["ct_thorax", "mr_head", "us_cine"])
def test_a_cropped_sample_conforms_as_it_did(name, tmp_path):
    ds = dcmteach.sample(name)
    before = {str(finding) for finding in conformance(ds)}
    made = crop(ds, rows=(34, 100), columns=(10, 110)).dataset
    back = dcmteach.read(dcmteach.save(made, tmp_path / "small.dcm"))
    assert {str(finding) for finding in conformance(back)} <= before
    assert (back.pixel_array == ds.pixel_array[..., 34:100, 10:110]).all()
