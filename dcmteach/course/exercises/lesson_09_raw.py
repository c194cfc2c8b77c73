"""The exercise of lesson 9 in which groups of raw data are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, TypeGuard

from dcmteach.course.exercises import NotYet, exercise

__all__ = ["check_groups"]

LESSON = "09-profile"

_PLAIN = ("list-mode", "norm", "sinogram", "ute")
_DATA = frozenset({".bf", ".s", ".v", ".ptd"})


@exercise(
    "choose-the-groups",
    lesson=LESSON,
    title="Choose from the raw data",
    hints=(
        "`classify_study` gives a dictionary. Go through its names beside the request.",
        "Which groups have a part of the attenuation in their names? They begin in the same way.",
        "`{name: files for name, files in study_groups.items() if …}` takes some of them.",
    ),
)
def check_groups(chosen: object) -> str:
    """Check which files of a PET/MR study would be handed over, however they are grouped."""
    from dcmteach.deid import classify_study
    from dcmteach.synth import sample_folder

    found = classify_study(sample_folder("pet_mr_raw"))
    study = {name: {_inside(path) for path in files} for name, files in found.items()}
    given = _paths(chosen)
    group = {path: name for name, files in study.items() for path in files}
    if any(path not in group for path in given):
        raise NotYet("One of these files is not of this study. Take the paths from the groups.")
    sent = {name for name in study if given & study[name]}
    if sent & {"mr", "image"}:
        raise NotYet("For some of these images the colleague has no permission: read to the end.")
    asked = {name for name in study if name in _PLAIN or name.startswith("mu-map")}
    pet = _all(study, asked & {"list-mode", "norm", "sinogram"})
    if given & pet and not any(Path(path).suffix in _DATA for path in given & pet):
        raise NotYet(
            "These are headers without their data: what is to be reconstructed from them? Which "
            "files does each group hold?"
        )
    if sent - asked:
        raise NotYet("There is a group that nobody asked for, and its data are not clean, either.")
    parts = {name for name in asked if name.startswith("mu-map")}
    if sent == asked - parts | (sent & parts) and sent & parts < parts:
        raise NotYet("The maps were asked for in all their parts. Some of the parts are missing.")
    if sent < asked:
        raise NotYet("Something is missing that the program needs: tick off the request.")
    if given != _all(study, asked):
        raise NotYet(
            "A file is missing in one of the groups. Did you choose it by what its name looks "
            "like? The headers know better."
        )
    return (
        "All it takes, each heap of numbers with its header, and no face but the one that can be "
        "made from the maps. Somebody should ask about that one."
    )


def _all(study: Mapping[str, set[str]], names: set[str]) -> set[str]:
    return {path for name in names for path in study[name]}


def _inside(path: str | PathLike[str]) -> str:
    """Name a file by its place in the study, so that a copy of the study will do."""
    return "/".join(Path(path).parts[-2:])


def _paths(chosen: object) -> set[str]:
    if not isinstance(chosen, Mapping):
        if isinstance(chosen, list | tuple | set) and all(isinstance(n, str) for n in chosen):
            raise NotYet(
                "These are names of groups, without their files. `deidentify` wants both: a "
                "dictionary of names and lists of files."
            )
        raise NotYet("Give a dictionary: names of groups, and for each the list of its files.")
    groups: list[Any] = list(chosen.values())
    files = [
        path for some in groups for path in (some if isinstance(some, list | tuple) else [some])
    ]
    if not all(_one(path) for path in files):
        raise NotYet("Each group is a list of paths, as `classify_study` gives it.")
    return {_inside(path) for path in files}


def _one(path: object) -> TypeGuard[str | PathLike[str]]:
    return isinstance(path, str | PathLike)
