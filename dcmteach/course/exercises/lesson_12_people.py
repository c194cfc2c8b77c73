"""The exercises of lesson 12 about people: written in many ways, found again, known to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from dcmteach.course.exercises import NotYet, exercise, expect_texts, expect_type
from dcmteach.course.exercises.lesson_12 import LESSON

__all__ = ["check_common", "check_custody", "check_same"]

_SAME = frozenset({frozenset("AD"), frozenset("BF")})
_WHY_NOT = {
    frozenset("BE"): (
        "B and E sound alike and are spelt alike in Latin letters. Many names are: look at the "
        "signs in which the two write themselves."
    ),
    frozenset("EF"): "E and F differ in one sign: look closely at what stands behind the `=`.",
    frozenset("AC"): (
        "A and C have the same name but for what comes after it, which is there to tell the two "
        "apart: a father and his son."
    ),
    frozenset("CD"): (
        "C and D: a title comes and goes, but *Jr* says that there is somebody older of that name."
    ),
    frozenset("AG"): (
        "A and G differ by the ring over one letter. It may be a slip of the pen, and it may be a "
        "neighbour: no computer can know. Whoever asks them can."
    ),
    frozenset("DG"): (
        "D and G: without capitals and signs over the letters they are alike, but those signs "
        "belong to a name."
    ),
}

_FIRST_KEY = b"the key of the first release"
_SECOND_KEY = b"the key of the second release"
_FIRST = ("X5774305", "T7217171", "N3582663")
_SECOND = ("T7217171", "T4430326", "N3582663")
_ISSUER = "ZMPH"

_WHO = ("owner", "recipient", "anybody", "nobody")
_CUSTODY = ("owner", "owner", "recipient", "anybody", "anybody", "nobody")


@exercise(
    "one-person",
    lesson=LESSON,
    title="Which two are one person?",
    hints=(
        "`name_keys(name)` brings every writing of a name into a form that can be compared.",
        "One person: a representation is shared, and no other speaks against it.",
        'There are two pairs: `same = [("?", "?"), ("?", "?")]`, with the letters of the files.',
    ),
)
def check_same(same: object) -> str:
    """Check which of seven files are of one person."""
    given = expect_type(
        list(same) if isinstance(same, tuple | set | frozenset) else same,
        list,
        "a list of pairs of letters",
        hint='One pair looks like `("A", "B")`',
    )
    if not given:
        raise NotYet(
            "You found no pair. Compared letter by letter, no two of them are equal; but a title, "
            "capitals, and how a letter is put together do not make another person."
        )
    pairs = []
    for pair in given:
        sized = isinstance(pair, str | tuple | list | set | frozenset)
        if not sized or len(pair) != 2 or len(set(pair) & set("ABCDEFG")) != 2:
            raise NotYet("Each has to be a pair of two different letters from A to G.")
        pairs.append(frozenset(pair))
    for pair in pairs:
        if pair not in _SAME:
            raise NotYet(_WHY_NOT.get(pair) or "One pair has hardly a letter in common.")
    if set(pairs) != _SAME:
        missing = next(iter(_SAME - set(pairs)))
        if missing == frozenset("BF"):
            raise NotYet(
                "One more: a PN may hold a name up to three times, in letters, in ideographs and "
                "by its sound, and a file need not have all of them."
            )
        raise NotYet(
            "One more: capitals do not count, and one letter can be put together from two signs. "
            "What looks alike can differ in its bytes."
        )
    return (
        "Two pairs. Each would have had two pseudonyms in most scripts, and the pairs that you "
        "left apart would have been merged in many."
    )


@cache
def common() -> tuple[dict[str, str], frozenset[tuple[str, str]]]:
    """Who is in both releases, by pseudonym; and which pairs are of different people."""
    from pydicom import Dataset

    from dcmteach.deid import Secrets
    from dcmteach.deid.people import person_of, pseudonym

    def names(key: bytes, numbers: Sequence[str]) -> dict[str, str]:
        made = {}
        for number in numbers:
            ds = Dataset()
            ds.PatientID, ds.IssuerOfPatientID = number, _ISSUER
            made[number] = pseudonym(Secrets(key), person_of(ds))
        return made

    first, second = names(_FIRST_KEY, _FIRST), names(_SECOND_KEY, _SECOND)
    both = {first[number]: second[number] for number in _FIRST if number in second}
    others = {(a, b) for a in first.values() for b in second.values() if both.get(a) != b}
    return both, frozenset(others)


@exercise(
    "common-patients",
    lesson=LESSON,
    title="Who is in both?",
    hints=(
        "Each row of `linkage(first, second)` has `.a`, `.b`, `.strength` and `.by`.",
        "What two people share because they lay in the same machine does not make them one.",
        "`{link.a: link.b for link in links if …}`, with a condition on `link.strength`.",
    ),
)
def check_common(both: object) -> str:
    """Check who was found in two releases, and that nobody was taken for somebody else."""
    from dcmteach.verify.linkage import Links

    if isinstance(both, Links):
        raise NotYet(
            "This is the table of links. Read it first: are all of them equally sure? Then make a "
            "dictionary of those that you would stand up for."
        )
    given = expect_type(
        both,
        Mapping,  # type: ignore[type-abstract]
        "a dictionary with a pseudonym of the second release for one of the first",
        hint="`{link.a: link.b for link in …}`",
    )
    right, others = common()
    pairs = {(str(a), str(b)) for a, b in given.items()}
    if not pairs:
        raise NotYet(
            "Nobody? That two releases have no pseudonym in common says that they were made with "
            "two keys, and nothing about the people."
        )
    known = set(right.items())
    if pairs & others:
        raise NotYet(
            "One of these pairs is two people. All they have in common is a machine, and only "
            "because few people were scanned. Look at what each link goes by."
        )
    if pairs <= {(b, a) for a, b in known}:
        raise NotYet("The other way round: the first release first.")
    if pairs - known:
        raise NotYet("These are no pseudonyms of the two releases. Take `.a` and `.b` of a link.")
    if pairs < known:
        raise NotYet("Right so far, and somebody else is in both as well.")
    return (
        "Whatever one study says of them is now known to the other, and no key was needed. The "
        "pseudonyms did their work; the rest of the file did not."
    )


@exercise(
    "who-may-hold",
    lesson=LESSON,
    title="Who may hold what?",
    hints=(
        "What would somebody do with it who also had a telephone book?",
        "A method that is only safe as long as it is secret is not safe. A key is the opposite.",
        "Two are for the owner alone, one for a recipient, two for anybody, and one for nobody.",
    ),
)
def check_custody(who: object) -> str:
    """Check who may hold the key, the mapping, and what is made with them."""
    each = f"Each has to be one of the four answers: {', '.join(_WHO)}."
    given = expect_texts(who, len(_CUSTODY), _WHO, each=each)
    key, mapping, images, fingerprint, method, afterwards = given
    if key != "owner":
        raise NotYet(
            "The key: whoever has it and a list of names can do to your release what you did to "
            "theirs. Who has to have it all the same, next month?"
        )
    if mapping != "owner":
        raise NotYet(
            "The mapping is the answer to the riddle, in plain text. Somebody must be able to look "
            "up a patient who has to be called back; who?"
        )
    if images != "recipient":
        raise NotYet(
            "Images without names are still about somebody: as long as there is a key, the law "
            "calls them personal data. They are made for somebody, but not for the street."
        )
    if fingerprint != "anybody":
        raise NotYet(
            "A fingerprint tells two keys apart, and the key cannot be had from it. What would be "
            "lost if it stood in a paper?"
        )
    if method != "anybody":
        raise NotYet(
            "The method: if it had to be secret, nobody could examine it, and the release would "
            "fall with the first person who talks. What has to be secret is something else."
        )
    if afterwards != "nobody":
        raise NotYet(
            "The last: as long as anybody has the key or the mapping, there is a way back. Then "
            "the word *anonymous* is wrong."
        )
    return (
        "The secret is small: one line in one file, and one list. Everything else may be seen, and "
        "that is what makes it possible to check."
    )
