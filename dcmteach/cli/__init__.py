"""The command line: arguments in, exit code out, and no logic in between.

Every command is a module with ``HELP``, ``configure(parser)`` and ``run(args)``; what it shows
comes from the rooms below.
"""

from __future__ import annotations

from dcmteach.cli.exits import EXIT_CODES
from dcmteach.cli.main import main

__all__ = ["EXIT_CODES", "main"]
