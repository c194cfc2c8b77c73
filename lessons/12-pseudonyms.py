# ---
# dcmteach:
#   title: "Pseudonyms: names, keys and attacks"
#   minutes: {teaching: 25, exercises: 20}
#   questions:
#     - What is the difference between anonymous and pseudonymous, and who decides which one my data are?
#     - Why is the hash of a name no pseudonym, and what does a key change?
#     - One person in ten spellings, two people with one name. Who is a person?
#   objectives:
#     - Break a release whose codes are unsalted hashes, with a tool and by hand, and say why a salt in the readme does not help.
#     - Choose an alphabet and a length so that no two people collide.
#     - Decide which writings of a name are one person, and what to do where names and numbers contradict each other.
#     - Say who may hold the key and the mapping, look up a case, add people later, and forget somebody.
#     - Find people of one release in another although their pseudonyms differ.
#   key_points:
#     - Whoever can list the names can hash the list. Names are few, and a hash is quick.
#     - A key that nobody else has makes guessing useless. It is the only secret; the method may be printed.
#     - People are pairs before they are many. Collisions come with the square of their number.
#     - Where a name and a number contradict each other, a person decides, and the program says so.
#     - A pseudonym hides a name. Dates, devices, UIDs and pixels can give the same person away without it.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# A table is published with an article. Forty people took part in the study, and in the first column stand
# forty codes such as `eec8946b9ffd67b1`. The article says: *all names were replaced by SHA-256, which
# cannot be reversed.*
#
# The sentence about SHA-256 is true. In this lesson you will name all forty people all the same, in less
# time than it took to read this. After that you make pseudonyms that you cannot break yourself; and in the
# end you find people in a release whose pseudonyms nobody can break at all.

# %% [markdown] slide="slide"
# ## Anonymous, pseudonymous
#
# | | anonymous | pseudonymous |
# |---|---|---|
# | the way back | there is none, for anybody | there is one, for whoever has the key or the list |
# | the law [@gdpr] | not about personal data any more (Recital 26) | personal data, better protected (Art. 4(5)) |
# | a finding that has to be treated | nobody can be told | the hospital looks up who it is |
# | another scan next year | a stranger | the same pseudonym |
# | consent is taken back | nobody knows which files to delete | these files |
#
# Both say YES in *PatientIdentityRemoved*. So a file does not tell which one it is: that depends on what
# somebody keeps in a drawer. Most research needs the right column. Then the drawer is the subject.

# %% [markdown] slide="slide"
# ## Four ways to make one
#
# **Predict.** Here are three people of a small town, and four codes for each. For which of the columns can
# you make the code yourself, if I tell you how it was made, but give you nothing else?

# %%
from hashlib import sha256

from dcmteach import Secrets
from dcmteach.deid import Pseudonyms
from dcmteach.synth.town import telephone_book

keyed = Pseudonyms(Secrets.random())
by_order = Pseudonyms(Secrets.random(), by_order=True)
print(f"{'':24}order  hash        salted      keyed")
for entry in telephone_book()[1000:4000:1000]:
    plain = sha256(entry.encode()).hexdigest()[:10]
    salted = sha256(f"a salt {entry}".encode()).hexdigest()[:10]
    print(f"{entry:24}{by_order.of(entry):7}{plain:12}{salted:12}{keyed.of(entry)}")

# %% [markdown]
# - **By order**: nothing of the name is in it. But the order may tell something, such as who came first;
#   and without the list nobody knows next month that the third person was `P003`.
# - **Hash**: the same name gives the same code everywhere and always. For everybody. You can make it.
# - **Salted**: something is put before the name. As good, or as bad, as the salt is kept.
# - **Keyed**: HMAC-SHA-256, a hash that takes a secret key of 32 random bytes. Same name, same key, same
#   pseudonym, and without the key nobody can make it.

# %% [markdown] slide="slide"
# ## Hash everybody
#
# This is the table of the article. Nobody can run SHA-256 backwards. But what can go in at the front?
# Names. And those of a whole town are printed in its telephone book.
#
# **Predict:** how many of the forty will be named, and in how many seconds? We do not know how they wrote
# the names before hashing, so we try every usual writing, with every usual hash.

