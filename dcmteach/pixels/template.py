"""The average head that faces are found with: an image, and where its parts lie."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PARTS", "FaceTemplate", "face_template"]

PARTS = ("face", "nose", "eyes", "mouth", "ears")
"""What a report counts, and what ``keep`` may name."""

MAPS = (*PARTS, "brain", "head", "cut")
"""What a template tells of each of its voxels, as a share from 0 to 1 of the heads averaged."""

_DATA = "face_template.npz"


@dataclass(frozen=True)
class FaceTemplate:
    """An average head.

    Parameters
    ----------
    image : ndarray of float32, shape (slices, rows, columns)
        Its brightness; the first axis leads to the head, the second to the back, the third to the
        patient's left.
    maps : Mapping of str to ndarray of float32, shape (slices, rows, columns)
        For each of the parts of the face, for ``brain`` and ``head``, how probably a voxel
        belongs to it; ``cut``, what is taken away with the face, is half where the cut runs.
    origin : tuple of float
        Where the first voxel lies, in mm (DICOM's axes: left, back, head).
    spacing : float
        Distance of voxels in mm, the same in each direction.
    name : str
        What it is called in a report.
    """

    image: NDArray[np.float32]
    maps: Mapping[str, NDArray[np.float32]]
    origin: tuple[float, float, float]
    spacing: float
    name: str

    def as_image(self, values: NDArray[Any]) -> Any:
        """Return a map, or the image, as a SimpleITK image in its place."""
        from dcmteach.pixels.volume_need import simple_itk

        made = simple_itk().GetImageFromArray(values)
        made.SetOrigin(self.origin)
        made.SetSpacing((self.spacing,) * 3)
        return made

    def save(self, path: str | PathLike[str]) -> Path:
        """Write it as a compressed NumPy archive, each number as a byte."""
        import numpy as np

        out = Path(path)
        top = float(self.image.max()) or 1.0
        arrays: dict[str, Any] = {
            name: np.rint(values * 255).astype(np.uint8) for name, values in self.maps.items()
        }
        arrays["image"] = np.rint(np.clip(self.image / top, 0, 1) * 255).astype(np.uint8)
        arrays["origin"] = np.asarray(self.origin, float)
        arrays["spacing"] = np.asarray(self.spacing, float)
        np.savez_compressed(out, **arrays)
        return out


def face_template(source: object = None) -> FaceTemplate:
    """Give a template.

    Parameters
    ----------
    source : None, str, path-like, SimpleITK.Image or FaceTemplate, optional
        None for the one that dcmteach ships, an average of artificial heads. ``"pydeface"`` for
        the average head within the installed package of that name. The path of an archive that
        :meth:`FaceTemplate.save` wrote. Or an image of a whole head (NIfTI, or of SimpleITK), to
        which the parts of the shipped one are fitted.

    Returns
    -------
    FaceTemplate
        The template.

    Raises
    ------
    DcmteachError
        If there is no such template, or pydeface is not installed.
    """
    if isinstance(source, FaceTemplate):
        return source
    if source is None:
        with as_file(files("dcmteach.pixels") / "data" / _DATA) as path:
            return _read(str(path), "dcmteach")
    if source == "pydeface":
        return _of_pydeface()
    if isinstance(source, (str, PathLike)):
        path = Path(source)
        if not path.is_file():
            raise DcmteachError(
                "There is no such template. Give 'pydeface', the path of an archive made by "
                "FaceTemplate.save, or a NIfTI file of a whole head."
            )
        if path.suffix == ".npz":
            return _read(str(path), path.stem)
        from dcmteach.pixels.volume_need import simple_itk

        return _fitted(simple_itk().ReadImage(str(path)), "given")
    return _fitted(source, "given")


@lru_cache(maxsize=4)
def _read(path: str, name: str) -> FaceTemplate:
    import numpy as np

    with np.load(path) as archive:
        missing = [key for key in ("image", "origin", "spacing", *MAPS) if key not in archive]
        if missing:
            raise DcmteachError(
                f"A face template needs image, origin, spacing and {', '.join(MAPS)} (missing: "
                f"{', '.join(missing)}). Make it with FaceTemplate.save."
            )
        maps = {key: (archive[key] / np.float32(255)).astype(np.float32) for key in MAPS}
        x, y, z = (float(value) for value in archive["origin"])
        image = archive["image"].astype(np.float32)
        return FaceTemplate(image, maps, (x, y, z), float(archive["spacing"]), name)


@lru_cache(maxsize=1)
def _of_pydeface() -> FaceTemplate:
    from dcmteach.pixels.volume_need import simple_itk

    if importlib.util.find_spec("pydeface") is None:
        raise DcmteachError(
            "The template 'pydeface' lies within the package of that name, which is not "
            "installed. Run: pip install pydeface, or leave template out."
        )
    with as_file(files("pydeface") / "data" / "mean_reg2mean.nii.gz") as path:
        return _fitted(simple_itk().ReadImage(str(path)), "pydeface")


def _fitted(image: Any, name: str) -> FaceTemplate:
    """Carry the parts of the shipped template over to another head."""
    from dcmteach.pixels.deface_align import align
    from dcmteach.pixels.deface_work import on_grid, working_head

    base = face_template()
    head = working_head(image, None)
    found = align(head, base)
    back = found.transform.GetInverse()
    grid = on_grid(head.fine, base.spacing, pad=0.0)
    itk, maps = head.itk, {}
    for key, values in base.maps.items():
        carried = itk.Resample(
            base.as_image(values), grid, back, itk.sitkLinear, 0.0, itk.sitkFloat32, True
        )
        maps[key] = itk.GetArrayFromImage(carried)
    values = itk.GetArrayFromImage(grid)
    x, y, z = grid.GetOrigin()
    return FaceTemplate(values, maps, (x, y, z), base.spacing, name)
