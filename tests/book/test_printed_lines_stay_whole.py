"""A line that a kernel sent in two pieces is one line on the page."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from myst_nb.core import utils
from nbformat.notebooknode import NotebookNode

pytestmark = pytest.mark.book


def printed(text: str, name: str = "stdout") -> NotebookNode:
    return NotebookNode(output_type="stream", name=name, text=text)


@pytest.fixture
def merge(extension: ModuleType) -> Any:
    return extension.with_whole_lines(utils.coalesce_streams)


def test_a_line_in_two_pieces_is_one_line(merge: Any) -> None:
    merged = merge([printed("profile      "), printed(" basic\noptions"), printed(": none\n")])
    assert [output["text"] for output in merged] == ["profile       basic\noptions: none\n"]


def test_each_stream_is_joined_by_itself(merge: Any) -> None:
    pieces = [
        printed("one "),
        printed("warn", "stderr"),
        printed("line\n"),
        printed("ing", "stderr"),
    ]
    merged = {output["name"]: output["text"] for output in merge(pieces)}
    assert merged == {"stdout": "one line\n", "stderr": "warning\n"}


def test_other_outputs_stay_where_they_are(merge: Any) -> None:
    table = NotebookNode(output_type="display_data", data={}, metadata={})
    kinds = [output["output_type"] for output in merge([printed("a"), table, printed("b")])]
    assert kinds == ["stream", "display_data"]


def test_the_library_alone_would_end_the_line(extension: ModuleType) -> None:
    (output,) = utils.coalesce_streams([printed("profile "), printed("basic\n")])
    assert output["text"] == "profile\nbasic\n", "then `with_whole_lines` is not needed any more"
