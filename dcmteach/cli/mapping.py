"""Ask a mapping who a pseudonym is, or remove a person from it.

lookup shows the names and IDs behind a pseudonym: a collaborator asks about a case, and the owner
of the mapping finds the patient. forget is for consent that is withdrawn: it removes the person,
told by name, patient ID or pseudonym, from the mapping, and lists every file and row of that
person in the output folders given with --output. It deletes none of them: other copies may be
elsewhere, and whoever deletes should see what. PERSON may be - : then it is read from stdin, and
stays out of the shell's history.

Take the person's files out of the source as well: with the same key, another run over them would
give the same pseudonym again.
"""

from __future__ import annotations

import argparse
import sys

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.errors import DcmteachError

__all__ = ["HELP", "configure", "run"]

HELP = "ask who a pseudonym is, or remove a person"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("action", choices=("lookup", "forget"), help="ask, or remove")
    parser.add_argument("who", metavar="WHO", help="a pseudonym; to forget, also a name or an ID")
    parser.add_argument("--mapping", metavar="FILE", required=True, help="the mapping")
    parser.add_argument(
        "--output",
        metavar="OUT",
        action="append",
        default=[],
        help="an output folder to look through for what to delete; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """Look up or forget."""
    who = sys.stdin.readline().strip() if args.who == "-" else args.who
    if not who.strip():
        raise DcmteachError(
            "There is no name, ID or pseudonym to look for. Type one, or - and then one line."
        )
    return _lookup(args, who) if args.action == "lookup" else _forget(args, who)


def _lookup(args: argparse.Namespace, pseudonym: str) -> int:
    from dcmteach.deid.mapping_file import MappingFile

    found = MappingFile.read(args.mapping).lookup(pseudonym)
    if args.json:
        terminal.show_json(
            {"schema": "dcmteach mapping 1", "entries": [entry._asdict() for entry in found]}
        )
        return Exit.DONE
    for entry in found:
        issuer = f" ({entry.issuer})" if entry.issuer else ""
        number = f"  {entry.patient_id}{issuer}" if entry.patient_id else ""
        terminal.show(f"{entry.pseudonym}  {entry.name}{number}")
    return Exit.DONE


def _forget(args: argparse.Namespace, person: str) -> int:
    from dcmteach.deid.forgetting import forget

    gone = forget(args.mapping, person, outputs=args.output)
    if args.json:
        terminal.show_json(
            {
                "schema": "dcmteach mapping 1",
                "forgotten": gone.pseudonym,
                "files": [terminal.file_name(file) for file in gone.files],
                "rows": [{"table": terminal.file_name(t), "row": n} for t, n in gone.rows],
            }
        )
        return Exit.DONE
    for file in gone.files:
        terminal.show(terminal.file_name(file))
    for table, number in gone.rows:
        terminal.show(f"{terminal.file_name(table)}: row {number}")
    where = (
        f"Delete what is listed above ({len(gone.files)} files, {len(gone.rows)} in tables), here "
        "and in every copy"
        if args.output
        else f"Delete the folder {gone.pseudonym} and its rows in every output and every copy"
    )
    terminal.message(
        f"{gone.pseudonym} is no longer in the mapping. {where}, and take the person's files out "
        "of the source: with the same key they would get the same pseudonym again."
    )
    return Exit.DONE
