"""A refusal names the kind of object in words that can be read aloud."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from dcmteach.edit import remove
from dcmteach.errors import EditRefused


@pytest.mark.parametrize(
    ("sop_class", "words"),
    [
        ("1.2.840.10008.5.1.4.1.1.2", "in a CT image,"),
        ("1.2.840.10008.5.1.4.1.1.4", "in an MR image,"),
        ("1.2.840.10008.5.1.4.1.1.6.1", "in an ultrasound image,"),
        ("1.2.840.10008.5.1.4.1.1.2.1", "in an enhanced CT image,"),
        ("1.2.840.10008.5.1.4.1.1.481.2", "in an RT dose,"),
    ],
)
def test_the_kind_of_object_has_its_article(sop_class: str, words: str) -> None:
    ds = Dataset()
    ds.SOPClassUID = sop_class
    ds.PatientName = "Case^001"
    with pytest.raises(EditRefused) as refused:
        remove(ds, "PatientName")
    assert words in str(refused.value)
