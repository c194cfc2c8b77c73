# ---
# dcmteach:
#   title: UIDs and the information model
#   minutes: {teaching: 12, exercises: 12}
#   questions:
#     - What holds the files of a study together, once the names are gone?
#     - What breaks when UIDs are replaced carelessly, and who notices?
#     - What does a UID give away about the patient?
#   objectives:
#     - Name the UID that says which study, series, image, or coordinate system a file belongs to.
#     - Find references that lead nowhere.
#     - Read a date and a device out of a UID, and explain what a UID under 2.25 does not tell.
#     - Replace all UIDs of several files consistently, with a key, and prove that every reference is right.
#   key_points:
#     - Patient, study, series and instance are joined by UIDs alone. Each UID stands in many places, and has to change in all of them in the same way.
#     - UIDs of kinds (SOP classes, transfer syntaxes) are not about anybody. They have to stay.
#     - Consistent is not enough. Without a secret key, whoever has the old UIDs can compute the new ones.
#     - Many UIDs hold a date, a time or a serial number. A random number under 2.25 holds nothing.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# 600 files hold 1116 references to one another: this contour was drawn on that image, this image was
# computed from that one, these two lie in the same space. Nine tools de-identified the files. After six
# of them nearly all references were still right. After one, twelve were. After two others, none.
#
# The images looked fine. Every single file could be opened. What was lost was everything *between* the
# files: a radiotherapy plan without its pictures, a stack in which no slice knows its neighbours.
#
# In this lesson you break a small study in the same way, see what stops working, and then repair it with
# four lines and a key.

# %% [markdown] slide="slide"
# ## Four levels
#
# DICOM sees the world in four levels. A *patient* has *studies*, which are examinations. A study has
# *series*, such as one stack of slices. A series has *instances*: single objects, usually one file each.
#
# There is no folder for this and no list of contents. Each file says by itself where it belongs, with
# numbers that are unique in the whole world, the UIDs. Here are six files of one artificial patient.
# **Predict:** how many different values has each of the four UIDs?

# %%
from dcmteach import read, sample_folder

paths = sorted(sample_folder("cohort").glob("CASE03*/CT*/*/*.dcm"))
files = [read(path) for path in paths]
levels = ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]
levels += ["FrameOfReferenceUID"]
for keyword in levels:
    values = {ds[keyword].value for ds in files}
    print(f"{keyword:20} {len(values)} in {len(files)} files")

# %% [markdown]
# One study, two series, six instances. The fourth UID belongs to no level: it names a *frame of
# reference*, which is a coordinate system. Both series have the same one, so a point at 10 mm in the one
# is at 10 mm in the other.
#
# | level | is named by | who shares it |
# |---|---|---|
# | patient | `PatientID`, no UID | everything about this patient |
# | study | `StudyInstanceUID` | all files of one examination |
# | series | `SeriesInstanceUID` | all files of one stack |
# | instance | `SOPInstanceUID` | nobody |
# | (space) | `FrameOfReferenceUID` | whatever can be measured against each other |
#
# Only the patient has no UID. That is why patients need a consistent *pseudonym*, as studies need a
# consistent UID.

# %% [markdown] tags=["exercise"] slug="which-uid"
# Five questions, and each is answered by comparing **one** element of two files. Which element? Give its
# keyword.

# %% tags=["starter"] slug="which-uid"
from dcmteach import check

answers = {
    "Were they made in the same examination?": ...,
    "Do they belong to the same stack?": ...,
    "Are they copies of the very same image?": ...,
    "Can I measure from one to the other?": ...,
    "Are both of the same kind, such as CT image?": ...,
}
check("which-uid", answers)

# %% tags=["wrong"] slug="which-uid" says="a day can have two examinations"
answers = {
    "Were they made in the same examination?": "StudyDate",
    "Do they belong to the same stack?": "SeriesInstanceUID",
    "Are they copies of the very same image?": "SOPInstanceUID",
    "Can I measure from one to the other?": "FrameOfReferenceUID",
    "Are both of the same kind, such as CT image?": "SOPClassUID",
}
check("which-uid", answers)

