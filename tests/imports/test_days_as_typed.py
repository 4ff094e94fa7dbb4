"""Days as people write them: what is read, and what is refused with its cure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetrack.domain.errors import BadInput
from casetrack.imports.days import parse_day

CHRISTMAS_EVE = date(2024, 12, 24)  # a Tuesday

any_day = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "2024-12-24",
        "24/12/2024",
        "24/12/24",
        "24-12-2024",
        "24.12.2024",
        "24 Dec 2024",
        "24 December 2024",
        "24 DECEMBER 2024",
        "24-Dec-24",
        "24/Dec/2024",
        "24 Dec. 2024",
        "24th December, 2024",
        "Tue 24 Dec 2024",
        "Tuesday, 24 December 2024",
        "Tues 24/12/2024",
        "  24/12/2024\u00a0",
        "24   Dec   2024",
        "24/12/2024 17:05",
        "24/12/2024 at 5:05 pm",
        "24/12/2024, 17.05",
        "2024-12-24 00:00:00",
        "2024-12-24T17:05:09.123",
        "Tue 24 Dec 2024 17:05",
    ],
)
def test_a_day_is_read_day_first_or_iso_and_a_time_is_left_off(typed: str) -> None:
    assert parse_day(typed) == CHRISTMAS_EVE


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        # Summer time: 23:00 UTC on Saturday 1 June is Sunday 2 June in London.
        ("2024-06-01T23:00:00Z", date(2024, 6, 2)),
        ("2024-06-01T22:59:00Z", date(2024, 6, 1)),
        ("2024-06-02T00:30:00+01:00", date(2024, 6, 2)),
        ("2024-06-02T00:30:00+02:00", date(2024, 6, 1)),
        ("2024-06-01T19:30-0400", date(2024, 6, 2)),
        ("2024-12-24T23:30:00Z", date(2024, 12, 24)),
        # Summer time began on Sunday 31 March 2024 and ended on Sunday 27 October 2024.
        ("2024-03-30T23:30Z", date(2024, 3, 30)),
        ("2024-03-31T23:30Z", date(2024, 4, 1)),
        ("2024-10-26T23:30Z", date(2024, 10, 27)),
        ("2024-10-27T23:30Z", date(2024, 10, 27)),
        ("2026-10-25T01:30 Europe/London", date(2026, 10, 25)),
    ],
)
def test_a_moment_with_an_offset_is_the_day_it_was_in_london(typed: str, day: date) -> None:
    assert parse_day(typed) == day


HOW = "as in 24/12/2024, 24 Dec 2024 or 2024-12-24."


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", f"No date was given: write one, {HOW}"),
        ("   ", f"No date was given: write one, {HOW}"),
        ("31/02/2025", "31/02/2025 is not a date: February 2025 has 28 days."),
        ("29/02/2023", "29/02/2023 is not a date: February 2023 has 28 days."),
        ("2026-02-29", "2026-02-29 is not a date: February 2026 has 28 days."),
        ("31 Apr 2024", "31 Apr 2024 is not a date: April 2024 has 30 days."),
        ("00/03/2024", "00/03/2024 is not a date: March 2024 has 31 days."),
        ("12/25/2024", "12/25/2024 has no month 25: write the day first, 25/12/2024."),
        ("6-30-24", "6-30-24 has no month 30: write the day first, 30-06-24."),
        (
            "13/25/2024",
            f"13/25/2024 has no month 25: write day, month and year, {HOW}",
        ),
        (
            "2024-13-01",
            "2024-13-01 has no month 13: write year, month, day, 2024-01-13.",
        ),
        ("2024-13-45", f"2024-13-45 has no month 13: write day, month and year, {HOW}"),
        (
            "December 24, 2024",
            "December 24, 2024 puts the month first: write the day first, 24 December 2024.",
        ),
        (
            "Tue Dec 24 2024",
            "Tue Dec 24 2024 puts the month first: write the day first, 24 December 2024.",
        ),
        (
            "Mon 24/12/2024",
            (
                "Mon 24/12/2024 does not agree with itself: 24 December 2024 is a Tuesday, "
                "not a Monday. Correct the day or the date."
            ),
        ),
        ("24/12", f"24/12 has no year: write the whole date, {HOW}"),
        ("24 Dec", f"24 Dec has no year: write the whole date, {HOW}"),
        (
            "20260601",
            (
                "20260601 is a number, not a date: give the column a date format in the "
                f"spreadsheet, or write the date, {HOW}"
            ),
        ),
        (
            "45650.5",
            (
                "45650.5 is a number, not a date: give the column a date format in the "
                f"spreadsheet, or write the date, {HOW}"
            ),
        ),
        (
            "24/12/1924",
            (
                "24/12/1924 has the year 1924, which is probably mistyped: "
                "dates from 2000 to 2100 are read. Write the year again."
            ),
        ),
        (
            "2101-01-01",
            (
                "2101-01-01 has the year 2101, which is probably mistyped: "
                "dates from 2000 to 2100 are read. Write the year again."
            ),
        ),
        (
            "next Tuesday",
            f'"next Tuesday" is not a date: write one with the day first, {HOW}',
        ),
        ("x" * 200, f'"{"x" * 40}…" is too long for a date: write one, {HOW}'),
    ],
)
def test_what_is_no_date_for_certain_is_refused_with_its_cure(typed: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_day(typed)

    assert str(refused.value) == told


@pytest.mark.parametrize(
    "typed",
    [
        "2026-W23-1",
        "2024-359",
        "2024/12/24",
        "24/12-2024",
        "24 12 2024",
        "24/12/024",
        "24/12/20245",
        "24/12/2024 24:00",
        "24/12/2024 17:65",
        "2024-12-24T17:05+25:99",
        "2024-12-24T17:05 America/New_York",
        "٢٤/١٢/2024",
        "²4/12/2024",
        "24 Foo 2024",
        "Dec 2024",
        "24/12/2024 or 25/12/2024",
        "tomorrow",
        "Saturday",
    ],
)
def test_nothing_else_is_guessed(typed: str) -> None:
    with pytest.raises(BadInput, match="24 Dec 2024"):
        parse_day(typed)


@given(any_day)
def test_every_day_reads_back_from_each_way_of_writing_it(day: date) -> None:
    ways = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y")
    for way in ways:
        for written in (day.strftime(way), day.strftime(f"%a {way}"), day.strftime(f"%A, {way}")):
            if way != "%d/%m/%y" or day.year < 2100:
                assert parse_day(written) == day


@given(any_day)
def test_a_month_first_date_is_never_read_as_the_day_it_meant(day: date) -> None:
    for mark in "/-.":
        month_first = day.strftime(f"%m{mark}%d{mark}%Y")
        if day.day > 12:
            with pytest.raises(BadInput):
                parse_day(month_first)
        else:
            assert parse_day(month_first) == date(day.year, day.day, day.month)


@given(any_day, st.integers(min_value=1, max_value=6))
def test_a_wrong_weekday_is_always_found(day: date, days_off: int) -> None:
    other = (day + timedelta(days=days_off)).strftime("%A")

    with pytest.raises(BadInput, match=f"not a {other}"):
        parse_day(f"{other} {day.isoformat()}")


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_refused(typed: str) -> None:
    try:
        day = parse_day(typed)
    except BadInput:
        return
    assert 2000 <= day.year <= 2101
