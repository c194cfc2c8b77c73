# ---
# dcmteach:
#   title: What identifies a patient
#   minutes: {teaching: 20, exercises: 10}
#   questions:
#     - Where in an image file can a patient's identity stand, besides the element for the name?
#     - How can facts that everybody shares point to one person?
#     - What is the difference between anonymising and pseudonymising, and what do laws make of it?
#   objectives:
#     - Find the places of a file in which the patient is named, private elements and free text included.
#     - Count how many people stand alone with a combination of ordinary facts.
#     - Tell anonymous data from pseudonymous data, and say who holds the key.
#     - Compare how the GDPR and HIPAA decide whether data still belong to somebody.
#   key_points:
#     - A patient is named in more places than PatientName, among them free text, private elements, folder names and the picture itself.
#     - A few ordinary facts together (sex, age, body part, date) can single out one person.
#     - Pseudonymised data have a key that leads back; anonymous data have none, for anybody.
#     - The GDPR asks whether a person can be identified by any means likely to be used; HIPAA offers a list of 18 kinds of identifiers, or an expert's judgement.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# "We removed the names" is what most people say when they are asked whether their images are
# anonymous. In this lesson you play the person who does not believe it. You get the files of
# patients who do not exist, and look for every way that leads from a file to a person: through the
# header, through the picture, through the name of a folder, and through facts that seem to say
# nothing at all.

# %% [markdown] slide="slide"
# ## Named, in more places than one
#
# Some facts name a person at once: the name, a hospital number, a telephone number, an e-mail
# address. They are called *direct identifiers*. `identity(ds)` collects those that a data set has. It
# tells their kinds and never shows them.

# %%
from dcmteach import identity, sample

ds = sample("ct_thorax")
known = identity(ds)
known

# %% [markdown]
# It also recognises them elsewhere. Here every element of the header is asked whether it holds one of
# these identifiers; `table(ds)` goes through all of them, at any depth.

# %%
from dcmteach import table

for row in table(ds):
    kinds = known.found_in(row.value)
    if kinds:
        print(row.path, "·", ", ".join(kinds))

# %% [markdown]
# That is far more than the handful of elements one would think of. Follow the family name alone:

# %%
from dcmteach import search

search(ds, ds.PatientName.family_name)

# %% [markdown]
# Each of these got there in an ordinary way:
#
# - somebody typed a remark (`AdditionalPatientHistory`, `ImageComments`), once with the name spelt
#   without its special letters, inside an e-mail address;
# - somebody gave a window setting a name to remember it by (`WindowCenterWidthExplanation`);
# - the request from the ward was copied along, four levels deep in a sequence;
# - and the manufacturer keeps a copy in a private element, `(00E1,1042)`. The dictionary of pydicom
#   does not know what this element means; the value speaks for itself.
#
# The hospital number hides in bytes that no program shows as text:

# %%
search(ds, ds.PatientID)

# %% [markdown] tags=["callout"] kind="warning" title="Others are in there, too"
# A header names more people than the patient: the referring physician, the operator, a daughter in a
# remark. They have a right to privacy like anybody else, and they lead to the patient: who was
# examined in Zandmeer on that day by that operator?

# %% [markdown] tags=["exercise"] slug="where-the-name-hides"
# Now the head scan, `sample("mr_head")`. Somebody has promised to empty `PatientName`. In which
# elements would the patient's family name still stand? Give the `path` of each as a list.

# %% tags=["starter"] slug="where-the-name-hides"
from dcmteach import check, sample, search

head = sample("mr_head")
paths = ...
check("where-the-name-hides", paths)

# %% tags=["wrong"] slug="where-the-name-hides" says="as PatientName writes it"
head = sample("mr_head")
paths = [m.path for m in search(head, str(head.PatientName)) if m.path != "PatientName"]
check("where-the-name-hides", paths)

# %% tags=["wrong"] slug="where-the-name-hides" says="is going to be emptied"
head = sample("mr_head")
paths = [match.path for match in search(head, head.PatientName.family_name)]
check("where-the-name-hides", paths)

