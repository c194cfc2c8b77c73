"""``python -m dcmteach.course.lessons build|check|prove [LESSON…]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dcmteach.course.lessons.derive import build, check
from dcmteach.course.lessons.lint import registered_exercises
from dcmteach.course.lessons.prove import prove
from dcmteach.course.lessons.source import LessonError, find_root, lesson_paths

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when all is in order, 1 when something is not, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m dcmteach.course.lessons", description=__doc__)
    parser.add_argument("command", choices=("build", "check", "prove"))
    parser.add_argument(
        "lessons", nargs="*", metavar="LESSON", help="slugs or numbers; all if none"
    )
    parser.add_argument("--root", type=Path, help="the checkout (found from here upwards)")
    options = parser.parse_args(arguments)
    try:
        root = find_root(options.root)
        lesson_paths(root, options.lessons)
    except LessonError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        if options.command == "prove":
            return _prove(root, options.lessons)
        return _derive(root, options.lessons, write=options.command == "build")
    except LessonError as error:
        print(error, file=sys.stderr)
        return 1


def _derive(root: Path, names: list[str], *, write: bool) -> int:
    registered = registered_exercises()
    if write:
        written, found = build(root, names, registered=registered)
        for path in written:
            print(f"wrote {path}")
    else:
        found = check(root, names, registered=registered)
    for line in found:
        print(line, file=sys.stderr)
    print(f"{len(found)} finding(s)" if found else "All lessons are in order.")
    return 1 if found else 0


def _prove(root: Path, names: list[str]) -> int:
    failed = 0
    for path in lesson_paths(root, names):
        report = prove(path)
        print(report)
        failed += bool(report.findings)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
