"""A bank holiday comes or goes: open clocks move, settled ones stay, promises stand beside."""

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from calendar_samples import (
    FUNERAL,
    TODAY,
    WORLD_CUP,
    acknowledged,
    add,
    answered,
    due,
    extended,
    facts_moved,
    judged,
    keep,
    lacks,
    landlord_before,
    moves,
    order,
    received,
    record,
    remove,
    rows,
    settled,
    sound,
    two_openings,
    versions,
)
from landlord import Landlord, row
from sqlalchemy import create_engine, text

from casetrack.calendars import calendar_version, load_calendar
from casetrack.calendars.amend import with_day
from casetrack.domain import facts as f
from casetrack.domain.errors import BadInput, CalendarHorizon, Conflict, RebuildNeeded
from casetrack.domain.facts.papers import LetterIssued
from casetrack.domain.facts.terms import LetterKind
from casetrack.domain.working_days import BankHoliday, WorkingCalendar
from casetrack.service import calendar_change
from casetrack.service.calendar_change import CalendarChanged
from casetrack.service.case_sections import sections_of
from casetrack.service.orders import Order
from casetrack.store import RecordName

ACK, ANSWER, BACKSTOP = "stage-1-acknowledgement", "stage-1-response", "stage-1-backstop"
LETTER = LetterKind.STAGE_1_ACKNOWLEDGEMENT


@pytest.fixture
def there(tmp_path: Path, database_url: str) -> Landlord:
    """A landlord in England, where Mon 15 June 2026 is no bank holiday as yet."""
    return landlord_before(tmp_path, database_url)


# --- one-off days, as domain.md tells of them


def test_a_day_inside_every_open_period_moves_each_clock_by_one_working_day(
    there: Landlord,
) -> None:
    waiting = record(there, "C1", received(date(2026, 6, 9)))  # Tue
    running = record(there, "C2", received(date(2026, 6, 4)), *acknowledged(date(2026, 6, 5)))
    changed = add(there, WORLD_CUP, "World Cup bank holiday")
    assert moves(changed) == {
        ("C1", ACK): (date(2026, 6, 16), date(2026, 6, 17)),  # Tue → Wed
        ("C1", BACKSTOP): (date(2026, 6, 30), date(2026, 7, 1)),  # Tue → Wed
        ("C2", ANSWER): (date(2026, 6, 19), date(2026, 6, 22)),  # Fri → Mon
        ("C2", BACKSTOP): (date(2026, 6, 25), date(2026, 6, 26)),  # Thu → Fri
    }
    assert (changed.changed, changed.saved, changed.notes) == (True, True, ())
    assert changed.says == (
        "Mon 15 Jun 2026, World Cup bank holiday, is a bank holiday in the england-and-wales "
        "calendar now."
    )
    assert due(there, waiting) == {ACK: date(2026, 6, 17), BACKSTOP: date(2026, 7, 1)}
    fact = facts_moved(there, running)[0]
    assert fact == f.DeadlineMoved(
        happened_on=TODAY,
        stage=1,
        clock=BACKSTOP,
        was_due_on=date(2026, 6, 25),
        due_on=date(2026, 6, 26),
        because="Mon 15 Jun 2026 became a bank holiday",
    )
    sound(there)


def test_one_fact_is_recorded_for_each_clock_that_moved_under_the_newest_calendar(
    there: Landlord,
) -> None:
    name = record(there, "C1", received(date(2026, 6, 9)))
    changed = add(there, WORLD_CUP, because="Announced in the House")
    with there.opened() as casetrack, casetrack._store.read() as reading:
        told = [e for e in reading.history(name) if isinstance(e.fact, f.DeadlineMoved)]
        summary = reading.derived(name).summary
    assert len(told) == len(changed.moved) == 2
    assert {e.calendar_version for e in told} == {changed.version}
    assert {(e.source.value, e.recorded_by) for e in told} == {("casetrack", "Manager")}
    assert len({e.command_id for e in told}) == 1  # one transaction, one seal
    says = {e.fact.because for e in told if isinstance(e.fact, f.DeadlineMoved)}
    assert says == {"Mon 15 Jun 2026 became a bank holiday: Announced in the House"}
    assert summary is not None
    assert summary.entries == 3


