"""What one has begun and not recorded: listed, marked on its case, and gone on with."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from forms_at_desk import (
    complaint_told,
    form_of,
    is_on,
    opened,
    tidy,
    told_in_passing,
    typed,
)
from landlord import Landlord, on_sqlite
from pilots import at_work, harmless, screen_text, settled, stopped_typing
from recorded_cases import FRI_NOON, acknowledged, resident
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from casetrack.service.orders import Order, Recorded
from casetrack.tui.app import CasetrackApp
from casetrack.tui.drafts import Draft, DraftName, Drafts
from casetrack.tui.messages import CaseWanted, RecordingWanted
from casetrack.tui.screens.acts import ActsScreen
from casetrack.tui.screens.case_file import CaseScreen
from casetrack.tui.screens.drafting import DraftingScreen
from casetrack.tui.screens.drafts import DraftsScreen
from casetrack.tui.screens.new_complaint import NewComplaintScreen
from casetrack.tui.screens.recording import RecordingScreen
from casetrack.tui.screens.worklist import WorklistScreen
from casetrack.tui.slots import first_free
from casetrack.tui.widgets.complaint_form import ComplaintForm

HOSTILE = "\x1b]0;owned\x07 Żak\u202e \x9b31m"


@pytest.fixture
def here(tmp_path: Path) -> Landlord:
    """A landlord with an empty database."""
    return on_sqlite(tmp_path)


def begun(app: CasetrackApp, name: DraftName, minutes: int, **words: object) -> None:
    """Leave a draft as if it had been typed so many minutes ago."""
    drafts = app.desk.drafts
    draft = Draft(
        name=name,
        typed=words,
        based_on=None,
        command_id=f"typed {minutes} minutes ago",
        written_at=app.desk.now() - timedelta(minutes=minutes),
    )
    drafts.keep(draft, drafts.turn())


async def listed(pilot: "Pilot[None]", app: CasetrackApp) -> list[str]:
    """Go to the drafts; return their lines."""
    await pilot.press("b")
    await settled(pilot)
    assert is_on(pilot, DraftsScreen)
    return [tidy(line) for line in screen_text(app).splitlines()[2:-2] if line.strip()]


def test_drafts_are_counted_listed_and_each_is_gone_on_with(here: Landlord) -> None:
    reference = acknowledged(here)
    first = DraftName("case", "", "new-complaint")
    second = DraftName("case", "", "new-complaint", place=2)
    extension = DraftName("case", reference, "response-extended", 1)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        assert "draft" not in screen_text(app)
        begun(app, first, 30, resident="Mary O'Neill-Żak", words="The lift is out.")
        begun(app, second, 20, resident={"name": "Bela Próba"}, received_on="Fri 7 Feb 2025")
        begun(app, extension, 60 * 24, until="+2wd", reasons="The surveyor is ill.")
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert "b 3 drafts" in screen_text(app).splitlines()[0]
        assert await listed(pilot, app) == [
            "11:40 New complaint Bela Próba",
            "11:30 New complaint Mary O'Neill-Żak: The lift is out.",
            f"Thu 6 Feb, 12:00 Extend stage 1 {reference} The surveyor is ill.",
        ]
        for key, words in (("enter", ""), ("down", "The lift is out.")):
            await pilot.press(*dict.fromkeys((key, "enter")))
            await settled(pilot)
            assert is_on(pilot, NewComplaintScreen)
            assert app.screen.query_one(ComplaintForm).fields["words"].raw == words
            await pilot.press("escape")
            await settled(pilot)
            assert is_on(pilot, DraftsScreen)
        await pilot.press("end", "enter")
        await settled(pilot)
        assert is_on(pilot, RecordingScreen)
        assert form_of(pilot).fields["until"].raw == "+2wd"

    at_work(here, job, now=FRI_NOON)


def test_a_draft_is_thrown_away_from_the_list_by_two_presses_on_it(here: Landlord) -> None:
    reference = acknowledged(here)
    extension = DraftName("case", reference, "response-extended", 1)
    update = DraftName("case", reference, "resident-updated", 1)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        begun(app, extension, 10, reasons="The surveyor is ill.")
        begun(app, update, 20, about="The surveyor has been.")
        assert len(await listed(pilot, app)) == 2
        await pilot.press("ctrl+t", "down", "ctrl+t")
        await settled(pilot)
        assert len(app.desk.drafts.all()) == 2, "each press was the first on its line"
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert [each.name for each in app.desk.drafts.all()] == [extension]
        assert "The surveyor has been." not in screen_text(app)
        await pilot.press("escape")
        await settled(pilot)
        assert is_on(pilot, WorklistScreen)
        assert "b 1 draft" in screen_text(app)

    at_work(here, job, now=FRI_NOON)


def test_a_case_says_what_was_begun_on_it(here: Landlord) -> None:
    reference = acknowledged(here)
    extension = DraftName("case", reference, "response-extended", 1)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        begun(app, extension, 10, reasons="The surveyor is ill.")
        begun(app, extension._replace(reference="2025/0099"), 5, reasons="Of another case.")
        app.screen.post_message(CaseWanted(reference))
        await settled(pilot)
        assert "b ✎ begun and not recorded: Extend stage 1 (11:50)" in tidy(screen_text(app))
        await pilot.press("p")
        await settled(pilot)
        assert is_on(pilot, ActsScreen)
        assert "extend stage 1 ✎ draft of 11:50" in tidy(screen_text(app))
        assert screen_text(app).count("✎") == 1

    at_work(here, job, now=FRI_NOON, size=(80, 24))


@pytest.mark.parametrize(
    "held",
    ["{", "[]", '{"about": 3}', '{"about": ["case", "2025/0001", "x", "y", "z"]}', '{"about": []}'],
)
def test_a_file_that_is_no_draft_is_left_out_of_the_list(here: Landlord, held: str) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        folder = app.desk.drafts.folder
        folder.mkdir(parents=True)
        (folder / f"{'0' * 40}.json").write_text(held, "utf-8")
        begun(app, DraftName("case", "", "new-complaint"), 10, words="The lift is out.")
        (line,) = await listed(pilot, app)
        assert line.endswith("The lift is out.")

    at_work(here, job, now=FRI_NOON)


def test_no_word_of_a_draft_steers_the_terminal(here: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        begun(app, DraftName("case", HOSTILE, "no-such-fact", 1), 10, words=HOSTILE, owner=3)
        lines = await listed(pilot, app)
        harmless(screen_text(app))
        assert any("Żak" in line for line in lines)
        await pilot.press("enter")
        await settled(pilot)
        harmless(screen_text(app))
        assert "There is no fact" in screen_text(app)

    at_work(here, job, now=FRI_NOON)


def test_a_draft_that_is_open_beneath_is_gone_back_to(here: Landlord) -> None:
    name = DraftName("case", "", "new-complaint")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        begun(app, name, 10, words="The lift is out.")
        await pilot.press("n")
        await settled(pilot)
        open_form = app.screen
        app.push_screen(DraftsScreen())
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen is open_form
        assert app.screen.query_one(ComplaintForm).fields["words"].raw == "The lift is out."

    at_work(here, job, now=FRI_NOON)


def test_two_windows_with_the_same_form_keep_what_each_types(here: Landlord) -> None:
    reference = acknowledged(here)
    name = DraftName("case", reference, "contact-attempted")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        begun(app, name, 5, note="Of the other window.")
        elsewhere = Drafts(app.desk.drafts.folder)
        slot, found = first_free(name, elsewhere)
        assert found is not None
        form = await opened(pilot, reference, "contact-attempted")
        assert form.fields["note"].raw == ""
        assert "open elsewhere too" in told_in_passing(app)
        await typed(pilot, {"note": "Of this window."})
        await pilot.press("escape")
        await settled(pilot)
        elsewhere.keep(replace(found, typed={"note": "More of the other."}), elsewhere.turn())
        kept = {each.name.place: each.typed["note"] for each in app.desk.drafts.all()}
        assert kept == {1: "More of the other.", 2: "Of this window."}
        lines = await listed(pilot, app)
        assert ["Of this window." in line for line in lines] == [True, False]
        await pilot.press("end", "enter")
        await settled(pilot)
        assert is_on(pilot, DraftsScreen)
        assert "open in another window" in told_in_passing(app)
        slot.let_go()
        await pilot.press("enter")
        await settled(pilot)
        assert form_of(pilot).fields["note"].raw == "More of the other."
        await typed(pilot, {"channel": "phone"})
        await pilot.press("ctrl+s")
        await settled(pilot)
        (left,) = app.desk.drafts.all()
        assert left.typed["note"] == "Of this window.", "recording one form drops no other's draft"

    at_work(here, job, now=FRI_NOON)


def test_why_an_entry_is_taken_out_is_a_draft_like_any_other(here: Landlord) -> None:
    reference = acknowledged(here)

    async def types(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(CaseWanted(reference))
        await settled(pilot)
        await pilot.press("U", *"wrong")
        await settled(pilot)
        await pilot.press("ctrl+q")

    async def comes_back(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        (line,) = await listed(pilot, app)
        assert f"Take entry 2 out {reference} wrong" in line
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen.query_one(Input).value == "wrong"
        await pilot.press("end", *" case", "enter")
        await settled(pilot)
        assert "entry 2 taken out" in screen_text(app)
        assert app.desk.drafts.all() == ()

    at_work(here, types, now=FRI_NOON)
    at_work(here, comes_back, now=FRI_NOON)
    assert here.case(reference)["history"][-1]["because"] == "wrong case"


def test_what_cannot_be_kept_is_left_at_the_second_press_and_not_before(
    here: Landlord, tmp_path: Path
) -> None:
    reference = acknowledged(here)
    (tmp_path / "state").write_text("no folder", "utf-8")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "contact-attempted")
        form.fields["note"].raw = "Nobody answered."
        await stopped_typing(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "Esc again leaves it all the same" in tidy(screen_text(app))
        await pilot.press("ctrl+q")
        await settled(pilot)
        assert "ctrl+q again" in told_in_passing(app)
        assert app.is_running
        await pilot.press("escape")
        await settled(pilot)
        assert is_on(pilot, WorklistScreen)

    at_work(here, job, now=FRI_NOON, size=(80, 24))


def test_what_concerns_the_resident_is_recorded_from_the_case(here: Landlord) -> None:
    person = resident(here)
    there = "2025/0001"

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        reference = _complaint_of(here, person)
        assert reference == there
        app.screen.post_message(CaseWanted(reference))
        await settled(pilot)
        assert "baby" not in screen_text(app)
        await pilot.press("p")
        await settled(pilot)
        await pilot.press(*"raise al")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await typed(pilot, {"what": "Baby in the home."})
        await pilot.press("ctrl+s")
        await settled(pilot)
        shown = screen_text(app)
        assert "⚑ Baby in the home." in shown
        assert there in shown.splitlines()[0]

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    with here.opened() as casetrack:
        alerts = casetrack.casework.record("resident", person).resident.alerts
        assert [each.what for each in alerts] == ["Baby in the home."]


def _complaint_of(here: Landlord, person: str) -> str:
    from recorded_cases import RECEIVED, recorded

    fact = replace(RECEIVED, resident_reference=person)
    return str(recorded(here, "", fact).name.reference)


def test_a_form_left_while_it_opens_breaks_nothing(
    here: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = acknowledged(here)
    left = threading.Event()

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        looked_for = DraftingScreen.take_up

        def slow(screen: DraftingScreen, name: DraftName, **more: bool) -> Draft | None:
            assert left.wait(30)
            return looked_for(screen, name, **more)

        monkeypatch.setattr(DraftingScreen, "take_up", slow)
        wanted = RecordingWanted("case", reference, "contact-attempted")
        for opens in (NewComplaintScreen, lambda: RecordingScreen(wanted)):
            left.clear()
            app.push_screen(opens())
            await pilot.pause(0.1)
            for child in list(app.screen.children):
                await child.remove()  # as Textual takes a screen away: its widgets first
            app.screen._pruning = True
            left.set()
            await settled(pilot)
            app.screen._pruning = False
            app.pop_screen()
            await settled(pilot)
            assert is_on(pilot, WorklistScreen)
        await pilot.press("n")
        await settled(pilot)
        assert app.screen.query_one(ComplaintForm).fields["words"].raw == "", "its place is free"

    at_work(here, job, now=FRI_NOON)


def test_a_form_left_while_it_records_says_what_became_of_it_and_closes_no_other_screen(
    here: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = acknowledged(here)
    left = threading.Event()

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        recording = app.desk.casetrack.recording
        record = recording.record

        def slow(order: Order) -> Recorded:
            assert left.wait(30)
            return record(order)

        monkeypatch.setattr(recording, "record", slow)
        for words in ("Nobody answered.", "She will call back."):
            app.screen.post_message(CaseWanted(reference))
            await settled(pilot)
            await opened(pilot, reference, "contact-attempted")
            await typed(pilot, {"channel": "phone", "note": words})
            left.clear()
            await pilot.press("ctrl+s", "escape")
            await until_on(pilot, CaseScreen)
            left.set()
            await settled(pilot)
            assert is_on(pilot, CaseScreen)
            assert "contact attempted" in told_in_passing(app)
            assert app.desk.drafts.all() == ()
            await pilot.press("escape")
            await settled(pilot)
        await pilot.press("n")
        await settled(pilot)
        await complaint_told(pilot)
        left.clear()
        await pilot.press("ctrl+s", "escape")
        await until_on(pilot, WorklistScreen)
        left.set()
        await settled(pilot)
        assert "It is recorded as 2025/0002." in told_in_passing(app)
        assert app.desk.drafts.all() == ()
        assert "2025/0002" in screen_text(app)

    at_work(here, job, now=FRI_NOON)
    history = json.dumps(here.case(reference)["history"])
    assert history.count("Nobody answered.") == history.count("She will call back.") == 1


async def until_on(pilot: "Pilot[None]", screen: type[Screen[Any]]) -> None:
    """Wait until a screen is shown, however long what is recorded has to wait."""
    for _ in range(100):
        if is_on(pilot, screen):
            return
        await pilot.pause(0.1)
    raise AssertionError(pilot.app.screen)
