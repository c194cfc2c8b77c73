"""The exercise of lesson 10 in which a learner's own check is tried on seven files."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.course.exercises import NotYet, exercise

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["check_check"]

LESSON = "10-verify"


def _clean() -> Dataset:
    """Give what our own plan makes of the sample."""
    from dcmteach.deid import Secrets, apply, plan
    from dcmteach.synth import sample

    ds = sample("ct_thorax")
    return apply(ds, plan(ds), Secrets(bytes(range(32))))


def _technical_text(ds: Any) -> None:
    ds.WindowCenterWidthExplanation = ["MEDIASTINUM", "LUNG WISPELRØNNE"]


def _private_bytes(ds: Any) -> None:
    block = ds.private_block(0x00E1, "ELSCINT1", create=True)
    block.add_new(0x46, "OB", b"\0\1" * 40 + "WISPELRØNNE^ÍSOLDE".encode("latin_1") + b"\0" * 42)


def _file_meta(ds: Any) -> None:
    ds.file_meta.PrivateInformationCreatorUID = "1.2.3"
    ds.file_meta.PrivateInformation = "Wispelrønne^Ísolde".encode("latin_1")


def _preamble(ds: Any) -> None:
    ds.preamble = "Wispelrønne^Ísolde".encode("latin_1").ljust(128, b"\0")


def _spelling(ds: Any) -> None:
    ds.SeriesDescription = "Ax thorax, Wispelronne Isolde"


def _nothing(ds: Any) -> None:
    """Leave it clean."""


_MISSED: tuple[tuple[Callable[[Any], None], str, str], ...] = (
    (
        _technical_text,
        "",
        (
            "A list of places finds nobody in other places: your function passes a file that names "
            "its patient in a technical text."
        ),
    ),
    (
        _private_bytes,
        "",
        (
            "Your function passes a file with the name in private binary data, which no program "
            "shows as text."
        ),
    ),
    (
        _file_meta,
        "",
        (
            "Your function passes a file with the name in its file meta information, before the "
            "data set: going through the elements of `ds` does not come there."
        ),
    ),
    (
        _preamble,
        "",
        "Your function passes a file with the name in its first 128 bytes, which are no element.",
    ),
    (
        _spelling,
        "",
        (
            "Your function passes a file in which the name is spelt otherwise: without its "
            "accents, and in one line of text. The same person, other bytes."
        ),
    ),
    (
        _nothing,
        "Wispelronne_Isolde",
        "The last hiding place is in no file at all: what else of an export do people see?",
    ),
)


@contextmanager
def _written(change: Callable[[Any], None], folder: str) -> Iterator[Path]:
    ds = _clean()
    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        change(ds)
        path = Path(place) / (folder or "study-1") / "IM000001.dcm"
        path.parent.mkdir()
        ds.save_as(path)
        yield path


def _ask(clean: Callable[..., object], change: Callable[[Any], None], folder: str) -> bool:
    from dcmteach.synth import sample

    with _written(change, folder) as path:
        try:
            answer = clean(sample("ct_thorax"), path)
        except Exception as error:
            raise NotYet(
                f"Your function stopped with {type(error).__name__}. It is called as "
                "`clean(before, path)`, with a data set and a path of pathlib."
            ) from error
    if not isinstance(answer, bool):
        raise NotYet(
            f"Your function gives {type(answer).__name__!r} back. A check says True or False, so "
            "that nobody has to guess: an empty list of leaks is what False looks like."
        )
    return answer


@exercise(
    "write-a-check",
    lesson=LESSON,
    title="Write a check that is hard to fool",
    hints=(
        "`leaks(before, path)` looks at everything in a file. No leaks, and the list is empty.",
        "`not` turns an empty list into True.",
        "The names of folders: `leaks_in_path(path, before)`. Mind the order of the two.",
    ),
)
def check_check(clean: object) -> str:
    """Try a learner's check on one clean file and on six that are not."""
    if not callable(clean):
        raise NotYet("Hand over the function itself, by its name and without parentheses.")
    if not _ask(clean, _nothing, ""):
        raise NotYet(
            "Your function accuses a file in which nobody shows. A check that always says no is "
            "switched off after a week."
        )
    for change, folder, message in _MISSED:
        if _ask(clean, change, folder):
            raise NotYet(message)
    return "Seven files, seven right answers: one passes, six do not, wherever the name stood."
