"""What the Med-I radiologists thought: their verdict and what their two stages do, per attribute.

Keywords, verdicts and actions of the published tables of the Med-I process for CT; the notes are
ours. Their first stage works at the source (the scanner's export), the second one on the exported
files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dcmteach.standard._tables import read_table
from dcmteach.standard.iod import type_of
from dcmteach.standard.names import AnyTag, is_private, tag_of

__all__ = ["MedI", "rows", "verdict"]

_CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2"


@dataclass(frozen=True, slots=True)
class MedI:
    """One row of the radiologists' table.

    Parameters
    ----------
    keyword : str
        Empty for the row that stands for every private attribute.
    status : str
        ``"safe"``, ``"unsafe"``, or ``"done at source"``: their first stage had already seen to it
        when they looked.
    across_patients, within_patient : str
        ``"same"``, ``"differs"`` or ``""``: how the values compare, as printed.
    stage1_action, stage2_action : str
        ``"overwrite"``, ``"clear"``, ``"remove"``, ``"randomise"``, ``"re-insert"`` or ``""``.
    note : str
        Where the paper contradicts itself or surprises, in our words.
    """

    keyword: str
    status: str
    across_patients: str
    within_patient: str
    stage1_action: str
    stage2_action: str
    note: str

    @property
    def contradicts_itself(self) -> bool:
        """Whether the paper says two things about this attribute that cannot both hold."""
        return self.note.startswith("Contradiction:")

    @property
    def type(self) -> str | None:
        """The attribute's Type in the CT Image IOD, with all its modules."""
        return type_of(self.keyword, _CT_IMAGE_STORAGE) if self.keyword else None


def _parse(line: str) -> MedI:
    cells = ["" if cell == "-" else cell for cell in line.split("\t")]
    return MedI(*cells)


def rows() -> Iterator[MedI]:
    """Iterate over the rows, in the order of the published tables."""
    return map(_parse, read_table("med_i").rows)


@cache
def _index() -> dict[int, MedI]:
    return {tag_of(found.keyword) if found.keyword else -1: found for found in rows()}


def verdict(tag: AnyTag) -> MedI | None:
    """Return the radiologists' verdict.

    Parameters
    ----------
    tag : int, tuple of int or str
        The tag in any spelling, or the keyword. Every private attribute has the same row.

    Returns
    -------
    MedI or None
        None if they did not look at this attribute: their data were one hospital's CTs.

    Raises
    ------
    PathError
        If a text is neither a tag nor a keyword of the data dictionary.
    """
    number = tag_of(tag)
    return _index().get(-1 if is_private(number) else number)
