"""What lesson 2 says in words about the samples is true of them."""

from __future__ import annotations

import re
from collections import Counter

from dcmteach import identity, read, sample, sample_folder, search
from dcmteach.course.exercises.lesson_02 import check_places


def test_the_thorax_names_its_patient_where_the_lesson_says():
    ds = sample("ct_thorax")
    found = {match.path for match in search(ds, ds.PatientName.family_name)}
    assert {
        "AdditionalPatientHistory",
        "ImageComments",
        "WindowCenterWidthExplanation",
        "(00E1,1042)",
    } < found
    assert any(path.count("].") >= 3 for path in found), "nothing deep in a sequence"


def test_the_hospital_number_hides_in_bytes_and_begins_as_the_lesson_tries():
    ds = sample("ct_thorax")
    assert any("bytes" in match.where for match in search(ds, ds.PatientID))
    assert re.fullmatch(r"K27\d{5}", ds.PatientID)


def test_the_ultrasound_announces_its_burned_in_text():
    assert sample("us_cine").BurnedInAnnotation == "YES"


def test_four_folders_name_three_patients_and_number_the_fourth():
    cohort = sample_folder("cohort")
    named = numbered = 0
    for folder in sorted(cohort.iterdir()):
        ds = read(next(folder.rglob("*.dcm")))
        kinds = identity(ds).found_in(folder.name)
        named += "patient name" in kinds
        numbered += kinds == ("patient ID",)
    assert (named, numbered) == (3, 1)


def test_with_each_further_fact_more_patients_of_the_cohort_stand_alone():
    patients = {}
    for path in sorted(sample_folder("cohort").rglob("*.dcm")):
        ds = read(path)
        patients[ds.PatientID] = (ds.PatientSex, ds.BodyPartExamined, ds.PatientAge)
    alone = [
        sum(size == 1 for size in Counter(one[:n] for one in patients.values()).values())
        for n in (1, 2, 3)
    ]
    assert alone == [0, 2, 4]


def test_the_places_of_the_head_scan_are_of_three_kinds():
    message = check_places(["PatientComments", "ProtocolName", "(0029,1060)"])
    assert "manufacturer's own copy" in message
