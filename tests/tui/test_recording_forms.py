"""A handler records what has happened, in a form, with what would come of it in sight."""

from pathlib import Path

import pytest
from forms_at_desk import beside, form_of, is_on, opened, saved, tidy, typed, weighed
from landlord import Landlord, landlord, on_sqlite
from pilots import at_work, screen_text, settled
from recorded_cases import (
    FRI_NOON,
    THU_20_FEB,
    acknowledged,
    defined,
    received,
    register,
    resident,
)
from textual.pilot import Pilot

from casetrack.domain.facts.terms import Role
from casetrack.tui.app import CasetrackApp
from casetrack.tui.messages import RecordingWanted
from casetrack.tui.screens.acts import ActsScreen
from casetrack.tui.screens.form import FormScreen
from casetrack.tui.screens.worklist import WorklistScreen
from casetrack.tui.widgets.form_fields import BECAUSE, HAPPENED

EXTENDED_RIGHTLY = {
    "until": "+5wd",
    "means": "letter",
    "reasons": "The surveyor comes on Tuesday.",
    "reason_kind": "survey-or-report",
    "ombudsman_details_given": True,
}
ANSWERED = {
    "outcome": "upheld",
    "means": "letter",
    "states": ["stage", "definition", "decision", "reasons", "remedy", "actions", "next-step"],
    "answers": [
        {"point": 1, "decision": "upheld", "reasons": "The roof leaked.", "refers_to": ""},
        {"point": 2, "decision": "not-upheld", "reasons": "We rang twice.", "refers_to": "Policy"},
    ],
    "heard_resident": True,
    "no_remedy_because": "Nothing was lost.",
    "no_actions_outstanding": True,
    "decided_by": "JB",
}

DEFINED_AGAIN = {
    "points": "The roof leaks.\nNobody called back.",
    "outcomes_sought": "The roof mended.",
    "responsible_for": "The roof.",
    "not_responsible_for": "nothing",
    "means": "letter",
}


@pytest.fixture
def there(tmp_path: Path, database_url: str) -> Landlord:
    """A landlord with an empty database of either engine."""
    return landlord(tmp_path, database_url)


@pytest.fixture
def here(tmp_path: Path) -> Landlord:
    """A landlord with an empty database, where the engine is not the point."""
    return on_sqlite(tmp_path)


def test_a_complaint_is_acknowledged_by_keys_alone(there: Landlord) -> None:
    reference = defined(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "complaint-acknowledged", stage=1)
        before = tidy(screen_text(app))
        assert "stage 1 acknowledgement due Mon 10 Feb → met, Fri 7 Feb" in before
        assert "stage 1 answer – → due Fri 21 Feb" in before
        await pilot.press("enter", "down", "enter", "down", "space")
        await weighed(pilot)
        assert "stands against" not in screen_text(app)
        told = await saved(pilot)
        assert is_on(pilot, WorklistScreen)
        assert "stage 1 answer: due Fri 21 Feb" in tidy(told)

    at_work(there, job, now=FRI_NOON, size=(80, 24))
    assert there.clocks(reference)["stage-1-acknowledgement"]["verdict"] == "met"
    assert there.case(reference)["history"][-1]["means"] == "letter"


def test_pressed_twice_it_is_recorded_once(there: Landlord) -> None:
    reference = defined(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "contact-attempted")
        await typed(pilot, {"channel": "phone", "reached": True})
        await pilot.press("ctrl+s", "ctrl+s")
        await settled(pilot)
        assert is_on(pilot, WorklistScreen)

    at_work(there, job, now=FRI_NOON, size=(80, 24))
    facts = [entry["fact"] for entry in there.case(reference)["history"]]
    assert facts.count("contact-attempted") == 1


def test_what_was_changed_after_it_had_gone_through_is_put_right_and_not_lost(
    here: Landlord,
) -> None:
    reference = defined(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "contact-attempted")
        await typed(pilot, {"channel": "phone", "reached": True})
        screen = app.screen
        assert isinstance(screen, FormScreen)
        assert screen.opened is not None
        sent = screen.asked(screen.opened).order
        assert sent is not None
        assert app.desk.casetrack.recording.record(sent).saved  # and nobody heard of it
        await typed(pilot, {"channel": "email"})
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert is_on(pilot, FormScreen)
        assert app.screen is not screen
        assert form_of(pilot).fields["channel"].raw == "email"

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    attempts = [e for e in here.case(reference)["history"] if e["fact"] == "contact-attempted"]
    assert [each["channel"] for each in attempts] == ["phone"]


