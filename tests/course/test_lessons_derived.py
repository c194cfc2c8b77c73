"""Notebook, page, instructor notes and exercises are made from the source, and compared with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dcmteach.course.lessons.__main__ import main
from dcmteach.course.lessons.derive import build, check
from dcmteach.course.lessons.lint import registered_exercises
from dcmteach.course.lessons.markdown import Bibliography, Glossary
from dcmteach.course.lessons.source import LessonError, find_root, read_lessons
from tests.course.lesson_factory import REGISTERED, checkout, lesson_text

NOTEBOOK = "notebooks/07-try.ipynb"
PAGE = "book/lessons/07-try.md"
NOTES = "book/instructors/07-try.md"
TIMINGS = "book/instructors/timings.md"
EXERCISES = "dcmteach/course/data/exercises.json"


def _built(tmp_path: Path, text: str | None = None) -> Path:
    root = checkout(tmp_path, text)
    _, found = build(root, registered=REGISTERED)
    assert found == []
    return root


def _notebook(root: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((root / NOTEBOOK).read_text(encoding="utf-8"))
    return data


def _sources(root: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in _notebook(root)["cells"]]


def test_what_is_derived_is_written_once_and_then_left_alone(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    written, found = build(root, registered=REGISTERED)
    assert sorted(written) == sorted([NOTEBOOK, PAGE, NOTES, TIMINGS, EXERCISES])
    assert found == []
    assert build(root, registered=REGISTERED) == ([], [])
    assert check(root, registered=REGISTERED) == []


@pytest.mark.parametrize("path", [NOTEBOOK, PAGE, NOTES, TIMINGS, EXERCISES])
def test_an_edited_or_lost_derived_file_is_found_with_the_command_that_mends_it(
    tmp_path: Path, path: str
) -> None:
    root = _built(tmp_path)
    mend = "Run `python -m dcmteach.course.lessons build`."
    (root / path).write_text("edited by hand", encoding="utf-8")
    assert check(root, registered=REGISTERED) == [
        f"{path} differs from what its lesson gives. {mend}"
    ]
    (root / path).unlink()
    assert check(root, registered=REGISTERED) == [f"{path} is missing. {mend}"]


def test_what_a_lesson_left_behind_is_found_and_removed(tmp_path: Path) -> None:
    root = _built(tmp_path)
    (root / "notebooks/05-gone.ipynb").write_text("{}", encoding="utf-8")
    assert (
        "notebooks/05-gone.ipynb is derived from no lesson" in check(root, registered=REGISTERED)[0]
    )
    build(root, registered=REGISTERED)
    assert not (root / "notebooks/05-gone.ipynb").exists()


def test_a_lesson_that_breaks_a_rule_derives_nothing(tmp_path: Path) -> None:
    root = checkout(tmp_path, lesson_text().replace("### Timing", "### Time"))
    written, found = build(root, registered=REGISTERED)
    assert NOTEBOOK not in written
    assert "### Timing" in found[0]


def test_the_notebook_holds_no_solution_no_wrong_answer_no_notes_and_no_output(
    tmp_path: Path,
) -> None:
    root = _built(tmp_path)
    text = "\n".join(_sources(root))
    for hidden in ("number = 42", "number = 40", "forty-two", "double = 39"):
        assert hidden not in text
    cells = [cell for cell in _notebook(root)["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)


def test_the_notebook_opens_with_minutes_questions_and_objectives(tmp_path: Path) -> None:
    front = _sources(_built(tmp_path))[0]
    assert front.startswith("# 7 · Try things\n")
    assert "Teaching: 5 minutes · exercises: 4 minutes" in front
    assert "- Does it work: really?" in front
    assert "- Try." in front


def test_each_starter_is_followed_by_the_way_to_hint_and_solution(tmp_path: Path) -> None:
    sources = _sources(_built(tmp_path))
    starter = sources.index('number = ...\ncheck("one-more", number)')
    assert sources[starter - 1].startswith("### Exercise: One more\n\nAdd one to 41.")
    assert '# hint("one-more")\n# solution("one-more")' in sources[starter + 1]


def test_the_notebook_is_valid_and_marks_slides_and_errors(tmp_path: Path) -> None:
    import nbformat

    root = _built(tmp_path)
    nbformat.validate(nbformat.read(root / NOTEBOOK, as_version=4))
    cells = {"".join(cell["source"]): cell["metadata"] for cell in _notebook(root)["cells"]}
    assert cells["1 / 0"]["tags"] == ["raises-exception"]
    slides = [metadata["slideshow"]["slide_type"] for metadata in cells.values()]
    assert slides.count("slide") >= 4


def test_call_outs_and_citations_are_plain_words_in_the_notebook(tmp_path: Path) -> None:
    text = "\n".join(_sources(_built(tmp_path)))
    assert "> **💡 Tip: Mind**\n>\n> See [lesson 8](08-next.ipynb)." in text
    assert "It works, says (Somebody 2020)." in text


def test_inserting_a_cell_changes_no_other_cells_id(tmp_path: Path) -> None:
    before = {cell["id"] for cell in _notebook(_built(tmp_path / "a"))["cells"]}
    more = lesson_text().replace("# %%\nnumber = 41", "# %%\nnumber = 7\n\n# %%\nnumber = 41")
    after = {cell["id"] for cell in _notebook(_built(tmp_path / "b", more))["cells"]}
    assert before < after
    assert len(after - before) == 1


def test_repeated_cells_have_ids_of_their_own(tmp_path: Path) -> None:
    twice = lesson_text().replace("# %%\nnumber = 41 + 1", "# %%\nnumber = 7\n\n# %%\nnumber = 7")
    ids = [cell["id"] for cell in _notebook(_built(tmp_path, twice))["cells"]]
    assert len(ids) == len(set(ids))


def test_the_page_folds_solutions_and_hints_and_has_no_wrong_answers(tmp_path: Path) -> None:
    page = (_built(tmp_path) / PAGE).read_text(encoding="utf-8")
    solution = page.index(
        "```{solution-start} one-more\n:label: one-more-solution\n:class: dropdown"
    )
    assert page.index("```{exercise-start} One more\n:label: one-more") < solution
    assert solution < page.index('number = 42\ncheck("one-more", number)')
    assert ":::{dropdown} Hint 2 of 2\nUse +.\n:::" in page
    assert "number = 40" not in page
    assert "forty-two" not in page


def test_the_page_links_terms_at_their_first_use_only(tmp_path: Path) -> None:
    page = (_built(tmp_path) / PAGE).read_text(encoding="utf-8")
    assert "A {term}`tag`, and tags; a {term}`VR`." in page
    assert page.count("{term}`") == 2


def test_the_page_cites_links_lessons_and_marks_errors(tmp_path: Path) -> None:
    page = (_built(tmp_path) / PAGE).read_text(encoding="utf-8")
    assert "It works, says {cite}`somebody`." in page
    assert "[lesson 8](08-next.md)" in page
    assert '---\ntags: ["raises-exception"]\n---\n1 / 0' in page
    assert "(quiz-07-try)=" in page
    assert "[quiz](#quiz-07-try)" in page


def test_a_picture_takes_its_words_to_the_page(tmp_path: Path) -> None:
    drawn = lesson_text().replace("# %%\nnumber", '# %% alt="Two: one \\"and\\" one"\nnumber')
    page = (_built(tmp_path, drawn) / PAGE).read_text(encoding="utf-8")
    assert 'mystnb:\n  image:\n    alt: "Two: one \\"and\\" one"' in page


def test_instructors_see_what_wrong_answers_are_told(tmp_path: Path) -> None:
    notes = (_built(tmp_path) / NOTES).read_text(encoding="utf-8")
    assert "## Misconceptions\n\nThat thirty-nine and one" in notes
    assert "number = 40" in notes
    assert "is told: *… two …*" in notes


def test_minutes_are_summed(tmp_path: Path) -> None:
    table = (_built(tmp_path) / TIMINGS).read_text(encoding="utf-8")
    assert "| [7 · Try things](../lessons/07-try.md) | 5 | 4 | 9 | 2 |" in table
    assert "| **The whole course** | **5** | **4** | **9** | **2** |" in table


def test_exercises_travel_with_prompt_starter_and_solution(tmp_path: Path) -> None:
    data = json.loads((_built(tmp_path) / EXERCISES).read_text(encoding="utf-8"))
    assert data["one-more"] == {
        "lesson": "07-try",
        "title": "One more",
        "prompt": "Add one to 41.",
        "starter": 'number = ...\ncheck("one-more", number)',
        "solution": 'number = 42\ncheck("one-more", number)',
    }


def test_an_unknown_citation_names_the_lesson_and_the_known_keys(tmp_path: Path) -> None:
    root = checkout(tmp_path, lesson_text().replace("[@somebody]", "[@nobody]"))
    with pytest.raises(
        LessonError, match=r"lessons/07-try.py: \[@nobody\] .* \(it has: somebody\)"
    ):
        build(root, registered=REGISTERED)


def test_code_headings_and_links_are_left_alone_by_the_glossary() -> None:
    glossary = Glossary(("tag",))
    text = "# The tag\n\n`tag` and [a tag](x.md)\n\n```\ntag\n```\n\n| tag |"
    assert glossary.link(text) == text
    assert glossary.link("A Tag.") == "A {term}`Tag <tag>`."
    assert glossary.link("A tag.") == "A tag."


def test_a_bibliography_without_shorthand_shows_the_key(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@misc{short,\n  title = {T},\n}\n", encoding="utf-8")
    bibliography = Bibliography.read(tmp_path / "a.bib")
    assert (
        bibliography.in_notebook("See [@short], not `[@short]`.") == "See (short), not `[@short]`."
    )


def test_the_command_reports_wrong_usage_and_drift(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--root", str(tmp_path)]) == 2
    assert "inside a checkout" in capsys.readouterr().err
    root = checkout(tmp_path)
    assert main(["check", "nothing", "--root", str(root)]) == 2
    assert main(["check", "--root", str(root)]) == 1
    assert "has no checker" in capsys.readouterr().err


def test_the_minutes_of_the_course_are_those_of_its_lessons() -> None:
    root = find_root(Path(__file__).parent)
    lessons = read_lessons(root)
    table = (root / TIMINGS).read_text(encoding="utf-8")
    total = sum(lesson.teaching + lesson.exercises for lesson in lessons)
    assert f"**{total}**" in table
    assert all(f"{lesson.number} · {lesson.title}" in table for lesson in lessons)


def test_the_committed_files_are_those_the_lessons_give() -> None:
    root = find_root(Path(__file__).parent)
    assert check(root, registered=registered_exercises()) == []


def test_no_term_is_linked_inside_code_that_goes_on_over_a_line_break() -> None:
    glossary = Glossary(("pixel", "header"))
    text = "See `a pixel and\nthe header of it`, then a pixel.\n\nOne ` alone.\n\nA header ` too."
    assert glossary.link(text) == (
        "See `a pixel and\nthe header of it`, then a {term}`pixel`.\n\n"
        "One ` alone.\n\nA {term}`header` ` too."
    )
