# ---
# dcmteach:
#   title: Attribute Types and the three operations
#   minutes: {teaching: 12, exercises: 12}
#   questions:
#     - Why does the standard's table give several letters for one element?
#     - Why is the same element removed from one file and overwritten in another?
#     - How do I see what will happen to a file before anything happens?
#   objectives:
#     - Look up the Type of an element in the object at hand, and say when it differs between objects.
#     - Settle a compound action code such as X/Z/D by the Type.
#     - Read a plan, element by element, and compare the plans for two kinds of objects.
#     - Use a check of conformance to find out what an edit has broken, and mend it.
#   key_points:
#     - The table says what has to go; the Type says how it may go. Type 3 is removed, Type 2 cleared, Type 1 overwritten.
#     - A Type belongs to an element in an object. The same keyword may be of Type 3 in one IOD and of Type 1 in another.
#     - Where a condition cannot be checked (1C, 2C), what stands in the file counts as required.
#     - A plan is a dry run. Read it first, apply it later, and compare the result with the input.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# Ask for the serial number of the scanner in the standard's table of what to hide, and you get three
# answers at once: `X/Z/D`. Remove it, or clear it, or overwrite it. Which?
#
# Somebody who writes a program has to pick one. Nine well-known de-identification tools were run on the
# same 600 files, and afterwards a validator compared their output with what the standard asks of such
# files. Two of the tools had caused more than a hundred kinds of errors each, in files that had been in
# order. One had caused none.
#
# So it can be done, and it does not take luck. The rule that picks the letter fits on one line. By the
# end of this lesson you can apply it in your head, and read a *plan* that applies it to a whole header.

# %% [markdown] slide="slide"
# ## The table, taken at its word
#
# A colleague reads the table as a list of what is dangerous, and deletes every element on it, at the
# top of the header. That is three lines:

# %%
from dcmteach import sample
from dcmteach.standard import profile

ds = sample("ct_thorax")
careless = sample("ct_thorax")
for element in ds:
    if profile.action(element.tag):
        del careless[element.tag]
print(len(ds), "elements before,", len(careless), "after")

# %% [markdown]
# `conformance()` looks whether a file keeps the rules, and with `compared_to` it tells only of errors
# that its input did not have. **Predict:** of 74 deletions, how many break a rule? All, about half, a
# handful?

# %%
from dcmteach.verify import conformance

conformance(careless, compared_to=ds)

# %% [markdown]
# Thirteen. The other 61 elements could go, and nobody will miss them. Look at the last column: thirteen
# times it says Type 1 or Type 2. In [Lesson 4](04-edit.ipynb) you met the Types one element at a time.
# Here they decide over a whole file.
#
# What if your colleague clears everything, instead of deleting? **Predict** which of the thirteen rows
# will be left.

# %%
for element in ds:
    if profile.action(element.tag):
        careless.add_new(element.tag, element.VR, None)
for finding in conformance(careless, compared_to=ds):
    print(finding.path, finding.message)

# %% [markdown]
# Those of Type 1: four UIDs. (The first row is the file meta information, which repeats one of them.) A
# file without them cannot be told from another, so an archive will turn it away, or invent what is
# missing. No single operation is right for all elements. Neither is *overwrite*:
# it would fill the file with made-up comments, telephone numbers and diagnoses that somebody may take for
# true.

# %% [markdown] slide="slide"
# ## One element, many objects
#
# A Type belongs to an element *in an object*. `iod.type_of` takes both: the element's path, and the SOP
# class, which says what kind of object it is.
#
# Classic CT images have been made since 1993. *Enhanced* CT came some ten years later: the whole stack in
# one file, and much stricter about what has to be told. The last column is PET. **Predict:** in which of the
# three must the serial number have a value?

# %%
from dcmteach.standard import iod
from pydicom.uid import CTImageStorage as CT
from pydicom.uid import EnhancedCTImageStorage as ENHANCED
from pydicom.uid import PositronEmissionTomographyImageStorage as PET

keywords = ["DeviceSerialNumber", "StationName", "SeriesDate"]
print(f"{'':22}CT    Enhanced CT  PET")
for keyword in [*keywords, "AcquisitionDate"]:
    types = [str(iod.type_of(keyword, uid)) for uid in (CT, ENHANCED, PET)]
    print(f"{keyword:22}{types[0]:6}{types[1]:13}{types[2]}")

# %% [markdown]
# Only in the Enhanced CT. A classic CT may keep silent about its scanner; in the enhanced object the
# serial number is of Type 1, so that whoever measures something in the image can tell which machine
# made it.
#
# PET has its own reason. Its picture shows how much of a substance decayed, and that cannot be computed
# without knowing when. So the date of the series must have a value there: Type 1.
#
# `None` says that this object does not list the element at all: the enhanced object keeps that date for
# each frame, deeper inside.

