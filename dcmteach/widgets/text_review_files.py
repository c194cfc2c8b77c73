"""The files of a review out of stock ipywidgets: decisions, and who made them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dcmteach.errors import DcmteachError
from dcmteach.widgets import parts
from dcmteach.widgets.text_review_model import TextReviewModel
from dcmteach.widgets.text_review_saved import save_decisions

__all__ = ["Files"]


class Files:
    """Fields for two file names, and a button beside each.

    Parameters
    ----------
    model : TextReviewModel
        What is saved.
    changed : callable
        Called to show what was done.
    """

    def __init__(self, model: TextReviewModel, changed: Callable[[], None]) -> None:
        self.model = model
        self._changed = changed
        self.decisions = parts.field(
            "Decisions file",
            value="text-decisions.json",
            tooltip="For dcmteach redact --boxes; it holds what was read, so keep it to yourself",
            live=False,
        )
        self.record = parts.field(
            "Record file",
            value="text-record.jsonl",
            tooltip="Who decided and confirmed what, and when; no text of a box is in it",
            live=False,
        )
        self.save_decisions = parts.button(
            "Save decisions", self._decisions, tooltip="Only you can read the file"
        )
        self.save_record = parts.button("Save record", self._record, tooltip="As JSON Lines")
        self.box = parts.row(self.decisions, self.save_decisions, self.record, self.save_record)

    def _decisions(self) -> None:
        self._save(lambda: save_decisions(self.model, self.decisions.value.strip()))

    def _record(self) -> None:
        self._save(lambda: self.model.record.save(self.record.value.strip()))

    def _save(self, save: Callable[[], Any]) -> None:
        try:
            path = save()
            self.model.said, self.model.refused = f"Saved as {path.name}.", False
        except DcmteachError as error:
            self.model.said, self.model.refused = str(error), True
        self._changed()
