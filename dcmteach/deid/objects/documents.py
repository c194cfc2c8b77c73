"""Encapsulated documents: held, or replaced by a blank one where the recipe says so."""

from __future__ import annotations

from collections.abc import Iterator

from pydicom.dataset import Dataset

from dcmteach.deid.objects.place import Case
from dcmteach.deid.objects.values import text_at
from dcmteach.deid.step import Step
from dcmteach.header.dictionary import lookup

__all__ = ["blank", "refusal", "steps"]

_DOCUMENT, _MIME, _LENGTH = 0x00420011, 0x00420012, 0x00420015
_PDF = """%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>
endobj
"""
_CDA = """<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <component><nonXMLBody><text mediaType="text/plain"/></nonXMLBody></component>
</ClinicalDocument>
"""


def refusal(case: Case) -> str | None:
    """Say why a document must not be written; None if there is none, or a rule decides about it.

    Parameters
    ----------
    case : Case
        The data set and its plan so far.
    """
    if _DOCUMENT not in case.ds._dict:
        return None
    decision = case.decision(_DOCUMENT, "OB")
    if decision.source != "rule":
        if case.recipe.profile == "none":
            return None
        return (
            "it holds a whole document (0042,0011), which cannot be cleaned with certainty; the "
            "rule 'clean EncapsulatedDocument' puts a blank one in its place"
        )
    if decision.strategy in {"clean", "clear"} and blank(_mime(case.ds)) is None:
        return (
            "it holds a document (0042,0011) of a kind for which there is no blank one here; "
            "a rule that replaces EncapsulatedDocument by a value of your own decides"
        )
    return None


def steps(case: Case) -> Iterator[Step]:
    """Plan a blank document where a rule cleans, clears or makes up the document.

    Parameters
    ----------
    case : Case
        The data set and its plan so far.

    Yields
    ------
    Step
        For the document and its length.
    """
    planned = case.step(_DOCUMENT)
    if planned is None or planned.source != "rule":
        return
    if planned.strategy not in {"clean", "clear"}:
        return
    data = blank(_mime(case.ds))
    if data is None:
        return
    reason = f"{planned.reason}, and a document is cleaned by a blank one of its kind"
    yield Step(lookup(_DOCUMENT).step, (_DOCUMENT,), "D", "replace", data, reason, "object")
    if _LENGTH in case.ds._dict:
        reason = "the document has another length now"
        yield Step(
            lookup(_LENGTH).step, (_LENGTH,), "D", "replace", str(len(data)), reason, "object"
        )


def _mime(ds: Dataset) -> str:
    return text_at(ds, _MIME).strip().lower()


def blank(mime: str) -> bytes | None:
    """Make a blank document.

    Parameters
    ----------
    mime : str
        MIME type of the document (0042,0012), in lower case.

    Returns
    -------
    bytes or None
        An empty page (PDF), an empty clinical document (CDA), or a model without a single
        triangle (STL, OBJ, MTL); None for other kinds.
    """
    if mime == "application/pdf":
        return _pdf()
    if mime in {"text/xml", "application/xml", "text/cda+xml"}:
        return _even(_CDA.encode("ascii"), b"\n")
    if mime in {"model/stl", "model/x.stl-binary", "application/sla"}:
        return b"blank".ljust(80, b" ") + b"\0\0\0\0"
    if mime in {"model/obj", "model/mtl"}:
        return b"# blank\n"
    return None


def _pdf() -> bytes:
    body = _PDF.encode("ascii")
    objects = [body.index(f"{number} 0 obj".encode("ascii")) for number in (1, 2, 3)]
    table = "".join(f"{offset:010d} 00000 n \n" for offset in objects)
    end = (
        f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<< /Size 4 /Root 1 0 R >>\n"
        f"startxref\n{len(body)}\n%%EOF\n"
    )
    return _even(body + end.encode("ascii"), b"\n")


def _even(data: bytes, pad: bytes) -> bytes:
    return data + pad * (len(data) % 2)
