"""How the state of the face viewer looks; the state itself is in its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.widgets import markup
from dcmteach.widgets.face_planes import PLANES
from dcmteach.widgets.face_portraits import seen_from

if TYPE_CHECKING:
    from dcmteach.widgets.face_model import FaceModel
    from dcmteach.widgets.face_outcome import Outcome

__all__ = ["alt", "brain", "face", "legend", "plane", "relief", "report", "status", "whole"]

_MOST = 0.995  # from here on, all of a part is removed
_FACE, _NONE = 0.7, 0.35  # correlations from which a face is there, and up to which none is:
# those of two people's faces are 0.8 and more
_TAG = "position:absolute;padding:0 .3em;background:#000;color:#fff;font-size:.85em;line-height:1.3"
_PLACES = (
    "left:0;top:calc(50% - .65em)",
    "right:0;top:calc(50% - .65em)",
    "left:calc(50% - .6em);top:0",
    "left:calc(50% - .6em);bottom:0",
)
_SIDES = ("left:0;top:0", "right:0;top:0")
_DONE = {"remove": "Removed", "blur": "Blurred", "shell": "Replaced", "": "Changed"}
_BLURRED = "Blurring is no way to de-identify: enough of the face can be left to know it by."
_LEGEND = (
    "The white line parts before from after, as written at the top. "
    "The yellow outline surrounds what was changed."
)


def plane(model: FaceModel, name: str) -> str:
    """Write one plane: its slice, the letters of the patient's directions, and where it is."""
    one = PLANES[name]
    number, count = model.at[name] + 1, model.planes.slices(name)
    left, right, top, bottom = one.letters
    sides = _sides(model, mirrored=one.mirrored)
    words = (
        f"{one.name} slice {number} of {count}{sides}: {_DIRECTIONS[left]} is at the left, "
        f"{_DIRECTIONS[right]} at the right, {_DIRECTIONS[top]} at the top, "
        f"{_DIRECTIONS[bottom]} at the bottom."
    )
    tags = "".join(_tag(letter, at) for letter, at in zip(one.letters, _PLACES, strict=True))
    caption = f"Slice {number} of {count}, {round(model.planes.step[one.through], 2):g} mm apart"
    png = model.slice_png(name)
    return _picture(model, one.name, png, words, caption, tags=tags, mirrored=one.mirrored)


def face(model: FaceModel) -> str:
    """Write the portrait."""
    where = seen_from(model.turn)
    words = f"The surface of the head, rendered{_sides(model)}, seen {where}."
    return _picture(model, "Rendered", model.face_png(), words, f"Seen {where}")


def status(model: FaceModel) -> str:
    """Write in one line what is shown, and what is going on."""
    done = model.outcome
    if model.pending:
        told = f"Defacing ({model.choices.told()}) …"
        if done is not None and not done.problem:
            told += f" Until it is done you see: {done.choices.told()}."
        return told
    if done is None or done.problem:
        return f"Not defaced ({model.choices.told()}). You see the volume as it is."
    kind, _, told = brain(done)
    counted = f" {told}." if kind != "warn" else ""
    return f"Defaced: {done.choices.told()}.{counted}"


def report(model: FaceModel) -> str:
    """Write what was removed and what was touched; or why nothing was."""
    done = model.outcome
    if done is None:
        return ""
    if done.problem:
        return markup.note("bad", markup.escape(done.problem))
    facts = markup.facts(
        (
            ("Brain", _verdict(*brain(done))),
            ("Face's relief", _verdict(*relief(done))),
            ("Confidence", "" if done.confidence is None else f"{done.confidence:.0%}"),
        )
    )
    rows = [(markup.escape(part), _changed(done, part)) for part in done.parts]
    table = markup.table(("Part", _DONE[done.method]), rows) if rows else ""
    warned = markup.note("warn", _BLURRED) if done.method == "blur" else ""
    return f"{warned}{facts}{table}"


def brain(done: Outcome) -> tuple[str, str, str]:
    """Return a kind of the style sheet, a word, and how much of the brain was touched."""
    if done.brain_touched is None or not done.brain_voxels:
        return "warn", "unknown", "no brain was found to measure by"
    told = f"{done.brain_touched:,} of {done.brain_voxels:,} brain voxels touched"
    # An estimate is off by a few voxels at its rim (see DefaceReport).
    lost = done.brain_touched * 1000 > done.brain_voxels
    return ("bad", "touched", told) if lost else ("good", "whole", told)


