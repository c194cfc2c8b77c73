"""The README keeps its word: its examples run, its links lead somewhere."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from documents import ROOT, blocks, images, links, text

from dcmteach.cli import EXIT_CODES

SHELL = [line for block in blocks("README.md", "sh") for line in block.splitlines() if line]
COMMANDS = [line for line in SHELL if line.startswith("dcmteach ")]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md")


def test_the_python_examples_run_in_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        for number, block in enumerate(blocks("README.md", "python")):
            exec(compile(block, f"README block {number}", "exec"), names)
    shown = out.getvalue()
    assert "unsafe - " in shown
    assert "Type 1" in shown
    assert (tmp_path / "edited.dcm").is_file()


def test_the_shell_examples_run_in_order_with_the_exit_codes_they_name(tmp_path):
    env = dict(os.environ, PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    in_order = sorted(COMMANDS, key=lambda line: line.startswith("dcmteach doctor"))
    for line in in_order:
        command, _, comment = line.partition(" #")
        expected = re.search(r"exit code (\d+)", comment)
        ended = subprocess.run(
            shlex.split(command), cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert ended.returncode == int(expected[1] if expected else 0), f"{line}\n{ended.stderr}"
        assert "Traceback" not in ended.stderr
    assert (tmp_path / "new.dcm").is_file()
    assert not (tmp_path / "bad.dcm").exists()


def test_every_other_shell_example_names_something_that_exists():
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.M))
    project = tomllib.loads(text("pyproject.toml"))["project"]
    for line in SHELL:
        if line in COMMANDS:
            continue
        if line.startswith("make "):
            assert line.split()[1] in targets, line
        else:
            install = re.fullmatch(r"pip install 'dcmteach\[(\w+)\]'", line)
            assert install, f"no test knows this line of the README: {line}"
            assert install[1] in project["optional-dependencies"]


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_leads_to_something(page):
    for target in links(page):
        if not target.startswith(("https://", "#")):
            place = (ROOT / page).parent / target.partition("#")[0]
            assert place.exists(), f"{page} links to {target}"


def test_the_three_pictures_have_a_description():
    found = images("README.md")
    assert [Path(target).name for _, target in found] == [
        "header-browser.png",
        "tag-sorter.png",
        "element-editor.png",
    ]
    assert all(len(alt) > 30 for alt, _ in found)


def test_the_table_of_exit_codes_is_the_one_of_the_program():
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", text("README.md"), re.M)
    assert rows == [(str(int(code)), meaning) for code, meaning in EXIT_CODES.items()]


def test_every_extra_for_users_is_named():
    extras = tomllib.loads(text("pyproject.toml"))["project"]["optional-dependencies"]
    for extra in set(extras) - {"test", "bench", "maintain"}:
        assert f"`{extra}`" in text("README.md"), extra