# %% tags=["wrong"] slug="which-uid" says="every study begins to count anew"
answers = {
    "Were they made in the same examination?": "StudyInstanceUID",
    "Do they belong to the same stack?": "SeriesNumber",
    "Are they copies of the very same image?": "SOPInstanceUID",
    "Can I measure from one to the other?": "FrameOfReferenceUID",
    "Are both of the same kind, such as CT image?": "SOPClassUID",
}
check("which-uid", answers)

# %% tags=["wrong"] slug="which-uid" says="One examination may hold several coordinate systems"
answers = {
    "Were they made in the same examination?": "StudyInstanceUID",
    "Do they belong to the same stack?": "SeriesInstanceUID",
    "Are they copies of the very same image?": "SOPInstanceUID",
    "Can I measure from one to the other?": "StudyInstanceUID",
    "Are both of the same kind, such as CT image?": "SOPClassUID",
}
check("which-uid", answers)

# %% tags=["wrong"] slug="which-uid" says="names one object, the other a kind of objects"
answers = {
    "Were they made in the same examination?": "StudyInstanceUID",
    "Do they belong to the same stack?": "SeriesInstanceUID",
    "Are they copies of the very same image?": "SOPClassUID",
    "Can I measure from one to the other?": "FrameOfReferenceUID",
    "Are both of the same kind, such as CT image?": "SOPInstanceUID",
}
check("which-uid", answers)

# %% [markdown] tags=["solution"] slug="which-uid"
# Numbers such as the series number are for people, and start again with each study. UIDs are for
# programs, and never start again.

# %% tags=["solution"] slug="which-uid"
answers = {
    "Were they made in the same examination?": "StudyInstanceUID",
    "Do they belong to the same stack?": "SeriesInstanceUID",
    "Are they copies of the very same image?": "SOPInstanceUID",
    "Can I measure from one to the other?": "FrameOfReferenceUID",
    "Are both of the same kind, such as CT image?": "SOPClassUID",
}
check("which-uid", answers)

# %% [markdown] slide="slide"
# ## References
#
# A file also names *other* files by their UIDs. We pretend that the scanner computed the second stack
# from the first, and let each image of it refer to its source, the way a scanner would:

# %%
from pydicom import Dataset

for source, derived in zip(files[:3], files[3:], strict=True):
    item = Dataset()
    item.ReferencedSOPClassUID = source.SOPClassUID
    item.ReferencedSOPInstanceUID = source.SOPInstanceUID
    derived.SourceImageSequence = [item]

# %% [markdown]
# **Predict:** how many UIDs are there now in *one* of these files, counting all depths?

# %%
from dcmteach.deid.uids import is_well_known
from dcmteach.header import walk

for path, element, _ in walk(files[3]):
    if element.VR == "UI":
        sort = "kind" if is_well_known(element.value) else "thing"
        print(f"{sort:5} {path}")

# %% [markdown]
# Nineteen, and some of them deserve a second look:
#
# - The ones marked *kind* are printed in the standard, such as the number for *CT image*. They are the
#   same in every hospital, say nothing about anybody, and have to stay: without its SOP class the file is
#   not an image any more, and without its transfer syntax nobody can decode it.
# - `file_meta.ImplementationClassUID` names the program that wrote the file. No patient, but perhaps a
#   hospital that writes its own. It is replaced, too.
# - `file_meta.MediaStorageSOPInstanceUID` repeats the UID of the instance in front of the data set. If the
#   one changes, the other has to follow.
# - The last one is *private*: a manufacturer's element without a keyword. It repeats the irradiation
#   event's UID. Whoever replaces UIDs by a list of keywords leaves it as it was.
# - `ReferencedImageSequence` names an image that is not among our six. It happens all the time, and is no
#   mistake. Should that image be de-identified next year, its new UID has to fit all the same.

# %% [markdown] slide="slide"
# ## What a UID tells
#
# A UID is a path in a tree of numbers that is handed out from top to bottom. Who owns a branch may do
# with it as they please, as long as no number is used twice. A simple way never to use one twice is to
# write the serial number of the machine and the moment into it, and that is what many scanners do.
#
# So look at this UID of a study. (`2.999` is the branch reserved for examples.) **Predict** what the last
# line finds.