# %% tags=["wrong"] slug="where-the-name-hides" says="spells the name in another way"
head = sample("mr_head")
name = head.PatientName.family_name
paths = [element.keyword or str(element.tag) for element in head if name in str(element.value)]
paths = [path for path in paths if path != "PatientName"]
check("where-the-name-hides", paths)

# %% tags=["wrong"] slug="where-the-name-hides" says="defined by the manufacturer"
paths = ["PatientComments", "ProtocolName"]
check("where-the-name-hides", paths)

# %% tags=["wrong"] slug="where-the-name-hides" says="That is how many"
head = sample("mr_head")
paths = len(search(head, head.PatientName.family_name)) - 1
check("where-the-name-hides", paths)

# %% [markdown] tags=["solution"] slug="where-the-name-hides"
# `search` takes no notice of capitals and diacritics, and looks into private elements and bytes. What
# it gets should be short: a family name stands alone in more places than the whole name does.

# %% tags=["solution"] slug="where-the-name-hides"
head = sample("mr_head")
matches = search(head, head.PatientName.family_name)
paths = [match.path for match in matches if match.path != "PatientName"]
check("where-the-name-hides", paths)

# %% [markdown] slide="slide"
# ## Around the header
#
# A file is more than its header. Look at the folders that came with four patients:

# %%
from dcmteach import sample_folder

cohort = sample_folder("cohort")
for folder in sorted(cohort.iterdir()):
    print(folder.name)

# %% [markdown]
# Names, a hospital number, a date of birth: whoever packs these folders into an archive ships them,
# however clean the headers are. Three of the four name the patient, and the fourth carries the number.
#
# And there is the picture:

# %% alt="First frame of an ultrasound loop: a grey fan on black; above it, in white letters, the patient's name, hospital number and date of birth, and the date and time of the examination."
import matplotlib.pyplot as plt

cine = sample("us_cine")
plt.imshow(cine.pixel_array[0], cmap="gray")
plt.axis("off")
plt.show()

# %% [markdown]
# This is *burned-in text*. It is made of pixels, so no change of the header touches it. The element
# `BurnedInAnnotation` may announce it, as it does here. Where it says `NO`, or is missing, that is a
# claim; only looking at the picture tells.

# %%
cine.BurnedInAnnotation

# %% [markdown]
# Less obvious, and no less personal:
#
# - **Serial numbers.** `DeviceSerialNumber` and `StationName` name the machine; with the time of
#   `AcquisitionDateTime`, they name whoever lay in it at that minute, for all who can see the
#   machine's schedule.
# - **Implants.** A pacemaker or a hip has a make and a serial number, at times legible on the image,
#   and registered to a name.
# - **The body itself.** Jewellery, a tattoo, a rare malformation, the row of teeth: people have been
#   recognised by each of them.
# - **The face.** A head scan holds the shape of the face. In an experiment, software matched 70 of 84
#   volunteers to their photographs from research MR scans with the names taken off [@schwarz2019];
#   later work did so for CT and even for PET [@schwarz2022]. A thorax scan that begins at the chin
#   holds half a face.

# %% [markdown] slide="slide"
# ## A few facts together
#
# Now for the facts that name nobody: sex, age, part of the body, date. In the cohort, take one line
# per patient, from the last of their files:

# %%
from dcmteach import read

patients = {}
for path in sorted(cohort.rglob("*.dcm")):
    one = read(path)
    patients[one.PatientID] = (one.PatientSex, one.BodyPartExamined, one.PatientAge)
list(patients.values())

# %% [markdown]
# Who knows only the sex of a patient has two to choose from. Let us count how many choices remain with
# each further fact. A `Counter` counts equal things:

# %%
from collections import Counter

for number in (1, 2, 3):
    print(Counter(facts[:number] for facts in patients.values()))

# %% [markdown]
# With two facts, two patients stand alone; with three, all four do. The size of the smallest group
# has a name: data are *k-anonymous* if every combination of such facts is shared by at least *k*
# people. Here *k* is 1 at the end, and that one is enough.
#
# Four patients are few. So let us invent a hospital that examines two thousand people in a year:

