# ---
# dcmteach:
#   title: Private tags and vendor headers
#   minutes: {teaching: 12, exercises: 12}
#   questions:
#     - What do manufacturers write into elements that only they understand?
#     - Which of these may stay, and who says so?
#     - How is a name taken out of a header that lies inside an element?
#   objectives:
#     - Tell a private element, its block and its creator, and find a value wherever its block lies.
#     - Keep what the safe list of PS3.15 allows, with the creators it needs.
#     - Clean a Siemens CSA header inside its structure, and prove that everything else is as it was.
#     - Find a name in a sequence that is hidden in an element of unknown VR.
#   key_points:
#     - An odd group is private; what its elements mean depends on the private creator, not on the number alone.
#     - The basic profile removes all of them; PS3.15 lists those that are known to be safe.
#     - A vendor's header inside an element counts its bytes. Change the text without the counts, and nobody can read it.
#     - VR UN means that somebody on the way did not know, not that there is nothing inside.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# Much of what a scanner knows is not in the standard: how strong the diffusion gradients were, how fast
# the table moved, the whole measurement protocol. Manufacturers write it into elements of their own, and
# nobody has to say what is in there. Some hold physics without which a study is worthless. Others hold
# the patient's name.
#
# The profile's answer is short: remove them all. This lesson is about those who cannot afford to.

# %% [markdown] slide="slide"
# ## Odd numbers
#
# A group with an odd number is *private* [@ps3.5]. **Predict** for our chest CT: how many private elements
# does it have, and in how many of them does something identify?

# %%
from dcmteach import identity, sample, table

ds = sample("ct_thorax")
known = identity(ds)
private = [row for row in table(ds) if row.private_creator]
print(len(private), "private elements")
for row in private:
    value = ds[row.tag].value
    kinds = known.found_in(value if isinstance(value, bytes) else str(value))
    if kinds:
        print(row.path, row.vr, row.name, "·", ", ".join(kinds))

# %% [markdown]
# Three of nineteen, and none of them has a name that would have warned you. One is text, and two are
# bytes that no viewer shows.
#
# pydicom has a dictionary of private elements that people have found out about; it is where the names in
# brackets come from. It is a work of patience, not a promise of the manufacturer.

# %% [markdown] slide="slide"
# ## Whose block is it?
#
# Any manufacturer may use any odd group, so two could choose the same numbers. To prevent that, an element
# `(gggg,0010)` to `(gggg,00FF)` *reserves a block*: it holds the name of its owner, the *private creator*.
# Here `(00E1,0010)` says `ELSCINT1`, so all of `(00E1,1000)` to `(00E1,10FF)` belong to ELSCINT1. Had it
# been `(00E1,0011)`, its block would be `(00E1,1100)` to `(00E1,11FF)`.
#
# Let us send the file through an archive that writes first, into the same group:

# %% hex=true
from pydicom import Dataset

moved = Dataset()
archive = moved.private_block(0x00E1, "ZANDMEER ARCHIVE", create=True)
archive.add_new(0x21, "DS", "98.6")
archive.add_new(0x42, "LO", "shelf 12")
scanner = moved.private_block(0x00E1, "ELSCINT1", create=True)
for element in ds.group_dataset(0x00E1):
    if element.tag.element > 0xFF:
        scanner.add_new(element.tag.element & 0xFF, element.VR, element.value)
moved

# %% [markdown]
# A rule found on the web says: *the name is in (00E1,1042), delete it*. **Predict:** what is gone after
# this cell, and where is the name?

# %% hex=true
from dcmteach import search

del moved[0x00E1, 0x1042]
search(moved, ds.PatientName.family_name)

# %% [markdown]
# The shelf is gone. A private tag has three parts: the group, the last two digits, and *the creator*. The
# two digits in between are only a place that happened to be free. pydicom asks the right way:

# %% hex=true
scanner = moved.private_block(0x00E1, "ELSCINT1")
print(scanner[0x42].tag, scanner[0x42].value)

# %% [markdown] tags=["exercise"] slug="whose-block"
# Dose matters to a physicist. ELSCINT1 writes the dose length product under the last two digits `21` of
# group `00E1`. Read it from `moved`, in a way that works in any file.

# %% tags=["starter"] slug="whose-block"
from dcmteach import check

dose = ...
check("whose-block", moved, dose)

# %% tags=["wrong"] slug="whose-block" says="somebody else's" hex=true
dose = moved[0x00E1, 0x1021].value
check("whose-block", moved, dose)

# %% tags=["wrong"] slug="whose-block" says="whole element" hex=true
dose = moved.private_block(0x00E1, "ELSCINT1")[0x21]
check("whose-block", moved, dose)

