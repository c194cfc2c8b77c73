"""Overlays, curves, icons, and lines of presentation states: nobody reads them, so by rule."""

from __future__ import annotations

from io import BytesIO

import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, JPEGBaseline8Bit

from dcmteach.deid import Recipe, Rule, Secrets, apply, plan
from dcmteach.deid.objects.overlays import clear_bits
from dcmteach.verify import conformance, leaks

CT = "1.2.840.10008.5.1.4.1.1.2"
STATE = "1.2.840.10008.5.1.4.1.1.11.1"
SECRETS = Secrets.random()
GRAPHICS = Recipe(options=("clean-graphics",))


def image(sop_class: str = CT, *, syntax: str = ExplicitVRLittleEndian) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = "1.2.3.4.5"
    meta.TransferSyntaxUID = syntax
    ds = FileDataset(BytesIO(), {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, "1.2.3.4.5"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = "1.2.3.4.5.1", "1.2.3.4.5.2"
    ds.PatientName, ds.PatientID, ds.Modality = "Kowalczyk^Zaneta", "LMC-0815", "CT"
    ds.Rows, ds.Columns, ds.SamplesPerPixel = 2, 4, 1
    ds.PhotometricInterpretation, ds.PixelRepresentation = "MONOCHROME2", 0
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 12, 11
    ds.add_new(0x7FE00010, "OW", bytes(range(16)))
    return ds


def with_overlay(ds: Dataset, data: bytes | None = b"\xa5\x00", *, group: int = 0x6000) -> Dataset:
    tag = group << 16
    ds.add_new(tag | 0x10, "US", 2)
    ds.add_new(tag | 0x11, "US", 4)
    ds.add_new(tag | 0x22, "LO", "seen by Kowalczyk")
    ds.add_new(tag | 0x40, "CS", "G")
    ds.add_new(tag | 0x50, "SS", [1, 1])
    ds.add_new(tag | 0x100, "US", 1 if data is not None else 16)
    ds.add_new(tag | 0x102, "US", 0 if data is not None else 12)
    ds.add_new(tag | 0x1500, "LO", "left side")
    if data is not None:
        ds.add_new(tag | 0x3000, "OW", data)
    return ds


def groups(ds: Dataset) -> set[int]:
    return {int(tag) >> 16 for tag in ds._dict}


def done(ds: Dataset, recipe: Recipe | str = "basic") -> Dataset:
    result = apply(ds, plan(ds, recipe), SECRETS)
    buffer = BytesIO()
    dcmwrite(buffer, result)
    assert not leaks(ds, buffer.getvalue())
    return result


def test_an_overlay_goes_with_its_whole_plane() -> None:
    ds = with_overlay(with_overlay(image()), group=0x6002)
    result = done(ds)
    assert not groups(result) & {0x6000, 0x6002}
    assert result.PixelData == ds.PixelData


def test_an_overlay_in_which_no_bit_is_set_stays_where_graphics_are_cleaned() -> None:
    ds = with_overlay(image(), b"\0\0")
    result = done(ds, GRAPHICS)
    assert result[0x60003000].value == b"\0\0"
    assert result[0x60001500].value == "left side"
    assert result[0x60000022].value == "seen by"
    assert 0x6000 not in groups(done(ds))


def test_a_drawn_overlay_goes_even_where_graphics_are_cleaned() -> None:
    assert 0x6000 not in groups(done(with_overlay(image()), GRAPHICS))


def test_a_rule_keeps_an_overlay() -> None:
    recipe = Recipe(rules=(Rule("keep", tag="60003000"),))
    result = done(with_overlay(image()), recipe)
    assert result[0x60003000].value == b"\xa5\x00"
    assert result[0x60000010].value == 2


def test_bits_among_the_pixels_are_set_to_zero_and_no_others() -> None:
    ds = with_overlay(image(), None)
    ds.PixelData = b"\xff\xff\x34\x12" * 4
    result = done(ds)
    assert result.PixelData == b"\xff\xef\x34\x02" * 4
    assert 0x6000 not in groups(result)
    assert ds.PixelData == b"\xff\xff\x34\x12" * 4


def test_bits_among_the_pixels_are_found_in_big_endian_files() -> None:
    ds = with_overlay(image(syntax=ExplicitVRBigEndian), None)
    ds.set_original_encoding(False, False)
    ds.PixelData = b"\xff\xff\x12\x34" * 4
    result = apply(ds, plan(ds), SECRETS)
    assert result.PixelData == b"\xef\xff\x02\x34" * 4


def test_bits_among_compressed_pixels_are_refused() -> None:
    ds = with_overlay(image(syntax=JPEGBaseline8Bit), None)
    assert "these are compressed: decompress it first" in plan(ds).refused


def test_a_rule_that_keeps_overlays_keeps_their_bits_among_the_pixels() -> None:
    ds = with_overlay(image(syntax=JPEGBaseline8Bit), None)
    made = plan(ds, Recipe(rules=(Rule("keep", tag="60003000"),)))
    assert made.refused is None
    assert made.step("PixelData") is None


def test_bits_that_belong_to_the_image_are_refused() -> None:
    ds = with_overlay(image(), None)
    ds[0x60000102].value = 3
    assert "bits of its pixels that hold the image itself" in plan(ds).refused


@pytest.mark.parametrize("size", [0, 2, 7, (2 << 20) + 6])
def test_clearing_bits_keeps_the_length(size: int) -> None:
    cleared = clear_bits(b"\xff" * size, [12, 15], 16, little_endian=True)
    assert cleared == (b"\xff\x6f" * (size // 2 + 1))[:size]


def test_a_bitmap_shutter_goes_with_its_overlay() -> None:
    ds = with_overlay(image(STATE))
    ds.ShutterShape, ds.ShutterOverlayGroup, ds.ShutterPresentationValue = "BITMAP", 0x6000, 0
    result = apply(ds, plan(ds), SECRETS)
    assert "ShutterShape" not in result
    assert "ShutterOverlayGroup" not in result
    ds.ShutterShape = "CIRCULAR"
    assert "ShutterShape" in apply(ds, plan(ds), SECRETS)


def with_curve(ds: Dataset, *, representation: int = 0, data: bytes = b"\1\0\2\0") -> Dataset:
    ds.add_new(0x50000005, "US", 2)
    ds.add_new(0x50000010, "US", 1)
    ds.add_new(0x50000020, "CS", "ECG")
    ds.add_new(0x50000022, "LO", "of Kowalczyk, lead II")
    ds.add_new(0x50000103, "US", representation)
    ds.add_new(0x50003000, "OW", data)
    return ds


def test_curves_go() -> None:
    assert 0x5000 not in groups(done(with_curve(image())))


def test_numbers_of_a_curve_stay_where_graphics_are_cleaned() -> None:
    result = done(with_curve(image()), GRAPHICS)
    assert result[0x50003000].value == b"\1\0\2\0"
    assert result[0x50000022].value.endswith("lead II")
    assert result[0x50000020].value == "ECG"


@pytest.mark.parametrize(("representation", "data"), [(7, b"\1\0"), (0, b"Kowalczyk^")])
def test_a_curve_that_holds_anything_else_goes(representation: int, data: bytes) -> None:
    ds = with_curve(image(), representation=representation, data=data)
    assert 0x5000 not in groups(done(ds, GRAPHICS))


def test_sound_goes_with_its_group() -> None:
    ds = with_curve(image())
    ds.add_new(0x5000200C, "OW", b"\0\0")
    assert 0x5000 not in groups(done(ds, GRAPHICS))


def with_icon(ds: Dataset) -> Dataset:
    icon = Dataset()
    icon.Rows = icon.Columns = 2
    icon.add_new(0x7FE00010, "OB", b"\1\2\3\4")
    ds.IconImageSequence = Sequence([icon])
    return ds


def test_icons_go() -> None:
    assert "IconImageSequence" not in done(with_icon(image()))


def test_a_rule_keeps_an_icon_unless_its_image_is_held_back() -> None:
    recipe = Recipe(rules=(Rule("keep", keyword="IconImageSequence"),))
    ds = with_icon(image())
    assert "IconImageSequence" in done(ds, recipe)
    ds.BurnedInAnnotation = "YES"
    assert "IconImageSequence" not in done(ds, recipe)


def state() -> FileDataset:
    ds = image(STATE)
    del ds.PixelData
    text, line, annotation = Dataset(), Dataset(), Dataset()
    text.UnformattedTextValue = "Kowalczyk: compare with last year"
    text.AnchorPoint, text.AnchorPointVisibility = [1.0, 2.0], "Y"
    line.GraphicAnnotationUnits, line.GraphicDimensions = "PIXEL", 2
    line.NumberOfGraphicPoints, line.GraphicType = 3, "POLYLINE"
    line.GraphicData = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    annotation.GraphicLayer = "LAYER"
    annotation.TextObjectSequence = Sequence([text])
    annotation.GraphicObjectSequence = Sequence([line])
    ds.GraphicAnnotationSequence = Sequence([annotation])
    return ds


def test_text_and_handwriting_of_a_presentation_state_are_made_up() -> None:
    ds = state()
    annotation = done(ds).GraphicAnnotationSequence[0]
    line = annotation.GraphicObjectSequence[0]
    assert list(line.GraphicData) == [1.0, 2.0] * 3
    assert line.NumberOfGraphicPoints == 3
    text = annotation.TextObjectSequence[0].UnformattedTextValue
    assert text
    assert "last year" not in text
    assert not conformance(done(ds), compared_to=ds)


def test_lines_stay_where_graphics_are_cleaned_and_text_where_descriptors_are() -> None:
    recipe = Recipe(options=("clean-graphics", "clean-descriptors"))
    annotation = done(state(), recipe).GraphicAnnotationSequence[0]
    assert list(annotation.GraphicObjectSequence[0].GraphicData) == [1, 2, 3, 4, 5, 6]
    text = annotation.TextObjectSequence[0].UnformattedTextValue
    assert "compare with last year" in text
    assert "Kowalczyk" not in text
