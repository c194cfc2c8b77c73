"""How each strategy changes an element, and who cleans what.

Cleaners are looked up by name in :data:`CLEANERS`; :func:`register` adds one.
"""

from __future__ import annotations

from collections.abc import Callable

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from dcmteach.deid import freetext, objects, uids
from dcmteach.deid.apply_work import Work, base_tag
from dcmteach.deid.dummies import dummy, randomised_number
from dcmteach.deid.plan_terms import other_terms
from dcmteach.deid.step import DUMMY, ITEMS, PSEUDONYM, Step, cleaner_of
from dcmteach.deid.strategies_codes import put_codes
from dcmteach.deid.strategies_dates import randomise_date, shift_date
from dcmteach.errors import DcmteachError
from dcmteach.header.dictionary import lookup
from dcmteach.standard.methods import Code

__all__ = ["CLEANERS", "HANDLERS", "Cleaner", "Handler", "register"]

Handler = Callable[[Work, Dataset, int, Step], None]
Cleaner = Callable[[Work, Dataset, int, Step], bool]
"""Cleans one element in place; False if it cannot with certainty."""

_ONE_TEXT = frozenset({"LT", "ST", "UT", "UR"})


def _keep(work: Work, dataset: Dataset, tag: int, step: Step) -> None:
    """Leave it as it is."""


def _remove(work: Work, dataset: Dataset, tag: int, step: Step) -> None:
    dataset._dict.pop(base_tag(tag), None)


def _clear(work: Work, dataset: Dataset, tag: int, step: Step) -> None:
    vr = _vr_before(work, dataset, tag)
    if vr == "SQ":
        dataset._dict[base_tag(tag)] = DataElement(base_tag(tag), "SQ", Sequence())
    else:
        work.put_bytes(dataset, tag, vr, b"")


def _vr_before(work: Work, dataset: Dataset, tag: int) -> str:
    """The VR of an element that may have been left out of the copy."""
    if dataset is work.result and base_tag(tag) not in dataset._dict:
        return work.vr(work.source, tag)
    return work.vr(dataset, tag)


def _replace(work: Work, dataset: Dataset, tag: int, step: Step) -> None:
    value = step.value
    if value == DUMMY:
        _make_up(work, dataset, tag)
    elif isinstance(value, bytes):
        work.put_bytes(dataset, tag, work.vr(dataset, tag), value)
    elif isinstance(value, tuple):
        if value and isinstance(value[0], Code):
            put_codes(work, dataset, tag, value)
        else:
            work.put_text(dataset, tag, "\\".join(map(str, value)))
    else:
        text = _filled(work, dataset, tag, str(value))
        try:
            if not text.isascii() and 0x00080005 not in work.result._dict:
                raise UnicodeError("the default character set is ASCII (PS3.3 C.12.1.1.2)")
            work.put_text(dataset, tag, text)
        except (UnicodeError, ValueError):
            raise DcmteachError(
                f"The recipe's value for {step.path} cannot be written under its VR and in this "
                "file's character set. Give it one in plain letters."
            ) from None


def _filled(work: Work, dataset: Dataset, tag: int, text: str) -> str:
    if PSEUDONYM in text:
        text = text.replace(PSEUDONYM, work.pseudonym)
    if DUMMY in text:
        text = text.replace(DUMMY, _dummy(work, dataset, tag))
    if "{SOPInstanceUID}" in text:
        text = text.replace("{SOPInstanceUID}", _instance(work))
    return text


def _instance(work: Work) -> str:
    text = work.text(work.result, 0x00080018)
    return text if isinstance(text, str) else ""


def _dummy(work: Work, dataset: Dataset, tag: int) -> str:
    text = work.text(dataset, tag)
    original = text if isinstance(text, str) else ""
    vr, keyword = work.vr(dataset, tag), lookup(tag).keyword
    return dummy(vr, keyword, original, work.secrets, work.person)


def _make_up(work: Work, dataset: Dataset, tag: int) -> None:
    vr = work.vr(dataset, tag)
    if vr == "SQ":
        dataset._dict[base_tag(tag)] = DataElement(base_tag(tag), "SQ", Sequence())
        return
    work.put_text(dataset, tag, _dummy(work, dataset, tag), vr=vr)


def _remap(work: Work, dataset: Dataset, tag: int, step: Step) -> None:
    if tag == 0x00020003:
        work.put_text(dataset, tag, _instance(work), vr="UI")
        return
    text = work.text(dataset, tag)
    if not isinstance(text, str):
        _otherwise("remove", work, dataset, tag)
        return
    if text:
        new = "\\".join(uids.remap(work.secrets, part.strip()) for part in text.split("\\"))
        work.put_text(dataset, tag, new, vr="UI")