# %% tags=["wrong"] slug="whose-block" says="other two digits" hex=true
dose = moved.private_block(0x00E1, "ELSCINT1")[0x50].value
check("whose-block", moved, dose)

# %% tags=["wrong"] slug="whose-block" says="reserves the block" hex=true
dose = moved[0x00E1, 0x0011].value
check("whose-block", moved, dose)

# %% [markdown] tags=["solution"] slug="whose-block"
# The block is asked for by its creator, wherever it lies.

# %% tags=["solution"] slug="whose-block" hex=true
dose = moved.private_block(0x00E1, "ELSCINT1")[0x21].value
check("whose-block", moved, dose)

# %% [markdown] slide="slide"
# ## The safe list
#
# PS3.15 has a table of private elements that are *known to be safe*, E.3.10 [@ps3.15]:
# by what they mean, they identify nobody. **Predict:** how many rows has it, and from how many creators?

# %%
from collections import Counter

from dcmteach.standard.names import is_private
from dcmteach.standard.private import is_safe, rows

creators = Counter(row.private_creator for row in rows())
print(sum(creators.values()), "rows,", len(creators), "creators")
for name, count in creators.most_common(8):
    print(f"{count:5} {name}")

# %% [markdown]
# Three out of four are from one manufacturer. So the list helps some, and others not at all. It is asked
# with the tag *and* the creator; a spelling that differs in one letter is another creator:

# %% hex=true
print(is_safe("(00E1,1021)", "ELSCINT1"), is_safe("(00E1,1121)", "ELSCINT1"))
print(is_safe("(00E1,1021)", "ZANDMEER ARCHIVE"), is_safe("(00E1,1042)", "ELSCINT1"))

# %% [markdown] tags=["callout"] kind="warning" title="Safe by meaning, not by value"
# The list speaks of what an element is *for*. Somebody may have configured a scanner so that it writes a
# name into it all the same. Keep what is on the list, and still look for this patient's identifiers in every
# value that stays. The library does both.

# %% [markdown] tags=["exercise"] slug="keep-the-safe"
# Which elements of the odd groups of `sample("ct_thorax")` stay, if exactly the safe ones are kept, and still
# mean something? Give their paths as a list. Think of those that reserve blocks.

# %% tags=["starter"] slug="keep-the-safe"
from dcmteach import check, sample, table
from dcmteach.standard.names import is_private
from dcmteach.standard.private import is_safe

ds = sample("ct_thorax")
stay = ...
check("keep-the-safe", stay)

# %% tags=["wrong"] slug="keep-the-safe" says="whose they are"
stay = [row.path for row in private if is_safe(row.tag, row.private_creator)]
check("keep-the-safe", stay)

# %% tags=["wrong"] slug="keep-the-safe" says="names the patient"
stay = [row.path for row in private]
check("keep-the-safe", stay)

# %% tags=["wrong"] slug="keep-the-safe" says="not the same as safe"
known = [row for row in private if row.name.startswith("[") and row.name != "[Unknown]"]
stay = [row.path for row in known]
check("keep-the-safe", stay)

# %% tags=["wrong"] slug="keep-the-safe" says="nothing stays" hex=true
stay = [row.path for row in private if is_safe(row.tag, row.private_creator)]
stay += ["(00E1,0010)", "(01F1,0010)", "(01F7,0010)", "(07A1,0010)"]
check("keep-the-safe", stay)

# %% tags=["wrong"] slug="keep-the-safe" says="More of them" hex=true
stay = ["(00E1,0010)", "(00E1,1021)", "(00E1,1050)"]
check("keep-the-safe", stay)

# %% [markdown] tags=["solution"] slug="keep-the-safe"
# `is_safe` also answers for an element that reserves a block: whether its creator has anything safe in this
# group. The creator's name is then the element's own value.

# %% tags=["solution"] slug="keep-the-safe"
stay = [
    row.path
    for row in table(ds)
    if is_private(row.tag) and is_safe(row.tag, row.private_creator or row.value)
]
check("keep-the-safe", stay)

# %% [markdown]
# In a recipe it is one option. Compare with your list:

# %%
from dcmteach import Secrets, apply, plan

secrets = Secrets(b"a real one comes from Secrets.random()")
safe = apply(ds, plan(ds, "basic+retain-safe-private"), secrets)
for row in table(safe):
    if is_private(row.tag):
        print(row.path, row.value)

# %% [markdown]
# What if a study needs one element that is on no list, the collimation of the scanner under `4B` of group
# `01F1`? Then somebody has to look what is in it, and to write a rule. **Predict:** why is this one refused?

