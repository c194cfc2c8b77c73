"""Keys: made once, checked, never shown."""

from __future__ import annotations

import os
import stat

import pytest


def test_a_new_key_is_for_its_owner_alone_and_is_not_shown(run, tmp_path):
    ended = run("key", "new", "my.key")
    assert ended.returncode == 0
    assert ended.stdout.startswith("key ")
    assert "Keep it apart" in ended.stderr
    held = (tmp_path / "my.key").read_text().strip()
    assert held not in ended.stdout + ended.stderr
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "my.key").stat().st_mode) == 0o600


def test_checking_shows_the_same_fingerprint(run):
    made = run("key", "new", "my.key")
    checked = run("key", "check", "my.key")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == made.stdout


def test_a_key_is_never_overwritten(run, tmp_path):
    run("key", "new", "my.key")
    before = (tmp_path / "my.key").read_bytes()
    ended = run("key", "new", "my.key")
    assert ended.returncode == 2
    assert "a key file is never overwritten" in ended.stderr
    assert (tmp_path / "my.key").read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_a_key_that_others_may_read_is_no_key(run, tmp_path):
    run("key", "new", "my.key")
    (tmp_path / "my.key").chmod(0o644)
    ended = run("key", "check", "my.key")
    assert ended.returncode == 2
    assert "open to its owner alone" in ended.stderr


def test_what_holds_no_key_is_said(run, tmp_path):
    (tmp_path / "my.key").write_text("password\n")
    (tmp_path / "my.key").chmod(0o600)
    ended = run("key", "check", "my.key")
    assert ended.returncode == 2
    assert "password" not in ended.stderr
