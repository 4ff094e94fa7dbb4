"""The clocks of a case as a picture: every calendar day of a count, and how the clock stands.

Knows days, numbers and words; how a day is painted and what has no room is for a screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from casetrack.domain.clock import Clock, Verdict, name_of
from casetrack.domain.clocks import StageClocks
from casetrack.domain.code import ClockKind
from casetrack.domain.reminders import Urgency, urgency_of
from casetrack.domain.working_days import WEEKEND, WorkingCalendar, said, short_day
from casetrack.service.casework import CaseView

_STAGES: Final = frozenset(
    {ClockKind.ACKNOWLEDGEMENT, ClockKind.RESPONSE, ClockKind.BACKSTOP},
)
_STARTED: Final = {
    "complaint-received": "received",
    "complaint-logged": "logged",
    "complaint-acknowledged": "acknowledged",
    "escalation-requested": "stage 2 requested",
    "refusal-overturned": "refusal overturned",
    "service-request-received": "asked for",
    "update-interval-agreed": "updates agreed",
    "resident-updated": "resident updated",
    "case-closed": "closed",
}
_FROM: Final = {
    "received": "receipt",
    "acknowledged": "the acknowledgement",
    "logged": "logging",
    "stage 2 requested": "the request",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockDay:
    """One calendar day of a clock."""

    day: date
    number: int | None
    """how manieth working day after the start; 0 is the start itself, None a day not counted"""
    reason: str = ""
    """why it is not counted: weekend, or the bank holiday's title"""
    late: int = 0
    """how manieth working day after the due day"""
    past_due: bool = False
    due: bool = False
    was_due: bool = False
    """an earlier due day, before an extension"""
    stopped: bool = False
    """what the clock waited for happened"""
    today: bool = False

    @property
    def weekend(self) -> bool:
        """Whether it is a Saturday or Sunday, counted or not."""
        return self.day.weekday() >= 5

    @property
    def marked(self) -> bool:
        """Whether a reader looks for it: the start, today, a due day, the day it was done."""
        return self.number == 0 or self.due or self.was_due or self.stopped or self.today


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPicture:
    """A clock on a day, as it is drawn."""

    key: str
    started_by: int | None
    name: str
    """what it waits for, in words"""
    short: str
    """the same where its stage is known: acknowledge, answer, backstop"""
    stage: int
    started: str
    """what started it, in a word or two"""
    started_on: date | None
    due_on: date | None
    days: tuple[ClockDay, ...]
    """from the start to the due day or, past it, to today or the day it was done; () where no
    working days are counted"""
    words: str
    """how it stands: met on day 4 of 5; 2 wd late, was due Fri 20 Nov"""
    about: str = ""
    """what is due, where no working days are counted to it"""
    urgency: Urgency | None = None
    """None where nothing is waited for any more"""
    of_the_code: bool = True
    """a timescale of a stage; otherwise a day that was agreed, given or set"""
    missed: bool = False

    @property
    def open(self) -> bool:
        """Whether something is still waited for."""
        return self.urgency is not None

    def says_of(self, day: ClockDay) -> str:
        """Return what a day of it is, in words."""
        parts = [f"{day.late} wd late"] if day.late else []
        if day.number == 0:
            parts = ["day 0"]
        elif day.number and not day.late:
            parts = [f"day {day.number}"]
        return f"{said(day.day)}: {'; '.join((*parts, *marks_of(day, self.started)))}"


def marks_of(day: ClockDay, started: str) -> Iterator[str]:
    """Give what a day of a clock is besides its number, in words."""
    if day.number == 0 and started:
        yield started
    if day.reason:
        yield f"{day.day:%A}" if day.reason == WEEKEND else f"bank holiday: {day.reason}"
    if day.due:
        yield "due, until midnight"
    if day.was_due:
        yield "due until it was extended"
    if day.stopped:
        yield "done"
    if day.today:
        yield "today"


def pictures_of(view: CaseView, today: date) -> tuple[ClockPicture, ...]:
    """Return the clocks of a case as they are drawn: the stage under way first, what is over last.

    Each is counted with its own version of the calendar. Raises CalendarHorizon past its days.
    """
    under_way = len(view.judged.case.stages)
    begun = view.judged.case.follow_ups.begun
    drawn = [
        replace(picture, about=_about(begun[number].fact))
        if (number := picture.started_by) in begun and not picture.days
        else picture
        for clock in view.clocks
        for picture in (
            picture_of(clock, view.calendars.latest_of((clock.calendar_version,)), today),
        )
    ]
    drawn += _still_to_start(view, under_way)
    return tuple(sorted(drawn, key=lambda each: _place(each, under_way)))


def _about(fact: Any) -> str:
    """Return what a day was given for, in the words of the entry that gave it."""
    names = ("what", "change", "ombudsman_reference")
    return next((words for name in names if (words := getattr(fact, name, ""))), "")


def _place(picture: ClockPicture, under_way: int) -> tuple[int, int, date]:
    """The stage under way in its order, then what is open, then earlier stages, then the rest."""
    due = picture.due_on or date.max
    if picture.of_the_code:
        part = 0 if picture.stage == under_way else 2
        return part, 10 * picture.stage + _ORDER.index(picture.short), date.min
    return (1 if picture.open else 3), 0, due


_ORDER: Final = ("acknowledge", "answer", "backstop")


def _still_to_start(view: CaseView, under_way: int) -> Iterator[ClockPicture]:
    """Give the answer's clock of the stage under way, where nothing has started it yet."""
    found = view.judged.clocks.stage(under_way) if view.judged.clocks else None
    if found is None or found.history.ended or found.history.answered:
        return
    response = found.response
    if response.started_on is None and response.settled is None:
        started = started_in_words(response)
        yield _drawn(
            response,
            days=(),
            words=f"{response.timescale.working_days} wd from {_FROM.get(started, started)}",
            urgency=Urgency.LATER,
        )


