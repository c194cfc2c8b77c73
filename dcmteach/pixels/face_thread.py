"""One thread for SimpleITK: sums over several end with other last digits each time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dcmteach.pixels.volume_need import simple_itk

__all__ = ["one_itk_thread"]


@contextmanager
def one_itk_thread() -> Iterator[None]:
    """Let SimpleITK work with one thread, so that the same volume gives the same bytes."""
    process = simple_itk().ProcessObject
    before = process.GetGlobalDefaultNumberOfThreads()
    process.SetGlobalDefaultNumberOfThreads(1)
    try:
        yield
    finally:
        process.SetGlobalDefaultNumberOfThreads(before)
