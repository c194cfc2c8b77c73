"""Where scanners put their text: the patient in one corner, settings in the others."""

from __future__ import annotations

from dcmteach.synth.burned_board import Board, Level
from dcmteach.synth.burned_letters import Face, faces
from dcmteach.synth.burned_words import Words, Writer
from dcmteach.synth.stream import Stream

__all__ = ["about", "corners", "side_marker", "some_face"]

_CORNERS = ("top left", "top right", "bottom left", "bottom right")


def some_face(draw: Stream, low: int, high: int) -> Face:
    """Choose a typeface of ``low`` to ``high`` pixels per em."""
    return Face(draw.choice(faces()), draw.integer(low, high))


def about(writer: Writer, *, label: bool = False, lines: int = 4) -> list[Words]:
    """Write about the patient: name, number, date of birth, and one thing more."""
    made = [writer.name(label=label), writer.number(label=label), writer.born(label=label)]
    made.append(writer.request(label=True) if writer.draw.integer(0, 1) else writer.place())
    return made[:lines]


def corners(
    board: Board, writer: Writer, face: Face, modality: str, *, level: Level,
    edge: Level | None = None, lines: int = 4, margin: int = 6,
) -> None:  # fmt: skip
    """Write as a scanner does: the patient in one corner, time and settings in others."""
    draw = writer.draw
    order = list(_CORNERS)
    if draw.integer(0, 2) == 0:
        order = [order[1], order[0], *order[2:]]
    first = order[0]
    board.block(about(writer, lines=draw.integer(2, lines)), face, first,
                level=level, edge=edge, margin=margin)  # fmt: skip
    board.block([writer.done(), writer.technical(modality)][: draw.integer(1, 2)], face, order[1],
                level=level, edge=edge, margin=margin)  # fmt: skip
    for corner in order[2 : 2 + draw.integer(1, 2)]:
        lines_here = [writer.technical(modality) for _ in range(draw.integer(1, 3))]
        board.block(lines_here, face, corner, level=level, edge=edge, margin=margin)


def side_marker(board: Board, writer: Writer, face: Face, *, level: Level) -> None:
    """Write the letter for a side at half height."""
    rows, columns = board.size
    side = writer.draw.choice(("left", "right"))
    column = 8 if side == "left" else columns - 8
    board.write(writer.marker("RLAPHF"), face, (rows // 2, column), level=level,
                right=side == "right")  # fmt: skip
