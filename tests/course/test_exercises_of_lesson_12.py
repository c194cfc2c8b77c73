"""Every misconception that lesson 12 knows gets its own sentence; what the lesson says is true."""

from __future__ import annotations

import stat
from hashlib import sha1, sha256
from math import comb, expm1
from unicodedata import normalize

import pytest

from dcmteach import deidentify, recipes, sample, sample_folder
from dcmteach.cli.main import main
from dcmteach.course import check
from dcmteach.course.exercises.lesson_12 import behind
from dcmteach.course.exercises.lesson_12_people import common
from dcmteach.deid import MappingFile, Pseudonyms, Secrets, forget, pseudonymise
from dcmteach.deid.people import ALPHABET
from dcmteach.deid.persons import Persons
from dcmteach.deid.secrets import KeyFileError
from dcmteach.deid.subjects import Subject, name_keys
from dcmteach.errors import DcmteachError
from dcmteach.synth.town import RELEASES, SALT, published, telephone_book
from dcmteach.verify import dictionary_attack, linkage, writings
from tests.course.answering import not_yet

KEY = Secrets(b"a key of the tests of lesson 12")
CUSTODY = ["owner", "owner", "recipient", "anybody", "anybody", "nobody"]
FILES = {
    "A": "Zwirnsænd^Mårten",
    "B": "Kanariya^Aoi=金糸雀^葵",
    "C": "Zwirnsænd^Mårten^^^Jr",
    "D": normalize("NFD", "ZWIRNSÆND^MÅRTEN^^DR"),
    "E": "Kanariya^Aoi=金糸雀^蒼",
    "F": "金糸雀^葵",
    "G": "Zwirnsænd^Märten",
}


@pytest.fixture(scope="module")
def one_home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def strict(home, one_home, monkeypatch):
    monkeypatch.setenv("DCMTEACH_STRICT", "1")
    monkeypatch.setenv("DCMTEACH_HOME", str(one_home))


@pytest.fixture(scope="module")
def names():
    return [entry.replace(", ", "^") for entry in telephone_book()]


# --- what the lesson says ----------------------------------------------------------------------


def test_the_tool_names_everybody_in_the_registry_by_a_method_nobody_told_it():
    candidates = [way for entry in telephone_book() for way in writings(*entry.split(", "))]
    recovered = dictionary_attack(published("registry"), candidates, hashes=["sha256"])
    assert recovered.share == 1.0
    assert 58 < len(candidates) / len(telephone_book()) < 62


def test_a_published_salt_protects_only_from_those_who_do_not_read_it(names):
    codes = published("salted")
    assert len(dictionary_attack(codes, names)) == 0

    def as_they_did(name):
        return sha256(f"{SALT}{name}".encode()).hexdigest()[:16]

    assert dictionary_attack(codes, names, make=as_they_did).share == 1.0


def test_ours_are_not_undone_with_the_names_and_the_method_at_hand(names):
    ours = [Pseudonyms(KEY).of(name) for name in names[:40]]
    assert len(dictionary_attack(ours, names)) == 0
    assert len(dictionary_attack(ours, names, make=Pseudonyms(Secrets.random()).of)) == 0
    assert dictionary_attack(ours, names, make=Pseudonyms(KEY).of).share == 1.0


def test_a_new_key_is_open_to_its_owner_alone_or_not_used(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["key", "new", "study.key"]) == 0
    assert stat.S_IMODE((tmp_path / "study.key").stat().st_mode) == 0o600
    assert Secrets.from_file("study.key").fingerprint in capsys.readouterr().out
    (tmp_path / "study.key").chmod(0o644)
    with pytest.raises(KeyFileError, match="if others may have read it, make a new key"):
        Secrets.from_file("study.key")


def test_the_town_collides_as_birthdays_do(names):
    codes = {}
    for name in names:
        codes.setdefault(sha256(name.encode()).hexdigest()[:4], []).append(name)
    assert sum(comb(len(group), 2) for group in codes.values()) == 160
    numbers = Pseudonyms(
        Secrets(b"a real one comes from Secrets.random()"), form="number", length=6
    )
    with pytest.raises(DcmteachError, match="Two people would share the pseudonym"):
        [numbers.of(name) for name in names]


def test_the_alphabet_has_the_letters_that_the_exercise_counts():
    assert len(ALPHABET) == 30
    assert sum(letter.isalpha() for letter in ALPHABET) == 22
    chance = -expm1(-(10_000**2) / 2 / (22 * 30**9))
    assert 8.5e6 < 1 / chance < 9.5e6


