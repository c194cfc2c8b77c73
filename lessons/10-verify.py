# ---
# dcmteach:
#   title: "Trust nothing: verify"
#   minutes: {teaching: 19, exercises: 17}
#   questions:
#     - A tool says that it has anonymised my files. How do I know?
#     - What does a check that reads a list of elements not see?
#     - What is left for a person to look at when every check has passed?
#   objectives:
#     - Audit the output of somebody else's script with a search seeded by its input.
#     - Predict from the standard's table where a tool that follows it leaks, and prove it.
#     - Write a check that finds a name outside all elements, in other spellings, and in the name of a folder.
#     - Tell what a search, a check of conformance and a check against the profile can each see, and what none of them can.
#     - Use the call that does it all, and say what it leaves to the caller.
#   key_points:
#     - A check that reads a list of places finds what stands in those places. People stand in others.
#     - Seed the search with the input's own identifiers, and look at the bytes that were written.
#     - "Three questions, three checks: does anybody show, is the file in order, was the profile kept?"
#     - A check that passes has found nothing. That there is nothing is for a person to judge, who looks.
#     - The simplest call looks at headers, and believes what you tell it. The rest is yours.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# A hundred files went through a tool for de-identification. Afterwards a second program checked them: it
# read some twenty elements of each, the name, the number, the date of birth and so on, and found all of
# them empty or replaced. A hundred files passed.
#
# All hundred held the patient's name.
#
# Nobody had been careless. The tool had done what its list said, and the check had checked what its list
# said. It was nearly the same list. In this lesson you audit other people's work, and find out how to
# look for what nobody has put on a list. Then you turn on us.

# %% [markdown] slide="slide"
# ## A widespread example
#
# Scripts like this one are found wherever people talk about DICOM and Python. It goes through all
# elements at every depth, replaces each person's name, deletes what is private, and sees to a short list
# of others. Read it twice. Would you send the result away?

# %%
def widespread_example(ds):
    def person_names(parent, element):
        if element.VR == "PN":
            element.value = "anonymous"

    ds.walk(person_names)
    ds.remove_private_tags()
    ds.PatientID = "id"
    ds.PatientBirthDate = ""
    for keyword in ["OtherPatientIDs", "OtherPatientIDsSequence"]:
        if keyword in ds:
            del ds[keyword]
    return ds


# %%
from dcmteach import sample

after = widespread_example(sample("ct_thorax"))
print(after.PatientName, after.PatientID, after.ReferringPhysicianName, sep="\n")

# %% [markdown]
# And here is a check of the kind that passed the hundred files:


# %%
def checklist(ds):
    listed = ["PatientName", "PatientID", "PatientBirthDate", "OtherPatientIDs"]
    listed += ["ReferringPhysicianName", "OperatorsName", "PhysiciansOfRecord"]
    values = {str(ds.get(keyword, "")) for keyword in listed}
    return values <= {"", "id", "anonymous"}


checklist(after)

# %% [markdown] tags=["exercise"] slug="what-the-script-leaves"
# Audit with your eyes first. Of these ten elements of the chest CT, which ones does
# `widespread_example` **leave as they were**? Decide from the code alone, if you can; then compare `after`
# with the sample. Put their keywords into a list.

# %% tags=["starter"] slug="what-the-script-leaves"
from dcmteach import check

ten = ["StudyDate", "PatientBirthDate", "InstitutionName", "ReferringPhysicianName"]
ten += ["AccessionNumber", "OtherPatientIDs", "OperatorsName", "StudyInstanceUID"]
ten += ["PatientAddress", "AdditionalPatientHistory"]
left = ...
check("what-the-script-leaves", left)

# %% tags=["wrong"] slug="what-the-script-leaves" says="whatever its keyword is"
left = ["StudyDate", "InstitutionName", "ReferringPhysicianName", "AccessionNumber"]
left += ["OperatorsName", "StudyInstanceUID", "PatientAddress", "AdditionalPatientHistory"]
check("what-the-script-leaves", left)

# %% tags=["wrong"] slug="what-the-script-leaves" says="begins with Patient"
left = ["StudyDate", "InstitutionName", "AccessionNumber", "StudyInstanceUID"]
left += ["AdditionalPatientHistory"]
check("what-the-script-leaves", left)

