"""What the doctor knows about the machine around Python: kernel, widgets, OCR, folders, text."""

from __future__ import annotations

import json
import locale
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from dcmteach.course.doctor import Finding
from dcmteach.course.progress import home, shown

__all__ = ["MACHINE"]

_ENOUGH = 500_000_000  # bytes: generated samples, a built book and a learner's own output

_TESSERACT = {
    "linux": "Run `sudo apt-get install tesseract-ocr` (Fedora: `sudo dnf install tesseract`; "
    "conda: `conda install -c conda-forge tesseract`).",
    "darwin": "Run `brew install tesseract` (conda: `conda install -c conda-forge tesseract`).",
    "win32": "Run `winget install UB-Mannheim.TesseractOCR` and open a new terminal "
    "(conda: `conda install -c conda-forge tesseract`).",
}

_LANGUAGE = (
    "Run `sudo apt-get install tesseract-ocr-eng`, or put eng.traineddata into the folder that "
    "`tesseract --list-langs` names."
)
_RAPID = "Run `pip install 'dcmteach[rapidocr]'`."
# What pydicom decodes them with: any one of these, each with all its packages.
_COMPRESSED = {
    "JPEG": (("pylibjpeg", "libjpeg"), ("gdcm",)),
    "JPEG-LS": (("pylibjpeg", "libjpeg"), ("jpeg_ls",), ("gdcm",)),
    "JPEG 2000": (("pylibjpeg", "openjpeg"), ("gdcm",)),
}


def _jupyter_kernel() -> list[Finding]:
    name = "Jupyter kernel"
    if "ipykernel" in sys.modules:
        here = Path(sys.prefix).name
        return [Finding(name, "ok", f"running in the environment {here!r}")]
    if find_spec("ipykernel") is None:
        fix = "Run `pip install 'dcmteach[book]'` in the environment you will use for lessons."
        return [Finding(name, "warn", "ipykernel is not installed here", fix)]
    register = "Run `python -m ipykernel install --user --name dcmteach`, then choose that kernel."
    for folder in _data_folders():
        for spec in sorted(folder.glob("kernels/*/kernel.json")):
            argv = json.loads(spec.read_text(encoding="utf-8")).get("argv") or [""]
            if _same_python(str(argv[0])):
                return [Finding(name, "ok", f"{spec.parent.name!r} runs this Python")]
    return [Finding(name, "warn", "no kernel points to this Python", register)]


def _same_python(command: str) -> bool:
    """Tell whether a kernel's command starts this very Python; a bare name means the first one."""
    if not Path(command).is_absolute():
        return command.startswith("python")
    try:
        return Path(command).parent.samefile(Path(sys.executable).parent)
    except OSError:
        return False


def _data_folders() -> list[Path]:
    if find_spec("jupyter_core") is not None:
        from jupyter_core.paths import jupyter_path

        return [Path(folder) for folder in jupyter_path()]
    return [Path(sys.prefix) / "share" / "jupyter"]


def _widgets_in_jupyterlab() -> list[Finding]:
    name = "Widgets in JupyterLab"
    place = Path("labextensions") / "@jupyter-widgets" / "jupyterlab-manager" / "package.json"
    for folder in _data_folders():
        if (folder / place).is_file():
            version = json.loads((folder / place).read_text(encoding="utf-8")).get("version", "?")
            return [Finding(name, "ok", f"front end {version}")]
    fix = (
        "Run `pip install 'dcmteach[widgets]'` where JupyterLab itself is installed, restart "
        "JupyterLab and reload the page."
    )
    return [Finding(name, "warn", "front end not found; widgets would show as text", fix)]


def _ocr_engines() -> list[Finding]:
    return [_tesseract(), _rapidocr()]


