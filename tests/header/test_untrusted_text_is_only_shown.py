from __future__ import annotations

import html.parser
import re

import pytest
from pydicom.dataset import Dataset, FileDataset

from dcmteach.header import classify, diff, identity, search, table, tree
from dcmteach.header.show import markup, plain

EVIL = "<img src=x onerror=alert(1)>"
ESCAPES = "A\x1b[31mred\x07\x9b2J\u202eback\r\nB"


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def evil(ds: FileDataset) -> FileDataset:
    ds.PatientName = EVIL
    ds.ImageComments = f'"><script>{EVIL}</script>'
    ds.add_new(0x01F11028, "LO", f"'{EVIL}")
    ds.private_block(0x0055, f"{EVIL}", create=True).add_new(1, "UN", EVIL.encode())
    ds.RequestAttributesSequence[0].ScheduledProcedureStepDescription = ESCAPES
    return ds


def _results(ds: FileDataset) -> list[object]:
    other = Dataset()
    other.update(ds)
    other.PatientComments = EVIL
    found = table(ds), classify(ds), tree(ds), search(ds, "img"), diff(ds, other)
    return [*found]


def test_a_name_that_is_markup_shows_as_text_in_html(evil: FileDataset) -> None:
    for result in _results(evil):
        page = result._repr_html_()  # type: ignore[attr-defined]
        assert "&lt;img src=x onerror" in page
        parser = _Tags()
        parser.feed(page)
        assert not parser.open
        assert not parser.tags & {"img", "script"}


def test_a_terminal_is_sent_no_control_character(evil: FileDataset) -> None:
    for result in _results(evil):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", str(result))


def test_control_characters_are_written_as_escapes() -> None:
    assert plain(ESCAPES) == r"A\x1b[31mred\x07\x9b2J\u202eback\r\nB"
    assert markup("<a href='x'>&") == "&lt;a href=&#x27;x&#x27;&gt;&amp;"


def test_letters_of_all_scripts_are_left_alone() -> None:
    for text in ("Lüdenscheidt", "山田^太郎", "Люкceмбypг", "قباني^لنزار", "שרון^דבורה"):
        assert plain(text) == text


def test_records_show_values_without_control_characters_too(evil: FileDataset) -> None:
    values = [record["value"] for record in table(evil).to_records()]
    assert r"A\x1b[31mred\x07\x9b2J\u202eback\r\nB" in values


def test_tables_have_a_caption_and_headings_and_need_no_colour(ds: FileDataset) -> None:
    page = classify(ds)._repr_html_()
    assert "<caption>" in page
    assert page.count('scope="col"') == 4
    assert page.count('scope="row"') == len(classify(ds))
    assert not re.search(r"(?<![-\w])(?:color|background):(?!inherit|transparent)", page)
    assert "✗ unsafe" in page
    assert 'tabindex="0"' in page


def test_the_tree_folds_by_keyboard_without_a_script(ds: FileDataset) -> None:
    page = tree(ds)._repr_html_()
    assert page.count("<details") == page.count("<summary>") == page.count("</details>")
    assert "<script" not in page
    text = str(tree(ds))
    assert "File meta information\n" in text
    assert "│     └─ Item 0\n" in text or "└─ Item 0\n" in text
    assert "(0008,0104) LO Code Meaning: Chest" in text


def test_no_representation_of_results_names_the_patient(ds: FileDataset) -> None:
    quiet = [table(ds), table(ds)["PatientName"], classify(ds), tree(ds), identity(ds)]
    quiet += [search(ds, "Hanna"), diff(ds, ds)]
    for result in quiet:
        assert "Hanna" not in repr(result)
        assert "48151" not in repr(result)
    assert "Hanna" not in str(identity(ds))
