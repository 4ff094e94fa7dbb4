"""A new complaint as it comes in on the phone, logged by keys alone."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from landlord import Landlord, landlord, on_sqlite
from pilots import TUE_24_NOV, at_work, desk_of, screen_text, settled, stopped_typing
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from casetrack.domain import facts as f
from casetrack.domain.codec import from_plain
from casetrack.domain.facts import Fact
from casetrack.service.orders import Order
from casetrack.tui.app import CasetrackApp
from casetrack.tui.complaint_typed import recorded
from casetrack.tui.drafts import DraftName, Drafts
from casetrack.tui.screens.case_file import CaseScreen
from casetrack.tui.screens.logged import LoggedScreen
from casetrack.tui.screens.new_complaint import NewComplaintScreen
from casetrack.tui.screens.recording import RecordingScreen
from casetrack.tui.slots import first_free
from casetrack.tui.widgets.complaint_form import ComplaintForm
from casetrack.tui.widgets.field import Field
from casetrack.tui.widgets.field_inputs import LineInput, TextBox

DATA = Path(__file__).parents[1] / "data"
ON_THE_DAY = TUE_24_NOV.date()
TWENTY_WORDS = (
    "The roof has been leaking into the nursery since September and nobody has come "
    "though I have called four times"
)


def with_ada(there: Landlord) -> Landlord:
    """The landlord, with a resident on record for whom something holds."""
    registered = {"name": "Ms Ada Example", "address": "12 Sample Street", "tenure": "LCRA"}
    put(there, "resident", "", ("resident-registered", registered))
    put(there, "resident", "R0001", ("alert-raised", {"what": "baby in the home"}))
    put(there, "resident", "R0001", ("adjustment-agreed", {"what": "letters in large print"}))
    return there


def put(there: Landlord, kind: Any, reference: str, *facts: tuple[str, dict[str, Any]]) -> str:
    """Record facts straight away; the reference they are on."""
    made = tuple(from_plain(name, ON_THE_DAY, fields) for name, fields in facts)
    order = Order(
        kind=kind,
        reference=reference,
        facts=made,
        account="jb",
        at=TUE_24_NOV,
        command_id=repr((kind, reference, facts)),
        happened=True,
        because="for the test",
    )
    with there.opened() as casetrack:
        recorded = casetrack.recording.record(order)
    assert recorded.saved, recorded.objections
    return str(recorded.name.reference)


def facts_of(there: Landlord, reference: str = "2026/0001") -> list[Fact]:
    with there.opened() as casetrack:
        return [entry.fact for entry in casetrack.casework.show(reference).history]


def nothing_recorded(there: Landlord) -> bool:
    with there.opened() as casetrack:
        from casetrack.store import CaseFilter

        return not casetrack.casework.find(CaseFilter())


async def paused(pilot: "Pilot[None]") -> None:
    """Wait as long as it takes until typing has stopped and what follows from it is shown."""
    await stopped_typing(pilot)


async def opened(pilot: "Pilot[None]", app: CasetrackApp) -> NewComplaintScreen:
    await pilot.press("n")
    await settled(pilot)
    assert isinstance(app.screen, NewComplaintScreen)
    return app.screen


def into(app: CasetrackApp, key: str, raw: Any) -> None:
    """Type into a field without pressing its keys one by one."""
    field_of(app, key).raw = raw


def field_of(app: CasetrackApp, key: str) -> Field:
    return app.screen.query_one(ComplaintForm).fields[key]


def said_beside(app: CasetrackApp, key: str) -> str:
    return " ".join(field_of(app, key)._against)


async def told_on_the_phone(pilot: "Pilot[None]", app: CasetrackApp, **more: Any) -> None:
    """Open the form, and fill in what every complaint is asked."""
    await opened(pilot, app)
    await fill_in(pilot, app, **more)


async def fill_in(pilot: "Pilot[None]", app: CasetrackApp, **more: Any) -> None:
    """Fill in what every complaint is asked."""
    told = {
        "words": TWENTY_WORDS,
        "impact": "The baby sleeps in the hall.",
        "adjustments_asked": "yes",
        "choice": "complaint",
        **dict.fromkeys(("vulnerability", "risk", "urgent_action"), "none known"),
        **more,
    }
    for key, raw in told.items():
        into(app, key, raw)
    await paused(pilot)


# --- whole jobs


def test_a_phone_complaint_of_a_resident_on_record_is_logged_by_keys_alone(
    tmp_path: Path, database_url: str
) -> None:
    there = with_ada(landlord(tmp_path, database_url))
    pressed = 0

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        nonlocal pressed

        async def press(*keys: str) -> None:
            nonlocal pressed
            pressed += len(keys)
            await pilot.press(*keys)

        await press("n")
        await settled(pilot)
        await press(*"exam")
        await paused(pilot)
        assert "▸ Ms Ada Example  R0001" in screen_text(app)
        await press("enter")
        await paused(pilot)
        top = screen_text(app).splitlines()[1]
        assert "⚑ alert: baby in the home" in top or "⚑ baby in the home" in top
        await press("enter", "enter", "enter", "enter")  # made by, received, channel, first reached
        pressed += len(TWENTY_WORDS)
        into(app, "words", TWENTY_WORDS)  # each of them a key: pressing them takes a test long
        await press("tab")
        await press(*"hall", "enter")
        await press("enter", "a", "enter", "enter", "enter", "enter")  # wants … service area
        await press("c", "enter", "enter", "enter")  # complaint, investigate, standard
        await press("enter", "enter", "enter")  # weighed: nothing more is known
        await paused(pilot)
        assert "Acknowledge by Tue 1 Dec (5 working days, 6.2)" in screen_text(app)
        assert "Ready: ctrl+s records it." in screen_text(app)
        await press("ctrl+s")
        await paused(pilot)
        assert "2026/0001 is logged." in screen_text(app)

    at_work(there, job, size=(80, 24))
    assert pressed - len(TWENTY_WORDS) <= 35
    receipt, chose, logged, triage, assigned = facts_of(there)
    assert isinstance(receipt, f.ComplaintReceived)
    assert receipt.resident == "Ms Ada Example"
    assert receipt.resident_reference == "R0001"
    assert (receipt.address, receipt.tenure) == ("12 Sample Street", "LCRA")
    assert (receipt.happened_on, receipt.channel) == (ON_THE_DAY, "phone")
    assert (receipt.words, receipt.impact) == (TWENTY_WORDS, "hall")
    assert receipt.adjustments_asked
    assert getattr(chose, "chose", "") == "complaint"
    assert logged.kind == "complaint-logged"
    assert "baby in the home" in getattr(triage, "vulnerability", "")
    assert getattr(triage, "risk", "") == "none known"
    assert getattr(assigned, "handler", "") == "jb"


def test_a_new_resident_gets_a_record_and_what_was_agreed_stands_on_it(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await told_on_the_phone(
            pilot,
            app,
            resident="Mr Bela O'Neill",
            address="3 Kettle Row",
            tenure="LCHO",
            adjustment="call, do not write",
        )
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "(5.10)" in said_beside(app, "review_on")
        into(app, "review_on", "4/1/27")
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert isinstance(app.screen, LoggedScreen)

    at_work(there, job)
    receipt = facts_of(there)[0]
    assert getattr(receipt, "resident_reference", "") == "R0001"
    assert getattr(receipt, "address", "") == "3 Kettle Row"
    with there.opened() as casetrack:
        resident = casetrack.casework.record("resident", "R0001").resident
    assert resident.name == "Mr Bela O'Neill"
    assert [each.what for each in resident.adjustments] == ["call, do not write"]


def test_nobody_is_registered_where_the_complaint_is_not_recorded(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await told_on_the_phone(pilot, app, resident="Mr Bela O'Neill", impact="")
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert isinstance(app.screen, NewComplaintScreen)
        assert "Not recorded: still asked for what it means" in screen_text(app)
        assert "(7.2)" in said_beside(app, "impact")
        assert app.focused is field_of(app, "impact").query_one(LineInput)

    at_work(there, job)
    assert nothing_recorded(there)
    with there.opened() as casetrack:
        assert casetrack.casework.find_residents("Bela") == ()


def test_a_group_complains_without_a_record_of_its_own(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await told_on_the_phone(pilot, app, resident="Residents, Block 4", made_by="group")
        await pilot.press("ctrl+s")
        await paused(pilot)

    at_work(there, job)
    assert getattr(facts_of(there)[0], "made_by", "") == "group"
    with there.opened() as casetrack:
        assert casetrack.casework.find_residents("Block") == ()


def test_who_speaks_for_a_resident_is_asked_with_their_authority(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await told_on_the_phone(pilot, app, resident=ada, made_by="representative")
        assert not field_of(app, "representative").has_class("-folded")
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "(3.6)" in said_beside(app, "representative")
        assert "(1.3)" in said_beside(app, "authority")
        into(app, "representative", "Cllr Próba")
        into(app, "authority", "awaited")
        await pilot.press("ctrl+s")
        await paused(pilot)

    at_work(there, job)
    assert getattr(facts_of(there)[0], "authority", "") == "awaited"


def test_a_service_request_is_chosen_and_says_what_comes_next(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        into(app, "resident", {"name": "Ms Ada Example", "reference": "R0001"})
        into(app, "words", "Please mend the tap.")
        into(app, "choice", "service-request")
        await paused(pilot)
        assert field_of(app, "route").raw == "service-request"
        assert field_of(app, "impact").has_class("-folded")
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "(1.4)" in said_beside(app, "next_steps")
        into(app, "next_steps", "The plumber comes on Thursday.")
        into(app, "confirmed_in_writing_on", "today")
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert isinstance(app.screen, LoggedScreen)
        assert "acknowledge" not in screen_text(app)

    at_work(there, job)
    kinds = [fact.kind for fact in facts_of(there)]
    assert kinds == ["service-request-received", "choice-offered", "triage-assessed"]


def test_who_chose_to_complain_is_not_turned_into_a_service_request(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await told_on_the_phone(pilot, app, resident=ada)
        into(app, "route", "service-request")
        await paused(pilot)
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "chose to complain (1.3)" in said_beside(app, "route")

    at_work(there, job)
    assert nothing_recorded(there)


def test_a_refusal_without_its_reasons_is_not_recorded_and_each_is_asked_for(
    tmp_path: Path,
) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await told_on_the_phone(pilot, app, resident=ada, route="refuse")
        assert field_of(app, "discretion").has_class("-folded")
        into(app, "ground", "over-12-months")
        await paused(pilot)
        assert not field_of(app, "discretion").has_class("-folded")
        await pilot.press("ctrl+s")
        await paused(pilot)
        for key, provision in (
            ("reason", "2.1"),
            ("evidence", "2.1"),
            ("issue_on", "2.3"),
            ("discretion", "2.3"),
            ("letter_sent_on", "2.4"),
            ("ombudsman_details_given", "2.4"),
            ("explanation", "2.5"),
        ):
            assert f"({provision})" in said_beside(app, key), key

    at_work(there, job)
    assert nothing_recorded(there)


def test_a_refusal_with_all_its_reasons_is_recorded(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path, '[refusals]\n"too late" = "over-12-months"'))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await told_on_the_phone(
            pilot,
            app,
            resident={"name": "Ms Ada Example", "reference": "R0001"},
            route="refuse",
            reason="too late",
            evidence="The repair log ends in May 2025.",
            explanation="The leak was mended in May 2025 and has not come back.",
            letter_sent_on="today",
            ombudsman_details_given="yes",
            issue_on="1/5/2025",
            aware_on="1/5/2025",
            discretion="No reason why it was not brought earlier is known.",
        )
        await paused(pilot)
        assert field_of(app, "ground").has_class("-folded")  # as the landlord's list says
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert isinstance(app.screen, LoggedScreen)
        assert "acknowledge" not in screen_text(app)

    at_work(there, job)
    refusal = next(fact for fact in facts_of(there) if fact.kind == "complaint-refused")
    assert isinstance(refusal, f.ComplaintRefused)
    assert refusal.ground == "over-12-months"
    assert refusal.issue_on == date(2025, 5, 1)


# --- what is said while it is typed


def test_cases_that_are_perhaps_the_same_are_shown_and_looked_at_without_losing_a_word(
    tmp_path: Path,
) -> None:
    there = with_ada(on_sqlite(tmp_path))
    earlier = {"resident": "Ms Ada Example", "resident_reference": "R0001", "words": "Roof leaks."}
    put(there, "case", "", ("complaint-received", earlier))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        screen = await opened(pilot, app)
        screen.id = "first"
        into(app, "resident", {"name": "Ms Ada Example", "reference": "R0001"})
        into(app, "words", "The roof again.")
        await paused(pilot)
        assert "≈ Perhaps the same: 2026/0001 (same resident)" in screen_text(app)
        await pilot.press("f2", "enter")
        await paused(pilot)
        assert isinstance(app.screen, CaseScreen)
        await pilot.press("escape")
        await paused(pilot)
        assert app.screen.id == screen.id == "first"
        assert field_of(app, "words").raw == "The roof again."
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "2026/0001" in said_beside(app, "separate_because")  # 6.8

    at_work(there, job)


def test_whoever_types_fast_does_not_miss_who_is_on_record(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        await pilot.press(*"exam", "enter")
        await paused(pilot)
        assert "▸ Ms Ada Example" in screen_text(app)
        await pilot.press("enter")
        await paused(pilot)
        assert field_of(app, "resident").raw == {"name": "Ms Ada Example", "reference": "R0001"}
        await pilot.press("shift+tab")
        await pilot.press("backspace")  # another name is another resident
        await paused(pilot)
        assert field_of(app, "resident").raw == "Ms Ada Exampl"
        above_the_form = screen_text(app).splitlines()[1]
        assert "baby in the home" not in above_the_form

    at_work(there, job)


@pytest.mark.parametrize("words", ["Ada", "ms ada"])
def test_whoever_types_on_before_the_list_is_there_has_taken_the_only_one(
    tmp_path: Path, words: str
) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        for key in (*words, "enter", "X", "X"):  # faster than anybody is looked for
            app.post_message(Key({" ": "space"}.get(key, key), key if len(key) == 1 else None))
        await paused(pilot)
        assert field_of(app, "resident").raw == {"name": "Ms Ada Example", "reference": "R0001"}

    at_work(there, job)


def test_of_several_nobody_is_taken_before_the_list_is_there(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))
    put(there, "resident", "", ("resident-registered", {"name": "Adam Example"}))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        await pilot.press(*"Ada", "enter")
        await paused(pilot)
        assert field_of(app, "resident").raw == "Ada"
        assert "▸" in screen_text(app)

    at_work(there, job)


def test_a_name_nobody_on_record_has_goes_on_as_a_new_one(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        await pilot.press(*"Bela", "enter")
        await paused(pilot)
        assert app.focused is field_of(app, "address").query_one(LineInput)

    at_work(there, job)


def test_a_complaint_of_last_week_says_why_it_is_logged_only_now(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await told_on_the_phone(pilot, app, resident=ada, channel="email", received_on="16/11")
        assert "Acknowledge by Mon 23 Nov" in screen_text(app)
        assert not field_of(app, "because").has_class("-folded")
        into(app, "because", "It lay in the inbox of a team that has moved.")
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert isinstance(app.screen, LoggedScreen)

    at_work(there, job)
    receipt, chose, *_ = facts_of(there)
    assert receipt.happened_on == date(2026, 11, 16)
    assert chose.happened_on == ON_THE_DAY


def test_what_is_not_known_can_be_recorded_as_it_happened_with_its_finding(
    tmp_path: Path,
) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await told_on_the_phone(pilot, app, resident=ada, impact="")
        assert field_of(app, "happened").has_class("-folded")
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert not field_of(app, "happened").has_class("-folded")
        into(app, "happened", "yes")
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert isinstance(app.screen, NewComplaintScreen)  # and why is not said yet
        into(app, "because", "A voicemail: she could not be reached yet.")
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "Finding: " in screen_text(app)

    at_work(there, job)
    assert facts_of(there)


# --- nothing is lost


def test_a_draft_is_taken_up_in_a_new_run_and_gone_once_it_is_recorded(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def begun(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await told_on_the_phone(pilot, app, resident=ada, received_on="31/2")
        # The run ends here, as in a crash: Esc is never pressed.

    async def taken_up(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        await paused(pilot)
        assert field_of(app, "words").raw == TWENTY_WORDS
        assert field_of(app, "received_on").raw == "31/2"  # also what cannot be read
        assert "February 2026 has 28 days" in screen_text(app)
        assert "baby in the home" in screen_text(app)
        into(app, "received_on", "today")
        await pilot.press("ctrl+s")
        await paused(pilot)
        await pilot.press("n")
        await paused(pilot)
        assert isinstance(app.screen, NewComplaintScreen)
        assert field_of(app, "words").raw == ""

    at_work(there, begun)
    assert nothing_recorded(there)
    at_work(there, taken_up)
    assert len(facts_of(there)) == 5


def test_a_draft_taken_up_the_next_day_was_received_on_its_own_day(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def begun(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        into(app, "words", "It leaks.")
        await paused(pilot)

    async def taken_up(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        await paused(pilot)
        assert field_of(app, "received_on").plain() == "2026-11-24"
        assert "Tue 24 Nov 2026 (yesterday)" in screen_text(app)

    at_work(there, begun)
    at_work(there, taken_up, now=TUE_24_NOV + timedelta(days=1))


def test_esc_keeps_what_is_typed_and_throwing_it_away_takes_two_presses(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        into(app, "words", "Half a sentence")
        await pilot.press("escape")
        await settled(pilot)
        await opened(pilot, app)
        assert field_of(app, "words").raw == "Half a sentence"
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert field_of(app, "words").raw == "Half a sentence"
        await pilot.press("ctrl+t")
        await paused(pilot)
        assert field_of(app, "words").raw == ""
        await pilot.press("escape")
        await settled(pilot)
        await opened(pilot, app)
        assert field_of(app, "words").raw == ""

    at_work(there, job)


def test_another_caller_is_logged_while_the_first_complaint_waits(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        into(app, "words", "The first caller")
        await pilot.press("ctrl+n")
        await paused(pilot)
        assert field_of(app, "words").raw == ""
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await pilot.press("escape")
        await settled(pilot)
        await opened(pilot, app)
        assert field_of(app, "words").raw == "The first caller"
        told = "".join(each.message for each in app._notifications)
        assert "restored. ctrl+n begins another, ctrl+t throws it away." in told
        await pilot.press("ctrl+n")
        await paused(pilot)
        into(app, "words", "The second caller")
        await pilot.press("ctrl+t", "ctrl+t")
        await paused(pilot)
        assert field_of(app, "words").raw == ""
        await fill_in(pilot, app, resident=ada)
        await pilot.press("ctrl+s")
        await paused(pilot)
        await pilot.press("n")
        await paused(pilot)
        assert field_of(app, "words").raw == "The first caller"

    at_work(there, job)
    assert getattr(facts_of(there)[0], "words", "") == TWENTY_WORDS


def test_two_windows_keep_a_new_complaint_each(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)

    async def one(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        into(app, "words", "The first window")
        await paused(pilot)
        name = DraftName("case", "", "new-complaint")
        slot, draft = first_free(name, Drafts(app.desk.drafts.folder))  # as another window does
        assert draft is None
        assert slot.name != name
        slot.let_go()
        await pilot.press("escape")
        await settled(pilot)
        slot, draft = first_free(name, Drafts(app.desk.drafts.folder))
        assert draft is not None
        assert draft.typed["words"] == "The first window"
        await opened(pilot, app)
        assert field_of(app, "words").raw == ""
        slot.let_go()

    at_work(there, one)


def test_a_complaint_is_kept_also_while_the_typing_goes_on_without_a_pause(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        for letters in range(1, 24):  # 2.3 seconds, none of them a pause
            into(app, "words", "x" * letters)
            await pilot.pause(0.1)
            if kept := list(app.desk.drafts.folder.glob("*.json")):
                break
        assert kept

    at_work(there, job)


def test_a_second_press_of_record_and_a_draft_left_over_record_once(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))
    drafts = tmp_path / "state" / "casetrack" / "drafts"
    kept: dict[Path, bytes] = {}

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await told_on_the_phone(pilot, app, resident=ada)
        kept.update({file: file.read_bytes() for file in drafts.rglob("*.json")})
        await pilot.press("ctrl+s", "ctrl+s")
        await paused(pilot)

    async def again(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        await paused(pilot)
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "2026/0001" in screen_text(app)

    at_work(there, job)
    assert kept
    for file, content in kept.items():  # as if the machine had stopped just after it was recorded
        file.write_bytes(content)
    at_work(there, again)
    with there.opened() as casetrack:
        from casetrack.store import CaseFilter

        assert len(casetrack.casework.find(CaseFilter())) == 1


def test_what_was_changed_after_a_try_that_half_went_through_is_recorded_once_and_not_lost(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await told_on_the_phone(pilot, app, resident="Mr Bela O'Neill", address="3 Kettle Row")
        screen = app.screen
        assert isinstance(screen, NewComplaintScreen)
        values, _ = screen.query_one(ComplaintForm).values()
        sent = screen._as_typed(values).of_resident()
        assert sent is not None
        assert app.desk.casetrack.recording.record(sent).saved  # then the line was cut
        into(app, "address", "5 Kettle Row")
        await paused(pilot)
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "2026/0001 is logged." in screen_text(app)

    at_work(there, job)
    with there.opened() as casetrack:
        (found,) = casetrack.casework.find_residents("Bela")
    assert found.name.reference == "R0001"
    assert found.resident.registered is not None
    assert found.resident.registered.address == "5 Kettle Row"
    assert getattr(facts_of(there)[0], "address", "") == "5 Kettle Row"


def test_what_was_changed_after_it_had_gone_through_is_kept_and_the_case_is_named(
    tmp_path: Path,
) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await told_on_the_phone(pilot, app, resident=ada)
        screen = app.screen
        assert isinstance(screen, NewComplaintScreen)
        values, _ = screen.query_one(ComplaintForm).values()
        assert recorded(screen._as_typed(values), app.desk).saved  # and nobody heard of it
        into(app, "impact", "Nobody sleeps.")
        await paused(pilot)
        into(app, "separate_because", "It looks like another one.")
        await paused(pilot)
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "It had been recorded before your last change, as 2026/0001" in screen_text(app)
        assert field_of(app, "impact").raw == "Nobody sleeps."

    at_work(there, job)
    assert getattr(facts_of(there)[0], "impact", "") == "The baby sleeps in the hall."


# --- where it leads


@pytest.mark.parametrize(
    ("key", "screen"),
    [("d", RecordingScreen), ("o", CaseScreen), ("enter", CaseScreen), ("n", NewComplaintScreen)],
)
def test_the_next_step_is_a_key_away(tmp_path: Path, key: str, screen: type) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await told_on_the_phone(pilot, app, resident=ada)
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "d  define it now" in screen_text(app)  # before it is, no acknowledgement will do
        assert "a  acknowledge" not in screen_text(app)
        await pilot.press("a", key)
        await paused(pilot)
        assert isinstance(app.screen, screen)
        if isinstance(app.screen, RecordingScreen):
            assert app.screen.wanted.fact == "complaint-defined"

    at_work(there, job)


# --- hostile words, small screens


def hostile() -> Sequence[str]:
    rows = json.loads((DATA / "hostile_texts.json").read_text("utf-8"))
    return [row["value"] for row in rows if isinstance(row["value"], str)]


def test_words_that_would_speak_to_the_terminal_are_kept_and_shown_harmless(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app)
        for words in hostile():
            for key in ("resident", "words", "impact", "next_steps", "received_on"):
                into(app, key, words[:500])
            await pilot.pause(0.05)
            shown = screen_text(app)
            assert not any(ord(letter) < 32 and letter != "\n" for letter in shown)
            assert not any(0x7F <= ord(letter) < 0xA0 for letter in shown)
        await paused(pilot)

    at_work(there, job)


def test_a_complaint_in_hostile_words_is_recorded_as_it_was_made(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    words = "[red]\x1b[2J‮evil[/]\tYours, Żofia 👩‍👩‍👧"

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await told_on_the_phone(pilot, app, resident="[b]Żofia", words=words)
        await pilot.press("ctrl+s")
        await paused(pilot)
        assert "\x1b" not in screen_text(app)

    at_work(there, job)
    receipt = facts_of(there)[0]
    assert getattr(receipt, "words", "") == words
    assert getattr(receipt, "resident", "") == "[b]Żofia"


def test_80_by_24_is_enough(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        ada = {"name": "Ms Ada Example", "reference": "R0001"}
        await told_on_the_phone(pilot, app, resident=ada)
        shown = screen_text(app)
        assert "Acknowledge by Tue 1 Dec" in shown
        assert "^s Record" in shown
        for _ in range(30):  # round the whole form: the cursor is always in sight
            await pilot.press("tab")
            await pilot.pause()
            assert app.focused is not None
            inside = app.focused.region.intersection(app.screen.region)
            assert inside.height, app.focused
            if isinstance(app.focused, Input | TextBox):
                assert app.focused.region.width >= 15

    at_work(there, job, size=(80, 24))


def test_a_complaint_is_begun_from_a_residents_own_page(tmp_path: Path) -> None:
    there = with_ada(on_sqlite(tmp_path))
    from casetrack.tui import messages

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.post_message(messages.NewComplaintWanted("R0001"))
        await paused(pilot)
        assert field_of(app, "resident").raw == {"name": "Ms Ada Example", "reference": "R0001"}
        assert "baby in the home" in screen_text(app)

    at_work(there, job)
    with desk_of(there) as desk:
        assert desk.me == "jb"
