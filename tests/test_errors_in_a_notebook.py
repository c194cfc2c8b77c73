"""In a notebook an error of ours shows its sentence, and no way through our code."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell


def shown(capsys, code: str) -> str:
    InteractiveShell.instance().run_cell(code)
    captured = capsys.readouterr()
    return captured.out + captured.err


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import dcmteach; dcmteach.check('name_the_modality', 1)", "name-the-modality"),
        ("import dcmteach; dcmteach.sample('ct_torax')", "ct_thorax"),
        ("import dcmteach; dcmteach.clear(dcmteach.sample('ecg'), 'SOPClassUID')", "Type 1"),
    ],
)
def test_an_error_shows_its_sentence_alone(capsys, code, says):
    text = shown(capsys, code)
    assert says in text
    assert "Traceback" not in text
    assert ".py" not in text


def test_the_whole_way_is_shown_to_who_asks_for_it(capsys, monkeypatch):
    monkeypatch.setenv("DCMTEACH_TRACEBACK", "1")
    assert "Traceback" in shown(capsys, "import dcmteach; dcmteach.sample('ct_torax')")
