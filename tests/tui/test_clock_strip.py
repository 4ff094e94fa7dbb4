"""The clocks of a complaint as a picture: what is painted for each day, and what it says of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from casetrack.calendars import load_calendar
from casetrack.domain.clock import Clock
from casetrack.editions import load_editions
from casetrack.service import what_if
from casetrack.service.clock_days import ClockPicture, picture_of
from casetrack.tui.widgets.clock_pieces import Chosen, day_pieces, laid_out
from casetrack.tui.widgets.clock_strip import ClockStrip

_DEFINED = {"fact": "complaint-defined", "stage": 1, "points": ["A leak."], "means": "letter"}


def clocks(*facts: dict[str, Any], today: str) -> dict[str, ClockPicture]:
    """Return the clocks of a history as they are drawn on a day, by their keys."""
    history = what_if.read_facts(list(facts))
    edition = what_if.edition_of(history, load_editions(), None)
    calendar = load_calendar("england-and-wales")
    found: tuple[Clock, ...] = what_if.timeline(history, edition, calendar).all_clocks
    on = date.fromisoformat(today)
    return {clock.key: picture_of(clock, calendar, on) for clock in found}


def received(on: str) -> dict[str, Any]:
    return {"fact": "complaint-received", "on": on}


def acknowledged(on: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return {**_DEFINED, "on": on}, {"fact": "complaint-acknowledged", "stage": 1, "on": on}


def extended(on: str, until: str) -> dict[str, Any]:
    return {
        "fact": "response-extended",
        "stage": 1,
        "on": on,
        "until": until,
        "means": "letter",
        "reasons": "The survey is awaited.",
        "ombudsman_details_given": True,
    }


def answered(on: str) -> dict[str, Any]:
    return {"fact": "response-issued", "stage": 1, "on": on, "outcome": "upheld"}


def painted(picture: ClockPicture, room: int = 200, selected: int | None = None) -> str:
    return "".join(piece.text for piece in day_pieces(picture.days, room, selected))


@pytest.mark.parametrize(
    ("received_on", "today", "shown"),
    [
        # Tue 24 Dec 2024: Christmas Day, Boxing Day and New Year's Day are not counted.
        ("2024-12-24", "2024-12-24", "▌0 xx xx 1··│2 3 xx 4 5┃"),
        # Fri 27 Mar 2026: Good Friday 3 Apr and Easter Monday 6 Apr are not counted.
        ("2026-03-27", "2026-03-30", "0··▌1 2 3 4 xx··│xx 5┃"),
        # Sat 21 Nov 2026: a start on no working day is day 0 all the same.
        ("2026-11-21", "2026-11-24", "0·│1▌2 3 4 5┃"),
        # Sun 22 Nov 2026, and today is the Saturday after it was due.
        ("2026-11-22", "2026-11-28", "0│1 2 3 4 5┃▌·"),
        # Mon 2 Nov 2026, never acknowledged and two working days late on Wed 11 Nov.
        ("2026-11-02", "2026-11-11", "0 1 2 3 4··│5┃ +1▌+2"),
    ],
)
def test_an_acknowledgement_is_counted_day_by_day(received_on: str, today: str, shown: str) -> None:
    clock = clocks(received(received_on), today=today)["stage-1-acknowledgement"]
    assert painted(clock) == shown


def test_what_was_done_in_time_leaves_the_days_that_were_left() -> None:
    found = clocks(received("2026-11-02"), *acknowledged("2026-11-05"), today="2026-11-24")
    clock = found["stage-1-acknowledgement"]
    assert painted(clock) == "0 1 2 3✓ 4··│5┃"
    assert clock.words == "met on day 3 of 5"


def test_an_answer_that_is_late_goes_on_being_counted_to_today() -> None:
    found = clocks(received("2026-11-02"), *acknowledged("2026-11-06"), today="2026-11-24")
    answer = found["stage-1-response"]
    assert painted(answer) == "0··│1 2 3 4 5··│6 7 8 9 10┃··│+1▌+2"
    assert answer.words == "2 wd late, was due Fri 20 Nov"
    assert found["stage-1-backstop"].words == "1 wd late, was due Mon 23 Nov"
    assert found["stage-1-backstop"].days == ()


def test_an_answer_given_late_says_by_how_much_and_ends_there() -> None:
    found = clocks(
        received("2026-11-02"),
        *acknowledged("2026-11-06"),
        answered("2026-11-23"),
        today="2027-01-08",
    )
    answer = found["stage-1-response"]
    assert painted(answer) == "0··│1 2 3 4 5··│6 7 8 9 10┃··│+1✓"
    assert answer.words == "done 1 wd late, was due Fri 20 Nov 2026"
    assert answer.urgency is None
    assert answer.missed


def test_an_extension_shows_the_day_it_was_due_before() -> None:
    found = clocks(
        received("2026-11-02"),
        *acknowledged("2026-11-06"),
        extended("2026-11-18", "2026-11-25"),
        today="2026-11-20",
    )
    answer = found["stage-1-response"]
    assert painted(answer) == "0··│1 2 3 4 5··│6 7 8 9▌10╎··│11 12 13┃"
    assert answer.words == "3 wd left, due Wed 25 Nov (extended)"
    was_due = next(day for day in answer.days if day.was_due)
    assert answer.says_of(was_due) == ("Fri 20 Nov 2026: day 10; due until it was extended; today")


def test_an_answer_before_its_own_start_says_so() -> None:
    found = clocks(
        received("2024-06-03"),
        answered("2024-06-20"),
        *acknowledged("2024-06-25"),
        today="2024-07-01",
    )
    answer = found["stage-1-response"]
    assert answer.words == "done Thu 20 Jun, before it began"
    assert not any(day.stopped for day in answer.days)


def test_a_day_of_a_strip_can_be_named() -> None:
    clock = clocks(received("2024-12-24"), today="2024-12-30")["stage-1-acknowledgement"]
    said = [clock.says_of(day) for day in clock.days]
    assert said[0] == "Tue 24 Dec 2024: day 0; received"
    assert said[1] == "Wed 25 Dec 2024: bank holiday: Christmas Day"
    assert said[4] == "Sat 28 Dec 2024: Saturday"
    assert said[6] == "Mon 30 Dec 2024: day 2; today"
    assert said[-1] == "Fri 3 Jan 2025: day 5; due, until midnight"


def test_where_there_is_no_room_the_days_that_are_looked_for_stay() -> None:
    found = clocks(
        received("2026-11-02"),
        *acknowledged("2026-11-06"),
        extended("2026-11-18", "2026-12-04"),
        today="2026-12-15",
    )
    answer = found["stage-1-response"]
    whole = painted(answer)
    for room in range(22, len(whole) + 1):
        shown = painted(answer, room)
        assert len(shown) <= room
        assert shown.startswith("0")
        for looked_for in ("10╎", "20┃", "▌+7"):
            assert looked_for in shown, (room, shown)
    assert painted(answer, len(whole)) == whole
    assert "·" not in painted(answer, len(whole) - 1)


def test_a_day_that_is_picked_stays_in_sight_where_there_is_no_room() -> None:
    found = clocks(received("2026-11-02"), *acknowledged("2026-11-06"), today="2026-11-17")
    answer = found["stage-1-response"]
    saturday = next(n for n, day in enumerate(answer.days) if day.day == date(2026, 11, 14))
    pieces = day_pieces(answer.days, 14, saturday)
    assert saturday in [piece.place for piece in pieces]


def test_every_line_keeps_to_the_width_of_the_screen() -> None:
    found = tuple(
        clocks(
            received("2026-11-02"),
            *acknowledged("2026-11-06"),
            extended("2026-11-18", "2026-12-04"),
            today="2026-12-15",
        ).values()
    )
    for width in (40, 60, 76, 80, 118, 198):
        for line in laid_out(found, width, Chosen(1, 3)):
            assert sum(len(piece.text) for piece in line) <= width


# --- the widget


def strip_of(
    pictures: tuple[ClockPicture, ...],
    job: Callable[["Pilot[None]", ClockStrip, list[str]], Awaitable[None]],
) -> None:
    told: list[str] = []

    class OneStrip(App[None]):
        def compose(self) -> ComposeResult:
            yield ClockStrip()

        def on_clock_strip_day_picked(self, event: ClockStrip.DayPicked) -> None:
            told.append(event.picture.says_of(event.day) if event.day else event.picture.name)

    async def run() -> None:
        app = OneStrip()
        async with app.run_test(size=(80, 10)) as pilot:
            strip = app.query_one(ClockStrip)
            strip.show(pictures)
            strip.focus()
            await pilot.pause()
            await job(pilot, strip, told)

    asyncio.run(run())


def _two() -> tuple[ClockPicture, ...]:
    found = clocks(received("2026-11-02"), *acknowledged("2026-11-06"), today="2026-11-17")
    return found["stage-1-acknowledgement"], found["stage-1-response"]


def test_the_keys_go_from_today_to_any_day_of_the_clock() -> None:
    async def job(pilot: "Pilot[None]", strip: ClockStrip, told: list[str]) -> None:
        await pilot.press("down", "left", "left", "home", "end", "up")
        await pilot.pause()
        assert told == [
            "stage 1 answer",
            "Tue 17 Nov 2026: day 7; today",
            "Mon 16 Nov 2026: day 6",
            "Fri 6 Nov 2026: day 0; acknowledged",
            "Fri 20 Nov 2026: day 10; due, until midnight",
            "stage 1 acknowledgement",
        ]

    strip_of(_two(), job)


def test_a_day_is_picked_with_the_mouse() -> None:
    async def job(pilot: "Pilot[None]", strip: ClockStrip, told: list[str]) -> None:
        line = laid_out(_two(), 78, None)[1]
        place = next(n for n, piece in enumerate(line) if piece.text == "│1")
        along = 1 + sum(len(piece.text) for piece in line[:place])
        await pilot.click(ClockStrip, offset=(along + 1, 1))
        await pilot.pause()
        assert told == ["Mon 9 Nov 2026: day 1"]

    strip_of(_two(), job)


def test_the_day_that_was_picked_stays_when_the_clocks_are_shown_anew() -> None:
    async def job(pilot: "Pilot[None]", strip: ClockStrip, told: list[str]) -> None:
        await pilot.press("down", "right", "left")
        strip.show(_two()[::-1])
        await pilot.pause()
        assert strip.current is not None
        assert strip.current.name == "stage 1 answer"
        assert strip.current_day is not None
        assert strip.current_day.day == date(2026, 11, 16)

    strip_of(_two(), job)
