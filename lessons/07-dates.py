# ---
# dcmteach:
#   title: Dates, ages and time
#   minutes: {teaching: 12, exercises: 12}
#   questions:
#     - What breaks when dates are taken out, and what leaks when they are left in?
#     - How can dates be moved so that ages, intervals and doses can still be computed?
#     - What does somebody do with the dates of a stranger?
#   objectives:
#     - Shift all dates of a patient by one secret number of days, and show that the intervals stayed.
#     - Choose between full, modified and removed dates, and write into the file which it was.
#     - Find dates in free text, UIDs, private elements and the names of folders.
#     - Find a patient in a delivery by intervals alone, and undo the shift.
#   key_points:
#     - Removed dates cost ages, intervals and PET doses; 00010101 costs the same and crashes programs as well.
#     - One secret shift per patient keeps every interval. Per study, or as a number of years, it does not do its work.
#     - LongitudinalTemporalInformationModified says what was done to dates; without it nobody can use them.
#     - Intervals are a fingerprint, and one date known from elsewhere undoes the shift of a patient.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# *She was in the newspaper: hit by a tram, on the sixteenth of May.* Whoever reads that, and holds a
# folder of scans with their dates in it, has found her. So the dates have to go. Then a physicist
# writes: the PET images came without the time of injection, the uptake cannot be computed, the study
# is lost.
#
# Both are right. A date is the most dangerous harmless fact in a header, and the most useful one. In
# this lesson you learn to keep what it is good for, and to see what that still gives away.

# %% [markdown] slide="slide"
# ## What dates are good for
#
# Python computes with dates once the text of a DA has become a `date`. Here are two chest scans of a
# patient who does not exist:

# %%
from datetime import datetime


def day(da):
    return datetime.strptime(da, "%Y%m%d").date()


# %%
from dcmteach import read, sample_folder

patient = sample_folder("cohort") / "Osterstrom_Eulalie"
paths = sorted(patient.glob("*/*/*_0001.dcm"))
studies = [read(path) for path in paths]
for one in studies:
    print(one.PatientBirthDate, one.StudyDate, one.PatientAge)
apart = day(studies[1].StudyDate) - day(studies[0].StudyDate)
print(apart.days, "days apart")

# %% [markdown]
# The age at the examination, the months until the follow-up: neither needs to know *which* day it was.
# Both are differences. Keep this in mind, it is the idea of the whole lesson.
#
# A third difference is shorter. In PET a tracer is injected that decays while it spreads; the *standardised
# uptake value* (SUV) is the measured activity divided by the dose that was left by then, per weight. So
# it needs the minutes between injection and scan. We make a small data set of a late one:

# %%
from pydicom import Dataset
from pydicom.uid import PositronEmissionTomographyImageStorage, generate_uid

tracer = Dataset()
tracer.RadiopharmaceuticalStartTime = "234100"
tracer.RadiopharmaceuticalStartDateTime = "20200506234100.00+0200"
tracer.RadionuclideHalfLife = "6586.2"
pet = Dataset()
pet.SOPClassUID = PositronEmissionTomographyImageStorage
pet.SOPInstanceUID = generate_uid(entropy_srcs=["a late scan"])
pet.PatientID = "T4402718"
pet.StudyDate = "20200506"
pet.SeriesDate, pet.SeriesTime = "20200507", "003830"
pet.RadiopharmaceuticalInformationSequence = [tracer]

# %% [markdown]
# **Predict.** A program takes the two times alone, `234100` and `003830`, to know how much of the tracer
# is left. A second one takes dates and times. What do they find?


# %%
def left(seconds):
    return 0.5 ** (seconds / float(tracer.RadionuclideHalfLife))


start = tracer.RadiopharmaceuticalStartDateTime[:14]
injected = datetime.strptime(start, "%Y%m%d%H%M%S")
scanned = datetime.strptime(pet.SeriesDate + pet.SeriesTime, "%Y%m%d%H%M%S")
right = (scanned - injected).total_seconds()
wrong = right - 24 * 60 * 60
for name, seconds in [("times alone", wrong), ("dates and times", right)]:
    print(f"{name:16}{seconds / 60:8.1f} minutes, {left(seconds):8.2f} of the dose")

