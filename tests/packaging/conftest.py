"""A wheel, built once; and a fresh environment that holds it and pydicom, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pydicom
import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed here, so that no network is needed."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("dcmteach-*.whl")
    return built


@pytest.fixture(scope="session")
def alone(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the scripts' folder of an environment with the wheel and pydicom alone."""
    home = tmp_path_factory.mktemp("alone")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home / "venv"], check=True)
    scripts = home / "venv" / "bin"
    pip = [sys.executable, "-m", "pip", "--python", scripts / "python", "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", wheel], check=True, capture_output=True)
    only = home / "only"
    only.mkdir()
    installed = Path(pydicom.__file__).parent
    for part in (installed, *installed.parent.glob("pydicom-*.dist-info")):
        (only / part.name).symlink_to(part)
    (site,) = (home / "venv" / "lib").glob("python*/site-packages")
    (site / "pydicom-alone.pth").write_text(f"{only}\n", encoding="utf-8")
    return scripts


@pytest.fixture
def run(alone: Path, tmp_path: Path) -> Run:
    """Run something of that environment, away from the clone."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env["DCMTEACH_HOME"] = str(tmp_path / "home")

    def call(command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [alone / command, *arguments],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return call
