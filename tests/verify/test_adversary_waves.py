"""A name among the samples of a wave is a chance; one hidden behind them is found."""

from __future__ import annotations

import pytest
from patients import NAME, SYNTAXES, given, item, output
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from dcmteach.verify import Scanner, Seeds, leaks, reread

WORD = NAME.encode()[:16].ljust(16)  # eight samples of 16 bits
PLACE = "WaveformSequence[0].WaveformData"


def wave(data: bytes, **changes: object):
    """Add a wave of 2 channels and 16 samples each."""

    def change(ds: Dataset) -> None:
        group = item(NumberOfWaveformChannels=2, NumberOfWaveformSamples=16)
        group.WaveformBitsAllocated, group.WaveformSampleInterpretation = 16, "SS"
        for keyword, value in changes.items():
            setattr(group, keyword, value)
        group.add_new(0x54001010, "OW", data)
        ds.WaveformSequence = Sequence([group])

    return change


SAMPLES = WORD + bytes(48)  # 64 bytes, as the item says


@pytest.mark.parametrize("syntax", SYNTAXES.values(), ids=SYNTAXES)
def test_a_name_among_the_samples_is_a_chance(syntax: str) -> None:
    seeds = Seeds.of(given())
    file = output(wave(SAMPLES), syntax=syntax)
    assert len(leaks(seeds, file)) == 0
    assert not Scanner(seeds).suspects(reread(file))


def test_a_name_behind_the_samples_is_found() -> None:
    (leak,) = leaks(given(), output(wave(bytes(64) + WORD)))
    assert (leak.place, leak.kind) == (PLACE, "patient name")


@pytest.mark.parametrize(
    "changes",
    [
        {"NumberOfWaveformSamples": 17},
        {"NumberOfWaveformSamples": 0},
        {"NumberOfWaveformChannels": 3},
        {"WaveformBitsAllocated": 8},
        {"WaveformSampleInterpretation": "ST"},
        {"WaveformSampleInterpretation": "UB"},
    ],
)
def test_a_value_that_is_not_what_its_item_says_is_searched_whole(changes) -> None:
    (leak,) = leaks(given(), output(wave(SAMPLES[16:] + WORD, **changes)))
    assert (leak.place, leak.kind) == (PLACE, "patient name")


def test_waveform_data_outside_of_the_waveform_sequence_are_searched() -> None:
    def change(ds: Dataset) -> None:
        wave(SAMPLES)(ds)
        ds.ContentSequence = ds.WaveformSequence
        del ds.WaveformSequence

    (leak,) = leaks(given(), output(change))
    assert leak.place == "ContentSequence[0].WaveformData"
