from __future__ import annotations

import csv
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dcmteach import DcmteachError, Desk, Secrets, pseudonymise, read, sample_folder
from dcmteach.cli import main
from dcmteach.widgets import desk_model
from dcmteach.widgets.desk_choices import Choices
from dcmteach.widgets.desk_places import HERE, UP, Places
from dcmteach.widgets.desk_view import DeskView
from tests.widgets.stock import check_stock


@pytest.fixture(scope="module")
def images() -> Path:
    return sample_folder("cohort")


@pytest.fixture
def table(images: Path, tmp_path: Path) -> Path:
    names = sorted({str(read(file).PatientName) for file in images.rglob("*.dcm")})
    file = tmp_path / "people.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["name", "age"])
        rows.writerows([", ".join(name.split("^")[:2]), "40"] for name in names)
    return file


@pytest.fixture
def desk(images: Path, table: Path, tmp_path: Path) -> Desk:
    Secrets.new_file(tmp_path / "key")
    return Desk(
        tmp_path,
        source=images,
        demographics=table,
        key_file=tmp_path / "key",
        output=tmp_path / "out",
        mapping=tmp_path / "mapping.csv",
    )


def filled(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_looking_writes_nothing_and_shows_who_is_who(desk: Desk, tmp_path: Path) -> None:
    before = filled(tmp_path)
    states: list[str] = []
    desk.model.look(lambda: states.append(desk.model.state))
    assert states[0] == "looking"
    assert desk.model.state == states[-1] == "looked"
    assert desk.model.done == desk.model.total > 20
    assert filled(tmp_path) == before
    shown = text(desk.model.report_html())
    assert "4 people would be pseudonymous: 4 complete." in shown
    assert "it holds names" in shown


def test_starting_gives_the_same_bytes_as_the_command_line(
    desk: Desk, images: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.model.start()
    assert (desk.model.state, desk.model.problem) == ("done", "")
    said = desk.model.choices.command().split()
    assert said[:2] == ["dcmteach", "pseudonymise"]
    again = [word.replace("/out", "/cli").replace("mapping.csv", "cli.csv") for word in said[2:]]
    assert main(["pseudonymise", *again]) == 0
    capsys.readouterr()
    assert filled(tmp_path / "out") == filled(tmp_path / "cli")
    assert (tmp_path / "mapping.csv").read_bytes() == (tmp_path / "cli.csv").read_bytes()
    assert "none is left" in text(desk.model.report_html())


def test_the_library_is_called_with_what_was_chosen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[dict[str, Any]] = []

    def record(**given: Any) -> Any:
        called.append(given)
        return pseudonymise(**given)

    monkeypatch.setattr(desk_model, "pseudonymise", record)
    desk.model.choose(
        person="id", by_order=True, prefix="S-", keep="StudyDescription, age", pixels="accept",
        max_word_distance=0.3,
    )  # fmt: skip
    desk.model.look()
    assert desk.model.problem == ""
    given = called[0]
    assert (given["person"], given["by_order"], given["prefix"]) == ("id", True, "S-")
    assert (given["keep"], given["remove"]) == (["StudyDescription", "age"], [])
    assert (given["pixels"], given["max_word_distance"]) == ("accept", 0.3)
    assert given["dry_run"] is True
    assert given["destination"] is None


def test_the_command_line_says_every_choice() -> None:
    choices = Choices(
        source="a b", output="out", key_file="key", person="id", by_order=True, keep="one, two",
        max_word_distance=0.3, folder_pattern="{label}", pixels="accept", decisions="d.json",
    )  # fmt: skip
    assert choices.command() == (
        "dcmteach pseudonymise 'a b' out --key-file key --decisions d.json --person id --by-order "
        "--folder-pattern '{label}' --max-word-distance 0.3 --keep one --keep two --pixels accept"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "a folder or zip of images, a table, or both and a key file"),
        ({"source": "x"}, "a key file (or make a new one) and a folder for the output"),
        ({"source": "x", "key_file": "k"}, "Choose a folder for the output first."),
    ],
)
def test_what_is_missing_is_said_before_anything_is_done(given: dict[str, str], said: str) -> None:
    desk = Desk(**given)
    desk.model.start()
    assert said in desk.model.problem
    assert desk.model.state == "filling"
    assert "✗" in desk.model.said_html()


def test_an_error_is_one_kind_sentence_in_place(desk: Desk, tmp_path: Path) -> None:
    desk.model.choose(mapping=str(tmp_path / "out" / "mapping.csv"))
    desk.model.start()
    assert desk.model.state == "failed"
    assert "out" in desk.model.problem
    assert not (tmp_path / "out").exists()
    desk.model.choose(mapping="")
    assert (desk.model.state, desk.model.problem) == ("filling", "")


