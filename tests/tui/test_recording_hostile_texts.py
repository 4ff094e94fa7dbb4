"""Whatever somebody pastes is stored as it was pasted, and painted so that it steers nothing."""

import json
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from forms_at_desk import beside, form_of, is_on, opened, saved, weighed
from landlord import Landlord, on_sqlite
from pilots import at_work, screen_text, settled
from recorded_cases import FRI_NOON, received
from textual import events
from textual.pilot import Pilot

from casetrack.domain.errors import BadInput
from casetrack.domain.words import tidied
from casetrack.text import safe_text
from casetrack.tui.app import CasetrackApp
from casetrack.tui.screens.worklist import WorklistScreen
from casetrack.tui.widgets.field_inputs import LineInput, TextBox

_LISTED: Any = json.loads(
    (Path(__file__).parents[1] / "data" / "hostile_texts.json").read_text("utf-8")
)
_LONG = 300
"""letters from which a text is tried for its length alone"""


def _text(listed: Any) -> str:
    value = listed["value"]
    return value if isinstance(value, str) else value["$repeat"][0] * value["$repeat"][1]


HOSTILE = [text for text in map(_text, _LISTED) if text.strip() and len(text) <= _LONG]
MORE = ["a\u2028b\u2029c\x0b\x0cd\x85e\x1c", "tab\tbed", "line\nline\n\nline"]


@pytest.fixture
def here(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path)


def steers(screen: str) -> set[str]:
    """Return the characters of a screen that a terminal would not merely show, or show as none."""
    return {
        letter
        for letter in screen
        if (letter != "\n" and safe_text(letter) != letter) or unicodedata.category(letter) == "Co"
    }


def refusal(text: str) -> str:
    """Return why no database would keep a text, "" where one would."""
    try:
        tidied(text, called="note")
    except BadInput as refused:
        return str(refused)
    return ""


async def pasted(pilot: "Pilot[None]", box: LineInput | TextBox, text: str) -> None:
    box.focus()
    box.words = ""
    await pilot.pause()
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def test_what_is_pasted_is_kept_letter_by_letter_and_painted_harmless(here: Landlord) -> None:
    assert len(HOSTILE) > 30
    reference = received(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "contact-attempted")
        line, box = form.query_one("LineInput", LineInput), form.query_one(TextBox)
        for text in (*HOSTILE, *MORE):
            await pasted(pilot, line, text)
            assert line.words == text.rstrip("\r\n"), "in a line"
            await pasted(pilot, box, text)
            assert box.words == text, "in a box"
            await pilot.pause()
            assert steers(screen_text(app)) == set(), repr(text)

    at_work(here, job, now=FRI_NOON, size=(80, 24))


def test_it_is_stored_as_it_was_pasted_or_refused_beside_its_field(here: Landlord) -> None:
    reference = received(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        for text in (*HOSTILE, *MORE):
            await opened(pilot, reference, "contact-attempted")
            form_of(pilot).fields["channel"].raw = "phone"
            form_of(pilot).fields["note"].raw = text
            await pilot.pause()
            await saved(pilot)
            if refused := refusal(text):
                assert refused.replace('"note"', "“Note”") in beside(pilot, "note")
                assert form_of(pilot).fields["note"].raw == text
                await pilot.press("ctrl+t", "ctrl+t", "escape")
                await settled(pilot)
            else:
                assert is_on(pilot, WorklistScreen), screen_text(app)
                view = app.desk.casetrack.casework.show(reference)
                assert getattr(view.history[-1].fact, "note", "") == tidied(text, called="note")
            assert steers(screen_text(app)) == set()

    at_work(here, job, now=FRI_NOON, size=(80, 24))


def test_a_text_that_is_too_long_is_refused_kept_and_freezes_nothing(here: Landlord) -> None:
    reference = received(here)
    longest = max(map(_text, _LISTED), key=len)
    assert len(longest) > 200_000

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "contact-attempted")
        box = form.query_one(TextBox)
        box.focus()
        begun = time.perf_counter()
        await pasted(pilot, box, longest)
        await pilot.press("x")
        print(f"pasted {len(longest):,} letters in {time.perf_counter() - begun:.2f} s")  # noqa: T201
        begun = time.perf_counter()
        await weighed(pilot)
        print(f"weighed in {time.perf_counter() - begun:.2f} s")  # noqa: T201
        assert "20,000 are kept" in beside(pilot, "note")
        await saved(pilot)
        assert box.words == f"{longest}x"

    at_work(here, job, now=FRI_NOON, size=(80, 24))
