"""Images with text burned in: the key says where every letter stands, and the pixels agree."""

import io

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.pixels import apply_color_lut

from dcmteach.errors import DcmteachError
from dcmteach.synth.burned import burned_image, burned_names, burned_set, style_names
from dcmteach.synth.burned_words import KINDS
from dcmteach.synth.elements import to_bytes
from dcmteach.synth.person import plain_letters

TEXT, CLEAN = style_names(), style_names(clean=True)


def seen(ds):
    """The frames as a reader of the file gets them, shape (frames, rows, columns, colours)."""
    pixels = ds.pixel_array
    if ds.PhotometricInterpretation == "PALETTE COLOR":
        pixels = apply_color_lut(pixels, ds)
    pixels = pixels.astype(float)
    colours = ds.SamplesPerPixel == 3 or ds.PhotometricInterpretation == "PALETTE COLOR"
    pixels = pixels if colours else pixels[..., None]
    return pixels if pixels.ndim == 4 else pixels[None]


@pytest.fixture(scope="module")
def made():
    """One image of each style, written and read again."""
    found = {}
    for style in TEXT:
        ds, key = burned_image(style, 1)
        found[style] = dcmread(io.BytesIO(to_bytes(ds))), key
    return found


def test_there_are_at_least_12_styles_and_12_kinds_without_text():
    assert len(TEXT) >= 12
    assert len(CLEAN) >= 12
    assert not set(TEXT) & set(CLEAN)


@pytest.mark.parametrize("style", TEXT)
def test_every_letter_stands_out_where_the_key_says(made, style):
    ds, key = made[style]
    frames = seen(ds)
    differing = []
    for word in key.words:
        rows = slice(max(word.row - 2, 0), word.row + word.height + 2)
        columns = slice(max(word.column - 2, 0), word.column + word.width + 2)
        part, ink = frames[word.frames[0]][rows, columns], key.labels[rows, columns] > 0
        differing.append(max(abs(np.median(part[ink], 0) - np.median(part[~ink], 0))))
        assert sum(len(rows) for rows, _ in key.letters(word)) > 0
    # Letters a few levels above air are the faintest; the others differ by far more.
    least = 2.5 if style == "near-air" else 0.02 * np.ptp(frames)
    assert min(differing) >= least


@pytest.mark.parametrize("style", TEXT)
def test_boxes_lie_inside_the_image_and_hold_their_letters(made, style):
    ds, key = made[style]
    frames = int(ds.get("NumberOfFrames", 1))
    assert key.boxes
    for box in key.boxes:
        assert 0 <= box.row < box.row + box.height <= ds.Rows
        assert 0 <= box.column < box.column + box.width <= ds.Columns
        assert 0 <= box.frame < frames
        assert box.kind in KINDS
        assert box.text.strip()
    letters = [label for word in key.words for label in word.letters]
    assert sorted(letters) == list(range(1, key.labels.max() + 1))


@pytest.mark.parametrize("style", TEXT)
def test_the_header_is_about_the_patient_of_the_text(made, style):
    ds, key = made[style]
    written = plain_letters(" ".join(w.text for w in key.words if w.kind == "identifier")).upper()
    family = plain_letters(ds.PatientName.family_name).upper()
    assert family in written or str(ds.PatientID) in written


def test_the_text_is_of_all_four_kinds():
    kinds = {word.kind for style in TEXT for word in burned_image(style, 2)[1].words}
    assert kinds == set(KINDS)


def test_text_in_one_frame_is_in_that_frame_only(made):
    ds, key = made["one-frame"]
    shown = {frame for word in key.words for frame in word.frames}
    assert len(shown) <= 2 < int(ds.NumberOfFrames)
    word, frames = key.words[0], seen(ds)
    rows, columns = (np.concatenate(parts) for parts in zip(*key.letters(word), strict=True))
    bright = [float(np.median(frame[rows, columns])) for frame in frames]
    other = [level for number, level in enumerate(bright) if number not in shown]
    assert min(bright[frame] for frame in shown) > max(other) + 50


def test_standing_text_is_in_every_frame(made):
    ds, key = made["cine-standing"]
    assert all(len(word.frames) == int(ds.NumberOfFrames) > 5 for word in key.words)


def test_turned_text_runs_down_the_picture(made):
    for style in ("turned-90", "turned-270"):
        words = [word for word in made[style][1].words if len(word.text) > 3]
        assert all(word.height > word.width for word in words)


@pytest.mark.parametrize("style", CLEAN)
def test_a_clean_image_has_pixels_and_no_text(style):
    ds, key = burned_image(style, 0)
    assert key.words == ()
    assert key.boxes == []
    assert not key.labels.any()
    assert ds.pixel_array.size


def test_the_same_seed_gives_the_same_file_and_another_seed_another():
    one, again, other = (burned_image("table", seed) for seed in (4, 4, 5))
    assert to_bytes(one[0]) == to_bytes(again[0])
    assert one[1].as_dict() == again[1].as_dict()
    assert one[0].PixelData != other[0].PixelData


def test_every_way_of_writing_pixels_turns_up():
    photometric, syntaxes, signed, planar = set(), set(), set(), set()
    for style, seed in burned_names(per_style=4, clean=0):
        if style not in ("monochrome1", "palette", "rgb-ultrasound", "ybr-ultrasound", "signed-ct",
                         "table", "small-type"):  # fmt: skip
            continue
        ds, _ = burned_image(style, seed)
        photometric.add(ds.PhotometricInterpretation)
        syntaxes.add(ds.file_meta.TransferSyntaxUID.name.split(" ")[0])
        signed.add(ds.PixelRepresentation)
        planar.add(ds.get("PlanarConfiguration"))
    assert photometric >= {"MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL_422"}
    assert "YBR_FULL" in photometric
    assert len(syntaxes) >= 3
    assert signed == {0, 1}
    assert planar >= {0, 1}


def test_a_set_is_made_one_by_one_and_later_seeds_share_nothing():
    names = burned_names(per_style=10, clean=120, seed=0)
    assert len(names) == len(TEXT) * 10 + 120
    assert not set(names) & set(burned_names(per_style=10, clean=120, seed=100))
    ds, key = next(iter(burned_set(per_style=1, clean=1, seed=3)))
    assert (key.style, key.seed) == (TEXT[0], 3)
    assert ds.Rows


def test_the_key_can_be_written_as_json():
    key = burned_image("outlined", 3)[1].as_dict()
    assert key["boxes"][0].keys() == {
        "frame", "row", "column", "height", "width", "text", "kind",
    }  # fmt: skip


def test_an_unknown_style_is_named_with_those_there_are():
    with pytest.raises(DcmteachError, match=r"There is no style 'copperplate'\. Choose one of: wh"):
        burned_image("copperplate", 0)


def test_coloured_type_on_a_coloured_band_is_lost_in_grey():
    for seed in range(6):
        ds, key = burned_image("same-grey", seed)
        grey = seen(ds)[0] @ (0.299, 0.587, 0.114)
        word = max(key.words, key=lambda word: len(word.text))
        rows = slice(word.row, word.row + word.height)
        columns = slice(word.column, word.column + word.width)
        part, ink = grey[rows, columns], key.labels[rows, columns] > 0
        assert abs(np.median(part[ink]) - np.median(part[~ink])) < 8