# %%
from random import Random

dice = Random(7)
hospital = [
    {
        "sex": dice.choice("FM"),
        "age": round(dice.triangular(18, 95, 66)),
        "body_part": dice.choice(["CHEST", "BRAIN", "ABDOMEN", "PELVIS", "SPINE"]),
        "date": f"2019{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}",
    }
    for _ in range(2000)
]
hospital[0]

# %%
for facts in (["sex"], ["sex", "age"], ["sex", "age", "body_part"], list(hospital[0])):
    groups = Counter(tuple(patient[fact] for fact in facts) for patient in hospital)
    alone = sum(size == 1 for size in groups.values())
    print(f"{alone:4} of {len(hospital)} stand alone with {' + '.join(facts)}")

# %% [markdown]
# Nobody's name is in this list, and yet a neighbour who saw the ambulance on a certain day finds the
# right line, and reads the rest of it. For a whole country the same was worked out with census
# figures: postcode, sex and date of birth were estimated to single out 87 in 100 inhabitants of the
# United States [@sweeney2000]. The date of birth is the reason why it is among the first things to go.

# %% [markdown] tags=["callout"] kind="discussion" title="Who is the neighbour?"
# What an attacker needs is knowledge from elsewhere: a newspaper report, a post in a social network, a
# voters' register, working in the same hospital. Whom could you yourself find in your own data?

# %% [markdown] tags=["exercise"] slug="alone-in-the-crowd"
# "The age gives people away," says a colleague, "so leave the age out, and keep sex, part of the body
# and date." How many of the two thousand then still stand alone?

# %% tags=["starter"] slug="alone-in-the-crowd"
from collections import Counter
from dcmteach import check

alone = ...
check("alone-in-the-crowd", hospital, alone)

# %% tags=["wrong"] slug="alone-in-the-crowd" says="how many different combinations"
groups = Counter((one["sex"], one["body_part"], one["date"]) for one in hospital)
alone = len(groups)
check("alone-in-the-crowd", hospital, alone)

# %% tags=["wrong"] slug="alone-in-the-crowd" says="share their combination"
groups = Counter((one["sex"], one["body_part"], one["date"]) for one in hospital)
alone = sum(size for size in groups.values() if size > 1)
check("alone-in-the-crowd", hospital, alone)

# %% tags=["wrong"] slug="alone-in-the-crowd" says="still uses the age"
groups = Counter(tuple(one.values()) for one in hospital)
alone = sum(size == 1 for size in groups.values())
check("alone-in-the-crowd", hospital, alone)

# %% tags=["wrong"] slug="alone-in-the-crowd" says="lacks a fact"
groups = Counter((one["sex"], one["body_part"]) for one in hospital)
alone = sum(size == 1 for size in groups.values())
check("alone-in-the-crowd", hospital, alone)

# %% [markdown] tags=["solution"] slug="alone-in-the-crowd"
# Group by the three facts, then count the groups of one. The date does most of the work: it splits two
# thousand people into 336 days.

# %% tags=["solution"] slug="alone-in-the-crowd"
groups = Counter((one["sex"], one["body_part"], one["date"]) for one in hospital)
alone = sum(size == 1 for size in groups.values())
check("alone-in-the-crowd", hospital, alone)

# %% [markdown] slide="slide"
# ## Anonymise or pseudonymise?
#
# To *anonymise* means that there is no way back, for anybody. To *pseudonymise* means that a pseudonym
# takes the place of what identifies, and that a key, kept apart, leads from one to the other. Research
# often needs the way back: a second scan must go to the same patient, and an unexpected tumour should
# reach the physician.
#
# The simplest key is a list, the *mapping*, with a random pseudonym for each patient. Another way
# needs no list: compute the pseudonym from the hospital number. A *hash* turns any text into a number
# that looks random, always the same for the same text. Is that anonymous?

# %%
from hashlib import sha256

pseudonym = sha256(ds.PatientID.encode()).hexdigest()
pseudonym