def test_the_state_funeral_announced_ten_days_before(tmp_path: Path, database_url: str) -> None:
    there = landlord_before(tmp_path, database_url, FUNERAL)
    record(there, "C1", received(date(2022, 9, 15)))  # Thu
    record(there, "C2", received(date(2022, 9, 8)), *acknowledged(date(2022, 9, 9)))  # Fri
    changed = add(there, FUNERAL, "State Funeral", today=date(2022, 9, 9))
    assert moves(changed) == {
        ("C1", ACK): (date(2022, 9, 22), date(2022, 9, 23)),  # Thu → Fri
        ("C1", BACKSTOP): (date(2022, 10, 6), date(2022, 10, 7)),  # Thu → Fri
        ("C2", ANSWER): (date(2022, 9, 23), date(2022, 9, 26)),  # Fri → Mon
        ("C2", BACKSTOP): (date(2022, 9, 29), date(2022, 9, 30)),  # Thu → Fri
    }
    listed = next(each for each in versions(there)[-1].listed if each.day == FUNERAL)
    assert listed.announced_on == date(2022, 9, 9)
    known = versions(there)[-1].as_known_on(date(2022, 9, 8))
    assert known.is_working_day(FUNERAL)
    sound(there)


@pytest.mark.parametrize(
    ("received_on", "extra", "was", "now"),
    [
        # Fri 20 Dec 2024; Tue 24 December added: from Tue 31 Dec to Thu 2 Jan, over New Year's Day.
        (date(2024, 12, 20), date(2024, 12, 24), date(2024, 12, 31), date(2025, 1, 2)),
        # Fri 27 March 2026; Maundy Thursday added: from Tue 7 to Wed 8 April, over Easter.
        (date(2026, 3, 27), date(2026, 4, 2), date(2026, 4, 7), date(2026, 4, 8)),
        # The last day of the period itself: Mon 15 June, so Tue 16 June.
        (date(2026, 6, 8), date(2026, 6, 15), date(2026, 6, 15), date(2026, 6, 16)),
        # The first day of the period.
        (date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 15), date(2026, 6, 16)),
    ],
)
def test_a_day_beside_other_bank_holidays_and_at_the_edges_of_a_period(
    there: Landlord, received_on: date, extra: date, was: date, now: date
) -> None:
    record(there, "C1", received(received_on))
    changed = add(there, extra, today=received_on)
    assert moves(changed)["C1", ACK] == (was, now)
    sound(there)


@pytest.mark.parametrize(
    "extra",
    [
        date(2026, 6, 8),  # the day the complaint came: day 0 is no day of the count
        date(2026, 6, 30),  # the day after the backstop, which is Mon 29 June
        date(2026, 5, 22),  # before it
    ],
)
def test_a_day_outside_the_period_moves_nothing(there: Landlord, extra: date) -> None:
    name = record(there, "C1", received(date(2026, 6, 8)))
    before = due(there, name)
    changed = add(there, extra)
    assert (changed.moved, changed.changed) == ((), True)
    assert due(there, name) == before
    assert {c.calendar_version for c in rows(there)[name].clocks} == {changed.version}
    sound(there)


def test_a_saturday_is_kept_and_moves_nothing(there: Landlord) -> None:
    saturday = date(2026, 6, 13)
    name = record(there, "C1", received(date(2026, 6, 9)))
    changed = add(there, saturday)
    assert changed.moved == ()
    assert changed.notes == ("It is a Saturday, no working day anyway: no due day moves.",)
    assert saturday in {each.day for each in versions(there)[-1].bank_holidays}
    assert {c.calendar_version for c in rows(there)[name].clocks} == {changed.version}
    sound(there)


def test_only_the_landlord_on_the_calendar_that_changed_moves(
    tmp_path: Path, sqlite_template: Path
) -> None:
    landlords = {}
    for nation in ("scotland", "england-and-wales"):
        folder = tmp_path / nation
        folder.mkdir()
        file = folder / "casetrack.db"
        file.write_bytes(sqlite_template.read_bytes())
        landlords[nation] = landlord_before(folder, f"sqlite:///{file}", WORLD_CUP, calendar=nation)
        record(landlords[nation], "C1", received(date(2026, 6, 9)))
    england = rows(landlords["england-and-wales"])
    changed = add(landlords["scotland"], WORLD_CUP, "World Cup bank holiday")
    assert moves(changed)["C1", ACK] == (date(2026, 6, 16), date(2026, 6, 17))
    assert changed.calendar == "scotland"
    assert rows(landlords["england-and-wales"]) == england
    for each in landlords.values():
        sound(each)