# %% tags=["wrong"] slug="what-the-script-leaves" says="is not a person's name for the script"
left = ["StudyDate", "InstitutionName", "AccessionNumber", "StudyInstanceUID", "PatientAddress"]
check("what-the-script-leaves", left)

# %% tags=["wrong"] slug="what-the-script-leaves" says="does not look like a name"
left = ["InstitutionName", "PatientAddress", "AdditionalPatientHistory"]
check("what-the-script-leaves", left)

# %% tags=["wrong"] slug="what-the-script-leaves" says="names this element itself"
left = ["StudyDate", "PatientBirthDate", "InstitutionName", "AccessionNumber"]
left += ["StudyInstanceUID", "PatientAddress", "AdditionalPatientHistory"]
check("what-the-script-leaves", left)

# %% [markdown] tags=["solution"] slug="what-the-script-leaves"
# The script reads VRs, not keywords, and after that a list of four. The study's date and number, the
# hospital, the patient's *address* and the notes are on neither.

# %% tags=["solution"] slug="what-the-script-leaves"
before = sample("ct_thorax")
left = [k for k in ten if k in after and after[k].value == before[k].value]
print(left)
check("what-the-script-leaves", left)

# %% [markdown] slide="slide"
# ## Ask the input what to look for
#
# A search has to know what it looks for. Whoever cleans first and searches afterwards has thrown that
# away: the cleaned file does not know the name any more. So the search is *seeded* with the **input's**
# own identifiers: names, numbers, dates, the hospital, its devices, every UID. And it looks at the file as
# it was *written*: all bytes, all elements at all depths, whatever they are called.
#
# **Predict:** in how many places does `leaks` find something that the script left?

# %% tags=["scroll-output"]
from pathlib import Path
from tempfile import mkdtemp

from dcmteach import leaks

before = sample("ct_thorax")
path = Path(mkdtemp()) / "IM000041.dcm"
after.save_as(path)
found = leaks(before, path)
found

# %% [markdown]
# The last column is masked: an `x` for each letter, a `9` for each digit, a bar for what was found. A
# report about leaks is sent around and filed, so it must not be one.
#
# Which of them would you call the patient's *name*, in a file where every name reads `anonymous`?

# %%
for leak in found:
    if leak.kind == "patient name":
        print(leak.place)

# %% [markdown]
# Notes, comments, a window setting, and the request of the ward, four levels down. The script treated
# each element whose VR says *person's name*. People write names into texts.

# %% [markdown] tags=["callout"] kind="note" title="Certain, and merely possible"
# A patient called *Iodine* would show in every CT with contrast. So identifiers of fewer than four
# characters count only as whole words in texts, and what may be a coincidence is listed apart, in
# `found.possible`. It withdraws nothing, but somebody should look. Words that the header cannot know, such
# as the name of a ward, are given by hand: `leaks(before, path, words=["Zandmeer"])`.

# %% [markdown] slide="slide"
# ## A tool that knows the whole table
#
# The script has a short list. Let us be fair, and build what serious tools do. This one takes all 656
# rows of the standard's table [@ps3.15], at every depth, and everything private goes:

# %%
from dcmteach.standard import profile
from pydicom.uid import generate_uid


# %%
def by_the_table(ds):
    def treat(parent, element):
        action = profile.action(element.tag)
        if action and action.startswith("X"):
            del parent[element.tag]
        elif action and element.VR == "UI":
            element.value = generate_uid(entropy_srcs=[element.value])
        elif action and element.VR != "SQ":
            element.value = None

    ds.walk(treat)
    return ds


# %% [markdown]
# And on top of it, an ideal check: *every* element that the table lists is gone, empty, or another than
# before. **Predict:** can such a file still name its patient?

# %%
out = by_the_table(sample("ct_thorax"))
listed = [element for element in out if profile.action(element.tag) and element.value]
unchanged = [element.keyword for element in listed if element.value == before[element.tag].value]
print("listed and unchanged:", unchanged)

# %% [markdown]
# Faultless. Now let us save the result as an export would, into the folder that the hospital's archive
# made, and prove or disprove your prediction. How many places do you expect this time?

# %%
from dcmteach.verify import leaks_in_path

