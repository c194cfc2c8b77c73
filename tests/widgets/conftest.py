"""Data sets to put into widgets: a usual one, and the ones that break things."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydicom import Dataset, dcmread
from pydicom.data import get_testdata_file
from pydicom.sequence import Sequence

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def ct() -> Dataset:
    path = get_testdata_file("CT_small.dcm", download=False)
    assert path is not None
    return dcmread(path)


@pytest.fixture
def hostile() -> Dataset:
    """Values that would be markup, scripts, terminal commands or turned text."""
    ds = Dataset()
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName = HOSTILE
    ds.PatientID = '" onmouseover="alert(1)'
    ds.PatientComments = "</style><script>alert(1)</script>"
    ds.StudyDescription = "\x1b[31mred\x07 \u202egnp.exe"
    block = ds.private_block(0x0011, "<b>creator</b>", create=True)
    block.add_new(0x01, "LO", "<u>private</u>")
    return ds


@pytest.fixture
def nested() -> Dataset:
    """Sequences in sequences, one of them empty, and private elements inside."""
    inner, other = Dataset(), Dataset()
    for code in (inner, other):
        code.CodeValue = "T-D3000"
        code.CodeMeaning = "Chest"
    outer = Dataset()
    outer.ScheduledProcedureStepID = "STEP-1"
    outer.ScheduledProtocolCodeSequence = Sequence([inner, other])
    ds = Dataset()
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    ds.PatientName = "Doe^Jane"
    ds.RequestAttributesSequence = Sequence([outer])
    ds.ReferencedStudySequence = Sequence([])
    return ds


def long_header(count: int = 1000) -> Dataset:
    """Make a header of `count` elements, most of them in items of a sequence."""
    ds = Dataset()
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    ds.PatientName = "Doe^Jane"
    ds.PatientID = "4711"
    items = []
    for number in range((count - 4) // 4):
        item = Dataset()
        item.StudyDate = "20240101"
        item.SeriesDescription = f"Series {number} of Doe"
        item.SeriesInstanceUID = f"1.2.3.{number}"
        item.KVP = "120"
        items.append(item)
    ds.RequestAttributesSequence = Sequence(items)
    return ds


@pytest.fixture
def thousand() -> Dataset:
    return long_header(1000)


@pytest.fixture
def make_long() -> Callable[[int], Dataset]:
    return long_header
