"""The header of a redacted image says what it is, and nothing in it shows the old pixels."""

from __future__ import annotations

import numpy as np
import pytest
from made_images import image, noise, written
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag

import dcmteach
from dcmteach.errors import DcmteachError
from dcmteach.pixels.redact import redact, redaction
from dcmteach.verify import conformance


def _picture(**elements: object) -> Dataset:
    return image(noise((10, 10), 1, 250), 10, 10, **elements)


def _item(**elements: object) -> Dataset:
    item = Dataset()
    for keyword, value in elements.items():
        setattr(item, keyword, value)
    return item


def test_image_type_description_and_method_code_tell_what_was_done():
    ds = _picture(ImageType=["ORIGINAL", "PRIMARY", "AXIAL"], DerivationDescription="resampled")
    made = redact(ds, [(1, 1, 2, 2), (5, 5, 2, 2)])
    assert list(made.ImageType) == ["DERIVED", "PRIMARY", "AXIAL"]
    assert made.DerivationDescription == "resampled; pixels redacted in 2 areas (dcmteach)"
    [code] = made.DeidentificationMethodCodeSequence
    assert (code.CodeValue, code.CodingSchemeDesignator) == ("113101", "DCM")
    assert code.CodeMeaning == "Clean Pixel Data Option"
    again = redact(made, [(3, 3, 2, 2)])
    assert len(again.DeidentificationMethodCodeSequence) == 1


def test_a_long_description_is_cut_and_ours_stays_whole():
    made = redact(_picture(DerivationDescription="x" * 1024), [(1, 1, 2, 2)])
    assert len(made.DerivationDescription) == 1024
    assert made.DerivationDescription.endswith("; pixels redacted in 1 area (dcmteach)")


def test_burned_in_annotation_becomes_no_only_when_asked():
    ds = _picture(BurnedInAnnotation="YES")
    assert redact(ds, [(1, 1, 2, 2)]).BurnedInAnnotation == "YES"
    assert redact(ds, [(1, 1, 2, 2)], all_text_removed=True).BurnedInAnnotation == "NO"


def test_the_uid_is_the_callers_or_a_new_one():
    ds = _picture()
    made = redact(ds, [(1, 1, 2, 2)], uid="1.2.840.99.7")
    assert made.SOPInstanceUID == made.file_meta.MediaStorageSOPInstanceUID == "1.2.840.99.7"
    assert redact(ds, [(1, 1, 2, 2)]).SOPInstanceUID != redact(ds, [(1, 1, 2, 2)]).SOPInstanceUID
    with pytest.raises(DcmteachError, match="uid must be a UID"):
        redact(ds, [(1, 1, 2, 2)], uid="Müller")


def test_without_boxes_a_copy_equals_its_original():
    ds = _picture(ImageType=["ORIGINAL", "PRIMARY"])
    made = redact(ds, [])
    assert made == ds
    assert made is not ds


def test_smallest_and_largest_value_are_told_anew():
    ds = _picture()
    ds.add_new("SmallestImagePixelValue", "US", 1)
    ds.add_new("LargestImagePixelValue", "US", 249)
    ds.add_new("SmallestPixelValueInSeries", "US", 5)
    ds.add_new("LargestPixelValueInSeries", "US", 255)
    made = redact(ds, [(1, 1, 2, 2)])
    assert made.SmallestImagePixelValue == 0
    assert made.LargestImagePixelValue == made.pixel_array.max()
    assert (made.SmallestPixelValueInSeries, made.LargestPixelValueInSeries) == (0, 255)


def test_icons_signatures_and_the_histogram_go_with_a_note():
    ds = _picture()
    ds.IconImageSequence = Sequence([_item(Rows=2, Columns=2, PixelData=b"\1\2\3\4")])
    ds.ReferencedImageSequence = Sequence([_item(IconImageSequence=Sequence([_item(Rows=2)]))])
    ds.DigitalSignaturesSequence = Sequence([_item(MACIDNumber=1)])
    ds.MACParametersSequence = Sequence([_item(MACIDNumber=1)])
    ds.HistogramSequence = Sequence([_item(HistogramNumberOfBins=2)])
    result = redaction(ds, [(1, 1, 2, 2)])
    text = str(result.dataset)
    for keyword in ("Icon Image", "Digital Signatures", "MAC Parameters", "Histogram"):
        assert keyword not in text
    assert [note.split()[1] for note in result.notes] == ["icon", "signatures", "histogram"]


def _overlaid(*, frames: int = 1, origin: tuple[int, int] = (1, 1)) -> Dataset:
    ds = _picture()
    block = np.ones((frames, 10, 10), "u1")
    ds.add_new(0x60000010, "US", 10)
    ds.add_new(0x60000011, "US", 10)
    ds.add_new(0x60000040, "CS", "G")
    ds.add_new(0x60000050, "SS", list(origin))
    ds.add_new(0x60000100, "US", 1)
    ds.add_new(0x60000102, "US", 0)
    if frames > 1:
        ds.add_new(0x60000015, "IS", frames)
    packed = np.packbits(block.ravel(), bitorder="little").tobytes()
    ds.add_new(0x60003000, "OW", packed + b"\0" * (len(packed) % 2))
    return ds


