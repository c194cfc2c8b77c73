"""The sorting game in JupyterLab, without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from keyboard import Keyboard
from looks import check_contrast, check_names

pytestmark = pytest.mark.browser

THREE_TAGS = """import dcmteach
ds = dcmteach.sample("ct_thorax")
dcmteach.TagSorter(ds, tags=["PatientName", "KVP", "ProtocolName"])"""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_a_whole_game_is_played_with_tab_and_space(show: Any, theme: str) -> None:
    page = show(THREE_TAGS, theme=theme)
    keys = Keyboard(page)
    keys.sees("0 of 3 sorted")
    keys.enter()
    keys.go_to("Unsafe")
    keys.press("Space")
    keys.sees("Right: unsafe.")
    keys.sees("score 1 of 1")
    keys.waits_at("Next tag")  # the focus goes where it is needed next
    keys.press("Space")
    keys.sees("2 of 3: KVP")
    keys.waits_at("Safe")
    keys.press("Tab", "Enter")  # unsafe: a harmless tag after all
    keys.sees("Not yet: you said unsafe, we say safe.")
    keys.waits_at("Next tag")
    keys.press("Enter")
    keys.sees("3 of 3: Protocol Name")
    keys.waits_at("Safe")
    keys.press("Space")
    keys.sees("Defensible: Med-I radiologists would also say safe.")
    keys.sees("Sources, side by side")
    keys.sees("Finished: 1.5 of 3")
    check_contrast(page)
    check_names(page)
    keys.waits_at("Play again")
    keys.press("Space")
    keys.sees("0 of 3 sorted")


def test_an_earlier_tag_is_read_again_with_the_arrow_keys(show: Any) -> None:
    page = show(THREE_TAGS)
    keys = Keyboard(page)
    keys.enter()
    keys.go_to("Unsafe")
    keys.press("Space")
    keys.waits_at("Next tag")
    keys.press("Space")
    keys.sees("2 of 3: KVP")
    keys.waits_at("Safe")
    keys.go_to("Tags to sort", back=True)
    keys.press("ArrowUp")
    keys.sees("1 of 3: Patient's Name")
    keys.sees("Right: unsafe.")
