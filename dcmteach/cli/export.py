"""Write a volume as NIfTI, or a picture as PNG or JPEG, and tell what in it still identifies.

The ending of OUT says which: .nii, .nii.gz, .png, .jpg or .jpeg. For NIfTI, SRC is the folder of
one DICOM series, an enhanced multi-frame file, or a NIfTI file; for a picture any DICOM image, too.
You name OUT: no name is made of anything that stands in SRC, and a name that holds what the header
says of the patient is told.

Nothing of the header is written: neither into NIfTI's text fields and extensions nor as metadata of
the picture. What stays is told in a table, and with --json (schemas/export.json): a face, text in
the pixels. A face is looked for in volumes only, text only with --text.

The exit code is 1 if something that identifies is still there, 2 if nothing was written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit
from dcmteach.cli.words import spoken

__all__ = ["HELP", "configure", "run"]

HELP = "write NIfTI, PNG or JPEG, and tell what still identifies"

_ENGINES = ("auto", "rapidocr", "tesseract", "both")  # dcmteach.pixels.ENGINES, not loaded here


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "source", metavar="SRC", help="a DICOM file, the folder of a series, or a NIfTI file"
    )
    parser.add_argument("out", metavar="OUT", help="ending in .nii, .nii.gz, .png, .jpg or .jpeg")
    parser.add_argument(
        "--frame",
        metavar="N",
        type=int,
        help="for a picture: which frame, or which slice of a volume, from 0 (default the first "
        "frame of an image, the middle slice of a volume)",
    )
    parser.add_argument(
        "--series", metavar="N", type=int, help="of several series in a folder: its Series Number"
    )
    parser.add_argument(
        "--window",
        metavar=("CENTRE", "WIDTH"),
        nargs=2,
        type=float,
        help="for a picture: what to show (default: as the header says)",
    )
    parser.add_argument(
        "--text",
        metavar="ENGINE",
        nargs="?",
        const="auto",
        choices=_ENGINES,
        help=f"read the text in the pixels, with {', '.join(_ENGINES)} (default auto)",
    )
    parser.add_argument("--no-face", action="store_true", help="do not look for a face")
    parser.add_argument(
        "--tilt",
        choices=("refuse", "shear"),
        default="refuse",
        help="slices of a tilted gantry: refuse (default), or write them on a sheared grid",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it exists")
    parser.add_argument("--json", action="store_true", help="write the report as JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """Export, and tell what still identifies."""
    from dcmteach.cli.outputs import check_free
    from dcmteach.pixels import export

    source, out = Path(args.source), Path(args.out)
    check_free(out, overwrite=args.overwrite, source=source)
    made = export(
        source,
        out,
        frame=args.frame,
        window=None if args.window is None else (args.window[0], args.window[1]),
        face=not args.no_face,
        text=args.text,
        series=args.series,
        tilt=args.tilt,
        overwrite=args.overwrite,
    )
    if args.json:
        terminal.show_json(
            {
                "schema": "dcmteach export 1",
                "source": terminal.file_name(source),
                "out": terminal.file_name(out),
                **made.to_json(),
            }
        )
    else:
        terminal.show(spoken(str(made)))
    for trace in made.identifying:
        if trace.what == "file name":
            terminal.message(f"{terminal.file_name(out)}: {trace.why}")
    return Exit.BAD_NEWS if made.identifying else Exit.DONE
