"""Write one of the artificial files of the course, to try the other commands on.

The patients in them do not exist. NAME is ct_thorax, mr_head, us_cine or ecg; or a folder:
cohort, several patients; clinic, eight with a table of demographics and all that lies about;
head, CT and MR of one patient's head; or pet_mr_raw, the raw data of one. OUT is a file, or a
folder to put it into; for a folder, one to be made.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.cli.outputs import check_free, write_whole, write_whole_folder

__all__ = ["HELP", "configure", "run"]

HELP = "write an artificial file to try things on"

_FOLDERS = ("clinic", "cohort", "head", "pet_mr_raw")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("name", metavar="NAME", help="which one")
    parser.add_argument("out", metavar="OUT", help="where to write it")
    parser.add_argument("--overwrite", action="store_true", help="allow OUT to exist already")


def run(args: argparse.Namespace) -> int:
    """Write the sample, never over something that is there unless asked to."""
    from dcmteach.errors import DcmteachError
    from dcmteach.synth import sample_names, sample_path

    if args.name not in (*sample_names(), *_FOLDERS):
        known = ", ".join((*sample_names(), *_FOLDERS))
        raise DcmteachError(f"There is no sample {args.name!r}. Write one of: {known}.")
    if args.name in _FOLDERS:
        return _folder(args.name, Path(args.out))
    out = Path(args.out)
    if out.is_dir():
        out = out / f"{args.name}.dcm"
    check_free(out, overwrite=args.overwrite)
    write_whole(sample_path(args.name).read_bytes(), out)
    terminal.message(f"saved as {terminal.file_name(out)}")
    return Exit.DONE


def _folder(name: str, out: Path) -> int:
    from dcmteach.errors import SaveError
    from dcmteach.synth import sample_folder

    if out.exists():
        raise SaveError(
            f"{terminal.file_name(out)} exists already, and a folder is never written over. "
            "Name a folder that does not exist yet."
        )
    write_whole_folder(sample_folder(name), out)
    terminal.message(f"saved in {terminal.file_name(out)}")
    return Exit.DONE
