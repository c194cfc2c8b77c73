"""The pseudonym lab: what a key does to a name, and what an attacker does without one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from dcmteach.deid.secrets import Secrets
from dcmteach.errors import DcmteachError
from dcmteach.verify.dictionary_found import Recovered
from dcmteach.verify.dictionary_writings import writings
from dcmteach.widgets.base import Widget
from dcmteach.widgets.pseudonym_model import LabModel

__all__ = ["PseudonymLab"]

_NAMES = (
    "Dünengarn^Märta",
    "DÜNENGARN^MÄRTA^",
    "Du\u0308nengarn^Ma\u0308rta",
    "Märta Dünengarn",
    "Duenengarn^Maerta",
)
_EVERY = 5  # of so many artificial names, one is in the attacker's list


class PseudonymLab(Widget):
    """Write a name in several ways and see its pseudonyms; change the key; attack.

    Parameters
    ----------
    names : iterable of str, optional
        Writings of names: PN values, or as a table has them. Artificial ones by default.
    secrets, other : Secrets, optional
        Key A and key B. Fresh ones by default; only their fingerprints are shown.
    candidates : iterable of str, optional
        What the attacker tries: names in all their :func:`~dcmteach.verify.writings`.
        By default some thousand writings of artificial names.

    Raises
    ------
    DcmteachError
        If `names` or `candidates` is a single text, or a key is none.

    Examples
    --------
    In a notebook, as the last line of a cell::

        import dcmteach
        dcmteach.PseudonymLab(["Tindergarn^Oda", "TINDERGARN^ODA^", "Oda Tindergarn"])
    """

    model: LabModel

    def __init__(
        self,
        names: Iterable[str] | None = None,
        *,
        secrets: Secrets | None = None,
        other: Secrets | None = None,
        candidates: Iterable[str] | None = None,
    ) -> None:
        for what, given in (("names", names), ("candidates", candidates)):
            if isinstance(given, str):
                raise DcmteachError(
                    f"{what} must be several texts, such as a list (got one text of {len(given)} "
                    f"characters). Write {what}=[…]."
                )
        for what, key in (("secrets", secrets), ("other", other)):
            if key is not None and not isinstance(key, Secrets):
                raise DcmteachError(
                    f"{what} must be a key (got a {type(key).__name__}). "
                    f"Make one: {what}=Secrets.random()."
                )
        keys = {"A": secrets or Secrets.random(), "B": other or Secrets.random()}
        tried = _small_list() if candidates is None else tuple(candidates)
        self.model = LabModel(_NAMES if names is None else names, keys, tried)

    def attack(self, column: str = "none") -> Recovered | None:
        """Run the dictionary attack on a column: ``"none"`` (no key), ``"A"`` or ``"B"``.

        Parameters
        ----------
        column : str
            Which pseudonyms are attacked.

        Returns
        -------
        Recovered or None
            What came back; None if there is no name.
        """
        return self.model.attack(column)

    def _build(self) -> Any:
        from dcmteach.widgets.pseudonym_view import LabView

        return LabView(self.model).box


@cache
def _small_list() -> tuple[str, ...]:
    """Write artificial names in all their writings: a telephone book nobody is in."""
    from dcmteach.synth.person import every_name

    listed = [name for number, name in enumerate(every_name()) if number % _EVERY == 0]
    known = [("Dünengarn", "Märta"), ("Tindergarn", "Oda")]
    return tuple(
        text
        for family, given in dict.fromkeys([*listed, *known])
        for text in writings(family, given)
    )
