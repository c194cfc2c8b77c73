"""What every test stands on: no network, no touching of the user's own files."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_real_connect = socket.socket.connect


def _connect_on_this_machine_only(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = str(address[0])  # type: ignore[index]
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"a test tried to reach {host}; tests use no network")
    _real_connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Let a test reach this machine only."""
    socket.socket.connect = _connect_on_this_machine_only  # type: ignore[method-assign]
    yield
    socket.socket.connect = _real_connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep progress and cache out of the user's home for the whole session."""
    before = os.environ.get("DCMTEACH_HOME")
    home = tmp_path_factory.mktemp("dcmteach-home")
    os.environ["DCMTEACH_HOME"] = str(home)
    yield home
    if before is None:
        del os.environ["DCMTEACH_HOME"]
    else:
        os.environ["DCMTEACH_HOME"] = before


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, or one process runs it while the other has nothing to do."""
    items.sort(key=lambda item: item.path.parent.name not in {"packaging", "docs"})


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of a process: Playwright runs once in each."""
    sys.path.insert(0, str(Path(__file__).parent / "browser"))
    from lab_in_browser import FLAGS, chromium_path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        try:
            path = chromium_path(playwright.chromium.executable_path)
        except RuntimeError as error:
            pytest.fail(str(error), pytrace=False)
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()