# %% [markdown]
# No. Hospital numbers follow a pattern, and there are not many of them. Try them one by one and
# compare; here, the hundred thousand that begin with K27:

# %%
for number in range(100_000):
    guess = f"K27{number:05d}"
    if sha256(guess.encode()).hexdigest() == pseudonym:
        print(guess)

# %% [markdown]
# That took a moment, and needed no key, because there was none. So put a secret into the computation:
# an `hmac` is a hash with a key. Without it, trying out numbers leads nowhere. With it, everybody's
# pseudonym can be computed again, which is why the key is kept as safe as a mapping would be: never
# next to the images, and never in the notebook, except in a lesson.

# %%
import hmac

key = b"a real one is made by secrets.token_bytes(32)"
hmac.new(key, ds.PatientID.encode(), "sha256").hexdigest()[:16]

# %% [markdown]
# | | Keyed pseudonym | Mapping |
# |---|---|---|
# | What is kept secret | one key | a list that grows |
# | Same patient in the next delivery | same pseudonym, by itself | needs the list |
# | Two sites that must agree | share the key | share the list |
# | Key or list gets out | everybody can be found, numbers being few | everybody in the list is found |
# | Key or list is destroyed | no way back through the pseudonym | no way back through the pseudonym |
#
# The last row reads like a recipe for anonymous data: throw the key away. It closes one way back. All
# the others of this lesson stay open as long as the facts, the picture and the face are there.

# %% [markdown] tags=["exercise"] slug="still-personal"
# Four deliveries leave the hospital. For which of them is there, for somebody, still a way back to
# single patients? List their letters.
#
# - **A**: CT series; names and numbers replaced by `P001`, `P002` …; the hospital keeps the list in a
#   safe.
# - **B**: CT series; each number replaced by its SHA-256, without a key; no list was ever made.
# - **C**: a table with the number of CT examinations per year and part of the body; every number in it
#   is in the hundreds.
# - **D**: head MR series; every element of group 0010 emptied, no list kept, dates of the examination
#   as they were.

# %% tags=["starter"] slug="still-personal"
from dcmteach import check

way_back = [...]
check("still-personal", way_back)

# %% tags=["wrong"] slug="still-personal" says="somebody else's safe"
way_back = ["B", "D"]
check("still-personal", way_back)

# %% tags=["wrong"] slug="still-personal" says="everybody can compute"
way_back = ["A", "D"]
check("still-personal", way_back)

# %% tags=["wrong"] slug="still-personal" says="other than the header"
way_back = ["A", "B"]
check("still-personal", way_back)

# %% tags=["wrong"] slug="still-personal" says="no line is about one person"
way_back = ["A", "B", "C", "D"]
check("still-personal", way_back)

# %% tags=["solution"] slug="still-personal"
way_back = ["A", "B", "D"]
check("still-personal", way_back)

# %% [markdown] slide="slide"
# ## Two laws, side by side
#
# Laws do not ask which elements you emptied. They ask whether somebody can still be found, and they
# ask in different ways. The European GDPR [@gdpr] describes a state to be reached; the Privacy Rule
# under HIPAA in the United States [@hipaa] describes two ways to get there.

# %% [markdown] tags=["callout"] kind="law" title="This is not legal advice"
# The table is a summary in our own words, for orientation. Other countries have other laws, states and
# hospitals have rules of their own, and both laws are interpreted by courts and authorities. Before
# data leave your house, ask your data protection officer or your privacy board.

