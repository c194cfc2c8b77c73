# ---
# dcmteach:
#   title: A confidentiality profile, whole folder
#   minutes: {teaching: 22, exercises: 16}
#   questions:
#     - How do I treat thirty thousand files without reading thirty thousand plans?
#     - Which options does a study need, and what do they leave in the files?
#     - Which files are not written, and what do I do with them?
#   objectives:
#     - Write a recipe from what a study needs, with options of the profile and rules of your own.
#     - Foresee what one recipe does in objects of different kinds.
#     - De-identify a folder with a key, a dry run, a record and a verification, and read the report.
#     - Say of each file that was left out why, and what is to be done about it.
#     - Sort the raw data of a scanner into groups, and send only those that were asked for.
#   key_points:
#     - A recipe is written once, read by several people, and kept; the plans follow from it.
#     - One row of the table, several operations. The kind of object and the options decide.
#     - A dry run first. It tells the plans, which are few, and the files that would be left out.
#     - A file held back or refused is a question to a person. Do not answer it with a switch.
#     - Raw data belong to a header beside, before or behind them. Both are cleaned, or neither is sent.
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
# that nobody shows is older than yours.
#
# There are eight words for what a rule may do, and they are also the words of every plan. **Predict:** which
# of them make no sense for a person's weight?

# %%
from dcmteach.deid.step import STRATEGIES

for word, meaning in STRATEGIES.items():
    print(f"{word:10} {meaning}")

# %% [markdown]
# `remap` is for UIDs and `shift` for dates; the others will do. Here is one rule of each kind, except for
# those that you have seen. `Rule.on` sees by itself what its first word is: a keyword, a path into a
# sequence, all elements of a VR, or all private ones of a creator.

# %%
from dcmteach.deid import Rule, Secrets, apply

rules = [
    Rule.on("StudyDate", "shift"),
    Rule.on("AcquisitionDate", "randomise"),
    Rule.on("StudyDescription", "clean"),
    Rule.on("FrameOfReferenceUID", "remap"),
    Rule.on("ContributingEquipmentSequence.StationName", "replace", "CT-A"),
    Rule.on("vr:TM", "clear"),
    Rule.on("creator:ELSCINT1", "remove"),
]
own = Recipe.load("basic").with_rules(*rules)
print(*[line for line in own.describe().splitlines() if line.startswith("Rule")], sep="\n")

# %% [markdown]
# **Predict** which of these five still says what it said in the hospital:

# %%
result = apply(ds, plan(ds, own), Secrets.random())
for keyword in ["StudyDate", "AcquisitionDate", "StudyDescription", "StudyTime"]:
    print(f"{keyword:17}", ds[keyword].value, "->", result[keyword].value or "(empty)")
for file in (ds, result):
    print("StationName      ", file.ContributingEquipmentSequence[0].StationName)

# %% [markdown]
# Only the description: nothing in it identifies anybody, so *clean* had nothing to cut out.
#
# A recipe lives in a text file, for colleagues to read and to amend. They make mistakes. **Predict:** how
# many are there in this one, and what would a careless program do with them?

# %% tags=["raises"] says="has 3 mistakes"
from pathlib import Path
from tempfile import mkdtemp

draft = Path(mkdtemp()) / "study-7.toml"
draft.write_text("""profile = "basic"
options = ["days-between-scans"]
[[rule]]
keyword = "PatientWieght"
strategy = "remove"
[[rule]]
keyword = "ImageComments"
strategy = "delete"
""")
Recipe.load(draft)

# %% [markdown]
# Each is named with its line, and nothing is run with half a recipe. A tool that skips what it does not
# know would have kept the weight. The other way round it is one line, and the file is full of comments:

# %%
final = mine.save(draft.with_name("study-7-final.toml"))
print(*final.read_text().splitlines()[-12:], sep="\n")
print(Recipe.load(final).rules == mine.rules)

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

# %% [markdown]
# Three options speak of other objects: of reports, of what is drawn over an image, of overlays. Here is a
# report, one of 48 small files of every kind. **Predict** what `basic` leaves of its sentences.

# %%
from dcmteach import read
from dcmteach.synth.corpus import corpus_folder

kinds = corpus_folder(files=48)
letter = read(min(kinds.rglob("SR/*")))
for name in ["basic", "basic+clean-structured-content"]:
    cleaned = apply(letter, plan(letter, name), Secrets.random())
    for element in cleaned.iterall():
        if element.keyword == "TextValue":
            print(f"{name:30}", element.value)

