"""Small validators for those who write exercises; each raises `NotYet` with a useful sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from dcmteach.course.outcome import NotAttempted, NotYet

__all__ = [
    "expect_dataset",
    "expect_names",
    "expect_number",
    "expect_sample",
    "expect_texts",
    "expect_type",
    "same_text",
]

T = TypeVar("T")
_CALLED = {"Mapping": "dict", "Sequence": "list"}
"""Types that Python's own words stand for, by what learners know them as."""


def expect_type(answer: object, kind: type[T], what: str, *, hint: str = "") -> T:
    """Insist on a Python type.

    Parameters
    ----------
    answer : object
        What the learner gave.
    kind : type
        What it has to be.
    what : str
        The answer in words, e.g. ``"the name as text"``.
    hint : str, optional
        A sentence on how to get one from the other.

    Returns
    -------
    object
        The answer, now known to be of this type.

    Raises
    ------
    NotAttempted
        If the answer is None: often a cell whose last line forgot to keep the value.
    NotYet
        If it is of another type; the message names both types.
    """
    if answer is None and kind is not type(None):
        raise NotAttempted(
            f"This asks for {what}; the variable holds `None`, so nothing was put into it."
        )
    wrong_bool = isinstance(answer, bool) and kind is not bool
    if not isinstance(answer, kind) or wrong_bool:
        more = f" {_sentence(hint)}" if hint else ""
        name = _CALLED.get(kind.__name__, kind.__name__)
        raise NotYet(f"This asks for {what} (`{name}`); you gave {_what(answer)}.{more}")
    return answer


def expect_number(answer: object, what: str, *, hint: str = "") -> int:
    """Insist on a whole number: int, or anything that equals one (an IS value, ``3.0``).

    Parameters
    ----------
    answer, what, hint
        As for `expect_type`.

    Returns
    -------
    int
        The number.
    """
    if isinstance(answer, float) and answer.is_integer():
        answer = int(answer)
    return int(expect_type(answer, int, what, hint=hint))


def expect_names(answer: object, what: str, *, known: Iterable[str] = ()) -> frozenset[str]:
    """Insist on a collection of names (keywords, options …) in any order.

    Parameters
    ----------
    answer : object
        A list, tuple or set of texts; one text alone is refused, because it is a sequence of
        letters.
    what : str
        The answer in words.
    known : iterable of str, optional
        If given, a name outside is refused.

    Returns
    -------
    frozenset of str
        The names.
    """
    if isinstance(answer, str):
        raise NotYet(f'This asks for {what}: texts in a list, as in `["…", "…"]`.')
    if not isinstance(answer, list | tuple | set | frozenset):
        expect_type(answer, list, what)
    names = [expect_type(one, str, f"{what}, each as text") for one in _items(answer)]
    allowed = frozenset(known)
    strange = [name for name in names if allowed and name not in allowed]
    if strange:
        raise NotYet(
            f"`{strange[0][:40]}` is none of the names to choose from. Check its spelling; "
            "capitals count."
        )
    return frozenset(names)


_COUNTS = {3: "three", 5: "five", 6: "six"}


def expect_texts(
    answer: object,
    number: int,
    allowed: Collection[str],
    *,
    each: str,
    order: str = "in the order of the starter",
) -> tuple[str, ...]:
    """Insist on a list of so many texts, each out of a few.

    Parameters
    ----------
    answer : object
        What the learner gave.
    number : int
        How many there have to be.
    allowed : collection of str
        What each may be.
    each : str
        What is said if one is something else.
    order : str, optional
        In which order they come.

    Returns
    -------
    tuple of str
        The texts.
    """
    what = f"a list of {_COUNTS.get(number, number)} texts"
    given = expect_type(answer, Sequence, what)  # type: ignore[type-abstract]
    if isinstance(given, str) or len(given) != number:
        raise NotYet(f"Give {what}, {order}.")
    if any(one not in allowed for one in given):
        raise NotYet(each)
    return tuple(given)


def expect_dataset(answer: object, what: str) -> Any:
    """Insist on a pydicom data set.

    Parameters
    ----------
    answer, what
        As for `expect_type`.

    Returns
    -------
    pydicom.Dataset
        The answer.
    """
    from pydicom import Dataset

    return expect_type(answer, Dataset, what, hint="Hand over the data set itself, not a value")


_MADE_BY_THE_MACHINE = ("SOPClassUID", "Rows", "KVP", "ExposureTime", "ImagePositionPatient")


def expect_sample(answer: Any, name: str) -> None:
    """Insist on a data set that began as one of the samples, whatever was edited in it.

    Parameters
    ----------
    answer : pydicom.Dataset
        What the learner handed over.
    name : str
        The sample, e.g. ``"ct_thorax"``.

    Raises
    ------
    NotYet
        If most of what the machine wrote into the sample is missing or different.
    """
    from dcmteach.synth import sample

    original = sample(name)
    made = [keyword for keyword in _MADE_BY_THE_MACHINE if keyword in original]
    same = sum(answer.get(keyword) == original.get(keyword) for keyword in made)
    if 2 * same <= len(made):
        raise NotYet(
            f"This is another data set than the exercise is about. Begin again with "
            f"`ds = sample({name!r})`."
        )


def same_text(one: object, other: object) -> bool:
    """Compare two texts as a reader would: case, surrounding and repeated blanks do not count.

    Parameters
    ----------
    one, other : object
        Compared as ``str``; accents count, but not the way they are encoded.

    Returns
    -------
    bool
        Whether they read the same.
    """
    return _reading(one) == _reading(other)


def _reading(text: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())


def _items(answer: object) -> list[object]:
    return list(answer) if isinstance(answer, list | tuple | set | frozenset) else []


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _what(answer: object) -> str:
    if isinstance(answer, type):
        return f"the class `{answer.__name__}` itself"
    if callable(answer) and hasattr(answer, "__name__"):
        return f"the function `{answer.__name__}` itself, without calling it: `()` is missing"
    name = type(answer).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} `{name}`"
