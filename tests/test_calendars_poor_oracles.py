"""Why no other package's calendar is asked: what each of them gets wrong, shown."""

import warnings
from datetime import date, timedelta

import holidays
from govuk_bank_holidays.bank_holidays import BankHolidays

from casetrack.calendars import load_calendar

CORONATION = date(2023, 5, 8)  # a Monday


def test_workalendar_lacks_the_coronation() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package's own, on import
        from workalendar.europe import UnitedKingdom

    assert UnitedKingdom().is_working_day(CORONATION)
    assert not load_calendar("england-and-wales").is_working_day(CORONATION)


def test_govuk_bank_holidays_counts_no_holidays_after_its_data_ends() -> None:
    package = BankHolidays(use_cached_holidays=True)
    nation = BankHolidays.ENGLAND_AND_WALES
    last = max(each["date"] for each in package.get_holidays(division=nation))
    christmas = date(last.year + 1, 12, 25)
    while christmas.weekday() >= 5:
        christmas = christmas.replace(year=christmas.year + 1)

    assert package.is_work_day(christmas, division=nation)
    assert not load_calendar("england-and-wales").is_working_day(christmas)


def test_holidays_without_a_subdivision_is_of_no_nation() -> None:
    of_no_nation = holidays.country_holidays("GB", years=range(2012, 2029))
    days = [date(2012, 1, 1) + timedelta(days=number) for number in range(6210)]
    calendar = load_calendar("england-and-wales")
    differing = [
        day
        for day in days
        if calendar.is_working_day(day) != (day.weekday() < 5 and day not in of_no_nation)
    ]
    assert differing


def test_a_computed_year_bears_no_sign_in_holidays_and_one_here() -> None:
    far = date(2040, 12, 25)  # a Tuesday
    assert far in holidays.country_holidays("GB", subdiv="ENG", years=2040)
    assert load_calendar("england-and-wales").is_provisional(far)
