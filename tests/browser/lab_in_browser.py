"""A JupyterLab on this machine alone, and a browser to look at it; for tests and screenshots."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import nbformat

__all__ = ["FLAGS", "NO_CHROMIUM", "Lab", "chromium_path", "open_notebook", "start_lab"]

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NO_CHROMIUM = (
    "The browser tests need Chromium, and none was found. Install it with "
    "'sudo apt-get install chromium' (Debian, Ubuntu) or '.venv/bin/playwright install chromium', "
    "or leave these tests out with: pytest -m 'not browser'."
)

_NOT_WANTED = ["@jupyterlab/apputils-extension:announcements"]  # asks servers far away

_STARTS_WITHIN = 90  # seconds


def chromium_path(own: str) -> str:
    """Return where Chromium is: the machine's, or else Playwright's `own`.

    Raises
    ------
    RuntimeError
        If there is none; the message says how to install it.
    """
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    if Path(own).exists():
        return own
    raise RuntimeError(NO_CHROMIUM)


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab.

    Parameters
    ----------
    url : str
        Its address, on loopback.
    token : str
        What it asks for.
    notebooks : Path
        The folder it serves.
    """

    url: str
    token: str
    notebooks: Path

    def write(self, name: str, *cells: str) -> str:
        """Write a notebook of code cells and return the address of its page."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, self.notebooks / f"{name}.ipynb")
        return f"{self.url}doc/tree/{name}.ipynb?token={self.token}&reset"


@contextmanager
def start_lab(home: Path) -> Iterator[Lab]:
    """Start JupyterLab with settings, data and notebooks below `home` alone, and stop it after."""
    folders = {name: home / name for name in ("config", "data", "runtime", "notebooks", "user")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    page_config = folders["config"] / "labconfig" / "page_config.json"
    page_config.parent.mkdir()
    page_config.write_text(json.dumps({"disabledExtensions": dict.fromkeys(_NOT_WANTED, True)}))
    token = secrets.token_hex(16)
    environment = os.environ | {
        "HOME": str(folders["user"]),
        "JUPYTER_CONFIG_DIR": str(folders["config"]),
        "JUPYTER_DATA_DIR": str(folders["data"]),
        "JUPYTER_RUNTIME_DIR": str(folders["runtime"]),
        "JUPYTER_TOKEN": token,
        "JUPYTER_PLATFORM_DIRS": "1",
        "DCMTEACH_HOME": str(home / "dcmteach"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
    }
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        f"--ServerApp.root_dir={folders['notebooks']}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--expose-app-in-browser",
        f"--LabApp.user_settings_dir={folders['config'] / 'lab' / 'settings'}",
        f"--LabApp.workspaces_dir={folders['config'] / 'lab' / 'workspaces'}",
    ]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=home
        )
        try:
            yield Lab(_address(server, folders["runtime"], home), token, folders["notebooks"])
        finally:
            server.terminate()  # it ends its kernels first
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(server: subprocess.Popen[bytes], runtime: Path, home: Path) -> str:
    """Wait until the server has written where it listens."""
    deadline = time.monotonic() + _STARTS_WITHIN
    note = runtime / f"jpserver-{server.pid}.json"
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return str(json.loads(note.read_text())["url"])
        except (FileNotFoundError, json.JSONDecodeError):
            time.sleep(0.05)
    log = (home / "server.log").read_text(errors="replace")[-2000:]
    raise RuntimeError(f"JupyterLab did not start. What it said last:\n{log}")


def open_notebook(page: Any, address: str, *, theme: str = "JupyterLab Light") -> None:
    """Open a notebook, wait for its kernel, and run all its cells to the end.

    A page that shows JupyterLab already keeps it and changes notebooks only: the old one is closed
    and its kernel ended. That takes a fifth of the time of loading JupyterLab anew.
    """
    path = unquote(urlsplit(address).path.rpartition("/doc/tree/")[2])
    if not page.url.startswith(address.partition("/doc/")[0]) or page.locator(".jp-Dialog").count():
        page.goto(address)
        page.wait_for_function("() => window.jupyterapp && window.jupyterapp.shell.currentWidget")
    page.evaluate(_OPEN, {"path": path, "theme": theme})


_OPEN = """async ({path, theme}) => {
    const app = window.jupyterapp;
    await app.started;
    await app.restored;
    await app.commands.execute('apputils:change-theme', {theme});
    for (const other of [...app.shell.widgets('main')]) {
        if (other.context && other.context.path !== path) {
            await other.context.sessionContext.shutdown();
            other.dispose();
        }
    }
    const panel = await app.commands.execute('docmanager:open', {path, factory: 'Notebook'});
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.revealed;
    app.shell.activateById(panel.id);
    await app.commands.execute('notebook:run-all-cells');
}"""
