"""What an export left behind, and what in it still identifies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydicom.dataset import Dataset

from dcmteach.errors import DcmteachError
from dcmteach.header.identity import identity
from dcmteach.header.quiet import quiet

if TYPE_CHECKING:
    from dcmteach.pixels.volume_nifti_header import Nifti
    from dcmteach.pixels.volume_object import Volume

__all__ = [
    "GONE",
    "NONE",
    "STATES",
    "STILL",
    "UNSEEN",
    "Trace",
    "face_trace",
    "header_traces",
    "name_trace",
    "nifti_traces",
]

GONE, NONE, STILL, UNSEEN = "gone", "none", "still there", "not looked at"
STATES = (GONE, NONE, STILL, UNSEEN)
"""Left behind; never there; there, and it identifies; nobody looked."""

_ICONS = ("IconImageSequence",)


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that may tell who somebody is.

    Parameters
    ----------
    what : str
        The thing: ``"header"``, ``"face"``, ``"descrip"`` …
    state : str
        One of :data:`STATES`.
    why : str
        A sentence about it that names nobody.
    """

    what: str
    state: str
    why: str


def header_traces(datasets: Sequence[Dataset]) -> Iterator[Trace]:
    """Tell what of DICOM headers stays behind."""
    with quiet():
        first = datasets[0]
        count = sum(len(ds) for ds in datasets)
        private = sum(1 for ds in datasets for tag in ds._dict if tag >> 16 & 1)
        kinds = identity(first).kinds
        named = f", among them {', '.join(kinds)}" if kinds else ""
        of = f" of {len(datasets)} files" if len(datasets) > 1 else ""
        more = f" and {private} private ones" if private else ""
        yield Trace("header", GONE, f"{count - private} elements{more}{of} are not written{named}.")
        overlays = sum(
            (group, 0x0010) in ds for ds in datasets for group in range(0x6000, 0x6100, 2)
        )
        if overlays:
            yield Trace("overlays", GONE, f"{overlays} overlay planes are not drawn in.")
        if any(keyword in ds for ds in datasets for keyword in _ICONS):
            yield Trace("icon", GONE, "The small copy of the image is not written.")


def nifti_traces(nifti: Nifti) -> Iterator[Trace]:
    """Tell which words stood in the header of a NIfTI file; none of them is written."""
    texts = nifti.texts
    for name in ("data_type", "db_name", "descrip", "aux_file", "intent_name"):
        if name in texts:
            yield Trace(name, GONE, f"It held {len(texts[name])} characters of text.")
    if nifti.extensions:
        yield Trace(
            "extensions",
            GONE,
            f"{nifti.extensions} bytes behind the header: some converters put the whole DICOM "
            "header there.",
        )
    if nifti.inner_name:
        yield Trace("name inside gzip", GONE, "The compressed file held the name of another one.")
    if not (texts or nifti.extensions or nifti.inner_name):
        yield Trace("header", NONE, "The NIfTI header held no text and no extension.")


def name_trace(out: Path, datasets: Sequence[Dataset], sources: Iterable[Path]) -> Trace:
    """Tell whether the name of the new file names the patient."""
    if datasets:
        with quiet():
            kinds = identity(datasets[0]).found_in(out.name)
        if kinds:
            return Trace(
                "file name",
                STILL,
                f"It holds the {' and the '.join(kinds)} of the header. Rename the file.",
            )
        return Trace("file name", NONE, "It holds nothing that the header says of the patient.")
    if any(_stem(out) == _stem(path) for path in sources):
        return Trace(
            "file name",
            UNSEEN,
            "It is that of the source, and nothing tells whether that names somebody.",
        )
    return Trace("file name", UNSEEN, "The source names nobody to compare it with.")


def _stem(path: Path) -> str:
    return path.name.lower().removesuffix(".gz").rsplit(".", 1)[0]


def face_trace(volume: Volume | None, datasets: Sequence[Dataset], *, look: bool) -> Trace:
    """Tell whether a face can be seen.

    Parameters
    ----------
    volume : Volume or None
        What was exported; None for a single picture.
    datasets : sequence of Dataset
        Where it came from.
    look : bool
        Whether to look for one.
    """
    with quiet():
        said = any(str(ds.get("RecognizableVisualFeatures") or "") == "YES" for ds in datasets)
    if said:
        return Trace("face", STILL, "The header says so (Recognizable Visual Features).")
    if volume is None:
        return Trace(
            "face",
            UNSEEN,
            "A single picture is no surface; but a sagittal slice shows the profile, and a "
            "rendered one the face.",
        )
    if not look:
        return Trace("face", UNSEEN, "Nobody asked. dcmteach face shows what the scan shows.")
    try:
        from dcmteach.pixels.face_there import has_face

        found = has_face(volume)
    except ImportError:
        return Trace("face", UNSEEN, "What looks for it is not installed.")
    except DcmteachError as error:
        return Trace("face", UNSEEN, str(error))
    return Trace("face", STILL if found else NONE, str(found.reason))
