"""UIDs made of a UUID have two dots only, and are UIDs all the same (PS3.5 B.2)."""

from __future__ import annotations

import dcmteach
from dcmteach.deid.apply import apply
from dcmteach.deid.freetext import clean
from dcmteach.deid.plan import plan
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.secrets import Secrets

UID = "2.25.148865996329223134171070437588393582212"


def test_a_uid_under_2_25_is_cut_from_a_text():
    known = dcmteach.identity(dcmteach.sample("ct_thorax"))
    assert clean(f"see {UID} for more", known) == "see for more"


def test_a_number_with_a_decimal_point_is_no_uid():
    known = dcmteach.identity(dcmteach.sample("ct_thorax"))
    assert clean("pitch 2.25 mm, release 2.25.1", known) == "pitch 2.25 mm, release 2.25.1"


def test_a_study_s_own_uid_in_a_text_that_stays_does_not_stay():
    ds = dcmteach.sample("ct_thorax")
    ds.ConvolutionKernel = "IMR1"
    ds.WindowCenterWidthExplanation = ["MEDIASTINUM", f"from {ds.StudyInstanceUID}"]
    recipe = Recipe.load("basic")
    out = apply(ds, plan(ds, recipe), Secrets.random())
    assert ds.StudyInstanceUID not in str(out)
