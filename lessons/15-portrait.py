# ---
# dcmteach:
#   title: A scan is a portrait
#   minutes: {teaching: 26, exercises: 28}
#   questions:
#     - The header is clean, and no text stands in the pixels. Who is it?
#     - How does a face come out of slices, and how many lines does that take?
#     - What has to go, so that nobody can be matched to a photograph, and what must not go with it?
#     - When is a face better left where it is?
#   objectives:
#     - Make a portrait of a scan by hand, and match it to photographs.
#     - Find the head, lay an average head over it, and move a mask into its place.
#     - Cut a face and prove, with a measure of its own, that the brain is whole and the shape is gone.
#     - Tell removing from blurring and peeling by what an attacker still finds.
#     - Decide when not to deface, and say what a NIfTI file or a JPEG still tells.
#   key_points:
#     - A scan of a head holds the head's surface, and a threshold is all it takes to see it.
#     - The share of voxels changed says nothing. What counts is whether the shape of the face is gone.
#     - Work in millimetres and in the patient's directions, never in the order of the array.
#     - The cut is checked against the brain by a mask that knows nothing of the cut.
#     - A program that is not certain where the face is has to say so, and change nothing.
#     - Without a header a file is not anonymous. The face, the text and the file's name go with it.
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# Somebody was scanned from the crown to the chin. The header has been cleaned to the standard, each UID is
# new, and no text stands in any slice. The files are on their way to another country.
#
# Researchers took scans like these, of volunteers, rendered their faces, and gave them to a face recognition
# program together with photographs. It named 97 of a hundred [@schwarz2021].
#
# In this lesson you do the same, with people who do not exist. Then you learn to take the face out, and how
# to know that it is out, and that nothing else is.

# %% [markdown] slide="slide"
# ## From slices to a face
#
# An artificial head, as computed tomography. SimpleITK keeps the voxels together with where they lie: size,
# spacing in millimetres, and three directions.

# %% alt="Three planes of a head: from below, from the front, from the side. Bone is white, brain is grey."
import numpy as np
import SimpleITK as sitk
from PIL import Image

from dcmteach.synth import head

