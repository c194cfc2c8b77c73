# ---
# dcmteach:
#   title: A confidentiality profile, whole folder
#   minutes: {teaching: 13, exercises: 14}
#   questions:
#     - How do I treat thirty thousand files without reading thirty thousand plans?
#     - Which options does a study need, and what do they leave in the files?
#     - Which files are not written, and what do I do with them?
#   objectives:
#     - Write a recipe from what a study needs, with options of the profile and rules of your own.
#     - Foresee what one recipe does in objects of different kinds.
#     - De-identify a folder with a key, a dry run, a record and a verification, and read the report.
#     - Say of each file that was left out why, and what is to be done about it.
#   key_points:
#     - A recipe is written once, read by several people, and kept; the plans follow from it.
#     - One row of the table, several operations. The kind of object and the options decide.
#     - A dry run first. It tells the plans, which are few, and the files that would be left out.
#     - A file held back or refused is a question to a person. Do not answer it with a switch.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# So far you had one file. You read its plan, from the first step to the last, and then you applied it.
#
# Now a colleague asks for the CTs and MRs of four patients: thirty files. Next month it will be thirty
# thousand. Nobody reads thirty thousand plans, and nobody should sign what they have not read. So what is
# it that you sign?
#
# A *recipe*: a page on which stands what is to be done, and from which every plan follows. In this lesson
# you write one, try it without writing a file, run it on a folder, and give account of each file. The one
# that is *not* there afterwards is the interesting one.

# %% [markdown] slide="slide"
# ## The folder
#
# These are artificial patients, and the folder is as hospitals export them. Nothing has been opened yet.
# **Predict:** what do you know already about the second patient?

# %%
from dcmteach import sample_folder

cohort = sample_folder("cohort")
files = sorted(path for path in cohort.rglob("*") if path.is_file())
print(len(files), "files, among them:")
for path in files[::6]:
    print(path.relative_to(cohort))

# %% [markdown]
# Name, date of birth, day and kind of examination. Whoever cleans headers and keeps the names of folders
# has sent all of this. So a tool for folders makes *new* names as well.

# %% [markdown] slide="slide"
# ## The recipe
#
# `"basic"` is the profile of the standard without any options [@ps3.15]. It can tell what it does:

# %%
from dcmteach import Recipe

print(Recipe.load("basic").describe())

# %% [markdown]
# Our colleague wants to know how a tumour grows between two scans. **Predict:** is that possible with what
# `"basic"` leaves?
#
# It is not: the dates are gone. The profile has ten options, each of which changes rows of the table for a
# purpose that somebody can name:
#
# | option | for whom |
# |---|---|
# | `retain-modified-dates` | days between scans; dates are moved, for each patient by another number of days |
# | `retain-full-dates` | seasons, calendar days; the dates themselves |
# | `retain-patient-characteristics` | age, sex, size, weight |
# | `retain-device-identity` | which scanner |
# | `retain-institution-identity` | which hospital |
# | `retain-uids` | files are to be matched with others later |
# | `retain-safe-private` | measurements that the maker keeps in private elements |
# | `clean-descriptors` | descriptions and comments: cleaned, instead of removed |
# | `clean-structured-content` | structured reports |
# | `clean-graphics` | drawings and texts laid over an image |
#
# Options are added to a name with `+`. **Predict** what each of the following recipes does to four elements
# of our chest CT.

# %%
from dcmteach import plan, sample

ds = sample("ct_thorax")
dates, texts = "basic+retain-modified-dates", "basic+retain-full-dates+clean-descriptors"
for name in ["basic", dates, texts]:
    made = plan(ds, name)
    print(name)
    for keyword in ["StudyDate", "PatientAge", "StudyDescription", "ImageComments"]:
        step = made.step(keyword)
        print(f"    {keyword:17} {step.strategy if step else 'keep'}")

# %% [markdown] tags=["callout"] kind="important" title="Each option has a price"
# *Retain* means that something stays which the table wants gone. A scanner's serial number names a
# hospital, a calendar date names whoever was in the news that day, an original UID leads straight back to
# the archive. Take the options that a study *needs*, and none that it might like.

# %% [markdown]
# Where no option fits, write a rule. A rule is about a keyword, a tag, a path, a VR or the creator of private
# elements, and it comes before options and profile:

