"""Pseudonyms for a whole cohort: keyed or by order, never two people with one, never changed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dcmteach.deid.people import ALPHABET, pseudonym
from dcmteach.deid.secrets import Secrets
from dcmteach.errors import DcmteachError

__all__ = ["FORMS", "Pseudonyms", "check_pseudonym"]

FORMS = ("letters", "number")
"""``"letters"``: a letter, then letters and digits; ``"number"``: digits, the first not 0."""

_PREFIX = re.compile(r"[A-Z0-9_-]*", re.ASCII)
_WHOLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
_ALPHABET = re.compile(r"[A-Z0-9]+", re.ASCII)
_LEAST, _MOST = 6, 16
_DIGITS = "0123456789"
_ROOM = 10**6  # fewer pseudonyms than this could all be tried, and people would collide


class Pseudonyms:
    """Hands out pseudonyms.

    Parameters
    ----------
    secrets : Secrets
        The key; another key gives other pseudonyms.
    prefix : str, optional
        Put before each, e.g. ``"STUDY7-"``: capital letters, digits, ``-`` and ``_``.
    length : int, optional
        Characters without the prefix, 6 to 16.
    alphabet : str, optional
        What they are made of: capital letters and digits, at least ten of them, at least one a
        letter.
    form : str, optional
        One of :data:`FORMS`; ``"number"`` takes digits alone.
    by_order : bool, optional
        Number the people in the order they come instead, ``P001`` on: easy to read, and the order
        may tell something.
    known : mapping of str to str, optional
        Pseudonyms given earlier, by person: they stay, whatever the key says.

    Raises
    ------
    DcmteachError
        If a choice is none, or two people in `known` share a pseudonym.

    Notes
    -----
    There is no unkeyed form. Whoever has a list of names could make the hash of each and look it
    up; an HMAC (RFC 2104) can be made by the owner of the key alone.
    """

    def __init__(
        self,
        secrets: Secrets,
        *,
        prefix: str = "",
        length: int = 10,
        alphabet: str = ALPHABET,
        form: str = "letters",
        by_order: bool = False,
        known: Mapping[str, str] | None = None,
    ) -> None:
        _check(prefix, length, alphabet, form)
        self.secrets = secrets
        self.prefix = prefix or ("P" if by_order else "")
        self.length = length
        self.alphabet = alphabet
        self.form = form
        self.by_order = by_order
        self._given: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        for person, text in (known or {}).items():
            self._keep(person, check_pseudonym(text))
        self._number = max((self._order(text) for text in self._owners), default=0)

    def of(self, person: str) -> str:
        """Give a person's pseudonym: always the same one.

        Parameters
        ----------
        person : str
            What tells the person apart; it is not shown.

        Raises
        ------
        DcmteachError
            If the pseudonym is somebody else's already.
        """
        found = self._given.get(person)
        if found is None:
            found = self._next() if self.by_order else self._keyed(person)
            self._keep(person, found)
        return found

    def keyed(self, person: str) -> str:
        """Give what the key alone makes of a person, without handing it out.

        Parameters
        ----------
        person : str
            What tells the person apart.
        """
        return self._keyed(person)

    def knowing(self, known: Mapping[str, str]) -> Pseudonyms:
        """Return the same with further pseudonyms given earlier, by person."""
        return Pseudonyms(
            self.secrets,
            prefix=self.prefix,
            length=self.length,
            alphabet=self.alphabet,
            form=self.form,
            by_order=self.by_order,
            known={**self._given, **known},
        )

    @property
    def given(self) -> dict[str, str]:
        """All that were handed out or known, by person."""
        return dict(self._given)

    def __repr__(self) -> str:
        return f"<Pseudonyms: {len(self._given)} given>"

    def _keep(self, person: str, text: str) -> None:
        if self._owners.setdefault(text.casefold(), person) != person:
            raise DcmteachError(
                f"Two people would share the pseudonym {text!r}, and a pseudonym stands for one. "
                f"Make them longer (length={min(self.length + 4, _MOST)}), or give one of the two "
                "another pseudonym in the mapping."
            )
        self._given[person] = text

    def _next(self) -> str:
        self._number += 1
        return f"{self.prefix}{self._number:03d}"

    def _order(self, text: str) -> int:
        digits = text[len(self.prefix) :]
        mine = text.startswith(self.prefix.casefold()) and digits.isascii() and digits.isdigit()
        return int(digits) if mine else 0

    def _keyed(self, person: str) -> str:
        if self.form == "letters" and self.alphabet == ALPHABET:
            return pseudonym(self.secrets, person, prefix=self.prefix, length=self.length)
        rest = _DIGITS if self.form == "number" else self.alphabet
        first = _DIGITS[1:] if self.form == "number" else [c for c in rest if c.isalpha()]
        label = f"pseudonym of {self.form} from {rest}"
        number = int.from_bytes(self.secrets.digest(label, person), "big")
        number, index = divmod(number, len(first))
        made = [first[index]]
        for _ in range(self.length - 1):
            number, index = divmod(number, len(rest))
            made.append(rest[index])
        return self.prefix + "".join(made)


def check_pseudonym(text: str) -> str:
    """Return a pseudonym made elsewhere, if it can be one here.

    Parameters
    ----------
    text : str
        ASCII letters, digits, ``-`` and ``_``, at most 64, the first a letter or digit: then it
        is valid as LO and PN, and as the name of a folder.

    Raises
    ------
    DcmteachError
        If it cannot. The text is not repeated: it may be a name.
    """
    if not _WHOLE.fullmatch(text):
        raise DcmteachError(
            "A pseudonym must be 1 to 64 letters A to Z, digits, '-' and '_', and begin with a "
            f"letter or digit (got {len(text)} characters, others among them). It names folders "
            "and stands in LO elements (PS3.5 6.2). Change it in the mapping."
        )
    return text


def _check(prefix: str, length: int, alphabet: str, form: str) -> None:
    if form not in FORMS:
        raise DcmteachError(f"form must be 'letters' or 'number' (got {form!r}).")
    if not _LEAST <= length <= _MOST:
        raise DcmteachError(
            f"length must be {_LEAST} to {_MOST} characters (got {length}). Write length=10."
        )
    if not _PREFIX.fullmatch(prefix) or len(prefix) + length > 64:
        raise DcmteachError(
            "prefix must be capital letters, digits, '-' and '_', and leave room for the "
            f"pseudonym in 64 characters (got {len(prefix)} characters). Write e.g. 'STUDY7-'."
        )
    letters = set(alphabet)
    plain = _ALPHABET.fullmatch(alphabet) and len(letters) == len(alphabet)
    if not plain or alphabet.isdigit() or len(letters) < 10 or len(letters) ** length < _ROOM:
        raise DcmteachError(
            "alphabet must be at least ten different capital letters and digits, one of them a "
            f"letter (got {len(alphabet)} characters). For digits alone write form='number'."
        )
