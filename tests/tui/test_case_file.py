"""A case file as a handler works with it: opened from the worklist, read, put right."""

import itertools
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from landlord import Landlord, landlord, on_sqlite
from pilots import at_work, harmless, screen_text, settled
from recorded_cases import ACKNOWLEDGED, RECEIVED, acknowledged, received, recorded
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from casetrack.domain import facts as f
from casetrack.domain.facts.aftercare import ActionAgreed
from casetrack.domain.facts.handling import ChoiceOffered, ContactAttempted, TriageAssessed
from casetrack.domain.facts.papers import CorrespondenceLogged
from casetrack.domain.facts.residents import AdjustmentAgreed, AlertRaised, ResidentRegistered
from casetrack.domain.facts.terms import Choice, Complexity, Direction, Means, Route
from casetrack.tui import messages
from casetrack.tui.app import CasetrackApp
from casetrack.tui.screens.case_file import CaseScreen
from casetrack.tui.screens.entry import EntryScreen
from casetrack.tui.screens.recording import RecordingScreen
from casetrack.tui.screens.undo import UndoScreen
from casetrack.tui.screens.worklist import WorklistScreen
from casetrack.tui.widgets.clock_strip import ClockStrip
from casetrack.tui.widgets.few import FewLines

MON, FRI = date(2025, 2, 3), date(2025, 2, 7)
WED_12_FEB = datetime(2025, 2, 12, 10, 0, tzinfo=UTC)
"""three working days after the acknowledgement of Fri 7 Feb 2025"""
HOSTILE = json.loads((Path(__file__).parents[1] / "data" / "hostile_texts.json").read_text("utf-8"))


async def opened(pilot: "Pilot[None]", app: CasetrackApp, reference: str) -> CaseScreen:
    """Open a case file as another screen does."""
    app.screen.post_message(messages.CaseWanted(reference))
    await settled(pilot)
    screen = app.screen
    assert isinstance(screen, CaseScreen)
    return screen


def is_at(app: CasetrackApp, screen: type[Screen[Any]]) -> bool:
    """Whether a person is at a screen."""
    return isinstance(app.screen, screen)


def with_adjustments(there: Landlord) -> str:
    """A complaint of a resident for whom something holds."""
    named = ResidentRegistered(
        happened_on=MON, name="Ms A Example", preferred_contact="phone, after 3 pm"
    )
    resident = recorded(there, "", named, kind="resident").name.reference
    large = AdjustmentAgreed(
        happened_on=MON, what="letters in large print", review_on=date(2026, 2, 2)
    )
    baby = AlertRaised(happened_on=MON, what="a baby in the home")
    recorded(there, resident, large, baby, kind="resident")
    values = {field: getattr(RECEIVED, field) for field in ("channel", "words", "impact")}
    complaint = f.ComplaintReceived(
        happened_on=MON,
        resident="Ms A Example",
        resident_reference=resident,
        first_reached="the repairs line",
        adjustments_asked=True,
        **values,
    )
    return recorded(there, "", complaint).name.reference


def test_a_case_opens_from_the_worklist_with_its_clocks(tmp_path: Path, database_url: str) -> None:
    there = landlord(tmp_path, database_url)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("enter")
        await settled(pilot)
        shown = screen_text(app)
        assert f"{reference}   Ms A Example   stage 1" in shown
        assert "0··│1 2▌3 4 5··│6 7 8 9 10┃  7 wd left, due Fri 21 Feb" in shown
        assert "acknowledge  0 1 2 3 4✓··│5┃" in shown
        assert "r  answer stage 1 (6.3): answer due Fri 21 Feb, in 7 working days" in shown
        assert "1  The roof leaks." in shown
        assert " history 3  complaint  findings  actions  letters  documents  people 1" in shown
        assert "stage 1 complaint acknowled…" in shown
        await pilot.press("escape")
        await settled(pilot)
        assert is_at(app, WorklistScreen)

    at_work(there, job, size=(80, 24), now=WED_12_FEB)


