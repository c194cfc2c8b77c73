"""One patient's examination, and everybody who had to do with it."""

from __future__ import annotations

from dataclasses import dataclass

from dcmteach.synth.person import Person
from dcmteach.synth.stream import make_uid

__all__ = ["HOSPITAL", "HOSPITAL_ADDRESS", "Visit"]

HOSPITAL = "Zandmeer Practice Hospital"
HOSPITAL_ADDRESS = "12 Canary Lane, 0000 ZM Zandmeer"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a data set is made from.

    Parameters
    ----------
    name : str
        Names the study; all UIDs are made from it.
    seed : int
        Which anatomy to draw.
    patient, referrer, operator : Person
        The patient; who sent them; who ran the machine.
    date : str
        ``YYYYMMDD`` of the study.
    time : str
        ``HHMMSS`` at which the study began.
    series, instance : int
        Which series of the study, and which instance of the series.
    delay : int
        Seconds from the beginning of the study to that of the series.
    site : str
        Number of the machine: part of its station name, AE title and serial number.
    """

    name: str
    seed: int
    patient: Person
    referrer: Person
    operator: Person
    date: str
    time: str = "150045"
    series: int = 203
    instance: int = 41
    delay: int = 0
    site: str = "02"

    def uid(self, what: str) -> str:
        """Return the UID of something that belongs to the whole study."""
        return make_uid(self.name, what)

    @property
    def series_uid(self) -> str:
        """The Series Instance UID."""
        return make_uid(self.name, "series", self.series)

    @property
    def instance_uid(self) -> str:
        """The SOP Instance UID."""
        return make_uid(self.name, "series", self.series, "instance", self.instance)

    @property
    def charset(self) -> str:
        """The Specific Character Set that can write everybody's name (PS3.3 C.12.1.1.2)."""
        names = "".join(person.pn for person in (self.patient, self.referrer, self.operator))
        return "ISO_IR 192" if any(ord(letter) > 255 for letter in names) else "ISO_IR 100"

    def later(self, seconds: int) -> str:
        """Return the time of day ``seconds`` after the series began, as a TM."""
        began = int(self.time[:2]) * 3600 + int(self.time[2:4]) * 60 + int(self.time[4:6])
        moment = (began + self.delay + seconds) % 86400
        return f"{moment // 3600:02d}{moment // 60 % 60:02d}{moment % 60:02d}"
