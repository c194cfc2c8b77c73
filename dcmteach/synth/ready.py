"""Samples that are ready to read: they travel inside the package, so that no network is needed."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

from pydicom import dcmread
from pydicom.dataset import FileDataset

from dcmteach.errors import DcmteachError

__all__ = ["FOLDERS", "answer_key", "sample", "sample_names", "sample_path", "unknown"]

_HERE = Path(__file__).parent / "samples"

_MADE_WHEN_NEEDED = ("ct_thorax_512",)
"""Samples too large to travel: drawn once into the cache, which takes NumPy."""

FOLDERS = ("clinic", "cohort", "head", "pet_mr_raw")
"""The folders of samples, drawn when needed like those."""


def sample_names() -> tuple[str, ...]:
    """List the names that `sample` knows.

    Returns
    -------
    tuple of str
        Those that travel with the package, then those made when first needed.
    """
    return (*sorted(path.stem for path in _HERE.glob("*.dcm")), *_MADE_WHEN_NEEDED)


def sample_path(name: str) -> Path:
    """Return where a sample's file is.

    Parameters
    ----------
    name : str
        One of `sample_names`.

    Returns
    -------
    pathlib.Path
        Read it, but do not write to it: it belongs to the installed package.

    Raises
    ------
    DcmteachError
        If there is no sample of that name.
    """
    if name in _MADE_WHEN_NEEDED:
        from dcmteach.synth.cache import cached_sample

        return cached_sample(name)
    path = _HERE / f"{name}.dcm"
    if name not in sample_names():
        raise DcmteachError(unknown(name, sample_names(), "sample"))
    return path


def sample(name: str) -> FileDataset:
    """Read a sample: the file of a patient who does not exist.

    Parameters
    ----------
    name : str
        One of `sample_names`: ``"ct_thorax"`` (a CT slice with about 110 elements, nested sequences
        and private blocks), ``"mr_head"``, ``"us_cine"`` (several frames, with text burned into the
        pixels), ``"ecg"`` (a waveform), or ``"ct_thorax_512"`` (large; drawn on first use, which
        takes NumPy and a few seconds).

    Returns
    -------
    pydicom.dataset.FileDataset
        A new one at every call: change it as you like.

    Raises
    ------
    DcmteachError
        If there is no sample of that name.

    Examples
    --------
    >>> from dcmteach import sample
    >>> sample("ct_thorax").Modality
    'CT'
    """
    return dcmread(sample_path(name))


def answer_key(name: str) -> dict[str, Any]:
    """Return what identifies a sample's patient, and where it stands.

    Parameters
    ----------
    name : str
        One of `sample_names`, or the name of a folder (see `sample_folder`).

    Returns
    -------
    dict
        ``sample``, and ``canaries``: a list of dicts with ``kind`` (e.g. ``"patient
        name"``), ``value`` (the text as it stands in the file) and ``paths``; and ``burned_in``
        where text is drawn into the pixels. For a folder: ``files``, the canaries of each, and
        ``names``, those in the names of folders and files; for raw data also ``groups``, for the
        clinic ``people``, ``table`` and ``others``.

    Raises
    ------
    DcmteachError
        If there is no sample of that name.
    """
    if name in FOLDERS:
        from dcmteach.synth.cache import sample_folder

        path = sample_folder(name).with_suffix(".json")
    else:
        path = sample_path(name).with_suffix(".json")
    key: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return key


def unknown(name: str, known: tuple[str, ...], what: str) -> str:
    """Say that there is no such name, which one may have been meant, and which there are."""
    close = difflib.get_close_matches(str(name), known, n=1, cutoff=0.4)
    guess = f" Did you mean {close[0]!r}?" if close else ""
    return f"There is no {what} named {name!r}.{guess} There are: {', '.join(known)}."