def test_another_calendar_in_the_same_database_stays_what_it_is(there: Landlord) -> None:
    with there.opened() as casetrack:
        scotland = lacks(load_calendar("scotland"), WORLD_CUP)
        with casetrack._store.write(
            command_id="scotland",
            recorded_by="JB",
            recorded_at=order(TODAY).recorded_at,
            source=f.Source.CASETRACK,
        ) as writing:
            writing.add_calendar(scotland)
    add(there, WORLD_CUP)
    assert [each.version for each in versions(there, "scotland")] == [scotland.version]
    assert len(versions(there)) == 2


# --- extensions and promises


def test_an_extended_answer_stays_on_the_day_that_was_promised(there: Landlord) -> None:
    name = record(
        there,
        "C1",
        received(date(2026, 6, 1)),  # Mon
        *acknowledged(date(2026, 6, 1)),
        extended(date(2026, 6, 10), date(2026, 6, 26)),  # from Mon 15 to Fri 26 June
    )
    before = due(there, name)
    assert before == {ACK: date(2026, 6, 8), ANSWER: date(2026, 6, 26), BACKSTOP: date(2026, 7, 3)}
    changed = add(there, WORLD_CUP)  # the original due day, Mon 15 June
    assert changed.moved == ()  # the backstop: a day later, and one day fewer extended
    assert due(there, name) == before
    answer = next(c for c in rows(there)[name].clocks if c.key == ANSWER)
    assert answer.earlier_due_on == (date(2026, 6, 16),)
    sound(there)


def test_a_backstop_that_moves_stands_beside_the_day_that_was_promised(there: Landlord) -> None:
    record(
        there,
        "C1",
        received(date(2026, 6, 1)),
        *acknowledged(date(2026, 6, 1)),
        extended(date(2026, 6, 10), date(2026, 6, 26)),
    )
    changed = add(there, date(2026, 7, 1))  # Wed, between Fri 26 June and Fri 3 July
    assert moves(changed) == {("C1", BACKSTOP): (date(2026, 7, 3), date(2026, 7, 6))}
    assert changed.moved[0].promised_on == date(2026, 6, 26)


def test_a_day_that_a_letter_promised_stands_beside_the_new_one(there: Landlord) -> None:
    letter = LetterIssued(
        happened_on=date(2026, 6, 1), stage=1, letter=LETTER, promised_on=date(2026, 6, 15)
    )
    update = replace(letter, letter=LetterKind.PROGRESS_UPDATE, promised_on=date(2026, 6, 5))
    record(there, "C1", received(date(2026, 6, 1)), *acknowledged(date(2026, 6, 1)), letter, update)
    changed = add(there, WORLD_CUP)
    promised = {each.clock: each.promised_on for each in changed.moved}
    assert moves(changed)["C1", ANSWER] == (date(2026, 6, 15), date(2026, 6, 16))
    assert promised[ANSWER] == date(2026, 6, 15)  # Mon: the update's day is no promised answer


def test_the_last_promise_is_the_one_that_is_shown_and_none_for_an_acknowledgement(
    there: Landlord,
) -> None:
    letter = LetterIssued(
        happened_on=date(2026, 6, 1), stage=1, letter=LETTER, promised_on=date(2026, 6, 12)
    )
    late = extended(date(2026, 6, 10), date(2026, 7, 31), reasons="")  # past the limit: no effect
    record(there, "C1", received(date(2026, 6, 1)), *acknowledged(date(2026, 6, 1)), late, letter)
    # Extended before it was acknowledged, which moves nothing and promises all the same.
    record(there, "C2", received(date(2026, 6, 9)), extended(date(2026, 6, 10), date(2026, 6, 26)))
    changed = add(there, WORLD_CUP)
    promised = {(m.record.reference, m.clock): m.promised_on for m in changed.moved}
    assert promised["C1", ANSWER] == date(2026, 7, 31)
    assert promised["C2", ACK] is None
    assert promised["C2", BACKSTOP] == date(2026, 6, 26)


