"""The town whose people are attacked in a lesson: invented, many, and always the same."""

from __future__ import annotations

import pytest

from dcmteach.errors import DcmteachError
from dcmteach.synth.person import invent_person
from dcmteach.synth.town import RELEASES, SALT, published, telephone_book


def test_the_telephone_book_has_every_name_once_and_in_order():
    book = telephone_book()
    assert len(book) == len(set(book)) == 4608
    assert list(book) == sorted(book)
    person = invent_person("town", 1)
    assert f"{person.family}, {person.given}" in book


@pytest.mark.parametrize("release", RELEASES)
def test_a_release_is_about_forty_people_of_the_book(release):
    codes = published(release)
    assert len(set(codes)) == len(codes) == 40
    made = {RELEASES[release](*entry.split(", ")) for entry in telephone_book()}
    assert set(codes) <= made
    assert published(release) == codes


def test_releases_are_about_different_people():
    people = []
    for release, make in RELEASES.items():
        codes = set(published(release))
        people.append({e for e in telephone_book() if make(*e.split(", ")) in codes})
    assert people[0] != people[1] != people[2] != people[0]


def test_the_salt_is_no_secret_and_changes_every_code():
    assert SALT
    assert not set(published("salted")) & set(published("registry"))


def test_an_unknown_release_is_refused_by_name():
    with pytest.raises(DcmteachError, match=r"no release 'clinic'\. Choose from: registry"):
        published("clinic")
