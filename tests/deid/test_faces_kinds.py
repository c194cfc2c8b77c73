"""Which objects can show a face, by their headers; and which slices belong together."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from dcmteach.deid.faces_company import Company
from dcmteach.deid.faces_facts import Facts, facts_of
from dcmteach.deid.faces_kinds import kind_of
from dcmteach.deid.faces_stacks import stacks_of
from dcmteach.deid.sources import Item

STORAGE = "1.2.840.10008.5.1.4.1.1."
AXIAL, CORONAL, SAGITTAL = [1, 0, 0, 0, 1, 0], [1, 0, 0, 0, 0, -1], [0, 1, 0, 0, 0, -1]


def image(sop_class: str, **values: object) -> Dataset:
    ds = Dataset()
    ds.SOPClassUID = STORAGE + sop_class
    ds.Rows = ds.Columns = 64
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    return ds


def slice_at(number: int, place: float, *, sop_class: str = "4", **values: object) -> Facts:
    plane = values.pop("plane", AXIAL)
    ds = image(sop_class, ImageOrientationPatient=plane, SeriesInstanceUID="1.2.3")
    ds.SOPInstanceUID = f"1.2.3.{number}"
    ds.StudyInstanceUID, ds.FrameOfReferenceUID = "1.2", "1.9"
    ds.SliceThickness, ds.InstanceNumber = "5", number
    upright = {0: [0, 0, place], 1: [0, place, 0], 2: [place, 0, 0]}
    ds.ImagePositionPatient = upright[[AXIAL, CORONAL, SAGITTAL].index(plane)]
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    return facts_of(Item(number, f"{number}.dcm"), ds)


@pytest.mark.parametrize("sop_class", ["2", "2.1", "4", "4.1", "4.4", "128", "130", "13.1.2"])
def test_cross_sections_are_looked_at(sop_class):
    assert kind_of(image(sop_class)).name == "slices"


@pytest.mark.parametrize(
    ("sop_class", "what"),
    [
        ("7", "secondary capture"),
        ("7.4", "secondary capture"),
        ("77.1.4", "photograph"),
        ("77.1.4.1", "photograph"),
        ("77.1.1.1", "photograph"),
        ("77.1.5.1", "photograph"),
        ("66", "raw data"),
        ("999.1", "class that is not known"),
    ],
)
def test_what_may_be_a_portrait_is_held(sop_class, what):
    kind = kind_of(image(sop_class))
    assert kind.name == "held"
    assert what in kind.reason
    assert "faces='accept'" in kind.reason


@pytest.mark.parametrize(
    "image_type",
    [
        ["DERIVED", "SECONDARY", "AXIAL", "VOLUME RENDERING"],
        ["DERIVED", "SECONDARY", "MIP"],
        ["DERIVED", "SECONDARY", "PROJECTION IMAGE", "COLLAPSE"],
        ["DERIVED", "SECONDARY", "OTHER", "CT_SOM5 VRT"],
        ["DERIVED", "SECONDARY", "SSD"],
        ["DERIVED", "SECONDARY", "OTHER", "SCREEN SAVE"],
    ],
)
def test_projections_and_renderings_are_held_whatever_their_class(image_type):
    kind = kind_of(image("2", ImageType=image_type))
    assert kind.name == "held"
    assert "projection or rendering" in kind.reason


@pytest.mark.parametrize(
    "image_type",
    [
        ["ORIGINAL", "PRIMARY", "AXIAL"],
        ["ORIGINAL", "PRIMARY", "M", "ND", "NORM", "DIS2D"],
        ["DERIVED", "SECONDARY", "REFORMATTED", "AVERAGE"],
        ["DERIVED", "PRIMARY", "VOLUME", "NONE"],
        ["DERIVED", "SECONDARY", "AXIAL", "CT_SOM5 MPR"],
    ],
)
def test_slices_and_reformats_are_looked_at(image_type):
    assert kind_of(image("2", ImageType=image_type)).name == "slices"


def test_colour_among_slices_is_held():
    assert kind_of(image("4", SamplesPerPixel=3)).name == "held"


@pytest.mark.parametrize("sop_class", ["6.1", "3.1", "20", "1.2", "77.1.2", "77.1.6", "77.1.5.4"])
def test_what_cannot_show_a_face_passes(sop_class):
    assert kind_of(image(sop_class)).name == "clear"


@pytest.mark.parametrize("sop_class", ["11.1", "88.11", "9.1.1", "67", "66.1"])
def test_what_holds_no_pixels_passes(sop_class):
    ds = image(sop_class)
    del ds.Rows, ds.Columns
    assert kind_of(ds).name == "clear"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"BodyPartExamined": "CHEST"}, "clear"),
        ({"BodyPartExamined": "SKULL"}, "held"),
        ({"SeriesDescription": "Schädel seitlich"}, "held"),
        ({"StudyDescription": "Sinuses"}, "held"),
        ({"BodyPartExamined": "JAW", "Modality": "PX"}, "clear"),
    ],
)
def test_radiographs_of_the_head_are_held(values, name):
    assert kind_of(image("1.1", **values)).name == name


def contours(*names: str, kind: str = "ORGAN") -> Dataset:
    ds = image("481.3")
    del ds.Rows, ds.Columns
    ds.StructureSetROISequence = []
    for name in names:
        item = Dataset()
        item.ROIName = name
        ds.StructureSetROISequence.append(item)
    item = Dataset()
    item.RTROIInterpretedType = kind
    ds.RTROIObservationsSequence = [item]
    return ds


def test_contours_of_organs_pass_and_the_outline_of_the_body_has_its_company():
    assert kind_of(contours("Liver", "Lung_L")).name == "clear"
    assert kind_of(contours("Liver", "BODY")).name == "company"
    assert kind_of(contours("contour 1", kind="EXTERNAL")).name == "company"


def test_segments_are_judged_by_their_labels():
    ds = image("66.4")
    item = Dataset()
    item.SegmentLabel = "Tumour"
    ds.SegmentSequence = [item]
    assert kind_of(ds).name == "clear"
    item.SegmentLabel = "Skin"
    assert kind_of(ds).name == "company"
    del ds.SegmentSequence
    assert kind_of(ds).name == "company"


@pytest.mark.parametrize("sop_class", ["66.5", "104.3", "104.4", "30"])
def test_models_and_maps_have_the_company_of_their_study(sop_class):
    assert kind_of(image(sop_class)).name == "company"


def test_slices_in_one_plane_are_one_stack():
    (stack,) = stacks_of([slice_at(n, 5.0 * n) for n in range(12)])
    assert len(stack.facts) == 12
    assert stack.extent == pytest.approx(60)
    assert not stack.thin


def test_planes_of_a_localiser_are_stacks_of_their_own():
    facts = [slice_at(n, 10.0 * n, plane=AXIAL) for n in range(3)]
    facts += [slice_at(10 + n, 10.0 * n, plane=SAGITTAL) for n in range(3)]
    facts += [slice_at(20 + n, 10.0 * n, plane=CORONAL) for n in range(3)]
    axial, sagittal, coronal = stacks_of(facts)
    assert all(stack.thin for stack in (axial, sagittal, coronal))
    assert (axial.sideways, sagittal.sideways, coronal.sideways) == (False, True, False)


def test_a_scout_of_a_ct_is_thin_however_wide_it_is():
    facts = [
        slice_at(n, 10.0 * n, sop_class="2", ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])
        for n in range(40)
    ]
    (stack,) = stacks_of(facts)
    assert stack.projects
    assert stack.thin


def test_several_slices_in_each_place_are_as_many_stacks():
    facts = [
        slice_at(3 * n + echo, 5.0 * n, EchoNumbers=echo) for n in range(10) for echo in range(3)
    ]
    stacks = stacks_of(facts)
    assert [stack.phase for stack in stacks] == [0, 1, 2]
    assert [{one.order[2] for one in stack.facts} for stack in stacks] == [{0}, {1}, {2}]


def test_a_slice_that_is_there_twice_makes_no_second_stack():
    facts = [slice_at(n, 5.0 * n) for n in range(10)]
    twice = slice_at(3, 15.0)._replace(item=Item(77, "copy.dcm"))
    (stack,) = stacks_of([*facts, twice])
    assert len(stack.facts) == 10
    assert [one.item.number for one in stack.copies] == [77]


def test_the_same_name_for_two_slices_leaves_both_in_the_stack():
    facts = [slice_at(n, 5.0 * n) for n in range(10)]
    other = slice_at(3, 52.5)._replace(item=Item(77, "other.dcm"))
    (stack,) = stacks_of([*facts, other])
    assert len(stack.facts) == 11


def test_an_enhanced_image_is_a_stack_by_itself():
    facts = [slice_at(n, 0.0, sop_class="4.1", NumberOfFrames=40) for n in range(2)]
    stacks = stacks_of(facts)
    assert [len(stack.facts) for stack in stacks] == [1, 1]
    assert not any(stack.thin for stack in stacks)


def test_company_tells_by_frame_of_reference_or_study():
    company = Company()
    scout = slice_at(1, 0.0)
    lone = company.reason(scout, "a localiser", unless_told=True)
    assert lone == (
        "it is a localiser, which may show a face, and no other image of the study tells; look at "
        "it, then faces='accept' writes it"
    )
    assert company.reason(scout, "a dose", unless_told=False) == ""
    company.clear(scout)
    assert company.reason(scout, "a localiser", unless_told=True) == ""
    company.face(scout)
    assert "other images of the study show a face" in company.reason(
        scout, "a localiser", unless_told=False
    )
