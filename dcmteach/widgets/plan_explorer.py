"""The plan explorer: what a recipe does to each element, and why, while options are switched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dcmteach.deid import Recipe, recipe_names
from dcmteach.errors import DcmteachError
from dcmteach.widgets.base import Widget
from dcmteach.widgets.plan_model import PlanModel
from dcmteach.widgets.source import Source, as_dataset

if TYPE_CHECKING:
    from dcmteach.deid import Plan

__all__ = ["PlanExplorer"]


class PlanExplorer(Widget):
    """See what a recipe does to each element and why; switch options and watch the plan change.

    Parameters
    ----------
    source : Dataset, str or path
        A data set, or the path of a DICOM file. It is only read: nothing is applied.
    recipe : Recipe or str
        What shall be done at the start: a named recipe, also with options
        (``"basic+retain-uids"``), the path of a TOML file, or a recipe.
    unknown_sop : {"refuse", "strictest"}
        As for ``dcmteach.plan``.
    search : str
        What to look for at the start.
    show : str
        Which elements to list at the start: ``"everything"``, ``"touched"`` (all that is not
        kept), ``"switched"`` (what the last switch changed), or one of the things done:
        ``"keep"``, ``"remove"``, ``"clear"``, ``"replace"``, ``"remap"``, ``"shift"``,
        ``"randomise"``, ``"clean"``, ``"add"``.
    select : str, optional
        The path of the element to explain at the start; the first one otherwise.

    Raises
    ------
    DcmteachError
        If `source` is no data set, there is no such recipe, an option is unknown, or `select`
        names no element.
    ReadError
        If the file cannot be read as DICOM.

    Examples
    --------
    In a notebook, as the last line of a cell::

        import dcmteach
        ds = dcmteach.sample("ct_thorax")
        dcmteach.PlanExplorer(ds, select="DeviceSerialNumber")
    """

    model: PlanModel

    def __init__(
        self,
        source: Source,
        recipe: Recipe | str = "basic",
        *,
        unknown_sop: str = "refuse",
        search: str = "",
        show: str = "everything",
        select: str | None = None,
    ) -> None:
        ds = as_dataset(source, widget="PlanExplorer")
        self.model = PlanModel(ds, _recipe(recipe), unknown_sop=unknown_sop)
        self.model.search(search)
        self.model.filter(show)
        if select is not None:
            self.model.select(select)

    @property
    def plan(self) -> Plan:
        """The plan as it stands, to be applied with ``dcmteach.apply``."""
        return self.model.plan

    @property
    def recipe(self) -> Recipe:
        """The recipe as it stands, with the options that are switched on."""
        return self.model.recipe

    def _build(self) -> Any:
        from dcmteach.widgets.plan_view import PlanView

        return PlanView(self.model).box


def _recipe(recipe: object) -> Recipe | str:
    """Return what was given as a recipe, if it can be one."""
    if isinstance(recipe, Recipe | str):
        return recipe
    raise DcmteachError(
        f"PlanExplorer follows a recipe: one of {', '.join(recipe_names())}, the path of a TOML "
        f"file, or a Recipe (got {type(recipe).__name__}). Write, for example, "
        "PlanExplorer(ds, recipe='basic+retain-uids')."
    )
