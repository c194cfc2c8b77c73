"""Waveforms that are sound: a voice names its speaker, and whoever it speaks of."""

from __future__ import annotations

from pydicom.dataset import Dataset

from dcmteach.deid.objects.values import text_at

__all__ = ["refusal"]

_SOUND = "1.2.840.10008.5.1.4.1.1.9.4."  # basic voice and general audio (PS3.4 B.5)


def refusal(ds: Dataset) -> str | None:
    """Say why recorded sound is not written; None if there is none.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set. Annotations of other waveforms are seen to by the profile and its options.
    """
    if text_at(ds, 0x00080016).strip().startswith(_SOUND):
        return "it holds recorded sound, and a voice names its speaker and whoever it speaks of"
    return None
