"""What other images of a patient's study tell of one that cannot be looked at itself."""

from __future__ import annotations

from dcmteach.deid.faces_facts import Facts

__all__ = ["Company"]


class Company:
    """The frames of reference and studies in which a face was seen, or none.

    Notes
    -----
    Images with the same Frame of Reference UID lie in the same space (PS3.3 C.7.4.1): they tell
    of each other; where there is none, those of the same study do.
    """

    def __init__(self) -> None:
        self._faces: set[str] = set()
        self._clear: set[str] = set()

    def face(self, facts: Facts) -> None:
        """Take note of a stack that shows a face, or may show one."""
        self._faces |= {facts.frame, facts.study} - {""}

    def clear(self, facts: Facts) -> None:
        """Take note of a stack that shows none."""
        self._clear |= {facts.frame, facts.study} - {""}

    def reason(self, facts: Facts, what: str, *, unless_told: bool) -> str:
        """Say why an object is held back.

        Parameters
        ----------
        facts : Facts
            The object.
        what : str
            What it is.
        unless_told : bool
            Whether it is held where no other image tells anything.

        Returns
        -------
        str
            The reason; empty if it may be written.
        """
        if {facts.frame, facts.study} & self._faces:
            return f"it is {what}, and other images of the study show a face, which it may show too"
        if {facts.frame, facts.study} & self._clear or not unless_told:
            return ""
        return (
            f"it is {what}, which may show a face, and no other image of the study tells; look at "
            "it, then faces='accept' writes it"
        )
