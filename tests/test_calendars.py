"""The three nations' calendars against GOV.UK's own list, its revisions and `holidays`."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest

from casetrack.calendars import load_calendar

DATA = Path(__file__).parent / "data"
GOVUK = json.loads((DATA / "bank-holidays.json").read_text(encoding="utf-8"))
CHANGES = json.loads((DATA / "bank-holiday-changes.json").read_text(encoding="utf-8"))
SUBDIVISIONS = {
    "england-and-wales": ("ENG", "WLS"),
    "scotland": ("SCT",),
    "northern-ireland": ("NIR",),
}
NATIONS = tuple(SUBDIVISIONS)
ONE_DAY = timedelta(days=1)


def every_day(first: date, last: date) -> list[date]:
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]


@pytest.mark.parametrize("nation", NATIONS)
def test_every_day_from_2012_to_2028_is_what_govuk_says(nation: str) -> None:
    calendar = load_calendar(nation)
    titles = {
        event["date"]: event["title"].replace("\u2019", "'")
        + (" (substitute day)" if event["notes"] == "Substitute day" else "")
        for event in GOVUK[nation]["events"]
    }
    days = every_day(date(2012, 1, 1), date(2028, 12, 31))
    expected = {
        day: "weekend" if day.weekday() >= 5 else titles.get(day.isoformat()) for day in days
    }
    assert len(days) == 6210
    assert {day: calendar.skipped_because(day) for day in days} == expected
    assert {day: calendar.is_working_day(day) for day in days} == {
        day: reason is None for day, reason in expected.items()
    }


@pytest.mark.parametrize("nation", NATIONS)
def test_every_day_to_the_horizon_is_what_the_holidays_package_says(nation: str) -> None:
    calendar = load_calendar(nation)
    assert calendar.covers == (date(2012, 1, 1), date(2050, 12, 31))
    for subdivision in SUBDIVISIONS[nation]:
        listed = holidays.country_holidays("GB", subdiv=subdivision, years=range(2012, 2051))
        differing = [
            day
            for day in every_day(*calendar.covers)
            if calendar.is_working_day(day) != (day.weekday() < 5 and day not in listed)
        ]
        assert differing == [], "run `casetrack calendar make` and read what it changes"


@pytest.mark.parametrize("nation", NATIONS)
def test_published_days_are_marked_apart_from_computed_ones(nation: str) -> None:
    calendar = load_calendar(nation)
    assert calendar.published_until == date(2028, 12, 31)
    for each in calendar.listed:
        assert each.computed == (each.day > date(2028, 12, 31))
        assert each.source == ("holidays" if each.computed else "GOV.UK")


@pytest.mark.parametrize("nation", NATIONS)
def test_next_years_bank_holidays_are_published_ones(nation: str) -> None:
    published_until = load_calendar(nation).published_until
    assert published_until is not None
    assert published_until >= date(date.today().year + 1, 12, 31), (
        "GOV.UK has surely published next year by now: "
        "run `casetrack calendar make --published-until` with its last day and `calendar check`"
    )


def test_the_list_was_revised_seven_times_with_fourteen_changes() -> None:
    assert len(CHANGES) == 14
    assert len({change["announced_in_repo"] for change in CHANGES}) == 7


@pytest.mark.parametrize(
    "change",
    CHANGES,
    ids=lambda change: f"{change['announced_in_repo']} {change['division']}",
)
def test_a_revision_of_the_list_is_known_from_its_day_and_not_before(
    change: dict[str, Any],
) -> None:
    calendar = load_calendar(change["division"])
    announced = date.fromisoformat(change["announced_in_repo"])
    before, since = calendar.as_known_on(announced - ONE_DAY), calendar.as_known_on(announced)
    for added in map(date.fromisoformat, change["added"]):
        assert [each.is_working_day(added) for each in (before, since)] == [True, False]
    for removed in map(date.fromisoformat, change["removed"]):
        assert [each.is_working_day(removed) for each in (before, since)] == [False, True]
    assert before.version not in (since.version, calendar.version)


@pytest.mark.parametrize("nation", NATIONS)
def test_no_announcement_is_held_that_nobody_recorded(nation: str) -> None:
    changes = [change for change in CHANGES if change["division"] == nation]
    held = load_calendar(nation).listed
    assert {
        (each.day.isoformat(), each.announced_on.isoformat()) for each in held if each.announced_on
    } == {(day, change["announced_in_repo"]) for change in changes for day in change["added"]}
    assert {
        (each.day.isoformat(), each.withdrawn_on.isoformat()) for each in held if each.withdrawn_on
    } == {(day, change["announced_in_repo"]) for change in changes for day in change["removed"]}


def test_the_nations_part_where_their_lists_do() -> None:
    england, scotland, ireland = map(load_calendar, NATIONS)
    assert scotland.skipped_because(date(2026, 6, 15)) == "World Cup bank holiday"
    assert england.is_working_day(date(2026, 6, 15))
    assert ireland.skipped_because(date(2026, 7, 13)) == (
        "Battle of the Boyne (Orangemen's Day) (substitute day)"
    )
    assert england.skipped_because(date(2026, 4, 6)) == "Easter Monday"
    assert scotland.is_working_day(date(2026, 4, 6))


def test_counting_days_loads_nothing_but_the_standard_library() -> None:
    code = (
        "import sys; from datetime import date; from casetrack.calendars import load_calendar;"
        "print(load_calendar('england-and-wales').add(date(2024, 12, 24), 5));"
        "print(sorted({'holidays', 'pydantic', 'sqlmodel', 'textual', 'click'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=DATA.parents[1],
    )
    assert done.stdout.splitlines() == ["2025-01-03", "[]"]
