"""The doctor: is this machine ready for the course, and if not, what is to be done?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

from dcmteach.course.outcome_table import Listing

__all__ = ["Finding", "Report", "Status", "doctor"]

Status = Literal["ok", "warn", "fail"]
_SYMBOL = {"ok": "✓ ok", "warn": "△ warn", "fail": "✗ fail"}


@dataclass(frozen=True)
class Finding:
    """One thing the doctor looked at.

    Parameters
    ----------
    check : str
        What was looked at.
    status : {"ok", "warn", "fail"}
        warn: a part of the course will not work; fail: hardly anything will.
    found : str
        What there is.
    fix : str, optional
        What to do about it, a sentence; empty if ok.
    """

    check: str
    status: Status
    found: str
    fix: str = ""


class Report(Listing):
    """What the doctor found, one row per check.

    Parameters
    ----------
    findings : list of Finding
        In the order looked at.
    """

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        count = {name: sum(one.status == name for one in findings) for name in _SYMBOL}
        if count["fail"]:
            note = "Not ready: do what the rows marked fail say, then run this again."
        elif count["warn"]:
            note = "Ready; what is marked warn is needed by some lessons only."
        else:
            note = "All is ready."
        rows = [{**asdict(one), "status": _SYMBOL[one.status]} for one in findings]
        super().__init__("Is this machine ready for the course?", list(rows), note=note)

    @property
    def ok(self) -> bool:
        """Whether nothing failed; warnings are allowed."""
        return all(one.status != "fail" for one in self.findings)

    @property
    def exit_code(self) -> int:
        """0 if `ok`, else 1."""
        return 0 if self.ok else 1

    def to_records(self) -> list[dict[str, object]]:
        """Give the findings as dictionaries (check, status, found, fix), fit for JSON."""
        return [asdict(one) for one in self.findings]

    def to_json(self) -> str:
        """Give the report as a JSON text: ``{"ok": …, "findings": […]}``."""
        return json.dumps({"ok": self.ok, "findings": self.to_records()}, indent=1)


def doctor() -> Report:
    """Examine this machine: Python, packages, kernel, widgets, OCR engine, folders, encoding.

    Nothing is installed, sent or changed (a file is written and removed to test each folder).

    Returns
    -------
    Report
        Never an error: a check that breaks is a finding too.
    """
    from dcmteach.course.doctor_machine import MACHINE
    from dcmteach.course.doctor_packages import PACKAGES

    return Report([finding for look in (*PACKAGES, *MACHINE) for finding in _safely(look)])


def _safely(look: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return look()
    except Exception as err:
        name = look.__name__.strip("_").replace("_", " ")
        fix = "Please report this to the maintainers of dcmteach; the other checks stand."
        return [Finding(name, "warn", f"could not be looked at ({type(err).__name__})", fix)]
