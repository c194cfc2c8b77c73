"""The desk out of stock ipywidgets; all thinking is done in its model."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets as w

from dcmteach.widgets import desk_html as page
from dcmteach.widgets import markup, parts
from dcmteach.widgets.desk_choices import PATHS, PERSONS, PIXELS
from dcmteach.widgets.desk_model import DeskModel
from dcmteach.widgets.desk_places_view import PlacesView
from dcmteach.widgets.reviewer_view import ReviewerView

__all__ = ["DeskView"]

_TIPS = {
    "source": "A folder of patients, or a zip archive",
    "demographics": "A CSV or .xlsx file with a column of names",
    "key_file": "The secret that pseudonyms are made with",
    "output": "A folder to write into; it need not be there yet",
    "mapping": "Where it is written who is behind a pseudonym; never inside the output",
    "decisions": "Where your decisions about doubtful matches are kept; it holds names",
}
_EVERY = 0.15  # seconds between two steps of the progress bar


class DeskView:
    """The controls over a :class:`DeskModel`.

    The work is done in a thread of its own, so that *Stop* can be pressed.

    Parameters
    ----------
    model : DeskModel
        What is shown and changed.

    Attributes
    ----------
    thread : threading.Thread or None
        The work that is going on, or was last.
    """

    def __init__(self, model: DeskModel) -> None:
        self.model = model
        self.thread: threading.Thread | None = None
        self._shown = 0.0
        self._refreshing = threading.RLock()
        choices = model.choices
        self.paths = {
            name: parts.field(
                words, value=getattr(choices, name), tooltip=_TIPS[name], wide=True, live=False
            )
            for name, words in PATHS.items()
        }
        self.browse = {
            name: parts.button(
                f"Browse: {words}",
                partial(self._browse, name),
                tooltip=f"Walk through folders: {words}",
            )
            for name, words in PATHS.items()
        }
        self.key = parts.button("Make a new key", self._key, tooltip="Into the file named as Key")
        self.places = PlacesView(model.places, self._chosen)
        self.more = parts.tick("More choices", tooltip="Who is a person, thresholds, what is kept")
        self.options = self._options()
        self.choices = w.VBox(
            [
                parts.row(self.options["person"], self.options["pixels"]),
                self.options["by_order"],
                self.characters,
                self.words,
                self.options["keep"],
                self.options["remove"],
                parts.row(self.options["prefix"], self.options["folder_pattern"]),
            ]
        )
        self.look = parts.button(
            "Look", partial(self._begin, model.look), tooltip="Write nothing, show who is who"
        )
        self.start = parts.button(
            "Start", partial(self._begin, model.start), tooltip="Make the cohort pseudonymous"
        )
        self.stop = parts.button("Stop", self._stop, tooltip="End after this file")
        self.progress = w.IntProgress(
            description="Progress", tooltip="Files done", layout=w.Layout(width="100%")
        )
        self.status, self.said, self.report = parts.panel(), parts.panel(), parts.panel()
        self.review = w.VBox([])
        self.reviewer: ReviewerView | None = None
        self.about = parts.panel()
        self.about.value = page.about()
        lines = [line for name in PATHS for line in self._line(name)]
        self.box = parts.box(
            [
                self.about,
                *lines,
                self.more,
                self.choices,
                parts.row(self.look, self.start, self.stop),
                self.progress,
                self.status,
                self.said,
                self.review,
                self.report,
            ]
        )
        for name, field in {**self.paths, **self.options}.items():
            field.observe(partial(self._choose, name), "value")
        for name, slider in (("character", self.characters), ("word", self.words)):
            slider.observe(partial(self._distance, name), "value")
        self.more.observe(lambda _: self._refresh(), "value")
        self._refresh()

    def _line(self, name: str) -> list[Any]:
        self.paths[name].layout = w.Layout(flex="1 1 16em", width="auto")
        self.paths[name].style.description_width = "6em"
        line = [self.paths[name], self.browse[name]]
        if name == "key_file":
            line.append(self.key)
        return [parts.row(*line), self.places.place(name)]

    def _options(self) -> dict[str, Any]:
        choices = self.model.choices
        self.characters = parts.slider(
            "Letters that may differ, in per cent", 0, 50,
            value=round(100 * choices.max_character_distance),
            tooltip="How far a name of the table may be from one in the images",
        )  # fmt: skip
        self.words = parts.slider(
            "Words that may differ, in per cent", 0, 50,
            value=round(100 * choices.max_word_distance),
            tooltip="How many words of a name may have no partner",
        )  # fmt: skip
        for slider in (self.characters, self.words):
            slider.layout = w.Layout(width="36em", max_width="100%")
        made = {
            "person": parts.choice(
                "A person is", PERSONS, value=choices.person, tooltip="What makes a person"
            ),
            "pixels": parts.choice(
                "Pixels", PIXELS, value=choices.pixels, tooltip="Text in the images themselves"
            ),
            "by_order": parts.tick(
                "Number the people, P001 on", tooltip="Instead of pseudonyms made with the key"
            ),
        }
        made["by_order"].value = choices.by_order
        for name, label, tip in (
            ("keep", "Keep", "Further elements and columns to keep, with commas between"),
            ("remove", "Remove", "Further elements and columns to remove, with commas between"),
            ("prefix", "Prefix", "Put before every pseudonym"),
            ("folder_pattern", "Folders tell", "Such as {label} {sex} {youngest}_{oldest}"),
        ):
            wide = name in {"keep", "remove"}
            made[name] = parts.field(
                label, value=getattr(choices, name), tooltip=tip, wide=wide, live=False
            )
        return made

    # --- what the person does -------------------------------------------------------------

    def _choose(self, name: str, change: Any) -> None:
        if not self.model.busy:
            self.model.choose(**{name: change["new"]})
            self._refresh()

    def _distance(self, name: str, change: Any) -> None:
        if not self.model.busy:
            self.model.choose(**{f"max_{name}_distance": change["new"] / 100})
            self._refresh()

    def _browse(self, name: str) -> None:
        self.places.open(name, self.model.choices.path(name))

    def _chosen(self, name: str, path: str) -> None:
        self.paths[name].value = path
        self.browse[name].focus()

    def _key(self) -> None:
        self.model.make_key()
        self._refresh()

    def _begin(self, work: Callable[[Callable[[], None]], None]) -> None:
        self.thread = threading.Thread(target=self._work, args=(work,), daemon=True)
        self.thread.start()

    def _work(self, work: Callable[[Callable[[], None]], None]) -> None:
        work(self._moved)
        self._refresh()

    def _stop(self) -> None:
        self.model.stop()
        self._refresh()

    # --- what is shown --------------------------------------------------------------------

    def _moved(self) -> None:
        """Show how far it is, but not more often than anybody can see."""
        now = time.monotonic()
        if not self.model.busy or self.model.done == 0 or now - self._shown >= _EVERY:
            self._shown = now
            self._refresh()

    def _refresh(self) -> None:
        with self._refreshing:
            model = self.model
            self.choices.layout.display = "" if self.more.value else "none"
            for control in (*self.paths.values(), *self.options.values(), *self.browse.values()):
                control.disabled = model.busy
            for control in (self.key, self.look, self.start, self.characters, self.words):
                control.disabled = model.busy
            self.stop.disabled = not model.busy or model.state == "stopping"
            self.progress.layout.display = "" if model.busy or model.done else "none"
            self.progress.max = max(1, model.total)
            self.progress.value = min(model.done, self.progress.max)
            status = markup.escape(model.status())
            self.status.value = f'<strong role="status">{status}</strong>'
            parts.say(self.said, model.said_html(), at_once=bool(model.problem))
            self._show_review()
            self.report.value = model.report_html()

    def _show_review(self) -> None:
        model = self.model.reviewer
        if model is None:
            self.reviewer = None
            self.review.children = ()
        elif self.reviewer is None or self.reviewer.model is not model:
            self.reviewer = ReviewerView(model)
            title = parts.panel()
            title.value = markup.title("Doubtful matches: who is it?")
            self.review.children = (title, *self.reviewer.children)
