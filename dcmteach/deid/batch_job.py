"""One run over all files: each is treated, published and recorded in turn."""

from __future__ import annotations

import os
import secrets as _random
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.deid.audit import Audit, earlier_faces, earlier_outputs, input_id
from dcmteach.deid.batch_faces import FacePass
from dcmteach.deid.batch_mappings import Mapping
from dcmteach.deid.batch_report import Report
from dcmteach.deid.batch_run import run
from dcmteach.deid.batch_tally import Tally
from dcmteach.deid.output import Output
from dcmteach.deid.output_part import NO_ROOM
from dcmteach.deid.recipe import Recipe
from dcmteach.deid.roster import Roster
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import AnySource, Item, items_of_source, roots_of
from dcmteach.deid.worker_settings import Done, Settings, Task

if TYPE_CHECKING:
    from dcmteach.pixels.regions import Regions

__all__ = ["Job"]


@dataclass
class Job:
    """One run, after its choices were looked at.

    Parameters
    ----------
    source, recipe, words, roster, progress, jobs, executor, text_engine
        As :func:`~dcmteach.deid.batch.deidentify` takes them.
    key : Secrets
        The key.
    choices : dict
        What was chosen, as plain data for the record.
    published : Path or None
        Where what earlier runs wrote lies.
    places : list of Path or None
        The record, and the mappings of UIDs and of patient IDs.
    keyed : bool
        Whether anybody keeps the key.
    regions : Regions or None
        Known places of text in pixels.
    """

    source: AnySource
    key: Secrets
    recipe: Recipe
    choices: dict[str, Any]
    words: tuple[str, ...]
    roster: Roster | None
    published: Path | None
    places: list[Path | None]
    progress: Callable[[str], None] | None
    jobs: int
    executor: Executor | None
    keyed: bool
    text_engine: str
    regions: Regions | None

    def do(self, target: Path | None) -> Report:
        """Do it; without a target, write nothing."""
        started = time.perf_counter()
        tally = Tally()
        with ExitStack() as stack:
            audit_path, *mapped = self.places if target is not None else [None, None, None]
            mappings = [None if path is None else Mapping(path) for path in mapped]
            output = None if target is None else stack.enter_context(Output(target))
            before: dict[str, tuple[str, str]] = {}
            audit = None
            if audit_path is not None:
                before = earlier_outputs(audit_path, self.key, self.recipe, self.choices)
                audit = stack.enter_context(self._audit(audit_path))
            settings = self._settings(
                output,
                mapping=any(m is not None for m in mappings),
                record=audit is not None or output is None,
            )
            # A mapping needs every file to be read again.
            skipped = {} if any(mappings) else before
            faces = None
            if self.choices["faces"] != "accept":
                faces = FacePass(self.source, settings, self._known(skipped))
                stack.callback(faces.close)
                faces.look(
                    jobs=self.jobs,
                    executor=self.executor,
                    earlier=self._earlier_faces(audit_path),
                    progress=self.progress,
                )
                tally.stopped = faces.stopped
            under_way: deque[Item] = deque()
            tasks = () if tally.stopped else self._tasks(skipped, under_way, faces)
            results = run(tasks, settings, jobs=self.jobs, executor=self.executor)
            stack.callback(results.close)  # type: ignore[attr-defined]
            for done, item in _ready(results, under_way, faces):
                if output is not None:
                    known = before.get(input_id(self.key, item)) if before and done.part else None
                    done = output.publish(done, known=known)
                self._note(done, item, tally, audit, mappings)
                if done.status == NO_ROOM:
                    tally.stopped = done.reason
                    break
            if output is not None:
                output.sync()
            for mapping in mappings:
                if mapping is not None:
                    mapping.save()
            report = tally.report(
                seconds=time.perf_counter() - started,
                verified=bool(self.choices["verify"]),
                profile=self.recipe.profile,
                roots=tuple(os.fspath(path) for path in roots_of(self.source)),
            )
            if audit is not None:
                audit.finish(report.summary())
        return report

    def _known(
        self, before: dict[str, tuple[str, str]]
    ) -> Callable[[Item], tuple[str, str] | None]:
        return lambda item: before.get(input_id(self.key, item)) if before else None

    def _earlier_faces(self, audit: Path | None) -> Callable[[Item], str]:
        if audit is None:
            return lambda item: ""
        found = earlier_faces(audit, self.key, self.recipe, self.choices)
        return lambda item: found.get(input_id(self.key, item), "")

    def _audit(self, path: Path) -> Audit:
        return Audit(
            path, secrets=self.key, recipe=self.recipe, settings=self.choices, keyed=self.keyed
        )

    def _settings(self, output: Output | None, *, mapping: bool, record: bool) -> Settings:
        return Settings(
            self.recipe,
            self.key,
            "" if output is None else str(output.folder),
            "" if output is None else str(output.parts),
            pixels=self.choices["pixels"],
            faces=self.choices["faces"],
            unknown_sop=self.choices["unknown_sop"],
            verify=self.choices["verify"],
            mapping=mapping,
            words=self.words,
            roster=self.roster,
            published="" if self.published is None else str(self.published.absolute()),
            record=record,
            run=_random.token_hex(8),
            text_engine=self.text_engine,
            regions=self.regions,
        )

    def _tasks(
        self,
        before: dict[str, tuple[str, str]],
        under_way: deque[Item],
        faces: FacePass | None,
    ) -> Iterator[Task]:
        for item in items_of_source(self.source):
            under_way.append(item)
            known = before.get(input_id(self.key, item)) if before else None
            order = None if faces is None else faces.order(item)
            yield Task(item, *(known or ("", "")), order)

    def _note(
        self,
        done: Done,
        item: Item,
        tally: Tally,
        audit: Audit | None,
        mappings: list[Mapping | None],
    ) -> None:
        tally.add(done, item)
        if audit is not None:
            audit.add(done, item)
        if done.status in {"written", "there already"}:
            uids, patients = mappings or (None, None)
            if uids is not None:
                uids.add(done.pairs)
            if patients is not None and done.patient is not None:
                patients.add((done.patient,))
        if self.progress is not None:
            self.progress(done.status)


def _ready(
    results: Iterator[Done], under_way: deque[Item], faces: FacePass | None
) -> Iterator[tuple[Done, Item]]:
    """Give what may be published: each file at once, but for series that are looked at again."""
    for done in results:
        item = under_way.popleft()
        if faces is None:
            yield done, item
        else:
            yield from faces.take(done, item)
