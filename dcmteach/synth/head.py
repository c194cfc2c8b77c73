"""Artificial heads: volumes that look like a scan of a person, of people who do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    from dcmteach.synth.head_shape import HeadShape

__all__ = ["MODALITIES", "Head", "head", "head_series", "not_a_head"]

MODALITIES = ("CT", "T1", "T2", "PET")


@dataclass(frozen=True)
class Head:
    """An artificial head, with its answer key.

    Parameters
    ----------
    image : SimpleITK.Image
        Signed 16-bit integers: HU for CT, Bq/ml for PET, else a signal from 0; in patient
        coordinates (left, posterior, superior; mm).
    parts : Mapping of str to SimpleITK.Image
        Masks in the same grid, 1 inside: ``head``, ``skin``, ``skull``, ``brain``, ``face``,
        ``face_shell``, ``nose``, ``eyes``, ``mouth``, ``ears``.
    seed : int
        Whose head it is.
    modality : str
        ``"CT"``, ``"T1"``, ``"T2"`` or ``"PET"``.
    shape : HeadShape
        The lengths by which it differs from others.
    """

    image: Any = field(repr=False)
    parts: Mapping[str, Any] = field(repr=False)
    seed: int
    modality: str
    shape: HeadShape = field(repr=False)


def head(
    seed: int,
    *,
    modality: str = "CT",
    spacing: float | tuple[float, float, float] = 2.0,
    shape: HeadShape | Mapping[str, float] | None = None,
    turn: tuple[float, float, float] = (0.0, 0.0, 0.0),
    noise: float = 1.0,
    bias: float = 1.0,
    crop: str | None = None,
    orientation: str = "axial",
) -> Head:
    """Make the head of a person who does not exist.

    Parameters
    ----------
    seed : int
        Whose: the same seed gives the same head, in every modality and position.
    modality : str
        ``"CT"``, ``"T1"``, ``"T2"`` or ``"PET"``.
    spacing : float or tuple of float
        Of columns, rows and slices in mm; 2 mm takes about a second, 1 mm eight times that.
    shape : HeadShape or mapping, optional
        Lengths instead of those drawn.
    turn : tuple of float
        Degrees by which the head nods (chin down is negative), tilts and turns, about the
        patient's x, y and z.
    noise, bias : float
        Times the usual noise, and the usual unevenness of the coil.
    crop : str, optional
        Where the field of view ends: below, at the ``"eyes"``, the ``"nose"`` or the ``"chin"``;
        above, below the ``"vertex"``; or in ``"front"``, without the tip of the nose.
    orientation : str
        How the slices lie: ``"axial"``, ``"sagittal"`` or ``"coronal"``.

    Raises
    ------
    DcmteachError
        If NumPy or SimpleITK is missing, or an argument is none that there is.

    Examples
    --------
    >>> from dcmteach.synth import head
    >>> head(7, modality="T1").image.GetSpacing()
    (2.0, 2.0, 2.0)
    """
    made: Head = _heavy("head_made", modality).make_head(
        seed, modality=modality, spacing=spacing, shape=shape, turn=turn, noise=noise, bias=bias,
        crop=crop, orientation=orientation,
    )  # fmt: skip
    return made


def head_series(
    folder: str | Path,
    seed: int,
    *,
    modality: str = "CT",
    spacing: float | tuple[float, float, float] = 2.0,
    shape: HeadShape | Mapping[str, float] | None = None,
    turn: tuple[float, float, float] = (0.0, 0.0, 0.0),
    noise: float = 1.0,
    bias: float = 1.0,
    crop: str | None = None,
    orientation: str = "axial",
    tilt: float = 0.0,
) -> list[Path]:
    """Write the head of a person who does not exist as a DICOM series.

    Parameters
    ----------
    folder : str or pathlib.Path
        New or empty. The answer key, with the canaries of every file, is written beside it, under
        its name with ``.json``.
    seed, modality, spacing, shape, turn, noise, bias, crop, orientation
        As for `head`: the same ones give the same voxels.
    tilt : float
        Degrees by which the gantry of a CT is tilted, so that the front of each slice lies higher.
        The table still moves along z: slices are shifted against each other, not turned.

    Returns
    -------
    list of pathlib.Path
        The files, from the first slice to the last.

    Raises
    ------
    DcmteachError
        If NumPy is missing, the folder is not empty, or an argument is none that there is.
    """
    paths: list[Path] = _heavy("head_series", modality).write_series(
        Path(folder), seed, modality=modality, spacing=spacing, shape=shape, turn=turn,
        noise=noise, bias=bias, crop=crop, orientation=orientation, tilt=tilt,
    )  # fmt: skip
    return paths


def not_a_head(kind: str, seed: int, *, modality: str = "CT", spacing: float = 2.0) -> Any:
    """Make a volume that holds no face.

    Parameters
    ----------
    kind : str
        ``"chest"``: a CT of lungs, heart, ribs and spine. ``"skull-stripped"``: a brain alone.
        ``"vessels"``: an angiogram without what is around. ``"defaced"``: a head whose face has
        been cut away along a plane; ``"defaced-ragged"``: by a mask with a rough edge.
    seed : int
        Whose.
    modality : str
        As for `head`; a chest is always a CT, of thick slices; vessels are always bright on black.
    spacing : float
        In mm.

    Returns
    -------
    SimpleITK.Image
        Signed 16-bit integers.

    Raises
    ------
    DcmteachError
        If NumPy or SimpleITK is missing, or there is no such kind.
    """
    return _heavy("head_made", modality).make_not_a_head(
        kind, seed, modality=modality, spacing=spacing
    )


def _heavy(module: str, modality: str) -> Any:
    """Load a module that takes NumPy or SimpleITK."""
    if modality not in MODALITIES:
        raise DcmteachError(f"There is no head in {modality!r}, only in: {', '.join(MODALITIES)}.")
    try:
        return import_module(f"dcmteach.synth.{module}")
    except ModuleNotFoundError as error:
        raise DcmteachError(
            f'Making a head takes {error.name}: python -m pip install "dcmteach[deface]".'
        ) from error
