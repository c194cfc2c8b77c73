"""`python -m dcmteach` does what `dcmteach` does."""

from __future__ import annotations

import sys

from dcmteach.cli import main

if __name__ == "__main__":
    sys.exit(main())
