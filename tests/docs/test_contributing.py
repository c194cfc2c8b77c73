"""CONTRIBUTING speaks of commands and files that exist."""

from __future__ import annotations

import re

import pytest
from documents import ROOT, text

MENTIONED = sorted(set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", text("CONTRIBUTING.md"))))


@pytest.mark.parametrize("path", MENTIONED)
def test_every_path_mentioned_exists(path):
    assert (ROOT / path).exists() or re.search(r"NN|slug|room", path), path


def test_every_make_target_mentioned_exists():
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.M))
    for target in re.findall(r"`make ([a-z-]+)`", text("CONTRIBUTING.md")):
        assert target in targets, target


def test_it_says_how_to_add_each_kind_of_thing():
    headings = re.findall(r"^## (.+)$", text("CONTRIBUTING.md"), re.M)
    for thing in ("lesson", "exercise", "widget", "table"):
        assert any(thing in heading for heading in headings), thing
