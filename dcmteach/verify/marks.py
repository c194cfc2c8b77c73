"""What a de-identified file must say of itself (PS3.15 E.1.1, E.3)."""

from __future__ import annotations

from collections.abc import Collection

from dcmteach.standard import methods
from dcmteach.verify.parts import ROOT, Reread

__all__ = ["marks"]

_REMOVED, _METHOD, _CODES, _TIME = 0x00120062, 0x00120063, 0x00120064, 0x00280303
_CODE_VALUE = 0x00080100
_MET, _MISSED, _CANNOT = "met", "missed", "cannot be told"


def marks(file: Reread, options: Collection[str]) -> list[tuple[str, str, str, str, str]]:
    """Look at the marks.

    Parameters
    ----------
    file : Reread
        The file.
    options : collection of str
        The options it was de-identified with.

    Returns
    -------
    list of tuple of str
        Path, keyword, what is asked for, result and reason.
    """
    found = [_removed(file), _method(file, options), _time(file, options)]
    preamble = next((file.data[a:b] for kind, a, b in file.gaps if kind == "preamble"), b"")
    if preamble.strip(b"\0"):
        # A TIFF header there is a second door to the same picture.
        result, why = _MISSED, "it is not empty, and may hold anything"
    else:
        result, why = _MET, "it is empty"
    found.append(("preamble", "", "Z", result, why))
    return found


def _removed(file: Reread) -> tuple[str, str, str, str, str]:
    keyword = "PatientIdentityRemoved"
    said = (file.first(_REMOVED) or b"").strip(b" \0")
    if said == b"YES":
        return keyword, keyword, "YES", _MET, "it says YES"
    why = "it is not there" if not said else "it does not say YES"
    return keyword, keyword, "YES", _MISSED, why


def _method(file: Reread, options: Collection[str]) -> tuple[str, str, str, str, str]:
    keyword = "DeidentificationMethodCodeSequence"
    items = {
        number
        for number, (above, tag, _) in enumerate(file.items)
        if above == ROOT and tag == _CODES
    }
    held = {
        file.value(part).decode("latin_1").strip(" \0")
        for part in file.parts
        if part.item in items and part.tag == _CODE_VALUE
    }
    wanted = {name: methods.code_for(name).value for name in ("basic", *options)}
    missing = [name for name, code in wanted.items() if code not in held]
    if not missing:
        return keyword, keyword, "codes", _MET, "it names the profile and the options"
    if not held and (file.first(_METHOD) or b"").strip(b" \0"):
        why = "DeidentificationMethod says it in words alone, which must be read"
        return keyword, keyword, "codes", _CANNOT, why
    return keyword, keyword, "codes", _MISSED, f"it does not name {', '.join(missing)}"


def _time(file: Reread, options: Collection[str]) -> tuple[str, str, str, str, str]:
    keyword = "LongitudinalTemporalInformationModified"
    said = (file.first(_TIME) or b"").decode("latin_1").strip(" \0")
    if "retain-full-dates" in options:
        wanted = "UNMODIFIED"
    elif "retain-modified-dates" in options:
        wanted = "MODIFIED"
    else:
        wanted = "REMOVED"
    if said == wanted:
        return keyword, keyword, wanted, _MET, f"it says {wanted}"
    if not said:
        result = _MISSED if wanted != "REMOVED" else _CANNOT
        return keyword, keyword, wanted, result, "it is not there"
    if said in {"UNMODIFIED", "MODIFIED", "REMOVED"}:
        return keyword, keyword, wanted, _CANNOT, f"it says {said}"
    return keyword, keyword, wanted, _MISSED, "it says none of its defined values"
