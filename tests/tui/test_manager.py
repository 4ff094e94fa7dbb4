"""The manager's screen, the lists behind it, finding cases, and giving many to somebody else."""

import csv
import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from landlord import Landlord, landlord, on_sqlite, row
from pilots import TUE_24_NOV, at_work, screen_text, settled, stopped_typing
from recorded_cases import recorded
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from casetrack.domain.facts.handling import ConflictDeclared
from casetrack.domain.facts.landlord import UserRegistered
from casetrack.domain.facts.terms import Role
from casetrack.text import safe_text
from casetrack.tui.app import CasetrackApp
from casetrack.tui.screens.assign import AssigningScreen
from casetrack.tui.screens.cases import CasesScreen
from casetrack.tui.screens.find import FindScreen
from casetrack.tui.screens.manager import ManagerScreen
from casetrack.tui.widgets.table import WindowedTable

HOSTILE = json.loads((Path(__file__).parents[1] / "data" / "hostile_texts.json").read_text("utf-8"))
TUE = TUE_24_NOV.date()
REFERENCES = [f"R{number:02d}" for number in range(12)]
# Acknowledged Mon 2 Nov 2026 → answer due Mon 16 Nov: all of them are late on Tue 24 Nov.
ROWS = [
    row(
        *(reference, "2026-10-28"),
        stage1_acknowledged="2026-11-02",
        resident="Ms A Example",
        category="Damp and mould",
        handler="JB",
    )
    for reference in REFERENCES
] + [row("M1", "2026-11-20", resident="Mr B O'Neill-Żak", category="Repairs", handler="MO")]


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path).holds(*ROWS)


def who_has(there: Landlord, *references: str) -> dict[str, str]:
    with there.opened() as casetrack:
        cases = casetrack.workload.summaries(references)
    return {each.reference: each.handler for each in cases}