def test_an_extension_that_does_not_do_is_refused_beside_its_fields(here: Landlord) -> None:
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "response-extended", stage=1)
        await typed(pilot, {"until": "nonsense"})
        assert tidy(screen_text(app)).count('"nonsense" is not a date') == 1
        assert "Not yet: 1 field" in screen_text(app)
        await typed(pilot, {"until": "+30wd"})
        past = beside(pilot, "until")
        assert "past the last day the Code allows, Fri 7 Mar 2025 (6.4)" in past
        assert "Give a day up to Fri 7 Mar 2025" in past
        assert "in writing (6.4). Tell the resident by letter" in beside(pilot, "means")
        assert "no reasons are recorded (6.4)" in beside(pilot, "reasons").lower()
        assert "(6.5)" in beside(pilot, "ombudsman_details_given")
        assert "Not recorded" in await saved(pilot)
        await typed(pilot, {"until": "Wed 19 Feb"})
        assert "is not after the due day, Fri 21 Feb 2025 (6.4)" in beside(pilot, "until")
        assert is_on(pilot, FormScreen)

    at_work(here, job, now=THU_20_FEB, size=(80, 24))
    assert here.clocks(reference)["stage-1-response"]["due_on"] == "2025-02-21"


def test_an_extension_told_after_the_due_day_says_what_to_do_instead(here: Landlord) -> None:
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "response-extended", stage=1)
        await typed(pilot, EXTENDED_RIGHTLY)
        late = beside(pilot, "resident_told_on")
        assert "after the due day, Fri 21 Feb 2025 (6.4)" in late
        assert "Answer as soon as you can" in late
        assert tidy(screen_text(app)).count("Answer as soon as you can") <= 1

    at_work(here, job, now=THU_20_FEB.replace(day=24), size=(80, 24))


def test_an_extension_in_time_moves_the_due_day_by_working_days(there: Landlord) -> None:
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "response-extended", stage=1)
        await typed(pilot, EXTENDED_RIGHTLY)
        assert "due Fri 21 Feb → due Fri 28 Feb" in tidy(screen_text(app))
        await saved(pilot)
        assert is_on(pilot, WorklistScreen)

    at_work(there, job, now=THU_20_FEB, size=(80, 24))
    clock = there.clocks(reference)["stage-1-response"]
    assert (clock["due_on"], clock["extended"]) == ("2025-02-28", True)


def test_both_stages_are_answered_point_by_point(here: Landlord) -> None:
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "response-issued", stage=1)
        assert "1 The roof leaks." in screen_text(app)
        await typed(pilot, {**ANSWERED, "answers": ANSWERED["answers"][:1]})  # type: ignore[index]
        assert "point 2" in beside(pilot, "answers")
        await typed(pilot, ANSWERED)
        assert form.told_of == (), [form.fields[key].said for key in form.told_of]
        await saved(pilot)
        await opened(pilot, reference, "escalation-requested")
        await typed(pilot, {"words": "I want it looked at again.", "reasons": "It still leaks."})
        await saved(pilot)
        assert is_on(pilot, WorklistScreen), screen_text(app)
        await opened(pilot, reference, "complaint-defined", stage=2)
        await typed(pilot, DEFINED_AGAIN)
        await saved(pilot)
        assert is_on(pilot, WorklistScreen), screen_text(app)
        await opened(pilot, reference, "complaint-acknowledged", stage=2)
        await typed(pilot, {"means": "email", "policy_link_given": True})
        await saved(pilot)
        assert is_on(pilot, WorklistScreen), screen_text(app)
        form = await opened(pilot, reference, "response-issued", stage=2)
        await typed(pilot, {**ANSWERED, "decided_by": "MO", "staff_involved": "MO\nPriya S"})
        assert form.told_of == (), [form.fields[key].said for key in form.told_of]
        await saved(pilot)
        assert is_on(pilot, WorklistScreen), screen_text(app)

    at_work(here, job, now=THU_20_FEB, size=(100, 40))
    clocks = here.clocks(reference)
    assert clocks["stage-1-response"]["verdict"] == clocks["stage-2-response"]["verdict"] == "met"
    last = here.case(reference)["history"][-1]
    assert last["staff_involved"] == ["MO", "Priya S"]
    assert last["answers"][1]["refers_to"] == "Policy"


def test_what_has_happened_all_the_same_leaves_its_finding(here: Landlord) -> None:
    reference = defined(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "complaint-acknowledged", stage=1)
        await typed(pilot, {"means": "letter"})
        assert "policy" in beside(pilot, "policy_link_given")
        assert not form.fields[HAPPENED].has_class("-folded")
        assert form.fields[BECAUSE].has_class("-folded")
        await typed(pilot, {HAPPENED: True})
        assert "Say why it happened all the same" in await saved(pilot)
        await typed(pilot, {BECAUSE: "The letter had gone out."})
        told = await saved(pilot)
        assert is_on(pilot, WorklistScreen)
        assert "Finding (" in told

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    case = here.case(reference)
    assert case["history"][-1]["because_recorded"] == "The letter had gone out."
    assert any("policy" in each["finding"] for each in case["findings"])


def test_what_contradicts_the_record_is_refused_even_as_happened(here: Landlord) -> None:
    reference = defined(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "remedy-delivered", happened=True)
        assert "none is open" in screen_text(app)
        form = await opened(pilot, reference, "contact-attempted", happened=True)
        await typed(pilot, {"channel": "phone", "happened_on": "+3"})
        assert "is still to come" in beside(pilot, "happened_on")
        assert form.fields[HAPPENED].has_class("-folded")
        await saved(pilot)
        assert is_on(pilot, FormScreen)

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    assert "contact-attempted" not in str(here.case(reference)["history"])


