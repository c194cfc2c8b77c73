"""Text is found in every kind of picture, and judged."""

from __future__ import annotations

import json
import logging
import warnings
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

import dcmteach
from dcmteach.errors import DcmteachError
from dcmteach.header import Identity
from dcmteach.pixels import CannotDecode, EngineMissing, Frames, available, engine, find_text
from dcmteach.pixels.engines import base

ENGINES = [
    pytest.param(name, marks=pytest.mark.skipif(name not in available(), reason="not installed"))
    for name in ("rapidocr", "tesseract")
]


def drawn(text: str, *, shape=(200, 320), ink=255, paper=0, at=(20, 30), size=18):
    picture = Image.new("L", shape[::-1], paper)
    ImageDraw.Draw(picture).text(at, text, fill=ink, font=ImageFont.load_default(size))
    return np.asarray(picture)


def dataset(pixels, **elements):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.PatientName, ds.PatientID, ds.PatientBirthDate = "Wispelmyr^Oda", "QX-71-5501", "19560312"
    frames = pixels if pixels.ndim == 3 else pixels[None]
    if len(frames) > 1:
        ds.NumberOfFrames = len(frames)
    ds.Rows, ds.Columns = frames.shape[1:]
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated = ds.BitsStored = pixels.dtype.itemsize * 8
    ds.HighBit = ds.BitsStored - 1
    ds.PixelRepresentation = int(pixels.dtype.kind == "i")
    ds.PixelData = pixels.tobytes()
    for keyword, value in elements.items():
        setattr(ds, keyword, value)
    return ds


@pytest.mark.parametrize("name", ENGINES)
def test_a_name_is_found_where_it_stands_and_judged_the_patients(name):
    found = find_text(dataset(drawn("WISPELMYR, ODA")), name)
    assert found.judgement == "identifying"
    (box,) = found.frames[0].boxes
    assert box.judgement == "identifier"
    assert box.row <= 36 <= 46 <= box.row + box.height <= 60
    assert box.column <= 24 <= 150 <= box.column + box.width


@pytest.mark.parametrize("name", ENGINES)
def test_text_a_few_grey_levels_above_air_is_found(name):
    noise = np.random.default_rng(1).integers(0, 2, (200, 320)).astype(np.uint8)
    pixels = drawn("WISPELMYR, ODA", ink=5) + noise
    pixels[150:190, 200:300] = 250
    assert find_text(dataset(pixels), name).judgement == "identifying"


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("quarters", [1, 3])
def test_turned_text_is_found(name, quarters):
    pixels = np.ascontiguousarray(np.rot90(drawn("WISPELMYR, ODA"), quarters))
    found = find_text(dataset(pixels), name)
    assert found.judgement == "identifying"
    box = found.frames[0].boxes[0]
    assert box.height > 3 * box.width


@pytest.mark.parametrize("name", ENGINES)
def test_dark_text_on_white_in_signed_16_bit_is_found(name):
    pixels = drawn("WISPELMYR, ODA", ink=0, paper=255).astype(np.int16) * 8 - 1024
    assert find_text(dataset(pixels), name).judgement == "identifying"


@pytest.mark.parametrize("name", ENGINES)
def test_an_empty_picture_is_clean(name):
    ramp = np.add.outer(np.arange(200), np.arange(320)).astype(np.uint16)
    found = find_text(dataset(ramp), name)
    assert found.judgement == "clean"
    assert found.to_json() == {"judgement": "clean", "frames": []}


def test_the_json_has_the_form_of_the_command_line():
    found = find_text(dataset(drawn("WISPELMYR, ODA"))).to_json()
    (frame,) = json.loads(json.dumps(found))["frames"]
    assert frame["frame"] == 0
    names = {"row", "column", "height", "width", "text", "confidence", "judgement"}
    assert set(frame["boxes"][0]) == names


def test_what_is_read_is_not_in_repr_nor_in_a_log(caplog, capfd):
    caplog.set_level(logging.DEBUG)
    found = find_text(dataset(drawn("WISPELMYR, ODA")))
    shown = f"{found!r} {found.frames!r} {found[0]!r} {caplog.text} {capfd.readouterr()}"
    assert "WISP" not in shown.upper()
    assert "WISP" in str(found).upper()  # the table is for the owner of the text


def test_the_identity_of_before_counts_where_the_header_is_cleaned():
    ds = dataset(drawn("WISPELMYR, ODA"), PatientName="ANON", PatientID="1", PatientBirthDate="")
    assert find_text(ds).judgement == "text"
    known = Identity([("patient name", "Wispelmyr^Oda")])
    assert find_text(ds, identity=known).judgement == "identifying"


def test_text_in_an_overlay_is_found_and_its_place_told():
    ds = dataset(np.zeros((200, 320), dtype=np.uint8))
    plane = drawn("WISPELMYR, ODA") > 128
    ds.add_new(0x60000010, "US", 200)
    ds.add_new(0x60000011, "US", 320)
    ds.add_new(0x60003000, "OW", np.packbits(plane.ravel(), bitorder="little").tobytes())
    found = find_text(ds)
    assert [(frame.frame, frame.place) for frame in found.frames] == [(0, "(6000,3000)")]
    assert found.to_json()["frames"][0]["place"] == "(6000,3000)"


