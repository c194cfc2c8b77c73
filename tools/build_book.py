"""Build the book into book/_build/html, from nothing, and look at what was built.

Used by ``make book``. Nothing is taken from an earlier build: a cache of notebooks would publish
the output of an older library. Warnings are errors, an error in a cell is an error, and every
entry of the table of contents must have become a page.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
PAGES = BOOK / "_build" / "html"
TAIL = 40


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="show all that Jupyter Book says")
    options = parser.parse_args()
    started = time.perf_counter()
    steps = (check_lessons, clear, lambda: build(verbose=options.verbose), look_at_pages)
    for step in steps:
        if problem := step():
            print(problem, file=sys.stderr)
            return 1
    seconds = time.perf_counter() - started
    print(f"The book: {PAGES.relative_to(ROOT)}/index.html ({seconds:.0f} s)")
    return 0


def check_lessons() -> str:
    """Notebooks, pages and exercises must be those their lessons give."""
    command = [sys.executable, "-m", "dcmteach.course.lessons", "check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return f"{done.stderr}{done.stdout}".strip() if done.returncode else ""


def clear() -> str:
    """Remove the earlier build and every cache of executed notebooks."""
    for folder in (BOOK / "_build", *ROOT.glob("**/.jupyter_cache")):
        if ".venv" not in folder.parts:
            shutil.rmtree(folder, ignore_errors=True)
    left = [name for name in ("html", ".jupyter_cache") if (BOOK / "_build" / name).exists()]
    return f"Could not remove {', '.join(left)} in book/_build." if left else ""


def build(*, verbose: bool = False) -> str:
    """Run Jupyter Book; what it says goes to book/_build/build.log."""
    program = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "build", str(BOOK)]
    command += ["-W", "-n", "--keep-going", "--all"]
    log = BOOK / "_build" / "build.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="dcmteach-book-") as home:
        environment = {
            **os.environ,
            "DCMTEACH_HOME": str(Path(home) / "dcmteach"),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "PYTHONWARNINGS": "ignore",
            "NO_COLOR": "1",
            "TERM": "dumb",
        }
        with log.open("w", encoding="utf-8") as out:
            code = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
            ).returncode
    said = log.read_text(encoding="utf-8")
    if verbose:
        print(said)
    return "" if code == 0 else f"{reason(said)}\n(all of it: {log.relative_to(ROOT)})"


def reason(said: str) -> str:
    """What went wrong, out of all that was said: the failing cell, warnings, else the end."""
    said = re.sub(r"\x1b\[[0-9;]*m", "", said).replace(f"{ROOT}/", "")
    told = re.findall(r"^(?!\[IPKernelApp).*(?:WARNING|ERROR): .*$", said, re.M)
    told += re.findall(r"\.ExecutionError: (.*)$", said, re.M)
    cells = re.findall(r"CellExecutionError: (An error[\s\S]*?)\n\nThe above exception", said)
    told += [re.sub(r"\n{2,}", "\n", cell) for cell in cells]
    return "\n".join(list(dict.fromkeys(told))[-TAIL:] or said.splitlines()[-TAIL:])


def toc_entries() -> list[str]:
    """Every page the table of contents asks for, as a path without its suffix."""
    from sphinx_external_toc.parsing import parse_toc_yaml

    entries: list[str] = []
    site = parse_toc_yaml(BOOK / "_toc.yml")
    for document in [site.root, *(site[name] for name in site if name != site.root.docname)]:
        entries.append(document.docname)
        for tree in document.subtrees:
            for item in tree.items:
                if type(item).__name__ == "GlobItem":
                    entries += [
                        path.relative_to(BOOK).with_suffix("").as_posix()
                        for path in sorted(BOOK.glob(f"{item}.md"))
                    ]
    return list(dict.fromkeys(entries))


def look_at_pages() -> str:
    """Every entry of the table of contents must be a page, and nothing of the sources with it."""
    missing = [name for name in toc_entries() if not (PAGES / f"{name}.html").is_file()]
    if missing:
        return f"No page was built for: {', '.join(missing)}."
    if (PAGES / "_sources").exists():
        return "book/_build/html/_sources exists; solutions must not be offered as source files."
    return ""


if __name__ == "__main__":
    sys.exit(main())
