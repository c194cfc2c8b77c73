"""The wheel: whole, small, and enough by itself beside pydicom."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pydicom.data import get_testdata_file

pytestmark = pytest.mark.install

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def python(run: Run, program: str) -> str:
    ended = run("python", "-c", program)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def test_the_wheel_is_below_three_megabytes(wheel):
    assert wheel.stat().st_size < 3_000_000


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    package = ROOT / "dcmteach"
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.is_file()
        and not path.name.startswith(".")
        and path.suffix != ".pyc"
        and "__pycache__" not in path.parts
    }
    assert ours <= names(wheel)
    assert "dcmteach/py.typed" in ours
    assert "dcmteach/course/data/exercises.json" in ours
    assert any(name.startswith("dcmteach/course/quizzes/") for name in ours)
    assert any(name.startswith("dcmteach/cli/schemas/") for name in ours)
    assert any(name.startswith("dcmteach/standard/data/") for name in ours)


def test_the_learners_notebooks_are_in_the_wheel(wheel):
    ours = {f"dcmteach/notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert ours
    assert ours <= names(wheel)


def test_nothing_but_the_package_is_in_the_wheel(wheel):
    tops = {name.split("/")[0] for name in names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"dcmteach"}


def test_solutions_travel_in_exercises_json_only(wheel):
    exercises = json.loads(
        (ROOT / "dcmteach/course/data/exercises.json").read_text(encoding="utf-8")
    )
    calls = [
        line.strip()
        for one in _solutions(exercises)
        for line in one.splitlines()
        if line.strip().startswith("check(")
    ]
    assert calls
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            assert not name.startswith(("lessons/", "book/")), name
            if name.endswith(".ipynb"):
                tags = [
                    tag
                    for cell in json.loads(archive.read(name))["cells"]
                    for tag in cell["metadata"].get("tags", [])
                ]
                assert not {"solution", "wrong", "instructor"} & set(tags), name


def _solutions(document: object) -> list[str]:
    if isinstance(document, dict):
        found = [str(document["solution"])] if isinstance(document.get("solution"), str) else []
        return found + [text for value in document.values() for text in _solutions(value)]
    if isinstance(document, list):
        return [text for value in document for text in _solutions(value)]
    return []


def test_the_wheel_asks_for_pydicom_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        lines = archive.read(metadata).decode().splitlines()
    needed = [line for line in lines if line.startswith("Requires-Dist") and "extra ==" not in line]
    assert needed == ["Requires-Dist: pydicom>=3.0.1"]


def test_the_environment_holds_pydicom_and_nothing_else(run):
    program = (
        "from importlib.util import find_spec;"
        "names = ['numpy', 'ipywidgets', 'pandas', 'matplotlib', 'pip'];"
        "print([name for name in names if find_spec(name)], bool(find_spec('pydicom')))"
    )
    assert python(run, program) == "[] True"


def test_the_installed_package_is_the_one_from_the_wheel(run):
    place = Path(python(run, "import dcmteach; print(dcmteach.__file__)"))
    assert "site-packages" in place.parts


def test_importing_it_loads_not_even_pydicom(run):
    program = "import sys, dcmteach; print('pydicom' in sys.modules)"
    assert python(run, program) == "False"


@pytest.mark.parametrize("name", ["CT_small.dcm", "MR_small.dcm", "nested_priv_SQ.dcm"])
def test_inspect_and_classify_work_with_pydicom_alone(run, name):
    file = get_testdata_file(name, download=False)
    for command in ("inspect", "classify"):
        ended = run("dcmteach", command, file, "--json")
        assert ended.returncode == 0, ended.stderr
        assert ended.stderr == ""
        assert json.loads(ended.stdout)["schema"].startswith(f"dcmteach {command}")


@pytest.mark.parametrize("name", ["ct_thorax", "mr_head", "us_cine", "ecg"])
def test_a_sample_that_travels_in_the_wheel_is_read_without_numpy(run, name):
    program = (
        "import sys, dcmteach;"
        f"print(len(dcmteach.classify(dcmteach.sample({name!r}))) > 20, 'numpy' in sys.modules)"
    )
    assert python(run, program) == "True False"


def test_a_sample_that_must_be_drawn_says_that_it_takes_numpy(run):
    ended = run("dcmteach", "sample", "ct_thorax_512", "big.dcm")
    assert ended.returncode == 2
    assert "takes numpy, which is not installed" in ended.stderr


def test_edit_and_save_work_with_pydicom_alone(run, tmp_path):
    assert run("dcmteach", "sample", "ct_thorax", "ct.dcm").returncode == 0
    ended = run(
        "dcmteach", "edit", "ct.dcm", "--set", "PatientName=X^Y", "--clear", "PatientBirthDate",
        "--out", "new.dcm",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    program = (
        "import dcmteach; ds = dcmteach.read('new.dcm');"
        "print(ds.PatientName, repr(str(ds.PatientBirthDate)))"
    )
    assert python(run, program) == "X^Y ''"


def test_every_exercise_can_be_checked_with_pydicom_alone(run):
    program = (
        "import dcmteach\n"
        "for one in dcmteach.exercises().to_records():\n"
        "    print(dcmteach.check(one['exercise'], ...).outcome)"
    )
    assert set(python(run, program).splitlines()) == {"not attempted"}


def test_a_quiz_can_be_shown_with_pydicom_alone(run):
    quizzes = sorted((ROOT / "dcmteach/course/quizzes").glob("*.json"))
    slug = next(path.stem for path in quizzes if "schema" not in path.stem)
    assert "<form" in python(run, f"import dcmteach; print(dcmteach.quiz({slug!r})._repr_html_())")


def test_the_lessons_can_be_laid_out_from_the_wheel(run, tmp_path):
    ended = run("dcmteach", "lab", "--copy-only", "--folder", "lessons")
    assert ended.returncode == 0, ended.stderr
    assert {path.name for path in (tmp_path / "lessons").glob("*.ipynb")} == {
        path.name for path in (ROOT / "notebooks").glob("*.ipynb")
    }


def test_without_jupyterlab_the_command_says_what_to_install(run):
    ended = run("dcmteach", "lab", "--folder", "lessons")
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1] == (
        "dcmteach: JupyterLab is not installed: pip install 'dcmteach[all]'"
    )
