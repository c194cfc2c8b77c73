"""Make the artificial data again: the samples in the package, and what ``data/`` says of them.

    python tools/make_data.py            # write
    python tools/make_data.py --check    # change nothing; fail if anything would change

Same input, same bytes: on every machine, and with every version of NumPy and pydicom. Raise
``GENERATION`` in ``dcmteach/synth/cache.py`` when what is drawn into the cache changes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

from dcmteach.synth.build import LARGE, SMALL, build_sample
from dcmteach.synth.clinic import build_clinic
from dcmteach.synth.cohort import build_cohort
from dcmteach.synth.pet_mr_raw import build_pet_mr_raw

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = Path("dcmteach/synth/samples")
KEYS = Path("data/keys")


def make(root: Path) -> None:
    """Write every committed file below ``root``."""
    for folder in (SAMPLES, KEYS):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name in SMALL:
        build_sample(name, root / SAMPLES)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        for name in LARGE:
            build_sample(name, work)
        build_clinic(work)
        build_cohort(work)
        build_pet_mr_raw(work)
        drawn = digests(work)
        for key in sorted(work.glob("*.json")):
            (root / KEYS / key.name).write_bytes(key.read_bytes())
    manifest = {
        "in the package": digests(root / SAMPLES),
        "answer keys": digests(root / KEYS),
        "drawn into the cache": drawn,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (root / "data/manifest.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a folder, by its path in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differences(made: Path, committed: Path) -> list[str]:
    """Return the files that are not the same in both, or are in one only."""
    found = []
    for folder in (SAMPLES, Path("data")):
        new, old = digests(made / folder), digests(committed / folder)
        old.pop("README.md", None)
        found += [
            f"{folder}/{name}" for name in sorted(new | old) if new.get(name) != old.get(name)
        ]
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make the artificial data again.")
    parser.add_argument("--check", action="store_true", help="change nothing, compare only")
    options = parser.parse_args(arguments)
    if not options.check:
        make(ROOT)
        return 0
    with tempfile.TemporaryDirectory() as place:
        make(Path(place))
        changed = differences(Path(place), ROOT)
    for name in changed:
        print(f"{name} is not what tools/make_data.py makes; run it, and commit the result.")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
