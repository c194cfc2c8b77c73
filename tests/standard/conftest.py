"""What several test files of this room need."""

from __future__ import annotations

import pytest

SOP = {
    "ct": "1.2.840.10008.5.1.4.1.1.2",
    "enhanced ct": "1.2.840.10008.5.1.4.1.1.2.1",
    "comprehensive sr": "1.2.840.10008.5.1.4.1.1.88.33",
    "secondary capture": "1.2.840.10008.5.1.4.1.1.7",
    "ecg": "1.2.840.10008.5.1.4.1.1.9.1.1",
    "rt structure set": "1.2.840.10008.5.1.4.1.1.481.3",
    "segmentation": "1.2.840.10008.5.1.4.1.1.66.4",
    "ultrasound": "1.2.840.10008.5.1.4.1.1.6.1",
}


@pytest.fixture(scope="session")
def sop() -> dict[str, str]:
    return SOP
