"""tools/standard_tables.py: what is shipped is written again, byte by byte; and its sources."""

from __future__ import annotations

import importlib.util
import json
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from dcmteach.standard import private, profile
from dcmteach.standard._tables import DATA, read_table

TOOL = Path(__file__).parents[2] / "tools" / "standard_tables.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("standard_tables", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def about(name: str) -> dict[str, str]:
    header = dict(read_table(name).about)
    return {key: value for key, value in header.items() if key not in ("rows", "sha256")}


def columns(tool: ModuleType, row: profile.Row) -> dict[str, str]:
    codes = {column: row.options.get(option, "") for column, option in tool.OPTION_COLUMNS.items()}
    flags = {"retired": "NY"[row.retired], "in_std_comp_iod": "NY"[row.in_std_comp_iod]}
    return {"tag": row.tag, "keyword": row.keyword, "basic": row.basic, **flags, **codes}


def test_the_profile_is_written_as_it_was_read(tool, tmp_path):
    lines = tool.profile_lines(columns(tool, row) for row in profile.rows())
    tool.write_table(tmp_path, "profile", lines, about("profile"))
    assert (tmp_path / "profile.txt").read_bytes() == (DATA / "profile.txt").read_bytes()


def test_the_safe_list_is_written_as_it_was_read(tool, tmp_path):
    lines = tool.private_lines(
        {"tag": r.tag, "vr": r.vr, "vm": r.vm, "private_creator": r.private_creator}
        for r in private.rows()
    )
    tool.write_table(tmp_path, "private", lines, about("private"))
    assert (tmp_path / "private.txt").read_bytes() == (DATA / "private.txt").read_bytes()


@pytest.mark.parametrize("name", ["file_meta", "med_i", "methods", "names", "types"])
def test_the_other_files_are_written_as_they_were_read(tool, tmp_path, name):
    tool.write_table(tmp_path, name, read_table(name).rows, about(name))
    assert (tmp_path / f"{name}.txt").read_bytes() == (DATA / f"{name}.txt").read_bytes()


def test_file_meta_and_methods_agree_with_the_tool(tool):
    assert read_table("file_meta").rows == tool.FILE_META_TYPES.split("|")
    assert set(tool.METHOD_NAMES.values()) == {
        line.split(" ")[0] for line in read_table("methods").rows
    }


BOOK = """<?xml version="1.0"?>
<book xmlns="http://docbook.org/ns/docbook" xmlns:xml="http://www.w3.org/XML/1998/namespace">
 <title>PS3.15</title><subtitle>DICOM PS3.15 2031a - an artificial fragment</subtitle>
 <chapter>
 <table xml:id="table_E.1-0"><tbody><tr><td><para>another table</para></td></tr></tbody></table>
 <table xml:id="table_E.1-1"><caption>Attributes</caption>
 <thead><tr>{headings}</tr></thead>
 <tbody>
 <tr><td><para>Patient's <emphasis>Name</emphasis></para></td><td><para>(0010,0010)</para></td>
  <td><para>N</para></td><td><para>Y</para></td><td><para>Z</para></td>{blank9}<td><para/></td></tr>
 <tr><td><para>Curve\u200b Data</para></td><td><para>(50xx,xxxx)</para></td><td><para>Y</para></td>
  <td><para>N</para></td><td><para>X</para></td>{blank9}<td><para>C</para></td></tr>
 <tr><td><para>Overlay Data</para></td><td><para>(60xx,3000)</para></td><td><para>N</para></td>
  <td><para>Y</para></td><td><para>X</para></td>{blank9}<td><para>C</para></td></tr>
 <tr><td><para>Private Attributes</para></td><td><para>(gggg,eeee) where gggg is odd</para></td>
  <td><para>N</para></td><td><para>N</para></td><td><para>X</para></td><td><para>C</para></td>{blank9}</tr>
 <tr><td><para>Attribute of the Doctor's Future</para></td><td><para>(0010,fffe)</para></td>
  <td><para>N</para></td><td><para>N</para></td><td><para>X/D</para></td>{blank9}<td><para/></td></tr>
 </tbody></table>
 <table xml:id="table_E.3.10-1"><thead><tr><th>Data Element</th><th>Private Creator</th><th>VR</th>
  <th>VM</th><th>Meaning</th></tr></thead>
 <tbody><tr><td><para>(01f1,xx26)</para></td><td><para>AN INVENTOR</para></td>
  <td><para>CS</para></td><td><para>1</para></td><td><para>a mode</para></td></tr></tbody></table>
 </chapter>
</book>
"""
HEADINGS = (
    "Attribute Name|Tag|Retd. (from PS3.6)|In Std. Comp. IOD (from PS3.3)|Basic Prof.|"
    "Rtn. Safe Priv. Opt.|Rtn. UIDs Opt.|Rtn. Dev. Id. Opt.|Rtn. Inst. Id. Opt.|"
    "Rtn. Pat. Chars. Opt.|Rtn. Long. Full Dates Opt.|Rtn. Long. Modif. Dates Opt.|"
    "Clean Desc. Opt.|Clean Struct. Cont. Opt.|Clean Graph. Opt."
)


