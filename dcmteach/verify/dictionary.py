"""The dictionary attack: hash every name there is, and look whose pseudonym comes out."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence

from dcmteach.errors import DcmteachError
from dcmteach.verify.dictionary_codes import CODES, LEAST, matches, tails_of
from dcmteach.verify.dictionary_found import Recovered, Recovery

__all__ = ["HASHES", "dictionary_attack"]

HASHES = ("sha256", "sha1", "md5", "sha512")
"""The unsalted hashes that are tried, whole and cut off."""


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
    if make is None:
        found, tried = _by_hash(published, candidates, hashes)
    else:
        found, tried = _by_making(published, candidates, make)
    rows = [found[one] for one in published if one in found]
    seconds = time.perf_counter() - start
    return Recovered(rows, pseudonyms=len(published), tried=tried, seconds=seconds)


def _by_making(
    published: list[str],
    candidates: Iterable[str],
    make: Callable[[str], str | Iterable[str]],
) -> tuple[dict[str, Recovery], int]:
    wanted = set(published)
    found: dict[str, Recovery] = {}
    tried = 0
    for candidate in candidates:
        tried += 1
        made = make(candidate)
        for one in (made,) if isinstance(made, str) else made:
            if one in wanted:
                found.setdefault(one, Recovery(one, candidate, "make"))
        if len(found) == len(published):
            break
    return found, tried


def _by_hash(
    published: list[str], candidates: Iterable[str], hashes: Sequence[str]
) -> tuple[dict[str, Recovery], int]:
    tails = tails_of(published)
    lengths = sorted({len(tail) for tail in tails})
    ways = [(name, getattr(hashlib, name)) for name in hashes]
    codes = [code for code in CODES if any(map(code.fits, tails))]
    found: dict[str, Recovery] = {}
    tried = 0
    for candidate in candidates:
        tried += 1
        data = candidate.encode("utf-8", "surrogatepass")
        for name, way in ways:
            digest = way(data).digest()
            for code in codes:
                text = code.write(digest)
                for length in lengths:
                    if text[:length] in tails or text[-length:] in tails:
                        for one, how in matches(tails, text, length, name + code.name):
                            found.setdefault(one, Recovery(one, candidate, how))
        if len(found) == len(published):
            break
    return found, tried


def _check(published: list[str], hashes: Sequence[str]) -> None:
    for name in hashes:
        if name not in hashlib.algorithms_guaranteed or name.startswith("shake"):
            raise DcmteachError(
                f"'{name}' is no hash that Python has everywhere. Choose from: {', '.join(HASHES)}."
            )
    short = [number for number, one in enumerate(published, 1) if len(one) < LEAST]
    if short:
        raise DcmteachError(
            f"Pseudonym {short[0]} has fewer than {LEAST} characters: by chance, many candidates "
            "would fit. Give longer ones, or say how they are made with make=."
        )
