# ---
# dcmteach:
#   title: Safe or unsafe?
#   minutes: {teaching: 15, exercises: 12}
#   questions:
#     - Which elements of a header may leave the hospital, and who says so?
#     - What do I do when the authorities disagree?
#     - When is it right to keep something that identifies?
#   objectives:
#     - Judge an element by three authorities, the standard, the radiologists, and the value itself.
#     - Explain why a verdict on an attribute is not a verdict on what was typed into it.
#     - Find elements that identify a patient although no table lists them.
#     - Choose the option of the profile that keeps what a study needs, and no more.
#   key_points:
#     - A table judges attributes; only somebody who looks at the values can judge a file.
#     - Where careful authorities disagree, a person decides, and writes down why.
#     - What differs between patients and never changes for one patient works like a name.
#     - Keep what the study needs, by a named option, rather than what nobody thought of.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# In 2022 a team of radiologists and computer scientists published how they make their hospital's CTs
# ready for research. They had gone through the header attribute by attribute, and they printed the
# whole list: *safe*, *not safe*, or *already done by the scanner's export* [@shahid2022]. Hardly
# anybody else shows their work like that.
#
# On one row stands Irradiation Event UID: not safe, so it is removed. One table further stands
# Frame of Reference UID: safe, so it stays. The examples printed beside the two are one and the
# same number.
#
# How can a number be dangerous in one element and harmless in another? Careful people wrote the list,
# careful people reviewed it, and both rows went to print. By the end of this lesson you will find such
# rows yourself, and know what to do about them.

# %% [markdown] slide="slide"
# ## Sort first, look later
#
# Here is the chest CT again. Before anybody explains anything, judge eight of its elements yourself:
# may they leave the hospital as they are? You see the attribute and its value, as in real life.
#
# Say it aloud or write it down before you press a button. Your first answer counts, and every answer
# is discussed at once. Count how often you are surprised.

# %%
from dcmteach import TagSorter, sample

ds = sample("ct_thorax")
eight = ["PatientBirthDate", "KVP", "StationName", "StudyDescription", "PatientAge"]
eight += ["FrameOfReferenceUID", "WindowCenterWidthExplanation", "PixelData"]
TagSorter(ds, tags=eight)

# %% [markdown] tags=["book-only"]
# On this page the game stands still, so sort on paper. These are the eight:

# %% tags=["book-only"]
for keyword in eight:
    print(f"{keyword:29} {ds[keyword].repval}")

# %% [markdown] tags=["book-only"]
# And this is how the game answers somebody who has put the study's description on the pile *safe*.
# Look at it when you have sorted all eight.

# %% tags=["book-only"]
game = TagSorter(ds, tags=eight)
game.model.go_to(eight.index("StudyDescription"))
game.model.answer("safe")
game

# %% [markdown] tags=["callout"] kind="note" title="Depends is an answer"
# *Depends* does not mean *I do not know*. It means that a person has to look, at the value, at the
# study, at who receives the file, and then has to decide. A program that never says *depends* has
# decided for you.

# %% [markdown] slide="slide"
# ## The first authority: the standard
#
# DICOM has a list of what to do with which attribute: the *Basic Application Level Confidentiality
# Profile* [@ps3.15]. Its table has 656 rows. Each gives an *action code*: `X` remove, `Z` clear,
# `D` overwrite with something made up, `U` replace a UID, and a few more. Codes joined by a slash,
# such as `X/Z/D`, are chosen by the *Type* of the element, which is a matter for
# [Lesson 4](04-edit.ipynb).
#
# What do you expect for the attribute that explains a window setting (*mediastinum*, *lung*)?

# %%
from dcmteach.standard import profile

for keyword in ["PatientBirthDate", "StationName", "KVP", "WindowCenterWidthExplanation"]:
    print(f"{keyword:30} {profile.action(keyword)}")

# %% [markdown]
# `None` is not a verdict of *safe*. It says that the table does not list the attribute, so that
# whoever follows the table lets it pass. For the tube voltage that is right. Keep the other one in
# mind.
#
# The table also knows that research needs things. Ten *options* change its rows: this one keeps age,
# sex and the like, if a study is about them.

# %%
profile.action("PatientAge", options=["retain-patient-characteristics"])

# %% [markdown] tags=["exercise"] slug="keep-for-a-reason"
# When would you keep what is *not* safe? A colleague needs three things that the Basic Profile
# takes away. For each, choose the **one** option that keeps what is needed and as little else as
# possible: the number of *days between two scans*, the *age of the patient*, and *which scanner* made
# the image.
#
# The names of all ten options are in `profile.OPTIONS`.

