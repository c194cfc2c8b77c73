"""The exercises of lesson 9 about recipes: what a study needs, and what follows from it."""

from __future__ import annotations

from dcmteach.course.exercises import NotYet, exercise, expect_texts, expect_type

__all__ = ["check_becomes", "check_recipe", "check_steps"]

LESSON = "09-profile"

_GONE = frozenset({"remove", "clear"})


@exercise(
    "write-the-recipe",
    lesson=LESSON,
    title="Write the recipe for a request",
    hints=(
        "Go through the request, sentence by sentence: which option is made for it?",
        'Options are added to the name: `Recipe.load("basic+…+…")`. Three are needed.',
        "An option that keeps age and sex keeps the weight, too. `Rule` and `with_rules` mend it.",
    ),
)
def check_recipe(recipe: object) -> str:
    """Check a recipe by what it would do to the chest CT, however it is written."""
    from dcmteach.deid import Recipe, plan
    from dcmteach.synth import sample

    if isinstance(recipe, str):
        raise NotYet(
            "This is text, the name of a recipe. `Recipe.load` makes a recipe of it, and a recipe "
            "can be given rules."
        )
    made = expect_type(recipe, Recipe, "a recipe", hint="`Recipe.load` makes one")
    if made.profile == "none":
        raise NotYet("Begin with the basic profile: a recipe without one lets everything else by.")
    steps = {step.path: step.strategy for step in plan(sample("ct_thorax"), made).steps}

    def done(keyword: str) -> str:
        return steps.get(keyword, "keep")

    if done("StudyDate") == "keep":
        raise NotYet(
            "With these dates one could compute the days between scans, and everybody learns the "
            "day itself, too. There is an option that gives the one without the other."
        )
    if done("StudyDate") in _GONE or done("StudyDate") != "shift":
        raise NotYet("The days between two scans cannot be computed from the dates that are left.")
    if done("PatientAge") != "keep" or done("PatientSex") != "keep":
        raise NotYet("Who was examined, how old, of which sex: the request asks for that as well.")
    if done("StudyDescription") in _GONE or done("SeriesDescription") in _GONE:
        raise NotYet("The colleague cannot read what was examined: the descriptions are removed.")
    if done("PatientWeight") not in _GONE:
        raise NotYet(
            "Read the request to its end: there is something the colleague must not get, and one "
            "of your options keeps it. What comes before options?"
        )
    kept = {"SOPInstanceUID", "DeviceSerialNumber", "InstitutionName", "(01F1,1026)"}
    if any(done(path) == "keep" for path in kept):
        raise NotYet(
            "Nobody asked for all of what stays: one of your options or rules is not needed for "
            "any sentence of the request."
        )
    return "Every option answers a sentence of the request. That is how a recipe is defended."


_WORDS = ("remove", "clear", "replace", "shift", "keep")
_STEPS = ("clear", "shift", "remove", "keep", "replace", "shift")


@exercise(
    "foresee-the-step",
    lesson=LESSON,
    title="Foresee six steps",
    hints=(
        "No options: take the first letter of the code that the Type can bear.",
        "K is keep. C asks to clean; a date is cleaned by being moved.",
        "`plan(image, Recipe(options=tuple(options))).step(keyword)` is None where all is kept.",
    ),
)
def check_steps(steps: object) -> str:
    """Check six operations settled by code, Type and options."""
    given = expect_texts(steps, len(_STEPS), _WORDS, each=_one_of("five", _WORDS))
    if given == _STEPS:
        return "Row, Type and option: with these three you can foresee any step of any plan."
    bare = {1: "clear", 3: "remove", 5: "replace"}
    if all(given[place] == word for place, word in bare.items()):
        raise NotYet("You settled all six as if there were no options: three of them have one.")
    if "keep" in (given[1], given[5]):
        raise NotYet(
            "One option for dates keeps them, and another does not. Move it, or leave it: which "
            "one does this option's name promise?"
        )
    if given[0] == "remove":
        raise NotYet("One element of Type 2 would stay without its element: what may it lose?")
    if given[4] in _GONE:
        raise NotYet("One element of Type 1 would be left without its value.")
    if given[2] in {"clear", "replace"}:
        raise NotYet(
            "One of these leaves more of it than it has to: its Type allows a first letter."
        )
    if given[3] != "keep":
        raise NotYet("The option about the scanner turns its rows into K. What does K stand for?")
    raise NotYet("Look at the printed codes and Types again, one line at a time.")


_STATUS = ("written", "refused", "held back", "other file")
_BECOMES = ("written", "held back", "refused", "refused", "other file")


@exercise(
    "what-becomes-of-it",
    lesson=LESSON,
    title="What becomes of five files?",
    hints=(
        "Ask of each: is it DICOM, is it whole, is its class a known one, what is in its picture?",
        "Refused is what cannot be done well. Held back is what a person could allow.",
        "Two are refused, one is held back.",
    ),
)
def check_becomes(words: object) -> str:
    """Check what a run does with five files of a mixed folder."""
    given = expect_texts(words, len(_BECOMES), _STATUS, each=_one_of("four", _STATUS))
    chest, ultrasound, cut, special, notes = given
    if chest != "written":
        raise NotYet("Nothing speaks against the chest CT: you have applied a plan to it before.")
    if ultrasound == "written":
        raise NotYet(
            "The header is the smaller part of the ultrasound: it says itself that text stands in "
            "its picture."
        )
    if ultrasound != "held back":
        raise NotYet("A person could look at the ultrasound and allow it: what is that called?")
    if cut != "refused":
        raise NotYet(
            "Of the file that was cut off, nobody knows what stood in the other half of it. No "
            "person can see that, either."
        )
    if special == "held back":
        raise NotYet(
            "Held back is what could be looked at. What is not known of the maker's own object "
            "cannot be seen in it."
        )
    if special != "refused":
        raise NotYet("Of the maker's own object, no table says which elements it needs.")
    if notes == "written":
        raise NotYet(
            "The notes are no DICOM file. Copied as they are, they tell whoever knows no DICOM at "
            "all whom to call about."
        )
    if notes != "other file":
        raise NotYet("In the notes there is nothing to be refused: they are not DICOM at all.")
    return (
        "One of five goes out by itself. The other four are questions, and each has an addressee."
    )


def _one_of(number: str, words: tuple[str, ...]) -> str:
    return f"Each has to be one of the {number} words: {', '.join(words)}."
