"""Edit a copy of a data set, with a history that can be undone, redone and told."""

from __future__ import annotations

import copy
from os import PathLike
from pathlib import Path

from pydicom.dataset import Dataset

from dcmteach.edit import operations
from dcmteach.edit.allowed import Allowed, allowed
from dcmteach.edit.change import Change
from dcmteach.edit.saving import save
from dcmteach.errors import EditRefused
from dcmteach.header.quiet import quiet
from dcmteach.header.show import markup
from dcmteach.standard.path import AnyPath

__all__ = ["Editor"]


class Editor:
    """Edit a copy of a data set; the data set given is never changed.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set to start from.

    Attributes
    ----------
    dataset : pydicom.dataset.Dataset
        The copy, as edited so far.
    history : tuple of Change
        What was done and not undone, oldest first.

    Examples
    --------
    >>> editor = Editor(dcmteach.sample("ct_thorax"))
    >>> editor.replace("PatientName", "Case^001")
    >>> editor.clear("PatientBirthDate")
    >>> editor.undo()
    """

    def __init__(self, ds: Dataset) -> None:
        with quiet():
            self.dataset = copy.deepcopy(ds)
        self._done: list[Change] = []
        self._undone: list[Change] = []

    @property
    def history(self) -> tuple[Change, ...]:
        """What was done and not undone, oldest first."""
        return tuple(self._done)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit to do again."""
        return bool(self._undone)

    def replace(self, path: AnyPath, value: object, *, force: bool = False) -> Change:
        """Overwrite an element; see :func:`dcmteach.replace`."""
        return self._keep(operations.replace(self.dataset, path, value, force=force))

    def clear(self, path: AnyPath, *, force: bool = False) -> Change:
        """Empty an element; see :func:`dcmteach.clear`."""
        return self._keep(operations.clear(self.dataset, path, force=force))

    def remove(self, path: AnyPath, *, force: bool = False) -> Change:
        """Remove an element or an item; see :func:`dcmteach.remove`."""
        return self._keep(operations.remove(self.dataset, path, force=force))

    def add(
        self,
        path: AnyPath,
        value: object = None,
        *,
        vr: str | None = None,
        private_creator: str | None = None,
        force: bool = False,
    ) -> Change:
        """Create an element or append an item; see :func:`dcmteach.add`."""
        return self._keep(
            operations.add(
                self.dataset, path, value, vr=vr, private_creator=private_creator, force=force
            )
        )

    def allowed(self, path: AnyPath) -> Allowed:
        """Say what may be done to an element; see :func:`dcmteach.edit.allowed`."""
        return allowed(self.dataset, path)

    def undo(self) -> Change:
        """Take the latest edit back, and return it.

        Raises
        ------
        EditRefused
            If nothing is left to undo.
        """
        if not self._done:
            raise EditRefused(
                "There is nothing to undo: the data set is as it was given.",
                path="",
                rule="the history is empty",
            )
        change = self._done.pop()
        change.undo()
        self._undone.append(change)
        return change

    def redo(self) -> Change:
        """Do the edit again that was undone last, and return it.

        Raises
        ------
        EditRefused
            If nothing was undone, or another edit came after.
        """
        if not self._undone:
            raise EditRefused(
                "There is nothing to redo: no edit was undone since the latest one.",
                path="",
                rule="the history is empty",
            )
        change = self._undone.pop()
        change.redo()
        self._done.append(change)
        return change

    def describe(self, *, values: bool = True) -> list[str]:
        """Say what was done, a sentence per edit.

        Parameters
        ----------
        values : bool, optional
            Show the values before and after. They may identify the patient: leave them out of
            anything that is kept or sent.
        """
        return [change.describe(values=values) for change in self._done]

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the edited copy to a file; see :func:`dcmteach.save`."""
        return save(self.dataset, path, overwrite=overwrite)

    def _keep(self, change: Change) -> Change:
        self._done.append(change)
        self._undone.clear()
        return change

    def __str__(self) -> str:
        if not self._done:
            return "No edits yet."
        return "\n".join(f"{n}. {said}" for n, said in enumerate(self.describe(), 1))

    def _repr_html_(self) -> str:
        if not self._done:
            return "<p>No edits yet.</p>"
        items = "".join(f"<li>{markup(said)}</li>" for said in self.describe())
        return f"<ol>{items}</ol>"
