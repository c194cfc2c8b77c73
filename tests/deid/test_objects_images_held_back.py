"""Images in whose pixels text is said to stand, or usual, are held back unless the caller says."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset, FileMetaDataset

from dcmteach.deid.objects import held_back, pixels_note
from dcmteach.errors import DcmteachError
from dcmteach.synth import sample

STORAGE = "1.2.840.10008.5.1.4.1.1."
CT, MR, US, SC = f"{STORAGE}2", f"{STORAGE}4", f"{STORAGE}6.1", f"{STORAGE}7"


def image(sop_class: str = CT, **values: object) -> Dataset:
    ds = Dataset()
    ds.SOPClassUID = sop_class
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.PixelData = b"\0\0"
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    return ds


def test_what_says_yes_is_held_in_any_class() -> None:
    assert "says YES" in held_back(image(BurnedInAnnotation="YES"))


@pytest.mark.parametrize("sop_class", [CT, US, SC])
def test_what_says_no_is_written(sop_class: str) -> None:
    assert held_back(image(sop_class, BurnedInAnnotation="NO")) is None


@pytest.mark.parametrize(
    ("sop_class", "name"),
    [
        (US, "ultrasound"),
        (f"{STORAGE}3.1", "ultrasound"),
        (f"{STORAGE}6.2", "ultrasound"),
        (SC, "secondary capture"),
        (f"{STORAGE}7.4", "secondary capture"),
        (f"{STORAGE}77.1.1", "endoscopy"),
        (f"{STORAGE}77.1.1.1", "endoscopy"),
        (f"{STORAGE}77.1.4", "photography"),
        (f"{STORAGE}77.1.6", "microscopy"),
        ("1.2.840.10008.5.1.1.30", "hardcopy"),
    ],
)
@pytest.mark.parametrize("said", [None, "", "MAYBE"])
def test_silence_is_held_where_text_is_usual(sop_class: str, name: str, said: str | None) -> None:
    ds = image(sop_class) if said is None else image(sop_class, BurnedInAnnotation=said)
    assert name in held_back(ds)


@pytest.mark.parametrize(
    "values",
    [
        {"Modality": "US"},
        {"Modality": "XC"},
        {"Modality": "OT"},
        {"ConversionType": "DF"},
        {"ConversionType": "WSD"},
        {"ImageType": ["DERIVED", "SECONDARY", "SCREEN SAVE"]},
        {"ImageType": ["DERIVED", "SECONDARY", "DOSE_INFO"]},
        {"Modality": "CT", "PhotometricInterpretation": "RGB"},
        {"Modality": "MR", "PhotometricInterpretation": "PALETTE COLOR"},
    ],
)
def test_screens_films_and_unusual_colour_are_held_in_any_class(values: dict[str, object]) -> None:
    assert "is usual here" in held_back(image(CT, **values))


@pytest.mark.parametrize(
    "values",
    [
        {"Modality": "CT", "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"]},
        {"Modality": "MR", "ImageType": ["DERIVED", "SECONDARY", "MPR", "CSA MPR"]},
        {"Modality": "PT", "ConversionType": "SYN"},
        {"Modality": "MG"},
        {},
    ],
)
def test_other_images_are_written_and_the_audit_says_so(values: dict[str, object]) -> None:
    assert held_back(image(CT, **values)) is None
    assert pixels_note(image(CT, **values)) == "not checked"


def test_tomography_of_the_eye_is_no_photograph() -> None:
    assert held_back(image(f"{STORAGE}77.1.5.4", Modality="OPT")) is None
    assert held_back(image(f"{STORAGE}77.1.5.1", Modality="OP")) is not None


def test_video_is_held_for_it_may_carry_sound() -> None:
    ds = image(CT, Modality="CT")
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.102"
    assert "video" in held_back(ds)
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.90"
    assert held_back(ds) is None


def test_what_has_no_pixels_is_not_held() -> None:
    ds = image(US)
    del ds.PixelData
    assert held_back(ds) is None
    assert pixels_note(ds) == "no pixels"


def test_the_caller_may_accept_or_have_them_redacted() -> None:
    ds = image(US)
    assert held_back(ds, "accept") is None
    assert held_back(ds, "redact") is None
    assert pixels_note(ds, "accept") == "not checked, accepted by the caller"
    assert pixels_note(image(US, BurnedInAnnotation="NO")) == "not checked, said to bear no text"


def test_another_word_is_refused() -> None:
    with pytest.raises(DcmteachError, match="'hold', 'accept' or 'redact' \\(got 'blur'\\)"):
        held_back(image(), "blur")


def test_of_the_samples_the_ultrasound_alone_is_held() -> None:
    held = {name: held_back(sample(name)) for name in ("ct_thorax", "mr_head", "us_cine", "ecg")}
    assert [name for name, why in held.items() if why] == ["us_cine"]


def test_nothing_is_decoded_or_changed() -> None:
    ds = sample("us_cine")
    before = dict(ds._dict)
    held_back(ds)
    assert before == ds._dict