# %% [markdown]
# The sentences are of Type 1C, so there have to be some: without the option they are made up, and with it the
# patient is cut out of them. `clean-graphics` does the same for drawings and overlays.

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
# Few enough to read. That is what you sign: the recipe, and the plans that it leads to in *this* folder. With
# `--dry-run` the command line prints each plan and, below it, what would differ. Here it is for the first MR:

# %% tags=["scroll-output"]
from dcmteach import diff, read

first = read(next(path for path in files if "MR" in path.name))
diff(first, apply(first, plan(first, study), Secrets.random()))

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
for name in report.outputs[20:]:
    (desk / "out" / name).unlink()  # as if the power had failed after twenty
rest = deidentify(cohort, desk / "out", study, key_file=key, audit=desk / "study-7.jsonl")
other = deidentify(cohort, desk / "other", study)
print(again.caption, rest.caption, sep="\n")
print(other.caption, "- same names:", other.outputs == report.outputs)

# %% [markdown]
# With key and record, a run that was interrupted continues where it was, and files that come next year
# join the same pseudonyms. Without a key, one is made up and thrown away: there is no way back, and nobody
# can add a file. The command line tells two keys apart without showing either, by a fingerprint:

# %%
from dcmteach.cli.main import main

status = main(["key", "check", str(key)])
print("exit status", status)

# %% [markdown]
# Thirty thousand files want more than one processor. `jobs=4` works in four processes; and whatever can
# stand behind Python's *executors* will do, from two threads to a cluster. **Predict:** are the files the
# same, byte by byte, whoever made them, and in whichever order? And out of a zip archive?

# %%
from concurrent.futures import ThreadPoolExecutor
from shutil import make_archive

zipped = make_archive(str(desk / "cohort"), "zip", cohort)
with ThreadPoolExecutor(2) as crew:
    shared = deidentify(zipped, desk / "shared", study, key_file=key, executor=crew)
pairs = [(desk / "out" / name, desk / "shared" / name) for name in report.outputs]
print(shared.caption)
print("same:", all(one.read_bytes() == two.read_bytes() for one, two in pairs))

# %% [markdown] tags=["callout"] kind="tip" title="On a cluster"
# With Dask it is `executor=Client("tcp://…").get_executor()`, or `--scheduler tcp://…` on the command line.
# Its machines must see the same disks, and are given the key: they have to be yours. If one of them dies,
# its files are done again by another.

# %% [markdown]
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

# %% [markdown]
# Those 48 files lie as on the disc that patients are given, with an index named DICOMDIR, which lists
# everybody with their files. **Predict** what becomes of the index, and of the letters in PDF.

# %%
from collections import Counter

disc = deidentify(kinds, None, dry_run=True)
print(disc.caption)
for (status, reason), number in Counter((row.status, row.reason) for row in disc).items():
    print(f"{number} {status}: {reason}")

# %% [markdown]
# The index would list names that are gone, and the names of patients who are not. Make a new one of the
# output, if somebody needs it. A document is replaced by a blank page only if a rule says so.

# %% [markdown] slide="slide"
# ## Straight from the scanner
#
# A PET/MR scanner keeps more than images: each single decay that it saw (*list-mode*), how sensitive its
# crystals are (*norm*), maps of how tissue attenuates. Researchers ask for these *raw data*, gigabytes of
# them. This is a small artificial study. **Predict** from the names: whose data are they?

# %%
raw = sample_folder("pet_mr_raw")
print(*sorted(str(path.relative_to(raw)) for path in raw.rglob("*.*")), sep="\n")

# %% [markdown]
# A `.bf` is a heap of numbers. It belongs to the DICOM file of the same name *beside* it, which says whose
# they are. In a `.ptd`, that DICOM file is glued on *behind*. A `.hdr` is a text in a format called
# Interfile, and names its data file, `.s` or `.v`. So no file can be treated by itself. `classify_study` sorts
# them, by what stands in the headers:

# %%
from dcmteach.deid import classify_study

groups = classify_study(raw)
groups

# %% [markdown]
# `deidentify` takes such groups instead of a folder. **Predict** how many of the 22 files are not written.
# Raw data are not changed at all, only searched.

# %%
sorted_out = deidentify(groups, desk / "raw", study, key_file=key)
print(sorted_out.caption)
for row in sorted_out:
    print(f"\n{Path(row.source).name}: {row.status}\n   {row.reason}")

# %% [markdown]
# Four kinds of trouble. The norm is written under a class of the maker's own. The log of the breathing has a
# remark among its numbers, with the name in it. The phantom's header is not there, and notes are notes.
#
# A physicist has looked at the norm, and answers for it. `unknown_sop="strictest"` then treats it as if no
# element were needed. And this is what became of a header in Interfile:

# %%
norm = {"norm": groups["norm"]}
strict = deidentify(norm, desk / "norm", study, key_file=key, unknown_sop="strictest")
print(strict.caption)
text = next((desk / "raw").rglob("*.hdr")).read_text()
print(*text.splitlines()[:12], sep="\n")

# %% [markdown] tags=["exercise"] slug="choose-the-groups"
# A colleague writes a program that makes PET images:
#
# > Please send us what it takes to reconstruct the study: list-mode, sinograms, normalisation, and all
# > that the correction for attenuation is made from (mu-maps, in all their parts, and UTE). We have no permission for
# > other images of the head.
#
# Give the groups as a dictionary of names and files, so that `deidentify` could take it.

# %% tags=["starter"] slug="choose-the-groups"
from dcmteach import check, sample_folder
from dcmteach.deid import classify_study

study_groups = classify_study(sample_folder("pet_mr_raw"))
chosen = ...
check("choose-the-groups", chosen)

# %% tags=["wrong"] slug="choose-the-groups" says="no permission"
chosen = dict(study_groups)
check("choose-the-groups", chosen)

# %% tags=["wrong"] slug="choose-the-groups" says="headers without their data"
chosen = {name: [f for f in files if f.suffix == ".dcm"] for name, files in study_groups.items()}
for name in ["mr", "image", "physio", "left over"]:
    chosen.pop(name)
check("choose-the-groups", chosen)

# %% tags=["wrong"] slug="choose-the-groups" says="in all their parts"
chosen = {name: study_groups[name] for name in ["list-mode", "norm", "sinogram", "mu-map", "ute"]}
check("choose-the-groups", chosen)

# %% tags=["wrong"] slug="choose-the-groups" says="nobody asked for"
unwanted = ["mr", "image", "left over"]
chosen = {name: files for name, files in study_groups.items() if name not in unwanted}
check("choose-the-groups", chosen)

# %% tags=["wrong"] slug="choose-the-groups" says="by what its name looks like"
wanted = ["_LM", "_N-", "SINO"]
files = [path for path in raw.rglob("*") if any(word in path.name for word in wanted)]
chosen = {"PET": files, "MR": sorted(raw.glob("MR/*"))[:6]}
check("choose-the-groups", chosen)

# %% tags=["wrong"] slug="choose-the-groups" says="names of groups, without their files"
chosen = ["list-mode", "norm", "sinogram", "mu-map", "ute"]
check("choose-the-groups", chosen)

# %% [markdown] tags=["solution"] slug="choose-the-groups"
# Nine of thirteen groups. By the names of files it would have been guessing: one of them says `bed2`.

# %% tags=["solution"] slug="choose-the-groups"
chosen = {
    name: files
    for name, files in study_groups.items()
    if name in ("list-mode", "norm", "sinogram", "ute") or name.startswith("mu-map")
}
check("choose-the-groups", chosen)

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
# other names. *The power failed:* ten are made, twenty are there. *Other executors, a zip:* the same bytes.
#
# *Words that make no sense for a weight:* remap and shift. *What still says the same:* the description.
# *The draft:* three mistakes. *The report:* made-up sentences; with the option, those without a person.
#
# *Index and letters:* the index is an other file, and three documents are refused.
#
# *Whose raw data?* A family name and a day stand in names of files. *How many are not written?* Five.
#
# *May the record be given away?* Yes; and ask who would want to read it.
#
# *Exercises.* Write the recipe: three options and one rule. Foresee the step: clear, shift, remove, keep,
# replace, shift. Run the folder: as in the lesson, and without the audit if they like. What becomes of it:
# written, held back, refused, refused, other file. Choose the groups: list-mode, norm, sinogram, ute, and
# all five that begin with mu-map.
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
# - *Raw data are numbers, so nobody is in them.* The header beside them says who, and a remark was typed in
#   among the numbers. From list-mode data and maps an image of the head can be made, face included.
# - *A recipe with a slip of the pen does a little less.* It does nothing until the slip is mended.
#
# ### Timing
#
# Two minutes for the folder and six for the recipe; three for the kinds of objects, which is Lesson 5 in
# short; five for dry run and run; three for the mixed folder and the record; three for raw data. Exercises:
# three minutes each, and four for the recipe. If time is short, do *foresee the step* aloud, leave out the
# code of the mixed folder, as its report is what counts, and keep raw data for those who have such a scanner. People who bring data of their own should do the dry run with them, and no more.