def test_an_extension_that_passed_its_limit_by_a_day_comes_within_it(there: Landlord) -> None:
    name = record(
        there,
        "C1",
        received(date(2026, 6, 1)),
        *acknowledged(date(2026, 6, 1)),
        extended(date(2026, 6, 10), date(2026, 6, 30)),  # the limit is Mon 29 June
    )
    assert due(there, name)[ANSWER] == date(2026, 6, 15)
    changed = add(there, date(2026, 6, 24))  # Wed: past the due day, within the limit
    assert moves(changed)["C1", ANSWER] == (date(2026, 6, 15), date(2026, 6, 30))
    assert changed.moved[0].promised_on == date(2026, 6, 30)
    sound(there)


# --- what is settled


def test_settled_clocks_keep_verdict_version_and_dates(there: Landlord) -> None:
    record(
        there,
        "closed",
        received(date(2026, 6, 8)),
        *acknowledged(date(2026, 6, 16)),  # Tue: a day late
        answered(date(2026, 6, 24)),
    )
    record(there, "half", received(date(2026, 6, 4)), *acknowledged(date(2026, 6, 16)))
    record(
        there,
        "withdrawn",
        received(date(2026, 6, 4)),
        f.ComplaintWithdrawn(happened_on=date(2026, 6, 19)),
    )
    before, old = rows(there), versions(there)[-1].version
    changed = add(there, WORLD_CUP)
    after = rows(there)
    assert settled(after) == settled(before)
    assert {c.calendar_version for of in settled(after).values() for c in of} == {old}
    closed = RecordName("case", "closed")
    assert after[closed] == before[closed]
    assert {m.record.reference for m in changed.moved} == {"half"}
    sound(there)


@pytest.mark.parametrize("then", [add, remove])
def test_a_settled_clock_that_began_on_the_very_day_keeps_what_was_said_of_it(
    there: Landlord, then: Callable[[Landlord, date], CalendarChanged]
) -> None:
    if then is remove:
        add(there, WORLD_CUP)
    record(
        there,
        "closed",
        received(WORLD_CUP),
        *acknowledged(date(2026, 6, 17)),
        answered(date(2026, 6, 24)),
    )
    before = judged(rows(there))
    then(there, WORLD_CUP)
    assert judged(rows(there)) == before
    sound(there)


def test_what_the_newest_calendar_would_judge_otherwise_is_listed_and_stays(
    there: Landlord,
) -> None:
    closed = record(
        there,
        "late by a day",
        received(date(2026, 6, 8)),
        *acknowledged(date(2026, 6, 16)),
        answered(date(2026, 6, 24)),
    )
    record(
        there,
        "elsewhere",
        received(date(2026, 5, 11)),
        *acknowledged(date(2026, 5, 12)),
        answered(date(2026, 5, 20)),
    )
    with there.opened() as casetrack:
        assert casetrack.calendar_change.review() == ()
    assert add(there, WORLD_CUP, dry_run=True).to_review == 1
    changed = add(there, WORLD_CUP)
    assert changed.to_review == 1
    with there.opened() as casetrack:
        found = {each.kept.key: each for each in casetrack.calendar_change.review()}
    assert set(found) == {ACK, BACKSTOP}
    ack = found[ACK]
    assert ack.record == closed
    assert (ack.kept.settled, ack.kept.due_on) == ("missed", date(2026, 6, 15))
    assert ack.newest is not None
    assert (ack.newest.settled, ack.newest.due_on) == ("met", date(2026, 6, 16))
    # A day taken off again: by the newest calendar it was right after all.
    assert remove(there, WORLD_CUP).to_review == 0


def test_a_settled_clock_that_was_due_on_the_very_day_is_reviewed_though_it_was_met(
    there: Landlord,
) -> None:
    record(
        there,
        "C1",
        received(date(2026, 6, 8)),
        *acknowledged(date(2026, 6, 10)),
        answered(date(2026, 6, 17)),
    )
    summary = rows(there)[RecordName("case", "C1")].summary
    assert summary is not None
    assert summary.findings == 0
    add(there, date(2026, 6, 29))  # Mon, the day of the backstop and after every other
    with there.opened() as casetrack:
        found = casetrack.calendar_change.review()
    assert [each.kept.key for each in found] == [BACKSTOP]


def test_a_limit_past_the_due_day_is_reviewed_too(there: Landlord) -> None:
    record(
        there,
        "C1",
        received(date(2026, 6, 1)),
        *acknowledged(date(2026, 6, 1)),
        extended(date(2026, 6, 10), date(2026, 6, 30)),  # a day past the limit, Mon 29 June
        answered(date(2026, 6, 30)),
    )
    add(there, date(2026, 6, 24))
    with there.opened() as casetrack:
        found = {each.kept.key: each for each in casetrack.calendar_change.review()}
    kept, newest = found[ANSWER].kept, found[ANSWER].newest
    assert newest is not None
    assert (kept.settled, newest.settled) == ("missed", "met")


