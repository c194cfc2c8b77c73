# ---
# dcmteach:
#   title: What is inside a DICOM file
#   minutes: {teaching: 20, exercises: 10}
#   questions:
#     - What stands in a DICOM file besides the picture, and where?
#     - How does a program find its way from one byte to the next?
#     - Which tool shows me everything, and which one shows me only a part?
#   objectives:
#     - Read the first bytes of a file by hand, and decode a data element into tag, VR, length and value.
#     - Reach any element of a header with pydicom, inside sequences and private blocks, too.
#     - Show a whole header as a tree, and search it for what you know about the patient.
#     - Plot an image in Hounsfield units, make it smaller without lying about it, and plot an ECG.
#     - Say what SimpleITK leaves out of a header, and what it is good for.
#   key_points:
#     - A DICOM file is a preamble, the letters DICM, the file meta information and a data set.
#     - A data element is a tag, a VR, a length and a value; it may be a sequence of further data sets.
#     - The name of the patient stands in more places than the element made for it.
#     - pydicom shows every element. SimpleITK shows the picture, and a part of the header.
#     - DICOM is more than pictures; an ECG holds no pixel, and identifies its patient all the same.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# Somebody sends you a CT image. What you see on the screen is a picture of a chest. What you have
# received is a picture *and* a hundred facts about a person, a hospital, a machine and a Thursday
# afternoon in May. Before you can judge which of these facts may travel on, you have to know where
# they are kept. So let us open a file the slow way, once: byte by byte. After that a library may do
# it for us, and we shall know what it does.

# %% [markdown]
# ## The first 132 bytes
#
# The sample is an ordinary file. Plain Python reads it; no medical software is involved yet.

# %%
from dcmteach import sample_path

data = sample_path("ct_thorax").read_bytes()
len(data)

# %% [markdown]
# **Predict first.** The picture has 128 × 128 pixels, each of which takes two bytes. How many bytes
# does that leave for everything else? Is it closer to a tweet, a page of text, or a novel? Decide,
# then run the cell.

# %%
len(data) - 128 * 128 * 2

# %% [markdown]
# Some two pages of densely written text, about one slice. A whole CT examination repeats most of it
# in each of several hundred files.
#
# Every DICOM file begins with 128 bytes that belong to nobody: the *preamble*. It was kept free so
# that a file can pretend to be of another format at the same time [@ps3.10]. The four letters `DICM`
# come next, and tell a program that it has found what it looks for.

# %%
data[:128] == bytes(128), data[128:132]

# %% [markdown] tags=["callout"] kind="warning" title="Nobody looks into the preamble"
# Here it is all zeros. It need not be: software may write there whatever it likes, a viewer never
# shows it, and most tools that remove names copy it unread. You cannot even ask for it by a keyword,
# because it is no element. When you check a file for what was left behind, check *all* of its bytes.

# %% [markdown]
# ## One element by hand
#
# From byte 132 on, the file is a long row of *data elements*, one after the other, without gaps. Here
# are the first twelve bytes of the row, written in hexadecimal as such bytes usually are.

# %%
data[132:144].hex(" ")

# %% [markdown]
# These twelve bytes are one complete element. It has four parts:
#
# | bytes | part | what it says |
# |---|---|---|
# | `02 00` `00 00` | **tag** | which element this is: group 0002, element 0000 |
# | `55 4c` | **VR** | how to read the value: the letters `UL`, a whole number |
# | `04 00` | **length** | how many bytes the value takes: 4 |
# | `e0 00 00 00` | **value** | the number 224 |
#
# Look at the tag again: group 2 is written `02 00`, not `00 02`. Numbers in this file are *little
# endian*, their lowest byte comes first. Python's `struct` knows how to read that: `<` stands
# for little endian, `H` for a number of two bytes, `I` for one of four.

# %% hex=true
import struct

group, element = struct.unpack("<HH", data[132:136])
vr = data[136:138].decode()
(length,) = struct.unpack("<H", data[138:140])
(value,) = struct.unpack("<I", data[140:144])
print(f"({group:04X},{element:04X})  {vr}  {length} bytes  {value}")

