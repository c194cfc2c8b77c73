"""Archives and workbooks whose bytes are the same on every machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

__all__ = ["packed", "workbook"]

_WHEN = (2021, 3, 4, 5, 6, 8)  # archives remember times
_SCHEMAS = "http://schemas.openxmlformats.org"
_MAIN = f"{_SCHEMAS}/spreadsheetml/2006/main"
_LINK = f"{_SCHEMAS}/officeDocument/2006/relationships"
_PACKAGE = f"{_SCHEMAS}/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def packed(members: Mapping[str, bytes]) -> bytes:
    """Pack a zip archive; nothing in it is compressed, since compressors differ.

    Parameters
    ----------
    members : mapping of str to bytes
        In the order in which they shall stand there.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.create_system = 3
            archive.writestr(info, data)
    return made.getvalue()


def workbook(cells: Sequence[Sequence[str]]) -> bytes:
    """Write the smallest workbook that a spreadsheet opens: one sheet, all of it text.

    Parameters
    ----------
    cells : sequence of sequence of str
        Rows, of at most 26 cells.
    """
    rows = "".join(
        f'<row r="{number}">{"".join(_cell(place, number, cell) for place, cell in enumerate(row))}'
        "</row>"
        for number, row in enumerate(cells, start=1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELATIONSHIPS}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": _link("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}">'
        '<sheets><sheet name="scores" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _link("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>'
        "</worksheet>",
    }
    return packed({name: (_START + part).encode() for name, part in parts.items()})


def _cell(place: int, row: int, text: str) -> str:
    where = f"{chr(ord('A') + place)}{row}"
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _link(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_LINK}/{kind}" Target="{target}"/></Relationships>'
    )
