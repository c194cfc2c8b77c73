"""Work on many heads, on all the cores there are, one thread each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

__all__ = ["shared"]


def shared(task: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """Do a task for each item, in processes of their own, and give the results in order.

    Parameters
    ----------
    task : callable
        A function of a module, with one argument.
    items : iterable
        What it is called with.
    """
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, get_context("spawn"), _free) as pool:
        yield from pool.map(task, items)


def _free() -> None:
    """Undo that the other cases are kept to one core; one thread of SimpleITK."""
    import SimpleITK as sitk

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    process: Any = sitk.ProcessObject
    process.SetGlobalDefaultNumberOfThreads(1)