# %% [markdown]
# What does 224 mean? The dictionary of the standard calls this element *File Meta Information Group
# Length*: the elements about the file itself take another 224 bytes, and then those about the
# patient begin. **Predict:** which element would you expect to be next?
#
# A row without gaps is easy to walk along. Read an element; its length says where the next one
# begins. Only one thing complicates matters: values that may grow large have four bytes for their
# length instead of two, after two bytes that are not used [@ps3.5].

# %%
WITH_LONG_LENGTH = "OB OD OF OL OV OW SQ SV UC UN UR UT UV".split()


def read_element(data, start):
    group, element = struct.unpack("<HH", data[start : start + 4])
    vr = data[start + 4 : start + 6].decode()
    if vr in WITH_LONG_LENGTH:
        begin = start + 12
        (length,) = struct.unpack("<I", data[begin - 4 : begin])
    else:
        begin = start + 8
        (length,) = struct.unpack("<H", data[begin - 2 : begin])
    end = begin + length
    return f"({group:04X},{element:04X}) {vr}", data[begin:end], end


# %%
position = 132
for _ in range(14):
    what, value, position = read_element(data, position)
    print(what, value)

# %% [markdown]
# That is a DICOM reader in a dozen lines. The first eight elements, those of group 0002, are the
# **file meta information**: they say how the file is written, and which machine sent it. Then the
# **data set** begins, with the character set in which its texts are written. Read the values: a few
# are numbers packed into bytes, most are plain text that you can read without any tool at all.
#
# (The fifth element is the *transfer syntax*: how the rest is written. Some files leave the VR out,
# some put the highest byte first, some compress the pixels. Our reader knows one way out of many,
# which is a good reason to use a library from here on.)
#
# The two letters of the **VR** (*value representation*) are worth knowing, because they say what a
# value may look like. You will meet these most often:
#
# | VR | holds | for example |
# |---|---|---|
# | `PN` | the name of a person | `Doe^Jane` |
# | `DA`, `TM` | a date, a time of day | `20190516`, `150045` |
# | `LO`, `SH` | a short text, of at most 64 or 16 characters | an ID, a description |
# | `LT`, `ST`, `UT` | a long text: somebody typed it | a comment |
# | `CS` | one of a few fixed words, in capitals | `CT` |
# | `DS`, `IS` | a number, written as text | `3.0` |
# | `UI` | a unique identifier (UID) | `1.2.840.10008.1.2.1` |
# | `US`, `OW` | numbers in binary, one or very many | the pixels |
# | `SQ` | a sequence: further data sets | see below |
# | `UN` | unknown | who knows? |

# %% [markdown]
# Now you. Somewhere in the middle of the file stands the element that this cell cuts out:

# %%
start = data.index(b"\x10\x00\x30\x00DA")
raw = data[start : start + 16]
raw.hex(" ")

# %% [markdown] tags=["exercise"] slug="decode-by-hand"
# Take `raw` apart, by eye or with `struct`. Give its tag as two numbers, its VR, the length of its
# value, and the value as text. What is the element about?

# %% tags=["starter"] slug="decode-by-hand"
from dcmteach import check

tag = ...  # (group, element)
vr = ...
length = ...
value = ...
check("decode-by-hand", tag, vr, length, value)

# %% tags=["wrong"] slug="decode-by-hand" says="the lowest byte comes first" hex=true
tag = (0x1000, 0x3000)
vr, length, value = "DA", 8, "19511223"
check("decode-by-hand", tag, vr, length, value)

# %% tags=["wrong"] slug="decode-by-hand" says="the whole element takes" hex=true
tag = (0x0010, 0x0030)
vr, length, value = "DA", len(raw), "19511223"
check("decode-by-hand", tag, vr, length, value)

# %% tags=["wrong"] slug="decode-by-hand" says="still bytes" hex=true
tag = (0x0010, 0x0030)
vr, length, value = "DA", 8, raw[8:]
check("decode-by-hand", tag, vr, length, value)

# %% tags=["wrong"] slug="decode-by-hand" says="two capital letters" hex=true
tag = (0x0010, 0x0030)
vr, length, value = "date", 8, "19511223"
check("decode-by-hand", tag, vr, length, value)

