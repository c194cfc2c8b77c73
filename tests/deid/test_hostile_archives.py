"""Archives made to break whoever opens them: each is told, none is unpacked to the disk."""

from __future__ import annotations

import io
import os
import stat
import struct
import tracemalloc
import warnings
import zipfile
from pathlib import Path

import pytest

from dcmteach.deid import sources_zip
from dcmteach.deid.batch import deidentify
from dcmteach.deid.sources import items_of_source
from dcmteach.deid.sources_zip import ArchiveError, read_member

BOMB = "as a zip bomb does"


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name twice
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def declared(archive: bytes, size: int) -> bytes:
    """Let an archive's directory say another size of its last member."""
    at = archive.rindex(b"PK\1\2") + 24
    return archive[:at] + struct.pack("<L", size) + archive[at + 4 :]


@pytest.fixture
def data(folder) -> bytes:
    return next(folder(1, "plain").rglob("*.dcm")).read_bytes()


@pytest.fixture
def listed(tmp_path):
    def listing(archive: bytes) -> list[tuple[tuple[str, ...], str]]:
        path = tmp_path / "a.zip"
        path.write_bytes(archive)
        return [(item.members, item.problem) for item in items_of_source(path)]

    return listing


def test_a_bomb_of_many_small_members_is_stopped_at_a_sum(listed, monkeypatch) -> None:
    monkeypatch.setattr(sources_zip, "FREE", 1 << 16)
    archive = packed(*((f"{number}.dcm", bytes(1 << 16)) for number in range(100)))
    found = listed(archive)
    room = (1 << 16) + sources_zip.RATIO * len(archive)
    assert len(found) == room // (1 << 16) + 1 < 100
    assert found[-1][0] == ()
    assert BOMB in found[-1][1]
    assert "the rest is left out" in found[-1][1]
    assert not any(problem for _, problem in found[:-1])


def test_bombs_within_archives_count_together(listed, monkeypatch) -> None:
    monkeypatch.setattr(sources_zip, "FREE", 1 << 16)
    inner = packed(*((f"{n}.dcm", bytes(1 << 15)) for n in range(10)))
    middle = packed(*((f"{n}.zip", inner) for n in range(50)))
    found = listed(packed(*((f"{n}.zip", middle) for n in range(50))))
    assert len(found) < 25_000 // 50
    assert [members for members, problem in found if problem] == [()]


def test_the_number_of_members_is_counted_over_all_archives(listed, monkeypatch) -> None:
    monkeypatch.setattr(sources_zip, "MOST", 25)
    inner = packed(*((f"{n}.dcm", b"x") for n in range(10)))
    found = listed(packed(*((f"{n}.zip", inner) for n in range(10))))
    assert found[-1] == ((), "the archive has more than 25 members, and the rest is left out")
    assert len(found) < 26


def test_a_member_that_is_a_bomb_takes_no_other_with_it(data, tmp_path, key, monkeypatch) -> None:
    monkeypatch.setattr(sources_zip, "FREE", 1 << 16)
    archive = packed(("a.dcm", bytes(1 << 24)), ("b.dcm", data))
    (tmp_path / "a.zip").write_bytes(archive)
    report = deidentify(tmp_path / "a.zip", tmp_path / "out", secrets=key)
    assert report.written == 1
    (refused,) = report.refused
    assert BOMB in refused.reason


def test_an_ordinary_archive_is_no_bomb(listed, data) -> None:
    found = listed(packed(*((f"{number}.dcm", data) for number in range(200))))
    assert len(found) == 200
    assert not any(problem for _, problem in found)


@pytest.mark.parametrize("size", [10, 5000, 60 << 20, 0xFFFFFFF0])
def test_a_member_of_another_size_than_it_says_is_refused(tmp_path, size) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(declared(packed(("a.dcm", bytes(range(250)) * 4)), size))
    tracemalloc.start()
    (item,) = items_of_source(path)
    if not item.problem:
        with pytest.raises(ArchiveError, match=r"another size|cannot be unpacked"):
            read_member(item.path, item.members)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20  # nobody makes room for what is only said


