"""Another patient's data set is named as what it is, not as a wrong edit."""

from __future__ import annotations

import pytest
from pydicom import Dataset

import dcmteach


@pytest.mark.parametrize("other", ["mr_head", "ecg", "us_cine", None])
@pytest.mark.parametrize("slug", ["overwrite-by-keyword", "other-ids", "take-it-back"])
def test_another_data_set_is_told_as_such(slug, other):
    ds = Dataset() if other is None else dcmteach.sample(other)
    answers = {
        "overwrite-by-keyword": (ds,),
        "other-ids": (dcmteach.Editor(ds),),
        "take-it-back": (dcmteach.Editor(ds), None),
    }[slug]
    outcome = dcmteach.check(slug, *answers)
    assert outcome.outcome == "not yet"
    assert "another data set" in outcome.message
    assert "sample('ct_thorax')" in outcome.message
