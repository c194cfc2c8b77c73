"""Who is a person over a whole cohort."""

import unicodedata

import pytest
from pydicom.dataset import Dataset

from dcmteach.deid.people import person_of
from dcmteach.deid.persons import Persons
from dcmteach.deid.pseudonyms import Pseudonyms
from dcmteach.deid.roster import Roster
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.subjects import name_key, name_keys, subject_of
from dcmteach.errors import DcmteachError

KEY = Secrets(bytes(range(32)))


def data_set(name="", number="", issuer="", born="", sex=""):
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName, ds.PatientID, ds.IssuerOfPatientID = name, number, issuer
    ds.PatientBirthDate, ds.PatientSex = born, sex
    return ds


def roster_of(*sets, by):
    persons = Persons(map(subject_of, sets), by=by)
    return persons, Roster.of(persons, Pseudonyms(KEY))


def pseudonyms_of(*sets, by):
    _, roster = roster_of(*sets, by=by)
    return [roster.pseudonym(roster.person_of(ds)) for ds in sets]


@pytest.mark.parametrize(
    "writing",
    [
        "Orešnik^Živa^",
        "OREŠNIK^ŽIVA",
        "orešnik^živa",
        unicodedata.normalize("NFD", "Orešnik^Živa"),
        "Orešnik^Živa^^Dr.",
        " Orešnik ^ Živa ",
        "Orešnik^Živa=",
    ],
)
def test_one_person_has_one_pseudonym_however_the_name_is_written(writing):
    one, other = pseudonyms_of(data_set("Orešnik^Živa"), data_set(writing), by="name")
    assert one == other


def test_a_full_name_ties_its_representations_together():
    full = data_set("Yamada^Tarou=山田^太郎=やまだ^たろう")
    parts = [
        data_set("Yamada^Tarou"),
        data_set("=山田^太郎"),
        data_set("山田^太郎"),
        data_set("==ヤマダ^タロウ"),
        data_set("YAMADA^TAROU=山田^太郎"),
    ]
    assert len(set(pseudonyms_of(*parts, full, by="name"))) == 1


def test_two_people_alike_in_latin_letters_and_not_in_ideographs_stay_two():
    one, other = data_set("Yamada^Tarou=山田^太郎"), data_set("Yamada^Tarou=山田^太朗")
    assert len(set(pseudonyms_of(one, other, by="name"))) == 2


def test_a_writing_that_two_people_share_is_nobodys_and_waits():
    one, other = data_set("Yamada^Tarou=山田^太郎"), data_set("Yamada^Tarou=山田^太朗")
    shared = data_set("Yamada^Tarou")
    persons, roster = roster_of(one, other, shared, by="name")
    assert [c.kind for c in persons.conflicts] == ["one writing, two people"]
    assert "Choose --person id" in roster.held(shared)
    assert roster.held(one) is None
    with pytest.raises(DcmteachError):
        roster.person_of(shared)


def test_by_id_the_pseudonym_is_the_one_that_deidentify_gives():
    ds = data_set("Orešnik^Živa", "12 34", "HOSPITAL")
    [given] = pseudonyms_of(ds, by="id")
    assert given == Pseudonyms(KEY).of(person_of(ds))


def test_by_id_without_an_id_the_name_tells():
    one, other, third = data_set("A^B"), data_set("a^b^"), data_set("A^C")
    given = pseudonyms_of(one, other, third, by="id")
    assert given[0] == given[1] != given[2]


def test_by_name_without_a_name_the_id_tells():
    given = pseudonyms_of(data_set("", "1"), data_set("", "1 "), data_set("", "2"), by="name")
    assert given[0] == given[1] != given[2]


def test_two_ids_with_one_name_are_reported():
    one, other = data_set("A^B", "1", born="19500101"), data_set("A^B", "2", born="19500101")
    persons, _ = roster_of(one, other, by="name")
    [conflict] = persons.conflicts
    assert (conflict.kind, conflict.decision) == ("two IDs, one name", "one person")
    persons, _ = roster_of(one, other, by="id")
    [conflict] = persons.conflicts
    assert (conflict.kind, conflict.decision, conflict.people) == (
        "two IDs, one name",
        "kept apart",
        2,
    )
    assert len(persons) == 2


def test_one_id_with_two_names_is_reported():
    one, other = data_set("A^B", "1"), data_set("C^D", "1")
    persons, _ = roster_of(one, other, by="id")
    [conflict] = persons.conflicts
    assert (conflict.kind, conflict.decision) == ("one ID, two names", "one person")
    persons, _ = roster_of(one, other, by="name")
    [conflict] = persons.conflicts
    assert (conflict.kind, conflict.decision) == ("one ID, two names", "kept apart")


@pytest.mark.parametrize(
    ("by", "first", "second", "what"),
    [
        ("name", ("A^B", "1"), ("A^B", "2"), "birth date"),
        ("name", ("A^B", ""), ("A^B", ""), "birth date"),
        ("id", ("A^B", "1"), ("C^D", "1"), "birth date"),
    ],
)
def test_a_birth_date_that_differs_holds_both_back(by, first, second, what):
    one = data_set(*first, born="19500101")
    other = data_set(*second, born="19600101")
    persons, roster = roster_of(one, other, by=by)
    assert what in roster.held(one)
    assert what in roster.held(other)
    assert "A^B" not in roster.held(one)
    if first[1]:
        assert [c.decision for c in persons.conflicts] == ["held back"]


def test_a_sex_that_differs_holds_back_too():
    one, other = data_set("A^B", "1", sex="M"), data_set("A^B", "2", sex="F")
    _, roster = roster_of(one, other, by="name")
    assert "sex" in roster.held(one)


def test_the_order_of_files_does_not_matter_to_keyed_pseudonyms():
    sets = [
        data_set("Yamada^Tarou"),
        data_set("=山田^太郎"),
        data_set("Yamada^Tarou=山田^太郎"),
        data_set("Orešnik^Živa", "7"),
    ]
    forwards = dict(zip(range(4), pseudonyms_of(*sets, by="name"), strict=True))
    backwards = pseudonyms_of(*reversed(sets), by="name")[::-1]
    assert list(forwards.values()) == backwards
    assert len(set(backwards)) == 2


def test_a_name_in_a_table_has_the_key_of_the_name_in_a_file():
    assert name_key("Orešnik, Živa") == name_key("Živa Orešnik") == name_key("OREŠNIK^ŽIVA")
    assert name_keys("=山田^太郎") == {"ideographic": "山田太郎"}
    assert name_keys("") == {}


def test_nobody_is_shown():
    persons, roster = roster_of(data_set("Orešnik^Živa", "4711"), by="name")
    shown = repr(persons) + repr(roster) + repr(persons.people[0]) + str(persons.conflicts)
    assert "Ore" not in shown
    assert "4711" not in shown


def test_a_wrong_choice_is_told():
    with pytest.raises(DcmteachError, match=r"person must be 'name' or 'id' \(got 'face'\)"):
        Persons([], by="face")
