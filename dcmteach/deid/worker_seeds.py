"""What must not stand in an output: all that names somebody, but for what the recipe keeps."""

from __future__ import annotations

from functools import lru_cache

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

from dcmteach.deid.apply_copy import copy_of
from dcmteach.deid.marks import text_at
from dcmteach.deid.plan import Plan
from dcmteach.deid.worker_settings import Settings
from dcmteach.header.contents import encodings_of
from dcmteach.header.entry import entries
from dcmteach.header.identity import KINDS, Identity, identity
from dcmteach.verify import Seeds

__all__ = ["seeds_for"]

_MAKERS = (0x00080070, 0x00081090)
_LONGEST = 16384  # bytes of a sequence that is remembered


def seeds_for(ds: Dataset, planned: Plan, settings: Settings) -> Seeds:
    """Collect what verification looks for.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set as it came.
    planned : Plan
        Its plan: of what names somebody it leaves out what the recipe keeps.
    settings : Settings
        The recipe, and further words.

    Returns
    -------
    Seeds
        Where the profile lets nothing stay, by a look of its own: nothing of the plan is trusted.
        Of a recipe without the profile, only what it found to name the patient or study, and no
        UIDs: nobody asked for more.
    """
    recipe, words = settings.recipe, settings.words
    if recipe.profile == "none":
        named = Identity((kind, value) for kind, value in planned.identity.values if kind in KINDS)
        return Seeds.of(named, words=words, allowed=settings.allowed)
    own = not recipe.options and not recipe.rules
    allowed = (*settings.allowed, *planned.allowed, *_kept(ds, settings))
    sequences = [
        element
        for tag, element in ds._dict.items()
        if type(element) is RawDataElement and element.VR == "SQ" and tag.group & 1 == 0
    ]
    plain = copy_of(ds, without={element.tag for element in sequences})
    seeds = Seeds.of(
        plain,
        identity=identity(plain) if own else planned.identity,
        words=words,
        retained=recipe.options,
        allowed=allowed,
    )
    inside = [_of_sequence(ds, element, own=own) for element in sequences]
    makers = tuple(text_at(ds, tag) for tag in _MAKERS if tag in ds._dict)
    return seeds | Seeds.of(inside, retained=recipe.options, allowed=(*allowed, *makers))


def _of_sequence(ds: Dataset, element: RawDataElement, *, own: bool) -> Seeds:
    """What one sequence adds: most are the same in all files of a series, and looked at once."""
    codecs = tuple(encodings_of(ds))
    bare = element._replace(value_tell=0)
    if len(element.value or b"") > _LONGEST:
        return _look(bare, codecs, own)
    return _remembered(bare, codecs, own)


def _look(element: RawDataElement, codecs: tuple[str, ...], own: bool) -> Seeds:
    alone = Dataset({element.tag: element})
    alone._read_implicit, alone._read_little = element.is_implicit_VR, element.is_little_endian
    alone._read_charset = alone._parent_encoding = list(codecs)
    return Seeds.of(alone, identity=None if own else Identity(()))


_remembered = lru_cache(maxsize=512)(_look)


def _kept(ds: Dataset, settings: Settings) -> list[str]:
    """The values that rules of the recipe leave where they are.

    Private ones are searched all the same: whoever keeps them cannot know what they hold.
    """
    rules = [rule for rule in settings.recipe.rules if rule.strategy == "keep"]
    if not rules:
        return []
    return [
        value
        for entry in entries(ds)
        if entry.text
        and not entry.steps[-1] & 0x10000
        and any(rule.matches(entry.steps, entry.vr, entry.private_creator) for rule in rules)
        for value in (entry.text, *entry.text.split("\\"))
    ]
