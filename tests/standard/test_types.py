"""The Type of an attribute: strictest over the modules that apply, at any depth."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from dcmteach.errors import PathError
from dcmteach.standard import iod


def test_the_edition_is_recorded():
    assert iod.EDITION == "2026b"
    with pytest.raises(AttributeError, match="EDITIONS"):
        iod.EDITIONS  # noqa: B018


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("PatientName", "2"),
        ("PatientID", "2"),
        ("StudyInstanceUID", "1"),
        ("ImageType", "1"),
        ("KVP", "2"),
        ("InstitutionName", "3"),
        ("SpecificCharacterSet", "1C"),
        ("ContentDate", "2C"),
        ("DoseReferenceSequence", None),
    ],
)
def test_top_level_types_of_a_ct(path, kind, sop):
    assert iod.type_of(path, sop["ct"]) == kind


def test_the_same_attribute_has_another_type_in_another_sop_class(sop):
    assert iod.type_of("DeviceSerialNumber", sop["ct"]) == "3"
    assert iod.type_of("DeviceSerialNumber", sop["enhanced ct"]) == "1"
    assert iod.type_of("Manufacturer", sop["ct"]) == "2"
    assert iod.type_of("Manufacturer", sop["enhanced ct"]) == "1"


@pytest.mark.parametrize(
    "path",
    [
        "RequestAttributesSequence[0].ScheduledProcedureStepID",
        "RequestAttributesSequence[17].ScheduledProcedureStepID",
        "(0040,0275)[0].(0040,0009)",
        ("RequestAttributesSequence", "ScheduledProcedureStepID"),
        (0x00400275, 0x00400009),
        (0x00400275, "ScheduledProcedureStepID"),
    ],
)
def test_a_nested_path_is_found_however_it_is_written(path, sop):
    assert iod.type_of(path, sop["ct"]) == "1C"


def test_nested_types_differ_from_those_at_the_top(sop):
    top = iod.type_of("CodeMeaning", sop["ct"])
    nested = iod.type_of("ProcedureCodeSequence[0].CodeMeaning", sop["ct"])
    assert (top, nested) == (None, "1")


def test_two_small_numbers_are_one_tag_and_not_a_path(sop):
    assert iod.type_of((0x0010, 0x0010), sop["ct"]) == "2"
    assert iod.type_of(0x00100010, sop["ct"]) == "2"
    assert iod.type_of("00100010", sop["ct"]) == "2"


def test_an_unknown_sop_class_has_no_types(sop):
    assert iod.type_of("PatientName", "1.2.3") is None
    assert iod.name_of("1.2.3") is None
    assert not iod.knows("1.2.3")
    assert iod.knows(sop["ct"])


def test_private_and_unknown_attributes_are_in_no_iod(sop):
    assert iod.type_of("(01F1,1026)", sop["ct"]) is None
    assert iod.type_of("(6001,0010)", sop["ct"]) is None
    assert iod.type_of("AttributeOfTheFuture", sop["ct"]) is None
    assert iod.type_of("PatientName[0].PatientID", sop["ct"]) is None


def test_what_is_not_a_path_is_an_error(sop):
    with pytest.raises(PathError, match="is not a path to an element"):
        iod.type_of("Patient Name", sop["ct"])


def test_file_meta_has_its_own_types_in_every_sop_class(sop):
    for uid in (sop["ct"], "1.2.3"):
        assert iod.type_of("file_meta.TransferSyntaxUID", uid) == "1"
        assert iod.type_of((0x0002, 0x0016), uid) == "3"
        assert iod.type_of("file_meta.PrivateInformation", uid) == "1C"
        assert iod.type_of((0x0002, 0x7777), uid) is None


def test_overlay_types_hold_for_every_repeat(sop):
    assert iod.type_of("OverlayRows", sop["ct"]) == "1"
    for group in (0x6000, 0x6002, 0x601E):
        assert iod.type_of((group, 0x0010), sop["ct"]) == "1"
        assert iod.type_of((group, 0x0022), sop["ct"]) == "3"


def test_an_optional_module_counts_when_another_required_attribute_of_it_is_there(sop):
    ds = Dataset()
    ds.ClinicalTrialProtocolID = "P1"
    assert iod.type_of("ClinicalTrialProtocolID", sop["ct"]) == "1"
    # Alone, nothing else shows that the module is used: it may go.
    assert iod.type_of("ClinicalTrialProtocolID", sop["ct"], ds) == "3"
    ds.ClinicalTrialSponsorName = "S"
    assert iod.type_of("ClinicalTrialProtocolID", sop["ct"], ds) == "1"
    assert iod.type_of("ClinicalTrialSiteID", sop["ct"], ds) == "2"
    assert iod.type_of("ClinicalTrialSiteID", sop["ct"], Dataset()) == "3"


def test_a_plain_set_of_tags_will_do_for_a_data_set(sop):
    assert iod.type_of("ClinicalTrialSiteID", sop["ct"], {0x00120010}) == "2"
    assert iod.type_of("ClinicalTrialSiteID", sop["ct"], frozenset()) == "3"


def test_a_mandatory_module_counts_whatever_the_data_set_holds(sop):
    assert iod.type_of("ImageType", sop["ct"], Dataset()) == "1"
    assert iod.type_of("PatientName", sop["ct"], {0x00100010}) == "2"


def test_what_mandatory_modules_require_anyway_is_no_sign_of_an_optional_one():
    # In a Legacy Converted Enhanced CT, Enhanced General Equipment is optional and raises Device
    # Serial Number from 3 to 1. The Manufacturer shows nothing, since General Equipment requires it
    # anyway; the model name, which only the optional module requires, does.
    uid = "1.2.840.10008.5.1.4.1.1.2.2"
    assert iod.type_of("DeviceSerialNumber", uid) == "1"
    assert iod.type_of("DeviceSerialNumber", uid, {0x00080070}) == "3"
    assert iod.type_of("DeviceSerialNumber", uid, {0x00080070, 0x00081090}) == "1"


def test_a_sequence_that_is_there_makes_its_content_count(sop):
    path = "SpecimenDescriptionSequence[0].SpecimenIdentifier"
    assert iod.type_of(path, sop["ct"]) == "1"
    assert iod.type_of(path, sop["ct"], Dataset()) == "3"
    assert iod.type_of(path, sop["ct"], {0x00400560}) == "1"


def test_an_overlay_is_looked_for_in_its_own_group(sop):
    other = {0x60000011, 0x60000010}
    assert iod.type_of((0x6002, 0x0010), sop["ct"], other) == "3"
    assert iod.type_of((0x6002, 0x0010), sop["ct"], {0x60020011}) == "1"


def test_content_items_nest_without_end(sop):
    path = "ContentSequence[0].ValueType"
    deep = "ContentSequence[0].ContentSequence[3].ContentSequence[1].ValueType"
    assert iod.type_of(path, sop["comprehensive sr"]) == "1"
    assert iod.type_of(deep, sop["comprehensive sr"]) == "1"
    person = deep.replace("ValueType", "PersonName")
    assert iod.type_of(person, sop["comprehensive sr"]) == "1C"
    when = deep.replace("ValueType", "ObservationDateTime")
    assert iod.type_of(when, sop["comprehensive sr"]) == iod.type_of(
        "ObservationDateTime", sop["comprehensive sr"]
    )


def test_functional_groups_are_found_in_both_places_and_are_conditional_there(sop):
    for place in ("SharedFunctionalGroupsSequence[0]", "PerFrameFunctionalGroupsSequence[99]"):
        group = f"{place}.PixelMeasuresSequence"
        assert iod.type_of(group, sop["enhanced ct"]) == "1C"
        assert iod.type_of(f"{place}.DerivationImageSequence", sop["enhanced ct"]) == "2C"
        exposure = f"{place}.IrradiationEventIdentificationSequence[0].IrradiationEventUID"
        assert iod.type_of(exposure, sop["enhanced ct"]) == "1"
    assert iod.type_of("SharedFunctionalGroupsSequence", sop["enhanced ct"]) == "1"


def test_every_iod_has_a_name_in_words(sop):
    assert iod.name_of(sop["ct"]) == "CT image"
    assert iod.name_of(sop["enhanced ct"]) == "Enhanced CT image"
    assert iod.name_of(sop["comprehensive sr"]) == "Comprehensive SR"
    assert iod.name_of(sop["ultrasound"]) == "Ultrasound image"


def test_the_strictest_type_prevails_and_1c_stands_above_2():
    assert iod.STRICTEST_FIRST == ("1", "1C", "2", "2C", "3")


@pytest.mark.parametrize("name", ["ct", "enhanced ct", "ecg", "segmentation", "secondary capture"])
def test_a_data_set_never_makes_a_type_stricter_than_all_modules_together(name, sop):
    everything = [0x00080070, 0x00180015, 0x00200052, 0x00120010, 0x00500004, 0x00400512]
    rank = iod.STRICTEST_FIRST.index
    for tag in everything:
        for present in (set(), {tag}, set(everything)):
            without = iod.type_of(tag, sop[name])
            if without is not None:
                assert rank(iod.type_of(tag, sop[name], present)) >= rank(without)