# %% tags=["wrong"] slug="decode-by-hand" says="begins after the length" hex=true
tag = (0x0010, 0x0030)
vr, length, value = "DA", 8, raw[4:12].decode(errors="replace")
check("decode-by-hand", tag, vr, length, value)

# %% [markdown] tags=["solution"] slug="decode-by-hand"
# Four bytes of tag, two of VR, two of length, eight of value: it is the patient's date of birth, in
# plain text. Anybody with a text editor can read it.

# %% tags=["solution"] slug="decode-by-hand"
tag = struct.unpack("<HH", raw[0:4])
vr = raw[4:6].decode()
(length,) = struct.unpack("<H", raw[6:8])
value = raw[8:].decode()
check("decode-by-hand", tag, vr, length, value)

# %% [markdown]
# ## The same with pydicom
#
# Enough bytes. From here on a library reads them: pydicom [@mason2011]. It knows the dictionary of
# the standard, so that we can call an element by its **keyword** instead of by its tag.

# %%
import pydicom

ds = pydicom.dcmread(sample_path("ct_thorax"))
ds.PatientName

# %% [markdown]
# The keyword after a dot gives the *value*. The keyword in brackets gives the whole *element*, with
# its four parts, and a fifth: how many values it holds (VM, *value multiplicity*).

# %%
element = ds["PatientName"]
print("tag:", element.tag, "VR:", element.VR, "VM:", element.VM)
print("value:", element.value)

# %% [markdown]
# Family name and given name are separated by `^`, and the letter `ø` is only right because the data
# set says which character set it uses. What hospitals print on paper is the same name in another
# form. Keep that in mind for the day when you search for it.
#
# Now the whole header. It is long: scroll through it once, slowly, and note three values that you
# would not have expected in a picture of a chest.

# %% tags=["scroll-output"]
print(ds)

# %% [markdown] tags=["callout"] kind="discussion" title="Three values you did not expect"
# Compare with your neighbour. Did you both find the e-mail address? The telephone numbers, of which
# there are two? The floor of the building? Who else is named besides the patient?

# %% [markdown]
# ## A tree
#
# Some lines of the printout are indented: they are *inside* another element. An element with the VR
# `SQ`, a **sequence**, holds a list of items, and each item is a small data set of its own, which may
# hold sequences again. A header is not a list but a tree. `tree` draws it as one.

# %% tags=["scroll-output"]
from dcmteach import tree

tree(ds)

# %% [markdown]
# To go down a branch, write the keyword of the sequence, the number of the item (Python counts from
# 0), and the keyword inside. Here is a second ID of the patient, which somebody who looks at
# `ds.PatientID` alone will miss:

# %%
ds.OtherPatientIDsSequence[0].PatientID

# %% [markdown]
# Without the number of the item, the same line fails: a sequence is a list, even if it has only one
# item.

# %% tags=["raises"] says="'Sequence' object has no attribute 'PatientID'"
ds.OtherPatientIDsSequence.PatientID

# %% [markdown]
# ## Where does the name stand?
#
# **Predict.** The header has an element for the name of the patient. In how many elements does the
# family name stand in all: 1, 2, 4 or 6? Write your number down, then run the cell.

# %%
from dcmteach import search

search(ds, ds.PatientName.family_name)

# %% [markdown]
# Read the list from above. The element made for the name; an e-mail address; a comment somebody
# typed; an explanation that should be about *grey levels*; a remark three sequences down; and an
# element that has no name. None of this is exotic: when well-known tools were given files made for
# such a test, names survived in just these kinds of place.
#
# The last one is a **private element**. Its group is an odd number, and its meaning is known to
# the manufacturer alone. An element in front of it, the **private creator**, says who that is:
# `ELSCINT1`, a company whose name lives on in the scanners of another. Search for the ID of the
# patient next:

# %%
search(ds, ds.PatientID)

# %% [markdown]
# There it is again, among 512 bytes whose purpose nobody outside the company knows. Looking at a
# header is not enough: a program had to look into the bytes. (How to treat private elements without
# losing what science needs in them is a matter for later.)

