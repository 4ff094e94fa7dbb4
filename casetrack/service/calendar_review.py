"""Settled clocks on which the newest calendar would say something else: listed, never changed.

Knows which days two versions of a calendar differ on, and which clocks can hang on one of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from casetrack.domain.clock import OneCalendar
from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.derivation import derive
from casetrack.service.rules import Rules
from casetrack.store import Clock, Derived, Reading, RecordName


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
    differing = {held.version: _differing(held, newest) for held in versions}
    if not any(differing.values()):
        return
    limit = max(s.extension.working_days for e in rules.editions.editions for s in e.stages)
    rules = replace(rules, calendars=OneCalendar(newest))
    for name, kept in reading.all_derived():
        if _can_hang_on_one(kept, differing, newest, limit):
            history = reading.history(name)
            judged = rules.judge_any(name.kind, history)
            fresh = derive(name, judged, len(history), rules.calendars)
            yield from _otherwise(name, kept, fresh)


def flips(day: date, one: WorkingCalendar, other: WorkingCalendar) -> bool:
    """Say whether a day is a working day by one of two calendars alone."""
    return one.is_working_day(day) != other.is_working_day(day)


def _differing(one: WorkingCalendar, other: WorkingCalendar) -> tuple[date, ...]:
    listed = {each.day for each in (*one.bank_holidays, *other.bank_holidays)}
    return tuple(day for day in listed if flips(day, one, other))


def _can_hang_on_one(
    kept: Derived, differing: Mapping[str, Sequence[date]], newest: WorkingCalendar, limit: int
) -> bool:
    """Whether a day on which the calendars differ can move a settled clock of a record."""
    findings = kept.summary.findings if kept.summary else 0
    for clock in kept.clocks:
        days = differing.get(clock.calendar_version)
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
