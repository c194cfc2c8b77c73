"""What dicom3tools and dcmtk see: the same errors, and the same elements."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from patients import anonymous, as_bytes, output, setting
from pydicom.dataset import Dataset

from dcmteach.synth import sample_names, sample_path
from dcmteach.verify import conformance, reread

Tool = Callable[..., str]


def _tool(name: str, package: str) -> Tool:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed: apt-get install {package}")

    def run(*arguments: object) -> str:
        command = [name, *map(str, arguments)]
        ended = subprocess.run(command, capture_output=True, encoding="latin_1", check=False)
        return ended.stdout + ended.stderr

    return run


@pytest.fixture
def dciodvfy() -> Tool:
    """Give David Clunie's validator, or skip."""
    return _tool("dciodvfy", "dicom3tools")


@pytest.fixture
def dcmdump() -> Tool:
    """Give OFFIS's dump, or skip."""
    return _tool("dcmdump", "dcmtk")


def errors(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("Error")]


def test_a_file_without_error_here_has_none_there(dciodvfy: Tool, tmp_path: Path) -> None:
    path = tmp_path / "clean.dcm"
    path.write_bytes(as_bytes(anonymous()))
    assert len(conformance(path)) == 0
    assert errors(dciodvfy(path)) == []


@pytest.mark.parametrize("name", sample_names())
def test_samples_have_no_error_in_either_eye(dciodvfy: Tool, name: str) -> None:
    assert len(conformance(sample_path(name))) == 0
    assert errors(dciodvfy(sample_path(name))) == []


def drop(*keywords: str) -> Callable[[Dataset], None]:
    def change(ds: Dataset) -> None:
        for keyword in keywords:
            del ds[keyword]

    return change


@pytest.mark.parametrize(
    ("change", "keyword"),
    [
        (drop("Modality"), "Modality"),
        (drop("PatientID"), "PatientID"),
        (drop("Rows"), "Rows"),
        (drop("SeriesInstanceUID"), "SeriesInstanceUID"),
        (setting(StudyInstanceUID=""), "StudyInstanceUID"),
        (setting(PixelRepresentation=None), "PixelRepresentation"),
    ],
)
def test_what_is_missing_or_empty_is_an_error_for_both(
    dciodvfy: Tool, tmp_path: Path, change: Callable[[Dataset], None], keyword: str
) -> None:
    path = tmp_path / "broken.dcm"
    path.write_bytes(output(change))
    assert [finding.path for finding in conformance(path)] == [keyword]
    assert any(keyword in line for line in errors(dciodvfy(path)))


@pytest.mark.parametrize("name", sample_names())
def test_dcmdump_finds_the_same_elements(dcmdump: Tool, name: str) -> None:
    path = sample_path(name)
    shown = dcmdump("-q", "+R", "4", path)
    theirs = [
        tag
        for tag in re.findall(r"^ *\(([0-9a-f]{4},[0-9a-f]{4})\) ", shown, re.MULTILINE)
        if not tag.startswith("fffe")
    ]
    ours = [f"{part.tag >> 16:04x},{part.tag & 0xFFFF:04x}" for part in reread(path).parts]
    assert theirs
    assert sorted(theirs) == sorted(ours)
