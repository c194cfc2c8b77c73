"""`dcmteach app` in a real browser: from the first choice to the report, and who is refused."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from app_in_browser import App, start_app
from keyboard import Keyboard
from looks import check_contrast, check_names

from dcmteach import read, sample_folder, scan_tree

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def app(home: Path) -> Iterator[App]:
    with start_app(home) as running:
        yield running


@pytest.fixture
def desk(app: App, browser: Any) -> Iterator[Any]:
    """A fresh page with the desk in it; requests to elsewhere are noted."""
    context = browser.new_context(viewport={"width": 1100, "height": 1300})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.elsewhere = []
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((app.base, "data:", "blob:"))
            else page.elsewhere.append(request.url)
        ),
    )
    page.goto(app.url)
    page.wait_for_selector(".dcmteach-widget button")
    yield page
    context.close()


@pytest.fixture(scope="module")
def cohort(home: Path) -> tuple[Path, Path]:
    """Images, and a table with one name that nobody could be sure of."""
    images = sample_folder("cohort")
    names = {str(read(file).PatientName) for file in sorted(images.rglob("*.dcm"))}
    table = home / "people.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["name", "age", "remark"])
        for number, name in enumerate(sorted(names)):
            family, given = name.split("^")[:2]
            rows.writerow([f"{family}, {given}", 40 + number, f"{given} came on foot"])
    return images, table


def filled(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def fill(keys: Keyboard, label: str, text: Path) -> None:
    keys.go_to(label)
    keys.type(str(text))


def begun(desk: Any, images: Path, table: Path, key: Path) -> Keyboard:
    keys = Keyboard(desk)
    keys.enter()
    fill(keys, "Images", images)
    fill(keys, "Table", table)
    fill(keys, "Key", key)
    keys.go_to("Make a new key")
    keys.press("Space")
    keys.sees("A new key is in")
    return keys


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_from_the_first_choice_to_the_report_with_the_same_bytes_as_the_command_line(
    app: App, desk: Any, home: Path, cohort: tuple[Path, Path], theme: str
) -> None:
    if theme == "dark":
        desk.goto(f"{app.url}&theme=dark")
        desk.wait_for_selector(".dcmteach-widget button")
    images, table = cohort
    key, out, mapping = (home / f"{theme}-{what}" for what in ("key", "out", "mapping.csv"))
    keys = begun(desk, images, table, key)
    fill(keys, "Output", out)
    fill(keys, "Mapping", mapping)
    keys.go_to("Look")
    keys.press("Space")
    keys.sees("Looked: nothing was written.")
    keys.sees("people would be pseudonymous")
    assert not out.exists()
    check_contrast(desk)
    check_names(desk)
    keys.go_to("Start", back=keys.focused is None)
    keys.press("Space")
    keys.sees("Done.")
    keys.sees("was searched for")
    check_contrast(desk)
    assert desk.elsewhere == []

    other = home / f"{theme}-cli"
    subprocess.run(
        [
            *(sys.executable, "-m", "dcmteach", "pseudonymise", str(images), str(other)),
            *("--demographics", str(table), "--key-file", str(key)),
            *("--mapping", str(home / f"{theme}-cli.csv")),
        ],
        check=True,
        capture_output=True,
    )
    assert len(filled(out)) > 20
    assert filled(out) == filled(other)
    assert mapping.read_bytes() == (home / f"{theme}-cli.csv").read_bytes()
    assert mapping.stat().st_mode & 0o077 == 0


def test_a_clinic_with_a_doubtful_match_decided_in_the_page(desk: Any, home: Path) -> None:
    clinic = sample_folder("clinic")
    key, out, decided = (home / f"clinic-{what}" for what in ("key", "out", "decisions.json"))
    keys = begun(desk, clinic, clinic / "participants.csv", key)
    fill(keys, "Output", out)
    fill(keys, "Decisions", decided)
    keys.go_to("Look")
    keys.press("Space")
    keys.sees("0 of 1 decided")
    keys.go_to("Nobody here")
    keys.press("Space")
    keys.sees("1 of 1 decided")
    keys.go_to("Start", back=True)
    keys.press("Space")
    keys.sees("What was done")
    keys.sees("none is left")

    other = home / "clinic-cli"
    subprocess.run(
        [
            *(sys.executable, "-m", "dcmteach", "pseudonymise", str(clinic), str(other)),
            *("--demographics", str(clinic / "participants.csv"), "--key-file", str(key)),
            *("--decisions", str(decided)),
        ],
        check=False,  # other files were left out, and it says so
        capture_output=True,
    )
    assert len(filled(out)) > 20
    assert filled(out) == filled(other)
    people = json.loads((clinic.parent / "clinic.json").read_text(encoding="utf-8"))["people"]
    assert not scan_tree(out, [person["name"] for person in people])


def test_what_is_missing_is_said_in_one_sentence(desk: Any) -> None:
    keys = Keyboard(desk)
    keys.enter()
    keys.go_to("Start")
    keys.press("Space")
    keys.sees("Choose a folder or zip of images, a table, or both and a key file")


def test_a_folder_is_found_by_walking(desk: Any, home: Path) -> None:
    inside = home / "study" / "patients"
    inside.mkdir(parents=True, exist_ok=True)
    keys = Keyboard(desk)
    keys.enter()
    keys.go_to("Browse: Images")
    keys.press("Space")
    keys.waits_at("Folders and files")
    desk.get_by_label("Folders and files").select_option(label="▸ study")
    keys.go_to("Open or choose")
    keys.press("Space")
    keys.sees(str(home / "study"))
    keys.waits_at("Folders and files")
    desk.get_by_label("Folders and files").select_option(label="▸ patients")
    keys.go_to("Open or choose")
    keys.press("Space")
    keys.sees(str(inside))
    keys.waits_at("Folders and files")
    keys.go_to("Open or choose")
    keys.press("Space")
    keys.waits_at("Browse: Images")
    assert desk.get_by_label("Images", exact=True).first.input_value() == str(inside)


def test_the_page_holds_no_source_and_asks_for_nothing_from_elsewhere(desk: Any) -> None:
    assert "from dcmteach" not in desk.content()
    assert "http" not in "".join(
        desk.evaluate("[...document.querySelectorAll('[src^=http],[href^=http]')].map(e => e.src)")
    )
    assert desk.elsewhere == []


def answer(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as reply:
            return reply.status, reply.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?token=wrong", "/login", "/desk.ipynb", "/voila/files/desk.ipynb"),
        *("/voila/render/desk.ipynb", "/voila/tree", "/api/kernels", "/api/contents/desk.ipynb"),
    ],
)
def test_without_the_token_everything_is_refused(app: App, path: str) -> None:
    status, text = answer(app.base + path)
    assert status == 403
    assert text.startswith("This page is for whoever started it.")


def test_with_the_token_there_is_still_no_other_file(app: App) -> None:
    query = app.url.partition("?")[2]
    for path in ("/voila/files/desk.ipynb", "/voila/files/..%2f..%2fetc/passwd", "/desk.ipynb"):
        status, text = answer(f"{app.base}{path}?{query}")
        assert status in {403, 404}
        assert "dcmteach.widgets" not in text


def test_another_name_for_this_machine_is_refused(app: App) -> None:
    assert answer(app.url, Host="elsewhere.example")[0] == 403


def test_the_token_is_printed_once_and_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    with start_app(tmp_path / "home") as app:
        token = app.url.partition("token=")[2]
        assert answer(app.url)[0] == 200
        assert app.end() == 0
    printed = "".join(app.lines)
    assert printed.count(token) == 1
    assert "Traceback" not in printed
    assert printed.rstrip().endswith("dcmteach: ended.")
