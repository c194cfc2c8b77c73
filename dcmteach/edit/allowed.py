"""Which operations an element allows, and why: what the lessons and the editor widget show."""

from __future__ import annotations

from dataclasses import dataclass

from pydicom.dataset import Dataset

from dcmteach.edit.permission import Permission
from dcmteach.edit.rules import permit
from dcmteach.edit.target import aim
from dcmteach.header.show import Column, html_table
from dcmteach.standard.path import AnyPath

__all__ = ["Allowed", "allowed"]

_WORDS = ("clear", "overwrite", "remove")
_COLUMNS = (
    Column("operation", "Operation"),
    Column("allowed", "Allowed", "mark"),
    Column("reason", "Why"),
)


@dataclass(frozen=True)
class Allowed:
    """What may be done to one element.

    Parameters
    ----------
    path : str
        The canonical path.
    type : str or None
        The Type in this IOD; None if it is not known.
    vr, vm : str
        Value representation and multiplicity.
    present : bool
        Whether the element is there.
    clear, overwrite, remove : Permission
        Each true or false, with its reason, rule and alternatives.
    """

    path: str
    type: str | None
    vr: str
    vm: str
    present: bool
    clear: Permission
    overwrite: Permission
    remove: Permission

    def __getitem__(self, operation: str) -> Permission:
        """Return the permission of an operation, by its name."""
        if operation not in _WORDS:
            raise KeyError(operation)
        permission: Permission = getattr(self, operation)
        return permission

    def to_records(self) -> list[dict[str, str | bool]]:
        """Return one record per operation: operation, allowed, reason, rule, instead."""
        return [
            {
                "operation": word,
                "allowed": self[word].allowed,
                "reason": self[word].reason,
                "rule": self[word].rule,
                "instead": " ".join(self[word].alternatives),
            }
            for word in _WORDS
        ]

    def __str__(self) -> str:
        head = f"{self.path} (VR {self.vr}, VM {self.vm}, Type {self.type or 'unknown'})"
        lines = [
            f"  {word:<9}  {'yes' if self[word] else 'no ':<3}  "
            + " ".join((self[word].reason, *self[word].alternatives))
            for word in _WORDS
        ]
        return "\n".join((head, *lines))

    def _repr_html_(self) -> str:
        rows = [
            (
                word,
                "✓ yes" if self[word] else "✗ no",
                " ".join((self[word].reason, *self[word].alternatives)),
            )
            for word in _WORDS
        ]
        caption = f"{self.path}: VR {self.vr}, VM {self.vm}, Type {self.type or 'unknown'}"
        return html_table(caption, _COLUMNS, rows)


def allowed(ds: Dataset, path: AnyPath) -> Allowed:
    """Say which of clear, overwrite and remove an element allows, and why not.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set; it is not changed.
    path : str, int or tuple of int
        The element.

    Returns
    -------
    Allowed
        Its Type and VR, and a permission for each operation.

    Raises
    ------
    PathError
        If this is no path.
    """
    target = aim(ds, path)
    return Allowed(
        path=target.path,
        type=target.type,
        vr=target.vr,
        vm=target.vm,
        present=target.present,
        clear=permit(target, "clear"),
        overwrite=permit(target, "overwrite"),
        remove=permit(target, "remove"),
    )