# %% tags=["raises"] says="blocks move from file to file" hex=true
from dcmteach.deid import Recipe, Rule

Rule.on("(01F1,104B)", "keep")

# %% [markdown]
# The rule has to name the creator, as you did above, and leaves the block open: `xx`. Then it finds the element
# wherever the block lies. **Predict:** which two elements stay?

# %% hex=true
collimation = Rule.on("private:ELSCINT1:(01F1,xx4B)", "keep")
recipe = Recipe.load("basic").with_rules(collimation)
for row in table(apply(ds, plan(ds, recipe), secrets)):
    if is_private(row.tag):
        print(row.path, row.value)

# %% [markdown] slide="slide"
# ## A header within the header
#
# Siemens MR scanners have a header of their own, called CSA, and put all of it into *one* element of bytes.
# Inside are diffusion directions, slice times, the protocol: whoever analyses brain images needs it. The
# manufacturer has never published the format. What people have found out:
#
# | what | bytes |
# |---|---|
# | `SV10`, and four more | 8 |
# | how many tags follow | 8 |
# | for each tag: its name, number of values, VR, number of items | 84 |
# | for each item: four numbers, **one of them the length of the text** | 16 |
# | the text, filled up to a multiple of 4 | that length |
#
# We write a small one, with a remark in it as an operator may have typed it, and put it into the head scan:

# %%
from dcmteach.header.csa import csa
from dcmteach.synth.csa import Tag, make_csa

mr = sample("mr_head")
name = mr.PatientName
family, given = name.family_name, name.given_name
header = make_csa(
    [
        Tag("B_value", "IS", ["1000"]),
        Tag("MosaicRefAcqTimes", "FD", ["0.0", "1252.5", "62.5"]),
        Tag("Comment", "LT", [f"ward 3, for {given} {family}"]),
        Tag("ImaCoilString", "LO", ["HEA;HEP"]),
    ]
)

# %% hex=true
block = mr.private_block(0x0029, "SIEMENS CSA HEADER", create=True)
block.add_new(0x10, "OB", header)
csa(mr)

# %% [markdown]
# A script that knows nothing of this finds the name in the bytes and cuts it out. **Predict:** what does a
# program see that reads the header afterwards?

# %% tags=["raises"] says="This is no CSA header that could be read"
csa(header.replace(family.encode(), b""))

# %% [markdown]
# Each item says how long its text is, and the next one begins behind it. Sixteen bytes are missing, so
# everything after the name is looked for in the wrong place. The b-value is lost with the remark.
#
# So do not change the length: an `X` for each letter. **Predict** again; the name has twelve letters.

# %% tags=["raises"] says="impossible counts"
csa(header.replace(family.encode(), b"X" * len(family)))

# %% [markdown]
# The same damage. In UTF-8 the twelve letters of this name are sixteen bytes. With a name of plain letters
# the script would have passed every test of its author, and broken the files of some patients only.

# %%
print(family, len(family), len(family.encode()))
csa(header.replace(family.encode(), b"X" * len(family.encode())))[2].value

# %% [markdown]
# This one can be read. And it gives away the given name, and how long the family name was. Text in bytes has
# no spelling, no case and no words; a header has all three. So take it apart, clean the *values*, and put it
# together again, with lengths that fit. **Predict:** how many of the four tags differ afterwards?

# %%
cleaned = apply(mr, plan(mr, "basic+retain-safe-private"), secrets)
for before, after in zip(csa(mr), csa(cleaned), strict=True):
    word = "same   " if before == after else "changed"
    print(word, after.name, "·", after.value)

# %% [markdown] tags=["callout"] kind="note" title="What the option stretches to"
# The table of E.3.10 lists single elements, and no CSA header: as a whole it is not safe. The library counts it
# as safe *once it has been cleaned* and still parses, and says so in the plan. A header that it cannot read to
# its last byte goes. Without the option it goes in any case.

# %% [markdown] tags=["exercise"] slug="clean-in-place"
# Do it by hand, in the header as it stands in `mr`. A header as `csa` reads it has a method
# `with_items({(tag, item): b"new text"})`, which counts both from 0 and sets the lengths. Take the name
# out of the remark, and change nothing else.

# %% tags=["starter"] slug="clean-in-place"
from dcmteach import check
from dcmteach.header.csa import csa

by_hand = ...
check("clean-in-place", mr, by_hand)

# %% tags=["wrong"] slug="clean-in-place" says="cannot be read any more"
by_hand = header.replace(family.encode(), b"")
check("clean-in-place", mr, by_hand)