# %%
from dcmteach.synth.town import published
from dcmteach.verify import dictionary_attack, writings

codes = published("registry")
print(len(codes), "codes:", *codes[:3])
book = telephone_book()
candidates = [way for entry in book for way in writings(*entry.split(", "))]
recovered = dictionary_attack(codes, candidates)
print(recovered.caption)
print(recovered[0].candidate, "|", recovered[0].how)

# %% [markdown]
# All of them, with a method that nobody had told us. It would be no better with a birth date behind the
# name: that makes 36,500 candidates of each, in a century, and a computer made for hashing tries thousands
# of millions in a second. It has been an opinion of Europe's data protection authorities for years that
# this is no anonymisation [@wp216]. And the law of the United States does not take a code that is derived
# from information about the person for de-identified, unless an expert has judged it [@hipaa]; one that
# counts people by order needs none.

# %% [markdown] tags=["exercise"] slug="break-the-release"
# Now without the tool. A follow-up study published forty codes, too; its methods section says: *the codes
# are the first twelve hexadecimal digits of the SHA-1 of the patient's name as it is in the scanner, in
# capitals.* In a scanner, *Quillnagel, Oda* is `QUILLNAGEL^ODA`. Fill `found`: for each code the entry
# of the telephone book, as it stands there. How long does it take?

# %% tags=["starter"] slug="break-the-release"
from hashlib import sha1
from time import perf_counter

from dcmteach import check
from dcmteach.synth.town import published, telephone_book

codes = set(published("follow-up"))
start = perf_counter()
found = {}
for entry in telephone_book():
    family, given = entry.split(", ")
    ...
print(len(found), "of", len(codes), f"in {perf_counter() - start:.3f} s")
found = ...  # delete this line when your loop is ready
check("break-the-release", found)

# %% tags=["wrong"] slug="break-the-release" says="Not one code came out"
found = {}
for entry in telephone_book():
    code = sha1(entry.encode()).hexdigest()[:12]
    if code in codes:
        found[code] = entry
check("break-the-release", found)

# %% tags=["wrong"] slug="break-the-release" says="the whole town"
found = {}
for entry in telephone_book():
    name = entry.replace(", ", "^").upper()
    found[sha1(name.encode()).hexdigest()[:12]] = entry
check("break-the-release", found)

# %% tags=["wrong"] slug="break-the-release" says="turned it round"
found = {}
for entry in telephone_book():
    code = sha1(entry.replace(", ", "^").upper().encode()).hexdigest()[:12]
    if code in codes:
        found[entry] = code
check("break-the-release", found)

# %% tags=["wrong"] slug="break-the-release" says="codes of the other table"
found = {row.pseudonym: row.candidate for row in recovered}
check("break-the-release", found)

# %% tags=["wrong"] slug="break-the-release" says="still missing"
for entry in telephone_book():
    code = sha1(entry.replace(", ", "^").upper().encode()).hexdigest()[:12]
    if code in codes:
        found = {code: entry}
check("break-the-release", found)

# %% tags=["wrong"] slug="break-the-release" says="report of the tool"
found = dictionary_attack(codes, [entry.replace(", ", "^").upper() for entry in book])
check("break-the-release", found)

# %% [markdown] tags=["solution"] slug="break-the-release"
# Three lines in a loop. The only difficulty is to write the name as they did, and they told us how. Had
# they not, there are a few dozen ways to try.

# %% tags=["solution"] slug="break-the-release"
codes = set(published("follow-up"))
start = perf_counter()
found = {}
for entry in telephone_book():
    family, given = entry.split(", ")
    code = sha1(f"{family}^{given}".upper().encode()).hexdigest()[:12]
    if code in codes:
        found[code] = entry
print(len(found), "of", len(codes), f"in {perf_counter() - start:.3f} s")
check("break-the-release", found)

