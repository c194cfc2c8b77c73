"""What a de-identified file says of itself (S6)."""

from __future__ import annotations

import io
from itertools import compress, product

import pydicom
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

from dcmteach.deid import Recipe, Rule, Secrets, apply, plan
from dcmteach.standard import profile

SECRETS = Secrets(b"a key for the tests of marks")


def make() -> FileDataset:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", "1.2.826.0.1.3680043.99.1"
    ds.PatientName, ds.PatientID = "Tscharner^Vera", "TV-900"
    return ds


def applied(ds: Dataset, recipe: Recipe | str = "basic") -> FileDataset:
    buffer = io.BytesIO()
    apply(ds, plan(ds, recipe), SECRETS).save_as(buffer, enforce_file_format=True)
    buffer.seek(0)
    return pydicom.dcmread(buffer)


def code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def test_the_profile_and_its_options_are_recorded() -> None:
    result = applied(make(), "basic+retain-uids+clean-descriptors")
    assert result.PatientIdentityRemoved == "YES"
    codes = [(c.CodeValue, c.CodeMeaning) for c in result.DeidentificationMethodCodeSequence]
    assert codes == [
        ("113100", "Basic Application Confidentiality Profile"),
        ("113110", "Retain UIDs Option"),
        ("113105", "Clean Descriptors Option"),
    ]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("basic", "REMOVED"),
        ("basic+retain-full-dates", "UNMODIFIED"),
        ("basic+retain-modified-dates", "MODIFIED"),
        ("med_i_stage1", "MODIFIED"),
    ],
)
def test_what_became_of_dates_is_told(name: str, word: str) -> None:
    assert applied(make(), name).LongitudinalTemporalInformationModified == word


def test_every_mark_fits_its_vr() -> None:
    recipe = Recipe(name="a recipe with a name that is far longer than any LO could ever hold here")
    result = applied(make(), recipe)
    for value in result.DeidentificationMethod:
        assert len(value) <= 64
    assert len(result.LongitudinalTemporalInformationModified) <= 16


def test_an_earlier_method_is_kept_beside_ours() -> None:
    ds = make()
    ds.PatientIdentityRemoved = "YES"
    ds.DeidentificationMethod = "Hospital script 3"
    ds.DeidentificationMethodCodeSequence = Sequence(
        [code("113107", "DCM", "anything"), code("7", "99HOSPITAL", "Our own way")]
    )
    ds.LongitudinalTemporalInformationModified = "MODIFIED"
    result = applied(ds, "basic+retain-full-dates")
    assert result.DeidentificationMethod[0] == "Hospital script 3"
    codes = [c.CodeValue for c in result.DeidentificationMethodCodeSequence]
    assert codes == ["113107", "7", "113100", "113106"]
    meaning = result.DeidentificationMethodCodeSequence[0].CodeMeaning
    assert meaning.startswith("Retain Longitudinal")
    assert result.LongitudinalTemporalInformationModified == "MODIFIED"


def test_an_earlier_method_that_names_the_patient_is_dropped() -> None:
    ds = make()
    ds.DeidentificationMethod = ["by hand for Tscharner", "script"]
    ds.DeidentificationMethodCodeSequence = Sequence([code("7", "99X", "of Vera Tscharner")])
    result = applied(ds)
    assert "Tscharner" not in str(result)
    assert "script" in result.DeidentificationMethod


def test_nothing_is_claimed_of_pixels_that_nobody_looked_at() -> None:
    ds = make()
    assert "BurnedInAnnotation" not in applied(ds)
    assert "RecognizableVisualFeatures" not in applied(ds)
    ds.BurnedInAnnotation, ds.RecognizableVisualFeatures = "YES", "YES"
    result = applied(ds)
    assert (result.BurnedInAnnotation, result.RecognizableVisualFeatures) == ("YES", "YES")


def test_an_identity_that_the_recipe_keeps_is_not_said_to_be_removed() -> None:
    ds = make()
    kept = Recipe(rules=(Rule("keep", keyword="PatientID"),))
    assert applied(ds, kept).PatientIdentityRemoved == "NO"
    assert applied(ds, "med_i_stage2").PatientIdentityRemoved == "NO"
    first = applied(ds, "med_i_stage1")
    assert first.PatientIdentityRemoved == "YES"
    assert applied(first, "med_i_stage2").PatientIdentityRemoved == "YES"


def test_without_the_profile_its_code_is_not_claimed() -> None:
    result = applied(make(), "med_i_stage2")
    assert "DeidentificationMethodCodeSequence" not in result
    assert "med_i_stage2" in result.DeidentificationMethod[1]


def test_a_big_endian_file_gets_its_marks_too() -> None:
    ds = make()
    ds.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRBigEndian
    buffer = io.BytesIO()
    pydicom.dcmwrite(buffer, ds, enforce_file_format=True)
    buffer.seek(0)
    result = applied(pydicom.dcmread(buffer))
    assert result.DeidentificationMethodCodeSequence[0].CodeValue == "113100"


def test_no_combination_of_options_makes_the_method_longer_than_its_vr_holds() -> None:
    for chosen in product((False, True), repeat=len(profile.OPTIONS)):
        options = tuple(compress(profile.OPTIONS, chosen))
        if {"retain-full-dates", "retain-modified-dates"} <= set(options):
            continue  # they exclude each other
        recipe = Recipe(name="+".join(("basic", *options)), options=options)
        ds = make()
        method = next(
            step.value for step in plan(ds, recipe).steps if step.path == "DeidentificationMethod"
        )
        assert all(len(value) <= 64 and "\\" not in value for value in method)  # LO, PS3.5 6.2
        assert method[1].endswith(recipe.digest)
