"""The exercises of lesson 15 about taking a face out, and about what is left of a patient then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dcmteach.course.exercises import NotYet, exercise, expect_type
from dcmteach.course.exercises.lesson_15 import LESSON

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["check_birth_date", "check_mask", "check_purposes", "check_releases"]

_LOST = 0.01  # of the brain


@exercise(
    "hold-the-brain",
    lesson=LESSON,
    title="The face, and not the brain",
    hints=(
        "The moved mask takes the face. What does it take besides?",
        "`brain_estimate(scan)` is a mask on the same grid. `sitk.And` and `sitk.Not` combine two.",
        "An estimate is not the brain: `sitk.BinaryDilate(brain, [1, 1, 1])` keeps a distance.",
    ),
)
def check_mask(mask: object) -> str:
    """Check a mask of a face against the head's key: all of the face, nothing of the brain."""
    from dcmteach.course.scans import own_scan_key
    from dcmteach.pixels.volume_need import simple_itk

    sitk = simple_itk()

    key = own_scan_key("hold-the-brain")
    image = expect_type(mask, sitk.Image, "a mask: an image of SimpleITK")
    if image.GetSize() != key.image.GetSize() or image.GetOrigin() != key.image.GetOrigin():
        raise NotYet(
            "This mask is not on the grid of the scan: other voxels, in another place. "
            "`sitk.Resample(mask, scan, transform)` brings it there."
        )
    marked = sitk.GetArrayFromImage(image) > 0
    if not marked.any():
        raise NotYet("In this mask nothing is marked.")
    share, lost = _taken(marked, key.head.parts)
    if share["head"] > 0.7:
        raise NotYet("You take away the whole head. A face is the front of it, below the brows.")
    if share["skin"] > 0.4 and share["face"] < 0.6:
        raise NotYet(
            "You peel the skin off, all around. What comes next has the same shape: whoever "
            "renders it sees the same face, a little thinner. Cut deeper, and only in front."
        )
    if _alike(marked, _unmoved(key.image)):
        raise NotYet(
            f"This head leans back, and the mask lies where a face usually is: {lost:,} voxels of "
            "the brain are in it. Move it with the transform that was found."
        )
    brain = _count(key.head.parts["brain"])
    if lost > brain * _LOST:
        raise NotYet(
            f"{lost:,} voxels of the brain go with the face, of {brain:,}. Keep away from it, by "
            "more than an estimate can be wrong."
        )
    wanted = {"nose": 1.0, "mouth": 1.0, "eyes": 0.6, "face_shell": 0.9}
    if any(share[part] < least for part, least in wanted.items()):
        left = ", ".join(
            f"{name} {share[part]:.0%}"
            for name, part in (("nose", "nose"), ("mouth", "mouth"), ("eyes", "eyes"),
                               ("surface", "face_shell"))
        )  # fmt: skip
        raise NotYet(f"The brain is whole, and so is part of the face. Taken so far: {left}.")
    return (
        f"Nose and mouth are gone, {share['eyes']:.0%} of the eyes, {share['face_shell']:.0%} "
        f"of the surface, and {lost} voxels of the brain. The key says so, not the program "
        "that cut."
    )


def _unmoved(scan: Any) -> NDArray[Any]:
    from dcmteach.pixels import face_template
    from dcmteach.pixels.volume_need import simple_itk

    sitk, average = simple_itk(), face_template()
    cut = average.as_image(average.maps["cut"])
    there = sitk.Resample(cut, scan, sitk.Transform(), sitk.sitkLinear, 0.0)
    found: NDArray[Any] = sitk.GetArrayFromImage(there) > 0.5
    return found


