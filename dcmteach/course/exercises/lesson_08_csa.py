"""The exercise of lesson 8 about a header that lies inside an element."""

from __future__ import annotations

from dcmteach.course.exercises import NotAttempted, NotYet, exercise, expect_dataset, expect_type

__all__ = ["check_csa"]

_REMARK = "Comment"


@exercise(
    "clean-in-place",
    lesson="08-private",
    title="Clean a header inside an element",
    hints=(
        "First the numbers: which tag of the header holds the remark, counted from 0?",
        "`csa(mr).with_items({(tag, item): …})` gives the new header. The remark has one item.",
        'The new text is bytes: `b"…"`. It may be shorter than the old one.',
    ),
)
def check_csa(mr: object, by_hand: object) -> str:
    """Check a CSA header in which nothing but the name is gone."""
    from pydicom import Dataset

    from dcmteach.errors import DcmteachError, ReadError
    from dcmteach.header import Csa, csa

    ds = expect_dataset(mr, "the data set `mr` of the lesson")
    original = csa(ds)
    if isinstance(by_hand, str):
        raise NotYet("This is the text alone. Hand over the whole header with the text in it.")
    if isinstance(by_hand, Dataset):
        try:
            by_hand = csa(by_hand)
        except DcmteachError:
            raise NotYet("There is no CSA header in this data set that could be read.") from None
    data = by_hand.to_bytes() if isinstance(by_hand, Csa) else by_hand
    data = expect_type(data, bytes, "the header, or its bytes")
    if data == original.to_bytes():
        raise NotAttempted("The header is what it was, byte by byte.")
    try:
        cleaned = csa(data)
    except ReadError:
        raise NotYet(
            "The header cannot be read any more: its texts and the lengths before them do not fit. "
            "Let the header set the lengths."
        ) from None
    before = {tag.name: tag for tag in original}
    after = {tag.name: tag for tag in cleaned}
    changed = {name for name, tag in before.items() if after.get(name) != tag}
    if set(after) != set(before) or changed - {_REMARK}:
        raise NotYet(
            "More than the remark is different now: a measurement is lost, which is what the "
            "header was to be kept for."
        )
    _expect_nobody(cleaned, data, str(ds.PatientName))
    return "One remark without a name, and every other tag as it was. The header still parses."


def _expect_nobody(cleaned: object, data: bytes, name: str) -> None:
    from dcmteach.header import Csa

    header = expect_type(cleaned, Csa, "the header")
    parts = [part for part in name.split("^") if part]
    shown = [bool(header.search(part)) for part in parts]
    if shown[0]:
        raise NotYet("The family name is still in the header. Ask it: `csa(…).search(…)`.")
    if any(shown):
        raise NotYet("Now half of the name is gone. A given name and a ward are enough for many.")
    if any(part.encode() in data for part in parts):
        raise NotYet(
            "The header reads well, and the bytes still hold the name: it stands behind the end of "
            "the text, where no program shows it. Let the header write the value."
        )
