"""NIfTI: read in LPS coordinates, and written back without a word about the patient."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from made_series import CANARY, CORONAL, OBLIQUE, SAGITTAL, nifti, placed, series, tilted

from dcmteach.errors import DcmteachError, ReadError, SaveError
from dcmteach.pixels import volume

sitk = pytest.importorskip("SimpleITK")

VALUES = np.arange(3 * 5 * 4, dtype=np.int16).reshape(3, 5, 4)


@pytest.fixture
def file(tmp_path: Path):
    def make(values=VALUES, *, name="a.nii", **how) -> Path:
        data = nifti(values, **how)
        path = tmp_path / name
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return make


def opened(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.name.endswith(".gz") else data


# --- read -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz"])
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_file_is_read_in_lps_coordinates(file, name, order):
    made = volume(file(name=name, order=order), modality="MR")
    assert made.modality == "MR"
    assert np.array_equal(sitk.GetArrayFromImage(made.image), VALUES)
    # The sform says 10 to the right of, 20 in front of and 30 above the origin; LPS counts left
    # and back.
    assert np.allclose(made.image.GetOrigin(), (-10, -20, 30))
    assert np.allclose(made.image.GetDirection(), (1, 0, 0, 0, 1, 0, 0, 0, 1))
    assert made.spacing == pytest.approx((0.75, 0.5, 2.5))
    assert made.instances == ()


def test_scaled_values_are_rescaled(file):
    made = volume(file(slope=0.5, intercept=-3))
    assert made.image.GetPixelID() == sitk.sitkFloat32
    assert np.allclose(sitk.GetArrayFromImage(made.image), VALUES * 0.5 - 3)


@pytest.mark.parametrize(
    ("dtype", "kind"),
    [("u1", "Int16"), ("i2", "Int16"), ("u2", "Int16"), ("i4", "Int16"), ("f4", "Float32"),
     ("f8", "Float32")],
)  # fmt: skip
def test_values_are_int16_where_whole_and_float_elsewhere(file, dtype, kind):
    made = volume(file(VALUES.astype(dtype)))
    assert made.image.GetPixelID() == getattr(sitk, f"sitk{kind}")


def test_no_word_of_the_header_comes_with_the_image(file):
    made = volume(file(extension=CANARY.encode() * 20))
    assert made.image.GetMetaDataKeys() == ()
    assert CANARY not in repr(made)
    assert CANARY not in made.describe()
    assert sorted(made.nifti.texts) == ["aux_file", "db_name", "descrip", "intent_name"]
    assert made.nifti.extensions == 20 * len(CANARY) + 8


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"sizes": (4, 5, 1, 3)}, "holds 3 volumes, not one"),
        ({"sizes": (4, 5, 3, 1, 1)}, None),
        ({"sizes": (4, 15)}, "has 2 axes, and a volume has three"),
        ({"sizes": (4, 15, 1)}, "one slice"),
        ({"codes": (0, 0)}, "nobody can tell left from right"),
    ],
)
def test_what_is_no_volume_is_refused(file, how, says):
    path = file(**how)
    if says is None:
        assert volume(path).size == (4, 5, 3)
        return
    with pytest.raises(DcmteachError, match=says):
        volume(path)


def test_colours_are_refused(file):
    data = bytearray(nifti(VALUES))
    struct.pack_into("<hh", data, 70, 128, 24)
    path = file()
    path.write_bytes(bytes(data))
    with pytest.raises(DcmteachError, match="data type 128: colours"):
        volume(path)


@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz"])
def test_a_truncated_file_is_refused(file, name):
    path = file(np.random.default_rng(1).integers(0, 999, (30, 30, 30)).astype(np.int16), name=name)
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(ReadError, match=r"truncated"):
        volume(path)


@pytest.mark.parametrize("data", [b"", b"hello", b"\x5c\x01\0\0" + b"\0" * 400, b"\x1f\x8b\x08"])
def test_what_is_no_nifti_is_refused(tmp_path, data):
    path = tmp_path / "a.nii.gz"
    path.write_bytes(data)
    with pytest.raises(ReadError):
        volume(path)


@pytest.mark.parametrize(
    ("offset", "data", "says"),
    [
        (40, struct.pack("<h", 99), "has 99 axes"),
        (42, struct.pack("<h", -4), "truncated or damaged"),
        (42, struct.pack("<h", 4000), "truncated or damaged"),
        (280, struct.pack("<f", float("nan")), "not told in numbers"),
        (80, struct.pack("<f", float("inf")), "not told in numbers"),
        (280, bytes(16), "truncated or damaged|not at right angles"),
    ],
)
def test_a_damaged_header_is_refused(file, offset, data, says):
    whole = bytearray(nifti(VALUES))
    whole[offset : offset + len(data)] = data
    path = file()
    path.write_bytes(bytes(whole))
    with pytest.raises(DcmteachError, match=says):
        volume(path)
    with pytest.raises(DcmteachError):
        volume(path, tilt="shear")


@pytest.mark.parametrize("number", [0.0, float("nan"), float("inf"), -8.0])
@pytest.mark.parametrize("offset", [108, 112, 116])
def test_numbers_that_are_none_count_as_not_told(file, offset, number):
    whole = bytearray(nifti(VALUES, slope=1.0))
    struct.pack_into("<f", whole, offset, number)
    path = file()
    path.write_bytes(bytes(whole))
    expected = VALUES * -8 if (offset, number) == (112, -8) else VALUES
    expected = VALUES - 8 if (offset, number) == (116, -8) else expected
    assert np.array_equal(sitk.GetArrayFromImage(volume(path).image), expected)


def test_nifti_2_and_missing_files_are_told(tmp_path):
    (tmp_path / "two.nii").write_bytes(struct.pack("<i", 540) + b"\0" * 600)
    with pytest.raises(ReadError, match=r"'two.nii' is NIfTI-2"):
        volume(tmp_path / "two.nii")
    with pytest.raises(ReadError, match=r"There is no file 'none.nii'"):
        volume(tmp_path / "none.nii")


# --- back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("out", ["b.nii", "b.nii.gz"])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("dtype", ["u1", "i2", "u2", "i4", "f4", "f8"])
def test_type_scaling_place_and_unchanged_values_are_kept(file, tmp_path, out, order, dtype):
    values = VALUES.astype(dtype)
    path = file(values, order=order, slope=0.5, intercept=-3, extension=CANARY.encode() * 9)
    before = nifti(values, order=order, slope=0.5, intercept=-3, words=False)
    made = volume(path)
    written = opened(made.save(tmp_path / out))
    assert written == before
    image = sitk.GetArrayFromImage(made.image)
    image[1, 2, 3] = 4.5
    new = sitk.GetImageFromArray(image)
    new.CopyInformation(made.image)
    again = opened(made.with_image(new).save(tmp_path / f"c{out}"))
    expected = values.copy()
    expected[1, 2, 3] = 15
    assert again == nifti(expected, order=order, slope=0.5, intercept=-3, words=False)


@pytest.mark.parametrize("out", ["b.nii", "b.nii.gz"])
def test_not_a_byte_of_the_words_is_written(file, tmp_path, out):
    path = file(name=f"{CANARY}.nii", extension=CANARY.encode() * 20)
    zipped = tmp_path / "named.nii.gz"
    with (
        zipped.open("wb") as raw,
        gzip.GzipFile(filename=f"{CANARY}.nii", fileobj=raw, mode="wb") as packer,
    ):
        packer.write(path.read_bytes())
    for source in (path, zipped):
        made = volume(source).save(tmp_path / out, overwrite=True)
        for data in (made.read_bytes(), opened(made)):
            assert CANARY[:12].encode() not in data
        if out.endswith(".gz"):
            flags, time = made.read_bytes()[3], made.read_bytes()[4:8]
            assert (flags, time) == (0, b"\0\0\0\0")


@pytest.mark.parametrize("orientation", [(1, 0, 0, 0, 1, 0), SAGITTAL, CORONAL, OBLIQUE])
def test_a_dicom_series_becomes_nifti_in_the_same_place(tmp_path, orientation):
    made = volume(placed(orientation))
    again = sitk.ReadImage(str(made.save(tmp_path / "a.nii")))
    assert np.array_equal(sitk.GetArrayFromImage(again), sitk.GetArrayFromImage(made.image))
    for name in ("GetOrigin", "GetDirection", "GetSpacing"):
        assert np.allclose(getattr(again, name)(), getattr(made.image, name)(), atol=1e-6)


@pytest.mark.parametrize("orientation", [SAGITTAL, CORONAL, OBLIQUE, (-0.6, 0.8, 0, 0, 0, -1)])
def test_the_qform_says_the_same_as_the_sform(tmp_path, orientation):
    path = volume(placed(orientation)).save(tmp_path / "a.nii")
    data = bytearray(path.read_bytes())
    by_both = volume(path).image
    struct.pack_into("<h", data, 254, 0)
    path.write_bytes(bytes(data))
    by_qform = volume(path).image
    assert np.allclose(by_qform.GetDirection(), by_both.GetDirection(), atol=1e-5)
    assert np.allclose(by_qform.GetOrigin(), by_both.GetOrigin(), atol=1e-5)


def test_a_left_handed_image_keeps_its_hand(tmp_path):
    image = sitk.GetImageFromArray(VALUES)
    image.SetDirection((1, 0, 0, 0, 1, 0, 0, 0, -1))
    path = volume(image).save(tmp_path / "a.nii")
    for code in (254, 252):  # without the sform, without the qform
        data = bytearray(path.read_bytes())
        struct.pack_into("<h", data, code, 0)
        (tmp_path / "b.nii").write_bytes(bytes(data))
        again = volume(tmp_path / "b.nii").image
        assert np.allclose(again.GetDirection(), image.GetDirection(), atol=1e-5)


def test_a_sheared_volume_is_written_with_its_shear_and_read_with_leave(tmp_path):
    made = volume(tilted(15), tilt="shear")
    path = made.save(tmp_path / "a.nii.gz")
    with pytest.raises(DcmteachError, match="not at right angles"):
        volume(path)
    again = volume(path, tilt="shear")
    assert again.sheared
    assert np.allclose(again.image.GetDirection(), made.image.GetDirection(), atol=1e-6)
    assert np.allclose(again.image.GetOrigin(), made.image.GetOrigin(), atol=1e-5)
    assert np.array_equal(sitk.GetArrayFromImage(again.image), sitk.GetArrayFromImage(made.image))


def test_saving_never_replaces_what_it_should_not(file, tmp_path):
    path = file()
    made = volume(path)
    before = path.read_bytes()
    with pytest.raises(SaveError, match="is the file this data set was read from"):
        made.save(path, overwrite=True)
    other = made.save(tmp_path / "b.nii")
    with pytest.raises(SaveError, match="is there already"):
        made.save(other)
    with pytest.raises(SaveError, match=r"must end in .nii or .nii.gz"):
        made.save(tmp_path / "b.img")
    with pytest.raises(SaveError, match="There is no folder"):
        made.save(tmp_path / "none" / "b.nii")
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.nii", "b.nii"]


def test_a_series_can_be_saved_and_read_again(tmp_path):
    made = volume(series(3))
    assert "from NIfTI" in volume(made.save(tmp_path / "a.nii.gz")).describe()
