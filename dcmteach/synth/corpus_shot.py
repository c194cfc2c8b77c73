"""What one file of the corpus is made with: who, which visit, and a record of what is planted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pydicom.dataset import Dataset, FileDataset

from dcmteach.synth.common import start
from dcmteach.synth.corpus_people import Who
from dcmteach.synth.elements import item
from dcmteach.synth.key import Canaries
from dcmteach.synth.visit import Visit

__all__ = ["Plant", "Shot", "begin", "references_to"]


class Plant(NamedTuple):
    """One identifier in one place.

    Parameters
    ----------
    place : str
        Which kind of place, e.g. ``"overlay description"``.
    kind : str
        What it is, e.g. ``"patient name"``; ``"picture"`` for letters drawn into a small picture.
    value : str
        The text that was planted; of a picture, its bytes in hexadecimal digits.
    path : str
        The element; ``"preamble"``, ``"folder name"`` and ``"file name"`` where it is none.
    """

    place: str
    kind: str
    value: str
    path: str


@dataclass(slots=True)
class Shot:
    """One file in the making.

    Parameters
    ----------
    who : Who
        The patient.
    visit : Visit
        The examination; its `instance` is the file's number, the same in no other file.
    turn : int
        Which spelling of the patient comes next.
    """

    who: Who
    visit: Visit
    turn: int = 0
    plants: list[Plant] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    canaries: Canaries = field(default_factory=Canaries)

    def plain(self, *kinds: str) -> tuple[str, str]:
        """Give kind and text of the next way of writing the patient with A to Z."""
        return self._next(self.who.plain(), kinds)

    def spelled(self, *kinds: str) -> tuple[str, str]:
        """Give kind and text of the next way of writing the patient in the file's own letters."""
        return self._next(self.who.spelled(), kinds)

    def plant(self, place: str, path: str, made: tuple[str, str], text: str = "{}") -> str:
        """Record what is planted at a path; return the text to write there."""
        kind, value = made
        self.plants.append(Plant(place, kind, value, path))
        return text.format(value)

    def refer(self, path: str, uid: str) -> str:
        """Record a reference to another file, series, study or frame; return its UID."""
        self.references.append((path, uid))
        return uid

    def uid(self, what: str) -> str:
        """Return a UID of this examination, and note that it must not stay."""
        return self.canaries.plant("uid", self.visit.uid(what))

    def moment(self, seconds: int, fraction: str = "") -> str:
        """Return date and time ``seconds`` after the series began, as a DT; planted as a date."""
        made = f"{self.visit.date}{self.visit.later(seconds)}{fraction}"
        return self.canaries.plant("date", made)

    def _next(self, forms: Iterable[tuple[str, str]], kinds: tuple[str, ...]) -> tuple[str, str]:
        fitting = [form for form in forms if not kinds or form[0] in kinds]
        self.turn += 1
        return fitting[self.turn % len(fitting)]


def begin(
    shot: Shot,
    sop_class: str,
    modality: str,
    description: str,
    *,
    maker: str = "Pulsar",
    model: str,
) -> FileDataset:
    """Start a file with the part of the header that they all have."""
    ds = start(
        shot.visit, shot.canaries, sop_class=sop_class, modality=modality[:2], maker=maker,
        model=model, description=description,
    )  # fmt: skip
    ds.Modality = modality
    ds.SpecificCharacterSet = shot.who.charset
    ds.PatientName = shot.canaries.plant("patient name", shot.who.pn)
    return ds


def references_to(
    shot: Shot, path: str, files: Iterable[tuple[str, str]], *, frames: bool = False
) -> list[Dataset]:
    """Make the items that refer to other files, and record each reference.

    Parameters
    ----------
    shot : Shot
        The file that refers.
    path : str
        The sequence they go into.
    files : iterable of (str, str)
        SOP class and SOP instance UID of each.
    frames : bool, optional
        Refer to the first frame only.
    """
    made = []
    for index, (sop_class, uid) in enumerate(files):
        target = shot.refer(f"{path}[{index}].ReferencedSOPInstanceUID", uid)
        one = item(ReferencedSOPClassUID=sop_class, ReferencedSOPInstanceUID=target)
        if frames:
            one.ReferencedFrameNumber = 1
        made.append(one)
    return made