# %%
from dcmteach.deid import Rule

mine = Recipe.load("basic+retain-device-identity")
mine = mine.with_rules(Rule("remove", keyword="StationName"))
mine = mine.with_rules(Rule("keep", keyword="ImageComments"))
for keyword in ["StationName", "DeviceSerialNumber", "ImageComments"]:
    step = plan(ds, mine).step(keyword)
    print(f"{keyword:19} {step.strategy if step else 'keep'}")

# %% [markdown]
# We told it to *keep* the comments, and it cleans them. There is a name in these comments, and the rule
# that nobody shows is older than yours. `mine.save("study-7.toml")` writes the recipe to a file with comments in
# it, for colleagues to read and for `Recipe.load` to load.

# %% [markdown] tags=["exercise"] slug="write-the-recipe"
# Write the recipe for this request, with no more than it asks for:
#
# > We need the number of days between two scans, the patient's age and sex, and the descriptions of
# > study and series. We do not need, and must not get, the patient's weight. Nothing else has to stay.

# %% tags=["starter"] slug="write-the-recipe"
from dcmteach import Recipe, check
from dcmteach.deid import Rule

recipe = ...
check("write-the-recipe", recipe)

# %% tags=["wrong"] slug="write-the-recipe" says="the day itself"
recipe = Recipe.load("basic+retain-full-dates+retain-patient-characteristics+clean-descriptors")
recipe = recipe.with_rules(Rule("remove", keyword="PatientWeight"))
check("write-the-recipe", recipe)

# %% tags=["wrong"] slug="write-the-recipe" says="must not get"
recipe = Recipe.load("basic+retain-modified-dates+retain-patient-characteristics+clean-descriptors")
check("write-the-recipe", recipe)

# %% tags=["wrong"] slug="write-the-recipe" says="cannot read what was examined"
recipe = Recipe.load("basic+retain-modified-dates+retain-patient-characteristics")
recipe = recipe.with_rules(Rule("remove", keyword="PatientWeight"))
check("write-the-recipe", recipe)

# %% tags=["wrong"] slug="write-the-recipe" says="Who was examined, how old"
recipe = Recipe.load("basic+retain-modified-dates+clean-descriptors")
check("write-the-recipe", recipe)

# %% tags=["wrong"] slug="write-the-recipe" says="Nobody asked for"
recipe = Recipe.load("basic+retain-modified-dates+retain-patient-characteristics+clean-descriptors")
recipe = recipe.with_options("retain-uids").with_rules(Rule("remove", keyword="PatientWeight"))
check("write-the-recipe", recipe)

# %% tags=["wrong"] slug="write-the-recipe" says="cannot be computed"
recipe = Recipe.load("basic+retain-patient-characteristics+clean-descriptors")
recipe = recipe.with_rules(Rule("remove", keyword="PatientWeight"))
check("write-the-recipe", recipe)

# %% tags=["wrong"] slug="write-the-recipe" says="the name of a recipe"
recipe = "basic+retain-modified-dates+retain-patient-characteristics+clean-descriptors"
check("write-the-recipe", recipe)

# %% [markdown] tags=["solution"] slug="write-the-recipe"
# Three options, and one rule for what an option keeps too much of. The rule may also say `clear`.

# %% tags=["solution"] slug="write-the-recipe"
recipe = Recipe.load("basic+retain-modified-dates+retain-patient-characteristics+clean-descriptors")
recipe = recipe.with_rules(Rule("remove", keyword="PatientWeight"))
print(recipe.describe())
check("write-the-recipe", recipe)

# %% [markdown] slide="slide"
# ## One recipe, many kinds of objects
#
# A recipe is not a list of operations. In [Lesson 5](05-types.ipynb) you settled compound codes by the Type,
# and the Type depends on the object. So one and the same recipe does different things in one folder.
#
# The row of the scanner's serial number says `X/Z/D`. **Predict** all four: without and with the option
# `retain-device-identity`, in a classic CT and in one that is labelled as an Enhanced CT.

# %%
from pydicom.uid import EnhancedCTImageStorage

