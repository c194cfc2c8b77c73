"""The report of an export, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from dcmteach.header.rows import Rows
from dcmteach.header.show import Column
from dcmteach.pixels.export_traces import STILL, UNSEEN, Trace

__all__ = ["Exported"]

_SIGNS = {"gone": "✓", "none": "✓", STILL: "✗", UNSEEN: "?"}


class Exported(Rows[Trace]):
    """What was written, what stayed behind, and what still identifies.

    Parameters
    ----------
    traces : sequence of Trace
        One for each thing that may tell who somebody is.
    path : pathlib.Path
        The file that was written.
    form : str
        ``"NIfTI"``, ``"PNG"`` or ``"JPEG"``.
    """

    columns: ClassVar[tuple[Column, ...]] = (
        Column("what", "What", "value"),
        Column("state", "State", "mark"),
        Column("why", "Why", "text", 240),
    )

    def __init__(self, traces: Sequence[Trace], *, path: Path, form: str) -> None:
        super().__init__(traces)
        self.path = path
        self.form = form

    @property
    def identifying(self) -> tuple[Trace, ...]:
        """What is still there and identifies."""
        return tuple(trace for trace in self if trace.state == STILL)

    @property
    def unseen(self) -> tuple[Trace, ...]:
        """What nobody looked at."""
        return tuple(trace for trace in self if trace.state == UNSEEN)

    @property
    def caption(self) -> str:
        """The form, and how much still identifies, in a line."""
        count, unseen = len(self.identifying), len(self.unseen)
        things = "1 thing in it still identifies" if count == 1 else f"{count} things in it still "
        things += "" if count == 1 else "identify"
        return f"{self.form} written: {things}, {unseen} not looked at"

    @property
    def note(self) -> str:
        """What no export can leave behind."""
        return (
            "The picture itself stays: whoever has the original finds it again by comparing pixels."
        )

    def cell(self, row: Trace, key: str) -> str:
        """Write one field; a state with its sign."""
        text = super().cell(row, key)
        return f"{_SIGNS[row.state]} {text}" if key == "state" else text

    def to_json(self) -> dict[str, Any]:
        """Return form and traces as plain values; not where the file lies."""
        return {"form": self.form, "traces": self.to_records()}
