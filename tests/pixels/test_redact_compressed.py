"""Compressed pixels: without loss they stay as they were outside the boxes; lossy ones say so."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pydicom
import pytest
from made_images import image, inside, noise, written
from pydicom.encaps import generate_frames
from pydicom.uid import UID

from dcmteach.errors import DcmteachError
from dcmteach.header import read
from dcmteach.pixels.redact import redact, redaction
from dcmteach.pixels.redact_layout import layout_of

RLE, J2K, EXPLICIT = "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.1"
FOLDER = Path(pydicom.__file__).parent / "data" / "test_files"
LOSSY = ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81",
         "1.2.840.10008.1.2.4.91")  # fmt: skip


def _images() -> list[str]:
    """Files of pydicom that hold an image which can be decoded here."""
    found = []
    for path in sorted(FOLDER.glob("*.dcm")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                ds = pydicom.dcmread(path, force=True)
                if "PixelData" in ds and ds.pixel_array.size:
                    layout_of(ds)
                    found.append(path.name)
            except Exception:  # damaged on purpose
                continue
    return found


@pytest.mark.filterwarnings("ignore:.*:UserWarning:pydicom")
@pytest.mark.parametrize("name", _images())
def test_nothing_outside_the_box_changes_in_any_image_of_pydicoms(name):
    ds = read(FOLDER / name)
    before = ds.file_meta.TransferSyntaxUID
    result = redaction(ds, [(0, 0, 1, 1)])
    made = written(result.dataset, result.after)
    frames = int(ds.get("NumberOfFrames") or 1)
    shape = (frames, ds.Rows, ds.Columns, -1)
    old, new = ds.pixel_array.reshape(shape), made.pixel_array.reshape(shape)
    outside = ~inside((ds.Rows, ds.Columns), *result.boxes[0][:4])
    assert (old[:, outside] == new[:, outside]).all()
    covered = new[:, ~outside]
    assert (covered == covered[:, :1]).all()
    assert result.after in {before, EXPLICIT}
    if before in LOSSY:
        assert result.after == EXPLICIT
        assert made.LossyImageCompression == (ds.get("LossyImageCompression") or "01")
        if made.LossyImageCompression == "01":
            assert float(np.atleast_1d(made.LossyImageCompressionRatio)[0]) > 0
            assert made.LossyImageCompressionMethod
    elif not before.is_compressed or before == J2K:
        assert result.after == before
    assert made.file_meta.TransferSyntaxUID == result.after
    assert made.file_meta.MediaStorageSOPInstanceUID == made.SOPInstanceUID != ds.SOPInstanceUID


@pytest.mark.parametrize("syntax", [RLE, J2K])
@pytest.mark.parametrize(
    ("dtype", "elements"),
    [
        ("u1", {}),
        ("u2", {"BitsAllocated": 16, "BitsStored": 12}),
        ("i2", {"BitsAllocated": 16, "PixelRepresentation": 1}),
    ],
)
def test_frames_without_a_box_keep_their_very_bytes(syntax, dtype, elements):
    if syntax == J2K:
        pytest.importorskip("openjpeg")
    low = -300 if dtype == "i2" else 1
    pixels = noise((3, 72, 64), low, 250, dtype)
    ds = image(pixels, 72, 64, NumberOfFrames=3, **elements)
    ds.compress(UID(syntax))
    made = redact(ds, [(2, 2, 4, 4, 1)], margin=0)
    assert made.file_meta.TransferSyntaxUID == syntax
    codes = list(generate_frames(made.PixelData, number_of_frames=3))
    originals = list(generate_frames(ds.PixelData, number_of_frames=3))
    assert [codes[0], codes[2]] == [originals[0], originals[2]]
    back = written(made, syntax).pixel_array
    outside = ~inside((72, 64), 2, 2, 4, 4)
    assert (back[1][outside] == pixels[1][outside]).all()
    assert (back[1][~outside] == min(0, int(pixels[1].min()))).all()


def test_what_cannot_be_compressed_again_is_written_uncompressed():
    result = redaction(read(FOLDER / "SC_rgb_jpeg_gdcm.dcm"), [(0, 0, 10, 10)])
    assert result.after == EXPLICIT
    assert "JPEG Lossless" in result.notes[0]
    assert "uncompressed now" in result.notes[0]
    assert result.dataset.get("LossyImageCompression") in {None, "00"}


def test_jpeg_ls_without_an_encoder_is_written_uncompressed_and_with_one_stays():
    from pydicom.pixels import get_encoder

    ds = read(FOLDER / "MR_small_jpeg_ls_lossless.dcm")
    here = get_encoder(ds.file_meta.TransferSyntaxUID).is_available
    result = redaction(ds, [(5, 5, 10, 10)])
    assert result.after == (result.before if here else EXPLICIT)


def test_jpeg_ls_is_decoded_without_loss_and_the_note_names_it():
    ds = read(FOLDER / "MR_small_jpeg_ls_lossless.dcm")
    plain = read(FOLDER / "MR_small.dcm")
    result = redaction(ds, [(5, 5, 10, 10)], margin=0)
    outside = ~inside((ds.Rows, ds.Columns), 5, 5, 10, 10)
    made = written(result.dataset, result.after)
    assert (made.pixel_array[outside] == plain.pixel_array[outside]).all()
    assert result.after == result.before or "JPEG-LS" in result.notes[0]
    assert result.dataset.get("LossyImageCompression") in {None, "00"}


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.203"])
def test_high_throughput_jpeg_2000_is_written_uncompressed_and_says_so(syntax):
    pytest.importorskip("openjpeg")
    pixels = noise((72, 64), 1, 250)
    ds = image(pixels, 72, 64)
    ds.compress(UID(J2K))
    ds.file_meta.TransferSyntaxUID = UID(syntax)  # the decoder looks at the stream alone
    result = redaction(ds, [(5, 5, 10, 10)], margin=0)
    assert result.after == EXPLICIT
    outside = ~inside((72, 64), 5, 5, 10, 10)
    assert (written(result.dataset, EXPLICIT).pixel_array[outside] == pixels[outside]).all()
    lossy = result.dataset.get("LossyImageCompression")
    assert (lossy == "01") if syntax.endswith("203") else (lossy in {None, "00"})
    assert "High-Throughput" in result.notes[0]
    assert "uncompressed now" in result.notes[0]


def test_jpeg_2000_in_colour_becomes_rgb_where_nobody_can_write_jpeg_2000(monkeypatch):
    from dcmteach.pixels import redact_compressed

    ds = read(FOLDER / "GDCMJ2K_TextGBR.dcm")
    stays = redaction(ds, [(20, 20, 30, 30)], margin=0)
    assert (stays.after, stays.dataset.PhotometricInterpretation) == (J2K, "YBR_RCT")
    monkeypatch.setattr(redact_compressed, "_AGAIN", frozenset())
    result = redaction(ds, [(20, 20, 30, 30)], margin=0)
    assert (result.after, result.dataset.PhotometricInterpretation) == (EXPLICIT, "RGB")
    assert (result.dataset.pixel_array == stays.dataset.pixel_array).all()


def test_an_encoder_that_changes_pixels_is_not_trusted(monkeypatch):
    from dcmteach.pixels import redact_compressed

    ds = image(noise((12, 10), 1, 250), 12, 10)
    ds.compress(UID(RLE))
    real = redact_compressed.get_encoder

    class Wrong:
        is_available = True

        def encode(self, array, **options):
            return real(UID(RLE)).encode(array ^ 1, **options)

    monkeypatch.setattr(redact_compressed, "get_encoder", lambda _: Wrong())
    result = redaction(ds, [(2, 2, 4, 4)], margin=0)
    assert result.after == EXPLICIT
    outside = ~inside((12, 10), 2, 2, 4, 4)
    assert (result.dataset.pixel_array[outside] == ds.pixel_array[outside]).all()


def test_lossy_colour_comes_back_as_rgb_with_its_ratio_and_method():
    ds = read(FOLDER / "SC_rgb_jpeg_dcmtk.dcm")
    made = redact(ds, [(0, 0, 20, 20)])
    assert (made.PhotometricInterpretation, made.PlanarConfiguration) == ("RGB", 0)
    assert made.LossyImageCompression == "01"
    assert made.LossyImageCompressionMethod == "ISO_10918_1"


def test_damaged_streams_are_refused_without_showing_what_they_hold():
    ds = image(noise((12, 10), 1, 250), 12, 10)
    ds.compress(UID(RLE))
    ds.file_meta.TransferSyntaxUID = UID(J2K)
    with pytest.raises(DcmteachError, match=r"JPEG 2000 .* could not be decoded"):
        redact(ds, [(2, 2, 4, 4)])


def test_a_transfer_syntax_nobody_decodes_is_named():
    ds = image(noise((12, 10), 1, 250), 12, 10)
    ds.compress(UID(RLE))
    ds.file_meta.TransferSyntaxUID = UID("1.2.840.10008.1.2.4.100")
    with pytest.raises(DcmteachError, match=r"MPEG2 .* cannot be decoded here"):
        redact(ds, [(2, 2, 4, 4)])


def test_fewer_frames_than_the_header_says_are_refused():
    ds = image(noise((2, 12, 10), 1, 250), 12, 10, NumberOfFrames=2)
    ds.compress(UID(RLE))
    ds.NumberOfFrames = 5
    with pytest.raises(DcmteachError, match=r"image is not whole|could not be decoded"):
        redact(ds, [(2, 2, 4, 4)])


def test_ybr_without_loss_stays_ybr():
    pixels = noise((12, 10, 3), 1, 250)
    ds = image(pixels, 12, 10, SamplesPerPixel=3, PlanarConfiguration=0,
               PhotometricInterpretation="YBR_FULL")  # fmt: skip
    ds.compress(UID(RLE))
    result = redaction(ds, [(2, 2, 4, 4)], margin=0)
    made = result.dataset
    assert (result.after, made.PhotometricInterpretation) == (RLE, "YBR_FULL")
    made.decompress(as_rgb=False)
    stored = np.frombuffer(made.PixelData, "u1").reshape(12, 10, 3)
    outside = ~inside((12, 10), 2, 2, 4, 4)
    assert (stored[outside] == pixels[outside]).all()
    assert (stored[~outside] == (0, 128, 128)).all()


def test_planar_colour_in_run_lengths_is_understood():
    pixels = noise((12, 10, 3), 1, 250)
    ds = image(pixels, 12, 10, SamplesPerPixel=3, PlanarConfiguration=0,
               PhotometricInterpretation="RGB")  # fmt: skip
    ds.compress(UID(RLE))
    ds.PlanarConfiguration = 1
    made = redact(ds, [(2, 2, 4, 4)], margin=0)
    outside = ~inside((12, 10), 2, 2, 4, 4)
    assert (written(made, RLE).pixel_array[outside] == pixels[outside]).all()
