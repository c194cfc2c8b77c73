"""The index of the corpus, as it lies on a disc: it names every patient (PS3.3 F)."""

from __future__ import annotations

import io
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset

from dcmteach.synth.corpus_shot import Plant
from dcmteach.synth.elements import item, make_file, to_bytes
from dcmteach.synth.stream import make_uid

__all__ = ["make_dicomdir"]

_DIRECTORY = "1.2.840.10008.1.3.10"
_RECORD = {"RTSTRUCT": "RT STRUCTURE SET", "RTDOSE": "RT DOSE", "SR": "SR DOCUMENT",
           "PR": "PRESENTATION", "DOC": "ENCAP DOC", "ECG": "WAVEFORM"}  # fmt: skip


def make_dicomdir(path: Path, files: list[tuple[str, FileDataset]]) -> list[Plant]:
    """Write a DICOMDIR.

    Parameters
    ----------
    path : pathlib.Path
        Where to.
    files : list of (str, FileDataset)
        Path below its folder and header of each file, those of one patient together.

    Returns
    -------
    list of Plant
        Where it names somebody.
    """
    records: list[Dataset] = []
    chains: list[tuple[int, int | None, int | None]] = []  # record, next, lower
    levels: list[tuple[int, str]] = []
    plants = []
    last: dict[int, tuple[int, str]] = {}
    for name, ds in files:
        keys = (str(ds.PatientID), str(ds.StudyInstanceUID), str(ds.SeriesInstanceUID), name)
        for level, key in enumerate(keys):
            if level < 3 and level in last and last[level][1] == key:
                continue
            for below in range(level, 4):
                last.pop(below, None)
            last[level] = (len(records), key)
            if level == 0:
                where = f"DirectoryRecordSequence[{len(records)}]"
                plants += [
                    Plant("DICOMDIR", "patient name", str(ds.PatientName), f"{where}.PatientName"),
                    Plant("DICOMDIR", "patient id", str(ds.PatientID), f"{where}.PatientID"),
                ]
            levels.append((level, key))
            records.append(_record(level, ds, name))
    for number, (level, _) in enumerate(levels):
        rest = range(number + 1, len(levels))
        lower = number + 1 if number + 1 < len(levels) and levels[number + 1][0] > level else None
        following = next((other for other in rest if levels[other][0] <= level), None)
        if following is not None and levels[following][0] < level:
            following = None
        chains.append((number, following, lower))
    whole = make_file(
        sop_class=_DIRECTORY, instance_uid=make_uid("corpus", "directory"), source_ae="ZANDMEER_CD"
    )
    del whole.SOPClassUID, whole.SOPInstanceUID
    whole.FileSetID = "ZANDMEER"
    whole.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity = 0
    whole.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity = 0
    whole.FileSetConsistencyFlag = 0
    whole.DirectoryRecordSequence = records
    # Offsets do not change lengths: once to see where the records lie, once with that written in.
    read = dcmread(io.BytesIO(to_bytes(whole)))
    at = [record.seq_item_tell for record in read.DirectoryRecordSequence]
    for number, following, lower in chains:
        record = records[number]
        record.OffsetOfTheNextDirectoryRecord = 0 if following is None else at[following]
        record.OffsetOfReferencedLowerLevelDirectoryEntity = 0 if lower is None else at[lower]
    tops = [number for number, (level, _) in enumerate(levels) if level == 0]
    whole.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity = at[tops[0]]
    whole.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity = at[tops[-1]]
    path.write_bytes(to_bytes(whole))
    return plants


def _record(level: int, ds: FileDataset, name: str) -> Dataset:
    kinds = ("PATIENT", "STUDY", "SERIES", _RECORD.get(ds.Modality, "IMAGE"))
    made = item(
        OffsetOfTheNextDirectoryRecord=0,
        RecordInUseFlag=0xFFFF,
        OffsetOfReferencedLowerLevelDirectoryEntity=0,
        DirectoryRecordType=kinds[level],
    )
    made.SpecificCharacterSet = ds.SpecificCharacterSet
    keywords = (
        ("PatientName", "PatientID", "PatientBirthDate"),
        ("StudyDate", "StudyTime", "StudyDescription", "StudyInstanceUID", "StudyID",
         "AccessionNumber"),
        ("Modality", "SeriesInstanceUID", "SeriesNumber"),
        ("InstanceNumber",),
    )  # fmt: skip
    for keyword in keywords[level]:
        setattr(made, keyword, ds.get(keyword))
    if level == 3:
        made.ReferencedFileID = [
            "".join(c if c.isascii() and c.isalnum() else "_" for c in part.upper())[:16]
            for part in name.split("/")
        ]
        made.ReferencedSOPClassUIDInFile = ds.SOPClassUID
        made.ReferencedSOPInstanceUIDInFile = ds.SOPInstanceUID
        made.ReferencedTransferSyntaxUIDInFile = ds.file_meta.TransferSyntaxUID
    return made
