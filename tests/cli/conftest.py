"""The command: installed, as a user runs it, or inside this process where many runs are needed."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dcmteach.cli import main

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SCRIPT = Path(sys.executable).with_name("dcmteach")


@pytest.fixture
def installed(tmp_path: Path) -> Run:
    """Run the installed ``dcmteach``, in the test's own folder."""

    def call(
        *arguments: str | Path, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SCRIPT, *arguments],
            cwd=tmp_path,
            env=os.environ | (env or {}),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return call


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the same inside this process; test_installed.py holds both equal."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in "12"]
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            code = main([str(argument) for argument in arguments])
        texts = []
        for stream in streams:
            stream.flush()
            texts.append(stream.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]
        return subprocess.CompletedProcess(arguments, int(code), *texts)

    return call


@pytest.fixture
def ct(tmp_path: Path) -> Path:
    """Give the thorax CT in the test's own folder."""
    from dcmteach.synth import sample_path

    copy = tmp_path / "ct.dcm"
    copy.write_bytes(sample_path("ct_thorax").read_bytes())
    return copy
