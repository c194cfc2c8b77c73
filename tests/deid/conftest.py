"""Small files of artificial patients, to go through the batch."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from pydicom.dataset import Dataset

from dcmteach.deid.secrets import Secrets
from dcmteach.synth import sample

ROOT = "1.2.826.0.1.3680043.10.1234"
PEOPLE = (
    ("Oakenshaw^Tirion", "QX-71-5501"),
    ("Brinkhoff^Maelle", "QX-71-5502"),
    ("Sundarraj^Ilka", "QX-71-5503"),
)

Make = Callable[..., Dataset]


@pytest.fixture(scope="session")
def thorax() -> Dataset:
    """Give the thorax CT with small pixels, decoded once."""
    ds = sample("ct_thorax")
    ds.Rows = ds.Columns = 8
    ds.PixelData = bytes(range(128))
    return ds


@pytest.fixture
def make(thorax: Dataset) -> Make:
    """Make the n-th file: every third is of the same person, all of a person in one series."""

    def one(number: int, **changes: object) -> Dataset:
        ds = copy.deepcopy(thorax)
        name, patient = PEOPLE[number % len(PEOPLE)]
        ds.PatientName, ds.PatientID = name, patient
        ds.StudyInstanceUID = f"{ROOT}.1.{number % 3}"
        ds.SeriesInstanceUID = f"{ROOT}.2.{number % 3}"
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"{ROOT}.3.{number}"
        ds.InstanceNumber = str(number + 1)
        ds.StudyID, ds.AccessionNumber = f"ST{number % 3}9041", f"AC{number % 3}77120"
        for keyword, value in changes.items():
            setattr(ds, keyword, value)
        return ds

    return one


@pytest.fixture
def folder(tmp_path: Path, make: Make) -> Callable[..., Path]:
    """Make a folder of files named by their patients, as people do."""

    def fill(count: int = 6, name: str = "source") -> Path:
        where = tmp_path / name
        for number in range(count):
            ds = make(number)
            person = where / str(ds.PatientName).replace("^", "_")
            person.mkdir(parents=True, exist_ok=True)
            ds.save_as(person / f"{ds.PatientID}_{number}.dcm")
        return where

    return fill


@pytest.fixture
def key() -> Secrets:
    """Give a key that is always the same."""
    return Secrets(b"a key for tests, kept by nobody.")
