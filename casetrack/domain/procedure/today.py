"""What stands against recording a fact on a day: days to come, and days long past.

The rest of the procedure knows no today. Only a person who records something meets these rules;
a log that is imported is exempt from the second.
"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from casetrack.domain.codec import fact_fields
from casetrack.domain.facts import Entry, EntryCorrected, Fact, Source
from casetrack.domain.objections import Objection, ObjectionKind
from casetrack.domain.words import says_something
from casetrack.domain.working_days import WorkingCalendar, said

_TO_COME: Final = frozenset(
    {
        *("until", "due_on", "review_on", "promised_on", "evidence_due_on", "response_due_on"),
        *("return_on", "was_due_on"),
    }
)
"""Fields that name a day on which something is to be done; every other one has happened."""
_GRACE: Final = 1
"""working days after which a day needs a reason for being recorded so late"""


def london_day(moment: datetime) -> date:
    """Return the day it is in London at a moment."""
    return moment.astimezone(ZoneInfo("Europe/London")).date()


def recorded_late(entry: Entry, calendar: WorkingCalendar) -> bool:
    """Say whether a person wrote an entry down more than a working day after it happened."""
    if entry.source is not Source.PERSON or entry.recorded_at is None:
        return False
    return late_by(entry.fact, london_day(entry.recorded_at), calendar) > _GRACE


def late_by(fact: Fact, today: date, calendar: WorkingCalendar) -> int:
    """Return how many working days lie between what happened and today; 0 for a day to come."""
    return max(0, calendar.count(fact.happened_on, today))


def against_the_day(
    entry: Entry, today: date, calendar: WorkingCalendar, *, because: str
) -> Iterator[Objection]:
    """Give what stands against recording an entry today; `because` says why so late."""
    fact = entry.fact
    for name, day in _past_days(fact):
        if day > today:
            field = name.removesuffix("_on").replace("_", " ")
            what = "" if name == "happened_on" else f" ({field})"
            yield Objection(
                kind=ObjectionKind.IMPOSSIBLE,
                code="in-the-future",
                sequence=entry.sequence,
                provision="",
                stage=getattr(fact, "stage", 1),
                reason=f"{said(day)} is still to come{what}",
                cure="Record it once it has happened, or correct the day.",
            )
    late = late_by(fact, today, calendar)
    if late > _GRACE and not says_something(because):
        yield Objection(
            kind=ObjectionKind.BREACH,
            code="recorded-late-without-reason",
            sequence=entry.sequence,
            provision="",
            stage=getattr(fact, "stage", 1),
            reason=f"{said(fact.happened_on)} is {late} working days ago, and it does not say why "
            "it is recorded only now",
            cure="Say why (because); or correct the day.",
        )


def _past_days(fact: Fact) -> Iterator[tuple[str, date]]:
    yield "happened_on", fact.happened_on
    for field in fact_fields(fact.kind):
        value = getattr(fact, field.name)
        if isinstance(value, date) and field.name not in _TO_COME:
            yield field.name, value
    if isinstance(fact, EntryCorrected) and fact.replacement is not None:
        yield from _past_days(fact.replacement)


def days_named(fact: Fact) -> Iterator[date]:
    """Give every day that a fact names, also inside a correction."""
    for field in fields(fact):
        value = getattr(fact, field.name)
        if isinstance(value, date):
            yield value
        elif isinstance(value, Fact):
            yield from days_named(value)
