#!/bin/sh
# Make everything ready, on a fresh machine or a used one: environment, OCR engine, browser, data.
#   tools/setup.sh book   what the book and the lessons need
#   tools/setup.sh test   that, and what the checks need
#   tools/setup.sh bench  that, and the other tools beside which ours is measured
# Run again, it does nothing; once done, nothing here needs a network.
set -eu
cd "$(dirname "$0")/.."
stage=${1:-book}
case $stage in
book) extras=all ;;
test) extras=all,test ;;
bench) extras=all,test,bench ;;
*)
    echo "setup: unknown stage '$stage'; use 'book', 'test' or 'bench'" >&2
    exit 2
    ;;
esac

say() { printf '%s\n' "setup: $*" >&2; }

# --- the system's own packages --------------------------------------------------------------------
as_root=
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root='sudo -n'; else as_root=no; fi
fi
may_install() { command -v apt-get >/dev/null 2>&1 && [ "$as_root" != no ]; }
system_install() { # package…
    may_install || return 1
    say "installing $* with the system's package manager"
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    $as_root apt-get update -qq >/dev/null 2>&1 || true
    $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# --- Python and its environment -------------------------------------------------------------------
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
find_python() {
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$new_enough" 2>/dev/null; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}
python=$(find_python) || {
    system_install python3 || true
    python=$(find_python) || {
        say "Python 3.11 or newer is needed and was not found. Install it (Debian: apt-get install python3),"
        say "or name it: make book PYTHON=/usr/bin/python3.11"
        exit 1
    }
}

mkdir -p .setup
if ! .venv/bin/python -c "$new_enough" 2>/dev/null || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv .setup/python-*
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        system_install python3-venv || true
        "$python" -m venv .venv || {
            say "Python's venv module is missing. Install it (Debian: apt-get install python3-venv) and run again."
            exit 1
        }
    fi
fi

wanted=$(cat pyproject.toml constraints.txt tools/setup.sh | cksum | tr -d ' ')
stamp=.setup/python-$wanted
# What was installed for a later stage is enough for an earlier one.
case $stage in book) enough="book test bench" ;; test) enough="test bench" ;; *) enough=$stage ;; esac
done_before=
for one in $enough; do if [ -e "$stamp-$one" ]; then done_before=yes; fi; done
if [ -z "$done_before" ]; then
    say "installing Python packages ($extras); the first time this takes a few minutes"
    rm -f .setup/python-*
    # The constraints hold for the build environment as well, so that two set-ups give the same.
    PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
        .venv/bin/python -m pip install --quiet --editable ".[$extras]" || {
        say "the Python packages could not be installed. Is there a network? Run the same command again to go on."
        exit 1
    }
    touch "$stamp-$stage"
fi

# --- the OCR engine: the book does without it, and says so ------------------------------------------
if ! command -v tesseract >/dev/null 2>&1; then
    system_install tesseract-ocr tesseract-ocr-eng ||
        say "the OCR engine tesseract is missing. Install it: Debian, Ubuntu: apt-get install tesseract-ocr ·" \
            "macOS: brew install tesseract · Windows: winget install UB-Mannheim.TesseractOCR. The lessons so far work without."
fi

# --- the browser: only the checks need it -------------------------------------------------------------
if [ "$stage" != book ] && ! command -v chromium >/dev/null 2>&1; then
    system_install chromium fonts-dejavu-core || {
        say "the browser tests need chromium. Install it (Debian: apt-get install chromium) and run again."
        exit 1
    }
fi

# --- other people's eyes on what we write: dciodvfy and dcmdump; without them those checks are left out ---
if [ "$stage" != book ] && { ! command -v dciodvfy || ! command -v dcmdump; } >/dev/null 2>&1; then
    system_install dicom3tools dcmtk ||
        say "dicom3tools and dcmtk are missing, so their checks of our output are left out (Debian: apt-get install dicom3tools dcmtk)."
fi

# --- the data: made once, so that a lesson never waits for it -------------------------------------------
.venv/bin/python tools/prepare_data.py
