"""Whatever names somebody and turns up again in a text that stays: it is cut, and the file written.

Verification would find it as well, but too late: then the file is withdrawn instead of cleaned.
"""

from __future__ import annotations

import copy
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom import dcmread
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataset import Dataset

from dcmteach.deid.recipe import Recipe
from dcmteach.deid.secrets import Secrets
from dcmteach.deid.sources import Item
from dcmteach.deid.worker import treat
from dcmteach.deid.worker_settings import Settings, Task
from dcmteach.header.fold import fold
from dcmteach.header.identity import _KIND_OF
from dcmteach.header.quiet import quiet
from dcmteach.header.translit import variants
from dcmteach.synth import sample

EXAMPLES = int(os.environ.get("DCMTEACH_EXAMPLES", "150"))
KEY = Secrets(b"a key for tests, kept by nobody.")
CONTROL = "kneecap"

NAMES = [
    *(
        "Quillonbart^Tamsin",
        "Wüstenhöfer^Jörn",
        "Kvistgård^Øyvind^Å",
        "Ng^Li Wei",
        "Żółkiewska^Ewa",
    ),
    *("Шостакова^Пётр", "O'Hanlon^D'Arcy", "van der Vreede^Joost", "Brinkhoff-Šimáček^Maelle^^Dr"),
    *("Παπαδάκης^Νίκος", "Rae^Ida", "Smørebrød^Ål", "Yamagata^Tarou=山形^太郎=やまがた^たろう"),
]
NUMBERS = ["QX-71-5501", "0071234", "H1234567", "9876543210", "ABC.123.45", "K 55 112"]
PLACES = ["Zandmeer Kliniek", "Hôpital Sainte-Aldegonde", "Klinik Nordhöhe, Haus 4"]
ADDRESSES = ["Quellgasse 17, 9999 Zandmeer", "12 Thistlewick Lane\r\nOldbury", "Ørnevej 3"]
PHONES = ["+49 431 5551234", "0431-5551234", "(555) 010-9988"]
DEVICES = ["STATION7", "ZM-CT-02", "NORDSTERN_CT2", "55512", "LINAC-NORD", "SN 400123", "CT1"]
DATES = ["19511223", "20190516", "20031102"]
VALUES = {
    "patient name": NAMES,
    "another person's name": NAMES,
    "patient ID": NUMBERS,
    "accession number": NUMBERS,
    "study ID": NUMBERS,
    "order number": NUMBERS,
    "institution": PLACES,
    "address": ADDRESSES,
    "phone number": PHONES,
    "device": DEVICES,
    "birth date": DATES,
    "date": DATES,
}
"""By kind, what is planted; a kind that identity() learns must be added here."""

