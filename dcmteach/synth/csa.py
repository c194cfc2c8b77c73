"""Artificial Siemens CSA headers, of both kinds, with a person planted in them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pydicom.dataset import Dataset

from dcmteach.synth.elements import private
from dcmteach.synth.key import Canaries
from dcmteach.synth.visit import Visit

__all__ = ["Tag", "add_csa_headers", "make_csa", "make_protocol"]

_CHECK = 77
_SLOTS = 6  # most tags have six items, used or not


class Tag(NamedTuple):
    """One tag of a CSA header.

    Parameters
    ----------
    name, vr : str
        As they shall stand there.
    values : sequence of str or bytes
        The values; numbers are written as text as well.
    vm : int, optional
        Its multiplicity; -1 for the number of values.
    syngodt : int, optional
        Siemens' own number of the data type.
    """

    name: str
    vr: str
    values: Sequence[str | bytes]
    vm: int = -1
    syngodt: int = 19


def make_csa(
    tags: Iterable[Tag], *, version: int = 2, garbage: bytes = b"", counted_from: int = 0
) -> bytes:
    """Write a CSA header.

    Parameters
    ----------
    tags : iterable of Tag
        What shall be in it.
    version : int, optional
        2 for one that begins with ``SV10``, 1 for the older kind.
    garbage : bytes, optional
        What the scanner's memory leaves behind the names of tags, as old software does.
    counted_from : int, optional
        In the older kind every length has a number of items added: that of this tag, 0-based.

    Returns
    -------
    bytes
        Of a multiple of 4 bytes.
    """
    tags = list(tags)
    start = b"SV10\x04\x03\x02\x01" if version == 2 else b""
    parts = [start, struct.pack("<2I", len(tags), _CHECK)]
    slots = [max(_SLOTS, len(tag.values)) if tag.values else 0 for tag in tags]
    reference = slots[counted_from] if version == 1 and slots else 0
    for tag, count in zip(tags, slots, strict=True):
        name = tag.name.encode("ascii") + b"\0"
        name += garbage[: 64 - len(name)]
        vm = len(tag.values) if tag.vm < 0 else tag.vm
        vr = tag.vr.encode("ascii")
        parts.append(struct.pack("<64si4s3i", name, vm, vr, tag.syngodt, count, _CHECK))
        for index in range(count):
            value = tag.values[index] if index < len(tag.values) else b""
            data = value.encode("utf-8") if isinstance(value, str) else value
            data += b"\0" * bool(data)
            length = len(data)
            lengths = (length + reference, length, _CHECK, length)
            parts.append(struct.pack("<4i", *lengths) + data + b"\0" * (-length % 4))
    return b"".join(parts)


def make_protocol(visit: Visit, canaries: Canaries) -> str:
    """Write a measurement protocol as MR scanners do: XProtocol, then ASCCONV.

    Parameters
    ----------
    visit : Visit
        Who is examined.
    canaries : Canaries
        Gets what is planted.
    """
    plant, patient = canaries.plant, visit.patient
    name = plant("patient name", f"{patient.family.upper()}, {patient.given.upper()}")
    number = plant("patient ID", patient.number)
    frame = plant("uid", visit.uid("frame of reference"))
    protocol = plant("patient name", patient.family.upper())
    return f"""<XProtocol>
{{
  <Name> "PhoenixMetaProtocol"
  <ID> 1000002
  <Userversion> 2.0
  <ParamMap."">
  {{
    <ParamLong."Count">  {{ 1  }}
    <ParamString."tPatientName">  {{ "{name}"  }}
    <ParamString."PatientID">  {{ "{number}"  }}
    <ParamDouble."flUsedPatientWeight">  {{ <Precision> 6  84.0  }}
    <ParamString."tFrameOfReference">  {{ "{frame}"  }}
    <ParamString."tBodyPart">  {{ "HEAD"  }}
  }}
}}
### ASCCONV BEGIN ###
ulVersion                                = 0x14b44b6
tSequenceFileName                        = ""%SiemensSeq%\\tfl""
tProtocolName                            = ""t1_mprage_tra {protocol}""
sProtConsistencyInfo.tBaselineString     = ""N4_VE11C_LATEST_20160120""
alTR[0]                                  = 2300000
alTE[0]                                  = 2980
sSliceArray.asSlice[0].dThickness        = 2.0
sSliceArray.asSlice[0].sPosition.dSag    = -2.5
sSliceArray.lSize                        = 0x1
### ASCCONV END ###
"""


def add_csa_headers(
    ds: Dataset, visit: Visit, canaries: Canaries, *, version: int = 2, garbage: bytes = b""
) -> None:
    """Add the block of both CSA headers, image and series, to an artificial MR.

    Parameters
    ----------
    ds : Dataset
        Changed in place.
    visit : Visit
        Who is examined.
    canaries : Canaries
        Gets what is planted.
    version : int, optional
        Which kind of CSA header.
    garbage : bytes, optional
        As for :func:`make_csa`.
    """
    plant, patient = canaries.plant, visit.patient
    thickness = "2.00000000"
    image = make_csa(
        [
            Tag("EchoLinePosition", "IS", ["64"]),
            Tag("ImageNumber", "IS", [str(visit.instance)]),
            Tag("B_value", "IS", ["1000"]),
            Tag("DiffusionGradientDirection", "FD", ["0.57735027", "-0.57735027", "0.57735027"]),
            Tag("SliceThickness", "DS", [thickness]),
            Tag("PhaseEncodingDirectionPositive", "IS", ["1"]),
            Tag("BandwidthPerPixelPhaseEncode", "FD", ["24.51000000"]),
            Tag("MosaicRefAcqTimes", "FD", ["0.00000000", "1252.50000000", "62.50000000"]),
            Tag("ImageOrientationPatient", "DS", ["1.0", "0.0", "0.0", "0.0", "1.0", "0.0"]),
            Tag("UsedPatientWeight", "IS", ["84"]),
            Tag("ICE_Dims", "LO", ["X_1_1_1_1_1_1_1_1_1_1_88"]),
            Tag("ReferencedImageSequence", "UI", [
                "1.2.840.10008.5.1.4.1.1.4", plant("uid", visit.uid("scout")),
            ]),
            Tag("ImaCoilString", "LO", ["HEA;HEP"]),
            Tag("Comment", "LT", [plant("patient name", f"for {patient.given} {patient.family}")]),
        ],
        version=version,
        garbage=garbage,
    )  # fmt: skip
    series = make_csa(
        [
            Tag("UsedPatientWeight", "IS", ["84"]),
            Tag("NumberOfPrescans", "IS", ["0"]),
            Tag("ReadoutGradientMaxSlewRate", "FD", ["170.0"]),
            Tag("PatientOrientation", "LO", []),
            Tag("MrPhoenixProtocol", "UN", [make_protocol(visit, canaries)]),
        ],
        version=version,
        garbage=garbage,
    )
    private(ds, 0x0029, "SIEMENS CSA HEADER", [
        (0x08, "CS", "IMAGE NUM 4"),
        (0x09, "LO", plant("date", visit.date)),
        (0x10, "OB", image),
        (0x18, "CS", "MR"),
        (0x19, "LO", visit.date),
        (0x20, "OB", series),
    ])  # fmt: skip