# %% tags=["starter"] slug="keep-for-a-reason"
from dcmteach import check
from dcmteach.standard import profile

print(profile.OPTIONS)
options = {
    "days between scans": ...,
    "age of the patient": ...,
    "which scanner": ...,
}
check("keep-for-a-reason", options)

# %% tags=["wrong"] slug="keep-for-a-reason" says="tells everybody the day itself"
options = {
    "days between scans": "retain-full-dates",
    "age of the patient": "retain-patient-characteristics",
    "which scanner": "retain-device-identity",
}
check("keep-for-a-reason", options)

# %% tags=["wrong"] slug="keep-for-a-reason" says="stands in many hospitals"
options = {
    "days between scans": "retain-modified-dates",
    "age of the patient": "retain-patient-characteristics",
    "which scanner": "retain-institution-identity",
}
check("keep-for-a-reason", options)

# %% tags=["wrong"] slug="keep-for-a-reason" says="does not change the row"
options = {
    "days between scans": "retain-modified-dates",
    "age of the patient": "clean-descriptors",
    "which scanner": "retain-device-identity",
}
check("keep-for-a-reason", options)

# %% tags=["wrong"] slug="keep-for-a-reason" says="is none of the ten"
options = {
    "days between scans": "keep-dates",
    "age of the patient": "retain-patient-characteristics",
    "which scanner": "retain-device-identity",
}
check("keep-for-a-reason", options)

# %% [markdown] tags=["solution"] slug="keep-for-a-reason"
# All dates of one patient are moved by the same number of days, so that intervals survive. Whoever
# chooses an option says so in the file itself: there is an element for the method and its options.

# %% tags=["solution"] slug="keep-for-a-reason"
options = {
    "days between scans": "retain-modified-dates",
    "age of the patient": "retain-patient-characteristics",
    "which scanner": "retain-device-identity",
}
check("keep-for-a-reason", options)

# %% [markdown] slide="slide"
# ## The second authority: those who look at images all day
#
# The radiologists' list comes with the course: attributes and verdicts, none of the values they
# printed. Before you run the cell: the standard removes the study's description. What would a
# radiologist say, who reads "CT thorax with iv contrast" there every day?

# %%
from dcmteach.standard import med_i

for keyword in ["PatientBirthDate", "StationName", "KVP", "StudyDescription"]:
    print(f"{keyword:18} {med_i.verdict(keyword).status}")

# %% [markdown]
# Their process has two stages. In stage 1, the export of the scanner empties or replaces some
# elements; then the radiologists look; in stage 2, a program treats what they found. *Done at source*
# means that stage 1 had seen to it before they looked: a verdict in itself.
#
# The two authorities answer different questions. The standard asks: *could* somebody have typed a
# name here, in any hospital, ever? The radiologists ask: what *does* stand here, in our files? Both
# are right. But neither has seen your files.

# %% [markdown] tags=["exercise"] slug="likely-safe"
# You are given a list of attributes and no file. Which **five** of these ten would you expect to be
# safe in almost any CT? Put their keywords into a list.
#
# `StudyDate`, `KVP`, `StationName`, `SliceThickness`, `ReferringPhysicianName`, `Modality`,
# `AccessionNumber`, `RescaleSlope`, `ImageComments`, `PixelSpacing`

# %% tags=["starter"] slug="likely-safe"
from dcmteach import check

likely_safe = [...]
check("likely-safe", likely_safe)

# %% tags=["wrong"] slug="likely-safe" says="somebody typed"
likely_safe = ["KVP", "SliceThickness", "Modality", "PixelSpacing", "ImageComments"]
check("likely-safe", likely_safe)

# %% tags=["wrong"] slug="likely-safe" says="which machine"
likely_safe = ["KVP", "SliceThickness", "Modality", "StationName", "RescaleSlope"]
check("likely-safe", likely_safe)

# %% tags=["wrong"] slug="likely-safe" says="when somebody was examined"
likely_safe = ["KVP", "SliceThickness", "Modality", "StudyDate", "RescaleSlope"]
check("likely-safe", likely_safe)

# %% tags=["wrong"] slug="likely-safe" says="not only patients"
likely_safe = ["KVP", "Modality", "ReferringPhysicianName", "RescaleSlope", "PixelSpacing"]
check("likely-safe", likely_safe)

# %% tags=["wrong"] slug="likely-safe" says="the hospital's own books"
likely_safe = ["KVP", "Modality", "AccessionNumber", "RescaleSlope", "PixelSpacing"]
check("likely-safe", likely_safe)