# %% [markdown] tags=["exercise"] slug="walk-down"
# Get the remark "three sequences down" with pydicom: start from `ds`, and write the way to the text
# as keywords and item numbers. The search above shows its path; if it is cut off, print it with
# `print(search(ds, "speak").to_records()[0]["path"])`.

# %% tags=["starter"] slug="walk-down"
from dcmteach import check

remark = ...
check("walk-down", remark)

# %% tags=["wrong"] slug="walk-down" says="This is a sequence"
remark = ds.RequestAttributesSequence[0].ScheduledProtocolCodeSequence
check("walk-down", remark)

# %% tags=["wrong"] slug="walk-down" says="This is an item"
remark = ds.RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0]
check("walk-down", remark)

# %% tags=["wrong"] slug="walk-down" says="made for the name"
remark = ds.PatientName
check("walk-down", remark)

# %% tags=["wrong"] slug="walk-down" says="on another branch"
remark = ds.RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeMeaning
check("walk-down", remark)

# %% tags=["wrong"] slug="walk-down" says="the path, not what stands there"
remark = "RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0]"
check("walk-down", remark)

# %% tags=["solution"] slug="walk-down"
request = ds.RequestAttributesSequence[0]
protocol = request.ScheduledProtocolCodeSequence[0]
remark = protocol.ProtocolContextSequence[0].TextValue
check("walk-down", remark)

# %% [markdown]
# From now on a widget can do the searching. Choose an element, and it says what the element is and
# what several authorities think of it; [Lesson 3](03-safe-or-unsafe.ipynb) asks who of them is right.

# %%
from dcmteach import HeaderBrowser

HeaderBrowser(ds, select="WindowCenterWidthExplanation")

# %% [markdown]
# ## The picture
#
# The last element of the data set is the largest: *Pixel Data*. pydicom turns it into a NumPy array.

# %% alt="A slice through a chest as the stored numbers give it: two dark lungs, a bright heart and spine, and below them the curved table; soft parts can hardly be told apart."
import matplotlib.pyplot as plt

pixels = ds.pixel_array
plt.imshow(pixels, cmap="gray")
plt.colorbar(label="stored value")
plt.show()

# %% [markdown]
# The numbers are not yet what a radiologist works with. Two elements of the header, *Rescale Slope*
# and *Rescale Intercept*, turn them into Hounsfield units, where air is -1000 and water is 0. Two
# more, *Window Center* and *Window Width*, say which part of that range the grey levels should cover.
# This file brings two windows. **Predict:** in which of them will you see the vessels of the lung?

# %% alt="Twice the same slice. Left, in the mediastinum window: heart chambers, vessels, muscle and fat in different greys, and black lungs. Right, in the lung window: branching vessels in grey lungs, and everything else nearly white."
hounsfield = pixels * float(ds.RescaleSlope) + ds.RescaleIntercept
explanations = ds.WindowCenterWidthExplanation
windows = zip(explanations, ds.WindowCenter, ds.WindowWidth)
figure, axes = plt.subplots(1, 2, figsize=(9, 4.5))
for axis, (text, centre, width) in zip(axes, windows):
    low, high = centre - width / 2, centre + width / 2
    axis.imshow(hounsfield, cmap="gray", vmin=low, vmax=high)
    axis.set(title=text.split()[0], xticks=[], yticks=[])
plt.show()

# %% [markdown] tags=["callout"] kind="note" title="Why the title has only one word"
# Each title shows the first word of *Window Center & Width Explanation*. Print the whole element, and
# you see why the rest is missing. A figure for a talk, made with the "technical" elements alone, would
# have shown the name of the patient.

# %% [markdown]
# ## A smaller picture
#
# Pictures are often made smaller before they are shared: for a preview, or to train a network. To
# make this one four times smaller along both sides, average blocks of 4 × 4 pixels. (Taking every
# fourth pixel would be shorter, but throws fifteen of sixteen measurements away and keeps all of the
# noise.)