def test_text_in_bits_above_the_stored_ones_is_found_as_an_overlay():
    plane = (drawn("WISPELMYR, ODA") > 128).astype(np.uint16)
    ds = dataset(plane << 12, BitsStored=12, HighBit=11)
    ds.add_new(0x60000010, "US", 200)
    ds.add_new(0x60000011, "US", 320)
    ds.add_new(0x60000100, "US", 16)
    ds.add_new(0x60000102, "US", 12)
    assert [frame.place for frame in find_text(ds).frames] == ["(6000,3000)"]


def test_text_in_an_icon_is_found():
    icon = dataset(drawn("WISPELMYR, ODA"))
    del icon.file_meta, icon.PatientName, icon.PatientID, icon.PatientBirthDate
    ds = dataset(np.zeros((64, 64), dtype=np.uint8), IconImageSequence=Sequence([icon]))
    assert [frame.place for frame in find_text(ds).frames] == ["IconImageSequence[0]"]


def test_a_data_set_without_a_picture_is_an_error_not_clean():
    with pytest.raises(CannotDecode, match="no pixel data, no overlay and no icon"):
        find_text(Dataset())


def test_damaged_pixels_are_an_error_that_names_the_transfer_syntax():
    ds = dataset(drawn("WISPELMYR, ODA"))
    ds.PixelData = ds.PixelData[:100]
    with pytest.raises(CannotDecode, match=r"Frame 0 cannot be decoded .transfer syntax Explicit"):
        find_text(ds)


def test_a_missing_engine_is_an_error_that_says_what_to_install(monkeypatch):
    base._made.cache_clear()
    monkeypatch.setattr(base, "available", tuple)
    with pytest.raises(EngineMissing, match=r"pip install 'dcmteach\[rapidocr\]'"):
        engine("auto")
    base._made.cache_clear()


def test_an_unknown_engine_is_refused_with_the_names_there_are():
    with pytest.raises(DcmteachError, match="'auto', 'rapidocr', 'tesseract', 'both'"):
        engine("easyocr")


def test_engine_version_and_settings_are_told_for_the_audit():
    found = find_text(dataset(drawn("WISPELMYR, ODA")))
    assert found.engine in ("rapidocr", "tesseract")
    assert found.version
    assert json.dumps(found.settings)


def test_the_data_set_is_not_changed():
    ds = dataset(drawn("WISPELMYR, ODA"))
    before = ds.to_json()
    find_text(ds)
    assert ds.to_json() == before


def test_find_text_is_a_public_name():
    assert dcmteach.find_text is find_text


def test_colours_of_32_bits_are_grey_without_a_warning():
    folder = Path(pydicom.__file__).parent / "data" / "test_files"
    frames = Frames(dcmteach.read(folder / "SC_rgb_rle_32bit.dcm"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        [grey] = frames.planes(0)[:1]
    assert grey.dtype == np.float32
    assert np.isfinite(grey).all()
    assert 0 <= grey.min() < grey.max() <= 2.0**32


def test_monochrome1_is_shown_as_it_is_seen():
    ds = dataset(drawn("x", ink=255), PhotometricInterpretation="MONOCHROME1")
    frame = Frames(ds)[0]
    assert frame[0, 0] == 255
    assert frame.min() == 0


def moving(frames=24, shape=(200, 320)):
    rng = np.random.default_rng(2)
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    speckle = rng.integers(0, 60, (frames, *shape))
    disc = [
        (rows - 110) ** 2 + (columns - 160 - 20 * np.sin(t / 4)) ** 2 < 3000 for t in range(frames)
    ]
    return (speckle * np.array(disc) + 40 * np.array(disc)).astype(np.uint8)


def test_text_that_stays_is_found_in_every_frame_of_a_cine():
    pixels = np.maximum(moving(), drawn("WISPELMYR, ODA", at=(10, 5)))
    found = find_text(dataset(pixels))
    assert [frame.frame for frame in found.frames] == list(range(24))


def test_text_in_one_frame_only_is_found_in_that_frame():
    pixels = moving()
    pixels[7] = np.maximum(pixels[7], drawn("WISPELMYR, ODA", at=(10, 5)))
    found = find_text(dataset(pixels))
    named = [f.frame for f in found.frames if any(b.judgement == "identifier" for b in f.boxes)]
    assert named == [7]
    box = next(b for f in found.frames for b in f.boxes if b.judgement == "identifier")
    assert box.row <= 12
    assert box.column <= 14


class Counting:
    name, version, settings = "counting", "1", {}

    def __init__(self):
        self.read_pixels = 0

    def read(self, frame):
        self.read_pixels += frame.size
        return []


def test_a_hundred_frames_cost_at_most_three_readings_more_than_one():
    counting = Counting()
    find_text(dataset(moving(100)), counting)
    assert counting.read_pixels <= 3 * 200 * 320


def test_pages_that_have_nothing_in_common_are_all_read():
    texts = ["WISPELMYR", "QX-71-5501", "12.03.1956", "ODA W.", "THORAX", "PAGE SIX"]
    pages = [drawn(text, at=(20, 25 * n), paper=(n % 2) * 200, ink=255 - (n % 2) * 255)
             for n, text in enumerate(texts)]  # fmt: skip
    found = find_text(dataset(np.stack(pages)))
    assert [frame.frame for frame in found.frames] == list(range(6))
