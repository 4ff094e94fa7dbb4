"""The calendar as the database holds it: seen at once by others, merged with newer files."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from calendar_samples import (
    TODAY,
    WORLD_CUP,
    acknowledged,
    add,
    due,
    facts_moved,
    lacks,
    landlord_before,
    moves,
    order,
    received,
    record,
    remove,
    sound,
    two_openings,
    versions,
)
from landlord import Landlord, landlord
from test_calendar_change import ACK, ANSWER, BACKSTOP

from casetrack.calendars import calendar_version, load_calendar
from casetrack.domain import facts as f
from casetrack.domain.errors import NotAllowed
from casetrack.domain.working_days import WorkingCalendar, said
from casetrack.service.calendar_change import CalendarChanged, MergeOrder
from casetrack.service.worklist import Wanted
from casetrack.store import open_store

UNTIL = date(2028, 12, 31)


@pytest.fixture
def there(tmp_path: Path, database_url: str) -> Landlord:
    """A landlord in England, where Mon 15 June 2026 is no bank holiday as yet."""
    return landlord_before(tmp_path, database_url)


# --- another process adds a bank holiday


def _adds_it(there: Landlord) -> None:
    """Somebody else's machine, as far as this one can tell."""
    typed = ("calendar", "add", "2026-06-15", "World Cup bank holiday")
    subprocess.run(
        [sys.executable, "-m", "casetrack", "--config", str(there.config), *typed],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def test_a_worklist_that_is_open_counts_with_a_bank_holiday_another_process_added(
    there: Landlord,
) -> None:
    record(there, "C1", received(date(2026, 6, 9)))  # Tue; acknowledge by Tue 16 June
    friday = date(2026, 6, 12)
    with there.opened() as casetrack:
        before = casetrack.worklist.due(friday, Wanted(within=2))
        assert [(line.row.due_on, line.working_days_left) for line in before] == [
            (date(2026, 6, 16), 2)
        ]
        _adds_it(there)
        after = casetrack.worklist.due(friday, Wanted(within=2))
        assert [(line.row.due_on, line.working_days_left) for line in after] == [
            (date(2026, 6, 17), 2)
        ]
        digest = casetrack.worklist.morning(friday).digests[0]
        assert [line.working_days_left for line in digest.lines] == [2]


def test_a_case_that_is_looked_at_counts_with_a_bank_holiday_another_opening_added(
    there: Landlord,
) -> None:
    record(there, "C1", received(date(2026, 6, 9)))
    with two_openings(there) as (one, other):
        assert other.casework.show("C1").clocks[0].due_on == date(2026, 6, 16)
        changed = one.calendar_change.add(order(WORLD_CUP), "World Cup bank holiday")
        view = other.casework.show("C1")
        assert view.clocks[0].due_on == date(2026, 6, 17)
        assert view.calendar.version == changed.version
        proof = other.casework.why(view, TODAY)[0].explanation
        assert proof is not None
        reasons = {day.date: day.reason for day in proof.days}
        assert reasons[WORLD_CUP] == "World Cup bank holiday"


def test_days_from_a_due_day_are_counted_past_a_bank_holiday_another_opening_added(
    there: Landlord,
) -> None:
    record(there, "C1", received(date(2026, 5, 27)), *acknowledged(date(2026, 5, 29)))
    with two_openings(there) as (one, other):  # the answer is due on Fri 12 June
        assert other.casework.days_on("C1", 1, 1) == WORLD_CUP
        one.calendar_change.add(order(WORLD_CUP), "Day")
        assert other.casework.days_on("C1", 1, 1) == date(2026, 6, 16)
        assert other.casework.record("landlord", "").calendar.version == versions(there)[-1].version


# --- newer calendar files


def landlord_of_before(folder: Path, url: str, *lacking: date) -> Landlord:
    """A landlord whose calendar is from files of when less was published."""
    files, until = load_calendar("england-and-wales"), date(2025, 12, 31)
    listed = lacks(files, *lacking).listed
    older = WorkingCalendar(
        bank_holidays=listed,
        covers=files.covers,
        name=files.name,
        published_until=until,
        version=calendar_version(files.covers, until, listed),
    )
    with (
        open_store(url) as store,
        store.write(
            command_id="older",
            recorded_by="JB",
            recorded_at=order(TODAY).recorded_at,
            source=f.Source.IMPORT,
        ) as writing,
    ):
        writing.add_calendar(older)
    return landlord(folder, url)


def merge(there: Landlord, **more: object) -> CalendarChanged:
    told = {
        "command_id": f"merge {len(versions(there))} {more}",
        "recorded_by": "Manager",
        "recorded_at": order(TODAY).recorded_at,
        "today": TODAY,
        **more,
    }
    with there.opened() as casetrack:
        files = load_calendar("england-and-wales")
        return casetrack.calendar_change.merge(MergeOrder(**told), files)  # type: ignore[arg-type]


def test_files_that_publish_further_are_merged_and_dates_are_no_longer_provisional(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord_of_before(tmp_path, database_url)
    name = record(there, "C1", received(date(2026, 6, 9)))
    assert there.clocks("C1")[ACK]["provisional"]
    changed = merge(there)
    assert (changed.changed, changed.saved, changed.moved) == (True, True, ())
    assert changed.says == (
        "The files were merged into the england-and-wales calendar, published until "
        "Sun 31 Dec 2028: no day changed."
    )
    assert versions(there)[-1].published_until == UNTIL
    assert not there.clocks("C1")[ACK]["provisional"]
    assert facts_moved(there, name) == []
    again = merge(there)
    assert (again.changed, again.saved) == (False, False)
    assert "nothing changes" in again.says
    sound(there)


def test_a_day_the_files_have_moves_open_clocks_and_a_fact_says_why(
    tmp_path: Path, database_url: str
) -> None:
    late_may, summer = date(2026, 5, 25), date(2026, 8, 31)  # Mondays
    there = landlord_of_before(tmp_path, database_url, late_may, summer)
    waiting = record(there, "C1", received(date(2026, 5, 20)), *acknowledged(date(2026, 5, 21)))
    record(there, "C2", received(date(2026, 8, 27)))
    record(there, "C3", received(date(2026, 7, 1)))
    changed = merge(there, because="By post")
    assert moves(changed) == {
        ("C1", ANSWER): (date(2026, 6, 4), date(2026, 6, 5)),
        ("C1", BACKSTOP): (date(2026, 6, 10), date(2026, 6, 11)),
        ("C2", ACK): (date(2026, 9, 3), date(2026, 9, 4)),
        ("C2", BACKSTOP): (date(2026, 9, 17), date(2026, 9, 18)),
    }
    assert {fact.because for fact in facts_moved(there, waiting)} == {
        f"{said(late_may)} became a bank holiday; {said(summer)} became a bank holiday: By post"
    }
    assert changed.says.endswith("2 working days changed.")
    sound(there)


def test_what_the_landlord_added_and_took_off_stays_when_files_are_merged(there: Landlord) -> None:
    name = record(there, "C1", received(date(2026, 6, 9)))
    add(there, WORLD_CUP, "World Cup bank holiday")
    remove(there, date(2026, 12, 25))
    before = [each.version for each in versions(there)]
    assert not merge(there).changed
    assert [each.version for each in versions(there)] == before
    assert due(there, name)[ACK] == date(2026, 6, 17)


def test_a_rehearsed_merge_saves_nothing(tmp_path: Path, database_url: str) -> None:
    there = landlord_of_before(tmp_path, database_url, date(2026, 5, 25))
    record(there, "C1", received(date(2026, 5, 20)))
    changed = merge(there, dry_run=True)
    assert (changed.changed, changed.saved, len(changed.moved)) == (True, False, 2)
    assert versions(there)[-1].published_until == date(2025, 12, 31)


def test_only_a_manager_merges_files(there: Landlord) -> None:
    there.run("user", "add", "MK", "--role", "manager", "--account", "mk").done()
    with pytest.raises(NotAllowed):
        merge(there, recorded_by="somebody else")