def test_a_fault_of_ours_quotes_no_value(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> Any:
        raise RuntimeError("Skovlund^Anna")

    monkeypatch.setattr(desk_model, "pseudonymise", fail)
    desk.model.start()
    assert desk.model.state == "failed"
    assert "RuntimeError at test_the_desk.py" in desk.model.problem
    assert "Skovlund" not in desk.model.render()


def test_a_run_can_be_stopped_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    def stop() -> None:
        if desk.model.done == 3:
            desk.model.stop()

    desk.model.start(stop)
    assert desk.model.state == "filling"
    assert desk.model.problem == "You pressed Stop. Nothing of this run was written."
    assert desk.model.done < desk.model.total
    assert filled(tmp_path / "out") == {}
    desk.model.start()
    assert desk.model.state == "done"


def test_nothing_is_chosen_while_it_works(desk: Desk) -> None:
    refused: list[str] = []

    def meddle() -> None:
        if desk.model.busy and not refused:
            with pytest.raises(DcmteachError, match="Wait until the work is done"):
                desk.model.choose(person="id")
            desk.model.start()  # a second press does nothing
            refused.append("yes")

    desk.model.look(meddle)
    assert refused
    assert desk.model.state == "looked"


def test_a_key_is_made_once_and_never_shown(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.model.make_key()
    assert "Write where the new key shall be" in desk.model.problem
    desk.model.choose(key_file=str(tmp_path / "key"))
    desk.model.make_key()
    assert Secrets.from_file(tmp_path / "key").fingerprint in desk.model.said
    assert (tmp_path / "key").read_text().strip() not in desk.model.render()
    desk.model.make_key()
    assert "never overwritten" in desk.model.problem


def test_looking_needs_no_key(desk: Desk, tmp_path: Path) -> None:
    desk.model.choose(key_file=str(tmp_path / "later"))
    desk.model.look()
    assert desk.model.state == "looked"
    assert "for this look alone" in desk.model.said


def test_doubtful_matches_are_decided_at_the_desk(tmp_path: Path) -> None:
    clinic = sample_folder("clinic")
    Secrets.new_file(tmp_path / "key")
    desk = Desk(
        tmp_path,
        source=clinic,
        demographics=clinic / "participants.csv",
        key_file=tmp_path / "key",
        output=tmp_path / "out",
        decisions=tmp_path / "decisions.json",
    )
    desk.model.look()
    reviewer = desk.model.reviewer
    assert reviewer is not None
    before = desk.report
    assert before is not None
    while not reviewer.finished:
        reviewer.confirm(1)
    assert "Doubtful matches: 1 of 1 decided" in desk.snapshot().alt
    desk.model.start()
    assert desk.model.state == "done"
    after = desk.report
    assert after is not None
    assert (before.doubtful, after.doubtful) == (1, 0)
    assert sum(row.rows for row in after) == sum(row.rows for row in before) + 1
    assert (tmp_path / "decisions.json").stat().st_mode & 0o077 == 0
    again = Desk(tmp_path, source=clinic, demographics=clinic / "participants.csv",
                 decisions=tmp_path / "decisions.json")  # fmt: skip
    again.model.look()
    assert again.model.reviewer is None


def test_decisions_never_go_into_the_output(desk: Desk, tmp_path: Path) -> None:
    desk.model.choose(decisions=str(tmp_path / "out" / "decisions.json"))
    desk.model.start()
    assert desk.model.state == "failed"
    assert "lies inside the output" in desk.model.problem


def test_a_table_alone_will_do(desk: Desk, tmp_path: Path) -> None:
    desk.model.choose(source="")
    desk.model.start()
    assert desk.model.state == "done"
    assert list(filled(tmp_path / "out")) == ["demographics.csv"]


def test_the_snapshot_names_nobody_in_its_alternative(desk: Desk, images: Path) -> None:
    desk.model.look()
    alt = desk.snapshot().alt
    for file in images.rglob("*.dcm"):
        assert str(read(file).PatientName).split("^")[0] not in alt


def test_folders_are_walked_but_never_above_the_first(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "file.csv").write_text("")
    places = Places(tmp_path)
    assert [name for _, name in places.options()] == [HERE, "a", "file.csv"]
    assert places.enter(UP) is None
    assert places.folder == tmp_path
    assert places.enter("a") is None
    assert [name for _, name in places.options()] == [HERE, UP, "b"]
    assert places.enter(HERE) == tmp_path / "a"
    assert places.enter(UP) is None
    assert places.enter("file.csv") == tmp_path / "file.csv"
    places.go_to(tmp_path / "a" / "b" / "not there")
    assert places.folder == tmp_path / "a" / "b"
    places.go_to(Path("/"))
    assert places.folder == tmp_path


def test_a_folder_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    places = Places(tmp_path / "gone")
    places.options()
    assert "cannot be opened" in places.problem


def test_an_unknown_choice_is_refused() -> None:
    with pytest.raises(DcmteachError, match="no choice 'colour'"):
        Desk(colour="red")


@pytest.fixture
def wait() -> Callable[[DeskView], None]:
    def join(view: DeskView) -> None:
        assert isinstance(view.thread, threading.Thread)
        view.thread.join(60)
        assert not view.thread.is_alive()

    return join


def test_the_buttons_look_and_start(
    desk: Desk, wait: Callable[[DeskView], None], tmp_path: Path
) -> None:
    view = DeskView(desk.model)
    assert view.stop.disabled
    view.look.click()
    wait(view)
    assert "Looked: nothing was written." in view.status.value
    assert view.progress.value == view.progress.max == desk.model.total
    assert not view.look.disabled
    view.paths["mapping"].value = str(tmp_path / "other.csv")
    assert view.report.value == ""
    view.start.click()
    wait(view)
    assert "What was done" in view.report.value
    assert (tmp_path / "other.csv").exists()


def test_browsing_fills_the_field(tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    view = DeskView(Desk(tmp_path).model)
    view.browse["source"].click()
    view.places.list.value = "study"
    view.places.enter.click()
    view.places.enter.click()
    assert view.paths["source"].value == str(tmp_path / "study")
    assert view.model.choices.source == str(tmp_path / "study")


def test_only_stock_ipywidgets_labelled_and_explained(desk: Desk) -> None:
    check_stock(desk.view)
