"""The rows kept beside a history: what the rules make of it, as the store's derived tables hold it.

Knows the columns of both sides, and no rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, cast

from casetrack.domain import facts as f
from casetrack.domain.case import Case
from casetrack.domain.clock import Calendars, Clock, Verdict
from casetrack.domain.clocks import StageClocks
from casetrack.domain.code import ClockKind
from casetrack.domain.facts import FACTS, Entry, Fact, Source
from casetrack.domain.resident import Resident
from casetrack.domain.stage import StageHistory
from casetrack.domain.stage_figures import StageFigures, stage_figures
from casetrack.service.rules import Judged, JudgedLedger
from casetrack.store import RecordName, derived
from casetrack.text import words_for_search

ACTIONS_OUTSTANDING: Final = "answered, actions outstanding"
"""the state of a case that is answered while something promised is still to be done"""
_PROMISED: Final = frozenset(
    {ClockKind.ACTION, ClockKind.REMEDY, ClockKind.LEARNING, ClockKind.OMBUDSMAN_ORDER}
)


def derive(
    name: RecordName, judged: Judged | JudgedLedger, entries: int, calendars: Calendars
) -> derived.Derived:
    """Return the rows kept beside a history of so many entries."""
    if isinstance(judged, JudgedLedger):
        return derived.Derived(
            clocks=tuple(sorted(map(_duty_row, judged.duties), key=_identity)),
            words=_ledger_words(name, judged),
        )
    case, clocks = judged.case, judged.clocks
    stages = clocks.stages if clocks else ()
    handler = _last_handler(case)
    rows = [row for stage in stages for row in _clock_rows(stage)]
    rows.extend(_duty_row(clock, case, handler) for clock in judged.duties)
    return derived.Derived(
        summary=_summary(name.reference, judged, entries, calendars),
        stages=tuple(_stage_row(case, stage, judged, calendars) for stage in stages),
        clocks=tuple(sorted(rows, key=_identity)),
        occurrences=tuple(sorted(_occurrences(judged), key=lambda each: each.sequence)),
        words=_case_words(name.reference, case),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a case is about: as it was received, and as it was classified since."""

    resident: str = ""
    resident_reference: str = ""
    channel: str = ""
    tenure: str = ""
    category: str = ""
    service_area: str = ""
    cause: str = ""
    keywords: tuple[str, ...] = ()
    follows: str = ""


def about(case: Case) -> About:
    """Return what a case is about."""
    begun = case.complaint or (case.request.fact if case.request else None)
    if begun is None:
        return About()
    known: dict[str, Any] = {
        name: value for name in _ABOUT if (value := getattr(begun, name, None)) is not None
    }
    for stage in case.stages:
        answer = stage.answered.fact if stage.answered else None
        if isinstance(answer, f.ResponseIssued) and answer.cause:
            known["cause"] = answer.cause
    for entry in case.of_kind("case-classified"):
        fact: Any = entry.fact
        for name in ("category", "service_area", "cause", "keywords"):
            if getattr(fact, name):
                known[name] = getattr(fact, name)
    return About(**known)


_ABOUT: Final = tuple(field.name for field in fields(About))


def _last_handler(case: Case) -> str:
    """Return who had the case last: what was promised at stage 1 is kept by whoever promised it."""
    return next((s.handler for s in reversed(case.stages) if s.handler), "")


def _summary(
    reference: str, judged: Judged, entries: int, calendars: Calendars
) -> derived.CaseSummary:
    case, of = judged.case, about(judged.case)
    latest = case.stages[-1] if case.stages else None
    begun = case.received or case.request
    return derived.CaseSummary(
        reference=reference,
        received_on=begun.fact.happened_on if begun else None,
        resident=of.resident,
        channel=of.channel,
        tenure=of.tenure,
        category=of.category,
        service_area=of.service_area,
        handler=case.handler,
        stage=latest.number if latest else 1,
        state=state_of(judged),
        edition=judged.edition.name if judged.edition else "",
        entries=entries,
        findings=len(judged.findings),
        compensation_pence=_compensation(case, None),
        responded=latest is not None and latest.answered is not None,
        cause=of.cause,
        keywords=", ".join(of.keywords),
        resident_reference=of.resident_reference,
        follows=of.follows,
        recorded_late=_recorded_late(case, calendars),
        missed=any(c.settled is Verdict.MISSED for c in judged.all_clocks if c.timescale.stage),
    )


