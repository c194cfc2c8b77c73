"""New UIDs for old: the same new one wherever the old one stood."""

from __future__ import annotations

from functools import cache, lru_cache

from dcmteach.deid.secrets import Secrets

__all__ = ["is_well_known", "remap"]

_DICOM = "1.2.840.10008."
_CODE_SYSTEMS = "2.16.840.1.113883.6."  # HL7's arc of code systems: SNOMED, LOINC, UCUM …
# DICOM's own UIDs that this pydicom does not know yet look like those it knows; instance UIDs
# that somebody made under DICOM's root by mistake are longer.
_LONGEST_NUMBER = 5
_MOST_NUMBERS = 14
_VARIANT = 0x8 << 60
_VERSION = 0x4 << 76
_KEPT = ~((0xC << 60) | (0xF << 76))


def is_well_known(uid: str) -> bool:
    """Tell whether a UID names something public: an SOP class, a transfer syntax, a coding scheme.

    Parameters
    ----------
    uid : str
        A UID without padding.

    Returns
    -------
    bool
        True for what DICOM registers (PS3.6 Annex A), also in editions newer than pydicom's
        dictionary, and for code systems registered with HL7. False for a UID that only begins
        like these: one with a number of six digits or more, as instances have.
    """
    if uid.startswith(_DICOM):
        if uid in _registered():
            return True
        numbers = uid.split(".")
        return len(numbers) <= _MOST_NUMBERS and all(
            0 < len(number) <= _LONGEST_NUMBER and number.isascii() and number.isdigit()
            for number in numbers
        )
    if uid.startswith(_CODE_SYSTEMS):
        numbers = uid[len(_CODE_SYSTEMS) :].split(".")
        return len(numbers) <= 2 and all(
            0 < len(number) <= _LONGEST_NUMBER and number.isdigit() for number in numbers
        )
    return uid in _registered()


def remap(secrets: Secrets, uid: str) -> str:
    """Give the UID that takes another's place.

    Parameters
    ----------
    secrets : Secrets
        The key; another key gives other UIDs.
    uid : str
        One UID, in file meta, a reference or anywhere else. What is no valid UID is mapped, too.

    Returns
    -------
    str
        ``2.25.`` and a random-looking UUID (version 4) as one decimal number, at most 44
        characters (PS3.5 B.2); a well-known UID unchanged; nothing for nothing. Spaces and NULs
        around the UID do not count.
    """
    return _mapped(secrets, str(uid))


@lru_cache(maxsize=1 << 15)
def _mapped(secrets: Secrets, uid: str) -> str:
    bare = uid.strip(" \0\t\r\n")
    if not bare or is_well_known(bare):
        return bare
    number = int.from_bytes(secrets.digest("uid", bare)[:16], "big")
    return f"2.25.{number & _KEPT | _VERSION | _VARIANT}"


@cache
def _registered() -> frozenset[str]:
    from pydicom.uid import UID_dictionary  # type: ignore[attr-defined]

    return frozenset(UID_dictionary)