def _clean(work: Work, dataset: Dataset, tag: int, step: Step) -> None:
    name, otherwise = cleaner_of(step.value)
    if name == ITEMS:
        return  # its items have steps of their own
    cleaner = CLEANERS.get(name)
    if cleaner is None:
        raise DcmteachError(
            f"The plan wants {step.path} cleaned by {name!r}, and there is no such cleaner. "
            f"Known here: {', '.join(sorted(CLEANERS))}."
        )
    if not cleaner(work, dataset, tag, step):
        _otherwise(otherwise, work, dataset, tag)


def _otherwise(strategy: str, work: Work, dataset: Dataset, tag: int) -> None:
    if strategy == "replace":
        _make_up(work, dataset, tag)
    elif strategy == "clear":
        work.put_bytes(dataset, tag, work.vr(dataset, tag), b"")
    elif strategy != "keep":
        dataset._dict.pop(base_tag(tag), None)
        objects.tidy(dataset, tag)


def _clean_text(work: Work, dataset: Dataset, tag: int, step: Step) -> bool:
    text, vr = work.text(dataset, tag), work.vr(dataset, tag)
    if not isinstance(text, str):
        return False
    dates_cut = "birth" if work.recipe.dates == "kept" else "all"
    parts = [text] if vr in _ONE_TEXT else text.split("\\")
    cleaned: list[str] = []
    for part in parts:
        new = freetext.clean(part, work.identity, dates=dates_cut)
        if new is None:
            return False
        cleaned.append(new)
    whole = "\\".join(cleaned)
    if not whole.strip(" \\") and text.strip():
        return False  # nothing is left of it
    try:
        work.put_text(dataset, tag, whole, vr=vr)
    except UnicodeError:
        return False
    return True


def _clean_word(work: Work, dataset: Dataset, tag: int, step: Step) -> bool:
    """Codes and titles are kept whole or not at all."""
    text = work.text(dataset, tag)
    return isinstance(text, str) and not work.identity.found_in(text)


def _randomise(work: Work, dataset: Dataset, tag: int, step: Step) -> None:
    vr = work.vr(dataset, tag)
    if vr == "UI":
        _remap(work, dataset, tag, step)
    elif vr in {"DS", "IS"}:
        text = str(work.text(dataset, tag))
        number = randomised_number(lookup(tag).keyword, text, work.secrets, work.person)
        if number is None:
            _otherwise(str(step.value or "remove"), work, dataset, tag)
        else:
            work.put_text(dataset, tag, number, vr=vr)
    elif vr not in {"DA", "DT", "TM"}:
        _make_up(work, dataset, tag)
    elif not randomise_date(work, dataset, tag):
        _otherwise(str(step.value or "remove"), work, dataset, tag)


def _shift(work: Work, dataset: Dataset, tag: int, step: Step) -> None:
    if not shift_date(work, dataset, tag):
        _otherwise(str(step.value or "remove"), work, dataset, tag)


def _clean_terms(work: Work, dataset: Dataset, tag: int, step: Step) -> bool:
    """Of several code strings, make up those in which something is found; never the only one."""
    text = work.text(dataset, tag)
    parts = text.split("\\") if isinstance(text, str) else []
    kept = [part if _is_clean_term(work, part) else "ANON" for part in parts]
    if len(kept) < 2 or kept[0] == "ANON":
        return False
    work.put_text(dataset, tag, "\\".join(kept), vr="CS")
    return True


def _is_clean_term(work: Work, part: str) -> bool:
    if not other_terms(part):
        return True
    return not work.identity.found_in(part) and freetext.clean(part, work.identity) == part


HANDLERS: dict[str, Handler] = {
    "keep": _keep,
    "replace": _replace,
    "randomise": _randomise,
    "clear": _clear,
    "remove": _remove,
    "remap": _remap,
    "shift": _shift,
    "clean": _clean,
}
"""What does each strategy."""

CLEANERS: dict[str, Cleaner] = {
    "text": _clean_text,
    "word": _clean_word,
    "terms": _clean_terms,
    **objects.CLEANERS,
}
"""Who cleans what, by the name a step's value begins with."""


def register(name: str, cleaner: Cleaner) -> None:
    """Add a cleaner for steps whose value begins with `name`."""
    CLEANERS[name] = cleaner
