"""``python -m bench``: measure, print a table, write JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from bench.cases import CASES
from bench.measure import Figure

RESULTS = Path(__file__).parent / "results" / "latest.json"


def main(argv: list[str] | None = None) -> int:
    """Run the cases, one after the other, on one core.

    Parameters
    ----------
    argv : list of str, optional
        The arguments; those of this process by default.

    Returns
    -------
    int
        0: figures are reported, never judged by the exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few repeats, to see that it runs")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where to write the JSON")
    parser.add_argument("--only", choices=sorted(CASES), help="one case")
    args = parser.parse_args(argv)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    figures: list[Figure] = []
    for name, case in CASES.items():
        if args.only in (None, name):
            figures += case(args.quick)
    report = {
        "quick": args.quick,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "pydicom": version("pydicom"),
        "dcmteach": version("dcmteach"),
        "figures": {figure.key: figure.as_dict() for figure in figures},
    }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    width = max(len(figure.key) for figure in figures)
    for figure in figures:
        print(f"{figure.key:{width}}  {figure.shown():>16}  {figure.verdict():16}  {figure.what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
