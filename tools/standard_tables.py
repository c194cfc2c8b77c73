"""Regenerate the data files of ``dcmteach/standard/data`` (a maintainer's tool).

::

    python tools/standard_tables.py --facts FOLDER --highdicom highdicom-0.28.2-py3-none-any.whl
    python tools/standard_tables.py --docbook part15.xml     # a new edition of PS3.15
    python tools/standard_tables.py --highdicom installed    # pip install 'dcmteach[maintain]'

``--docbook`` gives Table E.1-1 and the safe private list; ``--facts`` a folder with these and the
other small tables as CSV and JSON; ``--highdicom`` the Types. What is not given stays as it is.
Only codes, tags and keywords are written, no prose of the standard.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import standard_docbook  # noqa: E402
import standard_highdicom  # noqa: E402

DATA = HERE.parent / "dcmteach" / "standard" / "data"

# Column of the fact file → our name of the option, in the order of Table E.1-1.
OPTION_COLUMNS = {
    "rtn_safe_priv": "retain-safe-private",
    "rtn_uids": "retain-uids",
    "rtn_dev_id": "retain-device-identity",
    "rtn_inst_id": "retain-institution-identity",
    "rtn_pat_chars": "retain-patient-characteristics",
    "rtn_long_full_dates": "retain-full-dates",
    "rtn_long_modif_dates": "retain-modified-dates",
    "clean_desc": "clean-descriptors",
    "clean_struct_cont": "clean-structured-content",
    "clean_graph": "clean-graphics",
}
METHOD_NAMES = {
    **OPTION_COLUMNS,
    "basic": "basic",
    "113101": "clean-pixel-data",
    "113102": "clean-recognizable-visual-features",
}
# PS3.10 Table 7.1-1.
FILE_META_TYPES = (
    "00020000 1|00020001 1|00020002 1|00020003 1|00020010 1|00020012 1|00020013 3|00020016 3|"
    "00020017 3|00020018 3|00020026 3|00020027 3|00020028 3|00020100 3|00020102 1C"
)


def write_table(folder: Path, name: str, rows: Iterable[str], about: Mapping[str, str]) -> None:
    """Write one data file: the header, completed by the count and the checksum, then the rows."""
    rows = list(rows)
    body = "".join(f"{row}\n" for row in rows)
    header = {**about, "rows": str(len(rows)), "sha256": hashlib.sha256(body.encode()).hexdigest()}
    text = "".join(f"# {key}: {value}\n" for key, value in header.items()) + body
    (folder / f"{name}.txt").write_bytes(text.encode())


def profile_lines(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Table E.1-1: one line per row."""
    lines = []
    for row in rows:
        codes = "".join(row[column] or "." for column in OPTION_COLUMNS)
        if len(codes) != len(OPTION_COLUMNS):
            raise ValueError(f"{row['tag']}: an option's code is not one letter: {codes}")
        flags = row["retired"] + row["in_std_comp_iod"]
        lines.append(f"{row['tag']} {row['keyword'] or '-'} {flags} {row['basic']} {codes}")
    return lines


