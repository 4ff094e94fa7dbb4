"""The calendars the database works with are added to and never changed."""

from dataclasses import replace
from datetime import date

import pytest
from store_samples import writing

from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import BankHoliday, WorkingCalendar
from casetrack.store import Store

COVERS = (date(2012, 1, 1), date(2050, 12, 31))
CHRISTMAS = BankHoliday(day=date(2024, 12, 25), title="Christmas Day", source="GOV.UK")
GUESSED = BankHoliday(day=date(2031, 12, 25), title="Christmas Day", computed=True)
FUNERAL = BankHoliday(
    day=date(2022, 9, 19), title="State Funeral – a day", announced_on=date(2022, 9, 10)
)
WITHDRAWN = replace(CHRISTMAS, day=date(2020, 5, 4), withdrawn_on=date(2019, 6, 10))


def _calendar(version: str, *days: BankHoliday, until: date | None = None) -> WorkingCalendar:
    return WorkingCalendar(
        name="england-and-wales",
        version=version,
        bank_holidays=days,
        covers=COVERS,
        published_until=until,
    )


def _same(one: WorkingCalendar, other: WorkingCalendar) -> bool:
    fields = ("name", "version", "covers", "published_until", "listed", "bank_holidays")
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def test_versions_come_back_whole_and_oldest_first(store: Store) -> None:
    first = _calendar("v1", CHRISTMAS, GUESSED, until=date(2028, 12, 31))
    second = _calendar("v2", CHRISTMAS, FUNERAL, WITHDRAWN)
    other = WorkingCalendar(name="scotland", version="v1", bank_holidays=(), covers=COVERS)
    with writing(store) as command:
        assert command.add_calendar(first)
        assert command.add_calendar(other)
    with writing(store) as command:
        assert command.add_calendar(second)
        assert not command.add_calendar(second)
    with store.read() as reading:
        one, two = reading.calendar_versions("england-and-wales")
        assert _same(one, first)
        assert _same(two, second)
        assert two.add(date(2022, 9, 16), 1) == date(2022, 9, 20)  # a Friday; Monday is no day
        assert len(reading.calendar_versions("scotland")) == 1
        assert reading.calendar_versions("northern-ireland") == ()
        assert reading.anchor() is None


def test_an_older_version_does_not_come_back(store: Store) -> None:
    with writing(store) as command:
        command.add_calendar(_calendar("v1", CHRISTMAS))
        command.add_calendar(_calendar("v2", CHRISTMAS, FUNERAL))
    with pytest.raises(BadInput, match="holds a newer version"), writing(store) as command:
        command.add_calendar(_calendar("v1", CHRISTMAS))


def test_a_calendar_without_a_version_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="needs a name and a version"), writing(store) as command:
        command.add_calendar(_calendar("", CHRISTMAS))
