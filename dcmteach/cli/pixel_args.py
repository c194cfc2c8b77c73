"""The arguments about text and faces in pixels, shared by the commands that write files."""

from __future__ import annotations

import argparse

__all__ = ["add_engine_argument", "add_pixel_arguments"]

_ENGINES = ("auto", "rapidocr", "tesseract", "both")  # dcmteach.pixels.ENGINES, not loaded here


def add_pixel_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --pixels, --text-engine, --regions and --faces."""
    parser.add_argument(
        "--pixels",
        choices=("hold", "accept", "redact"),
        default="hold",
        help="images with text to be feared in their pixels: hold them back (default), or accept; "
        "or redact: read all images, cover their text, read again, hold back what is doubtful",
    )
    add_engine_argument(parser, "--text-engine", "with --pixels redact, what reads first")
    parser.add_argument(
        "--regions", metavar="FILE", help="with --pixels redact, places to cover besides, as TOML"
    )
    parser.add_argument(
        "--faces",
        choices=("hold", "accept", "remove"),
        default="accept",
        help="images of which a face can be made: accept (default), they are not looked for; hold "
        "them back; or remove the face from series of slices, look again, hold what is doubtful",
    )


def add_engine_argument(parser: argparse.ArgumentParser, flag: str, text: str) -> None:
    """Add the choice of an engine."""
    parser.add_argument(
        flag,
        choices=_ENGINES,
        default="auto",
        help=f"{text} (default auto: rapidocr where it is installed, else tesseract)",
    )