def test_the_other_reading_of_a_start_at_a_weekend_is_counted_anew_too(there: Landlord) -> None:
    name = record(there, "C1", received(date(2026, 6, 6)))  # Sat
    clocks = {clock.key: clock for clock in rows(there)[name].clocks}
    assert (clocks[BACKSTOP].due_on, clocks[BACKSTOP].rolled_due_on) == (
        date(2026, 6, 26),  # Fri, the last due day of the case
        date(2026, 6, 29),  # Mon, had it come on Mon 8 June
    )
    assert add(there, date(2026, 6, 29)).moved == ()
    clocks = {clock.key: clock for clock in rows(there)[name].clocks}
    assert clocks[BACKSTOP].rolled_due_on == date(2026, 6, 30)
    sound(there)


# --- a day taken off


def test_a_day_taken_off_gives_the_days_back_and_stays_listed(there: Landlord) -> None:
    name = record(there, "C1", received(date(2026, 6, 9)))
    before = due(there, name)
    add(there, WORLD_CUP)
    changed = remove(there, WORLD_CUP)
    assert moves(changed)["C1", ACK] == (date(2026, 6, 17), date(2026, 6, 16))
    assert due(there, name) == before
    assert facts_moved(there, name)[-1].because == "Mon 15 Jun 2026 is no longer a bank holiday"
    listed = [each for each in versions(there)[-1].listed if each.day == WORLD_CUP]
    assert [each.withdrawn_on for each in listed] == [TODAY]
    assert len(versions(there)) == 3
    sound(there)


def test_a_published_day_taken_off_moves_open_clocks_back(there: Landlord) -> None:
    christmas = date(2026, 12, 25)  # Fri
    name = record(there, "C1", received(date(2026, 12, 21)))  # Mon
    assert due(there, name)[ACK] == date(2026, 12, 30)  # Wed
    changed = remove(there, christmas)
    assert moves(changed)["C1", ACK] == (date(2026, 12, 30), date(2026, 12, 29))
    sound(there)


def test_on_and_off_again_and_again_never_gives_an_old_version(there: Landlord) -> None:
    name = record(there, "C1", received(date(2026, 6, 9)))
    before = due(there, name)
    for _ in range(3):
        assert add(there, WORLD_CUP).changed
        assert remove(there, WORLD_CUP).changed
    held = versions(there)
    assert len({each.version for each in held}) == len(held) == 7
    assert due(there, name) == before
    assert len(facts_moved(there, name)) == 12
    sound(there)


# --- what changes nothing, and what is refused


def test_the_same_day_twice_changes_nothing_and_says_so(there: Landlord) -> None:
    name = record(there, "C1", received(date(2026, 6, 9)))
    add(there, WORLD_CUP, "World Cup bank holiday")
    before = rows(there)
    again = add(there, WORLD_CUP, "Another name")
    assert (again.changed, again.saved, again.moved) == (False, False, ())
    assert again.says == (
        "Mon 15 Jun 2026 is a bank holiday in the england-and-wales calendar already (World Cup "
        "bank holiday): nothing changes."
    )
    assert remove(there, WORLD_CUP).changed
    gone = remove(there, WORLD_CUP)
    assert not gone.changed
    assert gone.says.startswith("Mon 15 Jun 2026 was taken off the list")
    assert len(versions(there)) == 3
    assert rows(there)[name].clocks != before[name].clocks


def test_a_command_sent_again_does_nothing_though_the_day_is_gone_since(there: Landlord) -> None:
    name = record(there, "C1", received(date(2026, 6, 9)))
    add(there, WORLD_CUP, command_id="once")
    remove(there, WORLD_CUP)
    before = rows(there)
    again = add(there, WORLD_CUP, command_id="once")
    assert (again.changed, again.moved) == (False, ())
    assert rows(there) == before
    assert len(versions(there)) == 3
    assert len(facts_moved(there, name)) == 4


