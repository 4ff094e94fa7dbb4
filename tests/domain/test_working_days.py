"""The working-day engine, day by day: worked dates, explained days, refusals, both horizons."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from freezegun import freeze_time

from casetrack.calendars import load_calendar
from casetrack.domain.errors import BadInput, CalendarHorizon, CasetrackError
from casetrack.domain.working_days import BankHoliday, Day, WorkingCalendar, said

CHRISTMAS = BankHoliday(day=date(2024, 12, 25), title="Christmas Day")
BOXING_DAY = BankHoliday(day=date(2024, 12, 26), title="Boxing Day")
NEW_YEAR = BankHoliday(day=date(2025, 1, 1), title="New Year's Day")


@pytest.fixture(scope="module")
def england() -> WorkingCalendar:
    return load_calendar("england-and-wales")


@pytest.fixture
def winter() -> WorkingCalendar:
    return WorkingCalendar(
        name="winter",
        version="1",
        bank_holidays=[NEW_YEAR, BOXING_DAY, CHRISTMAS],
        covers=(date(2024, 12, 2), date(2025, 1, 31)),
    )


def day(text: str) -> date:
    """Read "Tue 24 Dec 2024", and refuse a weekday that does not belong to the date."""
    parsed = datetime.strptime(text, "%a %d %b %Y").date()
    assert said(parsed) == text, "the weekday in the test is wrong"
    return parsed


@pytest.mark.parametrize(
    ("start", "working_days", "due"),
    [
        # Over Easter 2024: Good Friday 29 March and Easter Monday 1 April are not counted.
        ("Fri 29 Mar 2024", 5, "Mon 8 Apr 2024"),
        ("Mon 8 Apr 2024", 10, "Mon 22 Apr 2024"),
        ("Mon 8 Apr 2024", 20, "Tue 7 May 2024"),
        # Over Christmas: three bank holidays and two weekends.
        ("Tue 24 Dec 2024", 5, "Fri 3 Jan 2025"),
        ("Fri 3 Jan 2025", 10, "Fri 17 Jan 2025"),
        ("Fri 17 Jan 2025", 10, "Fri 31 Jan 2025"),
        ("Fri 3 Jan 2025", 20, "Fri 31 Jan 2025"),
        ("Fri 31 Jan 2025", 20, "Fri 28 Feb 2025"),
        # Over Easter 2026 and the early May bank holiday.
        ("Fri 27 Mar 2026", 5, "Tue 7 Apr 2026"),
        ("Tue 7 Apr 2026", 10, "Tue 21 Apr 2026"),
        ("Tue 21 Apr 2026", 10, "Wed 6 May 2026"),
        # A start on a day that is not worked is day 0 all the same.
        ("Sat 21 Nov 2026", 5, "Fri 27 Nov 2026"),
        ("Sun 22 Nov 2026", 5, "Fri 27 Nov 2026"),
        ("Wed 25 Dec 2024", 1, "Fri 27 Dec 2024"),
        # The state funeral took Monday 19 September 2022 away.
        ("Thu 8 Sep 2022", 10, "Fri 23 Sep 2022"),
        # Leap days.
        ("Thu 22 Feb 2024", 5, "Thu 29 Feb 2024"),
        ("Thu 29 Feb 2024", 5, "Thu 7 Mar 2024"),
        ("Tue 22 Feb 2028", 5, "Tue 29 Feb 2028"),
        ("Tue 29 Feb 2028", 10, "Tue 14 Mar 2028"),
        # The nights on which the clocks go back and forward are days like others.
        ("Sat 24 Oct 2026", 5, "Fri 30 Oct 2026"),
        ("Sun 25 Oct 2026", 5, "Fri 30 Oct 2026"),
        ("Sun 29 Mar 2026", 3, "Wed 1 Apr 2026"),
        # Nought is the start itself, worked or not; back from a weekend is its Friday.
        ("Sat 21 Nov 2026", 0, "Sat 21 Nov 2026"),
        ("Sat 21 Nov 2026", -1, "Fri 20 Nov 2026"),
        ("Mon 23 Nov 2026", -1, "Fri 20 Nov 2026"),
        ("Fri 27 Dec 2024", -1, "Tue 24 Dec 2024"),
        ("Fri 3 Jan 2025", -5, "Tue 24 Dec 2024"),
    ],
)
def test_so_many_working_days_from_a_start(
    england: WorkingCalendar, start: str, working_days: int, due: str
) -> None:
    assert said(england.add(day(start), working_days)) == due


def test_many_starts_are_answered_like_one(england: WorkingCalendar) -> None:
    friday, saturday = day("Fri 20 Nov 2026"), day("Sat 21 Nov 2026")
    assert england.add_each([saturday, friday, saturday], [5, -1, 0]) == [
        (day("Fri 27 Nov 2026"), friday, saturday),
        (day("Fri 27 Nov 2026"), day("Thu 19 Nov 2026"), friday),
        (day("Fri 27 Nov 2026"), friday, saturday),
    ]
    assert england.add_each([], [5]) == []


def test_as_known_on_the_day_the_queen_died_the_funeral_was_no_bank_holiday(
    england: WorkingCalendar,
) -> None:
    received = day("Thu 8 Sep 2022")
    assert said(england.as_known_on(received).add(received, 10)) == "Thu 22 Sep 2022"
    assert said(england.as_known_on(day("Fri 9 Sep 2022")).add(received, 10)) == "Fri 23 Sep 2022"


def test_the_edge_of_a_count_is_after_the_start_up_to_and_including_the_end(
    england: WorkingCalendar,
) -> None:
    friday, monday = day("Fri 20 Nov 2026"), day("Mon 23 Nov 2026")
    assert england.count(date(2024, 5, 29), date(2024, 8, 5)) == 48
    assert england.count(friday, friday) == 0
    assert england.count(friday, monday) == 1
    assert england.count(monday, friday) == -1
    assert england.count(friday, day("Sun 22 Nov 2026")) == 0
    assert england.count(day("Sat 21 Nov 2026"), monday) == 1


def test_every_day_to_a_due_day_is_counted_or_says_why_not(winter: WorkingCalendar) -> None:
    shown = [
        (said(each.date), each.number, each.reason)
        for each in winter.days(day("Tue 24 Dec 2024"), day("Fri 3 Jan 2025"))
    ]
    assert shown == [
        ("Wed 25 Dec 2024", None, "Christmas Day"),
        ("Thu 26 Dec 2024", None, "Boxing Day"),
        ("Fri 27 Dec 2024", 1, None),
        ("Sat 28 Dec 2024", None, "weekend"),
        ("Sun 29 Dec 2024", None, "weekend"),
        ("Mon 30 Dec 2024", 2, None),
        ("Tue 31 Dec 2024", 3, None),
        ("Wed 1 Jan 2025", None, "New Year's Day"),
        ("Thu 2 Jan 2025", 4, None),
        ("Fri 3 Jan 2025", 5, None),
    ]


def test_days_backwards_are_numbered_down_to_what_add_would_be_asked(
    winter: WorkingCalendar,
) -> None:
    start = day("Sat 28 Dec 2024")
    assert winter.days(start, winter.add(start, -2)) == (
        Day(date=day("Fri 27 Dec 2024"), counted=True, number=-1, reason=None),
        Day(date=day("Thu 26 Dec 2024"), counted=False, number=None, reason="Boxing Day"),
        Day(date=day("Wed 25 Dec 2024"), counted=False, number=None, reason="Christmas Day"),
        Day(date=day("Tue 24 Dec 2024"), counted=True, number=-2, reason=None),
    )
    assert winter.days(start, start) == ()


def test_a_bank_holiday_at_a_weekend_is_the_weekend() -> None:
    saturday = day("Sat 25 Dec 2021")
    calendar = WorkingCalendar(
        bank_holidays=[BankHoliday(day=saturday, title="Christmas Day")],
        covers=(date(2021, 1, 1), date(2021, 12, 31)),
    )
    assert calendar.skipped_because(saturday) == "weekend"
    assert calendar.add(day("Fri 24 Dec 2021"), 1) == day("Mon 27 Dec 2021")


def test_a_plain_date_serves_as_a_bank_holiday() -> None:
    calendar = WorkingCalendar(
        bank_holidays=[date(2020, 1, 1)], covers=(date(2020, 1, 1), date(2022, 12, 31))
    )
    assert calendar.skipped_because(date(2020, 1, 1)) == "bank holiday"
    assert calendar.skipped_because(date(2020, 1, 2)) is None
    assert calendar.bank_holidays == (BankHoliday(day=date(2020, 1, 1)),)


def test_the_next_working_day_is_the_day_itself_when_it_is_one(winter: WorkingCalendar) -> None:
    assert winter.next_working_day(day("Tue 24 Dec 2024")) == day("Tue 24 Dec 2024")
    assert winter.next_working_day(day("Wed 25 Dec 2024")) == day("Fri 27 Dec 2024")
    assert winter.next_working_day(day("Sat 28 Dec 2024")) == day("Mon 30 Dec 2024")


def test_a_day_past_the_last_published_list_is_provisional(england: WorkingCalendar) -> None:
    assert not england.is_provisional(day("Sun 31 Dec 2028"))
    assert england.is_provisional(day("Mon 1 Jan 2029"))
    unpublished = WorkingCalendar(bank_holidays=[], covers=(date(2024, 1, 1), date(2024, 12, 31)))
    assert not unpublished.is_provisional(day("Tue 31 Dec 2024"))


def test_a_day_announced_later_is_left_out_and_one_withdrawn_later_is_put_back() -> None:
    moved_from = BankHoliday(day=date(2020, 5, 4), withdrawn_on=date(2019, 6, 10))
    moved_to = BankHoliday(day=date(2020, 5, 8), announced_on=date(2019, 6, 10))
    calendar = WorkingCalendar(
        name="moved",
        version="7",
        bank_holidays=[moved_to, moved_from],
        covers=(date(2020, 1, 1), date(2020, 12, 31)),
        published_until=date(2020, 12, 31),
    )
    before = calendar.as_known_on(date(2019, 6, 9))

    assert [each.day for each in calendar.bank_holidays] == [date(2020, 5, 8)]
    assert [each.day for each in calendar.listed] == [date(2020, 5, 4), date(2020, 5, 8)]
    assert [each.day for each in before.bank_holidays] == [date(2020, 5, 4)]
    assert calendar.as_known_on(date(2019, 6, 10)).bank_holidays == calendar.bank_holidays
    assert before.version == "7 as known on 2019-06-09"
    assert (before.name, before.covers) == (calendar.name, calendar.covers)
    assert before.published_until == calendar.published_until
    # What was not known then is not known by asking the earlier calendar about a later day.
    assert before.as_known_on(date(2024, 1, 1)).bank_holidays == before.bank_holidays


@pytest.mark.parametrize(
    ("start", "working_days", "says"),
    [
        (date(2024, 12, 1), 1, "Sun 1 Dec 2024 is outside the winter calendar"),
        (date(2025, 2, 1), -1, "Sat 1 Feb 2025 is outside the winter calendar"),
        (date(2025, 2, 1), 0, "Sat 1 Feb 2025 is outside the winter calendar"),
        (date(2025, 1, 30), 2, "2 working days after Thu 30 Jan 2025 is outside the winter"),
        (date(2024, 12, 2), -1, "1 working day before Mon 2 Dec 2024 is outside the winter"),
        (date(2025, 1, 30), 10**30, "outside the winter calendar"),
    ],
)
def test_past_its_days_a_calendar_refuses_to_guess(
    winter: WorkingCalendar, start: date, working_days: int, says: str
) -> None:
    with pytest.raises(CalendarHorizon) as refusal:
        winter.add(start, working_days)
    assert says in str(refusal.value)
    assert "which covers Mon 2 Dec 2024 to Fri 31 Jan 2025" in str(refusal.value)
    assert "casetrack calendar make" in str(refusal.value)
    assert isinstance(refusal.value, CasetrackError)
    assert isinstance(refusal.value, ValueError)


def test_the_first_and_the_last_day_covered_can_be_reached(winter: WorkingCalendar) -> None:
    first, last = day("Mon 2 Dec 2024"), day("Fri 31 Jan 2025")
    worked = winter.count(first, last)
    assert worked == 41
    assert winter.add(first, worked) == last
    assert winter.add(last, -worked) == first
    assert winter.is_working_day(first)
    for ask in (winter.is_working_day, winter.skipped_because, winter.is_provisional):
        with pytest.raises(CalendarHorizon, match="Sat 1 Feb 2025"):
            ask(date(2025, 2, 1))
    for start, end in [(first, date(2025, 2, 1)), (date(2024, 12, 1), last)]:
        with pytest.raises(CalendarHorizon):
            winter.count(start, end)
        with pytest.raises(CalendarHorizon):
            winter.days(start, end)
    with pytest.raises(CalendarHorizon):
        winter.add_each([first, date(2025, 2, 1)], [1])


def test_no_day_before_the_first_is_found_by_counting_from_the_other_end() -> None:
    """Tables read past their first entry would silently answer from the last."""
    calendar = WorkingCalendar(bank_holidays=[], covers=(date(2024, 6, 1), date(2024, 6, 30)))
    assert calendar.add(day("Sat 1 Jun 2024"), 1) == day("Mon 3 Jun 2024")
    assert not calendar.is_working_day(day("Sat 1 Jun 2024"))
    with pytest.raises(CalendarHorizon):
        calendar.add(day("Sat 1 Jun 2024"), -1)
    with pytest.raises(CalendarHorizon):
        calendar.next_working_day(day("Sat 29 Jun 2024"))


NOT_DAYS: list[Any] = [
    datetime(2024, 12, 24, 9, 0),
    datetime(2024, 12, 24, tzinfo=UTC),
    "2024-12-24",
    20241224,
    None,
    [],
]


@pytest.mark.parametrize("given", NOT_DAYS, ids=repr)
def test_what_is_not_a_day_is_refused(winter: WorkingCalendar, given: Any) -> None:
    friday = day("Fri 27 Dec 2024")
    asked: list[Callable[[], object]] = [
        lambda: winter.add(given, 1),
        lambda: winter.add(given, 0),
        lambda: winter.add(given, -1),
        lambda: winter.count(given, friday),
        lambda: winter.count(friday, given),
        lambda: winter.is_working_day(given),
        lambda: winter.next_working_day(given),
        lambda: winter.is_provisional(given),
        lambda: winter.skipped_because(given),
        lambda: winter.days(friday, given),
        lambda: winter.as_known_on(given),
        lambda: WorkingCalendar(bank_holidays=[given], covers=(friday, friday)),
        lambda: WorkingCalendar(bank_holidays=[], covers=(given, friday)),
    ]
    for ask in asked:
        with pytest.raises(BadInput, match=r"is not a day|is a moment, not a day"):
            ask()


@pytest.mark.parametrize("given", [True, False, 1.0, 1.5, "5", None, float("nan")], ids=repr)
def test_what_is_not_a_whole_number_of_days_is_refused(winter: WorkingCalendar, given: Any) -> None:
    friday = day("Fri 27 Dec 2024")
    for _ in ("a day asked for the first time", "a day the calendar remembers"):
        with pytest.raises(BadInput, match="is not a number of working days"):
            winter.add(friday, given)
        assert winter.add(friday, 1) == day("Mon 30 Dec 2024")


def test_a_calendar_cannot_end_before_it_begins() -> None:
    with pytest.raises(BadInput, match="Tue 31 Dec 2024 to Mon 1 Jan 2024: swap the two"):
        WorkingCalendar(bank_holidays=[], covers=(date(2024, 12, 31), date(2024, 1, 1)))


def test_a_frozen_clock_changes_no_date() -> None:
    with freeze_time("2024-12-24"):
        frozen = load_calendar("england-and-wales")
        today = date.today()
        due = frozen.add(today, 5)
        counted = frozen.count(today, date(2025, 1, 3))
        shown = frozen.days(today, date(2024, 12, 25))
        with pytest.raises(BadInput, match="is a moment"):
            frozen.add(datetime.now(), 5)
    assert type(today) is not date  # or else the frozen clock was not on trial
    assert (due, counted) == (date(2025, 1, 3), 5)
    assert type(due) is date
    assert shown[0].reason == "Christmas Day"


def test_the_last_days_of_the_horizon_can_be_counted(england: WorkingCalendar) -> None:
    assert said(england.add(day("Thu 29 Dec 2050"), 1)) == "Fri 30 Dec 2050"
    with pytest.raises(CalendarHorizon, match="Sat 31 Dec 2050"):
        england.add(day("Fri 30 Dec 2050"), 1)
    # 1 January 2012 was a Sunday, Monday its substitute day.
    assert said(england.add(day("Sun 1 Jan 2012"), 1)) == "Tue 3 Jan 2012"
    with pytest.raises(CalendarHorizon, match="Sun 1 Jan 2012 to Sat 31 Dec 2050"):
        england.add(day("Tue 3 Jan 2012"), -1)
