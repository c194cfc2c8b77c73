"""SimpleITK, or the sentence that says how to get it."""

from __future__ import annotations

from typing import Any

from dcmteach.errors import DcmteachError

__all__ = ["is_image", "simple_itk"]


def simple_itk() -> Any:
    """Load SimpleITK when it is first needed.

    Returns
    -------
    module
        SimpleITK.

    Raises
    ------
    DcmteachError
        If it is not installed.
    """
    try:
        import SimpleITK
    except ImportError:
        raise DcmteachError(
            'Volumes need SimpleITK, which is not installed. Run: pip install "dcmteach[deface]".'
        ) from None
    return SimpleITK


def is_image(thing: object) -> bool:
    """Tell whether something is an image of SimpleITK, without loading it."""
    return type(thing).__module__.startswith("SimpleITK") and type(thing).__name__ == "Image"
