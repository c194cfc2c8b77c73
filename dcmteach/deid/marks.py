"""What a de-identified data set says of itself (PS3.15 E.1.1, E.3; PS3.3 C.12.1, C.7.1.1)."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from pydicom.dataset import Dataset

from dcmteach.deid.plan_search import Search, text_of
from dcmteach.deid.step import Step
from dcmteach.header.contents import encodings_of
from dcmteach.header.items import items_of
from dcmteach.standard import methods, profile
from dcmteach.standard.methods import Code

if TYPE_CHECKING:
    from dcmteach.deid.recipe import Recipe

__all__ = ["MARKS", "mark_steps", "text_at"]

_REMOVED, _METHOD, _CODES, _TIME = 0x00120062, 0x00120063, 0x00120064, 0x00280303
MARKS = frozenset({_REMOVED, _METHOD, _CODES, _TIME})
"""The tags written here; nothing else decides about them."""

_WORD = {
    "kept": "UNMODIFIED",
    "shifted": "MODIFIED",
    "randomised": "MODIFIED",
    "removed": "REMOVED",
}
_STRENGTH = ("UNMODIFIED", "MODIFIED", "REMOVED")


def mark_steps(
    ds: Dataset, recipe: Recipe, search: Search, *, named: bool = False
) -> tuple[Step, ...]:
    """Plan the marks.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set; marks of an earlier de-identification in it are kept beside ours.
    recipe : Recipe
        What is done.
    search : Search
        What identifies this patient: an earlier method that names them is dropped.
    named : bool, optional
        Whether the recipe keeps the patient's name or ID. Then it is not said to be removed,
        unless it was said already: what stays is a pseudonym.

    Returns
    -------
    tuple of Step
        One each for (0012,0062), (0012,0063), (0012,0064) and (0028,0303); the sequence only where
        the profile was applied.
    """
    if not any(tag in ds._dict for tag in MARKS):
        return _marks(recipe, (), (), "", "NO" if named else "YES")
    earlier = tuple(
        value
        for value in text_at(ds, _METHOD).split("\\")
        if value.strip() and not search.in_texts([value])
    )
    removed = "NO" if named and text_at(ds, _REMOVED).strip() != "YES" else "YES"
    time = text_at(ds, _TIME).strip()
    return _marks(recipe, earlier, _earlier_codes(ds, search), time, removed)


@lru_cache(maxsize=256)
def _marks(
    recipe: Recipe,
    methods_before: tuple[str, ...],
    codes_before: tuple[Code, ...],
    time: str,
    removed: str,
) -> tuple[Step, ...]:
    ours = (f"dcmteach {_version()}", _method(recipe))
    method = (*(text for text in methods_before if text not in ours), *ours)
    used = ("basic", *recipe.options) if recipe.profile == "basic" else ()
    codes = list(codes_before)
    codes += [code for code in map(methods.code_for, used) if code not in codes]
    word = _WORD[recipe.dates]
    if time in _STRENGTH and _STRENGTH.index(time) > _STRENGTH.index(word):
        word = time  # what is gone stays gone
    steps = [
        _mark("PatientIdentityRemoved", _REMOVED, removed, "PS3.15 E.1.1 step 6"),
        _mark("DeidentificationMethod", _METHOD, method, "PS3.15 E.1.1 step 6"),
    ]
    if codes:
        steps.append(
            _mark("DeidentificationMethodCodeSequence", _CODES, tuple(codes), "PS3.15 E.1.1 step 6")
        )
    steps.append(_mark("LongitudinalTemporalInformationModified", _TIME, word, "PS3.15 E.3.6"))
    return tuple(steps)


def _mark(keyword: str, tag: int, value: object, clause: str) -> Step:
    reason = f"whoever gets the file must be able to tell what was done to it ({clause})"
    return Step(keyword, (tag,), "", "replace", value, reason, "mark")


def _method(recipe: Recipe) -> str:
    if recipe.profile == "basic":
        text = f"PS3.15 {profile.EDITION} Basic Profile, recipe {recipe.name or 'own'}"
    else:
        text = f"recipe {recipe.name or 'own'}"
    digest = f" {recipe.digest}"
    # LO holds 64 characters (PS3.5 6.2); one is left for padding, the digest is never cut.
    return text[: 63 - len(digest)] + digest


@lru_cache(maxsize=1)
def _version() -> str:
    try:
        return version("dcmteach")
    except PackageNotFoundError:  # not installed, only on the path
        return "0"


def text_at(ds: Dataset, tag: int) -> str:
    """Read an element's value as text; empty if it is missing or no text."""
    element = ds._dict.get(tag)  # type: ignore[call-overload]
    if element is None:
        return ""
    text = text_of(element, element.VR or "LO", lambda: encodings_of(ds))
    return text if isinstance(text, str) else ""


def _earlier_codes(ds: Dataset, search: Search) -> tuple[Code, ...]:
    if _CODES not in ds._dict:
        return ()
    inside = items_of(ds, _CODES)
    known = {(code.value, code.scheme): code for code in methods.codes().values()}
    found: list[Code] = []
    for item in inside[0] if inside else ():
        value, scheme, meaning = (text_at(item, tag).strip() for tag in (0x80100, 0x80102, 0x80104))
        code = known.get((value, scheme))
        if code is None:
            if not (value and scheme and meaning) or search.in_texts([value, scheme, meaning]):
                continue
            code = Code(value, scheme, meaning)
        if code not in found:
            found.append(code)
    return tuple(found)
