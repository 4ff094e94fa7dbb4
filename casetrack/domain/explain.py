"""The proof of a date: each day counted or skipped, and why, and the rule that says so.

Values and sentences; how they are laid out is for a screen, a command or a letter.
"""

from dataclasses import dataclass
from datetime import date

from casetrack.domain.clock import Clock, Verdict, name_of
from casetrack.domain.code import Timescale
from casetrack.domain.working_days import Day, WorkingCalendar, said

RULE = (
    "The start day is day 0; the first working day after it is day 1, "
    "also when the start day is not a working day."
)
"""The rule every date is counted by, printed with every explanation."""

_NUMBERS = [
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
]

_STARTED_BY = {
    "complaint-received": "receipt",
    "complaint-logged": "logging",
    "complaint-acknowledged": "the acknowledgement",
    "escalation-requested": "the request for stage 2",
    "refusal-overturned": "the day the refusal was overturned",
    "update-interval-agreed": "the agreement on updates",
    "resident-updated": "the last update",
    "service-request-received": "receipt",
    "case-closed": "closing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a clock is due on the day it is."""

    sentence: str
    """what is due, from which day, by which provision, on which calendar"""
    days: tuple[Day, ...]
    """every calendar day after the start up to the original due day"""
    notes: tuple[str, ...]
    """extensions, the reason for a surprising rule, what is provisional"""
    rule: str = RULE


def explain(clock: Clock, calendar: WorkingCalendar, today: date) -> Explanation | None:
    """Return the proof of a clock's due date; None for a clock that has none to prove."""
    if clock.due_on is None or clock.started_on is None:
        return None
    original = clock.earlier_due_on[0] if clock.extended else clock.due_on
    if clock.timescale.working_days == 0:
        return Explanation(
            sentence=" ".join(_of_a_day_given(clock, calendar, original, today)),
            days=(),
            notes=(),
            rule="The day itself was given; no working days are counted to it.",
        )
    return Explanation(
        sentence=" ".join(_sentences(clock, calendar, original, today)),
        days=calendar.days(clock.started_on, original),
        notes=tuple(_notes(clock, calendar, original)),
    )


def _of_a_day_given(
    clock: Clock, calendar: WorkingCalendar, original: date, today: date
) -> list[str]:
    if clock.due_on is None or clock.started_on is None:
        return []
    what = name_of(clock)
    sentences = [f"{what[0].upper()}{what[1:]} due {long(clock.due_on)}"]
    if clock.extended:
        sentences[0] += f" (first {long(original)}; moved with the resident told in time)"
    started = clock.timescale.starts.replace("-", " ")
    by = f" ({_cited(clock.timescale)})" if clock.timescale.provision else ""
    sentences[0] += f": the day given on {long(clock.started_on, beside=original)}, {started}{by}."
    if (left := left_in_words(clock, calendar, today)) is not None:
        sentences.append(left)
    return sentences


def _cited(timescale: Timescale) -> str:
    """Return edition and provision; of the landlord's own clocks that it is their own rule."""
    return ", ".join(part for part in (timescale.edition, timescale.provision) if part)


def _sentences(clock: Clock, calendar: WorkingCalendar, original: date, today: date) -> list[str]:
    timescale, start = clock.timescale, clock.started_on
    if start is None or clock.due_on is None:
        return []
    days = calendar.days(start, original)
    first = next((day.date for day in days if day.counted), original)
    counted = _counted(timescale.working_days)
    what = name_of(clock)
    said_due = f"{what[0].upper()}{what[1:]} due {long(clock.due_on)}"
    if clock.extended:
        said_due += f" (extended; first due {long(original)})"
    by = _STARTED_BY.get(timescale.starts, timescale.starts.replace("-", " "))
    sentences = [
        f"{said_due}: {counted} ({_cited(timescale)})",
        f"from {by} on {long(start, beside=original)};",
        f"day one is {long(first, beside=original)}.",
        f"{_titled(calendar)} calendar; {_in_between(days)}.",
    ]
    if (left := left_in_words(clock, calendar, today)) is not None:
        sentences.append(left)
    return sentences


def _in_between(days: tuple[Day, ...]) -> str:
    holidays = [day for day in days if not day.counted and day.reason != "weekend"]
    if not holidays:
        return "no bank holiday in between"
    named = ", ".join(f"{day.reason} ({said(day.date)})" for day in holidays)
    return f"bank holidays in between: {named}"


def left_in_words(clock: Clock, calendar: WorkingCalendar, today: date) -> str | None:
    """Return how much time is left, or by how much it is late, in words; None once it is over."""
    if clock.due_on is None or not clock.open:
        return _settled(clock)
    if clock.due_on == today:
        return "Due today, until midnight."
    days = calendar.count(today, clock.due_on)
    if clock.due_on < today:
        late = f"{_counted(-days).capitalize()} late" if days else "Late, by no working day yet"
        return f"{late}."
    if days == 0:
        return "No working day left before it."
    return f"{_counted(days).capitalize()} left."


def _settled(clock: Clock) -> str | None:
    stopped = f" on {said(clock.stopped_on)}" if clock.stopped_on else ""
    match clock.settled:
        case Verdict.MET:
            return f"Met{stopped}."
        case Verdict.MISSED:
            return f"Missed{': done' + stopped if stopped else ''}."
        case Verdict.NOT_APPLICABLE:
            return "No longer applies: the stage ended before it was due."
        case _:
            return None


def _notes(clock: Clock, calendar: WorkingCalendar, original: date) -> list[str]:
    timescale = clock.timescale
    notes = []
    if timescale.why:
        notes.append(f"{timescale.why[0].upper()}{timescale.why[1:]}.")
    if clock.extended and clock.due_on:
        moved = calendar.count(original, clock.due_on)
        steps = " → ".join(said(day) for day in (*clock.earlier_due_on, clock.due_on))
        notes.append(f"Extended by {_counted(moved)}: {steps}.")
    if clock.provisional and calendar.published_until:
        notes.append(
            f"Provisional: bank holidays are published up to {said(calendar.published_until)}; "
            "later ones are worked out by rule."
        )
    if clock.rolled_due_on and clock.rolled_due_on != clock.due_on and clock.started_on:
        notes.append(
            f"It starts on a {clock.started_on:%A}{_day_off(clock.started_on, calendar)}. Counting "
            f"from the next working day instead would give {said(clock.rolled_due_on)}; casetrack "
            "takes the stricter reading."
        )
    return notes


def _day_off(day: date, calendar: WorkingCalendar) -> str:
    reason = calendar.skipped_because(day)
    return "" if reason in (None, "weekend") else f" ({reason})"


def long(day: date, beside: date | None = None) -> str:
    """Return a day in full, Friday 27 November 2026; without the year beside one of its year."""
    year = "" if beside is not None and beside.year == day.year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


def _titled(calendar: WorkingCalendar) -> str:
    return calendar.name.replace("-", " ").title().replace(" And ", " and ") or "Own"


def _counted(days: int) -> str:
    number = _NUMBERS[days] if days < len(_NUMBERS) else str(days)
    return f"{number} working {'day' if days == 1 else 'days'}"
