"""Without a command there is help; with a wrong one, exit code 2; and all of it at once."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from dcmteach.cli import EXIT_CODES
from dcmteach.cli.main import COMMANDS


def test_dcmteach_alone_prints_help(run):
    ended = run()
    assert ended.returncode == 0
    assert ended.stdout.startswith("usage: dcmteach")
    assert ended.stderr == ""


def test_the_help_names_every_command_and_every_exit_code(run):
    shown = run("--help").stdout
    for name in COMMANDS:
        assert re.search(rf"\n    {name}\s", shown)
    for code, meaning in EXIT_CODES.items():
        assert f"{int(code):<4d}{meaning}" in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_ascii(run, command):
    ended = run(command, "--help")
    assert ended.returncode == 0
    assert ended.stdout.startswith(f"usage: dcmteach {command}")
    assert ended.stdout.isascii()


def test_the_version_is_the_one_that_is_installed(run):
    from importlib.metadata import version

    ended = run("--version")
    assert (ended.returncode, ended.stdout) == (0, f"dcmteach {version('dcmteach')}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["inspect"],
        ["inspect", "a", "b"],
        ["inspect", "a", "--jsn"],
        ["classify"],
        ["diff", "a"],
        ["sample", "ct_thorax"],
        ["edit", "a", "--set", "PatientName=X"],
        ["edit", "a", "--set", "PatientName", "--out", "b"],
        ["edit", "a", "--clear", "PatientName=X", "--out", "b"],
        ["doctor", "extra"],
    ],
)
def test_wrong_usage_ends_with_two_and_a_message_on_stderr_alone(run, arguments):
    ended = run(*arguments)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "error: " in ended.stderr


def test_set_without_a_value_points_to_clear(run):
    ended = run("edit", "a", "--set", "PatientName", "--out", "b")
    assert "--set needs K=value (got 'PatientName')" in ended.stderr
    assert "use --clear" in ended.stderr


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["edit", "--help"], []])
def test_what_needs_no_file_loads_not_even_pydicom(arguments):
    program = (
        "import sys; from dcmteach.cli import main\n"
        f"main({arguments!r})\n"
        "heavy = {'pydicom', 'numpy', 'ipywidgets', 'pandas'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("command", ["inspect", "classify"])
def test_looking_at_a_header_loads_no_widgets_and_no_pandas(ct, command):
    program = (
        "import sys; from dcmteach.cli import main\n"
        f"code = main([{command!r}, {str(ct)!r}])\n"
        "heavy = {'ipywidgets', 'pandas', 'matplotlib', 'SimpleITK'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else code)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("deidentify", "", "out"),
        ("deidentify", "in", ""),
        ("deidentify", "in", "out", "--key-file", ""),
        ("anonymise", "", "--out", "out"),
        ("anonymise", "in", "", "--out", "out"),
        ("anonymise", "", "--display-only"),
        ("verify", ""),
        ("verify", "in", "--against", " "),
        ("inspect", ""),
        ("classify", ""),
        ("plan", ""),
    ],
)
def test_an_empty_path_is_refused_not_taken_for_the_current_folder(run, tmp_path, arguments):
    (tmp_path / "in").mkdir()
    before = sorted(tmp_path.rglob("*"))
    ended = run(*arguments)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "A path is empty. Give the name of a file or folder" in ended.stderr
    assert sorted(tmp_path.rglob("*")) == before
