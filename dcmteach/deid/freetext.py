"""Cut what identifies out of free text, and keep the rest."""

from __future__ import annotations

from functools import lru_cache

from dcmteach.deid.freetext_cleaner import Cleaner
from dcmteach.header.identity import Identity

__all__ = ["clean"]


def clean(text: str, identity: Identity, *, dates: str = "all") -> str | None:
    """Cut identifiers out of a text.

    Parameters
    ----------
    text : str
        One value of an element.
    identity : Identity
        What names the patient and study, as :func:`dcmteach.header.identity` gives it.
    dates : str, optional
        ``"all"`` cuts every date, also months with a year; ``"own"`` the dates that stand in the
        file's own elements; ``"birth"`` the birth date alone, where dates are retained.

    Returns
    -------
    str or None
        The text without them, never longer and otherwise unchanged; empty if nothing else was
        in it. None if it cannot be cleaned with certainty, and must be removed.

    Raises
    ------
    ValueError
        If ``dates`` is none of the three.

    Notes
    -----
    Cut are: the parts of every name in the header (the patient's, physicians', operators') in any
    order and case, with or without diacritics, umlauts as two letters, Greek and Cyrillic in
    Latin letters, with the initials, titles and particles beside them; numbers of patient, study
    and orders with anything between their digits; the institution and addresses, whole and by
    their telling words; names, AE titles and serial numbers of machines, unless any machine may
    be called so; e-mail and web addresses, telephone numbers and UIDs, and names after a
    title, whoever's they are.

    It is None when a name is glued into a longer word, is broken by a hyphen, a line or spaces,
    or stands there in a wrong character set; when a number of six digits or more stands within a
    longer one; and when a second look still finds something.

    A name that is an ordinary word, like *Head*, *Long* or *May*, is cut wherever that word
    stands, and a text with a longer word that begins or ends with it (*longitudinal*) is removed:
    which of the two was meant cannot be told. Initials alone are cut as *J.S.*, not as *JS*.
    """
    if dates not in {"all", "own", "birth"}:
        raise ValueError(f"dates must be 'all', 'own' or 'birth' (got {dates!r}).")
    if not text or text.isspace():
        return text
    global _latest
    known, how, cleaner = _latest
    if known is not identity or how != dates:  # the texts of one file come one after the other
        cleaner = _cleaner(identity, dates)
        _latest = identity, dates, cleaner
    return cleaner.clean(text, identity)


@lru_cache(maxsize=64)
def _cleaner(identity: Identity, dates: str) -> Cleaner:
    """Prepare the search once for all files of a series."""
    return Cleaner(identity.values, dates)


_NOBODY = Identity(())
_latest: tuple[Identity, str, Cleaner] = (_NOBODY, "all", Cleaner((), "all"))
