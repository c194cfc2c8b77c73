# ---
# dcmteach:
#   title: Edit, clear, remove, save
#   minutes: {teaching: 15, exercises: 12}
#   questions:
#     - How do I change, empty or take out one element of a header?
#     - Which changes can a file bear, and who decides that?
#     - How do I know afterwards that I changed what I meant to, and nothing else?
#   objectives:
#     - Read and set an element by tag and by keyword, add one, and tell clearing from removing.
#     - Say from an element's Type whether it may be cleared or removed, and from its VR what may stand in it.
#     - Remove the patient's numbers and date of birth, those in a sequence included.
#     - Save under a new name, and prove by a comparison what changed.
#   key_points:
#     - Overwrite, clear and remove are three different statements about a value; which are allowed depends on the Type.
#     - A VR fixes the form of a value; a value of the right form can still be the wrong value.
#     - pydicom does what it is told. Rules of Type and form have to be kept by whoever edits, or by a tool that knows them.
#     - Never write onto the file you read from, and compare before you believe.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# There are two ways to spoil a file. One is to leave in what identifies somebody; the lessons before
# this one were about that. The other is to take out, or to put in, what the file cannot bear. A script
# deletes the date of birth, and the archive turns the file away. Another script writes `00010101`
# instead, to be on the safe side, and a program computes a patient of two thousand years and stops.
#
# Both scripts did exactly what they were told. By the end of this lesson you can change any element
# of a header, know beforehand which changes the file can bear, and prove afterwards that you changed
# what you meant to, and nothing else.

# %% [markdown] slide="slide"
# ## One element, by its number and by its name
#
# We begin with pydicom alone. A data set gives an element for its *tag*, written as two hexadecimal
# numbers. The element knows its VR, its keyword and its value.

# %% hex=true
from dcmteach import sample

ds = sample("ct_thorax")
element = ds[0x0010, 0x0010]
print(element.tag, element.VR, element.keyword, element.value, sep=" | ")

# %% [markdown]
# Nobody remembers these numbers. With the keyword one gets at the value directly:
# `ds.PatientName` is short for `ds[0x0010, 0x0010].value`. Both can be set, too.
#
# **Predict.** The cell changes the name twice, once through the element and once through the keyword.
# What do the two lines print?

# %%
element.value = "Case^001"
print(ds.PatientName)
ds.PatientName = "Case^002"
print(element.value)

# %% [markdown]
# There is one element, and there are two ways to reach it. The sign `^` parts the family name from the
# given name; it is part of the value.
#
# A keyword that is not in the data set yet adds an element; pydicom looks its VR up in the dictionary.
# An element without a keyword is added by tag, VR and value. Here are both ways. The second element says
# whether the patient's identity was removed, and for this file *no* is still the truth.

# %% hex=true
ds.Occupation = "Lamplighter"
ds.add_new(0x00120062, "CS", "NO")
print(ds["Occupation"])
print(ds["PatientIdentityRemoved"])

# %% [markdown] tags=["callout"] kind="warning" title="A slip of the finger is no error"
# `ds.patientname = "Case^003"` runs without a word, and the file still names the patient. Python lets
# every object have attributes of any name, and pydicom treats as elements only those that it finds in
# its dictionary. A keyword that is misspelt *with* its capitals gets a warning, no more. The verbs of
# this course refuse both, as you see next.

# %% tags=["raises"] says="Did you mean PatientName"
from dcmteach import replace

replace(ds, "PatientNam", "Case^003")

# %% [markdown] tags=["exercise"] slug="overwrite-by-keyword"
# Overwrite the name of the patient in `ds`: family name `Case`, given name `042`. Use plain pydicom,
# and change nothing else.

# %% tags=["starter"] slug="overwrite-by-keyword"
from dcmteach import check, sample

ds = sample("ct_thorax")
...
check("overwrite-by-keyword", ds)