def test_a_day_long_past_asks_why_it_is_recorded_so_late(here: Landlord) -> None:
    reference = received(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "contact-attempted")
        assert form.fields[BECAUSE].has_class("-folded")
        await typed(pilot, {"channel": "phone", "happened_on": "Tue 4 Feb"})
        assert "why it is recorded only now" in beside(pilot, BECAUSE)
        await typed(pilot, {BECAUSE: "I was on leave."})
        await saved(pilot)
        assert is_on(pilot, WorklistScreen)

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    assert here.case(reference)["history"][-1]["because_recorded"] == "I was on leave."


def test_an_entry_is_put_right_with_a_reason(here: Landlord) -> None:
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, corrects=2)
        assert form.fields["means"].raw == "letter"
        await typed(pilot, {"means": "email"})
        assert "Say why it is put right" in await saved(pilot)
        await typed(pilot, {BECAUSE: "It went by email."})
        await saved(pilot)
        assert is_on(pilot, WorklistScreen), screen_text(app)

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    history = here.case(reference)["history"]
    assert history[-1]["fact"] == "entry-corrected"
    assert history[-1]["replacement"]["means"] == "email"


def test_an_auditor_is_refused_in_words_and_keeps_the_text(here: Landlord) -> None:
    register(here, "MM", Role.MANAGER)
    register(here, "AU", Role.AUDITOR)
    reference = received_by_manager(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "contact-attempted")
        await typed(pilot, {"channel": "phone"})
        await saved(pilot)
        told = tidy(screen_text(app))
        assert "AU is an auditor, who reads everything and records nothing" in told
        assert form_of(pilot).fields["channel"].raw == "phone"

    at_work(here, job, now=FRI_NOON, size=(80, 24), account="au")


def received_by_manager(there: Landlord) -> str:
    """Return a complaint that the manager recorded."""
    return received(there, account="mm")


def test_a_document_is_filed_by_its_path(here: Landlord, tmp_path: Path) -> None:
    reference = received(here)
    (tmp_path / "survey.txt").write_text("The roof is sound.", "utf-8")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "document-filed")
        await typed(pilot, {"path": str(tmp_path / "nowhere.txt"), "title": "Survey"})
        await saved(pilot)
        assert is_on(pilot, FormScreen)
        await typed(pilot, {"path": str(tmp_path / "survey.txt")})
        await saved(pilot)
        assert is_on(pilot, WorklistScreen), screen_text(app)

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    entry = here.case(reference)["history"][-1]
    assert (entry["name"], entry["title"]) == ("survey.txt", "Survey")


# --- what may be done


def test_what_may_be_done_is_listed_and_narrowed_as_one_types(here: Landlord) -> None:
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(RecordingWanted("case", reference))
        await settled(pilot)
        assert is_on(pilot, ActsScreen)
        shown = screen_text(app)
        assert "→ answer stage 1   answer due Fri 21 Feb" in shown
        await pilot.press(*"reach")
        await settled(pilot)
        assert "answer stage 1" not in screen_text(app)
        await pilot.press("enter")
        await settled(pilot)
        await typed(pilot, {"channel": "phone"})
        await saved(pilot)
        assert is_on(pilot, WorklistScreen), "the list closes with the form"

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    assert here.case(reference)["history"][-1]["fact"] == "contact-attempted"


def test_what_may_not_be_done_says_why_and_can_be_recorded_as_happened(here: Landlord) -> None:
    reference = received(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(RecordingWanted("case", reference))
        await settled(pilot)
        await pilot.press(*"acknowledge")
        await settled(pilot)
        shown = tidy(screen_text(app))
        assert "– acknowledge stage 1 not now" in shown
        assert "record it first" in shown
        await pilot.press("enter")
        await settled(pilot)
        assert is_on(pilot, ActsScreen)
        await pilot.press("ctrl+x")
        await settled(pilot)
        assert form_of(pilot).fields[HAPPENED].raw is True
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press(*["backspace"] * len("acknowledge"), *"deliver")
        await settled(pilot)
        assert "✗ deliver a remedy   not possible" in screen_text(app)
        await pilot.press("ctrl+x")
        await settled(pilot)
        assert is_on(pilot, ActsScreen)

    at_work(here, job, now=FRI_NOON, size=(80, 24))


@pytest.mark.parametrize(
    ("kind", "words"),
    [("resident", "raise an alert about"), ("landlord", "set something the landlord")],
)
def test_other_records_have_a_plain_list(here: Landlord, kind: str, words: str) -> None:
    reference = resident(here) if kind == "resident" else "landlord"

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(RecordingWanted(kind, reference))  # type: ignore[arg-type]
        await settled(pilot)
        assert words in screen_text(app)

    at_work(here, job, now=FRI_NOON, size=(80, 24))
