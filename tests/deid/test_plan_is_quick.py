"""A plan and its application cost milliseconds, and memory does not grow with the files."""

from __future__ import annotations

import io
import time
import tracemalloc

import pydicom
import pytest
from pydicom.dataset import FileDataset

from dcmteach.deid import Recipe, Secrets, apply, plan
from dcmteach.synth import sample_path

SECRETS = Secrets(b"a key for the tests of speed")
BASIC = Recipe.load("basic")


def fresh(data: bytes) -> FileDataset:
    return pydicom.dcmread(io.BytesIO(data))


@pytest.mark.parametrize("name", ["ct_thorax", "mr_head", "us_cine"])
def test_a_header_takes_a_few_milliseconds(name: str) -> None:
    data = sample_path(name).read_bytes()
    spent = []
    for _ in range(12):
        ds = fresh(data)
        start = time.process_time()
        apply(ds, plan(ds, BASIC), SECRETS)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.008  # 1.3 ms on a quiet machine


def test_memory_stays_flat_over_patients_and_sequences() -> None:
    ds = fresh(sample_path("ct_thorax").read_bytes())
    held = []
    tracemalloc.start()
    for number in range(160):
        ds.PatientID, ds.PatientName = f"P{number:06d}", f"Name{number}^X"
        ds.SOPInstanceUID = f"1.2.826.0.1.3680043.99.{number}"
        buffer = io.BytesIO()
        ds.save_as(buffer)
        one = fresh(buffer.getvalue())
        apply(one, plan(one, BASIC), SECRETS)
        if number in {60, 159}:
            held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert held[1] - held[0] < 3_000_000
