"""Read what was written again, and say what still shows.

With --against, every file of OUT is searched for the names, identifiers and UIDs of all files of
SRC: its elements, its raw bytes, its own name and those of its folders. Files that can be told
apart are compared: new errors of conformance, and UIDs that were not replaced consistently.

Without --against, each file is held against the Basic Profile row by row, and its conformance is
checked; whether a value is made up cannot be told that way.

--json writes one JSON document (schemas/verify.json). The exit code is 1 if anything shows, a row
is missed, a reference is broken or there are (new) errors.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.cli.files import files_in

__all__ = ["HELP", "configure", "run"]

HELP = "check de-identified files: leaks, conformance, the profile"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("out", metavar="OUT", help="a de-identified file, or a folder of them")
    parser.add_argument("--against", metavar="SRC", help="the file or folder it was made from")
    parser.add_argument(
        "--option",
        metavar="OPTION",
        action="append",
        default=[],
        help="an option of the profile that was used, such as retain-uids; may be repeated",
    )
    parser.add_argument(
        "--word",
        metavar="WORD",
        action="append",
        default=[],
        help="a further word that must not show (with --against); may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """Verify, show, and say by the exit code whether all is well."""
    from dcmteach.errors import DcmteachError
    from dcmteach.standard.profile import check_options

    check_options(args.option)
    if args.word and args.against is None:
        raise DcmteachError(
            "--word needs --against SRC: words are looked for along with SRC's own."
        )
    unread: list[dict[str, str]] = []

    def report(path: Path | str, reason: str) -> None:
        unread.append({"file": terminal.file_name(path), "reason": terminal.safe(reason)})
        name = Path(path).name
        terminal.message(reason if name in reason else f"{terminal.file_name(path)}: {reason}")

    files = list(files_in([args.out], report=report))
    document: dict[str, Any] = {
        "schema": "dcmteach verify 1",
        "out": terminal.file_name(args.out),
        "against": None if args.against is None else terminal.file_name(args.against),
        "options": args.option,
    }
    show = None if args.json else terminal.show
    if args.against is None:
        passed = _alone(files, args, document, report, show)
    else:
        passed = _against(files, args, document, report, show)
    if args.json:
        terminal.show_json({**document, "passed": passed, "unread": unread})
    if not passed:
        return Exit.BAD_NEWS
    return Exit.UNUSABLE if unread else Exit.DONE


def _against(
    files: list[Path], args: argparse.Namespace, document: dict[str, Any], report: Any, show: Any
) -> bool:
    from dcmteach.verify.folder import verify_folder

    root = Path(args.out)
    names = {file: str(file.relative_to(root)) if root.is_dir() else file.name for file in files}
    found = verify_folder(
        names,
        files_in([args.against], report=report),
        words=args.word,
        retained=args.option,
        report=report,
    )
    document["files"] = [
        {**record, "file": terminal.file_name(record["file"]), "rules": None}
        for record in found.to_records()
    ]
    uids = found.references
    document["references"] = {
        "total": uids.total,
        "right": uids.right,
        "removed": uids.removed,
        "broken": uids.to_records(),
    }
    if show:
        for row in found:
            name = terminal.file_name(row.file)
            if len(row.leaks) or row.leaks.possible:
                show(f"{name}\n{row.leaks}\n")
            if row.findings is not None and len(row.findings):
                show(f"{name}\n{row.findings}\n")
        if len(uids):
            show(f"{uids}\n")
        show(found)
    return found.passed


def _alone(
    files: list[Path], args: argparse.Namespace, document: dict[str, Any], report: Any, show: Any
) -> bool:
    from dcmteach.errors import DcmteachError
    from dcmteach.verify import against_profile, conformance, reread

    records: list[dict[str, Any]] = []
    passed = True
    for path in files:
        try:
            file = reread(path)
            if not file.parts:
                raise DcmteachError(f"{path.name!r} is not a DICOM file: no element can be read.")
        except DcmteachError as error:
            report(path, str(error))
            continue
        score = against_profile(file, options=args.option)
        findings = conformance(file)
        good = not score.missed and not len(findings)
        passed = passed and good
        name = terminal.file_name(path)
        records.append(
            {
                "file": name,
                "passed": good,
                "leaks": None,
                "findings": findings.to_records(),
                "rules": score.to_records(),
            }
        )
        if show and len(files) == 1:
            show(f"{score}\n\n{findings}")
        elif show:
            counts = "  ".join(f"{n:4d} {word}" for word, n in score.summary.items())
            show(f"{name}  {counts}  {len(findings):4d} errors")
    document["files"] = records
    document["references"] = None
    return passed
