"""A name of the cohort is found in the output wherever it stands and however it is written."""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
from pathlib import Path

import pytest
from patients import anonymous, as_bytes, element, item, output, preamble, setting
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import DeflatedExplicitVRLittleEndian, JPEGBaseline8Bit

from dcmteach.errors import DcmteachError, PathError
from dcmteach.verify import TreeLeaks, TreeScanner, scan_tree

NAMES = [
    "Skovlund^Annelise",
    "Müller^Jörg",
    "Yamada^Tarou=山田^太郎=やまだ^たろう",
    "Kim^Minsu=김^민수",
    "Wang^Fang=王^芳",
    "Иванов^Пётр",
    "Παπαδόπουλος^Νίκος",
    "Li^Bo",
    "O'Neill^Seán",
    "van der Berg^Johannes",
    "Groß^Łucja",
]
SKOVLUND, MUELLER, YAMADA, KIM, WANG, IVANOV, PAPAS, LI, ONEILL, BERG, GROSS = range(11)
CANARIES = ("skovlund", "annelise", "müller", "jörg", "山田", "太郎", "иванов", "neill")
SCANNER = TreeScanner(NAMES)
FALLBACK = TreeScanner(NAMES, engine="re")

WRITINGS = {
    "as the header has it": (b"Skovlund^Annelise", SKOVLUND),
    "in capitals": (b"SKOVLUND^ANNELISE", SKOVLUND),
    "the other way round": (b"seen: Annelise Skovlund, again", SKOVLUND),
    "with a comma": (b"skovlund, annelise", SKOVLUND),
    "with underscores": (b"t1_skovlund_annelise_02", SKOVLUND),
    "in one word": (b"t1SkovlundAnnelise02", SKOVLUND),
    "with a title between": (b"Skovlund, Dr. med. Annelise", SKOVLUND),
    "in two cells": (b"P01;Skovlund;F;Annelise;63", SKOVLUND),
    "on two lines": (b"Family: Skovlund\r\nGiven: Annelise", SKOVLUND),
    "in XML": (b"<Family>Skovlund</Family><Given>Annelise</Given>", SKOVLUND),
    "in fields of fixed length": (b"SKOVLUND\0\0\0\0\0\0\0\0ANNELISE", SKOVLUND),
    "with a middle initial": (b"Annelise M. Skovlund", SKOVLUND),
    "UTF-8": ("Jörg Müller".encode(), MUELLER),
    "UTF-8, decomposed": ("Jo\u0308rg Mu\u0308ller".encode(), MUELLER),
    "UTF-8, capitals": ("MÜLLER^JÖRG".encode(), MUELLER),
    "Latin-1": ("Müller, Jörg".encode("latin_1"), MUELLER),
    "Latin-2": ("Müller, Jörg".encode("iso8859_2"), MUELLER),
    "DOS": ("Müller, Jörg".encode("cp850"), MUELLER),
    "Mac": ("Müller, Jörg".encode("mac_roman"), MUELLER),
    "without diacritics": (b"Muller Jorg", MUELLER),
    "umlauts as two letters": (b"MUELLER^JOERG", MUELLER),
    "UTF-16": ("Jörg Müller".encode("utf-16"), MUELLER),
    "UTF-16, big-endian": ("Jörg Müller".encode("utf-16-be"), MUELLER),
    "UTF-16, odd place": (b"\x07" + "Annelise Skovlund".encode("utf-16-le"), SKOVLUND),
    "ISO 2022 Japanese": ("Yamada^Tarou=山田^太郎".encode("iso2022_jp"), YAMADA),
    "ISO 2022 kanji alone": ("xx 山田^太郎 yy".encode("iso2022_jp"), YAMADA),
    "Shift JIS": ("山田太郎".encode("shift_jis"), YAMADA),
    "EUC Japanese": ("氏名 山田 太郎".encode("euc_jp"), YAMADA),
    "kanji in UTF-8": ("太郎 山田".encode(), YAMADA),
    "kanji in UTF-16": ("山田　太郎".encode("utf-16-le"), YAMADA),
    "hiragana": ("やまだ^たろう".encode("iso2022_jp"), YAMADA),
    "katakana": ("ヤマダ タロウ".encode(), YAMADA),
    "half-width katakana": ("ﾔﾏﾀﾞ^ﾀﾛｳ".encode("shift_jis"), YAMADA),
    "ISO 2022 Korean": (
        b"\x1b$)C" + "김".encode("euc_kr") + b"^\x1b$)C" + "민수".encode("euc_kr"),
        KIM,
    ),
    "Korean in one word": ("김민수".encode(), KIM),
    "GB18030": ("王^芳".encode("gb18030"), WANG),
    "GBK in one word": ("姓名：王芳".encode("gbk"), WANG),
    "Cyrillic, Windows": ("Пётр Иванов".encode("cp1251"), IVANOV),
    "Cyrillic, ISO": ("ИВАНОВ^ПЕТР".encode("iso8859_5"), IVANOV),
    "Cyrillic, KOI8": ("Иванов Пётр".encode("koi8_r"), IVANOV),
    "Cyrillic in Latin letters": (b"IVANOV PETR", IVANOV),
    "Cyrillic in German letters": (b"Iwanow, Pjotr; Iwanow, Petr", IVANOV),
    "Greek, ISO": ("ΝΙΚΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ".encode("iso8859_7"), PAPAS),
    "Greek in Latin letters": (b"Papadopoulos Nikos", PAPAS),
    "two short words": (b"Li^Bo", LI),
    "two short words turned": (b"patient bo, li was", LI),
    "an apostrophe": ("Seán O'Neill".encode(), ONEILL),
    "without the apostrophe": (b"ONEILL SEAN", ONEILL),
    "with its particles": (b"Johannes van der Berg", BERG),
    "without its particles": (b"BERG^JOHANNES", BERG),
    "sharp s as two": ("GROSS, ŁUCJA".encode(), GROSS),
    "sharp s": ("Łucja Groß".encode(), GROSS),
}


