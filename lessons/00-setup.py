# ---
# dcmteach:
#   title: Set-up and how this course works
#   minutes: {teaching: 15, exercises: 10}
#   questions:
#     - Is my computer ready for the course?
#     - How do I get feedback on what I write, without a teacher beside me?
#   objectives:
#     - Run the doctor and mend what it finds.
#     - Open a sample, an artificial patient that travels with the course.
#     - Have an answer checked, ask for a hint, look at a solution, and see your progress.
#     - Answer a quiz, and use a widget with the keyboard alone.
#   key_points:
#     - "`doctor()` says what is missing on a machine, and how to mend it."
#     - "`check()` never gives an answer away; `hint()` helps step by step, `solution()` shows one way."
#     - Every patient in this course is artificial, and no sample needs a download.
#     - What you do stays on your computer, in a file you can delete.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# Medical images leave the hospital every day: for research, for teaching, for a second opinion. Each
# of them carries a *header*, a hundred facts and more about the patient, the machine and the visit.
# In this course you will open such headers, judge what identifies a patient, change it, and check
# that nothing was left behind. You learn it by doing it, on files that behave like real ones.
#
# This first lesson makes sure that your computer can do all that, and shows how the course talks to
# you. It needs no knowledge of DICOM, and very little Python.

# %% [markdown] slide="slide"
# ## Ask the doctor
#
# `doctor()` looks at your computer: Python, the packages, the kernel that runs this notebook, the
# engine that reads text in images, and whether files can be written. It changes nothing. Where
# something is not as it should be, the last column says what to do.

# %%
from dcmteach import doctor

doctor()

# %% [markdown] tags=["callout"] kind="tip" title="A warning is not a failure"
# Rows marked *warn* are about parts that only some lessons need. You can begin as long as no row is
# marked *fail*. The same report comes from the command line with `dcmteach doctor`.

# %% [markdown]
# ## A patient who does not exist
#
# The course brings its own patients. They were made by a program, so you may show them to anybody,
# make mistakes with them and put them on a screen in a full room. No download is needed: the samples
# came with the installation.

# %%
from dcmteach import sample

ds = sample("ct_thorax")
ds.PatientName

# %% [markdown]
# `ds` is a *data set*: what one DICOM file says, element by element. You ask it for an element by its
# *keyword*, written after a dot. Nobody is called like this; whoever wrote the sample took care of
# that. Ask for a second element, the patient's date of birth:

# %%
ds.PatientBirthDate

# %% [markdown]
# A misspelt keyword is an error, and errors are part of this course. Read the last line first: it
# says what went wrong. (Cells that fail on purpose are marked in the text, like this one.)

# %% tags=["raises"] says="no attribute 'PatientNames'"
ds.PatientNames

# %% [markdown] tags=["callout"] kind="warning" title="Artificial here, real elsewhere"
# Everything you see on these pages is invented. Your own files are not. Do not open files of real
# patients on a shared machine or in a browser session somebody else can see, and do not paste what
# they contain into a chat, an issue or an e-mail.

# %% [markdown]
# ## Exercises that answer back
#
# Each exercise has a name, and a cell to begin with. Where you see `...`, your answer goes. The last
# line of the cell has it checked, and one of three things comes back:
#
# - **not attempted**: the dots are still there;
# - **not yet**: something is amiss, and the message says what kind of thing;
# - **correct**: with a sentence on why it matters.
#
# A check never gives the answer away. If you are stuck, `hint()` with the exercise's name gives a
# hint, and a further one each time; `solution()` shows one way to do it. Try both: this is what they
# are for.

# %%
from dcmteach import hint

hint("name-the-modality")

# %% [markdown] tags=["exercise"] slug="name-the-modality"
# The header says which kind of machine made the image, in an element of its own. Take its value from
# the data set `ds` you opened above, rather than typing it.

# %% tags=["starter"] slug="name-the-modality"
from dcmteach import check

modality = ...
check("name-the-modality", modality)

# %% tags=["wrong"] slug="name-the-modality" says="This is the whole element"
modality = ds["Modality"]
check("name-the-modality", modality)

# %% tags=["wrong"] slug="name-the-modality" says="instead of typing it"
modality = "ct"
check("name-the-modality", modality)

