"""A learner who asks for help by removing a # gets it, in a notebook where nothing else was run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dcmteach.course.lessons.source import find_root

NOTEBOOKS = sorted((find_root(Path(__file__).parent) / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_the_lines_of_a_help_cell_run_by_themselves(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DCMTEACH_HOME", str(tmp_path))
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    helps = [source for source in cells if "# Stuck?" in source]
    assert helps
    for source in helps:
        freed = source.replace("# hint(", "hint(").replace("# solution(", "solution(")
        assert freed.count("\nhint(") == freed.count("\nsolution(") == 1
        exec(compile(freed, path.name, "exec"), {})