def test_what_holds_for_the_resident_stands_above_everything(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = with_adjustments(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        second = screen_text(app).splitlines()[1]
        assert second.startswith(
            " ⚑ a baby in the home · letters in large print (review 2 Feb 2026)"
        )

    at_work(there, job, size=(80, 24), now=WED_12_FEB)


def test_no_line_is_spent_on_a_resident_for_whom_nothing_holds(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = received(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        assert "acknowledge" in screen_text(app).splitlines()[1]

    at_work(there, job, now=WED_12_FEB)


def test_an_act_that_is_not_possible_yet_says_why_and_the_next_one_opens_its_form(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)
    reference = received(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        screen = await opened(pilot, app, reference)
        assert "a  ✗ acknowledge stage 1: The complaint has not been defined" in screen_text(app)
        await pilot.press("a")
        await settled(pilot)
        assert app.screen is screen
        assert "One that was given is recorded with A." in _notified(app)
        await pilot.press("d")
        await settled(pilot)
        assert is_at(app, RecordingScreen)
        assert "Define the complaint" in screen_text(app) or "defined" in screen_text(app)

    at_work(there, job, now=WED_12_FEB)


def test_an_extension_that_was_given_too_late_is_still_recorded_as_given(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        assert "x  ✗ extend stage 1: It was decided or told after the due day" in screen_text(app)
        await pilot.press("x")
        await settled(pilot)
        assert is_at(app, CaseScreen)
        await pilot.press("X")
        await settled(pilot)
        wanted = app.screen.wanted  # type: ignore[attr-defined]
        assert (wanted.fact, wanted.stage, wanted.happened) == ("response-extended", 1, True)

    at_work(there, job, now=datetime(2025, 2, 26, 10, 0, tzinfo=UTC))


def test_each_part_is_shown_by_its_key_and_by_the_mouse(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        for key, words in (
            ("right_square_bracket", "complaint received"),
            ("3", "No departure from the Code is on record."),
            ("4", "No action, remedy or learning is on record."),
            ("left_square_bracket", "No departure"),
            ("5", "No letter is on record."),
            ("6", "No document is filed with it."),
            ("7", "resident"),
            ("1", "stage 1 complaint defined"),
        ):
            await pilot.press(key)
            await settled(pilot)
            assert words in screen_text(app), key
        await pilot.click("PartBar", offset=(15, 0))
        await settled(pilot)
        assert "Housing Ombudsman Complaint Handling Code 2024" in screen_text(app)

    at_work(there, job, now=WED_12_FEB)


def test_an_entry_is_read_whole_and_corrected_from_there(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert is_at(app, EntryScreen)
        shown = screen_text(app)
        assert "1  Stage 1 complaint defined, Fri 7 Feb 2025" in shown
        assert "points: The roof leaks.; Nobody called back." in shown
        await pilot.press("c")
        await settled(pilot)
        assert is_at(app, RecordingScreen)
        assert app.screen.wanted.corrects == 1  # type: ignore[attr-defined]

    at_work(there, job, now=WED_12_FEB)


def test_an_entry_is_taken_out_with_a_reason_and_stays_on_record(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        screen = await opened(pilot, app, reference)
        await pilot.press("U")
        await settled(pilot)
        assert is_at(app, UndoScreen)
        assert "stage 1 acknowledgement: met, Fri 7 Feb (due Mon 10 Feb) → due Mon 10 Feb" in (
            screen_text(app)
        )
        await pilot.press("enter")
        await settled(pilot)
        assert is_at(app, UndoScreen)
        await pilot.press(*"wrong case")
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen is screen
        shown = screen_text(app)
        assert "entry 2 taken out" in shown
        assert "[taken out]" in shown
        assert "2 wd late, was due Mon 10 Feb" in shown

    at_work(there, job, now=WED_12_FEB)
    assert there.case(reference)["history"][-1]["because"] == "wrong case"


def test_what_never_happened_is_taken_out_also_where_a_breach_is_left(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)
    recorded(
        there,
        reference,
        ChoiceOffered(happened_on=FRI, chose=Choice.COMPLAINT),
        TriageAssessed(
            happened_on=FRI,
            route=Route.INVESTIGATION,
            complexity=Complexity.STANDARD,
            vulnerability="none known",
            risk="none known",
            urgent_action="none known",
        ),
    )

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        await pilot.press("down", "U")
        await settled(pilot)
        assert "Take out: entry 3, choice offered" in screen_text(app)
        assert "was not offered the choice to complain" in " ".join(screen_text(app).split())
        assert "Enter take it out" not in screen_text(app)
        await pilot.press(*"nobody asked", "enter")
        await settled(pilot)
        assert is_at(app, UndoScreen), "Enter alone does not leave a breach behind"
        await pilot.press("ctrl+x")
        await settled(pilot)
        assert "entry 3 taken out" in screen_text(app)
        assert "Finding" in _notified(app)

    at_work(there, job, now=WED_12_FEB)
    assert there.case(reference)["history"][-1]["because"] == "nobody asked"


def test_a_reason_that_was_typed_outlives_what_somebody_else_recorded(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        await pilot.press("U")
        await settled(pilot)
        call = ContactAttempted(happened_on=FRI, channel="phone", reached=True, note="She said so.")
        recorded(there, reference, call, account="priya")
        await pilot.press(*"wrong case")
        await pilot.press("enter")
        await settled(pilot)
        assert is_at(app, UndoScreen)
        assert app.screen.query_one(Input).value == "wrong case"
        assert "priya recorded contact attempted" in _notified(app)
        await pilot.press("enter")
        await settled(pilot)
        assert "entry 2 taken out" in screen_text(app)

    at_work(there, job, now=WED_12_FEB)


def test_what_others_record_appears_and_the_cursor_stays_on_its_entry(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        screen = await opened(pilot, app, reference)
        await pilot.press("down")
        call = CorrespondenceLogged(
            happened_on=date(2025, 2, 11),
            channel="email",
            about="A photo.",
            direction=Direction.TO_US,
        )
        recorded(there, reference, call, account="priya")
        app.action_look_again()
        await settled(pilot)
        assert "A photo." in screen_text(app)
        line = screen.query_one("#history", FewLines).current
        assert line is not None
        assert line.key == 1

    at_work(there, job, now=WED_12_FEB)


def test_the_day_that_is_picked_is_named_under_the_clocks(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        screen = await opened(pilot, app, reference)
        await pilot.press("shift+tab", "down", "left", "left", "left", "left")
        await settled(pilot)
        assert "── Sun 9 Feb 2025: Sunday ──" in screen_text(app)
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is screen
        assert screen.query_one("#history").has_focus
        assert "Sunday" not in screen_text(app)

    at_work(there, job, now=WED_12_FEB)


def test_left_and_right_go_along_the_clock_from_wherever_the_keys_are(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        screen = await opened(pilot, app, reference)
        await pilot.press("2", "right")
        await settled(pilot)
        assert screen.query_one(ClockStrip).has_focus
        assert screen.query_one(ClockStrip).current_day is not None
        await pilot.press("escape")
        await settled(pilot)
        assert screen.query_one("#complaint").has_focus

    at_work(there, job, now=WED_12_FEB)


def test_the_reference_is_copied(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        await pilot.press("y")
        assert app.clipboard == reference

    at_work(there, job, now=WED_12_FEB)


def test_a_document_is_copied_out_and_the_screen_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)
    (tmp_path / "survey.txt").write_text("The roof leaks.", "utf-8")
    there.run("document", "add", reference, tmp_path / "survey.txt", "--title", "Survey").done()
    monkeypatch.chdir(tmp_path)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        await pilot.press("o")
        await settled(pilot)
        assert "survey.txt" in screen_text(app)
        await pilot.press("o")
        await settled(pilot)
        assert "A copy is in" in _notified(app)

    at_work(there, job, now=datetime(2026, 11, 25, 10, 0, tzinfo=UTC))
    (copy,) = tmp_path.glob("casetrack-documents-*/*")
    assert copy.read_text("utf-8") == "The roof leaks."


def test_the_history_is_exported_as_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)
    monkeypatch.chdir(tmp_path)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        await pilot.press("ctrl+e")
        await settled(pilot)

    at_work(there, job, now=WED_12_FEB)
    (file,) = tmp_path.glob("casetrack-history-of-*.csv")
    assert "stage 1 complaint acknowledged" in file.read_text("utf-8-sig")


def test_a_wide_screen_shows_the_history_beside_another_part(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    reference = acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, app, reference)
        assert "stage 1 complaint acknowledged" in screen_text(app)
        assert "Housing Ombudsman Complaint Handling Code 2024" in screen_text(app)
        await pilot.press("3")
        await settled(pilot)
        assert "stage 1 complaint acknowledged" in screen_text(app)
        assert "No departure from the Code" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "stage 1 complaint acknowledged" not in screen_text(app)
        assert "No departure from the Code" in screen_text(app)

    at_work(there, job, size=(200, 50), now=WED_12_FEB)


def test_a_case_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    acknowledged(there)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(messages.CaseWanted("2025/0099"))
        await settled(pilot)
        assert is_at(app, WorklistScreen)
        assert 'There is no case "2025/0099"' in _notified(app)

    at_work(there, job, now=WED_12_FEB)


def test_no_text_a_person_typed_harms_the_screen_or_the_terminal(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    given = [each["value"] for each in HOSTILE if isinstance(each["value"], str)]
    # What no database keeps, NUL and half a character, is refused before it gets here.
    kept = [text.replace("\0", "").encode("utf-8", "ignore").decode() or "–" for text in given]
    texts = [*kept, "x" * 19_000]
    references = [_hostile(there, texts[at::4]) for at in range(4)]

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        for reference in references:
            await opened(pilot, app, reference)
            for key in ("1", "enter", "escape", "2", "end", "3", "4", "5", "6", "7", "1", "U"):
                await pilot.press(key)
                await settled(pilot)
                harmless(screen_text(app))
            await pilot.press("escape", "w")
            await settled(pilot)
            harmless(screen_text(app))
            await pilot.press("escape", "escape")
            await settled(pilot)

    at_work(there, job, size=(80, 24), now=WED_12_FEB)


def _hostile(there: Landlord, texts: list[str]) -> str:
    """A case with hostile texts wherever a person can type."""
    text = itertools.cycle(texts)
    short = (each[:150] for each in itertools.cycle(texts))
    named = ResidentRegistered(
        happened_on=MON, name=next(short), address=next(short), preferred_contact=next(short)
    )
    resident = recorded(there, "", named, kind="resident").name.reference
    for _ in range(3):
        alert = AlertRaised(happened_on=MON, what=f"alert {next(text)}")
        recorded(there, resident, alert, kind="resident", happened=True, because="It was so.")
    complaint = f.ComplaintReceived(
        happened_on=MON,
        channel="phone",
        first_reached="x",
        adjustments_asked=True,
        resident=next(short),
        resident_reference=resident,
        representative=next(short),
        address=next(short),
        category=next(short),
        service_area=next(short),
        summary=next(text),
        words=f"words {next(text)}",
        impact=f"impact {next(text)}",
        outcome_sought=next(text),
    )
    reference = recorded(there, "", complaint, happened=True, because="It was so.").name.reference
    defined = f.ComplaintDefined(
        happened_on=FRI,
        stage=1,
        points=(f"point {next(text)}", f"point {next(text)}"),
        outcomes_sought=(next(text),),
        responsible_for=f"all {next(text)}",
        not_responsible_for=f"none {next(text)}",
        means=Means.LETTER,
    )
    action = ActionAgreed(
        happened_on=FRI,
        stage=1,
        what=f"what {next(text)}",
        owner=next(short),
        due_on=date(2025, 3, 3),
        agreed_with_resident=True,
    )
    handler = f.HandlerAssigned(happened_on=FRI, stage=1, handler=f"h {next(short)}")
    more: dict[str, Any] = {"happened": True, "because": f"because {next(text)}"}
    recorded(there, reference, defined, ACKNOWLEDGED, action, handler, **more)
    return reference


def _notified(app: CasetrackApp) -> str:
    return "\n".join(notification.message for notification in app._notifications)
