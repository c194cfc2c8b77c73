from __future__ import annotations

import io
from pathlib import Path

import pytest
from pydicom import DataElement, dcmread
from pydicom.dataset import Dataset, FileDataset
from pydicom.filebase import DicomBytesIO
from pydicom.sequence import Sequence

from dcmteach import PathError
from dcmteach.header import find, locate, read, table, walk


def un_sequence(*items: Dataset) -> bytes:
    """Items as they stand in a UN value: Implicit VR Little Endian (PS3.5 6.2.2)."""
    from pydicom.filewriter import write_sequence

    buffer = DicomBytesIO()
    buffer.is_little_endian = True
    buffer.is_implicit_VR = True
    write_sequence(buffer, DataElement(0x01F11027, "SQ", Sequence(items)), ["latin_1"])
    return buffer.getvalue()


@pytest.fixture
def with_un(ds: FileDataset) -> FileDataset:
    item = Dataset()
    item.PatientName = "Lüdenscheidt^Hanna"
    item.PatientComments = "deep"
    ds.add_new(0x01F11027, "UN", un_sequence(item))
    return ds


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("PatientID", "ZX-48151"),
        ("(0010,0020)", "ZX-48151"),
        (0x00100020, "ZX-48151"),
        ((0x0010, 0x0020), "ZX-48151"),
        ("file_meta.MediaStorageSOPInstanceUID", "1.2.3.4"),
        (0x00020003, "1.2.3.4"),
        ("(01F1,1026)", "1.5"),
        ("RequestAttributesSequence[0].ScheduledProcedureStepDescription", "Thorax"),
        (
            "RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeMeaning",
            "Chest",
        ),
    ],
)
def test_an_element_is_found_by_every_spelling_of_its_path(
    ds: FileDataset, path: object, value: str
) -> None:
    assert str(find(ds, path).value) == value  # type: ignore[arg-type]


def test_every_path_of_the_table_finds_its_element(ds: FileDataset) -> None:
    for row in table(ds):
        assert int(find(ds, row.path).tag) == row.tag


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("PatientAge", "This data set has no element PatientAge"),
        ("PatientNam", "Did you mean PatientName"),
        ("RequestAttributesSequence[3].CodeValue", "has 1 item, numbered from 0"),
        ("ReferencedStudySequence[0].CodeValue", "has no sequence ReferencedStudySequence"),
        ("PatientID[0].CodeValue", "PatientID is not a sequence"),
        ("RequestAttributesSequence[0]", "names an item, and an item is not an element"),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_ended(
    ds: FileDataset, path: str, says: str
) -> None:
    with pytest.raises(PathError) as caught:
        find(ds, path)
    assert says in str(caught.value)


def test_a_data_set_without_file_meta_says_so() -> None:
    with pytest.raises(PathError, match="this data set has none"):
        find(Dataset(), "file_meta.TransferSyntaxUID")


def test_walk_gives_parents_from_the_outside_in(ds: FileDataset) -> None:
    parents = {path: parents for path, _, parents in walk(ds)}
    inner = parents["RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeMeaning"]
    assert [(p.path, p.item) for p in inner] == [
        ("RequestAttributesSequence", 0),
        ("RequestAttributesSequence[0].ScheduledProtocolCodeSequence", 0),
    ]
    assert inner[0].dataset is ds.RequestAttributesSequence[0]
    assert parents["PatientID"] == ()


def test_walk_enters_a_private_sequence_stored_as_un(with_un: FileDataset) -> None:
    found = {path: (element, parents) for path, element, parents in walk(with_un)}
    element, parents = found["(01F1,1027)[0].PatientComments"]
    assert element.value == "deep"
    assert parents[-1].detached
    assert find(with_un, "(01F1,1027)[0].PatientComments").value == "deep"
    assert table(with_un)["(01F1,1027)"].vr == "SQ"


def test_looking_into_a_un_value_does_not_change_it(with_un: FileDataset) -> None:
    before = with_un[0x01F11027].value
    list(walk(with_un))
    table(with_un)
    assert with_un[0x01F11027].VR == "UN"
    assert with_un[0x01F11027].value == before


def test_a_un_sequence_can_be_attached_so_that_a_change_lasts(
    with_un: FileDataset, tmp_path: Path
) -> None:
    item, tag = locate(with_un, "(01F1,1027)[0].PatientComments", attach=True)
    item[tag].value = "changed"
    with_un.save_as(tmp_path / "x.dcm")
    assert find(read(tmp_path / "x.dcm"), "(01F1,1027)[0].PatientComments").value == "changed"


def test_un_bytes_that_only_begin_like_items_stay_bytes(ds: FileDataset) -> None:
    ds.add_new(0x01F11027, "UN", b"\xfe\xff\x00\xe0\x10\x00\x00\x00hello")
    assert table(ds)["(01F1,1027)"].value == "(14 bytes)"


def test_a_value_that_cannot_be_decoded_is_given_as_its_bytes() -> None:
    raw = b"\x28\0\x10\0US\3\0\1\2\3"  # Rows, three bytes long
    ds = dcmread(io.BytesIO(raw), force=True)
    assert table(ds)["Rows"].value == "(3 bytes)"
    assert [(element.VR, element.value) for _, element, _ in walk(ds)] == [("UN", b"\1\2\3")]


def test_table_and_walk_agree_on_every_path(with_un: FileDataset) -> None:
    assert [row.path for row in table(with_un)] == [path for path, _, _ in walk(with_un)]