def _tesseract() -> Finding:
    name = "OCR engine tesseract"
    fix = _TESSERACT.get(sys.platform, _TESSERACT["linux"])
    path = shutil.which("tesseract")
    if path is None:
        return Finding(name, "warn", "not found", fix)
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError) as err:
        return Finding(name, "warn", f"{path} does not run ({type(err).__name__})", fix)
    first = (done.stdout or done.stderr).split("\n", 1)[0].removeprefix("tesseract").strip()
    found = f"{first or 'unknown version'}, {path}"
    if "eng" not in _languages(path):
        return Finding(name, "warn", f"{found}, without its English data (eng)", _LANGUAGE)
    return Finding(name, "ok", found)


def _languages(path: str) -> list[str]:
    """The languages that a tesseract has data for; where it does not say, English is assumed."""
    try:
        done = subprocess.run(
            [path, "--list-langs"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ["eng"]
    return [line.strip() for line in f"{done.stdout}\n{done.stderr}".splitlines()]


def _rapidocr() -> Finding:
    name = "OCR engine rapidocr"
    spec = find_spec("rapidocr")
    if spec is None or find_spec("onnxruntime") is None:
        return Finding(name, "warn", "not installed; text is then read by tesseract alone", _RAPID)
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    if not any(any(folder.glob("models/*_det_*.onnx")) for folder in folders):
        fix = "Run `pip install --force-reinstall 'rapidocr>=3.10'`."
        return Finding(name, "warn", "installed without its models", fix)
    return Finding(name, "ok", "installed, its models inside its package")


def _compressed_pixels() -> list[Finding]:
    name = "Compressed pixels"
    missing = [
        kind
        for kind, ways in _COMPRESSED.items()
        if not any(all(find_spec(part) is not None for part in way) for way in ways)
    ]
    if missing:
        fix = "Run `pip install 'dcmteach[codecs]'`."
        return [Finding(name, "warn", f"no decoder for {', '.join(missing)}", fix)]
    return [Finding(name, "ok", f"RLE, {', '.join(_COMPRESSED)} can be decoded")]


def _folders() -> list[Finding]:
    here = "Start Jupyter in a folder of your own, for instance in your home."
    own = "Set the environment variable DCMTEACH_HOME to a folder you may write."
    return [
        _writable("Writing in this folder", Path.cwd(), here, bad_is_fail=True),
        _writable("Writing in the folder for samples and progress", home(), own, bad_is_fail=False),
    ]


def _writable(name: str, folder: Path, fix: str, *, bad_is_fail: bool) -> Finding:
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    try:
        with tempfile.TemporaryFile(dir=nearest) as file:
            file.write(b"dcmteach")
    except OSError as err:
        reason = f"{shown(folder)}: {err.strerror or type(err).__name__}"
        return Finding(name, "fail" if bad_is_fail else "warn", reason, fix)
    made = "" if nearest == folder else " (will be made)"
    return Finding(name, "ok", f"{shown(folder)}{made}")


def _free_disk_space() -> list[Finding]:
    nearest = home()
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    free = shutil.disk_usage(nearest).free
    found = f"{free / 1e9:.1f} GB"
    if free < _ENOUGH:
        fix = f"Free {_ENOUGH / 1e9:.1f} GB, or point DCMTEACH_HOME to a larger disk."
        return [Finding("Free disk space", "warn", found, fix)]
    return [Finding("Free disk space", "ok", found)]


def _text_encoding() -> list[Finding]:
    found = locale.getpreferredencoding(False)
    if sys.flags.utf8_mode or found.lower().replace("-", "") in ("utf8", "cp65001"):
        return [Finding("Text encoding", "ok", found)]
    fix = "Set the environment variable PYTHONUTF8=1 before starting Jupyter (accents, ✓ and ß)."
    return [Finding("Text encoding", "warn", found, fix)]


MACHINE: tuple[Callable[[], list[Finding]], ...] = (
    _jupyter_kernel,
    _widgets_in_jupyterlab,
    _ocr_engines,
    _compressed_pixels,
    _folders,
    _free_disk_space,
    _text_encoding,
)
