"""Kinds of places in which an image may name its patient, one small function each."""

from __future__ import annotations

from collections.abc import Callable

from pydicom.dataset import FileDataset
from pydicom.uid import UID

from dcmteach.synth.corpus_pixels import name_in_bits, name_tag
from dcmteach.synth.corpus_shot import Shot
from dcmteach.synth.elements import code, item, private
from dcmteach.synth.stream import make_uid

__all__ = ["IMAGE_PLACES", "Planter"]

Planter = Callable[[FileDataset, Shot], None]

_NAME = "patient name"
_VENDOR = "ZANDER IMAGING 1.0"


def _preamble(ds: FileDataset, shot: Shot) -> None:
    made = shot.plain(_NAME)
    text = shot.plant("preamble", "preamble", made, "EXPORT OF {}")
    ds.preamble = text.encode("ascii").ljust(128, b"\0")


def _application_entities(ds: FileDataset, shot: Shot) -> None:
    family = shot.who.plain()[5][1][:13]
    for keyword in ("SendingApplicationEntityTitle", "ReceivingApplicationEntityTitle"):
        place = "AE title in the file meta information"
        text = shot.plant(place, f"file_meta.{keyword}", (_NAME, family), "{}_WS")
        setattr(ds.file_meta, keyword, text)


def _private_information(ds: FileDataset, shot: Shot) -> None:
    ds.file_meta.PrivateInformationCreatorUID = UID(make_uid("corpus", "private information"))
    path = "file_meta.PrivateInformation"
    text = shot.plant("private information in the file meta", path, shot.plain(_NAME), "FOR {} ")
    ds.file_meta.PrivateInformation = text.encode("ascii") + b" " * (len(text) % 2)


def _text(place: str, keyword: str, pattern: str, *kinds: str) -> Planter:
    def planter(ds: FileDataset, shot: Shot) -> None:
        made = shot.spelled(*kinds)
        setattr(ds, keyword, shot.plant(place, keyword, made, pattern))

    return planter


def _window(ds: FileDataset, shot: Shot) -> None:
    text = shot.plant("window explanation", "WindowCenterWidthExplanation", shot.spelled(_NAME))
    ds.WindowCenter, ds.WindowWidth = ["40", "400"], ["350", "1500"]
    ds.WindowCenterWidthExplanation = ["SOFT", text]


def _step_description(ds: FileDataset, shot: Shot) -> None:
    path = "RequestAttributesSequence[0].ScheduledProcedureStepDescription"
    text = shot.plant("text in a request", path, shot.spelled(), "Follow-up, {}")
    ds.RequestAttributesSequence[0].ScheduledProcedureStepDescription = text


def _deep_meaning(ds: FileDataset, shot: Shot) -> None:
    path = (
        "RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0]"
        ".ProtocolContextSequence[0].ConceptCodeSequence[0].CodeMeaning"
    )
    meaning = shot.plant("code meaning, three levels down", path, shot.spelled(_NAME), "As {}")
    context = item(
        ValueType="CODE",
        ConceptNameCodeSequence=[code("P5-0001", "99ZM", "Habit")],
        ConceptCodeSequence=[code("P5-0002", "99ZM", meaning)],
    )
    scheduled = code("P5-0003", "99ZM", "Chest")
    scheduled.ProtocolContextSequence = [context]
    ds.RequestAttributesSequence[0].ScheduledProtocolCodeSequence = [scheduled]


def _context_person(ds: FileDataset, shot: Shot) -> None:
    path = "AcquisitionContextSequence[0].PersonName"
    name = shot.plant("person name in a context item", path, (_NAME, shot.who.person.pn))
    ds.AcquisitionContextSequence = [item(
        ValueType="PNAME",
        ConceptNameCodeSequence=[code("121036", "DCM", "Mother of fetus")],
        PersonName=name,
    )]  # fmt: skip


