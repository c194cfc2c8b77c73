from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import pytest
from pydicom import Dataset

from dcmteach import ElementEditor, HeaderBrowser, TagSorter
from dcmteach.widgets import Snapshot
from dcmteach.widgets.markup import STYLE

WIDGETS = [HeaderBrowser, TagSorter, ElementEditor]
LIVE = "application/vnd.jupyter.widget-view+json"


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.depth = 0
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.depth += tag not in {"br", "img", "input"}

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("make", WIDGETS)
def test_a_snapshot_is_a_figure_with_a_text_alternative(make: Any, ct: Dataset) -> None:
    snapshot = make(ct).snapshot()
    assert isinstance(snapshot, Snapshot)
    page = Reader(snapshot._repr_html_())
    tag, attributes = page.tags[0]
    assert tag == "figure"
    assert attributes["role"] == "group"
    assert attributes["aria-label"] == snapshot.alt == str(snapshot)
    assert len(snapshot.alt) > 40
    assert page.depth == 0


@pytest.mark.parametrize("make", WIDGETS)
def test_a_snapshot_needs_no_script_and_no_network(make: Any, ct: Dataset) -> None:
    html = make(ct).snapshot()._repr_html_()
    assert "<script" not in html
    assert "http" not in html
    assert "url(" not in html
    assert not [a for _, attrs in Reader(html).tags for a in attrs if a.startswith("on")]


@pytest.mark.parametrize("make", WIDGETS)
def test_header_values_show_as_text_everywhere(make: Any, hostile: Dataset) -> None:
    widget = make(hostile)
    pieces = [widget.snapshot()._repr_html_()]
    for row in widget.model.elements.rows if make is ElementEditor else ():
        widget.model.select(row.path)
        pieces.append(widget.model.render())
    for row in widget.model.rows if make is HeaderBrowser else ():
        widget.model.select(row.path)
        pieces.append(widget.model.render())
    if make is TagSorter:
        while not widget.model.finished:
            pieces.append(widget.model.card_html())
            widget.model.answer("safe")
            pieces.append(widget.model.render())
            widget.model.next()
    html = "".join(pieces)
    for tag, attributes in Reader(html).tags:
        assert tag not in {"img", "script", "b", "u"}
        assert not [name for name in attributes if name.startswith("on")]
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_what_was_typed_shows_as_text(ct: Dataset) -> None:
    editor = ElementEditor(ct, select="PatientBirthDate")
    editor.model.type("<img src=x onerror=alert(1)>")
    editor.model.replace()
    editor.model.new_path = "<script>"
    html = editor.model.render() + editor.model.new_html()
    assert not [tag for tag, _ in Reader(html).tags if tag in {"img", "script"}]
    assert "&lt;img" in html


@pytest.mark.parametrize("make", WIDGETS)
def test_a_notebook_gets_the_live_widget_and_the_snapshot(make: Any, ct: Dataset) -> None:
    widget = make(ct)
    bundle = widget._repr_mimebundle_()
    assert bundle[LIVE]["model_id"] == widget.view.model_id
    assert bundle["text/html"] == widget.snapshot()._repr_html_()
    assert str(ct.PatientName) not in bundle["text/plain"]


def test_without_ipywidgets_the_snapshot_shows_and_names_the_extra() -> None:
    program = """
import sys
sys.modules["ipywidgets"] = None
from pydicom import Dataset
import dcmteach
ds = Dataset()
ds.PatientName = "Doe^Jane"
for make in (dcmteach.HeaderBrowser, dcmteach.TagSorter, dcmteach.ElementEditor):
    widget = make(ds)
    bundle = widget._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}, bundle
    assert "Doe^Jane" in bundle["text/html"]
    assert "pip install &#x27;dcmteach[widgets]&#x27;" in bundle["text/html"]
    try:
        widget.view
    except ImportError as error:
        assert "pip install 'dcmteach[widgets]'" in str(error)
    else:
        raise AssertionError("no error")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_models_need_neither_ipywidgets_nor_numpy() -> None:
    program = """
import sys
from pydicom import Dataset
import dcmteach
ds = Dataset()
ds.PatientName = "Doe^Jane"
for make in (dcmteach.HeaderBrowser, dcmteach.TagSorter, dcmteach.ElementEditor):
    make(ds).snapshot()
loaded = {"ipywidgets", "matplotlib", "pandas"} & set(sys.modules)
assert not loaded, loaded
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_mark_has_a_contrast_of_at_least_4_5() -> None:
    pairs = re.findall(r"color: (#\w{6}); background: (#\w{6})", STYLE)
    assert len(pairs) == 5
    for ink, paper in pairs:
        light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)


def test_no_other_text_has_a_colour_of_its_own() -> None:
    colours = re.findall(r"[{ ;]color: ([^;]+);", STYLE)
    assert {c for c in colours if not c.startswith("#")} == {"inherit"}
