"""One output folder has one run at a time; what a killed run left there holds nobody up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dcmteach.deid import output_lock
from dcmteach.deid.batch import deidentify
from dcmteach.deid.output import Output
from dcmteach.errors import SaveError

BUSY = "Another run is writing into 'out'. Wait for its end, or give another folder."
HOLD = """
import sys
from pathlib import Path
from dcmteach.deid.output import Output
with Output(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
RACE = """
import sys, time
from pathlib import Path
from dcmteach.deid.output import Output
from dcmteach.errors import SaveError
out, mark = Path(sys.argv[1]), Path(sys.argv[1] + ".mark")
taken = 0
stop = time.monotonic() + float(sys.argv[2])
while time.monotonic() < stop:
    try:
        with Output(out) as output:
            taken += 1
            mark.open("x").close()  # fails if another is in here as well
            assert output.parts.is_dir()
            part = output.parts / "1.part"
            part.write_text("mine")
            time.sleep(0.0005)
            assert part.read_text() == "mine"
            mark.unlink()
    except SaveError as error:
        assert "Another run is writing" in str(error), error
print(taken)
"""


def test_a_second_run_is_told_in_a_sentence(folder, tmp_path, key) -> None:
    source = folder(1)
    out = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, out], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(SaveError) as told:
            deidentify(source, out, secrets=key)
        assert str(told.value) == BUSY
        assert (out / ".dcmteach-unfinished").exists()
        other.communicate()
    assert deidentify(source, out, secrets=key).written == 1


def test_two_threads_of_one_process_are_two_runs(tmp_path) -> None:
    out = tmp_path / "out"
    told: list[str] = []

    def second() -> None:
        try:
            with Output(tmp_path / "elsewhere" / ".." / "out"):
                told.append("written")
        except SaveError as error:
            told.append(str(error))

    (tmp_path / "elsewhere").mkdir()
    with Output(out) as output:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        assert output.parts.exists()
        third = subprocess.run(
            [sys.executable, "-c", HOLD, out], input=b"", capture_output=True, check=False
        )
        assert b"Another run is writing" in third.stderr  # the refused one gave no lock back
    assert told == [BUSY]
    with Output(out):
        pass
    assert not out.exists()


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_the_lock_of_a_killed_run_is_none(folder, tmp_path, key) -> None:
    source = folder(2)
    out = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, out], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.send_signal(signal.SIGKILL)
        other.wait()
    left = out / ".dcmteach-unfinished"
    assert (left / "lock").exists()
    (left / "abc-0.part").write_bytes(b"half of Oakenshaw")
    assert deidentify(source, out, secrets=key).written == 2
    assert not left.exists()


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed elsewhere")
def test_a_lock_that_was_removed_while_it_was_taken_does_not_count(tmp_path, monkeypatch) -> None:
    real, calls = output_lock._locked, []

    def slow(file):
        calls.append(file.name)
        if len(calls) == 1:  # the run before tidies up between opening and locking
            Path(file.name).unlink()
            Path(file.name).parent.rmdir()
        return real(file)

    monkeypatch.setattr(output_lock, "_locked", slow)
    with Output(tmp_path / "out") as output:
        assert len(calls) == 2
        assert (output.parts / "lock").exists()


def test_many_runs_that_come_and_go_are_never_two_at_once(tmp_path) -> None:
    command = [sys.executable, "-c", RACE, str(tmp_path / "out"), "1.5"]
    racers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)
    ]
    outcomes = [racer.communicate() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0, 0], [e for _, e in outcomes]
    assert sum(int(told) for told, _ in outcomes) > 3
    assert not (tmp_path / "out").exists()


def test_what_is_not_ours_in_the_folder_of_parts_stays(tmp_path) -> None:
    parts = tmp_path / "out" / ".dcmteach-unfinished"
    parts.mkdir(parents=True)
    (parts / "notes.txt").write_text("mine")
    with Output(tmp_path / "out"):
        pass
    assert (parts / "notes.txt").read_text() == "mine"
    assert not (parts / "lock").exists()
