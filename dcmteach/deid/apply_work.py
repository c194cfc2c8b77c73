"""What all the steps of one data set share: the key, the patient, and the places to work at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from pydicom.charset import decode_bytes, encode_string
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.tag import BaseTag

from dcmteach.deid import dates
from dcmteach.deid.plan import Plan
from dcmteach.deid.plan_search import text_of
from dcmteach.deid.roster import Keyed, Who
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.step import Step
from dcmteach.errors import DcmteachError
from dcmteach.header.contents import CHARSET_VRS, TEXT, encodings_of
from dcmteach.header.dictionary import lookup
from dcmteach.header.items import creator_of, items_of

__all__ = ["Work", "base_tag"]


_new = tuple.__new__  # a named tuple's own checks nothing more


@lru_cache(maxsize=8192)
def base_tag(tag: int) -> BaseTag:
    """Return pydicom's form of a tag; to make one anew each time is slow."""
    return BaseTag(tag)


class Work:
    """One data set being changed.

    Parameters
    ----------
    source : pydicom.dataset.Dataset
        The data set it was made from.
    result : pydicom.dataset.Dataset
        The copy that is changed.
    plan : Plan
        What is done.
    secrets : Secrets
        The key.
    who : Roster or Keyed, optional
        Who is who in a cohort.
    """

    def __init__(
        self,
        source: Dataset,
        result: Dataset,
        plan: Plan,
        secrets: Secrets,
        *,
        who: Who | None = None,
    ) -> None:
        self.source = source
        self.result = result
        self.plan = plan
        self.identity = plan.identity
        self.recipe = plan.recipe
        self.secrets = secrets
        self.who = who or Keyed(secrets, plan.recipe.pseudonym_prefix)
        self._places: dict[tuple[tuple[int, ...], tuple[int, ...]], Dataset] = {}

    @cached_property
    def person(self) -> str:
        """Who the data set is about; never shown."""
        return self.who.person_of(self.source)

    @cached_property
    def pseudonym(self) -> str:
        """The patient's pseudonym."""
        return self.who.pseudonym(self.person)

    @cached_property
    def days(self) -> int:
        """By how many days this patient's dates move; never 0."""
        return dates.shift_days(self.secrets, self.person)

    @cached_property
    def seconds(self) -> int:
        """By how many seconds times of day move; 0 if they stay."""
        if self.recipe.times == "keep":
            return 0
        return dates.shift_seconds(self.secrets, self.person)

    def container(self, step: Step) -> Dataset:
        """Return the data set or item a step works in."""
        tags = step.tags
        if len(tags) == 1:
            return self.result
        key = (tags[:-1], step.items)
        found = self._places.get(key)
        if found is None:
            found = self.result
            for tag, item in zip(tags, step.items, strict=False):
                found = _enter(found, tag, item, step.path)
            self._places[key] = found
        return found

    def vr(self, dataset: Dataset, tag: int) -> str:
        """Return the VR an element has, or would have."""
        element = dataset._dict.get(base_tag(tag))
        vr: str = (element.VR if element is not None else None) or "UN"
        if vr == "UN" or " " in vr:
            known = lookup(tag, creator_of(dataset, tag)).vr
            vr = known if " " not in known else ("OW" if "OW" in known else "US")
        return vr

    def text(self, dataset: Dataset, tag: int) -> str | bytes:
        """Read an element's value as it stands now: text, numbers as text, or bytes."""
        element = dataset._dict.get(base_tag(tag))
        if element is None:
            return ""
        return text_of(element, self.vr(dataset, tag), lambda: encodings_of(dataset))

    def put_text(self, dataset: Dataset, tag: int, text: str, *, vr: str | None = None) -> None:
        """Give an element a value of text, encoded in the character set around it.

        Raises
        ------
        UnicodeError
            If the character set lacks a letter.
        """
        vr = vr or self.vr(dataset, tag)
        if vr not in TEXT:
            self.put_number(dataset, tag, vr, text)
            return
        if text.isascii():
            data = text.encode("ascii")
        elif vr in CHARSET_VRS:
            codecs: Sequence[str] = encodings_of(dataset)
            data = b"\\".join(encode_string(part, list(codecs)) for part in text.split("\\"))
            if decode_bytes(data, list(codecs), {0x5C, 0x5E, 0x3D}) != text:
                raise UnicodeError(f"the character set around {vr} lacks a letter")
        else:
            data = text.encode("ascii")
        self.put_bytes(dataset, tag, vr, data, pad=b"\x00" if vr == "UI" else b" ")

    def put_bytes(
        self, dataset: Dataset, tag: int, vr: str, data: bytes, *, pad: bytes = b"\x00"
    ) -> None:
        """Give an element its bytes, padded to even length (PS3.5 6.2)."""
        if len(data) & 1:
            data += pad
        key = base_tag(tag)
        little = dataset._read_little is not False
        implicit = bool(dataset._read_implicit)
        dataset._dict[key] = _new(
            RawDataElement, (key, vr, len(data), data, 0, implicit, little, True, False)
        )

    def put_number(self, dataset: Dataset, tag: int, vr: str, text: str) -> None:
        """Give an element a number, or bytes written as text, under a binary VR."""
        if vr in {"US", "SS", "UL", "SL", "UV", "SV", "AT"}:
            value: object = int(text) if text else None
        elif vr in {"FL", "FD"}:
            value = float(text) if text else None
        else:
            self.put_bytes(dataset, tag, vr, text.encode("ascii"))
            return
        dataset._dict[BaseTag(tag)] = DataElement(BaseTag(tag), vr, value)


def _enter(dataset: Dataset, tag: int, item: int, path: str) -> Dataset:
    key = BaseTag(tag)
    element = dataset._dict.get(key)
    if type(element) is DataElement and element.VR == "SQ" and item < len(element.value):
        entered: Dataset = element.value[item]
        return entered
    inside = None if element is None else items_of(dataset, tag)
    if inside is None or item >= len(inside[0]):
        raise DcmteachError(
            f"The plan has a step for {path}, and this data set has no such place. "
            "Apply a plan only to the data set it was made for."
        )
    if inside[1]:  # parsed out of a UN value: from now on a sequence (PS3.5 6.2.2)
        dataset._dict[key] = DataElement(key, "SQ", Items(inside[0]))
    return inside[0][item]
