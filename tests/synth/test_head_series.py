import json

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("SimpleITK")

from pydicom import dcmread  # noqa: E402

from dcmteach.errors import DcmteachError  # noqa: E402
from dcmteach.synth import head, head_series  # noqa: E402
from dcmteach.verify import conformance  # noqa: E402

COARSE = 6.0


def values(ds):
    return ds.pixel_array * float(ds.get("RescaleSlope", 1)) + float(ds.get("RescaleIntercept", 0))


def places(ds):
    """Where each voxel of a slice lies, by PS3.3 C.7.6.2.1.1."""
    across, down = (np.array(ds.ImageOrientationPatient[i : i + 3], float) for i in (0, 3))
    rows, columns = np.indices((ds.Rows, ds.Columns))
    between_rows, between_columns = (float(value) for value in ds.PixelSpacing)
    return (
        np.array(ds.ImagePositionPatient, float)
        + columns[..., None] * between_columns * across
        + rows[..., None] * between_rows * down
    )


@pytest.mark.parametrize("modality", ["CT", "T1", "T2", "PET"])
def test_the_series_holds_the_voxels_of_the_head(tmp_path, modality):
    import SimpleITK as sitk

    paths = head_series(tmp_path / "series", 8, modality=modality, spacing=COARSE)
    known = sitk.GetArrayFromImage(head(8, modality=modality, spacing=COARSE).image)
    image = np.stack([values(dcmread(path)) for path in paths])
    assert np.abs(image - np.clip(known, -1024, 65535)).max() <= 0.5


@pytest.mark.parametrize("orientation", ["axial", "sagittal", "coronal"])
def test_positions_say_where_the_voxels_are(tmp_path, orientation):
    paths = head_series(tmp_path / "series", 8, spacing=COARSE, orientation=orientation)
    made = head(8, spacing=COARSE, orientation=orientation).image
    for number, path in list(enumerate(paths))[::7]:
        ds = dcmread(path)
        told = places(ds)[3, 5]
        assert told == pytest.approx(made.TransformIndexToPhysicalPoint((5, 3, number)), abs=0.01)
        assert values(ds)[3, 5] == made[5, 3, number]


def test_a_tilted_gantry_shifts_the_slices_and_leaves_the_patient_where_he_was(tmp_path):
    import SimpleITK as sitk

    paths = head_series(tmp_path / "series", 8, spacing=3.0, noise=0.0, tilt=18.0)
    made = head(8, spacing=3.0, noise=0.0)
    first, second = dcmread(paths[0]), dcmread(paths[1])
    step = np.subtract(second.ImagePositionPatient, first.ImagePositionPatient)
    assert step == pytest.approx((0, 0, 3), abs=1e-3)  # the table moves along z
    down = np.array(first.ImageOrientationPatient[3:], float)
    assert down == pytest.approx((0, np.cos(np.pi / 10), -np.sin(np.pi / 10)), abs=1e-4)
    assert float(first.GantryDetectorTilt) == 18
    brain = made.parts["brain"]
    apart = []
    for path in paths[20:-20:6]:
        ds = dcmread(path)
        where, here = places(ds), values(ds)
        for row in range(4, ds.Rows, 9):
            for column in range(4, ds.Columns, 9):
                place = where[row, column].tolist()
                index = brain.TransformPhysicalPointToIndex(place)
                inside = all(0 <= i < n for i, n in zip(index, brain.GetSize(), strict=True))
                if inside and brain[index]:
                    apart.append(here[row, column] - made.image.EvaluateAtPhysicalPoint(
                        place, sitk.sitkLinear))  # fmt: skip
    assert len(apart) > 60
    assert np.median(np.abs(apart)) < 4


def test_every_slice_has_its_own_place_and_number_and_all_share_the_rest(tmp_path):
    every = [dcmread(path) for path in head_series(tmp_path / "series", 8, spacing=COARSE)]
    for keyword in ("SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID", "PatientID"):
        assert len({ds[keyword].value for ds in every}) == 1
    for keyword in ("SOPInstanceUID", "InstanceNumber", "SliceLocation"):
        assert len({ds[keyword].value for ds in every}) == len(every)
    heights = [float(ds.ImagePositionPatient[2]) for ds in every]
    assert np.diff(heights) == pytest.approx(COARSE, abs=1e-3)
    assert float(every[0].SliceThickness) == COARSE


def test_scans_of_one_person_name_one_person(tmp_path):
    told = {
        (ds.PatientID, str(ds.PatientName), ds.PatientBirthDate, ds.PatientSex)
        for modality in ("CT", "T1", "PET")
        for ds in [dcmread(head_series(tmp_path / modality, 8, modality=modality, spacing=12)[0])]
    }
    assert len(told) == 1


def test_a_turned_scan_is_another_study(tmp_path):
    one = dcmread(head_series(tmp_path / "one", 8, spacing=12)[0])
    other = dcmread(head_series(tmp_path / "other", 8, spacing=12, turn=(5, 0, 0))[0])
    assert one.StudyInstanceUID != other.StudyInstanceUID
    assert one.SOPInstanceUID != other.SOPInstanceUID


@pytest.mark.parametrize("modality", ["CT", "T1", "T2", "PET"])
def test_every_canary_is_in_the_answer_key_with_its_paths(tmp_path, modality):
    paths = head_series(tmp_path / "series", 8, modality=modality, spacing=12)
    key = json.loads((tmp_path / "series.json").read_text(encoding="utf-8"))
    assert set(key["files"]) == {path.name for path in paths}
    ds = dcmread(paths[2])
    listed = {canary["value"] for canary in key["files"][paths[2].name]}
    for canary in key["files"][paths[2].name]:
        assert canary["paths"]
    for element in ds.iterall():
        if element.VR in {"PN", "DA", "TM", "DT"} and element.value:
            assert str(element.value) in listed, element.keyword
        if element.VR == "UI" and str(element.value).startswith("2.25."):
            assert str(element.value) in listed, element.keyword
        if element.VR in {"LO", "SH", "LT", "ST"} and ds.PatientName.family_name in str(
            element.value
        ):
            assert any(value in str(element.value) for value in listed)


@pytest.mark.parametrize("modality", ["CT", "T1", "T2", "PET"])
def test_the_header_conforms(tmp_path, modality):
    paths = head_series(tmp_path / "series", 8, modality=modality, spacing=12)
    assert not list(conformance(dcmread(paths[0])))


def test_what_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(DcmteachError, match="Only axial CT has a gantry to tilt"):
        head_series(tmp_path / "a", 1, modality="T1", tilt=10)
    with pytest.raises(DcmteachError, match="tilts by at most 30 degrees"):
        head_series(tmp_path / "a", 1, tilt=40)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "own.txt").write_text("mine")
    with pytest.raises(DcmteachError, match="holds something"):
        head_series(tmp_path / "full", 1)
    assert (tmp_path / "full" / "own.txt").read_text() == "mine"


def test_the_folder_of_samples_has_ct_and_mr_of_one_head(monkeypatch, tmp_path):
    from dcmteach.synth import answer_key, sample_folder
    from dcmteach.synth.head_series import write_series

    monkeypatch.setenv("DCMTEACH_HOME", str(tmp_path))
    monkeypatch.setattr(
        "dcmteach.synth.head_series.write_series",
        lambda *args, **how: write_series(*args, **{**how, "spacing": 12.0}),
    )
    folder, key = sample_folder("head"), answer_key("head")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.dcm")}
    assert set(key["files"]) == found
    assert {name.split("/")[0] for name in found} == {"CT", "T1", "T2"}
    assert len({dcmread(folder / name).PatientID for name in found}) == 1
