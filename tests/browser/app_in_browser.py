"""`dcmteach app` as a person starts it, on a machine where nothing of theirs is used."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["App", "start_app"]

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\?token=[\w-]+")


@dataclass
class App:
    """A running desk.

    Parameters
    ----------
    process : Popen
        The server.
    url : str
        The address it printed.
    lines : list of str
        What it prints.
    """

    process: subprocess.Popen[str]
    url: str
    lines: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """The address without the token."""
        return self.url.partition("/?")[0]

    def end(self) -> int:
        """Press Ctrl-C and wait."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@contextmanager
def start_app(home: Path, *arguments: str) -> Iterator[App]:
    """Start the app with `home` as the person's home folder, and end it after."""
    home.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"HOME": str(home), "DCMTEACH_HOME": str(home / ".dcmteach")}
    process = subprocess.Popen(
        [sys.executable, "-m", "dcmteach", "app", "--no-browser", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home,
    )
    assert process.stderr is not None
    lines: list[str] = []
    address = None
    while address is None:
        line = process.stderr.readline()
        assert line, f"the app did not start: {''.join(lines)}"
        lines.append(line)
        address = _ADDRESS.search(line)
    reader = threading.Thread(target=lines.extend, args=(process.stderr,), daemon=True)
    reader.start()
    app = App(process, address[0], lines)
    try:
        yield app
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        reader.join(10)
        process.stderr.close()
