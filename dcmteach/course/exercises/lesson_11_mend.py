"""The exercises of lesson 11 about what comes back, and about mending the second stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.course.exercises import NotAttempted, NotYet, exercise, expect_dataset
from dcmteach.course.exercises.lesson_11 import LESSON, delivered, exported, original, shows

if TYPE_CHECKING:
    from pydicom import Dataset

    from dcmteach.deid import Recipe

__all__ = ["check_age", "check_mended"]

_SEX, _AGE = "M", "065Y"


@exercise(
    "age-from-the-folder",
    lesson=LESSON,
    title="Sex and age from the folder",
    hints=(
        "`case.replacements` is a dictionary of two keywords and their values.",
        "`recipes.med_i_stage2.with_replacements(**case.replacements)` is the recipe.",
        "Then as before: `apply(exported, plan(exported, recipe), Secrets.random())`.",
    ),
)
def check_age(result: object) -> str:
    """Check that both stages were gone through, and sex and age written back."""
    from dcmteach.deid import Recipe

    if isinstance(result, Recipe):
        raise NotYet("This is the recipe. Make a plan from it, apply it, and hand over the file.")
    ds = expect_dataset(result, "the data set after stage 2")
    before = original()
    if str(ds.get("PatientName", "")) == str(before.PatientName):
        raise NotYet(
            "The patient's name is there: this file never went through stage 1. Begin with "
            "`exported`."
        )
    if ds.get("InstitutionName"):
        raise NotYet(
            "Sex and age may be right, and the hospital still shows: stage 2 was not applied. Let "
            "the recipe write the values, so that they stand in its plan and its record."
        )
    sex, age = str(ds.get("PatientSex") or ""), str(ds.get("PatientAge") or "")
    if not sex and not age:
        raise NotYet(
            "Stage 2 was done, and sex and age are still empty: the recipe was not told what the "
            "folder's name says."
        )
    if sex != _SEX:
        raise NotYet("Look at PatientSex again: the letter in the folder's name goes there.")
    if age != _AGE:
        if age == "060Y":
            raise NotYet("This is the lower end of the range. The process writes the other end.")
        raise NotYet("PatientAge is not the one that the process writes. Which end of the range?")
    return "Two rules more in the recipe, and nobody had to touch a file by hand."


@exercise(
    "close-the-gaps",
    lesson=LESSON,
    title="Mend the second stage",
    hints=(
        "One rule for each keyword among the eight places: there are seven.",
        'Six are of Type 3: `Rule("remove", keyword="…")`. `allowed(ds, keyword).type` tells.',
        "One is of Type 1 and holds a UID. Which strategy gives a UID a new one?",
    ),
)
def check_mended(mended: object) -> str:
    """Check that nothing shows, that the file is valid, and that the rest was left alone."""
    recipe = _recipe(mended)
    ds = _carried_out(recipe)
    places = _still_shown(ds)
    stock = shows("original", "delivered")
    if places >= stock:
        raise NotAttempted("Nothing has changed yet: the same places show.")
    if places:
        some = "one place" if len(places) == 1 else f"{len(places)} places"
        raise NotYet(
            f"Better, and the original still shows in {some}. Hold the result against the "
            "original again: `leaks(ds, …)`."
        )
    broken = _broken(ds)
    if broken:
        raise NotYet(
            f"Nothing shows, and the file is no valid CT image any more: `{broken}` may not be "
            "treated like that. Ask for its Type; some elements need another value, not none."
        )
    keywords = {place.rpartition(".")[2] for place in stock}
    more = sorted(path for path in _changed(ds) if path.rpartition(".")[2] not in keywords)
    if more:
        raise NotYet(
            f"Nothing shows, but you also changed `{more[0]}`, where nothing showed. Whoever needs "
            "the data will ask for it."
        )
    return (
        "0 places, no new error, and everything else as it was: seven rules, each of which can be "
        "read, recorded and argued about."
    )


def _recipe(given: object) -> Recipe:
    from pydicom import Dataset

    from dcmteach.deid import Recipe, Rule

    if isinstance(given, Dataset):
        raise NotYet("This is a file. Hand over the recipe: it has to serve for the next one, too.")
    if isinstance(given, Rule) or (
        isinstance(given, list | tuple) and all(isinstance(one, Rule) for one in given)
    ):
        raise NotYet("These are rules. Add them to stage 2: `with_rules(*rules)` gives a recipe.")
    if not isinstance(given, Recipe):
        raise NotYet("A recipe is asked for: `recipes.med_i_stage2.with_rules(…)`.")
    stage2 = Recipe.load("med_i_stage2")
    if given.profile != "none" or not set(stage2.rules) <= set(given.rules):
        raise NotYet(
            "With this you have replaced the process by another one. That may well be wise, but "
            "here it is to be mended: keep the rules of stage 2, and add some."
        )
    return given


def _carried_out(recipe: Recipe) -> Dataset:
    from dcmteach.deid import Secrets, apply, plan

    ds = exported()
    return apply(ds, plan(ds, recipe), Secrets(b"another key of these checks"))


def _still_shown(ds: Dataset) -> set[str]:
    from dcmteach.verify import leaks

    return {leak.place for leak in leaks(original(), ds)}


def _broken(ds: Dataset) -> str:
    from dcmteach.verify import conformance

    return next((finding.path for finding in conformance(ds, compared_to=original())), "")


def _changed(ds: Dataset) -> set[str]:
    from dcmteach.header import diff

    said = {"DeidentificationMethod", "PatientIdentityRemoved"}
    paths = {difference.path for difference in diff(delivered(), ds)}
    return {
        path
        for path in paths - said
        if not path.startswith(("file_meta.", "DeidentificationMethodCodeSequence"))
    }