def _bits(ds: Dataset, rows: int = 10, columns: int = 10) -> np.ndarray:
    bits = np.unpackbits(np.frombuffer(ds[0x60003000].value, "u1"), bitorder="little")
    return bits[: bits.size // (rows * columns) * rows * columns].reshape(-1, rows, columns)


def test_overlays_are_cleared_under_the_box_and_kept_beside_it():
    result = redaction(_overlaid(origin=(3, 2)), [(4, 4, 3, 2)], margin=0)
    expected = np.ones((10, 10), "u1")
    expected[2:5, 3:5] = 0
    assert (_bits(result.dataset)[0] == expected).all()
    assert "overlay 6000" in result.notes[0]


def test_a_box_found_in_an_overlay_clears_the_overlay_and_no_pixel():
    ds = _overlaid(origin=(3, 2))
    found = {"judgement": "text", "frames": [
        {"frame": 0, "place": "(6000,3000)",
         "boxes": [{"row": 1, "column": 1, "height": 2, "width": 3}]},
    ]}  # fmt: skip
    made = redact(ds, found, margin=0)
    assert made.PixelData == ds.PixelData
    expected = np.ones((10, 10), "u1")
    expected[1:3, 1:4] = 0
    assert (_bits(made)[0] == expected).all()
    assert made.ImageType[0] == "DERIVED"


def test_an_overlay_that_cannot_be_read_goes():
    ds = _overlaid()
    ds[0x60000010].value = 500
    made = redact(ds, [(1, 1, 2, 2)])
    assert 0x60003000 not in made
    assert 0x60000010 not in made


def test_overlays_in_unused_bits_are_covered_with_the_pixels():
    pixels = noise((10, 10), 0, 1 << 13, "u2")  # bit 12 is the overlay
    ds = image(pixels, 10, 10, BitsAllocated=16, BitsStored=12)
    ds.add_new(0x60000010, "US", 10)
    ds.add_new(0x60000011, "US", 10)
    ds.add_new(0x60000050, "SS", [1, 1])
    ds.add_new(0x60000100, "US", 16)
    ds.add_new(0x60000102, "US", 12)
    made = np.frombuffer(redact(ds, [(1, 1, 3, 3)], margin=0).PixelData, "<u2").reshape(10, 10)
    assert (made[1:4, 1:4] == 0).all()
    assert (made[4:] == pixels[4:]).all()


def test_frame_types_of_enhanced_images_say_derived():
    ds = _picture(ImageType=["ORIGINAL", "PRIMARY", "VOLUME", "NONE"])
    kind = _item(FrameType=["ORIGINAL", "PRIMARY", "VOLUME", "NONE"])
    ds.SharedFunctionalGroupsSequence = Sequence([_item(CTImageFrameTypeSequence=Sequence([kind]))])
    made = redact(ds, [(1, 1, 2, 2)])
    group = made.SharedFunctionalGroupsSequence[0].CTImageFrameTypeSequence[0]
    assert group.FrameType[0] == "DERIVED"


def test_a_redacted_sample_conforms_and_can_be_saved(tmp_path):
    ds = dcmteach.sample("us_cine")
    before = {str(finding) for finding in conformance(ds)}
    made = redact(ds, [(0, 0, 33, 320), (226, 0, 14, 320)], margin=0, all_text_removed=True)
    path = dcmteach.save(made, tmp_path / "clean.dcm")
    back = dcmteach.read(path)
    assert {str(finding) for finding in conformance(back)} <= before
    assert (back.pixel_array[:, :33] == 0).all()
    assert (back.pixel_array[:, 35:224] == ds.pixel_array[:, 35:224]).all()
    assert back.BurnedInAnnotation == "NO"


def test_a_file_may_be_named_instead(tmp_path):
    dcmteach.save(_picture(ImageType=["ORIGINAL", "PRIMARY"]), tmp_path / "a.dcm")
    made = redact(tmp_path / "a.dcm", [(1, 1, 2, 2)], margin=0)
    assert (written(made).pixel_array[1:3, 1:3] == 0).all()


def test_an_element_nobody_can_decode_is_no_hindrance():
    ds = _picture(ImageType=["ORIGINAL", "PRIMARY"])
    ds._dict[BaseTag(0x00280A02)] = RawDataElement(
        BaseTag(0x00280A02), "US", 3, b"abc", 0, False, True
    )
    made = redact(ds, [(1, 1, 2, 2)], margin=0)
    assert made.ImageType[0] == "DERIVED"
    assert (made.pixel_array[1:3, 1:3] == 0).all()