enhanced = sample("ct_thorax")
enhanced.SOPClassUID = EnhancedCTImageStorage
for name in ["basic", "basic+retain-device-identity"]:
    for kind, image in [("classic", ds), ("enhanced", enhanced)]:
        step = plan(image, name).step("DeviceSerialNumber")
        print(f"{name:29} {kind:9}", f"{step.action} {step.strategy}" if step else "K keep")

# %% [markdown]
# In the classic CT it may go, so it goes. In the Enhanced CT it is of Type 1, so something made up takes its
# place. The option makes all of it `K`: keep.
#
# The plan explorer shows it for a whole header. In JupyterLab, switch options and watch which steps change:

# %%
from dcmteach.widgets import PlanExplorer

PlanExplorer(enhanced, "basic+retain-modified-dates", search="date", select="StudyDate")

# %% [markdown] tags=["exercise"] slug="foresee-the-step"
# Foresee six steps: `"remove"`, `"clear"`, `"replace"`, `"shift"`, or `"keep"`. Code and Type of the
# element are printed; think first, then ask `plan`.

# %% tags=["starter"] slug="foresee-the-step"
from dcmteach import check
from dcmteach.standard import iod, profile

dates, scanner = ["retain-modified-dates"], ["retain-device-identity"]
cases = [(ds, "StudyDate", []), (ds, "StudyDate", dates), (ds, "StationName", [])]
cases += [(ds, "StationName", scanner), (enhanced, "ContentDate", [])]
cases += [(enhanced, "ContentDate", dates)]
for image, keyword, options in cases:
    kind = iod.type_of(keyword, image.SOPClassUID)
    print(keyword, profile.action(keyword, options=options), "Type", kind, options)
steps = ...
check("foresee-the-step", steps)

# %% tags=["wrong"] slug="foresee-the-step" says="as if there were no options"
steps = ["clear", "clear", "remove", "remove", "replace", "replace"]
check("foresee-the-step", steps)

# %% tags=["wrong"] slug="foresee-the-step" says="Move it, or leave it"
steps = ["clear", "keep", "remove", "keep", "replace", "keep"]
check("foresee-the-step", steps)

# %% tags=["wrong"] slug="foresee-the-step" says="Type 2 would stay without its element"
steps = ["remove", "shift", "remove", "keep", "replace", "shift"]
check("foresee-the-step", steps)

# %% tags=["wrong"] slug="foresee-the-step" says="without its value"
steps = ["clear", "shift", "remove", "keep", "clear", "shift"]
check("foresee-the-step", steps)

# %% tags=["wrong"] slug="foresee-the-step" says="more of it than it has to"
steps = ["clear", "shift", "clear", "keep", "replace", "shift"]
check("foresee-the-step", steps)

# %% tags=["wrong"] slug="foresee-the-step" says="one of the five words"
steps = ["Z", "shift", "X", "K", "D", "shift"]
check("foresee-the-step", steps)

# %% [markdown] tags=["solution"] slug="foresee-the-step"
# Without options, the first letter that the Type can bear: Z for Type 2, X for Type 3, D for Type 1. With
# options: C on a date is a shift, K is keep.

# %% tags=["solution"] slug="foresee-the-step"
from dcmteach import Recipe

steps = []
for image, keyword, options in cases:
    step = plan(image, Recipe(options=tuple(options))).step(keyword)
    steps.append(step.strategy if step else "keep")
print(steps)
check("foresee-the-step", steps)

# %% [markdown] slide="slide"
# ## First without writing
#
# A *dry run* does everything except for writing. It gives each different plan once. **Predict:** how many
# plans do thirty CTs and MRs of four patients have?

# %%
from dcmteach import deidentify

study = Recipe.load("basic+retain-modified-dates+clean-descriptors")
rehearsal = deidentify(cohort, None, study, dry_run=True)
print(rehearsal.caption)
for made in rehearsal.plans:
    print(made["files"], "files with the same plan of", len(made["steps"]), "steps")

# %% [markdown]
# Few enough to read. That is what you sign: the recipe, and the plans that it leads to in *this* folder.