# %%
from dcmteach import sample, search
from dcmteach.deid import Secrets, apply, plan

ds = sample("ct_thorax")
ds.StudyInstanceUID = "2.999.7.3.40402.20190516150045.17"
kept = apply(ds, plan(ds, "basic+retain-uids"), Secrets.random())
print("date of the study:", repr(kept.StudyDate))
search(kept, "20190516")

# %% [markdown]
# The date was cleared, as the profile asks, and the day stands in the file all the same, to the second.
# A shift of all dates for research would be undone by it, too: true day minus shifted day, and everybody
# knows the shift. The option `retain-uids` has its uses, within one hospital for instance. It also keeps
# whatever the UIDs say.

# %% [markdown] tags=["exercise"] slug="read-the-uid"
# A file comes without dates and without a serial number. But it has this UID, made like the one above.
# Put the day of the examination into `day`, as a DA would have it, and the scanner's serial number into
# `serial`, as text.

# %% tags=["starter"] slug="read-the-uid"
from dcmteach import check

uid = "2.999.7.3.51877.20211103081502.112"
day = ...
serial = ...
check("read-the-uid", day, serial)

# %% tags=["wrong"] slug="read-the-uid" says="more than a day"
day = uid.split(".")[5]
serial = uid.split(".")[4]
check("read-the-uid", day, serial)

# %% tags=["wrong"] slug="read-the-uid" says="without any signs between"
day = "2021-11-03"
serial = "51877"
check("read-the-uid", day, serial)

# %% tags=["wrong"] slug="read-the-uid" says="counts the examinations"
day = uid.split(".")[5][:8]
serial = uid.split(".")[-1]
check("read-the-uid", day, serial)

# %% tags=["wrong"] slug="read-the-uid" says="the branch of the maker"
day = uid.split(".")[5][:8]
serial = uid.split(".")[2]
check("read-the-uid", day, serial)

# %% [markdown] tags=["solution"] slug="read-the-uid"
# The dots part the numbers. Nobody had to know the maker's rules: fourteen digits that begin with a year
# explain themselves.

# %% tags=["solution"] slug="read-the-uid"
parts = uid.split(".")
day = parts[5][:8]
serial = parts[4]
check("read-the-uid", day, serial)

# %% [markdown] tags=["callout"] kind="note" title="Why 2.25"
# Who has no branch of their own can take `2.25`, without asking anybody: behind it stands a *UUID*, a
# random number of 122 bits, written out as a decimal number [@ps3.5]. No date, no machine, no hospital,
# not even which program made it. At most 44 characters, where 64 are allowed. All UIDs that
# `dcmteach` makes are of this form.

# %% [markdown] slide="slide"
# ## Break it
#
# Now the careless way. Old UIDs must go, pydicom makes new ones; so every file gets four fresh ones.

# %%
import copy

from pydicom.uid import generate_uid

broken = copy.deepcopy(files)
for ds in broken:
    for keyword in levels:
        ds[keyword].value = generate_uid(prefix=None)

# %% [markdown]
# Each of these UIDs is valid, and unique in the world. **Predict:** how many studies, series and
# coordinate systems are there now?

# %%
for keyword in levels:
    values = {ds[keyword].value for ds in broken}
    print(f"{keyword:20} {len(values)} in {len(broken)} files")

# %% [markdown]
# Six examinations of one image each. No program complains about any of the files, and yet:
#
# - The archive shows six examinations. The stack is gone, so there is nothing to scroll through, and no
#   volume to compute.
# - The two series lie in six different spaces. Nothing can be measured from one to another.
# - Sources cannot be found: the references still hold the old UIDs.
# - For the same reason, the old UIDs *are still there*. With them, whoever has the archive finds the
#   patient.
#
# `references()` compares files before and after, UID by UID, and lists those that did not become what
# they should. Counted by what is wrong:

# %%
from collections import Counter

from dcmteach.verify import references