# %% [markdown]
# There was a midnight in between. The first program finds that the dose has grown six thousand times
# while the patient waited. A time without its date is half a fact.

# %% [markdown] slide="slide"
# ## Three ways, and one that is none
#
# PS3.15 knows three things to do with dates [@ps3.15]:
#
# | | what happens | what is left | in a recipe |
# |---|---|---|---|
# | **removed** | dates and times go; where a value must stand, one is made up | no age, no interval, no uptake | `basic` |
# | **modified** | dates move, all of a patient's by the same amount | all differences | `basic+retain-modified-dates` |
# | **full** | dates stay | everything, for everybody | `basic+retain-full-dates` |
#
# A rule of one's own can also *randomise* dates: then equal dates stay equal, and no interval stays.
#
# And then there is what scripts do: they write `00010101`. It has the right form, and it looks like *no
# date*. **Predict.** How old is the patient of a scanner of today who was born on that day? May the age
# stand in a PatientAge?

# %%
from dcmteach.edit import problems

lived = day(studies[0].StudyDate) - day("00010101")
age = int(lived.days / 365.25)
print(age, *problems("AS", f"{age}Y"))

# %% [markdown]
# Four digits do not fit, and the program that computes the age writes something broken, or stops. The
# second trap: everything in the year 1 lies at the edge of the calendar. Whoever shifts such a file
# again falls off it.

# %% tags=["raises"] says="date value out of range"
from datetime import timedelta

day("00010101") - timedelta(days=100)

# %% [markdown]
# And if the scans have `00010101` as well, all of them were made on the same day: an interval of nothing
# is not a missing interval, it is a false one. What is not known should be *empty*, or absent, as
# [Lesson 4](04-edit.ipynb) showed: then a program can see that it is not known.

# %% [markdown] slide="slide"
# ## One secret number per patient
#
# To *shift* means to add the same number of days to all dates of a patient. The number must be the same
# in every file, today and in the next delivery, and nobody may guess it. A list of numbers would do. The
# library computes it instead, as it computes pseudonyms in [Lesson 2](02-identifies.ipynb): from a key and
# the person.
#
# **Predict.** Three numbers: two studies of one patient, and one of somebody else. Which are equal?

# %%
from dcmteach import Secrets, sample
from dcmteach.deid.dates import shift_days, shifted
from dcmteach.deid.people import person_of

secrets = Secrets(b"a real one comes from Secrets.random()")
for one in [*studies, sample("ct_thorax")]:
    print(shift_days(secrets, person_of(one)), "days")

# %% [markdown]
# Always to the past, so that nobody is examined next year, and by a month at least. `shifted` moves one
# value. It knows the forms that dates take in files:

# %%
for vr, value in [
    ("DA", "20190516"),
    ("DA", "2019.05.16"),
    ("DT", "20190516150313.020+0200"),
    ("DT", "201905"),
    ("TM", "150313.020"),
    ("AS", "067Y"),
    ("DA", "in May"),
]:
    print(f"{vr}  {value:24}{shifted(vr, value, -100)}")

# %% [markdown]
# Line by line: the old form is written as the new one. A DT keeps its fraction and its zone, `+0200`; and
# if only the month was known, only a month is written. Times of day stay, unless one asks for them
# to be moved, too (then a scan may cross midnight, and its date follows). An age is a difference
# already. And what is no date gives `None`: it has to be emptied, it must not slip through.
#
# **Predict.** Somebody shifts by *one year* instead, and takes 1 off the first four digits. What is
# wrong with the result for a scan of 29 February 2020?

# %%
careless = f"{int('20200229'[:4]) - 1}0229"
print(careless, *problems("DA", careless))
print(shifted("DA", "20200229", -365))