# %% [markdown]
# | | GDPR | HIPAA Privacy Rule |
# |---|---|---|
# | Whom it binds | organisations in the European Union, and others who offer services to people there or observe them | health care providers, insurers, clearing houses, and those who work for them |
# | What it is about | information on a person who is identified or can be, directly or indirectly (Art. 4(1)) | health information that identifies a person, or could reasonably be used to |
# | When it no longer applies | nobody can be identified by any means reasonably likely to be used, by anyone; cost, time and technology count, and so does singling out (Recital 26) | an expert finds the risk very small and documents why (45 CFR 164.514(b)(1)), *or* 18 kinds of identifiers are removed and nobody knows of a way back (164.514(b)(2), "Safe Harbor") |
# | Pseudonyms | a safeguard (Art. 4(5)); where the key can be reached, the data remain personal | a code may stay if it is not derived from information about the person and its key stays inside (164.514(c)); a hash of a number is derived |
# | Health data | a special category: forbidden unless an exception holds, such as explicit consent, care, or research with safeguards (Art. 9, Art. 89) | the subject of the whole rule |
# | Dates | not mentioned; judged like all else | Safe Harbor: year only; ages above 89 become "90 or older" |
# | Machines, faces | not mentioned; judged like all else | Safe Harbor: device identifiers and serial numbers, full-face photographs and comparable images go |
# | The dead | not covered; member states may add rules (Recital 27) | covered for 50 years |
#
# For the GDPR, three questions help to judge a set of data [@wp216]: can one person be *singled out*?
# Can two records of one person be *linked*? Can something about a person be *inferred*? You did the
# first with a `Counter`.

# %% [markdown] tags=["callout"] kind="note" title="The 18 kinds of Safe Harbor, and where they hide in DICOM"
# They concern the patient, and also relatives, employers and members of the household.
#
# 1. Names: `PatientName`, remarks, file names.
# 2. Places smaller than a state; the first three digits of a postcode may stay where more than 20,000
#    people live: `PatientAddress`, `InstitutionAddress`.
# 3. Dates, but for the year, and ages above 89: `StudyDate`, `PatientBirthDate`, `PatientAge`.
# 4. Telephone numbers: `PatientTelephoneNumbers`, remarks.
# 5. Fax numbers.
# 6. E-mail addresses: remarks, again.
# 7. Social security numbers: `OtherPatientIDs`.
# 8. Medical record numbers: `PatientID`, `AdmissionID`, `AccessionNumber`.
# 9. Numbers of the health plan.
# 10. Account numbers.
# 11. Certificate and licence numbers.
# 12. Vehicle identifiers and number plates.
# 13. Device identifiers and serial numbers: `DeviceSerialNumber`, implants.
# 14. Web addresses: `RetrieveURL`, private elements.
# 15. Internet (IP) addresses: private elements.
# 16. Biometric identifiers, such as fingerprints and the voice.
# 17. Full-face photographs and comparable images: a rendered head scan may be one.
# 18. Any other unique number, mark or code: UIDs, for instance.

# %% [markdown]
# The image standard has its own answer, a list of more than 600 attributes and what to do with each.
# [Lesson 3](03-safe-or-unsafe.ipynb) puts it beside two other authorities, and they do not agree.

# %% tags=["quiz"]
from dcmteach import quiz

quiz("02-identifies")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *Where the name hides:* `PatientComments` (inside an e-mail address, without diacritics),
# `ProtocolName`, and the private `(0029,1060)`. *Alone in the crowd:* more than half of the two thousand;
# the check computes the number from the list it is handed, so a changed hospital is fine. *Still personal:*
# A, B and D. D is the one to discuss: the face, the study date with the UIDs, burned-in text and private
# elements are all outside group 0010.
#
# ### Misconceptions
#
# - *No name, no person.* Let them count in the cohort first, and ask for the neighbour's view.
# - *A hash is encryption.* It has no key. The search through all numbers runs in under a second on the
#   projector; that settles it.
# - *Pseudonymised is anonymous as long as I do not have the key.* Under the GDPR it depends on who can
#   reasonably reach the key, and courts have begun to look at it from the recipient's side; do not
#   promise more than that. The hospital, at any rate, still holds personal data.
# - *HIPAA's list is the standard for everybody.* It is one of two ways in one country, and it says
#   nothing of what private elements hold.
# - *BurnedInAnnotation says NO, so there is no text.* It is a claim, often a default.
#
# ### Timing
#
# Seven minutes for the header and the first exercise's introduction, three around the header, five for
# the few facts, five for pseudonyms and laws. With little time, hand the table of the laws out as
# reading. The exercises take ten minutes together; the third works well in pairs, aloud.
