"""The learner's own copies of the lessons: made once, never written over."""

from __future__ import annotations

import shutil
from pathlib import Path

import dcmteach
from dcmteach.errors import DcmteachError, SaveError

__all__ = ["lay_out", "shipped_lessons"]


def shipped_lessons() -> Path:
    """Find the learner's notebooks.

    Returns
    -------
    Path
        The folder with the notebooks: inside the installed package, or beside it in a clone.

    Raises
    ------
    DcmteachError
        If this installation has none.
    """
    package = Path(dcmteach.__file__).parent
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if any(folder.glob("*.ipynb")):
            return folder
    raise DcmteachError(
        "This installation of dcmteach has no lessons in it. Clone the project and run `make lab` "
        "there, or install it again from a release."
    )


def lay_out(lessons: Path, folder: Path) -> tuple[list[Path], list[Path]]:
    """Copy the lessons into a folder, leaving alone whatever is there.

    Parameters
    ----------
    lessons : Path
        The folder of :func:`shipped_lessons`.
    folder : Path
        Where the copies go; made if missing.

    Returns
    -------
    new : list of Path
        The files copied now.
    kept : list of Path
        The files that were there and stay as they are.

    Raises
    ------
    SaveError
        If the folder cannot be written.
    """
    new: list[Path] = []
    kept: list[Path] = []
    sources = sorted(
        path
        for path in lessons.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.parts[len(lessons.parts) :])
    )
    try:
        for source in sources:
            copy = folder / source.relative_to(lessons)
            if copy.exists():
                kept.append(copy)
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
            new.append(copy)
    except OSError as error:
        raise SaveError(
            f"The lessons cannot be copied into {folder} ({error.strerror}). "
            "Name a folder you may write to: dcmteach lab --folder FOLDER"
        ) from None
    return new, kept
