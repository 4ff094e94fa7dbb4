"""Why each clock of a case is due when it is: sentences, days and the calendar they come from.

Knows values and words; how a proof is laid out is for a front end.
"""

from dataclasses import dataclass
from datetime import date

from casetrack.domain.clock import name_of
from casetrack.domain.code import ClockKind
from casetrack.domain.working_days import WEEKEND, said, short_day
from casetrack.service.casework import CaseView, Why
from casetrack.service.clock_days import (
    backstop_in_words,
    days_of,
    marks_of,
    standing_in_words,
    started_in_words,
)

_HASH = 12
"""letters of a calendar's version that tell it from another"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofDay:
    """One day of a proof."""

    number: str
    """day 0, 1, 2 …; – where it is not counted"""
    day: date
    words: str
    """weekend, the bank holiday's title, due, done, today"""
    counted: bool
    due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Why one clock is due when it is."""

    key: str
    started_by: int | None
    name: str
    due_on: date | None
    due: str
    """the day it is due, as people say it"""
    stands: str
    open: bool
    sentence: str
    days: tuple[ProofDay, ...]
    notes: tuple[str, ...]
    """extensions, the backstop, the rule it is counted by and the calendar"""


def sentence_of(why: Why) -> str:
    """Return the sentence that says why a clock is due when it is."""
    clock = why.clock
    if why.explanation is not None:
        return why.explanation.sentence
    due_on = f": judged by the backstop, {said(clock.due_on)}" if clock.due_on else ""
    return f"{name_of(clock).capitalize()}{due_on}: no acknowledgement ever started its time."


def notes_of(why: Why) -> tuple[str, ...]:
    """Return what else is to be said of a date: extensions, the rule, the calendar's version."""
    if why.explanation is None:
        return ()
    counted_by = f"{why.explanation.rule} Calendar {why.clock.calendar_version[:_HASH]}."
    return (*why.explanation.notes, counted_by)


def proofs_of(view: CaseView, whys: tuple[Why, ...], today: date) -> tuple[Proof, ...]:
    """Return the proof of each clock of a case. Raises CalendarHorizon past the days covered."""
    return tuple(_proof(view, why, today) for why in whys)


def _proof(view: CaseView, why: Why, today: date) -> Proof:
    clock = why.clock
    calendar = view.calendars.latest_of((clock.calendar_version,))
    counted = clock.timescale.working_days > 0 and why.explanation is not None
    notes = list(notes_of(why))
    stage = view.judged.clocks.stage(clock.timescale.stage) if view.judged.clocks else None
    if stage is not None and clock.timescale.kind in (ClockKind.RESPONSE, ClockKind.BACKSTOP):
        notes.insert(0, backstop_in_words(stage, calendar, today))
    return Proof(
        key=clock.key,
        started_by=clock.started_by,
        name=name_of(clock),
        due_on=clock.due_on,
        due=short_day(clock.due_on, today) + (" (ext.)" if clock.extended else ""),
        stands=standing_in_words(clock, calendar, today),
        open=clock.open,
        sentence=sentence_of(why),
        days=tuple(
            ProofDay(
                number="day 0" if day.number == 0 else _number(day.number, day.late),
                day=day.day,
                words="; ".join(
                    WEEKEND if mark == f"{day.day:%A}" else mark
                    for mark in marks_of(day, started_in_words(clock))
                ),
                counted=day.number is not None,
                due=day.due,
            )
            for day in (days_of(clock, calendar, today) if counted else ())
        ),
        notes=tuple(note for note in notes if note),
    )


def _number(number: int | None, late: int) -> str:
    return "–" if number is None else f"+{late}" if late else str(number)


def first_shown(proofs: tuple[Proof, ...], key: str) -> int:
    """Return the place of the proof that is asked for: of a key, or of what is due next."""
    asked = [n for n, each in enumerate(proofs) if each.key == key]
    still_open = [n for n in asked or range(len(proofs)) if proofs[n].open]
    due = sorted(still_open, key=lambda n: proofs[n].due_on or date.max)
    return next(iter(due), next(iter(asked), 0))