def test_a_name_in_four_writings_is_one_person_and_in_another_sign_another():
    name = str(sample("ct_thorax").PatientName)
    written = [name, f"{name}^^", name.upper(), normalize("NFD", name)]
    assert len(set(written)) == 4
    assert len({key for text in written for key in name_keys(text).values()}) == 1
    subjects = [Subject(name=text, person=file) for file, text in FILES.items()]
    people = Persons(subjects, by="name").people
    assert sorted("".join(s.person for s in person.subjects) for person in people) == [
        "AD",
        "BF",
        "C",
        "E",
        "G",
    ]


def test_who_was_forgotten_is_back_as_long_as_key_and_source_are(tmp_path):
    cohort = sample_folder("cohort")
    folders = sorted(folder for folder in cohort.iterdir() if folder.is_dir())
    Secrets.new_file(tmp_path / "study.key")
    run = {"key_file": tmp_path / "study.key", "mapping": tmp_path / "who.csv", "pixels": "accept"}
    known = []
    for source in (folders[:2], folders):
        pseudonymise(source, tmp_path / "out", **run)
        known.append(set(MappingFile.read(tmp_path / "who.csv").pseudonyms))
    assert len(known[0]) == 2
    assert len(known[1]) == 4
    assert known[0] < known[1]
    called = max(known[1])
    gone = forget(tmp_path / "who.csv", called, outputs=[tmp_path / "out"])
    assert gone.files
    assert called not in MappingFile.read(tmp_path / "who.csv").pseudonyms
    pseudonymise(cohort, tmp_path / "again", **run)
    assert called in MappingFile.read(tmp_path / "who.csv").pseudonyms


# --- break the release -------------------------------------------------------------------------


def test_everybody_behind_the_follow_up_is_found():
    assert check("break-the-release", dict(behind())).outcome == "correct"
    assert len(behind()) == 40


def by_hand(write=lambda entry: entry.replace(", ", "^").upper(), digits=12):
    return {sha1(write(entry).encode()).hexdigest()[:digits]: entry for entry in telephone_book()}


def kept(found):
    return {code: entry for code, entry in found.items() if code in published("follow-up")}


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: kept(by_hand(str)), "Not one code came out"),
        (lambda: kept(by_hand(digits=40)), "Not one code came out"),
        (by_hand, "the whole town"),
        (lambda: by_hand(str), "nobody has published"),
        (lambda: {entry: code for code, entry in behind().items()}, "turned it round"),
        (lambda: dict.fromkeys(published("registry"), "?"), "codes of the other table"),
        (lambda: dict(list(behind().items())[:39]), "and one person is still missing"),
        (lambda: dict.fromkeys(behind(), "Quillnagel, Oda"), "stands somebody else"),
        (lambda: {c: e.replace(", ", "^") for c, e in behind().items()}, "not the name as they"),
        (lambda: dictionary_attack(list(behind()), []), "report of the tool"),
        (lambda: list(behind().items()), "a dictionary with an entry"),
    ],
)
def test_an_attack_that_went_astray_is_told_where(make, says):
    assert says in not_yet("break-the-release", make())


def test_an_untouched_release_is_no_attempt():
    assert check("break-the-release", ...).outcome == "not attempted"


# --- long enough -------------------------------------------------------------------------------


def test_eleven_letters_or_sixteen_digits_are_enough():
    assert check("long-enough", 11, 16).outcome == "correct"
    assert check("long-enough", 11.0, 16).outcome == "correct"


@pytest.mark.parametrize(
    ("letters", "digits", "says"),
    [
        (16, 11, "mixed up the two"),
        (4, 5, "as many pseudonyms as people"),
        (8, 11, "one newcomer"),
        (10, 16, "`letters`: with 10, two people share a pseudonym with a chance of about 2.9e-06"),
        (11, 15, "`digits`: with 15"),
        (12, 16, "`letters`: that would do"),
        (11, 17, "`digits`: that would do"),
        (0, 16, "`letters`: a length is at least 1"),
        ("11", 16, "the number of letters and digits"),
    ],
)
def test_another_length_is_told_what_it_would_do(letters, digits, says):
    assert says in not_yet("long-enough", letters, digits)


# --- one person --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "same",
    [
        [("A", "D"), ("B", "F")],
        [("F", "B"), ("D", "A")],
        ["AD", {"B", "F"}],
        (["A", "D"], "BF"),
        {"AD", "BF"},
    ],
)
def test_two_pairs_are_one_person_each(same):
    assert check("one-person", same).outcome == "correct"


