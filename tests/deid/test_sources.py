"""What a source holds: folders, links, archives in archives, and what is refused of them."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from dcmteach.deid import sources_zip
from dcmteach.deid.batch import deidentify
from dcmteach.deid.sources import items_of_source
from dcmteach.deid.sources_kind import not_dicom
from dcmteach.errors import ReadError


def names(source: object) -> list[str]:
    return [item.shown for item in items_of_source(source)]


def packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_the_order_is_by_name_alone(tmp_path):
    for name in ("b/2", "a/9", "c", "a/1"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [Path(name).relative_to(tmp_path).as_posix() for name in names(tmp_path)]
    assert found == ["c", "a/1", "a/9", "b/2"]


def test_a_file_named_twice_is_one(tmp_path):
    (tmp_path / "a").write_text("x")
    assert len(names([tmp_path / "a", tmp_path, tmp_path / "a"])) == 1


def test_links_to_folders_and_to_nothing_are_told_and_not_followed(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x").write_text("x")
    (tmp_path / "source" / "loop").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "source" / "gone").symlink_to(tmp_path / "nothing")
    problems = [item.problem for item in items_of_source(tmp_path / "source")]
    assert problems == [
        "it is a link that leads nowhere",
        "it is a link to a folder, and those are not followed",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_told_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (item,) = items_of_source(tmp_path)
    assert item.problem == "it is a device or a pipe, not a file"


def test_archives_within_archives_are_gone_through(folder, tmp_path, key):
    source = folder(3)
    files = [path.read_bytes() for path in sorted(source.rglob("*.dcm"))]
    inner = packed({"one.dcm": files[0], "deep/two.dcm": files[1]})
    (tmp_path / "all.zip").write_bytes(packed({"inner.zip": inner, "three.dcm": files[2]}))
    report = deidentify(tmp_path / "all.zip", tmp_path / "out", secrets=key)
    assert dict(report.counts) == {"written": 3}
    plain = deidentify(source, tmp_path / "out", secrets=key)
    assert dict(plain.counts) == {"there already": 3}


def test_a_member_that_leads_out_of_the_archive_is_refused(folder, tmp_path, key):
    data = next(folder(1).rglob("*.dcm")).read_bytes()
    (tmp_path / "a.zip").write_bytes(packed({"../../x.dcm": data, "/etc/x.dcm": data}))
    report = deidentify(tmp_path / "a.zip", tmp_path / "out", secrets=key)
    assert {row.reason for row in report.refused} == {"its name leads out of the archive"}
    assert len(report.refused) == 2


def test_a_zip_bomb_is_refused_and_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(sources_zip, "FREE", 1 << 16)
    (tmp_path / "a.zip").write_bytes(packed({"bomb.dcm": bytes(1 << 20)}))
    (item,) = items_of_source(tmp_path / "a.zip")
    assert "as a zip bomb does" in item.problem


def test_archives_too_deep_are_refused(tmp_path):
    data = packed({"x": b"x"})
    for _ in range(sources_zip.DEEPEST):
        data = packed({"inner.zip": data})
    (tmp_path / "a.zip").write_bytes(data)
    (item,) = items_of_source(tmp_path / "a.zip")
    assert "deep" in item.problem


def test_a_damaged_archive_ends_nothing(folder, tmp_path, key):
    source = folder(1)
    whole = packed({"a.dcm": b"x" * 5000})
    (source / "cut.zip").write_bytes(whole[: len(whole) // 2])
    lied = bytearray(packed({"a.dcm": bytes(range(256)) * 20}))
    lied[60:70] = b"\xff" * 10
    (source / "lied.zip").write_bytes(bytes(lied))
    report = deidentify(source, tmp_path / "out", secrets=key)
    assert report.counts["written"] == 1
    assert len(report.refused) == 2


@pytest.mark.parametrize(
    ("start", "name", "what"),
    [
        (b"\0" * 128 + b"DICM", "x.pdf", None),
        (b"%PDF-1.7", "x", "a PDF document"),
        (b"\x01\x02\x03", "x.xlsx", "a xlsx file"),
        (b"\x01\x02\x03", "Thumbs.db", "a db file"),
        (b"\x08\x00\x05\x00", "IM0001", None),
        (b"\0\0\0\1Bud1", ".DS_Store", "a file of the operating system"),
    ],
)
def test_other_files_are_told_by_their_bytes_and_then_by_their_ending(start, name, what):
    assert not_dicom(start, name) == what


@pytest.mark.parametrize("source", ["", [""], {"ct": [""]}])
def test_an_empty_path_is_not_the_current_folder(source):
    with pytest.raises(ReadError, match=r"is empty\. Give the name of a file or folder"):
        list(items_of_source(source))
