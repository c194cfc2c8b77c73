"""What a file must no longer hold once it is de-identified: the words its input identifies by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pydicom._uid_dict import UID_dictionary

from dcmteach.errors import DcmteachError
from dcmteach.header.dates import spellings_of_date
from dcmteach.header.fold import fold
from dcmteach.header.identity import KINDS, Identity, identity
from dcmteach.header.needles import Needle, needles_of
from dcmteach.standard.profile import check_options
from dcmteach.verify.original import Original, original

__all__ = ["Seeds", "Words", "is_well_known"]

WORD, UID = "given word", "original UID"

_TYPED = re.compile("ae|oe|ue")
_FREE = 6
_LONG = 5

DATE, ORDER, DEVICE = "date of the study", "order number", "device"

_OPTION_KINDS = {
    "retain-institution-identity": ("institution",),
    "retain-uids": (UID,),
    "retain-device-identity": (DEVICE,),
    "retain-full-dates": (DATE,),
    "retain-modified-dates": (DATE,),  # one day moved may fall on another
}
_REGISTERED = (
    "1.2.840.10008.",  # DICOM itself (PS3.6 A)
    "2.16.840.1.113883.6.",  # coding schemes (PS3.16 8)
)


def is_well_known(uid: str) -> bool:
    """Tell whether a UID is registered for everybody, and so says nothing about a file."""
    return uid.startswith(_REGISTERED) or uid in UID_dictionary


class Words(NamedTuple):
    """The words in the forms in which they are looked for.

    Parameters
    ----------
    needles : tuple of Needle
        All of them, with what must adjoin them.
    patterns : tuple of str
        What must stand in a folded text for one of four characters or more to be there.
    short : tuple of str
        Those of two and three characters.
    dates : frozenset of str
        The birth date and the days of the study in all their spellings.
    years : tuple of str
        Their years, of four digits and of two.
    """

    needles: tuple[Needle, ...]
    patterns: tuple[str, ...]
    short: tuple[str, ...]
    dates: frozenset[str]
    years: tuple[str, ...]


class Seeds:
    """The identifiers of one input, or of several. It shows their number, never themselves.

    Parameters
    ----------
    needles : iterable of Needle
        The words to look for.
    uids : iterable of str
        The original UIDs.
    encodings : iterable of str
        Python codecs of the input's text.
    dates_kept : bool, optional
        Whether original dates may stay: then a birth date in another date element may be a
        coincidence.
    """

    __slots__ = ("dates_kept", "encodings", "uids", "words")

    def __init__(
        self,
        needles: Iterable[Needle] = (),
        uids: Iterable[str] = (),
        *,
        encodings: Iterable[str] = (),
        dates_kept: bool = False,
    ) -> None:
        self.words = _words(frozenset(needles))
        self.uids = frozenset(uids)
        self.encodings = tuple(dict.fromkeys(encodings))
        self.dates_kept = dates_kept

    @classmethod
    def of(
        cls,
        before: object,
        *,
        identity: Identity | None = None,
        words: Iterable[str] = (),
        retained: Iterable[str] = (),
        allowed: Iterable[str] = (),
    ) -> Seeds:
        """Collect the identifiers of an input.

        Parameters
        ----------
        before : pydicom.dataset.Dataset, Identity, Seeds, path or bytes
            The input, before anything was done to it; or several of them, in a list.
        identity : Identity, optional
            What :func:`dcmteach.header.identity` said of it, if that is known already.
        words : iterable of str, optional
            Further words that must not stand in the output.
        retained : iterable of str, optional
            Options of the profile that keep what would otherwise be looked for:
            ``"retain-uids"``, ``"retain-institution-identity"``, ``"retain-full-dates"``.
        allowed : iterable of str, optional
            Values that the recipe writes or keeps on purpose: no word in them is looked for.

        Returns
        -------
        Seeds
        """
        options = check_options(retained)
        dropped = {kind for option in options for kind in _OPTION_KINDS.get(option, ())}
        found = _collect(before, identity)
        accepted = [fold(text) for text in (*found.makers, *allowed)]
        makers = len(found.makers)

        def wanted(needle: Needle) -> bool:
            if needle.kind in dropped:
                return False
            # A maker's name is kept by the profile, also where it is another's name as well.
            beside = accepted if needle.kind in {"institution", DEVICE} else accepted[makers:]
            return not any(needle.text in text for text in beside)

        given = [needle for word in words for needle in _of_word(word)]
        return cls(
            [needle for needle in (*found.needles, *given) if wanted(needle)],
            () if UID in dropped else found.uids.difference(allowed),
            encodings=found.encodings,
            dates_kept="retain-full-dates" in options,
        )

    def __bool__(self) -> bool:
        return bool(self.words.needles or self.uids)

    def __repr__(self) -> str:
        return f"<Seeds: {len(self.words.needles)} words and {len(self.uids)} UIDs to look for>"

    __str__ = __repr__

    def __or__(self, other: Seeds) -> Seeds:
        return Seeds(
            (*self.words.needles, *other.words.needles),
            self.uids | other.uids,
            encodings=(*self.encodings, *other.encodings),
            dates_kept=self.dates_kept or other.dates_kept,
        )


def _collect(before: object, known: Identity | None) -> Original:
    if isinstance(before, Identity):
        return Original(_needles(before), frozenset(), (), ())
    if isinstance(before, Seeds):
        return Original(before.words.needles, before.uids, before.encodings, ())
    if isinstance(before, list | tuple | set | frozenset):
        found = [_collect(one, None) for one in before]
        return Original(
            tuple(dict.fromkeys(needle for one in found for needle in one.needles)),
            frozenset[str]().union(*(one.uids for one in found)),
            tuple(dict.fromkeys(codec for one in found for codec in one.encodings)),
            tuple(dict.fromkeys(maker for one in found for maker in one.makers)),
        )
    ds, uids, makers, devices = original(before)
    named = identity(ds) if known is None else known
    of_devices = [needle for value in devices for needle in _of_number(DEVICE, value)]
    encodings = ds._character_set
    return Original(
        (*_needles(named), *of_devices),
        frozenset(uid for uid in uids if not is_well_known(uid)),
        (encodings,) if isinstance(encodings, str) else tuple(encodings),
        makers,
    )


def _needles(named: Identity) -> tuple[Needle, ...]:
    """The words of an identity; what merely belongs to the study is not looked for."""
    found: dict[Needle, None] = {}
    for kind, value in named.values:
        if kind in KINDS:
            found.update(dict.fromkeys(_of_value(kind, value)))
        elif kind == "order number":
            found.update(dict.fromkeys(_of_number(ORDER, value)))
        elif kind == "date":
            found.update(dict.fromkeys(_of_date(value)))
    return tuple(found)


@lru_cache(maxsize=4096)
def _of_number(kind: str, value: str) -> tuple[Needle, ...]:
    """A number that names no patient counts if it is long enough, and has a digit in it."""
    if len(value.strip()) < _LONG or not any(letter.isdigit() for letter in value):
        return ()
    return tuple(needle._replace(kind=kind) for needle in needles_of("patient ID", value))


@lru_cache(maxsize=1024)
def _of_date(value: str) -> tuple[Needle, ...]:
    """A day of the study, with its year in full: 3.4.19 may be a version."""
    return tuple(
        Needle(text, DATE, "number") for text in spellings_of_date(value) if value[:4] in text
    )


@lru_cache(maxsize=4096)
def _of_value(kind: str, value: str) -> tuple[Needle, ...]:
    found = [needle._replace(key="") for needle in needles_of(kind, value)]
    if kind.endswith("name"):  # Mueller is Müller as well
        found += [
            needle._replace(text=bare)
            for needle in found
            if needle.where == "anywhere"
            and (bare := _TYPED.sub(lambda two: two[0][0], needle.text)) != needle.text
            and len(bare) >= _FREE
        ]
    return tuple(found)


def _of_word(word: str) -> list[Needle]:
    """A word somebody gave counts whatever it is, as long as it is one."""
    text = fold(" ".join(word.split()))
    if len(text) < 2:
        raise DcmteachError(
            f"A word to look for needs two characters or more (got {len(text)}): a single one "
            "stands everywhere by chance. Give the whole word."
        )
    found = [Needle(text, WORD, "word" if len(text) < 6 else "anywhere")]
    found += [n._replace(kind=WORD) for n in needles_of("patient ID", word) if n.text != text]
    return found


@lru_cache(maxsize=512)
def _words(needles: frozenset[Needle]) -> Words:
    of_dates = {"birth date", DATE}
    dates = frozenset(n.text for n in needles if n.kind in of_dates)
    texts = sorted({n.text for n in needles if n.kind not in of_dates}, key=lambda t: (len(t), t))
    patterns: list[str] = []
    for text in texts:
        if (len(text) >= 4 or not text.isascii()) and not any(
            pattern in text for pattern in patterns
        ):
            patterns.append(text)
    years = {year for date in dates for year in re.findall(r"(?<!\d)\d{4}(?!\d)", date)}
    ordered = tuple(sorted(needles, key=lambda n: (-len(n.text), n.text, n.kind)))
    return Words(
        ordered,
        tuple(patterns),
        tuple(text for text in texts if len(text) < 4 and text.isascii()),
        dates,
        tuple(sorted(years | {year[2:] for year in years})),
    )