# %% [markdown] tags=["callout"] kind="note" title="Where a Type comes from"
# The standard builds each object from *modules*: Patient, General Study, General Equipment and so on. An
# Enhanced CT has two modules about its equipment. One lists the serial number as Type 3, the other as
# Type 1, and of several the strictest counts [@ps3.3]. Some modules are used only where they apply, such
# as the one on contrast media. `iod.type_of(path, sop_class, ds)` looks at the data set to tell.

# %% [markdown] tags=["exercise"] slug="strict-or-not"
# Which of these eight **must have a value in every Enhanced CT, but need not have one in every classic
# CT**? Ask `iod.type_of`, and put the keywords into a list.

# %% tags=["starter"] slug="strict-or-not"
from dcmteach import check
from dcmteach.standard import iod
from pydicom.uid import CTImageStorage, EnhancedCTImageStorage

eight = ["DeviceSerialNumber", "ManufacturerModelName"]
eight += ["Manufacturer", "ContentDate", "AcquisitionDateTime"]
eight += ["AcquisitionDate", "PatientName", "StudyInstanceUID"]
stricter = ...
check("strict-or-not", stricter)

# %% tags=["wrong"] slug="strict-or-not" says="does not list one of these"
stricter = [
    keyword
    for keyword in eight
    if iod.type_of(keyword, CTImageStorage) != iod.type_of(keyword, EnhancedCTImageStorage)
]
check("strict-or-not", stricter)

# %% tags=["wrong"] slug="strict-or-not" says="A letter behind the number"
stricter = ["DeviceSerialNumber", "ManufacturerModelName", "Manufacturer", "ContentDate"]
stricter += ["AcquisitionDateTime"]
check("strict-or-not", stricter)

# %% tags=["wrong"] slug="strict-or-not" says="every classic CT needs it as well"
stricter = [k for k in eight if iod.type_of(k, EnhancedCTImageStorage) == "1"]
check("strict-or-not", stricter)

# %% tags=["wrong"] slug="strict-or-not" says="may be empty in both"
stricter = ["DeviceSerialNumber", "ManufacturerModelName", "PatientName"]
check("strict-or-not", stricter)

# %% tags=["wrong"] slug="strict-or-not" says="not only those that may be absent"
stricter = ["DeviceSerialNumber", "ManufacturerModelName"]
check("strict-or-not", stricter)

# %% [markdown] tags=["solution"] slug="strict-or-not"
# Type 1 in the one, and anything but Type 1 in the other. Two of the four are of Type 3 in a classic CT,
# one is of Type 2, one of Type 2C.

# %% tags=["solution"] slug="strict-or-not"
stricter = [
    keyword
    for keyword in eight
    if iod.type_of(keyword, EnhancedCTImageStorage) == "1"
    and iod.type_of(keyword, CTImageStorage) != "1"
]
print(stricter)
check("strict-or-not", stricter)

# %% [markdown] slide="slide"
# ## How the Type settles a code
#
# Most rows of the table have one letter. Fifty have several, with strokes between them:

# %%
from collections import Counter

for code, rows in Counter(row.basic for row in profile.rows()).most_common():
    print(f"{rows:4} rows {code:6} {profile.ACTIONS[code]}")

# %% [markdown]
# The letters stand in the order of thoroughness, and each asks for something less. (`U*` is for sequences
# that refer to other files, and means D there: new UIDs inside.)
#
# | the letter | does | possible in Type | because there |
# |---|---|---|---|
# | **X** | removes | 3 | the element may be absent |
# | **Z** | clears | 3 or 2 | it may be empty |
# | **D** | overwrites | 3, 2 or 1 | a value is always allowed |
#
# So the rule on one line: **take the first letter that the Type can bear** [@ps3.15]. `X/Z/D` in an
# element of Type 2 becomes Z. `X/D` in an element of Type 2 has no Z to offer, and becomes D. A row with
# one letter leaves no choice; where some rare object could not bear that letter, our plan keeps the file
# in order and does the next lesser thing.

# %% [markdown] tags=["callout"] kind="important" title="While a condition holds"
# What about 1C and 2C? Their conditions are sentences: *if the body part is one of a pair*, or *if the
# images of the series are related in time*. That is prose, for people. A program cannot know. It can know whether the
# element stands in the file, and then whoever wrote the file thought that the condition holds. So what is
# there counts as required: 1C as 1, and 2C as 2. What is absent stays absent.

