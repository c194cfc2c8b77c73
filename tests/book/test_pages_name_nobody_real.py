"""What looks like an identifier on a page belongs to an artificial patient or an example."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dcmteach import answer_key, sample_names
from tests.book.markup import read

pytestmark = pytest.mark.book
ROOT = Path(__file__).resolve().parents[2]

_LOOKS_LIKE = {
    "person name": re.compile(r"[^\W\d_][\w-]*(?:['’]\w+)*\^[^\W\d_][\w-]*"),
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "telephone": re.compile(r"\+\d{1,3}[ -]\d[\d -]{6,}\d"),
    "web address": re.compile(r"https?://[^\s\"'<>)\]]+"),
    "date": re.compile(
        r"(?<![\d.])(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    ),
}
# Sites that may be named: standards, laws, publishers, tools, and names reserved for examples.
_KNOWN_SITES = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:dicomstandard\.org|nema\.org|doi\.org|europa\.eu|ecfr\.gov|arxiv\.org"
    r"|github\.com|sphinx-doc\.org|jupyterbook\.org|executablebooks\.org|pydata\.org|python\.org"
    r"|example\.(?:org|com|net|invalid)|localhost|127\.0\.0\.1)\b"
)
_KNOWN_HOSTS = re.compile(r"@(?:[\w-]+\.)*example(?:\.(?:org|com|net|invalid))?$", re.I)

# Where moved and made-up dates are shown, new ones at every build. The dates in the
# sources are looked at in the notebooks.
_DATES_ARE_MADE = {
    "lessons/07-dates",
    "lessons/09-profile",
    "lessons/11-two-stages",
    "lessons/15-portrait",
}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for entry in value.values():
            yield from _strings(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _strings(entry)
    else:
        yield str(value)


@pytest.fixture(scope="module")
def canaries() -> str:
    """Everything the answer keys of the artificial patients list, as one text."""
    keys = [
        answer_key(name) for name in (*sample_names(), "clinic", "cohort", "head", "pet_mr_raw")
    ]
    return "\n".join(text for key in keys for text in _strings(key)).casefold()


@pytest.fixture(scope="module")
def invented() -> set[str]:
    """Examples invented for a lesson or a docstring, listed by hand."""
    path = Path(__file__).parent / "invented.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.strip().casefold() for line in lines if line.strip() and line[0] != "#"}


def _unknown(text: str, canaries: str, invented: set[str]) -> list[tuple[str, str]]:
    found = []
    for kind, pattern in _LOOKS_LIKE.items():
        for match in pattern.findall(text):
            plain = match.strip(" .^,;:'’").casefold()
            known = plain in canaries or plain in invented
            known = known or (kind == "web address" and bool(_KNOWN_SITES.match(match)))
            known = known or (kind == "e-mail" and bool(_KNOWN_HOSTS.search(match)))
            if not known:
                found.append((kind, match))
    return sorted(set(found))


def test_pages_show_artificial_identifiers_only(
    pages: dict[str, str], canaries: str, invented: set[str]
) -> None:
    unknown = {}
    for name, html in pages.items():
        found = _unknown(read(html).text, canaries, invented)
        if name in _DATES_ARE_MADE:
            found = [(kind, text) for kind, text in found if kind != "date"]
        if found:
            unknown[name] = found
    assert unknown == {}, unknown


def test_notebooks_show_artificial_identifiers_only(canaries: str, invented: set[str]) -> None:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
        assert _unknown(text, canaries, invented) == [], path.name


def test_the_search_finds_what_it_is_meant_to_find(canaries: str, invented: set[str]) -> None:
    text = "Schmidt^Anna wrote to anna@clinic.de on 20240229, +49 30 1234567, http://clinic.de/x"
    assert [kind for kind, _ in _unknown(text, canaries, invented)] == [
        "date",
        "e-mail",
        "person name",
        "telephone",
        "web address",
    ]


def test_identifiers_of_the_samples_are_known(canaries: str, invented: set[str]) -> None:
    from dcmteach import sample

    for name in ("ct_thorax", "mr_head", "us_cine", "ecg"):
        ds = sample(name)
        assert _unknown(f"{ds.PatientName} {ds.PatientBirthDate}", canaries, invented) == []
