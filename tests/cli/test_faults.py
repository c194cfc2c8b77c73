"""A fault of ours is told without a traceback and without a header value."""

from __future__ import annotations

import pytest

from dcmteach import header
from dcmteach.cli import main

SECRET = "Rumpelstilzchen"


@pytest.fixture
def broken(monkeypatch):
    def fail(ds):
        raise KeyError(SECRET)

    monkeypatch.setattr(header, "table", fail)


def test_a_fault_names_its_place_and_no_value(run, ct, broken):
    ended = run("inspect", ct)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "a fault in dcmteach itself: KeyError at test_faults.py:" in ended.stderr
    assert SECRET not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_who_looks_for_the_fault_can_have_the_traceback(ct, broken, monkeypatch):
    monkeypatch.setenv("DCMTEACH_TRACEBACK", "1")
    with pytest.raises(KeyError, match=SECRET):
        main(["inspect", str(ct)])