def _recorded_late(case: Case, calendars: Calendars) -> int:
    """How many entries a person wrote down more than a working day after they happened."""
    by_hand = [entry for entry in case.entries if entry.source is Source.PERSON]
    if not by_hand:
        return 0
    from casetrack.domain.procedure.today import recorded_late  # a log has no need of it

    # By the calendar of the day it was written down: what comes later changes nothing.
    return sum(
        recorded_late(entry, calendars.latest_of((entry.calendar_version,))) for entry in by_hand
    )


def state_of(judged: Judged) -> str:
    """Return where a case stands, in the words it is listed under."""
    case = judged.case
    if not case.stages:
        if case.request is None:
            return "no receipt on record"
        return "service request closed" if case.request_closed else "service request"
    latest = case.stages[-1]
    outstanding = any(
        clock.timescale.kind in _PROMISED and clock.settled is None for clock in judged.duties
    )
    if (latest.answered or case.closed) and outstanding:
        return ACTIONS_OUTSTANDING
    if case.closed:
        return "closed"
    if latest.answered:
        return "answered"
    if latest.withdrawn:
        return "withdrawn"
    return "refused" if latest.refused else "open"


def _stage_row(
    case: Case, stage: StageClocks, judged: Judged, calendars: Calendars
) -> derived.CaseStage:
    history, of = stage.history, about(case)
    answered_on = stage.answered_on
    working_days = None
    if answered_on is not None and history.answered:
        calendar = calendars.latest_of(
            (history.answered.calendar_version, history.opened.calendar_version)
        )
        # From the receipt also where the Ombudsman had the stage opened anew: it was kept.
        working_days = calendar.count(history.opened_on, answered_on)
    figures = stage_figures(stage, working_days)
    return derived.CaseStage(
        stage=history.number,
        cohort_on=history.opened_on,
        edition=judged.edition.name if judged.edition else "",
        handler=history.handler,
        tenure=of.tenure,
        category=of.category,
        service_area=of.service_area,
        channel=of.channel,
        refused_reason=_refused_reason(history),
        compensation_pence=_compensation(case, history.number),
        **{name: getattr(figures, name) for name in _FIGURES},
    )


_FIGURES: Final = tuple(field.name for field in fields(StageFigures))


def _refused_reason(history: StageHistory) -> str:
    fact = history.ended.fact if history.ended else None
    return fact.reason.strip() if isinstance(fact, f.Refusal) else ""


def _compensation(case: Case, stage: int | None) -> int:
    return sum(r.amount_pence for r in case.remedies if stage is None or r.stage == stage)


# --- clocks


def _identity(clock: derived.Clock) -> tuple[str, int]:
    """What a clock is known by in its record; the order in which they are kept."""
    return (clock.key, clock.started_by)


def _clock_rows(stage: StageClocks) -> Iterator[derived.Clock]:
    for clock in stage.clocks:
        if clock.due_on is not None:
            # A backstop is waited for only while nothing has started the time to answer.
            backstop = clock.timescale.kind is ClockKind.BACKSTOP
            waited_for = not backstop or stage.response.started_on is None
            started_by = stage.history.started.sequence
            yield _row(clock, clock.due_on, started_by, waited_for, stage.history.handler)


def _duty_row(clock: Clock, case: Case | None = None, handler: str = "") -> derived.Clock:
    """Return the row of a duty: with whoever sees to it, else with who has the case."""
    started_by = clock.started_by if clock.started_by is not None else 0
    start = next((e for e in case.entries if e.sequence == started_by), None) if case else None
    owner = getattr(start.fact, "owner", "") if start else ""
    due_on = cast("date", clock.due_on)  # a duty is a duty by its day
    return _row(clock, due_on, started_by, True, owner or handler)