# %% tags=["wrong"] slug="likely-safe" says="Nothing is in your list yet"
likely_safe = []
check("likely-safe", likely_safe)

# %% tags=["wrong"] slug="likely-safe" says="as harmless"
likely_safe = ["KVP", "Modality"]
check("likely-safe", likely_safe)

# %% [markdown] tags=["solution"] slug="likely-safe"
# What remains are settings of the machine and the geometry of the image: numbers and codes that
# nobody types in, and that say how the picture was made and not of whom.

# %% tags=["solution"] slug="likely-safe"
likely_safe = ["KVP", "SliceThickness", "Modality", "RescaleSlope", "PixelSpacing"]
check("likely-safe", likely_safe)

# %% [markdown] slide="slide"
# ## The third authority: the value itself
#
# `classify()` asks both, and then looks at each value: does it contain this patient's name, number or
# date of birth, an e-mail address, a telephone number? Is it free text, or private? It keeps all
# three opinions, and gives its reason.

# %% tags=["scroll-output"]
from dcmteach import classify

verdicts = classify(ds)
verdicts

# %% [markdown]
# One element at a time is easier to discuss. This is the description of the study:

# %%
for opinion in verdicts["StudyDescription"].sources:
    print(f"{opinion.source:22} {opinion.verdict:8} {opinion.why}")

# %% [markdown]
# And here is the window explanation, which both tables let pass. Predict the third line before you
# run the cell.

# %%
for opinion in verdicts["WindowCenterWidthExplanation"].sources:
    print(f"{opinion.source:22} {opinion.verdict:8} {opinion.why}")
ds.WindowCenterWidthExplanation

# %% [markdown] tags=["callout"] kind="warning" title="This is not a far-fetched example"
# Nine well-known de-identification tools were run on the same files, with a patient planted in 45
# places. None of the nine came out clean, and text in technical elements was one of the places where
# names survived: listed by no table, typed by a person in a hurry. A table cannot list what it does
# not expect.

# %% [markdown] tags=["exercise"] slug="further-identifiers"
# Access further identifying elements of `ds`, and print them. Find **five** more at the top of the
# header, beside the patient's name and ID, and put them into a dictionary: keyword, and value as you
# read it from `ds`. Then find **one** that lies inside a sequence, and put its value into `nested`.

# %% tags=["starter"] slug="further-identifiers"
from dcmteach import check

found = {"PatientBirthDate": ds.PatientBirthDate, ...: ...}
nested = ...
print(found, nested)
check("further-identifiers", found, nested)

# %% tags=["wrong"] slug="further-identifiers" says="keywords alone"
found = ["PatientBirthDate", "PatientAddress", "OtherPatientIDs", "AccessionNumber", "StudyID"]
nested = ds.OtherPatientIDsSequence[0].PatientID
check("further-identifiers", found, nested)

# %% tags=["wrong"] slug="further-identifiers" says="how the picture was made"
keywords = ["PatientBirthDate", "PatientAddress", "OtherPatientIDs", "AccessionNumber", "KVP"]
found = {keyword: ds[keyword].value for keyword in keywords}
nested = ds.OtherPatientIDsSequence[0].PatientID
check("further-identifiers", found, nested)

# %% tags=["wrong"] slug="further-identifiers" says="the whole sequence"
keywords = ["PatientBirthDate", "PatientAddress", "OtherPatientIDs", "AccessionNumber", "StudyID"]
found = {keyword: ds[keyword].value for keyword in keywords}
nested = ds.OtherPatientIDsSequence
check("further-identifiers", found, nested)

# %% tags=["wrong"] slug="further-identifiers" says="at the top of the header as well"
keywords = ["PatientBirthDate", "PatientAddress", "OtherPatientIDs", "AccessionNumber", "StudyID"]
found = {keyword: ds[keyword].value for keyword in keywords}
nested = ds.PatientID
check("further-identifiers", found, nested)

# %% tags=["wrong"] slug="further-identifiers" says="not what the file holds"
found = {"PatientBirthDate": "23 December 1951", "PatientAddress": ds.PatientAddress}
nested = ds.OtherPatientIDsSequence[0].PatientID
check("further-identifiers", found, nested)

# %% tags=["wrong"] slug="further-identifiers" says="3 more"
found = {"PatientBirthDate": ds.PatientBirthDate, "PatientAddress": ds.PatientAddress}
nested = ds.OtherPatientIDsSequence[0].PatientID
check("further-identifiers", found, nested)

