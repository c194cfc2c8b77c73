"""The names `dcmteach` offers: all there, all lazy, the same for editors as at run time."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import dcmteach

SOURCE = Path(dcmteach.__file__)


def test_every_public_name_loads_and_is_documented():
    for name in dcmteach.__all__:
        assert getattr(dcmteach, name).__doc__, f"dcmteach.{name} has no docstring"


def test_type_checkers_see_the_same_names_as_the_program():
    block = next(
        node
        for node in ast.parse(SOURCE.read_text(encoding="utf-8")).body
        if isinstance(node, ast.If)
    )
    seen = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == dcmteach._HOME_OF
    assert sorted(seen) == sorted(dcmteach.__all__)


def test_every_public_name_is_public_in_its_room_too():
    for name, home in dcmteach._HOME_OF.items():
        getattr(dcmteach, name)
        assert name in sys.modules[home].__all__, f"{name} is missing from {home}.__all__"


def test_importing_dcmteach_loads_nothing_heavy():
    program = (
        "import sys, dcmteach;"
        "heavy = {'pydicom', 'numpy', 'ipywidgets', 'matplotlib', 'pandas'} & set(sys.modules);"
        "rooms = [m for m in sys.modules if m.startswith('dcmteach.')];"
        "print(sorted(heavy), rooms)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert shown.stdout.split("\n")[0] == "[] []"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="clasify"):
        getattr(dcmteach, "clasify")  # noqa: B009
