"""Take the face out of a scan of a head, and leave its header as it is.

SRC is the folder of one DICOM series (CT, MR, PET), an enhanced multi-frame file, or a NIfTI file.
OUT is a new folder, or a name ending in .nii or .nii.gz. In a folder the files are named as in SRC.
Voxels outside of the mask keep every bit.

--method remove puts air where the face was; shell an average, artificial face, for software that
needs one; blur is there for comparison: it does not de-identify, and nothing is claimed of it.

Only pixels are changed, and what follows from it: new SOP and Series Instance UIDs, Image Type
DERIVED, Derivation Description, and, but for blur or where parts were kept, Recognizable Visual
Features NO with the method's code. The header still names the patient: dcmteach deidentify cleans
it, and with --faces remove does both at once, with UIDs that stay the same for the same key.

--report writes a picture of before and after. It shows the face: it goes neither into OUT nor into
SRC. --json writes what was done (schemas/deface.json). The exit code is 1, and nothing is written,
if there is no face, if it is not certain where it is, or if a face is still seen afterwards.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dcmteach.cli import terminal
from dcmteach.cli.exits import Exit

if TYPE_CHECKING:
    from dcmteach.pixels.deface_report import Defaced

__all__ = ["HELP", "configure", "run"]

HELP = "take the face out of a scan of a head"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("source", metavar="SRC", help="the folder of a series, or a file")
    parser.add_argument("destination", metavar="OUT", help="a new folder, or a .nii or .nii.gz")
    parser.add_argument(
        "--method",
        choices=("remove", "blur", "shell"),
        default="remove",
        help="what is put in the place of the face: air (default), a blur, or an artificial face",
    )
    parser.add_argument(
        "--margin", metavar="MM", type=float, default=0.0, help="how much further to cut, in mm"
    )
    parser.add_argument(
        "--keep",
        metavar="PART",
        action="append",
        default=[],
        choices=("ears", "eyes", "nose", "mouth"),
        help="a part not to take: ears, eyes, nose or mouth; may be given several times",
    )
    parser.add_argument("--report", metavar="PNG", help="write a picture of before and after there")
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")


def run(args: argparse.Namespace) -> int:
    """Deface, look again, and tell what was taken out."""
    from dcmteach.pixels.deface import deface
    from dcmteach.pixels.deface_report import FaceDoubtful, NoFace
    from dcmteach.pixels.face_save import claims_no_face, save_defaced
    from dcmteach.pixels.face_there import has_face
    from dcmteach.pixels.render_surface import surface
    from dcmteach.pixels.volume import volume

    source, out = Path(args.source), Path(args.destination)
    report = None if args.report is None else Path(args.report)
    _check(source, out, report)
    scan = volume(source)
    try:
        made = deface(scan, method=args.method, margin=args.margin, keep=tuple(args.keep))
    except (NoFace, FaceDoubtful) as refusal:
        return _refused(args, str(refusal), face=isinstance(refusal, FaceDoubtful))
    if args.method == "remove" and claims_no_face(made):
        # By the value that parts air from skin before: without the face, another may be found.
        left = has_face(surface(made.volume, threshold=surface(scan).threshold))
        if left.present:
            why = f"A face is still seen after the removal: {left.reason} Nothing was written."
            return _refused(args, why, face=True)
    files = save_defaced(made, out)
    if report is not None:
        made.picture(report)
    if args.json:
        terminal.show_json(_document(args, made, files, claims=claims_no_face(made)))
    else:
        terminal.show(f"{terminal.file_name(source)}: saved as {terminal.file_name(out)} "
                      f"({files} file{'' if files == 1 else 's'}).")  # fmt: skip
        terminal.show(made.report.describe())
    if not claims_no_face(made):
        terminal.message("what is left may still be recognised, so the files do not say otherwise.")
    if made.volume.instances and not _nifti(out):
        terminal.message(
            "only pixels were changed: the header still names the patient. dcmteach deidentify "
            "cleans it."
        )
    return Exit.DONE


def _check(source: Path, out: Path, report: Path | None) -> None:
    """Refuse places that must not be written to, before any work is done."""
    from dcmteach.cli.outputs import check_free
    from dcmteach.deid.output import check_places
    from dcmteach.errors import DcmteachError

    check_free(out, overwrite=False, source=source)
    check_places([source], out)
    if report is None:
        return
    if report.suffix.lower() != ".png":
        raise DcmteachError(
            f"--report writes a PNG: give a name ending in .png (got {report.name!r})."
        )
    here, there = report.resolve(), out.resolve()
    if here == there or there in here.parents:
        raise DcmteachError(
            f"{terminal.file_name(report)} would lie in OUT, which is given away, and it shows the "
            "face as it was. Give a place outside of it. Nothing was written."
        )
    check_places([source], None, private=[report])
    check_free(report, overwrite=False, source=source)


def _refused(args: argparse.Namespace, reason: str, *, face: bool) -> int:
    """Say why nothing was written."""
    if args.json:
        terminal.show_json({**_begun(args), "face": face, "reason": reason, "written": 0})
    terminal.message(f"{terminal.file_name(args.source)}: {reason}")
    return Exit.BAD_NEWS


def _document(
    args: argparse.Namespace, made: Defaced, files: int, *, claims: bool
) -> dict[str, Any]:
    report = made.report
    return {
        **_begun(args),
        "face": True,
        "reason": "",
        "written": files,
        "removed": {name: round(100 * float(share), 1) for name, share in report.parts.items()},
        "brain_touched": int(report.brain_touched),
        "brain_voxels": int(report.brain_voxels),
        "confidence": round(float(report.confidence), 3),
        "seconds": round(float(report.seconds), 2),
        "claims_no_face": claims,
    }


def _begun(args: argparse.Namespace) -> dict[str, Any]:
    return {
        "schema": "dcmteach deface 1",
        "source": terminal.file_name(args.source),
        "out": terminal.file_name(args.destination),
        "method": args.method,
        "margin": args.margin,
        "kept": sorted(args.keep),
    }


def _nifti(out: Path) -> bool:
    return out.name.lower().endswith((".nii", ".nii.gz"))
