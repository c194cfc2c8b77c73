import json

import pytest

from dcmteach.errors import DcmteachError
from dcmteach.synth import cache, sample_folder


def draw_two(folder):
    (folder / "cohort").mkdir()
    (folder / "cohort" / "one.dcm").write_bytes(b"one")
    (folder / "cohort" / "two.dcm").write_bytes(b"two")


@pytest.fixture
def drawings(monkeypatch):
    """Count how often the cohort is drawn; two small files stand in for it."""
    calls = []

    def draw(folder):
        calls.append(folder)
        draw_two(folder)

    monkeypatch.setattr(cache, "_draw_cohort", draw)
    return calls


def test_the_cache_is_in_the_home_folder_unless_the_environment_says_otherwise(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("DCMTEACH_HOME", str(tmp_path))
    assert cache.cache_folder() == tmp_path / "cache"
    monkeypatch.delenv("DCMTEACH_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.cache_folder() == tmp_path / ".dcmteach" / "cache"


def test_a_folder_is_drawn_once_and_then_reused(drawings):
    assert sample_folder("cohort") == sample_folder("cohort")
    assert len(drawings) == 1


@pytest.mark.parametrize("damage", ["missing", "changed", "manifest"])
def test_a_folder_that_is_not_whole_is_drawn_again(drawings, damage):
    folder = sample_folder("cohort")
    if damage == "missing":
        (folder / "two.dcm").unlink()
    elif damage == "changed":
        (folder / "two.dcm").write_bytes(b"tw")
    else:
        (folder.parent / "manifest.json").write_text("{", encoding="utf-8")
    assert (sample_folder("cohort") / "two.dcm").read_bytes() == b"two"
    assert len(drawings) == 2
    assert cache.is_whole(folder.parent)


def test_a_crash_while_drawing_leaves_nothing_behind(monkeypatch):
    def crash(folder):
        draw_two(folder)
        raise RuntimeError("power cut")

    monkeypatch.setattr(cache, "_draw_cohort", crash)
    with pytest.raises(RuntimeError, match="power cut"):
        sample_folder("cohort")
    assert list(cache.cache_folder().iterdir()) == []


def test_when_somebody_else_finishes_first_theirs_is_used(monkeypatch):
    target = cache.cache_folder() / f"cohort-{cache.GENERATION}"

    def draw_late(folder):
        target.mkdir()
        draw_two(target)
        cache.write_manifest(target)
        draw_two(folder)

    monkeypatch.setattr(cache, "_draw_cohort", draw_late)
    assert sample_folder("cohort") == target / "cohort"
    assert [path.name for path in cache.cache_folder().iterdir()] == [target.name]


def test_the_manifest_lists_every_file_but_itself(drawings):
    folder = sample_folder("cohort").parent
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(listed) == ["cohort/one.dcm", "cohort/two.dcm"]


def test_a_cache_that_cannot_be_written_names_the_way_out(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("DCMTEACH_HOME", str(tmp_path / "file"))
    with pytest.raises(DcmteachError, match=r"cannot be written .*Set the environment variable"):
        sample_folder("cohort")


def test_without_numpy_the_message_says_what_to_install(monkeypatch):
    def draw(folder):
        raise ModuleNotFoundError("No module named 'numpy'", name="numpy")

    monkeypatch.setattr(cache, "_draw_cohort", draw)
    with pytest.raises(DcmteachError, match=r"takes numpy, which is not installed\. Install it"):
        sample_folder("cohort")