# %% [markdown] slide="slide"
# ## And now in earnest
#
# Four things beside source and destination make a run that you can answer for:
#
# - **a key**: pseudonyms, new UIDs and the days by which dates move are made from it
#   ([Lesson 6](06-uids.ipynb));
# - **a record** (`audit`): what was done to each file, without any original value;
# - **verification**: each output is read again and searched; it is on unless you switch it off;
# - **a report**: what was *not* written.

# %%
from pathlib import Path
from tempfile import mkdtemp

from dcmteach.deid import Secrets

desk = Path(mkdtemp())
key = desk / "study-7.key"
Secrets.new_file(key)
report = deidentify(cohort, desk / "out", study, key_file=key, audit=desk / "study-7.jsonl")
print(report.caption, "- verified:", report.verified)
print(*report.outputs[::10], sep="\n")

# %% [markdown]
# Pseudonym, study, series, instance: the new paths have the same order, and nothing of the old names. Is
# the time between two scans still right? This patient was examined twice:

# %%
from dcmteach import read

for folder in [cohort / "Osterstrom_Eulalie", desk / "out"]:
    headers = [read(path) for path in folder.rglob("*.dcm")]
    dates = {}
    for header in headers:
        dates.setdefault(str(header.PatientName), set()).add(header.StudyDate)
    for name, days in sorted(dates.items()):
        print(f"{name:28}", *sorted(days))

# %% [markdown]
# **Predict:** what happens if you start the same run again? And if you lose the key and start once more?

# %%
again = deidentify(cohort, desk / "out", study, key_file=key, audit=desk / "study-7.jsonl")
other = deidentify(cohort, desk / "other", study)
print(again.caption)
print(other.caption, "- same names:", other.outputs == report.outputs)

# %% [markdown]
# With key and record, a run that was interrupted continues where it was, and files that come next year
# join the same pseudonyms. Without a key, one is made up and thrown away: there is no way back, and nobody
# can add a file.
#
# Some things cannot be undone by saying sorry, so they are refused. **Predict:** why this one?

# %% tags=["raises"] says="The output folder 'clean' lies in the source"
deidentify(cohort, cohort / "clean", study)

# %% [markdown] tags=["callout"] kind="law" title="With the key, it is still personal data"
# Whoever has the key can link pseudonym and patient again. For the GDPR, pseudonymised data are personal
# data [@gdpr], for you and for whoever could get at the key. Keep it apart from the files, and let few
# people read it; `dcmteach key new FILE` makes one that only you can. This is not legal advice.

# %% [markdown] tags=["exercise"] slug="run-the-folder"
# Now you. De-identify the cohort into `out`, so that the days between scans survive and the descriptions
# do not go, with a key, and verified. Hand over the report and the folder.

# %% tags=["starter"] slug="run-the-folder"
from pathlib import Path
from tempfile import mkdtemp

from dcmteach import check, deidentify, sample_folder
from dcmteach.deid import Secrets

cohort, place = sample_folder("cohort"), Path(mkdtemp())
Secrets.new_file(place / "my.key")
out = place / "out"
report = ...
check("run-the-folder", report, out)

# %% tags=["wrong"] slug="run-the-folder" says="only a rehearsal"
report = deidentify(cohort, out, "basic+retain-modified-dates+clean-descriptors", dry_run=True)
check("run-the-folder", report, out)

# %% tags=["wrong"] slug="run-the-folder" says="Nobody has read again"
recipe = "basic+retain-modified-dates+clean-descriptors"
report = deidentify(cohort, place / "fast", recipe, key_file=place / "my.key", verify=False)
check("run-the-folder", report, place / "fast")

# %% tags=["wrong"] slug="run-the-folder" says="have no dates"
report = deidentify(cohort, place / "plain", "basic+clean-descriptors", key_file=place / "my.key")
check("run-the-folder", report, place / "plain")

# %% tags=["wrong"] slug="run-the-folder" says="the true ones"
recipe = "basic+retain-full-dates+clean-descriptors"
report = deidentify(cohort, place / "full", recipe, key_file=place / "my.key")
check("run-the-folder", report, place / "full")

# %% tags=["wrong"] slug="run-the-folder" says="not all of the thirty"
recipe = "basic+retain-modified-dates+clean-descriptors"
one = cohort / "Osterstrom_Eulalie"
report = deidentify(one, place / "one", recipe, key_file=place / "my.key")
check("run-the-folder", report, place / "one")

