"""What an older library printed never reaches a page, and a failing cell never makes a book."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

pytestmark = pytest.mark.book

ROOT = Path(__file__).resolve().parents[2]
CONFIG = yaml.safe_load((ROOT / "book/_config.yml").read_text(encoding="utf-8"))

_PAGE = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# A page

```{code-cell} ipython3
import colours_of_the_library
colours_of_the_library.NAME
```
"""
_PROGRAM = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"


def _book(folder: Path) -> None:
    """A book of one page that keeps the execution settings of the course's."""
    settings = {"title": "t", "execute": CONFIG["execute"]}
    (folder / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: page\n", encoding="utf-8")
    (folder / "page.md").write_text(_PAGE, encoding="utf-8")


def _build(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _PROGRAM, "build", str(folder), "-W", "--keep-going"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_a_changed_library_changes_the_page_without_clearing_anything(tmp_path: Path) -> None:
    _book(tmp_path)
    for colour in ("vermilion", "ultramarine"):
        library = tmp_path / "colours_of_the_library.py"
        library.write_text(f"NAME = '{colour}'\n", encoding="utf-8")
        done = _build(tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        # Jupyter Book itself rebuilds a page only if its text changed: the page must be dated anew.
        os.utime(tmp_path / "page.md")
    page = (tmp_path / "_build/html/page.html").read_text(encoding="utf-8")
    assert "ultramarine" in page
    assert "vermilion" not in page


def test_a_failing_cell_fails_the_build_and_the_reason_is_told(
    tmp_path: Path, builder: ModuleType
) -> None:
    _book(tmp_path)
    (tmp_path / "colours_of_the_library.py").write_text("1 / 0\n", encoding="utf-8")
    done = _build(tmp_path)
    assert done.returncode != 0
    assert "ZeroDivisionError" in builder.reason(done.stdout + done.stderr)


def test_earlier_builds_and_caches_are_removed(
    tmp_path: Path, builder: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "ROOT", tmp_path)
    monkeypatch.setattr(builder, "BOOK", tmp_path / "book")
    for folder in ("book/_build/html", "book/_build/.jupyter_cache", "lessons/.jupyter_cache"):
        (tmp_path / folder).mkdir(parents=True)
    assert builder.clear() == ""
    assert not (tmp_path / "book/_build").exists()
    assert not (tmp_path / "lessons/.jupyter_cache").exists()


def test_notebooks_are_executed_at_every_build_and_errors_count() -> None:
    assert CONFIG["execute"]["execute_notebooks"] == "force"
    assert CONFIG["execute"]["allow_errors"] is False
    assert CONFIG["execute"]["raise_on_error"] is True
    assert CONFIG["sphinx"]["config"]["html_copy_source"] is False


def test_a_missing_page_is_named(
    tmp_path: Path, builder: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "PAGES", tmp_path)
    assert builder.look_at_pages().startswith("No page was built for: intro, lessons/00-setup")


def test_of_a_long_log_only_the_reasons_are_told(builder: ModuleType) -> None:
    said = (
        f"reading\n{builder.ROOT}/book/a.md:3: WARNING: no such page\n[IPKernelApp] WARNING | x\n"
    )
    assert builder.reason(said + "done\n" * 90) == "book/a.md:3: WARNING: no such page"
    assert builder.reason("first\nlast") == "first\nlast"
