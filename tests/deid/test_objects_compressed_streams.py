"""Comments in compressed pixel data go, and what a decoder reads is the same to the byte."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.data import get_testdata_files
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate, encapsulate_extended, generate_fragments, generate_frames
from pydicom.sequence import Sequence
from pydicom.uid import (
    MPEG2MPML,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

from dcmteach.deid import Recipe, Rule, Secrets, apply, plan
from dcmteach.deid.batch import deidentify
from dcmteach.deid.objects.codestreams import cuts_of
from dcmteach.deid.objects.fragments import fragments_of, trim
from dcmteach.deid.output_encode import encode
from dcmteach.header import read
from dcmteach.verify import conformance, leaks

SECRETS = Secrets(b"a key for tests, kept by nobody.")
NAME = b"Oakenshaw^Tirion"

# A JPEG whose scan holds what looks like segments, but for the stuffed zeros.
QUANT = b"\xff\xdb\x00\x43\x00" + bytes(64)
FRAME = b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00"
SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\xfe\x34\xff\xd0\x56" * 9
END = b"\xff\xd9"
SIZ = b"\xff\x51\x00\x29" + bytes(39)


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def jpeg(*extra: bytes, after: bytes = b"") -> bytes:
    return b"\xff\xd8" + b"".join(extra) + QUANT + FRAME + SCAN + END + after


def codestream(*remarks: bytes, within: bytes = b"", last: bool = False) -> bytes:
    body = b"\xff\x93" + b"\x01\xff\x4f\x02" * 20
    length = 0 if last else 12 + len(within) + len(body)
    part = b"\xff\x90\x00\x0a\x00\x00" + length.to_bytes(4, "big") + b"\x00\x01" + within + body
    return b"\xff\x4f" + SIZ + b"".join(remarks) + part + END


def box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def jp2(stream: bytes, *extra: bytes, image: bytes = b"", opened: bool = False) -> bytes:
    head = box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 \0\0\0\0jp2 ")
    head += box(b"jp2h", box(b"ihdr", bytes(14)) + image) + b"".join(extra)
    return head + ((b"\0\0\0\0jp2c" + stream) if opened else box(b"jp2c", stream))


def cut(data: bytes) -> bytes:
    fragments = fragments_of(encapsulate([data], has_bot=False), 1)
    assert fragments is not None
    (piece,) = generate_fragments(trim(fragments).value[8:])
    return piece


@pytest.fixture
def compressed(make: Callable[..., Dataset]) -> Callable[..., Dataset]:
    def with_frames(*frames: bytes, syntax: str = JPEGBaseline8Bit, **options: object) -> Dataset:
        ds = make(0)
        ds.file_meta.TransferSyntaxUID = syntax
        ds.NumberOfFrames = str(len(frames))
        ds.PixelData = encapsulate(list(frames), **options)
        ds["PixelData"].is_undefined_length = True
        ds["PixelData"].VR = "OB"
        return again(encode(ds))

    return with_frames


def again(data: bytes) -> Dataset:
    return pydicom.dcmread(io.BytesIO(data))


def done(ds: Dataset, recipe: Recipe | str = "basic") -> Dataset:
    data = encode(apply(ds, plan(ds, recipe), SECRETS))
    assert not leaks(ds, data).certain
    assert not conformance(data, compared_to=ds)
    return again(data)


@pytest.mark.parametrize(
    "extra",
    [
        segment(0xFE, b"For " + NAME),
        segment(0xE1, b"Exif\0\0" + NAME),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + NAME),
        segment(0xED, b"Photoshop 3.0\0" + NAME),
        segment(0xE0, b"JFXX\0\x10" + NAME),
        segment(0xE2, b"MPF\0" + NAME),
        segment(0xE8, b"\0\0\0\x02" + NAME),
        b"\xff\xff" + segment(0xFE, NAME),
    ],
)
def test_comments_and_metadata_of_a_jpeg_go_and_all_else_stays(extra: bytes) -> None:
    piece = cut(jpeg(extra))
    assert NAME not in piece
    expected = jpeg(b"\xff\xff" if extra.startswith(b"\xff\xff") else b"")
    assert piece.rstrip(b"\0") == expected
    assert len(piece) % 2 == 0


@pytest.mark.parametrize(
    "needed",
    [
        segment(0xE0, b"JFIF\0\x01\x02\x00\x00\x01\x00\x01\x00\x00"),
        segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01"),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01" + bytes(20)),
        segment(0xE8, b"mrfx\x01"),
        segment(0xE8, b"SPIFF\0" + bytes(24)) + segment(0xE8, b"\0\0\0\x01\xff\xd8"),
    ],
)
def test_what_a_decoder_needs_stays(needed: bytes) -> None:
    cuts = cuts_of(jpeg(needed))
    assert cuts is not None
    assert cuts.edits == []
    piece = cut(jpeg(needed, segment(0xFE, NAME)))
    assert piece.rstrip(b"\0") == jpeg(needed)


def test_the_thumbnail_in_a_jfif_segment_goes() -> None:
    start = b"JFIF\0\x01\x02\x00\x00\x01\x00\x01"
    piece = cut(jpeg(segment(0xE0, start + b"\x02\x01" + b"Meyer!")))
    assert piece.rstrip(b"\0") == jpeg(segment(0xE0, start + b"\0\0"))


def test_comments_between_scans_and_bytes_after_the_end_go() -> None:
    data = jpeg()[:-2] + segment(0xFE, NAME) + SCAN + END
    assert cut(data).rstrip(b"\0") == jpeg()[:-2] + SCAN + END
    assert cut(jpeg(after=b"made for " + NAME)).rstrip(b"\0") == jpeg()


@pytest.mark.parametrize(
    "data",
    [
        jpeg()[:40],
        b"\xff\xd8\xff\xfe\xff\xff" + NAME,
        b"\xff\xd8\xff\xfe\x00\x00" + NAME,
        jpeg(segment(0xFE, NAME), b"no marker"),
        jpeg(after=jpeg()),
        codestream()[:30],
        codestream(b"\xff\x10\x00\x04ab"),
        jp2(codestream(), box(b"moov", NAME)),
        jp2(codestream(), b"\0\0\0\x04uuid"),
        b"\xff\xd8\xff",
    ],
)
def test_streams_that_cannot_be_followed_are_left_to_verification(data: bytes) -> None:
    assert cuts_of(data) is None
    assert fragments_of(encapsulate([data]), 1) is None


@pytest.mark.parametrize("last", [False, True])
def test_remarks_in_jpeg_2000_go_and_those_of_tiles_are_blanked(last: bool) -> None:
    remark = segment(0x64, b"\x00\x01" + NAME)
    piece = cut(codestream(remark, within=remark, last=last))
    blank = segment(0x64, b"\x00\x01" + bytes(len(NAME)))
    assert piece.rstrip(b"\0") == codestream(within=blank, last=last)
    again = cuts_of(piece)
    assert again is not None
    assert again.edits == []


@pytest.mark.parametrize("opened", [False, True])
def test_boxes_beside_a_jpeg_2000_stream_go_and_lengths_are_right(opened: bool) -> None:
    remark = segment(0x64, b"\x00\x01" + NAME)
    extra = (box(b"uuid", bytes(16) + NAME), box(b"xml ", b"<p>" + NAME + b"</p>"))
    data = jp2(codestream(remark), *extra, image=box(b"xml ", NAME), opened=opened)
    piece = cut(data)
    kept = jp2(codestream(), image=box(b"free", bytes(len(NAME))), opened=opened)
    assert piece.rstrip(b"\0") == kept
    assert NAME not in piece


def test_a_file_in_whose_stream_nothing_stands_is_not_touched(compressed) -> None:
    ds = compressed(jpeg(), jpeg())
    made = plan(ds)
    assert made.step("PixelData") is None
    assert done(ds).PixelData == ds.PixelData


@pytest.mark.parametrize(
    ("syntax", "frame"),
    [(RLELossless, bytes([1]) + bytes(79)), (MPEG2MPML, b"\0\0\1\xb3" + bytes(40))],
)
def test_other_compressions_are_left_alone(compressed, syntax, frame) -> None:
    ds = compressed(frame, syntax=syntax)
    assert plan(ds).step("PixelData") is None


def test_the_plan_says_what_is_cut_and_why(compressed) -> None:
    ds = compressed(jpeg(segment(0xFE, NAME)))
    made = plan(ds)
    step = made.step("PixelData")
    assert step is not None
    assert (step.action, step.strategy, step.source) == ("C", "clean", "object")
    assert "PixelData [C]: cut comments out of the compressed stream. " in str(made.describe())
    assert "no decoder needs them" in step.reason
    assert NAME not in done(ds).PixelData
    assert NAME in ds.PixelData


def test_pixels_are_never_removed_because_nothing_could_be_cut(compressed) -> None:
    made = plan(compressed(jpeg(segment(0xFE, NAME))))
    other = compressed(jpeg())
    assert apply(other, made, SECRETS).PixelData == other.PixelData


@pytest.mark.parametrize("pieces", [1, 2, 3, 5])
def test_frames_in_several_fragments_keep_them_even_and_their_table_right(
    compressed, pieces
) -> None:
    odd = segment(0xFE, b"x" + NAME)
    frames = [jpeg(odd), jpeg(), jpeg(segment(0xE1, b"Exif" + NAME), odd)]
    ds = compressed(*frames, fragments_per_frame=pieces, has_bot=True)
    result = done(ds)
    fragments = list(generate_fragments(result.PixelData[8 + 12 :]))
    assert all(len(piece) % 2 == 0 and piece for piece in fragments)
    found = list(generate_frames(result.PixelData, number_of_frames=3))
    assert [frame.rstrip(b"\0") for frame in found] == [jpeg()] * 3
    assert NAME not in result.PixelData
    assert plan(result).step("PixelData") is None


@pytest.mark.parametrize("padded", [False, True])
def test_extended_offset_tables_follow(compressed, padded) -> None:
    frames = [jpeg(segment(0xFE, b"x" + NAME)), jpeg(), jpeg(segment(0xFE, NAME))]
    value, starts, lengths = encapsulate_extended(frames)
    if padded:
        numbers = [n + n % 2 for n in struct.unpack("<3Q", lengths)]
        lengths = struct.pack("<3Q", *numbers)
    ds = compressed(*frames)
    ds.PixelData, ds.ExtendedOffsetTable, ds.ExtendedOffsetTableLengths = value, starts, lengths
    result = done(ds)
    offsets = (result.ExtendedOffsetTable, result.ExtendedOffsetTableLengths)
    found = list(generate_frames(result.PixelData, extended_offsets=offsets))
    assert [frame.rstrip(b"\0") for frame in found] == [jpeg()] * 3
    assert {step.path for step in plan(ds)} >= {"ExtendedOffsetTable", "PixelData"}


def test_tables_that_were_wrong_before_are_left_out(compressed) -> None:
    ds = compressed(jpeg(segment(0xFE, NAME)), jpeg())
    ds.ExtendedOffsetTable, ds.ExtendedOffsetTableLengths = bytes(16), bytes(16)
    ds.PixelData = ds.PixelData[:12] + b"\x07\0\0\0" + ds.PixelData[16:]
    result = done(ds)
    assert "ExtendedOffsetTable" not in result
    assert "ExtendedOffsetTableLengths" not in result
    assert result.PixelData[:8] == b"\xfe\xff\x00\xe0\0\0\0\0"
    assert len(list(generate_frames(result.PixelData, number_of_frames=2))) == 2


def test_the_icon_that_a_rule_keeps_is_cleaned_as_well(compressed) -> None:
    ds = compressed(jpeg())
    icon = Dataset()
    icon.Rows = icon.Columns = 8
    icon.PixelData = encapsulate([jpeg(segment(0xFE, NAME))])
    icon["PixelData"].is_undefined_length = True
    icon["PixelData"].VR = "OB"
    ds.IconImageSequence = Sequence([icon])
    ds = again(encode(ds))
    kept = Recipe(rules=(Rule("keep", keyword="IconImageSequence"),))
    made = plan(ds, kept)
    assert made.step("IconImageSequence[0].PixelData") is not None
    result = done(ds, kept)
    (piece,) = generate_fragments(result.IconImageSequence[0].PixelData[12:])
    assert piece.rstrip(b"\0") == jpeg()
    assert "IconImageSequence" not in done(ds)


def test_a_rule_that_keeps_pixel_data_is_heeded(compressed) -> None:
    ds = compressed(jpeg(segment(0xFE, b"Kakadu")))
    kept = Recipe(rules=(Rule("keep", keyword="PixelData"),))
    assert plan(ds, kept).step("PixelData") is None


def test_pixels_left_in_their_file_are_cleaned_too(compressed, tmp_path) -> None:
    ds = compressed(jpeg(segment(0xFE, NAME), segment(0xE2, b"ICC_PROFILE\0" + bytes(66000 - 500))))
    ds.save_as(tmp_path / "a.dcm")
    deferred = read(tmp_path / "a.dcm", defer_pixels=True)
    assert plan(deferred).step("PixelData") is not None
    assert NAME not in encode(apply(deferred, plan(deferred), SECRETS))


def test_a_picture_with_a_comment_is_written_by_a_batch(compressed, tmp_path, key) -> None:
    (tmp_path / "source").mkdir()
    ds = compressed(jpeg(segment(0xFE, b"For " + NAME)), syntax=JPEGLSLossless)
    ds.save_as(tmp_path / "source" / "a.dcm")
    report = deidentify(tmp_path / "source", tmp_path / "out", secrets=key)
    assert dict(report.counts) == {"written": 1}
    (made,) = (tmp_path / "out").rglob("*.dcm")
    assert b"Oakenshaw" not in made.read_bytes()


@pytest.mark.parametrize("kind", ["JPEG", "JPEG2000"])
def test_decoded_pixels_are_the_same_to_the_bit(compressed, kind) -> None:
    image = pytest.importorskip("PIL.Image")
    picture = image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8) * 3)
    buffer = io.BytesIO()
    options: dict[str, object] = {"comment": b"For " + NAME}
    if kind == "JPEG":
        options["exif"] = b"Exif\0\0MM" + NAME
    else:
        options |= {"no_jp2": True, "irreversible": False}
    picture.save(buffer, kind, **options)
    assert NAME in buffer.getvalue()
    piece = cut(buffer.getvalue())
    assert NAME not in piece
    before, after = image.open(io.BytesIO(buffer.getvalue())), image.open(io.BytesIO(piece))
    assert np.array_equal(np.asarray(before), np.asarray(after))
    ds = compressed(
        buffer.getvalue(), syntax=JPEGBaseline8Bit if kind == "JPEG" else JPEG2000Lossless
    )
    ds.BitsAllocated = ds.BitsStored = 8
    ds.HighBit, ds.PixelRepresentation = 7, 0
    assert np.array_equal(done(ds).pixel_array, ds.pixel_array)


def test_pydicoms_own_compressed_files_are_decoded_to_the_same() -> None:
    pytest.importorskip("PIL.Image")
    cleaned = 0
    for path in map(Path, get_testdata_files()):
        if path.suffix != ".dcm" or not path.exists():
            continue
        try:
            ds = read(path)
        except ValueError:
            continue
        made = plan(ds)
        if "segments or keep" not in {step.value for step in made}:
            continue
        result = again(encode(apply(ds, made, SECRETS)))
        assert len(result.PixelData) < len(ds.PixelData)
        try:
            before = ds.pixel_array
        except Exception:  # no decoder for it here
            continue
        assert np.array_equal(result.pixel_array, before)
        cleaned += 1
    assert cleaned >= 4
