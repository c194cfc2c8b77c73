"""What is encrypted cannot be cleaned."""

from __future__ import annotations

from collections.abc import Iterator

from dcmteach.deid.objects.place import Case, removal
from dcmteach.deid.step import Step

__all__ = ["steps"]

_SEALED = 0x04000500  # EncryptedAttributesSequence


def steps(case: Case) -> Iterator[Step]:
    """Plan to remove encrypted attributes: whoever has the key finds the patient in them.

    Parameters
    ----------
    case : Case
        The data set and its plan so far.

    Yields
    ------
    Step
        One at most.
    """
    if _SEALED not in case.ds._dict or case.recipe.profile == "none":
        return
    if case.decision(_SEALED, "SQ").source != "rule":
        yield removal(
            _SEALED,
            "an earlier de-identification sealed the original values in it (PS3.15 E.1.2), and "
            "nobody here can look at them",
        )
