"""The names of what is written: pseudonym, study, series, instance, and nothing of the input."""

from __future__ import annotations

import re

from pydicom.dataset import Dataset

from dcmteach.deid.marks import text_at
from dcmteach.deid.roster import Keyed, Who
from dcmteach.deid.secrets import Secrets

__all__ = ["output_name", "short"]

_STUDY, _SERIES, _INSTANCE = 0x0020000D, 0x0020000E, 0x00080018
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def output_name(
    ds: Dataset, secrets: Secrets, *, prefix: str = "", group: str = "", who: Who | None = None
) -> str:
    """Name the output of one file.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set as it came.
    secrets : Secrets
        The key: the same key gives the same names, whatever the order of the files.
    prefix : str, optional
        What the recipe puts before every pseudonym.
    group : str, optional
        The named group it belongs to: a folder within the patient's.
    who : Roster or Keyed, optional
        Who is who in a cohort; then `prefix` does not matter.

    Returns
    -------
    str
        ``"PSEUDONYM/study/series/instance.dcm"``, with slashes. The last three are keyed hashes
        of the UIDs, so they tell nothing even where the recipe retains UIDs.
    """
    who = who or Keyed(secrets, prefix)
    parts = [who.pseudonym(who.person_of(ds))]
    if group:
        parts.append(_UNSAFE.sub("-", group).strip("-").lower() or "group")
    for level, tag, digits in (("study", _STUDY, 10), ("series", _SERIES, 10)):
        parts.append(short(secrets, level, text_at(ds, tag), digits))
    parts.append(short(secrets, "instance", text_at(ds, _INSTANCE), 16) + ".dcm")
    return "/".join(parts)


def short(secrets: Secrets, level: str, text: str, digits: int = 16) -> str:
    """Write a keyed hash of a text in hexadecimal digits."""
    return secrets.digest(f"name of a {level}", text.strip(" \0")).hex()[:digits]
