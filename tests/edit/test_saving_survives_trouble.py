"""A full disk, a crash or a power cut leaves a whole file, or what was there before."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import FileDataset

from dcmteach.edit import save, saving
from dcmteach.errors import SaveError

CHILD = """
import os, signal, sys
from dcmteach.edit import save
from dcmteach.header import read

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

source, destination, moment = sys.argv[1:]
setattr(os, moment, die)
save(read(source), destination, overwrite=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
@pytest.mark.parametrize("moment", ["fsync", "replace"])
@pytest.mark.parametrize("before", [None, b"precious"])
def test_a_killed_process_leaves_the_destination_as_it_was(
    ct_path: Path, tmp_path: Path, moment: str, before: bytes | None
) -> None:
    destination = tmp_path / "out.dcm"
    if before is not None:
        destination.write_bytes(before)
    child = [sys.executable, "-c", CHILD, str(ct_path), str(destination), moment]
    assert subprocess.run(child, check=False).returncode == -9
    if before is None:
        assert not destination.exists()
    else:
        assert destination.read_bytes() == before
    assert all(path.suffix == ".part" for path in tmp_path.iterdir() if path != destination)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk is full. Free some space, or choose another disk"),
        (errno.EACCES, "the folder may not be written to"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EIO, "Check the disk"),
    ],
)
def test_trouble_while_writing_leaves_nothing_behind(
    ct: FileDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    for module, name in ((saving.os, "fsync"), (saving.os, "replace"), (saving, "dcmwrite")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, fail)
            with pytest.raises(SaveError) as refused:
                save(ct, tmp_path / "out.dcm")
        assert says in str(refused.value)
        assert str(refused.value).endswith("Nothing was written.")
        assert list(tmp_path.iterdir()) == []


def test_trouble_while_writing_leaves_the_old_file(
    ct: FileDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.dcm"
    path.write_text("precious")

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(saving.os, "fsync", full)
    with pytest.raises(SaveError):
        save(ct, path, overwrite=True)
    assert path.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_leaves_nothing_behind(
    ct: FileDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(saving.os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(ct, tmp_path / "out.dcm")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_reads_back_wrong_is_thrown_away(
    ct: FileDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flip(path: Path) -> FileDataset:
        ds = pydicom.dcmread(path)
        ds.PixelData = ds.PixelData[:-1] + bytes([ds.PixelData[-1] ^ 1])
        return ds

    monkeypatch.setattr(saving, "dcmread", flip)
    with pytest.raises(SaveError, match="Read back, PixelData is not what it was meant to be"):
        save(ct, tmp_path / "out.dcm")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_not_replaced(
    ct: FileDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.dcm"

    def meanwhile(source: Path) -> FileDataset:
        path.write_text("precious")
        return pydicom.dcmread(source)

    monkeypatch.setattr(saving, "dcmread", meanwhile)
    with pytest.raises(SaveError, match="is there already"):
        save(ct, path)
    assert path.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [path]
