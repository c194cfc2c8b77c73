"""What a file must no longer hold once it is de-identified: the words its input identifies by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pydicom._uid_dict import UID_dictionary

from dcmteach.header.identity import Identity, identity
from dcmteach.header.needles import Needle
from dcmteach.standard.profile import check_options
from dcmteach.verify.given import given
from dcmteach.verify.original import original
from dcmteach.verify.parts import Reread
from dcmteach.verify.words import DATE, DEVICE, Kept, words_for, words_of

__all__ = ["UID", "Seeds", "is_well_known"]

UID = "original UID"

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
        self.words = words_of(frozenset(needles))
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
        before : pydicom.dataset.Dataset, Reread, Identity, Seeds, path or bytes
            The input, before anything was done to it; or several of them, in a list.
        identity : Identity, optional
            What :func:`dcmteach.header.identity` said of it, if that is known already.
        words : iterable of str, optional
            Further words that must not stand in the output: one of fewer than six characters
            where it is a whole word, a longer one anywhere.
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
        allowed = tuple(allowed)
        found = _collect(before, identity)
        seeds = cls(
            uids=() if UID in dropped else found.uids.difference(allowed),
            encodings=found.encodings,
            dates_kept="retain-full-dates" in options,
        )
        kept = Kept(frozenset(dropped), found.makers, frozenset(allowed))
        seeds.words = words_for(found.values, found.needles, tuple(words), kept)
        return seeds

    def __bool__(self) -> bool:
        return bool(self.words.needles or self.uids)

    def __repr__(self) -> str:
        return f"<Seeds: {len(self.words.needles)} words and {len(self.uids)} UIDs to look for>"

    __str__ = __repr__

    def __or__(self, other: Seeds) -> Seeds:
        return Seeds(
            self.words.all | other.words.all,
            self.uids | other.uids,
            encodings=(*self.encodings, *other.encodings),
            dates_kept=self.dates_kept or other.dates_kept,
        )


class _Original(NamedTuple):
    """The names, the words, the UIDs, the codecs and the makers' names of an input."""

    values: frozenset[tuple[str, str]] = frozenset()
    needles: frozenset[Needle] = frozenset()
    uids: frozenset[str] = frozenset()
    encodings: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()


def _collect(before: object, known: Identity | None) -> _Original:
    if isinstance(before, Identity):
        return _Original(frozenset(before.values))
    if isinstance(before, Seeds):
        return _Original(frozenset(), before.words.all, before.uids, before.encodings)
    if isinstance(before, list | tuple | set | frozenset):
        found = [_collect(one, None) for one in before]
        return _Original(
            frozenset[tuple[str, str]]().union(*(one.values for one in found)),
            frozenset[Needle]().union(*(one.needles for one in found)),
            frozenset[str]().union(*(one.uids for one in found)),
            tuple(dict.fromkeys(codec for one in found for codec in one.encodings)),
            tuple(dict.fromkeys(maker for one in found for maker in one.makers)),
        )
    if isinstance(before, Reread):
        values, uids, encodings, makers, devices = given(before, names=known is None)
        if known is not None:
            values = frozenset(known.values)
    else:
        ds, uids, makers, devices = original(before)
        values = frozenset((identity(ds) if known is None else known).values)
        codecs = ds._character_set
        encodings = (codecs,) if isinstance(codecs, str) else tuple(codecs)
    return _Original(
        values.union((DEVICE, value) for value in devices),
        frozenset(),
        frozenset(uid for uid in uids if not is_well_known(uid)),
        encodings,
        makers,
    )