def test_another_day_under_a_used_id_is_told_what_it_was_used_for(there: Landlord) -> None:
    name = record(there, "C1", received(date(2026, 6, 9)))
    add(there, WORLD_CUP, command_id="once")
    before = rows(there)
    with pytest.raises(Conflict, match=r'"once" was used before.* on C1'):
        add(there, date(2026, 6, 16), command_id="once")
    with pytest.raises(Conflict, match='"once" was used before'):
        remove(there, WORLD_CUP, command_id="once")
    assert rows(there) == before
    assert len(versions(there)) == 2
    assert len(facts_moved(there, name)) == 2


def test_a_due_day_that_moved_is_told_as_moved_and_not_as_promised(there: Landlord) -> None:
    record(
        there,
        "C1",
        received(date(2026, 6, 9)),
        LetterIssued(
            happened_on=date(2026, 6, 9), stage=1, letter=LETTER, promised_on=date(2026, 6, 30)
        ),
    )
    add(there, WORLD_CUP)
    with there.opened() as casetrack:
        sections = dict(sections_of(casetrack.casework.show("C1")))
    (promised,) = sections["Promised to the resident"]
    assert promised.startswith("Tue 30 Jun 2026 by letter issued")
    moved = sections["Due days that a bank holiday moved"]
    assert [line.partition(":")[0] for line in moved] == [ACK, BACKSTOP]


def test_a_computed_day_is_replaced_by_the_published_one_and_moves_nothing(
    there: Landlord,
) -> None:
    early_may = date(2030, 5, 6)  # Mon, worked out by rule
    name = record(there, "C1", received(date(2030, 5, 2)))
    before = due(there, name)
    assert add(there, early_may, "Early May bank holiday", source="GOV.UK").moved == ()
    newest = versions(there)[-1]
    held = [each for each in newest.listed if each.day == early_may]
    assert [(each.computed, each.source, each.announced_on) for each in held] == [
        (False, "GOV.UK", None)  # it was expected before anybody announced it
    ]
    assert due(there, name) == before
    assert {c.calendar_version for c in rows(there)[name].clocks} == {newest.version}
    sound(there)


@pytest.mark.parametrize("day", [date(2051, 1, 2), date(2011, 12, 30)])
def test_a_day_the_calendar_does_not_cover_is_refused(there: Landlord, day: date) -> None:
    for change in (add, remove):
        with pytest.raises(CalendarHorizon, match="outside the england-and-wales calendar"):
            change(there, day)
    assert len(versions(there)) == 1


def test_what_cannot_be_kept_is_refused_and_nothing_is_saved(there: Landlord) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with there.opened() as casetrack:
        change = casetrack.calendar_change
        for title in ("", "  ", "Two\nlines", "Esc\x1b[31m", "NUL\0", "half \ud800", "x" * 201):
            with pytest.raises(BadInput, match="The title"):
                change.add(order(WORLD_CUP), title)
        with pytest.raises(BadInput, match="The source"):
            change.add(order(WORLD_CUP), "Day", source="a\tb")
        with pytest.raises(BadInput, match="The reason"):
            change.add(order(WORLD_CUP, because="a\0b"), "Day")
        with pytest.raises(BadInput, match="still to come: nothing can have been announced"):
            change.add(order(WORLD_CUP), "Day", announced_on=tomorrow)
        with pytest.raises(BadInput, match="still to come: nothing can have been withdrawn"):
            change.remove(order(date(2026, 12, 25)), withdrawn_on=tomorrow)
        with pytest.raises(BadInput, match="is no bank holiday in the england-and-wales calendar"):
            change.remove(order(WORLD_CUP))
        change.add(order(WORLD_CUP), "Day", announced_on=date(2026, 5, 20))
        with pytest.raises(BadInput, match="was announced on Wed 20 May 2026"):
            change.remove(order(WORLD_CUP), withdrawn_on=date(2026, 5, 19))
    assert len(versions(there)) == 2


def test_beside_derived_rows_of_other_settings_nothing_is_saved(there: Landlord) -> None:
    record(there, "C1", received(date(2026, 6, 9)))
    before = _dump(there)
    there.settings('[reporting]\nimported_definition = "not-evidenced"')
    with pytest.raises(RebuildNeeded):
        add(there, WORLD_CUP)
    assert _dump(there) == before


def test_a_dry_run_tells_all_of_it_and_saves_nothing(there: Landlord) -> None:
    record(there, "C1", received(date(2026, 6, 9)))
    before = _dump(there)
    tried = add(there, WORLD_CUP, dry_run=True)
    assert (tried.changed, tried.saved) == (True, False)
    assert _dump(there) == before
    done = add(there, WORLD_CUP)
    assert (tried.moved, tried.version) == (done.moved, done.version)


