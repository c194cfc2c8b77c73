"""Open the lessons in JupyterLab.

The notebooks are first copied into a folder of your own (--folder; by default dcmteach-lessons in
your home). A notebook that is there already is never touched, so your work is safe; to start a
lesson afresh, rename yours and run the command again.

Arguments after -- are passed on to JupyterLab: dcmteach lab -- --port 9999
"""

from __future__ import annotations

import argparse
import importlib.util
import signal
import subprocess
import sys
from pathlib import Path

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.cli.workplace import lay_out, shipped_lessons

__all__ = ["HELP", "configure", "run"]

HELP = "open the lessons in JupyterLab"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("--folder", metavar="FOLDER", help="where your copies of the lessons live")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--copy-only", action="store_true", help="copy, and start nothing")
    parser.add_argument("rest", nargs="*", metavar="-- ARG", help="arguments for JupyterLab")


def run(args: argparse.Namespace) -> int:
    """Copy what is not there yet, then start JupyterLab and wait for its end."""
    lessons = shipped_lessons()
    folder = Path(args.folder) if args.folder else Path.home() / "dcmteach-lessons"
    new, kept = lay_out(lessons, folder)
    terminal.message(
        f"the lessons are in {terminal.file_name(folder)}: {len(new)} files copied, "
        f"{len(kept)} of yours left as they are."
    )
    if args.copy_only:
        return Exit.DONE
    if importlib.util.find_spec("jupyterlab") is None:
        terminal.message("JupyterLab is not installed: pip install 'dcmteach[all]'")
        return Exit.UNUSABLE
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.resolve()}"]
    command += _NO_NEWS
    if args.no_browser:
        command.append("--no-browser")
    return Exit.DONE if _wait_for([*command, *args.rest]) == 0 else Exit.UNUSABLE


# JupyterLab would ask the network for news and updates, and the learner whether it may.
_NO_NEWS = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)


def _wait_for(command: list[str]) -> int:
    """Run JupyterLab to its end; Ctrl-C is for it, which asks before it stops."""
    with subprocess.Popen(command) as process:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return process.wait()
        finally:
            signal.signal(signal.SIGINT, before)
