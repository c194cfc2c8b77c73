"""What lesson 3 asks of identifying elements that a learner has found in the thorax sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dcmteach.course.exercises import NotYet, expect_type, same_text

if TYPE_CHECKING:
    from pydicom import Dataset

    from dcmteach.header.classify import Verdict, Verdicts

__all__ = ["insist_it_identifies", "insist_it_lies_inside", "pairs_of"]


def pairs_of(found: object) -> Mapping[object, object]:
    """Insist on a dictionary."""
    if isinstance(found, list | tuple | set | frozenset):
        raise NotYet(
            "These are keywords alone. Asked for is a dictionary: each keyword with the value you "
            "read from `ds`."
        )
    return expect_type(
        found,
        dict,
        "a dictionary of keywords and values",
        hint="Begin with `{` and write `keyword: value` pairs",
    )


def insist_it_identifies(ds: Dataset, verdicts: Verdicts, keyword: object, value: object) -> None:
    """Insist that a pair stands at the top of the sample and tells of the patient."""
    if not isinstance(keyword, str) or keyword not in ds:
        raise NotYet(
            f"`{keyword}` is no element at the top of this header. Print `ds` and copy a keyword."
        )
    told = getattr(value, "value", value) if hasattr(value, "VR") else value
    if not same_text(_text(told), _text(ds[keyword].value)):
        raise NotYet(
            f"The value you give for `{keyword}` is not what the file holds. Read it from `ds` "
            "instead of typing it."
        )
    verdict = verdicts[keyword].verdict
    if verdict == "safe":
        raise NotYet(
            f"`{keyword}` tells how the picture was made, and not of whom. Ask of each element: "
            "whom could it lead to?"
        )
    if verdict == "depends":
        raise NotYet(
            f"`{keyword}` may identify somebody in another file; in this one its value names "
            "nobody. Look for one that does."
        )


def insist_it_lies_inside(verdicts: Verdicts, nested: object) -> None:
    """Insist on a value that names somebody and stands inside a sequence."""
    if hasattr(nested, "VR"):
        nested = getattr(nested, "value", nested)
    if type(nested).__name__ == "Sequence" or isinstance(nested, list):
        raise NotYet(
            "`nested` holds the whole sequence. Go further: the number of an item in brackets, "
            "then a dot and the keyword of an element in it."
        )
    if type(nested).__name__.endswith("Dataset"):
        raise NotYet("`nested` holds a whole item. Go one step further, to an element in it.")
    text = _text(nested)
    pairs = list(zip(verdicts.entries, verdicts, strict=True))
    if any(entry.depth == 0 and same_text(entry.text, text) for entry, _ in pairs if entry.text):
        raise NotYet(
            "The value in `nested` stands at the top of the header as well. Find one that only "
            "those see who open a sequence."
        )
    inside = [v for entry, v in pairs if entry.depth and entry.text and same_text(entry.text, text)]
    if not inside:
        raise NotYet("The value in `nested` stands in no sequence of this header.")
    if not any(map(_leads_to_somebody, inside)):
        raise NotYet("The value in `nested` lies inside a sequence, but leads to nobody.")


def _leads_to_somebody(verdict: Verdict) -> bool:
    """Tell whether the element itself is unsafe, and not only the sequence around it."""
    from dcmteach.header.ruling import VALUE
    from dcmteach.standard import profile

    listed = profile.action(verdict.tag) is not None or "Person" in verdict.path
    by_value = any(said.source == VALUE and said.verdict == "unsafe" for said in verdict.sources)
    return verdict.verdict == "unsafe" and (listed or by_value)


def _text(value: object) -> str:
    """Write a value as the file does: several of them with backslashes between (PS3.5 6.4)."""
    from pydicom.multival import MultiValue

    if isinstance(value, list | tuple | MultiValue):
        return "\\".join(map(str, value))
    return str(value)
