"""The place an edit aims at: which data set, which element, under which rules."""

from __future__ import annotations

from dataclasses import dataclass

from pydicom.datadict import dictionary_VM
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.filewriter import correct_ambiguous_vr_element
from pydicom.tag import BaseTag

from dcmteach.edit.charset import Charset
from dcmteach.errors import PathError
from dcmteach.header.dictionary import lookup
from dcmteach.header.items import creator_of, decode, items_of
from dcmteach.header.path import locate
from dcmteach.header.quiet import quiet
from dcmteach.standard import iod
from dcmteach.standard.path import AnyPath, Step, parse, unparse

__all__ = ["Target", "aim"]


@dataclass(frozen=True)
class Target:
    """An element, or the place where it could be, or an item of a sequence.

    Parameters
    ----------
    root : pydicom.dataset.Dataset
        The whole data set.
    dataset : pydicom.dataset.Dataset
        The data set, item or file meta that holds (or would hold) the element.
    tag : int
        The element's tag.
    item : int or None
        The 0-based item, if the path ends in one.
    steps : tuple of Step
        The way down, the element included.
    in_file_meta : bool
        Whether it belongs to the File Meta Information.
    """

    root: Dataset
    dataset: Dataset
    tag: int
    item: int | None
    steps: tuple[Step, ...]
    in_file_meta: bool

    @property
    def path(self) -> str:
        """The canonical path, the item included."""
        return unparse(self.steps, in_file_meta=self.in_file_meta)

    @property
    def element_path(self) -> str:
        """The canonical path of the element, without the item."""
        last = Step(self.steps[-1].element)
        return unparse((*self.steps[:-1], last), in_file_meta=self.in_file_meta)

    @property
    def keyword(self) -> str:
        """The keyword; empty for private and unknown elements."""
        return lookup(self.tag).keyword

    @property
    def present(self) -> bool:
        """Whether the element is there."""
        return BaseTag(self.tag) in self.dataset._dict

    @property
    def is_private(self) -> bool:
        """Whether the group is odd (PS3.5 7.8)."""
        return bool(self.tag >> 16 & 1)

    @property
    def vr(self) -> str:
        """The VR of the element, or the dictionary's if it is absent; "UN" if nobody knows."""
        if self.present:
            return str(decode(self.dataset, self.tag).VR)
        known = lookup(self.tag, creator_of(self.dataset, self.tag)).vr
        if " " not in known:
            return known
        with quiet():
            try:
                blank = DataElement(BaseTag(self.tag), known, None)
                return str(correct_ambiguous_vr_element(blank, self.dataset, True).VR)
            except Exception:  # pydicom could not tell; the first of the two is the usual one
                return known.split(" ")[0]

    @property
    def vm(self) -> str:
        """The VM as the dictionary writes it; "1-n" for what it does not know."""
        try:
            return dictionary_VM(self.tag)
        except KeyError:
            return "1-n"

    @property
    def type(self) -> str | None:
        """The Type in this data set's IOD, or None."""
        sop_class = str(self.root.get("SOPClassUID", "") or "")
        return iod.type_of(self.element_path, sop_class, self.root._dict)

    @property
    def object_name(self) -> str:
        """What the data set is, for a sentence: "a CT image"."""
        if self.in_file_meta:
            return "the file meta information"
        name = iod.name_of(str(self.root.get("SOPClassUID", "") or "")) or "Data set of this kind"
        return _with_article(name)

    @property
    def charset(self) -> Charset:
        """The SpecificCharacterSet that governs the element."""
        governing: Charset = None
        for place in (self.root, *self._items(), self.dataset):
            if "SpecificCharacterSet" in place:
                value = place["SpecificCharacterSet"].value
                governing = value if value is None or isinstance(value, str) else list(value)
        return governing

    def _items(self) -> list[Dataset]:
        found: list[Dataset] = []
        here = self.root
        for step in () if self.in_file_meta else self.steps[:-1]:
            here, tag = locate(here, str(Step(step.element)))
            inside = items_of(here, tag)
            here = inside[0][step.item or 0] if inside else here
            found.append(here)
        return found

    def ways(self) -> list[tuple[Dataset, int]]:
        """List data sets and tags of the sequences on the way, to the first stored as UN."""
        found: list[tuple[Dataset, int]] = []
        here = self.root
        for step in () if self.in_file_meta else self.steps[:-1]:
            here, tag = locate(here, str(Step(step.element)))
            inside = items_of(here, tag)
            found.append((here, tag))
            if inside is None or inside[1]:
                break
            here = inside[0][step.item or 0]
        return found

    def attach(self) -> Target:
        """Return the same target, its parents no longer stored as UN, so that an edit lasts."""
        return aim(self.root, self.path, attach=True)


def aim(ds: Dataset, path: AnyPath, *, attach: bool = False) -> Target:
    """Find the place a path names; the element itself may be absent.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        A data set.
    path : str, int or tuple of int
        An element; or, ending in ``[0]``, an item of a sequence.
    attach : bool, optional
        Turn sequences on the way that are stored as UN into sequences.

    Raises
    ------
    PathError
        If this is no path, or a sequence or item on the way is missing.
    """
    in_file_meta, steps = parse(path)
    last = steps[-1]
    plain = (*steps[:-1], Step(last.element))
    _, tag = locate(ds, unparse(plain[-1:])) if len(plain) == 1 and not in_file_meta else (ds, 0)
    # TransferSyntaxUID means file_meta.TransferSyntaxUID: there is no other place for it.
    in_file_meta = in_file_meta or (len(plain) == 1 and tag >> 16 == 0x0002)
    dataset, tag = locate(ds, unparse(plain, in_file_meta=in_file_meta), attach=attach)
    if in_file_meta and tag >> 16 != 0x0002:
        raise PathError(
            f"{unparse(plain)} does not belong into the file meta information, which holds group "
            f"0002 only (PS3.10 7.1). Write {unparse(plain)!r} without 'file_meta.'."
        )
    canonical = [Step(lookup(_number(step)).step, step.item) for step in steps]
    named = tuple(
        Step(_number(raw) if str(step.element).startswith("(") else step.element, step.item)
        for raw, step in zip(steps, canonical, strict=True)
    )
    return Target(ds, dataset, tag, last.item, named, in_file_meta)


def _with_article(name: str) -> str:
    """Write a name as it is spoken in a sentence: an MR image, an ultrasound image."""
    first = name.split(" ")[0].split("-")[0]
    if len(first) < 4 and first.isupper():
        return f"{'an' if first[0] in 'AEFHILMNORSX' else 'a'} {name}"
    return f"{'an' if first[0] in 'AEIOU' else 'a'} {name[0].lower()}{name[1:]}"


def _number(step: Step) -> int:
    if isinstance(step.element, int):
        return step.element
    from pydicom.datadict import tag_for_keyword

    return int(tag_for_keyword(step.element) or 0)