def _found(data: bytes, scanner: TreeScanner = SCANNER, name: str = "") -> TreeLeaks:
    result = scanner.scan_bytes(data, name)
    shown = f"{result}{result._repr_html_()}{result.to_records()}".lower()
    assert not any(canary in shown for canary in CANARIES)
    return result


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("where", ["a table", "private bytes"])
def test_a_name_is_found_in_every_writing(writing: str, where: str) -> None:
    text, person = WRITINGS[writing]
    data = text
    if where == "private bytes":
        data = output(element(0x00291020, "OB", text.ljust(len(text) + len(text) % 2, b"\0")))
    assert {leak.person for leak in _found(data)} == {person}


@pytest.mark.parametrize("writing", WRITINGS)
def test_without_the_quick_engine_the_same_is_found(writing: str) -> None:
    text, _ = WRITINGS[writing]
    assert _found(text, FALLBACK).to_records() == _found(text).to_records()


def _jpeg(comment: bytes) -> bytes:
    ds = anonymous()
    ds.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    jpeg = b"\xff\xd8" + segment + b"\xff\xda\0\x0c" + bytes(64) + b"\xff\xd9"
    ds.PixelData = encapsulate([jpeg])
    ds["PixelData"].is_undefined_length = True
    return as_bytes(ds)


def _csa(ds: Dataset) -> None:
    value = b"Skovlund^Annelise".ljust(20, b"\0")
    head = b"SV10\4\3\2\1" + (1).to_bytes(4, "little") + (77).to_bytes(4, "little")
    tag = b"tPatientName".ljust(64, b"\0") + (1).to_bytes(4, "little") + b"LO\0\0"
    ds.add_new(0x00290010, "LO", "SIEMENS CSA HEADER")
    ds.add_new(0x00291020, "OB", head + tag + bytes(12) + value)


def _behind_the_pixels(ds: Dataset) -> None:
    ds.PixelData = ds.PixelData + b"Skovlund^Annelise "


