"""What is said of a calendar that changes: of one day, or of all that newer files brought.

Knows the calendar before and after; never which clocks moved.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from casetrack.calendars.amend import standing_on
from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import WorkingCalendar, said
from casetrack.service.calendar_review import differing

_LONGEST: Final = 200
"""letters of a title, a source or a reason"""
_SATURDAY: Final = 5
_NAMED: Final = 3
"""days that are named; of more, how many there are"""


@dataclass(frozen=True, slots=True)
class Telling:
    """How one kind of change is told, from the calendar before it and after it."""

    because: Callable[[WorkingCalendar, WorkingCalendar], str]
    """beside each due day that moved"""
    says: Callable[[WorkingCalendar, WorkingCalendar], str]
    notes: Callable[[WorkingCalendar, WorkingCalendar], Iterator[str]]


def of_a_day(day: date, today: date, because: str) -> Telling:
    """Return how it is told that a day comes or goes."""
    return Telling(
        because=lambda _, after: _with(because, _became(day, after)),
        says=lambda before, after: _says_of(day, before, after),
        notes=lambda before, after: _notes_on(day, today, before, after),
    )


def of_files(because: str) -> Telling:
    """Return how it is told what newer calendar files brought."""
    return Telling(
        because=lambda before, after: _with(because, _all_became(before, after)),
        says=_says_of_files,
        notes=lambda _before, _after: iter(()),
    )


def _with(because: str, told: str) -> str:
    return f"{told}: {because}" if because else told


def _became(day: date, after: WorkingCalendar) -> str:
    became = "became" if standing_on(after, day) else "is no longer"
    return f"{said(day)} {became} a bank holiday"


def _all_became(before: WorkingCalendar, after: WorkingCalendar) -> str:
    days = differing(before, after)
    named = [_became(day, after) for day in days[:_NAMED]]
    more = [f"so did {len(days) - _NAMED} other days"] if len(days) > _NAMED else []
    return "; ".join((*named, *more))


def _says_of(day: date, before: WorkingCalendar, after: WorkingCalendar) -> str:
    named, calendar = said(day), f"the {after.name} calendar"
    standing, unchanged = standing_on(after, day), after is before
    if standing and unchanged:
        return (
            f"{named} is a bank holiday in {calendar} already ({standing.title}): nothing changes."
        )
    if unchanged:
        return f"{named} was taken off the list of {calendar} already: nothing changes."
    if standing:
        return f"{named}, {standing.title}, is a bank holiday in {calendar} now."
    return f"{named} is no bank holiday in {calendar} any more; it stays listed as withdrawn."


def _notes_on(
    day: date, today: date, before: WorkingCalendar, after: WorkingCalendar
) -> Iterator[str]:
    if after is before:
        return
    if day.weekday() >= _SATURDAY:
        yield f"It is a {day:%A}, no working day anyway: no due day moves."
    elif not differing(before, after):
        yield "It was worked out by rule and is published now: no due day moves."
    elif day < today:
        yield (
            "It lies in the past: every clock still open that ran across it is counted anew, the "
            "overdue ones too. What is settled keeps its verdict and its dates."
        )


def _says_of_files(before: WorkingCalendar, after: WorkingCalendar) -> str:
    calendar = f"the {after.name} calendar"
    if after is before:
        return f"The files know nothing that {calendar} does not: nothing changes."
    until = after.published_until
    known = f", published until {said(until)}" if until else ""
    days = differing(before, after)
    changed = f"{len(days)} working {'day' if len(days) == 1 else 'days'} changed"
    return f"The files were merged into {calendar}{known}: {changed if days else 'no day changed'}."


def checked(what: str, words: str, *, needed: bool = False) -> str:
    """Return words on one line, as they are kept. Raises BadInput where they cannot be."""
    words = words.strip()
    if needed and not words:
        raise BadInput(f"The {what} is empty: give the day its name, such as Christmas Day.")
    if not words.isprintable():
        raise BadInput(f"The {what} holds a line break or a control character: take it out.")
    if len(words) > _LONGEST:
        raise BadInput(f"The {what} has {len(words):,} letters; the most is {_LONGEST}.")
    return words


def not_to_come(what: str, day: date | None, today: date) -> None:
    """Raise BadInput for a day still to come on which something is said to have happened."""
    if day is not None and day > today:
        raise BadInput(f"{said(day)} is still to come: nothing can have been {what} on it yet.")