def _equipment(ds: FileDataset, shot: Shot) -> None:
    base = "ContributingEquipmentSequence[0]"
    ds.ContributingEquipmentSequence = [item(
        Manufacturer="Zander",
        OperatorsName=shot.plant(
            "person name in an equipment item", f"{base}.OperatorsName",
            (_NAME, shot.who.person.pn),
        ),
        ContributionDescription=shot.plant(
            "text in an equipment item", f"{base}.ContributionDescription", shot.spelled(),
            "anonymised at the wish of {}",
        ),
        PurposeOfReferenceCodeSequence=[code("109101", "DCM", "Acquisition Equipment")],
    )]  # fmt: skip


def _original_attributes(ds: FileDataset, shot: Shot) -> None:
    base = "OriginalAttributesSequence[0]"
    path = f"{base}.ModifiedAttributesSequence[0].PatientName"
    name = shot.plant("person name among modified attributes", path, (_NAME, shot.who.person.pn))
    ds.OriginalAttributesSequence = [item(
        ModifiedAttributesSequence=[item(PatientName=name)],
        AttributeModificationDateTime=shot.moment(9000),
        ModifyingSystem="ZMPACS",
        SourceOfPreviousValues=shot.plant(
            "source of previous values", f"{base}.SourceOfPreviousValues", shot.plain(), "{} desk"
        ),
        ReasonForTheAttributeModification="CORRECT",
    )]  # fmt: skip


def _requester(ds: FileDataset, shot: Shot) -> None:
    path = "RequestedProcedureCodeSequence[0].CodeMeaning"
    text = shot.plant("code meaning", path, shot.spelled(_NAME), "CT of {}")
    ds.RequestedProcedureCodeSequence = [code("CTTX", "99ZM", text)]


def _overlay(ds: FileDataset, shot: Shot) -> None:
    rows, columns, bits = name_in_bits(shot.who.plain()[5][1])
    ds.add_new(0x60000010, "US", rows)
    ds.add_new(0x60000011, "US", columns)
    made = shot.spelled(_NAME)
    ds.add_new(0x60000022, "LO", shot.plant("overlay description", "(6000,0022)", made, "For {}"))
    ds.add_new(0x60000040, "CS", "G")
    ds.add_new(0x60000050, "SS", [1, 1])
    ds.add_new(0x60000100, "US", 1)
    ds.add_new(0x60000102, "US", 0)
    label = shot.plant("overlay label", "(6000,1500)", shot.plain())
    ds.add_new(0x60001500, "LO", label)
    shot.plant("overlay picture", "(6000,3000)", ("picture", bits.hex()))
    ds.add_new(0x60003000, "OW", bits)


def _icon(ds: FileDataset, shot: Shot) -> None:
    picture = name_tag(shot.who.plain()[5][1]).tobytes()
    shot.plant("icon", "IconImageSequence[0].PixelData", ("picture", picture.hex()))
    icon = item(
        SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2", Rows=64, Columns=64,
        BitsAllocated=8, BitsStored=8, HighBit=7, PixelRepresentation=0,
    )  # fmt: skip
    icon.add_new(0x7FE00010, "OB", picture)
    ds.IconImageSequence = [icon]


def _curve(ds: FileDataset, shot: Shot) -> None:
    ds.add_new(0x50000005, "US", 1)
    ds.add_new(0x50000010, "US", 4)
    ds.add_new(0x50000020, "CS", "PHYSIO")
    label = shot.plant("curve label", "(5000,2500)", shot.plain())
    text = shot.plant("curve description", "(5000,0022)", shot.spelled(_NAME), "Pulse of {}")
    ds.add_new(0x50000022, "LO", text)
    ds.add_new(0x50000103, "US", 0)
    ds.add_new(0x50002500, "LO", label)
    ds.add_new(0x50003000, "OW", b"\1\0\2\0\3\0\4\0")


def _private(place: str, offset: int, vr: str, encoding: str = "") -> Planter:
    def planter(ds: FileDataset, shot: Shot) -> None:
        made = shot.plain(_NAME) if encoding == "ascii" or vr != "OB" else shot.spelled(_NAME)
        path = f"(0099,10{offset:02X})"
        text = shot.plant(place, path, made)
        value: object = text
        if encoding:
            data = b"\1\0REC\0" + text.encode(encoding) + b"\0\0"
            value = data + b"\0" * (len(data) % 2)
        private(ds, 0x0099, _VENDOR, [(offset, vr, value)])

    return planter


