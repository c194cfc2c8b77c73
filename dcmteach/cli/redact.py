"""Cover text in the pixels of images with black, and leave their headers as they are.

Without --boxes the text is found as dcmteach find-text finds it: all of it is covered but technical
marks (sides, units, scales) that are read surely, and the result is read again by another engine.
With --boxes, what the file says is covered; it is what dcmteach find-text --json wrote, or a list
of [row, column, height, width], 0-based, with a frame as a fifth number if not for all frames.

SRC is a file or a folder; OUT is a file for a file, a folder for a folder, outside of SRC. The
outputs have new SOP Instance UIDs. Their headers still name the patient: dcmteach deidentify cleans
these, and with --pixels redact both at once. The exit code is 1 if what may be text is left, 2 if
an image was not written.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.cli.images import Images
from dcmteach.cli.pixel_args import add_engine_argument

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from dcmteach.pixels.redact_boxes import Box

__all__ = ["HELP", "configure", "run"]

HELP = "cover text in images"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("source", metavar="SRC", help="a DICOM file or a folder")
    parser.add_argument("destination", metavar="OUT", help="where to write, outside of SRC")
    parser.add_argument("--boxes", metavar="FILE", help="what to cover, as JSON; nothing is read")
    parser.add_argument(
        "--fill",
        metavar="V",
        default="black",
        help="the stored value to put there, or one per colour: 0,0,255 (default black)",
    )
    parser.add_argument(
        "--margin", metavar="N", type=int, help="pixels more to cover on each side of a box"
    )
    add_engine_argument(parser, "--engine", "without --boxes, what reads")
    parser.add_argument("--overwrite", action="store_true", help="allow outputs to exist already")
    parser.add_argument("--regions", metavar="FILE", help="places to cover besides, as TOML")


def run(args: argparse.Namespace) -> int:
    """Redact every image of the source."""
    from dcmteach.deid.output import check_places
    from dcmteach.errors import DcmteachError
    from dcmteach.pixels.threads import one_thread

    source, destination = Path(args.source), Path(args.destination)
    check_places([source], destination)
    redactor = _Redactor(args)
    images = Images([args.source])
    left = written = 0
    with one_thread():
        for path, ds in images:
            out = destination
            if source.is_dir():
                out = destination / path.relative_to(source)
            elif destination.is_dir():
                out = destination / path.name
            try:
                left += _one(path, ds, out, redactor, overwrite=args.overwrite)
            except DcmteachError as error:
                images.fail(path, f"{terminal.file_name(path)}: not written: {error}")
                continue
            written += 1
    if written:
        terminal.message(
            "only pixels were covered: the header still names the patient. dcmteach deidentify "
            "cleans it."
        )
    if left:
        return Exit.BAD_NEWS
    return Exit.UNUSABLE if images.failed or not written else Exit.DONE


def _one(path: Path, ds: Dataset, out: Path, redactor: _Redactor, *, overwrite: bool) -> bool:
    """Redact one image; tell whether something is left in it."""
    from dcmteach.cli.outputs import check_free
    from dcmteach.edit import save
    from dcmteach.errors import SaveError

    check_free(out, overwrite=overwrite, source=path)
    result, covered, left = redactor.redact(path, ds)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(f"its folder cannot be made ({error.strerror}).") from None
    save(result, out, overwrite=overwrite)
    places = f"{covered} place{'' if covered == 1 else 's'}"
    terminal.show(f"{terminal.file_name(path)}: {places} covered, saved as "
                  f"{terminal.file_name(out)}")  # fmt: skip
    if left:
        terminal.message(
            f"{terminal.file_name(out)}: a second reader still finds what may be text in {left} "
            f"place{'' if left == 1 else 's'}; look at it with dcmteach find-text --preview"
        )
    return bool(left)


class _Redactor:
    """How images are redacted."""

    def __init__(self, args: argparse.Namespace) -> None:
        from dcmteach.pixels import engine, read_regions
        from dcmteach.pixels.second import second_engine

        self.boxes, self.margin = args.boxes, args.margin
        self.fill = _fill(args.fill)
        self.several = Path(args.source).is_dir()
        self.regions = None if args.regions is None else read_regions(args.regions)
        if self.boxes is None:
            self.reader = engine(args.engine)
            self.again = second_engine(self.reader)

    def redact(self, path: Path, ds: Dataset) -> tuple[Dataset, int, int]:
        """Give the redacted image, how many places were covered, and how many are left."""
        from dcmteach.header import identity
        from dcmteach.pixels import redact
        from dcmteach.pixels.cleaning import clean_text

        places = [] if self.regions is None else self.regions.boxes_for(ds)
        how: dict[str, Any] = {"fill": self.fill, "margin": self.margin}
        if self.boxes is not None:
            boxes = [*self._boxes_of(path), *places]
            return redact(ds, boxes, **how), len(boxes), 0
        readers = self.reader, self.again
        made = clean_text(ds, readers, identity=identity(ds), places=places, **how)
        return made.dataset, made.covered + len(places), made.left

    def _boxes_of(self, path: Path) -> list[Box]:
        from dcmteach.errors import DcmteachError
        from dcmteach.pixels import read_boxes

        try:
            return read_boxes(self.boxes, image=str(path))
        except DcmteachError:
            if self.several:
                raise
            return read_boxes(self.boxes)  # of the one image it tells of, whatever its name


def _fill(text: str) -> Any:
    from dcmteach.errors import DcmteachError

    if text == "black":
        return text
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise DcmteachError(
            f"--fill must be 'black', a number, or one per colour such as 0,0,255 (got {text!r})."
        ) from None
    whole = [int(number) if number.is_integer() else number for number in numbers]
    return whole[0] if len(whole) == 1 else whole