# %% tags=["wrong"] slug="name-the-modality" says="longer than what the file holds"
modality = "COMPUTED TOMOGRAPHY"
check("name-the-modality", modality)

# %% tags=["wrong"] slug="name-the-modality" says="another kind of machine"
modality = "MR"
check("name-the-modality", modality)

# %% [markdown] tags=["solution"] slug="name-the-modality"
# The element is called *Modality*, and so is its keyword.

# %% tags=["solution"] slug="name-the-modality"
modality = ds.Modality
check("name-the-modality", modality)

# %% [markdown] tags=["exercise"] slug="list-the-samples"
# The thorax is not the only sample. `dcmteach` has a function that gives the names of all samples.
# Find it and keep its result in `names`. Two ways to look for it: type `dcmteach.sample` and press
# the Tab key, or read the page of the API in the book.

# %% tags=["starter"] slug="list-the-samples"
import dcmteach
from dcmteach import check

names = ...
check("list-the-samples", names)

# %% tags=["wrong"] slug="list-the-samples" says="This is the function itself"
names = dcmteach.sample_names
check("list-the-samples", names)

# %% tags=["wrong"] slug="list-the-samples" says="That is how many there are"
names = len(dcmteach.sample_names())
check("list-the-samples", names)

# %% tags=["wrong"] slug="list-the-samples" says="a question that was not asked"
names = "ct_thorax" in dcmteach.sample_names()
check("list-the-samples", names)

# %% tags=["wrong"] slug="list-the-samples" says="No number below zero"
names = -1
check("list-the-samples", names)

# %% tags=["wrong"] slug="list-the-samples" says="Some are missing"
names = ["ct_thorax"]
check("list-the-samples", names)

# %% tags=["solution"] slug="list-the-samples"
names = dcmteach.sample_names()
check("list-the-samples", names)

# %% [markdown]
# ## See where you are
#
# `progress()` lists the exercises and what you have done with each. The list is kept in a file on
# your computer and nowhere else; `progress().forget()` deletes it.

# %%
from dcmteach import progress

progress()

# %% [markdown]
# ## Widgets
#
# Some things are easier to see than to print. A widget is a small tool inside the notebook. This one
# shows the header of a data set: type to search it, choose a verdict to filter by, select an element
# to read why it got that verdict. Everything works with the keyboard: Tab moves from part to part,
# the arrow keys move inside a list, Enter and Space press a button.
#
# In the book you see a picture of the widget, taken when the book was made; in JupyterLab it is alive.

# %%
from dcmteach import HeaderBrowser

HeaderBrowser(ds)

# %% [markdown]
# ## A quiz at the end
#
# Each lesson ends with a quiz. Every option tells you something when you choose it, also the wrong
# ones, so it pays to try more than one. Nothing is recorded or sent.

# %% tags=["quiz"]
from dcmteach import quiz

quiz("00-setup")

# %% [markdown]
# ## Where to go from here
#
# [Lesson 1](01-inside.ipynb) opens a file byte by byte. If you came to look something up, the
# reference pages of the book list every function, every command and every widget.

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *Which machine made this image?* `ds.Modality`, which is `CT`. *Which samples does the course
# bring?* `dcmteach.sample_names()`; a list with the same names typed by hand is accepted, too. The
# cell with `ds.PatientNames` is meant to fail: say so before you run it, and read the last line of
# the error aloud. It is the first of several errors shown on purpose.
#
# ### Misconceptions
#
# - *The whole element is its value.* `ds["Modality"]` gives tag, name, VR and value together. The
#   check says so; lesson 1 explains it, so do not explain it here.
# - *A function's name is its result.* Those new to Python forget the `()`. Let a neighbour spot it.
# - *A hint costs something.* Some never ask for one. Ask for a hint yourself, on the projector.
# - *The name is strange, so the file is broken.* The name is a canary: strange on purpose, so that it
#   can be searched for in everything learners write later.
#
# ### Timing
#
# Five minutes for the doctor, if people have installed beforehand; keep a second person free for
# those who have not. Five for the first sample and the error, five for checks, widgets and quiz. The
# exercises take ten minutes with newcomers to Python and three with others: let the latter help, or
# send them ahead to the quiz.