def picture_of(clock: Clock, calendar: WorkingCalendar, today: date) -> ClockPicture:
    """Return a clock as it is drawn on a day. Raises CalendarHorizon past the days covered."""
    counted = clock.timescale.working_days > 0 and clock.timescale.kind is not ClockKind.BACKSTOP
    return _drawn(
        clock,
        days=days_of(clock, calendar, today) if counted else (),
        words=standing_in_words(clock, calendar, today),
        urgency=urgency_of(clock.due_on, today, calendar) if clock.open and clock.due_on else None,
    )


def started_in_words(clock: Clock) -> str:
    """Return what started a clock, in a word or two."""
    return _STARTED.get(clock.timescale.starts, clock.timescale.starts.replace("-", " "))


def _drawn(
    clock: Clock, *, days: tuple[ClockDay, ...], words: str, urgency: Urgency | None
) -> ClockPicture:
    kind, stage = clock.timescale.kind, clock.timescale.stage
    name = name_of(clock)
    short = name.removeprefix(f"stage {stage} ")
    started = started_in_words(clock)
    return ClockPicture(
        key=clock.key,
        started_by=clock.started_by,
        name=name,
        short="acknowledge" if kind is ClockKind.ACKNOWLEDGEMENT else short,
        stage=stage,
        started=started,
        started_on=clock.started_on,
        due_on=clock.due_on,
        days=days,
        words=words,
        about=f"{clock.timescale.working_days} wd from {_FROM.get(started, started)}"
        if kind is ClockKind.BACKSTOP
        else "",
        urgency=urgency,
        of_the_code=kind in _STAGES,
        missed=clock.settled is Verdict.MISSED,
    )


def days_of(clock: Clock, calendar: WorkingCalendar, today: date) -> tuple[ClockDay, ...]:
    """Return the days of a clock from its start to its due day, or past it to today or the end."""
    return tuple(_days(clock, calendar, today))


def _days(clock: Clock, calendar: WorkingCalendar, today: date) -> Iterator[ClockDay]:
    start, due_on = clock.started_on, clock.due_on
    if start is None or due_on is None:
        return
    reached = clock.stopped_on or (today if clock.open else due_on)
    late = 0
    listed = calendar.days(start, max(due_on, reached))
    start_reason = calendar.skipped_because(start) or ""
    for day, number, reason in (
        (start, 0, start_reason),
        *((each.date, each.number, each.reason or "") for each in listed),
    ):
        past_due = day > due_on
        late += past_due and number is not None
        yield ClockDay(
            day=day,
            number=number,
            reason=reason,
            late=late if past_due and number is not None else 0,
            past_due=past_due,
            due=day == due_on,
            was_due=day in clock.earlier_due_on,
            stopped=day == clock.stopped_on,
            today=day == today,
        )


# --- how it stands


def standing_in_words(clock: Clock, calendar: WorkingCalendar, today: date) -> str:
    """Return how a clock stands: met on day 4 of 5; 2 wd late, was due Fri 20 Nov; 3 wd left, …."""
    if clock.settled is Verdict.NOT_APPLICABLE:
        return "no longer applies"
    if clock.due_on is None:
        return "no day yet"
    due = short_day(clock.due_on, today) + (" (extended)" if clock.extended else "")
    if clock.provisional and clock.open:
        due += ", provisional"
    if clock.started_on is None:
        return f"{_verdict(clock)} by the backstop, {due}"
    if clock.settled is Verdict.MET:
        return _met(clock, calendar, today)
    if clock.settled is Verdict.MISSED:
        if clock.stopped_on is None:
            return f"missed, was due {due}"
        if clock.stopped_on < clock.started_on:
            return f"done {short_day(clock.stopped_on, today)}, before it began"
        return f"done {_late(clock.due_on, clock.stopped_on, calendar)}, was due {due}"
    if clock.due_on == today:
        return f"due today, until midnight{' (extended)' if clock.extended else ''}"
    if clock.due_on < today:
        return f"{_late(clock.due_on, today, calendar)}, was due {due}"
    return f"{calendar.count(today, clock.due_on)} wd left, due {due}"


def _verdict(clock: Clock) -> str:
    return clock.settled.value.replace("-", " ") if clock.settled else "judged"


def _met(clock: Clock, calendar: WorkingCalendar, today: date) -> str:
    if clock.stopped_on is None or clock.started_on is None or clock.due_on is None:
        return "met"
    if clock.timescale.working_days == 0:
        return f"met {short_day(clock.stopped_on, today)}"
    on, of = (calendar.count(clock.started_on, day) for day in (clock.stopped_on, clock.due_on))
    return f"met on day {on} of {of}{' (extended)' if clock.extended else ''}"


def _late(due_on: date, day: date, calendar: WorkingCalendar) -> str:
    days = calendar.count(due_on, day)
    return f"{days} wd late" if days else "late, by no working day yet"


def backstop_in_words(stage: StageClocks, calendar: WorkingCalendar, today: date) -> str:
    """Return what the backstop of a stage is, by the answer's own count; "" where it has none."""
    acknowledgement, backstop = stage.acknowledgement, stage.backstop
    if backstop is None or acknowledgement is None or backstop.due_on is None:
        return ""
    if acknowledgement.due_on is None:
        return ""
    last = short_day(acknowledgement.due_on, today)
    with_more = ", with the time it was extended by" if backstop.extended else ""
    return (
        f"Backstop: acknowledged on the last day for it, {last}, the answer would be due "
        f"{short_day(backstop.due_on, today)}{with_more}: "
        f"{standing_in_words(backstop, calendar, today)}."
    )
