"""One output against its input, in one go: what a batch asks after each write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dcmteach.verify.conformance import conformance
from dcmteach.verify.findings import Findings
from dcmteach.verify.leak import Leaks
from dcmteach.verify.leaks import leaks_in_path
from dcmteach.verify.scanner import Scanner
from dcmteach.verify.seeds import Seeds
from dcmteach.verify.written import AnyFile, written

__all__ = ["Verification", "verify"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found out about one output.

    Parameters
    ----------
    leaks : Leaks
        What of the input shows.
    findings : Findings
        Which errors of conformance the input did not have.
    """

    leaks: Leaks
    findings: Findings

    @property
    def passed(self) -> bool:
        """Whether the output may stay: nothing shows, and no new error."""
        return not len(self.leaks) and not len(self.findings)

    def __str__(self) -> str:
        return f"{self.leaks}\n\n{self.findings}"

    def summary(self) -> dict[str, Any]:
        """Give plain data for an audit record; no value of any file stands in it.

        Returns
        -------
        dict
            ``passed``, ``leaks`` (place and kind of each), ``possible`` (their number),
            ``findings`` (path, aspect and rule of each).
        """
        return {
            "passed": self.passed,
            "leaks": [{"place": leak.place, "kind": leak.kind} for leak in self.leaks],
            "possible": len(self.leaks.possible),
            "findings": [
                {"path": f.path, "aspect": f.aspect, "rule": f.rule} for f in self.findings
            ],
        }


def verify(
    before: AnyFile,
    after: AnyFile,
    *,
    seeds: Seeds | None = None,
    name: str = "",
    conform: bool = True,
) -> Verification:
    """Verify one output against its input.

    Parameters
    ----------
    before : path, bytes, Reread or pydicom.dataset.Dataset
        The input; quickest as bytes or taken apart already.
    after : path, bytes, Reread or pydicom.dataset.Dataset
        The output, as it was written.
    seeds : Seeds, optional
        What to look for, if it is known already: ``Seeds.of(ds, identity=…)``.
    name : str, optional
        The output's path below the folder that somebody chose; its parts are looked at as well.
    conform : bool, optional
        Whether conformance is looked at.

    Returns
    -------
    Verification

    Raises
    ------
    ReadError
        If a file cannot be read.
    """
    file = written(after)
    if seeds is None:
        seeds = Seeds.of(before)
    found = Scanner(seeds).scan(file)
    if name:
        found = found + leaks_in_path(name, seeds)
    findings = conformance(file, compared_to=before) if conform else Findings((), compared=True)
    return Verification(found, findings)
