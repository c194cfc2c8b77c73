"""Every misconception that lesson 15 knows gets its own sentence; each learner has own scans."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
import SimpleITK as sitk

from dcmteach import volume
from dcmteach.course import check
from dcmteach.course.scans import (
    own_nifti,
    own_nifti_key,
    own_releases_key,
    own_scan,
    own_scan_key,
)
from dcmteach.errors import DcmteachError
from dcmteach.synth.practice_heads import practice_head
from tests.course.answering import not_yet

LEARNERS = (3, 2027)


pytestmark = pytest.mark.usefixtures("strict")


@pytest.fixture(params=LEARNERS)
def learner(request, as_learner):
    return as_learner(request.param)


def test_a_learner_keeps_the_same_scan_and_another_gets_another():
    one, again, other = (own_scan("one-piece", learner=number) for number in (1, 1, 2))
    assert np.array_equal(sitk.GetArrayFromImage(one), sitk.GetArrayFromImage(again))
    assert sitk.Hash(one) != sitk.Hash(other)


def test_an_exercise_without_a_scan_is_named_with_those_that_have_one():
    with pytest.raises(DcmteachError, match="Choose one of: draw-the-face, who-is-it"):
        own_scan("when-not")
    with pytest.raises(DcmteachError, match="No head of kind 'upside down'"):
        practice_head("upside down", 1)


def test_the_relief_of_a_learners_own_scan_is_known(learner):
    upright = sitk.GetArrayFromImage(sitk.DICOMOrient(own_scan("draw-the-face"), "LPS"))
    depth = (upright > -300).argmax(axis=1)[::-1] * 3.0
    assert check("draw-the-face", depth).outcome == "correct"
    assert "Skin is less dense" in not_yet("draw-the-face", (upright > 250).argmax(1)[::-1] * 3.0)
    assert "is asked for" in not_yet("draw-the-face", depth[:-1])
    assert "from above" in not_yet("draw-the-face", (upright > -300).argmax(axis=0) * 3.0)
    assert "mm off" in not_yet("draw-the-face", depth + 20)


def test_the_largest_piece_is_the_head_and_not_the_rest_below_it(learner):
    scan = own_scan("one-piece")
    pieces = sitk.RelabelComponent(sitk.ConnectedComponent(scan > -300))
    head = sitk.GetArrayFromImage(pieces == 1).sum() * 0.027
    key = sitk.GetArrayFromImage(own_scan_key("one-piece").head.parts["head"]).sum() * 0.027
    assert head == pytest.approx(key, rel=0.1)
    assert check("one-piece", head).outcome == "correct"
    assert "counted in litres" in not_yet("one-piece", head / 1000)
    assert "one number" in not_yet("one-piece", pieces)
    assert "is more than" in not_yet("one-piece", 9000)


def test_the_number_of_a_photograph_is_checked(learner):
    right = own_scan_key("who-is-it").number
    assert check("who-is-it", right).outcome == "correct"
    assert "looks otherwise" in not_yet("who-is-it", (right + 4) % 8)


def test_a_mask_that_keeps_off_the_brain_passes_and_one_on_another_grid_does_not(learner):
    key = own_scan_key("hold-the-brain")
    face = sitk.BinaryDilate(key.head.parts["face"], [1, 1, 1])
    safe = sitk.BinaryDilate(key.head.parts["brain"], [1, 1, 1])
    assert check("hold-the-brain", face & ~safe).outcome == "correct"
    assert "so is part of the face" in not_yet("hold-the-brain", key.head.parts["nose"])
    assert "more than an estimate" in not_yet("hold-the-brain", face | key.head.parts["brain"])
    assert "not on the grid" in not_yet("hold-the-brain", face[1:])


def test_releases_come_in_an_order_of_the_learners_own():
    orders = {tuple(own_releases_key(learner=number).values()) for number in range(24)}
    assert len(orders) == 24
    assert all(set(order) == {"peel", "remove", "noise", "deeper"} for order in orders)


def test_the_birth_date_stands_behind_the_header_and_every_other_text_has_its_sentence(learner):
    told = own_nifti_key()
    content = gzip.decompress(own_nifti().read_bytes())
    assert told["birth date"].encode() in content[352:]
    assert volume(own_nifti()).size == (24, 24, 24)
    assert check("nifti-tells", told["birth date"]).outcome == "correct"
    assert check("nifti-tells", int(told["birth date"])).outcome == "correct"
    sentences = {
        not_yet("nifti-tells", wrong)
        for wrong in (told["name"], told["number"], told["study date"], "19000101", "unknown")
    }
    assert len(sentences) == 5


def test_purposes_are_judged_one_by_one():
    keep, cut = "keep the face", "deface"
    right = [cut, keep, keep, cut, keep, cut]
    assert check("when-not", right).outcome == "correct"
    for place in range(6):
        wrong = list(right)
        wrong[place] = cut if right[place] == keep else keep
        assert not_yet("when-not", wrong)
    assert "six texts" in not_yet("when-not", right[:3])
