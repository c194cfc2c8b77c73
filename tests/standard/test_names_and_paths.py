"""Tags, keywords and paths in every spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.datadict import DicomDictionary, keyword_for_tag, tag_for_keyword

from dcmteach.errors import PathError
from dcmteach.standard import names
from dcmteach.standard.path import Step, format_tag, parse, unparse


def test_keywords_and_tags_are_pydicoms():
    for tag, entry in DicomDictionary.items():
        if entry[4]:
            assert names.tag_of(entry[4]) == tag == tag_for_keyword(entry[4])
            assert names.keyword_of(tag) == entry[4] == keyword_for_tag(tag)


def test_repeating_groups_have_the_name_of_their_first():
    assert names.tag_of("OverlayData") == 0x60003000
    assert names.tag_of("60xx3000") == 0x60003000
    assert names.keyword_of((0x6004, 0x3000)) == "OverlayData"
    assert names.keyword_of((0x6001, 0x3000)) == ""
    assert names.keyword_of(0x00091001) == ""


@pytest.mark.parametrize("text", ["", "patientname", "0010", "0010,001G", "PatientName "])
def test_what_is_no_name_is_refused_with_the_forms_that_are(text):
    with pytest.raises(PathError, match="Write a keyword") as caught:
        names.tag_of(text)
    assert repr(text) in str(caught.value)


def test_every_keyword_of_the_dictionary_is_a_path():
    for entry in DicomDictionary.values():
        if entry[4]:
            assert parse(entry[4]) == (False, (Step(entry[4]),))


def test_a_path_is_read_from_the_outside_in():
    in_meta, steps = parse("RequestAttributesSequence[0].(0040,0007)")
    assert not in_meta
    assert steps == (Step("RequestAttributesSequence", 0), Step(0x00400007))
    assert parse("file_meta.TransferSyntaxUID") == (True, (Step("TransferSyntaxUID"),))
    assert parse((0x0002, 0x0010)) == (True, (Step(0x00020010),))
    assert parse(0x00100010) == (False, (Step(0x00100010),))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "patientName",
        "PatientName.",
        ".PatientName",
        "A[0]B",
        "A.B",
        "A[-1].B",
        "A[0].",
        "(10,10)",
    ],
)
def test_what_is_no_path_is_refused_with_an_example(text):
    with pytest.raises(PathError, match="is not a path to an element") as caught:
        parse(text)
    assert "RequestAttributesSequence[0].ScheduledProcedureStepID" in str(caught.value)


_ELEMENTS = st.one_of(
    st.sampled_from(["PatientName", "ContentSequence", "dBdt", "DVHData"]),
    st.integers(0x00080000, 0xFFFFFFFF),
)


@given(
    st.lists(st.tuples(_ELEMENTS, st.integers(0, 10**6)), max_size=4),
    _ELEMENTS,
    st.booleans(),
)
def test_what_is_written_is_read_back_the_same(outer, last, in_file_meta):
    steps = (*(Step(element, item) for element, item in outer), Step(last))
    assert parse(unparse(steps, in_file_meta=in_file_meta)) == (in_file_meta, steps)


def test_tags_are_written_as_the_standard_does():
    assert format_tag(0x01F11026) == "(01F1,1026)"
