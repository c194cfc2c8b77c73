"""`dcmteach app`: what is said before anything is served. The page itself is tests/browser's."""

from __future__ import annotations

import sys

import pytest

from dcmteach.cli import main


def test_without_voila_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    monkeypatch.delitem(sys.modules, "dcmteach.cli.app_server", raising=False)
    monkeypatch.setitem(sys.modules, "voila", None)
    monkeypatch.setitem(sys.modules, "voila.app", None)
    assert main(["app", "--dir", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "The desk needs Voilà, which is not installed: pip install 'dcmteach[app]'." in said


def test_a_folder_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], tmp_path) -> None:
    assert main(["app", "--dir", str(tmp_path / "gone")]) == 2
    assert "is no folder. Name one that exists: dcmteach app --dir DIR" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_port_that_is_none_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path, port: str
) -> None:
    assert main(["app", "--dir", str(tmp_path), "--port", port]) == 2
    assert f"--port must be a number from 1 to 65535 (got {port})" in capsys.readouterr().err
