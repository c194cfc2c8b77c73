"""Runs that are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time


def killed(command: list[object], chance: random.Random, longest: float) -> None:
    """Start a program, wait until it speaks, and kill it with all its processes a little later.

    Parameters
    ----------
    command : list
        The program, and what it is given.
    chance : random.Random
        Says when.
    longest : float
        Seconds, at most, after it has spoken.
    """
    process = subprocess.Popen(
        [sys.executable, *map(str, command)], stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(chance.uniform(longest / 20, longest))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