# %% tags=["wrong"] slug="run-the-folder" says="what was examined"
recipe = "basic+retain-modified-dates"
report = deidentify(cohort, place / "mute", recipe, key_file=place / "my.key")
check("run-the-folder", report, place / "mute")

# %% [markdown] tags=["solution"] slug="run-the-folder"
# Recipe by name, the key by its file; verification is on by itself.

# %% tags=["solution"] slug="run-the-folder"
recipe = "basic+retain-modified-dates+clean-descriptors"
report = deidentify(cohort, out, recipe, key_file=place / "my.key")
print(report.caption)
check("run-the-folder", report, out)

# %% [markdown] slide="slide"
# ## What is not written
#
# A cohort made for a course is tidy. Real folders are not. Here is one with five files: a chest CT, an
# ultrasound clip, a CT of which the end was lost on a memory stick, an object of a class that is some
# maker's own, and somebody's notes.

# %%
from shutil import copy

from dcmteach import sample_path

mixed = Path(mkdtemp())
copy(sample_path("ct_thorax"), mixed / "chest.dcm")
copy(sample_path("us_cine"), mixed / "ultrasound.dcm")
(mixed / "cut.dcm").write_bytes(sample_path("ct_thorax").read_bytes()[:3000])
(mixed / "notes.txt").write_text("call ward 3 about Ísolde", encoding="utf-8")
makers_own = sample("mr_head")
makers_own.SOPClassUID = "1.2.840.113619.4.30"
makers_own.save_as(mixed / "special.dcm")

# %% [markdown] tags=["exercise"] slug="what-becomes-of-it"
# Foresee what becomes of each of the five before the next cell shows it: `"written"`, `"refused"` (cannot be
# done well), `"held back"` (a person has to look first), or `"other file"` (is none of our business, and is
# reported). The ultrasound says of itself `BurnedInAnnotation = YES`.

# %% tags=["starter"] slug="what-becomes-of-it"
from dcmteach import check

becomes = {
    "chest.dcm": ...,
    "ultrasound.dcm": ...,
    "cut.dcm": ...,
    "special.dcm": ...,
    "notes.txt": ...,
}
words = list(becomes.values())
check("what-becomes-of-it", words)

# %% tags=["wrong"] slug="what-becomes-of-it" says="The header is the smaller part"
words = ["written", "written", "refused", "refused", "other file"]
check("what-becomes-of-it", words)

# %% tags=["wrong"] slug="what-becomes-of-it" says="half of it"
words = ["written", "held back", "written", "refused", "other file"]
check("what-becomes-of-it", words)

# %% tags=["wrong"] slug="what-becomes-of-it" says="which elements it needs"
words = ["written", "held back", "refused", "written", "other file"]
check("what-becomes-of-it", words)

# %% tags=["wrong"] slug="what-becomes-of-it" says="could be looked at"
words = ["written", "held back", "refused", "held back", "other file"]
check("what-becomes-of-it", words)

# %% tags=["wrong"] slug="what-becomes-of-it" says="nothing to be refused"
words = ["written", "held back", "refused", "refused", "refused"]
check("what-becomes-of-it", words)

# %% tags=["wrong"] slug="what-becomes-of-it" says="whoever knows no DICOM"
words = ["written", "held back", "refused", "refused", "written"]
check("what-becomes-of-it", words)

# %% [markdown] tags=["solution"] slug="what-becomes-of-it"
# One of five is written. That is no failure: the other four are named, each with its reason.

# %% tags=["solution"] slug="what-becomes-of-it"
words = ["written", "held back", "refused", "refused", "other file"]
check("what-becomes-of-it", words)

# %%
partly = deidentify(mixed, Path(mkdtemp()) / "out")
print(partly.caption)
for row in partly:
    print(f"\n{Path(row.source).name}: {row.status}\n   {row.reason}")

# %% [markdown]
# One bad file does not end the run, and nothing half-made is left lying about. The reasons tell what
# could be done next. Two of them mention a switch: `pixels="accept"` and `unknown_sop="strictest"`.

