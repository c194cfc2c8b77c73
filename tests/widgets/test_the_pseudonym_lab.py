from __future__ import annotations

import re
from hashlib import sha256

import pytest

from dcmteach import DcmteachError, PseudonymLab, Secrets
from dcmteach.deid.people import pseudonym
from dcmteach.widgets.pseudonym_view import LabView
from dcmteach.widgets.pseudonym_why import apart_because, together_because
from tests.widgets.stock import check_stock

A, B = Secrets(b"a" * 16), Secrets(b"b" * 16)
WRITINGS = ["Tindergarn^Oda", "TINDERGARN^ODA^", "Oda Tindergarn", "Tindergarn^Ada"]


@pytest.fixture
def lab() -> PseudonymLab:
    return PseudonymLab(WRITINGS, secrets=A, other=B)


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_writings_of_one_person_have_one_pseudonym_under_each_key(lab: PseudonymLab) -> None:
    first, second, third, other = lab.model.rows
    for key in ("A", "B"):
        assert first.pseudonyms[key] == second.pseudonyms[key] == third.pseudonyms[key]
        assert other.pseudonyms[key] != first.pseudonyms[key]
    assert first.pseudonyms["A"] != first.pseudonyms["B"]
    assert [row.person for row in lab.model.rows] == [1, 1, 1, 2]


def test_pseudonyms_are_those_of_the_library(lab: PseudonymLab) -> None:
    made = lab.model.rows[0].pseudonyms
    assert made["A"] == pseudonym(A, "name\x1foda tindergarn")
    assert made["none"] == sha256(b"Tindergarn^Oda").hexdigest()[:10]


def test_without_a_key_every_writing_is_somebody_else(lab: PseudonymLab) -> None:
    assert len({row.pseudonyms["none"] for row in lab.model.rows}) == 4


def test_why_writings_fall_together_is_said(lab: PseudonymLab) -> None:
    said = text(lab.model.why_html())
    assert "Person 1: lines 1, 2 and 3." in said
    assert "capitals, empty components or blanks at the end" in said
    assert "the order of the words, a comma or ^" in said
    assert "one letter differs" in said


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ("A^B", "A^B", "written the same"),
        ("A^B", "a^b", "capitals"),
        ("Dünen^Oda", "Du\u0308nen^Oda", "letters composed or decomposed, or of full width"),
        ("A^B", "A^B^^Dr", "a title"),
        ("Yamada^Tarou=山田^太郎", "山田^太郎", "representation"),
    ],
)
def test_reasons(one: str, other: str, because: str) -> None:
    assert because in together_because(one, other)


def test_a_typed_umlaut_is_another_name() -> None:
    assert "with and without its mark" in apart_because("Duenen^Oda", ["Dünen^Oda"])
    assert apart_because("Zwirn^Ada", ["Dünen^Oda"]) == ""


def test_one_changed_letter_changes_everything(lab: PseudonymLab) -> None:
    lab.model.change_letter()
    last = lab.model.rows[-1]
    assert len(lab.model.rows) == 5
    assert sum(a != b for a, b in zip(last.written, WRITINGS[0], strict=True)) == 1
    assert last.person not in {row.person for row in lab.model.rows[:-1]}
    lab.model.change_letter()
    assert len({row.written for row in lab.model.rows}) == 6


def test_a_new_key_changes_its_own_column_alone_and_is_never_shown(lab: PseudonymLab) -> None:
    before = lab.model.rows[0].pseudonyms
    fingerprint = A.fingerprint
    assert fingerprint in lab.snapshot().html
    lab.model.new_key("A")
    after = lab.model.rows[0].pseudonyms
    assert after["A"] != before["A"]
    assert (after["B"], after["none"]) == (before["B"], before["none"])
    assert lab.model.keys["A"].fingerprint in lab.snapshot().html
    assert A.fingerprint == fingerprint
    for key in lab.model.keys.values():
        assert repr(key._key) not in lab.snapshot().html
    with pytest.raises(DcmteachError, match=r"must be A or B \(got 'C'\)"):
        lab.model.new_key("C")


def test_the_attack_undoes_hashes_without_a_key_and_none_with_one(lab: PseudonymLab) -> None:
    found = lab.attack()
    assert found is not None
    assert {row.candidate for row in found} >= {"Tindergarn^Oda", "Oda Tindergarn"}
    assert "undone" in lab.model.table_html()
    assert " s. " in lab.model.said
    for key in ("A", "B"):
        kept = lab.attack(key)
        assert kept is not None
        assert len(kept) == 0
    assert "a list of names is worth nothing" in lab.model.said
    assert "undid 0 of 2 pseudonyms made with key A" in lab.snapshot().alt


def test_the_attacker_can_be_given_another_list() -> None:
    lab = PseudonymLab(["Nobody^Here"], candidates=["Nobody^Here"])
    found = lab.attack("none")
    assert found is not None
    assert found.tried == 1
    assert len(found) == 1
    assert len(PseudonymLab(["Nobody^Here"]).attack() or ()) == 0


def test_typing_forgets_attacks(lab: PseudonymLab) -> None:
    lab.attack()
    lab.model.write("Somebody^Else")
    assert lab.model.attacks == {}
    assert "undone" not in lab.model.table_html()


def test_nothing_written_is_said() -> None:
    lab = PseudonymLab([""])
    assert lab.attack() is None
    assert lab.model.said.endswith("Write a name first.")
    lab.model.change_letter()
    assert lab.model.said == "There is no name to change. Write one first."
    assert lab.snapshot().alt


def test_many_lines_are_cut_and_said() -> None:
    lab = PseudonymLab([f"Name{n}^Oda" for n in range(30)])
    assert len(lab.model.rows) == 20
    assert "10 lines left out" in lab.model.table_html()


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(DcmteachError, match="names must be several texts"):
        PseudonymLab("Tindergarn^Oda")
    with pytest.raises(DcmteachError, match=r"other must be a key \(got a bytes\)"):
        PseudonymLab(other=b"0" * 16)  # type: ignore[arg-type]


def test_names_show_as_text_everywhere() -> None:
    lab = PseudonymLab(["<img src=x onerror=alert(1)>", "</style><script>"])
    lab.model.change_letter()
    html = lab.snapshot()._repr_html_()
    assert "<img" not in html
    assert "<script" not in html


def test_the_buttons_do_what_they_say(lab: PseudonymLab) -> None:
    view = LabView(lab.model)
    view.letter.click()
    assert view.names.value.count("\n") == 4
    assert "one letter changed" in view.said.value
    view.keys["B"].click()
    assert "Key B is new" in view.said.value
    view.attacks["none"].click()
    assert "pseudonyms undone in" in view.said.value
    view.names.value = "Zwirn^Oda"
    assert "Zwirn^Oda" in view.table.value
    assert view.said.value == ""


def test_only_stock_ipywidgets_labelled_and_explained(lab: PseudonymLab) -> None:
    check_stock(lab.view)


def test_the_default_names_are_artificial_and_in_the_attackers_list() -> None:
    lab = PseudonymLab()
    found = lab.attack()
    assert found is not None
    assert len(found) >= 2
    assert lab.model.candidates is PseudonymLab().model.candidates
