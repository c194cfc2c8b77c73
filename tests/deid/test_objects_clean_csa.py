"""A CSA header is cleaned inside its structure: it parses, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcmteach.deid.objects import Cutter, clean_bytes
from dcmteach.header import Identity, csa
from dcmteach.synth.csa import Tag, make_csa

IDENTITY = Identity(
    [
        ("patient name", "Kowalczyk^Żaneta"),
        ("patient ID", "LMC-77-0815"),
        ("birth date", "19700301"),
    ],
    further=[("date", "20110415")],
)
UID = "1.3.12.2.1107.5.2.32.35139.30000011041509143421800000051"
NEW = "2.25." + "9" * 50
SCIENCE = [
    Tag("EchoLinePosition", "IS", ["64"]),
    Tag("B_value", "IS", ["1000"]),
    Tag("DiffusionGradientDirection", "FD", ["0.57735027", "-0.57735027", "0.57735027"]),
    Tag("ImageOrientationPatient", "DS", ["1.0", "0.0", "0.0", "0.0", "1.0", "0.0"]),
    Tag("PatientOrientation", "LO", []),
    Tag("ICE_Dims", "LO", ["X_1_1_1_1_1_1_1_1_1_1_88"]),
    Tag("ImaCoilString", "LO", ["HEA;HEP"]),
    Tag("PatReinPattern", "ST", ["I;HFS;18.00;10.00;3;0;2;-1234567"]),
    Tag("Baseline", "LO", ["N4_VE11C_LATEST_20160120"]),
]
PROTOCOL = f"""<XProtocol>
{{
  <Name> "PhoenixMetaProtocol"
  <ParamMap."">
  {{
    <ParamString."tPatientName">  {{ "KOWALCZYK, ZANETA"  }}
    <ParamDouble."flUsedPatientWeight">  {{ <Precision> 6  84.5  }}
    <ParamString."Remark">  {{ "LMC-77-0815"  }}
    <ParamArray."Values"> {{ <MinSize> 1 {{ 1.5 2 "abc" }} }}
  }}
}}
### ASCCONV BEGIN ###
ulVersion                                = 0x14b44b6
tSequenceFileName                        = ""%SiemensSeq%\\gre""
tRemark                                  = ""head Kowalczyk""
tReferenceImage0                         = ""{UID}""
alTR[0]                                  = 2300000
sSliceArray.asSlice[0].sPosition.dSag    = -2.5
sSliceArray.lSize                        = 0x1
### ASCCONV END ###
"""


@pytest.fixture(params=[1, 2], ids=["older", "SV10"])
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def cutter(**more: object) -> Cutter:
    return Cutter(IDENTITY, uid=lambda uid: NEW, **more)  # type: ignore[arg-type]


def test_nothing_changes_where_nothing_identifies(version: int) -> None:
    data = make_csa(SCIENCE, version=version)
    assert clean_bytes(data, cutter()) == data


def test_the_name_goes_and_every_other_value_stays(version: int) -> None:
    planted = [
        Tag("Comment", "LT", ["for Żaneta Kowalczyk"]),
        Tag("PatientName", "LO", ["KOWALCZYK"]),
        Tag("Marker", "LO", ["LMC-77-0815", "left side"]),
        Tag("UsedPatientWeight", "IS", ["84"]),
        Tag("When", "LO", ["2011-04-15"]),
    ]
    data = make_csa([*SCIENCE, *planted], version=version)
    cleaned = clean_bytes(data, cutter())
    assert cleaned is not None
    assert not IDENTITY.found_in(cleaned)
    found, before = csa(cleaned), csa(data)
    assert list(found)[: len(SCIENCE)] == list(before)[: len(SCIENCE)]
    assert found.get("Marker").values == ("", "left side")
    assert found.get("Comment").value == "for"
    for name in ("PatientName", "UsedPatientWeight", "When"):
        assert found.get(name).values == ()
    assert b"owalczyk" not in cleaned


def test_uids_become_their_new_ones_even_if_these_are_longer(version: int) -> None:
    data = make_csa(
        [*SCIENCE, Tag("Referenced", "UI", ["1.2.840.10008.5.1.4.1.1.4", "1.2.3.4.5.6"])],
        version=version,
    )
    found = csa(clean_bytes(data, cutter()))
    assert found.get("Referenced").values == ("1.2.840.10008.5.1.4.1.1.4", NEW)
    assert list(found)[: len(SCIENCE)] == list(csa(data))[: len(SCIENCE)]


def test_uids_stay_where_the_option_keeps_them() -> None:
    data = make_csa([Tag("Referenced", "UI", [UID])])
    assert clean_bytes(data, cutter(options=("retain-uids",))) == data


def test_the_weight_stays_where_the_option_keeps_it() -> None:
    data = make_csa([Tag("UsedPatientWeight", "IS", ["84"])])
    assert clean_bytes(data, cutter(options=("retain-patient-characteristics",))) == data


def test_a_protocol_keeps_every_line_and_loses_the_patient(version: int) -> None:
    data = make_csa([*SCIENCE, Tag("MrPhoenixProtocol", "UN", [PROTOCOL])], version=version)
    found = csa(clean_bytes(data, cutter()))
    protocol = found.get("MrPhoenixProtocol").value
    expected = (
        PROTOCOL.replace("KOWALCZYK, ZANETA", "")
        .replace("84.5", "0")
        .replace('"LMC-77-0815"', '""')
        .replace("head Kowalczyk", "head")
        .replace(UID, NEW)
    )
    assert protocol == expected.rstrip()


def test_a_protocol_outside_a_csa_header_is_cleaned_too() -> None:
    cleaned = clean_bytes(PROTOCOL.encode(), cutter())
    assert cleaned is not None
    assert not IDENTITY.found_in(cleaned)
    assert b'tSequenceFileName                        = ""%SiemensSeq%\\gre""' in cleaned


def test_what_the_scanner_left_behind_names_and_values_is_wiped(version: int) -> None:
    data = make_csa(SCIENCE, version=version, garbage=b"Kowalczyk^Zaneta " * 3)
    cleaned = clean_bytes(data + b"LMC-77-0815.", cutter())
    assert cleaned is not None
    assert not IDENTITY.found_in(cleaned)
    assert list(csa(cleaned)) == list(csa(data))


def test_a_number_names_somebody_only_as_a_whole() -> None:
    tags = [
        Tag("Offset", "DS", ["4711.5"]),
        Tag("Room", "IS", ["4711"]),
        Tag("Gap", "DS", ["0.4711"]),
    ]
    found = csa(clean_bytes(make_csa(tags), Cutter(Identity([("patient ID", "4711")]))))
    assert [tag.value for tag in found] == ["4711.5", "", "0.4711"]


def test_a_number_that_is_a_date_of_the_study_goes_unless_dates_are_kept() -> None:
    data = make_csa([Tag("Day", "IS", ["20110415"]), Tag("Other", "IS", ["20110416"])])
    assert [tag.value for tag in csa(clean_bytes(data, cutter()))] == ["", "20110416"]
    assert clean_bytes(data, cutter(options=("retain-full-dates",))) == data


@pytest.mark.parametrize(
    "name",
    [
        "ImageOrientationPatient",
        "ImagePositionPatient",
        "PatReinPattern",
        "PatientPosition",
        "SequenceFileOwner",
        "VoxelPositionSag",
        "TablePositionOrigin",
        "RFSWDDataType",
        "B_matrix",
        "ImaCoilString",
        "DataFileName",
        "tSequenceFileName",
        "lScanRegionPosTra",
        "tBodyPart",
    ],
)
def test_what_science_needs_is_not_taken_for_a_person_by_its_name(name: str) -> None:
    assert cutter().rule(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "tPatientName",
        "PatientBirthDay",
        "flPatientAge",
        "lPatientSex",
        "UsedPatientWeight",
        "PatientLOID",
        "ulDeviceSerialNumber",
        "tPerfPhysiciansName",
        "OperatorName",
        "InstitutionName",
        "tProtocolName",
        "tStudyDescription",
        "tScanDate",
        "AccessionNumber",
    ],
)
def test_what_a_vendor_calls_a_person_or_a_place_goes_by_the_table(name: str) -> None:
    assert cutter().named(name, "anything at all") == ""


def test_a_short_name_that_is_also_a_vr_does_not_cost_the_header() -> None:
    data = make_csa(SCIENCE)
    assert clean_bytes(data, Cutter(Identity([("patient name", "Lo^Is")]))) == data


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 64, b"PK\3\4", b"SV10" + b"\xff" * 90, b"Jane Doe" * 9]
)
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    assert clean_bytes(data, cutter()) is None


def test_letters_in_place_of_counts_cost_the_header() -> None:
    data = bytearray(make_csa(SCIENCE))
    item = csa(bytes(data)).layout.fields[0].items[0]
    data[item.offset + 12 : item.offset + 16] = b"Kowa"
    assert csa(bytes(data)).get("EchoLinePosition").value == "64"
    assert clean_bytes(bytes(data), cutter()) is None


PLAIN = st.text(st.sampled_from("abcxyz 0123456789.-_"), max_size=12)
NAMED = st.sampled_from(
    ["Kowalczyk", "for KOWALCZYK ZANETA", "LMC-77-0815", "id LMC770815 x", "born 01.03.1970", UID]
)
MADE = st.lists(
    st.tuples(
        st.sampled_from(["IS", "LO", "FD", "UN"]),
        st.lists(st.one_of(PLAIN, NAMED), max_size=7),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(MADE, st.sampled_from([1, 2]))
def test_any_header_still_parses_with_all_other_values_unchanged(
    made: list[tuple[str, list[str]]], version: int
) -> None:
    tags = [Tag(f"Tag{number}", vr, values) for number, (vr, values) in enumerate(made)]
    data = make_csa(tags, version=version)
    cleaned = clean_bytes(data, cutter())
    assert cleaned is not None
    before, after = csa(data).layout, csa(cleaned).layout
    assert [field[1:5] for field in before.fields] == [field[1:5] for field in after.fields]
    for number, tag in enumerate(tags):
        for index, value in enumerate(tag.values):
            new = csa(cleaned).item(number, index).decode()
            if not IDENTITY.found_in(value) and value != UID:
                assert new == value
            else:
                assert not IDENTITY.found_in(new)
                assert UID not in new


@settings(max_examples=120, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 700), st.integers(0, 255), st.sampled_from([1, 2]))
def test_damaged_bytes_are_cleaned_or_refused_but_raise_nothing(
    data: bytes, at: int, byte: int, version: int
) -> None:
    damaged = bytearray(make_csa([*SCIENCE, Tag("Comment", "LT", ["Kowalczyk"])], version=version))
    damaged[at] = byte
    for value in (data, b"SV10" + data, bytes(damaged), bytes(damaged[:at])):
        cleaned = clean_bytes(value, cutter())
        if cleaned is not None:
            csa(cleaned)
            assert b"Kowalczyk" not in cleaned
