"""A hash without a key is undone by guessing; one with a key is not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools

import pytest

from dcmteach.errors import DcmteachError
from dcmteach.verify import dictionary_attack, writings

PEOPLE = [("Skovlund", "Annelise"), ("Müller", "Jörg"), ("Vestergård", "Oluf")]


def _candidates() -> itertools.chain[str]:
    return itertools.chain.from_iterable(writings(*person) for person in PEOPLE)


def test_usual_writings_are_made() -> None:
    made = set(writings("Müller", "Jörg", born=["19660420"]))
    assert {
        "Müller^Jörg",
        "MÜLLER^JÖRG^^^",
        "muller, jorg",
        "Jörg Müller",
        "MULLERJORG",
        "Müller^Jörg|19660420",
        "Müller^Jörg19660420",
    } <= made
    assert len(list(writings("Müller", "Jörg"))) == len(set(writings("Müller", "Jörg")))


@pytest.mark.parametrize(
    ("make", "how"),
    [
        (lambda b: hashlib.sha256(b).hexdigest(), "sha256"),
        (lambda b: hashlib.sha1(b).hexdigest().upper(), "sha1"),
        (lambda b: hashlib.md5(b).hexdigest()[:12], "first 12 characters of md5"),
        (lambda b: hashlib.sha512(b).hexdigest()[-10:], "last 10 characters of sha512"),
        (lambda b: "STUDY7-" + hashlib.sha256(b).hexdigest()[:8], "first 8 characters of sha256"),
        (lambda b: base64.b64encode(hashlib.sha256(b).digest()).decode(), "sha256 in base64"),
        (
            lambda b: base64.b32encode(hashlib.sha1(b).digest()).decode()[:10],
            "first 10 characters of sha1 in base32",
        ),
    ],
)
def test_an_unsalted_hash_is_undone(make: object, how: str) -> None:
    assert callable(make)
    published = [make(text.encode()) for text in ("Skovlund^Annelise", "JÖRG MÜLLER")]
    found = dictionary_attack(published, _candidates())
    assert [(row.pseudonym, row.candidate, row.how) for row in found] == [
        (published[0], "Skovlund^Annelise", how),
        (published[1], "JÖRG MÜLLER", how),
    ]
    assert found.share == 1.0
    assert found.caption.startswith("Dictionary attack: 2 of 2 pseudonyms undone, ")


def test_a_hash_with_a_key_is_not_undone_even_by_the_right_name() -> None:
    key = bytes(range(32))
    published = [
        hmac.digest(key, f"{family}^{given}".encode(), "sha256").hex()[:10].upper()
        for family, given in PEOPLE
    ]
    found = dictionary_attack(published, _candidates())
    assert not len(found)
    assert found.tried == len(list(_candidates()))
    assert "proves nothing of others" in found.note
    with_key = dictionary_attack(
        published,
        _candidates(),
        make=lambda name: hmac.digest(key, name.encode(), "sha256").hex()[:10].upper(),
    )
    assert len(with_key) == 3
    assert {row.how for row in with_key} == {"make"}


def test_a_callable_may_make_several() -> None:
    found = dictionary_attack(["x-ab"], ["ab"], make=lambda name: (f"x-{name}", f"y-{name}"))
    assert found[0].candidate == "ab"


def test_short_pseudonyms_may_fit_by_chance_and_that_is_said() -> None:
    published = [hashlib.md5(b"Skovlund").hexdigest()[:6]]
    assert "With 6 characters, one or the other may fit by chance" in str(
        dictionary_attack(published, ["Skovlund"])
    )


def test_it_stops_when_all_are_undone() -> None:
    endless = itertools.chain(["Skovlund"], itertools.repeat("nobody"))
    found = dictionary_attack([hashlib.md5(b"Skovlund").hexdigest()], endless)
    assert found.tried == 1


def test_many_candidates_take_seconds() -> None:
    published = [hashlib.sha256(f"ID{n}".encode()).hexdigest()[:10] for n in (3, 19_998)]
    found = dictionary_attack(published, (f"ID{n}" for n in range(20_000)))
    assert len(found) == 2
    assert found.seconds < 10


def test_too_short_pseudonyms_and_unknown_hashes_are_refused() -> None:
    with pytest.raises(DcmteachError, match="Pseudonym 2 has fewer than 5 characters"):
        dictionary_attack(["ABCDEFG", "P01"], [])
    with pytest.raises(DcmteachError, match=r"'rot13' is no hash .* sha256, sha1, md5, sha512"):
        dictionary_attack(["ABCDEFG"], [], hashes=("rot13",))
