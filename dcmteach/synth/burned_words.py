"""What scanners and people write into images: about whom, when, how, and which side is left."""

from __future__ import annotations

from dcmteach.synth.burned_letters import Word
from dcmteach.synth.person import invent_person, plain_letters
from dcmteach.synth.stream import Stream
from dcmteach.synth.visit import HOSPITAL, Visit

__all__ = ["KINDS", "Writer", "invent_visit"]

KINDS = ("identifier", "date", "technical", "marker")
"""The kinds of text."""

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
Words = tuple[Word, ...]


def invent_visit(*name: int | str) -> Visit:
    """Invent a patient, and everybody else whom the header names."""
    draw = Stream("burned visit", *name)
    letters = draw.choice(("plain", "plain", "plain", "western"))
    return Visit(
        name="burned/" + "/".join(map(str, name)),
        seed=draw.integer(0, 9999),
        patient=invent_person("burned", *name, letters=letters),
        referrer=invent_person("burned", *name, "referrer", letters="plain"),
        operator=invent_person("burned", *name, "operator", letters="plain"),
        date=f"{draw.integer(2009, 2024)}{draw.integer(1, 12):02d}{draw.integer(1, 28):02d}",
        time=f"{draw.integer(7, 18):02d}{draw.integer(0, 59):02d}{draw.integer(0, 59):02d}",
    )


class Writer:
    """Writes lines about one examination.

    Parameters
    ----------
    visit : Visit
        The examination.
    accession : str
        Its Accession Number.
    draw : Stream
        Chooses what is written, and how.
    bare : bool, optional
        Write capitals, digits and ``, . : - /`` only.
    """

    def __init__(self, visit: Visit, accession: str, draw: Stream, *, bare: bool = False) -> None:
        self.visit, self.accession, self.draw, self.bare = visit, accession, draw, bare
        self._said: set[str] = set()
        self._order = draw.integer(0, 5)
        self._capitals = bare or draw.integer(0, 1) == 1
        self._dates = draw.integer(0, 5)

    def line(self, kind: str, text: str, *, label: str = "") -> Words:
        """Make a line of one kind, after a label, which is technical."""
        parts = [Word(part, "technical") for part in self._plain(label).split()]
        return (*parts, *(Word(part, kind) for part in self._plain(text).split()))

    def _plain(self, text: str) -> str:
        if not self.bare:
            return text
        kept = (letter if letter.isalnum() or letter in ",.:-/ " else " " for letter in text)
        return plain_letters("".join(kept)).upper()

    def name(self, *, label: bool = False) -> Words:
        """Write the patient's name."""
        who = self.visit.patient
        text = (
            f"{who.family}, {who.given}", f"{who.given} {who.family}", who.pn,
            f"{who.family} {who.given}", f"{who.family}, {who.given[0]}.",
            f"{who.family},{who.given}",
        )[self._order]  # fmt: skip
        if self._capitals:
            text = text.upper()
        mark = self.draw.choice(("Name:", "Patient:", "Pat.:")) if label else ""
        return self.line("identifier", text, label=mark)

    def number(self, *, label: bool = False) -> Words:
        """Write the patient's number."""
        mark = self.draw.choice(("ID:", "MRN:", "Pat.-ID:", "PID:")) if label else ""
        return self.line("identifier", self.visit.patient.number, label=mark)

    def born(self, *, label: bool = False) -> Words:
        """Write the date of birth."""
        mark = self.draw.choice(("DOB:", "Born:", "Birth date:")) if label else ""
        return self.line("date", self.date(self.visit.patient.birth_date), label=mark)

    def done(self, *, time: bool = True, label: bool = False) -> Words:
        """Write when the examination was."""
        text, clock = self.date(self.visit.date), self.visit.time
        if time:
            text += f" {clock[:2]}:{clock[2:4]}" + (f":{clock[4:]}" if self._dates % 2 else "")
        return self.line("date", text, label="Date:" if label else "")

    def request(self, *, label: bool = False) -> Words:
        """Write the accession number."""
        mark = self.draw.choice(("Acc:", "Acc.No.:", "ACC#")) if label else ""
        return self.line("identifier", self.accession, label=mark)

    def place(self) -> Words:
        """Write the hospital, or who sent the patient."""
        if self.draw.integer(0, 2):
            return self.line("identifier", HOSPITAL.upper() if self._capitals else HOSPITAL)
        return self.line("identifier", f"Dr. {self.visit.referrer.family}", label="Ref.:")

    def date(self, day: str) -> str:
        """Write a day as this machine writes days."""
        year, month, number = day[:4], day[4:6], day[6:]
        short = _MONTHS[int(month) - 1]
        return (
            f"{number}.{month}.{year}", f"{number}/{month}/{year}", f"{year}-{month}-{number}",
            f"{number}-{short}-{year}", f"{number} {short.title()} {year}",
            f"{month}/{number}/{year}",
        )[self._dates]  # fmt: skip

    def technical(self, modality: str) -> Words:
        """Write one line about the machine's settings."""
        some, pick = self.draw.integer, self.draw.choice
        lines = {
            "CT": (f"{pick((80, 100, 120, 140))} kV", f"{some(40, 320)} mAs",
                   f"SL {some(1, 5)}.0 mm", f"W {some(3, 20) * 100} L {some(2, 60) * 10}", "B30f",
                   f"TP {some(10, 900)}.5",
                   f"FoV {some(250, 500)} mm", f"Im: {some(1, 200)} Se: {some(1, 9)}"),
            "MR": (f"TR {some(4, 60) * 100}", f"TE {some(8, 120)} ms", f"FA {some(5, 90)} deg",
                   f"SL {some(1, 6)}.0 mm", "T1 TSE tra", f"Im: {some(1, 60)}", "HEAD COIL"),
            "US": (f"MI {some(0, 1)}.{some(1, 9)}", f"TIs 0.{some(1, 9)}", f"{some(12, 80)} Hz",
                   f"{some(2, 24)}.0 cm", f"Gain {some(20, 90)}%", f"DR {some(40, 80)} dB",
                   f"HR {some(52, 110)} bpm", f"Dist {some(1, 9)}.{some(1, 99):02d} cm",
                   "Adult Echo"),
            "CR": (f"{some(40, 125)} kVp", f"{some(1, 20)} mAs", f"S {some(100, 900)}", "PORTABLE",
                   "ERECT", "SUPINE", f"SID {some(100, 180)} cm", f"EXI {some(900, 2100)}"),
            "OT": ("Findings: normal", "No change", "Page 1 of 2", f"CTDIvol {some(2, 20)}.1 mGy",
                   f"DLP {some(80, 900)} mGy*cm", "Total dose", "Series 2", "Protocol: routine"),
        }[modality]  # fmt: skip
        fresh = [line for line in lines if line.split()[0] not in self._said] or lines
        text = pick(fresh)
        self._said.add(text.split()[0])
        return self.line("technical", text)

    def marker(self, letters: str = "LR") -> Words:
        """Write one letter that says which way is which."""
        return self.line("marker", self.draw.choice(letters))
