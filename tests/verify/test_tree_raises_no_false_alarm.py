"""Where no name is, none is found: in other people's output, in noise, in ordinary words."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from patients import anonymous, as_bytes, output, setting
from pydicom.encaps import encapsulate
from pydicom.uid import JPEGBaseline8Bit

from dcmteach.synth import sample_names, sample_path
from dcmteach.verify import TreeScanner, scan_tree

_FAMILIES = (
    "Andersen Bianchi Dragomir Grünwald Jørgensen Kowalczyk Moretti Nakamura Petrović Quispe "
    "Sørensen Wójcik Xu Yılmaz Lee Kim Ng Li Long Best Young Martin Bishop Head Hand Bell Park "
    "May Page Case Stone Cook Fischer Vogel Winter Lange Klein Gross Schwarz Koch"
)
_GIVEN = (
    "Anna Max Tim Ann Ray Art Eva Ida Ole Jan Rose Grace Mark Frank Dean Will Pat Hope Faith "
    "Ivan Pierre Łukasz Zoë Åse Mei Wei José João Gabriel Bo"
)
FAMILIES, GIVEN = _FAMILIES.split(), _GIVEN.split()
WIDE = ["山田^太郎", "佐藤^花子", "王^芳", "李^伟", "김^민수", "田中^実"]
CYRILLIC = ["Иванов^Пётр", "Смирнова^Ольга"]


def _foreign() -> list[str]:
    """A thousand people who are not in the files, with names that are words as well."""
    draw = random.Random(20140311)
    names = []
    for number in range(1000):
        name = f"{draw.choice(FAMILIES)}^{draw.choice(GIVEN)}"
        if number % 15 == 0:
            name += "=" + draw.choice(WIDE)
        names.append(draw.choice(CYRILLIC) if number % 40 == 0 else name)
    return names


SCANNER = TreeScanner(_foreign())


@pytest.mark.parametrize("name", sample_names())
def test_the_samples_hold_no_foreign_name(name: str) -> None:
    result = SCANNER.scan_bytes(sample_path(name).read_bytes(), f"{name}.dcm")
    assert not len(result), str(result)


def test_noise_holds_no_name() -> None:
    noise = random.Random(4711).randbytes(4 << 20)
    assert not len(SCANNER.scan_bytes(noise))
    assert not len(TreeScanner(_foreign()[:50], engine="re").scan_bytes(noise[: 1 << 18]))


def test_native_pixels_are_left_out_and_compressed_ones_hold_whole_names_only() -> None:
    ds = anonymous()
    ds.PixelData = b"Andersen Gabriel".ljust(32, b"\0")
    result = SCANNER.scan_bytes(as_bytes(ds))
    assert result.searched == result.size - 32
    assert not len(result)
    assert not result.possible

    ds = anonymous()
    ds.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    noise = bytes(9000)
    for text, found in ((b"Andersen", 0), (b"Kim Bo", 0), (b"Moretti^Gabriel", 1)):
        jpeg = b"\xff\xd8\xff\xda\0\x0c" + noise + text + noise + b"\xff\xd9"
        ds.PixelData = encapsulate([jpeg + b"\0" * (len(jpeg) % 2)])
        ds["PixelData"].is_undefined_length = True
        result = TreeScanner(["Andersen^Max", "Kim^Bo", "Moretti^Gabriel"]).scan_bytes(as_bytes(ds))
        assert len(result) == found
        assert not result.possible


@pytest.mark.parametrize(
    "text",
    [
        "head to hand, bell-shaped, long page in case of stone",
        "the best time for young patients may be winter",
        "LIBOR rate; ANNALS; MARKED; KIMONO BOX; PARKING LOT; MARTINGALE",
        "contrast (Grossman) not anaphylactic",
        "May 2014, page 3, mark 4",
        "Best, long axis; Head first supine; Frank stenosis",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    names = ["Head^Mark", "Long^Grace", "Li^Bo", "Kim^Bo", "Martin^Ann", "Gross^Anna", "May^Frank"]
    names += ["Best^Will", "Page^Tim", "Young^May"]
    result = TreeScanner(names).scan_bytes(output(setting(StudyDescription=text[:64])))
    assert not len(result), str(result)


def test_the_time_is_in_proportion_to_the_bytes() -> None:
    line = b"P00001;F;063Y;CHEST;20140311;findings normal, no change\n"
    scanner = SCANNER

    def seconds(count: int) -> float:
        data = line * count
        best = 1e9
        for _ in range(3):
            start = time.process_time()
            scanner.scan_bytes(data)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(80_000) < 20 * seconds(8_000) + 0.05


def test_what_leaks_everywhere_is_not_looked_at_for_ever(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"Andersen, Gabriel\n" * 20_000)
    assert 400 < len(scan_tree(tmp_path, ["Andersen^Gabriel"])) <= 501
