"""A burst of keys, as one packet of a remote session brings it, reaches what it is meant for."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from forms_at_desk import complaint_told, form_of, is_on, opened, typed
from landlord import on_sqlite, row
from pilots import at_work, burst, screen_text, settled
from recorded_cases import FRI_NOON, acknowledged, defined, recorded
from terminal import Terminal
from textual.pilot import Pilot

from casetrack.domain.facts.handling import ContactAttempted
from casetrack.tui.app import CasetrackApp
from casetrack.tui.messages import CaseWanted, RecordingWanted
from casetrack.tui.screens.acts import ActsScreen
from casetrack.tui.screens.case_file import CaseScreen
from casetrack.tui.screens.conflict import ConflictScreen
from casetrack.tui.screens.recording import RecordingScreen
from casetrack.tui.screens.worklist import WorklistScreen
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


CALLED = ContactAttempted(happened_on=FRI_NOON.date(), channel="phone", note="Spoke to her son.")


# --- in one burst, as one packet brings it, into forms whose fields come and go


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


def test_enter_behind_words_takes_what_they_narrowed_the_list_to(tmp_path: Path) -> None:
    here = on_sqlite(tmp_path)
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(CaseWanted(reference))
        await settled(pilot)
        for words in ("reach", "alert no such act"):
            await burst(pilot, "p", *words.replace(" ", ""), "enter")
            if is_on(pilot, RecordingScreen):
                assert "Try to reach the resident" in screen_text(app)
                await pilot.press("escape")
                await settled(pilot)
            else:
                assert is_on(pilot, ActsScreen), "nothing is called so: nothing opens"
            await pilot.press("escape")
            await settled(pilot)

    at_work(here, job, now=FRI_NOON, size=(80, 24))


def test_letters_typed_ahead_into_a_form_decide_nothing_about_a_conflict(tmp_path: Path) -> None:
    here = on_sqlite(tmp_path)
    reference = defined(here)

    async def begins(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "contact-attempted")
        await typed(pilot, {"channel": "phone", "note": "Ten minutes of typing."})

    async def goes_on(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(RecordingWanted("case", reference, "contact-attempted"))
        await burst(pilot, *"doorandredder")
        assert is_on(pilot, ConflictScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert form_of(pilot).fields["note"].raw == "Ten minutes of typing."

    at_work(here, begins, now=FRI_NOON, size=(80, 24))
    recorded(here, reference, CALLED, account="priya")
    at_work(here, goes_on, now=FRI_NOON, size=(80, 24))
    assert len(here.case(reference)["history"]) == 3


def test_esc_behind_words_keeps_the_words(tmp_path: Path) -> None:
    here = on_sqlite(tmp_path)
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(CaseWanted(reference))
        await settled(pilot)
        await burst(pilot, "u", *"whilesheholds", "escape")
        assert is_on(pilot, CaseScreen)
        (draft,) = app.desk.drafts.all()
        assert "whilesheholds" in draft.typed.values()
        await pilot.press("escape")
        await settled(pilot)
        await burst(pilot, "n", *"nova", "escape")
        assert is_on(pilot, WorklistScreen)
        assert "nova" in [draft.typed.get("resident") for draft in app.desk.drafts.all()]

    at_work(here, job, now=FRI_NOON, size=(80, 24))


def test_what_is_typed_behind_a_refused_ctrl_s_goes_into_no_field(tmp_path: Path) -> None:
    here = on_sqlite(tmp_path)
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "response-extended", stage=1)
        await typed(pilot, {"until": "+2wd", "means": "letter", "reasons": "The roofer is ill."})
        form.focus_field("reasons")
        await pilot.pause()
        before = form.raw
        await burst(pilot, "ctrl+s", *"lift", "tab", *"burst")
        assert is_on(pilot, RecordingScreen)
        assert form.raw == before

    at_work(here, job, now=FRI_NOON, size=(80, 24))


def test_a_second_ctrl_s_decides_no_conflict(tmp_path: Path) -> None:
    here = on_sqlite(tmp_path)
    reference = defined(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "contact-attempted")
        await typed(pilot, {"channel": "visit", "note": "Nobody was in."})
        recorded(here, reference, CALLED, account="priya")
        await burst(pilot, "ctrl+s", "ctrl+s")
        assert is_on(pilot, ConflictScreen)

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    assert len(here.case(reference)["history"]) == 3


def test_words_behind_define_it_now_reach_the_points_of_the_definition(tmp_path: Path) -> None:
    here = on_sqlite(tmp_path)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("n")
        await settled(pilot)
        await complaint_told(pilot)
        await burst(pilot, "ctrl+s")
        await burst(pilot, "d", *"lobster", "tab")
        assert form_of(pilot).fields["points"].raw == "lobster"

    at_work(here, job, now=FRI_NOON, size=(80, 24))


def test_ctrl_x_behind_words_takes_what_they_narrowed_the_list_to(tmp_path: Path) -> None:
    here = on_sqlite(tmp_path)
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(CaseWanted(reference))
        await settled(pilot)
        await burst(pilot, "p", *"survey", "ctrl+x")
        assert is_on(pilot, RecordingScreen)
        assert app.screen.wanted.fact == "survey-sent"  # type: ignore[attr-defined]

    at_work(here, job, now=FRI_NOON, size=(80, 24))