# %% tags=["wrong"] slug="overwrite-by-keyword" says="one long family name"
ds = sample("ct_thorax")
ds.PatientName = "Case 042"
check("overwrite-by-keyword", ds)

# %% tags=["wrong"] slug="overwrite-by-keyword" says="the other way round"
ds = sample("ct_thorax")
ds.PatientName = "042^Case"
check("overwrite-by-keyword", ds)

# %% tags=["wrong"] slug="overwrite-by-keyword" says="an attribute of its own"
ds = sample("ct_thorax")
ds.patient_name = "Case^042"
check("overwrite-by-keyword", ds)

# %% tags=["wrong"] slug="overwrite-by-keyword" says="only asked for the name"
ds = sample("ct_thorax")
ds.PatientName = "Case^042"
ds.PatientID = "042"
check("overwrite-by-keyword", ds)

# %% tags=["wrong"] slug="overwrite-by-keyword" says="the value alone"
ds = sample("ct_thorax")
ds.PatientName = "Case^042"
check("overwrite-by-keyword", ds.PatientName)

# %% [markdown] tags=["solution"] slug="overwrite-by-keyword"
# One assignment. Hand over the data set, so that the check can see that the rest stayed as it was.

# %% tags=["solution"] slug="overwrite-by-keyword"
ds = sample("ct_thorax")
ds.PatientName = "Case^042"
check("overwrite-by-keyword", ds)

# %% [markdown] slide="slide"
# ## Three ways to have nothing
#
# `""`, `None` and `del` all look like *away with it*. **Predict** for each of them: is the element
# still there, and what is its value?

# %%
for nothing in ("", None):
    ds.PatientBirthDate = nothing
    print(f"{nothing!r:5} element there: {'PatientBirthDate' in ds}, ", end="")
    print(f"empty: {ds['PatientBirthDate'].is_empty}")
del ds.PatientBirthDate
print(f"del   element there: {'PatientBirthDate' in ds}")

# %% [markdown]
# `""` and `None` do the same to the file: they leave a tag and a VR with a value of length 0. `del`
# takes the element out. To a reader these are two different statements. The first says: *there is
# such a thing as a date of birth, and it is not told here.* The second says: *this file does not
# speak of dates of birth.*
#
# This course has three words for what one can do, and keeps to them:
#
# | operation | the element | its value | in pydicom | with rules |
# |---|---|---|---|---|
# | **overwrite** | stays | another one | `ds.PatientID = "A1"` | `replace(ds, "PatientID", "A1")` |
# | **clear** | stays | none | `ds.PatientID = None` | `clear(ds, "PatientID")` |
# | **remove** | goes | | `del ds.PatientID` | `remove(ds, "PatientID")` |
#
# What is the last column for? So far, nobody has asked whether a CT image *may* do without a date of
# birth.

# %% [markdown] slide="slide"
# ## The Type: what must be there
#
# For every kind of object, a CT image, an MR image, a dose report, the standard lists its attributes,
# and gives each a *Type* in this object [@ps3.3]:
#
# | Type | the element | its value |
# |---|---|---|
# | **1** | must be there | must be there |
# | **2** | must be there | may be empty, if it is not known |
# | **3** | may be absent | may be empty |
# | **1C**, **2C** | as 1 or 2 while a condition holds | as 1 or 2 |
#
# Conditions are sentences such as *if the body part is one of a pair*. A program can seldom check
# them.
#
# **Predict.** Which Type has the date of birth in a CT image? And the unique number of the image, the
# SOP Instance UID?

# %%
from dcmteach.edit import allowed

ds = sample("ct_thorax")
for path in [
    "SOPInstanceUID",
    "PatientBirthDate",
    "PatientAge",
    "PatientPosition",
    "OtherPatientIDs",
    "OtherPatientIDsSequence",
    "OtherPatientIDsSequence[0].PatientID",
]:
    print(f"{path:38} Type {allowed(ds, path).type}")

