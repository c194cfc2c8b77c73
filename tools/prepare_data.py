"""Make the lessons' larger data in the user's cache, and check what is committed.

Part of the set-up: a room of learners then needs neither a network nor patience.
"""

from __future__ import annotations

import sys

import dcmteach


def main() -> int:
    """Read every sample, make every folder; return 1 if one fails."""
    for name in dcmteach.sample_names():
        dcmteach.sample(name)
    for name in ("clinic", "cohort", "head", "pet_mr_raw"):
        dcmteach.sample_folder(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
