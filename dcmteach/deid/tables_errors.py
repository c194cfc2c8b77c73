"""What is wrong with a table of patients."""

from __future__ import annotations

from dcmteach.errors import DcmteachError

__all__ = ["TableError"]


class TableError(DcmteachError):
    """A table could not be read, understood or written. It names rows and columns, no cell."""
