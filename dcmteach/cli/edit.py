"""Change elements of a file and save the result as another file.

The operations are applied in the order in which they are written. K is a path: a keyword
(PatientName), a tag ((0010,0010)), or an element inside a sequence
(RequestAttributesSequence[0].ScheduledProcedureStepID).

An edit that would break the rules of the element's VR or Type is refused with the rule; then
nothing is written and the exit code is 1. --force overrides. The input file is never changed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.cli.outputs import check_free

if TYPE_CHECKING:
    from dcmteach.edit import Editor

__all__ = ["HELP", "configure", "run"]

HELP = "replace, clear, remove or add elements, and save as a new file"


class _Operation(argparse.Action):
    """Collect ``(operation, path, value)`` in the order of the command line."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        operation = str(self.const)
        path, equals, value = str(values).partition("=")
        if operation == "replace" and not equals:
            parser.error(f"--set needs K=value (got {values!r}); to empty an element, use --clear")
        if operation in {"clear", "remove"} and equals:
            parser.error(f"--{operation} takes the element alone, without a value (got {values!r})")
        namespace.operations.append((operation, path.strip(), value if equals else None))


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.set_defaults(operations=[])
    parser.add_argument("file", metavar="FILE", help="a DICOM file; it stays as it is")
    for flag, operation, form, text in (
        ("--set", "replace", "K=VALUE", "overwrite an element's value; \\ parts several values"),
        ("--clear", "clear", "K", "empty an element"),
        ("--remove", "remove", "K", "take an element out"),
        ("--add", "add", "K[=VALUE]", "add an element that is not there"),
    ):
        parser.add_argument(
            flag, action=_Operation, const=operation, metavar=form, help=text, dest="operations"
        )
    parser.add_argument("--out", metavar="FILE", required=True, help="where to save")
    parser.add_argument("--overwrite", action="store_true", help="allow --out to exist already")
    parser.add_argument("--force", action="store_true", help="edit even where the rules forbid it")


def run(args: argparse.Namespace) -> int:
    """Apply the operations and save; write nothing if one is refused."""
    from dcmteach.edit import Editor
    from dcmteach.errors import DcmteachError
    from dcmteach.header import read

    if not args.operations:
        raise DcmteachError("Nothing to do: give --set, --clear, --remove or --add at least once.")
    editor = Editor(read(args.file))
    check_free(Path(args.out), overwrite=args.overwrite, source=Path(args.file))
    for operation, path, value in args.operations:
        _apply(editor, operation, path, value, force=args.force)
    saved = editor.save(args.out, overwrite=args.overwrite)
    terminal.show(editor)
    terminal.message(f"saved as {terminal.file_name(saved)}")
    return Exit.DONE


def _apply(editor: Editor, operation: str, path: str, value: str | None, *, force: bool) -> None:
    if operation == "replace":
        editor.replace(path, value, force=force)
    elif operation == "clear":
        editor.clear(path, force=force)
    elif operation == "remove":
        editor.remove(path, force=force)
    else:
        editor.add(path, value, force=force)
