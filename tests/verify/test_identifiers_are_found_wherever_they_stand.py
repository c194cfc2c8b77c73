"""One identifier in one place, and the place is told; the identifier never is."""

from __future__ import annotations

import base64
import json
import zlib

import pytest
from patients import (
    CANARIES,
    INSTANCE,
    STUDY,
    SYNTAXES,
    anonymous,
    as_bytes,
    element,
    given,
    in_meta,
    item,
    nested,
    output,
    preamble,
    setting,
)
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import JPEG2000, JPEGBaseline8Bit

from dcmteach.verify import Leaks, Seeds, leaks, leaks_in_path

DOCUMENT = "1.2.840.10008.5.1.4.1.1.104.1"


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return Seeds.of(given())


def implicit_item(comment: bytes) -> bytes:
    """Encode an item with ImageComments as UN holds it (PS3.5 6.2.2)."""
    value = b"\x20\x00\x00\x40" + len(comment).to_bytes(4, "little") + comment
    return b"\xfe\xff\x00\xe0" + len(value).to_bytes(4, "little") + value


def csa(text: bytes) -> bytes:
    head = b"SV10\4\3\2\1" + (1).to_bytes(4, "little") + (77).to_bytes(4, "little")
    tag = b"PatientComment".ljust(64, b"\0") + (1).to_bytes(4, "little") + b"LO\0\0"
    tag += (0).to_bytes(4, "little") + (1).to_bytes(4, "little") + (77).to_bytes(4, "little")
    size = len(text).to_bytes(4, "little")
    return head + tag + size * 4 + text.ljust((len(text) + 3) // 4 * 4, b"\0")


def pdf(content: bytes, *, flate: bool) -> bytes:
    body = zlib.compress(content) if flate else content
    head = b"%PDF-1.4\n1 0 obj\n<</Length " + str(len(body)).encode()
    return head + b">>\nstream\n" + body + b"\nendstream\nendobj\n%%EOF\n"


def document(value: bytes):
    def change(ds: Dataset) -> None:
        ds.EncapsulatedDocument = value + b"\0" * (len(value) % 2)
        del ds.PixelData

    return change


def fragments(syntax: str, frame: bytes):
    def change(ds: Dataset) -> None:
        ds.file_meta.TransferSyntaxUID = syntax
        ds.PixelData = encapsulate([frame + b"\0" * (len(frame) % 2)])
        ds["PixelData"].VR = "OB"
        ds["PixelData"].is_undefined_length = True

    return change


def icon(pixels: bytes):
    return nested("IconImageSequence", Rows=8, Columns=8, BitsAllocated=8, PixelData=pixels)


SCAN = b"\xff\xda\x00\x02" + bytes(64) + b"\xff\xd9"
JPEG_COMMENT = b"\xff\xd8\xff\xfe\x00\x12Skovlund, A.\0\0\0\0" + SCAN
J2K_COMMENT = b"\xff\x4f\xff\x64\x00\x12\x00\x01Skovlund, A.\0\0\xff\x90" + bytes(64) + b"\xff\xd9"
AFTER_THE_PICTURE = b"\xff\xd8" + SCAN + b"Skovlund"
CODES = ("ProcedureCodeSequence", "MappingResourceIdentificationSequence", "ConceptCodeSequence")

# What was done to a clean output, and the place where it must be found.
PLACES = {
    "the preamble": (preamble(b"made for Skovlund"), "byte 9"),
    "the preamble in UTF-16": (preamble("Skovlund".encode("utf-16-le")), "byte "),
    "an AE title of the file meta": (
        in_meta(SourceApplicationEntityTitle="SKOVLUND"),
        "file_meta.SourceApplicationEntityTitle",
    ),
    "another AE title of the file meta": (
        in_meta(SendingApplicationEntityTitle="ZM306918"),
        "file_meta.SendingApplicationEntityTitle",
    ),
    "the implementation's version": (
        in_meta(ImplementationVersionName="SKOVLUND_1"),
        "file_meta.ImplementationVersionName",
    ),
    "private information of the file meta": (
        in_meta(PrivateInformationCreatorUID="2.25.7", PrivateInformation=b"for Annelise  "),
        "file_meta.PrivateInformation",
    ),
    "the original instance in the file meta": (
        in_meta(MediaStorageSOPInstanceUID=INSTANCE),
        "file_meta.MediaStorageSOPInstanceUID",
    ),
    "the name itself": (setting(PatientName="SKOVLUND^A"), "PatientName"),
    "the ID itself": (setting(PatientID="ZM-306918"), "PatientID"),
    "the ID without its hyphen": (setting(PatientComments="see ZM306918."), "PatientComments"),
    "another ID": (setting(ImageComments="formerly 771203"), "ImageComments"),
    "a short ID as a word": (setting(ImageComments="locker B12"), "ImageComments"),
    "the birth date": (setting(PatientBirthDate="19660420"), "PatientBirthDate"),
    "the birth date as ISO writes it": (setting(ImageComments="*1966-04-20"), "ImageComments"),
    "the birth date in words": (setting(ImageComments="born 20 April 1966"), "ImageComments"),
    "the birth date, short": (setting(ImageComments="b. 20/4/66"), "ImageComments"),
    "the birth date with a time": (
        setting(AcquisitionDateTime="19660420101500.00+0100"),
        "AcquisitionDateTime",
    ),
    "the accession number": (setting(SeriesDescription="Abd A820610353"), "SeriesDescription"),
    "the study ID": (setting(StudyID="4711"), "StudyID"),
    "a day of the study": (setting(ImageComments="scanned 11.03.2014"), "ImageComments"),
    "a day of the study in an element": (setting(SeriesDate="20140311"), "SeriesDate"),
    "the number of an order": (setting(StudyComments="see RP536741"), "StudyComments"),
    "a device": (setting(StudyComments="on ROSE-CT-01"), "StudyComments"),
    "the telephone": (setting(StudyComments="call +45 46 55 01 77"), "StudyComments"),
    "the address": (setting(AdmittingDiagnosesDescription="Fjordbakken 12"), "Admitting"),
    "the institution": (setting(StationName="Rosenvold Klinik"), "StationName"),
    "reversed order": (setting(StudyDescription="ANNELISE SKOVLUND CT"), "StudyDescription"),
    "within another word": (setting(ProtocolName="xSkovlundx"), "ProtocolName"),
    "the window's explanation": (
        setting(WindowCenterWidthExplanation=["NORMAL", "for Skovlund"]),
        "WindowCenterWidthExplanation",
    ),
    "a code meaning three levels down": (
        nested(*CODES, CodeMeaning="as Skovlund wished"),
        "ConceptCodeSequence[0].CodeMeaning",
    ),
    "a request": (
        nested("RequestAttributesSequence", ScheduledProcedureStepDescription="CT Skovlund"),
        "RequestAttributesSequence[0]",
    ),
    "a person in content": (
        nested("ContentSequence", "ContentSequence", PersonName="Vestergård^O"),
        "ContentSequence[0].ContentSequence[0].PersonName",
    ),
    "text in content": (
        nested("ContentSequence", TextValue="Mrs Skovlund has pain."),
        "ContentSequence[0].TextValue",
    ),
    "an original UID in content": (nested("ContentSequence", UID=STUDY), "ContentSequence[0].UID"),
    "an ROI's name": (
        nested("StructureSetROISequence", ROIName="GTV Skovlund"),
        "StructureSetROISequence[0].ROIName",
    ),
    "a structure set's label": (setting(StructureSetLabel="SKOVLUND 1"), "StructureSetLabel"),
    "a plan's reference": (
        nested("ReferencedRTPlanSequence", ReferencedSOPInstanceUID=INSTANCE),
        "ReferencedRTPlanSequence[0].ReferencedSOPInstanceUID",
    ),
    "a waveform's annotation": (
        nested("WaveformAnnotationSequence", UnformattedTextValue="Skovlund, at rest"),
        "WaveformAnnotationSequence[0]",
    ),
    "text drawn on a picture": (
        nested("GraphicAnnotationSequence", "TextObjectSequence", UnformattedTextValue="SKOVLUND"),
        "TextObjectSequence[0].UnformattedTextValue",
    ),
    "an AE title": (setting(RetrieveAETitle="SKOVLUND"), "RetrieveAETitle"),
    "a body part": (setting(BodyPartExamined="SKOVLUND"), "BodyPartExamined"),
    "a web address": (setting(RetrieveURL="https://a.example/?id=ZM-306918"), "RetrieveURL"),
    "the end of a long text": (setting(TextValue="x " * 50_000 + "Skovlund"), "TextValue"),
    "an original UID in a text": (setting(ImageComments=f"was {INSTANCE}."), "ImageComments"),
    "an original UID with more behind": (setting(ImageComments=f"{STUDY}.77"), "ImageComments"),
    "private text": (element(0x00091001, "LO", "Skovlund"), "(0009,1001)"),
    "the name of a private block": (element(0x00090010, "LO", "SKOVLUND 1.0"), "(0009,0010)"),
    "a private UID": (element(0x00091002, "UI", STUDY), "(0009,1002)"),
    "a private number": (element(0x00091003, "IS", "771203"), "(0009,1003)"),
    "a private sequence": (
        element(0x00091004, "SQ", Sequence([item(ImageComments="Skovlund")])),
        "(0009,1004)[0].ImageComments",
    ),
    "bytes of unknown VR": (element(0x00091005, "UN", b"\1\2Skovlund\3\0\7\0"), "(0009,1005)"),
    "bytes": (element(0x00091006, "OB", b"\xff\xfe\x10ANNELISE\0\0\x90"), "(0009,1006)"),
    "an original UID in bytes": (element(0x00091007, "UN", b"\1" + STUDY.encode()), "(0009,1007)"),
    "UTF-16 in bytes": (element(0x00091008, "UN", "Skovlund".encode("utf-16-le")), "(0009,1008)"),
    "UTF-16 at an odd byte": (
        element(0x00091009, "OB", b"\7" + "Skovlund".encode("utf-16-be") + b"\7"),
        "(0009,1009)",
    ),
    "Latin-1 in bytes": (element(0x0009100A, "UN", b"Dr Vesterg\xe5rd "), "(0009,100A)"),
    "UTF-8 in bytes": (element(0x0009100B, "UN", "Dr Vestergård".encode()), "(0009,100B)"),
    "a sequence hidden in bytes": (
        element(0x0009100C, "UN", implicit_item(b"Skovlund")),
        "(0009,100C)[0].ImageComments",
    ),
    "a Siemens CSA header": (element(0x00291010, "OB", csa(b"Skovlund")), "(0029,1010)"),
    "numbers that spell a word": (
        element(0x0009100D, "US", list(b"Sk ov".replace(b" ", b"") + b"lund")),
        "(0009,100D)",
    ),
    "letters without their accent": (setting(ImageComments="Dr Vestergard"), "ImageComments"),
    "letters typed as two": (setting(ImageComments="Dr Vestergaard"), "ImageComments"),
    "letters with their accent apart": (
        setting(ImageComments="Dr Vestergård"),
        "ImageComments",
    ),
    "an overlay's description": (element(0x60000022, "LO", "Skovlund"), "(6000,0022)"),
    "an overlay's label": (element(0x60021500, "LO", "ZM-306918"), "(6002,1500)"),
    "an overlay's bits": (element(0x60003000, "OB", b"\0\0Skovlund\0\0"), "(6000,3000)"),
    "a curve": (element(0x50002500, "LO", "Skovlund"), "(5000,2500)"),
    "an icon": (icon(bytes(20) + b"Skovlund" + bytes(36)), "IconImageSequence[0].PixelData"),
    "a PDF": (document(pdf(b"BT (Skovlund) Tj ET", flate=False)), "EncapsulatedDocument"),
    "a compressed PDF": (document(pdf(b"BT (Skovlund) Tj", flate=True)), "EncapsulatedDocument"),
    "letters pushed apart in a PDF": (
        document(pdf(b"[(Sko) -20 (vlu) 5 (nd)] TJ", flate=True)),
        "EncapsulatedDocument",
    ),
    "hexadecimal strings in a PDF": (
        document(pdf(b"<" + b"Skovlund".hex().encode() + b"> Tj", flate=True)),
        "EncapsulatedDocument",
    ),
    "a CDA with entities": (
        document(b"<name>Vesterg&#229;rd</name><x>&amp;</x>"),
        "EncapsulatedDocument",
    ),
    "a document's title": (setting(DocumentTitle="Letter on Skovlund"), "DocumentTitle"),
    "a comment in a JPEG": (fragments(JPEGBaseline8Bit, JPEG_COMMENT), "PixelData"),
    "a comment in a JPEG 2000": (fragments(JPEG2000, J2K_COMMENT), "PixelData"),
    "what follows a JPEG": (fragments(JPEGBaseline8Bit, AFTER_THE_PICTURE), "PixelData"),
    "a DICOMDIR's record": (
        nested("DirectoryRecordSequence", PatientName="Skovlund^Annelise"),
        "DirectoryRecordSequence[0].PatientName",
    ),
    "a DICOMDIR's file IDs": (
        nested("DirectoryRecordSequence", ReferencedFileID=["CT", "SKOVLUND", "1"]),
        "DirectoryRecordSequence[0].ReferencedFileID",
    ),
    "trailing padding": (
        element(0xFFFCFFFC, "OB", bytes(8) + b"Skovlund"),
        "DataSetTrailingPadding",
    ),
}


def assert_masked(found: Leaks) -> None:
    said = f"{found}{found!r}{found._repr_html_()}{json.dumps(found.to_records())}".lower()
    for canary in CANARIES:
        assert canary not in said


@pytest.mark.parametrize("place", PLACES)
def test_an_identifier_is_found(place: str, seeds: Seeds) -> None:
    change, where = PLACES[place]
    found = leaks(seeds, output(change))
    assert len(found) >= 1
    assert any(where in leak.place for leak in found), [leak.place for leak in found]
    assert_masked(found)


def test_an_output_without_any_has_none(seeds: Seeds) -> None:
    found = leaks(seeds, output(lambda ds: None))
    assert (len(found), found.possible) == (0, ())
    assert str(found).startswith("Leaks: none")


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("place", ["the name itself", "private text", "bytes of unknown VR"])
def test_every_encoding_of_the_file_is_read(place: str, syntax: str, seeds: Seeds) -> None:
    change, where = PLACES[place]
    found = leaks(seeds, output(change, syntax=SYNTAXES[syntax]))
    assert [leak.place for leak in found] == [where]


def test_bytes_after_the_last_element_are_looked_at(seeds: Seeds) -> None:
    found = leaks(seeds, output(lambda ds: None) + b"Skovln")
    assert len(found) == 0
    data = output(lambda ds: None)
    [leak] = leaks(seeds, data + b"*Skovlund*" * 3)
    assert leak.region in {"trailing", "unreadable"}
    assert leak.offset == len(data) + 1


def test_what_cannot_be_read_is_looked_at_as_bytes(seeds: Seeds) -> None:
    [leak] = leaks(seeds, b"This is no DICOM file; it is about Skovlund.")
    assert (leak.region, leak.place) == ("unreadable", "byte 35")


@pytest.mark.parametrize(
    ("option", "place"),
    [
        ("retain-full-dates", "a day of the study in an element"),
        ("retain-modified-dates", "a day of the study"),
        ("retain-device-identity", "a device"),
    ],
)
def test_what_an_option_retains_is_no_leak(option: str, place: str) -> None:
    kept = Seeds.of(given(), retained=[option])
    assert len(leaks(kept, output(PLACES[place][0]))) == 0


def test_a_version_number_is_no_day_of_the_study(seeds: Seeds) -> None:
    assert len(leaks(seeds, output(setting(SoftwareVersions="11.3.14")))) == 0


def test_pixels_are_left_out(seeds: Seeds) -> None:
    def change(ds: Dataset) -> None:
        ds.PixelData = b"Skovlund".ljust(32, b"\0")

    assert len(leaks(seeds, output(change))) == 0


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("P1/Skovlund_CT.dcm", "the file's name"),
        ("skovlund-annelise/1.dcm", "folder 1 of its path"),
        ("a/1966-04-20/1.dcm", "folder 2 of its path"),
        (f"a/{INSTANCE}.dcm", "the file's name"),
        ("a/ZM306918/1.dcm", "folder 2 of its path"),
        ("a/b/Vestergaard.dcm", "the file's name"),
    ],
)
def test_names_of_files_and_folders_count(path: str, place: str, seeds: Seeds) -> None:
    found = leaks_in_path(path, seeds)
    assert [leak.place for leak in found] == [place]
    assert_masked(found)


