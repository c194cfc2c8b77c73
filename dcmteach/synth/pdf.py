"""An artificial letter as a PDF inside a DICOM file."""

from __future__ import annotations

import zlib

from pydicom.dataset import FileDataset

from dcmteach.synth.corpus_shot import Shot, begin
from dcmteach.synth.elements import fill

__all__ = ["ENCAPSULATED_PDF", "make_pdf", "pdf_bytes"]

ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1"


def pdf_bytes(lines: list[str], *, title: str) -> bytes:
    """Write a PDF of one page.

    Parameters
    ----------
    lines : list of str
        What stands on it; in a deflated stream, as word processors write it.
    title : str
        Its title, written as UTF-16.
    """
    drawn = "BT /F1 12 Tf 72 720 Td 16 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    stream = zlib.compress(drawn.encode("latin-1", "replace"))
    info = b"\xfe\xff" + title.encode("utf-16-be")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title <%b> >>" % info.hex().encode(),
    ]
    made = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(bodies, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    made += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    made += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(bodies) + 1)
    made += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(made)


def make_pdf(shot: Shot) -> FileDataset:
    """Make a discharge letter."""
    ds = begin(shot, ENCAPSULATED_PDF, "DOC", "Letter", model="Writer")
    place = "EncapsulatedDocument"
    line = shot.plant("text of an encapsulated PDF", place, shot.plain("patient name"), "On {}:")
    title = shot.plant("title of an encapsulated PDF", place, shot.plain("patient id"))
    document = pdf_bytes([line, "nothing unusual was seen."], title=title)
    fill(ds, {
        "ConversionType": "WSD",
        "BurnedInAnnotation": "YES",
        "AcquisitionDateTime": "",
        "DocumentTitle": shot.plant("title of a document", "DocumentTitle", shot.spelled(),
                                    "Letter about {}"),
        "ConceptNameCodeSequence": [],
        "MIMETypeOfEncapsulatedDocument": "application/pdf",
        "EncapsulatedDocumentLength": len(document),
    })  # fmt: skip
    ds.add_new(0x00420011, "OB", document + b"\0" * (len(document) % 2))
    return ds
