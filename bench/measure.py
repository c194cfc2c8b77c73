"""Timing: medians of repeats, two things measured in turn so that both meet the same weather."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

__all__ = ["Figure", "fresh", "in_turn", "median_of"]


@dataclass(frozen=True)
class Figure:
    """One measured number.

    Parameters
    ----------
    key : str
        Its stable name in the JSON report.
    value : float
        The median.
    unit : str
        ``ms``, ``µs``, ``files/s`` or ``×``.
    what : str
        What was measured.
    at_most, at_least : float or None
        The target, if it has one.
    """

    key: str
    value: float
    unit: str
    what: str
    at_most: float | None = None
    at_least: float | None = None

    def shown(self) -> str:
        """Return the number with its unit."""
        digits = ".0f" if self.value >= 1000 else ".3g"
        return f"{self.value:,{digits}} {self.unit}"

    def verdict(self) -> str:
        """Return the target and whether it was met."""
        if self.at_most is not None:
            return f"{'met' if self.value <= self.at_most else 'MISSED'} (≤ {self.at_most:g})"
        if self.at_least is not None:
            return f"{'met' if self.value >= self.at_least else 'MISSED'} (≥ {self.at_least:g})"
        return ""

    def as_dict(self) -> dict[str, object]:
        """Return the figure for the JSON report."""
        return {name: value for name, value in asdict(self).items() if name != "key"}


def in_turn(repeats: int, *tasks: Callable[[], object]) -> list[list[float]]:
    """Time each task ``repeats`` times, one round after the other, after one round unmeasured.

    Returns
    -------
    list of list of float
        For each task, its times in seconds: of the processor, reading files included, so that
        whatever else runs on this machine counts less.
    """
    for task in tasks:
        task()
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(repeats):
        for task, mine in zip(tasks, times, strict=True):
            gc.collect()
            start = time.process_time()
            task()
            mine.append(time.process_time() - start)
    return times


def median_of(times: list[float]) -> float:
    """Return the median, in seconds."""
    return statistics.median(times)


def fresh(repeats: int, *programs: str) -> list[list[float]]:
    """Run each program in interpreters of its own; it prints a time in seconds.

    Returns
    -------
    list of list of float
        For each program, its times in seconds.
    """

    def one(program: str) -> float:
        ended = subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True
        )
        return float(ended.stdout)

    for program in programs:
        one(program)
    times: list[list[float]] = [[] for _ in programs]
    for _ in range(repeats):
        for program, mine in zip(programs, times, strict=True):
            mine.append(one(program))
    return times
