"""Making the samples: everything here takes NumPy, and gives the same bytes on every machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydicom.dataset import FileDataset

from dcmteach.synth.ct import make_ct
from dcmteach.synth.ecg import make_ecg
from dcmteach.synth.elements import to_bytes
from dcmteach.synth.key import Canaries
from dcmteach.synth.mr import make_mr
from dcmteach.synth.person import invent_person
from dcmteach.synth.us import make_us
from dcmteach.synth.visit import Visit

__all__ = ["LARGE", "SMALL", "build_sample", "key_text"]


def _thorax() -> Visit:
    return Visit(
        name="ct_thorax",
        seed=7,
        patient=invent_person("ct_thorax", 8, sex="F", born=(1938, 1952)),
        referrer=invent_person("ct_thorax", "referrer", 2),
        operator=invent_person("ct_thorax", "operator", 3),
        date="20190516",
    )


def _head() -> Visit:
    return Visit(
        name="mr_head",
        seed=5,
        patient=invent_person("mr_head", 3, sex="M", born=(1961, 1975), letters="central"),
        referrer=invent_person("mr_head", "referrer", letters="central"),
        operator=invent_person("mr_head", "operator"),
        date="20210323",
        time="093112",
        series=5,
        instance=88,
    )


def _heart() -> Visit:
    return Visit(
        name="us_cine",
        seed=11,
        patient=invent_person("us_cine", 5, sex="M", born=(1955, 1969), letters="plain"),
        referrer=invent_person("us_cine", "referrer", letters="plain"),
        operator=invent_person("us_cine", "operator", letters="plain"),
        date="20200911",
        time="111820",
        series=1,
        instance=4,
    )


def _rhythm() -> Visit:
    return Visit(
        name="ecg",
        seed=5,
        patient=invent_person("ecg", 4, sex="F", born=(1979, 1990)),
        referrer=invent_person("ecg", "referrer", 1),
        operator=invent_person("ecg", "operator", 1),
        date="20220705",
        time="081540",
        series=1,
        instance=1,
    )


_Made = tuple[FileDataset, Canaries]

SMALL: dict[str, Callable[[], _Made]] = {
    "ct_thorax": lambda: make_ct(_thorax()),
    "ecg": lambda: make_ecg(_rhythm()),
    "mr_head": lambda: make_mr(_head()),
    "us_cine": lambda: make_us(_heart()),
}
"""The samples that travel in the package, by name."""

LARGE: dict[str, Callable[[], _Made]] = {
    "ct_thorax_512": lambda: make_ct(_thorax(), size=512),
}
"""The samples that are made when they are first asked for, by name."""


def build_sample(name: str, folder: Path) -> None:
    """Write one sample, and its answer key beside it.

    Parameters
    ----------
    name : str
        A name in `SMALL` or `LARGE`.
    folder : pathlib.Path
        Gets ``<name>.dcm`` and ``<name>.json``.
    """
    ds, canaries = (SMALL | LARGE)[name]()
    key: dict[str, Any] = {"sample": name, "canaries": canaries.key(ds)}
    if canaries.burned_in:
        key["burned_in"] = canaries.burned_in
    (folder / f"{name}.dcm").write_bytes(to_bytes(ds))
    (folder / f"{name}.json").write_text(key_text(key), encoding="utf-8", newline="\n")


def key_text(key: dict[str, Any]) -> str:
    """Return an answer key as the text of a JSON file."""
    return json.dumps(key, ensure_ascii=False, indent=1) + "\n"
