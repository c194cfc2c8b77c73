"""What the header of a changed image must say (PS3.3 C.7.6.1, PS3.15 E.3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import UID, generate_uid

from dcmteach.errors import DcmteachError
from dcmteach.header.quiet import quiet
from dcmteach.standard.methods import code_for

__all__ = ["mark_cleaned", "mark_derived", "mark_faceless", "walk_items"]

_TOLD = 1024  # characters of an ST (PS3.5 6.2)
_SIGNED = ("DigitalSignaturesSequence", "MACParametersSequence")


def mark_derived(ds: Dataset, how: str, *, uid: str | None, notes: list[str]) -> None:
    """Say in a data set that its pixels are not those that were acquired.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        Changed in place.
    how : str
        What was done; goes behind what Derivation Description says already.
    uid : str or None
        Its new SOP Instance UID; None makes one.
    notes : list of str
        Sentences are added about what else had to go.

    Raises
    ------
    DcmteachError
        If `uid` is no UID.

    Notes
    -----
    Image Type value 1 and every Frame Type value 1 become DERIVED (PS3.3 C.7.6.1.1.2), a new SOP
    Instance UID names the new image, and what was computed from the old pixels goes: icons, the
    histogram, and digital signatures with their parameters, which would not match any more. No
    Derivation Code is written: CID 7203 has none for this.
    """
    with quiet():
        kind = ds.get("ImageType") or []
        kind = [kind] if isinstance(kind, str) else list(kind)
        ds.ImageType = ["DERIVED", *kind[1:]] if kind else ["DERIVED", "SECONDARY"]
        for item in walk_items(ds):
            if "FrameType" in item and item.FrameType:
                kind = item.FrameType
                rest = [] if isinstance(kind, str) else list(kind)[1:]
                item.FrameType = ["DERIVED", *rest]
        _describe(ds, how)
        _rename(ds, uid)
        _remove_stale(ds, notes)


def mark_cleaned(ds: Dataset, *, all_text_removed: bool) -> None:
    """Say that the Clean Pixel Data Option was applied.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        Changed in place.
    all_text_removed : bool
        Whether Burned In Annotation (0028,0301) shall say NO.
    """
    with quiet():
        _add_code(ds, "clean-pixel-data")
        if all_text_removed:
            ds.BurnedInAnnotation = "NO"


def mark_faceless(ds: Dataset) -> None:
    """Say that the Clean Recognizable Visual Features Option was applied (PS3.15 E.3.2).

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        Changed in place: Recognizable Visual Features (0028,0302) says NO.
    """
    with quiet():
        _add_code(ds, "clean-recognizable-visual-features")
        ds.RecognizableVisualFeatures = "NO"


def _add_code(ds: Dataset, option: str) -> None:
    code = code_for(option)
    codes = list(ds.get("DeidentificationMethodCodeSequence") or [])
    if not any(str(item.get("CodeValue")) == code.value for item in codes):
        item = Dataset()
        item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = code
        ds.DeidentificationMethodCodeSequence = Sequence([*codes, item])


def walk_items(ds: Dataset) -> Iterator[Dataset]:
    """Yield all items of all sequences of a data set, at any depth."""
    for tag in list(ds.keys()):
        try:
            element = ds[tag]
        except Exception:  # a value that cannot be decoded is no sequence
            continue
        if element.VR == "SQ":
            for item in element.value or []:
                yield item
                yield from walk_items(item)


def _describe(ds: Dataset, how: str) -> None:
    before = str(ds.get("DerivationDescription") or "").strip()
    if before:
        before = before[: _TOLD - len(how) - 2]
        how = f"{before}; {how}"
    ds.DerivationDescription = how


def _rename(ds: Dataset, uid: str | None) -> None:
    made = UID(uid) if uid is not None else generate_uid(prefix=None)
    if not made.is_valid:
        raise DcmteachError("uid must be a UID (PS3.5 9.1): digits and dots, 64 at most.")
    ds.SOPInstanceUID = made
    meta = getattr(ds, "file_meta", None)
    if meta is not None:
        meta.MediaStorageSOPInstanceUID = made


def _remove_stale(ds: Dataset, notes: list[str]) -> None:
    icons = signed = 0
    for item in [ds, *walk_items(ds)]:
        if "IconImageSequence" in item:
            del item.IconImageSequence
            icons += 1
    for keyword in _SIGNED:
        if keyword in ds:
            del ds[keyword]
            signed += 1
    if icons:
        notes.append("The icon was removed: it is a small copy of the image as it was.")
    if signed:
        notes.append("Digital signatures were removed: they signed the pixels as they were.")
    if "HistogramSequence" in ds:
        del ds.HistogramSequence
        notes.append("The histogram was removed: it counted the pixels as they were.")
