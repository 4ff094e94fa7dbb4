"""A day at the desk: what a handler and a manager met that no single screen's test asks for."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from forms_at_desk import complaint_told, form_of, is_on, opened, told_in_passing, typed
from landlord import Landlord, on_sqlite, row
from pilots import TUE_24_NOV, at_work, burst, harmless, screen_text, settled, stopped_typing
from recorded_cases import FRI, FRI_NOON, RECEIVED, acknowledged, received, recorded, resident
from textual.pilot import Pilot
from textual.widgets import Input

from casetrack.domain import facts as f
from casetrack.domain.facts.residents import AdjustmentAgreed, AlertRaised, ResidentRegistered
from casetrack.service.orders import Order, Recorded
from casetrack.text import safe_text
from casetrack.tui.app import CasetrackApp
from casetrack.tui.messages import CaseWanted, RecordingWanted, WhyWanted
from casetrack.tui.screens.assign import AssignScreen
from casetrack.tui.screens.case_file import CaseScreen
from casetrack.tui.screens.drafts import DraftsScreen
from casetrack.tui.screens.logged import LoggedScreen
from casetrack.tui.screens.new_complaint import NewComplaintScreen
from casetrack.tui.screens.recording import RecordingScreen
from casetrack.tui.screens.worklist import WorklistScreen
from casetrack.tui.widgets.complaint_form import ComplaintForm
from casetrack.tui.widgets.day_strip import DayStrip
from casetrack.tui.widgets.field_inputs import LineInput

SMALL = (80, 24)


@pytest.fixture
def here(tmp_path: Path) -> Landlord:
    """A landlord with an empty database."""
    return on_sqlite(tmp_path)


# --- recording


def test_while_the_database_lets_it_wait_nothing_is_typed_that_would_be_on_no_record(
    here: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = acknowledged(here)
    at_last = threading.Event()

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        recording = app.desk.casetrack.recording
        record = recording.record

        def slow(order: Order) -> Recorded:
            assert at_last.wait(30)
            return record(order)

        monkeypatch.setattr(recording, "record", slow)
        form = await opened(pilot, reference, "contact-attempted")
        await typed(pilot, {"channel": "phone", "note": "Nobody answered."})
        form.focus_field("note")
        await pilot.pause()
        await pilot.press("ctrl+s")
        while "It is being recorded" not in told_in_passing(app):
            await pilot.pause(0.1)
        await pilot.press("x", "y", "z")
        assert form.fields["note"].raw == "Nobody answered."
        at_last.set()
        await settled(pilot)
        assert is_on(pilot, WorklistScreen)

    at_work(here, job, now=FRI_NOON, size=SMALL)
    assert here.case(reference)["history"][-1]["note"] == "Nobody answered."


def test_a_refusal_that_came_late_gives_the_form_back_with_its_cursor(
    here: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = acknowledged(here)
    at_last = threading.Event()

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        recording = app.desk.casetrack.recording
        record = recording.record

        def slow(order: Order) -> Recorded:
            assert at_last.wait(30)
            return record(order)

        form = await opened(pilot, reference, "response-extended", stage=1)
        await typed(pilot, {"until": "+2wd", "means": "letter", "reasons": "The roofer is ill."})
        monkeypatch.setattr(recording, "record", slow)
        form.focus_field("reasons")
        await pilot.pause()
        await pilot.press("ctrl+s")
        while "It is being recorded" not in told_in_passing(app):
            await pilot.pause(0.1)
        at_last.set()
        await settled(pilot)
        assert is_on(pilot, RecordingScreen)
        form.focus_field("reasons")
        await pilot.pause()
        await pilot.press("exclamation_mark")
        assert form.fields["reasons"].raw == "The roofer is ill.!"

    at_work(here, job, now=FRI_NOON, size=SMALL)


def test_the_note_of_a_call_is_asked_for_where_it_is_missing(here: Landlord) -> None:
    reference = received(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "complaint-defined", stage=1)
        await typed(
            pilot,
            {"points": "The roof leaks.", "outcomes_sought": "It is mended.", "means": "phone"},
        )
        note = form.fields["note"]
        assert not note.has_class("-folded")
        assert "no note of what was said" in note.said

    at_work(here, job, now=FRI_NOON, size=SMALL)


@pytest.mark.parametrize("size", [SMALL, (120, 40)])
@pytest.mark.parametrize("fact", ["contact-attempted", "document-filed", ""])
def test_a_line_to_type_in_ends_where_the_screen_does(
    here: Landlord, size: tuple[int, int], fact: str
) -> None:
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        if fact:
            await opened(pilot, reference, fact)
        else:
            await pilot.press("n")
            await settled(pilot)
        lines = [each for each in app.screen.query(LineInput) if each.region.width]
        assert lines
        assert [each.id for each in lines if each.region.right > size[0]] == []

    at_work(here, job, now=FRI_NOON, size=size)


def test_a_field_is_called_as_it_is_on_the_screen_where_it_is_refused(here: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("n")
        await settled(pilot)
        fields = app.screen.query_one(ComplaintForm).fields
        fields["impact"].raw = "word " * 5000
        await stopped_typing(pilot)
        assert "“What it means” holds" in fields["impact"].said
        assert '"impact"' not in screen_text(app)

    at_work(here, job, now=FRI_NOON, size=SMALL)


def test_a_complaint_is_not_received_on_a_day_to_come(here: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("n")
        await settled(pilot)
        fields = app.screen.query_one(ComplaintForm).fields
        fields["received_on"].raw = "+2wd"
        await stopped_typing(pilot)
        assert fields["received_on"].said.startswith("It is still to come")
        fields["received_on"].raw = "today"
        await stopped_typing(pilot)
        assert fields["received_on"].said == ""

    at_work(here, job, now=FRI_NOON, size=SMALL)


def test_ones_editor_opens_for_their_words_too(
    here: Landlord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "there-is-no-such-editor")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("n")
        await settled(pilot)
        app.screen.query_one(ComplaintForm).fields["words"].focus_first()
        await pilot.pause()
        await pilot.press("ctrl+e")
        await settled(pilot)
        assert "words are as they were" in told_in_passing(app)

    at_work(here, job, now=FRI_NOON, size=SMALL)


def test_after_it_is_logged_the_next_key_is_meant_for_the_same_case(here: Landlord) -> None:
    other = received(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("n")
        await settled(pilot)
        await complaint_told(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert is_on(pilot, LoggedScreen)
        await pilot.press("d")
        await settled(pilot)
        assert is_on(pilot, RecordingScreen)
        await typed(
            pilot,
            {
                "points": "The lift is out.",
                "outcomes_sought": "It runs.",
                "responsible_for": "the lift",
                "not_responsible_for": "nothing",
                "means": "letter",
            },
        )
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert is_on(pilot, CaseScreen)
        await pilot.press("a")
        await settled(pilot)
        assert "Mary O'Neill-Żak" in screen_text(app).splitlines()[0]

    at_work(here, job, now=FRI_NOON, size=SMALL)
    assert len(here.case(other)["history"]) == 1


# --- whom it concerns


def test_what_holds_for_a_resident_stands_on_every_screen_about_them(here: Landlord) -> None:
    person = resident(here)
    recorded(here, person, AlertRaised(happened_on=FRI, what="Dog on premises"), kind="resident")
    agreed = AdjustmentAgreed(happened_on=FRI, what="Large print", review_on=date(2025, 2, 14))
    recorded(here, person, agreed, kind="resident")
    complaint = recorded(here, "", replace(RECEIVED, resident_reference=person)).name.reference

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        for wanted in (
            CaseWanted(complaint),
            WhyWanted(complaint),
            RecordingWanted("case", complaint),
            RecordingWanted("case", complaint, "contact-attempted"),
            RecordingWanted("resident", person),
            RecordingWanted("resident", person, "adjustment-agreed"),
        ):
            app.screen.post_message(wanted)
            await settled(pilot)
            shown = screen_text(app)
            assert "⚑ Dog on premises · Large print" in shown, wanted
            assert "Ms A Example" in shown.splitlines()[0], wanted
            await pilot.press("escape")
            await settled(pilot)
        await pilot.press("n", *"exam")
        await settled(pilot)
        await stopped_typing(pilot)
        assert "⚑ Dog on premises" in screen_text(app)

    at_work(here, job, now=FRI_NOON, size=SMALL)


def test_a_line_of_a_residents_own_record_names_them_and_says_why_it_is_due(
    here: Landlord,
) -> None:
    person = resident(here)
    agreed = AdjustmentAgreed(happened_on=FRI, what="Large print", review_on=date(2025, 2, 14))
    recorded(here, person, agreed, kind="resident")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        (line,) = [line for line in screen_text(app).splitlines() if person in line]
        assert "Ms A Example" in line
        assert "working days (5.10)" not in screen_text(app)
        assert "the day was agreed or given (5.10)." in screen_text(app)
        await pilot.press("w")
        await settled(pilot)
        assert is_on(pilot, WorklistScreen)
        assert "Adjustment review due Fri 14 Feb: the day was agreed" in told_in_passing(app)

    at_work(here, job, now=FRI_NOON, size=(120, 40))
    with here.opened() as casetrack:
        from casetrack.service.worklist import Wanted

        lines = casetrack.worklist.due(FRI, Wanted())
        assert [(each.row.reference, each.row.resident) for each in lines] == [
            (person, "Ms A Example")
        ]


def test_no_working_days_are_cited_to_a_day_that_was_agreed(here: Landlord) -> None:
    reference = acknowledged(here)
    offered = f.RemedyOffered(
        happened_on=FRI,
        stage=1,
        what="A written explanation.",
        owner="JB",
        due_on=date(2025, 2, 28),
    )
    recorded(here, reference, offered, happened=True, because="So it was agreed.")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("9")
        await settled(pilot)
        assert "Remedy due Fri 28 Feb: the day was agreed or given (7.3)." in screen_text(app)

    at_work(here, job, now=FRI_NOON, size=(120, 40))


# --- finding one's way


def test_the_palette_holds_every_act_on_a_case_and_on_its_resident(here: Landlord) -> None:
    person = resident(here)
    complaint = recorded(here, "", replace(RECEIVED, resident_reference=person)).name.reference

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(CaseWanted(complaint))
        await settled(pilot)
        for words, title in (
            ("remedy", "Offer a remedy at stage 1"),
            ("alert", "Raise an alert about the resident"),
        ):
            found = [
                command.title
                for command in app.get_system_commands(app.screen)
                if words in command.title
            ]
            assert title in found
        (command,) = [
            each for each in app.get_system_commands(app.screen) if each.title.startswith("Raise")
        ]
        command.callback()
        await settled(pilot)
        assert form_of(pilot).fields["what"].raw == ""
        assert app.screen.wanted.kind == "resident"  # type: ignore[attr-defined]

    at_work(here, job, now=FRI_NOON, size=SMALL)


@pytest.mark.parametrize("name", ["[/]", "[red]x[/blue]", "[bold", "\x1b]0;owned\x07", "=1+1"])
def test_the_palette_takes_a_residents_name_for_words(here: Landlord, name: str) -> None:
    registered = ResidentRegistered(happened_on=FRI, name=name)
    person = recorded(here, "", registered, kind="resident").name.reference
    named = replace(RECEIVED, resident=name, resident_reference=person)
    complaint = recorded(here, "", named).name.reference

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(CaseWanted(complaint))
        await settled(pilot)
        await pilot.press("colon")
        await settled(pilot)
        await pilot.press(*"alert")
        for _ in range(50):
            if "On the record of" in screen_text(app):
                break
            await pilot.pause(0.1)
        assert f"On the record of {safe_text(name)}" in screen_text(app)
        harmless(screen_text(app))

    at_work(here, job, now=FRI_NOON, size=(120, 40))


def test_the_day_that_is_picked_is_always_in_sight(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row("C1", "2026-11-20"))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        strip = app.screen.query_one(DayStrip)
        await pilot.press("left")  # round to the last of twenty working days
        await settled(pilot)
        assert strip._picked == strip._cells[-1].day
        (above, _) = strip.render().plain.split("\n")
        assert len(above) <= 78
        place = dict(strip._places())[strip._cells[-1]]
        assert place + strip._cell <= strip.size.width

    at_work(there, job, size=SMALL)


def test_what_is_being_written_as_key_and_value_is_not_looked_for_as_a_word(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path).holds(row("C1", "2026-11-20", handler="JB"))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("ctrl+f")
        await settled(pilot)
        await pilot.press(*"handler", "colon", *"J")
        await pilot.pause(0.3)
        await settled(pilot)
        assert "C1" in screen_text(app)
        await pilot.press("B", "space")
        await pilot.pause(0.3)
        await settled(pilot)
        assert "C1" in screen_text(app)
        assert app.screen.query_one(Input).value == ""

    at_work(there, job, size=SMALL)


def test_letters_find_whom_cases_are_given_to(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(
        *(row(f"C{n}", "2026-11-20", handler=who) for n, who in enumerate(("JB", "Jo", "Priya S")))
    )

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await burst(pilot, "A", *"priya")
        assert is_on(pilot, AssignScreen)
        assert "Looking for priya" in screen_text(app)
        await pilot.press("z")
        assert "Nobody is called priyaz" in screen_text(app)
        await pilot.press("enter")
        assert is_on(pilot, AssignScreen)
        await pilot.press("enter")
        await settled(pilot)
        assert "To Priya S" in screen_text(app)

    at_work(there, job, size=SMALL, now=TUE_24_NOV)


def test_what_was_told_on_one_screen_covers_nothing_of_the_next(here: Landlord) -> None:
    acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.notify("Something that was said a moment ago.")
        await settled(pilot)
        assert "a moment ago" in told_in_passing(app)
        await pilot.pause(0.6)
        await pilot.press("n")
        await settled(pilot)
        assert is_on(pilot, NewComplaintScreen)
        assert told_in_passing(app) == ""

    at_work(here, job, now=FRI_NOON, size=SMALL)


def test_an_act_whose_title_is_typed_comes_before_those_that_mention_it(here: Landlord) -> None:
    reference = acknowledged(here)
    answered = f.ResponseIssued(happened_on=FRI, stage=1)
    recorded(here, reference, answered, happened=True, because="So it was.")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(RecordingWanted("case", reference))
        await settled(pilot)
        await burst(pilot, *"stage", "space", "2")
        first = screen_text(app).splitlines()[2]
        assert first.split()[:5] == ["take", "the", "complaint", "to", "stage"]

    at_work(here, job, now=FRI_NOON, size=SMALL)


def test_what_a_refusal_is_asked_for_is_there_to_be_filled_in(here: Landlord) -> None:
    reference = received(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "complaint-refused")
        for ground, keys in (
            ("over-12-months", ("issue_on", "aware_on", "discretion")),
            ("legal-proceedings", ("claim_form_filed_on", "particulars_filed_on")),
        ):
            await typed(pilot, {"ground": ground})
            assert form.fields["ground"].raw == ground
            assert [key for key in keys if form.fields[key].has_class("-folded")] == []

    at_work(here, job, now=FRI_NOON, size=SMALL)


def test_while_nobody_is_called_so_enter_gives_nothing(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(
        *(row(f"C{n}", "2026-11-20", handler=who) for n, who in enumerate(("JB", "Priya S")))
    )
    before = [len(there.case(f"C{n}")["history"]) for n in range(2)]

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await burst(pilot, "A", *"zzz", "enter")
        assert is_on(pilot, AssignScreen)
        await pilot.press("escape")
        await settled(pilot)

    at_work(there, job, size=SMALL, now=TUE_24_NOV)
    assert [len(there.case(f"C{n}")["history"]) for n in range(2)] == before


def test_what_has_no_room_of_the_points_is_counted(here: Landlord) -> None:
    reference = received(here)
    points = tuple(f"Point number {n}." for n in range(1, 6))
    defined = f.ComplaintDefined(happened_on=FRI, stage=1, points=points, outcomes_sought=("One.",))
    recorded(here, reference, defined, happened=True, because="So it was.")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(CaseWanted(reference))
        await settled(pilot)
        assert "and 5 more lines: 2 shows them all" in screen_text(app)

    at_work(here, job, now=FRI_NOON, size=SMALL)


def test_a_draft_that_is_open_is_not_thrown_away_from_the_list(here: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("n")
        await settled(pilot)
        app.screen.query_one(ComplaintForm).fields["words"].raw = "The lift is out."
        await stopped_typing(pilot)
        app.push_screen(DraftsScreen())
        await settled(pilot)
        await pilot.press("ctrl+t", "ctrl+t")
        await settled(pilot)
        assert "throw it away where it is open" in told_in_passing(app)
        assert len(app.desk.drafts.all()) == 1

    at_work(here, job, now=FRI_NOON, size=SMALL)


def test_looking_at_a_draft_makes_it_no_younger(here: Landlord) -> None:
    reference = acknowledged(here)

    async def types(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "response-issued", stage=1)
        await typed(pilot, {"means": "letter", "states": ["stage"]})

    async def looks(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "response-issued", stage=1)
        await stopped_typing(pilot)
        await pilot.press("escape")
        await settled(pilot)
        (draft,) = app.desk.drafts.all()
        assert draft.written_at == FRI_NOON

    at_work(here, types, now=FRI_NOON, size=SMALL)
    at_work(here, looks, now=FRI_NOON + timedelta(hours=1), size=SMALL)


def test_a_box_is_ticked_again_a_moment_after_a_stray_letter(here: Landlord) -> None:
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "response-extended", stage=1)
        form.focus_field("ombudsman_details_given")
        await pilot.pause()
        await pilot.press("x", "space")
        assert form.fields["ombudsman_details_given"].raw is False
        await pilot.pause(1.1)
        await pilot.press("space")
        assert form.fields["ombudsman_details_given"].raw is True

    at_work(here, job, now=FRI_NOON, size=SMALL)
