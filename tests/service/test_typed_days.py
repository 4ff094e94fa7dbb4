"""Days as handlers type them: what is read, what is refused in words, and how it is said back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetrack.calendars import load_calendar
from casetrack.domain.errors import BadInput
from casetrack.service.typed_days import echo, typed_day

CALENDAR = load_calendar("england-and-wales")
TUE_24_NOV = date(2026, 11, 24)
CHRISTMAS_EVE = date(2026, 12, 24)  # a Thursday; Sat 26 Dec is given back on Mon 28
SUN_25_OCT = date(2026, 10, 25)  # clocks went back in the night

todays = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))
near = st.integers(min_value=-180, max_value=180)


def read(
    text: str, today: date = TUE_24_NOV, *, anchor: date | None = None, past: bool = False
) -> date:
    return typed_day(text, today=today, calendar=CALENDAR, anchor=anchor, past=past)


def ways_with_year(day: date) -> list[str]:
    short, long = f"{day:%b}", f"{day:%B}"
    return [
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day}/{day.month:02}/{day:%y}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day} {short} {day.year}",
        f"{day.day} {long.upper()} {day.year}",
        f"{day:%a} {day.day} {short} {day.year}",
        f"  {day:%A}, {day.day} {long} {day.year} ",
    ]


def ways_without_year(day: date) -> list[str]:
    return [
        f"{day.day}/{day.month}",
        f"{day.day:02}-{day.month:02}",
        f"{day.day} {day:%b}",
        f"{day.day}{day:%b}".lower(),
        f"{day.day} {day:%B}",
        f"{day.day}th {day:%b}.",
        f"{day:%a} {day.day} {day:%b}",
    ]


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)), todays, st.booleans())
def test_every_date_written_in_full_comes_back_whatever_day_it_is(
    day: date, today: date, past: bool
) -> None:
    for text in ways_with_year(day):
        assert read(text, today, past=past) == day, text


@given(todays, near)
def test_a_date_without_its_year_is_the_one_nearest_today(today: date, by: int) -> None:
    day = today + timedelta(by)
    for text in ways_without_year(day):
        assert read(text, today) == day, text


@given(todays, st.integers(min_value=0, max_value=364))
def test_a_date_without_its_year_is_never_to_come_where_only_the_past_counts(
    today: date, back: int
) -> None:
    day = today - timedelta(back)
    for text in ways_without_year(day):
        assert read(text, today, past=True) == day, text


@given(todays, st.integers(min_value=-9999, max_value=3650))
def test_so_many_days_from_today(today: date, by: int) -> None:
    day = today + timedelta(by)
    text = f"{by:+d}"
    if day.year < 2000:
        with pytest.raises(BadInput, match="probably mistyped"):
            read(text, today)
    else:
        assert read(text, today) == day
        assert read(f"{text[0]} {text[1:]}", today) == day


@given(
    todays.filter(lambda day: day.year < 2040),
    st.integers(min_value=-200, max_value=200),
    st.none() | todays.filter(lambda day: day.year < 2040),
)
def test_working_days_count_from_the_anchor_else_from_today(
    today: date, by: int, anchor: date | None
) -> None:
    assert read(f"{by:+d}wd", today, anchor=anchor) == CALENDAR.add(anchor or today, by)
    assert read(f"{by:+d} WD", today, anchor=anchor) == CALENDAR.add(anchor or today, by)


@given(todays, near.filter(lambda by: -6 <= by <= 6), st.booleans())
def test_a_weekday_is_the_nearest_or_the_last_one(today: date, by: int, past: bool) -> None:
    wanted = today + timedelta(by)
    for text in (f"{wanted:%a}", f"{wanted:%A}".lower(), f"{wanted:%a}.", f"{wanted:%A}"[:4]):
        day = read(text, today, past=past)
        assert day.weekday() == wanted.weekday()
        assert timedelta(-6) <= day - today <= timedelta(0) if past else abs(day - today).days <= 3


@given(todays, near)
def test_what_is_said_back_can_be_typed(today: date, by: int) -> None:
    day = today + timedelta(by)
    words, _, standing = echo(day, today, CALENDAR).partition(" (")
    assert read(words, today) == day
    assert standing.endswith(")")


@given(st.text(max_size=30), todays, st.booleans())
def test_whatever_is_typed_is_a_day_or_is_refused_in_words(
    text: str, today: date, past: bool
) -> None:
    told = ""
    try:
        read(text, today, past=past)
    except BadInput as problem:
        told = str(problem)
    assert not told or told.endswith(".")


@pytest.mark.parametrize(
    ("typed", "today", "past", "day"),
    [
        ("today", TUE_24_NOV, False, TUE_24_NOV),
        ("Yesterday", TUE_24_NOV, False, date(2026, 11, 23)),
        ("tomorrow", TUE_24_NOV, True, date(2026, 11, 25)),  # the rules object, not the reading
        # Christmas: Fri 25, Sat 26 (given back on Mon 28), Fri 1 Jan are no working days.
        ("+2wd", CHRISTMAS_EVE, False, date(2026, 12, 30)),
        ("+5wd", CHRISTMAS_EVE, False, date(2027, 1, 5)),
        ("-1wd", date(2026, 12, 28), False, CHRISTMAS_EVE),
        ("25/12", date(2027, 1, 2), False, date(2026, 12, 25)),
        ("2/1", CHRISTMAS_EVE, False, date(2027, 1, 2)),
        ("2/1", CHRISTMAS_EVE, True, date(2026, 1, 2)),
        # Easter 2027: Good Friday 26 March, Easter Monday 29 March.
        ("+1wd", date(2027, 3, 25), False, date(2027, 3, 30)),
        ("fri", date(2027, 3, 25), False, date(2027, 3, 26)),
        ("-2wd", date(2027, 3, 30), False, date(2027, 3, 24)),
        # The leap day.
        ("29/2", date(2028, 3, 1), False, date(2028, 2, 29)),
        ("29 Feb", date(2027, 11, 24), False, date(2028, 2, 29)),
        ("29 Feb", date(2028, 11, 24), True, date(2028, 2, 29)),
        ("-1", date(2028, 3, 1), False, date(2028, 2, 29)),
        # The evening before the clocks go back has no two days, and the night no day twice.
        ("today", SUN_25_OCT, False, SUN_25_OCT),
        ("-1", SUN_25_OCT, False, date(2026, 10, 24)),
        ("+1", date(2026, 10, 24), False, SUN_25_OCT),
        ("sun", date(2026, 10, 24), False, SUN_25_OCT),
        ("sun", date(2026, 10, 24), True, date(2026, 10, 18)),
        ("Fri 4 Dec", TUE_24_NOV, False, date(2026, 12, 4)),
        ("4/12", TUE_24_NOV, False, date(2026, 12, 4)),
        ("4/12", TUE_24_NOV, True, date(2025, 12, 4)),
        ("1 sept", TUE_24_NOV, False, date(2026, 9, 1)),
    ],
)
def test_days_around_feasts_leap_days_and_the_clocks(
    typed: str, today: date, past: bool, day: date
) -> None:
    assert read(typed, today, past=past) == day


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "No date was given: write one, as in today, -1, +2wd, fri, 4/12 or 4 Dec 2026."),
        ("31/02/2025", "31/02/2025 is not a date: February 2025 has 28 days."),
        ("31/2", "31/2/2026 is not a date: February 2026 has 28 days."),
        ("29 feb", "29 February 2026 is not a date: February 2026 has 28 days."),
        ("12/25", "12/25/2026 has no month 25: write the day first, 25/12/2026."),
        ("Dec 4", "Dec 4 puts the month first: write the day first, 4 December."),
        (
            "December 4, 2026",
            "December 4, 2026 puts the month first: write the day first, 4 December 2026.",
        ),
        (
            "Thu 4 Dec",
            (
                "Thu 4 December 2026 does not agree with itself: 4 December 2026 is a Friday, "
                "not a Thursday. Correct the day or the date."
            ),
        ),
        (
            "20261204",
            (
                "20261204 is a number, not a date: write one, "
                "as in today, -1, +2wd, fri, 4/12 or 4 Dec 2026."
            ),
        ),
        (
            "next week",
            '"next week" is not a date: write one, as in today, -1, +2wd, fri, 4/12 or 4 Dec 2026.',
        ),
        (
            "4 foo",
            '"4 foo" is not a date: write one, as in today, -1, +2wd, fri, 4/12 or 4 Dec 2026.',
        ),
    ],
)
def test_what_is_no_day_is_refused_in_words(typed: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(typed)
    assert str(refused.value) == told


def test_working_days_past_the_calendar_are_no_guess() -> None:
    with pytest.raises(BadInput, match="outside the England and Wales calendar"):
        read("+9999wd")


@pytest.mark.parametrize(
    ("day", "today", "told"),
    [
        (TUE_24_NOV, TUE_24_NOV, "Tue 24 Nov 2026 (today)"),
        (date(2026, 11, 25), TUE_24_NOV, "Wed 25 Nov 2026 (tomorrow)"),
        (date(2026, 11, 23), TUE_24_NOV, "Mon 23 Nov 2026 (yesterday)"),
        (date(2026, 12, 4), TUE_24_NOV, "Fri 4 Dec 2026 (in 8 working days)"),
        (date(2026, 11, 26), TUE_24_NOV, "Thu 26 Nov 2026 (in 2 working days)"),
        (date(2026, 11, 20), TUE_24_NOV, "Fri 20 Nov 2026 (2 working days ago)"),
        (date(2026, 11, 21), TUE_24_NOV, "Sat 21 Nov 2026 (Saturday: day one is Mon 23 Nov)"),
        (
            date(2026, 11, 21),
            date(2026, 11, 21),
            "Sat 21 Nov 2026 (today, Saturday: day one is Mon 23 Nov)",
        ),
        (
            date(2026, 12, 25),
            CHRISTMAS_EVE,
            "Fri 25 Dec 2026 (tomorrow, Christmas Day: day one is Tue 29 Dec)",
        ),
        (
            date(2027, 3, 26),
            TUE_24_NOV,
            "Fri 26 Mar 2027 (Good Friday: day one is Tue 30 Mar 2027)",
        ),
        (
            SUN_25_OCT,
            date(2026, 10, 24),
            "Sun 25 Oct 2026 (tomorrow, Sunday: day one is Mon 26 Oct)",
        ),
        (date(2026, 11, 20), date(2026, 11, 22), "Fri 20 Nov 2026 (2 days ago)"),
        (date(2100, 5, 3), TUE_24_NOV, "Mon 3 May 2100 (outside the calendar: check the year)"),
    ],
)
def test_a_day_is_said_back_with_what_it_is(day: date, today: date, told: str) -> None:
    assert echo(day, today, CALENDAR) == told
