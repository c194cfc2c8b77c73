"""The exercises of lesson 6 about a whole study: references that lead nowhere, and their repair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dcmteach.course.exercises import NotAttempted, NotYet, exercise, expect_dataset, expect_type

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["check_lost", "check_repaired"]

LESSON = "06-uids"
_SIX = 6
_KINDS = {
    "SOPClassUID",
    "ReferencedSOPClassUID",
    "MediaStorageSOPClassUID",
    "TransferSyntaxUID",
}


def _study() -> list[Dataset]:
    """The six files of the lesson, with the references that it adds."""
    from pydicom import Dataset

    from dcmteach.header import read
    from dcmteach.synth import sample_folder

    paths = sorted(sample_folder("cohort").glob("CASE03*/CT*/*/*.dcm"))
    files: list[Dataset] = [read(path) for path in paths]
    for source, derived in zip(files[:3], files[3:], strict=True):
        item = Dataset()
        item.ReferencedSOPClassUID = source.SOPClassUID
        item.ReferencedSOPInstanceUID = source.SOPInstanceUID
        derived.SourceImageSequence = [item]
    return files


def _six(answer: object, what: str) -> list[Any]:
    given = expect_type(answer, list, what)
    if len(given) != _SIX:
        raise NotYet(f"This asks for {what}: six data sets. You gave {len(given)}.")
    return [expect_dataset(one, f"{what}, each a data set") for one in given]


@exercise(
    "points-nowhere",
    lesson=LESSON,
    title="Which references lead nowhere?",
    hints=(
        "First collect what is there: `{ds.SOPInstanceUID for ds in sent}`.",
        '`ds.get("SourceImageSequence", [])` gives the items, and none where there is no sequence.',
        "Ask of each item whether its `ReferencedSOPInstanceUID` is among those that are there.",
    ),
)
def check_lost(sent: object, lost: object) -> str:
    """Check the positions of the files whose source image is missing."""
    files = _six(sent, "the six files that were sent")
    there = {ds.SOPInstanceUID for ds in files}
    sources = [
        [item.ReferencedSOPInstanceUID for item in ds.get("SourceImageSequence") or ()]
        for ds in files
    ]
    truth = {n for n, named in enumerate(sources) if set(named) - there}
    if not truth:
        raise NotYet("In `sent` every source can be found. Run the lines of the starter once more.")
    positions = _positions(lost)
    if not positions:
        raise NotYet(
            "There are such files. If you found none, you looked among the files as they were "
            "before the script ran."
        )
    old = {ds.SOPInstanceUID for ds in _study()}
    renumbered = {n for n, ds in enumerate(files) if ds.SOPInstanceUID not in old}
    if positions <= renumbered:
        raise NotYet(
            "These are the images that cannot be found any more. Asked for are the files that look "
            "for them."
        )
    if any(not sources[n] for n in positions):
        raise NotYet("One of these names no source at all. It cannot name a wrong one either.")
    if positions - truth:
        raise NotYet("The source of one of these is still among the files. Check each of them.")
    if truth - positions:
        raise NotYet("Right so far; one more file looks for an image that is not there.")
    return (
        "Two files look for an image that nobody can find any more. Nothing complained: the only "
        "way to know is to look."
    )


def _positions(lost: object) -> set[int]:
    if isinstance(lost, set | tuple):
        lost = list(lost)
    given = expect_type(lost, list, "positions in a list", hint="The first file has position 0")
    if any(not isinstance(one, int) or isinstance(one, bool) for one in given):
        raise NotYet("These are no numbers. Only their positions are asked for: 0 to 5.")
    if any(not 0 <= one < _SIX for one in given):
        raise NotYet("Positions go from 0 to 5: the first file has position 0.")
    return set(given)


@exercise(
    "repair-with-a-key",
    lesson=LESSON,
    title="Replace every UID, consistently",
    hints=(
        "Make one key before the loop: `key = Secrets.random()`.",
        (
            "The function for `walk` gets a data set and an element. Where the element's VR is "
            "`UI`, set its `value` to `remap(key, element.value)`."
        ),
        "Walk twice for each file: through the data set, and through its `file_meta`.",
    ),
)
def check_repaired(repaired: object) -> str:
    """Check that all UIDs of six files were replaced, consistently, secretly, and kinds kept."""
    from dcmteach.verify import references

    after, before = _six(repaired, "the six repaired files"), _study()
    if _kinds(before) != _kinds(after):
        raise NotYet(
            "One of the UIDs that changed names a kind of object or of writing, such as *CT "
            "image*. Those have to stay, or nobody knows what the file is."
        )
    found = references(zip(before, after, strict=True))
    if found.removed:
        raise NotYet("Elements with a UID are gone. Replacing was asked for, not removing.")
    wrong = {row.what: row.path for row in found}
    old = [row.path for row in found if row.what == "is the original UID"]
    if len(old) == found.total:
        raise NotAttempted("All UIDs are still the ones from the files.")
    if "became another UID than the same one elsewhere" in wrong:
        raise NotYet(
            "One old UID has become more than one new UID, so the files have come apart. How many "
            "keys were at work, or how often was something drawn anew?"
        )
    if old:
        raise NotYet(_left(old))
    if wrong:
        raise NotYet(f"Something else is wrong: a UID {next(iter(wrong))}.")
    _expect_secret(found.mapping)
    return (
        f"All {found.total} UIDs are new, each old one became the same new one everywhere, and "
        "without the key nobody can compute them."
    )


def _kinds(files: list[Any]) -> list[list[str]]:
    return [[str(uid) for uid in _of_kinds(ds)] for ds in files]


def _of_kinds(ds: Any) -> Iterator[str]:
    from dcmteach.header import walk

    for _, element, _ in walk(ds):
        if element.keyword in _KINDS:
            yield element.value


def _left(old: list[str]) -> str:
    front = [path for path in old if path.startswith("file_meta.")]
    private = [path for path in old if path.startswith("(")]
    nested = [path for path in old if "[" in path and path not in private]
    top = len(old) - len(front) - len(private) - len(nested)
    if top:
        return (
            f"{top} old UIDs are left, counted over the six files. Elements at the top hold some "
            "of them: there are more than the four of the levels."
        )
    if nested:
        return (
            f"{len(nested)} old UIDs are left, and all are further down, inside sequences. A loop "
            "over a data set sees the sequences, not their items."
        )
    if private:
        return (
            "An old UID is left in an element that has no keyword: the manufacturer's own copy. "
            "Its VR is UI like all the others."
        )
    return (
        "In front of the data set an old UID is left. The file meta information is a data set of "
        "its own."
    )


def _expect_secret(mapping: dict[str, str]) -> None:
    from pydicom.uid import generate_uid

    if any(generate_uid(entropy_srcs=[old]) == new for old, new in mapping.items()):
        raise NotYet(
            "Consistent, and everybody can compute it: nothing secret went into the new UIDs. The "
            "lesson has shown what somebody with a list of old UIDs does next."
        )
