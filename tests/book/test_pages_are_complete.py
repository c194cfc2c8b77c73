"""Every page is there, says what it is, and offers no sources with solutions."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from dcmteach.cli.main import COMMANDS
from dcmteach.course.lessons.source import find_root, read_lessons
from tests.book.markup import Page, read

pytestmark = pytest.mark.book
LESSONS = read_lessons(find_root(Path(__file__).parent))


def _article(html: str) -> Page:
    """What the page says; around it the theme has a copy of the heading for print."""
    return read(html[html.index("<article") : html.index("</article>")])


def test_every_entry_of_the_table_of_contents_is_a_page(
    builder: ModuleType, pages: dict[str, str]
) -> None:
    names = builder.toc_entries()
    assert names[0] == "intro"
    assert len(names) == len(set(names)) == len(pages)
    assert {f"lessons/{lesson.slug}" for lesson in LESSONS} <= set(names)
    assert {f"instructors/{lesson.slug}" for lesson in LESSONS} <= set(names)
    assert builder.look_at_pages() == ""


def test_each_page_has_a_language_a_title_and_one_main_heading(pages: dict[str, str]) -> None:
    titles = []
    for name, html in pages.items():
        page = read(html)
        assert page.every("html")[0]["lang"] == "en", name
        assert _article(html).headings.count(1) == 1, name
        titles.append(re.search(r"<title>(.*?)</title>", html, re.S)[1])  # type: ignore[index]
    assert len(titles) == len(set(titles))


def test_headings_go_down_one_level_at_a_time(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        levels = _article(html).headings
        steps = [b - a for a, b in itertools.pairwise(levels)]
        assert max(steps, default=0) <= 1, (name, levels)


def test_every_picture_has_words(built: Path) -> None:
    for path in sorted(built.rglob("*.html")):
        for image in read(path.read_text(encoding="utf-8")).every("img"):
            words = image.get("alt") or ""
            assert len(words) > 10, f"{path.relative_to(built)}: {image.get('src')} has {words!r}"
            assert "_images/" not in words


def test_each_lesson_page_has_its_parts(pages: dict[str, str]) -> None:
    for lesson in LESSONS:
        html = pages[f"lessons/{lesson.slug}"]
        assert f"{lesson.teaching} minutes" in html
        assert "Questions" in html
        assert "Key points" in html
        assert html.count('class="exercise admonition"') == len(lesson.exercise_slugs())
        assert html.count("solution dropdown admonition") == len(lesson.exercise_slugs())
        assert f'id="quiz-{lesson.slug}"' in html
        assert 'href="../glossary.html#term-' in html
        assert "✓" in html
        assert "Not attempted" in html
        assert "dcmteach-quiz" in html


def test_wrong_answers_are_on_no_lesson_page(pages: dict[str, str]) -> None:
    for lesson in LESSONS:
        shown = read(pages[f"lessons/{lesson.slug}"]).text
        for cell in lesson.cells:
            if cell.role == "instructor":
                sentence = max(cell.source.split("\n"), key=len)
                assert sentence not in shown


def test_neither_sources_nor_solutions_are_offered_as_files(built: Path) -> None:
    assert not (built / "_sources").exists()
    offered = [path for path in built.rglob("*") if path.suffix in (".ipynb", ".md", ".py")]
    assert sorted(path.name for path in offered) == [f"{x.slug}.ipynb" for x in LESSONS]
    for path in offered:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        text = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
        lesson = next(x for x in LESSONS if x.slug == path.stem)
        for slug in lesson.exercise_slugs():
            for cell in lesson.of(slug, "solution", kind="code"):
                assert cell.source not in text


def test_errors_shown_on_purpose_are_shown_briefly(pages: dict[str, str]) -> None:
    for lesson in LESSONS:
        shown = " ".join(read(pages[f"lessons/{lesson.slug}"]).text.split())
        for cell in lesson.cells:
            if cell.role == "raises":
                assert " ".join(str(cell.metadata["says"]).split()) in shown
        assert "Traceback (most recent call last)" not in shown


def test_the_reference_covers_every_command_and_the_exit_codes(pages: dict[str, str]) -> None:
    page = read(pages["reference/cli"])
    shown = " ".join(page.text.split())
    for command in COMMANDS:
        assert f"usage: dcmteach {command}" in shown
    assert "Interrupted by Ctrl-C." in shown
    assert "inspect.json" in shown


def test_the_reference_covers_every_public_name(pages: dict[str, str]) -> None:
    import dcmteach

    html = pages["reference/api"]
    for name in dcmteach.__all__:
        assert re.search(rf'id="dcmteach\.[a-z_.]*{name}"', html), name


def test_widgets_are_shown_as_snapshots_with_words(pages: dict[str, str]) -> None:
    html = pages["reference/widgets"]
    assert html.count("dcmteach-widget") >= 3
    assert "application/vnd.jupyter.widget-view+json" not in html
    for name in ("HeaderBrowser", "TagSorter", "ElementEditor"):
        assert name in html


def test_launch_buttons_are_hidden_while_no_repository_is_set(
    pages: dict[str, str], extension: ModuleType
) -> None:
    assert extension.launch_buttons("", "main", "00-setup") == []
    for name, html in pages.items():
        assert "mybinder.org" not in html, name
        assert "colab.research" not in html, name


def test_launch_buttons_open_the_learners_notebook(extension: ModuleType) -> None:
    binder, colab = extension.launch_buttons("https://github.com/a/b", "main", "00-setup")
    assert binder["url"] == (
        "https://mybinder.org/v2/gh/a/b/main?urlpath=lab%2Ftree%2Fnotebooks%2F00-setup.ipynb"
    )
    assert colab["url"] == (
        "https://colab.research.google.com/github/a/b/blob/main/notebooks/00-setup.ipynb"
    )


def test_a_repository_of_another_form_is_refused(extension: ModuleType) -> None:
    with pytest.raises(Exception, match="launch_repository must be of the form https://github"):
        extension.launch_buttons("github.com/a/b", "main", "00-setup")