# %% [markdown]
# That day does not exist. It is a small trap; the great one is that day and month of *every* other scan
# are still the true ones.

# %% [markdown] tags=["callout"] kind="note" title="Weekdays and seasons"
# A shift makes Tuesdays of Sundays, and winters of summers; only the zone, `+0200`, still says *summer in
# Berlin*. Whoever studies emergencies on Sundays wants
# multiples of seven. But then a reader sees that it *was* a Sunday. Every use that is kept is a fact that
# is kept; decide, and write it down.

# %% [markdown] tags=["exercise"] slug="shift-one-patient"
# Move the `StudyDate` of both scans in `studies`, by the secret number of days of this patient. Give the
# new dates as a list of two DA values, in the same order.

# %% tags=["starter"] slug="shift-one-patient"
from dcmteach import check
from dcmteach.deid.dates import shift_days, shifted
from dcmteach.deid.people import person_of

new_dates = [...]
check("shift-one-patient", studies, new_dates)

# %% tags=["wrong"] slug="shift-one-patient" says="by its own number of days"
days = [shift_days(secrets, one.StudyInstanceUID) for one in studies]
new_dates = [
    shifted("DA", one.StudyDate, number) for one, number in zip(studies, days, strict=True)
]
check("shift-one-patient", studies, new_dates)

# %% tags=["wrong"] slug="shift-one-patient" says="still the true ones"
new_dates = [f"{int(one.StudyDate[:4]) - 3}{one.StudyDate[4:]}" for one in studies]
check("shift-one-patient", studies, new_dates)

# %% tags=["wrong"] slug="shift-one-patient" says="no DA"
days = shift_days(secrets, person_of(studies[0]))
new_dates = [str(day(one.StudyDate) + timedelta(days)) for one in studies]
check("shift-one-patient", studies, new_dates)

# %% tags=["wrong"] slug="shift-one-patient" says="on the same day"
new_dates = ["00010101" for one in studies]
check("shift-one-patient", studies, new_dates)

# %% tags=["wrong"] slug="shift-one-patient" says="first guesses"
new_dates = [shifted("DA", one.StudyDate, -7) for one in studies]
check("shift-one-patient", studies, new_dates)

# %% [markdown] tags=["solution"] slug="shift-one-patient"
# The number belongs to the person, so it is computed once, or from something that is the same in both
# files.

# %% tags=["solution"] slug="shift-one-patient"
days = shift_days(secrets, person_of(studies[0]))
new_dates = [shifted("DA", one.StudyDate, days) for one in studies]
check("shift-one-patient", studies, new_dates)

# %% [markdown] slide="slide"
# ## A whole header, three times
#
# A recipe does it for every element, inside sequences as well. `plan` decides, `apply` carries out.
# **Predict** for our late PET scan: in which of the three can the uptake be computed?

# %%
from dcmteach import apply, plan

for option in ["", "+retain-modified-dates", "+retain-full-dates"]:
    result = apply(pet, plan(pet, f"basic{option}"), secrets)
    item = result.RadiopharmaceuticalInformationSequence[0]
    print(result.LongitudinalTemporalInformationModified)
    print("    injected:", item.get("RadiopharmaceuticalStartDateTime"))
    print("    scanned: ", result.SeriesDate, result.SeriesTime)

# %% [markdown]
# The first has a `SeriesDate`, and it is made up: in a PET image this element must have a value. Only the
# word above tells you so. `LongitudinalTemporalInformationModified` says what was done to dates:
# `UNMODIFIED`, `MODIFIED` or `REMOVED`. *Longitudinal* means what stretches over time, such as the
# intervals between a patient's scans. Without this element, the reader of a file cannot know whether
# a date is true, moved or invented.

# %% [markdown] tags=["callout"] kind="law" title="A shifted date is still a date"
# The Safe Harbor list of HIPAA allows the year and nothing finer, and wants ages above 89 summed up as *90
# or older* [@hipaa]. Shifted dates take the other way, the expert's judgement. For the GDPR the question is
# the usual one: can somebody undo it? The end of this lesson tries. This is not legal advice.

