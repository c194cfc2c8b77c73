"""The desk: a cohort made pseudonymous by one person, without a command line."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from dcmteach.deid.cohort_report import CohortReport
from dcmteach.widgets.base import Widget
from dcmteach.widgets.desk_choices import Choices
from dcmteach.widgets.desk_model import DeskModel

__all__ = ["Desk"]


class Desk(Widget):
    """Choose images, a table and a key; look, decide what is doubtful, start, read the report.

    It calls ``dcmteach.pseudonymise`` as the command line does, so the output is the same to the
    byte. ``dcmteach app`` shows it as a page.

    Parameters
    ----------
    directory : path, optional
        Where the browser of folders begins, and which it does not leave upwards; the home folder
        by default.
    source, demographics, key_file, output, mapping, decisions : path, optional
        Places at the start.
    **choices
        Further choices at the start, as ``dcmteach.widgets.desk_choices.Choices`` has them.

    Raises
    ------
    DcmteachError
        If there is no such choice.

    Examples
    --------
    In a notebook, as the last line of a cell::

        import dcmteach
        dcmteach.Desk(source=dcmteach.sample_folder("cohort"))
    """

    model: DeskModel

    def __init__(
        self,
        directory: str | PathLike[str] | None = None,
        *,
        source: str | PathLike[str] = "",
        demographics: str | PathLike[str] = "",
        key_file: str | PathLike[str] = "",
        output: str | PathLike[str] = "",
        mapping: str | PathLike[str] = "",
        decisions: str | PathLike[str] = "",
        **choices: Any,
    ) -> None:
        self.model = DeskModel(Choices(), Path.home() if directory is None else directory)
        self.model.choose(
            source=str(source),
            demographics=str(demographics),
            key_file=str(key_file),
            output=str(output),
            mapping=str(mapping),
            decisions=str(decisions),
            **choices,
        )

    @property
    def report(self) -> CohortReport | None:
        """What the last look or run came to."""
        return self.model.report

    def _build(self) -> Any:
        from dcmteach.widgets.desk_view import DeskView

        return DeskView(self.model).box
