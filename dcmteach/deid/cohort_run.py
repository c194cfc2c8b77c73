"""One run over a cohort: look, settle, write, search, publish."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dcmteach.deid.audit import add_record
from dcmteach.deid.batch import deidentify
from dcmteach.deid.batch_report import Report
from dcmteach.deid.cohort_checks import check_empty, check_numbers, check_renamed
from dcmteach.deid.cohort_fields import Fields
from dcmteach.deid.cohort_parts import (
    absent_people,
    contents,
    numbers_of,
    staging,
    words_of,
)
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
from dcmteach.deid.sources import AnySource, items_of_source
from dcmteach.deid.tables import Table
from dcmteach.errors import SaveError

__all__ = ["CohortRun"]


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
    mapping_before : bytes or None
        What was there when the run began.
    decisions : Decisions
        What somebody decided about matches.
    distances : tuple of float
        The greatest character and word distance.
    folder_pattern : str or None
        The form of names of folders that tell sex and age.
    audit : Path or None
        The record.
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
    mapping_before: bytes | None
    decisions: Decisions
    distances: tuple[float, float]
    folder_pattern: str | None
    audit: Path | None
    choices: dict[str, Any]

    def do(self, target: Path | None) -> CohortReport:
        """Do it; without a target, write nothing."""
        started = time.perf_counter()
        looked = Looked({}, {}, {}, 0)
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
        rows = () if self.table is None else row_people(self.table.names, numbers_of(self.table))
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
        written = [*(subject.name for subject in looked.subjects), *looked.others]
        if self.table is not None:
            written += self.table.all_names()
        return list(dict.fromkeys(name for name in written if name.strip(" ^=")))

    def _images(
        self, settled: Settled, destination: Path | None, target: Path | None = None
    ) -> Report:
        assert self.source is not None
        return deidentify(
            self.source,
            destination,
            self.fields.recipe,
            secrets=self.key,
            roster=settled.roster,
            published=target,
            audit=None if destination is None else self.audit,
            dry_run=destination is None,
            **self.choices,
        )

    def _shortened(
        self, settled: Settled, names: Sequence[str], *, without: Collection[str] = ()
    ) -> Shortened | None:
        if self.table is None:
            return None
        given = {row: text for row, text in settled.pseudonyms.items() if text not in without}
        return self.table.shortened(
            given, keep=self.fields.kept, remove=self.fields.removed, names=names
        )

    def _write(
        self, target: Path, settled: Settled, looked: Looked, names: Sequence[str]
    ) -> dict[str, Any]:
        tables: dict[str, Table] = {}
        kept_rows = 0
        with Output(target) as output, staging(output.parts) as staged:
            earlier = {name: old_table(target, name) for name in (DEMOGRAPHICS, MISSING)}
            if self.source is None:
                check_empty(target)
            if self.pseudonyms.by_order:
                given = set(settled.roster.pseudonyms.values())
                check_numbers(target, earlier.values(), given.difference(self.mapping.pseudonyms))
            elif self.source is not None:
                people = settled.persons.people
                check_renamed(target, settled.roster.pseudonyms, people, self.pseudonyms)
            made = self._shortened(settled, names)
            if made is not None:
                tables[DEMOGRAPHICS], kept_rows = joined(earlier[DEMOGRAPHICS], made)
            files = None if self.source is None else self._images(settled, staged, target)
            absent = absent_people(settled, files, target)
            if made is not None and absent:
                made = self._shortened(settled, names, without=absent)
                assert made is not None
                tables[DEMOGRAPHICS], kept_rows = joined(earlier[DEMOGRAPHICS], made)
            listed = tables.get(DEMOGRAPHICS, earlier[DEMOGRAPHICS])
            if listed is not None and files is not None:
                without = {
                    one.pseudonym: one.because
                    for one in outcomes(settled, files, table=True)
                    if one.files and not one.rows
                }
                present = {row[0] for row in listed.rows}
                tables[MISSING] = missing_table(earlier[MISSING], without, present)
            try:
                published = publish(
                    output,
                    staged,
                    tables,
                    files=files,
                    names=names,
                    words=words_of(looked),
                    before_publishing=lambda: self._save_mapping(settled),
                    sources_of=self._sources_of,
                )
            except BaseException as error:
                with suppress(SaveError):
                    self._record("withdrawn", names, because=type(error).__name__)
                raise
        self._record("published", names, bytes_searched=published.searched)
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
            if contents(self.mapping_path) != self.mapping_before:
                raise SaveError(
                    f"The mapping {self.mapping_path.name!r} was changed while this run was "
                    "working, by another run or by hand. Nothing was written. Run again."
                )
            settled.add_to(self.mapping)
            self.mapping.save(self.mapping_path)

    def _sources_of(self, numbers: Collection[int]) -> dict[int, str]:
        """Name files of the source by their numbers: the source is listed once more."""
        assert self.source is not None
        return {
            item.number: item.shown
            for item in items_of_source(self.source)
            if item.number in numbers
        }

    def _record(self, outcome: str, names: Sequence[str], **more: Any) -> None:
        if self.audit is not None:
            told = {"record": "cohort", "outcome": outcome, "names_searched": len(names)}
            add_record(self.audit, told | more)

    def _notes(self, looked: Looked) -> tuple[str, ...]:
        if not looked.strangers:
            return ()
        return (f"{looked.strangers} files lie in no folder that tells sex and age.",)