# %% alt="The same slice with 128 by 128 and with 32 by 32 pixels, drawn at the same size: the small one shows coarse squares, yet lungs, heart and spine can be recognised."
small = hounsfield.reshape(32, 4, 32, 4).mean(axis=(1, 3))
figure, axes = plt.subplots(1, 2, figsize=(9, 4.5))
for axis, image in zip(axes, (hounsfield, small)):
    axis.imshow(image, cmap="gray", vmin=-200, vmax=300)
    rows, columns = image.shape
    axis.set(title=f"{rows} × {columns}", xticks=[], yticks=[])
plt.show()

# %% [markdown]
# The picture has changed, and the header does not know it yet. *Rows* and *Columns* are easy. The
# patient, however, has kept the same size.

# %% [markdown] tags=["exercise"] slug="shrink-and-tell"
# `ds.PixelSpacing` holds the distance between the centres of two neighbouring pixels in millimetres,
# down and across. Which values belong to an image with 32 × 32 pixels, made from this one as above?

# %% tags=["starter"] slug="shrink-and-tell"
from dcmteach import check

print(ds.PixelSpacing)
spacing = ...  # [down, across]
check("shrink-and-tell", spacing)

# %% tags=["wrong"] slug="shrink-and-tell" says="shrunk to a quarter"
spacing = ds.PixelSpacing
check("shrink-and-tell", spacing)

# %% tags=["wrong"] slug="shrink-and-tell" says="closer together"
spacing = [value / 4 for value in ds.PixelSpacing]
check("shrink-and-tell", spacing)

# %% tags=["wrong"] slug="shrink-and-tell" says="one value for each direction"
spacing = 12
check("shrink-and-tell", spacing)

# %% tags=["wrong"] slug="shrink-and-tell" says="in both directions"
spacing = [ds.PixelSpacing[0] * 4, ds.PixelSpacing[1]]
check("shrink-and-tell", spacing)

# %% [markdown] tags=["solution"] slug="shrink-and-tell"
# Fewer pixels for the same patient: each covers more of them. Whoever measures a tumour in the small
# picture will be glad that you changed the header, too.

# %% tags=["solution"] slug="shrink-and-tell"
spacing = [value * 4 for value in ds.PixelSpacing]
check("shrink-and-tell", spacing)

# %% [markdown] tags=["callout"] kind="important" title="Smaller is not anonymous"
# Down-sizing changes pixels. Not one of the elements about the patient has changed; and a face can
# survive a good deal of it. It is a step of preparing data, and never a step of de-identifying them.

# %% [markdown]
# ## The same file in SimpleITK
#
# Many scripts for image analysis read DICOM with SimpleITK [@lowekamp2013]. It was made for images in
# space, and shines there: the pixels arrive in Hounsfield units, with spacing and position in the
# room of the scanner, ready to be resampled, registered or turned.

# %%
import SimpleITK as sitk

image = sitk.ReadImage(str(sample_path("ct_thorax")))
print("size", image.GetSize(), "spacing", image.GetSpacing())
print("origin", image.GetOrigin())

# %% [markdown]
# It gives out the header as well, as a dictionary of texts, with the tags in hexadecimal as keys.
# **Predict:** will it show more elements than pydicom, fewer, or the same?

# %% hex=true
places = {
    "Patient ID": "0010|0020",
    "Source Application Entity Title": "0002|0016",
    "Other Patient IDs Sequence": "0010|1002",
    "a private element": "00e1|1042",
}
shown = image.GetMetaDataKeys()
in_pydicom = len(ds.file_meta) + sum(1 for _ in ds.iterall())
print("pydicom:", in_pydicom, "elements; SimpleITK:", len(shown))
for name, key in places.items():
    print(name, "→", image.GetMetaData(key) if key in shown else "missing")

# %% [markdown]
# The ID is there. The file meta information is not, sequences are not, and private elements are not
# (they can be switched on). Texts come as they stand in the file, without regard to the character
# set: look what has become of the name.

# %% hex=true
image.GetMetaData("0010|0010")

# %% [markdown]
# | | pydicom | SimpleITK |
# |---|---|---|
# | made for | headers, and all else in a file | images in space |
# | file meta information | yes | no |
# | sequences | yes, to any depth | no |
# | private elements | yes | when switched on |
# | character sets | yes | no |
# | waveforms, reports, structures | yes | no |
# | pixel values | as stored; rescaling is your job | rescaled |
# | spacing, position, resampling, registration | by hand | yes |
#
# Neither is better. But if SimpleITK shows no name, that does not mean that there is none; and what a
# tool cannot see, it cannot remove.