# %% [markdown] tags=["solution"] slug="further-identifiers"
# There are many more than five. A sequence holds items, and an item is a data set again: number
# first, then keyword. Whoever empties `PatientID` at the top and forgets the one inside has not
# de-identified anything.

# %% tags=["solution"] slug="further-identifiers"
keywords = ["PatientBirthDate", "PatientAddress", "OtherPatientIDs", "AccessionNumber"]
found = {keyword: ds[keyword].value for keyword in [*keywords, "ReferringPhysicianName"]}
nested = ds.OtherPatientIDsSequence[0].PatientID
print(found, nested)
check("further-identifiers", found, nested)

# %% [markdown] slide="slide"
# ## Where they disagree
#
# How often do you expect that one of the three says *safe* and another *unsafe*, in this one header?

# %%
for verdict in verdicts.disagreements():
    print(verdict.path, "=", verdict.value, "->", verdict.verdict)

# %% [markdown]
# Our rule for such cases is simple, and it is written down, so that you can disagree with it:
#
# 1. If the value itself names a person, the element is *unsafe*, whatever the tables say.
# 2. Otherwise, if one authority says safe and another unsafe, it *depends*: a person decides.
# 3. Otherwise the more careful opinion counts.
#
# The rows with a tag instead of a keyword are *private elements* that stand on a list of harmless
# ones in the same standard. Without the option `retain-safe-private` they go all the same.
#
# The first row has a story, too. The table does not list the name of the application that wrote the
# file, and yet the text of the same annex asks to replace the whole file meta information. A table
# is never the whole standard.

# %% [markdown] tags=["exercise"] slug="both-say-safe"
# Now the sharpest question of this lesson. Which elements does the **Basic Profile** let pass, do the
# **radiologists** call safe, and does the **value** give away all the same? Put their keywords into a
# list. `verdicts` knows it; each verdict has its `sources`, in this order.

# %% tags=["starter"] slug="both-say-safe"
from dcmteach import check, classify

verdicts = classify(ds)
betrayed = ...
check("both-say-safe", betrayed)

# %% tags=["wrong"] slug="both-say-safe" says="the two tables disagree with each other"
betrayed = [verdict.keyword for verdict in verdicts.disagreements() if verdict.keyword]
check("both-say-safe", betrayed)

# %% tags=["wrong"] slug="both-say-safe" says="warns already"
betrayed = ["WindowCenterWidthExplanation", "ImageComments"]
check("both-say-safe", betrayed)

# %% tags=["wrong"] slug="both-say-safe" says="the value gives nothing away"
betrayed = ["WindowCenterWidthExplanation", "KVP"]
check("both-say-safe", betrayed)

# %% tags=["wrong"] slug="both-say-safe" says="an empty list"
betrayed = []
check("both-say-safe", betrayed)

# %% [markdown] tags=["solution"] slug="both-say-safe"
# Three opinions, in the order *safe, safe, unsafe*. One element is enough: whoever follows either
# table to the letter hands out the patient's name.

# %% tags=["solution"] slug="both-say-safe"
verdicts = classify(ds)
betrayed = [
    verdict.keyword
    for verdict in verdicts
    if [opinion.verdict for opinion in verdict.sources] == ["safe", "safe", "unsafe"]
]
check("both-say-safe", betrayed)

# %% [markdown] slide="slide"
# ## Where one authority disagrees with itself
#
# Back to the number that was safe and unsafe. It is not the only place where the published list
# contradicts itself. We marked what we found; read the list, and try to sort it into *kinds* of
# contradiction.

# %%
for row in med_i.rows():
    if row.contradicts_itself:
        print(f"{row.keyword}\n    {row.note}")

# %% [markdown]
# We see four kinds:
#
# - **One fact, two elements, two verdicts.** The two UIDs; and a procedure that is safe as text and
#   unsafe as a code. Whoever judges row by row does not see that two rows say the same.
# - **A verdict without an action.** Unsafe, and yet nothing is done.
# - **An action without a verdict.** Safe, and yet removed.
# - **An action nobody claims.** Credited to the export, which does not list it among what it does.
#
# Look at the serial number of the scanner, too. It was taken out, and it could still be read: the
# scanner had built it into the UIDs it made, and one of these stayed. A value can hide in another one.

# %% [markdown] tags=["callout"] kind="discussion" title="Would you find this in your own list?"
# These contradictions could be found only because the list was printed. What does the list of your
# own hospital look like? Who wrote it, who has read it since, and how would a contradiction in it
# come to light? Two people, five minutes: name one attribute on which you would disagree.

