"""What holds for every day and every number of days, and a second implementation that agrees."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casetrack.calendars import load_calendar
from casetrack.domain.working_days import WorkingCalendar

NATIONS = ("england-and-wales", "scotland", "northern-ireland")
CALENDARS = {name: load_calendar(name) for name in NATIONS}
TRIPLES_A_NATION = 7_000

calendars = st.sampled_from(list(CALENDARS.values()))
# Far enough from both ends of the horizon for two steps of 600 working days.
days = st.dates(date(2017, 1, 1), date(2045, 12, 31))
numbers = st.integers(1, 600)
unhurried = settings(deadline=None, max_examples=300)


@unhurried
@given(calendars, days, numbers)
def test_counting_undoes_adding(calendar: WorkingCalendar, start: date, number: int) -> None:
    due = calendar.add(start, number)
    assert calendar.is_working_day(due)
    assert calendar.count(start, due) == number
    assert calendar.count(start, due - timedelta(days=1)) == number - 1


@unhurried
@given(calendars, days, numbers)
def test_going_back_from_a_working_day_undoes_going_forward(
    calendar: WorkingCalendar, start: date, number: int
) -> None:
    worked = calendar.next_working_day(start)
    assert calendar.add(calendar.add(worked, number), -number) == worked
    assert calendar.add(calendar.add(worked, -number), number) == worked


@unhurried
@given(calendars, days, numbers, numbers)
def test_two_steps_are_as_long_as_one(
    calendar: WorkingCalendar, start: date, one: int, other: int
) -> None:
    assert calendar.add(calendar.add(start, one), other) == calendar.add(start, one + other)


@unhurried
@given(calendars, days, days, numbers)
def test_a_later_start_is_never_due_earlier(
    calendar: WorkingCalendar, one: date, other: date, number: int
) -> None:
    earlier, later = sorted((one, other))
    assert calendar.add(earlier, number) <= calendar.add(later, number)
    assert calendar.add(earlier, number) < calendar.add(earlier, number + 1)


@unhurried
@given(calendars, days, days, days)
def test_counts_add_up_and_turn_round(
    calendar: WorkingCalendar, one: date, other: date, third: date
) -> None:
    assert calendar.count(one, other) == -calendar.count(other, one)
    assert calendar.count(one, other) + calendar.count(other, third) == calendar.count(one, third)


@unhurried
@given(calendars, days, st.integers(-60, 60))
def test_the_days_of_a_count_are_every_day_and_end_in_its_number(
    calendar: WorkingCalendar, start: date, number: int
) -> None:
    due = calendar.add(start, number)
    listed = calendar.days(start, due)
    assert len(listed) == abs((due - start).days)
    assert sum(each.counted for each in listed) == abs(number)
    assert not listed or (listed[-1].date, listed[-1].number) == (due, number)
    assert all(each.counted == calendar.is_working_day(each.date) for each in listed)
    assert all(each.reason == calendar.skipped_because(each.date) for each in listed)


@unhurried
@given(calendars, days)
def test_a_day_is_worked_or_has_a_reason_and_never_both(
    calendar: WorkingCalendar, day: date
) -> None:
    assert calendar.is_working_day(day) == (calendar.skipped_because(day) is None)
    following = calendar.next_working_day(day)
    assert calendar.is_working_day(following)
    assert calendar.count(day, following) == (0 if following == day else 1)


@unhurried
@given(calendars, days, days)
def test_no_calendar_knows_more_than_was_announced(
    calendar: WorkingCalendar, known: date, later: date
) -> None:
    earlier, later = sorted((known, later))
    then = calendar.as_known_on(earlier)
    assert {each.day for each in then.listed} <= {each.day for each in calendar.listed}
    assert all((each.announced_on or earlier) <= earlier for each in then.listed)
    assert then.as_known_on(later).bank_holidays == then.bank_holidays
    assert calendar.as_known_on(later).as_known_on(earlier).bank_holidays == then.bank_holidays


@pytest.mark.parametrize("nation", NATIONS)
def test_numpy_agrees_on_thousands_of_random_days(nation: str) -> None:
    calendar = CALENDARS[nation]
    random = Random(nation)
    first = date(2015, 1, 1).toordinal()
    last = date(2047, 12, 31).toordinal()
    starts, ends = (
        [date.fromordinal(random.randint(first, last)) for _ in range(TRIPLES_A_NATION)]
        for _ in range(2)
    )
    steps = [random.choice((-1, 1)) * random.randint(1, 600) for _ in range(TRIPLES_A_NATION)]
    theirs = np.busdaycalendar(
        holidays=np.array([each.day for each in calendar.bank_holidays], dtype="datetime64[D]")
    )
    begin, finish = (np.array(side, dtype="datetime64[D]") for side in (starts, ends))
    step = np.array(steps)
    # numpy first rolls a start that is not worked: against the direction, it is not counted.
    later = np.busday_offset(begin, step, roll="preceding", busdaycal=theirs)
    sooner = np.busday_offset(begin, step, roll="following", busdaycal=theirs)
    due = np.where(step > 0, later, sooner).tolist()
    # numpy counts the start and not the end, we count the end and not the start.
    forward = np.busday_count(begin + 1, finish + 1, busdaycal=theirs)
    backward = -np.busday_count(finish + 1, begin + 1, busdaycal=theirs)
    counts = np.where(begin <= finish, forward, backward).tolist()

    assert list(map(calendar.add, starts, steps)) == due
    assert list(map(calendar.count, starts, ends)) == counts