def _alike(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return bool(2 * (one & other).sum() > 0.97 * (one.sum() + other.sum()))


def _count(mask: Any) -> int:
    from dcmteach.pixels.volume_need import simple_itk

    return int(simple_itk().GetArrayViewFromImage(mask).sum())


def _taken(marked: NDArray[Any], parts: Any) -> tuple[dict[str, float], int]:
    from dcmteach.pixels.volume_need import simple_itk

    sitk = simple_itk()
    inside = {name: sitk.GetArrayViewFromImage(part) > 0 for name, part in parts.items()}
    share = {
        name: float((marked & where).sum() / max(int(where.sum()), 1))
        for name, where in inside.items()
    }
    return share, int((marked & inside["brain"]).sum())


_LETTERS = "ABCD"


@exercise(
    "which-release",
    lesson=LESSON,
    title="Which of them may go out?",
    hints=(
        "Look at all four from the front and from the side.",
        "Compare each with the photographs. And what does `has_face` say?",
        "A match is what an attacker wants; how much of the picture has changed, nobody asks.",
    ),
)
def check_releases(dangerous: object) -> str:
    """Check which of four releases still tell whose face it was."""
    from dcmteach.course.scans import own_releases_key

    given = expect_type(dangerous, Iterable, "a list of letters")  # type: ignore[type-abstract]
    letters = {str(letter).strip().upper() for letter in given}
    if not letters <= set(_LETTERS):
        raise NotYet("Give letters, each in quotes: of A, B, C and D.")
    made = own_releases_key()
    said = {made[letter] for letter in letters}
    if len(said) == len(made):
        raise NotYet("All four? Then nobody could release a scan of a head at all.")
    if "deeper" in said:
        raise NotYet(
            "One of those was cut, deeper than the other that was cut. Compare its relief with "
            "that of the scan as it was."
        )
    if "remove" in said:
        raise NotYet("In one of those there is a hole where the face was. What is to be matched?")
    if "peel" not in said and "noise" not in said:
        raise NotYet("Two of the four still match their photograph better than chance. Which?")
    if "peel" not in said:
        raise NotYet(
            "One is missing: of it, all of the surface has been changed, and hardly anything "
            "of its shape."
        )
    if "noise" not in said:
        raise NotYet(
            "One is missing: in it every voxel of the scan is another, and the face is as it was."
        )
    return (
        "Noise changes all voxels and peeling all of the skin, and a face is a face. What has been "
        "cut to the depth of the eyes has no shape left to match."
    )


_FACE, _NO_FACE = "keep the face", "deface"
_PURPOSES = (_NO_FACE, _FACE, _FACE, _NO_FACE, _FACE, _NO_FACE)


@exercise(
    "when-not",
    lesson=LESSON,
    title="When not to deface",
    hints=(
        "What is the scan for? Does that need what would be cut?",
        "Eyes, sinuses, teeth and the outline of the body are cut with the face.",
        "Whoever needs the face gets it under an agreement, where it can be looked after.",
    ),
)
def check_purposes(decisions: object) -> str:
    """Check six decisions about releases of head scans."""
    given = expect_type(decisions, Sequence, "a list of six texts")  # type: ignore[type-abstract]
    if isinstance(given, str) or len(given) != len(_PURPOSES):
        raise NotYet("Give a list of six texts, in the order of the starter.")
    if any(one not in (_FACE, _NO_FACE) for one in given):
        raise NotYet('One of two for each, letter by letter: "deface" or "keep the face".')
    cortex, dose, nerves, web, surgeon, eeg = given
    if _FACE in (cortex, web, eeg):
        raise NotYet(
            "You leave faces in a release that needs none: the thickness of the cortex, a class of "
            "students and a search for bleeding look at the brain."
        )
    if dose == _NO_FACE:
        raise NotYet(
            "A dose is planned through all that a beam crosses. Where the face is cut away, "
            "the plan sees air, and is wrong in the brain too."
        )
    if nerves == _NO_FACE:
        raise NotYet("The optic nerves lie behind the eyes. Look at what the report says of eyes.")
    if surgeon == _NO_FACE:
        raise NotYet("Jaw and sinuses are the face. What would the surgeon practise on?")
    return (
        "Where the question is about the face, defacing destroys the answer. Such data are not "
        "published: they are shared under an agreement, and looked at where they lie."
    )


@exercise(
    "nifti-tells",
    lesson=LESSON,
    title="What a NIfTI file still tells",
    hints=(
        "`gzip.open(path).read()` gives the bytes. The header has 348 of them.",
        "`descrip` are the bytes from 148 to 228. The voxels begin where the float at 108 says.",
        (
            "What stands between the header and the voxels is an extension. Converters like "
            "to put the old header there."
        ),
    ),
)
def check_birth_date(date: object) -> str:
    """Check the date of birth that stands in the extension of a learner's file."""
    from dcmteach.course.scans import own_nifti_key

    key = own_nifti_key()
    given = "".join(letter for letter in str(date) if letter.isalnum() or letter == "^")
    if given == key["birth date"]:
        return (
            "A name in one field, a date of birth and a number behind the header, in a file called "
            "anonymous. `export` writes none of these, and tells what it found in the source."
        )
    if given == key["study date"]:
        raise NotYet("That is when the scan was made. Nobody is born and scanned on one day.")
    if given == key["number"].upper() or given == key["number"]:
        raise NotYet("That is the patient's number, from the right place. And the date of birth?")
    if given in (key["name"], key["name"].replace("^", "")):
        raise NotYet("That is the name, from the field `descrip`. There is more behind the header.")
    if not (len(given) == 8 and given.isdigit()):
        raise NotYet("A date of birth is asked for, as YYYYMMDD.")
    raise NotYet("No such date stands in the file.")
