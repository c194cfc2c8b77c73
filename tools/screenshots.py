"""Take the pictures of the README: each widget as JupyterLab shows it, driven by keyboard.

Run it after a widget changed how it looks: ``python tools/screenshots.py``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from keyboard import Keyboard  # noqa: E402
from lab_in_browser import FLAGS, chromium_path, open_notebook, start_lab  # noqa: E402

__all__ = ["PICTURES", "main"]

HEAVIEST = 200_000  # bytes
LIST = "Elements: verdict, tag, VR, name, value"


def browse(keys: Keyboard) -> None:
    keys.go_to("Search")
    keys.type("name")
    keys.sees("Implementation Version Name")
    keys.go_to(LIST)
    keys.press("?")  # a list jumps to the line that begins so
    keys.sees("Sources, side by side")


def sort(keys: Keyboard) -> None:
    keys.go_to("Unsafe")
    keys.press("Space")
    keys.waits_at("Next tag")
    keys.press("Space")
    keys.waits_at("Safe")
    keys.press("Space")
    keys.sees("Defensible")


def edit(keys: Keyboard) -> None:
    keys.go_to("Clear")
    keys.press("Space")
    keys.sees("Refused.")


def explore(keys: Keyboard) -> None:
    keys.go_to("retain-device-identity")
    keys.press("Space")
    keys.sees("retain-device-identity is on")
    keys.go_to("Show")
    keys.press("*")
    keys.sees("8 of ")
    keys.go_to("retain-device-identity", back=True)


def compare(keys: Keyboard) -> None:
    keys.go_to("Search")
    keys.type("patient's")
    keys.sees("Patient's Name (0010,0010)")


def turn_a_head(keys: Keyboard) -> None:
    keys.sees("brain voxels touched")
    keys.go_to("Turn")
    keys.press("ArrowRight", "ArrowRight", "ArrowRight")
    keys.sees("Seen from the front and the patient's left")


def review(keys: Keyboard) -> None:
    keys.sees("0 of 6 boxes decided")
    keys.go_to("Redact")
    keys.press("Space")
    keys.sees("1 of 6 boxes decided")


PICTURES: dict[str, tuple[str, Callable[[Keyboard], None]]] = {
    "header-browser": ("dcmteach.HeaderBrowser(ds)", browse),
    "tag-sorter": (
        'dcmteach.TagSorter(ds, tags=["PatientName", "ProtocolName", "StudyDate", "KVP"])',
        sort,
    ),
    "plan-explorer": ('dcmteach.PlanExplorer(ds, select="DeviceSerialNumber")', explore),
    "diff-viewer": (
        (
            "after = dcmteach.apply(ds, dcmteach.plan(ds), dcmteach.Secrets.random())\n"
            "dcmteach.DiffViewer(ds, after)"
        ),
        compare,
    ),
    "face-viewer": (
        (
            "from dcmteach.synth import head\n"
            'scan = dcmteach.volume(head(7, noise=0.3).image, modality="CT")\n'
            "dcmteach.FaceViewer(scan)"
        ),
        turn_a_head,
    ),
    "text-reviewer": (
        (
            'heart = dcmteach.sample("us_cine")\n'
            'dcmteach.TextReviewer(heart, dcmteach.find_text(heart), reviewer="A. Reader")'
        ),
        review,
    ),
    "element-editor": ('dcmteach.ElementEditor(ds, select="SOPInstanceUID")', edit),
}


def take(page: Any, address: str, steps: Callable[[Keyboard], None], file: Path) -> None:
    """Bring a widget into a state worth showing and save what it looks like."""
    open_notebook(page, address)
    page.wait_for_selector(".dcmteach-widget")
    keys = Keyboard(page)
    keys.enter()
    steps(keys)
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.locator(".dcmteach-widget").screenshot(path=file, animations="disabled")
    if file.stat().st_size > HEAVIEST:
        raise SystemExit(f"{file.name} is heavier than {HEAVIEST} bytes: show less in it.")


def main(arguments: list[str] | None = None) -> None:
    """Take all pictures, or the ones named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(PICTURES)}; all by default")
    parser.add_argument("--out", type=Path, default=ROOT / "book" / "images")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(PICTURES):
        parser.error(f"there is no picture {', '.join(sorted(unknown))}")
    options.out.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        start_lab(Path(folder) / "home") as lab,
        sync_playwright() as playwright,
    ):
        path = chromium_path(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        window = browser.new_context(viewport={"width": 1000, "height": 1400})
        for name in options.names or PICTURES:
            call, steps = PICTURES[name]
            cell = f'import dcmteach\nds = dcmteach.sample("ct_thorax")\n{call}'
            page = window.new_page()
            take(page, lab.write(name, cell), steps, options.out / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
