"""The ``dcmteach`` command: find the subcommand, run it, turn every ending into an exit code."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from dcmteach.cli import terminal
from dcmteach.cli.exits import EXIT_CODES, Exit
from dcmteach.cli.words import spoken
from dcmteach.errors import DcmteachError, EditRefused

__all__ = ["COMMANDS", "main", "parser"]

COMMANDS = (
    "inspect",
    "classify",
    "edit",
    "diff",
    "plan",
    "deidentify",
    "anonymise",
    "verify",
    "find-text",
    "redact",
    "face",
    "deface",
    "export",
    "pseudonymise",
    "mapping",
    "app",
    "key",
    "sample",
    "doctor",
    "lab",
)
"""The subcommands, in the order in which a learner meets them."""

_PATHS = (
    *("paths", "source", "destination", "file", "before", "after", "out", "against", "recipe"),
    *("key_file", "audit", "uid_mapping", "patid_mapping", "folder", "png", "report"),
)

_DESCRIPTION = "Learn to anonymise DICOM files: read a header, judge it, edit it, save it."


class _Version(argparse.Action):
    """``--version``, looked up only when asked for."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        import dcmteach

        print(f"dcmteach {dcmteach.__version__}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """Build the parser of the whole command line.

    Returns
    -------
    argparse.ArgumentParser
        With one subparser per command; the chosen module's ``run`` stands in ``args.run``.
    """
    codes = "\n".join(f"  {code:<4d}{meaning}" for code, meaning in EXIT_CODES.items())
    top = argparse.ArgumentParser(
        prog="dcmteach",
        description=_DESCRIPTION,
        epilog=f"exit codes:\n{codes}\n\nmore about a command: dcmteach COMMAND --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("-V", "--version", action=_Version, nargs=0, help="show the version and exit")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for name in COMMANDS:
        module = _module(name)
        sub = commands.add_parser(
            name,
            help=module.HELP,
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.configure(sub)
        sub.set_defaults(run=module.run)
    return top


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"dcmteach.cli.{name.replace('-', '_')}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments after the program's name; those of this process by default.

    Returns
    -------
    int
        The exit code; :data:`dcmteach.cli.EXIT_CODES` says what each means.
    """
    terminal.prepare()
    try:
        with warnings.catch_warnings():
            # pydicom's warnings quote values; what matters in them is in our own messages.
            warnings.filterwarnings("ignore", module=r"pydicom(\.|$)")
            code = _run(argv)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as in `dcmteach inspect … | head`
        _discard_stdout()
        return Exit.DONE
    except KeyboardInterrupt:
        terminal.message("interrupted.")
        return Exit.INTERRUPTED
    except OSError as error:  # such as a full disk behind stdout
        _discard_stdout()
        terminal.message(_system_error(error))
        return Exit.UNUSABLE
    return code


def _run(argv: Sequence[str] | None) -> int:
    top = parser()
    try:
        args = top.parse_args(argv)
    except SystemExit as ending:  # argparse has said all there is to say
        return Exit.DONE if ending.code in (0, None) else Exit.UNUSABLE
    if not hasattr(args, "run"):
        top.print_help()
        return Exit.DONE
    try:
        _refuse_empty(args)
        return int(args.run(args))
    except EditRefused as refusal:
        terminal.message(spoken(str(refusal)))
        return Exit.BAD_NEWS
    except DcmteachError as error:
        terminal.message(spoken(str(error)))
        return Exit.UNUSABLE
    except OSError:
        raise
    except Exception as error:  # a fault of ours: say where, never with which values
        if os.environ.get("DCMTEACH_TRACEBACK"):
            raise
        place = traceback.extract_tb(error.__traceback__)[-1]
        terminal.message(
            f"a fault in dcmteach itself: {type(error).__name__} at "
            f"{Path(place.filename).name}:{place.lineno}. Nothing was written after it. Please "
            "report this line; DCMTEACH_TRACEBACK=1 shows more, but may quote header values."
        )
        return Exit.UNUSABLE


def _refuse_empty(args: argparse.Namespace) -> None:
    """Refuse a path without a letter, which a shell gives for a variable that is not set."""
    for name in _PATHS:
        given = getattr(args, name, None)
        paths = given if isinstance(given, list) else [given]
        if any(isinstance(path, str) and not path.strip() for path in paths):
            raise DcmteachError(
                "A path is empty. Give the name of a file or folder; for the folder you are in, "
                "write a dot."
            )


def _system_error(error: OSError) -> str:
    where = f"{terminal.file_name(str(error.filename))}: " if error.filename else ""
    return f"{where}{error.strerror or type(error).__name__}."


def _discard_stdout() -> None:
    """Keep the interpreter from trying once more to flush what nobody will read."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
