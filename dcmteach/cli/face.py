"""Show the face that a scan holds, as anybody could who has the scan.

SRC is the folder of one DICOM series (CT, MR, PET), an enhanced multi-frame file, or a NIfTI file.
Whether it holds a face is told, with the reason; --json writes the same (schemas/face.json).
--png writes a portrait: the surface of the head, seen from where --view says. The picture shows the
patient's face: keep it where the scan is kept.

The exit code is 1 if there is a face, 2 if no volume can be made of SRC.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit

__all__ = ["HELP", "configure", "run"]

HELP = "show the face that a scan holds"

_VIEWS = ("front", "left", "right", "three-quarter")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("source", metavar="SRC", help="the folder of a series, or a file")
    parser.add_argument("--png", metavar="OUT", help="write a portrait there")
    parser.add_argument(
        "--view",
        metavar="V",
        default="front",
        help=f"from where: {', '.join(_VIEWS)} (left and right are the patient's), or azimuth and "
        "elevation in degrees: --view=-30,10 (default front)",
    )
    parser.add_argument(
        "--size", metavar="N", type=int, default=512, help="rows and columns (default 512)"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it exists")
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """Look for a face, and draw it."""
    from dcmteach.cli.outputs import check_free
    from dcmteach.deid.output import check_places
    from dcmteach.errors import DcmteachError
    from dcmteach.pixels.face_there import has_face
    from dcmteach.pixels.render import render_face
    from dcmteach.pixels.volume import volume

    source, view = Path(args.source), _view(args.view)
    out = None if args.png is None else Path(args.png)
    if out is not None:
        if out.suffix.lower() != ".png":
            raise DcmteachError(
                f"--png writes a PNG: give a name ending in .png (got {out.name!r})."
            )
        check_free(out, overwrite=args.overwrite, source=source)
        check_places([source], None, private=[out])
    scan = volume(source)
    found = has_face(scan)
    drawn = None
    if out is not None:
        drawn = render_face(scan, view=view, size=args.size)
        drawn.save(out, overwrite=args.overwrite)
    if args.json:
        terminal.show_json(
            {
                "schema": "dcmteach face 1",
                "source": terminal.file_name(source),
                "face": bool(found.present),
                "reason": str(found.reason),
                "confidence": round(float(found.confidence), 3),
                "png": None if out is None else terminal.file_name(out),
                "threshold": None if drawn is None else float(drawn.threshold),
            }
        )
    else:
        said = "a face" if found.present else "no face"
        terminal.show(f"{terminal.file_name(source)}: {said} ({found.confidence:.2f}). "
                      f"{found.reason}")  # fmt: skip
    if out is not None and found.present:
        terminal.message(
            f"{terminal.file_name(out)} shows the patient's face: keep it where the scan is kept."
        )
    return Exit.BAD_NEWS if found.present else Exit.DONE


def _view(text: str) -> str | tuple[float, float]:
    from dcmteach.errors import DcmteachError

    if text in _VIEWS:
        return text
    try:
        azimuth, elevation = (float(part) for part in text.split(","))
    except ValueError:
        raise DcmteachError(
            f"--view must be {', '.join(_VIEWS)}, or azimuth and elevation in degrees such as "
            f"--view=-30,10 (got {text!r})."
        ) from None
    return azimuth, elevation
