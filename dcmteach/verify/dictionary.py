"""The dictionary attack: hash every name there is, and look whose pseudonym comes out."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dcmteach.errors import DcmteachError
from dcmteach.header.fold import fold
from dcmteach.header.rows import Rows
from dcmteach.header.show import Column

__all__ = ["HASHES", "Recovered", "Recovery", "dictionary_attack", "writings"]

HASHES = ("sha256", "sha1", "md5", "sha512")
"""The unsalted hashes that are tried, whole and cut off."""

_TELLING = 8
_LEAST = 5  # characters of a pseudonym; shorter ones would fit by chance
_BORN = ("", "|{}", "{}", "_{}", "^{}", " {}")


@dataclass(frozen=True, slots=True)
class Recovery:
    """A pseudonym that was undone.

    Parameters
    ----------
    pseudonym : str
        As it was published.
    candidate : str
        What it was made of.
    how : str
        How it was made: ``"sha256"``, ``"first 10 characters of md5"``, or ``"make"``.
    """

    pseudonym: str
    candidate: str
    how: str


class Recovered(Rows[Recovery]):
    """The pseudonyms that were undone.

    Parameters
    ----------
    rows : sequence of Recovery
        One per pseudonym.
    pseudonyms : int
        How many were attacked.
    tried : int
        How many candidates were tried, each in every way, until all pseudonyms were undone.
    seconds : float
        How long it took.

    Attributes
    ----------
    pseudonyms : int
        How many were attacked.
    tried : int
        How many candidates were tried.
    seconds : float
        How long it took.
    """

    columns = (
        Column("pseudonym", "Pseudonym", width=40),
        Column("candidate", "Made of", "value", 50),
        Column("how", "How", width=40),
    )

    def __init__(
        self, rows: Sequence[Recovery], *, pseudonyms: int, tried: int, seconds: float
    ) -> None:
        super().__init__(rows)
        self.pseudonyms = pseudonyms
        self.tried = tried
        self.seconds = seconds

    @property
    def share(self) -> float:
        """The share of pseudonyms undone, 0 to 1."""
        return len(self) / self.pseudonyms if self.pseudonyms else 0.0

    @property
    def caption(self) -> str:
        """How many, out of how many, how fast."""
        return (
            f"Dictionary attack: {len(self):,} of {self.pseudonyms:,} pseudonyms undone, "
            f"{self.tried:,} candidates in {self.seconds:.2g} s"
        )

    @property
    def note(self) -> str:
        """What that means."""
        if len(self):
            said = (
                "Whoever can guess the names can undo them: names are few. A key that nobody else "
                "has makes guessing useless."
            )
            lengths = [len(row.pseudonym) for row in self if row.how != "make"]
            short = min(lengths, default=_TELLING)
            if short < _TELLING:
                said += f" With {short} characters, one or the other may fit by chance."
            return said
        if not self.pseudonyms:
            return ""
        return "None was undone by these candidates in these ways, which proves nothing of others."


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
            for pattern in _BORN[1:]:
                yield text + pattern.format(date)


def dictionary_attack(
    pseudonyms: Iterable[str],
    candidates: Iterable[str],
    *,
    make: Callable[[str], str | Iterable[str]] | None = None,
    hashes: Sequence[str] = HASHES,
) -> Recovered:
    """Try to undo pseudonyms by making them anew from everything they may be made of.

    Parameters
    ----------
    pseudonyms : iterable of str
        As a release has them.
    candidates : iterable of str
        What they may be made of: names from a telephone book in all :func:`writings`, patient
        numbers. Taken one by one, so a generator of many millions will do.
    make : callable, optional
        How a candidate becomes a pseudonym, or several, instead of the hashes below.
    hashes : sequence of str, optional
        Names of ``hashlib``'s functions. Each digest is compared in hexadecimal digits, base64
        and base32, whole and cut off to the length of a pseudonym at either end, in capitals or
        not, and after a prefix such as ``"SUBJ-"``.

    Returns
    -------
    Recovered
        One row per pseudonym undone; ``.tried`` and ``.seconds``.

    Raises
    ------
    DcmteachError
        If there is no such hash, or a pseudonym is so short that anything would fit.

    Notes
    -----
    A hash without a secret is no pseudonym: whoever can list the possible inputs hashes them all,
    and names, birth dates and patient numbers are few (Article 29 Working Party, Opinion 05/2014
    on Anonymisation Techniques, section 4, on hash functions and pseudonymisation). A
    hash keyed with a secret (HMAC, RFC 2104) cannot be made anew without the key.
    """
    published = list(dict.fromkeys(one.strip() for one in pseudonyms if one.strip()))
    if make is None:
        _check(published, hashes)
    start = time.perf_counter()
    found: dict[str, Recovery] = {}
    tried = 0
    if make is not None:
        wanted = dict.fromkeys(published)
        for candidate in candidates:
            tried += 1
            made = make(candidate)
            for one in (made,) if isinstance(made, str) else made:
                if one in wanted:
                    found.setdefault(one, Recovery(one, candidate, "make"))
            if len(found) == len(published):
                break
    else:
        tails = _tails(published)
        lengths = sorted({len(tail) for tail in tails})
        ways = [(name, getattr(hashlib, name)) for name in hashes]
        codes = [code for code in _CODES if any(map(code.fits, tails))]
        for candidate in candidates:
            tried += 1
            data = candidate.encode("utf-8", "surrogatepass")
            for name, way in ways:
                digest = way(data).digest()
                for code in codes:
                    text = code.write(digest)
                    for length in lengths:
                        if text[:length] in tails or text[-length:] in tails:
                            for one, how in _matches(tails, text, length, name + code.name):
                                found.setdefault(one, Recovery(one, candidate, how))
            if len(found) == len(published):
                break
    rows = [found[one] for one in published if one in found]
    seconds = time.perf_counter() - start
    return Recovered(rows, pseudonyms=len(published), tried=tried, seconds=seconds)


def _check(published: list[str], hashes: Sequence[str]) -> None:
    for name in hashes:
        if name not in hashlib.algorithms_guaranteed or name.startswith("shake"):
            raise DcmteachError(
                f"'{name}' is no hash that Python has everywhere. Choose from: {', '.join(HASHES)}."
            )
    short = [number for number, one in enumerate(published, 1) if len(one) < _LEAST]
    if short:
        raise DcmteachError(
            f"Pseudonym {short[0]} has fewer than {_LEAST} characters: by chance, many candidates "
            "would fit. Give longer ones, or say how they are made with make=."
        )


def _tails(published: list[str]) -> dict[str, list[str]]:
    """Give what may be a part of a digest: a pseudonym, and what stands after its prefix."""
    found: dict[str, dict[str, None]] = {}
    for one in published:
        tails = {one}
        for mark in "-_":
            if mark in one:
                tails.add(one.rpartition(mark)[2])
        for tail in tails:
            if len(tail) >= _LEAST:
                hexadecimal = _is_hex(tail) and tail in {tail.lower(), tail.upper()}
                way = tail.lower() if hexadecimal else tail.rstrip("=")
                found.setdefault(way, {})[one] = None
    return {tail: list(ones) for tail, ones in found.items()}


def _is_hex(text: str) -> bool:
    return not set(text.lower()) - set("0123456789abcdef")


def _matches(
    tails: dict[str, list[str]], text: str, length: int, name: str
) -> Iterator[tuple[str, str]]:
    """Say which pseudonyms a digest begins or ends with, and which part of it they are."""
    for part, end in ((text[:length], "first"), (text[-length:], "last")):
        for one in tails.get(part, ()):
            if len(part) == length:
                yield one, name if length == len(text) else f"{end} {length} characters of {name}"


class _Code(NamedTuple):
    """A way of writing a digest.

    Parameters
    ----------
    name : str
        What it is called.
    letters : frozenset of str
        What it is written with.
    write : callable
        Writes it.
    """

    name: str
    letters: frozenset[str]
    write: Callable[[bytes], str]

    def fits(self, tail: str) -> bool:
        """Whether a pseudonym may be written like this, and no narrower way fits better."""
        if set(tail) - self.letters:
            return False
        return not self.name or (not _is_hex(tail) and ("64" not in self.name or _is_mixed(tail)))


def _is_mixed(text: str) -> bool:
    return text.upper() != text != text.lower()


_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALNUM = frozenset(_ALPHABET + _ALPHABET.lower() + "0123456789")
_CODES = (
    _Code("", frozenset("0123456789abcdef"), bytes.hex),
    _Code(" in base64", _ALNUM | set("+/"), lambda b: base64.b64encode(b).decode().rstrip("=")),
    _Code(
        " in base64",
        _ALNUM | set("-_"),
        lambda b: base64.urlsafe_b64encode(b).decode().rstrip("="),
    ),
    _Code(
        " in base32",
        frozenset(_ALPHABET + "234567"),
        lambda b: base64.b32encode(b).decode().rstrip("="),
    ),
)
