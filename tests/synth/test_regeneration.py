import hashlib
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from dcmteach.synth import sample
from dcmteach.synth.person import invent_person, plain_letters, shift_date
from dcmteach.synth.stream import Stream, make_uid

ROOT = Path(__file__).resolve().parents[2]


def test_making_everything_again_gives_the_committed_bytes(tmp_path):
    spec = importlib.util.spec_from_file_location("make_data", ROOT / "tools/make_data.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    tool.make(tmp_path)
    assert tool.differences(tmp_path, ROOT) == []


def test_the_manifest_tells_the_bytes_of_what_is_drawn(drawn):
    manifest = json.loads((ROOT / "data/manifest.json").read_text(encoding="utf-8"))
    for path in drawn.rglob("*.dcm"):
        name = path.relative_to(drawn.parent).as_posix()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert manifest["drawn into the cache"][name] == digest


def test_the_committed_data_stays_small():
    folders = [ROOT / "data", ROOT / "dcmteach/synth/samples"]
    total = sum(p.stat().st_size for f in folders for p in f.rglob("*") if p.is_file())
    assert total < 3_000_000


def test_noise_is_pinned_to_its_words_and_nearly_normal():
    noise = Stream("test").noise(200, 200)
    assert noise[0, :3].tolist() == Stream("test").noise(3).tolist()
    assert abs(noise.mean()) < 0.02
    assert abs(noise.std() - 1) < 0.02
    assert np.abs(noise).max() <= 6


def test_streams_with_different_names_differ():
    assert Stream("a").digits(12) != Stream("b").digits(12)
    assert Stream("a", 1).digits(12) == Stream("a", 1).digits(12)


def test_uids_are_valid_and_follow_from_the_name_alone():
    uid = make_uid("ct_thorax", "study")
    assert uid == make_uid("ct_thorax", "study") != make_uid("ct_thorax", "series")
    assert uid.startswith("2.25.")
    assert len(uid) <= 44
    number = int(uid[5:])
    assert number < 2**128
    assert number >> 76 & 0xF == 8


def test_a_person_is_the_same_for_the_same_seed_and_has_an_age():
    person = invent_person("someone", 1, sex="F", born=(1950, 1950))
    assert person == invent_person("someone", 1, sex="F", born=(1950, 1950))
    assert person.age_on("20200101") == "069Y"
    assert person.age_on("20201231") == "070Y"


def test_plain_letters_keep_nothing_but_ascii():
    assert plain_letters("Škvorněšínek Łucja Øster Þórbald") == "Skvornesinek Lucja Oster Thorbald"


def test_dates_shift_over_the_end_of_a_leap_february():
    assert shift_date("20200228", 2) == "20200301"


def test_the_chest_ct_looks_like_a_chest():
    ds = sample("ct_thorax")
    units = ds.pixel_array.astype(int) + int(ds.RescaleIntercept)
    assert units[0, 0] < -950
    assert -920 < units[50:70, 25:32].mean() < -780  # right lung
    assert 20 < units[56:60, 74:78].mean() < 300  # heart
    assert units[78:86, 58:70].max() > 300  # spine


@pytest.mark.parametrize("lead", range(12))
def test_the_ecg_has_about_twelve_beats_in_ten_seconds(lead):
    curve = sample("ecg").waveform_array(0)
    assert curve.shape == (5000, 12)
    assert curve[:, lead].std() > 10
    peaks = curve[:, 1]
    beats = ((peaks[1:-1] > 500) & (peaks[1:-1] > peaks[:-2]) & (peaks[1:-1] >= peaks[2:])).sum()
    assert 10 <= beats <= 14


def test_the_limb_leads_obey_einthoven():
    one, two, three = sample("ecg").waveform_array(0)[:, :3].T
    assert (two - one == three).all()
