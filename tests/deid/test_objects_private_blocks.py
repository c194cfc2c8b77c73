"""Private blocks stay consistent, and Siemens CSA headers go through a whole plan."""

from __future__ import annotations

from io import BytesIO

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence

from dcmteach.deid import Recipe, Rule, Secrets, apply, plan
from dcmteach.deid.objects import tidy
from dcmteach.deid.uids import remap
from dcmteach.header import csa
from dcmteach.synth import sample
from dcmteach.synth.csa import Tag, add_csa_headers, make_csa
from dcmteach.synth.key import Canaries
from dcmteach.synth.mr import make_mr
from dcmteach.synth.person import invent_person
from dcmteach.synth.visit import Visit
from dcmteach.verify import leaks

SAFE = Recipe(options=("retain-safe-private",))
SECRETS = Secrets.random()
VISIT = Visit(
    name="csa",
    seed=3,
    patient=invent_person("csa/patient"),
    referrer=invent_person("csa/referrer"),
    operator=invent_person("csa/operator"),
    date="20110415",
)


@pytest.fixture(params=[1, 2], ids=["older", "SV10"])
def mr(request: pytest.FixtureRequest) -> Dataset:
    return with_headers(request.param)


def with_headers(version: int) -> Dataset:
    canaries = Canaries()
    ds, _ = make_mr(VISIT, size=16)
    left = f"{VISIT.patient.family}^{VISIT.patient.given} ".encode() * 4
    add_csa_headers(ds, VISIT, canaries, version=version, garbage=left)
    return ds


def written(ds: Dataset) -> bytes:
    buffer = BytesIO()
    dcmwrite(buffer, ds)
    return buffer.getvalue()


def test_csa_headers_go_with_all_that_is_private(mr: Dataset) -> None:
    result = apply(mr, plan(mr), SECRETS)
    assert not [tag for tag in result._dict if tag.is_private]


def test_csa_headers_are_cleaned_where_safe_private_elements_stay(mr: Dataset) -> None:
    data = written(apply(mr, plan(mr, SAFE), SECRETS))
    assert not leaks(mr, data)
    result = dcmread(BytesIO(data))
    image, before = csa(result), csa(mr)
    for name in ("B_value", "DiffusionGradientDirection", "MosaicRefAcqTimes", "SliceThickness"):
        assert image.get(name) == before.get(name)
    assert image.get("UsedPatientWeight").values == ()
    sop_class, scout = image.get("ReferencedImageSequence").values
    assert sop_class == "1.2.840.10008.5.1.4.1.1.4"
    assert scout == remap(SECRETS, VISIT.uid("scout"))
    protocol = csa(result, kind="series").get("MrPhoenixProtocol").value
    assert "alTR[0]                                  = 2300000" in protocol
    assert f'{{ "{result.FrameOfReferenceUID}"  }}' in protocol
    block = result.private_block(0x0029, "SIEMENS CSA HEADER")
    assert block[0x08].value == "IMAGE NUM 4"
    assert 0x09 not in block  # it is the date of the scan


def test_what_tells_the_day_of_a_header_stays_where_dates_do(mr: Dataset) -> None:
    recipe = SAFE.with_options("retain-full-dates")
    block = apply(mr, plan(mr, recipe), SECRETS).private_block(0x0029, "SIEMENS CSA HEADER")
    assert block[0x09].value == VISIT.date


def test_a_damaged_csa_header_goes_with_its_block() -> None:
    ds = sample("mr_head")
    block = ds.private_block(0x0029, "SIEMENS CSA HEADER", create=True)
    block.add_new(0x08, "CS", "IMAGE NUM 4")
    block.add_new(0x10, "OB", make_csa([Tag("B_value", "IS", ["0"])])[:150])
    tag = int(block.get_tag(0x10))
    result = apply(ds, plan(ds, SAFE), SECRETS)
    assert tag not in result
    with pytest.raises(KeyError):
        result.private_block(0x0029, "SIEMENS CSA HEADER")


