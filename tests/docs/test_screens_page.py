"""The page on the terminal UI shows every picture there is, and none asks another site for more."""

import re

import pytest
from screens import PICTURES, ROOT, SCREENS

PAGE = (ROOT / "docs" / "terminal-ui.md").read_text("utf-8")


@pytest.mark.parametrize("name", [screen.name for screen in SCREENS])
def test_each_picture_is_on_the_page_and_stands_alone(name: str) -> None:
    picture = (PICTURES / f"{name}.svg").read_text("utf-8")
    assert f"screens/{name}.svg" in PAGE
    asked_for = set(re.findall(r"https?://[^\s\"'<)]+", picture))
    assert asked_for <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}


def test_no_picture_is_left_over() -> None:
    assert {file.stem for file in PICTURES.iterdir()} == {screen.name for screen in SCREENS}


def test_every_key_that_the_page_names_can_be_remapped_under_that_name() -> None:
    from casetrack.tui.keys import binding_ids

    named = set(re.findall(r'"([a-z]+\.[a-z0-9-]+)"', PAGE))
    assert named
    assert named <= binding_ids()