found = references(zip(files, broken, strict=True))
print(found.caption)
for what, number in Counter(row.what for row in found).items():
    print(f"{number:3} {what}")

# %% [markdown] tags=["exercise"] slug="points-nowhere"
# Another script gave new UIDs to two of the six images and forgot about references. In `sent` are the
# files as they were sent. Which files name a **source image** that is not in `sent`? Put their positions
# (0 to 5) into a list.

# %% tags=["starter"] slug="points-nowhere"
import copy

from dcmteach import check
from pydicom.uid import generate_uid

sent = copy.deepcopy(files)
for position in (0, 2):
    sent[position].SOPInstanceUID = generate_uid(prefix=None)
lost = ...
check("points-nowhere", sent, lost)

# %% tags=["wrong"] slug="points-nowhere" says="cannot be found any more"
lost = [0, 2]
check("points-nowhere", sent, lost)

# %% tags=["wrong"] slug="points-nowhere" says="names no source at all"
there = {ds.SOPInstanceUID for ds in sent}
lost = [n for n, ds in enumerate(sent) if "SourceImageSequence" not in ds or n != 4]
check("points-nowhere", sent, lost)

# %% tags=["wrong"] slug="points-nowhere" says="is still among the files"
lost = [n for n, ds in enumerate(sent) if "SourceImageSequence" in ds]
check("points-nowhere", sent, lost)

# %% tags=["wrong"] slug="points-nowhere" says="before the script ran"
there = {ds.SOPInstanceUID for ds in files}
lost = [n for n in (3, 4, 5) if sent[n].SourceImageSequence[0].ReferencedSOPInstanceUID not in there]
check("points-nowhere", sent, lost)

# %% tags=["wrong"] slug="points-nowhere" says="their positions"
lost = [sent[n].SourceImageSequence[0].ReferencedSOPInstanceUID for n in (3, 5)]
check("points-nowhere", sent, lost)

# %% [markdown] tags=["solution"] slug="points-nowhere"
# First collect which instances are there, then ask of each reference whether its goal is among them.

# %% tags=["solution"] slug="points-nowhere"
there = {ds.SOPInstanceUID for ds in sent}
lost = [
    position
    for position, ds in enumerate(sent)
    for item in ds.get("SourceImageSequence", [])
    if item.ReferencedSOPInstanceUID not in there
]
print(lost)
check("points-nowhere", sent, lost)

# %% [markdown] slide="slide"
# ## Consistent is not enough
#
# The same old UID has to become the same new one, everywhere. A table of old and new would do, but it
# grows with every file and has to be carried around. It is neater to *compute* the new UID from the old
# one. pydicom can do that, with a hash:

# %%
published = generate_uid(entropy_srcs=[files[2].SOPInstanceUID])
print(published)
print(published == generate_uid(entropy_srcs=[files[2].SOPInstanceUID]))

# %% [markdown]
# Always the same, and nobody can compute backwards. So this image is published under its new UID.
# **Predict:** somebody has an old list of all UIDs in the hospital, and pydicom. What can they do?

# %%
for path in sorted(sample_folder("cohort").rglob("*.dcm")):
    old = read(path)
    if generate_uid(entropy_srcs=[old.SOPInstanceUID]) == published:
        print("This is", old.PatientName, "born", old.PatientBirthDate)

# %% [markdown]
# They compute *forwards*, for every UID on the list, until one fits. Without the list they can guess: of
# the UID in the section before, only the moment and a counter are not known. The cure is to put something
# into the computation that only you have: a *key*.

# %%
from dcmteach.deid.uids import remap

mine, yours = Secrets.random(), Secrets.random()
old = files[2].SOPInstanceUID
print(remap(mine, old))
print("the same again:", remap(mine, old) == remap(mine, old))
print("with another key:", remap(mine, old) == remap(yours, old))
print(remap(mine, files[2].SOPClassUID))

# %% [markdown] tags=["callout"] kind="important" title="Keep the key, or throw it away"
# With the same key the study of next year gets UIDs that fit those of this year. That is *pseudonymising*:
# whoever holds the key can repeat the computation, so it belongs into a file that nobody else can read,
# and never beside the images. Without the key nobody can, not even you. For UIDs, that is the step to
# *anonymising*: see [Lesson 2](02-identifies.ipynb).

