"""The built book in a real browser, from disk: nothing fails, nothing is fetched, keys suffice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "book/_build/html"
NAMES = sorted(
    path.relative_to(PAGES).as_posix()
    for path in PAGES.rglob("*.html")
    if "_static" not in path.parts and path != PAGES / "index.html"  # which leads to intro.html
)
LESSONS = [name for name in NAMES if name.startswith("lessons/")]
SIZES = {"wide": (1280, 900), "telephone": (390, 844)}


class Opened:
    """A page of the book, and everything that went wrong while it was open."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("request", self._asked)
        page.on("requestfailed", lambda request: self.wrong.append(f"failed: {request.url}"))
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("console", self._said)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.wrong.append(f"asked for {request.url}")

    def _said(self, message: Any) -> None:
        if message.type == "error":
            self.wrong.append(f"console: {message.text}")

    def go(self, name: str) -> Any:
        """Open a page by its name and wait until its scripts have run."""
        path, _, query = name.partition("?")
        self.page.goto((PAGES / path).as_uri() + (f"?{query}" if query else ""))
        self.page.wait_for_load_state("load")
        return self.page


@pytest.fixture(autouse=True)
def built() -> None:
    """Without a book there is nothing to look at."""
    if not NAMES:
        pytest.fail("The book is not built. Run `make book` first.", pytrace=False)


@pytest.fixture
def opened(browser: Any) -> Iterator[Opened]:
    """A page in a context of its own."""
    width, height = SIZES["wide"]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="light")
    context.set_default_timeout(30_000)
    yield Opened(context.new_page())
    context.close()


def test_every_page_opens_from_disk_and_can_be_read_wide_narrow_in_light_and_in_dark(
    opened: Opened,
) -> None:
    contrast = (HERE / "page_contrast.js").read_text(encoding="utf-8")
    wide: list[Any] = []
    faint: dict[str, list[Any]] = {}
    for name in NAMES:
        page = opened.go(name)
        for size, (width, height) in reversed(SIZES.items()):
            page.set_viewport_size({"width": width, "height": height})
            shown, there = page.evaluate(
                "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            )
            if shown > there:
                wide.append((name, size, shown))
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            page.wait_for_function(
                "colours => document.documentElement.dataset.theme === colours", arg=colours
            )
            if found := page.evaluate(contrast):
                faint[f"{name} ({colours})"] = found[:5]
        page.emulate_media(color_scheme="light")
    assert opened.wrong == []
    assert wide == []
    assert faint == {}


@pytest.mark.parametrize("name", LESSONS)
def test_solutions_hints_and_the_quiz_answer_to_the_keyboard(opened: Opened, name: str) -> None:
    page = opened.go(name)
    _a_solution_is_hidden_and_opens(page)
    _a_hint_opens(page)
    _the_quiz_answers_back(page)
    assert opened.wrong == []


def _a_solution_is_hidden_and_opens(page: Any) -> None:
    button = page.locator(".solution .toggle-button").first
    cell = page.locator(".solution .cell").first
    assert not cell.is_visible()
    assert button.get_attribute("aria-expanded") == "false"
    button.focus()
    page.keyboard.press("Enter")
    assert cell.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    assert not cell.is_visible()


def _a_hint_opens(page: Any) -> None:
    hint = page.locator("details", has_text="Hint 1 of").first
    hint.locator("summary").focus()
    page.keyboard.press("Enter")
    assert hint.evaluate("e => e.open")
    assert len(hint.inner_text()) > 20


def _the_quiz_answers_back(page: Any) -> None:
    quiz = page.locator(".dcmteach-quiz").first
    before = quiz.inner_text()
    first = quiz.locator("input").first
    first.focus()
    page.keyboard.press("Space")
    assert first.is_checked()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")
    page.wait_for_function(
        "before => document.querySelector('.dcmteach-quiz').innerText.length > before + 20",
        arg=len(before),
    )


def test_the_lessons_are_reached_from_the_first_page_by_keyboard(opened: Opened) -> None:
    page = opened.go("intro.html")
    link = page.get_by_role("link", name="Begin with lesson 0")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lessons/00-setup.html")
    assert "Set-up" in page.locator("article h1").inner_text()


def test_the_search_of_the_book_works_from_disk(opened: Opened) -> None:
    opened.go("search.html?q=preamble")
    opened.page.wait_for_selector("#search-results li a")
    assert "What is inside" in opened.page.locator("#search-results").inner_text()
    assert opened.wrong == []
