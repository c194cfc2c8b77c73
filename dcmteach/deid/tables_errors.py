"""What is wrong with a table of patients."""

from __future__ import annotations

from collections.abc import Sized

from dcmteach.errors import DcmteachError

__all__ = ["TableError", "cells_in"]


class TableError(DcmteachError):
    """A table could not be read, understood or written. It names rows and columns, no cell."""


def cells_in(row: Sized) -> str:
    """Say how many cells a row has: ``"1 cell"``, ``"3 cells"``."""
    return "1 cell" if len(row) == 1 else f"{len(row)} cells"
