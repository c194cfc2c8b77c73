"""The data files: what their headers promise, and that nothing was edited by hand."""

from __future__ import annotations

import ast
import hashlib
import sys
from pathlib import Path

import pytest

import dcmteach.standard
from dcmteach.standard import _types, iod, profile
from dcmteach.standard._tables import DATA, read_table

FILES = sorted(path.stem for path in DATA.glob("*.txt"))


def test_there_is_a_file_for_every_table():
    assert FILES == ["file_meta", "med_i", "methods", "names", "private", "profile", "types"]


@pytest.mark.parametrize("name", FILES)
def test_each_file_records_its_edition_and_source_and_matches_its_checksum(name):
    table = read_table(name)
    assert table.about["edition"]
    assert table.about["source"]
    assert int(table.about["rows"]) == len(table.rows)
    body = "".join(f"{row}\n" for row in table.rows).encode()
    assert hashlib.sha256(body).hexdigest() == table.about["sha256"]


def test_the_columns_of_the_profile_are_the_options_in_code():
    assert tuple(read_table("profile").about["options"].split(" ")) == profile.OPTIONS


def test_every_list_of_attributes_is_well_formed_and_used():
    index = _types.index()
    used = set(index.node_of.values())
    for number in range(len(index.nodes)):
        for tag, (kind, child) in _types.node(number).items():
            assert 0x00040000 <= tag <= 0xFFFFFFFF
            assert kind in iod.STRICTEST_FIRST
            assert child <= number
            used.add(child)
    assert used - {-1} == set(range(len(index.nodes)))
    for modules in index.modules_of.values():
        for entry in modules.split(" "):
            module, usage = entry.split(":")
            assert module in index.node_of
            assert usage in ("M", "C", "U")
    assert set(index.iod_of.values()) == set(index.modules_of)


def test_this_room_needs_nothing_but_the_standard_library():
    for path in Path(dcmteach.standard.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found = [node.module or ""]
            else:
                continue
            for name in found:
                top = name.split(".")[0]
                assert top in sys.stdlib_module_names or name.startswith(
                    ("dcmteach.standard", "dcmteach.errors")
                ), f"{path.name} imports {name}"


def test_importing_the_room_reads_no_table():
    import subprocess

    code = (
        "import dcmteach.standard as s, sys; from dcmteach.standard._tables import read_table;"
        "assert read_table.cache_info().currsize == 0; assert 'pydicom' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
