"""Whether a value may stand in an element: its VR, its VM, its character set (PS3.5 6.2, 6.4)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from pydicom.datadict import dictionary_VM
from pydicom.dataset import Dataset

from dcmteach.edit import dates, numerals, strings
from dcmteach.edit.charset import Charset, problem_with_charset, problem_with_text
from dcmteach.edit.multiplicity import ONE_VALUE, check_count
from dcmteach.edit.names import advise, person_name
from dcmteach.edit.problem import Problem
from dcmteach.errors import EditRefused

__all__ = ["Checked", "advice", "check_value", "examine", "is_empty", "problems"]

_CHECKS = MappingProxyType({**strings.CHECKS, **dates.CHECKS, **numerals.CHECKS, "PN": person_name})
_TEXT = frozenset(
    [
        "AE",
        "AS",
        "CS",
        "DA",
        "DS",
        "DT",
        "IS",
        "LO",
        "LT",
        "PN",
        "SH",
        "ST",
        "TM",
        "UC",
        "UI",
        "UR",
        "UT",
    ]
)

Checked = tuple[list[object], list[Problem]]


def is_empty(value: object) -> bool:
    """Whether a value is none at all: None, '', b'', an empty list, or a list of such."""
    if value is None or (isinstance(value, str) and not value.strip(" \x00")):
        return True
    if isinstance(value, bytes | bytearray):
        return not value
    if isinstance(value, Sequence) and not isinstance(value, str):
        return all(is_empty(one) for one in value)
    return str(value) == "" if type(value).__name__ == "PersonName" else False


def examine(
    vr: str,
    value: object,
    *,
    vm: str = "1-n",
    charset: Charset = None,
    keyword: str | None = None,
) -> Checked:
    """Split a value into its parts, write each as it will be stored, and find what is wrong.

    Parameters
    ----------
    vr : str
        The value representation.
    value : object
        What someone wants to write; a list, or text with backslashes, for several values.
    vm : str
        The value multiplicity, as the dictionary writes it: ``"1"``, ``"2-n"``, ``"3-3n"``.
    charset : str, sequence of str or None
        SpecificCharacterSet of the data set.
    keyword : str, optional
        The element, where it has enumerated values of its own.

    Returns
    -------
    stored : list
        One entry per value: dates and numbers as DICOM writes them, padding taken off.
    problems : list of Problem
        Empty if the value may stand.
    """
    if is_empty(value):
        return [], []
    if vr == "SQ":
        return _items(value, charset)
    if vr not in _CHECKS:
        return [value], [Problem(f"has the unknown VR {vr}", value, encodable=False)]
    stored: list[object] = []
    found: list[Problem] = []
    for one in _split(vr, value):
        if one is None or one == "":
            stored.append("")
            continue
        kept, problem = _CHECKS[vr](one)
        if problem is None and isinstance(kept, str) and vr in _TEXT:
            problem = problem_with_text(kept, vr, charset)
        stored.append(kept)
        found += [problem] if problem else []
    found += check_count(vr, vm, len(stored), value)
    if keyword is not None:
        found = _enumerated(keyword, stored) or found
    return stored, found


def problems(
    vr: str,
    value: object,
    *,
    vm: str = "1-n",
    charset: Charset = None,
    keyword: str | None = None,
) -> list[str]:
    """List what is wrong with a value, a sentence each, and what to write instead.

    Parameters are those of :func:`examine`. The list is empty if nothing is wrong.
    """
    _, found = examine(vr, value, vm=vm, charset=charset, keyword=keyword)
    return [problem.sentence(keyword or "This element") for problem in found]


def check_value(
    vr: str,
    value: object,
    *,
    vm: str = "1-n",
    charset: Charset = None,
    keyword: str | None = None,
) -> None:
    """Refuse a value that may not stand in an element.

    Parameters are those of :func:`examine`.

    Raises
    ------
    EditRefused
        With the rule, the value and the correction where one can be computed.
    """
    _, found = examine(vr, value, vm=vm, charset=charset, keyword=keyword)
    if found:
        name = keyword or "This element"
        raise EditRefused(
            found[0].sentence(name),
            path=keyword or "",
            rule=found[0].rule,
            alternatives=[found[0].next_step()],
        )


def advice(vr: str, stored: Sequence[object]) -> list[str]:
    """Say what is allowed but probably not meant: a name without its ``^``."""
    if vr != "PN":
        return []
    return [said for one in stored if (said := advise(str(one)))]


def _split(vr: str, value: object) -> list[Any]:
    if isinstance(value, str):
        # A backslash separates values, except in text of one value (PS3.5 6.2, 6.4).
        return [value] if vr in ONE_VALUE else value.split("\\")
    if vr == "AT" and isinstance(value, tuple) and len(value) == 2:
        return [value]
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return list(value)
    return [value]


def _items(value: object, charset: Charset) -> Checked:
    items = [value] if isinstance(value, Dataset) else value
    if not isinstance(items, Sequence) or not all(isinstance(one, Dataset) for one in items):
        return [value], [
            Problem(
                "must be an SQ, a list of data sets",
                value,
                advice="Write a list of pydicom.Dataset objects, one per item.",
                rule="PS3.5 7.5",
                encodable=False,
            )
        ]
    return list(items), [
        problem for n, item in enumerate(items) for problem in _inside(item, n, charset)
    ]


def _inside(item: Dataset, number: int, charset: Charset) -> Iterator[Problem]:
    """Check what a whole item brings along, element by element."""
    charset = item.get("SpecificCharacterSet", charset)
    for element in item:
        keyword = element.keyword or None
        vm = "1-n" if element.tag.is_private or keyword is None else dictionary_VM(element.tag)
        found = examine(element.VR, element.value, vm=vm, charset=charset, keyword=keyword)[1]
        for problem in found:
            must = f"has an item [{number}] whose {keyword or element.tag} {problem.must}"
            yield replace(problem, must=must, clearing=False)


@cache
def _enumerated_values() -> Mapping[str, Mapping[str, Any]]:
    text = files("dcmteach.edit").joinpath("enumerated.json").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[str, Any]] = json.loads(text)["elements"]
    return table


def _enumerated(keyword: str, stored: list[object]) -> list[Problem]:
    if keyword == "SpecificCharacterSet":
        problem = problem_with_charset(stored)
        return [problem] if problem else []
    entry = _enumerated_values().get(keyword)
    if entry is None:
        return []
    return [
        Problem(
            f"must be one of {', '.join(entry['values'])}",
            one,
            correction=entry["words"].get(str(one).casefold()),
            advice=f"Write one of {', '.join(entry['values'])}.",
            rule=entry["rule"],
        )
        for one in stored
        if isinstance(one, str) and one and one not in entry["values"]
    ]