def test_names_that_name_nobody_pass(seeds: Seeds) -> None:
    assert len(leaks_in_path("P7Q2XK/2.25.1/2.25.2/00001.dcm", seeds)) == 0


def test_the_name_of_the_file_that_is_given_counts(tmp_path, seeds: Seeds) -> None:
    path = tmp_path / "skovlund.dcm"
    path.write_bytes(as_bytes(anonymous()))
    assert [leak.region for leak in leaks(seeds, path)] == ["name of the file"]


@pytest.mark.parametrize(
    ("charset", "name", "codec"),
    [
        ("ISO 2022 IR 87", "Yamada^Tarou=山田^太郎=やまだ^たろう", "iso2022_jp"),
        ("ISO_IR 192", "Yamada^Tarou=山田^太郎", "utf-8"),
        ("GB18030", "Wang^XiaoDong=王^小东", "gb18030"),
        ("ISO_IR 144", "Люксембург", "iso8859_5"),
        ("ISO_IR 126", "Διονυσιος", "iso8859_7"),
        ("ISO_IR 101", "Wałęsowicz", "iso8859_2"),
        ("ISO_IR 100", "Äneas^Rüdiger", "latin_1"),
    ],
)
def test_names_are_found_in_their_own_letters(charset: str, name: str, codec: str) -> None:
    ds = given()
    ds.SpecificCharacterSet = ["", charset] if charset.startswith("ISO 2022") else charset
    ds.PatientName = name
    seeds = Seeds.of(ds)
    letters = name.split("=")[1] if "=" in name else name
    encoded = letters.encode(codec)

    def text(out: Dataset) -> None:
        out.SpecificCharacterSet = ds.SpecificCharacterSet
        out.ImageComments = letters.replace("^", " ")

    assert any(leak.place == "ImageComments" for leak in leaks(seeds, output(text)))
    bare = element(0x00091005, "UN", b"\1\2\3" + encoded + b"\0" * (1 + len(encoded) % 2))
    assert any(leak.place == "(0009,1005)" for leak in leaks(seeds, output(bare)))
    in_utf8 = element(0x00091006, "UN", letters.encode())
    assert any(leak.place == "(0009,1006)" for leak in leaks(seeds, output(in_utf8)))


def test_base64_is_possible_and_withdraws_nothing(seeds: Seeds) -> None:
    code = base64.b64encode(b"patient Skovlund, Annelise").decode()
    found = leaks(seeds, output(setting(ImageComments=code)))
    assert len(found) == 0
    assert {leak.place for leak in found.possible} == {"ImageComments"}


def test_words_of_ones_own_are_looked_for_as_well() -> None:
    out = output(setting(ImageComments="Operation Moorhen"))
    assert len(leaks(given(), out)) == 0
    [leak] = leaks(given(), out, words=["moorhen"])
    assert (leak.kind, leak.place) == ("given word", "ImageComments")
