"""Names of outputs: the same for the same key, apart for different files, and telling nothing."""

from __future__ import annotations

import re

from dcmteach.deid.names import output_name
from dcmteach.deid.secrets import Secrets

FORM = re.compile(r"[A-Z0-9]{10}/[0-9a-f]{10}/[0-9a-f]{10}/[0-9a-f]{16}\.dcm")


def test_a_name_is_pseudonym_study_series_instance(make, key):
    assert FORM.fullmatch(output_name(make(0), key))


def test_files_of_a_series_lie_together_and_persons_apart(make, key):
    one, two, other = (output_name(make(number), key) for number in (0, 3, 1))
    assert one.rsplit("/", 1)[0] == two.rsplit("/", 1)[0]
    assert one != two
    assert one.split("/")[0] != other.split("/")[0]


def test_another_key_gives_other_names(make, key):
    one, two = output_name(make(0), key), output_name(make(0), Secrets.random())
    assert not set(one.split("/")) & set(two.split("/"))


def test_a_group_is_one_plain_folder(make, key):
    assert output_name(make(0), key, group="../MR µ-map").split("/")[1] == "mr-map"
    assert output_name(make(0), key, group="..").split("/")[1] == "group"


def test_a_prefix_stands_before_the_pseudonym(make, key):
    assert output_name(make(0), key, prefix="STUDY7-").startswith("STUDY7-")


def test_a_file_without_uids_has_a_name_all_the_same(make, key):
    ds = make(0)
    del ds.StudyInstanceUID, ds.SeriesInstanceUID
    assert FORM.fullmatch(output_name(ds, key))
