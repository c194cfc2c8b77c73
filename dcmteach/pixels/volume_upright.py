"""A sheared volume on a straight grid."""

from __future__ import annotations

from typing import Any

import numpy as np

from dcmteach.pixels.volume_need import simple_itk

__all__ = ["straight"]


def straight(image: Any) -> Any:
    """Resample an image whose third axis leans; what lies outside of it gets its lowest value.

    Parameters
    ----------
    image : SimpleITK.Image
        On a sheared grid.
    """
    sitk = simple_itk()
    leaning = np.array(image.GetDirection()).reshape(3, 3)
    row, column = leaning[:, 0], leaning[:, 1]
    axes = np.stack([row, column, np.cross(row, column)], axis=1)
    size = np.array(image.GetSize())
    ends = np.array(
        [
            image.TransformContinuousIndexToPhysicalPoint([float(number) for number in corner])
            for corner in np.ndindex(2, 2, 2)
            for corner in [np.array(corner) * (size - 1)]
        ]
    )
    along = ends @ axes
    spacing = np.array(image.GetSpacing())
    spacing[2] *= abs(float(leaning[:, 2] @ axes[:, 2]))
    low = along.min(axis=0)
    count = np.rint((along.max(axis=0) - low) / spacing).astype(int) + 1
    reach = sitk.MinimumMaximumImageFilter()
    reach.Execute(image)
    resampler = sitk.ResampleImageFilter()
    resampler.SetOutputDirection(axes.ravel().tolist())
    resampler.SetOutputOrigin((axes @ low).tolist())
    resampler.SetOutputSpacing(spacing.tolist())
    resampler.SetSize([int(number) for number in count])
    resampler.SetDefaultPixelValue(reach.GetMinimum())
    return resampler.Execute(image)
