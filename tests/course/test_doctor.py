"""The doctor looks at everything, gives a fix for each trouble, and never breaks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import namedtuple
from importlib import metadata

import pytest

from dcmteach.course import Report, doctor
from dcmteach.course.doctor_packages import first_release, needed

# The package's names doctor are functions; the modules are reached through the import system.
MACHINE = "dcmteach.course.doctor_machine"
PACKAGES = "dcmteach.course.doctor_packages"


@pytest.fixture
def machine():
    doctor()
    return sys.modules[MACHINE]


def _row(report: Report, start: str):
    return next(one for one in report.findings if one.check.startswith(start))


def test_the_doctor_looks_at_everything_the_course_needs():
    checks = " ".join(one.check for one in doctor().findings)
    for word in (
        "Python",
        "dcmteach",
        "pydicom",
        "ipywidgets",
        "jupyterlab",
        "kernel",
        "Widgets in JupyterLab",
        "tesseract",
        "rapidocr",
        "Compressed pixels",
        "Writing in this folder",
        "samples and progress",
        "disk",
        "encoding",
    ):
        assert word in checks


def test_what_is_not_ok_has_a_fix_and_what_is_ok_has_none():
    for one in doctor().findings:
        assert bool(one.fix) == (one.status != "ok"), one
        assert one.found


def test_the_report_is_rows_text_html_and_json():
    report = doctor()
    data = json.loads(report.to_json())
    assert data["ok"] == report.ok
    assert data["findings"] == report.to_records()
    assert set(data["findings"][0]) == {"check", "status", "found", "fix"}
    assert data["findings"][0]["status"] in ("ok", "warn", "fail")
    assert "✓ ok" in str(report)
    assert "<caption" in report._repr_html_()


def test_here_pydicom_is_fine():
    assert _row(doctor(), "pydicom").status == "ok"


def test_a_missing_pydicom_fails_and_a_missing_extra_warns(monkeypatch):
    real = metadata.version

    def version(name: str) -> str:
        if name in ("pydicom", "matplotlib"):
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "version", version)
    report = doctor()
    assert _row(report, "pydicom").status == "fail"
    assert "pip install 'pydicom>=" in _row(report, "pydicom").fix
    assert _row(report, "matplotlib").status == "warn"
    assert "pip install 'dcmteach[widgets]'" in _row(report, "matplotlib").fix
    assert (report.ok, report.exit_code) == (False, 1)
    assert "Not ready" in str(report)


def test_a_package_that_is_too_old_is_named_with_the_least_version(monkeypatch):
    real = metadata.version
    monkeypatch.setattr(
        metadata, "version", lambda name: "7.9" if name == "ipywidgets" else real(name)
    )
    one = _row(doctor(), "ipywidgets")
    assert (one.status, one.found) == ("warn", "7.9")
    assert "at least 8.1 is needed" in one.fix


def test_the_needs_come_from_the_packages_own_metadata():
    assert [name for name, _ in needed(None)] == ["pydicom"]
    assert ("ipywidgets", "8.1") in needed("widgets")


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("3.0.1.post1", (3, 0, 1)), ("3.0", (3,)), ("8.1rc2", (8, 1)), ("", ()), ("dev", ())],
)
def test_versions_compare_by_their_numbers(version, numbers):
    assert first_release(version) == numbers


@pytest.mark.parametrize(
    ("platform", "word"), [("linux", "apt-get"), ("darwin", "brew"), ("win32", "winget")]
)
def test_a_missing_tesseract_is_explained_for_each_system(machine, monkeypatch, platform, word):
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    monkeypatch.setattr(machine.sys, "platform", platform)
    one = machine._tesseract()
    assert (one.status, one.found) == ("warn", "not found")
    assert word in one.fix


def test_a_tesseract_that_does_not_run_is_a_finding(machine, monkeypatch, tmp_path):
    monkeypatch.setattr(machine.shutil, "which", lambda name: str(tmp_path / "tesseract"))
    assert "does not run (FileNotFoundError)" in machine._tesseract().found


def test_a_tesseract_without_english_is_a_warning(machine, monkeypatch, tmp_path):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho tesseract 5.9\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(machine.shutil, "which", lambda name: str(program))
    one = machine._tesseract()
    assert one.status == "warn"
    assert "without its English data (eng)" in one.found
    assert "tesseract-ocr-eng" in one.fix


def test_a_missing_rapidocr_is_a_warning_with_its_extra(machine, monkeypatch):
    monkeypatch.setattr(machine, "find_spec", lambda name: None)
    one = machine._rapidocr()
    assert (one.status, one.fix) == ("warn", "Run `pip install 'dcmteach[rapidocr]'`.")


def test_a_missing_decoder_is_named_with_its_extra(machine, monkeypatch):
    real = machine.find_spec
    without = {"openjpeg", "gdcm"}
    monkeypatch.setattr(machine, "find_spec", lambda name: None if name in without else real(name))
    (one,) = machine._compressed_pixels()
    assert (one.status, one.found) == ("warn", "no decoder for JPEG 2000")
    assert "dcmteach[codecs]" in one.fix


def test_a_folder_that_cannot_be_written_fails(machine, monkeypatch, tmp_path):
    def refuse(**kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(machine.tempfile, "TemporaryFile", refuse)
    here, own = machine._folders()
    assert (here.status, own.status) == ("fail", "warn")
    assert "Permission denied" in here.found
    assert "DCMTEACH_HOME" in own.fix


def test_a_full_disk_is_a_warning(machine, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda path: usage(1, 1, 1000))
    assert machine._free_disk_space()[0].status == "warn"


def test_another_encoding_is_a_warning(machine, monkeypatch):
    monkeypatch.setattr(machine.locale, "getpreferredencoding", lambda _: "cp1252")
    assert "PYTHONUTF8=1" in machine._text_encoding()[0].fix


def test_a_kernel_of_another_environment_is_noticed(machine, monkeypatch, tmp_path):
    folder = tmp_path / "kernels" / "other"
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    spec = {"argv": [str(tmp_path / "elsewhere" / "python"), "-m", "ipykernel_launcher"]}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    monkeypatch.setattr(machine, "_data_folders", lambda: [tmp_path])
    (one,) = machine._jupyter_kernel()
    assert (one.status, one.found) == ("warn", "no kernel points to this Python")
    spec["argv"][0] = sys.executable
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    assert machine._jupyter_kernel()[0].status == "ok"


def test_missing_widgets_in_jupyterlab_are_noticed(machine, monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "_data_folders", lambda: [tmp_path])
    assert "front end not found" in machine._widgets_in_jupyterlab()[0].found


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(machine, monkeypatch):
    def _free_disk_space() -> None:
        raise RuntimeError("secret detail")

    looks = [_free_disk_space, *machine.MACHINE[-1:]]
    monkeypatch.setattr(machine, "MACHINE", tuple(looks))
    report = doctor()
    one = _row(report, "free disk space")
    assert one.status == "warn"
    assert "RuntimeError" in one.found
    assert "secret" not in str(report)
    assert report.findings[-1].check == "Text encoding"


def test_the_doctor_shows_no_user_name(monkeypatch, tmp_path):
    user = tmp_path / "janegrey"
    (user / "work").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(user))
    monkeypatch.setenv("USERPROFILE", str(user))
    monkeypatch.setenv("DCMTEACH_HOME", str(user / ".dcmteach"))
    monkeypatch.chdir(user / "work")
    rows = [one for one in doctor().findings if one.check.startswith("Writing")]
    assert len(rows) == 2
    assert all("janegrey" not in one.found and one.found.startswith("~") for one in rows)


def test_asking_for_the_doctor_loads_nothing_heavy():
    program = (
        "import sys, dcmteach; dcmteach.doctor(); dcmteach.check('name-the-modality', ...);"
        "print(sorted({'pydicom', 'numpy', 'ipywidgets', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"