export = Path(mkdtemp()) / "WISPELRONNE_ISOLDE" / "IM000041.dcm"
export.parent.mkdir()
out.save_as(export)
print(leaks(before, export))
print(leaks_in_path(export.relative_to(export.parents[1]), before))

# %% [markdown]
# Four places, and whoever goes through the elements of `ds` with the table in hand meets none of them:
#
# - **a technical text**: the window setting is called *lung*, and somebody typed whose;
# - **the file meta information**: it stands before the data set, repeats the number of the image, and
#   names the computer that sent it; going through `ds` does not touch it;
# - **the name of the folder**, which is no part of any file.
#
# In other files one finds the name in the 128 bytes of the *preamble*, in private binary data that the
# tool kept for the sake of science, in a drawing laid over the image, in a PDF inside the DICOM file. Nine
# well-known tools were measured on 600 files with a patient planted in 45 places. The best left 6 of them.

# %% [markdown] tags=["exercise"] slug="prove-the-leak"
# Predict a leak *before* the tool runs, then prove it. `predicted`: the keywords of those elements at the
# top of the original `ct_thorax` which **hold a part of the patient's name** and which **the table does
# not list**. `proof`: the places in which `leaks` then finds the *patient name* in what
# `by_the_table` has made.

# %% tags=["starter"] slug="prove-the-leak"
from dcmteach import check, identity, leaks, sample
from dcmteach.standard import profile

before = sample("ct_thorax")
person = identity(before)
print(person.found_in(before.ImageComments), profile.action("ImageComments"))
predicted = ...
proof = ...
check("prove-the-leak", predicted, proof)

# %% tags=["wrong"] slug="prove-the-leak" says="the table does list"
predicted = [
    element.keyword
    for element in before
    if element.keyword and "patient name" in person.found_in(str(element.value))
]
proof = [leak.place for leak in leaks(before, by_the_table(sample("ct_thorax")))]
check("prove-the-leak", predicted, proof)

# %% tags=["wrong"] slug="prove-the-leak" says="names nobody"
predicted = ["KVP", "WindowCenterWidthExplanation"]
proof = ["WindowCenterWidthExplanation"]
check("prove-the-leak", predicted, proof)

# %% tags=["wrong"] slug="prove-the-leak" says="other things than a name"
predicted = ["WindowCenterWidthExplanation"]
proof = [leak.place for leak in leaks(before, by_the_table(sample("ct_thorax")))]
check("prove-the-leak", predicted, proof)

# %% tags=["wrong"] slug="prove-the-leak" says="an audit of the input"
predicted = ["WindowCenterWidthExplanation"]
proof = [leak.place for leak in leaks(before, before) if leak.kind == "patient name"]
check("prove-the-leak", predicted, proof)

# %% tags=["wrong"] slug="prove-the-leak" says="the example with the short list"
predicted = ["WindowCenterWidthExplanation"]
proof = [leak.place for leak in leaks(before, after) if leak.kind == "patient name"]
check("prove-the-leak", predicted, proof)

# %% [markdown] tags=["solution"] slug="prove-the-leak"
# Two conditions for the prediction, and one for the proof. The tool did nothing wrong; that is the point.

# %% tags=["solution"] slug="prove-the-leak"
predicted = [
    element.keyword
    for element in before
    if element.keyword
    and profile.action(element.tag) is None
    and "patient name" in person.found_in(str(element.value))
]
result = by_the_table(sample("ct_thorax"))
proof = [leak.place for leak in leaks(before, result) if leak.kind == "patient name"]
check("prove-the-leak", predicted, proof)

# %% [markdown] slide="slide"
# ## Write the check yourself
#
# Now you. A check is a function that is given an input and the path of an output, and says `True` if the
# output is clean. It is easily written, and easily written wrong, which is what the next exercise is
# about: your function is tried on seven files, one of them clean. Six are not, and each hides the patient
# in another place.

# %% [markdown] tags=["exercise"] slug="write-a-check"
# Write `clean(before, path)`. It returns `True` if nothing in the file, and nothing in the names of the
# file and its folders, tells of the patient of `before`; else `False`. The starter has the check by list.

# %% tags=["starter"] slug="write-a-check"
from dcmteach import check, leaks, read
from dcmteach.verify import leaks_in_path