def test_a_rule_of_the_recipe_comes_first(mr: Dataset) -> None:
    recipe = SAFE.with_rules(Rule("remove", creator="SIEMENS CSA HEADER"))
    result = apply(mr, plan(mr, recipe), SECRETS)
    with pytest.raises(KeyError):
        result.private_block(0x0029, "SIEMENS CSA HEADER")


def test_a_rule_cleans_them_without_the_option(mr: Dataset) -> None:
    recipe = Recipe(rules=(Rule("clean", creator="SIEMENS CSA HEADER"),))
    data = written(apply(mr, plan(mr, recipe), SECRETS))
    assert not leaks(mr, data)
    assert csa(dcmread(BytesIO(data))).get("B_value").value == "1000"


def test_the_plan_says_why(mr: Dataset) -> None:
    made = plan(mr, SAFE)
    steps = [step for step in made.steps if "CSA header" in step.reason]
    assert len(steps) == 4
    assert all(step.source == "option" for step in steps)
    assert "once it has been cleaned inside its structure" in made.describe()


def private_image() -> Dataset:
    ds = sample("mr_head")
    for tag in [tag for tag in ds._dict if tag.is_private]:
        del ds[tag]
    return ds


def test_a_block_of_which_nothing_stays_loses_its_creator() -> None:
    ds = private_image()
    ds.PatientName = "Kowalczyk^Zaneta"
    block = ds.private_block(0x0099, "ACME", create=True)
    block.add_new(0x01, "CS", "KOWALCZYK")
    other = ds.private_block(0x0099, "ACME TOO", create=True)
    other.add_new(0x01, "CS", "HARMLESS")
    recipe = Recipe(rules=(Rule("keep", creator="ACME"), Rule("keep", creator="ACME TOO")))
    result = apply(ds, plan(ds, recipe), SECRETS)
    assert [(str(e.tag), e.value) for e in result.group_dataset(0x0099)] == [
        ("(0099,0011)", "ACME TOO"),
        ("(0099,1101)", "HARMLESS"),
    ]


def test_a_block_inside_an_item_loses_its_creator_as_well() -> None:
    ds = private_image()
    ds.PatientName = "Kowalczyk^Zaneta"
    item = Dataset()
    item.CodeValue, item.CodeMeaning = "1", "one"
    block = item.private_block(0x0099, "ACME", create=True)
    block.add_new(0x01, "CS", "KOWALCZYK")
    ds.AnatomicRegionSequence = Sequence([item])
    recipe = Recipe(rules=(Rule("keep", creator="ACME"),))
    result = apply(ds, plan(ds, recipe), SECRETS).AnatomicRegionSequence[0]
    assert not [tag for tag in result._dict if tag.is_private]


def test_tidy_leaves_creators_that_are_needed() -> None:
    ds = Dataset()
    block = ds.private_block(0x0099, "ACME", create=True)
    block.add_new(0x01, "CS", "A")
    block.add_new(0x02, "CS", "B")
    del ds[0x00991001]
    tidy(ds, 0x00991001)
    assert 0x00990010 in ds
    del ds[0x00991002]
    tidy(ds, 0x00991002)
    assert 0x00990010 not in ds
    tidy(ds, 0x00100010)


def test_private_sequences_in_un_bytes_go_through_their_items() -> None:
    inner = Dataset()
    inner.add_new(0x00080080, "LO", "St. Nowhere Hospital")
    inner.add_new(0x00100010, "PN", "Kowalczyk^Zaneta")
    buffer = BytesIO()
    holder = Dataset()
    holder.add_new(0x00081140, "SQ", Sequence([inner]))
    dcmwrite(buffer, holder, implicit_vr=True, little_endian=True, force_encoding=True)
    ds = private_image()
    block = ds.private_block(0x0099, "ACME", create=True)
    block.add_new(0x01, "UN", buffer.getvalue()[8:])
    recipe = Recipe(rules=(Rule("keep", creator="ACME"),))
    data = written(apply(ds, plan(ds, recipe), SECRETS))
    assert b"Kowalczyk" not in data
    assert b"Nowhere" not in data
