"""Settled clocks on which the newest calendar would say something else: listed, never changed.

Knows which days two versions of a calendar differ on, and which clocks can hang on one of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Final

from casetrack.domain.clock import OneCalendar
from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.derivation import derive
from casetrack.service.rules import Rules
from casetrack.store import Clock, Derived, Reading, RecordName

_AT_A_TIME: Final = 500
_DAYS_A_WORKING_DAY: Final = timedelta(days=3)
"""no row of working days takes longer, whatever holidays lie in it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A settled clock on which the newest calendar would say something else."""

    record: RecordName
    kept: Clock
    """as it is on record: it stays so"""
    newest: Clock | None
    """as the newest calendar has it; None where it would not be there at all"""


def otherwise_today(
    rules: Rules, reading: Reading, versions: Sequence[WorkingCalendar]
) -> Iterator[Reviewed]:
    """Give each settled clock whose verdict or due day the last of the versions would change."""
    newest = versions[-1]
    days_of = {held.version: differing(held, newest) for held in versions}
    of_day: dict[date, list[str]] = {}
    for version, days in days_of.items():
        for day in days:
            of_day.setdefault(day, []).append(version)
    if not of_day:
        return
    limit = max(s.extension.working_days for e in rules.editions.editions for s in e.stages)
    rules = replace(rules, calendars=OneCalendar(newest))
    hanging = (
        (name, kept)
        for name, kept in reading.derived_across(of_day, _DAYS_A_WORKING_DAY * limit)
        if _can_hang_on_one(kept, days_of, newest, limit)
    )
    while some := dict(islice(hanging, _AT_A_TIME)):
        for name, history in reading.histories_of(some):
            judged = rules.judge_any(name.kind, history)
            fresh = derive(name, judged, len(history), rules.calendars)
            yield from _otherwise(name, some[name], fresh)


def differing(one: WorkingCalendar, other: WorkingCalendar) -> tuple[date, ...]:
    """Return the days that are working days by one of two calendars alone, in order."""
    first = max(one.covers[0], other.covers[0])
    last = min(one.covers[1], other.covers[1])
    listed = {each.day for each in (*one.bank_holidays, *other.bank_holidays)}
    return tuple(
        day
        for day in sorted(listed)
        if first <= day <= last and one.is_working_day(day) != other.is_working_day(day)
    )


def _can_hang_on_one(
    kept: Derived, days_of: Mapping[str, Sequence[date]], newest: WorkingCalendar, limit: int
) -> bool:
    """Whether a day on which the calendars differ can move a settled clock of a record."""
    findings = kept.summary.findings if kept.summary else 0
    for clock in kept.clocks:
        days = days_of.get(clock.calendar_version)
        if clock.settled and clock.started_on and days:
            # An extension past its limit is a finding, and the limit lies past the due day.
            last = newest.add(clock.due_on, limit) if findings else clock.due_on
            if any(clock.started_on < day <= last for day in days):
                return True
    return False


def _otherwise(name: RecordName, kept: Derived, fresh: Derived) -> Iterator[Reviewed]:
    newest = {(clock.key, clock.started_by): clock for clock in fresh.clocks}
    by_key = {clock.key: clock for clock in fresh.clocks}
    for clock in kept.clocks:
        if clock.settled is None:
            continue
        # An answer may count as the acknowledgement by one calendar alone: then it starts a clock.
        other = newest.get((clock.key, clock.started_by)) or by_key.get(clock.key)
        if other is None or (other.settled, other.due_on) != (clock.settled, clock.due_on):
            yield Reviewed(record=name, kept=clock, newest=other)
