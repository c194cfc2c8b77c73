"""A volume: slices on one grid, in millimetres of the patient, and the way back to the files."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.errors import DcmteachError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from dcmteach.pixels.volume_nifti_header import Nifti
    from dcmteach.pixels.volume_slices import Slice

__all__ = ["Volume"]


class Volume:
    """An image in three dimensions, and where it came from. :func:`volume` makes one.

    Parameters
    ----------
    image : SimpleITK.Image
        Three-dimensional, grey.
    modality : str, optional
        Such as ``"CT"``.
    slices : sequence of Slice, optional
        Where its values are stored, in the order of the third axis.
    nifti : Nifti, optional
        The NIfTI file it was read from.
    before : SimpleITK.Image, optional
        The image as it was read; `image` itself if left out.
    """

    def __init__(
        self,
        image: Any,
        *,
        modality: str | None = None,
        slices: Sequence[Slice] = (),
        nifti: Nifti | None = None,
        before: Any = None,
    ) -> None:
        from dcmteach.pixels.volume_need import simple_itk

        self._image = image
        self._before = simple_itk().Image(image) if before is None else before
        self._slices = tuple(slices)
        self._nifti = nifti
        self._modality = modality

    @property
    def image(self) -> Any:
        """The rescaled values (HU in CT) as a SimpleITK.Image; int16 if exact, else float32."""
        return self._image

    @property
    def modality(self) -> str | None:
        """``"CT"``, ``"MR"``, ``"PT"`` …; None if nobody told."""
        return self._modality

    @property
    def spacing(self) -> tuple[float, float, float]:
        """Distance of voxels in mm along x (a row), y (a column) and z (the slices)."""
        x, y, z = self._image.GetSpacing()
        return float(x), float(y), float(z)

    @property
    def size(self) -> tuple[int, int, int]:
        """Number of voxels along x (columns), y (rows) and z (slices)."""
        x, y, z = self._image.GetSize()
        return int(x), int(y), int(z)

    @property
    def instances(self) -> tuple[Dataset, ...]:
        """The data sets it came from, in the order of the slices; none for NIfTI."""
        return tuple({id(one.dataset): one.dataset for one in self._slices}.values())

    @property
    def slices(self) -> tuple[Slice, ...]:
        """Where each plane along z is stored; none for NIfTI."""
        return self._slices

    @property
    def nifti(self) -> Nifti | None:
        """The header of the NIfTI file it came from, if it did. It may name the patient."""
        return self._nifti

    @property
    def files(self) -> tuple[Path, ...]:
        """The files it was read from, as far as that is known."""
        names = [getattr(ds, "filename", None) for ds in self.instances]
        found = [Path(name) for name in names if isinstance(name, str | PathLike) and str(name)]
        return (*found, self._nifti.path) if self._nifti is not None else tuple(found)

    @property
    def sheared(self) -> bool:
        """Whether the third axis leans, as with a tilted gantry."""
        d = self._image.GetDirection()
        return any(
            abs(sum(d[3 * i + a] * d[3 * i + b] for i in range(3))) > 1e-3
            for a, b in ((0, 1), (0, 2), (1, 2))
        )

    def with_image(self, image: Any) -> Volume:
        """Give this volume another image on the same grid.

        Parameters
        ----------
        image : SimpleITK.Image
            Of the same size, spacing, origin and direction.

        Returns
        -------
        Volume
            Its way back leads to the same instances.

        Raises
        ------
        DcmteachError
            If the image lies on another grid.
        """
        self._check_grid(image)
        return Volume(
            image,
            modality=self._modality,
            slices=self._slices,
            nifti=self._nifti,
            before=self._before,
        )

    def datasets(
        self, image: Any = None, *, mask: Any = None, derivation: str | None = None
    ) -> list[Dataset]:
        """Write what changed since it was read into copies of the instances.

        Parameters
        ----------
        image : SimpleITK.Image, optional
            The new values, on the same grid; without it, this volume's.
        mask : SimpleITK.Image, optional
            Only where it is not 0 may anything change.
        derivation : str, optional
            What was done to the pixels. Instances that changed then become DERIVED, with this in
            Derivation Description and a new SOP Instance UID (PS3.3 C.7.6.1.1.2). Without it
            headers stay as they are, for whoever de-identifies them next.

        Returns
        -------
        list of pydicom.dataset.Dataset
            In the order of :attr:`instances`. Stored values that did not change are as they were,
            bit by bit; the others are the nearest that can be stored. What was compressed
            without loss is so again where that can be done here; else it is uncompressed.

        Raises
        ------
        DcmteachError
            If there are no instances, the grid is another one, or pixels cannot be decoded.
        """
        if not self._slices:
            raise DcmteachError(
                "This volume does not come from DICOM, so there are no instances to write it "
                "back into. Use save() to write NIfTI."
            )
        from dcmteach.pixels.volume_back import put_back

        made = self._image if image is None else image
        for given in (made, mask):
            if given is not None:
                self._check_grid(given)
        return put_back(self._slices, self._before, made, mask=mask, derivation=derivation)

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the volume as NIfTI, with no word about the patient in its header.

        Parameters
        ----------
        path : str or path-like
            Ending in .nii or .nii.gz.
        overwrite : bool, optional
            Replace a file that is there; never the one the volume was read from.

        Returns
        -------
        pathlib.Path

        Raises
        ------
        SaveError
            If it cannot be written; then nothing is.

        Notes
        -----
        What came from NIfTI keeps its data type, its scaling and its place; the values that did
        not change stay as they were stored. :func:`dcmteach.export` does the same and reports.
        """
        from dcmteach.edit.saving import save_bytes
        from dcmteach.pixels.volume_nifti_out import nifti_bytes

        out = Path(path)
        data = nifti_bytes(self, name=out.name)
        return save_bytes(data, out, sources=self.files, overwrite=overwrite)

    def upright(self) -> Volume:
        """Resample a sheared volume to a straight grid, to look at; there is no way back.

        Returns
        -------
        Volume
            Itself if it is straight; otherwise interpolated linearly, without instances.
        """
        if not self.sheared:
            return self
        from dcmteach.pixels.volume_upright import straight

        return Volume(straight(self._image), modality=self._modality)

    def describe(self) -> str:
        """Say in one sentence what this is, naming nobody."""
        size = " × ".join(str(number) for number in self.size)
        spacing = " × ".join(f"{number:.3g}" for number in self.spacing)
        lean = ", on a sheared grid" if self.sheared else ""
        if self._slices:
            count = len(self.instances)
            source = f"{count} DICOM instance{'' if count == 1 else 's'}"
        else:
            source = "NIfTI" if self._nifti is not None else "an image in memory"
        name = self._modality or "Volume of unknown modality"
        kind = self._image.GetPixelIDTypeAsString()
        return f"{name}, {size} voxels of {spacing} mm{lean}, from {source}, {kind}."

    def __repr__(self) -> str:
        return f"<Volume: {self.describe()[:-1]}>"

    def _check_grid(self, image: Any) -> None:
        own = self._image
        pairs = [
            (own.GetOrigin(), image.GetOrigin(), 1e-3 * min(own.GetSpacing())),
            (own.GetSpacing(), image.GetSpacing(), 1e-4 * min(own.GetSpacing())),
            (own.GetDirection(), image.GetDirection(), 1e-4),
        ]
        same = own.GetSize() == image.GetSize() and image.GetNumberOfComponentsPerPixel() == 1
        if not same or any(
            abs(a - b) > most for one, other, most in pairs for a, b in zip(one, other, strict=True)
        ):
            raise DcmteachError(
                f"The image lies on another grid than the volume (size {image.GetSize()} against "
                f"{own.GetSize()}; spacing, origin and direction count, too). Resample it to the "
                "volume's first: SimpleITK.Resample(image, volume.image)."
            )
