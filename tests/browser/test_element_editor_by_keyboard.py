"""The element editor in JupyterLab, without a mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from keyboard import Keyboard
from lab_in_browser import Lab
from looks import check_contrast, check_names
from pydicom import dcmread

from dcmteach import sample

pytestmark = pytest.mark.browser

EDITOR = """import dcmteach
ds = dcmteach.sample("ct_thorax")
dcmteach.ElementEditor(ds)"""

LIST = "Elements: verdict, tag, VR, name, value"


def test_a_wrong_birth_date_is_refused_mended_undone_and_saved(show: Any, lab: Lab) -> None:
    page = show(EDITOR)
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("Search")
    keys.type("birth date")
    keys.sees("1 of")
    keys.go_to("New value")
    keys.type("1942-11-04")
    keys.sees("PatientBirthDate must be a DA of the form YYYYMMDD (got '1942-11-04'")
    keys.press("Tab", "Space")  # Replace
    keys.sees("Refused.")
    keys.go_to("New value", back=True)
    keys.type("19421104")
    keys.sees("This DA value is allowed.")
    keys.go_to("Replace")
    keys.press("Space")
    keys.sees("1 element changed")
    keys.go_to("Undo")
    keys.press("Enter")
    keys.sees("nothing is changed yet")
    keys.go_to("Redo")
    keys.press("Enter")
    keys.sees("1 element changed")
    check_contrast(page)
    check_names(page)
    keys.go_to("Save as")
    keys.type("mended.dcm")
    keys.go_to("Save")
    keys.press("Space")
    keys.sees("read back and compared")
    saved = dcmread(Path(lab.notebooks) / "mended.dcm")
    assert saved.PatientBirthDate == "19421104"
    assert str(saved.PatientName) == str(sample("ct_thorax").PatientName)


def test_a_type_1_element_stays_unless_it_is_forced(show: Any) -> None:
    page = show(EDITOR.replace("(ds)", '(ds, select="SOPInstanceUID")'), theme="JupyterLab Dark")
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("Remove")
    keys.press("Space")
    keys.sees("Refused. SOPInstanceUID cannot be removed: it is Type 1")
    check_contrast(page)
    keys.go_to("Force (is recorded)")
    keys.press("Space")
    keys.go_to("Remove", back=True)
    keys.press("Space")
    keys.sees("Forced, against Type 1")


def test_an_element_is_added(show: Any) -> None:
    page = show(EDITOR)
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("Add element")
    keys.type("PatientComments")
    keys.go_to("with value")
    keys.type("moved")
    keys.sees("Press Add to write it.")
    keys.go_to("Add")
    keys.press("Space")
    keys.sees("PatientComments: added")
    assert keys.focused == "Add"