@pytest.mark.parametrize(
    ("same", "says"),
    [
        ([], "You found no pair"),
        ([("A", "C")], "a father and his son"),
        ([("C", "D")], "somebody older of that name"),
        ([("B", "E")], "sound alike"),
        ([("E", "F")], "differ in one sign"),
        ([("A", "G")], "the ring over one letter"),
        ([("D", "G")], "belong to a name"),
        ([("A", "B")], "hardly a letter in common"),
        ([("A", "D")], "up to three times"),
        ([("B", "F")], "put together from two signs"),
        ([("A", "A")], "two different letters"),
        ([("A", "D", "B")], "two different letters"),
        ([3], "two different letters"),
        ("AD", "a list of pairs"),
        ({"A": "D"}, "a list of pairs"),
    ],
)
def test_pairs_that_are_not_one_person_are_told_why(same, says):
    assert says in not_yet("one-person", same)


# --- common patients ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def releases(one_home, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DCMTEACH_HOME", str(one_home))
        cohort = sample_folder("cohort")
    scans = ["Osterstrom_Eulalie/2018-02-19 CT", "T7217171 Zabisinek/MR_20180527"]
    scans += ["CASE03 M N3582663/CT_20181207", "DABLIZOLEDZ, Zbynka 19470913/2018-09-01 CT"]
    places = [cohort / scan for scan in scans]
    top = tmp_path_factory.mktemp("releases")
    kept = recipes.basic.with_options("retain-full-dates", "retain-device-identity")
    for label, recipe in (("basic", recipes.basic), ("kept", kept)):
        for which, source in (("first", places[:3]), ("second", places[1:])):
            key = Secrets(f"the key of the {which} release".encode())
            deidentify(source, top / label / which, recipe, secrets=key, pixels="accept")
    return top


def links_of(releases, label):
    return linkage(releases / label / "first", releases / label / "second")


def test_two_releases_of_the_basic_profile_are_linked_by_their_pixels(releases):
    links = links_of(releases, "basic")
    assert links.kinds == {"pixels": 2}
    assert {(link.a, link.b) for link in links} == set(common()[0].items())


def test_the_certain_links_are_the_common_patients(releases):
    links = links_of(releases, "kept")
    assert [link.strength for link in links] == ["certain", "certain", "possible"]
    assert links[2].by == ("device serial numbers",)
    certain = {link.a: link.b for link in links if link.strength == "certain"}
    assert check("common-patients", certain).outcome == "correct"
    assert "in common is a machine" in not_yet("common-patients", {x.a: x.b for x in links})
    assert "table of links" in not_yet("common-patients", links)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda both: {}, "made with two keys"),
        (lambda both: {b: a for a, b in both.items()}, "The other way round"),
        (lambda both: dict([*both.items()][:1]), "somebody else is in both"),
        (lambda both: {"X5774305": "X5774305"}, "no pseudonyms of the two releases"),
        (lambda both: list(both), "a dictionary with a pseudonym"),
    ],
)
def test_other_answers_about_the_common_patients_are_told_apart(make, says):
    assert says in not_yet("common-patients", make(common()[0]))


# --- who may hold ------------------------------------------------------------------------------


def test_the_secret_is_small():
    assert check("who-may-hold", CUSTODY).outcome == "correct"


@pytest.mark.parametrize(
    ("place", "word", "says"),
    [
        (0, "recipient", "whoever has it and a list of names"),
        (0, "nobody", "Who has to have it all the same"),
        (1, "recipient", "answer to the riddle"),
        (2, "anybody", "still about somebody"),
        (3, "owner", "tells two keys apart"),
        (4, "owner", "if it had to be secret"),
        (5, "owner", "there is a way back"),
        (5, "me", "one of the four answers"),
    ],
)
def test_who_holds_too_much_or_too_little_is_told(place, word, says):
    who = CUSTODY.copy()
    who[place] = word
    assert says in not_yet("who-may-hold", who)


def test_six_texts_are_asked_for():
    assert "six texts" in not_yet("who-may-hold", CUSTODY[:5])
    assert "six texts" in not_yet("who-may-hold", "owner")


def test_no_release_can_be_broken_by_the_method_of_another():
    made = [{make(*entry.split(", ")) for entry in telephone_book()} for make in RELEASES.values()]
    assert not made[0] & made[1]
    assert not made[1] & made[2]