def clean(before, path):
    return read(path).PatientName != before.PatientName


clean = ...  # delete this line when your function is ready
check("write-a-check", clean)


# %% tags=["wrong"] slug="write-a-check" says="A list of places"
def clean(before, path):
    ds = read(path)
    keywords = ["PatientName", "PatientID", "PatientBirthDate", "ReferringPhysicianName"]
    return all(ds.get(k) != before.get(k) for k in keywords)


check("write-a-check", clean)


# %% tags=["wrong"] slug="write-a-check" says="private binary data"
def clean(before, path):
    person = identity(before)
    return not any(person.found_in(str(e.value)) for e in read(path).iterall())


check("write-a-check", clean)


# %% tags=["wrong"] slug="write-a-check" says="before the data set"
def clean(before, path):
    person = identity(before)
    values = [e.value for e in read(path).iterall()]
    return not any(person.found_in(v if isinstance(v, bytes) else str(v)) for v in values)


check("write-a-check", clean)


# %% tags=["wrong"] slug="write-a-check" says="spelt otherwise"
def clean(before, path):
    family = before.PatientName.family_name.casefold()
    return family not in path.read_bytes().decode("latin_1").casefold()


check("write-a-check", clean)


# %% tags=["wrong"] slug="write-a-check" says="no file at all"
def clean(before, path):
    return not leaks(before, path)


check("write-a-check", clean)


# %% tags=["wrong"] slug="write-a-check" says="accuses"
def clean(before, path):
    return False


check("write-a-check", clean)


# %% tags=["wrong"] slug="write-a-check" says="True or False"
def clean(before, path):
    return leaks(before, path)


check("write-a-check", clean)


# %% tags=["wrong"] slug="write-a-check" says="stopped with"
def clean(before, path):
    return before.PatientName not in path


check("write-a-check", clean)

# %% [markdown] tags=["solution"] slug="write-a-check"
# Bytes and elements by `leaks`, names of folders by `leaks_in_path`. Both are seeded with the input.


# %% tags=["solution"] slug="write-a-check"
def clean(before, path):
    return not leaks(before, path) and not leaks_in_path(path, before)


check("write-a-check", clean)

# %% [markdown] slide="slide"
# ## Three questions, three checks
#
# *Does anybody show?* is one question. There are two more. *Is the file in order*, so that programs can
# read it? And *was the profile kept*, row by row, whoever wrote the file? A check answers its own question
# only.
#
# Here are three outputs of the same CT: of the widespread example, of the tool by the table, and of the
# plan of [Lesson 5](05-types.ipynb). **Predict:** which one is the worst, by which check?

# %%
from dcmteach import against_profile, conformance, plan
from dcmteach.deid import Secrets, apply

before = sample("ct_thorax")
planned = apply(before, plan(before), Secrets.random())
print(f"{'':13}leaks  errors  profile")
for name, result in {"example": after, "by the table": out, "plan": planned}.items():
    errors = conformance(result, compared_to=before)
    score = against_profile(result, compared_to=before)
    print(f"{name:13}{len(leaks(before, result)):5}{len(errors):8}  {score.summary}")

# %% [markdown]
# The example breaks no rule of conformance: a file full of the patient is a perfectly good file. The tool
# by the table has an error, for it emptied something that must have a value. And the profile has rows that
# were missed by both. These are the ones of the better tool:

# %%
for row in against_profile(out, compared_to=before).missed:
    print(row.path, "|", row.reason)

# %% [markdown]
# The profile wants a file to *say* that it was de-identified, and how. Whoever receives it cannot see that
# otherwise.
#
# Notice what is **not** in this list: the window explanation. To the profile, no row, no fault. And
# without the input, much cannot be told at all; an honest check says so:

# %%
print(against_profile(planned).caption)
print(against_profile(planned, compared_to=before).caption)

# %% [markdown] tags=["exercise"] slug="which-check-sees-it"
# Six faults in outputs, and four ways to look: `"leaks"`, `"conformance"`, `"against_profile"`, and
# `"a person"`, where none of the three sees it. Give each fault the way that finds it.

# %% tags=["starter"] slug="which-check-sees-it"
from dcmteach import check