def _dump(there: Landlord) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = (
        *("record", "fact", "seal", "personal_text", "calendar_version", "calendar_day"),
        *("case_summary", "case_stage", "clock", "derivation"),
    )
    engine = create_engine(there.url)
    with engine.connect() as connection:
        found = {
            table: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {table}"))), key=repr)
            for table in tables
        }
    engine.dispose()
    return found


def test_a_day_in_the_past_is_a_correction_and_its_effect_is_explained(there: Landlord) -> None:
    past = date(2026, 5, 26)  # Tue
    record(there, "C1", received(date(2026, 5, 20)))  # Wed, due Thu 28 May: overdue on 1 June
    changed = add(there, past)
    assert moves(changed)["C1", ACK] == (date(2026, 5, 28), date(2026, 5, 29))
    assert "It lies in the past" in changed.notes[0]
    listed = next(each for each in versions(there)[-1].listed if each.day == past)
    assert listed.announced_on is None
    sound(there)


# --- several at once


def test_two_openings_change_the_calendar_and_neither_loses_the_others_day(
    there: Landlord,
) -> None:
    name = record(there, "C1", received(date(2026, 6, 9)))
    other_day = date(2026, 6, 12)  # Fri
    with two_openings(there) as (one, other):
        one.calendar_change.add(order(WORLD_CUP), "World Cup bank holiday")
        changed = other.calendar_change.add(order(other_day), "Another")
        again = one.calendar_change.add(order(other_day), "Another")
    assert moves(changed)["C1", ACK] == (date(2026, 6, 17), date(2026, 6, 18))
    assert not again.changed
    assert len(versions(there)) == 3
    assert {WORLD_CUP, other_day} <= {each.day for each in versions(there)[-1].bank_holidays}
    assert {c.calendar_version for c in rows(there)[name].clocks} == {changed.version}
    sound(there)


def test_what_somebody_recorded_since_casetrack_opened_moves_too(there: Landlord) -> None:
    with there.opened() as casetrack:
        record(there, "C1", received(date(2026, 6, 9)))
        changed = casetrack.calendar_change.add(order(WORLD_CUP), "Day")
    assert moves(changed)["C1", ACK] == (date(2026, 6, 16), date(2026, 6, 17))
    sound(there)


def test_facts_recorded_after_the_change_carry_the_newest_version(there: Landlord) -> None:
    changed = add(there, WORLD_CUP)
    there.imports(row("C9", "2026-06-09")).done()
    name = RecordName("case", "C9")
    with there.opened() as casetrack, casetrack._store.read() as reading:
        assert {e.calendar_version for e in reading.history(name)} == {changed.version}
    assert due(there, name)[ACK] == date(2026, 6, 17)