# %% [markdown] tags=["exercise"] slug="settle-the-code"
# Settle the codes of these six, with the two tables above and your head: one letter each. All six
# elements stand in their files. Codes and Types are printed for you.

# %% tags=["starter"] slug="settle-the-code"
from dcmteach import check
from dcmteach.standard import iod, profile

cases = {("StationName", CT): ..., ("ContentDate", CT): ...}
cases |= {("ContentTime", ENHANCED): ...}
cases |= {("AcquisitionDateTime", ENHANCED): ...}
cases |= {("SeriesDate", PET): ..., ("AcquisitionDate", PET): ...}
for keyword, uid in cases:
    code, kind = profile.action(keyword), iod.type_of(keyword, uid)
    print(f"{keyword:20} {code:6} Type {kind}")
letters = list(cases.values())
check("settle-the-code", letters)

# %% tags=["wrong"] slug="settle-the-code" says="the first letter every time"
letters = ["X", "Z", "Z", "X", "X", "X"]
check("settle-the-code", letters)

# %% tags=["wrong"] slug="settle-the-code" says="the last letter every time"
letters = ["D", "D", "D", "D", "D", "Z"]
check("settle-the-code", letters)

# %% tags=["wrong"] slug="settle-the-code" says="as if its condition did not hold"
letters = ["X", "Z", "D", "X", "D", "Z"]
check("settle-the-code", letters)

# %% tags=["wrong"] slug="settle-the-code" says="does not offer"
letters = ["X", "Z", "D", "D", "Z", "Z"]
check("settle-the-code", letters)

# %% tags=["wrong"] slug="settle-the-code" says="more of it than it has to"
letters = ["Z", "Z", "D", "D", "D", "Z"]
check("settle-the-code", letters)

# %% tags=["wrong"] slug="settle-the-code" says="one letter for each"
letters = ["remove", "clear", "overwrite", "overwrite", "overwrite", "clear"]
check("settle-the-code", letters)

# %% [markdown] tags=["solution"] slug="settle-the-code"
# The first letter that the Type can bear. The 2C counts as 2, the 1C as 1, because both elements are
# there.

# %% tags=["solution"] slug="settle-the-code"
letters = ["X", "Z", "D", "D", "D", "Z"]
check("settle-the-code", letters)

# %% [markdown] slide="slide"
# ## The plan: everything decided, nothing done
#
# `plan()` does for every element what you have just done for six: it looks up the code and the Type, at
# every depth, and writes down what is to be done and why. It changes nothing. That is called a *dry run*.
#
# **Predict:** how many steps of the plan for our chest CT will say *remove*, and how many *clear*?

# %% tags=["scroll-output"]
from dcmteach.deid import plan

classic = plan(ds, "basic")
classic

# %% [markdown]
# Read the first column and the last. Every step gives its reason: a row of the table, and where the code
# was compound, the Type that settled it; or what the value itself gave away. The window explanation is
# back, for instance. No table lists it, and its value holds the patient's name. (`dcmteach plan FILE` prints
# the same on the command line.)
#
# One step can be asked for by its path. The plan knows what it decided, and an element without a step
# stays as it is:

# %%
for path in ["DeviceSerialNumber", "PatientBirthDate", "KVP"]:
    step = classic.step(path)
    print(path, "->", (step.strategy, step.reason) if step else "stays")

# %% [markdown] slide="slide"
# ## Another label, another plan
#
# Now a thought experiment. We take a copy of the header and put another label on it: *Enhanced CT*. Of
# course a label alone does not make an Enhanced CT. But Types go by the label, and so does the plan.
#
# **Predict** what becomes of the serial number.

# %%
relabelled = sample("ct_thorax")
relabelled.SOPClassUID = ENHANCED
print(plan(relabelled).step("DeviceSerialNumber").reason)

# %% [markdown]
# The same element, the same row of the table, and another operation. A list of *tags to delete*, such as
# many scripts have, cannot even say this. It was written with one kind of object in mind and is run on
# all kinds.
#
# The *plan explorer* shows code, Type, operation and reason of each element, side by side. In JupyterLab
# you can switch the options of the profile on and off, and watch which steps change:

# %%
from dcmteach.widgets import PlanExplorer

PlanExplorer(relabelled, search="device", select="DeviceSerialNumber")

# %% [markdown] tags=["exercise"] slug="what-the-label-changes"
# Which elements does the plan for the relabelled copy **overwrite with something else, which the plan for
# the classic CT removes or clears**? Compare the two plans, and put the paths of these elements into a
# list. A step has a `path` and a `strategy`; overwriting is the strategy `"replace"`.