def relief(done: Outcome) -> tuple[str, str, str]:
    """Return a kind of the style sheet, a word, and how much of the face's relief is left."""
    if done.relief is None:
        return "none", "unknown", "there is no relief to compare"
    told = f"correlation with the relief before: {done.relief:.2f}".replace("-", "−")
    if done.relief >= _FACE and done.method == "shell":
        return "info", "an average face", f"{told}; all faces are as alike"
    if done.relief >= _FACE:
        return "bad", "a face is there", told
    if done.relief > _NONE:
        return "warn", "traces of it", told
    return "good", "gone", told


def whole(model: FaceModel) -> str:
    """Write the state without controls."""
    pictures = "".join((face(model), *(plane(model, name) for name in PLANES)))
    return (
        f"<p><strong>{markup.escape(status(model))}</strong></p>"
        f'<div class="dt-pictures">{pictures}</div>{legend(model)}{report(model)}'
    )


def legend(model: FaceModel) -> str:
    """Say how to read the pictures."""
    return f"<p>{_LEGEND}</p>" if model.shown else ""


def alt(model: FaceModel) -> str:
    """Say the state in some sentences."""
    text = "A head in three planes (axial, coronal, sagittal) and its surface rendered from the "
    text += f"slices, seen {seen_from(model.turn)}. {status(model)}"
    done = model.outcome
    if done is None:
        return text
    if done.problem:
        return f"{text} {done.problem}"
    text += (
        f" In each picture {model.wipe} % of the width show it before, the rest after. "
        if 0 < model.wipe < 100
        else f" The pictures show it {'before' if model.wipe else 'after'}. "
    )
    if done.parts:
        removed = ", ".join(f"{part} {share:.0%}" for part, share in done.parts.items())
        text += f"{_DONE[done.method]}: {removed}. "
    touched, still = (" (".join(told(done)[1:]) for told in (brain, relief))
    return f"{text}Brain: {touched}). Relief of the face: {still})."


_DIRECTIONS = {
    "R": "the patient's right",
    "L": "the patient's left",
    "A": "the front",
    "P": "the back",
    "H": "the head",
    "F": "the feet",
}


def _sides(model: FaceModel, *, mirrored: bool = False) -> str:
    if not model.shown:
        return ", as it is"
    if model.wipe == 0:
        return ", after"
    if model.wipe == 100:
        return ", before"
    side = "right" if mirrored else "left"
    return f", before in the {side} {model.wipe} % and after in the rest"


def _picture(
    model: FaceModel, title: str, png: str, words: str, caption: str,
    *, tags: str = "", mirrored: bool = False,
) -> str:  # fmt: skip
    if model.shown:
        shown = {"before": model.wipe > 0, "after": model.wipe < 100}
        sides = _SIDES[::-1] if mirrored else _SIDES
        tags += "".join(
            _tag(side, at) for side, at in zip(shown, sides, strict=True) if shown[side]
        )
    return (
        f'<div class="dt-picture">{markup.title(title)}<div class="dt-canvas">'
        f'<img src="data:image/png;base64,{png}" alt="{markup.escape(words)}">'
        f"{tags}</div><div>{markup.escape(caption)}</div></div>"
    )


def _tag(text: str, place: str) -> str:
    return f'<span aria-hidden="true" style="{_TAG};{place}">{markup.escape(text)}</span>'


def _verdict(kind: str, word: str, told: str) -> str:
    return f"{markup.badge(kind, word)} {markup.escape(told)}"


def _changed(done: Outcome, part: str) -> str:
    """Write how much of a part was changed, as a number and in words."""
    share = done.parts[part]
    if part in done.kept:
        mark = markup.badge("info", "kept, as chosen")
    elif share >= _MOST:
        mark = markup.badge("good", "all of it")
    elif share:
        mark = markup.badge("warn", "not all of it")
    else:
        mark = markup.badge("bad", "nothing of it")
    return f"{share:.0%} {mark}"
