"""What a case waits for, as its open clocks have it: kinds of fact, and a short sentence why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from casetrack.domain.clock import Clock, Verdict, name_of
from casetrack.domain.code import ClockKind
from casetrack.domain.facts import FACTS, StageFact
from casetrack.domain.record import FOLLOW_UPS
from casetrack.domain.working_days import WorkingCalendar, short_day
from casetrack.service.rules import Judged

Act = tuple[str, int | None]
"""a kind of fact, and the stage it is recorded on where it names one"""
_UPDATES: Final = "update-interval-agreed"
_ANSWER: Final = (ClockKind.RESPONSE, ClockKind.BACKSTOP)
_COUNTED_WHERE_RECORDED: Final = frozenset({"complaint-logged"})
"""Stops a clock where it is on record; one without it waits for it no more."""
_OF_OUR_OWN: Final[Mapping[ClockKind, str]] = MappingProxyType(
    {
        ClockKind.CONTACT: "contact-attempted",
        ClockKind.DRAFT: "response-drafted",
        ClockKind.UPDATE: "resident-updated",
        ClockKind.SERVICE_REQUEST_CONTACT: "contact-attempted",
        ClockKind.SERVICE_REQUEST_CLOSE: "service-request-closed",
        ClockKind.SURVEY: "survey-sent",
    }
)
"""What stops the clocks whose working days a landlord set or agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A kind of fact that a case waits for."""

    kind: str
    stage: int | None
    due_on: date
    provision: str
    why: str
    """a short sentence"""


def awaited(judged: Judged, calendar: WorkingCalendar, today: date) -> Mapping[Act, Awaited]:
    """Return what a case waits for by kind and stage, what is due first before the rest."""
    found: dict[Act, Awaited] = {}
    for each in (*_by_clocks(judged, calendar, today), *_by_updates(judged, today)):
        at = (each.kind, each.stage)
        if at not in found or each.due_on < found[at].due_on:
            found[at] = each
    return dict(sorted(found.items(), key=lambda item: item[1].due_on))


def _by_clocks(judged: Judged, calendar: WorkingCalendar, today: date) -> Iterator[Awaited]:
    for clock in judged.all_clocks:
        if clock.open and clock.due_on is not None:
            why = _due(clock, clock.due_on, calendar, today)
            for kind in _stopped_by(clock, judged):
                yield Awaited(
                    kind=kind,
                    stage=clock.timescale.stage if issubclass(FACTS[kind], StageFact) else None,
                    due_on=clock.due_on,
                    provision=clock.timescale.provision,
                    why=why,
                )


def _stopped_by(clock: Clock, judged: Judged) -> Iterator[str]:
    """Give the kinds of fact that an open clock still waits for."""
    timescale = clock.timescale
    stage = judged.case.stage(timescale.stage)
    if timescale.stops and stage is not None:
        there = (stage.acknowledged, stage.defined, stage.answered)
        done = {entry.fact.kind for entry in there if entry is not None}
        yield from (k for k in timescale.stops if k not in done | _COUNTED_WHERE_RECORDED)
    elif timescale.kind in _OF_OUR_OWN:
        yield _OF_OUR_OWN[timescale.kind]
    else:
        for kind, follow_up in FOLLOW_UPS.items():
            if follow_up.of == timescale.starts and follow_up.ends:
                yield kind


def _by_updates(judged: Judged, today: date) -> Iterator[Awaited]:
    """Give the agreement on updates that an answer which is late by now asks for (5.9)."""
    if judged.edition is None:
        return
    agreed = {getattr(e.fact, "stage", 0) for e in judged.case.of_kind(_UPDATES)}
    for clock in judged.all_clocks:
        stage = clock.timescale.stage
        late = clock.timescale.kind in _ANSWER and clock.verdict(today) is Verdict.OVERDUE
        if late and clock.due_on is not None and stage not in agreed:
            cited = judged.edition.cite("5.9", stage).shown
            yield Awaited(
                kind=_UPDATES,
                stage=stage,
                due_on=clock.due_on,
                provision=cited,
                why=f"{cited}: no updates agreed with the resident",
            )


def _due(clock: Clock, due_on: date, calendar: WorkingCalendar, today: date) -> str:
    """Return when something is due and how far off that is: answer due Fri 20 Nov, …."""
    name = name_of(clock).removeprefix(f"stage {clock.timescale.stage} ")
    if clock.timescale.kind is ClockKind.BACKSTOP:
        name = "answer at the latest"
    if due_on == today:
        return f"{name} due today"
    due = f"{name} due {short_day(due_on, today)}"
    days = calendar.count(*sorted((due_on, today)))
    if days == 0:
        return f"{due}, late" if due_on < today else due
    number = f"{days} working day{'' if days == 1 else 's'}"
    return f"{due}, {number} late" if due_on < today else f"{due}, in {number}"
