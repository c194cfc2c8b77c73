"""One tool over one folder, in a process of its own: ``python -m bench.deid_child TOOL SRC OUT``.

Only the standard library and the tool are imported, so that another environment can run it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["TOOLS"]


def _copied(source: str, destination: str) -> None:
    """Read each file with pydicom and write it again."""
    import pydicom

    for number, path in enumerate(sorted(Path(source).iterdir())):
        pydicom.dcmwrite(Path(destination) / f"{number}.dcm", pydicom.dcmread(path))


def _ours(*, verify: bool = True, jobs: int = 1) -> Callable[[str, str], None]:
    def run(source: str, destination: str) -> None:
        from dcmteach.deid.batch import deidentify

        deidentify(source, destination, "basic", verify=verify, jobs=jobs)

    return run


def _dicognito(source: str, destination: str) -> None:
    from dicognito.__main__ import main

    main(["-o", destination, source])


def _dicom_anonymizer(source: str, destination: str) -> None:
    from dicomanonymizer.anonymizer import main

    sys.argv = ["dicom-anonymizer", source, destination]
    main()


TOOLS: dict[str, Callable[[str, str], None]] = {
    "pydicom": _copied,
    "dcmteach": _ours(),
    "unverified": _ours(verify=False),
    "two": _ours(jobs=2),
    "dicognito": _dicognito,
    "dicomanonymizer": _dicom_anonymizer,
}
"""What can be run, by name."""


def main() -> None:
    """Run one tool, or tell which of some modules there are."""
    name, source, destination = sys.argv[1:4]
    if name == "has":
        found = [module for module in source.split(",") if importlib.util.find_spec(module)]
        print(json.dumps(found))
        return
    Path(destination).mkdir()
    start = time.perf_counter()
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        TOOLS[name](source, destination)
    seconds = time.perf_counter() - start
    own, children = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({
        "seconds": seconds,
        "cpu": own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime,
        "peak": max(own.ru_maxrss, children.ru_maxrss) / 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
