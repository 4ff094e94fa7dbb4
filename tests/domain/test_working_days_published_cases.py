"""Working-day cases other systems and the Ombudsman have published, each put to our engine."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest

from casetrack.calendars import load_calendar
from casetrack.domain.working_days import WorkingCalendar

DATA = Path(__file__).parents[1] / "data"
PUBLISHED = json.loads((DATA / "working_days.json").read_text(encoding="utf-8"))
TIMELINES = json.loads((DATA / "ombudsman_timelines.json").read_text(encoding="utf-8"))
ONE_DAY = timedelta(days=1)

Case = dict[str, Any]


def calendar_of(name: str) -> WorkingCalendar:
    if name not in PUBLISHED["calendars"]:
        return load_calendar(name)
    days = [date.fromisoformat(day) for day in PUBLISHED["calendars"][name]]
    return WorkingCalendar(
        name=name, bank_holidays=days, covers=(date(2006, 1, 1), date(2030, 12, 31))
    )


def answer(calendar: WorkingCalendar, case: Case) -> str | int | bool:
    """Our engine's answer to a case, in the words of the case's own question."""
    start, number = date.fromisoformat(case["start"]), case["n"]
    end = date.fromisoformat(number) if isinstance(number, str) else start
    match case["op"]:
        case "add_working_days" | "add_working_days_out_of_hours":
            return calendar.add(start, number).isoformat()
        case "next_working_day_strict":
            return calendar.add(start, number).isoformat()
        case "prev_working_day_strict":
            return calendar.add(start, -number).isoformat()
        case "add_calendar_days_roll_forward":
            return calendar.next_working_day(start + number * ONE_DAY).isoformat()
        case "is_working_day":
            return calendar.is_working_day(start)
        case "count_working_days_exclusive_of_start":
            return calendar.count(start, end)
        case "count_working_days_inclusive":
            return calendar.count(start - ONE_DAY, end)
        case "count_working_days_start_incl_end_excl":
            return calendar.count(start - ONE_DAY, end - ONE_DAY)
        case other:
            raise AssertionError(f"no answer was written for {other}")


# The engine counts days, not months.
COUNTED_IN_DAYS = [
    case for case in PUBLISHED["cases"] if case["op"] != "add_calendar_months_roll_forward"
]
SAME_RULE = [case for case in COUNTED_IN_DAYS if case["holds_under_day_zero_rule"]]
OTHER_RULE = [case for case in COUNTED_IN_DAYS if not case["holds_under_day_zero_rule"]]


def test_no_published_case_is_left_aside() -> None:
    assert (len(PUBLISHED["cases"]), len(SAME_RULE), len(OTHER_RULE)) == (77, 69, 6)


@pytest.mark.parametrize("case", SAME_RULE, ids=lambda case: f"{case['id']}-{case['op']}")
def test_a_published_case_counted_by_the_day_zero_rule_comes_out_the_same(case: Case) -> None:
    assert answer(calendar_of(case["calendar"]), case) == case["expected"]


def rolled_first(calendar: WorkingCalendar, case: Case) -> str | int | bool:
    start = calendar.next_working_day(date.fromisoformat(case["start"]))
    return answer(calendar, {**case, "start": start.isoformat()})


def start_counted(calendar: WorkingCalendar, case: Case) -> str | int | bool:
    return answer(calendar, {**case, "n": case["n"] - 1})


def never_below_nought(calendar: WorkingCalendar, case: Case) -> str | int | bool:
    return max(0, int(answer(calendar, case)))


def after_closing_time(calendar: WorkingCalendar, case: Case) -> str | int | bool:
    start = calendar.add(date.fromisoformat(case["start"]), 1)
    return answer(calendar, {**case, "start": start.isoformat()})


OTHER_RULES: dict[str, Callable[[WorkingCalendar, Case], str | int | bool]] = {
    "source rolls a non-working start day": rolled_first,
    "start day counted as day 1": start_counted,
    "source clamps to 0": never_below_nought,
    "after-hours": after_closing_time,
}


@pytest.mark.parametrize("case", OTHER_RULE, ids=lambda case: f"{case['id']}-{case['op']}")
def test_a_published_case_of_another_rule_differs_for_the_reason_it_states(case: Case) -> None:
    calendar = calendar_of(case["calendar"])
    reason = next(words for words in OTHER_RULES if case["why_differs"].startswith(words))
    assert answer(calendar, case) != case["expected"]
    assert OTHER_RULES[reason](calendar, case) == case["expected"]


def region(name: str) -> WorkingCalendar:
    nation, _, extra = name.partition("+")
    if nation == "uk-union":
        union = {
            day
            for subdivision in ("ENG", "WLS", "SCT", "NIR")
            for day in holidays.country_holidays("GB", subdiv=subdivision, years=range(2007, 2010))
        }
        return WorkingCalendar(
            name=name, bank_holidays=union, covers=(date(2007, 1, 1), date(2009, 12, 31))
        )
    calendar = load_calendar(nation)
    more = [date.fromisoformat(extra)] if extra else []
    return WorkingCalendar(
        name=name, bank_holidays=[*calendar.bank_holidays, *more], covers=calendar.covers
    )


DATED = [row for row in TIMELINES if "start" in row and "end" in row]


def test_no_dated_timeline_is_left_aside() -> None:
    assert (len(TIMELINES), len(DATED)) == (21, 18)


@pytest.mark.parametrize("row", DATED, ids=lambda row: row["id"])
def test_a_published_timeline_has_the_working_days_it_states(row: dict[str, Any]) -> None:
    calendar = region(row["region"])
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    assert calendar.count(start, end) == row["working_days"]
    if "stated_working_days" in row:
        assert row["stated_working_days"] == row["working_days"]
        # Had the start day been day 1, the printed figure would be another.
        assert calendar.count(start - ONE_DAY, end) != row["working_days"] or (
            not calendar.is_working_day(start)
        )
    if calendar.is_working_day(end):
        assert calendar.add(start, row["working_days"]) == end
