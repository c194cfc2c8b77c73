"""Known places: rules for devices, each mistake of a file told with its line."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

import dcmteach
from dcmteach.errors import DcmteachError
from dcmteach.pixels.redact_boxes import Box
from dcmteach.pixels.regions import RegionRule, known_regions, read_regions
from dcmteach.pixels.regions_file import RegionsError, parse_regions

KEYS = "Keys: name, manufacturer, model, modality, rows, columns, top, bottom, left, right, boxes."
EXAMPLE = "boxes = [[0, 0, 34, 320]]: row, column, height and width."


def _device(**elements: object) -> Dataset:
    ds = Dataset()
    told = {"Manufacturer": "Echolot", "ManufacturerModelName": "Sonde 9 [B]", "Modality": "US",
            "Rows": 100, "Columns": 200}  # fmt: skip
    for keyword, value in {**told, **elements}.items():
        setattr(ds, keyword, value)
    return ds


def test_the_rules_that_come_with_dcmteach_cover_what_its_ultrasound_writes():
    boxes = known_regions(dcmteach.sample("us_cine"))
    for written in dcmteach.answer_key("us_cine")["burned_in"]:
        left, top, right, bottom = written["box"]
        assert any(
            box.row <= top and box.column <= left
            and bottom <= box.row + box.height and right <= box.column + box.width
            for box in boxes
        ), written["box"]  # fmt: skip


def test_no_rule_holds_for_any_other_device():
    assert known_regions(dcmteach.sample("ct_thorax")) == []
    assert known_regions(_device()) == []
    assert known_regions(Dataset()) == []


def test_places_are_counted_from_the_edges():
    rule = RegionRule("r", (("top", 10), ("bottom", 5), ("left", 7), ("right", 300),
                            (-20, -50, 8, 90), (400, 0, 5, 5)))  # fmt: skip
    assert rule.boxes(100, 200) == [
        Box(0, 0, 10, 200),
        Box(95, 0, 5, 200),
        Box(0, 0, 100, 7),
        Box(0, 0, 100, 200),
        Box(80, 150, 8, 50),
    ]


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ({"manufacturer": "echolot"}, True),
        ({"manufacturer": "Echo*", "model": "sonde ?*"}, True),
        ({"model": "Sonde 9 [B]"}, True),
        ({"model": "Sonde 9"}, False),
        ({"modality": "US", "rows": 100, "columns": 200}, True),
        ({"modality": "US", "rows": 101}, False),
        ({"manufacturer": "Pulsar"}, False),
    ],
)
def test_a_rule_holds_where_all_it_names_agrees(told, holds):
    assert RegionRule("r", (("top", 1),), **told).holds_for(_device()) is holds


def test_a_file_of_ones_own_is_read_and_every_rule_that_holds_counts(tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text(
        '[[region]]\nname = "banner"\nmanufacturer = "Echolot"\ntop = 12\n\n'
        '[[region]]\nmodality = "US"\nboxes = [[-10, 0, 10, 40]]\n\n'
        '[[region]]\nmodality = "CT"\nleft = 3\n',
        encoding="utf-8",
    )
    assert known_regions(_device(), file) == [Box(0, 0, 12, 200), Box(90, 0, 10, 40)]
    assert [rule.name for rule in read_regions(file).rules] == ["banner", "region 2", "region 3"]
    made = dcmteach.sample("us_cine")
    assert known_regions(made, file)[0] == Box(0, 0, 12, 320)


def test_every_mistake_is_told_with_its_line():
    text = "\n".join([
        'title = "ours"',
        "[[region]]",
        'manufaturer = "Echolot"',
        'modality = "US"',
        "top = -3",
        "[[region]]",
        "rows = 100",
        'boxes = [[1, 2, 3]]',
        "[[region]]",
        "model = 7",
    ])  # fmt: skip
    with pytest.raises(RegionsError) as caught:
        parse_regions(text, origin="ours.toml")
    assert str(caught.value).splitlines() == [
        "The regions 'ours.toml' have 7 mistakes:",
        "  line 1: 'title' is no key here: write [[region]].",
        "  line 3: 'manufaturer' is not a key of a rule. Did you mean 'manufacturer'? " + KEYS,
        "  line 5: top must be a whole number of pixels above 0 (got -3).",
        "  line 6: this rule holds for every device. Name its manufacturer, model or modality.",
        "  line 8: boxes must be a list of four whole numbers each, such as " + EXAMPLE,
        "  line 9: this rule names no place. Add one of: top, bottom, left, right, boxes.",
        "  line 10: model must be text in quotes (got 7).",
    ]


def test_what_is_no_toml_is_told_with_its_line():
    with pytest.raises(RegionsError, match="line 2: this is not TOML"):
        parse_regions("[[region]]\ntop = = 3\n", origin="x.toml")
    with pytest.raises(RegionsError, match=r"write \[\[region\]\], in two brackets"):
        parse_regions("[region]\ntop = 3\n", origin="x.toml")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DcmteachError, match=r"'none.toml' were not read: No such file"):
        known_regions(_device(), tmp_path / "none.toml")


def test_a_size_must_be_known_where_a_rule_holds(tmp_path):
    ds = dcmteach.sample("us_cine")
    (tmp_path / "a.toml").write_text('[[region]]\nmodality = "US"\ntop = 3\n', encoding="utf-8")
    del ds.Rows
    with pytest.raises(DcmteachError, match="Rows or Columns is missing"):
        known_regions(ds, tmp_path / "a.toml")