# %% [markdown] tags=["exercise"] slug="say-what-was-done"
# Four deliveries, and what was done to the dates in each. Which value of
# `LongitudinalTemporalInformationModified` tells the truth?
#
# - **A**: all dates of a patient moved by the same secret number of days; times kept.
# - **B**: all dates and times emptied or taken out.
# - **C**: names and numbers replaced; dates left alone.
# - **D**: `StudyDate`, `SeriesDate` and all others are `19990101` in every file of every patient.

# %% tags=["starter"] slug="say-what-was-done"
from dcmteach import check

values = {"A": ..., "B": ..., "C": ..., "D": ...}
check("say-what-was-done", values)

# %% tags=["wrong"] slug="say-what-was-done" says="which differences are left"
values = {"A": "MODIFIED", "B": "REMOVED", "C": "UNMODIFIED", "D": "MODIFIED"}
check("say-what-was-done", values)

# %% tags=["wrong"] slug="say-what-was-done" says="differences can still be computed"
values = {"A": "REMOVED", "B": "REMOVED", "C": "UNMODIFIED", "D": "REMOVED"}
check("say-what-was-done", values)

# %% tags=["wrong"] slug="say-what-was-done" says="none of the three values"
values = {"A": "YES", "B": "YES", "C": "NO", "D": "YES"}
check("say-what-was-done", values)

# %% tags=["wrong"] slug="say-what-was-done" says="as it is written in a file"
values = {"A": "modified", "B": "removed", "C": "unmodified", "D": "removed"}
check("say-what-was-done", values)

# %% tags=["wrong"] slug="say-what-was-done" says="about the dates alone"
values = {"A": "MODIFIED", "B": "REMOVED", "C": "MODIFIED", "D": "REMOVED"}
check("say-what-was-done", values)

# %% [markdown] tags=["solution"] slug="say-what-was-done"
# D is the one to think about. Every element has a date, and no information over time is left: that is
# what *removed* means here. It is also what the basic profile writes when it makes dates up.

# %% tags=["solution"] slug="say-what-was-done"
values = {"A": "MODIFIED", "B": "REMOVED", "C": "UNMODIFIED", "D": "REMOVED"}
check("say-what-was-done", values)

# %% [markdown] slide="slide"
# ## Dates in hiding
#
# A DA is easy to find. Dates stand in other places, too. We plant two that are common, and then empty
# everything whose VR is one of dates, at any depth:

# %%
hidden = sample("ct_thorax")
hidden.SeriesInstanceUID = "1.2.3.4.20190516150258.7"
hidden.StudyDescription = "CT thorax, compare 16-5-2019"
for element in hidden.iterall():
    if element.VR in {"DA", "DT"}:
        element.value = ""

# %% [markdown]
# Scanners like to build UIDs of a number of their maker, their own serial number and the *time at which
# the UID was made*. People write dates into descriptions, in the way of their country. Private elements
# hold dates under a VR of text, and folders carry them in their names:

# %%
from dcmteach import search

print(*sorted(folder.name for folder in patient.iterdir()), sep="\n")
search(hidden, "2019")

# %% [markdown]
# `search` finds what you type, and nobody types a date in every way it can be written.
# `spellings_of_date` gives the usual ones; there are more than one would think:

# %%
from dcmteach.header.dates import spellings_of_date

spellings = spellings_of_date("20190516")
print(len(spellings), "spellings:", *sorted(spellings)[::9], sep="  ")

# %% [markdown] tags=["exercise"] slug="where-the-date-hides"
# The patient was examined on 16 May 2019. In which elements of `hidden` does *this* day still stand, in
# any spelling? Give the `path` of each as a list.

# %% tags=["starter"] slug="where-the-date-hides"
from dcmteach import check, table
from dcmteach.header.dates import spellings_of_date

