"""Everything public says what it takes and gives, and is shown to learners or in the reference."""

from __future__ import annotations

import inspect
import re

import pytest
from documents import ROOT

import dcmteach

MODULES = {name for name in dcmteach.__all__ if inspect.ismodule(getattr(dcmteach, name))}
ERRORS = {name for name in dcmteach.__all__ if dcmteach._HOME_OF[name] == "dcmteach.errors"}
# For those who score a result against what was planted; a later lesson does.
NOT_IN_LESSONS = {"answer_key"}


def _has_section(doc: str, title: str) -> bool:
    return re.search(rf"^{title}\n-+$", doc, re.M) is not None


def _takes_something(thing: object) -> bool:
    return any(
        parameter.name not in {"self", "args", "kwargs"}
        for parameter in inspect.signature(thing).parameters.values()  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("name", sorted(set(dcmteach.__all__) - ERRORS - MODULES))
def test_a_public_name_documents_its_parameters_and_what_it_returns(name):
    thing = getattr(dcmteach, name)
    doc = inspect.getdoc(thing) or ""
    if _takes_something(thing):
        assert _has_section(doc, "Parameters"), f"dcmteach.{name}: no Parameters"
        undocumented = [
            parameter.name
            for parameter in inspect.signature(thing).parameters.values()
            if not re.search(rf"\b{parameter.name}\b", doc)
        ]
        assert not undocumented, f"dcmteach.{name}: {undocumented}"
    if not inspect.isclass(thing):
        assert _has_section(doc, "Returns"), f"dcmteach.{name}: no Returns"


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_an_error_says_when_it_is_raised(name):
    assert len((inspect.getdoc(getattr(dcmteach, name)) or "").split()) >= 4


def test_every_public_name_stands_in_the_reference():
    pages = (ROOT / "book" / "reference").glob("*.md")
    rooms = {
        room
        for page in pages
        for room in re.findall(r"automodule:: (\S+)", page.read_text(encoding="utf-8"))
    }
    missing = [name for name in dcmteach.__all__ if dcmteach._HOME_OF[name] not in rooms]
    assert missing == []


def test_every_verb_is_used_by_a_lesson():
    lessons = (ROOT / "lessons").glob("*.py")
    shown = "\n".join(lesson.read_text(encoding="utf-8") for lesson in lessons)
    unused = {name for name in dcmteach.__all__ if not re.search(rf"\b{name}\b", shown)}
    assert unused - ERRORS <= NOT_IN_LESSONS
