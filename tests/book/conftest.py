"""The built book, as files."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "book/_build/html"


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def builder() -> ModuleType:
    """``tools/build_book.py``."""
    return _module(ROOT / "tools/build_book.py")


@pytest.fixture(scope="session")
def extension() -> ModuleType:
    """The book's own Sphinx extension."""
    return _module(ROOT / "book/_ext/dcmteach_book.py")


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of the built pages."""
    if not (PAGES / "index.html").is_file():
        pytest.fail("The book is not built. Run `make book` first.", pytrace=False)
    return PAGES


@pytest.fixture(scope="session")
def pages(built: Path, builder: ModuleType) -> dict[str, str]:
    """HTML of every page the table of contents asks for, by its name."""
    return {
        name: (built / f"{name}.html").read_text(encoding="utf-8") for name in builder.toc_entries()
    }