# %% [markdown] tags=["callout"] kind="warning" title="A switch is not an answer"
# `pixels="accept"` does not clean a picture. It says: *I have looked at these pictures, and answer for them*.
# The record keeps that you said so. Use it for files you have looked at, rather than for a folder. Names in
# the pixels of *written* images are not found either; their record says `not checked`.

# %% [markdown] slide="slide"
# ## The record, and what the files say
#
# In a year somebody will ask what was done. There are two answers. One is the record, a line of JSON for the
# run, for each different plan, and for each file. **Predict:** may it be given away with the files?

# %%
import json

lines = [json.loads(line) for line in (desk / "study-7.jsonl").read_text().splitlines()]
for name in ["profile", "options", "dates"]:
    print(f"{name:13}", lines[0]["recipe"][name])
one = next(line for line in lines if line["record"] == "file")
for name in ["input", "output", "actions", "pixels", "faces", "verification"]:
    print(f"{name:13}", one[name])

# %% [markdown]
# It may: the input is named by a number that takes the key to make, and no value of it is written down. What
# must not be given away is the key, and a list of old and new numbers if you asked for one
# (`patid_mapping`). The tool does not let you put these into the output folder.
#
# The other answer is in each file. The profile wants it to say that and how it was de-identified:

# %%
written = read(next((desk / "out").rglob("*.dcm")))
for keyword in ["PatientIdentityRemoved", "LongitudinalTemporalInformationModified"]:
    print(f"{keyword:41}", written[keyword].value)
for item in written.DeidentificationMethodCodeSequence:
    print(item.CodeValue, item.CodeMeaning)

# %% [markdown] tags=["callout"] kind="tip" title="The same from the command line"
# `dcmteach deidentify SRC OUT --option retain-modified-dates --option clean-descriptors --key-file study-7.key
# --audit study-7.jsonl` does the same, `--dry-run` rehearses it, and `dcmteach deidentify --help` has the rest.
# For a script, the exit status is 0 if every file was written, and 1 if a DICOM file was left out.

# %% [markdown] slide="slide"
# ## What to take along
#
# A recipe to be read by several people, a dry run, a key in a safe place, a record, and a list of what was
# left out: that is what makes a delivery something one can answer for. And *verified*, says the report. By
# whom? By the same program that did the work. [Lesson 10](10-verify.ipynb) asks whether one should believe
# that.

# %% tags=["quiz"]
from dcmteach import quiz

quiz("09-profile")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *The folder.* Name and date of birth, the day and the kind of two examinations; for others the
# number, and for the first the sex.
#
# *Is growth possible with basic?* No: study dates are empty. *Four elements:* basic clears the date and
# removes the rest; shifted dates leave the other three removed; full dates keep the date, and descriptions
# and comments are cleaned.
#
# *The serial number:* X remove, D replace, and twice K keep. *How many plans?* Two: one for the CTs, one for
# the MRs. *The same run again:* everything is there already. *Without the key:* all is made again, with
# other names.
#
# *May the record be given away?* Yes; and ask who would want to read it.
#
# *Exercises.* Write the recipe: three options and one rule. Foresee the step: clear, shift, remove, keep,
# replace, shift. Run the folder: as in the lesson, and without the audit if they like. What becomes of it:
# written, held back, refused, refused, other file.
#
# ### Misconceptions
#
# - *More options, better data.* More options, more of the patient. Ask for the sentence in the protocol that
#   needs it.
# - *The recipe says what happens to an element.* It says from what it follows. The object decides with it.
# - *A rule of mine beats everything.* Not the search for the patient's name: the comments were cleaned.
# - *Dry run means that nothing happened, so it is a waste of time.* It is the only moment at which everything
#   can still be changed.
# - *The run had errors.* Four of five files were not written, and each of them was treated as it should be.
# - *Without a key it is anonymous, so I am done.* The picture, rare findings and the group's size are still
#   there.
# - *With pixels="accept" the pictures are cleaned.* They are accepted, as the word says.
#
# ### Timing
#
# Two minutes for the folder and four for the recipe; two for the kinds of objects, which is Lesson 5 in
# short; three for dry run and run; two for the mixed folder and the record. Exercises: three minutes each, and
# four for the recipe. If time is short, do *foresee the step* aloud and leave out the code of the mixed folder:
# its report is what counts. People who bring data of their own should do the dry run with them, and no more.
