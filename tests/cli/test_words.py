"""A message at the terminal advises what can be done at the terminal."""

from __future__ import annotations

import pytest

from dcmteach.cli.words import spoken


@pytest.mark.parametrize(
    ("library", "terminal"),
    [
        ("use add(ds, 'PatientName', …).", "use --add 'PatientName=VALUE'."),
        ("Give one: add(ds, 'A', value).", "Give one: --add 'A=VALUE'."),
        ("Overwrite it with replace().", "Overwrite it with --set."),
        ("Empty it with clear(), or remove().", "Empty it with --clear, or --remove."),
        ("If you know, remove(…, force=True).", "If you know, add --force."),
        ("or pass overwrite=True to replace it", "or add --overwrite to replace it"),
        ("or give the folder to survey().", "or give the folder to dcmteach classify."),
        ("add(ds, 'A', value, vr='LO')", "add(ds, 'A', value, vr='LO')"),
        ("This stays (as it is).", "This stays (as it is)."),
    ],
)  # fmt: skip
def test_functions_become_options(library, terminal):
    assert spoken(library) == terminal


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("inspect", "."), "give the folder to dcmteach classify"),
        (("inspect", "ct.dcm", "--find", " "), "--find needs a text to look for"),
        (("edit", "ct.dcm", "--set", "PatientComments=X", "--out", "a"), "--add 'PatientComments"),
        (("edit", "ct.dcm", "--remove", "PatientName", "--out", "a"), "Empty it with --clear"),
        (("edit", "ct.dcm", "--set", "PatientBirthDate=1942", "--out", "a"), "or use --clear"),
        (("edit", "ct.dcm", "--add", "PatientName=X", "--out", "a"), "Overwrite it with --set"),
    ],
)
def test_the_messages_that_are_really_given_name_options(run, ct, arguments, advice):
    ended = run(*arguments)
    assert ended.returncode in (1, 2)
    assert advice in ended.stderr
    assert "()" not in ended.stderr
    assert "(ds" not in ended.stderr


def test_the_note_below_the_verdicts_names_an_option(run, ct):
    shown = run("classify", ct).stdout
    assert ".disagreements()" not in shown
    assert "--json marks these" in shown


def test_finding_nothing_says_so_and_what_to_try(run, ct):
    ended = run("inspect", ct, "--find", "zzzz")
    assert ended.returncode == 0
    assert ended.stdout.startswith("nothing found for 'zzzz': try a shorter part of the word")
    assert "without --find, every element is shown" in ended.stdout
    assert "Element" not in ended.stdout
