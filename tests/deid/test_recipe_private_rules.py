"""Rules on private elements go by who reserved the block, wherever it is (PS3.5 7.8.1)."""

from __future__ import annotations

import importlib
import io
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

from dcmteach.deid import Recipe, Rule, Secrets, apply, deidentify, plan
from dcmteach.deid.recipe_file import RecipeError, parse_recipe, write_recipe
from dcmteach.deid.uids import remap
from dcmteach.errors import DcmteachError
from dcmteach.verify import leaks

planning = importlib.import_module("dcmteach.deid.plan")
SECRETS = Secrets(b"a key for the tests of private rules")
SECRET = "ward nine, bed four"
RULE = Rule("keep", creator="ELSCINT1", tag="(01F1,xx4B)")


def make(block: int = 0x11, value: object = "kept by choice", vr: str = "LO") -> FileDataset:
    """A CT whose block 10 is another creator's if ELSCINT1 has moved to block 11."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", "1.2.826.0.1.3680043.99.1"
    ds.StudyInstanceUID = "1.2.826.0.1.3680043.99.7"
    ds.PatientName, ds.PatientID = "Vonmoos^Ida", "VI-300"
    ds.StudyDate, ds.StationName = "20230405", "CTWARD7"
    if block == 0x11:
        ds.add_new(0x01F10010, "LO", "SOMEBODY ELSE")
        ds.add_new(0x01F1104B, "LO", SECRET)
    ds.add_new(0x01F10000 | block, "LO", "ELSCINT1")
    ds.add_new(0x01F10000 | block << 8 | 0x4B, vr, value)
    ds.add_new(0x01F10000 | block << 8 | 0x4C, "LO", "not asked for")
    return ds


def applied(ds: Dataset, *rules: Rule, options: tuple[str, ...] = ()) -> FileDataset:
    buffer = io.BytesIO()
    made = plan(ds, Recipe(rules=rules, options=options))
    apply(ds, made, SECRETS).save_as(buffer, enforce_file_format=True)
    assert "retain-full-dates" in options or not leaks(ds, buffer.getvalue()).certain
    buffer.seek(0)
    return pydicom.dcmread(buffer)


@pytest.mark.parametrize("block", [0x10, 0x11, 0xE0])
def test_a_private_element_is_kept_in_whichever_block_its_creator_has(block: int) -> None:
    result = applied(make(block), RULE)
    held = result.private_block(0x01F1, "ELSCINT1")
    assert held[0x4B].value == "kept by choice"
    assert 0x4C not in held
    private = [int(tag) for tag in result if tag.tag.is_private for tag in [tag.tag]]
    assert private == [0x01F10000 | block, 0x01F10000 | block << 8 | 0x4B]


def test_what_another_creator_has_in_the_usual_block_goes() -> None:
    result = applied(make(0x11), RULE)
    assert 0x01F1104B not in result
    assert SECRET not in str(result)


@pytest.mark.parametrize("creator", ["ELSCINT", "ELSCINT12", "elscint1", "SCINT"])
def test_only_the_exact_creator_counts(creator: str) -> None:
    result = applied(make(), Rule("keep", creator=creator, tag="(01F1,xx4B)"))
    assert not [element for element in result if element.tag.is_private]


def test_an_element_that_nobody_reserved_is_not_kept() -> None:
    ds = make(0x10)
    del ds[0x01F10010]
    assert 0x01F1104B not in applied(ds, RULE)


def test_it_is_kept_inside_a_sequence_and_its_item_has_a_block_of_its_own() -> None:
    ds, item = make(0x10), Dataset()
    item.CodeMeaning = "axial"
    item.add_new(0x01F10012, "LO", "ELSCINT1")
    item.add_new(0x01F1124B, "LO", "within")
    item.add_new(0x01F10010, "LO", "SOMEBODY ELSE")
    item.add_new(0x01F1104B, "LO", SECRET)
    ds.ViewCodeSequence = Sequence([item])
    found = applied(ds, RULE).ViewCodeSequence[0]
    assert found[0x01F1124B].value == "within"
    assert 0x01F1104B not in found
    assert 0x01F10010 not in found


def test_it_is_as_exact_as_a_tag_and_comes_before_its_creator() -> None:
    rules = (RULE, Rule("remove", creator="ELSCINT1"))
    assert applied(make(), *rules)[0x01F1114B].value == "kept by choice"
    others = (Rule("keep", creator="ELSCINT1"), Rule("remove", creator="ELSCINT1", tag=RULE.tag))
    result = applied(make(), *others)
    assert 0x01F1114B not in result
    assert result[0x01F1114C].value == "not asked for"


@pytest.mark.parametrize(
    "target",
    [
        "private:ELSCINT1:(01F1,xx4B)",
        "creator:ELSCINT1:(01F1,xx4B)",
        "private:ELSCINT1: (01f1,XX4b)",
        "private:ELSCINT1:01F1xx4B",
    ],
)
def test_it_can_be_written_in_one(target: str) -> None:
    rule = Rule.on(target, "keep")
    assert (rule.matcher, rule.creator, rule.tags) == ("private", "ELSCINT1", RULE.tags)
    assert applied(make(), rule)[0x01F1114B].value == "kept by choice"


def test_a_creator_with_colons_and_spaces_is_read_whole() -> None:
    rule = Rule.on("private:ACME: 1.1 :(0019,xx01)", "keep")
    assert rule.creator == "ACME: 1.1"


def test_it_goes_through_a_file_and_back() -> None:
    recipe = Recipe(rules=(RULE, Rule("replace", "x", creator="A:B", tag="(0019,xx01)")))
    text = write_recipe(recipe)
    assert 'creator = "ELSCINT1"\n' in text
    assert parse_recipe(text, origin="mine.toml") == recipe
    assert Rule.on(f"{RULE.matcher}:{RULE.target}", "keep") == RULE
    assert recipe.digest != Recipe(rules=recipe.rules[1:]).digest
    assert "Rule for private ELSCINT1:(01F1,xx4B): leave it as it is" in recipe.describe()


REFUSED = {
    "(01F1,104B)": r'rule for .*\(01F1,104B\).* by its block.*7\.8\.1.*tag = "\(01F1,xx4B\)"',
    "01F1104B": r"private:NAME:\(01F1,xx4B\)",
    "(01F1,xx4B)": r"does not name whose private element it is.*private:NAME:\(01F1,xx4B\)",
    "(01F1,0010)": "reserves a block",
    "(01F1,0000)": "reserves a block or counts bytes",
    "(01F1,1050)[0].PatientName": r"private:NAME:\(01F1,xx50\)",
    "ViewCodeSequence.(01F1,104B)": r"In any sequence: no path is needed",
    "private:ELSCINT1:(01F1,104B)": r"'ELSCINT1' names a block.*private:ELSCINT1:\(01F1,xx4B\)",
    "private:*:(01F1,xx4B)": "does not name whose",
    "private:ELSCINT1:(0010,0010)": "their groups are odd",
    "private:ELSCINT1": "does not say which element of whose block",
    "private:ELSCINT1:(01F1,4B)": "does not say which element of whose block",
    "private::(01F1,xx4B)": "does not say which element of whose block",
}


@pytest.mark.parametrize("strategy", ["keep", "remove", "replace", "clean"])
@pytest.mark.parametrize("target", REFUSED)
def test_a_rule_that_goes_by_the_block_is_refused(target: str, strategy: str) -> None:
    with pytest.raises(DcmteachError, match=REFUSED[target]):
        Rule.on(target, strategy)


def test_the_line_of_a_file_is_told() -> None:
    text = (
        '[[rule]]\nstrategy = "keep"\ntag = "(01F1,104B)"\n\n'
        '[[rule]]\ncreator = "ELSCINT1"\ntag = "(01F1,104B)"\nstrategy = "remove"\n\n'
        '[[rule]]\npath = "ViewCodeSequence.(01F1,104B)"\nstrategy = "keep"\n\n'
        '[[rule]]\nkeyword = "StudyDate"\ncreator = "ELSCINT1"\nstrategy = "keep"\n'
    )
    with pytest.raises(RecipeError) as caught:
        parse_recipe(text, origin="mine.toml")
    told = dict(caught.value.problems)
    assert list(told) == [3, 7, 11, 15]
    assert all("PS3.5 7.8.1" in told[line] for line in (3, 7, 11))
    assert "private elements by creator and tag" in told[15]


def test_the_plan_says_that_what_is_not_known_to_be_safe_stays_by_choice() -> None:
    made = plan(make(), Recipe(rules=(RULE,)))
    step = made.step("(01F1,114B)")
    assert step is not None
    assert (step.action, step.strategy, step.source) == ("K", "keep", "rule")
    assert "private ELSCINT1:(01F1,xx4B) says keep; PS3.15 E.3.10 does not list" in step.reason
    assert step.reason.endswith("the caller's choice")
    assert "(01F1,114B) [K]: keep. The recipe's rule" in made.describe()


def test_of_what_is_on_the_safe_list_the_plan_says_nothing() -> None:
    ds = make()
    ds.add_new(0x01F11126, "DS", "1.5")
    made = plan(ds, Recipe(rules=(Rule("keep", creator="ELSCINT1", tag="(01F1,xx26)"),)))
    assert made.step("(01F1,1126)") is None


@pytest.mark.parametrize(
    ("vr", "value", "hidden"),
    [
        ("LO", "seen by Ida Vonmoos", "Vonmoos"),
        ("PN", "Vonmoos^Ida", "Vonmoos"),
        ("LO", "VI-300", "VI-300"),
        ("LT", "scanned on 2023-04-05 here", "2023-04-05"),
        ("DA", "20230405", "20230405"),
        ("DT", "20230405101112", "20230405"),
        ("LO", "of 1.2.826.0.1.3680043.99.7 there", "1.2.826.0.1.3680043.99.7"),
        ("UN", b"x 1.2.826.0.1.3680043.99.7", "1.2.826.0.1.3680043.99.7"),
        ("OB", b"Vonmoos^Ida ", "Vonmoos"),
    ],
)
@pytest.mark.parametrize("rule", [RULE, Rule("keep", creator="ELSCINT1")])
def test_what_is_kept_is_searched_all_the_same(
    rule: Rule, vr: str, value: object, hidden: str
) -> None:
    ds = make(value=value, vr=vr)
    step = plan(ds, Recipe(rules=(rule,))).step("(01F1,114B)")
    assert step is not None
    assert step.source == "evidence"
    buffer = io.BytesIO()
    applied(ds, rule).save_as(buffer)
    assert hidden.encode() not in buffer.getvalue()


def test_a_name_in_a_kept_private_element_is_still_looked_for_elsewhere() -> None:
    ds = make(value="Vonmoos^Ida", vr="PN")
    ds.ImageComments = "x"
    ds.ContrastBolusAgent = "for Vonmoos"
    recipe = Recipe(rules=(RULE, Rule("keep", keyword="ContrastBolusAgent")))
    result = apply(ds, plan(ds, recipe), SECRETS)
    assert "Vonmoos" not in str(result)


@pytest.mark.parametrize("value", ["20230405", "20090101"])
def test_a_kept_date_goes_the_way_of_all_dates(value: str) -> None:
    ds = make(value=value, vr="DA")
    assert 0x01F1114B not in applied(ds, RULE)
    assert applied(ds, RULE, options=("retain-full-dates",))[0x01F1114B].value == value
    shifted = applied(ds, RULE, options=("retain-modified-dates",))
    assert shifted[0x01F1114B].value not in {"", value}
    assert (shifted[0x01F1114B].value == shifted.StudyDate) is (value == "20230405")


def test_a_kept_uid_is_remapped_as_it_is_elsewhere() -> None:
    result = applied(make(value="1.2.826.0.1.3680043.99.7", vr="UI"), RULE)
    assert result[0x01F1114B].value == remap(SECRETS, "1.2.826.0.1.3680043.99.7")
    assert result[0x01F1114B].value == result.StudyInstanceUID
    known = applied(make(value="1.2.840.10008.5.1.4.1.1.2", vr="UI"), RULE)
    assert known[0x01F1114B].value == "1.2.840.10008.5.1.4.1.1.2"


def test_a_run_writes_what_was_kept_and_verifies_it(tmp_path: Path) -> None:
    ds = make()
    ds.save_as(tmp_path / "in.dcm", enforce_file_format=True)
    deidentify(tmp_path / "in.dcm", tmp_path / "out", Recipe(rules=(RULE,)))
    (written,) = (tmp_path / "out").rglob("*.dcm")
    result = pydicom.dcmread(written)
    assert result[0x01F1114B].value == "kept by choice"
    assert SECRET.encode() not in written.read_bytes()


def test_a_run_without_the_search_is_stopped_by_verification(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "found_steps", lambda kept, search: ([], set()))
    for number, value in enumerate(["Vonmoos", "VI-300", "1.2.826.0.1.3680043.99.7", "CTWARD7"]):
        ds = make(value=value)
        ds.save_as(tmp_path / f"{number}.dcm", enforce_file_format=True)
        out = tmp_path / f"out{number}"
        deidentify(tmp_path / f"{number}.dcm", out, Recipe(rules=(RULE,)))
        assert not list(out.rglob("*.dcm")), value


def test_verification_finds_what_a_kept_element_still_holds() -> None:
    ds = make(value="seen by Ida Vonmoos")
    recipe = Recipe(rules=(RULE,))
    made = plan(ds, recipe)
    blind = type(made)(
        tuple(step for step in made.steps if step.source != "evidence"), recipe=recipe
    )
    buffer = io.BytesIO()
    apply(ds, blind, SECRETS).save_as(buffer, enforce_file_format=True)
    assert leaks(ds, buffer.getvalue()).certain
