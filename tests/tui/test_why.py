"""Why a date: the proof of each clock of a complaint, day by day, as a handler reads it."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

from landlord import landlord, on_sqlite
from pilots import at_work, screen_text, settled
from recorded_cases import acknowledged, recorded
from textual.pilot import Pilot

from casetrack.domain import facts as f
from casetrack.domain.facts.terms import Means, ReasonKind
from casetrack.tui import messages
from casetrack.tui.app import CasetrackApp
from casetrack.tui.screens.case_file import CaseScreen
from casetrack.tui.screens.why import WhyScreen

WED_12_FEB = datetime(2025, 2, 12, 10, 0, tzinfo=UTC)


async def asked(pilot: "Pilot[None]", app: CasetrackApp, reference: str, key: str = "") -> None:
    """Ask why a clock has its date, as another screen does."""
    app.screen.post_message(messages.WhyWanted(reference, key))
    await settled(pilot)
    assert isinstance(app.screen, WhyScreen)


def test_the_answer_is_proved_day_by_day_with_its_backstop_and_calendar(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await asked(pilot, app, reference, "stage-1-response")
        shown = screen_text(app)
        assert "Stage 1 answer due Friday 21 February 2025: ten working days" in shown
        assert "day 0  Fri 7 Feb 2025  acknowledged" in shown
        assert "–  Sat 8 Feb 2025  weekend" in shown
        assert "3  Wed 12 Feb 2025 today" in shown
        assert "10  Fri 21 Feb 2025 due, until midnight" in shown
        assert "Backstop: acknowledged on the last day for it, Mon 10 Feb, the answer" in shown
        assert "due Mon 24 Feb" in shown
        assert re.search(r"\b[0-9a-f]{12}\.", shown)

    at_work(there, job, size=(200, 50), now=WED_12_FEB)


def test_without_a_clock_named_the_one_that_is_due_next_is_proved(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await asked(pilot, app, reference)
        assert "Stage 1 answer due Friday 21 February 2025" in screen_text(app)

    at_work(there, job, size=(80, 24), now=WED_12_FEB)


def test_an_extension_is_counted_on_to_the_day_it_moved_to(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)
    extension = f.ResponseExtended(
        happened_on=date(2025, 2, 12),
        stage=1,
        until=date(2025, 2, 28),
        means=Means.LETTER,
        reasons="The survey is awaited until then.",
        reason_kind=ReasonKind.SURVEY_OR_REPORT,
        ombudsman_details_given=True,
    )
    recorded(there, reference, extension)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await asked(pilot, app, reference, "stage-1-response")
        shown = screen_text(app)
        assert "10  Fri 21 Feb 2025 due until it was extended" in shown
        assert "15  Fri 28 Feb 2025 due, until midnight" in shown
        assert "Extended by five working days: Fri 21 Feb 2025 → Fri 28 Feb 2025." in shown

    at_work(there, job, size=(200, 60), now=WED_12_FEB)


def test_every_clock_of_the_case_can_be_chosen_and_long_proofs_scroll(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await asked(pilot, app, reference, "stage-1-acknowledgement")
        assert "Stage 1 acknowledgement due" in screen_text(app)
        await pilot.press("down")
        await settled(pilot)
        assert "Stage 1 answer due Friday 21 February" in screen_text(app)
        await pilot.press("l")
        await settled(pilot)
        assert "Stage 1 backstop due Monday 24 February" in screen_text(app)
        assert "15  Mon 24 Feb 2025" not in screen_text(app)
        await pilot.press("tab", "end")
        await settled(pilot)
        assert "15  Mon 24 Feb 2025" in screen_text(app)

    at_work(there, job, size=(80, 24), now=WED_12_FEB)


def test_it_opens_from_the_clock_the_keys_are_at_and_goes_back_there(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(messages.CaseWanted(reference))
        await settled(pilot)
        await pilot.press("shift+tab", "w")
        await settled(pilot)
        assert "Stage 1 acknowledgement due Monday 10 February" in screen_text(app)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, CaseScreen)

    at_work(there, job, now=WED_12_FEB)
