"""Sort the raw data of a PET/MR study into named groups."""

from __future__ import annotations

import html
from io import BytesIO
from os import PathLike
from pathlib import Path

from pydicom.dataset import Dataset

from dcmteach.deid.marks import text_at
from dcmteach.deid.sources_kind import not_dicom
from dcmteach.deid.study_interfile import parse
from dcmteach.deid.study_raw import RAW, header_of, raw_kind, tail_start
from dcmteach.errors import ReadError
from dcmteach.header.read import read, read_open

__all__ = ["GROUPS", "Study", "classify_study"]

GROUPS = {
    "list-mode": "PET events in the order in which they came",
    "norm": "PET normalisation",
    "sinogram": "PET sinograms",
    "physio": "ECG, breathing and the like",
    "calibration": "PET calibration",
    "mu-map": "MR attenuation maps",
    "mu-map water": "MR attenuation correction: water",
    "mu-map fat": "MR attenuation correction: fat",
    "mu-map in-phase": "MR attenuation correction: in phase",
    "mu-map opposed-phase": "MR attenuation correction: opposed phase",
    "ute": "MR with ultrashort echo time",
    "mr": "other MR images",
    "pet": "PET images",
    "ct": "CT images",
    "image": "images in Interfile",
    "other": "other DICOM files",
    "left over": "what is no data of the study",
}
"""What the groups hold."""

_IMAGE_TYPE, _MODALITY, _SERIES, _PROTOCOL = 0x00080008, 0x00080060, 0x0008103E, 0x00181030
_PET = (
    ("LISTMODE", "list-mode"),
    ("LIST_MODE", "list-mode"),
    ("NORM", "norm"),
    ("SINO", "sinogram"),
    ("PHYSIO", "physio"),
    ("CALIB", "calibration"),
)
_PARTS = (
    (("water", "_w", "\\w\\"), "mu-map water"),
    (("fat", "_f", "\\f\\"), "mu-map fat"),
    (("opp", "\\out_phase", "\\opp_phase"), "mu-map opposed-phase"),
    (("_in", "in-phase", "inphase", "\\in_phase"), "mu-map in-phase"),
)


class Study(dict[str, list[Path]]):
    """Files by group; :func:`~dcmteach.deid.batch.deidentify` takes it as a source.

    Notes
    -----
    Groups without files are left out. What they hold is told by :data:`GROUPS`.
    """

    def __str__(self) -> str:
        lines = [f"Study: {sum(map(len, self.values()))} files in {len(self)} groups"]
        lines += [
            f"  {group:22} {len(files):6d}  {GROUPS.get(group, '')}"
            for group, files in self.items()
        ]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<{str(self).splitlines()[0]}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(group)}</td><td>{len(files)}</td>"
            f"<td>{html.escape(GROUPS.get(group, ''))}</td></tr>"
            for group, files in self.items()
        )
        caption = html.escape(str(self).splitlines()[0])
        return (
            f"<table><caption>{caption}</caption><thead><tr><th>Group</th><th>Files</th>"
            f"<th>What</th></tr></thead><tbody>{rows}</tbody></table>"
        )


def classify_study(folder: str | PathLike[str]) -> Study:
    """Sort all files of a study's folder into named groups.

    Parameters
    ----------
    folder : path
        The raw data of a PET/MR study: DICOM files, ``.dcm`` with ``.bf``, ``.ptd``, Interfile.

    Returns
    -------
    Study
        Sorted lists of files by group, in the order of :data:`GROUPS`.

    Raises
    ------
    ReadError
        If there is no such folder.

    Notes
    -----
    A file of raw data is in the group of its header. DICOM files are told apart by Image Type,
    Modality, and, for MR, by Series Description and Protocol Name; nothing is changed.
    """
    where = Path(folder)
    if not where.is_dir():
        raise ReadError(
            f"There is no folder {where.name!r}. Give the folder that holds the study's raw data."
        )
    found: dict[str, list[Path]] = {group: [] for group in GROUPS}
    for path in sorted(where.rglob("*")):
        if path.is_file():
            found[_group_of(path)].append(path)
    return Study({group: files for group, files in found.items() if files})


def _group_of(path: Path) -> str:
    try:
        kind = raw_kind(path) if path.suffix.lower() in RAW else None
        if kind == "interfile":
            return parse(path.read_bytes()).kind
        if kind == "data":
            header = header_of(path)
            return "left over" if header is None else _group_of(header)
        if kind == "tail":
            return _of_tail(path)
        with path.open("rb") as file:
            if not_dicom(file.read(512), path.name) is not None:
                return "left over"
        return _of_dataset(read(path, defer_pixels=True))
    except (ReadError, OSError):
        return "left over"


def _of_tail(path: Path) -> str:
    start = tail_start(path)
    if start is None:
        return "left over"
    with path.open("rb") as file:
        file.seek(start)
        data = file.read()
    group = _of_dataset(read_open(BytesIO(data), path.name, len(data), defer_pixels=False))
    if group in {"pet", "other"}:
        named = path.name.upper()
        return next((kind for word, kind in _PET if word in named), group)
    return group


def _of_dataset(ds: Dataset) -> str:
    kind = text_at(ds, _IMAGE_TYPE).upper()
    modality = text_at(ds, _MODALITY).strip().upper()
    words = "\\".join((text_at(ds, _SERIES), text_at(ds, _PROTOCOL))).lower()
    if modality == "MR":
        if any(word in words for word in ("umap", "mu-map", "mumap")):
            return "mu-map"
        if "ute" in words.replace("_", " ").replace("\\", " ").split():
            return "ute"
        if any(word in words for word in ("mrac", "dixon")):
            told = f"{words}\\{kind.lower()}\\"
            return next((g for marks, g in _PARTS if any(m in told for m in marks)), "mu-map")
        return "mr"
    for word, group in _PET:
        if word in kind:
            return group
    return {"PT": "pet", "CT": "ct"}.get(modality, "other")