paths_found = ...
check("where-the-date-hides", hidden, paths_found)

# %% tags=["wrong"] slug="where-the-date-hides" says="as people write it"
paths_found = [match.path for match in search(hidden, "20190516")]
check("where-the-date-hides", hidden, paths_found)

# %% tags=["wrong"] slug="where-the-date-hides" says="as machines write it"
paths_found = [match.path for match in search(hidden, "16-5-2019")]
check("where-the-date-hides", hidden, paths_found)

# %% tags=["wrong"] slug="where-the-date-hides" says="another day" hex=true
paths_found = ["SeriesInstanceUID", "StudyDescription", "(00E1,1065)"]
check("where-the-date-hides", hidden, paths_found)

# %% tags=["wrong"] slug="where-the-date-hides" says="empty by now"
paths_found = ["StudyDate", "SeriesDate", "SeriesInstanceUID", "StudyDescription"]
check("where-the-date-hides", hidden, paths_found)

# %% [markdown] tags=["solution"] slug="where-the-date-hides"
# Every value is asked for every spelling. Two elements, of which one is a UID: it has to get a new value
# anyway ([Lesson 6](06-uids.ipynb)), and so loses its date.

# %% tags=["solution"] slug="where-the-date-hides"
paths_found = [
    row.path
    for row in table(hidden)
    if any(spelling in str(row.value).lower() for spelling in spellings_of_date("20190516"))
]
check("where-the-date-hides", hidden, paths_found)

# %% [markdown]
# What does the library do with them? UIDs get new ones, private elements go, and a description goes, or is
# cleaned if the recipe says so:

# %%
original = sample("ct_thorax")
original.StudyDescription = hidden.StudyDescription
original.SeriesInstanceUID = hidden.SeriesInstanceUID
recipe = "basic+retain-modified-dates+clean-descriptors"
cleaned = apply(original, plan(original, recipe), secrets)
print(cleaned.StudyDate, cleaned.StudyDescription, sep="\n")
print(cleaned.SeriesInstanceUID)

# %% [markdown]
# The date in the text was cut, not moved. A wrong date in a sentence would be worse than none.

# %% [markdown] slide="slide"
# ## What an attacker does with dates
#
# All dates are shifted, all hiding places swept. Now change sides. You know a person by sight, and two
# days on which they were taken to hospital. Is that enough? Let two thousand patients come three times
# each within two years, and look at the *intervals* alone. **Predict:** how many of the two thousand have
# intervals that nobody else has?

# %%
from collections import Counter
from random import Random

dice = Random(11)
visits = [sorted(dice.sample(range(730), 3)) for _ in range(2000)]
gaps = Counter((b - a, c - b) for a, b, c in visits)
print(sum(size == 1 for size in gaps.values()), "of", len(visits))

# %% [markdown]
# Nearly all. A shift keeps the intervals, that is what it is for; and the intervals are a fingerprint.
#
# The second step is arithmetic. Who knows *one* true day of a shifted patient knows the shift, and with it
# every other date in the files, among them those that nobody knew: the scan two years ago, the birthday if
# it was shifted along.

# %% [markdown] tags=["callout"] kind="discussion" title="One calendar for everybody"
# Scanners write when they were last calibrated, `DateOfLastCalibration`: one day, shared by all patients of
# a week. It is shifted with each patient. Take two of them: what does the difference of their two shifted
# calibrations tell you about their two shifts? And if you know the shift of one? Which other dates are
# shared: software installed, contrast agent opened, the first of January?

# %%
delivery = {
    "P01": ["20140309", "20140505", "20141004"],
    "P02": ["20161212", "20170625", "20170908"],
    "P03": ["20120816", "20120901", "20121114"],
    "P04": ["20150202", "20150820", "20151009"],
}

# %% [markdown] tags=["exercise"] slug="back-to-the-date"
# These are study dates of four patients, shifted, each patient by a secret number of days. You know that
# your neighbour was in that hospital on **16 May 2019** and on **30 July 2019**. Which patient is the
# neighbour, and on which true day was the scan that you did *not* know of?