# %% [markdown] slide="slide"
# ## Repair it
#
# What is missing is a way to get at every UID of a file. pydicom's `walk` goes through all elements, at
# every depth, private ones included, and calls a function with each of them. It goes through a data set,
# and the file meta information is one of its own, with a `walk` of its own:

# %%
found = []


def note(_, element):
    if element.VR == "UI":
        found.append(element.tag)


files[3].walk(note)
print(len(found), "in the data set")
files[3].file_meta.walk(note)
print(len(found), "with the file meta information")

# %% [markdown] tags=["exercise"] slug="repair-with-a-key"
# Replace every UID in the copies of the six files, so that all references fit, no old UID is left, and
# kinds stay what they are. Set `element.value` to what `remap` makes of it.

# %% tags=["starter"] slug="repair-with-a-key"
import copy

from dcmteach import check
from dcmteach.deid import Secrets
from dcmteach.deid.uids import remap

repaired = copy.deepcopy(files)
...
check("repair-with-a-key", repaired)

# %% tags=["wrong"] slug="repair-with-a-key" says="more than one new UID"
repaired = copy.deepcopy(files)
for ds in repaired:
    key = Secrets.random()
    for part in (ds, ds.file_meta):
        part.walk(lambda _, e: setattr(e, "value", remap(key, e.value)) if e.VR == "UI" else None)
check("repair-with-a-key", repaired)

# %% tags=["wrong"] slug="repair-with-a-key" says="In front of the data set"
repaired, key = copy.deepcopy(files), Secrets.random()
for ds in repaired:
    ds.walk(lambda _, e: setattr(e, "value", remap(key, e.value)) if e.VR == "UI" else None)
check("repair-with-a-key", repaired)

# %% tags=["wrong"] slug="repair-with-a-key" says="further down"
repaired, key = copy.deepcopy(files), Secrets.random()
for ds in repaired:
    for element in [*ds, *ds.file_meta]:
        if element.VR == "UI":
            element.value = remap(key, element.value)
check("repair-with-a-key", repaired)

# %% tags=["wrong"] slug="repair-with-a-key" says="no keyword"
repaired, key = copy.deepcopy(files), Secrets.random()
for ds in repaired:
    for part in (ds, ds.file_meta):
        part.walk(
            lambda _, e: setattr(e, "value", remap(key, e.value))
            if e.VR == "UI" and e.keyword
            else None
        )
check("repair-with-a-key", repaired)

# %% tags=["wrong"] slug="repair-with-a-key" says="kind of object"
repaired, new = copy.deepcopy(files), {}
for ds in repaired:
    for part in (ds, ds.file_meta):
        part.walk(
            lambda _, e: setattr(e, "value", new.setdefault(e.value, generate_uid(prefix=None)))
            if e.VR == "UI"
            else None
        )
check("repair-with-a-key", repaired)

# %% tags=["wrong"] slug="repair-with-a-key" says="nothing secret"
repaired = copy.deepcopy(files)
for ds in repaired:
    for part in (ds, ds.file_meta):
        part.walk(
            lambda _, e: setattr(e, "value", generate_uid(entropy_srcs=[e.value]))
            if e.VR == "UI" and not is_well_known(e.value)
            else None
        )
check("repair-with-a-key", repaired)

# %% tags=["wrong"] slug="repair-with-a-key" says="Elements at the top"
repaired, key = copy.deepcopy(files), Secrets.random()
for ds in repaired:
    for keyword in levels:
        ds[keyword].value = remap(key, ds[keyword].value)
check("repair-with-a-key", repaired)

# %% [markdown] tags=["solution"] slug="repair-with-a-key"
# One key for all files, one function for all elements, and two walks: the data set, and the file meta
# information. `remap` leaves kinds alone by itself.

# %% tags=["solution"] slug="repair-with-a-key"
key = Secrets.random()