# %% tags=["starter"] slug="what-the-label-changes"
from dcmteach import check, sample
from dcmteach.deid import plan

classic = plan(sample("ct_thorax"))
relabelled = sample("ct_thorax")
relabelled.SOPClassUID = ENHANCED
enhanced = plan(relabelled)
changed = ...
check("what-the-label-changes", changed)

# %% tags=["wrong"] slug="what-the-label-changes" says="overwritten in both plans"
changed = [step.path for step in enhanced.steps if step.strategy == "replace"]
check("what-the-label-changes", changed)

# %% tags=["wrong"] slug="what-the-label-changes" says="was not touched at all"
before = {step.path: step.strategy for step in classic.steps}
changed = [step.path for step in enhanced.steps if before.get(step.path) != step.strategy]
check("what-the-label-changes", changed)

# %% tags=["wrong"] slug="what-the-label-changes" says="Clearing, too"
changed = ["AcquisitionDateTime", "DeviceSerialNumber"]
check("what-the-label-changes", changed)

# %% tags=["wrong"] slug="what-the-label-changes" says="whole steps"
before = {step.path: step.strategy for step in classic.steps}
changed = [step for step in enhanced.steps if before.get(step.path) in {"remove", "clear"}]
check("what-the-label-changes", changed)

# %% tags=["wrong"] slug="what-the-label-changes" says="same operation in both"
changed = ["DeviceSerialNumber", "StationName"]
check("what-the-label-changes", changed)

# %% [markdown] tags=["solution"] slug="what-the-label-changes"
# Keep what the first plan does in a dictionary, and go through the second. Three of the four are dates
# and times: an Enhanced CT has to say when it was made, so it needs dates that are made up.

# %% tags=["solution"] slug="what-the-label-changes"
before = {step.path: step.strategy for step in classic.steps}
changed = [
    step.path
    for step in enhanced.steps
    if step.strategy == "replace"
    and before.get(step.path) in {"remove", "clear"}
]
print(changed)
check("what-the-label-changes", changed)

# %% [markdown] slide="slide"
# ## Applied, and compared
#
# `apply` does what a plan says and nothing else; it returns another data set and leaves yours alone. It
# needs a secret *key*, from which pseudonyms and new UIDs are made. Here it is a key for this one time;
# [Lesson 6](06-uids.ipynb) tells when to keep one.
#
# Your colleague's deletions broke thirteen rules. **Predict:** and the plan?

# %%
from dcmteach.deid import Secrets, apply

result = apply(ds, plan(ds), Secrets.random())
print(conformance(result, compared_to=ds).caption)
four = ["PatientName", "PatientBirthDate", "StudyDate"]
for keyword in [*four, "DeviceSerialNumber"]:
    there = keyword in result
    print(f"{keyword:18} {result[keyword].repval if there else 'removed'}")

# %% [markdown] tags=["callout"] kind="warning" title="What conformance does not say"
# No error means that programs can handle the file. It does not mean that the patient is gone: the
# *original* conforms, too. Nor does it mean that a made-up value is a good one. And conditions in prose
# were not checked, because nobody can. Two questions, two checks: is the file in order, and does anybody
# still show? The second one gets a lesson of its own.

# %% [markdown] tags=["exercise"] slug="mend-the-file"
# Another script deleted six elements of the CT. Mend the data set `mine`: put back what a classic CT has
# to have, and nothing else, in the emptiest form that its Type allows. No value of the original may come
# back. `conformance(mine, compared_to=...)` tells you where you are.

# %% tags=["starter"] slug="mend-the-file"
from dcmteach import check, sample
from dcmteach.verify import conformance

mine = sample("ct_thorax")
del mine.PatientName, mine.StudyDate, mine.AccessionNumber
del mine.StudyInstanceUID, mine.InstitutionName
del mine.DeviceSerialNumber
...
check("mend-the-file", mine)

# %% tags=["wrong"] slug="mend-the-file" says="What was to be hidden is back"
mine = sample("ct_thorax")
del mine.InstitutionName, mine.DeviceSerialNumber
check("mend-the-file", mine)

# %% tags=["wrong"] slug="mend-the-file" says="needs more than to be there"
mine = sample("ct_thorax")
for keyword in ["PatientName", "StudyDate", "AccessionNumber", "StudyInstanceUID"]:
    mine[keyword].value = None
del mine.InstitutionName, mine.DeviceSerialNumber
check("mend-the-file", mine)

# %% tags=["wrong"] slug="mend-the-file" says="not written as its VR asks"
mine = sample("ct_thorax")
mine.PatientName = mine.StudyDate = mine.AccessionNumber = ""
mine.StudyInstanceUID = "REMOVED"
del mine.InstitutionName, mine.DeviceSerialNumber
check("mend-the-file", mine)

