"""Find the text that is burned into images, and judge it: identifier, date, technical, unknown.

Each PATH is a file or a folder. Text counts as an identifier if it is, give or take a letter, what
the file's own header says of the patient: look before you clean. Overlays and icons are read too.

The text itself is shown, and written with --json (schemas/find-text.json): it may name the patient.
--preview writes pictures with numbered boxes, named after the files and not after patients.

Files that are no images are skipped, and named on stderr. The exit code is 1 if text was found in
any image, 2 if an image could not be decoded and no text was found.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.cli.images import Images
from dcmteach.cli.pixel_args import add_engine_argument

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from dcmteach.pixels.text_result import ImageText

__all__ = ["HELP", "configure", "run"]

HELP = "find text burned into images"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a DICOM file or a folder")
    add_engine_argument(parser, "--engine", "what reads")
    parser.add_argument("--json", action="store_true", help="write JSON to stdout, text included")
    parser.add_argument("--preview", metavar="DIR", help="write pictures with numbered boxes there")


def run(args: argparse.Namespace) -> int:
    """Read every image, and tell what stands in it."""
    from dcmteach.errors import DcmteachError
    from dcmteach.pixels import engine, find_text
    from dcmteach.pixels.threads import one_thread

    reader = engine(args.engine)
    folder = None if args.preview is None else _folder(args.preview)
    images = Images(args.paths)
    entries: list[dict[str, Any]] = []
    with one_thread():
        for path, ds in images:
            try:
                found = find_text(ds, reader)
                if folder is not None:
                    _preview(folder, path, images.files.index(path), ds, found)
            except DcmteachError as error:
                images.fail(path, f"{terminal.file_name(path)}: {error}")
                continue
            entries.append({"file": terminal.file_name(path), **found.to_json()})
            if not args.json:
                terminal.show(f"{terminal.file_name(path)}: {found.judgement}")
                if len(found):
                    from dcmteach.cli.text_lines import TextLines

                    terminal.show(f"\n{TextLines(found)}\n")
    if args.json:
        terminal.show_json(entries)
    elif len(entries) != 1:
        terminal.message(_summary(entries))
    if any(entry["judgement"] != "clean" for entry in entries):
        return Exit.BAD_NEWS
    return Exit.UNUSABLE if images.failed else Exit.DONE


def _summary(entries: list[dict[str, Any]]) -> str:
    """Say how many images there were, and what was judged of them."""
    if not entries:
        return "no image was looked at."
    judged = [entry["judgement"] for entry in entries]
    counts = [(word, judged.count(word)) for word in ("identifying", "text", "clean")]
    return f"{len(judged)} images: " + ", ".join(f"{n} {word}" for word, n in counts if n) + "."


def _folder(text: str) -> Path:
    from dcmteach.errors import SaveError

    folder = Path(text)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(
            f"{terminal.file_name(folder)} cannot be made ({error.strerror}). Choose another "
            "folder for --preview. Nothing was written."
        ) from None
    terminal.message(
        "the previews show whatever stands in the images; keep them as you keep the images."
    )
    return folder


def _preview(folder: Path, path: Path, number: int, ds: Dataset, found: ImageText) -> None:
    """Write the pictures of a file; they are told by its number, and by its own name."""
    from dcmteach.cli.outputs import write_whole
    from dcmteach.pixels.preview import previews

    stem = re.sub(r"[^\w.-]+", "_", path.stem, flags=re.ASCII)[:60]
    for frame, png in previews(ds, found):
        write_whole(png, folder / f"{number:04d}_{stem}_frame_{frame:04d}.png")
