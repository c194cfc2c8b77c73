"""How a de-identification method is coded: CID 7050 of PS3.16, for (0012,0064)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from dcmteach.errors import DcmteachError
from dcmteach.standard._tables import read_table

__all__ = ["Code", "code_for", "codes"]


class Code(NamedTuple):
    """A code of DICOM's code sequences (PS3.3 8).

    Parameters
    ----------
    value, scheme, meaning : str
        What goes into CodeValue, CodingSchemeDesignator and CodeMeaning.
    """

    value: str
    scheme: str
    meaning: str


@cache
def codes() -> dict[str, Code]:
    """Return all codes by the name of their option; ``"basic"`` is the profile itself."""
    parsed = (line.split(" ", 3) for line in read_table("methods").rows)
    return {option: Code(value, scheme, meaning) for option, value, scheme, meaning in parsed}


def code_for(option: str) -> Code:
    """Return the code that records one option, or the profile itself.

    Parameters
    ----------
    option : str
        ``"basic"``, one of :data:`dcmteach.standard.profile.OPTIONS`, ``"clean-pixel-data"`` or
        ``"clean-recognizable-visual-features"``.

    Raises
    ------
    DcmteachError
        If there is no such option.
    """
    try:
        return codes()[option]
    except KeyError:
        raise DcmteachError(
            f"{option!r} has no code in CID 7050. Choose from: {', '.join(codes())}."
        ) from None