def private_lines(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """The safe private list: one line per row, the creator last since it may hold blanks."""
    return [f"{r['tag']} {r['vr'] or '-'} {r['vm']} {r['private_creator']}" for r in rows]


def method_lines(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """CID 7050, by the names of our options."""
    lines = []
    for row in rows:
        option = METHOD_NAMES.get(row["e1_1_column"]) or METHOD_NAMES[row["code"]]
        lines.append(f"{option} {row['code']} {row['scheme']} {row['meaning']}")
    return lines


def med_i_lines(rows: Iterable[Mapping[str, str]], notes: Mapping[str, str]) -> list[str]:
    """The radiologists' table: verdicts and actions in our words, our notes, no example values."""
    lines, seen = [], set()
    for row in rows:
        keyword = row["keyword"] or "-"
        if keyword in seen:  # private elements appear twice and are one row here
            continue
        seen.add(keyword)
        first, second = _med_i_action(row["stage1_action"]), _med_i_action(row["stage2_action"])
        if row["status"] in ("SAFE", "NOT SAFE"):
            status = "safe" if row["status"] == "SAFE" else "unsafe"
        else:
            status = "unsafe" if not row["status"] and second else "done at source"
        same = [row[key].replace("different", "differs") for key in _COMPARED]
        cells = [row["keyword"], status, *same, first, second, notes.get(keyword, "")]
        lines.append("\t".join(cell or "-" for cell in cells))
    unknown = set(notes) - seen
    if unknown:
        raise ValueError(f"notes on attributes that the table does not have: {sorted(unknown)}")
    return lines


_COMPARED = ("across_patients", "within_patient")


def _med_i_action(text: str) -> str:
    """Bring what the paper writes down to one of five words."""
    forms = {
        "overwritten with a random": "randomise",
        "overwritten": "overwrite",
        "cleared": "clear",
        "removed": "remove",
        "re-inserted": "re-insert",
        "": "",
    }
    return next(word for start, word in forms.items() if text.lower().startswith(start))


def name_lines(extra: Iterable[tuple[str, str]] = ()) -> list[str]:
    """Tags and keywords of pydicom's dictionary, with what the tables name beyond it."""
    from pydicom.datadict import DicomDictionary, RepeatersDictionary

    names = {f"{tag:08X}": entry[4] for tag, entry in DicomDictionary.items() if entry[4]}
    for pattern, entry in RepeatersDictionary.items():
        if re.fullmatch(r"[56]0xx[0-9A-Fa-f]{4}", pattern):
            names[pattern[:4] + pattern[4:].upper()] = entry[4]
    for tag, keyword in extra:
        if keyword and tag not in names:
            names[tag] = keyword
    return [f"{tag} {keyword}" for tag, keyword in sorted(names.items())]


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _stored_names(folder: Path) -> dict[str, str]:
    """Keyword → tag, from the data file of names."""
    lines = (folder / "names.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ") for line in lines if not line.startswith("#"))
    return {keyword: tag for tag, keyword in pairs}


def write_profile(folder: Path, rows: list[dict[str, str]], edition: str, source: str) -> None:
    """Write ``profile.txt``."""
    about = {
        "title": "Application Level Confidentiality Profile Attributes (PS3.15 Table E.1-1)",
        "edition": edition,
        "source": source,
        "columns": "tag keyword retired+in-standard-IOD basic one-letter-per-option",
        "options": " ".join(OPTION_COLUMNS.values()),
    }
    write_table(folder, "profile", profile_lines(rows), about)


def write_private(folder: Path, rows: list[dict[str, str]], edition: str, source: str) -> None:
    """Write ``private.txt``."""
    about = {
        "title": "Safe private attributes (PS3.15 E.3.10)",
        "edition": edition,
        "source": source,
        "columns": "tag vr vm private creator",
    }
    write_table(folder, "private", private_lines(rows), about)


def from_facts(folder: Path, facts: Path) -> None:
    """Write every table that the folder of facts holds."""
    (profile_path,) = facts.glob("e1_1_*.csv")
    (private_path,) = facts.glob("safe_private_*.csv")
    rows = _csv(profile_path)
    edition = profile_path.stem.rpartition("_")[2]
    write_names(folder, [(row["tag"], row["keyword"]) for row in rows])
    write_profile(folder, rows, edition, f"PS3.15 {edition}, facts extracted as CSV")
    edition = private_path.stem.rpartition("_")[2]
    write_private(folder, _csv(private_path), edition, f"PS3.15 {edition}, facts extracted as CSV")
    methods = json.loads((facts / "cid7050.json").read_text(encoding="utf-8"))["rows"]
    about = {
        "title": "De-identification methods (PS3.16 CID 7050)",
        "edition": "2024c",
        "source": "PS3.16, as in pydicom 3.0 (MIT)",
        "columns": "option code scheme meaning",
    }
    write_table(folder, "methods", method_lines(methods), about)
    about = {
        "title": "File Meta Information (PS3.10 Table 7.1-1): Types",
        "edition": "2026b",
        "source": "PS3.10 7.1, by hand",
        "columns": "tag type",
    }
    write_table(folder, "file_meta", FILE_META_TYPES.split("|"), about)
    note_lines = (HERE / "standard_med_i_notes.tsv").read_text(encoding="utf-8").splitlines()
    notes = dict(line.split("\t", 1) for line in note_lines)
    about = {
        "title": "Med-I: the radiologists' verdicts and the two stages, for CT",
        "edition": "tables A1 to A3 of the paper",
        "source": "the published tables, keywords and verdicts only; the notes are ours",
        "columns": "keyword status across-patients within-patient stage-1 stage-2 note",
    }
    write_table(folder, "med_i", med_i_lines(_csv(facts / "med_i_table.csv"), notes), about)


def from_docbook(folder: Path, book: Path) -> None:
    """Write the two tables of PS3.15."""
    edition = standard_docbook.edition(book)
    known = {tag: keyword for keyword, tag in _stored_names(folder).items()}
    rows = standard_docbook.profile_rows(book)
    for row in rows:
        several = row["tag"] in ("private", "50xxxxxx")
        keyword = re.sub(r"[^A-Za-z0-9]", "", row["name"].replace("'s", "").replace("’s", ""))
        row["keyword"] = "" if several else known.get(row["tag"], keyword)
    source = f"PS3.15 {edition}, DocBook"
    write_profile(folder, rows, edition, source)
    write_private(folder, standard_docbook.safe_private_rows(book), edition, source)


def write_names(folder: Path, extra: Iterable[tuple[str, str]]) -> None:
    """Write ``names.txt``."""
    import pydicom

    about = {
        "title": "Tags and keywords (PS3.6)",
        "edition": f"as in pydicom {pydicom.__version__}",
        "source": f"pydicom {pydicom.__version__} (MIT)",
        "columns": "tag keyword",
    }
    write_table(folder, "names", name_lines(extra), about)


def from_highdicom(folder: Path, source: str, edition: str) -> None:
    """Write the Types."""
    version, (sops, iods, modules) = standard_highdicom.read(source)
    sections = standard_highdicom.sections(sops, iods, modules, _stored_names(folder))
    about = {
        "title": "Types of attributes, by SOP class, module and sequence (PS3.3)",
        "edition": edition,
        "source": f"highdicom {version} (MIT), from PS3.3 and PS3.4 {edition}",
        "columns": "sop: uid iod; iod: name module:usage…; module: name node; node: tag:type>node…",
        "sections": " ".join(f"{name}:{len(lines)}" for name, lines in sections.items()),
    }
    write_table(folder, "types", (line for lines in sections.values() for line in lines), about)


def main(arguments: list[str] | None = None) -> int:
    """Run the tool."""
    parser = argparse.ArgumentParser(description="Regenerate the tables of the standard.")
    parser.add_argument("--facts", type=Path, metavar="FOLDER")
    parser.add_argument("--docbook", type=Path, metavar="XML", help="PS3.15, part15.xml")
    parser.add_argument("--highdicom", metavar="WHEEL", help="a wheel's path, or 'installed'")
    parser.add_argument("--types-edition", default="2026b", help="of PS3.3 in that highdicom")
    parser.add_argument("--out", type=Path, default=DATA, metavar="FOLDER")
    options = parser.parse_args(arguments)
    if not (options.facts or options.docbook or options.highdicom):
        parser.error("give at least one source: --facts, --docbook or --highdicom")
    options.out.mkdir(parents=True, exist_ok=True)
    if options.facts:
        from_facts(options.out, options.facts)
    if options.docbook:
        from_docbook(options.out, options.docbook)
    if options.highdicom:
        from_highdicom(options.out, options.highdicom, options.types_edition)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
