from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lab_in_browser import chromium_path


def test_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(RuntimeError, match="sudo apt-get install chromium"):
        chromium_path(str(tmp_path / "nothing"))


def test_playwrights_own_is_taken_where_the_machine_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    own = tmp_path / "chrome"
    own.touch()
    assert chromium_path(str(own)) == str(own)
