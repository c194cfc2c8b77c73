"""export() to PNG and JPEG: what a viewer shows, and not a byte besides."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pydicom
import pydicom.data
import pytest
from made_series import CANARY, SAGITTAL, nifti, one, placed, plane, put, series, slice_, write
from pydicom.sequence import Sequence

from dcmteach.errors import DcmteachError
from dcmteach.header import read
from dcmteach.pixels import export
from dcmteach.pixels.export_encode import jpeg_bytes, parts_of, png_bytes
from dcmteach.pixels.export_shade import shown

Image = pytest.importorskip("PIL.Image")

NAMES = sorted(
    str(path.relative_to(Path(pydicom.data.__file__).parent))
    for path in Path(pydicom.data.__file__).parent.rglob("*.dcm")
)
MORE = ["text", "tEXt", "zTXt", "iTXt", "tIME", "eXIf", "iCCP"]


def picture(ds, tmp_path: Path, **how) -> np.ndarray:
    with Image.open(export(ds, tmp_path / "out.png", overwrite=True, **how).path) as image:
        return np.asarray(image)


def grey(values: list[list[float]], **changes: object):
    ds = slice_(RescaleIntercept=0)
    put(ds, np.array(values, dtype=np.int16))
    for keyword, value in changes.items():
        setattr(ds, keyword, value)
    return ds


# --- nothing besides ------------------------------------------------------------------------------


def test_a_png_has_three_kinds_of_chunk_and_a_jpeg_no_comment(tmp_path):
    png = export(slice_(), tmp_path / "out.png").path.read_bytes()
    jpeg = export(slice_(), tmp_path / "out.jpg").path.read_bytes()
    assert parts_of(png) == ["IHDR", "IDAT", "IEND"]
    assert set(parts_of(jpeg)) == {"D8", "E0", "DB", "C0", "C4", "DA", "D9"}
    for data in (png, jpeg):
        assert CANARY.encode() not in data
        assert not any(word.encode() in data for word in (*MORE, "Exif", "http", "Adobe", "4711"))
    assert jpeg[6:11] == b"JFIF\0"
    assert jpeg[18:20] == b"\0\0"  # no thumbnail


def test_what_stands_in_a_file_besides_is_seen():
    png = png_bytes(np.zeros((2, 2), dtype=np.uint8))
    said = b"tEXt" + b"Comment\0" + CANARY.encode()
    chunk = struct.pack(">I", len(said) - 4) + said + struct.pack(">I", zlib.crc32(said))
    assert parts_of(png[:33] + chunk + png[33:]) == ["IHDR", "tEXt", "IDAT", "IEND"]
    assert parts_of(png + b"more")[-1] == "after the end"
    jpeg = jpeg_bytes(np.zeros((9, 9), dtype=np.uint8))
    comment = b"\xff\xfe" + struct.pack(">H", 2 + len(CANARY)) + CANARY.encode()
    assert "FE" in parts_of(jpeg[:2] + comment + jpeg[2:])
    assert parts_of(jpeg + b"more")[-1] == "after the end"


def test_the_bits_of_an_overlay_are_not_drawn(tmp_path):
    values = np.full((5, 4), 100, dtype=np.uint16)
    values[2, 2] = 200
    marked = values.copy()
    marked[0] |= 0x8000
    plain, drawn = slice_(), slice_()
    put(plain, values, stored=12)
    put(drawn, marked, stored=12)
    assert np.array_equal(picture(plain, tmp_path), picture(drawn, tmp_path))


@pytest.mark.parametrize("name", NAMES)
def test_every_image_that_comes_with_pydicom_is_written_or_refused(tmp_path, name):
    path = Path(pydicom.data.__file__).parent / name
    for ending in ("png", "jpg"):
        out = tmp_path / f"out.{ending}"
        try:
            made = export(path, out)
        except DcmteachError:
            assert not out.exists()
            continue
        found = set(parts_of(out.read_bytes()))
        assert not {"FE", "E1", "E2", "ED", "after the end", *MORE} & found
        ds = read(path)
        with Image.open(out) as image:
            assert image.size == (ds.Columns, ds.Rows)
            assert not image.getexif()
            colour = ds.SamplesPerPixel == 3 or ds.PhotometricInterpretation == "PALETTE COLOR"
            assert image.mode == ("RGB" if colour else "L")
        assert {trace.what for trace in made} >= {"header", "metadata", "file name", "face", "text"}
    assert list(tmp_path.iterdir()) == [] or len(list(tmp_path.iterdir())) == 2


# --- as shown -------------------------------------------------------------------------------------


def test_the_window_of_the_header_counts_grey_steps(tmp_path):
    ds = grey([[-1, 0, 64, 128, 255, 300]], WindowCenter=128, WindowWidth=256)
    assert picture(ds, tmp_path).tolist() == [[0, 0, 64, 128, 255, 255]]


def test_the_window_is_in_the_unit_of_the_modality(tmp_path):
    ds = grey([[0, 1000, 1040, 1200]], RescaleIntercept=-1000, WindowCenter=40, WindowWidth=401)
    assert picture(ds, tmp_path).tolist() == [[0, 102, 128, 230]]


def test_a_window_can_be_given(tmp_path):
    ds = grey([[0, 50, 100]], WindowCenter=4000, WindowWidth=2)
    assert picture(ds, tmp_path, window=(50.5, 101)).tolist() == [[0, 128, 255]]
    for window in ((1, 0), (1,), ("a", 2), (float("nan"), 3)):
        with pytest.raises(DcmteachError, match="a centre and a width above 0"):
            export(ds, tmp_path / "x.png", window=window)


@pytest.mark.parametrize(
    ("function", "expected"),
    [("LINEAR_EXACT", [0, 64, 128, 255]), ("SIGMOID", [30, 69, 128, 225])],
)
def test_other_functions_of_the_window_are_known(tmp_path, function, expected):
    ds = grey([[0, 64, 128, 256]], WindowCenter=128, WindowWidth=256, VOILUTFunction=function)
    assert np.abs(picture(ds, tmp_path)[0].astype(int) - expected).max() <= 1


def test_the_first_of_several_windows_counts(tmp_path):
    ds = grey([[0, 128, 255]], WindowCenter=[128, 1], WindowWidth=[256, 2])
    assert picture(ds, tmp_path).tolist() == [[0, 128, 255]]


def test_a_table_goes_before_a_window(tmp_path):
    table = one(LUTDescriptor=[3, 0, 8], LUTData=b"\xc8\0\x64\0\0\0")
    ds = grey([[0, 1, 2]], WindowCenter=1, WindowWidth=2, VOILUTSequence=Sequence([table]))
    table["LUTDescriptor"].VR, table["LUTData"].VR = "US", "OW"
    ds.PixelRepresentation = 0
    assert picture(ds, tmp_path).tolist() == [[200, 100, 0]]


def test_without_a_window_the_values_are_spread(tmp_path):
    made = picture(grey([list(range(0, 1000, 10))]), tmp_path)
    assert (made[0, 0], made[0, -1]) == (0, 255)
    assert np.all(np.diff(made[0].astype(int)) >= 0)
    assert picture(grey([[7, 7]]), tmp_path).tolist() == [[0, 0]]


@pytest.mark.parametrize(
    "changes", [{"PhotometricInterpretation": "MONOCHROME1"}, {"PresentationLUTShape": "INVERSE"}]
)
def test_where_the_least_is_white_it_is_written_white(tmp_path, changes):
    ds = grey([[0, 128, 255]], WindowCenter=128, WindowWidth=256, **changes)
    assert picture(ds, tmp_path).tolist() == [[255, 127, 0]]


def test_each_frame_has_its_own_window_in_an_enhanced_image(tmp_path):
    from made_series import enhanced

    ds = enhanced(2)
    for frame, centre in zip(ds.PerFrameFunctionalGroupsSequence, (-1000, 5000), strict=True):
        frame.FrameVOILUTSequence = Sequence([one(WindowCenter=centre, WindowWidth=2)])
    assert picture(ds, tmp_path, frame=0).max() == 255
    assert picture(ds, tmp_path, frame=1).max() == 0


@pytest.mark.parametrize(
    ("name", "place", "colour"),
    [
        ("SC_rgb_rle.dcm", (5, 5), (255, 0, 0)),
        ("SC_rgb_rle_16bit.dcm", (5, 5), (255, 0, 0)),
        ("SC_ybr_full_422_uncompressed.dcm", (5, 5), (254, 0, 0)),
    ],
)
def test_colours_are_written_as_they_are_seen(tmp_path, name, place, colour):
    path = pydicom.data.get_testdata_file(name, download=False)
    made = picture(path, tmp_path)
    assert np.abs(made[place].astype(int) - colour).max() <= 2


def test_a_palette_is_written_in_colour():
    from pydicom.pixels.processing import apply_color_lut

    ds = pydicom.dcmread(pydicom.data.get_testdata_file("examples_palette.dcm", download=False))
    expected = apply_color_lut(ds.pixel_array, ds)
    made = shown(ds, 0)
    whole = 255 if expected.max() < 256 and expected.dtype == np.uint8 else 65535
    assert np.abs(made - expected[..., :3] / whole * 255).max() <= 1


# --- which frame ----------------------------------------------------------------------------------


def test_a_frame_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DcmteachError, match="no frame 1: this image has 1, counted from 0"):
        export(slice_(), tmp_path / "out.png", frame=1)
    with pytest.raises(DcmteachError, match="no frame -1"):
        export(slice_(), tmp_path / "out.png", frame=-1)
    pytest.importorskip("SimpleITK")
    with pytest.raises(DcmteachError, match="no slice 3: this volume has 3, counted from 0"):
        export(series(3), tmp_path / "out.png", frame=3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("frame", "number"), [(None, 2), (0, 0), (3, 3)])
def test_of_a_series_the_slice_is_counted_by_place(tmp_path, frame, number):
    pytest.importorskip("SimpleITK")
    folder = write(series(4, WindowCenter=-700, WindowWidth=801), tmp_path / "series")
    made = picture(folder, tmp_path, frame=frame)
    expected = np.clip((plane(number) - 1000 + 700.5) / 800 + 0.5, 0, 1) * 255
    assert np.array_equal(made, np.rint(expected))


def test_a_series_is_shown_in_its_own_plane(tmp_path):
    pytest.importorskip("SimpleITK")
    made = picture(placed(SAGITTAL), tmp_path, frame=1, window=(-850, 301))
    assert made.shape == (5, 4)
    assert made[4, 3] > made[0, 0]


def test_a_nifti_is_shown_from_the_feet_with_the_face_up(tmp_path):
    pytest.importorskip("SimpleITK")
    # Its axes go to the right, to the front and up: the opposite of a picture's in two of three.
    values = np.zeros((3, 5, 4), dtype=np.int16)
    values[1, 4, 3] = 100  # to the right, in front
    affine = np.array([[1.0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]])
    (tmp_path / "in.nii").write_bytes(nifti(values, affine=affine))
    made = picture(tmp_path / "in.nii", tmp_path, window=(50.5, 101))
    assert made.shape == (5, 4)
    assert made[0, 0] == 255  # the right of the patient on the left of the picture, front above


def test_one_slice_is_a_picture_without_simpleitk(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "SimpleITK", None)
    export(slice_(), tmp_path / "out.png")
    export([slice_()], tmp_path / "out.jpg")
    with pytest.raises(DcmteachError, match="Volumes need SimpleITK"):
        export(series(3), tmp_path / "more.png")


def test_without_pillow_a_jpeg_is_refused_and_png_named(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(DcmteachError, match=r"Writing JPEG needs Pillow.*or write PNG"):
        export(slice_(), tmp_path / "out.jpg")
    export(slice_(), tmp_path / "out.png")


# --- text -----------------------------------------------------------------------------------------


def test_the_header_of_burned_in_text_is_believed(tmp_path):
    made = export(slice_(BurnedInAnnotation="YES"), tmp_path / "out.png")
    assert [trace.what for trace in made.identifying] == ["text"]


def test_text_in_the_pixels_is_read_if_asked(tmp_path):
    from dcmteach.pixels import available
    from dcmteach.synth.burned import burned_image

    if not available():
        pytest.skip("no engine that reads text is installed")
    ds = burned_image("plate", 7200)[0]
    made = export(ds, tmp_path / "out.png", text="auto")
    (found,) = made.identifying
    assert found.what == "text"
    assert "reads what identifies in the pixels" in found.why
    clean = export(burned_image("clean-grids", 7200)[0], tmp_path / "clean.png", text="auto")
    assert {trace.what: trace.state for trace in clean}["text"] == "none"


def test_an_engine_that_is_missing_is_told(tmp_path):
    made = export(slice_(), tmp_path / "out.png", text="nobody")
    assert {trace.what: trace.state for trace in made}["text"] == "not looked at"
