import hashlib

import pytest

np = pytest.importorskip("numpy")
sitk = pytest.importorskip("SimpleITK")

from dcmteach.errors import DcmteachError  # noqa: E402
from dcmteach.synth import head, not_a_head  # noqa: E402
from dcmteach.synth.head_shape import HeadShape, draw_shape  # noqa: E402

COARSE = 4.0


def array(image):
    return sitk.GetArrayFromImage(image)


def mask(made, name):
    return array(made.parts[name]) > 0


@pytest.fixture(scope="module")
def ct():
    return head(11, spacing=3.0)


def test_the_same_seed_gives_the_same_head_to_the_voxel():
    one, other = head(5, spacing=COARSE), head(5, spacing=COARSE)
    assert (array(one.image) == array(other.image)).all()
    assert (mask(one, "face") == mask(other, "face")).all()


def test_a_head_is_the_same_on_every_machine():
    image = array(head(5, spacing=8.0).image)
    assert image.dtype == np.int16
    known = (image.shape, int(image.sum(dtype=np.int64)))
    assert known == ((33, 28, 26), -14890535)
    assert hashlib.sha256(image.astype("<i2").tobytes()).hexdigest().startswith("84b6bf8989fc")


def test_other_seeds_give_other_people():
    shapes = [draw_shape(seed) for seed in range(50)]
    for name in ("nose_length", "jaw_width", "eye_distance", "brow", "lip", "ear_size", "width"):
        assert len({round(getattr(shape, name), 3) for shape in shapes}) >= 48


def test_a_head_keeps_its_shape_in_every_modality_and_position():
    one = head(5, spacing=COARSE)
    other = head(5, spacing=COARSE, modality="T2", turn=(15, 0, -10), orientation="sagittal")
    assert one.shape == other.shape
    volumes = [mask(made, "brain").sum() for made in (one, other)]
    assert volumes[0] == pytest.approx(volumes[1], rel=0.03)


def test_no_part_is_empty_and_all_lie_within_the_head(ct):
    inside = mask(ct, "head")
    for name in ct.parts:
        own = mask(ct, name)
        assert own.sum() > 100, name
        assert not (own & ~inside).any(), name


def test_the_face_touches_neither_brain_nor_ears(ct):
    for name in ("brain", "ears"):
        assert not (mask(ct, "face") & mask(ct, name)).any()
    assert not (mask(ct, "brain") & mask(ct, "skull")).any()


def test_nose_eyes_and_mouth_are_apart_and_belong_to_the_face(ct):
    for name in ("nose", "eyes", "mouth", "face_shell"):
        assert not (mask(ct, name) & ~mask(ct, "face")).any()
    assert not (mask(ct, "nose") & mask(ct, "mouth")).any()
    assert not (mask(ct, "eyes") & mask(ct, "mouth")).any()


def test_the_brain_is_inside_the_skull_in_every_direction(ct):
    skull, brain = mask(ct, "skull"), mask(ct, "brain")
    level = int(np.nonzero(brain.any(axis=(1, 2)))[0].mean()) + 8  # above the base
    rows, columns = np.nonzero(brain[level])
    for row, column in zip(rows[::7], columns[::7], strict=True):
        assert skull[level, :row, column].any()
        assert skull[level, row:, column].any()
        assert skull[level, row, :column].any()
        assert skull[level, row, column:].any()


def test_volumes_are_those_of_an_adult():
    for seed in range(3):
        made = head(seed, spacing=COARSE)
        litres = {name: mask(made, name).sum() * COARSE**3 / 1e6 for name in made.parts}
        assert 1.0 < litres["brain"] < 1.8
        assert 0.35 < litres["skull"] < 0.9
        assert 0.2 < litres["face"] < 0.5
        assert 0.008 < litres["nose"] < 0.04


def test_the_nose_is_in_front_between_the_eyes_and_the_mouth():
    made = head(3, spacing=3.0)
    where = {}
    for name in ("nose", "eyes", "mouth", "brain"):
        z, y, x = (line.mean() for line in np.nonzero(mask(made, name)))
        where[name] = made.image.TransformContinuousIndexToPhysicalPoint((x, y, z))
    assert where["nose"][1] < where["eyes"][1] < where["brain"][1]  # anterior is negative
    assert where["mouth"][2] < where["nose"][2] < where["eyes"][2] < where["brain"][2]
    assert abs(where["nose"][0]) < 4


def test_a_ct_is_in_hounsfield_units():
    made = head(4, spacing=3.0, noise=0.0)
    image = array(made.image)
    assert image[~mask(made, "head")].min() == -1000
    assert 20 < np.median(image[mask(made, "brain")]) < 45
    assert np.median(image[mask(made, "skull")]) > 300


def test_each_contrast_orders_the_tissues_as_it_should():
    t1 = head(4, modality="T1", spacing=3.0, noise=0.0, bias=0.0)
    t2 = head(4, modality="T2", spacing=3.0, noise=0.0, bias=0.0)
    pet = head(4, modality="PET", spacing=3.0, noise=0.0)
    brain, skin, eyes = (mask(t1, name) for name in ("brain", "skin", "eyes"))
    assert np.median(array(t1.image)[brain]) > 2 * np.percentile(array(t1.image)[eyes], 10)
    assert np.median(array(t2.image)[brain]) < np.percentile(array(t2.image)[eyes], 90)
    assert np.median(array(pet.image)[brain]) > 8 * np.median(array(pet.image)[skin])


def test_noise_and_bias_can_be_turned_off():
    still = head(4, modality="T1", spacing=COARSE, noise=0.0, bias=0.0)
    noisy = head(4, modality="T1", spacing=COARSE)
    air = ~mask(still, "head") & (array(still.image) == 0)
    assert air.sum() > 1000
    assert 5 < array(noisy.image)[air].std() < 20
    assert array(noisy.image).min() >= 0


