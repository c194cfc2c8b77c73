"""A lesson's source is read, and what breaks the format is refused with the fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcmteach.course.lessons.lint import findings
from dcmteach.course.lessons.source import (
    LessonError,
    find_root,
    lesson_paths,
    read_lesson,
    read_lessons,
)
from tests.course.lesson_factory import FRONT, REGISTERED, checkout, lesson_text


def _found(tmp_path: Path, text: str) -> list[str]:
    root = checkout(tmp_path, text)
    return findings(read_lesson(root / "lessons/07-try.py"), registered=REGISTERED, root=root)


def _only(tmp_path: Path, text: str) -> str:
    found = _found(tmp_path, text)
    assert len(found) == 1, found
    return found[0]


def test_front_matter_and_cells_are_read(tmp_path: Path) -> None:
    lesson = read_lesson(checkout(tmp_path) / "lessons/07-try.py")
    assert (lesson.number, lesson.slug, lesson.title) == (7, "07-try", "Try things")
    assert (lesson.teaching, lesson.exercises) == (5, 4)
    assert lesson.questions == ("Does it work: really?",)
    assert lesson.exercise_slugs() == ["one-more", "twice"]
    assert [cell.metadata["says"] for cell in lesson.of("one-more", "wrong")] == ["two", "three"]
    assert lesson.of("one-more", "starter")[0].source.endswith('check("one-more", number)')


def test_a_sound_lesson_has_no_findings(tmp_path: Path) -> None:
    assert _found(tmp_path, lesson_text()) == []


@pytest.mark.parametrize("key", ["title", "minutes", "questions", "objectives", "key_points"])
def test_a_missing_entry_of_the_front_matter_is_named(tmp_path: Path, key: str) -> None:
    text = FRONT.replace(f"#   {key}:", f"#   un{key}:")
    path = checkout(tmp_path, lesson_text().replace(FRONT, text)) / "lessons/07-try.py"
    with pytest.raises(LessonError, match=f"front matter: `{key}` is missing. Add it under"):
        read_lesson(path)


def test_minutes_must_be_whole_numbers(tmp_path: Path) -> None:
    text = lesson_text().replace("teaching: 5,", "teaching: some,")
    with pytest.raises(LessonError, match="`minutes` needs two whole numbers above 0"):
        read_lesson(checkout(tmp_path, text) / "lessons/07-try.py")


def test_front_matter_that_is_not_yaml_is_refused_with_the_usual_cause(tmp_path: Path) -> None:
    text = lesson_text().replace("title: Try things", "title: Try: things")
    with pytest.raises(LessonError, match=r"it is not YAML .* between quotation marks"):
        read_lesson(checkout(tmp_path, text) / "lessons/07-try.py")


def test_a_list_must_be_a_list_of_sentences(tmp_path: Path) -> None:
    text = lesson_text().replace("#     - Try.", "#     - Try: it")
    with pytest.raises(LessonError, match="`objectives` must be a list of sentences"):
        read_lesson(checkout(tmp_path, text) / "lessons/07-try.py")


def test_an_unknown_lesson_names_the_known_ones(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    assert [path.stem for path in lesson_paths(root, ["7"])] == ["07-try"]
    assert [lesson.slug for lesson in read_lessons(root, ["07-try.py"])] == ["07-try"]
    with pytest.raises(LessonError, match=r"There is no lesson '9'\. The lessons are: 07-try\."):
        lesson_paths(root, ["9"])


def test_outside_a_checkout_the_root_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="inside a checkout"):
        find_root(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("number = 41 + 1", "\n".join(["x = 1"] * 16), "at most 15 lines (got 16). Split it"),
        ("number = 41 + 1", "x = 1\nimport os", "imports stand on top of a cell (line 2)"),
        ("number = 41 + 1", "x = 0x00100010", "keywords rather than hexadecimal tags (got '0x0010"),
        ("number = 41 + 1", "x = '(0010,0010)'", "keywords rather than hexadecimal tags"),
        ("number = 41 + 1", "number = = 1", "it does not parse as Python"),
        ("## Numbers", "# Numbers", "the title is made from the front matter"),
        ("## Numbers", "#### Numbers", "a heading of level 4 follows one of level 1"),
        ("Some text.", "{term}`tag`", "roles do not show in JupyterLab"),
        ("Some text.", ":::{note}\n# :::", "directives do not show in JupyterLab"),
        ("Some text.", "![](face.png)", "a picture needs words"),
        ('kind="tip"', 'kind="joke"', "a call-out has a kind"),
        (' title="Mind"', "", "a call-out has a title"),
        ('tags=["quiz"]', 'tags=["quizz"]', "tag 'quizz' is unknown"),
        ('says="two"', "", "says what the message must contain"),
        ('slug="one-more" says="two"', 'says="two"', "names its exercise. Add slug="),
        ('number = 40\ncheck("one-more", number)', "number = 40", "the last line is the check"),
        ("number = ...", "number = 1", "a starter leaves a gap"),
        ('# %% [markdown] tags=["callout"]', "# %% [markdown] foo=1", "metadata 'foo' is unknown"),
        ("### Timing", "### Time", "need a section `### Timing`"),
        ('slide="slide"', 'slide="big"', "slide='big' is unknown"),
        ("Add one to 41.", "### Task\n# Add one.", "the exercise's title is the registered one"),
        ('quiz("07-try")', 'quiz("none")', "quiz 'none' has no file"),
    ],
)
def test_a_broken_rule_is_named_with_its_fix(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = lesson_text()
    assert old in text
    found = _found(tmp_path, text.replace(old, new, 1))
    assert any(message in line for line in found), found
    assert all(line.startswith("lessons/07-try.py") for line in found)


def test_hexadecimal_is_allowed_where_it_is_the_point(tmp_path: Path) -> None:
    text = lesson_text().replace("# %%\nnumber = 41 + 1", "# %% hex=true\nnumber = 0x00100010")
    assert "hex=true" in text
    assert _found(tmp_path, text) == []


def test_an_exercise_needs_two_wrong_answers(tmp_path: Path) -> None:
    start = lesson_text().index('# %% tags=["wrong"] slug="one-more" says="three"')
    end = lesson_text().index('# %% tags=["solution"] slug="one-more"')
    message = _only(tmp_path, lesson_text()[:start] + lesson_text()[end:])
    assert "exercise 'one-more' needs at least 2 wrong cell(s) (got 1)." in message


def test_an_exercise_without_a_checker_is_named_with_the_way_to_register_it(
    tmp_path: Path,
) -> None:
    found = _found(tmp_path, lesson_text().replace('"twice"', '"thrice"'))
    assert any('@exercise("thrice", lesson="07-try"' in line for line in found)
    assert any("exercise 'twice' is registered but not in the lesson" in line for line in found)


def test_a_registered_exercise_needs_hints(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    bare = {**REGISTERED, "twice": REGISTERED["twice"].without_hints()}
    found = findings(read_lesson(root / "lessons/07-try.py"), registered=bare, root=root)
    assert found == [
        "lessons/07-try.py: exercise 'twice' has no hints. Add hints=(…) to its @exercise."
    ]
