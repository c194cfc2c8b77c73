"""A header value or a file name cannot command the terminal, and no locale stops the output."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pydicom
import pytest

from dcmteach.cli.terminal import file_name, safe

SCRIPT = Path(sys.executable).with_name("dcmteach")

NASTY = "Evil\x1b]0;owned\x07\x1b[2J\x9b31m"


@pytest.fixture
def nasty(tmp_path, ct):
    """A file whose name and whose values hold escape sequences and a reversed reading order."""
    ds = pydicom.dcmread(ct)
    ds.PatientComments = NASTY
    ds.StudyDescription = "abc\u202edef"
    ds.PatientName = "Müller^Jürgen=山田^太郎"
    ds.SpecificCharacterSet = "ISO_IR 192"
    path = tmp_path / "Mü\x1b[31mller.dcm"
    ds.save_as(path)
    return path


def test_control_characters_are_written_out_and_lines_stay():
    assert safe("a\x1b[2J\tb\nc\x9b\x7f") == "a\\x1b[2J\tb\nc\\x9b\\x7f"


def test_characters_that_reverse_the_reading_order_are_written_out():
    assert safe("abc\u202edef\u2066") == "abc\\u202edef\\u2066"


def test_ordinary_text_of_any_script_stays():
    assert safe("Müller 山田 ✓ ×") == "Müller 山田 ✓ ×"


def test_a_file_name_stays_on_one_line_and_shows_bytes_that_are_no_text():
    assert file_name("a\nb\t" + os.fsdecode(b"\xff")) == "a\\nb\\t\\xff"


@pytest.mark.parametrize("command", [["inspect"], ["classify"], ["inspect", "--find", "Evil"]])
def test_no_value_reaches_the_terminal_as_a_command(run, nasty, command):
    ended = run(*command, nasty)
    assert ended.returncode == 0
    for stream in (ended.stdout, ended.stderr):
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(stream)
    if command != ["classify"]:
        assert "\\x1b" in ended.stdout


def test_no_file_name_reaches_the_terminal_as_a_command(run, tmp_path):
    folder = tmp_path / "in\x1b[2J"
    folder.mkdir()
    (folder / "not\x1b[2Jdicom.txt").write_text("hello")
    ended = run("classify", folder)
    assert ended.returncode == 2
    assert "\x1b" not in ended.stdout + ended.stderr
    assert "\\x1b[2J" in ended.stderr


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    ],
)
@pytest.mark.parametrize("command", ["inspect", "classify"])
def test_text_of_any_script_passes_any_locale(nasty, command, env):
    ended = subprocess.run(
        [SCRIPT, command, nasty],
        env=os.environ | env,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert b"Traceback" not in ended.stderr


def test_json_is_ascii_so_that_any_locale_carries_it(installed, nasty):
    ended = installed("inspect", nasty, "--json", env={"PYTHONIOENCODING": "ascii"})
    assert ended.returncode == 0
    assert ended.stdout.isascii()


def test_a_reader_who_has_seen_enough_is_no_error(ct):
    process = subprocess.Popen(
        [SCRIPT, "inspect", ct], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, b"")


def test_a_reader_who_leaves_in_the_middle_is_no_error(ct):
    process = subprocess.Popen(
        [SCRIPT, "inspect", ct, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.read(100)
    process.stdout.close()
    process.stdout = None
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")  # noqa: PTH110
def test_a_full_disk_behind_stdout_is_a_message(ct):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ended = subprocess.run(
            [SCRIPT, "inspect", ct], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ended.returncode == 2
    assert ended.stderr == "dcmteach: No space left on device.\n"


def test_ctrl_c_ends_with_a_word_and_no_traceback(tmp_path, ct):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number}.dcm").hardlink_to(ct)
    process = subprocess.Popen(
        [SCRIPT, "classify", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == "dcmteach: interrupted.\n"