# %% tags=["wrong"] slug="clean-in-place" says="half of the name"
by_hand = csa(mr).with_items({(2, 0): f"ward 3, for {given}".encode()})
check("clean-in-place", mr, by_hand)

# %% tags=["wrong"] slug="clean-in-place" says="a measurement is lost"
by_hand = csa(mr).with_items({(number, 0): b"" for number in range(4)})
check("clean-in-place", mr, by_hand)

# %% tags=["wrong"] slug="clean-in-place" says="behind the end of the text"
by_hand = header.replace(b"ward 3", b"\0ard 3")
check("clean-in-place", mr, by_hand)

# %% tags=["wrong"] slug="clean-in-place" says="the text alone"
by_hand = "ward 3"
check("clean-in-place", mr, by_hand)

# %% [markdown] tags=["solution"] slug="clean-in-place"
# The remark is the third tag, so it has the number 2, and it has one item, 0.

# %% tags=["solution"] slug="clean-in-place"
by_hand = csa(mr).with_items({(2, 0): b"ward 3"})
check("clean-in-place", mr, by_hand)

# %% [markdown] slide="slide"
# ## UN: nobody knew
#
# One hiding place is left. A system that does not know a private element, and has to write its VR down,
# writes `UN`, *unknown*, and passes the bytes on. If it was a sequence, then there is a whole data set in
# those bytes. We write one: an item, and in it a name.

# %% hex=true
from struct import pack

text = family.encode()
inside = pack("<2HL", 0x0010, 0x0010, len(text)) + text
item = pack("<2HL", 0xFFFE, 0xE000, len(inside)) + inside
mr.private_block(0x0029, "SIEMENS MEDCOM HEADER").add_new(0x71, "UN", item)

# %% [markdown]
# The usual loop of an anonymiser goes through all elements at any depth and looks at those whose VR is one of
# names. **Predict:** does it find this one?

# %%
print([str(element.tag) for element in mr.iterall() if element.VR == "PN"])

# %%
search(mr, family)

# %% [markdown]
# The loop finds four elements at the top: two physicians, the operator, the patient. `search` tries to read the
# bytes as a sequence, and if they are one, goes inside: one line has a path *into* the element of unknown VR. Where bytes are
# neither a sequence nor a header that it knows, it still looks for the letters, in all the alphabets of the
# file. That is what has to be done with every element of which nobody knows what it is; or it has to
# go.
#
# So the whole head scan once more, with the safe list, the CSA header and the hidden sequence in it; and
# `leaks` looks whether anything of the first file shows in the second:

# %%
from dcmteach import leaks

cleaned = apply(mr, plan(mr, "basic+retain-safe-private"), secrets)
print([row.path for row in table(cleaned) if is_private(row.tag)])
leaks(mr, cleaned)

# %% tags=["quiz"]
from dcmteach import quiz

quiz("08-private")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *Odd numbers.* Nineteen, of which three identify: the patient's name in `(00E1,1042)`, the number in the
# bytes of `(00E1,1046)`, the operator in `(07A1,1077)`. *The rule from the web* deletes the shelf; the name
# stands in `(00E1,1142)`. *The safe list* has 479 rows from 20 creators.
#
# *Cut out*, the header cannot be read; *X for each letter*, neither; *X for each byte*, it can, with the given
# name in it. *How many tags differ?* One. *Does the loop find it?* No, only the four at the top; `search` does.
#
# *Whose block:* 171.4. *Keep the safe:* two elements of group 00E1, four of 01F1, and the two that reserve
# these blocks; those of 01F7 and 07A1 go, as nothing stays behind them. *Clean in place:* anything in the
# remark that names nobody, an empty text as well.
#
# ### Misconceptions
#
# - *(00E1,1042) is the name.* In this file. The creator decides; the block may lie elsewhere.
# - *pydicom knows the element, so it is harmless.* Its dictionary tells names, not what people type.
# - *Safe means that no name can be in it.* It means that none belongs there.
# - *As many X as letters keep the length.* Bytes have lengths, letters do not. Ask for the length of *ř*.
# - *It reads as empty, so it is gone.* A zero byte ends a text, and what is behind it stays in the file.
# - *UN means unimportant.* It means that one system on the way did not have the dictionary.
#
# ### Timing
#
# Two minutes for odd numbers, three for blocks (draw the four digits on the board and cover the middle two),
# two for the list, four for the CSA header, one for UN. Exercises: three, four and five minutes. With little
# time, leave out the sixteen X, but keep the twelve: it is the moment they remember. The table of the
# format is for reference, do not read it aloud.
