"""Cut what identifies out of the values inside a special object, one value at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from dcmteach.deid import freetext
from dcmteach.errors import PathError
from dcmteach.header.fold import fold
from dcmteach.header.identity import Identity
from dcmteach.standard import profile
from dcmteach.standard.names import tag_of

__all__ = ["Cutter"]

_UID = re.compile(
    r"(?<![\d.])(?:[0-2](?:\.(?:0|[1-9]\d*)){4,}|2\.25\.[1-9]\d{9,})(?![\d.]*\d)"  # PS3.5 9.1, B.2
)
_STANDARD = "1.2.840.10008."
_LETTERS = re.compile(r"[^\W\d_]{2}")
_DATED = re.compile(r"\d{6}|\d[-./]\d{1,2}[-./]\d")
_PREFIX = re.compile(r"^[a-z]{1,3}(?=[A-Z])")  # tPatientName, ulVersion: the type in the name
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*")

# What vendors call things that DICOM calls otherwise: by what stands in the vendor's name.
_CALLED = (
    (re.compile(r"patient.*birth|birthda(?:te|y)|date_?of_?birth", re.I), "PatientBirthDate"),
    (re.compile(r"patient.*(?:weight)|UsedPatientWeight", re.I), "PatientWeight"),
    (re.compile(r"patient.*(?:height|size|length)$", re.I), "PatientSize"),
    (re.compile(r"patient.*age$", re.I), "PatientAge"),
    (re.compile(r"patient.*sex$", re.I), "PatientSex"),
    (re.compile(r"patient.*(?:name)|^(?:first|last|family|given)_?name$", re.I), "PatientName"),
    (re.compile(r"patient.*(?:id|number|loid)$", re.I), "PatientID"),
    (re.compile(r"patient.*(?:address|phone|comment|remark|history)", re.I), "PatientComments"),
    (re.compile(r"physician|doctor|radiologist", re.I), "ReferringPhysicianName"),
    (re.compile(r"operator|technologist|username", re.I), "OperatorsName"),
    (re.compile(r"institution.*address|hospital.*address", re.I), "InstitutionAddress"),
    (re.compile(r"institution|hospital|department", re.I), "InstitutionName"),
    (re.compile(r"accession", re.I), "AccessionNumber"),
    (re.compile(r"serial_?(?:number|no)$", re.I), "DeviceSerialNumber"),
    (re.compile(r"station_?name|hostname|computername", re.I), "StationName"),
    (re.compile(r"study_?(?:comment|description)", re.I), "StudyDescription"),
    (re.compile(r"(?:study|series|acquisition|content|scan|exam)_?date$", re.I), "StudyDate"),
)
# Names that only look like the ones above, or that DICOM has and that say nothing.
_SPARED = re.compile(
    r"orientation|position|direction|gating|registration|table|patientsupport|voi|prot?ection", re.I
)


@lru_cache(maxsize=8192)
def _rule(name: str, options: tuple[str, ...]) -> str | None:
    for spelled in (name, _PREFIX.sub("", name)):
        try:
            return profile.action(tag_of(spelled), options=options)
        except PathError:
            continue
    if _SPARED.search(name):
        return None
    for pattern, keyword in _CALLED:
        if pattern.search(name):
            return profile.action(keyword, options=options)
    return None


class Cutter:
    """What cuts identifiers out of the values inside an object.

    Parameters
    ----------
    identity : Identity
        What names the patient and study.
    text : callable, optional
        Cleans a text, or gives None if it cannot with certainty; :func:`freetext.clean` by
        default.
    uid : callable, optional
        Gives a UID its new one; by default UIDs are taken out.
    options : tuple of str, optional
        The options of the profile that are in force.
    """

    def __init__(
        self,
        identity: Identity,
        *,
        text: Callable[[str], str | None] | None = None,
        uid: Callable[[str], str] | None = None,
        options: tuple[str, ...] = (),
    ) -> None:
        self.identity = identity
        self.options = options
        self._text = text or self._clean
        self._uid = uid
        # A machine's text is full of versions and builds; only the file's own dates tell anything.
        self._dates = "birth" if "retain-full-dates" in options else "own"
        days = (value for kind, value in identity.values if kind == "date")
        self._days = frozenset(() if self._dates == "birth" else days)

    def rule(self, name: str) -> str | None:
        """Give the profile's action code for something by its name, DICOM's or a vendor's.

        Parameters
        ----------
        name : str
            ``"ImageOrientationPatient"``, ``"tPatientName"``.

        Returns
        -------
        str or None
            None for what no row of the table is about.
        """
        return _rule(name, self.options)

    def named(self, name: str, value: str, *, number: bool = False) -> str:
        """Clean a value that has a name.

        Parameters
        ----------
        name : str
            What it is called.
        value : str
            As it stands.
        number : bool, optional
            Whether it should be a number.

        Returns
        -------
        str
            The value as it was, what is left of it, or nothing.
        """
        rule = self.rule(name)
        if rule in {None, "K", "C"} or (rule is not None and "U" in rule):
            return self.value(value, number=number)
        return ""

    def value(self, value: str, *, number: bool = False) -> str:
        """Clean a value: a text, a number or a UID."""
        if not value or value.isspace():
            return value
        found = bool(self.identity.found_in(value))
        if number and _NUMBER.fullmatch(value):
            # A number names somebody only as a whole: 4711 does, 0.4711 does not.
            whole = value.strip()
            return "" if (found and whole.isdigit()) or whole in self._days else value
        value = _UID.sub(self._new_uid, value)
        if found or _LETTERS.search(value) or _DATED.search(value):
            kept = self._text(value) if not self._is_uid(value) else value
            return "" if kept is None else kept
        return value

    def _new_uid(self, match: re.Match[str]) -> str:
        uid = match[0]
        if uid.startswith(_STANDARD) or "retain-uids" in self.options:
            return uid
        return self._uid(uid) if self._uid is not None else ""

    @staticmethod
    def _is_uid(value: str) -> bool:
        return _UID.fullmatch(value.strip(" \0")) is not None

    def _clean(self, value: str) -> str | None:
        """Clean a text around its UIDs, which have their new ones already."""
        parts: list[str] = []
        at = 0
        for match in _UID.finditer(value):
            part = self._part(value[at : match.start()])
            if part is None:
                return None
            parts += (part, match[0])
            at = match.end()
        last = self._part(value[at:])
        return None if last is None else "".join((*parts, last))

    def _part(self, text: str) -> str | None:
        return freetext.clean(text, self.identity, dates=self._dates) if text else text

    def leaves(self, text: str, *, number: bool = False, shortest: int = 2) -> bool:
        """Tell whether something that identifies still stands in a text.

        Parameters
        ----------
        text : str
            A value that was cleaned, or a name.
        number : bool, optional
            Whether it should be a number: then it counts only as a whole.
        shortest : int, optional
            Leave out identifiers of fewer characters.
        """
        if number and _NUMBER.fullmatch(text) and not text.strip().isdigit():
            return False
        return next(self.identity.places(fold(text), shortest=shortest), None) is not None
