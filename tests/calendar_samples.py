"""Landlords whose database lacks a bank holiday as yet, and cases recorded straight into it."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from landlord import Landlord

from casetrack import bootstrap
from casetrack.bootstrap import Casetrack
from casetrack.calendars import calendar_version, load_calendar
from casetrack.domain import facts as f
from casetrack.domain.clock import CalendarVersions
from casetrack.domain.facts import Fact, Source
from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.calendar_change import CalendarChanged, CalendarOrder
from casetrack.service.derivation import derive
from casetrack.store import Clock, Derived, RecordName, Writing, open_store

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)  # a Monday
TODAY = NOW.date()
WORLD_CUP = date(2026, 6, 15)  # Mon
FUNERAL = date(2022, 9, 19)  # Mon
_COMMANDS = itertools.count(1)


def landlord_before(
    folder: Path, url: str, *lacking: date, calendar: str = "england-and-wales", more: str = ""
) -> Landlord:
    """A landlord whose calendar lacks some days, as before they were announced."""
    config = folder / "casetrack.toml"
    config.write_text(
        f'[landlord]\nname = "Sample Homes"\ncalendar = "{calendar}"\n'
        f'[database]\nurl = "{url}"\n{more}\n',
        encoding="utf-8",
    )
    with open_store(url) as store, store.write(**_envelope()) as writing:
        writing.add_calendar(lacks(load_calendar(calendar), *lacking))
    if calendar == "england-and-wales":
        bootstrap.create(config)
    else:  # no Code casetrack holds counts on it yet
        Landlord(config).run("rebuild").done()
    return Landlord(config)


def lacks(calendar: WorkingCalendar, *days: date) -> WorkingCalendar:
    """The same calendar without some days."""
    listed = [each for each in calendar.listed if each.day not in days]
    return WorkingCalendar(
        bank_holidays=listed,
        covers=calendar.covers,
        name=calendar.name,
        published_until=calendar.published_until,
        version=calendar_version(calendar.covers, calendar.published_until, listed),
    )


def _envelope() -> dict[str, Any]:
    return {
        "command_id": f"sample {next(_COMMANDS)}",
        "recorded_by": "JB",
        "recorded_at": NOW,
        "source": Source.IMPORT,
    }


def record(there: Landlord, reference: str, *facts: Fact) -> RecordName:
    """Record facts of a case, however far ahead, with what is derived from them."""
    name = RecordName("case", reference)
    with there.opened() as casetrack, casetrack._store.write(**_envelope()) as writing:
        keep(casetrack, writing, name, *facts)
    return name


def keep(casetrack: Casetrack, writing: Writing, name: RecordName, *facts: Fact) -> None:
    """Add facts as they are, with what is derived from them by the newest calendar."""
    versions = CalendarVersions(writing.calendar_versions(casetrack._rules.calendar))
    rules = replace(casetrack._rules, calendars=versions)
    writing.append(name, facts, calendar_version=versions.latest_of(()).version)
    history = writing.history(name)
    judged = rules.judge_any(name.kind, history)
    writing.replace_derived(name, derive(name, judged, len(history), rules.calendars))


def received(on: date) -> f.ComplaintReceived:
    return f.ComplaintReceived(happened_on=on, channel="Email", resident="Ms A Example")


def acknowledged(on: date, stage: int = 1) -> tuple[Fact, ...]:
    """Acknowledged and defined on one day."""
    return (
        f.ComplaintAcknowledged(happened_on=on, stage=stage),
        f.ComplaintDefined(happened_on=on, stage=stage),
    )


def extended(on: date, until: date, stage: int = 1, **more: Any) -> f.ResponseExtended:
    """A valid extension, unless `more` says otherwise."""
    return f.ResponseExtended(
        **{
            "happened_on": on,
            "stage": stage,
            "until": until,
            "resident_told_on": on,
            "reasons": "A survey is awaited.",
            "ombudsman_details_given": True,
            **more,
        }
    )


def answered(on: date, stage: int = 1) -> f.ResponseIssued:
    return f.ResponseIssued(happened_on=on, stage=stage)


def order(day: date, **more: Any) -> CalendarOrder:
    """An order of the manager's on Mon 1 June 2026, unless `more` says otherwise."""
    return CalendarOrder(
        **{
            "day": day,
            "command_id": f"order {next(_COMMANDS)}",
            "recorded_by": "Manager",
            "recorded_at": NOW,
            "today": TODAY,
            **more,
        }
    )


def add(
    there: Landlord, day: date, title: str = "Extra day", *, source: str = "", **more: Any
) -> CalendarChanged:
    with there.opened() as casetrack:
        return casetrack.calendar_change.add(order(day, **more), title, source=source)


def remove(there: Landlord, day: date, **more: Any) -> CalendarChanged:
    with there.opened() as casetrack:
        return casetrack.calendar_change.remove(order(day, **more))


def moves(changed: CalendarChanged) -> dict[tuple[str, str], tuple[date, date]]:
    """What moved: (reference, clock) → was due, is due."""
    return {(m.record.reference, m.clock): (m.was_due_on, m.due_on) for m in changed.moved}


def rows(there: Landlord) -> dict[RecordName, Derived]:
    """Everything kept beside the histories."""
    with there.opened() as casetrack, casetrack._store.read() as reading:
        return dict(reading.all_derived())


def settled(kept: dict[RecordName, Derived]) -> dict[RecordName, tuple[Clock, ...]]:
    """The settled clocks alone, every column of theirs."""
    return {name: tuple(c for c in of.clocks if c.settled) for name, of in kept.items()}


def judged(kept: dict[RecordName, Derived]) -> dict[RecordName, list[Clock]]:
    """The settled clocks without the other reading of a start on a non-working day."""
    return {
        name: [replace(clock, rolled_due_on=None, rolled_settled=None) for clock in clocks]
        for name, clocks in settled(kept).items()
    }


def due(there: Landlord, name: RecordName) -> dict[str, date]:
    """When the clocks of a case are due."""
    return {clock.key: clock.due_on for clock in rows(there)[name].clocks}


def facts_moved(there: Landlord, name: RecordName) -> list[f.DeadlineMoved]:
    with there.opened() as casetrack, casetrack._store.read() as reading:
        return [e.fact for e in reading.history(name) if isinstance(e.fact, f.DeadlineMoved)]


def versions(there: Landlord, name: str = "england-and-wales") -> tuple[WorkingCalendar, ...]:
    with there.opened() as casetrack, casetrack._store.read() as reading:
        return reading.calendar_versions(name)


def sound(there: Landlord) -> None:
    """`check` finds nothing, and there is nothing for `rebuild` to change."""
    with there.opened() as casetrack:
        assert list(casetrack.upkeep.check()) == []
        rebuilt = casetrack.upkeep.rebuild(
            command_id=f"rebuild {next(_COMMANDS)}", recorded_by="JB", recorded_at=NOW
        )
        assert (rebuilt.replaced, rebuilt.changes) == (0, ())


@contextmanager
def two_openings(there: Landlord) -> Iterator[tuple[Casetrack, Casetrack]]:
    """The same database opened twice, both before anything changes."""
    with there.opened() as one, there.opened() as other:
        yield one, other
