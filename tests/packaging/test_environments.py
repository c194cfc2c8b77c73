"""conda's environment, pip's extras and the pins say the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))

FOR_USERS = {"widgets", "ocr", "rapidocr", "codecs", "deface", "cohort", "app", "book", "scale"}
# Only who regenerates the standard's tables needs this one; nothing that is run here does.
UNPINNED = {"maintain"}


def pins() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = (Requirement(line) for line in lines if line.strip() and not line.startswith("#"))
    return {
        canonicalize_name(pin.name): Version(next(iter(pin.specifier)).version) for pin in found
    }


def test_all_is_made_of_every_extra_for_users():
    requirement = Requirement(EXTRAS["all"][0])
    assert len(EXTRAS["all"]) == 1
    assert requirement.name == "dcmteach"
    assert requirement.extras == FOR_USERS
    assert set(EXTRAS) - FOR_USERS == {"all", "test", "bench", "maintain"}


def test_conda_installs_what_pip_would_with_the_same_pins():
    (pip,) = [entry["pip"] for entry in CONDA["dependencies"] if isinstance(entry, dict)]
    assert pip == ["-c constraints.txt", "-e .[all]"]


def test_conda_takes_python_from_the_range_of_pyproject():
    (python,) = [
        entry
        for entry in CONDA["dependencies"]
        if isinstance(entry, str) and entry.startswith("python=")
    ]
    assert python.removeprefix("python=") in SpecifierSet(PROJECT["requires-python"])


def test_conda_brings_what_pip_cannot():
    names = {entry for entry in CONDA["dependencies"] if isinstance(entry, str)}
    assert {"pip", "tesseract"} <= names


def test_conda_uses_the_free_channel_alone():
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]


@pytest.mark.parametrize("extra", sorted(set(EXTRAS) - UNPINNED - {"all"}))
def test_each_requirement_of_an_extra_has_a_pin_that_it_allows(extra):
    pinned = pins()
    for text in [*PROJECT["dependencies"], *EXTRAS[extra]]:
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        if name == "dcmteach":  # an extra made of others, each of which is asked by itself
            assert requirement.extras < FOR_USERS
            continue
        assert name in pinned, f"{name} ({extra}) is not pinned in constraints.txt"
        assert pinned[name] in requirement.specifier, f"{name} {pinned[name]} against {text}"


def test_every_pin_names_one_exact_version():
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            (specifier,) = Requirement(line).specifier
            assert specifier.operator == "==", line


def test_the_citation_and_the_changelog_name_the_version_of_the_project():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == ["MIT", "CC-BY-4.0"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {PROJECT['version']}" in changes