faults = {
    "window explanation: the patient's name": ...,
    "an empty Study Instance UID": ...,
    "nothing says that the file was de-identified": ...,
    "the name is burned into the picture": ...,
    "window explanation: the mayor's daughter": ...,
    "an original UID in the file meta information, input at hand": ...,
}
ways = list(faults.values())
check("which-check-sees-it", ways)

# %% tags=["wrong"] slug="which-check-sees-it" says="pixels"
ways = ["leaks", "conformance", "against_profile", "leaks", "a person", "leaks"]
check("which-check-sees-it", ways)

# %% tags=["wrong"] slug="which-check-sees-it" says="no row of the table"
ways = ["leaks", "conformance", "against_profile", "a person", "against_profile", "leaks"]
check("which-check-sees-it", ways)

# %% tags=["wrong"] slug="which-check-sees-it" says="nothing to do with whether a program can read it"
ways = ["leaks", "conformance", "conformance", "a person", "a person", "leaks"]
check("which-check-sees-it", ways)

# %% tags=["wrong"] slug="which-check-sees-it" says="seeded with the input"
ways = ["leaks", "conformance", "against_profile", "a person", "leaks", "leaks"]
check("which-check-sees-it", ways)

# %% tags=["wrong"] slug="which-check-sees-it" says="knows this patient's name"
ways = ["against_profile", "conformance", "against_profile", "a person", "a person", "leaks"]
check("which-check-sees-it", ways)

# %% tags=["wrong"] slug="which-check-sees-it" says="Type 1 and empty"
ways = ["leaks", "leaks", "against_profile", "a person", "a person", "leaks"]
check("which-check-sees-it", ways)

# %% tags=["wrong"] slug="which-check-sees-it" says="one of the four ways"
ways = ["leaks", "conformance", "profile", "eye", "eye", "leaks"]
check("which-check-sees-it", ways)

# %% [markdown] tags=["solution"] slug="which-check-sees-it"
# Two of six are left to a person, and these two are the worst of them. (The original UID is missed by the
# profile's row as well; that is a right answer, too.)

# %% tags=["solution"] slug="which-check-sees-it"
ways = ["leaks", "conformance", "against_profile", "a person", "a person", "leaks"]
check("which-check-sees-it", ways)

# %% [markdown] slide="slide"
# ## And now us
#
# `deidentify`, the subject of [Lesson 9](09-profile.ipynb), reads each file again after it has written it,
# searches it, and withdraws it if anything shows. `verify` asks the same of any pair of files, and the
# command `dcmteach verify OUT --against SRC` of whole folders. Should you believe us?
#
# Somebody at the console typed a remark. **Predict:** what does `verify` say?

# %%
from dcmteach.verify import verify

remark = sample("ct_thorax")
remark.WindowCenterWidthExplanation = ["MEDIASTINUM", "THE MAYOR'S DAUGHTER"]
result = apply(remark, plan(remark), Secrets.random())
print(result.WindowCenterWidthExplanation)
print("passed:", verify(remark, result).passed)

# %% [markdown]
# It passed, and in a town with one mayor it names the patient. No header says that the mayor is her
# father, so no search can be seeded with him. If *you* have heard of him, you can:

# %%
leaks(remark, result, words=["mayor"])

# %% [markdown]
# Words can also be given to the run itself, for all files. **Predict:** what becomes of hers?

# %%
from dcmteach import deidentify

desk = Path(mkdtemp())
(desk / "in").mkdir()
remark.save_as(desk / "in" / "chest.dcm")
report = deidentify(desk / "in", desk / "out", words=["mayor"])
print(report.caption, "-", report.withdrawn[0].reason)
print("files in the output:", len(list((desk / "out").rglob("*.dcm"))))

# %% [markdown]
# It was written, read again, and *withdrawn*: what fails its verification is not there. And whoever has a file or
# a folder from somebody else, and its source, asks the command line:

# %%
from contextlib import chdir
from shutil import copy

from dcmteach.cli.main import main

deidentify(desk / "in", desk / "again")
copy(next((desk / "again").rglob("*.dcm")), desk / "given.dcm")
with chdir(desk):
    status = main(["verify", "given.dcm", "--against", "in"])
print("exit status", status)