# %% tags=["starter"] slug="back-to-the-date"
from dcmteach import check

neighbour = ...
true_date = ...
check("back-to-the-date", delivery, neighbour, true_date)

# %% tags=["wrong"] slug="back-to-the-date" says="as far apart"
neighbour, true_date = "P04", "20181102"
check("back-to-the-date", delivery, neighbour, true_date)

# %% tags=["wrong"] slug="back-to-the-date" says="as it was delivered"
neighbour, true_date = "P02", "20161212"
check("back-to-the-date", delivery, neighbour, true_date)

# %% tags=["wrong"] slug="back-to-the-date" says="the other way"
days = (day("20170625") - day("20190516")).days
neighbour, true_date = "P02", shifted("DA", "20161212", days)
check("back-to-the-date", delivery, neighbour, true_date)

# %% tags=["wrong"] slug="back-to-the-date" says="knew that one before"
days = (day("20190516") - day("20170625")).days
neighbour, true_date = "P02", shifted("DA", "20170908", days)
check("back-to-the-date", delivery, neighbour, true_date)

# %% [markdown] tags=["solution"] slug="back-to-the-date"
# The two days lie 75 days apart. Only one patient has two studies with this interval; what leads from
# one of them to its true day leads from all of them.

# %% tags=["solution"] slug="back-to-the-date"
apart = (day("20190730") - day("20190516")).days
for name, dates in delivery.items():
    if (day(dates[2]) - day(dates[1])).days == apart:
        days = (day("20190516") - day(dates[1])).days
        neighbour, true_date = name, shifted("DA", dates[0], days)
check("back-to-the-date", delivery, neighbour, true_date)

# %% [markdown]
# So a shift is pseudonymisation, for time. It protects from a reader who knows nothing, not from one who
# knows a day. Whether it is enough depends on who will read the files: for an archive behind a contract,
# often; for the open web, take the dates out and give the differences as numbers, *days since the first
# scan*, as far as the research needs them.

# %% tags=["quiz"]
from dcmteach import quiz

quiz("07-dates")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *Times alone* find minus 1382.5 minutes and 6185 times the dose; dates and times find 57.5 minutes and
# 0.70. *Born on 00010101*: 2017 years, which do not fit into three digits. *Three numbers*: the first
# two are equal, because the person is the same. *29 February minus a year* is no day; 365 days earlier is
# 1 March 2019. *In which of the three can the uptake be computed?* In the second and third. *How many
# have intervals of their own?* 1970 of 2000.
#
# *Shift one patient:* any common number of days of a month or more is right. *Say what was done:*
# MODIFIED, REMOVED, UNMODIFIED, REMOVED. *Where the date hides:* `SeriesInstanceUID` and
# `StudyDescription`; the private element holds another day, three days before. *Back to the
# date:* P02, 2 November 2018.
#
# *One calendar for everybody:* the difference of the shifted calibrations is the difference of the shifts.
# One known shift then opens all patients of that week.
#
# ### Misconceptions
#
# - *No date, no problem.* Ask for the SUV, or for the growth of a nodule in a year.
# - *00010101 means unknown.* To a program it means the year 1. Unknown is empty.
# - *The year is what identifies.* Taking years off leaves day and month; draw the calendar.
# - *A random date per file is safer.* It is, and it destroys what the dates were kept for: intervals within
#   one study, and the order of the images.
# - *Shifted is anonymous.* The last exercise answers that within three minutes.
# - *REMOVED means that no element has a date.* Where a Type wants a value, one is made up.
#
# ### Timing
#
# Three minutes for what dates are good for: let people say the two numbers aloud before the cell runs.
# Two for `00010101`, three for the shift, one for the whole header, one for the hiding places, two for the
# attack. Exercises: three minutes each; *say what was done* works well in pairs. With little time, show
# *where the date hides* instead of setting it. Keep *back to the date*: it is what they remember.