@pytest.mark.parametrize("turn", [(20, 0, 0), (0, -20, 0), (0, 0, 20), (-15, 10, 12)])
def test_a_turned_head_is_the_same_head_elsewhere(turn):
    straight = head(6, spacing=3.0, noise=0.0)
    turned = head(6, spacing=3.0, noise=0.0, turn=turn)
    from dcmteach.synth.head_grid import rotation

    back = sitk.AffineTransform(3)
    back.SetMatrix(rotation(turn).ravel().tolist())
    moved = sitk.Resample(
        turned.image, straight.image, back, sitk.sitkLinear, -1000.0, sitk.sitkFloat32
    )
    z, y, x = np.nonzero(mask(straight, "brain") | mask(straight, "face"))
    apart = np.abs(array(moved)[z, y, x] - array(straight.image)[z, y, x])
    assert np.median(apart) < 25
    assert np.corrcoef(array(moved)[z, y, x], array(straight.image)[z, y, x])[0, 1] > 0.9


@pytest.mark.parametrize("orientation", ["axial", "sagittal", "coronal"])
def test_the_way_of_storing_moves_nothing_in_the_patient(orientation):
    made = head(6, spacing=3.0, noise=0.0, orientation=orientation)
    known = head(6, spacing=3.0, noise=0.0)
    same = sitk.Resample(
        made.image, known.image, sitk.Transform(), sitk.sitkLinear, -1000.0, sitk.sitkFloat32
    )
    inside = mask(known, "brain")
    assert np.abs(array(same)[inside] - array(known.image)[inside]).mean() < 6
    slices = {"axial": 2, "sagittal": 0, "coronal": 1}[orientation]
    normal = made.image.GetDirection()[2::3]
    assert abs(normal[slices]) == 1


@pytest.mark.parametrize(
    ("crop", "gone", "left"),
    [("eyes", "nose", "brain"), ("nose", "mouth", "eyes"), ("chin", None, "mouth"),
     ("vertex", None, "nose"), ("front", None, "eyes")],
)  # fmt: skip
def test_the_field_of_view_can_be_cut(crop, gone, left):
    whole, made = head(6, spacing=COARSE), head(6, spacing=COARSE, crop=crop)
    assert np.prod(made.image.GetSize()) < np.prod(whole.image.GetSize())
    if gone:
        assert mask(made, gone).sum() < 0.35 * mask(whole, gone).sum()
    assert mask(made, left).sum() > 0.45 * mask(whole, left).sum()


def test_thick_slices_are_means_over_their_thickness():
    thick = head(6, spacing=(3.0, 3.0, 9.0), noise=0.0)
    assert thick.image.GetSpacing() == (3.0, 3.0, 9.0)
    assert mask(thick, "brain").sum() * 81 / 1e6 == pytest.approx(
        mask(head(6, spacing=3.0), "brain").sum() * 27 / 1e6, rel=0.1
    )


def test_lengths_can_be_given_and_show():
    short = head(6, spacing=2.0, shape={"nose_height": 14.0})
    long = head(6, spacing=2.0, shape={"nose_height": 27.0})
    assert mask(long, "nose").sum() > 1.1 * mask(short, "nose").sum()
    assert head(6, spacing=COARSE, shape=HeadShape()).shape == HeadShape()


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"modality": "US"}, "There is no head in 'US', only in: CT, T1, T2, PET."),
        ({"orientation": "oblique"}, "There is no orientation 'oblique': axial, sagittal"),
        ({"crop": "ears"}, "A head cannot be cropped at 'ears', only at: eyes, nose"),
        ({"spacing": 0.1}, "The spacing must be one or three lengths of 0.4 to 12 mm"),
        ({"shape": {"beard": 3.0}}, "A head has no length named 'beard'. It has: length"),
    ],
)
def test_what_cannot_be_made_is_refused_by_name(how, says):
    with pytest.raises(DcmteachError) as refused:
        head(1, **how)
    assert says in str(refused.value)


def test_a_skull_stripped_brain_has_nothing_around_it():
    image = array(not_a_head("skull-stripped", 4, spacing=COARSE))
    made = head(4, spacing=COARSE)
    assert (image[~mask(made, "brain")] == -1000).all()
    assert np.median(image[mask(made, "brain")]) > 20


@pytest.mark.parametrize("kind", ["defaced", "defaced-ragged"])
def test_a_defaced_head_has_lost_its_face_but_not_its_brain(kind):
    image = array(not_a_head(kind, 4, modality="T1", spacing=3.0))
    made = head(4, modality="T1", spacing=3.0)
    same = image == array(made.image)
    assert same[mask(made, "brain")].all()
    for name, share in (("nose", 0.9), ("mouth", 0.9), ("face_shell", 0.5)):
        assert (~same[mask(made, name)]).mean() > share, name
    assert same[mask(made, "head") & ~mask(made, "face")].mean() > 0.85


def test_vessels_alone_fill_little_of_the_field():
    image = array(not_a_head("vessels", 4, spacing=2.0))
    assert 0.0005 < (image > 300).mean() < 0.03


def test_a_chest_has_lungs_and_is_wider_than_a_head():
    image = not_a_head("chest", 4)
    values = array(image)
    assert ((values > -950) & (values < -700)).mean() > 0.08
    assert image.GetSize()[0] * image.GetSpacing()[0] > 300


def test_another_kind_is_refused():
    with pytest.raises(DcmteachError, match="There is no 'foot' to make, only: chest"):
        not_a_head("foot", 1)
