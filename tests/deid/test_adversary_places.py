"""Places an adversary, or a tired person, gives: links in circles, one file for two things."""

from __future__ import annotations

import os

import pytest

from dcmteach.deid.batch import deidentify
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import items_of_source
from dcmteach.errors import SaveError


def test_a_link_to_itself_does_not_end_the_run(folder, tmp_path):
    source = folder(1)
    (source / "circle").symlink_to("circle")
    report = deidentify(source, tmp_path / "out")
    assert dict(report.counts) == {"written": 1, "refused": 1}
    assert [row.reason for row in report] == ["it is a link that leads nowhere"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_given_itself_is_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (item,) = items_of_source(tmp_path / "pipe")
    assert item.problem == "it is a device or a pipe, not a file"


@pytest.mark.parametrize("other", ["audit", "uid_mapping", "patid_mapping"])
def test_nothing_is_written_over_the_key(folder, tmp_path, other):
    key = tmp_path / "my.key"
    Secrets.new_file(key)
    before = key.read_bytes()
    with pytest.raises(SaveError, match="given for two things at once"):
        deidentify(folder(1), tmp_path / "out", key_file=key, **{other: key})
    assert key.read_bytes() == before
    assert not (tmp_path / "out").exists()


def test_record_and_mapping_are_two_files(folder, tmp_path):
    with pytest.raises(SaveError, match="given for two things at once"):
        deidentify(
            folder(1), tmp_path / "out", audit=tmp_path / "one", uid_mapping=tmp_path / "one"
        )
    assert not (tmp_path / "one").exists()