def test_people_who_change_the_calendar_at_the_same_moment_all_get_their_day(
    there: Landlord,
) -> None:
    name = record(there, "C1", received(date(2026, 6, 9)))
    wanted = [date(2026, 6, day) for day in (10, 11, 12)]
    start, failed = threading.Barrier(len(wanted)), list[BaseException]()

    def change(day: date) -> None:
        try:
            with there.opened() as casetrack:
                start.wait()
                casetrack.calendar_change.add(order(day), "Day")
        except BaseException as error:
            failed.append(error)

    people = [threading.Thread(target=change, args=(day,)) for day in wanted]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert failed == []
    held = versions(there)
    assert len(held) == 4
    assert set(wanted) <= {each.day for each in held[-1].bank_holidays}
    assert due(there, name)[ACK] == date(2026, 6, 19)  # Fri: three days later than Tue 16 June
    sound(there)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_day_that_came_while_another_was_being_added_is_not_lost(
    there: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Between what is read and what is added; on SQLite nobody else writes meanwhile.
    others_day, turns = date(2026, 6, 12), iter([True])

    def meanwhile(calendar: WorkingCalendar, added: BankHoliday) -> WorkingCalendar:
        if added.day == WORLD_CUP and next(turns, False):
            other = threading.Thread(target=add, args=(there, others_day))
            other.start()
            other.join()
        return with_day(calendar, added)

    monkeypatch.setattr(calendar_change, "with_day", meanwhile)
    add(there, WORLD_CUP)
    assert len(versions(there)) == 3
    assert {WORLD_CUP, others_day} <= {each.day for each in versions(there)[-1].bank_holidays}


def test_somebody_who_is_recording_is_waited_for_and_their_case_moves_too(
    there: Landlord,
) -> None:
    name, changes = RecordName("case", "C1"), list[CalendarChanged]()
    changer = threading.Thread(target=lambda: changes.append(add(there, WORLD_CUP)))
    with there.opened() as casetrack:
        with casetrack._store.write(
            command_id="a form",
            recorded_by="JB",
            recorded_at=order(TODAY).recorded_at,
            source=f.Source.PERSON,
        ) as writing:
            assert writing.derivation() == casetrack._rules.stamp
            changer.start()
            changer.join(timeout=0.5)
            assert changes == []
            keep(casetrack, writing, name, received(date(2026, 6, 9)))
        changer.join()
    assert moves(changes[0])["C1", ACK] == (date(2026, 6, 16), date(2026, 6, 17))
    sound(there)


def test_a_form_sent_from_an_opening_of_before_is_recorded_by_the_newest_calendar(
    there: Landlord,
) -> None:
    name = record(there, "C1", received(date(2026, 6, 9)))
    with two_openings(there) as (one, other):
        changed = one.calendar_change.add(order(WORLD_CUP), "Day")
        fact = f.ComplaintLogged(happened_on=date(2026, 6, 9), stage=1)
        sent = Order(
            kind="case",
            reference="C1",
            facts=(fact,),
            account="JB",
            at=datetime(2026, 6, 9, 12, tzinfo=UTC),
            command_id="a form",
        )
        assert other.recording.record(sent).saved
        with other._store.read() as reading:
            assert reading.history(name)[-1].calendar_version == changed.version
    assert due(there, name)[ACK] == date(2026, 6, 17)
    sound(there)


def test_a_version_is_the_hash_of_its_days(there: Landlord) -> None:
    add(there, WORLD_CUP)
    remove(there, WORLD_CUP)
    for held in versions(there):
        assert held.version == calendar_version(held.covers, held.published_until, held.listed)


# --- any history, any day


@pytest.mark.parametrize("seed", range(4))
def test_after_any_change_all_that_is_derived_is_what_a_rebuild_gives(
    there: Landlord, seed: int
) -> None:
    chance = random.Random(seed)
    for number in range(25):
        record(there, f"C{number}", *_any_history(chance))
    for _ in range(4):
        before = rows(there)
        day = date(2026, 5, 18) + timedelta(days=chance.randrange(60))
        taken = [each.day for each in versions(there)[-1].bank_holidays if each.day.year == 2026]
        changed = remove(there, chance.choice(taken)) if chance.random() < 0.4 else add(there, day)
        after = rows(there)
        was = {(n, c.key, c.started_by): c for n, of in before.items() for c in of.clocks}
        expected = {
            (name.reference, clock.key): (
                was[name, clock.key, clock.started_by].due_on,
                clock.due_on,
            )
            for name, of in after.items()
            for clock in of.clocks
            if clock.settled is None
            and clock.due_on != was[name, clock.key, clock.started_by].due_on
        }
        assert moves(changed) == expected
        assert judged(after) == judged(before)
        sound(there)


def _any_history(chance: random.Random) -> Iterator[f.Fact]:
    """A case of early summer 2026: acknowledged, extended, answered, ended or none of these."""
    day = date(2026, 5, 18) + timedelta(days=chance.randrange(30))
    yield received(day)
    if chance.random() < 0.75:
        day += timedelta(days=chance.randrange(10))
        yield from acknowledged(day)
        if chance.random() < 0.5:
            told = day + timedelta(days=chance.randrange(16))
            until = day + timedelta(days=chance.randrange(12, 36))
            reasons = chance.choice(["A survey is awaited.", ""])
            yield extended(told, until, reasons=reasons)
    if chance.random() < 0.4:
        yield answered(day + timedelta(days=chance.randrange(20)))
    elif chance.random() < 0.2:
        yield f.ComplaintWithdrawn(happened_on=day + timedelta(days=chance.randrange(20)))
    if chance.random() < 0.3:
        requested = day + timedelta(days=chance.randrange(10, 25))
        yield f.EscalationRequested(happened_on=requested)
        if chance.random() < 0.5:
            yield from acknowledged(requested + timedelta(days=chance.randrange(8)), stage=2)