# %% [markdown]
# Many expect Type 1 for the date of birth. But people arrive unconscious in emergency departments, and
# are scanned before anybody knows who they are. Type 2 was made for that: the question belongs to the
# file, the answer may be missing.
#
# Two rows deserve a second look. `OtherPatientIDs` has no Type: the element is retired, the standard's
# CT image does not list it any more, and scanners go on writing it. And the sequence that took its
# place may go as a whole (Type 3), while *inside* an item the number must have a value (Type 1). The
# same `PatientID` is of Type 2 at the top of the header. A Type belongs to a place, not to a keyword.
#
# `allowed()` says it in words:

# %%
allowed(ds, "PatientBirthDate")

# %% [markdown] slide="slide"
# ## Whoever knows no rules breaks them
#
# pydicom does not know what a CT image needs. **Predict:** at which line does it protest?

# %%
careless = sample("ct_thorax")
del careless.PatientName
del careless.SOPInstanceUID
careless.StudyInstanceUID = ""
print("PatientName" in careless, "SOPInstanceUID" in careless)
print(repr(careless.StudyInstanceUID))

# %% [markdown]
# At none. That is no fault of pydicom, it is a toolbox, and somebody has to be able to build and mend
# files with it. But now the image has no number and belongs to no study. Whoever receives it may turn it
# away, or invent what is missing, and you will not be there to see which.
#
# The verbs of the last column keep the rules. Read the error to its end, it is made to be read:

# %% tags=["raises"] says="PatientName cannot be removed: it is Type 2 in a CT image"
from dcmteach import remove

remove(ds, "PatientName")

# %% [markdown]
# What was refused, by which rule of which clause, and what to do instead. So let us do that:

# %%
from dcmteach import clear

print(clear(ds, "PatientName"))
print(remove(ds, "OtherPatientIDs"))

# %% [markdown]
# And if you know better? You may. `force=True` overrides a rule, and says so for as long as the change
# is remembered:

# %%
change = remove(ds, "PatientPosition", force=True)
print(change.describe(values=False))

# %% [markdown] tags=["callout"] kind="tip" title="When force is right"
# With 1C and 2C, mostly: *you* may know that the condition does not hold, while the program cannot.
# With 1 and 2 there is nearly always a better way: overwrite with a value that says nothing, or
# clear. A script with `force` on every line is a script without rules again.

# %% [markdown] tags=["exercise"] slug="choose-the-operation"
# Four elements have to lose their values. For each, choose the most thorough operation that its Type
# allows: `"remove"` where the element may go, `"clear"` where it must stay, `"overwrite"` where it must
# have a value. Decide first; then ask `allowed()`.

# %% tags=["starter"] slug="choose-the-operation"
from dcmteach import check

choices = {
    "PatientBirthDate": ...,
    "InstitutionName": ...,
    "StudyInstanceUID": ...,
    "OtherPatientIDsSequence[0].PatientID": ...,
}
check("choose-the-operation", choices)

# %% tags=["wrong"] slug="choose-the-operation" says="has to be there"
choices = {
    "PatientBirthDate": "remove",
    "InstitutionName": "remove",
    "StudyInstanceUID": "overwrite",
    "OtherPatientIDsSequence[0].PatientID": "overwrite",
}
check("choose-the-operation", choices)

# %% tags=["wrong"] slug="choose-the-operation" says="has to have a value"
choices = {
    "PatientBirthDate": "clear",
    "InstitutionName": "remove",
    "StudyInstanceUID": "clear",
    "OtherPatientIDsSequence[0].PatientID": "overwrite",
}
check("choose-the-operation", choices)

# %% tags=["wrong"] slug="choose-the-operation" says="a place, not to a keyword"
choices = {
    "PatientBirthDate": "clear",
    "InstitutionName": "remove",
    "StudyInstanceUID": "overwrite",
    "OtherPatientIDsSequence[0].PatientID": "clear",
}
check("choose-the-operation", choices)

