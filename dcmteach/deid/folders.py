"""Sex and age, told by the names that people give to folders: ``CASE10 F 25_30``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from dcmteach.errors import DcmteachError

__all__ = ["Case", "case_of"]

_FORM = re.compile(
    r"(?P<label>[A-Za-z0-9][A-Za-z0-9-]*)\s+(?P<sex>[MFOmfo])\s+"
    r"(?P<youngest>\d{1,3})(?:[_-](?P<oldest>\d{1,3}))?"
)
_OLDEST = 120


@dataclass(frozen=True, slots=True)
class Case:
    """What the name of a folder tells about its patient.

    Parameters
    ----------
    label : str
        What the patient is called there: ``"CASE10"``.
    sex : str
        ``"F"``, ``"M"`` or ``"O"``.
    youngest, oldest : int
        The range of the age in years, both ends included; equal if the name tells one age.
    """

    label: str
    sex: str
    youngest: int
    oldest: int

    @property
    def age(self) -> str:
        """The upper end of the range as PatientAge has it, such as ``"030Y"`` (AS, PS3.5 6.2)."""
        return f"{self.oldest:03d}Y"

    @property
    def replacements(self) -> dict[str, str]:
        """Sex and age by keyword, for :meth:`~dcmteach.deid.Recipe.with_replacements`."""
        return {"PatientSex": self.sex, "PatientAge": self.age}


def case_of(folder: str | PathLike[str]) -> Case:
    """Read sex and range of age from the name of a folder.

    Parameters
    ----------
    folder : str or path
        The folder, or its name alone: a label, then M, F or O, then one age or two with ``_`` or
        ``-`` between them, all in years and with blanks between: ``CASE10 F 25_30``.

    Returns
    -------
    Case
        What the name tells. The folder need not exist.

    Raises
    ------
    DcmteachError
        If the name is of another form, if the range runs backwards, or if somebody would be more
        than 120 years old. Nothing is guessed. The name may identify somebody, so the error does
        not repeat it.
    """
    told = _FORM.fullmatch(Path(folder).name.strip())
    if told is None:
        raise DcmteachError(
            "The folder's name tells no sex and age: it must be a label, then M, F or O, then one "
            "age or a range, with blanks between, such as 'CASE10 F 25_30'. Rename the folder, or "
            "give sex and age yourself: Recipe.with_replacements(PatientSex=…, PatientAge=…)."
        )
    youngest = int(told["youngest"])
    oldest = int(told["oldest"] or youngest)
    if oldest < youngest:
        raise DcmteachError(
            f"The range of age in the folder's name runs backwards (got {youngest} to {oldest}). "
            f"Write the lower age first: {oldest}_{youngest}."
        )
    if oldest > _OLDEST:
        raise DcmteachError(
            f"The age in the folder's name must be at most {_OLDEST} years (got {oldest}). "
            "Ages are given in years; is this one in months or days?"
        )
    return Case(told["label"], told["sex"].upper(), youngest, oldest)