def _private_sequence(ds: FileDataset, shot: Shot) -> None:
    inner = item(PatientName=shot.plant(
        "private sequence", "(0099,1020)[0].PatientName", (_NAME, shot.who.person.pn)
    ))  # fmt: skip
    inner.OperatorsName = "Nobody"
    private(ds, 0x0099, _VENDOR, [(0x20, "SQ", [inner])])


def _unknown_sequence(ds: FileDataset, shot: Shot) -> None:
    text = shot.plant(
        "private sequence encoded as UN", "(0099,1021)[0].PatientComments", shot.plain(_NAME)
    ).encode("ascii")  # fmt: skip
    text += b" " * (len(text) % 2)
    element = b"\x10\x00\x00\x40" + len(text).to_bytes(4, "little") + text
    items = b"\xfe\xff\x00\xe0" + len(element).to_bytes(4, "little") + element
    private(ds, 0x0099, _VENDOR, [(0x21, "UN", items)])


def _private_uid(ds: FileDataset, shot: Shot) -> None:
    private(ds, 0x0099, _VENDOR, [(0x22, "UI", shot.visit.series_uid)])


def _orphan(ds: FileDataset, shot: Shot) -> None:
    text = shot.plant("private element without a creator", "(0015,1001)", shot.plain(_NAME))
    ds.add_new(0x00151001, "LO", text)


def _unknown_element(ds: FileDataset, shot: Shot) -> None:
    text = shot.plant("element nobody knows", "(0018,EEEE)", shot.plain(_NAME)).encode("ascii")
    ds.add_new(0x0018EEEE, "UN", text + b" " * (len(text) % 2))


def _trailing(ds: FileDataset, shot: Shot) -> None:
    text = shot.plant("trailing padding", "DataSetTrailingPadding", shot.plain(_NAME))
    data = b"\0" * 16 + text.encode("ascii")
    ds.DataSetTrailingPadding = data + b"\0" * (len(data) % 2)


def _address(ds: FileDataset, shot: Shot) -> None:
    number = shot.who.person.number
    url = "https://pacs.example.org/wado?patient={}"
    ds.RetrieveURL = shot.plant(
        "address on the network", "RetrieveURL", ("patient id", number), url
    )


def _second_value(ds: FileDataset, shot: Shot) -> None:
    text = shot.plant("second of several values", "SoftwareVersions", shot.plain(_NAME))
    ds.SoftwareVersions = ["syn.1.0", text]


IMAGE_PLACES: tuple[Planter, ...] = (
    _preamble,
    _application_entities,
    _private_information,
    _text("patient comments", "PatientComments", "Please ring {}, tomorrow"),
    _text("study description", "StudyDescription", "Thorax {}"),
    _text("series description", "SeriesDescription", "Axial 2 mm {}"),
    _text("protocol name", "ProtocolName", "thorax {}"),
    _text("image comments", "ImageComments", "moved: {} coughed"),
    _text("derivation description", "DerivationDescription", "smoothed for {}"),
    _text("acquisition comments", "AcquisitionComments", "{} held breath"),
    _text("scan options text", "AcquisitionProtocolDescription", "as before ({})"),
    _text("convolution kernel", "ConvolutionKernel", "{}", "patient id"),
    _text("retired comments", "IdentifyingComments", "this is {}"),
    _window,
    _step_description,
    _deep_meaning,
    _context_person,
    _equipment,
    _original_attributes,
    _requester,
    _overlay,
    _icon,
    _curve,
    _private("private text", 0x01, "LO"),
    _private("private person name", 0x02, "PN"),
    _private("private bytes", 0x03, "OB", "utf-8"),
    _private("private bytes in UTF-16, little endian", 0x04, "OB", "utf-16-le"),
    _private("private bytes in UTF-16, big endian", 0x05, "OB", "utf-16-be"),
    _private("private bytes of unknown VR", 0x06, "UN", "ascii"),
    _private_sequence,
    _unknown_sequence,
    _private_uid,
    _orphan,
    _unknown_element,
    _trailing,
    _address,
    _second_value,
)
"""What an image gets, in turns."""