# %% tags=["wrong"] slug="choose-the-operation" says="leaves more than it has to"
choices = {
    "PatientBirthDate": "clear",
    "InstitutionName": "overwrite",
    "StudyInstanceUID": "overwrite",
    "OtherPatientIDsSequence[0].PatientID": "overwrite",
}
check("choose-the-operation", choices)

# %% tags=["wrong"] slug="choose-the-operation" says="none of the three words"
choices = {
    "PatientBirthDate": "delete",
    "InstitutionName": "remove",
    "StudyInstanceUID": "overwrite",
    "OtherPatientIDsSequence[0].PatientID": "overwrite",
}
check("choose-the-operation", choices)

# %% [markdown] tags=["solution"] slug="choose-the-operation"
# Type 2, 3, 1 and 1. For the last one there is another way out, which `allowed()` mentions: the sequence
# around it is of Type 3, so all of it may go.

# %% tags=["solution"] slug="choose-the-operation"
choices = {
    "PatientBirthDate": "clear",
    "InstitutionName": "remove",
    "StudyInstanceUID": "overwrite",
    "OtherPatientIDsSequence[0].PatientID": "overwrite",
}
check("choose-the-operation", choices)

# %% [markdown] slide="slide"
# ## The VR: what a value looks like
#
# The two letters of the VR fix the form of a value: which characters, how many, in which order
# [@ps3.5]. These are the ones you meet most when you de-identify:
#
# | VR | holds | form | example |
# |---|---|---|---|
# | DA | date | `YYYYMMDD` | `19511223` |
# | TM | time | `HHMMSS.FFFFFF`, may end early | `1500` |
# | AS | age | three digits and D, W, M or Y | `067Y` |
# | PN | name of a person | family`^`given`^`middle`^`prefix`^`suffix | `Case^042` |
# | CS | code | up to 16 capitals, digits, `_`, space | `FFS` |
# | SH, LO | short and long text | up to 16 and 64 characters | `CASE-042` |
# | UI | UID | up to 64 digits and dots, no part with a leading 0 | `1.2.840.10008.1.2` |
#
# Every value is written with an even number of bytes. A value of odd length is *padded*, text by a
# space and a UID by a zero byte. Whoever reads it takes the padding off again, and you never type it.
#
# An accession number has the VR SH. Here is one of 23 characters. **Predict:** does pydicom take it?

# %%
import warnings

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    careless.AccessionNumber = "REQUEST-2019-05-16-0815"
print(said[0].message)
print(careless.AccessionNumber)

# %% [markdown]
# A warning, and it is done. In a loop over ten thousand files, who reads warnings? Somewhere on the way
# the value may meet a database with room for 16 characters. If it is cut there, all requests of that day
# have the same number. Our verb refuses, and shows what would be left:

# %% tags=["raises"] says="AccessionNumber must be an SH of at most 16 characters"
replace(ds, "AccessionNumber", "REQUEST-2019-05-16-0815")

# %% [markdown]
# `problems()` asks the same question without any file. **Predict:** four of these five values are
# refused. Which one may stand?

# %%
from dcmteach.edit import problems

for vr, value in [
    ("DA", "1951-12-23"),
    ("AS", "67"),
    ("CS", "chest"),
    ("PN", "Anna Smith"),
    ("UI", "1.02.3"),
]:
    print(vr, *problems(vr, value) or [f"{value!r} may stand."])

# %% [markdown]
# Where the right value can be computed from the wrong one, the message holds it. Had we written
# `03/04/1951`, it would not: is that in March or in April?
#
# The name may stand, and it is still not what was meant. Without `^` it is *one* long family name, and a
# program that looks for *Smith* does not find her. That is why `replace` takes it and adds a note:

# %%
print(replace(ds, "PatientName", "Anna Smith"))

