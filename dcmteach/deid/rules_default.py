"""What we do with elements that PS3.15 Table E.1-1 does not list, and why not all of them stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dcmteach.header.dictionary import Term

if TYPE_CHECKING:
    from dcmteach.deid.recipe import Recipe

__all__ = ["default_code"]

_TEXT = frozenset({"LO", "LT", "SH", "ST", "UC", "UT", "AE", "UR", "AS"})
# UIDs that name a kind of thing, a syntax, a dictionary or a program, never an instance.
_KINDS = re.compile(
    r"SOPClass|TransferSyntax|SOPClassesIn|CodingSchemeUID|ContextUID|MappingResourceUID"
    r"|ContextGroupExtensionCreatorUID|SegmentationTemplateUID|CreatorVersionUID"
    r"|ImplementationClassUID|PrivateInformationCreatorUID|CodingSchemeResource|CompressionUID"
)
# Retired, so that the table passes them over, and numbers of an order all the same.
_ORDERS = frozenset({"PlacerOrderNumberProcedure", "FillerOrderNumberProcedure"})
_HARMLESS_URLS = frozenset({"CodingSchemeURL", "URNCodeValue", "CodingSchemeURLType"})


def default_code(
    recipe: Recipe, tags: tuple[int, ...], vr: str, mode: str, term: Term
) -> tuple[str | None, str]:
    """Give the action code for an element without a row, as if it had one.

    Parameters
    ----------
    recipe : Recipe
        What shall be done.
    tags : tuple of int
        The tags from the outside in.
    vr, mode : str
        As in :class:`~dcmteach.deid.rules.Place`.
    term : Term
        What the data dictionary knows of it.

    Returns
    -------
    code : str or None
        One of :data:`dcmteach.standard.profile.ACTIONS`; None if it is kept.
    why : str
        Which of our rules it was; see :mod:`dcmteach.deid.rules_reasons`.
    """
    if vr == "UI":
        if _KINDS.search(term.keyword) or "retain-uids" in recipe.options:
            return None, ""
        return "U", "uid"
    if vr == "PN":
        return "X/Z/D", "person"
    if vr in {"DA", "DT"} or (vr == "TM" and mode != "own"):
        dates = recipe.dates
        if dates == "kept":
            return None, ""
        return ("C" if dates == "shifted" else "X/Z/D"), "date"
    if not term.keyword and term.vr == "UN" and tags[-1] >> 16 not in {0x5000, 0x6000}:
        return "X", "unknown"
    if vr == "UR" and term.keyword not in _HARMLESS_URLS:
        return "X/Z/D", "url"
    if term.keyword in _ORDERS:
        return "X/Z/D", "order"
    if mode == "own":
        return None, ""
    if mode == "dummy":
        if vr == "SQ":
            return "D", "inside"
        return ("X/Z/D", "inside") if vr in _TEXT else (None, "")
    # The structure of a sequence stays; what its codes say stays with it.
    in_code = len(tags) > 1 and _is_code_part(tags[-1])
    return ("X/Z/D", "inside") if vr in _TEXT and not in_code else (None, "")


def _is_code_part(tag: int) -> bool:
    """Whether this is one of the attributes that make up a code (PS3.3 8)."""
    return tag in _CODE_PARTS


_CODE_PARTS = frozenset(
    {0x00080100, 0x00080102, 0x00080103, 0x00080104, 0x00080119, 0x00080120, 0x0008010F}
    | {0x00080105, 0x00080106, 0x00080107, 0x0008010B, 0x0008010D, 0x00080117, 0x00080118}
)
