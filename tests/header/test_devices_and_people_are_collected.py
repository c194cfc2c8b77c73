"""What identity() collects besides the patient: everybody named, and machines of one name."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset

from dcmteach.deid.freetext import clean
from dcmteach.header import identity
from dcmteach.header.identity import Identity
from dcmteach.header.needles import needles_of, written_apart


@pytest.mark.parametrize(
    "value",
    [
        *("MR", "AE", "CT", "SCANNER", "ANY-SCP", "STORE_SCP", "Prisma", "SOMATOM Force", "CHEST"),
        *("1", "12", "1024", "CT 1", "T1", "KNEE", "SIEMENS"),
    ],
)
def test_what_any_machine_may_be_called_is_not_looked_for(value: str) -> None:
    assert needles_of("device", value) == ()


@pytest.mark.parametrize("value", ["CT1", "STATION7", "ZM-CT-02", "KARDIOMR", "40402", "CT 01"])
def test_a_name_of_its_own_is_looked_for_as_a_whole_word(value: str) -> None:
    known = Identity([("device", value)])
    assert known.found_in(f"scan on {value.lower()}, knee") == ("device",)
    assert not known.found_in(f"x{value}")
    assert not known.found_in(f"{value}5")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("scan on STATION7", "scan on"),
        ("t1_station7_knee", "t1_knee"),
        ("Station 7, knee", "knee"),
        ("STATION77 knee", "STATION77 knee"),
        ("substation7 knee", "substation7 knee"),
        ("knee, S/N ZX SYN 40402", "knee, S/N"),
        ("CT1 knee", "knee"),
        ("CT 1 knee", "CT 1 knee"),
        ("state of the art is best", "state of the art is best"),
        ("sent by ANY-SCP", "sent by ANY-SCP"),
        ("MR knee, scanner warm", "MR knee, scanner warm"),
    ],
)
def test_machines_are_cut_from_text_and_words_like_them_are_not(text: str, left: str) -> None:
    names = ["STATION7", "ZX-SYN-40402", "CT1", "ARTIS", "ARTISB", "ANY-SCP", "MR", "SCANNER"]
    known = Identity((), further=[("device", name) for name in names])
    assert clean(text, known) == left


def test_every_place_of_a_machine_counts() -> None:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.SourceApplicationEntityTitle = "SENDER_NORD"
    ds.StationName, ds.DeviceSerialNumber = "STATION7", "55512"
    ds.RetrieveAETitle = ["ARCHIVE_OST", "ARCHIVE_WEST"]
    ds.StationAETitle = "AE_NORD"
    item = Dataset()
    item.ScheduledStationAETitle, item.ScheduledStationName = "AE_SUED", "STATION8"
    ds.ScheduledProcedureStepSequence = [item]
    found = {value for kind, value in identity(ds).values if kind == "device"}
    assert found == {
        *("SENDER_NORD", "STATION7", "55512", "ARCHIVE_OST", "ARCHIVE_WEST"),
        *("AE_NORD", "AE_SUED", "STATION8"),
    }
    assert identity(ds).kinds == ()  # a machine is nobody: it is cut from text, and no verdict


def test_who_verified_a_report_is_an_institution(ds: FileDataset) -> None:
    item = Dataset()
    item.VerifyingOrganization = "Zandmeer Radiology Readers"
    ds.VerifyingObserverSequence = [item]
    assert identity(ds).found_in("read by ZANDMEER radiology readers") == ("institution",)


def test_everybody_named_counts_however_many_there_are() -> None:
    ds = Dataset()
    ds.OtherPatientNames = ["Fairweather^Odile", "Tannhaus^Odile"]
    ds.OperatorsName = ["Quist^Bente", "Rosenkvist^Arne"]
    alias = Dataset()
    alias.PatientName = "Morgenrood^Alida"
    ds.ReferencedPatientAliasSequence = [alias]
    content, person = Dataset(), Dataset()
    person.ValueType, person.PersonName = "PNAME", "Vindelbæk^Sanne"
    content.ContentSequence = [person]
    ds.ContentSequence = [content]
    known = identity(ds)
    for word, kind in (
        ("fairweather", "patient name"),
        ("TANNHAUS", "patient name"),
        ("Morgenrood, A.", "patient name"),
        ("seen by Quist", "another person's name"),
        ("Rosenkvist", "another person's name"),
        ("Vindelbaek", "another person's name"),
    ):
        assert known.found_in(f"note: {word} left") == (kind,)
        left = clean(f"note: {word} knee", known)
        assert left is not None
        assert left.endswith("knee")
        assert word.split(",")[0] not in left


def test_a_number_is_found_whatever_stands_between_its_parts() -> None:
    known = Identity([("patient ID", "QX-71-5501"), ("phone number", "0431-5551234")])
    for text in ("QX 71 5501", "qx_71/5501", "QX71-5501", "x: (0431) 5551234", "0431 5551234"):
        assert known.found_in(text)
    for text in ("QX-71-55011", "71 5501", "AQX 71 5501", "QX 71\x005501", "QX -- 715 501"):
        assert not known.found_in(text)
    assert written_apart("patient ID", "1234567") is None
    assert written_apart("patient name", "Anna Maria") is None


def test_names_in_other_letters_are_found_in_latin_ones() -> None:
    known = Identity([("patient name", "Шостакова^Пётр"), ("patient name", "Smørebrød^Ål")])
    for text in ("shostakova", "Schostakowa", "SMOREBROED", "smoerebrod"):
        assert known.found_in(f"film of {text}") == ("patient name",)