# %% [markdown] tags=["callout"] kind="warning" title="A blurred name can be read"
# Names stand in pictures as well. Somebody may blur them, and see nothing any more; but a blur is
# arithmetic, and arithmetic can be repeated. In one trial, 1,000 candidate names were written and blurred
# in the same way and laid beside each of 100 blurred ones: all 100 were recovered. Paint over, in one
# plain colour; a later lesson does. Until then: no check of headers has looked at the picture.

# %% [markdown] slide="slide"
# ## The simple door
#
# Not everybody writes recipes. There is one call that does it all: the basic profile, a key that is thrown
# away, three values of your own. And there is a careful way to begin: `display_only` shows what is sensitive, and
# writes nothing. **Predict** of this folder: a CT, an ultrasound clip with a name in its picture, and
# somebody's notes. What is it that `display_only` does *not* show?

# %%
from dcmteach import anonymise, sample_path

ward = Path(mkdtemp()) / "ward 3"
ward.mkdir()
copy(sample_path("ct_thorax"), ward / "chest.dcm")
copy(sample_path("us_cine"), ward / "ultrasound.dcm")
(ward / "notes.txt").write_text("Ask Mrs W. about the first examination", encoding="utf-8")
shown = anonymise(ward, display_only=True)
print(shown.caption)
print(shown.note)

# %%
wanted = ["PatientName", "PatientBirthDate", "WindowCenterWidthExplanation", "ImageComments"]
for row in shown:
    if row.path in wanted:
        print(f"{Path(row.source).name:15}{row.path:29}{row.value}")
for source, reason in shown.unread:
    print(Path(source).name, "was not read:", reason)

# %% [markdown]
# Not the picture, and not the notes. What it does show is a table of everything that identifies two
# people, made to be looked at and closed. Do not mail it to anybody.
#
# Now through the door, with values of your own. Somebody means well, and takes a name by which the group will
# remember her. **Predict:** will it be written, and verified?

# %%
report = anonymise(ward, desk / "door", "Mayors^Daughter", "Doctor^No", "19500101")
print(report.caption, "- verified:", report.verified)
for row in report:
    print(f"{Path(row.source).name}: {row.status}")
written = read(next((desk / "door").rglob("*.dcm")))
for keyword in ["PatientName", "PatientBirthDate", "ReferringPhysicianName", "StudyDate"]:
    print(f"{keyword:23}", written[keyword].value or "(empty)")

# %% [markdown] tags=["callout"] kind="tip" title="The door on the command line"
# `dcmteach anonymise "ward 3" --display-only` shows, and `dcmteach anonymise "ward 3" --out door` writes.
# `--patient`, `--physician` and `--birth-date` take the three values.

# %% [markdown] tags=["exercise"] slug="door-or-you"
# Who sees to it, when a folder goes through `anonymise`? `"the call"`: it does, or leaves the file out.
# `"you"`: nobody does, unless you do. `"nobody"`: it cannot be done any more.

# %% tags=["starter"] slug="door-or-you"
from dcmteach import check

matters = {
    "the patient's name in a window explanation": ...,
    "original UIDs in the file meta information": ...,
    "letters in the pictures, with pixels='accept'": ...,
    "whether the three values that you gave tell who it is": ...,
    "where the table of display_only is kept": ...,
    "the same pseudonym for the same patient next month": ...,
}
who = list(matters.values())
check("door-or-you", who)

# %% tags=["wrong"] slug="door-or-you" says="wrote what it was told"
who = ["the call", "the call", "you", "the call", "you", "nobody"]
check("door-or-you", who)

# %% tags=["wrong"] slug="door-or-you" says="does not look into pictures"
who = ["the call", "the call", "the call", "you", "you", "nobody"]
check("door-or-you", who)

# %% tags=["wrong"] slug="door-or-you" says="thrown away"
who = ["the call", "the call", "you", "you", "you", "the call"]
check("door-or-you", who)

# %% tags=["wrong"] slug="door-or-you" says="What stands in that table"
who = ["the call", "the call", "you", "you", "the call", "nobody"]
check("door-or-you", who)

# %% tags=["wrong"] slug="door-or-you" says="less than it deserves"
who = ["you", "you", "you", "you", "you", "nobody"]
check("door-or-you", who)