# %% [markdown] slide="slide"
# ## A fourth witness: the other files
#
# The radiologists noted one thing more: whether a value is the same for all patients, and whether it
# is the same in all files of one patient. That needs no opinion. It can be counted, and `survey()`
# counts it, over a folder. Ours has four artificial patients.
#
# What differs from patient to patient and never changes for one patient works like a name, whatever
# it is called. Which of these six do you expect to behave like that?

# %%
from dcmteach import sample_folder, survey

cohort = survey(sample_folder("cohort"))
six = ["KVP", "InstitutionName", "StudyDate", "PatientID", "SpecificCharacterSet"]
six += ["WindowCenterWidthExplanation"]
for keyword in six:
    row = cohort[keyword]
    print(f"{keyword:29} {row.across_patients:8} across, {row.within_patient:8} within")

# %% [markdown]
# The window explanation gives itself away: why should a setting of the machine differ from person to
# person, and stay put for each of them? Nobody had to know a single name to ask that.
#
# And the character set? It tells a program with which letters names are written. In this cohort it
# differs, because some names need western and others central European letters. So it says something
# about where people come from, in an element that every authority calls safe. It has to stay, or
# texts become unreadable. *Safe* was never a property of an attribute alone.
#
# Mind the opposite mistake: the institution is the same for everybody here, so it tells these four
# patients apart no better than the tube voltage does. But it tells everybody else where to look.

# %% [markdown] tags=["callout"] kind="tip" title="Try it on a folder of your own"
# `survey("path/to/a/folder")` reads every file in it and below, skips what is no DICOM and says so,
# and changes nothing. Look at the rows that say *differs* across and *same* within. They are a short
# list, and you should be able to say of each why it behaves like that.

# %% [markdown] slide="slide"
# ## What to do with all this
#
# Start from the standard's table, because it was made to be complete and has a name that you can
# write into the file. Add what the people who know the images tell you. Look at the values, all of
# them, because neither of the two has seen them. Where they disagree, decide, and write down what you
# decided and why: *that* is the list the next person needs.
#
# Deciding is one half. The other is to change the file without breaking it, in
# [Lesson 4](04-edit.ipynb).

# %% tags=["quiz"]
from dcmteach import quiz

quiz("03-safe-or-unsafe")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *Sorter.* Birth date and station name: unsafe. Tube voltage: safe. Age: unsafe by our rule, and the
# best occasion to ask what the study is about. Study description and Frame of Reference UID: depends,
# because the two tables disagree. Window explanation: unsafe, because of its value. Pixel data:
# depends; text may be burned into it. Half a point is given for an answer that one source shares.
#
# *Keep for a reason.* Modified dates, patient characteristics, device identity. *Likely safe.* `KVP`,
# `SliceThickness`, `Modality`, `RescaleSlope`, `PixelSpacing`. *Further identifiers.* Any five the
# library calls unsafe, and any nested value that names the patient or a person nearby. *Both say
# safe.* The window explanation, alone.
#
# *The same number twice.* Neither table is wrong. A UID names nobody; it leads back to the patient for
# whoever has the archive. So either both must be replaced, consistently, or both may stay: the verdict
# belongs to the value and to the receiver, and the row is only where it happens to stand.
#
# *The survey.* Ask for the pattern before you show it. `PatientID`, the window explanation and the
# character set differ across patients and stay the same within one. Dates differ within a patient,
# too: this folder has follow-ups.
#
# ### Misconceptions
#
# - *Not listed means safe.* `None` means that the table is silent. Let somebody read the window
#   explanation aloud.
# - *The authority with more rows is right.* The standard judges possibilities, the radiologists judge
#   what they have seen in one hospital. Ask which of the two has seen your files: neither.
# - *Free text can be cleaned by removing names we know.* It also holds nicknames, relatives and places;
#   the e-mail address in the patient history belongs to a daughter.
# - *The paper is bad because it contradicts itself.* It is one of the few that let us look. Do not let
#   the group laugh at it: let them ask who has checked their own list.
# - *Age is harmless, it is not a date.* With sex, hospital and a rare finding it is enough; see
#   [Lesson 2](02-identifies.ipynb).
# - *Same for everybody means safe.* The institution's name is the counter-example.
#
# ### Timing
#
# Four minutes for the sorter: in pairs, aloud, without explaining anything yet. Six for the three
# authorities and their disagreements; do not read out the table of verdicts, scroll through it once.
# Five for the contradictions and the survey. Exercises: two minutes for *likely safe*, three or four
# each for the others. If time is short, leave out *keep for a reason* and let the group answer it
# aloud. The discussion in the call-out takes five minutes more and is worth them.
