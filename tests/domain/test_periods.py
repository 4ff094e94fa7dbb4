"""Periods: the reporting year, spans across two, and what is shorter than a year."""

from datetime import date

import pytest

from casetrack.domain.errors import BadInput
from casetrack.domain.periods import Period, reporting_year, year_of


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2024, 3, 31), "2023-24"),  # Sun
        (date(2024, 4, 1), "2024-25"),  # Mon
        (date(2025, 3, 31), "2024-25"),  # Mon
        (date(2025, 4, 1), "2025-26"),  # Tue
        (date(2000, 1, 1), "1999-00"),  # Sat
        (date(2099, 12, 31), "2099-00"),  # Thu
    ],
)
def test_the_reporting_year_turns_on_the_first_of_april(day: date, year: str) -> None:
    assert year_of(day) == year


def test_a_reporting_year_runs_from_april_to_march() -> None:
    year = reporting_year("2024-25")
    assert (year.first, year.last) == (date(2024, 4, 1), date(2025, 3, 31))
    assert year.year == "2024-25"
    assert year.is_year
    assert reporting_year("2099-00").last == date(2100, 3, 31)


@pytest.mark.parametrize(
    "name", ["2024", "2024-26", "2024-24", "24-25", "2024/25", "2024-2025", "", "2024-25 ", "x"]
)
def test_a_year_that_is_none_is_refused_with_how_to_write_one(name: str) -> None:
    with pytest.raises(BadInput, match="2024-25"):
        reporting_year(name)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadInput, match="before it begins"):
        Period(date(2024, 4, 2), date(2024, 4, 1))
    assert not Period(date(2024, 4, 1), date(2024, 4, 1)).is_year


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        (date(2024, 4, 1), date(2025, 3, 31), True),
        (date(2024, 4, 1), date(2025, 3, 30), False),
        (date(2023, 4, 1), date(2024, 3, 31), True),  # with 29 February in it
        (date(2023, 4, 1), date(2024, 3, 30), False),
        (date(2024, 1, 1), date(2024, 12, 31), True),
        (date(2024, 1, 1), date(2024, 12, 30), False),
        (date(2022, 4, 1), date(2024, 3, 31), True),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2024, 7, 1), date(2024, 9, 30), False),
    ],
)
def test_a_day_less_than_a_year_is_no_year(first: date, last: date, whole: bool) -> None:
    assert Period(first, last).is_year is whole


def test_a_period_in_two_years_has_the_homes_of_neither() -> None:
    assert Period(date(2024, 7, 1), date(2024, 9, 30)).year == "2024-25"
    assert Period(date(2025, 3, 31), date(2025, 4, 1)).year is None
