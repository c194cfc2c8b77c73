"""Redacting native pixels changes the boxes, and no other bit."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pydicom
import pytest
from made_images import EXPLICIT, SYNTAXES, image, inside, noise, written
from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.header import read
from dcmteach.pixels.redact import redact, redaction


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("allocated", [8, 16, 32])
def test_every_byte_outside_the_box_stays_in_every_native_syntax(syntax, allocated):
    pixels = noise((3, 9, 11), 1, 200, f"u{allocated // 8}")
    ds = image(pixels, 9, 11, syntax=syntax, BitsAllocated=allocated, NumberOfFrames=3)
    made = written(redact(ds, [(2, 3, 4, 5)], margin=0), syntax)
    assert made.file_meta.TransferSyntaxUID == syntax
    expected = pixels.copy()
    expected[:, 2:6, 3:8] = 0
    order = ">" if syntax.endswith(".2.2") else "<"
    raw = expected.astype(expected.dtype.newbyteorder(order)).tobytes()
    assert made.PixelData == raw + b"\x00" * (len(raw) % 2)


def test_the_input_is_not_changed():
    pixels = noise((8, 8), 0, 255)
    ds = image(pixels, 8, 8)
    before = ds.to_json()
    redact(ds, [(0, 0, 4, 4)], all_text_removed=True)
    assert ds.to_json() == before


def test_a_box_of_one_frame_leaves_the_others():
    pixels = noise((3, 8, 8), 1, 255)
    ds = image(pixels, 8, 8, NumberOfFrames=3)
    made = redact(ds, [(1, 1, 3, 3, 1)], margin=0).pixel_array
    assert (made[[0, 2]] == pixels[[0, 2]]).all()
    assert (made[1][1:4, 1:4] == 0).all()
    assert (made[1][~inside((8, 8), 1, 1, 3, 3)] == pixels[1][~inside((8, 8), 1, 1, 3, 3)]).all()


@pytest.mark.parametrize("syntax", [EXPLICIT, "1.2.840.10008.1.2.2"])
def test_one_bit_pixels_change_bit_by_bit_also_where_frames_share_a_byte(syntax):
    pixels = noise((3, 5, 7), 0, 2)
    packed = np.packbits(pixels.ravel(), bitorder="little").tobytes()
    ds = image(packed, 5, 7, syntax=syntax, BitsAllocated=1, NumberOfFrames=3)
    ds.PixelData = ds.PixelData[:-1] + bytes([ds.PixelData[-1] | 0x80])  # padding is not ours
    made = redact(ds, [(1, 2, 3, 4, 1)], margin=0)
    before = np.unpackbits(np.frombuffer(ds.PixelData, "u1"), bitorder="little")
    after = np.unpackbits(np.frombuffer(made.PixelData, "u1"), bitorder="little")
    mask = np.zeros((3, 5, 7), dtype=bool)
    mask[1, 1:4, 2:6] = True
    covered = np.zeros(len(before), dtype=bool)
    covered[: mask.size] = mask.ravel()
    assert (after[covered] == 0).all()
    assert (after[~covered] == before[~covered]).all()


def test_twelve_bits_in_sixteen_are_black_and_neighbouring_bits_stay():
    pixels = noise((6, 6), 0, 1 << 16, "u2")  # the upper four bits hold something else
    ds = image(pixels, 6, 6, BitsAllocated=16, BitsStored=12)
    made = np.frombuffer(redact(ds, [(1, 1, 2, 2)], margin=0).PixelData, "<u2").reshape(6, 6)
    assert (made[1:3, 1:3] == 0).all()
    outside = ~inside((6, 6), 1, 1, 2, 2)
    assert (made[outside] == pixels[outside]).all()


def test_monochrome1_is_black_at_its_highest_value():
    ds = image(noise((6, 6), 0, 4096, "u2"), 6, 6, BitsAllocated=16, BitsStored=12,
               PhotometricInterpretation="MONOCHROME1")  # fmt: skip
    assert (redact(ds, [(1, 1, 2, 2)], margin=0).pixel_array[1:3, 1:3] == 4095).all()


def test_signed_values_become_the_darkest_the_frame_holds():
    pixels = noise((2, 6, 6), -500, 900, "i2")
    pixels[0, 5, 5], pixels[1, 5, 5] = -1024, -700
    ds = image(pixels, 6, 6, BitsAllocated=16, PixelRepresentation=1, NumberOfFrames=2)
    made = redact(ds, [(1, 1, 2, 2)], margin=0).pixel_array
    assert (made[0, 1:3, 1:3] == -1024).all()
    assert (made[1, 1:3, 1:3] == -700).all()


def test_signed_twelve_bits_keep_their_sign_when_read():
    pixels = noise((6, 6), -800, 900, "i2")
    pixels[5, 5] = -1000
    ds = image(pixels, 6, 6, BitsAllocated=16, BitsStored=12, PixelRepresentation=1)
    made = redact(ds, [(1, 1, 2, 2)], margin=0)
    assert (made.pixel_array[1:3, 1:3] == -1000).all()


def test_the_padding_value_is_what_covers():
    pixels = noise((6, 6), -500, 900, "i2")
    ds = image(pixels, 6, 6, BitsAllocated=16, PixelRepresentation=1)
    ds.add_new("PixelPaddingValue", "SS", -2000)
    assert (redact(ds, [(1, 1, 2, 2)], margin=0).pixel_array[1:3, 1:3] == -2000).all()


@pytest.mark.parametrize("planar", [0, 1])
def test_colour_is_covered_in_both_planar_configurations(planar):
    pixels = noise((2, 6, 7, 3), 1, 255)
    stored = np.moveaxis(pixels, -1, 1) if planar else pixels
    ds = image(np.ascontiguousarray(stored), 6, 7, SamplesPerPixel=3, NumberOfFrames=2,
               PhotometricInterpretation="RGB", PlanarConfiguration=planar)  # fmt: skip
    made = redact(ds, [(1, 2, 3, 3)], margin=0)
    expected = pixels.copy()
    expected[:, 1:4, 2:5] = 0
    back = np.ascontiguousarray(np.moveaxis(expected, -1, 1) if planar else expected)
    assert made.PixelData == back.tobytes() + b"\x00" * (back.size % 2)
    assert made.PlanarConfiguration == planar


def test_ybr_is_black_with_neutral_colour():
    ds = image(noise((6, 6, 3), 1, 255), 6, 6, SamplesPerPixel=3, PlanarConfiguration=0,
               PhotometricInterpretation="YBR_FULL")  # fmt: skip
    made = redact(ds, [(1, 1, 2, 2)], margin=0)
    stored = np.frombuffer(made.PixelData, "u1").reshape(6, 6, 3)
    assert (stored[1:3, 1:3] == (0, 128, 128)).all()
    assert made.PhotometricInterpretation == "YBR_FULL"


def test_half_colour_is_covered_by_whole_pairs():
    pairs = noise((4, 5, 4), 1, 255)  # 4 rows of 5 pairs: Y Y Cb Cr
    ds = image(pairs, 4, 10, SamplesPerPixel=3, PlanarConfiguration=0,
               PhotometricInterpretation="YBR_FULL_422")  # fmt: skip
    result = redaction(ds, [(1, 3, 2, 2)], margin=0)
    assert result.boxes[0][:4] == (1, 2, 2, 4)
    expected = pairs.copy()
    expected[1:3, 1:3] = (0, 0, 128, 128)
    assert result.dataset.PixelData == expected.tobytes()


def test_a_palette_is_covered_with_its_darkest_index():
    ds = image(noise((6, 6), 0, 4), 6, 6, PhotometricInterpretation="PALETTE COLOR")
    for colour, values in (("Red", (90, 255, 3, 7)), ("Green", (90, 255, 2, 200)),
                           ("Blue", (90, 255, 1, 9))):  # fmt: skip
        ds.add_new(f"{colour}PaletteColorLookupTableDescriptor", "US", [4, 0, 16])
        table = np.array(values, "<u2") * 257
        ds.add_new(f"{colour}PaletteColorLookupTableData", "OW", table.tobytes())
    assert (redact(ds, [(1, 1, 2, 2)], margin=0).pixel_array[1:3, 1:3] == 2).all()


@pytest.mark.parametrize(
    ("keyword", "dtype"), [("FloatPixelData", "f4"), ("DoubleFloatPixelData", "f8")]
)
def test_floating_point_pixels_are_covered_with_the_least_value_or_the_padding(keyword, dtype):
    pixels = np.random.default_rng(1).normal(size=(6, 6)).astype(dtype)
    pixels[0, 0] = np.nan
    bits = 8 * pixels.itemsize
    ds = image(pixels, 6, 6, keyword=keyword, BitsAllocated=bits)
    made = np.frombuffer(redact(ds, [(1, 1, 2, 2)], margin=0)[keyword].value, f"<{dtype}")
    made = made.reshape(6, 6)
    assert (made[1:3, 1:3] == np.nanmin(pixels)).all()
    outside = ~inside((6, 6), 1, 1, 2, 2)
    assert made[outside].tobytes() == pixels[outside].tobytes()
    padding = "FloatPixelPaddingValue" if bits == 32 else "DoubleFloatPixelPaddingValue"
    setattr(ds, padding, -9.5)
    padded = np.frombuffer(redact(ds, [(1, 1, 2, 2)], margin=0)[keyword].value, f"<{dtype}")
    assert (padded.reshape(6, 6)[1:3, 1:3] == -9.5).all()


def test_eight_bit_words_of_the_other_byte_order_are_understood():
    pixels = noise((3, 3, 3), 1, 255)  # frames of odd length, in words
    plain = image(pixels, 3, 3, syntax="1.2.840.10008.1.2.2", NumberOfFrames=3)
    words = np.frombuffer(plain.PixelData, "u2").byteswap().tobytes()
    plain.PixelData = words
    plain["PixelData"].VR = "OW"
    assert (plain.pixel_array == pixels).all()
    made = redact(plain, [(1, 1, 1, 1, 1)], margin=0)
    expected = pixels.copy()
    expected[1, 1, 1] = 0
    assert (made.pixel_array == expected).all()
    assert made["PixelData"].VR == "OW"


def test_bytes_behind_the_last_frame_go():
    ds = image(noise((6, 6), 1, 255).tobytes() + bytes(range(36)), 6, 6)
    result = redaction(ds, [(1, 1, 2, 2)], margin=0)
    assert len(result.dataset.PixelData) == 36
    assert "36 bytes behind the last frame" in result.notes[0]


def test_a_number_or_one_for_each_sample_may_cover():
    grey = image(noise((6, 6), 0, 255), 6, 6)
    assert (redact(grey, [(1, 1, 2, 2)], fill=77, margin=0).pixel_array[1:3, 1:3] == 77).all()
    colour = image(noise((6, 6, 3), 0, 255), 6, 6, SamplesPerPixel=3, PlanarConfiguration=0,
                   PhotometricInterpretation="RGB")  # fmt: skip
    made = redact(colour, [(1, 1, 2, 2)], fill=(1, 2, 3), margin=0).pixel_array
    assert (made[1:3, 1:3] == (1, 2, 3)).all()


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        (300, "from 0 to 255, which is what the pixels can hold (got 300)"),
        (-1, "from 0 to 255"),
        (1.5, "whole stored value"),
        ((1, 2), "fill holds 2 values, and a pixel 1"),
        ("white", "fill must be 'black' or stored values (got 'white')"),
    ],
)
def test_a_fill_the_pixels_cannot_hold_is_refused(fill, said):
    ds = image(noise((6, 6), 0, 255), 6, 6)
    with pytest.raises(DcmteachError) as caught:
        redact(ds, [(1, 1, 2, 2)], fill=fill)
    assert said in str(caught.value)


def test_pixels_that_are_not_whole_are_refused():
    ds = image(noise((5, 6), 0, 255), 6, 6)
    with pytest.raises(DcmteachError, match=r"holds 30 bytes, and the Image Pixel .* of 36"):
        redact(ds, [(1, 1, 2, 2)])


def test_colour_that_is_not_halved_as_it_says_is_refused():
    ds = image(noise((4, 10, 3), 1, 255), 4, 10, SamplesPerPixel=3, PlanarConfiguration=0,
               PhotometricInterpretation="YBR_FULL_422")  # fmt: skip
    with pytest.raises(DcmteachError, match="most likely RGB or YBR_FULL"):
        redact(ds, [(1, 1, 2, 2)])


def test_pixels_left_in_the_file_are_fetched(tmp_path):
    pixels = noise((300, 300), 1, 250)
    image(pixels, 300, 300).save_as(tmp_path / "a.dcm", enforce_file_format=True)
    ds = read(tmp_path / "a.dcm", defer_pixels=True)
    made = redact(ds, [(10, 10, 20, 20)], margin=0).pixel_array
    outside = ~inside((300, 300), 10, 10, 20, 20)
    assert (made[outside] == pixels[outside]).all()
    assert (made[~outside] == 0).all()


def test_a_data_set_without_file_meta_is_redacted_as_it_was_read():
    ds = image(noise((6, 6), 1, 250), 6, 6)
    del ds.file_meta
    made = redact(ds, [(1, 1, 2, 2)], margin=0)
    assert np.frombuffer(made.PixelData, "u1").reshape(6, 6)[1:3, 1:3].max() == 0


@pytest.mark.parametrize("seed", range(12))
def test_any_layout_changes_in_the_boxes_alone(seed):
    random = np.random.default_rng(seed)
    allocated = int(random.choice([8, 16, 32]))
    stored = allocated - int(random.integers(0, 6))
    high = stored - 1 + int(random.integers(0, allocated - stored + 1))
    samples = int(random.choice([1, 3])) if allocated < 32 else 1
    rows, columns, frames = (int(n) for n in random.integers(4, 14, 3))
    data = random.bytes(rows * columns * frames * samples * allocated // 8)
    ds = image(data, rows, columns, BitsAllocated=allocated, BitsStored=stored, HighBit=high,
               SamplesPerPixel=samples, PixelRepresentation=int(random.integers(0, 2)),
               PlanarConfiguration=int(random.integers(0, 2)), NumberOfFrames=frames,
               PhotometricInterpretation="MONOCHROME2" if samples == 1 else "RGB",
               syntax=str(random.choice([EXPLICIT, "1.2.840.10008.1.2"])))  # fmt: skip
    boxes = [(1, 0, 2, 2), (2, 1, 2, 3, frames - 1)]
    made = redact(ds, boxes, margin=0)
    size = allocated // 8
    planes = samples > 1 and ds.PlanarConfiguration == 1
    shape = (
        (frames, samples, rows, columns, size) if planes else (frames, rows, columns, samples, size)
    )
    before = np.frombuffer(data, "u1").reshape(shape)
    after = np.frombuffer(made.PixelData[: len(data)], "u1").reshape(shape)
    if planes:
        before, after = np.moveaxis(before, 1, 3), np.moveaxis(after, 1, 3)
    mask = np.zeros((frames, rows, columns), dtype=bool)
    mask[:, 1:3, 0:2] = True
    mask[-1, 2:4, 1:4] = True
    assert (after[~mask] == before[~mask]).all()
    for frame in range(frames):
        covered = after[frame][mask[frame]]
        assert (covered == covered[0]).all()


def test_what_is_no_image_is_refused():
    with pytest.raises(DcmteachError, match="holds no image"):
        redact(Dataset(), [(1, 1, 2, 2)])


def test_a_long_cine_is_held_once_more_and_not_twice(tmp_path):
    frames, size = 200, 256
    image(bytes(frames * size * size), size, size, NumberOfFrames=frames).save_as(tmp_path / "a")
    ds = pydicom.dcmread(tmp_path / "a")
    tracemalloc.start()
    redact(ds, [(0, 0, 20, 256)])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1.3 * frames * size * size
