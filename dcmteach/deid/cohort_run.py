"""One run over a cohort: look, settle, write, search, publish."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dcmteach.deid.batch import deidentify
from dcmteach.deid.batch_report import Report
from dcmteach.deid.cohort_fields import Fields
from dcmteach.deid.cohort_publish import publish
from dcmteach.deid.cohort_report import CohortReport, outcomes
from dcmteach.deid.cohort_settle import Settled, row_people, settle
from dcmteach.deid.cohort_survey import Looked, look_through
from dcmteach.deid.cohort_tables import DEMOGRAPHICS, MISSING, joined, missing_table, old_table
from dcmteach.deid.decisions import Decisions
from dcmteach.deid.demographics import Demographics, Shortened
from dcmteach.deid.mapping_file import MappingFile
from dcmteach.deid.output import Output
from dcmteach.deid.pseudonyms import Pseudonyms
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import AnySource
from dcmteach.deid.tables import Table

__all__ = ["CohortRun"]

_LONG = 7  # characters of a patient ID that turns up nowhere by chance


@dataclass
class CohortRun:
    """One run.

    Parameters
    ----------
    source : path, iterable of paths, mapping, or None
        The images.
    key : Secrets
        The key.
    fields : Fields
        The recipe, and columns to keep and remove.
    table : Demographics or None
        The table.
    by : str
        What makes a person.
    pseudonyms : Pseudonyms
        Hands out pseudonyms.
    mapping : MappingFile
        What earlier runs gave; it is added to.
    mapping_path : Path or None
        Where it is written.
    decisions : Decisions
        What somebody decided about matches.
    distances : tuple of float
        The greatest character and word distance.
    folder_pattern : str or None
        The form of names of folders that tell sex and age.
    choices : dict
        What else is handed to :func:`~dcmteach.deid.batch.deidentify`.
    """

    source: AnySource | None
    key: Secrets
    fields: Fields
    table: Demographics | None
    by: str
    pseudonyms: Pseudonyms
    mapping: MappingFile
    mapping_path: Path | None
    decisions: Decisions
    distances: tuple[float, float]
    folder_pattern: str | None
    choices: dict[str, Any]

    def do(self, target: Path | None) -> CohortReport:
        """Do it; without a target, write nothing."""
        started = time.perf_counter()
        looked = Looked({}, {}, 0)
        if self.source is not None:
            looked = look_through(self.source, folder_pattern=self.folder_pattern)
        settled = self._settle(looked)
        names = self._names(looked)
        found: dict[str, Any] = {"files": None}
        if target is None:
            if self.source is not None:
                found["files"] = self._images(settled, None)
            made = self._shortened(settled, names)
            found["table"] = None if made is None else made.report
        else:
            found = self._write(target, settled, looked, names)
        return CohortReport(
            outcomes(settled, found["files"], table=self.table is not None),
            settled=settled,
            names=len(names),
            seconds=time.perf_counter() - started,
            dry_run=target is None,
            notes=self._notes(looked),
            **found,
        )

    def _settle(self, looked: Looked) -> Settled:
        rows = () if self.table is None else row_people(self.table.names, _numbers(self.table))
        if self.source is not None and not looked.subjects:
            rows = ()
        characters, words = self.distances
        return settle(
            list(looked.subjects),
            rows,
            self.pseudonyms,
            by=self.by,
            mapping=self.mapping,
            decisions=self.decisions,
            cases=looked.cases,
            max_character_distance=characters,
            max_word_distance=words,
        )

    def _names(self, looked: Looked) -> list[str]:
        """Every name of the cohort, as files and the table write them."""
        written = [subject.name for subject in looked.subjects]
        if self.table is not None:
            written += self.table.all_names()
        return list(dict.fromkeys(name for name in written if name.strip(" ^=")))

    def _images(self, settled: Settled, destination: Path | None) -> Report:
        assert self.source is not None
        return deidentify(
            self.source,
            destination,
            self.fields.recipe,
            secrets=self.key,
            roster=settled.roster,
            dry_run=destination is None,
            **self.choices,
        )

    def _shortened(self, settled: Settled, names: Sequence[str]) -> Shortened | None:
        if self.table is None:
            return None
        return self.table.shortened(
            settled.pseudonyms, keep=self.fields.kept, remove=self.fields.removed, names=names
        )

    def _write(
        self, target: Path, settled: Settled, looked: Looked, names: Sequence[str]
    ) -> dict[str, Any]:
        earlier = {name: old_table(target, name) for name in (DEMOGRAPHICS, MISSING)}
        tables: dict[str, Table] = {}
        kept_rows = 0
        made = self._shortened(settled, names)
        if made is not None:
            tables[DEMOGRAPHICS], kept_rows = joined(earlier[DEMOGRAPHICS], made)
        with Output(target) as output, _staged(output.parts) as staged:
            files = None if self.source is None else self._images(settled, staged)
            listed = tables.get(DEMOGRAPHICS, earlier[DEMOGRAPHICS])
            if listed is not None and files is not None:
                without = {
                    one.pseudonym: one.because
                    for one in outcomes(settled, files, table=True)
                    if one.files and not one.rows
                }
                present = {row[0] for row in listed.rows}
                tables[MISSING] = missing_table(earlier[MISSING], without, present)
            words = [s.number for s in looked.subjects if len(s.number) >= _LONG]
            published = publish(
                output,
                staged,
                tables,
                files=files,
                names=names,
                words=list(dict.fromkeys(words)),
                before_publishing=lambda: self._save_mapping(settled),
            )
        return {
            "files": published.files,
            "table": None if made is None else made.report,
            "kept_rows": kept_rows,
            "searched": published.searched,
            "unsearched": published.unsearched,
        }

    def _save_mapping(self, settled: Settled) -> None:
        """The mapping is there before the first file: no pseudonym is ever without its person."""
        if self.mapping_path is not None:
            settled.add_to(self.mapping)
            self.mapping.save(self.mapping_path)

    def _notes(self, looked: Looked) -> tuple[str, ...]:
        if not looked.strangers:
            return ()
        return (f"{looked.strangers} files lie in no folder that tells sex and age.",)


@contextmanager
def _staged(parts: Path) -> Iterator[Path]:
    """Where a run lies until it was searched: empty at first, and gone at the end."""
    staged = parts / "whole"
    shutil.rmtree(staged, ignore_errors=True)  # of a run that was interrupted
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _numbers(table: Demographics) -> Sequence[str]:
    return table.ids if table.has_ids else ("",) * len(table)