PLACES = {
    "a PN": output(setting(OperatorsName="Skovlund^Annelise")),
    "a description": output(setting(SeriesDescription="t1 for Annelise Skovlund")),
    "a sequence": output(
        setting(
            RequestAttributesSequence=Sequence(
                [item(ScheduledProcedureStepDescription="SKOVLUND ANNELISE")]
            )
        )
    ),
    "the preamble": output(preamble(b"Skovlund Annelise")),
    "a CSA header": output(_csa),
    "UTF-16 in private bytes": output(
        element(0x00291020, "OB", "Annelise Skovlund".encode("utf-16-le"))
    ),
    "a deflated file": output(
        setting(SeriesDescription="Annelise Skovlund"), syntax=DeflatedExplicitVRLittleEndian
    ),
    "behind the pixels": output(_behind_the_pixels),
    "a comment of a JPEG": _jpeg(b"Annelise Skovlund"),
    "after the data set": as_bytes(anonymous()) + b"SKOVLUND ANNELISE",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_name_is_found_in_every_place(place: str) -> None:
    result = _found(PLACES[place])
    assert [(leak.person, leak.kind) for leak in result] == [(SKOVLUND, "name")]
    assert not result.passed


def test_the_place_is_named_by_its_path() -> None:
    result = _found(PLACES["a sequence"])
    assert result[0].place == "RequestAttributesSequence[0].ScheduledProcedureStepDescription"
    assert result[0].region == "header"
    assert "███" in result[0].excerpt


def test_a_line_of_a_table_is_counted_from_one() -> None:
    result = _found(b"pseudonym;note\nA2;well\nA3;Skovlund, Annelise\n", name="demographics.csv")
    assert [(leak.place, leak.region) for leak in result] == [("line 3", "text")]


def test_names_of_files_and_folders_are_looked_at_and_masked(tmp_path: Path) -> None:
    folder = tmp_path / "A2" / "Skovlund_Annelise"
    folder.mkdir(parents=True)
    (folder / "müller-jörg.dcm").write_bytes(as_bytes(anonymous()))
    result = scan_tree(tmp_path, NAMES)
    assert {(leak.region, leak.person) for leak in result} == {
        ("name of a folder", SKOVLUND),
        ("name of the file", MUELLER),
    }
    assert {leak.file for leak in result} == {"███", "A2/███/███"}
    assert "skovlund" not in str(result).lower()


def _zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_archives_are_opened() -> None:
    inside = _zip(a=b"nothing", b=PLACES["a description"])
    for data, place in (
        (inside, "member 2: SeriesDescription"),
        (gzip.compress(b"Annelise Skovlund"), "unpacked: line 1"),
        (bz2.compress(b"Annelise Skovlund"), "unpacked: line 1"),
        (_zip(outer=inside), "member 1, member 2: SeriesDescription"),
    ):
        result = _found(data)
        assert [leak.place for leak in result] == [place]
        assert not result.unsearched


def test_the_name_of_a_member_is_looked_at() -> None:
    result = _found(_zip(Skovlund_Annelise=b""))
    assert "the name of member 1: line 1" in [leak.place for leak in result]


def test_words_cut_by_markup_are_put_together() -> None:
    xml = b"<w:t>Skov</w:t><w:t>lund, </w:t><w:t>Anne</w:t><w:t>lise</w:t>"
    assert [leak.person for leak in _found(_zip(document=xml))] == [SKOVLUND]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"7z\xbc\xaf\x27\x1c" + bytes(99), "a 7-Zip archive: it cannot be opened here"),
        (b"%PDF-1.4\n" + bytes(99), "a PDF document: its text may be drawn in fonts of its own"),
        (b"\x1f\x8b" + bytes(99), "compressed with gzip: it is damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a PNG picture: a name may be drawn in it"),
    ],
)
def test_what_cannot_be_searched_is_said(data: bytes, reason: str) -> None:
    result = _found(data)
    assert len(result.unsearched) == 1
    assert result.unsearched[0].reason.startswith(reason)
    assert not result.passed
    assert "could not be searched" in str(result)


def test_a_link_is_not_followed_but_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path)
    result = scan_tree(tmp_path, NAMES)
    assert result.unsearched == (("a", "a link to what lies elsewhere"),)


def test_one_part_of_a_name_is_merely_possible_except_among_its_own() -> None:
    data = output(setting(SeriesDescription="t1 Skovlund"))
    assert not len(_found(data))
    assert [leak.kind for leak in _found(data).possible] == ["part of a name"]
    own = TreeScanner(NAMES, own={"A2": ["Skovlund^Annelise"]})
    assert len(own.scan_bytes(data, "A2/1.dcm")) == 1
    assert not len(own.scan_bytes(data, "A3/1.dcm"))
    assert not len(own.scan_bytes(data, "A22/1.dcm"))


def test_further_words_are_looked_for() -> None:
    scanner = TreeScanner([], words=["ZM-306918", "Fjordbakken 12", "B12"])
    data = output(setting(SeriesDescription="zm-306918, FJORDBAKKEN 12; vitamin B1234"))
    result = scanner.scan_bytes(data)
    assert [(leak.kind, leak.person) for leak in result] == [("given word", 0), ("given word", 1)]
    with pytest.raises(DcmteachError, match=r"two characters or more \(word 2 has 1\)"):
        scan_tree(".", [], words=["ab", "x"])


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PathError, match="there is none of the given name"):
        scan_tree(tmp_path / "x", NAMES)


def test_files_and_bytes_are_counted(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.dcm").write_bytes(as_bytes(anonymous()))
    seen: list[tuple[int, int]] = []
    result = scan_tree(tmp_path, NAMES, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert result.files == 3
    assert result.searched == result.size - 3 * 32  # all but the pixels
    assert result.passed
    assert str(result).startswith("Names in the output: none (11 names looked for in 3 files)")


def test_two_elements_side_by_side_are_two_places() -> None:
    data = output(setting(PatientName="Skovlund^Annelise", PatientID="SKOVLUND^ANNELISE"))
    assert {leak.place for leak in _found(data)} == {"PatientName", "PatientID"}


@pytest.mark.parametrize(
    ("given", "stands", "number"),
    [
        ("Zwirnsænd^Mårten", b"Zwirnsaend Marten", 1),
        ("Zwirnsaend^Marten", "Zwirnsaend Mårten".encode(), 1),
        ("Zwirnsaend^Marten", "Zwirnsænd Mårten".encode("latin_1"), 1),
        ("Zwirnsaend^Marten", "Zwirnsænd Mårten".encode(), 0),  # the limit that is documented
    ],
)
def test_accents_that_were_not_given_are_found_within_the_documented_limit(given, stands, number):
    assert len(TreeScanner([given]).scan_bytes(stands)) == number
