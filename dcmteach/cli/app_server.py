"""The server behind `dcmteach app`: one page, one person, this machine alone, nothing else."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import socket
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_server.auth.identity import IdentityProvider
from traitlets import List, Unicode
from traitlets.config import Config
from voila.app import Voila  # type: ignore[import-untyped]
from voila.tornado.handler import TornadoVoilaHandler  # type: ignore[import-untyped]

__all__ = ["serve"]

_CELL = """import warnings
warnings.simplefilter("ignore")
from dcmteach.widgets import Desk
Desk({folder!r}).view"""
# Everything comes from here: what a template would fetch from elsewhere is not even asked for.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws://{host}; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
)
_REFUSED = (
    "This page is for whoever started it. Open the whole address that `dcmteach app` printed; "
    "after a restart it is another one."
)
_FOREIGN = re.compile(
    r"""<link[^>]+href="https?://[^>]*>|<script[^>]+src="https?://[^>]*>\s*</script>"""
)
_EXTENSIONS = (  # what shows widgets, and nothing else that happens to be installed
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager7",
    "@voila-dashboards/widgets-manager8",
)
_HOST = "127.0.0.1"


class _OwnKernels(KernelSpecManager):
    """This Python alone, whatever kernels are installed on the machine."""

    kernel_dirs = List(Unicode(), [])


class _Refused(tornado.web.RequestHandler):
    """What everybody without the token gets, whatever they ask for."""

    def prepare(self) -> None:
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(_REFUSED)


class _Page(TornadoVoilaHandler):  # type: ignore[misc]
    """The page, without the fonts and scripts that its template would fetch from elsewhere."""

    async def get_generator(self, path: str | None = None) -> AsyncIterator[str]:
        """Give the page piece by piece."""
        async for html in super().get_generator(path):
            yield _FOREIGN.sub("", html)


class _Desk(Voila):  # type: ignore[misc]
    """Voilà with one page, and without any other file."""

    ready: Callable[[str], None]

    def init_handlers(self) -> list[Any]:
        """Leave out what serves files, and refuse plainly where a form would ask for the token."""
        kept = [
            (handler[0], _Page, *handler[2:]) if handler[1] is TornadoVoilaHandler else handler
            for handler in super().init_handlers()
            if not any(word in str(handler[0]) for word in ("/voila/files/", "/login", "/logout"))
        ]
        refused = [
            (r"/login.*", _Refused),
            (r"/logout.*", _Refused),
            (r"/voila/files/.*", _Refused),
        ]
        return [*refused, *kept]

    def launch_browser(self) -> None:
        """Say where it is; it is listening now."""
        self.ready(f"http://{_HOST}:{self.port}/?token={self.token}")


def serve(folder: Path, *, port: int | None, browser: bool, told: Callable[[str], None]) -> None:
    """Serve the desk until it is interrupted.

    Parameters
    ----------
    folder : Path
        Where the browser of folders begins.
    port : int or None
        Where to listen; None for any free port.
    browser : bool
        Whether to open the address in a browser.
    told : callable
        Called with the address, once.

    Raises
    ------
    OSError
        If the port is taken.
    """

    def ready(address: str) -> None:
        told(f"the desk is at {address}\nPress Ctrl-C here to end it.")
        if browser:
            webbrowser.open(address)

    chosen = _free(port)
    with tempfile.TemporaryDirectory(prefix="dcmteach-app-") as work, _environment(Path(work)):
        page = Path(work, "page", "desk.ipynb")
        page.parent.mkdir()
        page.write_text(json.dumps(_notebook(folder)), encoding="utf-8")
        logging.getLogger("tornado").setLevel(logging.CRITICAL)
        app = _Desk(config=_config(page, chosen, Path(work)))
        app.ready = ready
        app.initialize([])
        app.start()


def _free(port: int | None) -> int:
    """Give the port, if nobody listens there; any free one by default."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind((_HOST, port or 0))
        return int(trial.getsockname()[1])


def _notebook(folder: Path) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "desk",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": _CELL.format(folder=str(folder.resolve())),
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "title": "dcmteach: the desk"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [cell]}


def _config(page: Path, port: int, work: Path) -> Config:
    config = Config()
    config.Voila.ip = _HOST
    config.Voila.port = port
    config.Voila.port_retries = 0
    config.Voila.token = secrets.token_urlsafe(24)
    config.Voila.identity_provider_class = IdentityProvider
    config.Voila.notebook_path = str(page)
    config.Voila.root_dir = str(page.parent)
    config.Voila.open_browser = True
    config.Voila.log_level = logging.CRITICAL
    config.Voila.config_file_paths = []
    config.Voila.connection_dir_root = str(work)
    config.Voila.tornado_settings = {
        "allow_remote_access": False,
        "local_hostnames": ["localhost", _HOST],
        "headers": {
            "Content-Security-Policy": _POLICY.format(host=f"{_HOST}:{port}"),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        },
        "log_function": lambda handler: None,
    }
    if os.name == "posix":  # files that nobody else may open, instead of ports
        config.KernelManager.transport = "ipc"
    config.VoilaConfiguration.extension_allowlist = list(_EXTENSIONS)
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.file_denylist = [".*"]
    config.VoilaConfiguration.strip_sources = True
    config.VoilaConfiguration.show_tracebacks = False
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "YES"
    config.VoilaConfiguration.kernel_spec_manager_class = _OwnKernels
    return config


@contextmanager
def _environment(work: Path) -> Iterator[None]:
    """Let the kernel and its server read no settings and keep no history of this person."""
    own = {
        "IPYTHONDIR": str(work / "ipython"),
        "JUPYTER_CONFIG_DIR": str(work / "config"),
        "JUPYTER_RUNTIME_DIR": str(work / "runtime"),
        "JUPYTER_NO_CONFIG": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
