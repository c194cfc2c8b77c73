"""Make or check a key: the secret from which pseudonyms, new UIDs and shifts follow.

A key is one line of text, the base64 of 32 random bytes, in a file that only its owner may read.
Whoever has it can find out which pseudonym is whose: keep it apart from what is written with it.
Who loses it cannot repeat or extend a run.

new makes a file that does not exist yet; check tells whether a file holds a key, and shows its
fingerprint, by which keys are told apart and from which the key cannot be had.
"""

from __future__ import annotations

import argparse

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit

__all__ = ["HELP", "configure", "run"]

HELP = "make a new key for pseudonyms, or check one"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("action", choices=("new", "check"), help="make a key, or look at one")
    parser.add_argument("file", metavar="FILE", help="where the key is, or shall be")


def run(args: argparse.Namespace) -> int:
    """Make the key or check it; never show it."""
    from dcmteach.deid.secrets import Secrets

    if args.action == "new":
        made = Secrets.new_file(args.file)
        terminal.message(
            f"a new key is in {terminal.file_name(args.file)}. Keep it apart from what you write "
            "with it, and keep a copy in a safe place."
        )
    else:
        made = Secrets.from_file(args.file)
    terminal.show(f"key {made.fingerprint}")
    return Exit.DONE