# %% tags=["wrong"] slug="door-or-you" says="one of the three answers"
who = ["call", "call", "me", "me", "me", "nobody"]
check("door-or-you", who)

# %% [markdown] tags=["solution"] slug="door-or-you"
# The call sees to the header, all of it. What you say, what you accept and what you keep is yours.

# %% tags=["solution"] slug="door-or-you"
who = ["the call", "the call", "you", "you", "you", "nobody"]
check("door-or-you", who)

# %% [markdown] slide="slide"
# ## What is left for a person
#
# Tools exist, good ones, and people must still look. This is what we would look at, in this order, before
# a data set leaves the house:
#
# 1. **Texts that survived.** All values of all text elements, each different one once. It is a short
#    list, and half an hour well spent.
# 2. **Pictures.** A slice of every series and every frame of what is photographed or drawn. Text? A face?
# 3. **What is rare.** One patient of 96 years, one pregnancy, one date in the news: nobody's name, and
#    somebody known.
# 4. **What was held back or refused.** Somebody will be tempted to send it along by hand.
# 5. **A sample, by somebody else.** Who made the recipe believes in it.
#
# The first of these is three lines. These are the texts left in what our plan has made, each once:

# %%
texts = {
    str(element.value)
    for element in result.iterall()
    if element.VR in {"LO", "SH", "LT", "ST", "UT", "PN"} and element.value
}
print(*sorted(texts), sep="\n")

# %% [markdown]
# Did you find her?

# %% tags=["quiz"]
from dcmteach import quiz

quiz("10-verify")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *The widespread example.* 38 places, by the count of `leaks`; the guesses are mostly below ten. 24
# are values of the patient, the study and the hospital, 9 are UIDs, 5 name devices. *The name:* in
# four places.
#
# *By the table.* Most people say that such a file is clean. Three places in the file, and the folder.
#
# *Three outputs.* The example is worst by leaks and by the profile, the tool by the table by conformance.
# If somebody says *the plan is best because you wrote the checks*: right, and that is why part of our
# tests is made by other people's validators. Let the group name what they would try.
#
# *The mayor's daughter* passes. With the word given, the run withdraws the file. *Did you find her?* She is
# in the list of texts.
#
# *What does display_only not show?* The picture and the notes. *A name by which the group will remember
# her:* written and verified; nobody told the search about the mayor. The ultrasound is held back.
#
# *Exercises.* What the script leaves: StudyDate, InstitutionName, AccessionNumber, StudyInstanceUID,
# PatientAddress, AdditionalPatientHistory. Prove the leak: the window explanation, twice. Write a check:
# `leaks` and `leaks_in_path`. Which check sees it: leaks, conformance, against_profile, a person, a person,
# leaks (or against_profile). Door or you: the call, the call, you, you, you, nobody.
#
# ### Misconceptions
#
# - *The tool reported no error.* It reported that it ended.
# - *The check passed, so the data are anonymous.* The check found nothing of what it looked for, where it
#   looked. Ask for all three: what, where, and with which seeds.
# - *Search the output for the output's names.* Done more often than one believes, whenever the cleaned
#   files are all that is left. Keep the input until the verification is done.
# - *Follow the standard, and nothing can happen.* The table is a list, too. The standard itself asks for
#   more than its table, and says that a person has to judge.
# - *A name is where the VR is PN.* Four counter-examples in one file.
# - *More findings mean a worse tool.* Look at what they are: an original UID is not the same as a name.
# - *One call, so it is safe.* It is the same engine as with recipes. It has no way to know what you know.
# - *Display only is harmless, for it writes nothing.* It shows everything, on a screen, to whoever stands
#   behind you; and a notebook keeps it when it is saved.
# - *Looking at everything is impossible.* At every file, yes. At every different text, no.
#
# ### Timing
#
# Three minutes for the example and the check that passes it, three for `leaks`, three for the tool by the
# table, three for the three questions, four for the mayor's daughter and the list, three for the simple
# door. Exercises: three to four minutes each; *write a check* is the heart of the lesson, so rather leave out *which check sees it* and do
# it aloud. A good end: let pairs exchange the notebooks of Lesson 4 and audit what the other has saved.
