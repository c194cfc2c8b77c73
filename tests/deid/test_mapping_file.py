"""The mapping from pseudonym to person."""

import os
import stat

import pytest

from dcmteach.deid.mapping_file import Entry, MappingFile
from dcmteach.deid.persons import Persons
from dcmteach.deid.subjects import Subject
from dcmteach.errors import DcmteachError, SaveError


def person(*subjects, by="id"):
    [one] = Persons(subjects, by=by).people
    return one


ZIVA = Subject("Orešnik^Živa", "12 34", "HOSPITAL", person="id\x1fhospital\x1f12 34")


def a_mapping():
    mapping = MappingFile()
    mapping.add_person(person(ZIVA), "AB2345")
    mapping.add(Entry("CD2345", "=SUM(1)^Jan", "-7"))
    return mapping


def test_it_is_written_for_its_owner_alone_and_read_back_as_it_was(tmp_path):
    path = a_mapping().save(tmp_path / "mapping.csv")
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text("utf-8").splitlines() == [
        "pseudonym,name,patient_id,issuer",
        "AB2345,Orešnik^Živa,12 34,HOSPITAL",
        "CD2345,'=SUM(1)^Jan,-7,",
    ]
    assert MappingFile.read(path).entries == a_mapping().entries
    assert [p.name for p in tmp_path.iterdir()] == ["mapping.csv"]


def test_a_person_is_found_by_id_and_by_name():
    mapping = a_mapping()
    assert mapping.pseudonyms_of(person(ZIVA)) == {"AB2345"}
    renamed = person(Subject("OREŠNIK^ŽIVA^", "", "", person="x"), by="name")
    assert mapping.pseudonyms_of(renamed, by="name") == {"AB2345"}
    assert mapping.pseudonyms_of(person(Subject("New^One", "9", person="y"))) == set()


def test_by_id_a_namesake_with_another_id_is_somebody_else():
    namesake = person(Subject("Orešnik^Živa", "99", "HOSPITAL", person="z"))
    assert a_mapping().pseudonyms_of(namesake, by="id") == set()
    assert a_mapping().pseudonyms_of(namesake, by="name") == {"AB2345"}


def test_a_name_that_two_people_have_is_told_apart_by_id():
    mapping = a_mapping()
    mapping.add(Entry("EF2345", "Orešnik^Živa", "77", ""))
    alone = person(Subject("Orešnik^Živa", "", person="n"), by="name")
    assert mapping.pseudonyms_of(alone, by="name") == {"AB2345", "EF2345"}
    numbered = person(Subject("Orešnik^Živa", "77", person="n"), by="name")
    assert mapping.pseudonyms_of(numbered, by="name") == {"EF2345"}


def test_looking_up_a_pseudonym_gives_its_rows():
    assert [entry.name for entry in a_mapping().lookup("ab2345")] == ["Orešnik^Živa"]
    with pytest.raises(DcmteachError, match=r"no pseudonym 'ZZ' in this mapping of 2 people"):
        a_mapping().lookup("ZZ")


@pytest.mark.parametrize("told", ["Orešnik^Živa", "orešnik, živa", "12 34", "ab2345"])
def test_a_person_is_forgotten_whichever_way_they_are_named(told):
    mapping = a_mapping()
    assert mapping.forget(told) == "AB2345"
    assert mapping.pseudonyms == ("CD2345",)
    assert mapping.pseudonyms_of(person(ZIVA)) == set()


def test_forgetting_nobody_does_not_repeat_what_was_typed():
    with pytest.raises(DcmteachError, match="means nobody in the mapping") as told:
        a_mapping().forget("Somebody Else")
    assert "Somebody" not in str(told.value)


def test_forgetting_a_name_of_two_people_names_their_pseudonyms():
    mapping = a_mapping()
    mapping.add(Entry("EF2345", "Orešnik^Živa", "77", ""))
    with pytest.raises(DcmteachError, match="2 people: AB2345, EF2345"):
        mapping.forget("Orešnik^Živa")
    assert len(mapping) == 3


def test_one_id_cannot_have_two_pseudonyms():
    mapping = a_mapping()
    with pytest.raises(DcmteachError, match="one patient ID two pseudonyms") as told:
        mapping.add(Entry("XX2345", "", "12 34", "HOSPITAL"))
    assert "12 34" not in str(told.value)


def written(tmp_path, text, mode=0o600):
    path = tmp_path / "m.csv"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_mapping_from_elsewhere_may_have_fewer_columns_in_another_order(tmp_path):
    path = written(tmp_path, "\ufeffname,pseudonym\nOrešnik Živa,SUB-01\n\n")
    assert MappingFile.read(path).pseudonyms_of(person(ZIVA), by="name") == {"SUB-01"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "its first line must name the columns"),
        ("id_old,id_new\n1,2\n", "its first line must name the columns"),
        ("pseudonym,name\nA1,Orešnik,x\n", "Row 2 of the mapping 'm.csv' has 3 cells"),
        ("pseudonym,name\n,Orešnik\n", "Row 2 of the mapping 'm.csv' has no pseudonym"),
        ("pseudonym,name\n../x,Orešnik\n", "A pseudonym must be 1 to 64 letters"),
    ],
)
def test_what_is_no_mapping_is_refused_and_nobody_is_named(tmp_path, text, says):
    with pytest.raises(DcmteachError) as told:
        MappingFile.read(written(tmp_path, text))
    assert says in str(told.value)
    assert "Ore" not in str(told.value)


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
def test_a_mapping_that_others_may_read_is_refused(tmp_path):
    with pytest.raises(DcmteachError, match=r"chmod 600 m\.csv"):
        MappingFile.read(written(tmp_path, "pseudonym,name\nA1,B\n", 0o644))


def test_a_mapping_that_cannot_be_written_leaves_the_old_one(tmp_path):
    with pytest.raises(SaveError, match="could not be written: No such file"):
        a_mapping().save(tmp_path / "nowhere" / "m.csv")


def test_nobody_is_shown():
    assert repr(a_mapping()) == "<MappingFile: 2 people>"