def renumber(_, element):
    if element.VR == "UI":
        element.value = remap(key, element.value)


repaired = copy.deepcopy(files)
for ds in repaired:
    ds.walk(renumber)
    ds.file_meta.walk(renumber)
print(references(zip(files, repaired, strict=True)).caption)
check("repair-with-a-key", repaired)

# %% [markdown] slide="slide"
# ## What the library does
#
# `plan` and `apply` go the same way, and look after what your function does not know: an element with
# several UIDs in it, a UID in an element of another VR, sequences that a file hides in bytes. **Predict:**
# is the reference to the source image still there afterwards?

# %%
key = Secrets.random()
done = [apply(ds, plan(ds), key) for ds in files]
print(references(zip(files, done, strict=True)).caption)
print(plan(files[3]).step("SourceImageSequence").reason)

# %% [markdown]
# None is broken, and 27 were removed, ours among them. The Basic Profile drops sequences of references
# where the object does not need them: `X/Z/U*`, and here Type 3, as in [Lesson 5](05-types.ipynb). If a
# study needs them, a rule says so, and the UIDs inside are replaced like all others:

# %%
from dcmteach.deid import Recipe, Rule

keep = Rule("keep", keyword="SourceImageSequence")
recipe = Recipe.load("basic").with_rules(keep)
done = [apply(ds, plan(ds, recipe), key) for ds in files]
print(references(zip(files, done, strict=True)).caption)
source = done[3].SourceImageSequence[0].ReferencedSOPInstanceUID
print(source == done[0].SOPInstanceUID)

# %% [markdown] tags=["callout"] kind="discussion" title="Whose key?"
# Two hospitals send the images of one patient to the same project, each with a key of its own. Which
# references survive? And if both use one key: who else can now do what? Five minutes, in pairs.

# %% [markdown]
# UIDs are the skeleton of a study. You have seen it break without a sound, and you can now prove that it
# holds. The next thing that has to move together, and by one secret amount, is time.

# %% tags=["quiz"]
from dcmteach import quiz

quiz("06-uids")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *Four levels:* 1, 2, 6 and 1. *UIDs in one file:* 19, of which seven name kinds. Most guess four or
# five; collect the guesses.
#
# *What the last line finds:* the study's UID, although the date is cleared. *Break it:* six of each.
# *An old list and pydicom:* compute the new UID of every old one and compare. Let the silence last when
# the name appears.
#
# *References after `apply`:* none broken, ours removed; with the rule it is there and right.
#
# *Exercises.* Which UID: study instance, series instance, SOP instance, frame of reference, SOP class.
# Read the UID: 3 November 2021, and 51877. Points nowhere: the files at positions 3 and 5. Repair with a
# key: one key, two walks, no list of keywords.
#
# *Whose key?* With two keys nothing joins the two hospitals' files. With one key each hospital can
# recompute the other's UIDs, if it knows the old ones. A third party may hold the key and do the
# computation for both.
#
# ### Misconceptions
#
# - *A UID is just a number, it identifies nobody.* It leads whoever has the archive straight to the
#   patient, and it may tell the day and the machine to everybody else.
# - *Random is safest.* Random once per *value* is fine; random once per *file* breaks the study.
# - *A hash cannot be reversed, so it is anonymous.* It need not be reversed. Show the cell again.
# - *All UIDs must change.* Then it is no CT image any more. Kinds stay.
# - *The four UIDs of the levels are all there are.* Nineteen in one small file; a radiotherapy structure
#   set has thousands.
# - *A reference to a missing file is an error.* Often the other file is elsewhere, or comes later. That is
#   one more reason for a key.
# - *Removed means broken.* A reference that is gone refers to nothing; a wrong one refers to something
#   else. The profile removes, and never leaves a wrong one.
#
# ### Timing
#
# Two minutes for the levels, two for references, two for what a UID tells, two for breaking, two for the
# hash and the key, two for the library. Exercises: two minutes each for the first two, four each for
# *points nowhere* and *repair*. If time is short, do *which UID* aloud. For beginners in Python, write
# `renumber` on the board together, and let them find out by the check what they forgot.
