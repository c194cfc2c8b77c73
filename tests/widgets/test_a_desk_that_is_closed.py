"""A page that is closed ends its process at once; what the run had begun is not in the output."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dcmteach import Desk, Secrets, read, sample_folder

pytest.importorskip("ipywidgets")

CLOSED = """
import os, signal, sys
from dcmteach import Desk

if __name__ == "__main__":
    folder, source = sys.argv[1:]
    desk = Desk(
        folder,
        source=source,
        demographics=f"{folder}/people.csv",
        key_file=f"{folder}/key",
        output=f"{folder}/out",
        mapping=f"{folder}/mapping.csv",
    )

    def moved():
        if desk.model.state == "running" and desk.model.done >= 12:
            os.kill(os.getpid(), signal.SIGKILL)

    desk.model.start(moved)
    print(desk.model.state, desk.model.problem)
"""


def published(folder: Path) -> list[Path]:
    """What somebody who takes the output away would have."""
    return [
        path
        for path in folder.rglob("*")
        if not path.relative_to(folder).parts[0].startswith(".dcmteach")
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_run_whose_process_ends_leaves_nothing_and_the_next_one_is_whole(tmp_path: Path) -> None:
    source = sample_folder("cohort")
    names = sorted({str(read(file).PatientName) for file in source.rglob("*.dcm")})
    with (tmp_path / "people.csv").open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["name", "age"])
        rows.writerows([", ".join(name.split("^")[:2]), "40"] for name in names)
    Secrets.new_file(tmp_path / "key")
    script = tmp_path / "closed.py"
    script.write_text(CLOSED, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stdout + ended.stderr
    assert published(tmp_path / "out") == []
    assert not (tmp_path / "mapping.csv").exists()
    desk = Desk(
        tmp_path,
        source=source,
        demographics=tmp_path / "people.csv",
        key_file=tmp_path / "key",
        output=tmp_path / "out",
        mapping=tmp_path / "mapping.csv",
    )
    desk.model.start()
    assert (desk.model.state, desk.model.problem) == ("done", "")
    assert (tmp_path / "out" / "demographics.csv").is_file()
    assert not list((tmp_path / "out").glob(".dcmteach-unfinished/whole/*"))
