import subprocess
import sys

import pytest
from pydicom.datadict import keyword_for_tag, tag_for_keyword
from pydicom.uid import UID

from dcmteach.errors import DcmteachError
from dcmteach.standard import private
from dcmteach.synth import answer_key, sample, sample_names, sample_path

SMALL = ("ct_thorax", "ecg", "mr_head", "us_cine")


def test_the_four_small_samples_and_the_large_one_are_listed():
    assert sample_names() == (*SMALL, "ct_thorax_512")


@pytest.mark.parametrize("name", SMALL)
def test_a_sample_is_a_new_data_set_at_every_call(name):
    first, second = sample(name), sample(name)
    first.PatientID = "changed"
    assert second.PatientID != "changed"
    assert sample_path(name).stat().st_size < 700_000


def test_a_misspelt_name_is_answered_with_the_likeliest_and_the_list():
    with pytest.raises(DcmteachError) as caught:
        sample("ct_torax")
    assert str(caught.value) == (
        "There is no sample named 'ct_torax'. Did you mean 'ct_thorax'? "
        "There are: ct_thorax, ecg, mr_head, us_cine, ct_thorax_512."
    )


def test_a_name_unlike_any_gets_the_list_alone():
    with pytest.raises(DcmteachError, match=r"^There is no sample named 'zzz'\. There are: ct_"):
        answer_key("zzz")


def test_reading_a_sample_does_not_need_numpy():
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "import dcmteach; print(dcmteach.sample('ct_thorax').Modality)\n"
        "print(len(dcmteach.synth.answer_key('ct_thorax')['canaries']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == "CT"


def test_the_chest_ct_has_the_structure_of_a_real_export():
    ds = sample("ct_thorax")
    assert len(ds.file_meta) == 8
    assert 105 <= len(ds) <= 130
    assert ds.RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeValue == "THX-STD"
    assert ds.ReferencedStudySequence[0].ReferencedSOPInstanceUID.startswith("2.25.")
    assert ds.OtherPatientIDsSequence[0].PatientID != ds.OtherPatientIDs
    blocks = {element.tag.group for element in ds if element.tag.is_private_creator}
    assert blocks == {0x00E1, 0x01F1, 0x01F7, 0x07A1}
    assert all(ds[group, 0x10].value == "ELSCINT1" for group in blocks)


def test_some_private_elements_are_known_to_be_safe_and_some_are_not():
    ds = sample("ct_thorax")
    own = [e for e in ds if e.tag.is_private and not e.tag.is_private_creator]
    safe = [e for e in own if private.is_safe(e.tag, e.private_creator)]
    assert len(safe) == 6
    assert len(own) - len(safe) >= 10


@pytest.mark.parametrize("name", SMALL)
def test_every_type_1_element_has_a_value_and_every_type_2_element_is_there(name):
    ds = sample(name)
    missing = []
    for tag, kind in required(ds.SOPClassUID).items():
        empty = tag not in ds or ds[tag].is_empty
        if (kind == "1" and empty) or (kind == "2" and tag not in ds):
            missing.append(keyword_for_tag(tag))
    assert missing == []


def required(sop_class):
    """Type 1 and 2 elements that no condition governs, as PS3.3 has them for these IODs."""
    keywords = {
        "1": "SOPClassUID SOPInstanceUID Modality StudyInstanceUID SeriesInstanceUID",
        "2": "PatientName PatientID PatientBirthDate PatientSex StudyDate StudyTime StudyID "
        "AccessionNumber ReferringPhysicianName SeriesNumber InstanceNumber Manufacturer",
    }
    image = (
        " ImageType Rows Columns SamplesPerPixel PhotometricInterpretation BitsAllocated BitsStored"
        " HighBit PixelRepresentation"
    )
    plane = " PixelSpacing ImagePositionPatient ImageOrientationPatient FrameOfReferenceUID"
    more = {
        "CT Image Storage": (image + plane + " RescaleIntercept RescaleSlope", " KVP"),
        "MR Image Storage": (
            image + plane + " ScanningSequence SequenceVariant",
            " ScanOptions MRAcquisitionType EchoTime EchoTrainLength",
        ),
        "Ultrasound Multi-frame Image Storage": (
            image + " NumberOfFrames FrameIncrementPointer FrameTime", " PatientOrientation",
        ),
        "12-lead ECG Waveform Storage": (" WaveformSequence", " AcquisitionContextSequence"),
    }  # fmt: skip
    one, two = more[UID(sop_class).name]
    kinds = {"1": keywords["1"] + one, "2": keywords["2"] + two}
    found = {key: kind for kind, words in kinds.items() for key in words.split()}
    return {tag_for_keyword(keyword): kind for keyword, kind in found.items()}