# %% [markdown] tags=["callout"] kind="tip" title="Letters that a file cannot hold"
# `SpecificCharacterSet` says with which letters the texts of a file are written: `ISO_IR 100` here, those
# of western Europe. A name in other letters is refused, by force as well, for there are no bytes for it.
# Overwrite the character set by `ISO_IR 192` (UTF-8) first: it has all of them. The way back is refused
# while any text would lose its letters.

# %% [markdown] tags=["callout"] kind="warning" title="The right form is not the right value"
# `00010101` is a faultless DA. So is the birthday of somebody else. A check of the form keeps a file
# readable; whether a made-up value is *harmless* and *useful* (does the age still fit? do the days
# between two scans?) is for you to judge, as in [Lesson 3](03-safe-or-unsafe.ipynb).

# %% [markdown] tags=["exercise"] slug="right-form"
# A form was filled in by hand: born *23 December 1951*, sex *female*, *67 years* old, examined at
# *3 pm*. Write each as its VR asks for.

# %% tags=["starter"] slug="right-form"
from dcmteach import check

values = {
    "PatientBirthDate": ...,
    "PatientSex": ...,
    "PatientAge": ...,
    "StudyTime": ...,
}
check("right-form", values)

# %% tags=["wrong"] slug="right-form" says="nothing but digits"
values = {
    "PatientBirthDate": "1951-12-23",
    "PatientSex": "F",
    "PatientAge": "067Y",
    "StudyTime": "1500",
}
check("right-form", values)

# %% tags=["wrong"] slug="right-form" says="no day of the calendar"
values = {
    "PatientBirthDate": "23121951",
    "PatientSex": "F",
    "PatientAge": "067Y",
    "StudyTime": "1500",
}
check("right-form", values)

# %% tags=["wrong"] slug="right-form" says="a word, and the standard has a code"
values = {
    "PatientBirthDate": "19511223",
    "PatientSex": "FEMALE",
    "PatientAge": "067Y",
    "StudyTime": "1500",
}
check("right-form", values)

# %% tags=["wrong"] slug="right-form" says="always has the same length"
values = {
    "PatientBirthDate": "19511223",
    "PatientSex": "F",
    "PatientAge": "67Y",
    "StudyTime": "1500",
}
check("right-form", values)

# %% tags=["wrong"] slug="right-form" says="a form of the night"
values = {
    "PatientBirthDate": "19511223",
    "PatientSex": "F",
    "PatientAge": "067Y",
    "StudyTime": "0300",
}
check("right-form", values)

# %% tags=["wrong"] slug="right-form" says="without colons"
values = {
    "PatientBirthDate": "19511223",
    "PatientSex": "F",
    "PatientAge": "067Y",
    "StudyTime": "15:00",
}
check("right-form", values)

# %% [markdown] tags=["solution"] slug="right-form"
# A time may end after any pair of digits, so `15` says *at three*, and `1500` *at three o'clock sharp*.

# %% tags=["solution"] slug="right-form"
values = {
    "PatientBirthDate": "19511223",
    "PatientSex": "F",
    "PatientAge": "067Y",
    "StudyTime": "15",
}
check("right-form", values)

# %% [markdown] slide="slide"
# ## An editor that remembers
#
# Several edits belong together, and now and then one of them is a mistake. `Editor` works on a copy,
# keeps a history, and takes back what you regret.
#
# Numbers and dates of birth are the least that has to go. Mind that the patient's *other* numbers stand
# in two places, the old element and the sequence that took its place; this scanner writes both.

# %%
from dcmteach import Editor

editor = Editor(sample("ct_thorax"))
editor.replace("PatientName", "Case^001")
editor.replace("PatientID", "CASE-001")
editor.clear("PatientBirthDate")
editor.remove("OtherPatientIDs")
editor.remove("OtherPatientIDsSequence")
editor

# %% [markdown]
# The last two were perhaps too hasty? One step back, a look, and one step forward again:

# %%
print(editor.undo())
print("OtherPatientIDsSequence" in editor.dataset)
print(editor.redo().describe(values=False))