# %% [markdown] slide="slide"
# ## A salt in the readme
#
# The next group has heard of salt. Before each name they put `Zandmeer-2019`; and so that others can
# repeat their work, they say so in the readme. **Predict** both lines: the tool as before; and the tool, told
# about the salt.

# %%
from dcmteach.synth.town import SALT


def as_they_did(name):
    return sha256(f"{SALT}{name}".encode()).hexdigest()[:16]


codes = published("salted")
names = [entry.replace(", ", "^") for entry in book]
print(dictionary_attack(codes, names).caption)
print(dictionary_attack(codes, names, make=as_they_did).caption)

# %% [markdown]
# A salt that is published protects against tables of hashes computed in advance, and against nothing
# else. It is made for passwords, and a good password is not in the telephone book. What helps is a salt that
# stays secret; and a secret that is used in this way is called a *key*.

# %% [markdown] slide="slide"
# ## With a key
#
# Our turn. I make pseudonyms of forty people and let you have everything: the names, how each is
# written, this library with its source, the length and the alphabet. Not the key. **Predict.**

# %%
ours = [keyed.of(name) for name in names[:40]]
print(dictionary_attack(ours, names).caption)
guess = Pseudonyms(Secrets.random())
attack = dictionary_attack(ours, names, make=guess.of)
print(attack.caption)
print(attack.note)

# %% [markdown]
# The second attack had the right method, the right names, and a key that was guessed. There are 2²⁵⁶
# of those, a number of 78 digits. That *this* attack found nothing proves little, as the report says itself. What
# one trusts is that HMAC-SHA-256 has been attacked for decades by people who know how, with its
# method in their hands, and that a random key cannot be guessed.
#
# `Secrets(b"my dog is called Rex")` is a key, too, and in a dictionary. So let the machine make it, once per
# study:

# %%
import stat
from contextlib import chdir
from pathlib import Path
from tempfile import mkdtemp

from dcmteach.cli.main import main

desk = Path(mkdtemp())
with chdir(desk):
    main(["key", "new", "study.key"])
print(stat.filemode((desk / "study.key").stat().st_mode))
print(Secrets.from_file(desk / "study.key"))

# %% [markdown]
# What is printed is the *fingerprint*: it tells this key from another, and the key cannot be had from it.
# The file is open to its owner alone, and if it is not, it is not used. **Predict** what the error says
# to do:

# %% tags=["raises"] says="if others may have read it"
with chdir(desk):
    Path("study.key").chmod(0o644)
    Secrets.from_file("study.key")

# %%
(desk / "study.key").chmod(0o600)

# %% [markdown] tags=["callout"] kind="warning" title="Lose it, and you have lost two things"
# *The key is gone:* the same people will get other pseudonyms, and nothing can be added to the study any more,
# unless there is a mapping. *The key is known to others:* they can do to your release what you did to
# theirs, and nothing that you do now takes it back. So there is one copy to work with, one in a safe, and
# none in an e-mail, in the project's repository, or in the folder that you give away.

# %% [markdown] slide="slide"
# ## How short may it be?
#
# Long codes are awkward, so people cut them. Then two people may get the same one, and their images become one
# patient. **Predict:** the town has 4,608 people. With four hexadecimal digits there are 65,536 codes,
# fourteen for each person. How many *pairs* of people share a code?

# %%
from collections import Counter

