"""The exercises of lesson 15 about seeing a face: its depth, whose it is, where the head ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dcmteach.course.exercises import NotYet, exercise, expect_type

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["check_depth", "check_person", "check_volume", "number_of"]

LESSON = "15-portrait"

_NEAR = 4.0  # mm: a voxel and a little
_BONE = 200.0  # HU


def number_of(value: object, what: str) -> float:
    """Take a number of any kind, NumPy's included."""
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise NotYet(f"This asks for {what}: one number.") from None


@exercise(
    "draw-the-face",
    lesson=LESSON,
    title="Draw the face yourself",
    hints=(
        (
            "In which direction do this scan's slices follow one another? Print "
            "`GetDirection()`, or look at the middle slice."
        ),
        (
            '`sitk.DICOMOrient(scan, "LPS")` stores it anew: slices from below to above, rows from '
            "front to back, columns from the patient's right to left."
        ),
        "`argmax(axis=1)` counts voxels. How many millimetres is each?",
    ),
)
def check_depth(depth: object) -> str:
    """Check a map of how far the skin lies behind the front of the scan."""
    import numpy as np

    from dcmteach.course.scans import own_scan_key

    given = np.asarray(expect_type(depth, np.ndarray, "an array of distances in mm"), dtype=float)
    key = own_scan_key("draw-the-face")
    inside = _upright(key.head.parts["head"]) > 0
    right, there = _first(inside)
    if given.shape != right.shape:
        raise NotYet(_other_view(given, inside))
    if _apart(given, right, there) > _NEAR and _apart(given[::-1], right, there) <= _NEAR:
        raise NotYet("This person stands on the head. Turn the rows over: `[::-1]`.")
    if _apart(given, right, there) <= _NEAR:
        return (
            "A map of distances, and it is the whole face: no photograph was needed, no name, and "
            "no more than a threshold."
        )
    if _apart(given * 3.0, right, there) <= _NEAR:
        raise NotYet("These are voxels. Say it in millimetres: how long is one of them?")
    behind, _ = _first(inside[:, ::-1])
    if _apart(given, behind, there) <= _NEAR or _apart(given * 3, behind, there) <= _NEAR:
        raise NotYet("You look at the back of the head. Where do the rows of this volume begin?")
    values = _upright(key.image)
    bone, seen = _first(np.greater(values, _BONE))
    if _apart(given, bone, seen & there) <= _NEAR:
        raise NotYet("A skull. Skin is less dense than bone: lower the threshold.")
    if np.nanmedian(np.where(there, given, np.nan)) <= 3.0:
        raise NotYet(
            "Everywhere something is met at once. Is that skin, or noise in the air before it?"
        )
    far = _apart(given, right, there)
    raise NotYet(f"The right view, and in places {far:.0f} mm off. What do your rays meet?")


def _upright(image: Any) -> NDArray[Any]:
    from dcmteach.pixels.volume_need import simple_itk

    sitk = simple_itk()
    values: NDArray[Any] = sitk.GetArrayFromImage(sitk.DICOMOrient(image, "LPS"))
    return values


def _first(inside: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the distance to the first voxel inside, in mm, seen from the front; crown on top."""
    there: NDArray[Any] = inside.max(axis=1)
    return inside.argmax(axis=1)[::-1] * 3.0, there[::-1]


def _apart(given: NDArray[Any], right: NDArray[Any], there: NDArray[Any]) -> float:
    import numpy as np

    if not there.any() or not np.isfinite(given[there]).any():
        return float("inf")
    return float(np.nanquantile(np.abs(given - right)[there], 0.8))


def _other_view(given: NDArray[Any], inside: NDArray[Any]) -> str:
    slices, rows, columns = inside.shape
    views = {
        "from above": {(rows, columns), (columns, rows)},
        "at an ear": {(slices, rows), (rows, slices)},
    }
    for where, shapes in views.items():
        if given.shape in shapes:
            return (
                f"Your rays look {where}: `axis=1` is the front only where rows run from front to "
                "back. How are these slices stored?"
            )
    if given.shape == (columns, slices):
        return "Your picture lies on its side: slices should be its rows."
    return (
        f"One distance for each slice and column is asked for, {slices} × {columns} of them (got "
        f"{' × '.join(map(str, given.shape))})."
    )


@exercise(
    "who-is-it",
    lesson=LESSON,
    title="Who is it?",
    hints=(
        "Render the scan from the front, and look at the sheet of photographs.",
        "`match_faces([portrait], photographs())` compares with all of them at once.",
        "Each match has a best candidate; the photographs are counted from 0.",
    ),
)
def check_person(person: object) -> str:
    """Check whose scan it is."""
    from dcmteach.course.scans import own_scan_key
    from dcmteach.synth.practice_heads import TOWN

    given = number_of(person, "the number of a photograph")
    if not given.is_integer():
        raise NotYet("A photograph has a whole number.")
    right = own_scan_key("who-is-it").number
    if given == right:
        return (
            "No name, no date, no number: and you know who was scanned, because somewhere there "
            "is a photograph."
        )
    if given == right + 1:
        raise NotYet("One too many: the photographs are counted from 0.")
    if not 0 <= given < TOWN:
        raise NotYet(f"The photographs have the numbers 0 to {TOWN - 1}.")
    raise NotYet(
        f"Number {given:.0f} looks otherwise. Compare the nose, the distance of the eyes and the "
        "jaw, or let `match_faces` compare."
    )


@exercise(
    "one-piece",
    lesson=LESSON,
    title="The head, and nothing else",
    hints=(
        "Above the threshold there is more than a head. Look at a slice.",
        (
            "`sitk.ConnectedComponent` numbers what hangs together; `sitk.RelabelComponent` "
            "sorts by size."
        ),
        "A voxel here is 3 × 3 × 3 mm; a millilitre is 1,000 mm³.",
    ),
)
def check_volume(millilitres: object) -> str:
    """Check how many millilitres of tissue the largest piece holds."""
    from dcmteach.course.scans import own_scan_key
    from dcmteach.pixels.volume_need import simple_itk

    sitk = simple_itk()

    given = number_of(millilitres, "the size of the head in millilitres")
    scan = own_scan_key("one-piece").image
    above = scan > -300
    pieces = sitk.RelabelComponent(sitk.ConnectedComponent(above))
    right, everything = (_ml(pieces == 1), _ml(above))
    if abs(given / right - 1) < 0.02:
        return (
            f"{right:,.0f} ml of head. Table and head rest are other pieces, and a program that "
            "forgets them finds the face of a table."
        )
    if abs(given / everything - 1) < 0.02:
        raise NotYet("This is the head, and what the head lies on. How many pieces are there?")
    if abs(given / _ml(scan > _BONE) - 1) < 0.05:
        raise NotYet("This is bone. What lies between −300 and 200 Hounsfield units?")
    for factor, unit in ((1 / 0.027, "voxels"), (1000.0, "mm³"), (0.001, "litres")):
        if abs(given / right / factor - 1) < 0.02:
            raise NotYet(f"The right piece, counted in {unit}. Give millilitres.")
    hint = "less than" if given < right else "more than"
    raise NotYet(f"{given:,.0f} ml is {hint} the largest piece above −300 Hounsfield units.")


def _ml(mask: Any) -> float:
    from dcmteach.pixels.volume_need import simple_itk

    sitk = simple_itk()
    return float(sitk.GetArrayViewFromImage(mask).sum()) * 0.027