def _row(
    clock: Clock, due_on: date, started_by: int, waited_for: bool, handler: str
) -> derived.Clock:
    timescale = clock.timescale
    return derived.Clock(
        key=timescale.key,
        started_by=clock.started_by if clock.started_by is not None else started_by,
        stage=timescale.stage,
        kind=timescale.kind.value,
        due_on=due_on,
        original_due_on=clock.earlier_due_on[0] if clock.extended else due_on,
        started_on=clock.started_on,
        stopped_on=clock.stopped_on,
        settled=clock.settled.value if clock.settled else None,
        provision=timescale.provision,
        edition=timescale.edition,
        extended=clock.extended,
        earlier_due_on=clock.earlier_due_on,
        target_on=clock.target_on,
        provisional=clock.provisional,
        rolled_due_on=clock.rolled_due_on,
        rolled_settled=clock.rolled_settled.value if clock.rolled_settled else None,
        calendar_version=clock.calendar_version,
        listed=clock.open and waited_for,
        handler=handler,
    )


# --- what figures count besides stages

_COUNTED: Final = MappingProxyType(
    {
        # the kind of a fact → the field that tells one from another
        "service-request-received": "",
        "determination-received": "finding",
        "order-made": "order",
        "action-agreed": "",
        "remedy-offered": "remedy",
        "satisfaction-recorded": "score",
    }
)


def _occurrences(judged: Judged) -> Iterator[derived.Occurrence]:
    """Give what of a case is counted besides its stages: requests, orders, actions, remedies."""
    case = judged.case
    begun = [case.request] if case.request else []
    ended = dict(case.follow_ups.ended)
    if case.request and case.request_closed:
        ended[case.request.sequence] = case.request_closed
    due = {clock.started_by: clock.due_on for clock in judged.duties if clock.key in _DUE}
    for entry in (*begun, *case.of_kind(*_COUNTED)):
        fact: Any = entry.fact
        detail = getattr(fact, _COUNTED[fact.kind], "") if _COUNTED[fact.kind] else ""
        done = ended.get(entry.sequence)
        yield derived.Occurrence(
            sequence=entry.sequence,
            kind=fact.kind,
            happened_on=fact.happened_on,
            detail=str(detail) if detail is not None else "",
            due_on=due.get(entry.sequence),
            done_on=done.fact.happened_on if done else None,
            amount_pence=getattr(fact, "amount_pence", 0),
        )


_DUE: Final = frozenset({"action", "remedy", "ombudsman-order"})


# --- words to be found by

_FOUND_BY: Final = (
    *("resident", "representative", "address", "summary", "words", "outcome_sought", "keywords"),
    *("category", "service_area", "channel", "points", "point", "handler", "name", "title"),
    *("household", "correspondent", "about", "cause", "ombudsman_reference", "resident_reference"),
    *("email", "phone", "owner"),
)
"""The fields of facts whose words a record is found by."""


def _case_words(reference: str, case: Case) -> str:
    counted = {objection.sequence for objection in case.left_out}
    kept = [entry for entry in case.entries if entry.sequence not in counted]
    return words_for_search(" ".join((reference, *_words_of(kept))))


def _ledger_words(name: RecordName, judged: JudgedLedger) -> str:
    if name.kind != "resident":
        return ""
    resident = Resident.of(judged.ledger)
    held: tuple[Fact, ...] = (resident.registered,) if resident.registered else ()
    entries = [Entry(sequence=0, fact=fact) for fact in held]
    spoken_for = (each.what for each in resident.representatives)
    return words_for_search(" ".join((name.reference, *_words_of(entries), *spoken_for)))


@cache
def _found_by(kind: str) -> tuple[str, ...]:
    held = {field.name for field in fields(FACTS[kind])}
    return tuple(name for name in _FOUND_BY if name in held)


def _words_of(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        for name in _found_by(entry.fact.kind):
            value = getattr(entry.fact, name)
            if isinstance(value, str):
                yield value
            elif isinstance(value, tuple):
                yield from map(str, value)
