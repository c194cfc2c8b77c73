"""What a run over a cohort is put together with: where it lies, what is sought, who is absent."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dcmteach.deid.batch_report import Report
from dcmteach.deid.cohort_settle import Settled
from dcmteach.deid.cohort_survey import Looked
from dcmteach.deid.demographics import Demographics
from dcmteach.deid.output_lock import WHOLE

__all__ = ["absent_people", "contents", "numbers_of", "staging", "words_of"]

_LONG = 7  # characters of a patient ID that turns up nowhere by chance
_DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


@contextmanager
def staging(parts: Path) -> Iterator[Path]:
    """Where a run lies until it was searched: empty at first, and gone at the end."""
    staged = parts / WHOLE
    shutil.rmtree(staged, ignore_errors=True)  # of a run that was interrupted
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def contents(path: Path) -> bytes | None:
    """Read what a file holds now; None if it is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def absent_people(settled: Settled, files: Report | None, target: Path) -> set[str]:
    """The people of whom there is no file in the output: their rows are not for it."""
    if files is None:
        return set()
    there = {name.partition("/")[0] for name in files.outputs}
    return {
        text
        for text in settled.pseudonyms.values()
        if text not in there and not (target / text).is_dir()
    }


def words_of(looked: Looked) -> list[str]:
    """Patient IDs that turn up nowhere by chance, as a date would that stays."""
    found = dict.fromkeys(subject.number for subject in looked.subjects)
    return [word for word in found if len(word) >= _LONG and not _DATE.fullmatch(word)]


def numbers_of(table: Demographics) -> Sequence[str]:
    """Give the patient ID of each row; empty where the table has none, or does not tell which."""
    return table.ids if table.has_ids else ("",) * len(table)