person = head(15).image
print(person.GetSize(), person.GetSpacing())
hu = sitk.GetArrayFromImage(person)  # slices, rows, columns
slices, rows, columns = hu.shape
planes = [hu[slices // 2], hu[::-1, rows // 2], hu[::-1, :, columns // 2]]
tall = [((0, slices - len(plane)), (0, 0)) for plane in planes]
planes = [np.pad(one, more, constant_values=-1000) for one, more in zip(planes, tall, strict=True)]
shown = np.clip((np.hstack(planes) + 200) / 500, 0, 1)
Image.fromarray((shown * 255).astype("uint8"))

# %% [markdown]
# Each plane shows the inside. Nobody is recognised by that. But between the air and the head lies skin, in each
# slice a thin line. **Predict:** rays come from the front, one for each column of each slice, and stop at
# the first voxel above −300 Hounsfield units. What picture do the distances make?

# %% alt="On the left, a soft grey mask in which near is bright. On the right, the same lit from above: a face with nose, lips and eyelids."
tissue = hu > -300
depth = np.where(tissue.any(axis=1), tissue.argmax(axis=1), rows)[::-1] * 2.0
near = 1 - np.clip((depth - depth.min()) / 120, 0, 1)
down, across = np.gradient(depth, 2.0)
lit = (1 + 0.5 * across - 0.6 * down) / np.sqrt(1 + down**2 + across**2)
lit = np.where(depth < rows * 2, np.clip(lit, 0, 1), 0)
Image.fromarray((np.hstack([near, lit]) * 255).astype("uint8")).resize((816, 548))

# %% [markdown]
# Four lines for a face. The first picture is the *relief*: how far each point of the skin is away. The second
# is lit by what the relief tells of slopes, as any computer game does it.

# %% [markdown] tags=["exercise"] slug="draw-the-face"
# Your own scan, of somebody else. Its voxels are 3 mm long. Make `depth`: for each slice (the crown in the
# first row) and each column (the patient's right on the left), how many millimetres lie between the front
# of the volume and the skin. Look at the volume before you begin: it was stored by another machine.

# %% tags=["starter"] slug="draw-the-face"
from dcmteach import check
from dcmteach.course.scans import own_scan

scan = own_scan("draw-the-face")
print(scan.GetSize(), scan.GetDirection())
depth = ...
check("draw-the-face", depth)

# %% tags=["wrong"] slug="draw-the-face" says="rays look from above"
tissue = sitk.GetArrayFromImage(scan) > -300
check("draw-the-face", tissue.argmax(axis=1) * 3.0)

# %% tags=["wrong"] slug="draw-the-face" says="lies on its side"
tissue = sitk.GetArrayFromImage(scan) > -300
check("draw-the-face", tissue.argmax(axis=2) * 3.0)

# %% tags=["wrong"] slug="draw-the-face" says="These are voxels"
upright = sitk.GetArrayFromImage(sitk.DICOMOrient(scan, "LPS"))
check("draw-the-face", (upright > -300).argmax(axis=1)[::-1])

# %% tags=["wrong"] slug="draw-the-face" says="A skull"
upright = sitk.GetArrayFromImage(sitk.DICOMOrient(scan, "LPS"))
check("draw-the-face", (upright > 200).argmax(axis=1)[::-1] * 3.0)

# %% tags=["wrong"] slug="draw-the-face" says="the back of the head"
upright = sitk.GetArrayFromImage(sitk.DICOMOrient(scan, "LPS"))
check("draw-the-face", (upright[:, ::-1] > -300).argmax(axis=1)[::-1] * 3.0)

# %% tags=["wrong"] slug="draw-the-face" says="stands on the head"
upright = sitk.GetArrayFromImage(sitk.DICOMOrient(scan, "LPS"))
check("draw-the-face", (upright > -300).argmax(axis=1) * 3.0)

# %% tags=["wrong"] slug="draw-the-face" says="noise in the air"
upright = sitk.GetArrayFromImage(sitk.DICOMOrient(scan, "LPS"))
check("draw-the-face", (upright > -1000).argmax(axis=1)[::-1] * 3.0)

# %% [markdown] tags=["solution"] slug="draw-the-face"
# The slices of this scan run from ear to ear. `DICOMOrient` turns the array until its axes are the patient's,
# and no voxel moves in space.

# %% tags=["solution"] slug="draw-the-face"
upright = sitk.GetArrayFromImage(sitk.DICOMOrient(scan, "LPS"))
depth = (upright > -300).argmax(axis=1)[::-1] * 3.0
check("draw-the-face", depth)

# %% [markdown] slide="slide"
# ## With one verb
#
# `render_face` does this from any side: it finds the threshold by itself, follows the surface between voxels,
# and lights it. **Predict:** does it need a CT? Magnetic resonance has no units, and PET shows metabolism.

# %% alt="The same face four times: from CT, from T1 and from T2 much alike, from PET blurred, but a face."
from dcmteach import render_face

kinds = ["CT", "T1", "T2", "PET"]
faces = [render_face(head(15, modality=kind, spacing=4.0).image).pixels for kind in kinds]
Image.fromarray(np.hstack(faces))

# %% [markdown]
# All four. In PET, skin takes up a little of the tracer, as everything that lives does. That is enough for a
# shape, and for some people it was enough for a match [@schwarz2022].

# %% [markdown] slide="slide"
# ## Who is who
#
# In a town live eight people, and of each there is a photograph. (Here, photographs are renderings too, with
# another light and from another angle. Real ones have hair, colour and spectacles, which makes it harder,
# and a face recognition program is better than ours, which makes it easier.)

# %% alt="Eight faces in two rows, lit from the left. No two are the same."
from dcmteach.course.scans import photographs

town = [photograph.pixels for photograph in photographs()]
Image.fromarray(np.vstack([np.hstack(town[:4]), np.hstack(town[4:])]))

# %% [markdown] tags=["exercise"] slug="who-is-it"
# Your own scan comes from a release without any name. Which of the eight is it? They are counted from 0, row by
# row. Look first; then let `match_faces([portrait], photographs())` compare.

# %% tags=["starter"] slug="who-is-it"
from dcmteach import check, match_faces, render_face
from dcmteach.course.scans import own_scan, photographs

scan = own_scan("who-is-it")
portrait = render_face(scan)  # look at `portrait`
person = ...
check("who-is-it", person)

# %% tags=["wrong"] slug="who-is-it" says="have the numbers"
check("who-is-it", 80)

# %% tags=["wrong"] slug="who-is-it" says="counted from 0"
best = match_faces([portrait], photographs()).best[0]
check("who-is-it", best + 1)

# %% tags=["wrong"] slug="who-is-it" says="looks otherwise"
best = match_faces([portrait], photographs()).best[0]
check("who-is-it", (best + 5) % 8)

# %% tags=["wrong"] slug="who-is-it" says="one number"
check("who-is-it", portrait)

# %% [markdown] tags=["solution"] slug="who-is-it"
# The head was turned a little, and the light is another. The shape is the same.

# %% tags=["solution"] slug="who-is-it"
matches = match_faces([portrait], photographs())
print(matches.scores.round(1))
person = matches.best[0]
check("who-is-it", person)

# %% [markdown]
# One scan is luck. **Predict:** a hospital releases coarse T1 scans of the first four, heads turned as they were. How
# many find their photograph?

# %%
from dcmteach.synth.practice_heads import townsman

scans = [townsman(n, spacing=4.0, turn=(n % 5 - 2.0, 0, n - 3.0)).image for n in range(4)]
portraits = [render_face(one) for one in scans]
before = match_faces(portraits, photographs())
print(before)

# %% [markdown] slide="slide"
# ## Where does the head end?
#
# To take a face out, a program has to know where it is. First: where is the head? A threshold finds
# everything denser than air. **Predict:** what is that in this slice?

# %% alt="A slice of a head above a curved bright line, the head rest. On the right the same in three colours of grey: head, rest and cushion."
from dcmteach.course.scans import own_scan

scan = own_scan("one-piece")
pieces = sitk.RelabelComponent(sitk.ConnectedComponent(scan > -300))
count = int(sitk.GetArrayFromImage(pieces).max())
middle = sitk.GetArrayFromImage(scan)[40]
labels = sitk.GetArrayFromImage(pieces)[40]
print(count, "pieces")
shown = np.hstack([np.clip((middle + 1000) / 1400, 0, 1), np.clip(labels / 3, 0, 1)])
Image.fromarray((shown * 255).astype("uint8")).resize((shown.shape[1] * 4, shown.shape[0] * 4))

# %% [markdown] tags=["exercise"] slug="one-piece"
# How large is the head in this scan of yours, in millilitres of tissue above −300 Hounsfield units?

# %% tags=["starter"] slug="one-piece"
from dcmteach import check
from dcmteach.course.scans import own_scan

scan = own_scan("one-piece")
millilitres = ...
check("one-piece", millilitres)

# %% tags=["wrong"] slug="one-piece" says="what the head lies on"
check("one-piece", sitk.GetArrayFromImage(scan > -300).sum() * 0.027)

# %% tags=["wrong"] slug="one-piece" says="This is bone"
check("one-piece", sitk.GetArrayFromImage(scan > 200).sum() * 0.027)

# %% tags=["wrong"] slug="one-piece" says="counted in voxels"
pieces = sitk.RelabelComponent(sitk.ConnectedComponent(scan > -300))
check("one-piece", sitk.GetArrayFromImage(pieces == 1).sum())

# %% tags=["wrong"] slug="one-piece" says="counted in mm³"
check("one-piece", sitk.GetArrayFromImage(pieces == 1).sum() * 27)

# %% tags=["wrong"] slug="one-piece" says="is less than"
check("one-piece", 1500)

# %% [markdown] tags=["solution"] slug="one-piece"
# The largest piece has number 1 after `RelabelComponent`. A voxel is 27 mm³, which are 0.027 ml.

# %% tags=["solution"] slug="one-piece"
pieces = sitk.RelabelComponent(sitk.ConnectedComponent(scan > -300))
millilitres = sitk.GetArrayFromImage(pieces == 1).sum() * 0.027
check("one-piece", millilitres)

# %% [markdown] slide="slide"
# ## Where is the face?
#
# A mask of the face is drawn once, on an *average head*, and then moved. *Registration* finds the movement: it
# turns, shifts and stretches the average until both agree, by *mutual information*, which asks only whether
# one tells of the other, and so works for MR on CT. This head leans back. **Predict:** what happens if nobody
# moves the mask?

# %%
from dcmteach.pixels import face_template, surface_threshold

scan = own_scan("hold-the-brain")
average = face_template()
moving = average.as_image(average.image)
fixed = sitk.SmoothingRecursiveGaussian(sitk.Cast(scan, sitk.sitkFloat32), 3)
moments = sitk.CenteredTransformInitializerFilter.MOMENTS
start = sitk.CenteredTransformInitializer(fixed, moving, sitk.AffineTransform(3), moments)

# %%
method = sitk.ImageRegistrationMethod()
method.SetMetricAsMattesMutualInformation(32)
method.SetMetricSamplingStrategy(method.REGULAR)
method.SetMetricSamplingPercentage(0.1)
method.SetInterpolator(sitk.sitkLinear)
method.SetOptimizerAsRegularStepGradientDescent(2.0, 0.02, 200)
method.SetOptimizerScalesFromPhysicalShift()
method.SetInitialTransform(start, inPlace=False)
found = method.Execute(fixed, moving)
print(f"{method.GetOptimizerIteration()} steps, likeness {-method.GetMetricValue():.2f}")


# %% alt="A head from the side, three times: as it was; with a part of the forehead gone and the chin still there; with the whole face gone."
def moved(name, transform):
    mask = average.as_image(average.maps[name])
    return sitk.Resample(mask, scan, transform, sitk.sitkLinear, 0.0) > 0.5


unmoved, cut = moved("cut", sitk.Transform()), moved("cut", found)
three = [scan, sitk.Mask(scan, sitk.Not(unmoved)), sitk.Mask(scan, sitk.Not(cut))]
edge = surface_threshold(scan)
Image.fromarray(np.hstack([render_face(one, view="left", threshold=edge).pixels for one in three]))

# %% [markdown]
# The face is gone. Is anything else? That is asked of a mask of the brain which knows nothing of the cut. It is
# made of this volume alone: what lies within the skull, in one piece.

# %%
from dcmteach.pixels import brain_estimate

brain = brain_estimate(scan)
touched = sitk.GetArrayFromImage(sitk.And(cut, brain)).sum()
print(f"{touched} of {sitk.GetArrayFromImage(brain).sum()} voxels of the brain were cut")

# %% [markdown] tags=["exercise"] slug="hold-the-brain"
# For the same scan, make `mask`, what is to be taken away: an image on the grid of the scan. Nose and mouth have
# to go altogether, nine tenths of the face's surface and three fifths of the eyes, and of the brain not one
# voxel in a hundred.

# %% tags=["starter"] slug="hold-the-brain"
from dcmteach import check
from dcmteach.course.scans import own_scan

scan = own_scan("hold-the-brain")
mask = ...
check("hold-the-brain", mask)

# %% tags=["wrong"] slug="hold-the-brain" says="of the brain go with the face"
check("hold-the-brain", cut)

# %% tags=["wrong"] slug="hold-the-brain" says="This head leans back"
check("hold-the-brain", moved("cut", sitk.Transform()))

# %% tags=["wrong"] slug="hold-the-brain" says="the whole head"
check("hold-the-brain", scan > 60)

# %% tags=["wrong"] slug="hold-the-brain" says="peel the skin off"
inside = sitk.BinaryFillhole(scan > 60)
check("hold-the-brain", inside - sitk.BinaryErode(inside, [1, 1, 1]))

# %% tags=["wrong"] slug="hold-the-brain" says="not on the grid"
check("hold-the-brain", average.as_image(average.maps["cut"]) > 0.5)

# %% tags=["wrong"] slug="hold-the-brain" says="nothing is marked"
check("hold-the-brain", sitk.And(cut, sitk.Not(cut)))

# %% [markdown] tags=["solution"] slug="hold-the-brain"
# The brain, and a voxel around it, are taken out of the cut. The deep part of the cut loses a little, the face
# nothing.

# %% tags=["solution"] slug="hold-the-brain"
safe = sitk.BinaryDilate(brain_estimate(scan), [1, 1, 1])
mask = sitk.And(cut, sitk.Not(safe))
check("hold-the-brain", mask)

# %% [markdown] slide="slide"
# ## With one verb, again
#
# `deface` does these steps, with more care: it tries many poses before it begins, keeps off the brain, and
# refuses when it is not certain. **Predict:** how much of the face does it take here, and how many voxels
# of the brain?

# %% alt="A head from the front and from three quarters, before and after. After, the front of the head from the brows to the chin is a plain hollow."
from dcmteach import deface

result = deface(scan)
print(result.report)
rows = [
    np.hstack([render_face(one, view=side).pixels for side in ["front", "three-quarter"]])
    for one in (scan, result.volume)
]
Image.fromarray(np.vstack(rows))

# %% [markdown]
# Of the brain, about one voxel in a thousand was touched, at its rim: two masks that know nothing of each other never
# end at the same voxel. By the key of these made heads it is none, or one or two.

# %% [markdown] slide="slide"
# ## Changed is not gone
#
# Programs that deface are praised for how many voxels they change. **Predict:** which of these three changes the
# most of the face's surface, and in which is the face still there?

# %%
from dcmteach import relief_correlation
from dcmteach.pixels import facial_relief

relief = facial_relief(scan)
skin = sitk.BinaryFillhole(scan > 60)
peeled = sitk.Mask(scan, sitk.BinaryErode(skin, [1, 1, 1]))
for name, one in [
    ("peeled", peeled),
    ("blurred", deface(scan, method="blur").volume),
    ("removed", result.volume),
    ("shell", deface(scan, method="shell").volume),
]:
    print(f"{name:8} shape still there: {relief_correlation(relief, one):5.2f}")

# %% [markdown]
# Peeling changes every voxel of the skin, and leaves the shape of what lies below: a face. A blur takes wrinkles and
# leaves nose, brows and chin; how much an attacker needs, nobody knows beforehand. The measure is the *correlation of the relief*, before and after. Near 0,
# nothing is left of a face.
#
# `"shell"` puts an average face, of nobody, where the old one was, since some programs need a face to find the
# brain. So there is relief again: two strangers' faces correlate by 0.8, for both have a nose. A high
# correlation says that *a* face is there. Whose it is, only the attack can say.

# %% [markdown]
# So ask the attacker, who knows what faces look like in general (`guides`). **Predict:** of the four, how many are
# matched now? By chance alone it would be one in every other town.

# %%
defaced = [render_face(deface(one).volume) for one in scans]
after = match_faces(defaced, photographs(), guides=portraits)
print("before:", before)
print("after: ", after)

# %% [markdown] tags=["exercise"] slug="which-release"
# Four hospitals have released the scan of one person, `A` to `D`, each after a treatment of its own. Name those
# that must not go out, because the shape of the face is still in them.

# %% tags=["starter"] slug="which-release"
from dcmteach import check
from dcmteach.course.scans import own_releases

releases = own_releases()  # {"A": scan, "B": scan, "C": scan, "D": scan}
faces = [render_face(one, view="three-quarter").pixels for one in releases.values()]
picture = Image.fromarray(np.hstack(faces))  # look at `picture`
dangerous = ...
check("which-release", dangerous)

# %% tags=["wrong"] slug="which-release" says="All four?"
check("which-release", "ABCD")

# %% tags=["wrong"] slug="which-release" says="deeper than the other"
from dcmteach.course.scans import own_releases_key

made = {how: letter for letter, how in own_releases_key().items()}
check("which-release", [made["deeper"], made["peel"]])

# %% tags=["wrong"] slug="which-release" says="a hole"
from dcmteach.course.scans import own_releases_key

made = {how: letter for letter, how in own_releases_key().items()}
check("which-release", [made["remove"], made["peel"]])

# %% tags=["wrong"] slug="which-release" says="all of the surface has been changed"
from dcmteach.course.scans import own_releases_key

made = {how: letter for letter, how in own_releases_key().items()}
check("which-release", [made["noise"]])

# %% tags=["wrong"] slug="which-release" says="every voxel of the scan is another"
from dcmteach.course.scans import own_releases_key

made = {how: letter for letter, how in own_releases_key().items()}
check("which-release", [made["peel"]])

# %% tags=["wrong"] slug="which-release" says="Which?"
check("which-release", [])

# %% tags=["wrong"] slug="which-release" says="Give letters"
check("which-release", ["the noisy one"])

# %% [markdown] tags=["solution"] slug="which-release"
# Where no relief is left there is nothing to match. In the two others it is the relief of the scan as it was.

# %% tags=["solution"] slug="which-release"
scan = own_scan("which-release")
shapes = {letter: relief_correlation(scan, one) for letter, one in releases.items()}
print({letter: round(shape, 2) for letter, shape in shapes.items()})
dangerous = [letter for letter, shape in shapes.items() if shape > 0.35]
check("which-release", dangerous)

# %% [markdown] slide="slide"
# ## Is there a face at all?
#
# Not each scan has one. Whoever defaces a chest destroys it, and whoever defaces what has been defaced makes the
# hole larger. **Predict** which of these holds a face:

# %%
from dcmteach import has_face
from dcmteach.synth import not_a_head

for kind in ["chest", "skull-stripped", "defaced"]:
    answer = has_face(not_a_head(kind, 15, spacing=6.0))
    print(f"{kind:15}", answer.present, "-", answer.reason)
for crop in ["eyes", "chin"]:
    answer = has_face(head(15, crop=crop, spacing=4.0).image)
    print(f"cut: {crop:10}", answer.present, "-", answer.reason)

# %% [markdown]
# In doubt it says yes: where the field of view ends near the eyes, the brows may be in it, and a *no* that is wrong
# publishes a face.
#
# And a *tilted* gantry? Some CT scanners lean, so that each slice is shifted against the one before. A program that
# stacks the slices as if they stood straight has a sheared head. **Predict:** what does `volume` make of it?

# %%
from pathlib import Path
from tempfile import mkdtemp

from dcmteach import DcmteachError, volume
from dcmteach.synth import head_series

desk = Path(mkdtemp())
straight, tilted = desk / "straight", desk / "tilted"
head_series(straight, 15, spacing=(4.0, 4.0, 6.0))
head_series(tilted, 15, spacing=(4.0, 4.0, 6.0), tilt=15.0)
for folder in [straight, tilted]:
    try:
        print(volume(folder))
    except DcmteachError as error:
        print(error)

# %% [markdown] slide="slide"
# ## What is lost
#
# A cut takes more than a face. **Predict** what is missing after it, besides what photographs show.

# %%
done = deface(volume(straight))
mask = sitk.GetArrayFromImage(done.mask) > 0
whole = head(15, spacing=(4.0, 4.0, 6.0))
print(f"{mask.sum() * 0.096:.0f} ml were changed")
for name in ["eyes", "nose", "mouth", "ears", "skull", "brain"]:
    part = sitk.GetArrayFromImage(whole.parts[name]) > 0
    print(f"{name:6} {(mask & part).sum() / part.sum():6.1%}")

# %% [markdown]
# Eyes and the beginning of the optic nerves, the sinuses, teeth, half of the jaw. The brain is whole. Who
# measures the cortex loses nothing; others lose what they came for.
#
# `keep=("ears",)` leaves parts in their place. `margin` cuts deeper, or less deep.

# %% [markdown] tags=["exercise"] slug="when-not"
# Six releases of head scans. Decide for each: `"deface"`, or `"keep the face"` and share under an agreement only.

# %% tags=["starter"] slug="when-not"
from dcmteach import check

six = {
    "T1 for measuring the thickness of the cortex": ...,
    "CT for planning the dose of a radiation of the brain": ...,
    "MR of the optic nerves in multiple sclerosis": ...,
    "CT examples for a course on the web": ...,
    "CT on which surgeons train to mend jaws": ...,
    "CT for training a program that finds bleeding": ...,
}
decisions = list(six.values())
check("when-not", decisions)

# %% tags=["wrong"] slug="when-not" says="look at the brain"
check("when-not", ["keep the face"] * 6)

# %% tags=["wrong"] slug="when-not" says="A dose is planned"
check("when-not", ["deface"] * 6)

# %% tags=["wrong"] slug="when-not" says="behind the eyes"
decisions = ["deface", "keep the face", "deface", "deface", "keep the face", "deface"]
check("when-not", decisions)

# %% tags=["wrong"] slug="when-not" says="would the surgeon practise"
decisions = ["deface", "keep the face", "keep the face", "deface", "deface", "deface"]
check("when-not", decisions)

# %% tags=["wrong"] slug="when-not" says="letter by letter"
check("when-not", ["yes", "no", "no", "yes", "no", "yes"])

# %% [markdown] tags=["solution"] slug="when-not"
# The dose, the nerves and the jaw need what would be cut.

# %% tags=["solution"] slug="when-not"
keep = "keep the face"
check("when-not", ["deface", keep, keep, "deface", keep, "deface"])

# %% [markdown] slide="slide"
# ## A whole folder
#
# `deidentify` takes faces out before any header is cleaned, series by series: only voxels under the mask change,
# and the header says what was done (method code 113102, *Clean Recognizable Visual Features Option*). It reads
# the result again, and looks for a face. **Predict:** what becomes of the tilted series?

# %%
from dcmteach import deidentify

(desk / "in").mkdir()
straight.rename(desk / "in" / "straight")
tilted.rename(desk / "in" / "tilted")
report = deidentify(desk / "in", desk / "out", faces="remove")
print(report.caption)
for one in {one.reason for one in report.held_back}:
    print(one)

# %% [markdown]
# What cannot be done with certainty is not written. On the command line this is
# `dcmteach deidentify IN OUT --faces remove`; `dcmteach face` shows what a scan shows, and `dcmteach deface` treats
# one series. In a notebook, `FaceViewer` shows planes and portrait, before and after, and counts the voxels of
# the brain while you move the margin.

# %%
from dcmteach import FaceViewer

FaceViewer(whole.image, after=done)

# %% [markdown] slide="slide"
# ## Without a header
#
# Often somebody says: *we share NIfTI, which has no header, so it is anonymous.* Or JPEG. What is left behind
# then, and what is not? `export` writes such files, and reports. **Predict** what goes, and what stays:

# %%
from dcmteach import export

export(desk / "in" / "straight", desk / "scan.nii.gz")

# %% [markdown]
# The names are gone, and the face has gone with the file. So would the text in the pixels, the name of the
# file, and whoever holds the original finds it again by comparing voxels.
#
# And this was our own converter. Others fill fields that hardly anybody reads: `descrip` has 80 characters, and
# behind the header there is room for an *extension* of any length.

# %% [markdown] tags=["exercise"] slug="nifti-tells"
# A converter has made this file for you, and somebody has called it `anonymous.nii.gz`. When was the
# patient born? (SimpleITK does not show everything. The bytes do.)

# %% tags=["starter"] slug="nifti-tells"
import gzip

from dcmteach import check
from dcmteach.course.scans import own_nifti

path = own_nifti()
content = gzip.open(path).read()
print(len(content), "bytes, of which the first 348 are the header")
date = ...
check("nifti-tells", date)

# %% tags=["wrong"] slug="nifti-tells" says="from the field `descrip`"
check("nifti-tells", content[148:228].rstrip(b"\0").decode())

# %% tags=["wrong"] slug="nifti-tells" says="when the scan was made"
check("nifti-tells", content.split(b"AcquisitionDate=")[1][:8].decode())

# %% tags=["wrong"] slug="nifti-tells" says="the patient's number"
number = content[360:].split(b"id=")[1].split()[0].decode()
check("nifti-tells", number)

# %% tags=["wrong"] slug="nifti-tells" says="as YYYYMMDD"
check("nifti-tells", "nobody can know")

# %% tags=["wrong"] slug="nifti-tells" says="No such date"
check("nifti-tells", "19000101")

# %% [markdown] tags=["solution"] slug="nifti-tells"
# After the header come four bytes, then the extension: its size, its kind, and text.

# %% tags=["solution"] slug="nifti-tells"
behind = content[352:]
print(behind[8:100])
date = behind.split(b"dob=")[1][:8].decode()
check("nifti-tells", date)

# %% [markdown] tags=["callout"] kind="important" title="How certain is certain?"
# Artificial heads flatter a program, ours too: they have no beard, no metal, no scars, and all are cut from one
# cloth. Look at each rendering of what you release. A match by shape is one way to be found; the pattern of
# the cortex, a rare disease and a date are others. So faces are taken out *and* a release stays under an
# agreement.

# %% tags=["quiz"]
from dcmteach import quiz

quiz("15-portrait")

# %% [markdown] tags=["instructor"]
# ### Expected answers
#
# *What picture do the distances make?* A face, in relief. *Does it need a CT?* No: T1, T2 and PET do as well.
#
# *How many of four find their photograph?* All. *What is dense in the slice?* The head, the head
# rest and its cushion.
#
# *If nobody moves the mask:* the forehead is cut, brain with it, and the chin stays. *After moving:* the face
# goes, and some thousand voxels of the brain.
#
# *The verb:* all of nose and mouth; of the brain about one voxel in a thousand, at its rim. *After defacing:* one of four, which is what
# guessing finds in every other town. `make bench` does it for fifty.
#
# *Peeled* changes all of the surface, and the face is there. So is a face in the shell, and it is nobody's. *Which
# holds a face?* None of the first three; of cut heads it is assumed as long as brows may be in them.
#
# *The tilted series* is refused by `volume`, and held back by `deidentify`. *What is lost:* eyes, sinuses,
# teeth, the front of the jaw.
#
# *Export:* the header goes; the face stays.
#
# *Exercises.* Scans differ from learner to learner. Draw the face: `DICOMOrient`, then `argmax` times three.
# Who is it: what `match_faces` says. One piece: the largest component. Hold the brain: the moved cut without the
# dilated brain. Which release: the peeled and the noisy one. When not: dose, optic nerves, jaw. NIfTI: `dob=`
# behind the header.
#
# ### Misconceptions
#
# - *Slices are anonymous.* One of them is. A hundred of them are a head.
# - *Only good MR shows a face.* Let somebody render the PET.
# - *If 99 % of the surface has changed, it is gone.* Show the peeled head from the side.
# - *Axis 1 is front to back.* In this file. Ask for `GetDirection()` first.
# - *A face detector that finds nothing proves it.* It measures whether there is a face, not whose.
# - *Defacing cannot harm.* A dose plan through air harms.
# - *NIfTI is anonymous.* Open the bytes.
#
# ### Timing
#
# Four minutes for the relief, four for who is who, six for registration by hand (run the cells, explain three lines:
# metric, optimiser, initial transform), four for the verb and the attack, three for what is gone and what is
# lost, three for the folder, two for NIfTI. Exercises: four minutes each. If time is short, do *who is it*, *which release*
# and *when not*. Nobody needs to see a real person's face for any of this, and nobody should.
