"""What must not stand in an output: all that names somebody, but for what the recipe keeps."""

from __future__ import annotations

from pydicom.dataset import Dataset

from dcmteach.deid.plan import Plan
from dcmteach.deid.worker_settings import Settings
from dcmteach.header.entry import entries
from dcmteach.header.identity import KINDS, Identity, identity
from dcmteach.verify import Reread, Seeds
from dcmteach.verify.given import whole

__all__ = ["seeds_for"]


def seeds_for(ds: Dataset, planned: Plan, settings: Settings, file: Reread) -> Seeds:
    """Collect what verification looks for.

    Parameters
    ----------
    ds : pydicom.dataset.Dataset
        The data set as it came.
    planned : Plan
        Its plan: of what names somebody it leaves out what the recipe keeps.
    settings : Settings
        The recipe, and further words.
    file : Reread
        The same file, taken apart by the reader that verification has for itself.

    Returns
    -------
    Seeds
        Where the profile lets nothing stay, by a look of its own: nothing of the plan is trusted.
        Of a recipe without the profile, only what it found to name the patient or study, and no
        UIDs: nobody asked for more.
    """
    recipe, words = settings.recipe, settings.words
    if recipe.profile == "none":
        promised = Identity(
            (kind, value) for kind, value in planned.identity.values if kind in KINDS
        )
        return Seeds.of(promised, words=words, allowed=settings.allowed)
    own = not recipe.options and not recipe.rules
    named = None if own else planned.identity
    allowed = (*settings.allowed, *planned.allowed, *_kept(ds, settings))
    seeds = Seeds.of(file, identity=named, words=words, retained=recipe.options, allowed=allowed)
    if whole(file, ds._dict):
        return seeds
    # Where the one reader did not come through, or overlooked something, both count.
    return seeds | Seeds.of(
        ds,
        identity=identity(ds) if own else planned.identity,
        words=words,
        retained=recipe.options,
        allowed=allowed,
    )


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
