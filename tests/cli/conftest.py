"""The installed command, run as a user runs it; and files to run it on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
SCRIPT = Path(sys.executable).with_name("dcmteach")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``dcmteach`` with arguments, in the test's own folder."""

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
def ct(tmp_path: Path) -> Path:
    """Give the thorax CT in the test's own folder."""
    from dcmteach.synth import sample_path

    copy = tmp_path / "ct.dcm"
    copy.write_bytes(sample_path("ct_thorax").read_bytes())
    return copy
