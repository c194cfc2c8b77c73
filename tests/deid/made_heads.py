"""Series of an artificial head, and stand-ins for what looks for faces: quick, and sure."""

from __future__ import annotations

import copy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage

sitk = pytest.importorskip("SimpleITK")

FRONT = 45.0  # mm before the middle of the volume: there the face begins


class Stand:
    """Stands in for has_face and deface: a face is whatever is bright in front."""

    def __init__(self) -> None:
        self.looked = 0
        self.blind = False  # whether faces are taken out at all
        self.touched = 0
        self.doubt = ""
        self.confidence = 0.9
        self.kind = "face"

    def has_face(self, scan: Any) -> Any:
        self.looked += 1
        values = sitk.GetArrayViewFromImage(scan.image)
        floor = -300 if scan.modality == "CT" else 0.15 * float(np.quantile(values, 0.99))
        front = in_front(scan.image)
        share = float((values[front] > floor).mean()) if front.any() else 0.0
        reason = f"There is {'tissue' if share > 0.02 else 'nothing'} in front."
        return SimpleNamespace(
            present=share > 0.02, reason=reason, confidence=self.confidence, kind=self.kind
        )

    def surface(self, scan: Any, *, threshold: float | None = None) -> Any:
        return SimpleNamespace(
            image=scan.image,
            modality=scan.modality,
            threshold=-300.0 if threshold is None else threshold,
        )

    def deface(self, scan: Any, *, method: str = "remove", **_: Any) -> Any:
        from dcmteach.pixels.deface_report import FaceDoubtful, NoFace

        if not self.has_face(scan).present:
            raise NoFace("There is no face to take out: nothing in front.")
        if self.doubt:
            raise FaceDoubtful(self.doubt)
        front = in_front(scan.image)
        values = sitk.GetArrayFromImage(scan.image)
        if not self.blind:
            values[front] = values.min()
        made, mask = (sitk.GetImageFromArray(array) for array in (values, front.astype(np.uint8)))
        for image in (made, mask):
            image.CopyInformation(scan.image)
        report = SimpleNamespace(
            method=method, parts={"face": 0.97, "nose": 1.0}, brain_touched=self.touched,
            brain_voxels=1000, confidence=0.8,
        )  # fmt: skip
        return SimpleNamespace(volume=scan.with_image(made), mask=mask, report=report)


def in_front(image: Any) -> Any:
    """Which voxels lie in front of the middle, in patient coordinates."""
    places = sitk.PhysicalPointSource(
        sitk.sitkVectorFloat32, image.GetSize(), image.GetOrigin(), image.GetSpacing(),
        image.GetDirection(),
    )  # fmt: skip
    middle = image.TransformContinuousIndexToPhysicalPoint([n / 2 for n in image.GetSize()])
    backwards = sitk.GetArrayFromImage(sitk.VectorIndexSelectionCast(places, 1))
    return backwards < middle[1] - FRONT


def as_series(scan: Any, template: Path, folder: Path) -> Path:
    """Write a volume as a CT series of its own study, with the header of another one."""
    folder.mkdir()
    first = read_all(template)[0]
    values = sitk.GetArrayFromImage(scan).astype(np.int16)
    for number, plane in enumerate(values):
        ds = copy.deepcopy(first)
        ds.Rows, ds.Columns = plane.shape
        ds.PixelData, ds.RescaleIntercept, ds.RescaleSlope = plane.tobytes(), 0, 1
        ds.PixelRepresentation, ds.BitsStored, ds.HighBit = 1, 16, 15
        x, y, z = scan.GetSpacing()
        ds.PixelSpacing, ds.SliceThickness = [y, x], z
        ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
        ds.ImagePositionPatient = list(scan.TransformIndexToPhysicalPoint((0, 0, number)))
        ds.Modality = "CT"
        ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = CTImageStorage
        ds.StudyInstanceUID, ds.FrameOfReferenceUID = "1.2.77", "1.2.78"
        ds.SeriesInstanceUID, ds.SOPInstanceUID = "1.2.79", f"1.2.79.{number + 1}"
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
        ds.save_as(folder / f"{number:03d}.dcm")
    return folder


def read_all(folder: Path) -> list[Dataset]:
    return [pydicom.dcmread(path) for path in sorted(folder.rglob("*.dcm"))]


def by_place(datasets: list[Dataset]) -> dict[tuple[float, ...], Dataset]:
    return {tuple(ds.ImagePositionPatient): ds for ds in datasets}
