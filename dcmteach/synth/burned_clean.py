"""Images without a letter that a reader of letters may stumble over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from dcmteach.synth import burned_marks as marks
from dcmteach.synth.burned_scenes import breast, chest, grid, hand, head, noise, sector, thorax
from dcmteach.synth.shapes import Array, texture
from dcmteach.synth.stream import Stream

__all__ = ["CLEAN"]

Clean = Callable[[Stream], tuple[Array, str, str]]

_SIZES = (256, 384, 512, 768)
_GREY = ("mono8", "mono12", "mono12 inverted", "mono16")
_CT = ("ct", "ct signed", "ct jpeg2000")


def _size(draw: Stream) -> int:
    return draw.choice(_SIZES)


def _grey(image: Array, draw: Stream, modality: str = "CR") -> tuple[Array, str, str]:
    return np.clip(image, 0, 1)[None], draw.choice(_GREY), modality


def bars(draw: Stream) -> tuple[Array, str, str]:
    """A phantom with groups of bars, a wedge of grey levels and discs."""
    size = _size(draw)
    image = np.full((size, size), 0.15)
    marks.line_pairs(image, draw)
    marks.wedge(image, draw)
    marks.discs(image, draw)
    return _grey(image + 0.01 * draw.noise(size, size), draw)


def ct_phantom(draw: Stream) -> tuple[Array, str, str]:
    """A water phantom with rods, wires and a slanted ramp."""
    size = draw.choice((256, 512))
    y, x = grid(size, size)
    image = np.where(np.hypot(x, y) < 0.85, 0.0, -1000.0)
    for number in range(draw.integer(5, 12)):
        turn, away = number * 0.7 + draw.uniform(0, 0.3), draw.uniform(0.2, 0.7)
        near = np.hypot(x - away * np.cos(turn), y - away * np.sin(turn))
        image[near < draw.uniform(0.01, 0.09)] = draw.choice((-1000.0, -90.0, 120.0, 340.0, 990.0))
    image[(np.abs(y - 0.2 * x - 0.05) < 0.006) & (np.abs(x) < 0.3)] = 800.0
    return (image + 12 * noise(draw, size, size, passes=1))[None], draw.choice(_CT), "CT"


def grids(draw: Stream) -> tuple[Array, str, str]:
    """A grid, straight or bent, as for the geometry of a detector."""
    size = _size(draw)
    y, x = grid(size, size)
    bend = draw.uniform(-0.1, 0.1)
    turn = draw.uniform(-0.2, 0.2)
    lines = draw.integer(8, 40)
    u = (x * np.cos(turn) + y * np.sin(turn)) * (1 + bend * (x * x + y * y)) * lines
    v = (y * np.cos(turn) - x * np.sin(turn)) * (1 + bend * (x * x + y * y)) * lines
    on = (np.abs(u - np.rint(u)) < 0.08) | (np.abs(v - np.rint(v)) < 0.08)
    image = np.where(on, draw.uniform(0.6, 1), draw.uniform(0, 0.3))
    return _grey(image + 0.01 * draw.noise(size, size), draw)


def scale_bar(draw: Stream) -> tuple[Array, str, str]:
    """A slice with a scale of ticks at its edge, without numbers."""
    size = draw.choice((256, 512))
    image = thorax(size, draw)
    for side in ("left", "bottom")[: draw.integer(1, 2)]:
        marks.ticks(image, draw, side, level=draw.choice((1200.0, 3000.0)))
    return image[None], draw.choice(_CT), "CT"


def ruler(draw: Stream) -> tuple[Array, str, str]:
    """A radiograph with a ruler of lead beside the limb."""
    rows = draw.choice((512, 768))
    image = hand(rows, rows, draw)
    marks.ruler(image, draw)
    return _grey(image, draw)


def slices(draw: Stream) -> tuple[Array, str, str]:
    """A slice of CT as it is, padding and table included."""
    size = draw.choice((256, 512))
    image = thorax(size, draw)
    y, x = grid(size, size)
    if draw.integer(0, 1):
        image[np.hypot(x, y) > 1] = -2000.0
    return image[None], draw.choice(_CT), "CT"


def heads(draw: Stream) -> tuple[Array, str, str]:
    """A slice of MR with ghosts."""
    size = draw.choice((256, 384, 512))
    image = head(size, draw)
    image += draw.uniform(0, 0.12) * np.roll(image, size // 3, axis=0)
    return _grey(image, draw, "MR")


def mosaic(draw: Stream) -> tuple[Array, str, str]:
    """Many small slices side by side."""
    small, across = 96, draw.integer(3, 6)
    tiles = [[head(small, draw) for _ in range(across)] for _ in range(across)]
    return _grey(np.block(tiles), draw, "MR")


def noises(draw: Stream) -> tuple[Array, str, str]:
    """Noise alone, fine or coarse."""
    size = _size(draw)
    image = 0.5 + draw.uniform(0.02, 0.25) * noise(draw, size, size, passes=draw.integer(0, 6))
    return _grey(image, draw)


def edges(draw: Stream) -> tuple[Array, str, str]:
    """Shutters, collimators, wires and sharp edges of all directions."""
    size = _size(draw)
    image = chest(size, size, draw)
    marks.wires(image, draw)
    marks.shutter(image, draw)
    return _grey(image, draw)


def graphs(draw: Stream) -> tuple[Array, str, str]:
    """Ultrasound with an ECG below, depth ticks, focus marks and a bar of grey."""
    rows, columns = draw.choice(((480, 640), (600, 800)))
    image = sector(rows, columns, draw)[0]
    marks.ticks(image, draw, "right", level=0.8)
    colour = np.repeat(image[..., None], 3, axis=-1)
    marks.trace(colour, draw, (0.3, 1.0, 0.4))
    marks.grey_bar(colour, draw)
    marks.focus(colour, draw)
    return colour[None], draw.choice(("rgb", "ybr", "ybr jpeg", "rgb planar")), "US"


def doppler(draw: Stream) -> tuple[Array, str, str]:
    """A Doppler spectrum with its baseline and ticks."""
    rows, columns = draw.choice(((480, 640), (576, 720)))
    y, x = grid(rows, columns)
    beat = np.abs(np.sin(x * draw.uniform(6, 12))) ** 3
    edge = 0.2 - 0.9 * beat
    fill = (y < 0.2) & (y > edge)
    image = np.where(fill, 0.4 + 0.25 * noise(draw, rows, columns, passes=1), 0.02)
    image[np.abs(y - 0.2) < 0.004] = 0.8
    marks.ticks(image, draw, "right", level=0.8)
    return np.clip(image, 0, 1)[None], draw.choice(("mono8", "palette", "palette close")), "US"


def histogram(draw: Stream) -> tuple[Array, str, str]:
    """Bars like those of a histogram, on black or white."""
    size = _size(draw)
    image = np.zeros((size, size))
    marks.bars(image, draw)
    if draw.integer(0, 1):
        image = 1 - image
    return _grey(image, draw, "OT")


def chests(draw: Stream) -> tuple[Array, str, str]:
    """A chest radiograph with cables and a round device, without a letter for the side."""
    rows = draw.choice((512, 768, 1024))
    image = chest(rows, rows * 7 // 8, draw)
    marks.cables(image, draw)
    return _grey(image, draw)


def hands(draw: Stream) -> tuple[Array, str, str]:
    """A hand."""
    rows = draw.choice((384, 512, 768))
    return _grey(hand(rows, rows * 7 // 8, draw), draw)


def breasts(draw: Stream) -> tuple[Array, str, str]:
    """A mammogram with specks of calcium and clips."""
    rows = draw.choice((512, 768, 1024))
    image = breast(rows, rows * 4 // 5, draw)
    marks.specks(image, draw)
    return _grey(image, draw)


def symbols(draw: Stream) -> tuple[Array, str, str]:
    """Crosses, arrows, callipers, circles and boxes of measurements, without numbers."""
    size = draw.choice((384, 512, 768))
    image = breast(size, size, draw) if draw.integer(0, 1) else head(size, draw)
    marks.symbols(image, draw)
    return _grey(image, draw, "MR")


def mesh(draw: Stream) -> tuple[Array, str, str]:
    """A stent, a coil, a zip, a row of clips: metal that repeats itself."""
    size = draw.choice((384, 512, 768))
    image = 0.35 + 0.05 * texture(draw, size, cells=8) + 0.01 * draw.noise(size, size)
    marks.mesh(image, draw)
    return _grey(image, draw)


def contours(draw: Stream) -> tuple[Array, str, str]:
    """Lines of equal dose over a slice, in colour."""
    size = draw.choice((384, 512))
    slice_ = np.clip((thorax(size, draw) + 200) / 600, 0, 1)
    image = np.repeat(slice_[..., None], 3, axis=-1)
    hills = texture(draw, size, cells=draw.integer(3, 8))
    for number, colour in enumerate(((1, 0.2, 0.2), (1, 0.9, 0.2), (0.2, 0.9, 0.3), (0.3, 0.5, 1))):
        image[np.abs(hills - (number - 1.5) * 0.5) < 0.035] = colour
    return image[None], draw.choice(("rgb", "rgb rle", "ybr")), "OT"


def cine(draw: Stream) -> tuple[Array, str, str]:
    """A moving heart with a trace that runs, without text."""
    rows, columns = draw.choice(((240, 320), (360, 480)))
    loop = sector(rows, columns, draw, frames=draw.integer(6, 14))
    whole = np.zeros((rows, columns))
    marks.trace(whole, draw, 0.9)
    for number, frame in enumerate(loop):
        upto = columns * (number + 1) // len(loop)
        frame[:, :upto] = np.maximum(frame[:, :upto], whole[:, :upto])
    return loop, draw.choice(("mono8", "palette", "rgb")), "US"


def empty(draw: Stream) -> tuple[Array, str, str]:
    """Nothing: one level, a ramp, or two halves."""
    size = _size(draw)
    y, x = grid(size, size)
    image = draw.choice(
        (np.zeros_like(x), 0.5 + 0.4 * x, np.where(x > y, 0.7, 0.3), np.ones_like(x))
    )
    return _grey(image, draw, "OT")


CLEAN: Mapping[str, Clean] = {
    f"clean-{kind.__name__.replace('_', '-')}": kind
    for kind in (
        bars, ct_phantom, grids, scale_bar, ruler, slices, heads, mosaic, noises, edges, graphs,
        doppler, histogram, chests, hands, breasts, symbols, mesh, contours, cine, empty,
    )
}  # fmt: skip
"""The kinds of images without text, by name."""
