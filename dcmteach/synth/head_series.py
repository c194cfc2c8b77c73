"""An artificial head as a DICOM series, with the header of a real export and an answer key."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from dcmteach.errors import DcmteachError
from dcmteach.synth.build import key_text
from dcmteach.synth.elements import to_bytes
from dcmteach.synth.head_draw import draw
from dcmteach.synth.head_grid import Grid, make_grid
from dcmteach.synth.head_header import make_slice
from dcmteach.synth.head_shape import HeadShape, draw_shape
from dcmteach.synth.head_skin import Marks
from dcmteach.synth.person import invent_person, shift_date
from dcmteach.synth.stream import Stream
from dcmteach.synth.visit import Visit

__all__ = ["build_head", "tilted", "write_series"]

_SAMPLE = 22
"""Whose head the sample is."""

_NUMBER = {"CT": 2, "T1": 3, "T2": 4, "PET": 5}


def write_series(
    folder: Path, seed: int, *, modality: str, spacing: float | tuple[float, float, float],
    shape: HeadShape | Mapping[str, float] | None, turn: tuple[float, float, float],
    noise: float, bias: float, crop: str | None, orientation: str, tilt: float,
) -> list[Path]:  # fmt: skip
    """Write the series, and its answer key beside it; see `dcmteach.synth.head_series`."""
    if tilt and (modality != "CT" or orientation != "axial"):
        raise DcmteachError("Only axial CT has a gantry to tilt. Use turn= to turn the head.")
    if abs(tilt) > 30:
        raise DcmteachError(f"A gantry tilts by at most 30 degrees (got {tilt}).")
    if folder.exists() and any(folder.iterdir()):
        raise DcmteachError("The folder for the series holds something. Name a new or empty one.")
    marks = Marks(draw_shape(seed, shape))
    grid = make_grid(marks, spacing=spacing, turn=turn, crop=crop, orientation=orientation)
    grid = tilted(grid, tilt)
    values, _ = draw(grid, marks, modality=modality, seed=seed, noise=noise, bias=bias)
    stored, slope = _stored(values, modality)
    visit = _visit(seed, modality, (grid.size, grid.spacing, turn, crop, orientation, tilt))
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    files: dict[str, Any] = {}
    for number in range(grid.size[2]):
        ds, canaries = make_slice(
            replace(visit, instance=number + 1), grid, stored[number],
            modality=modality, slope=slope, tilt=tilt,
        )  # fmt: skip
        path = folder / f"IM{number + 1:04d}.dcm"
        path.write_bytes(to_bytes(ds))
        files[path.name] = canaries.key(ds)
        paths.append(path)
    _write_key(folder, {"sample": folder.name, "names": [], "files": files})
    return paths


def build_head(folder: Path) -> None:
    """Write one person's CT and MR of the head, and the answer key beside them.

    Parameters
    ----------
    folder : pathlib.Path
        Gets ``head/`` with ``CT``, ``T1`` and ``T2``, and ``head.json``.
    """
    files: dict[str, Any] = {}
    for modality in ("CT", "T1", "T2"):
        place = folder / "head" / modality
        write_series(
            place, _SAMPLE, modality=modality, spacing=2.0, shape=None, turn=(0.0, 0.0, 0.0),
            noise=1.0, bias=1.0, crop=None, orientation="axial", tilt=0.0,
        )  # fmt: skip
        beside = place.with_suffix(".json")
        key = json.loads(beside.read_text(encoding="utf-8"))
        beside.unlink()
        files |= {f"{modality}/{name}": canaries for name, canaries in key["files"].items()}
    _write_key(folder / "head", {"sample": "head", "names": [], "files": files})


def _write_key(folder: Path, key: dict[str, Any]) -> None:
    path = folder.parent / f"{folder.name}.json"
    path.write_text(key_text(key), encoding="utf-8", newline="\n")


def tilted(grid: Grid, tilt: float) -> Grid:
    """Return the grid of a scan with tilted gantry: slices lean, the table still moves along z.

    Parameters
    ----------
    grid : Grid
        Axial.
    tilt : float
        Degrees by which the front of each slice lies higher.
    """
    if not tilt:
        return grid
    c, s = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    direction = grid.direction.copy()
    direction[:, 1] = (0, c, -s)
    steps = np.array(grid.spacing)
    rows = grid.size[1] - 1
    # keep the middle of the field where it was, and lengthen the scan so that nothing is lost
    more = math.ceil(rows * steps[1] * abs(s) / steps[2] / 2)
    slices = grid.size[2] + 2 * more
    middle = grid.origin + grid.direction @ ((np.array(grid.size) - 1) / 2 * steps)
    origin = middle - direction @ ((np.array([grid.size[0], grid.size[1], slices]) - 1) / 2 * steps)
    return replace(
        grid, size=(grid.size[0], grid.size[1], slices), direction=direction, origin=origin
    )


def _stored(values: Any, modality: str) -> tuple[Any, float]:
    if modality == "CT":
        return np.clip(np.rint(values) + 1024, 0, 4095).astype("<u2"), 1.0
    if modality == "PET":
        return np.clip(np.rint(values / 0.5), 0, 65535).astype("<u2"), 0.5
    return np.clip(np.rint(values), 0, 4095).astype("<u2"), 1.0


def _visit(seed: int, modality: str, how: object) -> Visit:
    stream = Stream("head", seed, "visit")
    kind = modality if modality in {"CT", "PET"} else "MR"
    days = stream.integer(0, 1200) + {"CT": 0, "MR": 8, "PET": 21}[kind]
    return Visit(
        name=f"head/{seed}/{kind}/{how}",
        seed=seed,
        patient=invent_person("head", seed),
        referrer=invent_person("head", "referrer", seed % 5),
        operator=invent_person("head", "operator", seed % 3),
        date=shift_date("20190304", days),
        time=f"{stream.integer(8, 16):02d}{stream.integer(0, 59):02d}{stream.integer(0, 59):02d}",
        series=_NUMBER[modality],
        delay=60 * _NUMBER[modality],
        site=f"{1 + seed % 3:02d}",
    )
