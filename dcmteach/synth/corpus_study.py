"""One patient of the corpus: a CT with plan and report, and a week later a PET/MR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydicom.dataset import FileDataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
)

from dcmteach.synth.corpus_images import CT_IMAGE, make_corpus_ct, make_corpus_mr
from dcmteach.synth.corpus_people import Who
from dcmteach.synth.corpus_shot import Shot
from dcmteach.synth.ecg import make_ecg
from dcmteach.synth.pdf import make_pdf
from dcmteach.synth.person import shift_date
from dcmteach.synth.pet import make_pet
from dcmteach.synth.presentation import make_presentation
from dcmteach.synth.rtdose import make_rtdose
from dcmteach.synth.rtstruct import RT_STRUCTURE_SET, make_rtstruct
from dcmteach.synth.secondary import make_compressed, make_secondary
from dcmteach.synth.sr import make_sr
from dcmteach.synth.visit import Visit

__all__ = ["Sizes", "one_patient", "shares"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the pictures are.

    Parameters
    ----------
    ct, mr, pet, dose : int
        Rows, and columns.
    frames : int
        Of the dose grid.
    capture : tuple of int
        Rows and columns of a secondary capture.
    """

    ct: int = 512
    mr: int = 320
    pet: int = 256
    dose: int = 256
    frames: int = 40
    capture: tuple[int, int] = (768, 1024)


def shares(files: int) -> dict[str, int]:
    """Share the files of one patient out among the kinds.

    Parameters
    ----------
    files : int
        How many one patient has; at least 16.
    """
    counts = {
        "MR": files // 5,
        "PT": files // 5,
        "JPEG 2000": max(1, files // 40),
        "OT": max(1, files // 66),
        "RTSTRUCT": max(1, files // 100),
        "RTDOSE": 1,
        "SR": max(1, files // 66),
        "PR": max(1, files // 66),
        "DOC": 1,
        "ECG": max(1, files // 100),
    }
    return {"CT": files - sum(counts.values()), **counts}


class _Patient:
    def __init__(self, who: Who, first: int, files: int, sizes: Sizes) -> None:
        self.who, self.sizes = who, sizes
        self.number = first
        self.counts = shares(files)
        date = shift_date("20190304", 211 * who.number)
        self.first = Visit(
            name=f"corpus/{who.number}/1",
            seed=who.number,
            patient=who.person,
            referrer=who.referrer,
            operator=who.operator,
            date=date,
            site=f"{who.number + 1:02d}",
        )
        self.second = replace(
            self.first,
            name=f"corpus/{who.number}/2",
            date=shift_date(date, 7),
            time="081215",
        )
        self.made: dict[str, list[tuple[str, str]]] = {}

    def shots(self, visit: Visit, kind: str, series: int) -> Iterator[tuple[int, Shot]]:
        for index in range(self.counts[kind]):
            one = replace(visit, series=series, instance=self.number, delay=60 * series)
            yield index, Shot(self.who, one, turn=self.number)
            self.number += 1

    def note(self, kind: str, ds: FileDataset) -> None:
        self.made.setdefault(kind, []).append((ds.SOPClassUID, ds.SOPInstanceUID))


def one_patient(
    who: Who, first: int, files: int, sizes: Sizes
) -> Iterator[tuple[str, Shot, FileDataset]]:
    """Make all the files of one patient.

    Parameters
    ----------
    who : Who
        The patient.
    first : int
        The number of the first file.
    files : int
        How many to make.
    sizes : Sizes
        How large.

    Yields
    ------
    kind : str
        A key of `shares`.
    shot : Shot
        What was planted.
    ds : FileDataset
        The file.
    """
    patient = _Patient(who, first, files, sizes)
    for kind, shot, ds in _images(patient):
        patient.note(kind, ds)
        yield kind, shot, ds
    ct = patient.made["CT"]
    visit = patient.first
    for index, shot in patient.shots(visit, "RTSTRUCT", 10):
        ds = make_rtstruct(shot, ct, series_uid=_series(visit, 2), study_uid=visit.uid("study"))
        if index:
            ds.StructureSetLabel = f"PLAN{index + 1}"
        patient.note("RTSTRUCT", ds)
        yield "RTSTRUCT", shot, ds
    structures = [one for one in patient.made["RTSTRUCT"] if one[0] == RT_STRUCTURE_SET][:1]
    for _, shot in patient.shots(visit, "RTDOSE", 11):
        yield "RTDOSE", shot, make_rtdose(
            shot, size=sizes.dose, frames=sizes.frames, structures=structures
        )  # fmt: skip
    for index, shot in patient.shots(visit, "SR", 12):
        images = [one for one in ct[index::3] if one[0] == CT_IMAGE][:12]
        ds = make_sr(shot, images, series_uid=_series(visit, 2), study_uid=visit.uid("study"))
        if who.number == 0 and index == 0:
            ds.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
        yield "SR", shot, ds
    for index, shot in patient.shots(visit, "PR", 13):
        images = ct[index::4][:10]
        yield "PR", shot, make_presentation(
            shot, images, series_uid=_series(visit, 2), size=sizes.ct
        )  # fmt: skip
    for _, shot in patient.shots(visit, "DOC", 14):
        yield "DOC", shot, make_pdf(shot)
    for _, shot in patient.shots(patient.second, "ECG", 15):
        yield "ECG", shot, _ecg(shot)


def _images(patient: _Patient) -> Iterator[tuple[str, Shot, FileDataset]]:
    sizes, who = patient.sizes, patient.who.number
    groups = min(patient.counts["CT"], 10)
    for index, shot in patient.shots(patient.first, "CT", 2):
        yield "CT", shot, make_corpus_ct(shot, size=sizes.ct, index=index, groups=groups)
    for index, shot in patient.shots(patient.second, "MR", 3):
        scout = patient.made["MR"][0] if index else None
        ds = make_corpus_mr(shot, size=sizes.mr, index=index, scout=scout)
        if who == 2:
            ds.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
        yield "MR", shot, ds
    slices = patient.counts["PT"]
    for index, shot in patient.shots(patient.second, "PT", 4):
        ds = make_pet(shot, size=sizes.pet, index=index, slices=slices, big=who == 1)
        if who == 1:
            ds.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
        yield "PT", shot, ds
    for index, shot in patient.shots(patient.first, "JPEG 2000", 5):
        yield "JPEG 2000", shot, make_compressed(shot, size=sizes.ct, index=index)
    rows, columns = sizes.capture
    for index, shot in patient.shots(patient.first, "OT", 6):
        jpeg = (who + index) % 2 == 1
        yield "OT", shot, make_secondary(shot, rows=rows, columns=columns, jpeg=jpeg)


def _series(visit: Visit, number: int) -> str:
    return replace(visit, series=number).series_uid


def _ecg(shot: Shot) -> FileDataset:
    ds, shot.canaries = make_ecg(shot.visit)
    label = "WaveformSequence[0].ChannelDefinitionSequence[0].ChannelLabel"
    text = shot.plant("label of a waveform channel", label, shot.plain("patient id"), "{} I")
    ds.WaveformSequence[0].ChannelDefinitionSequence[0].ChannelLabel = text[:16]
    path = "WaveformAnnotationSequence[0].UnformattedTextValue"
    shot.plant("annotation of a waveform", path, ("patient name", shot.who.person.spoken))
    return ds