people = len(names)
print("digits            room  expected  found")
for digits in [4, 5, 6, 8]:
    room = 16**digits
    codes = Counter(sha256(name.encode()).hexdigest()[:digits] for name in names)
    pairs = sum(count * (count - 1) // 2 for count in codes.values())
    print(f"{digits:6}{room:16,}{people**2 / 2 / room:10.3f}{pairs:7}")

# %% [markdown]
# It is the arithmetic of birthdays: in a class of 23, two have the same one, as likely as not. A thousand people
# make half a million pairs, and each pair collides with a chance of one in the room. So the room has to be
# larger than the *square* of the people, by as much as you want to be sure.
#
# Our library looks at all that it has handed out, and stops. Numbers of six digits for the whole town:

# %% tags=["raises"] says="Two people would share the pseudonym"
numbers = Pseudonyms(Secrets(b"a real one comes from Secrets.random()"), form="number", length=6)
for name in names:
    numbers.of(name)

# %% [markdown]
# Stopping is right, but late: the people before are published, perhaps. So the length is chosen at the
# beginning. And the alphabet with care. **Predict:** which letters and digits are left out, and why does no
# pseudonym begin with a digit?

# %%
from dcmteach.deid.people import ALPHABET

print(ALPHABET, len(ALPHABET))
for choice in [{}, {"length": 6}, {"form": "number"}, {"prefix": "STUDY7-"}]:
    print(f"{choice!s:26}", Pseudonyms(Secrets.random(), **choice).of(names[0]))

# %% [markdown]
# No 0 and O, no 1, I and L, no U that is read as V: somebody will read it aloud. A spreadsheet takes `7E10`
# for a number and `3MAR` for a day, and saves what it took it for. And there are capitals only, as some
# disks do not tell `a` from `A`.

# %% [markdown] tags=["exercise"] slug="long-enough"
# A registry expects 50,000 people over the years. The chance that *any two* of them share a pseudonym shall
# be less than one in a million. What is the least length? `letters`: a letter, of which there are 22, and
# then letters and digits, of which there are 30. `digits`: a digit from 1 to 9, and then any of ten.

# %% tags=["starter"] slug="long-enough"
from dcmteach import check

people = 50_000
for length in range(4, 8):
    room = 22 * 30 ** (length - 1)
    print(length, f"{room:.1e}")
letters = ...
digits = ...
check("long-enough", letters, digits)

# %% tags=["wrong"] slug="long-enough" says="as many pseudonyms as people"
letters = next(n for n in range(1, 20) if 22 * 30 ** (n - 1) > people)
digits = next(n for n in range(1, 20) if 9 * 10 ** (n - 1) > people)
check("long-enough", letters, digits)

# %% tags=["wrong"] slug="long-enough" says="one newcomer"
letters = next(n for n in range(1, 20) if people / (22 * 30 ** (n - 1)) < 1e-6)
digits = next(n for n in range(1, 20) if people / (9 * 10 ** (n - 1)) < 1e-6)
check("long-enough", letters, digits)

# %% tags=["wrong"] slug="long-enough" says="with a chance of about"
letters = next(n for n in range(1, 20) if people**2 / 2 < 22 * 30 ** (n - 1))
digits = next(n for n in range(1, 20) if people**2 / 2 < 9 * 10 ** (n - 1))
check("long-enough", letters, digits)

# %% tags=["wrong"] slug="long-enough" says="something shorter would"
check("long-enough", 16, 16)

# %% [markdown] tags=["solution"] slug="long-enough"
# Digits alone take half as much again. Our default, ten, is made for studies rather than for registries:
# among 10,000 people, two collide with a chance of one in nine million, and should they, the run stops.

# %% tags=["solution"] slug="long-enough"
pairs = people**2 / 2
letters = next(n for n in range(1, 20) if pairs / (22 * 30 ** (n - 1)) < 1e-6)
digits = next(n for n in range(1, 20) if pairs / (9 * 10 ** (n - 1)) < 1e-6)
print(letters, digits)
check("long-enough", letters, digits)

# %% [markdown] slide="slide"
# ## One person, many writings
#
# A key makes the same of the same. Which is why everything depends on what *the same* is. **Predict:** one
# patient, four files. How many different texts, and how many people?

# %%
from unicodedata import normalize

from dcmteach import sample
from dcmteach.deid.subjects import name_keys

name = str(sample("ct_thorax").PatientName)
written = [name, f"{name}^^", name.upper(), normalize("NFD", name)]
print(len(set(written)), "texts")
print({key for text in written for key in name_keys(text).values()})

# %% [markdown]
# A `^` at the end with nothing behind it, capitals, and a letter with its sign put together from two: to a
# hash, other names, and so other people. In many tools the patient has as many pseudonyms.
#
# In the lab everything so far is together. Write names, one on each line; look at what key A, key B and no
# key make of them; then attack each column. **Predict** of the five lines: how many people are they to the
# library, and which of them will an attacker find who has no key?

# %%
from dcmteach import PseudonymLab

PseudonymLab()

# %% [markdown]
# A letter without its sign, or written as two, may be a slip or another family: the lab leaves line 5 apart.
#
# And a PN can hold a name up to three times: in letters, in ideographs, by its sound, with `=` between
# [@ps3.5]. Here is somebody who does not exist. **Predict:** in which of these files is she the same?

# %%
from dcmteach.deid.persons import Persons
from dcmteach.deid.subjects import Subject

names_of_files = {
    "all three": "Kanariya^Aoi=金糸雀^葵=かなりや^あおい",
    "ideographs": "金糸雀^葵",
    "another sign": "Kanariya^Aoi=金糸雀^蒼",
}
subjects = {Subject(name=text, person=file): file for file, text in names_of_files.items()}
for person in Persons(subjects, by="name").people:
    print(person.order + 1, [subjects[subject] for subject in person.subjects])

# %% [markdown] tags=["exercise"] slug="one-person"
# Seven files. Two pairs among them are the same person, as sure as a name can be; nobody else is. Give
# the two pairs by their letters.

# %% tags=["starter"] slug="one-person"
from unicodedata import normalize

from dcmteach import check

files = {
    "A": "Zwirnsænd^Mårten",
    "B": "Kanariya^Aoi=金糸雀^葵",
    "C": "Zwirnsænd^Mårten^^^Jr",
    "D": normalize("NFD", "ZWIRNSÆND^MÅRTEN^^DR"),
    "E": "Kanariya^Aoi=金糸雀^蒼",
    "F": "金糸雀^葵",
    "G": "Zwirnsænd^Märten",
}
same = ...
check("one-person", same)

# %% tags=["wrong"] slug="one-person" says="You found no pair"
files = {"A": "Zwirnsænd^Mårten", "D": normalize("NFD", "ZWIRNSÆND^MÅRTEN^^DR")}
same = [("A", "D")] if files["A"] == files["D"] else []
check("one-person", same)

# %% tags=["wrong"] slug="one-person" says="a father and his son"
same = [("A", "C"), ("B", "F")]
check("one-person", same)

# %% tags=["wrong"] slug="one-person" says="sound alike"
same = [("A", "D"), ("B", "E")]
check("one-person", same)

# %% tags=["wrong"] slug="one-person" says="the ring over one letter"
same = [("A", "D"), ("A", "G"), ("B", "F")]
check("one-person", same)

# %% tags=["wrong"] slug="one-person" says="up to three times"
same = [("A", "D")]
check("one-person", same)

# %% [markdown] tags=["solution"] slug="one-person"
# Capitals, titles and the encoding of a letter do not make another person. A generation, another sign and
# another letter do; even if the last may be a slip of the pen. How slips are found, and who decides about them,
# is the subject of the next lesson.

# %% tags=["solution"] slug="one-person"
for file, text in files.items():
    print(file, name_keys(text))
same = [("A", "D"), ("B", "F")]
check("one-person", same)

# %% [markdown] slide="slide"
# ## Name or number?
#
# So what is a person: a name, or a patient ID? Numbers are exact, and somebody typed them. Names are
# inexact, and two people may bear one. Here are three people, or two, or four. **Predict** for either way
# how many there are, and what is wrong.

# %%
said = [
    Subject("Østerström^Eulalie", "X5774305", birth_date="19830706", sex="F", person="X"),
    Subject("ØSTERSTRÖM^EULALIE^", "T4430326", birth_date="19830706", sex="F", person="T"),
    Subject("Zwirnsænd^Mårten", "N3582663", birth_date="19520908", sex="M", person="N"),
    Subject("Fjällmýr^Eulalie", "N3582663", birth_date="19520908", sex="F", person="N"),
]
for by in ["id", "name"]:
    persons = Persons(said, by=by)
    print(f"by {by}: {len(persons)} people")
    for row in persons.conflicts:
        print(f"   {row.kind}: {row.decision}, {row.because}")

# %% [markdown]
# *Two IDs, one name*: somebody who was registered twice, or two people of one name. *One ID, two names*: a
# marriage, or somebody lying in the scanner under another's number. The program does not know. By either rule it
# says what does not fit; and where birth date or sex speak against its rule, nothing of that person is
# written until somebody has looked. Nothing is merged silently: two people under one pseudonym cannot be
# told apart any more.

# %% [markdown] slide="slide"
# ## The mapping
#
# Now the real thing: a folder of patients, the key of above, and a list of who is who. Two patients first,
# and then, months later, all four. **Predict:** do the first two keep their pseudonyms?

# %%
from dcmteach import sample_folder
from dcmteach.deid import MappingFile, pseudonymise

cohort = sample_folder("cohort")
folders = sorted(folder for folder in cohort.iterdir() if folder.is_dir())
run = {"key_file": desk / "study.key", "mapping": desk / "who.csv", "pixels": "accept"}
for source in [folders[:2], folders]:
    report = pseudonymise(source, desk / "out", **run)
    print(report.caption, "-", *MappingFile.read(desk / "who.csv").pseudonyms)
print(stat.filemode((desk / "who.csv").stat().st_mode))

# %% [markdown]
# They do, and for two reasons: the key gives everybody the same again; and whoever is in the mapping
# keeps what is there, whatever the key says. So a study that has lost its key can go on with its mapping, and
# one that numbers people by order cannot do without.
#
# A collaborator calls: in the scan of this pseudonym there is something that has to be treated. Only the
# hospital can look up who it is:

# %%
who = MappingFile.read(desk / "who.csv")
called = who.pseudonyms[-1]
for entry in who.lookup(called):
    print(entry.pseudonym, "is", entry.name, entry.patient_id)

# %% [markdown]
# Half a year later, the same person takes consent back. `forget` strikes out the entry, and lists what has
# to be deleted: here, and wherever a copy went. **Predict:** we delete it all, and run again with the same source and
# the same key. What happens?

# %%
from dcmteach.deid import forget

gone = forget(desk / "who.csv", called, outputs=[desk / "out"])
print(gone.pseudonym, "-", len(gone.files), "files to delete")
for file in gone.files:
    Path(file).unlink()
pseudonymise(cohort, desk / "out", **run)
print(called in MappingFile.read(desk / "who.csv").pseudonyms)

# %% [markdown]
# There they are again, under the same pseudonym: the key has not forgotten, and the source has not either.
# Who takes part no more has to be taken out of the *source*, too. (On the command line: `dcmteach mapping lookup`, and
# `dcmteach mapping forget`.)

# %% [markdown] tags=["exercise"] slug="who-may-hold"
# A hospital pseudonymises; a university in another country receives the images under an agreement. Who
# may hold what? `"owner"`: the hospital's trustee alone. `"recipient"`: those of the agreement, too.
# `"anybody"`: it may be published. `"nobody"`: it must not exist.

# %% tags=["starter"] slug="who-may-hold"
from dcmteach import check

things = {
    "the key file": ...,
    "the mapping": ...,
    "the pseudonymised images": ...,
    "the fingerprint of the key": ...,
    "the method: HMAC-SHA-256, alphabet, length": ...,
    "key and mapping, when the data are called anonymous": ...,
}
who = list(things.values())
check("who-may-hold", who)

# %% tags=["wrong"] slug="who-may-hold" says="whoever has it and a list of names"
who = ["recipient", "owner", "recipient", "anybody", "anybody", "nobody"]
check("who-may-hold", who)

# %% tags=["wrong"] slug="who-may-hold" says="answer to the riddle"
who = ["owner", "recipient", "recipient", "anybody", "anybody", "nobody"]
check("who-may-hold", who)

# %% tags=["wrong"] slug="who-may-hold" says="still about somebody"
who = ["owner", "owner", "anybody", "anybody", "anybody", "nobody"]
check("who-may-hold", who)

# %% tags=["wrong"] slug="who-may-hold" says="tells two keys apart"
who = ["owner", "owner", "recipient", "owner", "anybody", "nobody"]
check("who-may-hold", who)

# %% tags=["wrong"] slug="who-may-hold" says="if it had to be secret"
who = ["owner", "owner", "recipient", "anybody", "owner", "nobody"]
check("who-may-hold", who)

# %% tags=["wrong"] slug="who-may-hold" says="there is a way back"
who = ["owner", "owner", "recipient", "anybody", "anybody", "owner"]
check("who-may-hold", who)

# %% tags=["wrong"] slug="who-may-hold" says="one of the four answers"
who = ["me", "me", "them", "all", "all", "none"]
check("who-may-hold", who)

# %% [markdown] tags=["solution"] slug="who-may-hold"
# The rule behind it is older than computers: a method is good if everything about it may be known but
# the key.

# %% tags=["solution"] slug="who-may-hold"
who = ["owner", "owner", "recipient", "anybody", "anybody", "nobody"]
check("who-may-hold", who)

# %% [markdown] slide="slide"
# ## The pseudonyms differ, the people do not
#
# The same hospital gives scans to two studies. Each has a key of its own, so that nobody can put them
# together: other pseudonyms, and by the Basic Profile new UIDs and no dates. Three patients are in the first,
# three in the second. **Predict:** how many does `linkage` find in both?

# %%
from dcmteach import deidentify, recipes
from dcmteach.verify import linkage

scans = ["Osterstrom_Eulalie/2018-02-19 CT", "T7217171 Zabisinek/MR_20180527"]
scans += ["CASE03 M N3582663/CT_20181207", "DABLIZOLEDZ, Zbynka 19470913/2018-09-01 CT"]
places = [cohort / scan for scan in scans]


def release(which, recipe):
    source = places[:3] if which == "first" else places[1:]
    key = Secrets(f"the key of the {which} release".encode())
    out = Path(mkdtemp()) / which
    deidentify(source, out, recipe, secrets=key, pixels="accept")
    return out


# %%
linkage(release("first", recipes.basic), release("second", recipes.basic))

# %% [markdown]
# Two, for certain: the pictures are the same, number for number. No header can be clean enough for that, and
# two readers who compare their files need no key. Whoever has one release, and knows a person in it, knows
# the person in the other.
#
# Most studies keep more than the Basic Profile does. These need the days of the scans, and the machine, so they
# took two options.

# %%
recipe = recipes.basic.with_options("retain-full-dates", "retain-device-identity")
first, second = release("first", recipe), release("second", recipe)
linkage(first, second)

# %% [markdown] tags=["exercise"] slug="common-patients"
# Read the table: who is in both of these releases? Give a dictionary: the pseudonym in `first`, and behind the colon the one
# in `second`. Only people of whom you would say so in court: look at what each link goes by.

# %% tags=["starter"] slug="common-patients"
from dcmteach import check
from dcmteach.verify import linkage

links = linkage(first, second)
print(links[0].strength, "by:", *links[0].by, sep="\n  ")
both = ...
check("common-patients", both)

# %% tags=["wrong"] slug="common-patients" says="have in common is a machine"
both = {link.a: link.b for link in linkage(first, second)}
check("common-patients", both)

# %% tags=["wrong"] slug="common-patients" says="made with two keys"
one, other = [{place.name for place in folder.iterdir()} for folder in (first, second)]
both = {name: name for name in one & other}
check("common-patients", both)

# %% tags=["wrong"] slug="common-patients" says="The other way round"
both = {link.b: link.a for link in linkage(first, second) if link.strength == "certain"}
check("common-patients", both)

# %% tags=["wrong"] slug="common-patients" says="table of links"
check("common-patients", linkage(first, second))

# %% tags=["wrong"] slug="common-patients" says="somebody else is in both"
link = linkage(first, second)[0]
check("common-patients", {link.a: link.b})

# %% [markdown] tags=["solution"] slug="common-patients"
# Two people, by pixels, and by date and time to the second. The third link is two women who lay in one
# scanner: among three patients a machine can look like a person.

# %% tags=["solution"] slug="common-patients"
links = linkage(first, second)
both = {link.a: link.b for link in links if link.strength == "certain"}
check("common-patients", both)

# %% [markdown] tags=["callout"] kind="discussion" title="What would have helped?"
# Go through them: another key, longer pseudonyms, dates shifted by a secret number of days
# ([Lesson 7](07-dates.ipynb)), other UIDs, no serial numbers, another series of the same examination, a
# contract that forbids to compare. Which of them help against linkage by dates? Which against linkage by
# pixels? What remains is a person who promises not to look, and somebody who may check.

# %% tags=["quiz"]
from dcmteach import quiz

quiz("12-pseudonyms")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *Four ways.* You can make the hash alone: with the salt that is in the cell, the salted one as well. For
# the order you need the list, for the keyed one the key.
#
# *How many of the forty?* All, in about a second; 260,000 candidates, as every name is tried in sixty
# writings. *The salt in the readme:* none without it, all with it, and faster than before. *With a key:*
# none, both times.
#
# *The error about the key file* says to close it, and to make a new key if others may have read it.
#
# *How many pairs?* 160, where most people say none or a few. *Letters and digits left out:* 0, O, 1, I, L,
# U. No digit at the beginning because of spreadsheets.
#
# *Four files:* four texts, one person. *The lab:* two people; the attacker finds three of the five hashes,
# and nothing with a key. *Ideographs:* the first two are one, the third is somebody else.
# *Name or number:* three people by either rule, but not the same three, and two reports each time.
#
# *Do the first two keep their pseudonyms?* Yes. *Run again after forgetting:* the person is back, with the
# same pseudonym.
#
# *How many does linkage find?* Two, by their pixels. Nearly everybody says none.
#
# *Exercises.* Break the release: all forty, in some hundredths of a second. Long enough: 11 and 16. One
# person: A and D, B and F. Who may hold: owner, owner, recipient, anybody, anybody, nobody. Common
# patients: the two certain links, not the possible one.
#
# ### Misconceptions
#
# - *A hash cannot be reversed, so nobody can find the name.* Nobody reverses it. Let the group say what
#   the attacker had: a list, and the patience of a second.
# - *A longer or slower hash helps.* SHA-512 takes twice as long. Slow hashes make it hours instead of
#   seconds; names stay few.
# - *Salt makes it safe.* Ask where the salt is. If it is beside the data, it is not a secret.
# - *The method has to be kept secret.* Then the first who leaves the group takes the security along.
# - *The attack failed, so it is safe.* It says so itself: it proves nothing of other attacks. What one
#   relies on is the key.
# - *Enough codes for everybody are enough.* Ask for birthdays in the room. With 23 people, half of the
#   groups have a pair.
# - *The same name is the same text.* Four texts, one patient; and the other way round, one text in Latin
#   letters and two people.
# - *The patient ID is exact, so go by it.* Ask who has seen a patient scanned under another's number.
# - *Mapping deleted, person forgotten.* Not while there is a key, a source, and a copy at the recipient's.
# - *Pseudonyms differ, so the releases cannot be joined.* Look at the pixels.
# - *We have no key here, so for us the data are anonymous.* A question for lawyers, and courts have given more than
#   one answer. Plan as if they were personal.
#
# ### Timing
#
# Two minutes for the words, three for the four ways and the lab, three for hashing everybody, two for the
# salt, three for the key and its file, three for collisions, four for writings and names or numbers, three for the
# mapping, two for linkage. Exercises: four to five minutes for *break the release*, which everybody
# should do alone, four each for the others, two for *who may hold*. If time is short, do *who may hold*
# aloud and leave *long enough* for home; its table is enough for the point. Groups that are quick attack
# the salted release by hand, or add birth dates to the candidates and measure how long a town would take.