# %% [markdown]
# The history quotes what it took out, so it is as confidential as the file it came from.
# `describe(values=False)` leaves the values away; that is the version for a report.
#
# The same by hand: choose an element, and see its Type, what is allowed and why not, while you type. Try
# a date the way you would write it in a letter.

# %%
from dcmteach import ElementEditor

ElementEditor(sample("ct_thorax"), select="PatientBirthDate")

# %% [markdown] tags=["exercise"] slug="other-ids"
# With an `Editor`, see to it that the patient's numbers and the date of birth are gone: `PatientID`,
# `PatientBirthDate`, `OtherPatientIDs`, and the number in `OtherPatientIDsSequence`. Every Type has to
# be kept, so no `force`.

# %% tags=["starter"] slug="other-ids"
from dcmteach import Editor, check, sample

mine = Editor(sample("ct_thorax"))
mine.replace("PatientID", "CASE-042")
...
check("other-ids", mine)

# %% tags=["wrong"] slug="other-ids" says="stands in a sequence"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientID", "CASE-042")
mine.clear("PatientBirthDate")
mine.remove("OtherPatientIDs")
check("other-ids", mine)

# %% tags=["wrong"] slug="other-ids" says="does not speak of dates of birth"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientID", "CASE-042")
mine.remove("PatientBirthDate", force=True)
mine.remove("OtherPatientIDs")
mine.remove("OtherPatientIDsSequence")
check("other-ids", mine)

# %% tags=["wrong"] slug="other-ids" says="an empty number in it"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientID", "CASE-042")
mine.clear("PatientBirthDate")
mine.remove("OtherPatientIDs")
mine.clear("OtherPatientIDsSequence[0].PatientID", force=True)
check("other-ids", mine)

# %% tags=["wrong"] slug="other-ids" says="the older element"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientID", "CASE-042")
mine.clear("PatientBirthDate")
mine.remove("OtherPatientIDsSequence")
check("other-ids", mine)

# %% tags=["wrong"] slug="other-ids" says="works on a copy"
ds = sample("ct_thorax")
mine = Editor(ds)
mine.replace("PatientID", "CASE-042")
check("other-ids", ds)

# %% [markdown] tags=["solution"] slug="other-ids"
# Overwrite, clear, remove, remove: each as its Type allows. Instead of removing the sequence one may
# overwrite the number inside it.

# %% tags=["solution"] slug="other-ids"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientID", "CASE-042")
mine.clear("PatientBirthDate")
mine.remove("OtherPatientIDs")
mine.remove("OtherPatientIDsSequence")
check("other-ids", mine)

# %% [markdown] tags=["exercise"] slug="take-it-back"
# Somebody went one step too far: the last edit took the number of the study away. Take back *that* edit,
# keep the others, and keep what the editor gives you in `change`.

# %% tags=["starter"] slug="take-it-back"
from dcmteach import Editor, check, sample

mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
mine.clear("PatientBirthDate")
mine.remove("StudyInstanceUID", force=True)
change = ...
check("take-it-back", mine, change)

# %% tags=["wrong"] slug="take-it-back" says="One step too many"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
mine.clear("PatientBirthDate")
mine.remove("StudyInstanceUID", force=True)
mine.undo()
change = mine.undo()
check("take-it-back", mine, change)

# %% tags=["wrong"] slug="take-it-back" says="another study"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
mine.clear("PatientBirthDate")
mine.remove("StudyInstanceUID", force=True)
change = mine.add("StudyInstanceUID", "1.2.3")
check("take-it-back", mine, change)

# %% tags=["wrong"] slug="take-it-back" says="still missing"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
mine.clear("PatientBirthDate")
change = mine.remove("StudyInstanceUID", force=True)
check("take-it-back", mine, change)