@pytest.mark.parametrize(
    "name",
    ["/x.dcm", "../x.dcm", "a/../../x.dcm", "C:\\x.dcm", "..\\x.dcm", "\\\\server\\x.dcm"],
)
def test_names_that_lead_elsewhere_are_refused_and_nothing_is_there(
    data, tmp_path, key, name
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.zip").write_bytes(packed((name, data)))
    before = set(tmp_path.rglob("*"))
    report = deidentify(tmp_path / "source", tmp_path / "out", secrets=key)
    assert [row.reason for row in report.refused] == ["its name leads out of the archive"]
    assert set(tmp_path.rglob("*")) == before


def test_links_in_an_archive_are_refused(data, tmp_path, key) -> None:
    link = zipfile.ZipInfo("link.dcm")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    target = os.fspath(tmp_path / "elsewhere.dcm")
    Path(target).write_bytes(data)
    (tmp_path / "a.zip").write_bytes(packed((link, target.encode())))
    report = deidentify(tmp_path / "a.zip", tmp_path / "out", secrets=key)
    assert report.written == 0
    assert [row.reason for row in report.refused] == ["it is a link, and those are not followed"]


def test_of_two_members_of_one_name_neither_is_silently_dropped(data, tmp_path, key) -> None:
    (tmp_path / "a.zip").write_bytes(packed(("a.dcm", data), ("a.dcm", data + b"x")))
    report = deidentify(tmp_path / "a.zip", tmp_path / "out", secrets=key)
    assert "the archive has two members of this name" in {row.reason for row in report.refused}
    assert report.written + len(report.refused) == 2


def test_what_hides_in_the_name_of_a_folder_is_told(data, listed) -> None:
    archive = packed(("folder/", b""), ("x.dcm", data)).replace(b"x.dcm", b"x.dc/")
    assert listed(archive) == [(("x.dc/",), "its name is a folder's, and it holds something")]


def test_encrypted_members_are_told_and_the_others_are_done(data, tmp_path, key) -> None:
    archive = bytearray(packed(("b.dcm", data), ("a.dcm", data)))
    for head, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        archive[archive.rindex(head) + at] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(archive))
    report = deidentify(tmp_path / "a.zip", tmp_path / "out", secrets=key)
    assert report.written == 1
    assert [row.reason for row in report.refused] == [
        "it is encrypted; unpack the archive with its password first"
    ]


def test_an_unknown_compression_is_told(data, tmp_path, key) -> None:
    archive = bytearray(packed(("a.dcm", data)))
    archive[8] = archive[archive.rindex(b"PK\1\2") + 10] = 99
    (tmp_path / "a.zip").write_bytes(bytes(archive))
    report = deidentify(tmp_path / "a.zip", tmp_path / "out", secrets=key)
    assert [row.reason for row in report.refused] == ["it cannot be unpacked (NotImplementedError)"]


@pytest.mark.parametrize("cut", [4, 30, 300, -1, -22])
def test_an_archive_cut_off_anywhere_ends_nothing(folder, data, tmp_path, key, cut) -> None:
    source = folder(1)
    (source / "a.zip").write_bytes(packed(("a.dcm", data))[:cut])
    report = deidentify(source, tmp_path / "out", secrets=key)
    assert report.written == 1
    assert len(report.refused) == 1


def test_nothing_of_an_archive_is_ever_on_the_disk(data, tmp_path, key, monkeypatch) -> None:
    inner = packed(("a.dcm", data))
    (tmp_path / "a.zip").write_bytes(packed(("inner.zip", inner), ("deep/b.dcm", data)))

    def forbidden(*arguments: object, **options: object) -> None:
        raise AssertionError("unpacked to the disk")

    monkeypatch.setattr(zipfile.ZipFile, "extract", forbidden)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", forbidden)
    deidentify(tmp_path / "a.zip", tmp_path / "out", secrets=key)
    left = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(left) == 1  # the two are the same instance
    assert left[0].suffix == ".dcm"
