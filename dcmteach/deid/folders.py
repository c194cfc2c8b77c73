"""Sex and age, told by the names that people give to folders: ``CASE10 F 25_30``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from os import PathLike
from pathlib import Path

from dcmteach.errors import DcmteachError

__all__ = ["Case", "case_of", "check_pattern"]

_FORM = re.compile(
    r"(?P<label>[A-Za-z0-9][A-Za-z0-9-]*)\s+(?P<sex>[MFOmfo])\s+"
    r"(?P<youngest>\d{1,3})(?:[_-](?P<oldest>\d{1,3}))?"
)
_OLDEST = 120
_PARTS = {
    "label": r"[A-Za-z0-9][A-Za-z0-9-]*",
    "sex": "[MFOmfo]",
    "age": r"\d{1,3}",
    "youngest": r"\d{1,3}",
    "oldest": r"\d{1,3}",
    "any": ".*?",
}
_FIELD = re.compile(r"(\{[^{}]*\}|\s+)")


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


def case_of(folder: str | PathLike[str], *, pattern: str | None = None) -> Case:
    """Read sex and range of age from the name of a folder.

    Parameters
    ----------
    folder : str or path
        The folder, or its name alone: a label, then M, F or O, then one age or two with ``_`` or
        ``-`` between them, all in years and with blanks between: ``CASE10 F 25_30``.
    pattern : str, optional
        Another form of such names, as :func:`check_pattern` takes it.

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
    form = _FORM if pattern is None else check_pattern(pattern)
    told = form.fullmatch(Path(folder).name.strip())
    if told is None:
        rule = (
            "a label, then M, F or O, then one age or a range, with blanks between, such as "
            "'CASE10 F 25_30'"
            if pattern is None
            else f"of the form {pattern!r}"
        )
        raise DcmteachError(
            f"The folder's name tells no sex and age: it must be {rule}. Rename the folder, or "
            "give sex and age yourself: Recipe.with_replacements(PatientSex=…, PatientAge=…)."
        )
    parts = told.groupdict()
    oldest = int(parts.get("oldest") or parts.get("age") or parts["youngest"])
    youngest = int(parts.get("youngest") or oldest)
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
    return Case(parts.get("label") or "", told["sex"].upper(), youngest, oldest)


@lru_cache(maxsize=16)
def check_pattern(pattern: str) -> re.Pattern[str]:
    """Read the form of names of folders.

    Parameters
    ----------
    pattern : str
        Such as ``"{label} {sex} {youngest}_{oldest}"`` or ``"{any}-{sex}-{age}"``: what stands
        in braces is read, a blank means any number of blanks, everything else means itself.

    Raises
    ------
    DcmteachError
        If it has an unknown field, one twice, or tells no sex or no age.
    """
    fields = re.findall(r"\{([^{}]*)\}", pattern)
    unknown = [name for name in fields if name not in _PARTS]
    if unknown:
        raise DcmteachError(
            f"folder pattern: {{{unknown[0]}}} is no field. Use {{label}}, {{sex}}, {{age}}, "
            "{youngest}, {oldest} and {any}, such as '{label} {sex} {youngest}_{oldest}'."
        )
    named = [name for name in fields if name != "any"]
    ages = {"age", "oldest"} & set(named)
    if len(set(named)) < len(named) or "sex" not in named or len(ages) != 1:
        raise DcmteachError(
            "folder pattern: it must have {sex} once, and either {age} or {oldest} once "
            f"(got {pattern!r}). Write e.g. '{{label}} {{sex}} {{youngest}}_{{oldest}}'."
        )
    made = "".join(_part(part) for part in _FIELD.split(pattern.strip()))
    return re.compile(made)


def _part(text: str) -> str:
    if text.startswith("{"):
        name = text[1:-1]
        return _PARTS[name] if name == "any" else f"(?P<{name}>{_PARTS[name]})"
    return r"\s+" if text.isspace() else re.escape(text)