AE_TITLES = ("StationAETitle", "RetrieveAETitle", "ScheduledStationAETitle")
PEOPLE = ("OperatorsName", "ReferringPhysicianName", "PersonName", "VerifyingObserverName")
DAYS = ("StudyDate", "SeriesDate", "AcquisitionDateTime", "PatientBirthDate")
SOURCES = sorted(
    {(kind, keyword) for keyword, kind in _KIND_OF.items()}
    | {("device", keyword) for keyword in AE_TITLES}
    | {("another person's name", keyword) for keyword in PEOPLE}
    | {("date", keyword) for keyword in DAYS if keyword != "PatientBirthDate"}
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
FRAMES = ("{0} {1}", "{1} {0}", "{1}, {0}", "{1} ({0})", "{1}_{0}", "{0}/{1}", "{1}: {0}.")


@pytest.fixture(scope="module")
def base() -> Dataset:
    ds = sample("ct_thorax")
    ds.Rows = ds.Columns = 8
    ds.PixelData = bytes(range(128))
    ds.SpecificCharacterSet = "ISO_IR 192"
    for keyword in ("RequestAttributesSequence", "ImageComments", "AdditionalPatientHistory"):
        if keyword in ds:
            del ds[keyword]
    return ds


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


def writings(kind: str, value: str) -> list[str]:
    """In how many ways people write it."""
    if kind.endswith("date"):
        y, m, d = value[:4], value[4:6], value[6:]
        name = MONTHS[int(m) - 1]
        numbers = [value, f"{y}-{m}-{d}", f"{d}.{m}.{y}", f"{m}/{d}/{y}", f"{y}/{m}/{d}"]
        return [
            *numbers,
            f"{int(d)} {name} {y}",
            f"{d}-{name.upper()}-{y}",
            f"{name} {int(d)}, {y}",
        ]
    if kind.endswith("name"):
        return [way for group in value.split("=") if group for way in ways_of_name(group)]
    flat = " ".join(value.split())
    if kind in {"institution", "address"}:
        return [flat, flat.upper(), flat.lower(), fold(flat)]
    ways = [flat, flat.upper(), flat.lower()]
    bare = "".join(letter for letter in flat if letter.isalnum())
    if len(bare) > 4:
        ways += [bare, flat.replace("-", " "), flat.replace("-", "_"), flat.replace(" ", "-")]
    return ways


def ways_of_name(group: str) -> list[str]:
    parts = [part for part in group.split("^") if part][:2]
    found = [fold(group)]
    for how in (str, str.upper, str.lower, str.title):
        found.append(how(parts[0]))
        found.append(unicodedata.normalize("NFD", how(parts[0])))
        found.append(how(parts[0]) + "7")
        for by in (" ", "^", ", ", "_", " 7 "):
            found += [how(by.join(parts)), how(by.join(parts[::-1]))]
    words = [sorted(variants(word)) for word in parts[0].split()]
    return [*found, *(" ".join(way) for way in zip(*words, strict=False))]


def planted(base: Dataset, kind: str, keyword: str, value: str) -> Dataset:
    """The data set with an identifier where it belongs: at the top, or below a request."""
    ds = copy.deepcopy(base)
    vr = dictionary_VR(keyword)
    if vr == "DT":
        value += "101500"
    if keyword in {"VerifyingOrganization", "VerifyingObserverName"}:
        item = Dataset()
        ds.VerifyingObserverSequence = [item]
    elif keyword.startswith(("Scheduled", "Requested", "Placer", "Filler")):
        item = Dataset()
        ds.RequestAttributesSequence = [item]
    elif keyword == "PersonName":
        item = Dataset()
        item.ValueType, item.RelationshipType = "PNAME", "HAS OBS CONTEXT"
        ds.ContentSequence = [item]
    else:
        item = ds
    if keyword == "OtherPatientNames":
        item.add_new(tag_for_keyword(keyword), vr, ["Elsewhere^Somebody", value])
    else:
        item.add_new(tag_for_keyword(keyword), vr, value)
    return ds


def put(ds: Dataset, place: str, text: str) -> None:
    """Plant a text where the profile leaves it, or cleans it."""
    if place == "inside":
        item = Dataset()
        item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "1", "99X", text
        ds.AnatomicRegionSequence = [item]
    elif place == "private":
        ds.add_new(0x00190010, "LO", "SIEMENS MR HEADER")
        ds.add_new(0x00191008, "LO", text)
    else:
        setattr(ds, place, text)


def texts_of(ds: Dataset) -> list[str]:
    found = []
    for element in ds.iterall():
        if element.VR in {"LO", "LT", "SH", "ST", "UT", "UC", "CS", "PN", "AE", "UR"}:
            found.append(str(element.value))
    return found


def done(ds: Dataset, recipe: Recipe, folder: Path) -> Dataset:
    """Go the whole way of a file, and demand that verification lets it pass."""
    source = folder / "source.dcm"
    with quiet():
        ds.save_as(source)
    options = Settings(recipe, KEY, destination=str(folder), parts=str(folder))
    one = treat(Task(Item(0, str(source))), options)
    assert one.status == "written", one.reason
    with quiet():
        return dcmread(one.part)


def telling(kind: str, writing: str) -> list[str]:
    """What must not be read in the output, squeezed."""
    squeezed = "".join(letter for letter in fold(writing) if letter.isalnum())
    if kind.endswith("name"):
        words = fold(writing).replace("^", " ").replace("_", " ").split()
        bare = ["".join(letter for letter in word if letter.isalpha()) for word in words]
        return [word for word in bare if len(word) >= 5]
    return [squeezed] if len(squeezed) >= 5 else []


BASIC = Recipe.load("basic")
RETAINED = (
    *("retain-uids", "retain-device-identity", "retain-institution-identity"),
    *("retain-full-dates", "retain-modified-dates", "retain-patient-characteristics"),
    *("retain-safe-private", "clean-structured-content", "clean-graphics"),
)
MAY_STAY = {
    "device": "retain-device-identity",
    "institution": "retain-institution-identity",
    "address": "retain-institution-identity",
    "date": "retain-full-dates",
    "birth date": "retain-full-dates",
}
CLEANED = Recipe.load("basic").with_options("clean-descriptors")
KEPT = ("WindowCenterWidthExplanation", "inside")
CLEANABLE = ("SeriesDescription", "ImageComments", "ProtocolName", "WindowCenterWidthExplanation")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SOURCES), st.data())
def test_an_identifier_is_cut_from_every_kept_text(
    base: Dataset, folder: Path, source: tuple[str, str], data: st.DataObject
) -> None:
    kind, keyword = source
    value = data.draw(st.sampled_from(VALUES[kind]), label="value")
    if dictionary_VR(keyword) in {"AE", "SH"}:
        value = value[:16]
    with quiet():
        ds = planted(base, kind, keyword, value)
    writing = data.draw(st.sampled_from(writings(kind, value)), label="writing")
    text = data.draw(st.sampled_from(FRAMES), label="frame").format(writing, CONTROL)
    place = data.draw(st.sampled_from(KEPT), label="place under basic")
    look(ds, BASIC, place, text, kind, writing, folder)
    chosen = data.draw(st.sets(st.sampled_from(RETAINED), max_size=3), label="options")
    if not {"retain-full-dates", "retain-modified-dates"} <= chosen:
        place = data.draw(st.sampled_from(CLEANABLE), label="place under clean-descriptors")
        look(ds, CLEANED.with_options(*sorted(chosen)), place, text, kind, writing, folder)


def look(
    ds: Dataset, recipe: Recipe, place: str, text: str, kind: str, writing: str, folder: Path
) -> None:
    one = copy.deepcopy(ds)
    with quiet():
        put(one, place, text)
    left = "\n".join(texts_of(done(one, recipe, folder)))
    squeezed = "".join(letter for letter in fold(left) if letter.isalnum())
    if MAY_STAY.get(kind) not in recipe.options:
        for word in telling(kind, writing):
            assert word not in squeezed
    if "clean-descriptors" in recipe.options:
        assert CONTROL in left


def test_every_kind_that_is_collected_is_tried() -> None:
    assert set(_KIND_OF.values()) <= set(VALUES)
