"""Two people record on one case at once: both versions are shown, and no text is lost."""

from pathlib import Path

import pytest
from forms_at_desk import form_of, is_on, opened, saved, tidy, typed, weighed
from landlord import Landlord, landlord
from pilots import at_work, screen_text, settled
from recorded_cases import FRI_NOON, defined, recorded
from textual.pilot import Pilot

from casetrack.domain.facts.handling import ContactAttempted
from casetrack.tui.app import CasetrackApp
from casetrack.tui.messages import RecordingWanted
from casetrack.tui.screens.conflict import ConflictScreen
from casetrack.tui.screens.form import FormScreen
from casetrack.tui.screens.worklist import WorklistScreen

CALLED = ContactAttempted(happened_on=FRI_NOON.date(), channel="phone", note="Spoke to her son.")


@pytest.fixture
def there(tmp_path: Path, database_url: str) -> Landlord:
    """A landlord with an empty database."""
    return landlord(tmp_path, database_url)


def facts(there: Landlord, reference: str) -> list[str]:
    return [entry["fact"] for entry in there.case(reference)["history"]]


async def lost_race(pilot: "Pilot[None]", there: Landlord, reference: str) -> None:
    """Type something, have somebody else record first, and press ctrl+s."""
    await opened(pilot, reference, "contact-attempted")
    await typed(pilot, {"channel": "visit", "note": "Nobody was in."})
    recorded(there, reference, CALLED, account="priya")
    await typed(pilot, {"reached": True})
    assert "priya recorded “contact attempted” at 12:00" in tidy(screen_text(pilot.app))  # type: ignore[arg-type]
    await saved(pilot)


def test_a_lost_race_shows_both_and_mine_is_recorded_too(there: Landlord) -> None:
    reference = defined(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await lost_race(pilot, there, reference)
        assert is_on(pilot, ConflictScreen)
        shown = screen_text(app)
        for words in ("by priya at 12:00", "Spoke to her son.", "Nobody was in.", "visit"):
            assert words in shown
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert is_on(pilot, WorklistScreen), screen_text(app)

    at_work(there, job, now=FRI_NOON, size=(80, 24))
    assert facts(there, reference)[-2:] == ["contact-attempted"] * 2
    assert there.case(reference)["history"][-1]["note"] == "Nobody was in."


def test_mine_is_edited_on_the_record_as_it_is_by_now_or_discarded(there: Landlord) -> None:
    reference = defined(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await lost_race(pilot, there, reference)
        await pilot.press("escape")
        await settled(pilot)
        assert is_on(pilot, FormScreen)
        await saved(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await weighed(pilot)
        form = form_of(pilot)
        assert form.fields["note"].raw == "Nobody was in."
        assert "priya recorded" not in screen_text(app)
        await typed(pilot, {"note": "Nobody was in, we left a card."})
        recorded(there, reference, CALLED, account="priya")
        await saved(pilot)
        assert is_on(pilot, ConflictScreen)
        await pilot.press("ctrl+t", "ctrl+t")
        await settled(pilot)
        assert is_on(pilot, WorklistScreen)
        form = await opened(pilot, reference, "contact-attempted")
        assert form.fields["note"].raw == ""

    at_work(there, job, now=FRI_NOON, size=(80, 24))
    assert facts(there, reference)[-2:] == ["contact-attempted"] * 2


def test_a_draft_begun_before_others_recorded_is_shown_beside_that_first(there: Landlord) -> None:
    reference = defined(there)

    async def begins(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "contact-attempted")
        await typed(pilot, {"channel": "visit", "note": "Nobody was in.", "happened_on": "31 Fe"})
        await pilot.press("escape")
        await settled(pilot)

    async def comes_back(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(RecordingWanted("case", reference, "contact-attempted"))
        await settled(pilot)
        assert is_on(pilot, ConflictScreen)
        shown = screen_text(app)
        assert "Spoke to her son." in shown
        assert "31 Fe" in shown, "what cannot be read yet is shown as it was typed"

    at_work(there, begins, now=FRI_NOON, size=(80, 24))
    recorded(there, reference, CALLED, account="priya")
    at_work(there, comes_back, now=FRI_NOON, size=(80, 24))
