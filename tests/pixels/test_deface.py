"""Taking a face out: what goes, what stays, and when it is refused."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("SimpleITK")

import numpy as np
import SimpleITK as sitk

from dcmteach.errors import DcmteachError
from dcmteach.pixels import FaceDoubtful, NoFace, deface, has_face, volume
from dcmteach.synth.head import head, not_a_head


@pytest.fixture(scope="module")
def person():
    return head(11, modality="T1", spacing=3.0)


@pytest.fixture(scope="module")
def done(person):
    return deface(volume(person.image, modality="MR"))


def _on(image):
    return sitk.GetArrayViewFromImage(image) > 0


def _share(made, made_of, part):
    return _on(made.mask)[_on(made_of.parts[part])].mean()


def test_nose_and_mouth_go_entirely_and_the_skin_of_the_face_nearly(person, done):
    assert _share(done, person, "nose") == 1
    assert _share(done, person, "mouth") == 1
    assert _share(done, person, "face_shell") > 0.96
    assert _share(done, person, "eyes") > 0.85


def test_no_voxel_of_the_brain_goes(person, done):
    assert not (_on(done.mask) & _on(person.parts["brain"])).any()
    assert done.report.brain_touched < 2e-3 * done.report.brain_voxels
    assert done.report.brain_voxels > 20_000


def test_of_a_broken_estimate_of_the_brain_nothing_is_claimed_nor_cut(person, done, monkeypatch):
    from dcmteach.pixels import deface_known

    look = deface_known.known

    def broken(*args, **how):
        seen = look(*args, **how)
        half = sitk.GetArrayFromImage(seen.brain)
        half[:, :, : half.shape[2] // 2] = 0
        brain = sitk.GetImageFromArray(half)
        brain.CopyInformation(seen.brain)
        return seen._replace(brain=brain)

    monkeypatch.setattr(deface_known, "known", broken)
    made = deface(volume(person.image, modality="MR"), threshold=0.0)
    assert made.report.confidence < 0.7 < done.report.confidence
    assert made.report.brain_voxels == 0
    assert "not told well enough" in made.report.describe()
    assert not (_on(made.mask) & _on(person.parts["brain"])).any()


def test_the_rest_of_the_head_stays_as_it_was(person, done):
    before = sitk.GetArrayViewFromImage(person.image)
    after = sitk.GetArrayViewFromImage(done.volume.image)
    kept = ~_on(done.mask)
    assert np.array_equal(before[kept], after[kept])
    rest = _on(person.parts["head"]) & ~_on(person.parts["face"]) & ~_on(person.parts["brain"])
    assert kept[rest].mean() > 0.78


def test_what_is_put_there_looks_like_the_air_of_this_volume(person, done):
    after = sitk.GetArrayViewFromImage(done.volume.image)
    there = after[_on(done.mask)]
    corner = sitk.GetArrayViewFromImage(person.image)[-8:, :8, :8]
    assert there.std() > 0
    assert abs(there.mean() - corner.mean()) < 3 * corner.std()


def test_the_same_volume_gives_the_same_result_and_is_not_changed(person, done):
    before = sitk.Hash(person.image)
    again = deface(volume(person.image, modality="MR"))
    assert sitk.Hash(again.volume.image) == sitk.Hash(done.volume.image)
    assert sitk.Hash(person.image) == before


def test_afterwards_there_is_no_face_to_take_out(done):
    assert not has_face(done.volume)


@pytest.mark.parametrize(
    ("modality", "how"),
    [
        ("CT", {"turn": (-18, 0, 0)}),
        ("T2", {"turn": (0, 6, 18), "orientation": "sagittal"}),
        ("T1", {"crop": "nose"}),
        ("CT", {"spacing": (2.0, 2.0, 6.0), "orientation": "coronal"}),
        ("PET", {}),
    ],
)
def test_any_modality_turn_orientation_and_field_of_view(modality, how):
    made_of = head(12, modality=modality, **{"spacing": 3.0, **how})
    told = {"CT": "CT", "PET": "PT"}.get(modality, "MR")
    made = deface(volume(made_of.image, modality=told))
    assert _share(made, made_of, "nose") == 1
    assert _share(made, made_of, "face_shell") > 0.92
    assert (_on(made.mask) & _on(made_of.parts["brain"])).sum() == 0
    assert ("mouth" in made.report.parts) == (how.get("crop") != "nose")


def test_ears_are_kept_on_request_and_a_margin_takes_more_and_still_no_brain(person, done):
    other = deface(volume(person.image, modality="MR"), keep=("ears",), margin=6)
    assert _share(done, person, "ears") > 0.7
    assert _share(other, person, "ears") < 0.2
    assert _share(other, person, "nose") == 1
    assert other.report.kept == ("ears",)
    gone, more = (_on(made.mask) & _on(person.parts["head"]) for made in (done, other))
    assert more.sum() > gone.sum()
    assert not (_on(other.mask) & _on(person.parts["brain"])).any()


def test_a_shell_puts_tissue_where_air_would_be(person, done):
    shell = deface(volume(person.image, modality="MR"), method="shell")
    nose = _on(person.parts["nose"])
    taken = sitk.GetArrayViewFromImage(done.volume.image)[nose].mean()
    put = sitk.GetArrayViewFromImage(shell.volume.image)[nose]
    assert put.mean() > 3 * taken
    assert put.std() > 0
    assert sitk.Hash(shell.mask) == sitk.Hash(done.mask)


def test_a_blur_stays_within_the_mask_and_says_what_it_is_worth(person):
    soft = deface(volume(person.image, modality="MR"), method="blur")
    before = sitk.GetArrayViewFromImage(person.image)
    after = sitk.GetArrayViewFromImage(soft.volume.image)
    assert np.array_equal(before[~_on(soft.mask)], after[~_on(soft.mask)])
    assert "no way to de-identify" in soft.report.describe()


def test_the_report_tells_parts_brain_and_confidence(done):
    told = json.loads(done.report.to_json())
    assert set(told["parts"]) == {"face", "nose", "eyes", "mouth", "ears"}
    assert told["parts"]["nose"] == 1
    assert told["confidence"] > 0.5
    assert "voxels replaced by air" in done.report.describe()
    assert "Of " in str(done.report)


def test_the_picture_is_a_png_of_two_rows(done, tmp_path):
    path = done.picture(tmp_path / "before-after.png")
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    assert width > height > 300


@pytest.mark.parametrize("kind", ["chest", "skull-stripped", "vessels"])
def test_what_shows_no_face_is_refused_with_the_reason(kind):
    with pytest.raises(NoFace, match=r"^There is no face to take out: .+\.$"):
        deface(volume(not_a_head(kind, 3)))


def test_a_head_that_faces_backwards_is_refused(person):
    turned = sitk.Image(person.image)
    turn = np.array(turned.GetDirection()).reshape(3, 3) * [[-1], [-1], [1]]
    turned.SetDirection(turn.ravel().tolist())
    turned.SetOrigin(
        [-value if axis < 2 else value for axis, value in enumerate(turned.GetOrigin())]
    )
    with pytest.raises((FaceDoubtful, NoFace)):
        deface(volume(turned, modality="MR"))


def test_a_threshold_above_what_is_reached_refuses_in_a_sentence(person, monkeypatch):
    from dcmteach.pixels import deface_doubt

    monkeypatch.setattr(deface_doubt, "confidence", lambda *_: (0.3, "its outline is odd"))
    with pytest.raises(FaceDoubtful, match=r"its outline is odd; confidence 0\.30.*Nothing was"):
        deface(volume(person.image, modality="MR"))


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"method": "melt"}, r"method must be one of remove, blur, shell \(got 'melt'\)"),
        ({"margin": 90}, "margin must be from -20 to 20 mm"),
        ({"keep": "ears"}, r'keep=\("ears",\)'),
        ({"keep": ("face",)}, "keep names parts of a face"),
        ({"threshold": 3}, "threshold must be from 0 to 1"),
    ],
)
def test_a_wrong_choice_is_told(person, choice, told):
    with pytest.raises(DcmteachError, match=told):
        deface(person.image, **choice)


def test_importing_the_room_loads_nothing_heavy():
    program = (
        "import sys, dcmteach.pixels, dcmteach.pixels.deface, dcmteach.pixels.brain;"
        "print([name for name in ('numpy', 'SimpleITK') if name in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "[]"
