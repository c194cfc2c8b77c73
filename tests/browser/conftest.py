"""A JupyterLab and a browser for each test process; nothing of the person running them is used."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from lab_in_browser import Lab, open_notebook, start_lab

_ERROR = '.jp-RenderedText[data-mime-type="application/vnd.jupyter.error"]'


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with start_lab(tmp_path_factory.mktemp("lab") / "home") as running:
        yield running


@pytest.fixture(scope="session")
def page(browser: Any) -> Iterator[Any]:
    """One page for all tests of a process, so that JupyterLab is loaded once."""
    context = browser.new_context(viewport={"width": 1100, "height": 1200})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def show(lab: Lab, page: Any, request: pytest.FixtureRequest) -> Any:
    """Run cells in a notebook of its own and return the page, with the widget in it."""

    def run(*cells: str, theme: str = "JupyterLab Light") -> Any:
        open_notebook(page, lab.write(request.node.name, *cells), theme=theme)
        page.wait_for_selector(f".jp-OutputArea .dcmteach-widget, {_ERROR}")
        errors = page.locator(_ERROR)
        assert errors.count() == 0, errors.first.inner_text()
        return page

    return run
