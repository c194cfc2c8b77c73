"""Artificial heads: volumes that look like a scan of a person, of people who do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    from dcmteach.synth.head_shape import HeadShape

__all__ = ["MODALITIES", "Head", "head"]

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
    if modality not in MODALITIES:
        raise DcmteachError(f"There is no head in {modality!r}, only in: {', '.join(MODALITIES)}.")
    try:
        import SimpleITK as sitk

        from dcmteach.synth.head_draw import draw
        from dcmteach.synth.head_grid import make_grid
        from dcmteach.synth.head_shape import draw_shape
        from dcmteach.synth.head_skin import Marks
    except ModuleNotFoundError as error:
        raise DcmteachError(
            f'Making a head takes {error.name}: python -m pip install "dcmteach[deface]".'
        ) from error
    own = draw_shape(seed, shape)
    marks = Marks(own)
    grid = make_grid(marks, spacing=spacing, turn=turn, crop=crop, orientation=orientation)
    values, masks = draw(grid, marks, modality=modality, seed=seed, noise=noise, bias=bias)

    def image_of(array: Any) -> Any:
        image = sitk.GetImageFromArray(array)
        image.SetSpacing(grid.spacing)
        image.SetOrigin([float(value) for value in grid.origin])
        image.SetDirection([float(value) for value in grid.direction.ravel()])
        return image

    return Head(
        image=image_of(values.round().clip(-32768, 32767).astype("int16")),
        parts={name: image_of(mask.astype("uint8")) for name, mask in masks.items()},
        seed=seed,
        modality=modality,
        shape=own,
    )
