"""What was chosen about faces, settled before a run begins."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from dcmteach.errors import DcmteachError

__all__ = ["choose_faces"]


def choose_faces(faces: str) -> dict[str, Any]:
    """See whether faces can be looked for here, where they are to be.

    Parameters
    ----------
    faces : str
        ``"accept"``, ``"hold"`` or ``"remove"``.

    Returns
    -------
    dict
        For the record, and to tell whether an earlier run did the same: what looks for faces, in
        which version. Empty for ``"accept"``.

    Raises
    ------
    DcmteachError
        If SimpleITK or NumPy is not installed.
    """
    if faces == "accept":
        return {}
    # Looked for and not loaded: what has threads of its own cannot be copied to worker processes.
    missing = [name for name in ("numpy", "SimpleITK") if find_spec(name) is None]
    if missing:
        raise DcmteachError(
            f"{missing[0]}, without which no face is found, is not installed. Run: pip install "
            '"dcmteach[deface]". Nothing was written; `dcmteach doctor` shows what is here.'
        )
    return {"faces_by": {"name": "SimpleITK", "version": _version("SimpleITK")}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
