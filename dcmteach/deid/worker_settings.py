"""What every worker must know, sent to it once and in one piece."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dcmteach.deid.recipe import Recipe
from dcmteach.deid.roster import Keyed, Roster, Who
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import Item

if TYPE_CHECKING:
    from dcmteach.deid.faces_order import Order
    from dcmteach.pixels.regions import Regions

__all__ = ["Done", "Settings", "Task", "pack", "unpack"]


@dataclass(frozen=True)
class Settings:
    """How each file is treated.

    Parameters
    ----------
    recipe : Recipe
        What is done to headers.
    secrets : Secrets
        The key.
    destination : str
        The output folder, absolute; empty for a dry run.
    parts : str
        Where files lie before they are whole, on the same disk.
    pixels, faces, unknown_sop : str
        As :func:`~dcmteach.deid.batch.deidentify` takes them.
    verify : bool
        Whether what was written is read again and searched.
    mapping : bool
        Whether old UIDs and patient IDs are handed back.
    words : tuple of str
        Further words that must not be in any output; short ones as whole words.
    roster : Roster, optional
        Who is who, where a cohort was looked through first.
    published : str
        Where what earlier runs wrote lies; empty for the destination.
    record : bool
        Whether anybody asks for digests and plans: the audit, or who looks at a dry run.
    run : str
        Tells runs apart within one process.
    text_engine : str
        What reads text in pixels, with ``pixels="redact"``.
    regions : Regions, optional
        Known places of text in pixels; those of dcmteach by default.
    """

    recipe: Recipe
    secrets: Secrets
    destination: str
    parts: str
    pixels: str = "hold"
    faces: str = "accept"
    unknown_sop: str = "refuse"
    verify: bool = True
    mapping: bool = False
    words: tuple[str, ...] = ()
    roster: Roster | None = None
    published: str = ""
    record: bool = True
    run: str = ""
    text_engine: str = "auto"
    regions: Regions | None = None

    @property
    def dry(self) -> bool:
        """Whether nothing is written."""
        return not self.destination

    @cached_property
    def who(self) -> Who:
        """Who is who."""
        return self.roster or Keyed(self.secrets, self.recipe.pseudonym_prefix)

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """Values that the recipe itself writes."""
        return tuple(
            rule.value
            for rule in self.recipe.rules
            if rule.value and "{" not in rule.value and len(rule.value) > 1
        )


class Task(NamedTuple):
    """One file to be treated, and what an earlier run said of it."""

    item: Item
    name: str = ""  # of the output of an earlier run
    digest: str = ""
    order: Order | None = None  # what was found out about its face


class Done(NamedTuple):
    """What became of one file. Only `pairs` and `patient` hold anything of the input.

    Parameters
    ----------
    number : int
        Which file: :attr:`Item.number`.
    status : str
        ``"written"``, ``"there already"``, ``"planned"`` (dry run), ``"refused"``,
        ``"held back"``, ``"withdrawn"``, ``"other file"``, ``"no room"``, or, of a whole stack of
        slices, ``"looked at"``.
    reason : str
        Why, where it was not written; no value and no name stands in it.
    name : str
        The output, below the destination.
    part : str
        Where it lies until it is published.
    digest : str
        SHA-256 of the output; empty if nobody asks for it.
    size : int
        Bytes of the input.
    extra : dict
        For the audit: SOP class, counts of steps, what is known of the pixels, verification.
    plan : str
        Tells plans apart; empty if nobody asks for them.
    steps : tuple of dict or None
        The plan's steps, once per worker and plan.
    pairs : tuple of (str, str)
        Old and new UIDs, if they are asked for.
    patient : tuple of str or None
        Old and new patient ID, if they are asked for.
    """

    number: int
    status: str
    reason: str = ""
    name: str = ""
    part: str = ""
    digest: str = ""
    size: int = 0
    extra: dict[str, Any] = {}  # noqa: RUF012 - never changed
    plan: str = ""
    steps: tuple[dict[str, Any], ...] | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    patient: tuple[str, str] | None = None


def pack(settings: Settings) -> bytes:
    """Pickle the settings. They hold the key: they go to workers and nowhere else."""
    return pickle.dumps(settings)


@lru_cache(maxsize=4)
def unpack(packed: bytes) -> Settings:
    """Give the settings back: the same object each time, so that what is memoised stays so."""
    settings: Settings = pickle.loads(packed)
    return settings
