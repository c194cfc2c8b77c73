from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import ipywidgets
import pytest
from pydicom import Dataset, FileDataset
from pydicom.filewriter import dcmwrite

from dcmteach import DcmteachError, PlanExplorer, Recipe, Secrets, apply, diff, plan, sample
from dcmteach.standard import profile
from dcmteach.widgets import Snapshot
from dcmteach.widgets.plan_model import SHOW, PlanModel
from dcmteach.widgets.plan_view import PlanView

LIVE = "application/vnd.jupyter.widget-view+json"
HOSTILE = "<img src=x onerror=alert(1)>"


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def inside(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def thorax() -> FileDataset:
    return sample("ct_thorax")


@pytest.fixture
def explorer(thorax: FileDataset) -> PlanExplorer:
    return PlanExplorer(thorax)


def shows(model: PlanModel) -> dict[str, str]:
    return {row.path: row.done for row in model.visible}


# --- which element, what, why -------------------------------------------------------------


def test_it_shows_exactly_what_the_plan_does(explorer: PlanExplorer, thorax: FileDataset) -> None:
    made = plan(thorax, "basic")
    rows = {row.path: row for row in explorer.model.rows}
    for step in made.steps:
        assert rows[step.path].step == step
    others = [row for row in rows.values() if row.step is None and row.under is None]
    assert others
    assert {row.done for row in others} == {"keep"}


def test_what_the_plan_adds_is_listed_in_its_place(explorer: PlanExplorer) -> None:
    paths = [row.path for row in explorer.model.rows]
    assert explorer.model.row("PatientIdentityRemoved").done == "add"
    assert paths.index("PatientID") < paths.index("PatientIdentityRemoved") < paths.index("KVP")


def test_what_lies_in_a_removed_sequence_goes_with_it(explorer: PlanExplorer) -> None:
    path = "RequestAttributesSequence[0].ScheduledProcedureStepID"
    explorer.model.select(path)
    assert explorer.model.row(path).done == "remove"
    assert "It lies in RequestAttributesSequence, which decides: remove." in explorer.model.why()


def test_a_preamble_with_something_in_it_is_shown_to_be_wiped(thorax: FileDataset) -> None:
    thorax.preamble = b"Doe^Jane" + bytes(120)
    first = PlanExplorer(thorax).model.rows[0]
    assert (first.name, first.done) == ("Preamble", "clear")


def test_the_reason_names_the_clause_and_the_value_is_shown(explorer: PlanExplorer) -> None:
    explorer.model.select("InstitutionName")
    said = text(explorer.model.why())
    assert "PS3.15 Table E.1-1 says X/Z/D; Type 3 here, hence X: remove." in said
    assert "Value now Zandmeer Practice Hospital" in said
    assert "Decided by the profile" in said


def test_what_is_kept_says_why_too(explorer: PlanExplorer) -> None:
    explorer.model.select("KVP")
    assert "Table E.1-1 does not ask for more, and nothing of this patient" in explorer.model.why()
    explorer.model.select("PixelData")
    assert "plans do not look into pictures" in explorer.model.why().replace("Plans", "plans")


def test_a_keep_rule_of_the_recipe_is_named_as_the_reason(thorax: FileDataset) -> None:
    from dcmteach.deid import Rule

    recipe = Recipe.load("basic").with_rules(Rule.on("StationName", "keep"))
    explorer = PlanExplorer(thorax, recipe, select="StationName")
    assert "rule for keyword StationName says keep" in explorer.model.why()


def test_what_the_value_would_become_is_tried_out(explorer: PlanExplorer) -> None:
    model = explorer.model
    model.select("WindowCenterWidthExplanation")
    said = text(model.why())
    assert "Value now MEDIASTINUM\\LUNG WISPELRØNNE" in said
    assert "Value then MEDIASTINUM\\LUNG (tried out with a key" in said
    model.select("StudyDate")
    assert "Value then empty" in text(model.why())
    model.select("PatientIdentityRemoved")
    assert "Value now not there Value then YES" in text(model.why())
    model.select("KVP")
    assert "Value then" not in text(model.why())


# --- the code and the Type ----------------------------------------------------------------


def test_a_compound_code_is_settled_by_the_type_before_ones_eyes(explorer: PlanExplorer) -> None:
    explorer.model.select("DeviceSerialNumber")
    said = text(explorer.model.why())
    assert "X/Z/D remove if Type 3, clear if Type 2" in said
    assert "Type 3, or not required: here Type 2 Type 1 Hence" in said
    assert "X Z D X remove" in said
    assert "Type 3 in CT image" in said


def test_the_same_code_is_settled_otherwise_in_another_iod(thorax: FileDataset) -> None:
    thorax.SOPClassUID = thorax.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2.1"
    model = PlanExplorer(thorax, select="DeviceSerialNumber").model
    assert model.type_of(model.row("DeviceSerialNumber")) == "1"
    assert model.row("DeviceSerialNumber").done == "replace"
    assert "Type 1: here" in text(model.why())


def test_the_type_stands_in_every_line_of_the_list(explorer: PlanExplorer) -> None:
    lines = {path: line.replace("\u00a0", " ") for line, path in explorer.model.options()}
    assert lines["ContentDate"].split()[:4] == ["clear", "Z", "2C", "(0008,0023)"]
    assert lines["KVP"].split()[:3] == ["keep", "2", "(0018,0060)"]


def test_the_options_that_would_change_an_element_are_named(explorer: PlanExplorer) -> None:
    explorer.model.select("StudyInstanceUID")
    assert "retain-uids (off): K" in text(explorer.model.why())
    explorer.model.switch("retain-uids", on=True)
    assert "retain-uids (on): K" in text(explorer.model.why())


# --- switching ----------------------------------------------------------------------------


@pytest.mark.parametrize("option", profile.OPTIONS)
def test_each_option_gives_the_plan_that_option_gives(thorax: FileDataset, option: str) -> None:
    explorer = PlanExplorer(thorax)
    explorer.model.switch(option, on=True)
    assert explorer.plan.steps == plan(thorax, f"basic+{option}").steps
    assert explorer.recipe.options == (option,)
    explorer.model.switch(option, on=False)
    assert explorer.plan.steps == plan(thorax, "basic").steps


def test_what_a_switch_changed_is_marked_told_and_can_be_listed_alone(
    explorer: PlanExplorer,
) -> None:
    model = explorer.model
    before = {row.path: row.done for row in model.rows}
    model.switch("retain-device-identity", on=True)
    assert "retain-device-identity is on: keep what tells one device from another." in model.said
    assert "6 remove → keep" in model.said
    model.filter("switched")
    assert set(shows(model)) == model.switched
    assert before["DeviceSerialNumber"] == "remove"
    assert shows(model)["DeviceSerialNumber"] == "keep"
    assert all(line.startswith("*") for line, _ in model.options())
    model.select("DeviceSerialNumber")
    assert "Changed by the last switch. Before: Remove." in model.why()
    model.filter("everything")
    unmarked = [line for line, path in model.options() if path not in model.switched]
    assert not [line for line in unmarked if line.startswith("*")]


def test_a_switch_that_changes_nothing_says_so(thorax: FileDataset) -> None:
    model = PlanModel(thorax, Recipe(profile="basic", name="mine"))
    model.switch("clean-graphics", on=True)
    model.switch("clean-graphics", on=True)
    assert model.said.endswith("No element changed.")
    assert model.switched == frozenset()


def test_the_two_date_options_take_turns(explorer: PlanExplorer) -> None:
    explorer.model.switch("retain-full-dates", on=True)
    explorer.model.switch("retain-modified-dates", on=True)
    assert explorer.recipe.options == ("retain-modified-dates",)
    assert "retain-full-dates is off now: the two exclude each other" in explorer.model.said


def test_the_selection_and_the_search_survive_a_switch(explorer: PlanExplorer) -> None:
    explorer.model.search("uid")
    explorer.model.select("StudyInstanceUID")
    explorer.model.switch("retain-uids", on=True)
    assert explorer.model.selected == "StudyInstanceUID"
    assert explorer.model.query == "uid"


def test_another_recipe_can_be_followed_and_the_own_one_again(thorax: FileDataset) -> None:
    own = Recipe.load("basic").with_replacements(PatientName="Nobody")
    own = Recipe(rules=own.rules, name="ours")
    model = PlanModel(thorax, own)
    assert next(iter(model.recipes)) == "ours"
    model.choose("med_i_stage1")
    assert model.plan.steps == plan(thorax, "med_i_stage1").steps
    assert not model.switchable
    assert "there is no option to switch" in model.said_html()
    model.choose("ours")
    assert model.plan.steps == plan(thorax, own).steps


# --- search and filter --------------------------------------------------------------------


@pytest.mark.parametrize("show", [key for key in SHOW if key not in {"everything", "switched"}])
def test_the_filter_leaves_one_action(explorer: PlanExplorer, show: str) -> None:
    explorer.model.filter(show)
    done = set(shows(explorer.model).values())
    assert ("keep" not in done) if show == "touched" else done <= {show}


def test_search_looks_at_names_values_what_is_done_and_why(explorer: PlanExplorer) -> None:
    model = explorer.model
    for wanted, path in (
        ("serial number", "DeviceSerialNumber"),
        ("zandmeer practice", "InstitutionName"),
        ("pseudonym", "PatientID"),
        ("(0010,0010)", "PatientName"),
    ):
        model.search(wanted)
        assert path in shows(model), wanted
    model.search("nowhere at all")
    assert model.status().startswith("None of ")
    assert model.why() == "<p>Nothing to explain: no element is selected.</p>"


# --- wrong input --------------------------------------------------------------------------


def test_a_recipe_that_is_none_is_refused_with_the_named_ones(thorax: FileDataset) -> None:
    with pytest.raises(DcmteachError, match=r"one of anonymise, basic, .* \(got int\)"):
        PlanExplorer(thorax, 42)  # type: ignore[arg-type]
    with pytest.raises(DcmteachError, match="There is no recipe 'bassic'"):
        PlanExplorer(thorax, "bassic")


def test_what_is_no_data_set_is_refused_with_the_next_step() -> None:
    with pytest.raises(DcmteachError, match=re.escape("(got a list)")) as refused:
        PlanExplorer([1, 2])  # type: ignore[arg-type]
    assert str(refused.value).endswith(
        "Read a file first: PlanExplorer(dcmteach.read('image.dcm'))."
    )


def test_unknown_choices_are_refused_with_the_known_ones(explorer: PlanExplorer) -> None:
    with pytest.raises(DcmteachError, match="show must be one of everything, touched"):
        explorer.model.filter("bad")
    with pytest.raises(DcmteachError, match="'retain-everything' is not an option"):
        explorer.model.switch("retain-everything", on=True)
    with pytest.raises(DcmteachError, match="recipe must be one of"):
        explorer.model.choose("bassic")
    with pytest.raises(DcmteachError, match="no element at 'PatientShoeSize'"):
        explorer.model.select("PatientShoeSize")


def test_a_refused_file_says_why_and_shows_nothing_as_kept(hostile: Dataset) -> None:
    model = PlanExplorer(hostile).model
    assert "This file is refused, and nothing is done to it:" in model.render()
    assert "it has no SOP Instance UID" in model.alt()
    assert {row.done for row in model.rows} == {"refused"}


def test_an_empty_data_set_is_refused_and_shown_as_empty() -> None:
    model = PlanExplorer(Dataset()).model
    assert "There is no element to list." in model.render()
    assert PlanExplorer(Dataset()).view is not None


# --- safety -------------------------------------------------------------------------------


def test_the_data_set_is_never_changed(thorax: FileDataset) -> None:
    thorax.preamble = b"x" * 128
    untouched = sample("ct_thorax")
    untouched.preamble = b"x" * 128
    explorer = PlanExplorer(thorax)
    for option in profile.OPTIONS:
        explorer.model.switch(option, on=True)
        explorer.snapshot()
    assert len(diff(untouched, thorax)) == 0
    assert thorax.preamble == untouched.preamble


def test_the_plan_seen_is_the_plan_applied(thorax: FileDataset) -> None:
    explorer = PlanExplorer(thorax)
    explorer.model.switch("retain-patient-characteristics", on=True)
    after = apply(thorax, explorer.plan, Secrets.random())
    assert after.PatientAge == thorax.PatientAge
    assert str(after.PatientName) != str(thorax.PatientName)


def test_values_of_identifiers_are_never_logged(
    thorax: FileDataset, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        explorer = PlanExplorer(thorax)
        explorer.model.switch("retain-uids", on=True)
        explorer.snapshot()
    said = caplog.text + "".join(capsys.readouterr()) + repr(explorer)
    assert str(thorax.PatientName) not in said
    assert thorax.PatientID not in said


def test_header_values_show_as_text_everywhere(hostile: Dataset) -> None:
    hostile.SOPInstanceUID = "1.2.3"
    widget = PlanExplorer(hostile)
    pieces = [widget.snapshot()._repr_html_()]
    for row in widget.model.rows:
        widget.model.select(row.path)
        pieces.append(widget.model.render())
    html = "".join(pieces)
    for tag, attributes in Tags(html).found:
        assert tag not in {"img", "script", "b", "u"}
        assert not [name for name in attributes if name.startswith("on")]
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_a_recipe_cannot_bring_markup_in(thorax: FileDataset) -> None:
    recipe = Recipe.load("basic").with_replacements(PatientName=HOSTILE)
    recipe = Recipe(rules=recipe.rules, name="<script>", title="<b>")
    html = PlanExplorer(thorax, recipe, select="PatientName").snapshot()._repr_html_()
    assert not {"img", "script", "b"} & {tag for tag, _ in Tags(html).found}
    assert "&lt;img src=x" in html


# --- snapshot and view --------------------------------------------------------------------


def test_a_snapshot_is_a_figure_with_a_text_alternative(explorer: PlanExplorer) -> None:
    explorer.model.switch("retain-uids", on=True)
    still = explorer.snapshot()
    assert isinstance(still, Snapshot)
    tag, attributes = Tags(still._repr_html_()).found[0]
    assert (tag, attributes["aria-label"]) == ("figure", still.alt)
    assert "What the recipe basic with retain-uids does" in still.alt
    assert " keep, " in still.alt
    assert "<script" not in still.html
    assert "http" not in still.html
    assert "☒\u00a0retain-uids" in still.html


def test_a_notebook_gets_the_live_widget_and_the_snapshot(explorer: PlanExplorer) -> None:
    assert explorer._view is None
    bundle = explorer._repr_mimebundle_()
    assert bundle[LIVE]["model_id"] == explorer.view.model_id
    assert bundle["text/html"] == explorer.snapshot()._repr_html_()


def test_a_path_is_read(thorax: FileDataset, tmp_path: Any) -> None:
    file = tmp_path / "ct.dcm"
    dcmwrite(file, thorax)
    assert PlanExplorer(file).snapshot().alt == PlanExplorer(str(file)).snapshot().alt


def test_only_stock_ipywidgets_all_with_labels_and_tooltips(explorer: PlanExplorer) -> None:
    widgets = list(inside(explorer.view))
    assert all(type(widget).__module__.startswith("ipywidgets.") for widget in widgets)
    assert len(widgets) < 40
    controls = [w for w in widgets if not isinstance(w, ipywidgets.HTML | ipywidgets.Box)]
    assert len([w for w in controls if isinstance(w, ipywidgets.Checkbox)]) == 10
    for control in controls:
        assert control.description.strip()
        assert control.tooltip


def test_a_tick_changes_list_words_and_reason_at_once(thorax: FileDataset) -> None:
    view = PlanView(PlanExplorer(thorax, select="StudyInstanceUID").model)
    view.options["retain-uids"].value = True
    assert "retain-uids is on" in view.said.value
    assert 'role="status"' in view.said.value
    assert "It stays as it is." in view.why.value
    assert view.elements.value == "StudyInstanceUID"
    view.show.value = "switched"
    assert {path for _, path in view.elements.options} == view.model.switched
    view.options["retain-full-dates"].value = True
    view.options["retain-modified-dates"].value = True
    assert view.options["retain-full-dates"].value is False
    assert view.elements.options


def test_the_ticks_follow_the_recipe(thorax: FileDataset) -> None:
    view = PlanView(PlanExplorer(thorax, "basic+retain-uids").model)
    assert view.options["retain-uids"].value is True
    view.recipe.value = "med_i_stage1"
    assert all(tick.disabled for tick in view.options.values())
    view.recipe.value = "basic"
    assert not view.options["retain-uids"].disabled


def test_a_switch_on_a_thousand_elements_takes_less_than_a_quarter_of_a_second(
    thousand: Dataset,
) -> None:
    thousand.SOPInstanceUID = "1.2.3"
    view = PlanView(PlanExplorer(thousand).model)
    assert len(view.elements.options) >= 990

    def took(act: Any) -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    tick = view.options["clean-descriptors"]
    assert min(took(lambda: setattr(tick, "value", not tick.value)) for _ in range(6)) < 0.25
    words = ["s", "se", "series 1", "nowhere", ""]
    rounds = [[took(lambda w=w: setattr(view.search, "value", w)) for w in words] for _ in range(3)]
    assert max(map(min, zip(*rounds, strict=True))) < 0.25
