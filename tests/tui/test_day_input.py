"""The field for a day: typed, said back, and moved by a day."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from pilots import screen_text
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input

from casetrack.calendars import load_calendar
from casetrack.tui.widgets.day_input import DayInput

CALENDAR = load_calendar("england-and-wales")
TUE_24_NOV = date(2026, 11, 24)


class OneDay(App[None]):
    """A field and nothing else."""

    def __init__(self, make: Callable[[], DayInput]) -> None:
        super().__init__()
        self._make = make
        self.told: list[tuple[date | None, str]] = []

    def compose(self) -> ComposeResult:
        self.field = self._make()
        yield self.field

    @on(DayInput.Changed)
    def hear(self, event: DayInput.Changed) -> None:
        self.told.append((event.day, event.problem))


def with_field(
    field: Callable[[], DayInput], job: Callable[["Pilot[None]", OneDay], Awaitable[None]]
) -> None:
    async def run() -> None:
        app = OneDay(field)
        async with app.run_test(size=(80, 5)) as pilot:
            app.field.focus()
            await pilot.pause()
            await job(pilot, app)

    asyncio.run(run())


def test_a_day_is_preset_and_typed_over_and_said_back() -> None:
    async def job(pilot: "Pilot[None]", app: OneDay) -> None:
        assert "→ Tue 24 Nov 2026 (today)" in screen_text(app)  # type: ignore[arg-type]
        await pilot.press(*"4/12")
        await pilot.pause()
        assert app.field.day == date(2026, 12, 4)
        assert "→ Fri 4 Dec 2026 (in 8 working days)" in screen_text(app)  # type: ignore[arg-type]
        assert app.told[-1] == (date(2026, 12, 4), "")

    with_field(lambda: DayInput(TUE_24_NOV, CALENDAR), job)


def test_what_is_no_day_says_so_while_it_is_typed() -> None:
    async def job(pilot: "Pilot[None]", app: OneDay) -> None:
        await pilot.press(*"31/2/2025")
        await pilot.pause()
        assert app.field.day is None
        told = "31/2/2025 is not a date: February 2025 has 28 days."
        assert app.field.problem == told
        assert f"✗ {told}" in screen_text(app)  # type: ignore[arg-type]
        assert app.told[-1] == (None, told)

    with_field(lambda: DayInput(TUE_24_NOV, CALENDAR), job)


def test_the_arrows_move_it_by_a_day_and_what_was_typed_is_replaced() -> None:
    async def job(pilot: "Pilot[None]", app: OneDay) -> None:
        await pilot.press("ctrl+down", "ctrl+down")
        await pilot.pause()
        assert app.field.day == date(2026, 11, 22)
        assert app.field.value == "Sun 22 Nov 2026"
        await pilot.press("ctrl+up")
        await pilot.pause()
        assert app.field.day == date(2026, 11, 23)

    with_field(lambda: DayInput(TUE_24_NOV, CALENDAR), job)


@pytest.mark.parametrize(
    ("needed", "problem"), [(True, "No date was given: write one, as in today, "), (False, "")]
)
def test_an_empty_day_is_asked_for_only_where_it_is_needed(needed: bool, problem: str) -> None:
    async def job(pilot: "Pilot[None]", app: OneDay) -> None:
        app.field.query_one(Input).value = ""
        await pilot.pause()
        assert app.field.day is None
        assert app.field.problem.startswith(problem)
        assert bool(app.field.problem) is needed

    with_field(lambda: DayInput(TUE_24_NOV, CALENDAR, needed=needed), job)


def test_working_days_count_from_the_day_they_are_told_of() -> None:
    async def job(pilot: "Pilot[None]", app: OneDay) -> None:
        await pilot.press(*"+2wd")
        await pilot.pause()
        assert app.field.day == date(2026, 12, 10)
        app.field.count_from(date(2026, 12, 23))
        await pilot.pause()
        assert app.field.day == date(2026, 12, 29)  # over Christmas

    with_field(lambda: DayInput(TUE_24_NOV, CALENDAR, date(2026, 12, 8)), job)


def test_a_text_that_would_speak_to_the_terminal_is_shown_harmless() -> None:
    async def job(pilot: "Pilot[None]", app: OneDay) -> None:
        app.field.value = "[red]\x1b[2J 4 Dec"
        await pilot.pause()
        assert app.field.day is None
        assert "\x1b" not in screen_text(app)  # type: ignore[arg-type]

    with_field(lambda: DayInput(TUE_24_NOV, CALENDAR), job)