# %% tags=["wrong"] slug="take-it-back" says="the method itself"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
mine.clear("PatientBirthDate")
mine.remove("StudyInstanceUID", force=True)
change = mine.undo
check("take-it-back", mine, change)

# %% [markdown] tags=["solution"] slug="take-it-back"
# `undo()` takes the latest edit back and returns it. The forced change is gone from the history, too.

# %% tags=["solution"] slug="take-it-back"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
mine.clear("PatientBirthDate")
mine.remove("StudyInstanceUID", force=True)
change = mine.undo()
check("take-it-back", mine, change)

# %% [markdown] slide="slide"
# ## Save, and do not believe it
#
# pydicom saves with `ds.save_as("new.dcm")`, and if there is a file of that name already, it is gone.
# If it was the file you read from, your original is gone. The file meta information is kept as it was,
# although it repeats numbers that you may have changed. So much can go wrong in one harmless line that
# this course has its own verb. **Predict:** what does it say to this?

# %% tags=["raises"] says="an input file is never changed"
from dcmteach import save

save(ds, ds.filename)

# %% [markdown]
# Under another name it is allowed. `save` makes the file meta information agree with the data set, wipes
# the 128 bytes before it, writes under a temporary name, reads the result back, compares it element by
# element, and only then gives it its name. If the disk is full or the power fails, there is no half
# file.
#
# And then compare, with the file and not with what you remember. **Predict:** five edits were made
# above. How many rows does the comparison have?

# %%
from pathlib import Path
from tempfile import mkdtemp

from dcmteach import diff, read

edited = editor.save(Path(mkdtemp()) / "case-001.dcm")
diff(sample("ct_thorax"), read(edited))

# %% [markdown]
# More than five. A removed sequence takes what is inside along. And the first three rows stand in the
# file meta information: its length, and which program wrote the file, for that is no longer the one it
# was. Every row can be explained, and no row is missing: that is what the comparison is for.

# %% [markdown] tags=["exercise"] slug="save-and-compare"
# Now all of it in one go. Save the edited copy under a new name, keep the path in `saved`, read the file
# again, compare it with `sample("ct_thorax")`, and put the `path` of every difference into the list
# `changed`.

# %% tags=["starter"] slug="save-and-compare"
from pathlib import Path
from tempfile import mkdtemp

from dcmteach import Editor, check, diff, read, sample

mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
folder = Path(mkdtemp())
saved = ...
changed = ...
check("save-and-compare", saved, changed)

# %% tags=["wrong"] slug="save-and-compare" says="never reached the disk"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
changed = [difference.path for difference in diff(sample("ct_thorax"), mine.dataset)]
check("save-and-compare", mine.dataset, changed)

# %% tags=["wrong"] slug="save-and-compare" says="an empty text, which names no file"
saved = ""
changed = []
check("save-and-compare", saved, changed)

# %% tags=["wrong"] slug="save-and-compare" says="holds the patient's own name"
saved = save(sample("ct_thorax"), Path(mkdtemp()) / "case-042.dcm")
changed = [difference.path for difference in diff(sample("ct_thorax"), read(saved))]
check("save-and-compare", saved, changed)

# %% tags=["wrong"] slug="save-and-compare" says="in front of the data set"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
saved = mine.save(Path(mkdtemp()) / "case-042.dcm")
changed = ["PatientName"]
check("save-and-compare", saved, changed)

# %% tags=["wrong"] slug="save-and-compare" says="the whole comparison"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
saved = mine.save(Path(mkdtemp()) / "case-042.dcm")
changed = diff(sample("ct_thorax"), read(saved))
check("save-and-compare", saved, changed)

# %% tags=["wrong"] slug="save-and-compare" says="with itself"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
saved = mine.save(Path(mkdtemp()) / "case-042.dcm")
changed = [difference.path for difference in diff(mine.dataset, mine.dataset)]
check("save-and-compare", saved, changed)

# %% [markdown] tags=["solution"] slug="save-and-compare"
# One edit, and more than one row: the file meta information names the program that wrote the file, and
# counts its own bytes.