# %% [markdown]
# ## A file without a picture
#
# DICOM is not only for images. A data set may hold sound, a report, a PDF, a contour drawn by a
# radiotherapist; or curves. Here is an electrocardiogram: twelve *waveforms* of ten seconds.

# %%
from dcmteach import sample

ecg = sample("ecg")
group = ecg.WaveformSequence[0]
print(group.NumberOfWaveformChannels, "channels")
print(group.NumberOfWaveformSamples, "samples in each")
print(group.SamplingFrequency, "samples in a second")

# %% alt="Three of twelve curves of an electrocardiogram over five seconds, leads I, II and V2, each with six regular heart beats: a small wave, a sharp spike, a broad wave."
curves = ecg.waveform_array(0)[:2500]  # one column per channel
channels = group.ChannelDefinitionSequence
labels = [channel.ChannelLabel for channel in channels]
seconds = [n / float(group.SamplingFrequency) for n in range(2500)]
figure, axes = plt.subplots(3, 1, figsize=(9, 5), sharex=True)
for axis, lead in zip(axes, ("I", "II", "V2")):
    axis.plot(seconds, curves[:, labels.index(lead)], linewidth=0.8)
    axis.set(ylabel=f"lead {lead} in µV")
axes[-1].set(xlabel="seconds")
figure.align_ylabels()
plt.show()

# %% [markdown]
# No pixel, hence no face and no burned-in text. Is it anonymous? Somebody has added a remark to the
# curve:

# %%
ecg.WaveformAnnotationSequence[0].UnformattedTextValue

# %% [markdown]
# ## Test yourself

# %% tags=["quiz"]
from dcmteach import quiz

quiz("01-inside")

# %% [markdown]
# ## Where to go from here
#
# You can now open any DICOM file and see all of it. [Lesson 2](02-identifies.ipynb) asks which of it
# leads to a person; it is more than the name.

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *Decode one element by hand*: tag `(0010,0030)`, VR `DA`, length 8, value `19511223`: the date of
# birth. *Walk down to the remark*: from `ds` through the first items of Request Attributes Sequence,
# Scheduled Protocol Code Sequence and Protocol Context Sequence to `TextValue`. *A smaller picture,
# an honest header*: 12 mm in both directions.
#
# The predictions, in order: some 4,500 bytes of header, two pages; the next element is the version of
# the file meta information; the family name stands in six elements; the vessels show in the lung
# window; SimpleITK shows about half of the elements. Let people say a number aloud before you run
# each cell: they remember what surprised them.
#
# The cell with `ds.OtherPatientIDsSequence.PatientID` fails on purpose. It is the most frequent error
# of newcomers to sequences, so let them meet it here.
#
# ### Misconceptions
#
# - *The header is a list of fields with fixed places.* It is a row of elements of any length and
#   order of meaning, and a tree. Point to `read_element`: the length is the only way to the next one.
# - *Tags are read from left to right.* Bytes of a number come in reverse; letters do not. The check of
#   the first exercise names this one.
# - *The name is in PatientName.* The search result is the moment that carries this lesson. Give it
#   time, and ask for an explanation of each of the six places.
# - *What my tool does not show is not there.* Have them say which rows of the comparison matter to
#   somebody who removes names.
# - *A smaller or converted image is anonymous.* Down-sizing leaves the header as it is. What happens
#   when one writes JPEG or NIfTI instead is the subject of a later lesson.
# - *VR means virtual reality.* It happens. Say "value representation" in full at least twice.
#
# ### Timing
#
# Five minutes for the first bytes, on the projector, without explaining `struct` further than needed.
# Five for pydicom and the tree, five for the search, five for picture, SimpleITK and ECG together;
# these last sections can be left as reading if time is short, but not the search. First exercise four
# minutes, the second four, the third two. Those who finish early may decode the next element in
# `data`, or look for the operator's name in the private blocks.