async def pressed(pilot: "Pilot[None]", *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def on_screen(app: CasetrackApp, kind: type[Screen[Any]]) -> bool:
    return isinstance(app.screen, kind)


def told(app: CasetrackApp) -> list[str]:
    """Return what was said in passing."""
    return [each.message for each in app._notifications]


def steering(seen: str) -> set[str]:
    """Return the characters that steer a terminal or reorder a line, the ends of lines aside."""
    return {each for each in seen if safe_text(each, lines=True) != each}


# --- what it shows


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
def test_who_has_how_much_what_runs_out_and_what_to_look_at_are_on_one_screen(
    there: Landlord, size: tuple[int, int]
) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m")
        assert on_screen(app, ManagerScreen)
        lines = [" ".join(line.split()) for line in screen_text(app).splitlines()]
        assert "13 open · 12 late" in lines[0]
        assert "JB 12 ‼ 12 – –" in lines
        assert "MO 1 – – 1" in lines
        shown = "\n".join(lines)
        assert "Fri 27 Nov in 3 wd 1 1 stage 1 acknowledge" in shown
        assert "Extended, not answered yet 0" in shown
        assert "Last check: none yet" in shown
        assert "JB, not registered: 12 open." in shown

    at_work(there, job, size=size)


def test_capacity_is_beside_what_somebody_has(there: Landlord) -> None:
    for handle, role, capacity in (("MM", Role.MANAGER, 0), ("JB", Role.HANDLER, 10)):
        fact = UserRegistered(
            happened_on=TUE, handle=handle, role=role, account=handle.lower(), capacity=capacity
        )
        recorded(there, "landlord", fact, kind="landlord", account="mm")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m")
        assert "2 too many" in screen_text(app)
        assert "JB, handler, 10 open cases are enough: 12 open." in screen_text(app)

    at_work(there, job)


def test_each_line_leads_to_its_cases_and_escape_back_to_it(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m", "down", "enter")
        assert on_screen(app, CasesScreen)
        assert "Open, of MO" in screen_text(app)
        assert "1 case" in screen_text(app).splitlines()[0]
        assert "M1" in screen_text(app)
        await pressed(pilot, "escape")
        assert on_screen(app, ManagerScreen)
        await pressed(pilot, "up", "o")
        assert "Late, of JB" in screen_text(app)
        assert "12 cases" in screen_text(app)
        await pressed(pilot, "escape", "tab", "enter")
        assert "Due on Fri 27 Nov 2026" in screen_text(app)
        await pressed(pilot, "escape", "tab", "down", "enter")
        assert "Extended and not answered yet" in screen_text(app)
        assert "No case is in it." in screen_text(app)

    at_work(there, job)


def test_the_whole_record_is_checked_on_request(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m", "c")
        assert "Last check: 10:00, no problem" in screen_text(app)
        assert "Scheduler: none runs, no email is sent" in screen_text(app)
        await pressed(pilot, "shift+tab", "end", "enter")
        assert "`casetrack digest` prints what each person has to know" in screen_text(app)
        assert on_screen(app, ManagerScreen)

    async def next_day(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m", "shift+tab", "end", "up")
        assert "Last check: Tue 24 Nov, 10:00, no problem" in screen_text(app)
        assert "The last one: jb's." in screen_text(app)

    at_work(there, job)
    at_work(there, next_day, account="mo", now=TUE_24_NOV + timedelta(days=1))


def test_a_check_from_the_command_line_is_known_here_too(
    there: Landlord, run: Callable[..., tuple[int, str, str]]
) -> None:
    there.settings("[targets]\nstage-1-response = 5")
    assert run("check", "--config", there.config)[0] != 0

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m")
        # One for the settings, one for each case that they would move.
        assert f", {1 + len(REFERENCES)} problems" in screen_text(app)

    at_work(there, job)


def test_what_a_check_finds_is_told_with_its_cure(there: Landlord) -> None:
    there.settings("[targets]\nstage-1-response = 5")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m", "c")
        assert "Run `casetrack rebuild`." in screen_text(app)
        await pressed(pilot, "escape")
        assert on_screen(app, ManagerScreen)

    at_work(there, job)


def test_the_cursor_stays_on_its_person_when_others_record_something(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m", "down")
        there.holds(*(row(f"N{n}", "2026-11-23", handler="AA") for n in range(14)))
        app.action_look_again()
        await settled(pilot)
        current = app.screen.query_one("#people", WindowedTable).current
        assert current is not None
        assert current.key == "MO"

    at_work(there, job)


# --- giving cases to somebody


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_ten_cases_are_given_to_somebody_else_by_keys_alone(
    tmp_path: Path, database_url: str, size: tuple[int, int]
) -> None:
    there = landlord(tmp_path, database_url).holds(*ROWS)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m", "enter", *["space"] * 10, "A")
        assert "Give 10 cases to" in screen_text(app)
        await pressed(pilot, "tab")
        await pilot.press(*"leave")
        await pressed(pilot, "enter")  # MO comes first: the one with the fewest cases
        assert "To MO: ████████████████████ 10 of 10" in screen_text(app)
        assert "10 given" in screen_text(app)
        await pressed(pilot, "escape")
        assert "2 cases" in screen_text(app).splitlines()[0]
        assert not app.screen.query_one(WindowedTable).chosen

    at_work(there, job, size=size)
    assert who_has(there, *REFERENCES) == {
        each: "MO" if each in REFERENCES[:10] else "JB" for each in REFERENCES
    }
    with there.opened() as casetrack:
        assert casetrack.casework.show("R00").history[-1].because == "leave"


def test_a_case_somebody_has_an_interest_in_stays_where_it_is_and_the_others_go(
    there: Landlord,
) -> None:
    recorded(there, "R03", ConflictDeclared(happened_on=TUE, person="MO"))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m", "enter", *["space"] * 10, "A", "enter")
        shown = " ".join(word for word in screen_text(app).split() if word != "│")
        assert "9 given · 1 not possible" in shown
        assert "R03 MO has declared an interest in the matter (5.8). Let somebody" in shown
        await pressed(pilot, "escape")

    at_work(there, job)
    assert who_has(there, "R02", "R03", "R04") == {"R02": "MO", "R03": "JB", "R04": "MO"}


def test_giving_the_same_cases_a_second_time_records_nothing(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "ctrl+f")
        await pilot.press(*"damp")
        await stopped_typing(pilot)
        for given in ("3 given", "0 given · 3 theirs already"):
            await pressed(pilot, "down", "home", *["space"] * 3, "A")
            table = app.screen.query_one(WindowedTable)
            while table.current is not None and table.current.key != "MO":
                await pressed(pilot, "down")
            await pressed(pilot, "enter")
            assert on_screen(app, AssigningScreen)
            assert given in screen_text(app)
            await pressed(pilot, "escape")

    at_work(there, job)
    with there.opened() as casetrack:
        kinds = [entry.fact.kind for entry in casetrack.casework.show("R00").history]
    assert kinds.count("handler-assigned") == 2  # as the log had it, and once


def test_leaving_the_dialog_gives_nothing_to_anybody(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m", "enter", "space", "A", "escape")
        assert app.screen.query_one(WindowedTable).chosen == {"R00"}

    at_work(there, job)
    assert who_has(there, "R00") == {"R00": "JB"}


# --- finding


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zak", ["M1"]),
        ("oneill", ["M1"]),
        ("handler:mo ", ["M1"]),
        ('category:"damp and mould" R03 ', ["R03"]),
        ("verdict:late R11 ", ["R11"]),
        ("stage:2 ", []),
        ("stage:one ", []),
        ("handler:nobody ", []),
    ],
)
def test_cases_are_found_as_the_words_are_typed(
    there: Landlord, typed: str, found: list[str]
) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "ctrl+f")
        app.screen.query_one(Input).value = typed
        await stopped_typing(pilot)
        words = screen_text(app).split()
        assert [each for each in words if each in {*REFERENCES, "M1"}][-len(found) :] == found or (
            not found and "No case is found so." in screen_text(app)
        )
        assert f"{len(found)} case" in screen_text(app).splitlines()[0]

    at_work(there, job, size=(80, 24))


def test_what_narrows_is_a_chip_that_backspace_takes_away(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "ctrl+f")
        await pilot.press(*"handler:mo ")
        await stopped_typing(pilot)
        assert "handler mo ×" in screen_text(app)
        assert app.screen.query_one(Input).value == ""
        await pressed(pilot, "backspace")
        assert "handler mo ×" not in screen_text(app)
        assert "13 cases" in screen_text(app)
        await pressed(pilot, "escape")
        assert not on_screen(app, FindScreen)

    at_work(there, job)


def test_a_verdict_there_is_not_is_told_in_place(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "ctrl+f")
        await pilot.press(*"verdict:mised")
        await pressed(pilot, "enter")
        assert 'Did you mean "missed"?' in screen_text(app)

    at_work(there, job)


def test_a_list_of_any_length_is_read_page_by_page(tmp_path: Path) -> None:
    many = [row(f"C{number:03d}", "2026-11-20", handler="JB") for number in range(250)]
    there = on_sqlite(tmp_path).holds(*many)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "ctrl+f", "down")
        assert "more than 100 cases" in screen_text(app)
        await pressed(pilot, "G", "G", "G", "G")
        assert "250 cases" in screen_text(app)
        assert "C249" in screen_text(app)
        await pressed(pilot, "g")
        assert "C000" in screen_text(app)

    at_work(there, job, size=(80, 24))


# --- files, and what people write


def test_a_list_is_written_to_a_file_that_only_its_owner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = on_sqlite(tmp_path).holds(
        row("A", "2026-11-20", resident='=HYPERLINK("http://evil.example")', handler="@JB")
    )
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "m", "ctrl+e", "enter", "ctrl+e")
        await pressed(pilot, "ctrl+e")
        assert all(said.startswith("Written to /") for said in told(app))

    at_work(there, job)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "casetrack-open-of-jb-2026-11-24-2.csv",
        "casetrack-open-of-jb-2026-11-24.csv",
        "casetrack-workload-2026-11-24.csv",
    ]
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with (folder / "casetrack-open-of-jb-2026-11-24.csv").open(encoding="utf-8-sig") as file:
        (line,) = csv.DictReader(file)
    assert line["Resident"] == '\'=HYPERLINK("http://evil.example")'
    assert line["Handler"] == "'@JB"


def hostile() -> list[str]:
    """The texts a log can hold, as short as a name."""
    texts = [each["value"] for each in HOSTILE if isinstance(each["value"], str)]
    return [text for text in texts if text.strip() and not {"\0", "\ud800", "\uffff"} & {*text}]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_what_people_write_is_shown_harmless(tmp_path: Path, size: tuple[int, int]) -> None:
    rows = [
        row(f"H{number}", "2026-11-20", handler=text, category=text, resident=text)
        for number, text in enumerate(hostile())
    ]
    there = on_sqlite(tmp_path).holds(*rows)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        seen = ""
        await pressed(pilot, "m")
        for _ in rows:
            await pressed(pilot, "down")
            seen += screen_text(app)
        await pressed(pilot, "enter")
        seen += screen_text(app)
        await pressed(pilot, "A")
        seen += screen_text(app)
        await pressed(pilot, "end", "enter")
        seen += screen_text(app)
        await pressed(pilot, "escape", "escape", "escape", "ctrl+f")
        for text in hostile():
            app.screen.query_one(Input).value = text
            await pilot.press("enter")
            await settled(pilot)
            seen += screen_text(app)
            app.screen.query_one(Input).focus()
        assert steering(seen) == set()

    at_work(there, job, size=size)
