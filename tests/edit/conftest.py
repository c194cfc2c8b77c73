"""What the tests of the edit room start from: a CT that pydicom ships."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import FileDataset

from dcmteach.header import read

TEST_FILES = Path(pydicom.__file__).parent / "data" / "test_files"


@pytest.fixture
def ct_path() -> Path:
    return TEST_FILES / "CT_small.dcm"


@pytest.fixture
def ct(ct_path: Path) -> FileDataset:
    return read(ct_path)