# %% tags=["wrong"] slug="mend-the-file" says="could have stayed away"
mine = sample("ct_thorax")
for keyword in ["PatientName", "StudyDate", "AccessionNumber"]:
    mine[keyword].value = None
mine.InstitutionName = mine.DeviceSerialNumber = ""
mine.StudyInstanceUID = "2.25.311094736028173551267294617330518274661"
check("mend-the-file", mine)

# %% tags=["wrong"] slug="mend-the-file" says="emptier than that"
mine = sample("ct_thorax")
mine.PatientName, mine.StudyDate, mine.AccessionNumber = "Nobody^Nemo", "20000101", ""
mine.StudyInstanceUID = "2.25.311094736028173551267294617330518274661"
del mine.InstitutionName, mine.DeviceSerialNumber
check("mend-the-file", mine)

# %% tags=["wrong"] slug="mend-the-file" says="missing altogether"
mine = sample("ct_thorax")
for keyword in ["PatientName", "AccessionNumber", "StudyDate", "StudyInstanceUID"]:
    del mine[keyword]
mine.PatientName = ""
del mine.InstitutionName, mine.DeviceSerialNumber
check("mend-the-file", mine)

# %% [markdown] tags=["solution"] slug="mend-the-file"
# Three of Type 2 may be empty. The UID of the study is of Type 1, so it needs a value, and pydicom makes
# a new one. The two of Type 3 may stay away.

# %% tags=["solution"] slug="mend-the-file"
from pydicom.uid import generate_uid

mine = sample("ct_thorax")
mine.PatientName = mine.StudyDate = mine.AccessionNumber = ""
mine.StudyInstanceUID = generate_uid(prefix=None)
del mine.InstitutionName, mine.DeviceSerialNumber
print(conformance(mine, compared_to=sample("ct_thorax")).caption)
check("mend-the-file", mine)

# %% [markdown] slide="slide"
# ## What to take along
#
# The table tells *what*; the Type tells *how*; and the Type depends on the object. A plan puts the three
# together before anything is touched, so that somebody else can read it and disagree.
#
# One thing went by quickly. You gave a new UID to the study of *one* image. If the study has 300 images,
# and each of them gets a new one of its own, you have made 300 studies. That is the subject of
# [Lesson 6](06-uids.ipynb).

# %% tags=["quiz"]
from dcmteach import quiz

quiz("05-types")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *Of 74 deletions* thirteen break a rule; most people guess far more, or none. *Cleared instead:* four
# are left, the UIDs of Type 1 (instance, study, series, frame of reference), and the
# copy of one of them in the file meta information.
#
# *The serial number* must have a value in an Enhanced CT only. *The date of the series* is of Type 1 in
# PET alone; ask who of the group has computed an SUV.
#
# *The plan* for the chest CT has 61 steps that remove and 10 that clear at the time of writing; the
# caption has the numbers. Nobody needs to guess them. What counts is that *remove* is by far the most
# frequent, since most attributes are of Type 3.
#
# *The relabelled copy:* overwritten with a made-up value. *And the plan?* No error that the input did not
# have.
#
# *Exercises.* Strict or not: serial number, model name, manufacturer, content date. Settle the code: X,
# Z, D, D, D, Z. What the label changes: acquisition date and time, content date, content time, serial
# number. Mend the file: three empty elements, one new UID, two that stay away.
#
# ### Misconceptions
#
# - *X/Z/D means: choose one you like.* The order is fixed, and the Type chooses.
# - *The safest is to remove everything.* From the patient's view perhaps; but nobody can use the file,
#   and files nobody can use get replaced by the originals.
# - *D is safer than X, because nothing is missing.* A made-up value may be taken for a true one. It is
#   the last resort, for Type 1.
# - *Type 1C is between 1 and 2.* It is 1 or it is nothing, depending on a sentence. Read one of these
#   sentences aloud.
# - *Enhanced CT is an exotic case.* So is PET, ECG, structured reports; each is somebody's daily work. A
#   list of tags made for CT meets them all in one folder.
# - *Conformance means de-identified.* Run `conformance(ds)` on the original.
# - *The validator of my viewer is happy.* Viewers are polite; archives are not.
#
# ### Timing
#
# Three minutes for the careless colleague, with both predictions. Three for the table of Types, two for
# the codes, four for plan, explorer and comparison. Exercises: three minutes each. If time is short, do
# *settle the code* aloud with the whole group, and leave out *strict or not*. In JupyterLab, give people
# two minutes to switch on `retain-device-identity` in the explorer before you tell them what it does.
