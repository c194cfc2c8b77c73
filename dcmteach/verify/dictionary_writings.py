"""The ways in which a name is written before it is hashed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dcmteach.header.fold import fold

__all__ = ["writings"]

_BORN = ("|{}", "{}", "_{}", "^{}", " {}")


def writings(family: str, given: str, *, born: Iterable[str] = ()) -> Iterator[str]:
    """Write a name in all the ways in which it is usually written before it is hashed.

    Parameters
    ----------
    family, given : str
        The name.
    born : iterable of str, optional
        Birth dates to put after it, as they are.

    Yields
    ------
    str
        ``"Skovlund^Annelise"``, ``"Skovlund^Annelise^^^"``, ``"ANNELISE SKOVLUND"`` …, each also
        in capitals, in small letters and without diacritics, then with each date.
    """
    plain = (
        f"{family}^{given}",
        f"{family}^{given}^",
        f"{family}^{given}^^^",
        f"{given} {family}",
        f"{family} {given}",
        f"{family}, {given}",
        f"{family},{given}",
        f"{family}_{given}",
        f"{given}_{family}",
        f"{given}.{family}",
        f"{family}{given}",
        f"{given}{family}",
    )
    seen: dict[str, None] = {}
    for text in plain:
        for way in (text, text.upper(), text.lower(), fold(text), fold(text).upper()):
            seen[way] = None
    dates = tuple(born)
    for text in seen:
        yield text
        for date in dates:
            for pattern in _BORN:
                yield text + pattern.format(date)