# %% tags=["solution"] slug="save-and-compare"
mine = Editor(sample("ct_thorax"))
mine.replace("PatientName", "Case^042")
saved = mine.save(Path(mkdtemp()) / "case-042.dcm")
changed = [difference.path for difference in diff(sample("ct_thorax"), read(saved))]
check("save-and-compare", saved, changed)

# %% [markdown] slide="slide"
# ## And is the patient gone?
#
# Name, numbers, date of birth: overwritten, cleared, removed. `identity()` knows all direct identifiers
# of the original file. Which of them does it still find in the bytes of the new one? Guess a number
# before you look.

# %%
from dcmteach import identity

original = identity(sample("ct_thorax"))
for kind in original.found_in(edited.read_bytes()):
    print(kind)

# %% [markdown]
# You know where they are: in the comments, in the window explanation, in the request from the ward four
# levels down, in private elements. Each could be edited like the ones above, with the same three verbs
# under the same rules. But one at a time, in ten thousand files, is no way to live. What is needed is a
# *plan* for all elements at once, that can be read before it is carried out, and somebody who looks at
# the result as a stranger would. The three operations of this lesson are what such a plan is made of.

# %% tags=["quiz"]
from dcmteach import quiz

quiz("04-edit")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *One element, two ways.* `Case^001`, then `Case^002`: both lines change and read the same element.
#
# *Three ways to have nothing.* There and empty, there and empty, not there. Ask what a program that
# sorts by date of birth does with each.
#
# *The Type of the date of birth* is 2; of the SOP Instance UID, 1. *Where does pydicom protest?* At no
# line. *Which of the five values may stand?* The name, with its space.
#
# *Rows of the comparison.* Eleven: the five edits make eight, because the removed sequence takes the three
# elements of its item along; and there are three rows of file meta information, namely its length, and
# the identifier and the name of the program that wrote the file.
#
# *Is the patient gone?* No. Of nine kinds of identifiers one is gone, the date of birth. Name and ID were
# overwritten at the top of the header, and are still in the bytes. Let the group guess aloud.
#
# *Exercises.* Overwrite by keyword: `Case^042`. Choose the operation: clear, remove, overwrite,
# overwrite. Right form: `19511223`, `F`, `067Y`, `15` or `1500` or `150000`. Other IDs: the four edits
# of the solution, or an overwritten number in the item. Take it back: one `undo()`. Save and compare:
# the name, and the rows of file meta information.
#
# ### Misconceptions
#
# - *Clearing is a weaker way of removing.* It is another statement. Let somebody say both in words:
#   *not told here* and *not spoken of*.
# - *Important elements are Type 1.* The Type says what a program needs in order to handle the object. A
#   date of birth is important and Type 2; a pixel spacing names nobody and is Type 1.
# - *A Type belongs to a keyword.* `PatientID` is Type 2 at the top, and Type 1 in an item of the
#   sequence of other IDs.
# - *If pydicom accepts it, it is valid DICOM.* It has to read and mend broken files, so it must be able
#   to write them.
# - *A value of the right form is right.* `00010101` is the counter-example; so is *Anna Smith*.
# - *force is the way to get things done.* Ask who reads the history in five years.
# - *I saw no error, so it was saved.* The comparison is made with the file, not with the memory.
# - *Now it is anonymous.* The last cell of the lesson says how far from it.
#
# ### Timing
#
# Three minutes for the first two sections; most know pydicom's assignments, so spend the time on the
# slip of the finger and on the three ways to have nothing. Four for the Types: draw the table on the
# board and let the group fill in the date of birth before the cell runs. Four for the VRs, two for the
# editor, two for saving and the last look. Exercises: about two minutes each. If time is short, leave out
# *take it back*, and do *save and compare* together. In JupyterLab, let people play with the element
# editor: it is the fastest way to meet ten refusals in a row.
