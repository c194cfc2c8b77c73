"""The state of the desk: choices, a look, a run, and what came of it."""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from dcmteach.deid.cohort import pseudonymise
from dcmteach.deid.cohort_report import CohortReport
from dcmteach.deid.decisions import Decisions
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import items_of_source
from dcmteach.errors import DcmteachError
from dcmteach.widgets import desk_html as page
from dcmteach.widgets.desk_choices import Choices
from dcmteach.widgets.desk_places import Places
from dcmteach.widgets.reviewer_lines import lines_of
from dcmteach.widgets.reviewer_model import ReviewerModel

__all__ = ["STATES", "DeskModel"]

STATES = {
    "filling": "Make your choices, then look.",
    "looking": "Looking: nothing is written.",
    "looked": "Looked: nothing was written. Start when you agree.",
    "running": "Working.",
    "stopping": "Stopping after this file.",
    "done": "Done.",
    "failed": "Not done.",
}
"""Where the work stands, and what is said of it."""


class _Stopped(DcmteachError):
    """Somebody pressed Stop."""


class DeskModel:
    """The work of one person at a desk, as a machine of few states.

    ``filling`` → ``looking`` → ``looked`` → ``running`` → ``done``; from ``looking`` and
    ``running`` also to ``stopping`` and ``failed``. Any choice leads back to ``filling``. Looking
    may be left out.

    Parameters
    ----------
    choices : Choices
        The choices at the start.
    root : path
        Where the browser of folders begins.

    Attributes
    ----------
    state : str
        A key of :data:`STATES`.
    done, total : int
        Files looked at or written, and how many there are; 0 of 0 before they are counted.
    report : CohortReport or None
        What the last look or run came to.
    reviewer : ReviewerModel or None
        The doubtful matches of the last look or run.
    decisions : Decisions
        What was decided about them; it outlives a look.
    problem : str
        Why something was not done, in one or two sentences.
    said : str
        What else was done.
    """

    def __init__(self, choices: Choices, root: str | os.PathLike[str]) -> None:
        self.choices = choices
        self.places = Places(root)
        self.state = "filling"
        self.done = self.total = 0
        self.report: CohortReport | None = None
        self.reviewer: ReviewerModel | None = None
        self.decisions = Decisions()
        self.problem = ""
        self.said = ""
        self._stop = threading.Event()

    # --- what the person does -------------------------------------------------------------

    def choose(self, **values: str | bool | float) -> None:
        """Change choices; what was looked at or done before no longer stands.

        Raises
        ------
        DcmteachError
            If there is no such choice, or the work is going on.
        """
        if self.busy:
            raise DcmteachError("Wait until the work is done, or press Stop.")
        known = {field.name for field in fields(Choices)}
        for name, value in values.items():
            if name not in known:
                raise DcmteachError(f"There is no choice {name!r}. Choose from: {sorted(known)}.")
            setattr(self.choices, name, value)
        self.state, self.problem, self.said = "filling", "", ""
        self.report = self.reviewer = None

    def make_key(self) -> None:
        """Make a new key in the file that is named; one that is there is never overwritten."""
        place = self.choices.path("key_file")
        self.problem = self.said = ""
        if place is None:
            self.problem = "Write where the new key shall be, in the field Key."
            return
        try:
            made = Secrets.new_file(place)
        except DcmteachError as error:
            self.problem = str(error)
            return
        self.said = (
            f"A new key is in {place.name}, fingerprint {made.fingerprint}. Keep it apart from the "
            "output, and a copy in a safe place."
        )

    def look(self, moved: Callable[[], None] | None = None) -> None:
        """Settle who is who and look at every file; write nothing.

        Parameters
        ----------
        moved : callable, optional
            Called whenever there is something new to show; perhaps from another thread.
        """
        self._work("looking", "looked", moved, dry_run=True)

    def start(self, moved: Callable[[], None] | None = None) -> None:
        """Do it, with the decisions made.

        Parameters
        ----------
        moved : callable, optional
            As for :meth:`look`.
        """
        self._work("running", "done", moved, dry_run=False)

    def stop(self) -> None:
        """End the work after the file it is at; nothing of a run that is stopped stays."""
        if self.busy:
            self._stop.set()
            self.state = "stopping"

    # --- what is shown --------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether work is going on."""
        return self.state in {"looking", "running", "stopping"}

    def status(self) -> str:
        """Return one line on where the work stands."""
        text = STATES[self.state]
        if self.busy and self.total:
            left = "the output is searched for names" if self.state == "running" else "nearly done"
            more = f" {left}." if self.done >= self.total else ""
            return f"{text} {self.done} of {self.total} files.{more}"
        return f"{text} The files are read first." if self.busy else text

    def said_html(self) -> str:
        """Return a problem, or what was done, as HTML."""
        return page.said(self)

    def report_html(self) -> str:
        """Return what the last look or run came to as HTML."""
        return page.report(self)

    def render(self) -> str:
        """Return the state as HTML."""
        return page.whole(self)

    def alt(self) -> str:
        """Return the state in two or three sentences, without a name."""
        return page.alt(self)

    # --- how ------------------------------------------------------------------------------

    def _work(
        self, during: str, after: str, moved: Callable[[], None] | None, *, dry_run: bool
    ) -> None:
        if self.busy:
            return
        self.problem = self.choices.missing(dry_run=dry_run)
        self.said = ""
        if self.problem:
            return
        tell = moved or (lambda: None)
        self.state, self.done, self.total = during, 0, 0
        self.report = None
        self._stop.clear()
        tell()
        try:
            self._take_decisions(dry_run=dry_run)
            self._count()
            tell()
            self.report = pseudonymise(
                **self.choices.arguments(dry_run=dry_run),
                decisions=self.decisions,
                progress=lambda _: self._tick(tell),
            )
        except _Stopped as error:
            self._end("filling", str(error))
        except DcmteachError as error:
            self._end("failed", str(error))
        except OSError as error:
            self._end("failed", f"The disk refused: {error.strerror or type(error).__name__}.")
        except Exception as error:  # a fault of ours: say where, never with which values
            place = traceback.extract_tb(error.__traceback__)[-1]
            self._end(
                "failed",
                f"A fault in dcmteach itself: {type(error).__name__} at "
                f"{Path(place.filename).name}:{place.lineno}. Please report this line.",
            )
        else:
            self._end(after, "")
            if not self.choices.has_key:
                self.said = "There is no key yet, so these pseudonyms are for this look alone."
            self._review()
        finally:
            tell()

    def _end(self, state: str, problem: str) -> None:
        self.state, self.problem = state, problem

    def _count(self) -> None:
        source = self.choices.path("source")
        if source is not None:
            self.total = sum(1 for _ in items_of_source(source))

    def _tick(self, tell: Callable[[], None]) -> None:
        self.done += 1
        if self._stop.is_set():
            raise _Stopped("You pressed Stop. Nothing of this run was written.")
        tell()

    def _take_decisions(self, *, dry_run: bool) -> None:
        """Read the file of decisions if it is there; before a run, write all of them into it."""
        place = self.choices.path("decisions")
        if place is None:
            return
        for name in ("output", "source"):
            other = self.choices.path(name)
            if other is not None and place.resolve().is_relative_to(other.resolve()):
                raise DcmteachError(
                    f"The file of decisions lies inside the {name}, and it holds names. Choose "
                    "another place for it."
                )
        if place.exists():
            earlier = Decisions.read(place).pairs
            self.decisions.pairs = {**earlier, **self.decisions.pairs}
        if not dry_run and len(self.decisions):
            self.decisions.save(place)

    def _review(self) -> None:
        assert self.report is not None
        matches = self.report.matches
        self.reviewer = None
        if matches is not None and matches.doubtful:
            self.reviewer = ReviewerModel(
                matches, self.decisions, lines=lines_of(self.report.settled.rows)
            )
