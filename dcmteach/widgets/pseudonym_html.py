"""How the state of the pseudonym lab looks; the state itself is in its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dcmteach.header.show import plain
from dcmteach.widgets import markup
from dcmteach.widgets.pseudonym_why import apart_because, together_because

if TYPE_CHECKING:
    from dcmteach.verify.dictionary_found import Recovered
    from dcmteach.widgets.pseudonym_model import LabModel, LabRow

__all__ = ["alt", "listed", "said", "told", "whole", "why"]

_WORDS = {"none": "without a key", "A": "with key A", "B": "with key B"}


def told(found: Recovered, column: str) -> str:
    """Say what an attack brought."""
    seconds = f"{found.seconds:.2g} s"
    text = (
        f"The attacker tried {found.tried:,} writings of artificial names on the column "
        f"{_WORDS[column]}: {len(found)} of {found.pseudonyms} pseudonyms undone in {seconds}."
    )
    if len(found):
        return f"{text} Whoever has a list of names needs nothing else."
    if column == "none":
        return f"{text} These names are not in the list; a longer list costs seconds."
    return f"{text} Without the key, a list of names is worth nothing."


def listed(model: LabModel) -> str:
    """Write the writings with their pseudonyms."""
    heads = ["Line", "Written", "Person"]
    heads += [f"Key {name} ({key.fingerprint})" for name, key in model.keys.items()]
    heads += ["No key: SHA-256, cut off"]
    rows = []
    for row in model.rows:
        cells = [str(row.line), _code(row.written), str(row.person)]
        cells += [_pseudonym(model, row, column) for column in (*model.keys, "none")]
        rows.append(cells)
    count = len({row.person for row in model.rows})
    people = "1 person" if count == 1 else f"{count} people"
    more = f"; {model.left_out} lines left out" if model.left_out else ""
    caption = f"{len(rows)} writings, {people} by name{more}"
    return markup.scroll(markup.table(heads, rows, caption=caption), "Writings and pseudonyms")


def why(model: LabModel) -> str:
    """Say which writings fall together, and why; and why others do not."""
    items = []
    for person in dict.fromkeys(row.person for row in model.rows):
        mine = [row for row in model.rows if row.person == person]
        others = [row.written for row in model.rows if row.person < person]
        text = f"Person {person}: {_lines(mine)}."
        for row in mine[1:]:
            reason = together_because(mine[0].written, row.written)
            text += f" Line {row.line} differs from line {mine[0].line} in what does not count: "
            text += f"{reason}."
        if not others and len(mine) == 1:
            text += " It is the first."
        because = apart_because(mine[0].written, others)
        if because:
            text += f" Not one of those before: {because}."
        items.append(f"<li>{markup.escape(text)}</li>")
    if not items:
        return "<p>Write a name.</p>"
    note = (
        "A hash without a key takes the letters as they are, so every writing is another person "
        "to it, and anybody can make it."
    )
    head = markup.title("Which writings are one person, and why")
    return f"{head}<ul>{''.join(items)}</ul><p>{markup.escape(note)}</p>"


def said(model: LabModel) -> str:
    """Write what the last action did."""
    if not model.said:
        return ""
    return markup.note("info", markup.escape(model.said))


def whole(model: LabModel) -> str:
    """Write the state without controls."""
    keys = f"<p>{markup.escape(model.fingerprints())} (fingerprints; keys are never shown)</p>"
    return f"{keys}{listed(model)}{why(model)}{said(model)}"


def alt(model: LabModel) -> str:
    """Say the state in two or three sentences."""
    count = len({row.person for row in model.rows})
    people = "1 person" if count == 1 else f"{count} people"
    text = (
        f"{len(model.rows)} writings of names, {people} by name, each with its pseudonym made with "
        "key A, with key B, and as a hash without a key."
    )
    for column, found in model.attacks.items():
        text += (
            f" A dictionary attack undid {len(found)} of {found.pseudonyms} pseudonyms made "
            f"{_WORDS[column]}."
        )
    return plain(text)


def _pseudonym(model: LabModel, row: LabRow, column: str) -> str:
    text = _code(row.pseudonyms[column])
    if column not in model.attacks:
        return text
    name = model.recovered(column).get(row.pseudonyms[column])
    if name is None:
        return f"{text}<br>{markup.badge('good', 'not undone')}"
    return f"{text}<br>{markup.badge('bad', 'undone')} {markup.escape(name)}"


def _code(text: str) -> str:
    return f"<code>{markup.escape(text)}</code>"


def _lines(rows: list[LabRow]) -> str:
    numbers = [str(row.line) for row in rows]
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    return f"lines {', '.join(numbers[:-1])} and {numbers[-1]}"
