"""A burst of keys, as one packet of a remote session brings it, reaches what it is meant for."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from forms_at_desk import is_on, opened, typed
from landlord import on_sqlite, row
from pilots import at_work, settled, stopped_typing
from recorded_cases import FRI_NOON, acknowledged
from terminal import Terminal
from textual import events
from textual.pilot import Pilot

from casetrack.tui.app import CasetrackApp
from casetrack.tui.screens.recording import RecordingScreen
from casetrack.tui.widgets.complaint_form import ComplaintForm
from casetrack.tui.widgets.form_fields import BECAUSE, HAPPENED


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    there = on_sqlite(tmp_path).holds(
        row("C1", resident="Mr B O'Neill-Żak"), row("C2", resident="Ms A Example")
    )
    state = str(tmp_path / "state")
    made = Terminal(
        environment={
            "XDG_STATE_HOME": state,
            "XDG_CONFIG_HOME": state,
            "CASETRACK_CONFIG": str(there.config),
        },
        size=(100, 30),
    )
    made.until("5 working days (6.2)")
    yield made
    made.close()


def test_words_after_the_key_that_opens_their_box(terminal: Terminal) -> None:
    terminal.press("/zak\r")
    terminal.until("zak ×")


def test_words_after_the_key_that_opens_their_screen_and_after_tab(terminal: Terminal) -> None:
    terminal.press("nAda Testcase\t")
    terminal.until("Ada Testcase")


def test_keys_that_go_through_several_screens(terminal: Terminal) -> None:
    terminal.press("\rw")  # Enter opens the case, w its dates
    terminal.until("day 0")
    terminal.press("\x1b")
    terminal.until("history")


def test_what_follows_tab_is_typed_into_the_next_box(terminal: Terminal) -> None:
    # Past address, tenure, ways to reach her, her own record and who makes it: to the day.
    terminal.press("nAda Testcase" + "\t" * 6 + "-1")
    terminal.until("(yesterday)")


def test_a_key_after_a_filter_acts_on_what_the_filter_found(terminal: Terminal) -> None:
    # C1, Mr O'Neill-Żak's, is the first line; Ms Example's case is the one that is asked for.
    for _ in range(5):
        terminal.press("/example\r\r")
        terminal.until("C2   Ms A Example")
        terminal.press("\x1b")
        terminal.until("example ×")
        terminal.press("\x1b")
        terminal.until("O'N")


def test_no_key_overtakes_those_that_wait(terminal: Terminal) -> None:
    words = "The quick brown fox jumps over the lazy dog"
    terminal.press("n" + "\t" * 5)  # past who makes it, the day, the way and who was reached
    for letter in f"Quick {words}":
        terminal.press(letter)
        time.sleep(0.01)
    terminal.until(words)


# --- in one burst, as one packet brings it, into forms whose fields come and go


async def burst(pilot: "Pilot[None]", *keys: str) -> None:
    """Press keys without waiting for what any of them does."""
    for key in keys:
        character = {"space": " "}.get(key, key if len(key) == 1 else None)
        pilot.app.post_message(events.Key(key, character))
    await stopped_typing(pilot)


def test_a_key_behind_a_choice_that_brings_a_field_reaches_the_one_it_is_meant_for(
    tmp_path: Path,
) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("n")
        await settled(pilot)
        fields = app.screen.query_one(ComplaintForm).fields
        fields["adjustments_asked"].focus_first()
        await pilot.pause()
        await burst(pilot, "a", "tab", "tab", "tab", "tab", "c")
        assert (fields["adjustments_asked"].raw, fields["choice"].raw) == ("yes", "complaint")

    at_work(on_sqlite(tmp_path), job, size=(80, 24))


def test_a_reason_typed_straight_behind_its_tick_is_the_reason(tmp_path: Path) -> None:
    here = on_sqlite(tmp_path)
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "response-extended", stage=1)
        await typed(pilot, {"until": "+2wd", "means": "letter", "reasons": "The roofer is ill."})
        form.focus_field(HAPPENED)
        await pilot.pause()
        await burst(pilot, "space", "tab", *"forgot", "space", *"it")
        assert form.fields[HAPPENED].raw is True
        assert form.fields[BECAUSE].raw == "forgot it"
        assert form.fields["happened_on"].raw == "today"

    at_work(here, job, now=FRI_NOON, size=(80, 24))


@pytest.mark.parametrize("key", ["means", "ombudsman_details_given"])
def test_words_typed_where_none_are_taken_tick_nothing_and_lead_nowhere(
    tmp_path: Path, key: str
) -> None:
    here = on_sqlite(tmp_path)
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "response-extended", stage=1)
        before = dict(form.raw)
        form.focus_field(key)
        await pilot.pause()
        for letter in "told by phone, a man from maintenance":
            await pilot.press({" ": "space", ",": "comma"}.get(letter, letter))
        await settled(pilot)
        assert is_on(pilot, RecordingScreen)
        assert form.raw == before
        form.focus_field("reasons")
        form.focus_field("ombudsman_details_given")
        await pilot.pause()
        await pilot.press("space")
        assert form.fields["ombudsman_details_given"].raw is True

    at_work(here, job, now=FRI_NOON, size=(80, 24))


def test_a_letter_on_a_list_opens_it_where_it_begins_so(tmp_path: Path) -> None:
    here = on_sqlite(tmp_path)
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "response-extended", stage=1)
        form.focus_field("means")
        await pilot.pause()
        await burst(pilot, "p", "h", "enter")
        assert form.fields["means"].raw == "phone"

    at_work(here, job, now=FRI_NOON, size=(80, 24))
