"""A run's report in the making: files are counted as they are done."""

from __future__ import annotations

from typing import Any

from dcmteach.deid.batch_report import Outcome, Report
from dcmteach.deid.sources import Item
from dcmteach.deid.worker_settings import Done

__all__ = ["Tally"]


class Tally:
    """A report in the making."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.rows: list[Outcome] = []
        self.outputs: list[str] = []
        self.numbers: list[int] = []
        self.plans: dict[str, dict[str, Any]] = {}
        self.stopped = ""
        self.made_anew = 0
        self.text: dict[str, int] = {}
        self.faces: dict[str, int] = {}

    def add(self, done: Done, item: Item) -> None:
        """Count one file."""
        self.counts[done.status] = self.counts.get(done.status, 0) + 1
        if done.name:
            self.outputs.append(done.name)
            self.numbers.append(done.number)
        self.made_anew += done.status == "written" and bool(done.reason)
        if done.status not in {"written", "there already", "planned"}:
            self.rows.append(Outcome(done.number, item.shown, done.status, done.reason))
        if done.extra.get("text"):
            self._count_text(done)
        if done.extra.get("face"):
            self._count_face(done)
        if done.status == "planned":
            plan = self.plans.setdefault(done.plan, {"item": item, "steps": (), "files": 0})
            plan["files"] += 1
            plan["steps"] = plan["steps"] or done.steps or ()

    def _count_text(self, done: Done) -> None:
        said = done.extra["text"]
        text = self.text or dict.fromkeys(("read", "covered", "places", "doubtful"), 0)
        left = done.status == "held back"
        places = 0 if left else said.get("covered", 0) + said.get("known places", 0)
        text["read"] += "found" in said
        text["covered"] += places > 0
        text["places"] += places
        text["doubtful"] += left
        self.text = text

    def _count_face(self, done: Done) -> None:
        verdict = done.extra["face"]["verdict"]
        faces = self.faces or dict.fromkeys(("clear", "removed", "held", "withdrawn"), 0)
        faces["held"] += verdict == "held"
        faces["withdrawn"] += done.extra["faces"] == "withdrawn"
        if done.status in {"written", "there already", "planned"}:
            faces["clear"] += verdict == "clear"
            faces["removed"] += verdict == "covered"
        self.faces = faces

    def report(
        self, *, seconds: float, verified: bool, profile: str = "basic", roots: tuple[str, ...] = ()
    ) -> Report:
        """Make the report."""
        return Report(
            tuple(self.rows),
            counts=self.counts,
            outputs=tuple(self.outputs),
            numbers=tuple(self.numbers),
            seconds=seconds,
            verified=verified,
            stopped=self.stopped,
            plans=tuple(self.plans.values()),
            profile=profile,
            roots=roots,
            made_anew=self.made_anew,
            text=self.text,
            faces=self.faces,
        )
