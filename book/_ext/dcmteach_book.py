"""What the book needs beyond Jupyter Book: launch buttons from one key, and no Thebe."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from myst_nb.core import render  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.errors import ConfigError

GITHUB = "https://github.com/"


def launch_buttons(repository: str, branch: str, lesson: str) -> list[dict[str, str]]:
    """The launch buttons of a lesson: learners get its notebook, which holds no solutions."""
    if not repository:
        return []
    path = repository.rstrip("/").removesuffix(".git").removeprefix(GITHUB)
    if not repository.startswith(GITHUB) or path.count("/") != 1:
        raise ConfigError(
            f"launch_repository must be of the form {GITHUB}owner/name (got {repository!r}). "
            "Mend it in book/_config.yml, or empty it to have no launch buttons."
        )
    notebook = f"notebooks/{lesson}.ipynb"
    tree = quote(f"lab/tree/{notebook}", safe="")
    ref = quote(branch, safe="")
    return [
        {
            "type": "link",
            "url": f"https://mybinder.org/v2/gh/{path}/{ref}?urlpath={tree}",
            "text": "Binder",
            "tooltip": "Open the notebook on Binder (leaves this page)",
            "icon": "fas fa-rocket",
            "label": "launch-binder",
        },
        {
            "type": "link",
            "url": f"https://colab.research.google.com/github/{path}/blob/{ref}/{notebook}",
            "text": "Colab",
            "tooltip": "Open the notebook in Colab (leaves this page)",
            "icon": "fas fa-cloud",
            "label": "launch-colab",
        },
    ]


def finish_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Put the launch buttons into the header of each lesson; leave Thebe's style out of all."""
    context["css_files"] = [
        file for file in context.get("css_files", []) if "thebe" not in str(file.filename)
    ]
    folder, _, lesson = pagename.rpartition("/")
    if folder != "lessons" or "header_buttons" not in context:
        return
    buttons = launch_buttons(app.config.launch_repository, app.config.launch_branch, lesson)
    if buttons:
        context["header_buttons"].append(
            {
                "type": "group",
                "buttons": buttons,
                "icon": "fas fa-rocket",
                "tooltip": "Run this lesson elsewhere",
                "label": "launch-buttons",
            }
        )


def without_thebe(app: Sphinx, config: Any) -> None:
    """Silence sphinx-thebe, which Jupyter Book always loads: it points every page at a network."""
    for listeners in app.events.listeners.values():
        listeners[:] = [one for one in listeners if not _from_thebe(one.handler)]


def with_dashes(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]
) -> None:
    """Write the dash between a parameter and its meaning as a dash."""
    lines[:] = [line.replace(" -- ", " \N{EN DASH} ") for line in lines]


def with_whole_lines(merge: Callable[[list[Any]], list[Any]]) -> Callable[[list[Any]], list[Any]]:
    """Join what a cell printed before it is merged.

    A kernel may send a line in two pieces, and MyST-NB would end the line after the first.
    """

    @functools.wraps(merge)
    def joined(outputs: list[Any]) -> list[Any]:
        whole: list[Any] = []
        streams: dict[str, Any] = {}
        for output in outputs:
            if output["output_type"] == "stream" and output["name"] in streams:
                streams[output["name"]]["text"] += output["text"]
                continue
            if output["output_type"] == "stream":
                streams[output["name"]] = output
            whole.append(output)
        return merge(whole)

    return joined


def _from_thebe(handler: Any) -> bool:
    return str(getattr(handler, "__module__", "")).startswith("sphinx_thebe")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    if not hasattr(render.coalesce_streams, "__wrapped__"):
        render.coalesce_streams = with_whole_lines(render.coalesce_streams)
    app.add_config_value("launch_repository", "", "html", str)
    app.add_config_value("launch_branch", "main", "html", str)
    app.connect("config-inited", without_thebe)
    app.connect("autodoc-process-docstring", with_dashes, priority=900)
    app.connect("html-page-context", finish_page, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
