"""What a lesson says of a figure is what the page shows."""

from __future__ import annotations

import re

import pytest

from tests.book.markup import read

pytestmark = pytest.mark.book


def test_faces_are_matched_before_and_by_chance_alone_afterwards(pages: dict[str, str]) -> None:
    text = read(pages["lessons/15-portrait"]).text
    found = re.findall(r"(\d) of (\d) scans were matched", text)
    assert found[0] == ("4", "4")
    assert found[-1] in {("0", "4"), ("1", "4")}


def test_the_verb_takes_the_face_and_leaves_the_brain(pages: dict[str, str]) -> None:
    text = " ".join(read(pages["lessons/15-portrait"]).text.split())
    (touched,) = re.findall(r"Of ([\d,]+) voxels of the brain, ([\d,]+) were touched", text)
    brain, lost = (int(one.replace(",", "")) for one in touched)
    assert lost < brain / 500
    assert re.search(r"face (9\d|100)%, nose 100%, eyes (9\d|100)%, mouth 100%", text)
