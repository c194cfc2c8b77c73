"""Open the desk: a page to make a cohort pseudonymous, for one person on this machine.

Choose images, a table and a key, look at who is who, decide what is doubtful, start, and read the
report. It does what `dcmteach pseudonymise` does, to the byte.

The page is served to this machine alone (127.0.0.1), without the network, and to nobody who does
not have the address printed here, which holds a password made for this run. Press Ctrl-C here to
end it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.errors import DcmteachError

__all__ = ["HELP", "configure", "run"]

HELP = "open the desk for cohorts as a page"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("--port", metavar="N", type=int, help="where it listens (default: any)")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument(
        "--dir", metavar="DIR", help="where the browser of folders begins (default: your home)"
    )


def run(args: argparse.Namespace) -> int:
    """Serve the page until Ctrl-C."""
    folder = Path(args.dir).expanduser() if args.dir else Path.home()
    if not folder.is_dir():
        raise DcmteachError(
            f"{terminal.file_name(folder)} is no folder. Name one that exists: "
            "dcmteach app --dir DIR"
        )
    if args.port is not None and not 1 <= args.port <= 65535:
        raise DcmteachError(
            f"--port must be a number from 1 to 65535 (got {args.port}). Leave it out to take any."
        )
    try:
        from dcmteach.cli.app_server import serve
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.partition(".")[0] == "dcmteach":
            raise
        raise DcmteachError(
            "The desk needs Voilà, which is not installed: pip install 'dcmteach[app]'. "
            "`dcmteach pseudonymise` does the same without it."
        ) from None
    serve(folder, port=args.port, browser=not args.no_browser, told=terminal.message)
    terminal.message("ended.")
    return Exit.DONE
