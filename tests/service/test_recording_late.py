"""Days: what is written down late, what a log is exempt from, and the calendar that holds now."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from landlord import Landlord, landlord, on_sqlite, row
from recording_samples import (
    ACKNOWLEDGED,
    CALLED,
    DEFINED,
    FRI,
    MON,
    RECEIVED,
    TUE,
    in_sound_order,
    opened_case,
    order,
    record,
)

from casetrack.bootstrap import Casetrack
from casetrack.calendars import calendar_version, load_calendar
from casetrack.domain.facts import EntryCorrected, Source
from casetrack.domain.working_days import BankHoliday, WorkingCalendar
from casetrack.store import CaseSummary, RecordName, open_store

WHY = "The log was kept on paper."
NEXT_TUE = date(2025, 2, 11)


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path)


@pytest.fixture
def casetrack(there: Landlord) -> Iterator[Casetrack]:
    with there.opened() as found:
        yield found


def summary(casetrack: Casetrack, reference: str) -> CaseSummary:
    with casetrack._store.read() as reading:
        found = reading.derived(RecordName("case", reference)).summary
    assert found is not None
    return found


def marked_late(casetrack: Casetrack, reference: str) -> list[int]:
    """The numbers of the entries that are shown as written down late."""
    view = casetrack.casework.show(reference)
    return [told.entry.sequence for told in casetrack.casework.told(view) if told.late]


# --- recorded late


def test_what_is_written_down_late_is_marked_and_counted(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    record(casetrack, reference, CALLED, today=date(2025, 2, 6), because=WHY)  # Tue → Thu
    record(casetrack, reference, replace(CALLED, happened_on=FRI))
    assert marked_late(casetrack, reference) == [1]
    assert summary(casetrack, reference).recorded_late == 1
    assert in_sound_order(casetrack)


def test_a_working_day_late_is_neither_marked_nor_counted(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    record(casetrack, reference, replace(CALLED, happened_on=FRI), today=date(2025, 2, 10))  # Mon
    assert marked_late(casetrack, reference) == []
    assert summary(casetrack, reference).recorded_late == 0


def test_an_entry_put_right_is_as_late_as_its_new_day_makes_it(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    record(casetrack, reference, replace(CALLED, happened_on=FRI))
    earlier = EntryCorrected(happened_on=FRI, corrects=1, replacement=CALLED)  # Fri → Tue
    record(casetrack, reference, earlier)
    assert summary(casetrack, reference).recorded_late == 1
    assert in_sound_order(casetrack)


def test_in_summer_the_day_in_london_begins_an_hour_before_midnight_utc(
    casetrack: Casetrack,
) -> None:
    day = date(2025, 6, 2)  # Mon
    just_before = datetime(2025, 6, 1, 22, 59, tzinfo=UTC)
    half_past = datetime(2025, 6, 1, 23, 30, tzinfo=UTC)
    receipt = replace(RECEIVED, happened_on=day)
    refused = casetrack.recording.record(order("", receipt, at=just_before))
    assert [each.code for each in refused.objections] == ["in-the-future"]
    assert record(casetrack, "", receipt, at=half_past).saved


# --- what a log brought in


def test_what_a_log_brought_in_is_asked_for_no_contents_and_is_never_late(
    there: Landlord,
) -> None:
    there.holds(row("C1", stage1_acknowledged="2024-06-06", stage1_responded="2024-06-19"))
    with there.opened() as casetrack:
        assert marked_late(casetrack, "C1") == []
        before = casetrack.casework.show("C1").judged.findings
        called = replace(CALLED, happened_on=date(2024, 6, 20))  # Thu
        recorded = record(casetrack, "C1", called)
        view = casetrack.casework.show("C1")
        assert (before, recorded.findings, view.judged.findings) == ((), (), ())
        sources = [entry.source for entry in view.history]
        assert sources == [*[Source.IMPORT] * (len(sources) - 1), Source.PERSON]
        assert summary(casetrack, "C1").recorded_late == 0
        assert in_sound_order(casetrack)


def test_only_what_a_person_added_to_a_log_is_late(there: Landlord) -> None:
    there.holds(row("C1", stage1_acknowledged="2024-06-06"))
    with there.opened() as casetrack:
        called = replace(CALLED, happened_on=date(2024, 6, 10))  # Mon
        record(casetrack, "C1", called, today=date(2024, 6, 14), because=WHY)  # Fri
        assert marked_late(casetrack, "C1") == [2]
        assert summary(casetrack, "C1").recorded_late == 1


def test_a_person_who_answers_a_case_from_a_log_is_asked_for_all_of_it(there: Landlord) -> None:
    there.holds(row("C1", stage1_acknowledged="2024-06-06"))
    with there.opened() as casetrack:
        from casetrack.domain.facts import ResponseIssued

        refused = casetrack.recording.record(
            order("C1", ResponseIssued(happened_on=date(2024, 6, 19), stage=1))
        )
        codes = {each.code for each in refused.objections}
    assert {"outcome-missing", "states-no-stage", "points-missing", "not-in-writing"} <= codes


def test_a_person_who_puts_a_log_right_is_not_asked_for_what_it_never_held(
    there: Landlord,
) -> None:
    there.holds(row("C1", stage1_acknowledged="2024-06-06"))
    with there.opened() as casetrack:
        on_friday = replace(
            casetrack.casework.show("C1").history[1].fact, happened_on=date(2024, 6, 7)
        )
        recorded = record(
            casetrack,
            "C1",
            EntryCorrected(happened_on=date(2024, 6, 7), corrects=1, replacement=on_friday),
        )
    assert recorded.findings == ()


# --- a bank holiday that came between


def with_holiday(day: date) -> WorkingCalendar:
    """England and Wales with one more bank holiday, as a version of its own."""
    held = load_calendar("england-and-wales")
    listed = [*held.listed, BankHoliday(day=day, title="A day of mourning", announced_on=MON)]
    return WorkingCalendar(
        name=held.name,
        title=held.title,
        version=calendar_version(held.covers, held.published_until, listed),
        covers=held.covers,
        published_until=held.published_until,
        bank_holidays=listed,
    )


def announced(url: str, day: date) -> None:
    """Somebody on another machine enters a bank holiday."""
    with (
        open_store(url) as store,
        store.write(
            command_id=f"a day of mourning, {day}",
            recorded_by="MM",
            recorded_at=datetime(2025, 2, 5, 12, tzinfo=UTC),
            source=Source.CASETRACK,
        ) as writing,
    ):
        assert writing.add_calendar(with_holiday(day))


def test_a_bank_holiday_entered_since_casetrack_was_opened_is_counted(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    with there.opened() as casetrack:
        reference = opened_case(casetrack)
        announced(database_url, date(2025, 2, 14))  # Fri
        seen = casetrack.recording.preview(order(reference, DEFINED, ACKNOWLEDGED))
        recorded = record(casetrack, reference, DEFINED, ACKNOWLEDGED)
        for each in (seen, recorded):
            due = {clock.key: clock.due_on for clock in each.after}
            assert due["stage-1-response"] == date(2025, 2, 24)  # Mon instead of Fri 21
    with there.opened() as casetrack:
        view = casetrack.casework.show(reference)
        versions = [entry.calendar_version for entry in view.history]
        assert versions[0] != versions[1] == versions[2]
        assert versions[1] == with_holiday(date(2025, 2, 14)).version
        due = {clock.key: clock.due_on for clock in view.clocks}
        assert due["stage-1-response"] == date(2025, 2, 24)  # Mon


def test_a_bank_holiday_entered_since_counts_for_what_is_recorded_late(
    tmp_path: Path, database_url: str
) -> None:
    with landlord(tmp_path, database_url).opened() as casetrack:
        reference = opened_case(casetrack)
        late = order(reference, replace(CALLED, happened_on=FRI), today=NEXT_TUE)
        refused = casetrack.recording.record(late)
        assert [each.code for each in refused.objections] == ["recorded-late-without-reason"]
        announced(database_url, date(2025, 2, 10))  # Mon
        assert casetrack.recording.record(late).saved
        assert TUE < FRI < NEXT_TUE