def book(folder: Path, headings: str = HEADINGS) -> Path:
    cells = "".join(f"<th><para>{heading}</para></th>" for heading in headings.split("|"))
    path = folder / "part15.xml"
    path.write_text(BOOK.format(headings=cells, blank9="<td><para/></td>" * 9), encoding="utf-8")
    return path


@pytest.fixture
def output(tmp_path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "names.txt").write_bytes((DATA / "names.txt").read_bytes())
    return folder


def test_a_downloaded_docbook_gives_the_two_tables_of_ps3_15(tool, tmp_path, output):
    assert tool.main(["--docbook", str(book(tmp_path)), "--out", str(output)]) == 0
    text = (output / "profile.txt").read_text(encoding="utf-8")
    assert "# edition: 2031a\n" in text
    assert "# source: PS3.15 2031a, DocBook\n" in text
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert rows == [
        "00100010 PatientName NY Z ..........",
        "50xxxxxx - YN X .........C",
        "60xx3000 OverlayData NY X .........C",
        "private - NN X C.........",
        "0010FFFE AttributeoftheDoctorFuture NN X/D ..........",
    ]
    safe = (output / "private.txt").read_text(encoding="utf-8")
    assert safe.endswith("\n01F1xx26 CS 1 AN INVENTOR\n")


def test_a_docbook_with_other_columns_is_refused(tool, tmp_path, output):
    strange = HEADINGS.replace("Clean Graph. Opt.", "Clean Holograms Opt.")
    with pytest.raises(ValueError, match=r"a column 'Clean Holograms Opt\.' that this tool"):
        tool.main(["--docbook", str(book(tmp_path, strange)), "--out", str(output)])


def test_another_book_is_refused(tool, tmp_path, output):
    path = tmp_path / "part03.xml"
    path.write_text("<book><subtitle>DICOM PS3.3 2031a</subtitle></book>", encoding="utf-8")
    with pytest.raises(ValueError, match=r"names no edition of PS3\.15"):
        tool.main(["--docbook", str(path), "--out", str(output)])


def test_types_are_read_from_a_highdicom_wheel_without_importing_it(tool, tmp_path, output):
    maps = {
        "sop_class_iod_map": {"1.2.3": "an-image", "1.2.4": "an-image"},
        "iod_module_map": {
            "an-image": [
                {"key": "patient", "usage": "M", "ie": "Patient"},
                {"key": "overlay", "usage": "U", "ie": "Image"},
                {"key": "nobody-knows", "usage": "C", "ie": "Image"},
            ]
        },
        "module_attribute_map": {
            "patient": [
                {"keyword": "CodeMeaning", "type": "1", "path": ["ProcedureCodeSequence"]},
                {"keyword": "ProcedureCodeSequence", "type": "3", "path": []},
                {"keyword": "PatientName", "type": "2", "path": []},
            ],
            "overlay": [{"keyword": "OverlayRows", "type": "1", "path": []}],
        },
    }
    wheel = tmp_path / "highdicom-9.8.7-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in maps.items():
            archive.writestr(f"highdicom/_standard/{name}.json", json.dumps(content))
    tool.main(["--highdicom", str(wheel), "--types-edition", "2031a", "--out", str(output)])
    lines = (output / "types.txt").read_text(encoding="utf-8").splitlines()
    assert "# source: highdicom 9.8.7 (MIT), from PS3.3 and PS3.4 2031a" in lines
    assert [line for line in lines if not line.startswith("#")] == [
        "1.2.3 an-image",
        "1.2.4 an-image",
        "an-image patient:M overlay:U",
        "overlay 0",
        "patient 2",
        "60000010:1",
        "00080104:1",
        "00081032:3>1 00100010:2",
    ]


def test_a_type_that_is_none_is_refused(tool):
    tree = tool.standard_highdicom.TypeTree({"PatientName": "00100010"})
    with pytest.raises(ValueError, match="PatientName has the Type 'None'"):
        tree.add_module([{"keyword": "PatientName", "type": "None", "path": []}])


def test_a_note_on_an_attribute_that_is_not_in_the_table_is_refused(tool):
    with pytest.raises(ValueError, match="notes on attributes that the table does not have"):
        tool.med_i_lines([], {"PatientName": "a note"})


def test_without_a_source_the_tool_says_what_it_needs(tool, capsys):
    with pytest.raises(SystemExit):
        tool.main([])
    assert "give at least one source" in capsys.readouterr().err
